"""Whatever is tried, spent, set and given back, in any order and at any time: no more leaves than the rules say."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from core.kit.money import Money
from wallet.guard import store
from wallet.guard.errors import LimitExceeded, PinLocked
from wallet.guard.guard import Guard
from wallet.guard.limits import DAY_MS
from wallet.guard.pins import LOCKS_S, TRIES_MAX, Pin, begin_try, forgiven
from wallet.schema import metadata

LAYLA, APPS = "usr_layla", ("", "taxi", "cafe")
HOUR_MS = 3_600_000
spends = st.tuples(st.just("spend"), st.sampled_from(APPS), st.integers(1, 800_000))
returns = st.tuples(st.just("return"), st.integers(0, 30), st.just(0))
settings = st.tuples(st.just("set"), st.sampled_from(APPS), st.integers(0, 3_000_000))
waits = st.tuples(st.just("wait"), st.integers(1, 20 * HOUR_MS), st.just(0))


@given(st.lists(st.one_of(spends, spends, returns, settings, waits), max_size=40))
def test_no_day_lets_out_more_than_its_limits(steps: list[tuple]) -> None:  # type: ignore[type-arg]
    """Against sums made from the list of what left, not from what is stored."""
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    guard = Guard(desk=None, proofs=None)  # type: ignore[arg-type]
    left: list[list] = []  # type: ignore[type-arg]  # [moment, app, amount], of what left and stayed away.
    most: dict[str, int] = defaultdict(lambda: 500_000, {"": 2_000_000})
    now_ms = 20_000 * DAY_MS

    def today(app_id: str) -> int:
        return sum(
            amount for at, app, amount in left if at // DAY_MS == now_ms // DAY_MS and (not app_id or app == app_id)
        )

    with engine.begin() as tx:
        for kind, first, second in steps:
            books = SimpleNamespace(now_ms=now_ms)
            if kind == "wait":
                now_ms += first
            elif kind == "set":
                store.set_limit(tx, LAYLA, first, "SAR", second)
                most[first] = second
            elif kind == "return" and first < len(left):
                at, app_id, amount = left[first]
                guard.give_back(tx, books, LAYLA, app_id, Money(amount, "SAR"), spent_at_ms=at)
                left[first][2] = 0
            elif kind == "spend":
                fits = all(today(each) + second <= most[each] for each in {"", first})
                try:
                    guard.spend(tx, books, LAYLA, first, Money(second, "SAR"))
                except LimitExceeded:
                    assert not fits
                else:
                    assert fits
                    left.append([now_ms, first, second])
            listed = {each.app_id: each for each in store.day_limits(tx, LAYLA, "SAR", now_ms)}
            for app_id in APPS:
                assert (listed[app_id].spent_minor if app_id in listed else 0) == today(app_id)
    engine.dispose()


@given(st.lists(st.tuples(st.integers(0, 30 * HOUR_MS), st.booleans()), max_size=60))
def test_wrong_pins_are_few_in_any_time(steps: list[tuple[int, bool]]) -> None:
    """Between right ones: five, then a lock; so a month of guessing is some 160 PINs of a million."""
    pin, now_ms = Pin("hash"), 1_000 * DAY_MS
    wrong: list[int] = []  # Moments, since the last right one.
    for wait_ms, is_right in steps:
        now_ms += wait_ms
        try:
            pin = begin_try(pin, now_ms)
        except PinLocked:
            assert wrong
            assert len(wrong) % TRIES_MAX == 0
            continue
        if is_right:
            pin, wrong = forgiven(pin), []
            continue
        wrong.append(now_ms)
        for number in range(TRIES_MAX, len(wrong), TRIES_MAX):
            lock_ms = LOCKS_S[min(number // TRIES_MAX, 3) - 1] * 1000
            assert wrong[number] - wrong[number - 1] >= lock_ms
