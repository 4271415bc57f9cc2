"""What the SDK lets an author make the host takes; what a client then sends fits its rule or is refused by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from majlis_devkit.events import check_event
from majlis_devkit.screen_errors import ScreenError
from majlis_devkit.tree import parse
from miniapp import App, money, ui, vocabulary
from miniapp.errors import ComponentInvalid, CurrencyMismatch
from miniapp.places import Point

app = App("any")


@app.action
def act() -> None: ...


words = st.text("aب", max_size=3) | st.sampled_from(["ride/1", "Asia/Riyadh", "assets/x.svg", "2026-11-24", "a", "b"])
points = st.builds(Point, st.integers(-950_000_000, 950_000_000), st.integers(-10, 10))
days = st.dates(date(2026, 11, 20), date(2026, 11, 28))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))
amounts = st.builds(money, st.sampled_from(["1", "2.50", "-1"]), st.sampled_from(["SAR", "SAR", "SAR", "USD"]))
simple = st.none() | st.booleans() | st.integers(-2, 7) | st.floats(0, 6) | words | points | days | moments | amounts
members = st.dictionaries(
    st.sampled_from(["id", "text", "at", "amount", "quantity", "kind", "left", "disabled", "point", "live", "hint"]),
    simple,
    max_size=4,
)
slots = st.fixed_dictionaries({"id": words, "at": moments}, optional={"left": st.integers(0, 2)})
lines = st.fixed_dictionaries({"text": words, "amount": amounts})
markers = st.fixed_dictionaries({"id": words, "point": points}, optional={"live": words})
steps = st.fixed_dictionaries({"id": words, "text": words})
many = st.one_of(*(st.lists(each, max_size=3) for each in (simple, members, slots, lines, markers, steps)))
given_props = simple | many | members


@given(st.sampled_from(sorted(set(vocabulary.COMPONENTS) - {"Screen"})), st.data())
def test_what_the_sdk_makes_the_host_takes(name: str, data: st.DataObject) -> None:
    """An author must hear of a mistake at their desk; the host has nothing to add."""
    component = vocabulary.COMPONENTS[name]
    props = {prop: data.draw(given_props, prop) for prop in component.props}
    events = {f"on_{event}": act() for event in component.events}
    try:
        screen = ui.Screen("x", getattr(ui, name)(**props, **events))
    except (ComponentInvalid, CurrencyMismatch, TypeError, ValueError):
        return
    parse(json.loads(json.dumps(screen)), strict=True)


sent = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(codec=None, categories=None))
    | words,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["point", "lat_e7", "lng_e7", "name_ar", "kind", "x"]), inner, max_size=3)
        | st.fixed_dictionaries({"point": st.just({"lat_e7": 1, "lng_e7": 2}), "name_ar": inner})
    ),
    max_leaves=6,
)
SLOTS: list[ui.Slot] = [
    {"id": each, "at": datetime(2026, 11, 24, tzinfo=UTC), "disabled": each == "b"} for each in "ab"
]
INPUTS = (
    ui.Rating("f", "f", on_change=act()),
    ui.TimeSlots("f", "f", SLOTS, zone="Asia/Riyadh", on_change=act()),
    ui.DatePicker("f", "f", min=date(2026, 11, 24), max=date(2026, 11, 25), on_change=act()),
    ui.PlacePicker("f", "f", on_change=act()),
    ui.Map("f", markers=[{"id": "a", "point": Point(1, 2)}], on_press=act(), on_marker=act()),
    ui.Scan("f", on_scan=act()),
    ui.Countdown(datetime(2026, 11, 24, tzinfo=UTC), "f", on_expire=act()),
)


def outcome(judge: Callable[[], Any]) -> tuple[Any, dict[str, str]]:
    """What it answers, or the facts of its refusal."""
    try:
        return judge(), {}
    except ScreenError as refused:
        return None, refused.facts


@given(st.sampled_from(INPUTS), st.data(), sent)
def test_any_value_is_judged_and_what_passes_is_plain_and_small(node: ui.Node, data: st.DataObject, value: Any) -> None:
    table = parse(ui.Screen("x", node)).event_table()
    event = data.draw(st.sampled_from(sorted(node["on"])))
    checked, refused = outcome(lambda: check_event(table, "s.0", event, value).as_action())
    if checked is None:
        assert refused["why"]
        json.dumps(refused, ensure_ascii=False).encode()
        return
    json.dumps(checked, allow_nan=False, ensure_ascii=False).encode()
    assert checked.get("value") in (None, "a", *range(6), "2026-11-24", "2026-11-25") or node["type"] in (
        "PlacePicker", "Map", "Scan",
    )  # fmt: skip


@given(st.sampled_from(sorted(set(vocabulary.COMPONENTS) - {"Screen"})), st.data())
def test_any_tree_of_a_guest_is_a_screen_or_refused_by_pointer(name: str, data: st.DataObject) -> None:
    props = {prop: data.draw(sent, prop) for prop in vocabulary.COMPONENTS[name].props}
    on = {event: {"action": "act"} for event in vocabulary.COMPONENTS[name].events}
    tree = {"type": "Screen", "props": {"title": "x"}, "children": [{"type": name, "props": props, "on": on}]}
    screen, refused = outcome(lambda: parse(tree))
    assert screen or refused["pointer"].startswith("/children/0") or refused["why"] == "json"
