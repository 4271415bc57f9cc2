"""G1 to G7 in one life: whatever people, phones, clocks and restarts do, everybody has the one log and nothing else.

After every step: what was answered is there, once, under the number that was answered; numbers have no gap; every
phone that follows or catches up holds exactly the log, proven by its hashes; messages are what replaying the log gives;
unread counts are those of somebody who counts; nobody sees more than they may, or a word that was taken back.
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

from core.kit.db import Database
from tests.support.chat_desk import ChatDesk
from tests.support.chat_life import ChatLife
from tests.support.chat_model import Asked
from tests.support.chat_processes import Servers

STEPS = 25
# MAJLIS_CHAT_EXAMPLES says how many lives on SQLite; PostgreSQL has a third.
EXAMPLES = int(os.environ.get("MAJLIS_CHAT_EXAMPLES", "10"))
# Not shrunk: a failure is replayed by its printed steps, and to shrink it takes longer than a test may.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
SIGNS = ("👍", "😀")
JUMPS = (timedelta(minutes=-90), timedelta(seconds=50), timedelta(minutes=3), timedelta(hours=49), timedelta(days=40))
whom = st.sampled_from((0, 1, 2, 1, 2, 3))
back = st.integers(0, 7)
phones = st.integers(0, 5)
verbs = st.sampled_from(("send", "send", "edit", "recall", "react", "unreact"))


class ChatMachine(RuleBasedStateMachine):
    """`run` awaits on the test's loop; each example is a group of its own."""

    run: Callable[[Coroutine[Any, Any, Any]], Any]
    servers: Servers
    lives = 0

    @initialize()
    def begin(self) -> None:
        self.life = ChatLife(self.servers)
        type(self).lives += 1
        self.run(self.life.begin())
        self.asked: list[Asked] = []

    def _ask(self, who: int, verb: str, at: int, sign: int = 0, calls: int | None = None) -> Asked:
        made = self.life.new(
            self.life.people[who], verb, back=at, calls=None if calls is None else self.life.people[calls],
            sign=SIGNS[sign] if verb in ("react", "unreact") else "",
        )  # fmt: skip
        self.asked.append(made)
        return made

    @rule(who=whom, at=st.sampled_from((0, 0, 0, 1, 4)), calls=st.none() | st.integers(0, 3))
    def send(self, who: int, at: int, calls: int | None) -> None:
        self.run(self.life.once(self._ask(who, "send", at, calls=calls)))

    @rule(who=whom, verb=verbs, at=back, sign=st.integers(0, 1), calls=st.none() | st.integers(0, 3))
    def change(self, who: int, verb: str, at: int, sign: int, calls: int | None) -> None:
        self.run(self.life.once(self._ask(who, verb, at, sign, calls)))

    @rule(verb=st.sampled_from(("edit", "edit", "recall")), at=st.integers(0, 2))
    def change_ones_own(self, verb: str, at: int) -> None:
        """What others may not is refused too often for much to be edited and then taken back."""
        self.run(self.life.once(self._ask(self.life.author(at), verb, at)))

    @rule(who=whom, verb=verbs, at=back, turns=st.integers(0, 12))
    def lose_the_answer(self, who: int, verb: str, at: int, turns: int) -> None:
        self.run(self.life.lose(self._ask(who, verb, at), turns))

    @precondition(lambda self: self.asked)
    @rule(which=st.integers(0, 40))
    def ask_again(self, which: int) -> None:
        self.run(self.life.again(self._earlier(which)))

    @precondition(lambda self: self.asked)
    @rule(which=st.integers(0, 40))
    def use_an_id_for_another(self, which: int) -> None:
        self.run(self.life.reuse(self._earlier(which)))

    def _earlier(self, which: int) -> Asked:
        known = [each for each in self.asked if (each.who, each.request_id) in self.life.model.asked]
        return known[-1 - which % len(known)] if known else self._ask(1, "send", 0)

    @rule(who=st.lists(whom, min_size=2, max_size=5))
    def send_at_once(self, who: list[int]) -> None:
        self.run(self.life.at_once([self._ask(each, "send", 0) for each in who]))

    @rule(who=whom, at=back)
    def hide(self, who: int, at: int) -> None:
        self.run(self.life.hide(self.life.people[who], at))

    @rule(who=whom, at=back)
    def read(self, who: int, at: int) -> None:
        self.run(self.life.read(self.life.people[who], at))

    @rule(who=st.integers(1, 3), what=st.sampled_from(("leave", "remove", "join", "join")))
    def come_or_go(self, who: int, what: str) -> None:
        self.run(getattr(self.life, what)(self.life.people[who]))

    @rule(history=st.booleans())
    def set_history(self, history: bool) -> None:
        self.run(self.life.set_history(history))

    @rule(by=st.sampled_from(JUMPS))
    def jump_in_time(self, by: timedelta) -> None:
        self.life.jump(by)

    @rule(which=phones)
    def follow(self, which: int) -> None:
        self.run(self._follow(which))

    async def _follow(self, which: int) -> None:
        phone = self.life.phones[which]
        await phone.stop()
        await phone.follow()

    @rule(which=phones)
    def go_away(self, which: int) -> None:
        self.run(self.life.phones[which].stop())

    @rule(which=phones)
    def catch_up(self, which: int) -> None:
        self.run(self.life.catch_up(self.life.phones[which]))

    @rule()
    def restart(self) -> None:
        self.run(self.life.restart())

    @invariant()
    def everybody_has_the_one_log(self) -> None:
        if hasattr(self, "life"):
            self.run(self.life.check())

    def teardown(self) -> None:
        if hasattr(self, "life"):
            for phone in self.life.phones:
                self.run(self.life.catch_up(phone))
            self.run(self.life.end())


@pytest.fixture
def machine(database: Database, tmp_path: Path) -> Iterator[type[ChatMachine]]:
    """One loop and one database for all examples."""
    with asyncio.Runner() as runner:
        chat = ChatDesk(database, tmp_path)
        servers = Servers(chat, tmp_path)
        runner.run(servers.start())

        class Machine(ChatMachine):
            run = staticmethod(runner.run)

        Machine.servers = servers
        yield Machine
        runner.run(servers.stop())
        chat.identity.close()


def test_whatever_happens_everybody_has_the_one_log(machine: type[ChatMachine], database: Database) -> None:
    """People who send, lose answers, ask again, come and go, on clocks that jump and services that end."""
    examples = EXAMPLES if database.engine.dialect.name == "sqlite" else EXAMPLES // 3 + 1
    of_this = settings(
        max_examples=examples, stateful_step_count=STEPS, deadline=None, phases=PHASES, report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with structlog.testing.capture_logs():
        run_state_machine_as_test(machine, settings=of_this)
    assert machine.lives >= examples
