"""Money is whole minor units with a currency: no fractions, no floats, no sums across currencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from iso4217 import Currency

# ISO 4217 as its registrar publishes it: code → decimal digits of the minor unit, and code → number. Codes it gives no
# minor unit (gold, SDR, "no currency", the test code) are not here: nobody can hold an amount of them.
EXPONENTS = {currency.code: currency.exponent for currency in Currency if currency.exponent is not None}
NUMERIC = {currency.code: currency.number for currency in Currency if currency.exponent is not None}
AMOUNT_MINOR_MAX = 2**63 - 1


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`amount_minor` whole minor units of `currency_code` (ISO 4217)."""

    amount_minor: int
    currency_code: str

    def __post_init__(self) -> None:
        if self.currency_code not in EXPONENTS:
            raise ValueError(f"unknown currency {self.currency_code!r}")
        if type(self.amount_minor) is not int:
            raise TypeError(f"amount_minor is an int, not {type(self.amount_minor).__name__}")
        if abs(self.amount_minor) > AMOUNT_MINOR_MAX:
            raise ValueError("amount_minor does not fit 64 bits")

    def _same(self, other: Money) -> None:
        if other.currency_code != self.currency_code:
            raise ValueError(f"cannot mix {self.currency_code} and {other.currency_code}")

    def __add__(self, other: Money) -> Self:
        self._same(other)
        return type(self)(self.amount_minor + other.amount_minor, self.currency_code)

    def __sub__(self, other: Money) -> Self:
        self._same(other)
        return type(self)(self.amount_minor - other.amount_minor, self.currency_code)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount_minor < other.amount_minor

    def __str__(self) -> str:
        """Plain digits for logs and tests: `12.50 SAR`; screens format by the user's language instead."""
        digits = EXPONENTS[self.currency_code]
        sign, units = ("-" if self.amount_minor < 0 else ""), f"{abs(self.amount_minor):0{digits + 1}d}"
        number = f"{units[:-digits]}.{units[-digits:]}" if digits else units
        return f"{sign}{number} {self.currency_code}"
