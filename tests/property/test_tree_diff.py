"""A patch is exactly the difference of two screens: applying it always gives the new one, and it is small and quick."""

from __future__ import annotations

import copy
import json
import time
import timeit
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from majlis_devkit.diff import apply, diff

# A property has one type, as the vocabulary gives it.
typed = st.dictionaries(st.sampled_from(["$t", "$code"]), st.text("aب", max_size=2), max_size=2)
props = st.fixed_dictionaries(
    {},
    optional={
        "text": st.text("aب", max_size=2) | typed,
        "value": st.integers(-3, 3),
        "busy": st.booleans(),
        "options": st.lists(typed, max_size=2),
        "on": st.lists(st.sampled_from(["press", "change"]), max_size=2),
    },
)
ids = st.sampled_from([f"s.{n}" for n in range(6)])
kids = st.lists(ids, unique=True, max_size=3)
flat_node = st.tuples(st.sampled_from(["Text", "Item", "Card"]), props, kids).map(list)
screens = st.dictionaries(ids, flat_node, max_size=6).map(lambda nodes: nodes | {"s": ["Screen", {}, list(nodes)]})


def canonical(nodes: Any) -> str:
    """As JSON, because Python thinks True == 1 and a browser does not."""
    return json.dumps(nodes, sort_keys=True, ensure_ascii=False)


@given(screens, screens)
@settings(max_examples=300, deadline=None)
def test_applying_the_difference_gives_the_new_screen(old: Any, new: Any) -> None:
    before = copy.deepcopy(old)
    ops = json.loads(json.dumps(diff(old, new)))
    assert canonical(apply(old, ops)) == canonical(new)
    assert old == before, "apply must leave its input as it was"


@given(screens)
@settings(deadline=None)
def test_nothing_changed_means_no_operation(screen: Any) -> None:
    assert diff(screen, copy.deepcopy(screen)) == []


@given(screens, st.data())
@settings(deadline=None)
def test_one_changed_value_is_one_operation_with_that_value_alone(screen: Any, data: Any) -> None:
    node_id = data.draw(st.sampled_from(sorted(screen)))
    changed = copy.deepcopy(screen)
    changed[node_id][1]["text"] = "new value"
    assert diff(screen, changed) == [["p", node_id, {"text": "new value"}, []]]


def test_500_nodes_differ_in_under_a_millisecond() -> None:
    """The host diffs after every tap; 5 ms of it would be seen in the sum."""
    old = {f"s.{n}": ["Item", {"title": f"t{n}", "subtitle": "x", "on": ["press"]}, []] for n in range(500)}
    old["s"] = ["Screen", {"title": "x"}, list(old)]
    new = copy.deepcopy(old)
    new["s.250"][1]["title"] = "changed"
    best = min(timeit.repeat(lambda: diff(old, new), number=1, repeat=15, timer=time.process_time))
    assert len(diff(old, new)) == 1
    assert best < 0.001, f"{best * 1000:.2f} ms"
