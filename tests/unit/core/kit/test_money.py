"""Money never mixes currencies, never becomes a fraction, and knows three-digit and no-digit currencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kit.money import AMOUNT_MINOR_MAX, EXPONENTS, Money

AMOUNTS = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("minor", "code", "text"),
    [
        (1250, "SAR", "12.50 SAR"), (1250, "KWD", "1.250 KWD"), (1250, "JPY", "1250 JPY"), (5, "SAR", "0.05 SAR"),
        (-5, "KWD", "-0.005 KWD"), (0, "SAR", "0.00 SAR"), (0, "JPY", "0 JPY"), (-100, "SAR", "-1.00 SAR"),
    ],
)  # fmt: skip
def test_plain_text_has_the_currencys_own_digits(minor: int, code: str, text: str) -> None:
    assert str(Money(minor, code)) == text


@given(AMOUNTS, AMOUNTS)
def test_what_is_added_can_be_taken_away(one: int, other: int) -> None:
    a, b = Money(one, "SAR"), Money(other, "SAR")
    assert a + b - b == a
    assert (a < b) == (one < other)


@given(AMOUNTS, st.sampled_from(sorted(EXPONENTS)))
def test_the_text_holds_the_exact_amount(minor: int, code: str) -> None:
    number, _, unit = str(Money(minor, code)).partition(" ")
    assert (int(number.replace(".", "")), unit) == (minor, code)


def test_currencies_do_not_mix() -> None:
    riyal, dinar = Money(1, "SAR"), Money(1, "KWD")
    for mixed in (lambda: riyal + dinar, lambda: riyal - dinar, lambda: riyal < dinar):
        with pytest.raises(ValueError):
            mixed()
    assert riyal != dinar


@pytest.mark.parametrize("amount", [1.0, "1", True, None])
def test_an_amount_is_a_whole_number(amount: object) -> None:
    with pytest.raises(TypeError):
        Money(amount, "SAR")  # type: ignore[arg-type]


def test_an_amount_fits_the_wire() -> None:
    Money(AMOUNT_MINOR_MAX, "SAR")
    with pytest.raises(ValueError):
        Money(AMOUNT_MINOR_MAX, "SAR") + Money(1, "SAR")
    with pytest.raises(ValueError):
        Money(1, "XXX")
