"""What an app may burn: no more than its bucket in any span, whatever it tries; and an honest one never notices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.clock import ManualClock
from core.sandbox import budgets
from core.sandbox.budgets import BURST_S, PERSON_SHARE, AppBusy, FuelBudgets, events_at_once_max, fuel_per_s
from core.sandbox.workers import QUEUE_PER_APP_MAX
from majlis_devkit.engine import FUEL_MAX

PER_S = 5_000_000_000
VOTE = 4_500_000
APP, OTHER = "org.evil.app", "org.majlis.polls"


def made(per_s: int = PER_S) -> tuple[FuelBudgets, ManualClock]:
    clock = ManualClock()
    return FuelBudgets(clock=clock, per_s=per_s), clock


def run(fuel: FuelBudgets, burned: int, *, app_id: str = APP, person: str = "layla") -> None:
    fuel.pay(fuel.admit(app_id, person), burned)


def drained(fuel: FuelBudgets, *, app_id: str = APP, person: str = "layla") -> AppBusy:
    """Spin until the app is refused; the refusal."""
    for _ in range(1_000):
        try:
            run(fuel, FUEL_MAX, app_id=app_id, person=person)
        except AppBusy as busy:
            return busy
    raise AssertionError("it span for ever")


def test_a_room_that_votes_never_notices() -> None:
    """Two hundred people at once, five times over, on a budget of a host with two cores."""
    fuel, _ = made()
    for n in range(1_000):
        run(fuel, VOTE, person=f"person {n % 200}")


def test_a_refusal_says_when_to_come_again_and_means_it() -> None:
    fuel, clock = made()
    wait_ms = drained(fuel).retry_after_ms
    assert wait_ms
    clock.advance(timedelta(milliseconds=wait_ms - 2))
    with pytest.raises(AppBusy):
        fuel.admit(APP, "layla")
    clock.advance(timedelta(milliseconds=2))
    fuel.admit(APP, "layla")


def test_one_app_that_spins_takes_nothing_from_another() -> None:
    fuel, _ = made()
    drained(fuel)
    run(fuel, VOTE, app_id=OTHER)


def test_whoever_presses_a_spinning_button_runs_dry_alone() -> None:
    """Else one person could switch an app off for everybody, press by press."""
    fuel, _ = made()
    drained(fuel, person="mallory")
    run(fuel, VOTE, person="layla")


def test_an_apps_timers_leave_its_people_room() -> None:
    fuel, _ = made()
    drained(fuel, person="")
    run(fuel, VOTE, person="layla")


def test_many_who_press_it_share_what_the_app_has() -> None:
    fuel, _ = made()
    for n in range(PER_S * BURST_S // FUEL_MAX + 1):  # The last one goes over.
        run(fuel, FUEL_MAX, person=f"mallory {n}")
    with pytest.raises(AppBusy):
        run(fuel, FUEL_MAX, person="one more")


def test_what_spins_cannot_fill_the_queue_on_credit() -> None:
    """Once it is known to spin, each event that waits is counted at what the last ones burned."""
    fuel, clock = made()
    for n in range(8):
        run(fuel, FUEL_MAX, person=str(n))
    clock.advance(timedelta(seconds=BURST_S / 2))

    def wait(count: int) -> None:
        for n in range(count):
            fuel.admit(APP, f"another {n}")

    with pytest.raises(AppBusy):
        wait(QUEUE_PER_APP_MAX // 4)


def test_an_event_is_paid_for_once() -> None:
    fuel, _ = made()
    admitted = fuel.admit(APP, "layla")
    for _ in range(100):
        fuel.pay(admitted, FUEL_MAX)
    run(fuel, VOTE)


def test_what_was_not_begun_costs_nothing() -> None:
    """The queue was full: it is no fault of this event."""
    fuel, _ = made()
    for _ in range(1_000):
        run(fuel, 0)
    run(fuel, VOTE)


def test_an_app_that_rests_is_forgotten_and_one_that_owes_is_not() -> None:
    fuel, clock = made()
    for n in range(100):
        run(fuel, VOTE, app_id=f"org.app.n{n}")
    drained(fuel)
    clock.advance(timedelta(seconds=BURST_S))
    run(fuel, VOTE, app_id=OTHER)
    assert len(fuel) <= 4


steps = st.lists(
    st.tuples(
        st.floats(0, 30), st.integers(0, FUEL_MAX), st.sampled_from(["layla", "omar", "sara", "huda", "ali", ""])
    ),
    min_size=1, max_size=80,
)  # fmt: skip


@given(steps, st.integers(100_000_000, 100_000_000_000))
def test_no_app_burns_more_than_its_bucket_in_any_span(tried: list[tuple[float, int, str]], per_s: int) -> None:
    """The app, and each person with it: a burst and what came in meanwhile, and the event that went over."""
    fuel, clock = made(per_s)
    burned: list[tuple[float, int, str]] = []
    for wait_s, amount, person in tried:
        clock.advance(timedelta(seconds=wait_s))
        try:
            run(fuel, amount, person=person)
        except AppBusy:
            continue
        burned.append((clock.monotonic_s(), amount, person))
    shares = [(None, per_s)] + [(person, per_s / PERSON_SHARE) for person in {each[2] for each in burned}]
    for person, rate in shares:
        mine = [(at_s, amount) for at_s, amount, who in burned if person in (None, who)]
        for first in range(len(mine)):
            for last in range(first, len(mine)):
                span_s = mine[last][0] - mine[first][0]
                total = sum(amount for _, amount in mine[first : last + 1])
                assert total <= rate * (BURST_S + span_s) + FUEL_MAX + per_s * 1e-5


@given(st.lists(st.integers(0, FUEL_MAX), max_size=20))
def test_the_refused_come_in_when_they_were_told(amounts: list[int]) -> None:
    fuel, clock = made()
    for amount in amounts:
        try:
            run(fuel, amount)
        except AppBusy as busy:
            clock.advance(timedelta(milliseconds=busy.retry_after_ms or 0))
            run(fuel, amount)


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 1), (4, 3), (64, 63)])
def test_one_app_never_holds_every_worker(workers: int, most: int) -> None:
    """But where there is one alone, everybody has to take turns on it."""
    assert events_at_once_max(workers) == most


def test_an_app_may_have_half_of_what_the_workers_cores_burn() -> None:
    assert fuel_per_s(4, cores=2) == 5_000_000_000
    assert fuel_per_s(2, cores=8) == 5_000_000_000
    assert fuel_per_s(4, cores=1) == 2_500_000_000


def test_what_nobody_counted_is_charged_by_time() -> None:
    assert budgets.burned(0.5) == 2_500_000_000
    assert budgets.burned(60) == FUEL_MAX
