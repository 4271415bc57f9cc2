"""Attackers beside victims in one worker pool, workers killed in between, and every word looked at.

Each victim's event carries its word and a nonce of its own through event, state, host calls, output and answer; all of
them must come back, exactly, and no word of anybody else. Bounded by counts or by whatever `enough` says.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from core.kit.errors import DomainError
from core.sandbox.workers import AppInterrupted, AppTimedOut, Job, Outcome, WorkerPool
from tests.support import census
from tests.support.stress_guests import ASKS, ATTACKS, VICTIM, Attack, foreign_words
from tests.support.waiting import until

VICTIMS, ATTACKERS = 6, 4
VICTIM_DEADLINE_S = DEADLINE_S_MAX = 120.0
CRASHES_EVERY, KILLS_EVERY = 7, 10  # Of a victim's events, one crashes; of all victims' events, one is a worker's last.
MILLISECOND_NS = 1_000_000


class HostFault(Exception):
    """A host function of the attacker's that fails, with the attacker's words in its text."""


@dataclass(slots=True)
class Tally:
    """What happened so far."""

    served: int = 0
    crashed: int = 0
    interrupted: int = 0  # Victims' events that went with a worker we killed; each was sent again.
    kills: int = 0
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)  # (attack, how it ended)

    @property
    def attacks(self) -> int:
        return self.ends.total()

    def unseen(self) -> set[str]:
        """Attacks that none has been made of."""
        return {attack.name for attack in ATTACKS} - {name for name, _ in self.ends}


@dataclass(slots=True)
class _Victim:
    app_id: str
    word: str
    count: int = 0


class Stress:
    """Raises AssertionError at the first thing that is not as it must be."""

    def __init__(self, pool: WorkerPool, runner_id: str, *, seed: int) -> None:
        self._pool, self._runner_id = pool, runner_id
        self._random = random.Random(seed)
        self._victims = [_Victim(f"victim {number}", new_word()) for number in range(VICTIMS)]
        self._drawn: set[str] = set()
        self._next_attacks: list[Attack] = []
        self.tally = Tally()

    async def run(self, enough: Callable[[Tally], bool]) -> None:
        """Until it is enough; what has begun is ended first."""
        async with asyncio.TaskGroup() as group:
            for victim in self._victims:
                group.create_task(self._live(victim, enough))
            for number in range(ATTACKERS):
                group.create_task(self._attack(f"attacker {number}", enough))

    # The victims

    async def _live(self, victim: _Victim, enough: Callable[[Tally], bool]) -> None:
        while not enough(self.tally):
            victim.count += 1
            nonce, crashes = secrets.token_hex(16), victim.count % CRASHES_EVERY == 0
            while not await self._served(victim, nonce, crashes=crashes):
                self.tally.interrupted += 1
            self.tally.served += 1
            self.tally.crashed += crashes
            if self.tally.served % KILLS_EVERY == 0:
                self._kill()

    def _kill(self) -> None:
        lines = list(self._pool._lines.values())
        if lines:
            self.tally.kills += 1
            self._random.choice(lines).kill()

    async def _served(self, victim: _Victim, nonce: str, *, crashes: bool) -> bool:
        said = {"word": victim.word, "nonce": nonce, "state": {"count": victim.count}, "crashes": crashes}
        answers: list[str] = []

        async def host(interface: str, method: str, request: str) -> str:
            assert (interface, method) == ("appdata", "GetDocument")
            assert json.loads(request) == {"key": nonce, "number": len(answers)}
            answers.append(json.dumps({"ok": {"word": victim.word, "drawn": secrets.token_hex(16)}}))
            return answers[-1]

        job = Job(
            artifact_id=self._runner_id, event=json.dumps(said), app_id=victim.app_id, sources=VICTIM,
            deadline_s=VICTIM_DEADLINE_S,
        )  # fmt: skip
        began_ns = time.monotonic_ns()
        try:
            outcome = await self._pool.run(job, host)
        except AppTimedOut:
            raise
        except AppInterrupted:
            return False
        self._check(said, outcome, answers, (began_ns, time.monotonic_ns()))
        return True

    def _check(self, said: dict[str, Any], outcome: Outcome, told: list[str], lived_ns: tuple[int, int]) -> None:
        told_by_all = f"{outcome.answer} {outcome.output} {outcome.detail}"
        assert not foreign_words(told_by_all, said["word"]), told_by_all
        assert len(told) == outcome.host_calls == ASKS
        first_line = f"at {said['word']} {said['nonce']}\n"
        if said["crashes"]:
            assert (outcome.failure, outcome.answer) == ("APP_CRASHED", None)
            assert outcome.output.startswith(first_line)
            assert f"ValueError: mine is {said['word']} {said['nonce']}" in outcome.output
            return
        assert outcome.failure is None, told_by_all
        assert outcome.output == first_line
        answer = json.loads(outcome.answer or "")
        drawn, clocks = answer.pop("drawn"), answer.pop("clocks")
        assert answer == {
            "word": said["word"], "nonce": said["nonce"], "state": {"count": said["state"]["count"] + 1},
            "told": told, "kept": [said["word"]], "poison": None,
        }  # fmt: skip
        assert len(set(drawn)) == len(drawn)
        assert not self._drawn.intersection(drawn), "the same randomness twice"
        self._drawn.update(drawn)
        check_clocks(clocks, lived_ns, ASKS + 2)

    # The attackers

    async def _attack(self, app_id: str, enough: Callable[[Tally], bool]) -> None:
        word = new_word()
        while not enough(self.tally):
            if not self._next_attacks:
                self._next_attacks = self._random.sample(ATTACKS, len(ATTACKS))
            attack = self._next_attacks.pop()
            ended = await self._attacked(attack, app_id, word, enough)
            if ended is None:
                return
            end, said = ended
            assert not foreign_words(said, word), (attack.name, said)
            assert end in attack.ends, (attack.name, end, said[:500])
            self.tally.ends[attack.name, end] += 1

    async def _attacked(
        self, attack: Attack, app_id: str, word: str, enough: Callable[[Tally], bool]
    ) -> tuple[str, str] | None:
        """How it ended and all that was said; None where it was enough before it could."""

        async def host(interface: str, method: str, request: str) -> str:
            if attack.host == "raises":
                raise HostFault(f"{method} failed: {request}")
            if attack.host == "is silent":
                await asyncio.Event().wait()
            return json.dumps({"ok": {"word": word}})

        deadline_s = attack.deadline_s
        while not enough(self.tally):
            job = Job(
                artifact_id=self._runner_id, event=word, app_id=app_id, sources=attack.sources, deadline_s=deadline_s
            )
            try:
                outcome = await self._pool.run(job, host)
            except HostFault as fault:
                return "FAULT", str(fault)
            except DomainError as refused:
                if refused.reason not in ("APP_INTERRUPTED", "RESOURCE_EXHAUSTED"):
                    return refused.reason, f"{refused.message} {refused.facts}"
                # It was killed by us, or never begun: then a busy machine gets more time.
                was_begun = refused.reason == "APP_INTERRUPTED"
                deadline_s = attack.deadline_s if was_begun else min(2 * deadline_s, DEADLINE_S_MAX)
            else:
                return outcome.failure or "answered", f"{outcome.answer} {outcome.output} {outcome.detail}"
        return None


def new_word() -> str:
    """Somebody's own: in any other place it is a leak."""
    return f"word-{secrets.token_hex(16)}"


