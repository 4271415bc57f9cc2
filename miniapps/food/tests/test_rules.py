"""The arithmetic of the trade: exact to the unit whatever the numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

AMOUNTS = st.integers(0, 5_000_00)
WEIGHTS = st.lists(st.integers(0, 90_000), min_size=1, max_size=12)


@given(amount=AMOUNTS, weights=WEIGHTS)
def test_what_is_allotted_is_the_amount(modules, amount, weights):
    parts = modules.rules.allot(amount, weights)
    assert sum(parts) == amount
    whole = sum(weights)
    if whole:
        assert all(abs(part * whole - amount * weight) < whole for part, weight in zip(parts, weights, strict=True))


@given(food=AMOUNTS, delivery=AMOUNTS, service=AMOUNTS, commission=st.integers(0, 5_000))
def test_shares_are_the_bill(modules, food, delivery, service, commission):
    whole = modules.rules.shares(food, delivery, service, commission)
    assert whole.kitchen_minor + whole.courier_minor + whole.own_minor == food + delivery + service
    assert min(whole.kitchen_minor, whole.courier_minor, whole.own_minor) >= 0
    assert abs(10_000 * (food - whole.kitchen_minor) - food * commission) <= 5_000


@given(takes=st.lists(st.integers(1, 90_000), min_size=1, max_size=12), parts=st.tuples(AMOUNTS, AMOUNTS))
def test_several_payers_share_it_out_exactly(modules, takes, parts):
    """Each payer's shares are what is taken of them, and nobody who is paid loses or gains a unit."""
    total = sum(takes)
    courier = min(parts[0], total)
    kitchen = min(parts[1], total - courier)
    shared = modules.rules.share_out(takes, modules.rules.Shares(kitchen, courier, total - courier - kitchen))
    assert [one.kitchen_minor + one.courier_minor + one.own_minor for one in shared] == takes
    assert sum(one.courier_minor for one in shared) == courier
    assert sum(one.kitchen_minor for one in shared) == kitchen
    assert all(min(one.kitchen_minor, one.courier_minor, one.own_minor) >= 0 for one in shared)


@given(
    wishes=st.lists(st.tuples(st.sampled_from("abcd"), st.integers(1, 9_000), st.integers(1, 5)), min_size=1),
    fees=st.integers(0, 5_000), equal=st.booleans(),
)  # fmt: skip
def test_the_parts_of_a_table_are_its_bill(modules, wishes, fees, equal):
    text = modules.rules.Text("", "")
    lines = [modules.rules.Line(str(at), "d", text, price, n, text, member=who) for at, (who, price, n) in
             enumerate(wishes)]  # fmt: skip
    members = ["a", "b", "c", "d"]
    parts = modules.rules.split_bill(lines, fees, members, equal=equal)
    assert sum(parts) == sum(line.sum_minor for line in lines) + fees
    if equal:
        assert max(parts) - min(parts) <= 1
    else:
        for member, part in zip(members, parts, strict=True):
            mine = sum(line.sum_minor for line in lines if line.member == member)
            assert part >= mine
            assert bool(part) == bool(mine)


@pytest.mark.parametrize(
    ("away_m", "fee"), [(0, 500), (2_000, 500), (2_001, 650), (3_000, 650), (3_001, 800), (12_000, 2_000)]
)
def test_the_delivery_fee_grows_with_each_kilometre_begun(modules, away_m, fee):
    assert modules.rules.delivery_minor(modules.store.Terms(), away_m) == fee


def test_every_stage_that_is_not_an_end_has_a_way_out(modules):
    """Nothing waits for ever: each stage can be left by a timer, the wallet or the owner."""
    rules = modules.rules
    for stage in (rules.Stage.PAYING, *rules.LIVE):
        by = {who for (at, _), (whos, _) in rules.MOVES.items() if at is stage for who in whos.split()}
        assert by & {"timer", "wallet"}
    ends = set(rules.Stage) - {rules.Stage.PAYING, *rules.LIVE}
    assert all(at not in ends for at, _ in rules.MOVES)


HOURS = [[(660, 900), (1110, 1560)], [], [(0, 1440)], [(0, 1440)], [], [], []]
MONDAY = datetime(2026, 3, 2, tzinfo=UTC) - timedelta(hours=3)  # Midnight in Riyadh.


@pytest.mark.parametrize(
    ("minutes", "closes"),
    [(659, None), (660, 900), (899, 900), (900, None), (1110, 1560), (1439, 1560), (1559, 1560), (1560, None),
     (2880, 4320), (4319, 4320), (4320, 5760)],
)  # fmt: skip
def test_open_to_the_minute_and_after_midnight(modules, minutes, closes):
    found = modules.opening.closes_at(HOURS, MONDAY + timedelta(minutes=minutes))
    assert found == (None if closes is None else MONDAY + timedelta(minutes=closes))


def test_when_it_opens_next(modules):
    opens = modules.opening.opens_at
    assert opens(HOURS, MONDAY) == MONDAY + timedelta(minutes=660)
    assert opens(HOURS, MONDAY + timedelta(minutes=1_560)) == MONDAY + timedelta(days=2)
    assert opens(HOURS, MONDAY + timedelta(days=4)) == MONDAY + timedelta(days=7, minutes=660)
    assert opens([[]] * 7, MONDAY) is None


@pytest.mark.parametrize(
    ("typed", "spans"),
    [("", []), ("11-15", [(660, 900)]), ("11:30-15, 18:30-2", [(690, 900), (1110, 1560)]), ("٩-١٧", [(540, 1020)]),
     ("0-24", [(0, 1440)]), ("9–12، 13–17", [(540, 720), (780, 1020)])],
)  # fmt: skip
def test_hours_as_people_write_them(modules, typed, spans):
    assert modules.opening.read(typed) == spans
    assert modules.opening.read(modules.opening.written(spans)) == spans


@pytest.mark.parametrize("typed", ["x", "9", "9-12-15", "25-26", "9-12, 11-13"])
def test_hours_nobody_can_mean(modules, typed):
    with pytest.raises(ValueError):
        modules.opening.read(typed)
