"""The components of a trade: pictures, maps, codes, sums, ways to choose a time or a place; in `miniapp.ui` as well."""
# ruff: noqa: N802 - components are named like the nodes they make

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, Unpack

from miniapp._handlers import ActionRef
from miniapp._node import Node, make
from miniapp._ui_common import Common, Field, Marker, Slot, Step, SumLine
from miniapp._wallet_values import Line
from miniapp.values import Money, TextLike

if TYPE_CHECKING:
    from miniapp.places import Place, Point


def Image(
    src: str,
    label: TextLike,
    *,
    ratio: Literal["wide", "square", "photo"] = "wide",
    on_press: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """A picture of the package, such as "assets/kabsa.svg"; `label` says what it shows to who cannot see it."""
    return make("Image", common, {"src": src, "label": label, "ratio": ratio}, {"press": on_press})


def Message(
    text: TextLike,
    *,
    by: TextLike | None = None,
    at: datetime | None = None,
    mine: bool = False,
    **common: Unpack[Common],
) -> Node:
    """What somebody said in a talk; `mine` stands on the reader's own side."""
    return make("Message", common, {"text": text, "by": by, "at": at, "mine": mine})


def Rating(
    name: str, label: TextLike, value: int = 0, *, on_change: ActionRef | None = None, **common: Unpack[Field]
) -> Node:
    """One to five stars to give; 0 is none yet."""
    return make("Rating", common, {"name": name, "label": label, "value": value}, {"change": on_change})


def Stars(value: float, label: TextLike, *, count: int | None = None, **common: Unpack[Field]) -> Node:
    """What others gave, from 0 to 5, and how many they were."""
    return make("Stars", common, {"value": value, "label": label, "count": count})


def Tracker(label: TextLike, steps: Sequence[Step | Mapping[str, Any]], current: int, **common: Unpack[Field]) -> Node:
    """Steps on the way; `current` is the place of the one under way, `len(steps)` when all are done."""
    return make("Tracker", common, {"label": label, "steps": steps, "current": current})


def Countdown(
    until: datetime,
    label: TextLike,
    *,
    style: Literal["text", "ring"] = "text",
    on_expire: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """The time left, ticking by itself. `on_expire` comes from screens open then: a timer decides, this shows."""
    return make("Countdown", common, {"until": until, "label": label, "style": style}, {"expire": on_expire})


def Summary(
    lines: Sequence[SumLine | Line | Mapping[str, Any]], total: Money | None = None, **common: Unpack[Common]
) -> Node:
    """Lines and their total; it is added up here where you give none, and the host adds again.

    The lines of a `wallet.order` may be given as they are: what is shown before is then what the sheet asks for.
    """
    shown = [_sum_line(line) if isinstance(line, Line) else line for line in lines]
    if total is None:
        total = _added(shown)
    return make("Summary", common, {"lines": shown, "total": total})


def _sum_line(line: Line) -> dict[str, Any]:
    kind = "fee" if line.is_fee else "discount" if line.price.amount_minor < 0 else "item"
    quantity = line.quantity if line.quantity > 1 else None
    return {"text": line.title, "amount": line.price * line.quantity, "quantity": quantity, "kind": kind}


def _added(lines: Sequence[SumLine | Mapping[str, Any]]) -> Money | None:
    amounts = [line["amount"] for line in lines if "amount" in line]
    if not amounts or not all(isinstance(amount, Money) for amount in amounts):
        return None  # Which line is wrong is said where each is judged.
    return sum(amounts[1:], start=amounts[0])


def Stat(value: TextLike, label: TextLike, *, hint: TextLike | None = None, **common: Unpack[Field]) -> Node:
    """A number that matters, large: what was earned today."""
    return make("Stat", common, {"value": value, "label": label, "hint": hint})


def TimeSlots(
    name: str,
    label: TextLike,
    slots: Sequence[Slot | Mapping[str, Any]],
    *,
    zone: str,
    value: str | None = None,
    on_change: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """Moments to choose one from, shown in the place's own zone, such as "Asia/Riyadh", whatever the user's is.

    A `value` that is none of them any more is left out: somebody was faster, or its time has come.
    """
    if value not in [slot.get("id") if isinstance(slot, Mapping) else getattr(slot, "id", None) for slot in slots]:
        value = None
    props = {"name": name, "label": label, "slots": slots, "zone": zone, "value": value}
    return make("TimeSlots", common, props, {"change": on_change})


def DatePicker(
    name: str,
    label: TextLike,
    value: date | None = None,
    *,
    min: date,
    max: date,
    closed: Sequence[date] | None = None,
    calendar: Literal["user", "gregorian", "hijri"] = "user",
    on_change: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """One day from `min` to `max`, but none of `closed`; the action's parameter is a `date`.

    A `value` outside of them is left out: what was chosen yesterday may be over today.
    """
    if type(value) is date and type(min) is date and type(max) is date and not min <= value <= max:
        value = None
    props = {
        "name": name,
        "label": label,
        "value": value,
        "min": min,
        "max": max,
        "closed": closed,
        "calendar": calendar,
    }
    return make("DatePicker", common, props, {"change": on_change})


def QR(payload: str, label: TextLike, *, caption: TextLike | None = None, **common: Unpack[Field]) -> Node:
    """A code for another person's camera; `Scan` reads it."""
    return make("QR", common, {"payload": payload, "label": label, "caption": caption})


def Scan(text: TextLike, *, on_scan: ActionRef | None = None, **common: Unpack[Common]) -> Node:
    """A button that reads a code by the camera, or typed; the action's `value: str` is what it says."""
    return make("Scan", common, {"text": text}, {"scan": on_scan})


def Map(
    label: TextLike,
    *,
    markers: Sequence[Marker | Mapping[str, Any]] | None = None,
    route: Sequence[Point] | None = None,
    center: Point | None = None,
    height: Literal["s", "m", "l"] = "m",
    on_press: ActionRef | None = None,
    on_marker: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """A part of the city, as large as its markers and route need. `on_press` gets `value: places.Point`, `on_marker`
    the marker's id. `label` and the markers' texts are what a screen reader says.
    """
    props = {
        "label": label,
        "markers": markers,
        "route": route,
        "center": center,
        "height": height,
    }
    return make("Map", common, props, {"press": on_press, "marker": on_marker})


def PlacePicker(
    name: str,
    label: TextLike,
    value: Place | None = None,
    *,
    placeholder: TextLike | None = None,
    kinds: Sequence[str] | None = None,
    near: Point | None = None,
    on_change: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """A place to choose: by its name, on the map, or one the user keeps. The action's parameter is a `places.Place`."""
    props = {
        "name": name,
        "label": label,
        "value": value,
        "placeholder": placeholder,
        "kinds": kinds,
        "near": near,
    }
    return make("PlacePicker", common, props, {"change": on_change})
