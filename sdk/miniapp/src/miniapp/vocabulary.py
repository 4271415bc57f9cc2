"""What a screen may consist of: one table of components, their properties, events and children.

The single source: SDK constructors, the host's tree checks, the docs and the web client's test read it.
`why_not(prop, value)` judges one JSON value by it and trusts nothing about that value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from miniapp import limits

PropKind = Literal[
    "text",  # a string, or a typed value: {"$t"} {"$money"} {"$time"} {"$duration"} {"$code"} {"$number"}
    "string",  # a plain string typed by the user or shown as it is
    "name",  # an identifier: [A-Za-z0-9_.:/-]+
    "bool",
    "integer",
    "number",
    "enum",  # one of `values`
    "names",  # a list of names, at most `max`
    "strings",  # a list of option ids, at most `max`
    "options",  # [{"id": name, "text": text, "hint"?: text}], at most `max`
    "confirm",  # {"title": text, "text"?: text, "ok"?: text}
]
# What an event carries besides the fields of its form.
EventValue = Literal["nothing", "string", "bool", "integer", "option", "options"]


@dataclass(frozen=True, slots=True)
class Prop:
    """One property: its kind, whether it must be there, its bounds (`max`: characters, items or amount)."""

    kind: PropKind
    required: bool = False
    max: int | None = None
    min: int | None = None
    values: tuple[str, ...] = ()
    default: str | int | bool | None = None  # What the SDK sends when the app says nothing.


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
        {"title": _TITLE, "subtitle": _SUBTITLE, "badge": _text(limits.BUTTON_CHARS_MAX)},
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
            "confirm": Prop("confirm"),
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
            "options": Prop("options", required=True, max=limits.OPTIONS_MAX),
            "value": Prop("name", max=limits.NAME_CHARS_MAX),
            "values": Prop("strings", max=limits.OPTIONS_MAX),
            "multi": _FLAG,
            "display": _enum("radio", "list", "chips", default="radio"),
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
}
INPUTS: Final = frozenset({"TextField", "Choice", "Toggle", "Stepper"})
TEXT_FORMS: Final = ("$t", "$money", "$time", "$duration", "$code", "$number")
TIME_STYLES: Final = ("relative", "short", "full")

_NAME_FORM = re.compile(r"[A-Za-z0-9_.:/-]+", re.ASCII)
_TEXT_KEY_FORM = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_CURRENCY_FORM = re.compile(r"[A-Z]{3}", re.ASCII)
_INT_MAX = 2**53 - 1  # Beyond it a browser rounds.


def as_json() -> dict[str, Any]:
    """The whole table as plain JSON, for docs, the web client's coverage test and other languages."""
    return {
        "components": {name: asdict(component) for name, component in COMPONENTS.items()},
        "common": {name: asdict(prop) for name, prop in COMMON.items()},
        "text_forms": list(TEXT_FORMS),
    }


def prop_of(component: str, name: str) -> Prop | None:
    """The property of this name, the component's own before the common one."""
    return COMPONENTS[component].props.get(name) or COMMON.get(name)


def event_value(component: str, event: str, props: Mapping[str, Any]) -> EventValue | None:
    """What this event of this node carries; None when the component has no such event."""
    carried = COMPONENTS[component].events.get(event)
    return "options" if carried == "option" and props.get("multi") else carried


def why_not(prop: Prop, value: Any) -> str | None:
    """Why this JSON value does not fit the property, in words; None when it does."""
    return _CHECKS[prop.kind](prop, value)


def _chars(value: str, max: int | None) -> str | None:
    return f"has {len(value)} characters; at most {max}" if max is not None and len(value) > max else None


def _why_not_text(prop: Prop, value: Any, depth: int = 0) -> str | None:
    if isinstance(value, str):
        return _chars(value, prop.max)
    if not isinstance(value, dict):
        return "is neither text nor a typed value such as t('key')"
    form = next((form for form in TEXT_FORMS if form in value), None)
    if form is None:
        return "is not a typed value such as t('key')"
    if not value.keys() <= {form, "args" if form == "$t" else "style" if form == "$time" else form}:
        return f"has members that {form} does not have"
    if form == "$t":
        return _why_not_message(prop, value, depth)
    return _why_not_typed(form, value)


