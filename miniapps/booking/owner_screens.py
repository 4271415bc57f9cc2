"""Ways in: the owner's page, an invitation to show, and the page where it is used."""

from __future__ import annotations

import books
import roles
import words
from actions import app, show
from day_screens import not_here
from guest_screens import back_home
from model import Invite, Member
from owner import (
    dismiss,
    invite_provider,
    join,
    scan_invite,
    share_invite,
    start_with_examples,
    type_code,
    withdraw_invite,
)  # fmt: skip

from miniapp import TextLike, t, ui, user
from miniapp import code as as_code

ZONE = "Asia/Riyadh"


@app.screen("/owner")
def owner() -> ui.Node:
    if not user.is_owner:
        return not_here()
    members = [one for one in books.members() if one.provider]
    invites = [one for one in roles.open_invites() if one.role == "provider"]
    return ui.Screen(
        t("owner-page"),
        not members
        and not invites
        and ui.Empty(t("no-providers"), examples(), text=t("no-providers-text"), icon="people"),
        bool(members)
        and ui.Section(
            t("providers"),
            ui.List(
                [
                    ui.Item(
                        one.name,
                        one.id != user.id and dismiss_button(one),
                        subtitle=t("places-count", count=len(one.places)),
                        icon="user",
                        key=f"member-{one.id}",
                    )
                    for one in members
                ]
            ),
            key="providers",
        ),
        bool(invites)
        and ui.Section(t("open-invites"), ui.List([invite_row(one) for one in invites]), key="invites"),
        ui.MainButton(t("invite-provider"), test_id="invite-provider", on_press=invite_provider()),
        topics=["owner"],
    )  # fmt: skip


def dismiss_button(member: Member) -> ui.Node:
    return ui.Button(
        t("dismiss"),
        style="link",
        key="dismiss",
        confirm={"title": t("dismiss-title", name=member.name), "text": t("dismiss-text"), "ok": t("dismiss")},
        on_press=dismiss(member=member.id),
    )


def examples() -> ui.Node:
    return ui.Button(t("start-with-examples"), test_id="start-with-examples", on_press=start_with_examples())


def invite_row(found: Invite) -> ui.Node:
    return ui.Item(
        as_code(found.code),
        subtitle=t("invite-until", at=words.moment(found.until, ZONE)),
        icon="ask",
        key=f"invite-{found.code}",
        on_press=show(path="/invite", id=found.code),
    )


@app.screen("/invite")
def invitation(code: str = "", id: str = "") -> ui.Node:
    found = roles.find_invite(code or id)
    if found is None or not (found.made_by == user.id or user.is_owner):
        return not_here()
    why = roles.why_not(found)
    return ui.Screen(
        t("invitation"),
        ui.Banner(t(why), tone="warn", key="over") if why else None,
        not why and ui.QR(f"/join?code={found.code}", t("invite-qr"), caption=t("invite-qr-caption")),
        not why
        and ui.Card(
            None,
            ui.Text(found.code, style="code", test_id="invite-code"),
            ui.Text(whom(found), style="caption"),
            key="code",
        ),
        not why and ui.Text(t("invite-until", at=words.moment(found.until, ZONE)), style="caption", key="until"),
        not why and ui.MainButton(t("share-invite"), test_id="share-invite", on_press=share_invite(code=found.code)),
        not why
        and ui.Button(
            t("withdraw"),
            style="link",
            confirm={"title": t("withdraw-title"), "ok": t("withdraw")},
            on_press=withdraw_invite(code=found.code),
        ),
        topics=["owner"],
    )


def whom(found: Invite) -> TextLike:
    if found.role == "provider":
        return t("invite-as-provider")
    return t("invite-as-staff", person=found.person_name, place=found.place_name)


@app.screen("/join")
def joining(code: str = "") -> ui.Node:
    found = roles.find_invite(code) if code.strip() else None
    why = roles.why_not(found) if code.strip() else None
    if found is None or why is not None:
        return ui.Screen(
            t("join"),
            why and ui.Banner(t(why), tone="bad", test_id="why"),
            ui.Form(
                "join",
                ui.TextField("code", t("code"), max=12, required=True, placeholder="ABCD2345"),
                ui.MainButton(t("next")),
                on_submit=type_code(),
            ),
            ui.Scan(t("scan-code"), on_scan=scan_invite()),
            back_home(),
        )
    return ui.Screen(
        t("join"),
        ui.Banner(whom(found), title=t("invited"), tone="brand"),
        ui.Text(t("join-provider-text") if found.role == "provider" else t("join-staff-text")),
        ui.MainButton(t("join-yes"), test_id="join", on_press=join(code=found.code)),
        ui.Button(t("not-now"), style="link", on_press=show(path="/")),
    )
