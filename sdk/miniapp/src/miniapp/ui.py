"""The components of a screen. Children may be None, False (both left out) and lists (unfolded).

Every component also takes key, label, hidden, disabled, busy, tone, test_id and fallback. `on_press`,
`on_change`, `on_submit` and `on_refresh` take an action called with its arguments: `on_press=vote(option=2)`.
"""
# ruff: noqa: N802 - components are named like the nodes they make

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Unpack

from miniapp._handlers import ActionRef
from miniapp._node import Child, make
from miniapp._node import Node as Node
from miniapp._ui_common import Align, Common, Confirm, Field, Gap, Marker, Option, Slot, Step, SumLine
from miniapp._ui_rich import (
    QR,
    Countdown,
    DatePicker,
    Image,
    Map,
    Message,
    PlacePicker,
    Rating,
    Scan,
    Stars,
    Stat,
    Summary,
    TimeSlots,
    Tracker,
)
from miniapp.values import TextLike

__all__ = [
    "QR", "Align", "Avatar", "Badge", "Banner", "Button", "Card", "Choice", "Column", "Common", "Confirm", "Countdown",
    "DatePicker", "Divider", "Empty", "Field", "Form", "Gap", "Image", "Item", "List", "MainButton", "Map", "Marker",
    "Message", "Node", "Option", "PlacePicker", "Progress", "Rating", "Row", "Scan", "Screen", "Section", "Slot",
    "Stars", "Stat", "Step", "Stepper", "SumLine", "Summary", "Text", "TextField", "TimeSlots", "Toggle", "Tracker",
]  # fmt: skip


def Screen(
    title: TextLike,
    *children: Child,
    subtitle: TextLike | None = None,
    topics: Sequence[str] | None = None,
    on_refresh: ActionRef | None = None,
    **common: Unpack[Common],
) -> Node:
    """The whole screen. It is drawn again when one of `topics` is refreshed (appdata.refresh)."""
    props = {"title": title, "subtitle": subtitle, "topics": topics or None}
    return make("Screen", common, props, {"refresh": on_refresh}, children)


def Section(
    title: TextLike | None = None, *children: Child, hint: TextLike | None = None, **common: Unpack[Common]
) -> Node:
    """A titled group."""
    return make("Section", common, {"title": title, "hint": hint}, None, children)


def Row(
    *children: Child, gap: Gap = "m", align: Align | None = None, wrap: bool = False, **common: Unpack[Common]
) -> Node:
    """Children side by side, in reading direction."""
    return make("Row", common, {"gap": gap, "align": align, "wrap": wrap}, None, children)


def Column(
    *children: Child, gap: Gap = "m", align: Align | None = None, wrap: bool = False, **common: Unpack[Common]
) -> Node:
    """Children above each other."""
    return make("Column", common, {"gap": gap, "align": align, "wrap": wrap}, None, children)


def Card(
    title: TextLike | None = None,
    *children: Child,
    subtitle: TextLike | None = None,
    badge: TextLike | None = None,
    image: str | None = None,
    on_press: ActionRef | None = None,
    **common: Unpack[Common],
) -> Node:
    """A raised surface; the whole of it is the tap target when it has on_press. `image`: as of Image."""
    props = {"title": title, "subtitle": subtitle, "badge": badge, "image": image}
    return make("Card", common, props, {"press": on_press}, children)


def Text(
    text: TextLike,
    *,
    style: Literal["title", "strong", "body", "caption", "code"] = "body",
    live: str | None = None,
    **common: Unpack[Common],
) -> Node:
    """Words; with `live`, the newest value of that topic replaces them (appdata.publish)."""
    return make("Text", common, {"text": text, "style": style, "live": live})


def Badge(text: TextLike, **common: Unpack[Common]) -> Node:
    """A small mark; tone= colours it."""
    return make("Badge", common, {"text": text})


def List(*items: Child, **common: Unpack[Common]) -> Node:
    """Items below each other."""
    return make("List", common, {}, None, items)


def Item(
    title: TextLike,
    *children: Child,
    subtitle: TextLike | None = None,
    trailing: TextLike | None = None,
    icon: str | None = None,
    image: str | None = None,
    on_press: ActionRef | None = None,
    **common: Unpack[Common],
) -> Node:
    """One line of a list; `trailing` stands at its end, such as a price. `image`: as of Image."""
    props = {"title": title, "subtitle": subtitle, "trailing": trailing, "icon": icon, "image": image}
    return make("Item", common, props, {"press": on_press}, children)


