"""What a screen's nodes can send, and whether what arrived is that: the action's arguments come from the screen the
user saw, the value is checked against that node's own limits, so no client can forge either.

The event table is JSON and small: it is stored with each revision instead of the tree. Shape::

    {"nodes": {id: {"on": {event: [action, args]}, "input": {…}, "off": "disabled"|"hidden"|"busy", "form": form id}},
     "forms": {form id or "": {field name: node id}}}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from majlis_devkit.screen_errors import EventInvalid
from majlis_devkit.values import json_size
from miniapp import limits

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+\Z")
_PHONE = re.compile(r"\+?[0-9]{4,15}\Z")
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,15})?\Z")
_PHONE_FILL = str.maketrans("", "", " -().\u200e\u200f\u061c")
# Arabic and Persian digits are digits; the Arabic decimal and thousands separators are the point and nothing.
_DIGITS = {ord(digit): str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {0x066B: ".", 0x066C: None}

EventTable = Mapping[str, Any]


@dataclass(frozen=True)
class ActionRef:
    """The app's own handler and the arguments its screen bound; never leaves the host."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedEvent:
    """An event the guest may be given: every value is within the limits of the node that sent it."""

    action: ActionRef
    value: Any = None
    fields: Mapping[str, Any] = field(default_factory=dict)

    def as_action(self, *, carries_value: bool) -> dict[str, Any]:
        """The ``action`` member of a guest event."""
        action: dict[str, Any] = {"name": self.action.name, "args": dict(self.action.args)}
        if carries_value:
            action["value"] = self.value
        if self.fields:
            action["fields"] = dict(self.fields)
        return action


def check_event(
    table: EventTable, node_id: str, event: str, value: Any = None, fields: Mapping[str, Any] | None = None
) -> CheckedEvent:
    """The action this node's event runs, with checked values; ``EventInvalid`` names the field and why."""
    fields = {} if fields is None else fields
    node = table["nodes"].get(node_id)
    if node is None or event not in node.get("on", {}):
        raise EventInvalid("no_such_event", f"{node_id} cannot send {event}", node_id=node_id, event=event)
    if "off" in node:
        raise EventInvalid(node["off"], f"{node_id} is {node['off']}", node_id=node_id)
    _check_size(value, fields)
    if event == "change":
        value = check_value(node["input"], value, enforce_required=False)
    elif value is not None:
        raise EventInvalid("value_unexpected", f"{event} carries no value", node_id=node_id)
    action, args = node["on"][event]
    form = node_id if event == "submit" else node.get("form", "")
    checked = _check_fields(table, form, fields, whole=event == "submit")
    return CheckedEvent(ActionRef(action, args), value, checked)


def _check_size(value: Any, fields: Any) -> None:
    if not isinstance(fields, dict):
        raise EventInvalid("type", "fields must be an object")
    sizes = [json_size(part) for part in (value, fields) if part is not None and part != {}]
    if None in sizes:
        raise EventInvalid("json", "value or fields are not plain JSON text")
    size = sum(size for size in sizes if size is not None)
    if size > limits.EVENT_INPUT_BYTES_MAX:
        raise EventInvalid("too_large", "value and fields are too large", limit=limits.EVENT_INPUT_BYTES_MAX)


def _check_fields(table: EventTable, form: str, fields: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """The given fields checked; of a whole form (submit) also those not given, as the screen showed them."""
    known: Mapping[str, str] = table["forms"].get(form, {})
    for name in fields:
        if name not in known:
            raise EventInvalid("unknown_field", f"there is no field {name[:64]!r} here", field=name[:64])
    checked: dict[str, Any] = {}
    for name, node_id in known.items():
        node = table["nodes"][node_id]
        if name in fields and "off" not in node:
            checked[name] = check_value(node["input"], fields[name], enforce_required=whole)
        elif whole:
            shown = node["input"]["shown"]
            checked[name] = shown if "off" in node else check_value(node["input"], shown, enforce_required=True)
    return checked


def check_value(rule: Mapping[str, Any], value: Any, *, enforce_required: bool) -> Any:
    """The value as the guest gets it (digits folded where a number or phone is wanted)."""
    name: str = rule["name"]
    match rule["kind"]:
        case "text":
            return _text(rule, name, value, enforce_required)
        case "choice":
            return _choice(rule, name, value)
        case "toggle":
            if not isinstance(value, bool):
                raise EventInvalid("type", f"{name} must be true or false", field=name)
            return value
        case _:
            return _step(rule, name, value)


def _text(rule: Mapping[str, Any], name: str, value: Any, enforce_required: bool) -> str:
    if not isinstance(value, str):
        raise EventInvalid("type", f"{name} must be text", field=name)
    if any(_is_control(character, multiline=rule["multiline"]) for character in value):
        raise EventInvalid("characters", f"{name} has characters a text may not have", field=name)
    if len(value) > rule["max"]:
        raise EventInvalid("too_long", f"{name} may have {rule['max']} characters", field=name, max=rule["max"])
    if not value.strip():
        if rule["required"] and enforce_required:
            raise EventInvalid("required", f"{name} is required", field=name)
        return value
    return _TEXT_KINDS.get(rule["text_kind"], _any_text)(name, value)


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


_TEXT_KINDS = {"email": _email, "phone": _phone, "number": _number}


def _choice(rule: Mapping[str, Any], name: str, value: Any) -> Any:
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


def _step(rule: Mapping[str, Any], name: str, value: Any) -> int:
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
