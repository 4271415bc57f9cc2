"""What a screen may consist of: one table of components, their properties, events and children.

The single source: SDK constructors, the host's tree checks, the docs and the web client's test read it.
`why_not(prop, value)` judges one JSON value by it and trusts nothing about that value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from miniapp import limits
from miniapp._agree import AGREE
from miniapp._props import TEXT_FORMS, TIME_STYLES, Prop, PropKind, why_not

__all__ = [
    "COMMON", "COMPONENTS", "INPUTS", "TEXT_FORMS", "TIME_STYLES", "TONES", "Component", "EventValue", "Prop",
    "PropKind", "as_json", "contradiction", "event_value", "prop_of", "why_not",
]  # fmt: skip

# What an event carries besides the fields of its form.
EventValue = Literal["nothing", "string", "bool", "integer", "option", "options", "date", "point", "place"]


@dataclass(frozen=True, slots=True)
class Component:
    """One component: properties, events with what each carries, and which components it may hold."""

    says: str
    props: Mapping[str, Prop] = field(default_factory=dict)
    events: Mapping[str, EventValue] = field(default_factory=dict)
    children: tuple[str, ...] | Literal["any", "none"] = "none"  # "any": all but Screen


def _text(max: int = limits.TEXT_CHARS_MAX, required: bool = False) -> Prop:
    return Prop("text", required, max)


def _enum(*values: str, default: str | None = None) -> Prop:
    return Prop("enum", values=values, default=default)


_TITLE = _text(limits.TITLE_CHARS_MAX)
_TITLE_REQUIRED = _text(limits.TITLE_CHARS_MAX, required=True)
_SUBTITLE = _text(200)
_BUTTON = _text(limits.BUTTON_CHARS_MAX, required=True)
_NAME = Prop("name", required=True, max=limits.NAME_CHARS_MAX)
_ICON = Prop("name", max=limits.NAME_CHARS_MAX)
_FLAG = Prop("bool", default=False)
_LABEL = _text(200)
_LABEL_REQUIRED = _text(200, required=True)
_ASSET = Prop("asset")
# Degrees × 10⁷, and what a PlacePicker carries: the app's `places.Place`.
_POINT_MEMBERS: Final[Mapping[str, Prop]] = {
    "lat_e7": Prop("integer", required=True, min=-900_000_000, max=900_000_000),
    "lng_e7": Prop("integer", required=True, min=-1_800_000_000, max=1_800_000_000),
}
_POINT = Prop("group", item=_POINT_MEMBERS)
_POINT_REQUIRED = Prop("group", required=True, item=_POINT_MEMBERS)
PLACE: Final = Prop(
    "group",
    item={
        "point": _POINT_REQUIRED,
        **{name: Prop("string", max=200) for name in ("name_ar", "name_en", "address_ar", "address_en")},
        "kind": Prop("string", max=limits.NAME_CHARS_MAX),
        "place_id": Prop("string", max=limits.NAME_CHARS_MAX),
    },
)
POINT: Final = _POINT
_OPTIONS: Final = Prop(
    "items", required=True, min=1, max=limits.OPTIONS_MAX, item={"id": _NAME, "text": _LABEL_REQUIRED, "hint": _LABEL}
)
_CONFIRM: Final = Prop(
    "group",
    item={"title": _TITLE_REQUIRED, "text": _text(300), "ok": _text(limits.BUTTON_CHARS_MAX)},
)
_STEPS: Final = Prop(
    "items",
    required=True,
    min=1,
    max=limits.TRACKER_STEPS_MAX,
    item={"id": _NAME, "text": _LABEL_REQUIRED, "at": Prop("moment")},
)
_SUM_LINES: Final = Prop(
    "items",
    required=True,
    min=1,
    max=limits.SUMMARY_LINES_MAX,
    item={
        "text": _LABEL_REQUIRED,
        "amount": Prop("money", required=True),
        "quantity": Prop("integer", min=1, max=limits.ORDER_QUANTITY_MAX),
        "kind": Prop("enum", values=("item", "fee", "discount", "tip")),
    },
)
_SLOTS: Final = Prop(
    "items",
    required=True,
    max=limits.SLOTS_MAX,
    item={
        "id": _NAME,
        "at": Prop("moment", required=True),
        "left": Prop("integer", min=0, max=9_999),
        "disabled": Prop("bool"),
    },
)
_MARKERS: Final = Prop(
    "items",
    max=limits.MARKERS_MAX,
    item={
        "id": _NAME,
        "point": _POINT_REQUIRED,
        "kind": Prop("enum", values=("pin", "from", "to", "car", "shop", "me", "door")),
        "text": _LABEL,
        "tone": Prop("enum", values=("neutral", "good", "warn", "bad", "brand")),
        "live": Prop("name", max=limits.TOPIC_CHARS_MAX),
    },
)
TONES: Final = ("neutral", "good", "warn", "bad", "brand")

# `key` is not here: it is the node's own member, beside type, props, on and children.
COMMON: Final[Mapping[str, Prop]] = {
    "label": _LABEL,
    "hidden": _FLAG,
    "disabled": _FLAG,
    "busy": _FLAG,
    "tone": _enum(*TONES),
    "test_id": Prop("name", max=limits.NAME_CHARS_MAX),
    "fallback": _text(),
}
_FLEX: Final[Mapping[str, Prop]] = {
    "gap": _enum("s", "m", "l", default="m"),
    "align": _enum("start", "center", "end", "stretch", "between"),
    "wrap": _FLAG,
}

COMPONENTS: Final[Mapping[str, Component]] = {
    "Screen": Component(
        "The whole screen; only at the root. `topics`: draw again when one of them is refreshed.",
        {
            "title": _TITLE_REQUIRED,
            "subtitle": _SUBTITLE,
            "topics": Prop("names", max=limits.SCREEN_TOPICS_MAX),
        },
        {"refresh": "nothing"},
        "any",
    ),
    "Section": Component("A titled group.", {"title": _TITLE, "hint": _text(300)}, children="any"),
    "Row": Component("Children side by side.", _FLEX, children="any"),
    "Column": Component("Children above each other.", _FLEX, children="any"),
    "Card": Component(
        "A raised surface; one tap target when it has a press.",
        {"title": _TITLE, "subtitle": _SUBTITLE, "badge": _text(limits.BUTTON_CHARS_MAX), "image": _ASSET},
        {"press": "nothing"},
        "any",
    ),
    "Text": Component(
        "Words. `live`: a topic whose newest value replaces them without waking the app.",
        {
            "text": _text(required=True),
            "style": _enum("title", "strong", "body", "caption", "code", default="body"),
            "live": Prop("name", max=limits.TOPIC_CHARS_MAX),
        },
    ),
    "Badge": Component("A small mark.", {"text": _BUTTON}),
    "List": Component("Items below each other.", children=("Item",)),
    "Item": Component(
        "One line of a list.",
        {
            "title": _text(200, required=True),
            "subtitle": _SUBTITLE,
            "trailing": _text(limits.TITLE_CHARS_MAX),
            "icon": _ICON,
            "image": _ASSET,
        },
        {"press": "nothing"},
        "any",
    ),
    "Button": Component(
        "Does something. `confirm`: the host asks first.",
        {
            "text": _BUTTON,
            "style": _enum("primary", "secondary", "link", "danger", default="secondary"),
            "icon": _ICON,
            "confirm": _CONFIRM,
        },
        {"press": "nothing"},
    ),
    "MainButton": Component(
        "The screen's one main step, drawn in the host's bar; at most one a screen.",
        {"text": _BUTTON},
        {"press": "nothing"},
    ),
    "Form": Component("Fields sent together.", {"name": _NAME}, {"submit": "nothing"}, "any"),
    "TextField": Component(
        "A line, or several, to type in.",
        {
            "name": _NAME,
            "label": _LABEL_REQUIRED,
            "value": Prop("string", max=limits.TEXT_CHARS_MAX),
            "kind": _enum("text", "number", "phone", "email", "search", default="text"),
            "max": Prop("integer", min=1, max=limits.TEXT_CHARS_MAX, default=200),
            "required": _FLAG,
            "placeholder": _text(200),
            "multiline": _FLAG,
        },
        {"change": "string"},
    ),
    "Choice": Component(
        "One of several options, or some of them when `multi`.",
        {
            "name": _NAME,
            "label": _LABEL_REQUIRED,
            "options": _OPTIONS,
            "value": Prop("name", max=limits.NAME_CHARS_MAX),
            "values": Prop("strings", max=limits.OPTIONS_MAX),
            "multi": _FLAG,
            "display": _enum("radio", "list", "chips", "tabs", "cards", "dropdown", default="radio"),
        },
        {"change": "option"},  # "options" when `multi`
    ),
    "Toggle": Component("On or off.", {"name": _NAME, "label": _LABEL_REQUIRED, "value": _FLAG}, {"change": "bool"}),
    "Stepper": Component(
        "A small whole number, up and down.",
        {
            "name": _NAME,
            "label": _LABEL_REQUIRED,
            "value": Prop("integer", required=True),
            "min": Prop("integer", default=0),
            "max": Prop("integer", default=99),
            "step": Prop("integer", min=1, default=1),
        },
        {"change": "integer"},
    ),
    "Progress": Component(
        "How far, from 0 to 1.",
        {
            "value": Prop("number", required=True, min=0, max=1),
            "label": _LABEL_REQUIRED,
            "text": _text(limits.TITLE_CHARS_MAX),
        },
    ),
    "Banner": Component("A notice in the page; `tone` colours it.", {"title": _TITLE, "text": _text(required=True)}),
    "Empty": Component(
        "What to show when there is nothing yet, with a button to begin.",
        {"title": _TITLE_REQUIRED, "text": _text(300), "icon": _ICON},
        children=("Button",),
    ),
    "Divider": Component("A line between things."),
    "Avatar": Component(
        "A person's round mark, from the name.", {"name": _text(limits.TITLE_CHARS_MAX, required=True)}
    ),
    "Image": Component(
        "A picture of the package; `label` says what it shows.",
        {
            "src": Prop("asset", required=True),
            "label": _LABEL_REQUIRED,
            "ratio": _enum("wide", "square", "photo", default="wide"),
        },
        {"press": "nothing"},
    ),
    "Message": Component(
        "What somebody said, in a talk: `mine` stands on the reader's own side.",
        {"text": _text(required=True), "by": _text(limits.TITLE_CHARS_MAX), "at": Prop("moment"), "mine": _FLAG},
    ),
    "Rating": Component(
        "One to five stars, to give; 0 is none yet.",
        {"name": _NAME, "label": _LABEL_REQUIRED, "value": Prop("integer", min=0, max=5, default=0)},
        {"change": "integer"},
    ),
    "Stars": Component(
        "What others gave, from 0 to 5, and how many they were.",
        {
            "value": Prop("number", required=True, min=0, max=5),
            "label": _LABEL_REQUIRED,
            "count": Prop("integer", min=0),
        },
    ),
    "Tracker": Component(
        "Steps on the way to something; `current` is the one under way, as many as there are when all are done.",
        {"label": _LABEL_REQUIRED, "steps": _STEPS, "current": Prop("integer", required=True, min=0)},
    ),
    "Countdown": Component(
        "Time left until a moment, ticking by itself.",
        {
            "until": Prop("moment", required=True),
            "label": _LABEL_REQUIRED,
            "style": _enum("text", "ring", default="text"),
        },
        {"expire": "nothing"},
    ),
    "Summary": Component(
        "Lines that add up to a total; the host adds them again and refuses a wrong sum.",
        {"lines": _SUM_LINES, "total": Prop("money", required=True)},
    ),
    "Stat": Component(
        "A number that matters, large.", {"value": _TITLE_REQUIRED, "label": _LABEL_REQUIRED, "hint": _text(200)}
    ),
    "TimeSlots": Component(
        "Moments to choose one from, by day, shown in the place's own `zone`.",
        {
            "name": _NAME,
            "label": _LABEL_REQUIRED,
            "slots": _SLOTS,
            "value": Prop("name", max=limits.NAME_CHARS_MAX),
            "zone": Prop("name", required=True, max=limits.NAME_CHARS_MAX),
        },
        {"change": "option"},
    ),
    "DatePicker": Component(
        "One day, in the calendar the user prefers or in `calendar`.",
        {
            "name": _NAME,
            "label": _LABEL_REQUIRED,
            "value": Prop("date"),
            "min": Prop("date", required=True),
            "max": Prop("date", required=True),
            "closed": Prop("dates", max=limits.DAYS_CLOSED_MAX),
            "calendar": _enum("user", "gregorian", "hijri", default="user"),
        },
        {"change": "date"},
    ),
    "QR": Component(
        "A code for another person's camera.",
        {
            "payload": Prop("string", required=True, max=limits.QR_CHARS_MAX),
            "label": _LABEL_REQUIRED,
            "caption": _text(200),
        },
    ),
    "Scan": Component(
        "A button that reads a code by the camera, or typed where there is none.",
        {"text": _BUTTON},
        {"scan": "string"},
    ),
    "Map": Component(
        "A part of the city: markers, which may move with the positions of a topic, and a way.",
        {
            "label": _LABEL_REQUIRED,
            "markers": _MARKERS,
            "route": Prop("line", max=limits.ROUTE_NUMBERS_MAX),
            "center": _POINT,
            "height": _enum("s", "m", "l", default="m"),
        },
        {"press": "point", "marker": "option"},
    ),
    "PlacePicker": Component(
        "A place to choose: by its name, on the map, or one the user keeps.",
        {
            "name": _NAME,
            "label": _LABEL_REQUIRED,
            "value": PLACE,
            "placeholder": _text(200),
            "kinds": Prop("names", max=20),
            "near": _POINT,
        },
        {"change": "place"},
    ),
}
INPUTS: Final = frozenset(
    {"TextField", "Choice", "Toggle", "Stepper", "Rating", "TimeSlots", "DatePicker", "PlacePicker"}
)

_DEFAULTS: Final = {
    name: {prop: is_a.default for prop, is_a in COMPONENTS[name].props.items() if is_a.default is not None}
    for name in AGREE
}


def as_json() -> dict[str, Any]:
    """The whole table as plain JSON, for docs, the web client's coverage test and other languages."""
    return {
        "components": {name: _told(asdict(component)) for name, component in COMPONENTS.items()},
        "common": {name: _told(asdict(prop)) for name, prop in COMMON.items()},
        "text_forms": list(TEXT_FORMS),
    }


def _told(table: dict[str, Any]) -> dict[str, Any]:
    """Without what follows from the rest."""
    inner = {name: _told(part) if isinstance(part, dict) else part for name, part in table.items()}
    return {name: part for name, part in inner.items() if name != "needed"}


def prop_of(component: str, name: str) -> Prop | None:
    """The property of this name, the component's own before the common one."""
    return COMPONENTS[component].props.get(name) or COMMON.get(name)


def event_value(component: str, event: str, props: Mapping[str, Any]) -> EventValue | None:
    """What this event of this node carries; None when the component has no such event."""
    carried = COMPONENTS[component].events.get(event)
    return "options" if carried == "option" and props.get("multi") else carried


def contradiction(component: str, props: Mapping[str, Any]) -> str | None:
    """Why these properties, each sound by itself, cannot stand together; None when they can."""
    agree = AGREE.get(component)
    return None if agree is None else agree(_DEFAULTS[component] | dict(props))
