"""Whatever people do with money among themselves, in whatever order, it stands as the model says, on both databases.

They pay, take back, accept, decline, ask, share bills, come again with what they asked before, all decide at once; time
passes, and the host sweeps or is away. Money is conserved, each payment ends once, and no state is ever unsaid.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from tests.support.money_face import BEGIN_WITH, CONTACTS, PEOPLE, STEPS, MoneyFace
from tests.support.money_model import CLOSED, SETTLED, Model

EXAMPLES = 10 if os.environ.get("CI") == "true" else 6
PERSON = st.sampled_from(PEOPLE)
AMOUNT = st.integers(1, 4_000)
ANY = st.integers(0, 1_000)  # One of the things there are, whatever their number.
SPANS_S = (1, 5, 9, 10, 60, 3_600, 24 * 3600 - 1, 24 * 3600, 25 * 3600, 7 * 24 * 3600 - 5, 7 * 24 * 3600)


class PeopleAndMoney(RuleBasedStateMachine):
    """`make_face` opens an empty wallet."""

    make_face: Callable[[], MoneyFace]

    def __init__(self) -> None:
        super().__init__()
        self.face = type(self).make_face()
        both_ways = {*CONTACTS, *((other, one) for one, other in CONTACTS)}
        self.model = Model(dict.fromkeys(PEOPLE, BEGIN_WITH), both_ways)
        self.requests = 0
        self.answered: list[tuple[Callable[[], str], str]] = []  # What was asked under a request_id, and its answer.

    def teardown(self) -> None:
        self.face.close()

    def _once(self, ask: Callable[[str], str], expected: str, *, keeps: bool = True) -> None:
        """Asked under a new request_id; kept to be asked again."""
        self.requests += 1
        request_id = f"request-{self.requests}"
        assert ask(request_id) == expected
        if keeps:
            self.answered.append((lambda: ask(request_id), expected))

    # Payments

    @rule(payer=PERSON, payee=PERSON, amount=AMOUNT)
    def pay(self, payer: str, payee: str, amount: int) -> None:
        if payer == payee:
            self._once(lambda key: self.face.pay(payer, payee, amount, key), "PAYEE_NOT_FOUND", keeps=False)
            return
        expected = self.model.pay(payer, payee, amount)
        self._once(lambda key: self.face.pay(payer, payee, amount, key), expected)

    @precondition(lambda self: self.model.payments)
    @rule(which=ANY, person=PERSON, wanted=st.sampled_from(sorted(STEPS)))
    def decide(self, which: int, person: str, wanted: str) -> None:
        number = len(self.model.payments) - 1 - which % len(self.model.payments)
        expected = self.model.step(self.model.payments[number], person, wanted)
        assert self.face.step(number, person, wanted) == expected

    @precondition(lambda self: any(each.aside for each in self.model.payments))
    @rule(which=ANY)
    def all_decide_at_once(self, which: int) -> None:
        """Whoever was first, one decision holds, and all are told so."""
        aside = [number for number, each in enumerate(self.model.payments) if each.aside]
        number = aside[which % len(aside)]
        payment = self.model.payments[number]
        before = payment.state(self.model.now_s)
        answers = self.face.race(number, payment.payer, payment.payee)
        became = self.face.payment_states(payment.payer)[number]
        early = payment.settles and self.model.now_s < payment.made_s + 10
        if before == "waiting":
            assert became in ("taken_back", "paid", "declined")
            self.model.end(payment, became)
        assert became == payment.state(self.model.now_s)
        for wanted, answer in zip([*STEPS, *STEPS], answers, strict=True):
            # Accepting what still can be taken back does nothing and is no refusal, until something else is so.
            fine = {"", SETTLED} if wanted == "paid" and early else {""} if wanted == became else {SETTLED}
            assert answer in fine, (wanted, became)
        self.model.sweep()

    @precondition(lambda self: self.answered)
    @rule(which=ANY)
    def come_again(self, which: int) -> None:
        """The same request_id, however much later: the first answer, and nothing more happens."""
        ask, answer = self.answered[-1 - which % len(self.answered)]
        assert ask() == answer

    # Requests and bills

    @rule(payee=PERSON, payer=PERSON, amount=AMOUNT)
    def ask(self, payee: str, payer: str, amount: int) -> None:
        waiting = [each for each in self.model.asked if (each.payee, each.payer) == (payee, payer)]
        if len(waiting) < 10:
            expected = self.model.ask(payee, payer, amount)
            self._once(lambda key: self.face.ask(payee, payer, amount, key), expected, keeps=not expected)

    @precondition(lambda self: self.model.asked)
    @rule(which=ANY)
    def pay_what_was_asked(self, which: int) -> None:
        number = len(self.model.asked) - 1 - which % len(self.model.asked)
        asked = self.model.asked[number]
        expected = self.model.pay(asked.payer, asked.payee, asked.amount, asked)
        # What was closed before it was asked is refused before anything is kept.
        self._once(lambda key: self.face.pay_asked(asked.payer, number, key), expected, keeps=expected != CLOSED)

    @precondition(lambda self: self.model.asked)
    @rule(which=ANY, person=PERSON, wanted=st.sampled_from(["declined", "cancelled"]))
    def close_request(self, which: int, person: str, wanted: str) -> None:
        number = len(self.model.asked) - 1 - which % len(self.model.asked)
        expected = self.model.close(self.model.asked[number], person, wanted)
        assert self.face.close_request(number, person, wanted) == expected

    @precondition(lambda self: len(self.model.splits) < 4)
    @rule(owner=PERSON, total=st.integers(3, 5_000), everybody=st.booleans(), owner_shares=st.booleans())
    def split(self, owner: str, total: int, everybody: bool, owner_shares: bool) -> None:
        others = [name for name in PEOPLE if name != owner][: 2 if everybody else 1]
        self.model.split(owner, others, total, owner_shares)
        people = [owner, *others] if owner_shares else others
        self._once(lambda key: self.face.split(owner, people, total, key), "")

    @precondition(lambda self: self.model.splits)
    @rule(which=ANY)
    def close_split(self, which: int) -> None:
        number = which % len(self.model.splits)
        self.model.close_split(number)
        assert self.face.close_split(number, self._owner(number)) == ""

    # Time

    @rule(seconds=st.sampled_from(SPANS_S))
    def time_passes_and_the_host_is_there(self, seconds: int) -> None:
        self._later(seconds)
        self.model.sweep()
        self.face.sweep()

    @rule(seconds=st.sampled_from(SPANS_S))
    def time_passes_and_the_host_is_away(self, seconds: int) -> None:
        self._later(seconds)

    def _later(self, seconds: int) -> None:
        self.model.now_s += seconds
        self.face.later(seconds)

    def _owner(self, number: int) -> str:
        return next(each.payee for each in self.model.asked if each.split == number)

    # What must be so at any time

    @invariant()
    def everything_stands_as_the_model_says(self) -> None:
        model, now_s = self.model, self.model.now_s
        total = 0
        for person in PEOPLE:
            assert self.face.has(person) == (model.money[person], model.aside(person))
            total += model.money[person]
            theirs = {
                number: each.state(now_s)
                for number, each in enumerate(model.payments)
                if person in (each.payer, each.payee)
            }
            assert self.face.payment_states(person) == theirs
            waiting = {number: state for number, state in theirs.items() if state == "waiting"}
            assert self.face.payment_states(person, waiting_only=True) == waiting
            assert self.face.asked_states(person) == {
                number: each.state(now_s)
                for number, each in enumerate(model.asked)
                if person in (each.payer, each.payee)
            }
        assert total == BEGIN_WITH * len(PEOPLE)
        for number in range(len(model.splits)):
            assert self.face.split_states(number, self._owner(number)) == {
                place: each.state(now_s) for place, each in enumerate(model.asked) if each.split == number
            }


class CardsToo(PeopleAndMoney):
    """The same life; at its end, when everybody was told, the chats show how it stands."""

    def teardown(self) -> None:
        try:
            self.model.sweep()
            self.face.sweep()
            self.face.later(600)  # A card that was told while another one was: it is told again.
            self.model.now_s += 600
            self.model.sweep()
            self.face.sweep()
            for pair in CONTACTS:
                self._check(self.face.cards(*pair), set(pair))
        finally:
            super().teardown()

    def _check(self, cards: dict[str, list[dict[str, Any]]], pair: set[str]) -> None:
        now_s, things = self.model.now_s, [*zip(self.face.payments, self.model.payments, strict=True)]
        alone = [*zip(self.face.asked, self.model.asked, strict=True)]
        for thing_id, thing in [*things, *(each for each in alone if each[1].split is None)]:
            if {thing.payer, thing.payee} == pair:
                revisions = [int(each["revision"]) for each in cards[thing_id]]
                assert revisions == sorted(set(revisions))
                assert cards[thing_id][-1]["state"] == thing.state(now_s)


@pytest.mark.timeout(900)
def test_people_and_their_money_live_as_the_model_says(empty_database: Callable[[], str], tmp_path: Path) -> None:
    lives: list[MoneyFace] = []

    class OnDatabase(CardsToo):
        @staticmethod
        def make_face() -> MoneyFace:
            folder = tmp_path / str(len(lives))
            folder.mkdir()
            lives.append(MoneyFace(empty_database(), empty_database(), folder))
            return lives[-1]

    few = settings(
        max_examples=EXAMPLES, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    with structlog.testing.capture_logs():
        run_state_machine_as_test(OnDatabase, settings=few)
    assert len(lives) >= EXAMPLES
