"""Money is whole minor units with a currency: no fractions, no floats, no sums across currencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

# ISO 4217, the currencies the host knows; decimal digits of the minor unit.
EXPONENTS = {
    "AED": 2, "BHD": 3, "DZD": 2, "EGP": 2, "EUR": 2, "GBP": 2, "IQD": 3, "JOD": 3, "JPY": 0, "KWD": 3, "LBP": 2,
    "LYD": 3, "MAD": 2, "OMR": 3, "QAR": 2, "SAR": 2, "SDG": 2, "SYP": 2, "TND": 3, "TRY": 2, "USD": 2, "YER": 2,
}  # fmt: skip
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
