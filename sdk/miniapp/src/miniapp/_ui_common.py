"""What the constructors of components share: the properties every one takes, and the shapes of what lists hold."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal, TypedDict

from miniapp._effects import Tone
from miniapp.values import Money, TextLike

if TYPE_CHECKING:
    from miniapp.places import Point

Gap = Literal["s", "m", "l"]
Align = Literal["start", "center", "end", "stretch", "between"]


class Common(TypedDict, total=False):
    """What every component takes."""

    key: str | None  # Names the node among its siblings, so that a patch finds it again.
    label: TextLike | None  # What a screen reader says.
    hidden: bool
    disabled: bool
    busy: bool
    tone: Tone | None
    test_id: str | None
    fallback: TextLike | None  # Shown by a client that does not know the component.


class Field(TypedDict, total=False):
    """What an input takes besides its own; its label is required and therefore not here."""

    key: str | None
    hidden: bool
    disabled: bool
    busy: bool
    tone: Tone | None
    test_id: str | None
    fallback: TextLike | None


class _OptionId(TypedDict):
    id: str
    text: TextLike


class Option(_OptionId, total=False):
    """One option of a Choice."""

    hint: TextLike | None


class _ConfirmTitle(TypedDict):
    title: TextLike


class Confirm(_ConfirmTitle, total=False):
    """What the host asks before a button acts."""

    text: TextLike | None
    ok: TextLike | None


class _Step(TypedDict):
    id: str
    text: TextLike


class Step(_Step, total=False):
    """One step of a Tracker, with when it was reached."""

    at: datetime | None


class _SumLine(TypedDict):
    text: TextLike
    amount: Money


class SumLine(_SumLine, total=False):
    """One line of a Summary: `amount` is of the whole line, below zero for a discount."""

    quantity: int | None
    kind: Literal["item", "fee", "discount", "tip"] | None


class _Slot(TypedDict):
    id: str
    at: datetime


class Slot(_Slot, total=False):
    """One moment of TimeSlots: how many places are left in it."""

    left: int | None
    disabled: bool | None


class _Marker(TypedDict):
    id: str
    point: Point


class Marker(_Marker, total=False):
    """Something on a Map; with `live` it moves with the positions of that topic."""

    kind: Literal["pin", "from", "to", "car", "shop", "me", "door"] | None
    text: TextLike | None
    tone: Tone | None
    live: str | None
