"""The vocabulary judges any JSON without crashing, and what the SDK makes always passes it."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from miniapp import ui, vocabulary
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


def test_the_table_is_plain_json() -> None:
    import json

    table = json.loads(json.dumps(vocabulary.as_json()))
    assert set(table["components"]) == set(vocabulary.COMPONENTS)
    assert table["components"]["TextField"]["events"] == {"change": "string"}
