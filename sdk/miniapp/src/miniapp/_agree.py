"""Whether the properties of one node agree with each other: an input can hold what it shows, a sum is its lines' sum.

One answer for the SDK, which says it to the author, and for the host, which believes no author. Each property alone was
judged before (`why_not`), and defaults are filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from miniapp._zone_table import RULES as ZONES


def _text_field(props: Mapping[str, Any]) -> str | None:
    most = props["max"]
    return f"value is longer than max={most}" if len(props.get("value", "")) > most else None


def _choice(props: Mapping[str, Any]) -> str | None:
    multi = bool(props["multi"])
    shown, other = ("values", "value") if multi else ("value", "values")
    if other in props:
        return f"takes {shown}, not {other}, when multi={multi}"
    chosen = props.get(shown, [])
    known = [option["id"] for option in props["options"]]
    unknown = next((each for each in ([chosen] if isinstance(chosen, str) else chosen) if each not in known), None)
    return None if unknown is None else f"{shown} {unknown!r} is none of its options"


def _stepper(props: Mapping[str, Any]) -> str | None:
    least, value, most = props["min"], props["value"], props["max"]
    return None if least <= value <= most else f"value {value} is outside {least} to {most}"


def _time_slots(props: Mapping[str, Any]) -> str | None:
    if props["zone"] not in ZONES:
        return f"zone {props['zone']!r} is not in zones.ZONES. Fix: such as 'Asia/Riyadh'"
    if "value" in props and all(slot["id"] != props["value"] for slot in props["slots"]):
        return f"value {props['value']!r} is none of its slots"
    return None


def _date_picker(props: Mapping[str, Any]) -> str | None:
    # Dates of this form sort as text. A closed day may be shown, but not sent.
    least, most = props["min"], props["max"]
    if least > most:
        return f"min {least} is after max {most}"
    value = props.get("value", least)
    return None if least <= value <= most else f"value {value} is outside {least} to {most}"


def _tracker(props: Mapping[str, Any]) -> str | None:
    steps = len(props["steps"])
    return f"current {props['current']} is beyond its {steps} steps" if props["current"] > steps else None


def _summary(props: Mapping[str, Any]) -> str | None:
    total, amounts = props["total"], [line["amount"] for line in props["lines"]]
    other = next((each for each in amounts if each["currency_code"] != total["currency_code"]), None)
    if other is not None:
        return f"has two currencies, {other['currency_code']} in a line and {total['currency_code']} in the total"
    added = sum(each["amount_minor"] for each in amounts)
    if added != total["amount_minor"]:
        return f"total is {total['amount_minor']} and its lines are {added}, in the smallest unit"
    return None


AGREE: Final[Mapping[str, Callable[[Mapping[str, Any]], str | None]]] = {
    "TextField": _text_field,
    "Choice": _choice,
    "Stepper": _stepper,
    "TimeSlots": _time_slots,
    "DatePicker": _date_picker,
    "Tracker": _tracker,
    "Summary": _summary,
}
