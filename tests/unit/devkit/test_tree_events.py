"""What a client sends is checked against the very node that sent it, before the guest hears of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from majlis_devkit.tree import EventInvalid, check_event, parse
from miniapp import limits

CHANGE = {"change": {"action": "changed", "args": {"row": 3}}}


def table(*children: Any) -> Any:
    """The event table as it comes back from storage."""
    screen = parse({"type": "Screen", "props": {"title": "x"}, "children": list(children)})
    return json.loads(json.dumps(screen.event_table()))


def field(component: str, name: str = "f", on: Any = None, **props: Any) -> dict[str, Any]:
    return {"type": component, "props": {"name": name, "label": "حقل"} | props, "on": on or {}}


def form(*children: Any) -> dict[str, Any]:
    return {
        "type": "Form",
        "props": {"name": "order"},
        "on": {"submit": {"action": "send", "args": {}}},
        "children": list(children),
    }


def why(events: Any, node: str, event: str, value: Any = None, fields: Any = None) -> tuple[str, str]:
    with pytest.raises(EventInvalid) as caught:
        check_event(events, node, event, value, fields)
    assert caught.value.reason == "EVENT_INVALID"
    return caught.value.why, caught.value.field


def test_the_arguments_are_those_the_screen_bound() -> None:
    events = table({"type": "Button", "props": {"text": "x"}, "on": {"press": {"action": "vote", "args": {"o": 2}}}})
    checked = check_event(events, "s.0", "press")
    assert checked.as_action() == {"name": "vote", "args": {"o": 2}}


@pytest.mark.parametrize(("node", "event"), [("s.0", "change"), ("s.9", "press"), ("s", "press"), ("", "")])
def test_a_node_sends_only_the_events_it_has(node: str, event: str) -> None:
    events = table({"type": "Button", "props": {"text": "x"}, "on": {"press": {"action": "vote"}}})
    assert why(events, node, event)[0] == "no_such_event"


@pytest.mark.parametrize("flag", ["disabled", "hidden", "busy"])
def test_what_the_user_could_not_press_cannot_be_pressed(flag: str) -> None:
    """Also when only a container above is switched off."""
    button = {"type": "Button", "props": {"text": "x"}, "on": {"press": {"action": "pay"}}}
    events = table({"type": "Card", "props": {flag: True}, "children": [button]})
    assert why(events, "s.0.0", "press") == (flag, "")


def test_a_press_carries_no_value() -> None:
    events = table({"type": "Button", "props": {"text": "x"}, "on": {"press": {"action": "vote"}}})
    assert why(events, "s.0", "press", 1)[0] == "value_unexpected"


OPTIONS = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
SLOTS = [{"id": "a", "at": 0}, {"id": "b", "at": 1, "left": 1}, {"id": "c", "at": 2, "left": 0}]
SLOTS += [{"id": "d", "at": 3, "disabled": True}]
DAYS = {"min": "2026-11-01", "max": "2026-11-30", "closed": ["2026-11-06"]}
HERE = {"lat_e7": 247_136_000, "lng_e7": 466_753_000}
MALL = {"point": HERE, "name_ar": "سوق", "name_en": "Mall", "kind": "mall", "place_id": "p/1"}


@pytest.mark.parametrize(
    ("node", "good", "bad"),
    [
        (field("Toggle", on=CHANGE), [True, False], [1, "true", None]),
        (
            field("Stepper", on=CHANGE, value=3, min=0, max=10, step=5),
            [0, 5, 8, 10, 3],
            [11, -1, 4, 5.0, True, "5", None],
        ),
        (field("Choice", on=CHANGE, options=OPTIONS), ["a", "b", None], ["c", ["a"], 0, {}]),
        (field("Choice", on=CHANGE, options=OPTIONS, value="a"), ["b"], [None]),
        (field("Choice", on=CHANGE, options=OPTIONS, multi=True), [[], ["a", "b"]], ["a", ["a", "a"], [["a"]], None]),
        (field("Rating", on=CHANGE), [0, 1, 5], [6, -1, 2.5, "3", True, None]),
        (field("Rating", on=CHANGE, value=4), [4], [4.0]),
        (field("TimeSlots", on=CHANGE, slots=SLOTS, zone="Asia/Riyadh"), ["a", "b", None], ["c", "d", "e", 0, ["a"]]),
        (field("TimeSlots", on=CHANGE, slots=SLOTS, zone="Asia/Riyadh", value="c"), ["a"], ["c", None]),
        (
            field("DatePicker", on=CHANGE, **DAYS),
            ["2026-11-01", "2026-11-30", None],
            [
                "2026-10-31",
                "2026-12-01",
                "2026-11-06",
                "2026-11-31",
                "٢٠٢٦-١١-٠٢",
                "2026-11-2",
                20261102,
                ["2026-11-02"],
            ],
        ),
        (
            field("PlacePicker", on=CHANGE),
            [MALL, {"point": HERE}, None],
            [
                "p/1",
                {},
                {"point": HERE, "x": 1},
                {"point": {"lat_e7": 0}},
                {"point": HERE, "name_ar": "\ud800"},
                HERE,
                {"point": HERE, "name_ar": "x" * 201},
                {"point": {"lat_e7": 900_000_001, "lng_e7": 0}},
            ],
        ),
        (field("TextField", on=CHANGE, max=3), ["", "abc", "مرح"], ["abcd", 3, None, "a\nb", "a\x00", "\ud800"]),
        (field("TextField", on=CHANGE, max=3, multiline=True), ["a\nb"], ["\t\x01"]),
        (field("TextField", on=CHANGE, kind="email"), ["", "a@b.sa"], ["a@b", "a b@c.sa", "@b.sa", "a@b..sa"]),
        (field("TextField", on=CHANGE, kind="number"), ["-3.5", " 12 "], ["1e3", "0x1", "1.", "--1", "NaN"]),
        (field("TextField", on=CHANGE, kind="phone"), ["+966 50-123 4567"], ["12", "05x", "+" * 8, "1" * 16]),
    ],
)
def test_a_value_is_held_to_its_own_nodes_limits(node: Any, good: list[Any], bad: list[Any]) -> None:
    events = table(node)
    for value in good:
        assert check_event(events, "s.0", "change", value).action.args == {"row": 3}
    for value in bad:
        assert why(events, "s.0", "change", value)[1] in ("f", "")


def on_map(**on: Any) -> dict[str, Any]:
    markers = [{"id": "car", "point": HERE}, {"id": "door", "point": HERE}]
    events = {event: {"action": "went", "args": args} for event, args in on.items()}
    return {"type": "Map", "props": {"label": "x", "markers": markers}, "on": events}


@pytest.mark.parametrize(
    ("node", "event", "good", "bad"),
    [
        (on_map(press={}), "press", [HERE], [None, [1, 2], {"lat_e7": 1}, HERE | {"x": 1}, HERE | {"lat_e7": 1.0}]),
        (on_map(marker={}), "marker", ["car", "door"], ["bus", None, "", 1, ["car"]]),
        (
            {"type": "Scan", "props": {"text": "x"}, "on": {"scan": {"action": "read"}}},
            "scan",
            ["https://example.org/?سطر=1", "a\nb", "م" * limits.QR_CHARS_MAX],
            ["م" * (limits.QR_CHARS_MAX + 1), "", "  ", None, 7, "a\x00", "\ud800"],
        ),
        (
            {"type": "Countdown", "props": {"until": 0, "label": "x"}, "on": {"expire": {"action": "late"}}},
            "expire",
            [None],
            [0, "x"],
        ),
    ],
)  # fmt: skip
def test_what_is_no_input_carries_only_what_it_may(node: Any, event: str, good: list[Any], bad: list[Any]) -> None:
    events = table(node)
    for value in good:
        carried = check_event(events, "s.0", event, value).as_action()
        assert carried.get("value") == value
        assert ("value" in carried) == (event != "expire")
    for value in bad:
        assert why(events, "s.0", event, value)[1] in ("value", "")


def test_a_map_sends_only_what_its_screen_listens_to() -> None:
    assert why(table(on_map(marker={})), "s.0", "press", HERE)[0] == "no_such_event"


def test_a_place_is_cleaned_like_any_text_that_is_shown_again() -> None:
    events = table(field("PlacePicker", on=CHANGE))
    value = check_event(events, "s.0", "change", {"point": HERE, "name_ar": "سوق\u202e12"}).value
    assert value["name_ar"] == "سوق12"


def test_what_was_shown_and_is_free_no_more_is_refused_by_name_when_it_is_sent() -> None:
    """Somebody else took the slot, or the day became a holiday, while this person filled in the rest."""
    slots = field("TimeSlots", "slot", slots=SLOTS, zone="Asia/Riyadh", value="c")
    day = field("DatePicker", "day", value="2026-11-06", **DAYS)
    assert why(table(form(slots)), "s.0", "submit") == ("slot_full", "slot")
    assert why(table(form(day)), "s.0", "submit") == ("date_closed", "day")


def test_arabic_and_persian_digits_are_digits() -> None:
    """A keyboard in Riyadh or Tehran types other signs for the same number."""
    events = table(field("TextField", on=CHANGE, kind="number"), field("TextField", "p", on=CHANGE, kind="phone"))
    assert check_event(events, "s.0", "change", "١٬٢٣٤٫۵").value == "1234.5"
    assert check_event(events, "s.1", "change", "\u200e+٩٦٦ ٥٠ ١٢٣").value == "+96650123"


def test_submit_delivers_the_whole_form_as_shown_and_typed() -> None:
    events = table(
        form(
            field("TextField", "question", required=True),
            field("Toggle", "open", value=True),
            field("Stepper", "n", value=2),
            field("TextField", "locked", value="keep", disabled=True),
        )
    )
    checked = check_event(events, "s.0", "submit", None, {"question": "أين؟", "locked": "forged"})
    assert checked.fields == {"question": "أين؟", "open": True, "n": 2, "locked": "keep"}


def test_a_required_field_is_named_when_it_is_missing_or_blank() -> None:
    events = table(form(field("TextField", "question", required=True)))
    assert why(events, "s.0", "submit", None, {}) == ("required", "question")
    assert why(events, "s.0", "submit", None, {"question": "  "}) == ("required", "question")


def test_a_field_of_another_form_is_unknown() -> None:
    events = table(form(field("TextField", "a")), field("TextField", "b"))
    assert why(events, "s.0", "submit", None, {"b": "x"}) == ("unknown_field", "b")


def test_other_events_may_bring_what_was_typed_around_them_without_requiring_it() -> None:
    button = {"type": "Button", "props": {"text": "x"}, "on": {"press": {"action": "draft"}}}
    events = table(form(field("TextField", "a", required=True), button), field("TextField", "b"), button)
    assert check_event(events, "s.0.1", "press", None, {"a": ""}).fields == {"a": ""}
    assert check_event(events, "s.2", "press", None, {"b": "x"}).fields == {"b": "x"}
    assert why(events, "s.2", "press", None, {"a": "x"}) == ("unknown_field", "a")


def test_the_input_limit_holds_at_n_and_refuses_n_plus_1() -> None:
    events = table(
        *[field("TextField", f"f{n}", max=3000) for n in range(2)], field("TextField", "v", CHANGE, max=3000)
    )
    overhead = len('{"f0":"","f1":""}') + len('""')
    most = limits.EVENT_INPUT_BYTES_MAX - overhead - 2_900
    half = most // 2
    check_event(events, "s.2", "change", "x" * 2_900, {"f0": "x" * half, "f1": "x" * (most - half)})
    assert (
        why(events, "s.2", "change", "x" * 2_900, {"f0": "x" * half, "f1": "x" * (most - half + 1)})[0] == "too_large"
    )


@pytest.mark.parametrize("fields", [[], "x", 3])
def test_fields_must_be_an_object(fields: Any) -> None:
    assert why(table(form()), "s.0", "submit", None, fields)[0] == "type"
