"""One caller calls one method so often and no oftener; nobody waits for anybody else, and who is quiet is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.call_limits import APP_FACTOR, CALLS_BURST, CALLS_PER_S, CallLimits, Rate
from core.kit.caller import ANYBODY, Caller
from core.kit.clock import ManualClock
from core.kit.errors import RateLimited

LAYLA, OMAR = Caller.user("usr_layla"), Caller.user("usr_omar")
SEND, READ = "majlis.probe.v1.ProbeService/Send", "majlis.probe.v1.ProbeService/Read"
SLOW = Rate(per_s=2, burst=4)


class Counted:
    """Limits on a clock one can turn; `let` says how many of so many calls at once pass."""

    def __init__(self, calls_per_s: int = CALLS_PER_S) -> None:
        self.clock = ManualClock()
        self.limits = CallLimits(clock=self.clock, calls_per_s=calls_per_s)

    def let(self, calls: int, caller: Caller = LAYLA, method: str = SEND, rate: Rate | None = None) -> int:
        passed = 0
        for _ in range(calls):
            try:
                self.limits.count(caller, method, rate)
            except RateLimited:
                continue
            passed += 1
        return passed

    def wait_ms(self, milliseconds: float) -> None:
        self.clock.advance(timedelta(milliseconds=milliseconds))


def test_a_burst_passes_and_one_more_does_not() -> None:
    assert Counted().let(CALLS_BURST + 1) == CALLS_BURST


def test_after_the_burst_so_many_pass_in_a_second() -> None:
    counted = Counted()
    counted.let(CALLS_BURST)
    for _ in range(3):
        counted.wait_ms(1000)
        assert counted.let(2 * CALLS_PER_S) == CALLS_PER_S


def test_who_was_quiet_has_the_whole_burst_again_and_no_more() -> None:
    counted = Counted()
    counted.let(CALLS_BURST)
    counted.wait_ms(3_600_000)
    assert counted.let(2 * CALLS_BURST) == CALLS_BURST


def test_a_refusal_says_when_the_same_call_will_do() -> None:
    """Not a moment later: who waits as told gets through, who comes earlier does not."""
    counted = Counted()
    counted.let(4, rate=SLOW)
    with pytest.raises(RateLimited) as refused:
        counted.limits.count(LAYLA, SEND, SLOW)
    assert refused.value.facts == {"method": SEND, "retry_after_ms": 500}
    counted.wait_ms(499)
    assert counted.let(1, rate=SLOW) == 0
    counted.wait_ms(1)
    assert counted.let(2, rate=SLOW) == 1


def test_a_refused_call_costs_nothing() -> None:
    """A client that hammers is not held back for longer than one that waits."""
    counted = Counted()
    counted.let(1_000, rate=SLOW)
    counted.wait_ms(500)
    assert counted.let(1, rate=SLOW) == 1


def test_nobody_waits_for_anybody_else_and_no_method_for_another() -> None:
    counted = Counted()
    counted.let(CALLS_BURST)
    assert counted.let(1) == 0
    assert counted.let(CALLS_BURST, OMAR) == CALLS_BURST
    assert counted.let(CALLS_BURST, LAYLA, READ) == CALLS_BURST


def test_all_devices_of_a_person_share_one_limit() -> None:
    counted = Counted()
    counted.let(CALLS_BURST, Caller.user("usr_layla", device_id="dev_1"))
    assert counted.let(1, Caller.user("usr_layla", device_id="dev_2")) == 0


def test_an_app_has_a_limit_of_its_own_for_each_person() -> None:
    """One person who floods an app does not end it for the others, nor does an app use up what the person may."""
    counted = Counted()
    of_layla, of_omar, alone = (Caller.app("org.polls", user_id=user) for user in ("usr_layla", "usr_omar", ""))
    burst = CALLS_BURST * APP_FACTOR
    assert [counted.let(burst + 1, app) for app in (of_layla, of_omar, alone)] == [burst] * 3
    assert counted.let(1, Caller.app("org.taxi", user_id="usr_layla")) == 1
    assert counted.let(CALLS_BURST) == CALLS_BURST


@pytest.mark.parametrize("caller", [Caller.of_service("gateway"), ANYBODY], ids=["service", "nobody"])
def test_services_and_calls_without_a_name_are_not_counted(caller: Caller) -> None:
    """What nobody signed for has limits where it is served; the host's own work must not stop in a rush."""
    counted = Counted()
    assert counted.let(10 * CALLS_BURST, caller) == 10 * CALLS_BURST
    assert len(counted.limits) == 0


def test_an_operator_is_a_person() -> None:
    assert Counted().let(CALLS_BURST + 1, Caller.operator("usr_salma")) == CALLS_BURST


@pytest.mark.parametrize(("calls_per_s", "burst", "own"), [(60, 300, 12), (10, 50, 2), (1, 5, 1)])
def test_the_setting_scales_every_limit(calls_per_s: int, burst: int, own: int) -> None:
    """A method's own too; however small, one call passes."""
    counted = Counted(calls_per_s)
    assert counted.let(1_000) == burst
    assert counted.let(100, method=READ, rate=SLOW) == own


def test_buckets_that_are_full_again_are_forgotten() -> None:
    counted = Counted()
    for number in range(1_000):
        counted.let(1, Caller.user(f"usr_{number}"))
    assert len(counted.limits) == 1_000
    for _ in range(2):
        counted.wait_ms(1000 * CALLS_BURST / CALLS_PER_S)
        counted.let(1, OMAR)
    assert len(counted.limits) == 1


STEPS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([SEND, READ]), st.sampled_from([0, 0, 1, 50, 250, 2_000, 12_000])),
    max_size=200,
)


@given(STEPS)
def test_forgetting_lets_nothing_pass_that_remembering_would_not(steps: list[tuple[int, str, int]]) -> None:
    """Against buckets that are never forgotten, in whole milliseconds; what is kept are the last moments' callers."""
    counted = Counted()
    rates = {SEND: Rate(per_s=4, burst=3), READ: SLOW}
    longest_ms = 2_000
    now_ms, left, last_ms = 0, dict[tuple[int, str], tuple[int, int]](), dict[tuple[int, str], int]()
    for who, method, pause_ms in steps:
        counted.wait_ms(pause_ms)
        now_ms += pause_ms
        rate = rates[method]
        tokens, at_ms = left.get((who, method), (rate.burst * 1000, 0))  # In thousandths of a call.
        tokens = min(rate.burst * 1000, tokens + (now_ms - at_ms) * rate.per_s)
        passes = tokens >= 1000
        left[who, method] = tokens - 1000 * passes, now_ms
        assert counted.let(1, Caller.user(f"usr_{who}"), method, rate) == passes
        last_ms[who, method] = now_ms
        recent = [key for key, touched_ms in last_ms.items() if now_ms - touched_ms < 3 * longest_ms]
        assert len(counted.limits) <= len(recent)
