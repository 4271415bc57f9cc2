"""A manual clock moves only when told, and sleepers wake exactly then."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.kit.clock import ManualClock, SystemClock, from_ms, to_ms


async def test_a_sleeper_wakes_at_its_moment_and_not_before() -> None:
    clock, woken = ManualClock(), []

    async def sleeper(seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append(seconds)

    tasks = [asyncio.create_task(sleeper(seconds)) for seconds in (1, 3)]
    for expected in ([], [1], [1], [1, 3]):
        for _ in range(5):
            await asyncio.sleep(0)
        assert woken == expected
        clock.advance(timedelta(seconds=1))
    await asyncio.gather(*tasks)


async def test_both_hands_move_together() -> None:
    clock = ManualClock()
    start, elapsed_s = clock.now(), clock.monotonic_s()
    clock.advance(timedelta(minutes=2))
    assert clock.now() - start == timedelta(minutes=2)
    assert clock.monotonic_s() - elapsed_s == 120


async def test_sleeping_no_time_returns_at_once() -> None:
    await asyncio.wait_for(ManualClock().sleep(0), 1)
    await asyncio.wait_for(SystemClock().sleep(0), 1)


def test_the_systems_clock_is_utc_and_does_not_run_backwards() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert clock.monotonic_s() <= clock.monotonic_s()


@given(st.integers(0, 253402300799999))
def test_milliseconds_survive_the_way_there_and_back(moment_ms: int) -> None:
    assert to_ms(from_ms(moment_ms)) == moment_ms


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    assert to_ms(datetime.fromisoformat("2026-01-01T03:00:00+03:00")) == to_ms(datetime(2026, 1, 1, tzinfo=UTC))
