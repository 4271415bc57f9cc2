"""When a version is suspended: for what it does to many, never for what one person makes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.clock import ManualClock
from core.sandbox.traps import PEOPLE_MIN, PEOPLE_SHARE, SPUN_FUEL_MIN, WINDOW_S, Trap, TrapWatch, Verdict, is_trap
from majlis_devkit.engine import FUEL_MAX, Outcome

VERSION = "ver_evil"
TRAP = Trap("APP_OUT_OF_FUEL", "action spin", "it spun", "ab12")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def watch(clock: ManualClock) -> TrapWatch:
    return TrapWatch(clock=clock)


def trap_for(watch: TrapWatch, *people: str, trap: Trap = TRAP) -> Verdict | None:
    """The last one's verdict."""
    verdict = None
    for person in people:
        verdict = watch.trapped(VERSION, person, trap)
    return verdict


def names(count: int, what: str = "person") -> list[str]:
    return [f"{what} {n}" for n in range(count)]


def test_one_person_never_has_an_app_suspended(watch: TrapWatch) -> None:
    """They found the button that traps, and press it ten thousand times."""
    assert not any(watch.trapped(VERSION, "mallory", TRAP) for _ in range(10_000))


def test_a_few_strangers_cannot_take_away_what_works_for_many(watch: TrapWatch) -> None:
    for person in names(100):
        watch.ran(VERSION, person)
    assert trap_for(watch, *names(PEOPLE_MIN * 2, "mallory")) is None


def test_what_traps_for_everybody_is_suspended_with_the_numbers(watch: TrapWatch) -> None:
    memory = Trap("APP_OUT_OF_MEMORY", "open /", "too much", "cd34")
    assert trap_for(watch, "layla", "layla", *names(PEOPLE_MIN - 2)) is None
    verdict = trap_for(watch, "omar", trap=memory)
    assert verdict is not None
    assert verdict.counts == {"APP_OUT_OF_FUEL": PEOPLE_MIN, "APP_OUT_OF_MEMORY": 1}
    assert (verdict.people, verdict.people_served, verdict.last) == (PEOPLE_MIN, PEOPLE_MIN, memory)


def test_a_quarter_of_its_people_is_enough(watch: TrapWatch) -> None:
    for person in names(40):
        watch.ran(VERSION, person)
    assert trap_for(watch, *names(9)) is None
    verdict = trap_for(watch, "person 9")
    assert verdict is not None
    assert (verdict.people, verdict.people_served) == (10, 40)


def test_what_an_app_does_by_itself_counts_as_one_more_person(watch: TrapWatch) -> None:
    """Somebody may have made it set those timers."""
    assert not any(watch.trapped(VERSION, "", TRAP) for _ in range(1_000))
    assert trap_for(watch, *names(PEOPLE_MIN - 1)) is not None


def test_a_bad_evening_is_forgotten(watch: TrapWatch, clock: ManualClock) -> None:
    trap_for(watch, *names(PEOPLE_MIN - 1))
    clock.advance(timedelta(seconds=WINDOW_S))
    assert trap_for(watch, "omar") is None


def test_it_counts_anew_after_a_verdict(watch: TrapWatch) -> None:
    """An operator lifted it: what happened before is no reason any more."""
    assert trap_for(watch, *names(PEOPLE_MIN)) is not None
    assert trap_for(watch, *names(PEOPLE_MIN - 1)) is None


def test_other_versions_are_not_judged_by_it(watch: TrapWatch) -> None:
    trap_for(watch, *names(PEOPLE_MIN - 1))
    assert watch.trapped("ver_other", "omar", TRAP) is None


def test_versions_nobody_runs_are_forgotten(watch: TrapWatch, clock: ManualClock) -> None:
    for n in range(100):
        watch.ran(f"ver_{n}", "layla")
    clock.advance(timedelta(seconds=WINDOW_S))
    watch.ran(VERSION, "layla")
    assert len(watch) == 1


def test_a_host_may_suspend_nobody(clock: ManualClock) -> None:
    assert trap_for(TrapWatch(clock=clock, people_min=0), *names(1_000)) is None


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        (Outcome(answer="{}"), False),
        # An exception the SDK caught is an answer; its worker goes on.
        (Outcome(answer='{"error":{"reason":"APP_CRASHED"}}'), False),
        (Outcome(failure="APP_CRASHED"), True),
        (Outcome(failure="APP_OUT_OF_FUEL"), True),
        (Outcome(failure="APP_OUT_OF_MEMORY"), True),
        (Outcome(failure="APP_HOST_CALLS_EXCEEDED"), True),
        (Outcome(failure="APP_TIMED_OUT", fuel_used=FUEL_MAX - 1), True),
        # The machine was busy, or the host slow: it had hardly begun.
        (Outcome(failure="APP_TIMED_OUT", fuel_used=SPUN_FUEL_MIN - 1), False),
    ],
)
def test_what_is_a_trap(outcome: Outcome, counts: bool) -> None:
    assert is_trap(outcome) is counts


@given(st.lists(st.tuples(st.floats(0, WINDOW_S / 4), st.integers(0, 30), st.booleans()), max_size=120))
def test_nobody_is_suspended_for_fewer_or_for_longer_ago(events: list[tuple[float, int, bool]]) -> None:
    """Against a plain list of what happened."""
    clock = ManualClock()
    watch, past = TrapWatch(clock=clock), list[tuple[float, int, bool]]()
    for wait_s, person, traps in events:
        clock.advance(timedelta(seconds=wait_s))
        now_s = clock.monotonic_s()
        past.append((now_s, person, traps))
        recent = [each for each in past if each[0] > now_s - WINDOW_S]
        trapped, served = {who for _, who, bad in recent if bad}, {who for _, who, _ in recent}
        if not traps:
            watch.ran(VERSION, str(person))
            continue
        verdict = watch.trapped(VERSION, str(person), TRAP)
        due = len(trapped) >= PEOPLE_MIN and len(trapped) * PEOPLE_SHARE >= len(served)
        assert (verdict is not None) == due
        if due:
            past.clear()
