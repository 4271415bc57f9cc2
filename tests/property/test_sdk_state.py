"""Whatever a state holds, it is the same after the host kept it."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st

from miniapp import Money, _plans, _wire
from miniapp.errors import WrongType
from miniapp.values import EXPONENTS, from_ms, money, to_ms


class Stage(Enum):
    OPEN = "open"
    CLOSED = 2


@dataclass
class Leaf:
    text: str
    number: int
    ratio: float
    on: bool
    stage: Stage
    kind: Literal["a", "b", 3]
    price: Money
    at: datetime


@dataclass
class Tree:
    leaves: list[Leaf] = field(default_factory=list)
    by_name: dict[str, Leaf | None] = field(default_factory=dict)
    pair: tuple[int, str] = (0, "")
    many: tuple[bool, ...] = ()
    below: Tree | None = None
    anything: Any = None


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
moments = st.integers(-6 * 10**13, 2 * 10**14).map(from_ms)
amounts = st.builds(Money, st.integers(-(10**15), 10**15), st.sampled_from(["SAR", "KWD", "JPY"]))
finite = st.floats(allow_nan=False, allow_infinity=False)
leaves = st.builds(
    Leaf,
    texts,
    st.integers(),
    finite,
    st.booleans(),
    st.sampled_from(Stage),
    st.sampled_from(["a", "b", 3]),
    amounts,
    moments,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | finite | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=10,
)
trees = st.recursive(
    st.just(Tree()),
    lambda below: st.builds(
        Tree,
        st.lists(leaves, max_size=3),
        st.dictionaries(texts, st.none() | leaves, max_size=3),
        st.tuples(st.integers(), texts),
        st.lists(st.booleans(), max_size=4).map(tuple),
        st.none() | below,
        json_values,
    ),
    max_leaves=4,
)
PLAN = _plans.plan_for(Tree, "Tree")


@given(trees)
def test_a_state_survives_the_host(tree: Tree) -> None:
    kept = _wire.dumps(PLAN.dump(tree, "state"))
    assert PLAN.load(json.loads(kept), "state") == tree


@given(json_values)
def test_json_of_another_shape_is_a_typed_error_never_a_crash(value: Any) -> None:
    for kind in (
        Tree,
        Leaf,
        Money,
        datetime,
        Stage,
        int,
        float,
        list[int],
        dict[str, bool],
        tuple[int, ...],
        str | None,
    ):
        plan = _plans.plan_for(kind, "x")
        try:
            loaded = plan.load(value, "x")
        except WrongType:
            continue
        assert plan.load(json.loads(_wire.dumps(plan.dump(loaded, "x"))), "x") == loaded


@given(st.text(max_size=20))
def test_what_people_type_is_read_or_refused(text: str) -> None:
    for kind in (int, float, bool, Stage, datetime, int | None, Literal["a", 3]):
        try:
            value = _plans.plan_for(kind, "x").read_input(text, "x")
        except WrongType:
            continue
        assert not isinstance(value, float) or math.isfinite(value)


@given(st.text())
def test_text_that_crosses_the_border_is_always_whole(text: str) -> None:
    assert json.loads(_wire.dumps([text]).encode().decode()) == [
        text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    ]


@given(st.integers(-(10**14), 10**14), st.sampled_from(["SAR", "USD", *EXPONENTS]))
def test_money_is_read_back_from_how_it_is_written(minor: int, currency: str) -> None:
    amount, code = str(Money(minor, currency)).split()
    assert money(amount, code) == Money(minor, currency)


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_moment_loses_nothing_above_a_millisecond(moment: datetime) -> None:
    assert 0 <= (moment - from_ms(to_ms(moment))).total_seconds() < 0.001
