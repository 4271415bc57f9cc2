"""What several screens say: prices, when a kitchen is open, where an order is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import opening
import rules
from model import Line, Order, Part, Restaurant, Stage

from miniapp import Money, Text, TextValue, now, number, t, time, ui

Tone = Literal["neutral", "good", "warn", "bad", "brand"]
TONES: dict[Stage, Tone] = {
    Stage.PAYING: "warn", Stage.PLACED: "brand", Stage.ACCEPTED: "brand", Stage.READY: "brand", Stage.PICKED: "brand",
    Stage.DELIVERED: "good", Stage.REJECTED: "bad", Stage.CANCELLED: "neutral", Stage.DROPPED: "neutral",
}  # fmt: skip


def picture(name: str) -> str | None:
    return f"assets/{name}.svg" if name else None


def price(minor: int) -> Money:
    return rules.sar(minor)


def kilometres(metres: int) -> TextValue:
    """With one digit, as people say how far it is."""
    return number(round(metres / 1000, 1))


def when_open(place: Restaurant) -> TextValue:
    """Open and until when, or when it opens again."""
    moment = now()
    if place.closed_down:
        return t("closed-down")
    if place.paused_until is not None and place.paused_until > moment:
        return t("paused-until", at=time(place.paused_until, "short"))
    closes = opening.closes_at(place.hours, moment)
    if closes is not None:
        more = opening.closes_at(place.hours, closes)
        return t("open-always") if more is not None else t("open-until", at=clock(opening.clock(closes)))
    opens = opening.opens_at(place.hours, moment)
    return t("closed") if opens is None else t("opens-at", at=time(opens, "short"))


def clock(at: object) -> str:
    """The hour on the city's wall clock."""
    return f"{at:%H:%M}"


def stage(order: Order) -> TextValue:
    return t(f"stage-{order.stage.value}")


def badge(order: Order) -> ui.Node:
    return ui.Badge(stage(order), tone=TONES[order.stage])


def counted(lines: Iterable[Line]) -> TextValue:
    return t("dishes", count=sum(line.quantity for line in lines))


def line_name(line: Line) -> Text:
    """The dish with its options."""
    chosen = line.chosen
    if not chosen.ar:
        return line.name
    return Text(f"{line.name.ar} · {chosen.ar}", f"{line.name.en} · {chosen.en}")


def bill_lines(lines: Iterable[Line], delivery: int, service: int) -> list[dict[str, object]]:
    """The dishes and fees as ui.Summary takes them."""
    rows: list[dict[str, object]] = [
        {"text": line_name(line), "amount": price(line.sum_minor), "quantity": line.quantity, "kind": "item"}
        for line in lines
    ]  # fmt: skip
    for word, minor in ((t("delivery"), delivery), (t("service"), service)):
        if minor:
            rows.append({"text": word, "amount": price(minor), "kind": "fee"})
    return rows


def tip(parts: Iterable[Part]) -> int:
    return sum(part.tip_minor for part in parts)
