"""Whatever is charged, repeated, raced, waited for, swept and revoked: a mandate lets out what a sliding window does.

The model is a list of what was taken and when. What the ledger itself would still let out is never more than it says.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.kit.caller import Caller
from core.kit.errors import DomainError
from majlis.wallet.v1 import guard_service_pb2 as guard_pb
from majlis.wallet.v1 import mandates_service_pb2 as pb
from tests.support.chat_desk import request_id
from tests.support.identity import PASSWORD
from tests.support.mandates_desk import HOUR_S, Subscriptions
from tests.support.money_desk import MoneyDesk, approval, money_desk
from tests.support.shop import APP

EXAMPLES = int(os.environ.get("MAJLIS_MANDATES_EXAMPLES", "25"))
MAX, LASTS_S = 10_000, 8 * HOUR_S
amounts = st.sampled_from((1, 900, 3_000, MAX // 2, MAX // 2 + 1, MAX, MAX + 1))
charges = st.tuples(st.just("charge"), amounts, st.sampled_from((1, 1, 2, 6)))
waits = st.tuples(st.just("wait"), st.sampled_from((1, 1_800_000, 3_599_999, 3_600_000)), st.integers(0, 1))
others = st.tuples(st.sampled_from(("again", "top up")), st.integers(1, 9_000), st.just(0))
# Hypothesis takes each of `one_of` as often as another, however often it is there.
steps_of = st.lists(st.integers(0, 6).flatmap(lambda one: (charges, waits, others)[one // 3]), min_size=8, max_size=30)


class Life:
    """One mandate of somebody's, beside the model of it."""

    def __init__(self, news: Subscriptions, payer: Caller, balance_minor: int) -> None:
        self.news, self.money, self.payer = news, news.money, payer
        self.balance_minor = balance_minor
        self.taken: list[tuple[int, int]] = []
        self.is_revoked = False
        self.answered: list[tuple[str, int, object]] = []

    async def begin(self) -> None:
        self.mandate = await self.news.active(self.payer, MAX, expires_in_s=LASTS_S)
        self.ends_ms = self.now_ms() + LASTS_S * 1000

    def now_ms(self) -> int:
        return self.money.ledger.now_ms()

    @property
    def spent_minor(self) -> int:
        return sum(amount for at_ms, amount in self.taken if at_ms + HOUR_S * 1000 > self.now_ms())

    def expects(self, amount_minor: int) -> str:
        """What one charge is answered, and the model after it."""
        if self.is_revoked or self.now_ms() >= self.ends_ms:
            return "MANDATE_NOT_ACTIVE"
        if self.spent_minor + amount_minor > MAX:
            return "MANDATE_EXCEEDED"
        if amount_minor > self.balance_minor:
            return "INSUFFICIENT_FUNDS"
        self.taken.append((self.now_ms(), amount_minor))
        self.balance_minor -= amount_minor
        return ""

    async def step(self, verb: str, number: int, times: int) -> None:
        if verb == "charge":
            expected = Counter(self.expects(number) for _ in range(times))
            asked = [request_id() for _ in range(times)]
            outcomes = await asyncio.gather(*(self.charge(number, each) for each in asked))
            assert Counter(reason for reason, _ in outcomes) == expected
            self.answered += [(each, number, outcome) for each, outcome in zip(asked, outcomes, strict=True)]
        elif verb == "again" and self.answered:
            name, amount_minor, outcome = self.answered[number % len(self.answered)]
            assert await self.charge(amount_minor, name) == outcome
        elif verb == "wait":
            self.money.clock.advance(timedelta(milliseconds=number))
            if times:
                await self.money.ledger.writer.expire_due()
                await self.news.expiry.sweep()
        elif verb == "top up" and number:
            await self.money.ledger.fund(await self.money.ledger.open(self.payer), number)
            self.balance_minor += number
        elif verb == "revoke":
            await self.news.revoke(self.payer, self.mandate)
            self.is_revoked = self.is_revoked or self.now_ms() < self.ends_ms
        await self.check()

    async def charge(self, amount_minor: int, name: str) -> tuple[str, object]:
        try:
            answer = await self.news.charge(self.mandate, amount_minor, request_id=name)
        except DomainError as refused:
            return refused.reason, refused.metadata()
        return "", answer.transfer_id

    async def check(self) -> None:
        assert await self.money.has(self.payer) == (self.balance_minor, 0)
        stands = await self.news.get(self.mandate)
        assert stands.spent_minor == self.spent_minor
        is_over = self.is_revoked or self.now_ms() >= self.ends_ms
        assert (stands.state != pb.MANDATE_STATE_ACTIVE) == is_over
        assert await self.news.left_in_ledger(self.mandate) <= MAX - self.spent_minor


async def _begin(money: MoneyDesk) -> dict[bool, Caller]:
    """Somebody rich and somebody who is not; no limit of a day is in the way."""
    people = {True: await money.rich("rich", 500_000_000), False: await money.rich("poor", 5_000)}
    for person in people.values():
        for app_id in ("", APP):
            raised = guard_pb.SetLimitRequest(
                app_id=app_id, currency_code="SAR", daily_max_minor=10**12, approval=approval(password=PASSWORD)
            )
            await money.guard.set_limit(raised, caller=person)
    return people


def test_a_mandate_is_a_sliding_window(empty_database: Callable[[], str], tmp_path: Path) -> None:
    with asyncio.Runner() as runner, structlog.testing.capture_logs():
        opened = money_desk(empty_database(), empty_database(), tmp_path)
        money = runner.run(opened.__aenter__())
        news, people = Subscriptions(money), runner.run(_begin(money))

        # Not shrunk: a failure is replayed by its printed steps, and to shrink it takes longer than a test may.
        @settings(
            max_examples=EXAMPLES, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
            suppress_health_check=[HealthCheck.too_slow],
        )  # fmt: skip
        @given(st.booleans(), steps_of, st.integers(0, 60))
        def follow(is_rich: bool, steps: list[tuple[str, int, int]], revoked_after: int) -> None:
            ends = [("revoke", 0, 0)] if revoked_after < len(steps) else []
            runner.run(_follow(news, people[is_rich], steps[:revoked_after] + ends + steps[revoked_after:]))

        follow()
        runner.run(opened.__aexit__(None, None, None))


async def _follow(news: Subscriptions, payer: Caller, steps: list[tuple[str, int, int]]) -> None:
    life = Life(news, payer, (await news.money.has(payer))[0])
    await life.begin()
    for step in steps:
        await life.step(*step)