def check_clocks(read: list[list[int]], lived_ns: tuple[int, int], readings: int) -> None:
    """Readings of (wall, monotonic): whole milliseconds, never back, and not outside of the event."""
    assert len(read) == readings
    assert all(nanoseconds % MILLISECOND_NS == 0 for reading in read for nanoseconds in reading)
    assert all(earlier[1] <= later[1] for earlier, later in pairwise(read))
    assert lived_ns[0] - MILLISECOND_NS <= read[0][1] <= read[-1][1] <= lived_ns[1]


@dataclass(frozen=True, slots=True)
class Held:
    """What pool, zygote and workers hold while nothing runs."""

    host_kb: int
    zygote_kb: int
    worker_kb: list[int]
    descriptors: tuple[list[str], list[str]]  # of the host and the zygote
    unnamed_files: tuple[list[str], list[str]]
    children: Counter[str]  # the host's and the zygote's, by the kernel's letter for their state


async def held(pool: WorkerPool, size: int) -> Held:
    """Once every worker is back and whoever was killed is reaped."""
    zygote = pool._zygote
    assert zygote is not None

    def is_settled() -> bool:
        stats, ours = pool.stats(), census.children(zygote.pid)
        pids = {line.pid for line in pool._lines.values()}
        return stats["idle"] == stats["workers"] == size and {child.pid for child in ours} == pids

    await until(is_settled, within_s=60)
    ours, its = [child for child in census.children(os.getpid()) if child.state == "Z"], census.children(zygote.pid)
    return Held(
        host_kb=census.anonymous_kb(os.getpid()),
        zygote_kb=census.anonymous_kb(zygote.pid),
        worker_kb=sorted(census.private_kb(child.pid) for child in its),
        descriptors=(census.descriptors(os.getpid()), census.descriptors(zygote.pid)),
        unnamed_files=(census.unnamed_files(os.getpid()), census.unnamed_files(zygote.pid)),
        children=Counter("Z" if child.state == "Z" else "alive" for child in [*ours, *its]),
    )
