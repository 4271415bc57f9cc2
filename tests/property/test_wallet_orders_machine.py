"""Whatever payers, apps, clocks and lost answers do to orders, money is where the model says; each order ends once.

After every step: nobody's money but as the model has it, nothing on the platform's account of orders, refunds within
what was paid, every order in one true state by query, and nothing that ended begins again. Whatever the app was told
last of an order is how it stands.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.support.chat_desk import request_id
from tests.support.money_desk import money_desk
from tests.support.orders_life import OrdersLife
from tests.support.orders_model import DECLINED, EXPIRED, HELD, OPEN, PAID, VOIDED, Asked

STEPS = 40
# MAJLIS_ORDERS_EXAMPLES says how many lives on SQLite; PostgreSQL has a third.
EXAMPLES = int(os.environ.get("MAJLIS_ORDERS_EXAMPLES", "15"))
# Not shrunk: a failure is replayed by its printed steps, and to shrink it takes longer than a test may.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
ENDS = {DECLINED, EXPIRED, VOIDED, PAID}
which = st.integers(0, 11)
verbs = st.sampled_from(("approve", "approve", "decline", "capture", "capture", "void", "refund", "refund", "refund"))
amounts = st.none() | st.integers(1, 50) | st.integers(1, 300) | st.integers(1, 3_000)
tips = st.none() | st.none() | st.integers(1, 400)
splits = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4_000)), max_size=2, unique_by=lambda each: each[0])
FITS = {
    "approve": {OPEN}, "decline": {OPEN}, "capture": {HELD}, "void": {OPEN, HELD}, "refund": {PAID},
}  # fmt: skip
moments = st.sampled_from((1, 7, 20, 60))


class OrdersMachine(RuleBasedStateMachine):
    """`run` awaits on the test's loop; each example is an app of its own."""

    run: Callable[[Coroutine[Any, Any, Any]], Any]
    life_of: Callable[[], OrdersLife]
    examples = EXAMPLES
    lives = 0

    @initialize()
    def begin(self) -> None:
        self.life = self.life_of()
        type(self).lives += 1
        self.run(self.life.begin())
        self.asked: list[Asked] = []
        self.ended: dict[str, str] = {}

    @rule(
        payer=st.integers(0, 1), total=st.integers(1, 3_000), hold_s=st.sampled_from((0, 0, 20, 60)),
        may_tip=st.booleans(), of=splits, waits_s=st.sampled_from((10, 60)),
    )  # fmt: skip
    def create(
        self, payer: int, total: int, hold_s: int, may_tip: bool, of: list[tuple[int, int]], waits_s: int
    ) -> None:
        self.run(self.life.create(payer, total, hold_s, may_tip, of, waits_s))

    @rule(
        payer=st.integers(0, 1), total=st.integers(1, 900), hold_s=st.sampled_from((0, 60)), tip=tips, of=splits,
    )  # fmt: skip
    def sell(self, payer: int, total: int, hold_s: int, tip: int | None, of: list[tuple[int, int]]) -> None:
        """An order and its payer's yes at once, as they nearly always come."""
        self.run(self.life.create(payer, total, hold_s, True, of, 60))
        self.run(self.life.once(self._new("approve", 0, None, tip)))

    def _new(self, verb: str, at: int, amount: int | None, tip: int | None) -> Asked:
        names = list(self.life.orders)
        fitting = [name for name in names if self.life.model.orders[name].state in FITS[verb]]
        if fitting and at % 4:  # One time in four it is asked of any order, most of which refuse it.
            names = fitting
        made = Asked(verb, names[-1 - at % len(names)], tip if verb == "approve" else amount, request_id())
        self.asked.append(made)
        return made

    @precondition(lambda self: self.life.orders)
    @rule(verb=verbs, at=which, amount=amounts, tip=tips)
    def ask(self, verb: str, at: int, amount: int | None, tip: int | None) -> None:
        self.run(self.life.once(self._new(verb, at, amount, tip)))

    @precondition(lambda self: self.life.orders)
    @rule(verb=verbs, at=which, amount=amounts, tip=tips, turns=st.integers(0, 30))
    def lose_the_answer(self, verb: str, at: int, amount: int | None, tip: int | None, turns: int) -> None:
        """The connection breaks at any moment; the client asks again under the same request_id until it knows."""
        self.run(self.life.lose(self._new(verb, at, amount, tip), turns))

    @precondition(lambda self: self.asked)
    @rule(at=st.integers(0, 40))
    def ask_again(self, at: int) -> None:
        """Late, after whatever happened meanwhile."""
        self.run(self.life.again(self.asked[at % len(self.asked)]))

    @precondition(lambda self: self.life.orders)
    @rule(pair=st.tuples(verbs, verbs), at=which, amount=amounts, tip=tips)
    def ask_at_once(self, pair: tuple[str, str], at: int, amount: int | None, tip: int | None) -> None:
        """Two of them race for one order: one was first, whoever it was."""
        self.run(self.life.race([self._new(verb, at, amount, tip) for verb in pair]))

    @rule(who=st.sampled_from(("app", "driver0", "driver1", "driver2", "payer0")))
    def spend_it_all(self, who: str) -> None:
        """So that a refund or a yes finds nothing."""
        self.run(self.life.empty(who))

    @rule(seconds=moments)
    def wait(self, seconds: int) -> None:
        self.run(self.life.wait(timedelta(seconds=seconds)))

    @rule()
    def tell(self) -> None:
        self.run(self.life.tell())

    @invariant()
    def everything_is_as_it_must_be(self) -> None:
        if not hasattr(self, "life"):
            return
        self.run(self.life.check())
        for name, known in self.life.model.orders.items():
            if known.state in ENDS:
                assert self.ended.setdefault(name, known.state) == known.state, "it ended twice"

    def teardown(self) -> None:
        if hasattr(self, "life"):
            self.run(self.life.wait(timedelta(days=1)))
            self.run(self.life.tell())
            self.run(self.life.check())
            assert all(known.state != OPEN for known in self.life.model.orders.values())


@pytest.fixture
def machine(empty_database: Callable[[], str], tmp_path: Path) -> Iterator[type[OrdersMachine]]:
    """One loop and one desk for all examples."""
    with asyncio.Runner() as runner:
        opening = money_desk(empty_database(), empty_database(), tmp_path)
        money = runner.run(opening.__aenter__())
        shop = runner.run(OrdersLife.shop(money))

        class Machine(OrdersMachine):
            run = staticmethod(runner.run)
            examples = EXAMPLES if money.ledger.database.engine.dialect.name == "sqlite" else EXAMPLES // 3 + 1
            life_of = staticmethod(lambda: OrdersLife(*shop))

        yield Machine
        runner.run(opening.__aexit__(None, None, None))


def test_whatever_happens_money_is_conserved_and_every_order_ends_once(machine: type[OrdersMachine]) -> None:
    of_this = settings(
        max_examples=machine.examples, stateful_step_count=STEPS, deadline=None, phases=PHASES,
        report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with structlog.testing.capture_logs():
        run_state_machine_as_test(machine, settings=of_this)
    assert machine.lives >= machine.examples
