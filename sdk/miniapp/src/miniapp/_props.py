"""One property of a component: what kind of JSON it is, and whether a value is that. Pure; no value is trusted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from miniapp import limits

PropKind = Literal[
    "text",  # a string, or a typed value: {"$t"} {"$money"} {"$time"} {"$duration"} {"$code"} {"$number"} {"$both"}
    "string",  # a plain string typed by the user or shown as it is
    "name",  # an identifier: [A-Za-z0-9_.:/-]+
    "bool",
    "integer",
    "number",
    "enum",  # one of `values`
    "names",  # a list of names, at most `max`
    "strings",  # a list of option ids, at most `max`
    "items",  # a list of `min` to `max` objects with the members `item`; no two of one id
    "group",  # one object with the members `item`
    "moment",  # Unix milliseconds
    "date",  # "2026-11-24", in the Gregorian calendar
    "dates",  # a list of them, at most `max`
    "money",  # {"currency_code", "amount_minor"}
    "line",  # points on the ground, one after the other: [lat_e7, lng_e7, lat_e7, …], at most `max` numbers
    "asset",  # a picture of the package: "assets/kabsa.svg"
]


@dataclass(frozen=True, slots=True)
class Prop:
    """One property: its kind, whether it must be there, its bounds (`max`: characters, items or amount)."""

    kind: PropKind
    required: bool = False
    max: int | None = None
    min: int | None = None
    values: tuple[str, ...] = ()
    default: str | int | bool | None = None  # What the SDK sends when the app says nothing.
    item: Mapping[str, Prop] = field(default_factory=dict)
    needed: frozenset[str] = field(init=False, repr=False, compare=False)  # Members of `item` that must be there.

    def __post_init__(self) -> None:
        object.__setattr__(self, "needed", frozenset(name for name, member in self.item.items() if member.required))


_ARGUMENT = Prop("text", max=limits.TEXT_CHARS_MAX)
_TOPIC, _ID = Prop("name", max=limits.TOPIC_CHARS_MAX), Prop("name", max=limits.NAME_CHARS_MAX)
TEXT_FORMS: Final = ("$t", "$money", "$time", "$duration", "$code", "$number", "$both")
TIME_STYLES: Final = ("relative", "short", "full")

NAME_FORM = re.compile(r"[A-Za-z0-9_.:/-]+", re.ASCII)
_TEXT_KEY_FORM = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)
_DATE_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ASSET_FORM = re.compile(r"assets/[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+){0,4}\.(?:svg|png|webp|jpg)", re.ASCII)
_CURRENCY_FORM = re.compile(r"[A-Z]{3}", re.ASCII)
LAT_E7_MAX, LNG_E7_MAX = 900_000_000, 1_800_000_000
INT_MAX = 2**53 - 1  # Beyond it a browser rounds.


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
    return _why_not_typed(form, value, prop.max)


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
        why = None if _is_number(arg) else _why_not_text(_ARGUMENT, arg, depth + 1)
        if why:
            return f"argument {name} {why}"
    return None


def _why_not_typed(form: str, value: Any, most: int | None = limits.TEXT_CHARS_MAX) -> str | None:
    inner = value[form]
    if form == "$both":
        fits = (
            isinstance(inner, dict) and inner.keys() == {"ar", "en"} and all(isinstance(x, str) for x in inner.values())
        )
        return next((w for x in inner.values() if (w := _chars(x, most))), None) if fits else "$both takes ar and en"
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
    return type(value) is int and -INT_MAX <= value <= INT_MAX


def _is_number(value: Any) -> bool:
    return _is_int(value) or (type(value) is float and -INT_MAX <= value <= INT_MAX)


def _why_not_name(prop: Prop, value: Any) -> str | None:
    if not isinstance(value, str) or not NAME_FORM.fullmatch(value):
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
    one = _TOPIC if prop.kind == "names" else _ID
    return next((why for item in value if (why := _why_not_name(one, item))), None)


def _why_not_items(prop: Prop, value: Any) -> str | None:
    least, most = prop.min or 0, prop.max or 0
    if not isinstance(value, list) or not least <= len(value) <= most:
        return f"has {least} to {most} entries"
    seen: set[str] = set()
    for entry in value:
        why = _why_not_group(prop, entry)
        if why:
            return f"entry {why}"
        if "id" in prop.item:
            if entry["id"] in seen:
                return f"has the id {entry['id']!r} twice"
            seen.add(entry["id"])
    return None


def _why_not_group(prop: Prop, value: Any) -> str | None:
    if not isinstance(value, dict) or not prop.needed <= value.keys() <= prop.item.keys():
        shape = ", ".join(name if name in prop.needed else f"{name}?" for name in prop.item)
        return f"is not {{{shape}}}"
    for name, inner in value.items():
        why = why_not(prop.item[name], inner)
        if why:
            return f"{name} {why}"
    return None


def _why_not_money(prop: Prop, value: Any) -> str | None:
    return _why_not_typed("$money", {"$money": value}) if isinstance(value, dict) else "is not money"


def _why_not_moment(prop: Prop, value: Any) -> str | None:
    return None if _is_int(value) and value >= 0 else "is not a moment: Unix milliseconds"


def _why_not_date(prop: Prop, value: Any) -> str | None:
    if isinstance(value, str) and _DATE_FORM.fullmatch(value):
        try:
            date.fromisoformat(value)
            return None
        except ValueError:
            pass
    return "is not a date such as 2026-11-24"


def _why_not_dates(prop: Prop, value: Any) -> str | None:
    if not isinstance(value, list) or len(value) > (prop.max or 0):
        return f"is not a list of at most {prop.max}"
    return next((why for each in value if (why := _why_not_date(prop, each))), None)


def _why_not_line(prop: Prop, value: Any) -> str | None:
    if not isinstance(value, list) or len(value) > (prop.max or 0) or len(value) % 2:
        return f"is not a list of latitudes and longitudes, at most {prop.max} numbers"
    bounds = (LAT_E7_MAX, LNG_E7_MAX)
    sound = all(type(each) is int and -bounds[at % 2] <= each <= bounds[at % 2] for at, each in enumerate(value))
    return None if sound else "is not whole degrees × 10⁷, latitude before longitude"


def _why_not_asset(prop: Prop, value: Any) -> str | None:
    if isinstance(value, str) and len(value) <= limits.PATH_CHARS_MAX and _ASSET_FORM.fullmatch(value):
        return None
    return "is not a picture of the package, such as assets/kabsa.svg"


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
    "items": _why_not_items,
    "group": _why_not_group,
    "moment": _why_not_moment,
    "date": _why_not_date,
    "dates": _why_not_dates,
    "money": _why_not_money,
    "line": _why_not_line,
    "asset": _why_not_asset,
}
