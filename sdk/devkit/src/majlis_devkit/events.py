"""What a screen's nodes can send, and whether what arrived is that: the action's arguments come from the screen the
user saw, the value is checked against that node's own limits, so no client can forge either.

The event table is JSON and small: it is stored with each revision instead of the tree. Shape::

    {"nodes": {id: {"on": {event: [action, args]}, "input": rule, "carries": {event: rule},
                    "off": "disabled"|"hidden"|"busy", "form": form id}},
     "forms": {form id or "": {field name: node id}}}

A rule is what a value must be (`majlis_devkit.inputs`): of an input, or of what another node's event carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from majlis_devkit.inputs import check_value
from majlis_devkit.screen_errors import EventInvalid
from majlis_devkit.values import json_size
from miniapp import limits

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
    carries_value: bool = False  # Of an input None is a value too: nothing is chosen.

    def as_action(self) -> dict[str, Any]:
        """The ``action`` member of a guest event."""
        action: dict[str, Any] = {"name": self.action.name, "args": dict(self.action.args)}
        if self.carries_value:
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
    rule = node["input"] if event == "change" else node.get("carries", {}).get(event)
    if rule is not None:
        value = check_value(rule, value)
    elif value is not None:
        raise EventInvalid("value_unexpected", f"{event} carries no value", node_id=node_id)
    action, args = node["on"][event]
    form = node_id if event == "submit" else node.get("form", "")
    checked = _check_fields(table, form, fields, whole=event == "submit")
    return CheckedEvent(ActionRef(action, args), value, checked, carries_value=rule is not None)


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