def Button(
    text: TextLike,
    *,
    style: Literal["primary", "secondary", "link", "danger"] = "secondary",
    icon: str | None = None,
    confirm: Confirm | None = None,
    on_press: ActionRef | None = None,
    **common: Unpack[Common],
) -> Node:
    """Does something; inside a Form, without on_press, it submits the form."""
    props = {"text": text, "style": style, "icon": icon, "confirm": confirm}
    return make("Button", common, props, {"press": on_press})


def MainButton(text: TextLike, *, on_press: ActionRef | None = None, **common: Unpack[Common]) -> Node:
    """The one main step, in the host's bar; inside a Form, without on_press, it submits the form."""
    return make("MainButton", common, {"text": text}, {"press": on_press})


def Form(name: str, *children: Child, on_submit: ActionRef | None = None, **common: Unpack[Common]) -> Node:
    """Fields sent together: the action's parameters get the fields of the same names. A button inside it that
    has no on_press submits it; one that has sends only the fields the user touched.
    """
    return make("Form", common, {"name": name}, {"submit": on_submit}, children)


def TextField(
    name: str,
    label: TextLike,
    value: str | None = None,
    *,
    kind: Literal["text", "number", "phone", "email", "search"] = "text",
    max: int = 200,
    required: bool = False,
    placeholder: TextLike | None = None,
    multiline: bool = False,
    on_change: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """A line, or several, to type in. It arrives as text; an `int` parameter reads it as a number."""
    props = {
        "name": name,
        "label": label,
        "value": value,
        "kind": kind,
        "max": max,
        "required": required,
        "placeholder": placeholder,
        "multiline": multiline,
    }
    return make("TextField", common, props, {"change": on_change})


def Choice(
    name: str,
    label: TextLike,
    options: Sequence[Option | Mapping[str, TextLike]],
    *,
    value: str | None = None,
    values: Sequence[str] | None = None,
    multi: bool = False,
    display: Literal["radio", "list", "chips", "tabs", "cards", "dropdown"] = "radio",
    on_change: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """One of several options (`value`: its id), or with `multi` some of them (`values`: their ids)."""
    props = {
        "name": name,
        "label": label,
        "options": options,
        "value": value,
        "values": values,
        "multi": multi,
        "display": display,
    }
    return make("Choice", common, props, {"change": on_change})


def Toggle(
    name: str,
    label: TextLike,
    value: bool = False,
    *,
    on_change: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """On or off."""
    return make("Toggle", common, {"name": name, "label": label, "value": value}, {"change": on_change})


def Stepper(
    name: str,
    label: TextLike,
    value: int,
    *,
    min: int = 0,
    max: int = 99,
    step: int = 1,
    on_change: ActionRef | None = None,
    **common: Unpack[Field],
) -> Node:
    """A small whole number with − and +."""
    props = {"name": name, "label": label, "value": value, "min": min, "max": max, "step": step}
    return make("Stepper", common, props, {"change": on_change})


def Progress(value: float, label: TextLike, *, text: TextLike | None = None, **common: Unpack[Field]) -> Node:
    """How far, from 0 to 1."""
    return make("Progress", common, {"value": value, "label": label, "text": text})


def Banner(text: TextLike, *, title: TextLike | None = None, **common: Unpack[Common]) -> Node:
    """A notice within the page; tone= colours it."""
    return make("Banner", common, {"text": text, "title": title})


def Empty(
    title: TextLike,
    *children: Child,
    text: TextLike | None = None,
    icon: str | None = None,
    **common: Unpack[Common],
) -> Node:
    """What stands where nothing is yet: say what belongs there and give one Button to begin."""
    return make("Empty", common, {"title": title, "text": text, "icon": icon}, None, children)


def Divider(**common: Unpack[Common]) -> Node:
    """A line between things."""
    return make("Divider", common, {})


def Avatar(name: TextLike, **common: Unpack[Common]) -> Node:
    """A person's round mark."""
    return make("Avatar", common, {"name": name})
