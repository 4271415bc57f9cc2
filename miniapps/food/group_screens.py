"""The shared table: who sits at it, what everybody wants, and who has paid."""

from __future__ import annotations

import checkout
import rules
import store
import words
from guest import (
    add_to_group,
    cover_rest,
    drop_unpaid,
    end_group,
    join_group,
    lock_group,
    open_order,
    pay_part,
    remove_from_group,
    share_group,
    split_how,
)
from guest_screens import gone
from model import Line, Order, Part, Restaurant, Stage
from people import Group, Member
from shell import app

from miniapp import t, ui, user


@app.screen("/group")
def table(id: str) -> ui.Node:
    group = store.group(id)
    place = store.place(group.place) if group is not None else None
    if group is None or place is None:
        return gone(t("group-gone"))
    order = store.order(group.order)
    topics = [group.topic, f"place/{group.place}", *([order.topic] if order else [])]
    if order is not None:
        body = paying(group, order)
    elif group.ended:
        body = [ui.Empty(t("group-gone"), icon="people")]
    else:
        body = choosing(group, place)
    return ui.Screen(t("table-of", name=place.name), sits(group), body, topics=topics)


def sits(group: Group) -> ui.Node:
    return ui.Row(
        [ui.Row(ui.Avatar(one.name), ui.Text(one.name, style="caption"), gap="s", align="center", key=one.id)
         for one in group.members],
        gap="m", wrap=True, key="members",
    )  # fmt: skip


def choosing(group: Group, place: Restaurant) -> list[ui.Node | None]:
    if group.member(user.id) is None:
        starter = group.member(group.starter)
        return [
            ui.Text(t("invited-by", name=starter.name if starter else "", place=place.name)),
            ui.MainButton(t("join-table"), test_id="join-table", on_press=join_group(group=group.id)),
        ]  # fmt: skip
    made = checkout.bill(place, group.lines, group.door, store.terms(), {})
    why = checkout.why_not(made, group.door, store.terms())
    mine = group.starter == user.id
    rows = {line.id: line for line in made.lines}
    return [
        *(wishes(group, one, rows) for one in group.members),
        ui.Button(
            t("add-dishes"), test_id="add-dishes", icon="plus", style="primary", on_press=add_to_group(group=group.id)
        ),
        ui.Button(t("share-table"), icon="share", on_press=share_group(group=group.id)),
        (made.lines and ui.Section(
            t("bill"),
            ui.Summary(
                words.bill_lines(made.lines, made.delivery_minor, made.service_minor), rules.sar(made.total_minor)
            ),
            key="bill",
        )) or None,
        how(group) if mine else ui.Text(t("split-equal") if group.equal else t("split-own"), style="caption"),
        (mine and why is not None and group.lines and ui.Banner(why, tone="warn")) or None,
        ui.MainButton(
            t("lock-table"), test_id="lock-table", disabled=why is not None, on_press=lock_group(group=group.id)
        ) if mine else ui.Text(t("wait-for-lock"), style="caption"),
        ui.Button(t("end-table"), style="danger", on_press=end_group(group=group.id), confirm={
            "title": t("end-table-title"), "ok": t("end-table"),
        }) if mine else None,
    ]  # fmt: skip


def wishes(group: Group, member: Member, rows: dict[str, Line]) -> ui.Node | None:
    items = []
    for one in group.lines:
        line = rows.get(one.id)
        if one.member == member.id and line is not None:
            items.append(
                ui.Item(
                    words.line_name(line),
                    user.id in (member.id, group.starter) and ui.Button(
                        t("remove"), style="link", key=f"x-{one.id}",
                        on_press=remove_from_group(group=group.id, line=one.id),
                    ),
                    subtitle=t("times", count=line.quantity), trailing=rules.sar(line.sum_minor), key=one.id,
                )
            )  # fmt: skip
    return ui.Section(member.name, ui.List(*items), key=f"of-{member.id}") if items else None


def how(group: Group) -> ui.Node:
    options: list[ui.Option] = [{"id": "own", "text": t("split-own")}, {"id": "equal", "text": t("split-equal")}]
    return ui.Choice(
        "split", t("split"), options, value="equal" if group.equal else "own", display="tabs",
        on_change=split_how(group=group.id),
    )  # fmt: skip


def paying(group: Group, order: Order) -> list[ui.Node | None]:
    """The host's sheet asks each for their part; the kitchen gets it when all have paid."""
    if order.stage is not Stage.PAYING:
        return [
            ui.Banner(t("table-sent"), tone="good"),
            ui.MainButton(t("see-order"), test_id="see-order", on_press=open_order(order=order.id)),
        ]  # fmt: skip
    waits = [part for part in order.parts if part.seen != "held"]
    mine = next((part for part in waits if part.payer == user.id), None)
    starter = order.guest == user.id
    rest = sum(part.minor for part in waits)
    return [
        (order.answer_by is not None and ui.Countdown(order.answer_by, t("pay-by"), key="by")) or None,
        ui.Section(t("parts"), ui.List(*(row(part) for part in order.parts)), hint=t("parts-hint"), key="parts"),
        (mine is not None and ui.MainButton(
            t("pay-part", amount=rules.sar(mine.minor)), test_id="pay-part", on_press=pay_part(order=order.id)
        )) or None,
        (starter and mine is None and ui.Button(
            t("cover-rest", amount=rules.sar(rest)), icon="wallet", on_press=cover_rest(order=order.id),
            confirm={"title": t("cover-title"), "text": t("cover-text"), "ok": t("cover-ok")},
        )) or None,
        (starter and ui.Button(t("unlock-table"), style="link", on_press=drop_unpaid(order=order.id), confirm={
            "title": t("unlock-title"), "text": t("unlock-text"), "ok": t("unlock-table"),
        })) or None,
    ]  # fmt: skip


def row(part: Part) -> ui.Node:
    held = part.seen == "held"
    return ui.Item(
        part.name, ui.Badge(t("paid-part") if held else t("waits-part"), tone="good" if held else "warn"),
        trailing=rules.sar(part.minor), icon="user", key=part.wallet or part.payer,
    )  # fmt: skip
