"""What the inputs of a screen may be given: the rule kept of each when a screen is checked, and the judgement of what a
client then says was entered, chosen, scanned or pressed.

A rule is JSON: it is stored with the screen's revision. A value is judged by the rule of the very node that sent it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from majlis_devkit.screen_errors import EventInvalid
from majlis_devkit.values import Uncleanable, clean
from miniapp import limits, vocabulary

Rule = Mapping[str, Any]
Props = Mapping[str, Any]

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+\Z")
_PHONE = re.compile(r"\+?[0-9]{4,15}\Z")
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,15})?\Z")
_PHONE_FILL = str.maketrans("", "", " -().\u200e\u200f\u061c")
# Arabic and Persian digits are digits; the Arabic decimal and thousands separators are the point and nothing.
_DIGITS = {ord(digit): str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {0x066B: ".", 0x066C: None}
# What an event outside of inputs carries is called by the name of the action's parameter.
_CARRIED = "value"


def input_rule(kind: str, props: Props) -> dict[str, Any]:
    """What a value of this input must be, and what the screen shows in it now."""
    return {"name": props["name"]} | _RULES[kind](props)


def carried_rules(kind: str, props: Props) -> dict[str, dict[str, Any]]:
    """By event, what a node that is no input carries; only events that carry something."""
    rules = _CARRIED_RULES.get(kind)
    return {} if rules is None else {event: {"name": _CARRIED} | rule for event, rule in rules(props).items()}


def check_value(rule: Rule, value: Any, *, enforce_required: bool = False) -> Any:
    """The value as the guest gets it, digits folded where a number or phone is wanted; EventInvalid names the field."""
    name: str = rule["name"]
    if rule["kind"] == "text":
        return _text(rule, name, value, enforce_required)
    return _CHECKS[rule["kind"]](rule, name, value)


# --- rules ---


def _or_default(kind: str, name: str, props: Props) -> Any:
    prop = vocabulary.prop_of(kind, name)
    return props.get(name, prop.default if prop else None)


def _text_rule(props: Props) -> dict[str, Any]:
    return {
        "kind": "text",
        "text_kind": _or_default("TextField", "kind", props),
        "max": _or_default("TextField", "max", props),
        "required": bool(props.get("required")),
        "multiline": bool(props.get("multiline")),
        "shown": props.get("value", ""),
    }


def _choice_rule(props: Props) -> dict[str, Any]:
    multi = bool(props.get("multi"))
    shown: Any = props.get("values", []) if multi else props.get("value")
    return {"kind": "choice", "options": _ids(props["options"]), "multi": multi, "shown": shown}


def _stepper_rule(props: Props) -> dict[str, Any]:
    least, most, step = (_or_default("Stepper", name, props) for name in ("min", "max", "step"))
    return {"kind": "stepper", "min": least, "max": most, "step": step, "shown": props["value"]}


def _rating_rule(props: Props) -> dict[str, Any]:
    return {"kind": "stepper", "min": 0, "max": 5, "step": 1, "shown": _or_default("Rating", "value", props)}


def _slots_rule(props: Props) -> dict[str, Any]:
    full = [slot["id"] for slot in props["slots"] if slot.get("disabled") or slot.get("left") == 0]
    return {"kind": "slot", "options": _ids(props["slots"]), "full": full, "shown": props.get("value")}


def _date_rule(props: Props) -> dict[str, Any]:
    bounds = {"min": props["min"], "max": props["max"], "closed": props.get("closed", [])}
    return {"kind": "date", "shown": props.get("value")} | bounds


def _ids(listed: list[dict[str, Any]]) -> list[str]:
    return [entry["id"] for entry in listed]


_RULES: Final[Mapping[str, Callable[[Props], dict[str, Any]]]] = {
    "TextField": _text_rule,
    "Choice": _choice_rule,
    "Toggle": lambda props: {"kind": "toggle", "shown": bool(props.get("value"))},
    "Stepper": _stepper_rule,
    "Rating": _rating_rule,
    "TimeSlots": _slots_rule,
    "DatePicker": _date_rule,
    "PlacePicker": lambda props: {"kind": "place", "shown": props.get("value")},
}
_CARRIED_RULES: Final[Mapping[str, Callable[[Props], dict[str, dict[str, Any]]]]] = {
    "Map": lambda props: {
        "press": {"kind": "point"},
        "marker": {"kind": "choice", "options": _ids(props.get("markers", [])), "multi": False, "shown": ""},
    },
    "Scan": lambda props: {"scan": {"kind": "scan"}},
}


# --- values ---


def _text(rule: Rule, name: str, value: Any, enforce_required: bool) -> str:
    _check_text(name, value, rule["max"], multiline=rule["multiline"])
    if not value.strip():
        if rule["required"] and enforce_required:
            raise EventInvalid("required", f"{name} is required", field=name)
        return str(value)
    return _TEXT_KINDS.get(rule["text_kind"], _any_text)(name, value)


def _check_text(name: str, value: Any, most: int, *, multiline: bool) -> None:
    if not isinstance(value, str):
        raise EventInvalid("type", f"{name} must be text", field=name)
    if any(_is_control(character, multiline=multiline) for character in value):
        raise EventInvalid("characters", f"{name} has characters a text may not have", field=name)
    if len(value) > most:
        raise EventInvalid("too_long", f"{name} may have {most} characters", field=name, max=most)


def _is_control(character: str, *, multiline: bool) -> bool:
    if character in "\n\t":
        return character == "\n" and not multiline
    return character < " " or "\x7f" <= character < "\xa0" or "\ud800" <= character <= "\udfff"


def _any_text(name: str, value: str) -> str:
    return value


def _email(name: str, value: str) -> str:
    address = value.strip()
    if len(address) > 254 or not _EMAIL.match(address):
        raise EventInvalid("email", f"{name} must be an e-mail address", field=name)
    return address


def _phone(name: str, value: str) -> str:
    digits = value.translate(_DIGITS).translate(_PHONE_FILL)
    if not _PHONE.match(digits):
        raise EventInvalid("phone", f"{name} must be a phone number", field=name)
    return digits


def _number(name: str, value: str) -> str:
    digits = value.strip().translate(_DIGITS)
    if not _NUMBER.match(digits):
        raise EventInvalid("number", f"{name} must be a number", field=name)
    return digits


_TEXT_KINDS: Final = {"email": _email, "phone": _phone, "number": _number}


def _choice(rule: Rule, name: str, value: Any) -> Any:
    chosen = value if rule["multi"] else [value]
    if rule["multi"] and not isinstance(value, list):
        raise EventInvalid("type", f"{name} must be a list of options", field=name)
    if value is None and rule["shown"] is None:
        return None  # Nothing was chosen and nothing was preselected: the app decides what that means.
    if not all(isinstance(option, str) and option in rule["options"] for option in chosen):
        raise EventInvalid("not_an_option", f"{name} must be one of its options", field=name)
    if len(set(chosen)) != len(chosen):
        raise EventInvalid("not_an_option", f"{name} names an option twice", field=name)
    return value


def _toggle(rule: Rule, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise EventInvalid("type", f"{name} must be true or false", field=name)
    return value


def _step(rule: Rule, name: str, value: Any) -> int:
    if type(value) is not int:
        raise EventInvalid("type", f"{name} must be a whole number", field=name)
    least, most = rule["min"], rule["max"]
    if not least <= value <= most:
        raise EventInvalid("range", f"{name} must be {least} to {most}", field=name, min=least, max=most)
    # Reachable by whole steps from an end or from what was shown; the ends themselves always are.
    starts = (least, rule["shown"])
    if value not in (least, most) and all((value - start) % rule["step"] for start in starts):
        raise EventInvalid("step", f"{name} goes in steps of {rule['step']}", field=name, step=rule["step"])
    return value


def _slot(rule: Rule, name: str, value: Any) -> str | None:
    if value is None and rule["shown"] is None:
        return None
    if not isinstance(value, str) or value not in rule["options"]:
        raise EventInvalid("not_an_option", f"{name} must be one of its slots", field=name)
    if value in rule["full"]:
        raise EventInvalid("slot_full", f"{name} must be a slot that is free", field=name)
    return value


def _date(rule: Rule, name: str, value: Any) -> str | None:
    if value is None and rule["shown"] is None:
        return None
    if vocabulary.why_not(_DATE, value):
        raise EventInvalid("type", f"{name} must be a date such as 2026-11-24", field=name)
    least, most = rule["min"], rule["max"]
    if not least <= value <= most:
        raise EventInvalid("date_range", f"{name} must be {least} to {most}", field=name, min=least, max=most)
    if value in rule["closed"]:
        raise EventInvalid("date_closed", f"{name} must be a day that is open", field=name)
    return str(value)


def _place(rule: Rule, name: str, value: Any) -> Any:
    if value is None and rule["shown"] is None:
        return None
    try:
        value = clean(value)
    except Uncleanable:
        raise EventInvalid("characters", f"{name} has characters a text may not have", field=name) from None
    if why := vocabulary.why_not(vocabulary.PLACE, value):
        raise EventInvalid("type", f"{name} must be a place: it {why}", field=name)
    return value


def _point(rule: Rule, name: str, value: Any) -> Any:
    if why := vocabulary.why_not(vocabulary.POINT, value):
        raise EventInvalid("type", f"{name} must be a point: it {why}", field=name)
    return value


def _scan(rule: Rule, name: str, value: Any) -> str:
    _check_text(name, value, limits.QR_CHARS_MAX, multiline=True)
    if not value.strip():
        raise EventInvalid("required", f"{name} is empty", field=name)
    return str(value)


_DATE: Final = vocabulary.Prop("date")
_CHECKS: Final[Mapping[str, Callable[[Rule, str, Any], Any]]] = {
    "choice": _choice,
    "toggle": _toggle,
    "stepper": _step,
    "slot": _slot,
    "date": _date,
    "place": _place,
    "point": _point,
    "scan": _scan,
}
