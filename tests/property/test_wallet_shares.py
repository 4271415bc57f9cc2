"""Parts of a payment: nothing is lost or made by rounding, and what is given back adds up to what was got."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.kit.money import EXPONENTS
from wallet.orders.shares import BASIS_POINTS, divide, fee_of, returned, returns

AMOUNTS = st.one_of(st.integers(1, 200), st.integers(1, 2**62))


@st.composite
def splits(draw: st.DrawFn) -> list[int]:
    """Up to twenty payees' basis points, a whole at most."""
    left, found = BASIS_POINTS, []
    for _ in range(draw(st.integers(0, 20))):
        if not left:
            break
        found.append(draw(st.integers(1, left)))
        left -= found[-1]
    return found


@given(AMOUNTS, splits())
def test_parts_add_up_and_are_within_a_unit_of_exact(amount, shares):
    parts = divide(amount, shares)
    assert sum(parts) == amount
    for part, weight in zip(parts, [BASIS_POINTS - sum(shares), *shares], strict=True):
        assert abs(part - Fraction(amount * weight, BASIS_POINTS)) < 1
        assert part >= 0


@given(AMOUNTS)
def test_without_payees_all_is_the_apps(amount):
    assert divide(amount, []) == [amount]


def test_left_over_units_go_to_the_largest_remainders_first_come():
    assert divide(100, [3333, 3333]) == [34, 33, 33]
    assert divide(1, [5000]) == [1, 0]
    assert divide(10, [9999]) == [0, 10]
    assert divide(101, [5000, 5000]) == [0, 51, 50]


def test_every_currency_has_units_and_they_divide_alike():
    """Nothing here knows a currency: a whole riyal, dinar and yen divide by their own units."""
    for exponent in sorted(set(EXPONENTS.values())):
        whole = 10**exponent
        parts = divide(whole, [2500, 2500])
        assert sum(parts) == whole
        assert fee_of(whole) == whole // 100


@given(st.lists(st.one_of(st.integers(0, 30), st.integers(0, 2**62)), min_size=1, max_size=24), st.data())
def test_any_way_of_giving_back_ends_where_it_began(parts, data):
    """Nobody gives more than they have left of it, and the last unit back is everybody's last."""
    refunded, given_back = 0, [0] * len(parts)
    while refunded < sum(parts) and data.draw(st.booleans(), label="another"):
        amount = data.draw(st.integers(1, sum(parts) - refunded), label="amount")
        each = returns(parts, refunded, amount)
        assert sum(each) == amount
        assert min(each) >= 0
        refunded += amount
        given_back = [before + now for before, now in zip(given_back, each, strict=True)]
        assert all(back <= part for back, part in zip(given_back, parts, strict=True))
    each = returns(parts, refunded, sum(parts) - refunded)
    assert [before + now for before, now in zip(given_back, each, strict=True)] == parts


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_unit_by_unit_nobody_takes_back_what_they_gave(parts):
    before = [0] * len(parts)
    for refunded in range(1, sum(parts) + 1):
        now = returned(parts, refunded)
        assert sum(now) == refunded
        assert all(later >= earlier for earlier, later in zip(before, now, strict=True))
        before = now
    assert sum(parts) == 0 or before == list(parts)


@given(st.lists(st.integers(0, 2**40), min_size=1, max_size=24), st.data())
def test_what_is_given_back_is_near_the_exact_share(parts, data):
    """At most a unit for each of the others away from it."""
    paid = sum(parts)
    refunded = data.draw(st.integers(0, paid))
    for part, back in zip(parts, returned(parts, refunded), strict=True):
        assert paid == 0 or abs(back - Fraction(refunded * part, paid)) < len(parts)
