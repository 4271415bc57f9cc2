"""Typed values: exact money, honest times, message ids that can exist."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from miniapp import Money, duration, money, t, time
from miniapp.errors import ComponentInvalid, CurrencyMismatch


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "shown"),
    [
        ("28.50", "SAR", 2850, "28.50 SAR"),
        ("28.5", "SAR", 2850, "28.50 SAR"),
        ("-0.05", "SAR", -5, "-0.05 SAR"),
        ("1.234", "KWD", 1234, "1.234 KWD"),
        ("500", "JPY", 500, "500 JPY"),
        (7, "SAR", 700, "7.00 SAR"),
    ],
)
def test_money_is_exact_in_the_currencys_own_digits(amount: Any, currency: str, minor: int, shown: str) -> None:
    assert money(amount, currency) == Money(minor, currency)
    assert str(money(amount, currency)) == shown


@pytest.mark.parametrize("amount", ["28.505", "1e3", "", "1,5", "٣", "nan", "1.", 2.5, True, None])
def test_an_amount_that_is_not_exact_is_refused(amount: Any) -> None:
    """2.675 as a float is 2.67499…; money never passes through one."""
    with pytest.raises((ValueError, TypeError)):
        money(amount, "SAR")


def test_money_adds_and_multiplies_within_one_currency() -> None:
    price = money("28.50", "SAR")
    assert price + price - price * 2 == money("0", "SAR")
    assert 3 * price == money("85.50", "SAR")
    assert sum([price, price], start=money("0", "SAR")) == money("57", "SAR")
    assert price > money("28.49", "SAR")
    assert not money("0", "SAR")


@pytest.mark.parametrize("mix", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b])
def test_two_currencies_never_meet(mix: Any) -> None:
    with pytest.raises(CurrencyMismatch):
        mix(money("1", "SAR"), money("1", "USD"))


@pytest.mark.parametrize("by", [0.5, True, "2"])
def test_money_times_anything_but_an_int_is_refused(by: Any) -> None:
    with pytest.raises(TypeError):
        _ = money("1", "SAR") * by


@pytest.mark.parametrize(("minor", "currency"), [(1.5, "SAR"), (True, "SAR"), (1, "sar"), (1, "ريا"), (1, None)])
def test_money_made_by_hand_is_checked_too(minor: Any, currency: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        Money(minor, currency)


@pytest.mark.parametrize("message", ["", "1a", "a b", "أهلا", "a" * 101, None])
def test_a_message_id_is_one_fluent_can_have(message: Any) -> None:
    with pytest.raises(ComponentInvalid):
        t(message)


def test_t_keeps_numbers_as_numbers_so_that_plurals_work() -> None:
    assert t("votes", count=3) == {"$t": "votes", "args": {"count": 3}}


def test_time_is_unix_milliseconds_of_an_aware_moment() -> None:
    assert time(datetime(2026, 1, 1, tzinfo=UTC), "full") == {"$time": 1767225600000, "style": "full"}
    with pytest.raises(ValueError, match="no time zone"):
        time(datetime(2026, 1, 1))
    assert duration(timedelta(minutes=2)) == {"$duration": 120}
