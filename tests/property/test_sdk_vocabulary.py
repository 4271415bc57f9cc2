"""The vocabulary judges any JSON without crashing, and what the SDK makes always passes it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from miniapp import Money, _node, code, number, places, t, text, ui, vocabulary
from miniapp.errors import ComponentInvalid

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["$t", "args", "$money", "$time", "style", "id", "text", "title"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
PROPS = [prop for component in vocabulary.COMPONENTS.values() for prop in component.props.values()]


@given(st.sampled_from(PROPS), anything)
def test_any_json_is_judged_and_nothing_crashes_the_judge(prop: vocabulary.Prop, value: Any) -> None:
    why = vocabulary.why_not(prop, value)
    assert why is None or (isinstance(why, str) and why)


@given(st.sampled_from(sorted(vocabulary.COMPONENTS)), st.data())
def test_a_node_the_sdk_makes_fits_the_table(name: str, data: st.DataObject) -> None:
    component = vocabulary.COMPONENTS[name]
    given_props = {prop: data.draw(anything, prop) for prop in component.props}
    try:
        node = getattr(ui, name)(**given_props)
    except (ComponentInvalid, TypeError):
        return
    for prop, value in node["props"].items():
        known = vocabulary.prop_of(name, prop)
        assert known is not None
        assert vocabulary.why_not(known, value) is None


NUMBERS = st.integers(-1, 3) | st.sampled_from([2**53 - 1, 2**53, -(2**53), 900_000_001, 1_800_000_001, True, 1.0])
WORDS = st.sampled_from(["", "a", "a b", "طريق", "assets/a.svg", "2026-11-24", "item", "x" * 121, "x" * 2_001])
POINTS = st.builds(places.Point, NUMBERS, NUMBERS)
WRITTEN = st.deferred(
    lambda: (
        st.none() | NUMBERS | WORDS | POINTS | WORDS.map(t_of) | st.builds(text, WORDS.filter(bool), WORDS)
        | st.builds(places.Place, POINTS, WORDS) | st.builds(Money, st.integers(-(2**54), 2**54), st.just("SAR"))
    )
)  # fmt: skip


def t_of(word: str) -> Any:
    """A typed value."""
    return t("m", word=word[:9], inner=t("n", amount=Money(1, "SAR"))) if word != "a" else number(len(word))


def as_written(prop: vocabulary.Prop) -> st.SearchStrategy[Any]:
    """What an author may write for it, sound or nearly."""
    if prop.kind == "enum":
        return st.sampled_from(prop.values) | WRITTEN
    if prop.kind == "line":
        return st.lists(POINTS | WRITTEN, max_size=3)
    members = {name: as_written(member) for name, member in prop.item.items()}
    if prop.kind == "group":
        return st.fixed_dictionaries({}, optional=members) | st.fixed_dictionaries(members) | WRITTEN
    if prop.kind == "items":
        return st.lists(st.fixed_dictionaries(members) | WRITTEN, max_size=3)
    return WRITTEN


@given(st.sampled_from([*PROPS, *vocabulary.COMMON.values()]), st.data())
def test_what_is_taken_at_a_glance_is_what_the_judge_would_take(prop: vocabulary.Prop, data: st.DataObject) -> None:
    """The short way of most values says the same as the long one, or nothing."""
    value = data.draw(as_written(prop))
    glanced = _node._sound(prop, value)
    if value is not None and glanced is not _node._UNSURE:
        assert vocabulary.why_not(prop, glanced) is None
        assert glanced == _node._json(prop, value)


def test_most_of_what_apps_write_is_taken_at_a_glance() -> None:
    """Else the short way would be there for nothing."""
    point = places.Point(245000000, 470000000)
    option = {"id": "a", "text": text("أ", "A"), "hint": t("hint", amount=Money(5, "SAR"))}
    line = {"text": t("fare"), "amount": Money(500, "SAR"), "kind": "item"}
    taken = {
        ("Choice", "options"): [option],
        ("Summary", "lines"): [line],
        ("Map", "markers"): [{"id": "from", "point": point, "kind": "from", "text": code("A")}],
        ("Map", "route"): [point, point],
        ("PlacePicker", "value"): places.Place(point, "سوق", "Market"),
        ("Button", "text"): Money(500, "SAR"),
    }
    for (component, name), value in taken.items():
        prop = vocabulary.COMPONENTS[component].props[name]
        assert _node._sound(prop, value) == _node._json(prop, value), (component, name)


def test_the_table_is_plain_json() -> None:
    import json

    table = json.loads(json.dumps(vocabulary.as_json()))
    assert set(table["components"]) == set(vocabulary.COMPONENTS)
    assert table["components"]["TextField"]["events"] == {"change": "string"}