def _why_not_message(prop: Prop, value: Any, depth: int) -> str | None:
    key, args = value["$t"], value.get("args", {})
    if not isinstance(key, str) or len(key) > limits.TEXT_KEY_CHARS_MAX or not _TEXT_KEY_FORM.fullmatch(key):
        return "names no text: a message id is a letter, then letters, digits, - and _"
    if not isinstance(args, dict) or len(args) > limits.TEXT_ARGS_MAX:
        return f"takes named arguments, at most {limits.TEXT_ARGS_MAX}"
    if depth >= limits.TEXT_DEPTH_MAX:
        return f"nests t() deeper than {limits.TEXT_DEPTH_MAX}"
    for name, arg in args.items():
        if len(name) > limits.TEXT_KEY_CHARS_MAX or not _TEXT_KEY_FORM.fullmatch(name):
            return "has an argument whose name is not letters, digits, - and _"
        why = None if _is_number(arg) else _why_not_text(Prop("text", max=limits.TEXT_CHARS_MAX), arg, depth + 1)
        if why:
            return f"argument {name} {why}"
    return None


def _why_not_typed(form: str, value: Any) -> str | None:
    inner = value[form]
    if form == "$code":
        return _chars(inner, limits.TITLE_CHARS_MAX) if isinstance(inner, str) else "$code takes text"
    if form == "$number":
        return None if _is_number(inner) else "$number takes a number"
    if form == "$money":
        fits = isinstance(inner, dict) and inner.keys() == {"currency_code", "amount_minor"}
        fits = (
            fits and isinstance(inner["currency_code"], str) and bool(_CURRENCY_FORM.fullmatch(inner["currency_code"]))
        )
        return None if fits and _is_int(inner["amount_minor"]) else "$money takes currency_code and an int amount_minor"
    if form == "$time" and value.get("style", "relative") not in TIME_STYLES:
        return f"style is one of {', '.join(TIME_STYLES)}"
    return None if _is_int(inner) else f"{form} takes a whole number"


def _is_int(value: Any) -> bool:
    return type(value) is int and -_INT_MAX <= value <= _INT_MAX


def _is_number(value: Any) -> bool:
    return _is_int(value) or (type(value) is float and -_INT_MAX <= value <= _INT_MAX)


def _why_not_name(prop: Prop, value: Any) -> str | None:
    if not isinstance(value, str) or not _NAME_FORM.fullmatch(value):
        return "is a name: letters, digits and _ . : / -"
    return _chars(value, prop.max)


def _why_not_amount(prop: Prop, value: Any) -> str | None:
    if not (_is_int(value) if prop.kind == "integer" else _is_number(value)):
        return "is not a whole number" if prop.kind == "integer" else "is not a number"
    if (prop.min is not None and value < prop.min) or (prop.max is not None and value > prop.max):
        return f"is outside {prop.min} to {prop.max}"
    return None


def _why_not_list(prop: Prop, value: Any) -> str | None:
    if not isinstance(value, list) or len(value) > (prop.max or 0):
        return f"is not a list of at most {prop.max}"
    if len({item for item in value if isinstance(item, str)}) != len(value):
        return "has an entry twice, or one that is no text"
    chars = limits.TOPIC_CHARS_MAX if prop.kind == "names" else limits.NAME_CHARS_MAX
    return next((why for item in value if (why := _why_not_name(Prop("name", max=chars), item))), None)


def _why_not_options(prop: Prop, value: Any) -> str | None:
    if not isinstance(value, list) or not 1 <= len(value) <= (prop.max or 0):
        return f"has 1 to {prop.max} options"
    seen: set[str] = set()
    for option in value:
        if not isinstance(option, dict) or not {"id", "text"} <= option.keys() <= {"id", "text", "hint"}:
            return "has an option that is not {id, text, hint?}"
        why = _why_not_name(_NAME, option["id"])
        why = why or next(
            (w for part in ("text", "hint") if part in option and (w := _why_not_text(_LABEL, option[part]))),
            None,
        )
        if why or option["id"] in seen:
            return f"option {why}" if why else f"has option id {option['id']!r} twice"
        seen.add(option["id"])
    return None


def _why_not_confirm(prop: Prop, value: Any) -> str | None:
    parts = {"title": limits.TITLE_CHARS_MAX, "text": 300, "ok": limits.BUTTON_CHARS_MAX}
    if not isinstance(value, dict) or "title" not in value or not value.keys() <= parts.keys():
        return "is not {title, text?, ok?}"
    return next((f"{part} {why}" for part in value if (why := _why_not_text(_text(parts[part]), value[part]))), None)


_CHECKS: Final[Mapping[str, Callable[[Prop, Any], str | None]]] = {
    "text": _why_not_text,
    "string": lambda prop, value: _chars(value, prop.max) if isinstance(value, str) else "is not text",
    "name": _why_not_name,
    "bool": lambda prop, value: None if type(value) is bool else "is not True or False",
    "integer": _why_not_amount,
    "number": _why_not_amount,
    "enum": lambda prop, value: None if value in prop.values else f"is not one of {', '.join(prop.values)}",
    "names": _why_not_list,
    "strings": _why_not_list,
    "options": _why_not_options,
    "confirm": _why_not_confirm,
}
