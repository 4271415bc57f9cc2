"""How much may leave in a day by the clock of UTC, and how much by PIN alone: pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.kit.errors import InvalidArgument
from core.kit.money import EXPONENTS

# In whole units of the currency, as every account begins.
DAILY_MAX = 20_000
DAILY_MAX_OF_APP = 5_000
STEP_UP_ABOVE = 1_000  # By PIN alone in any 24 hours; more takes the password.
DAY_MS = 24 * 60 * 60 * 1000
MINUTE_MS = 60 * 1000


@dataclass(frozen=True, slots=True)
class DayLimit:
    """One limit of a person in a currency; `app_id` is empty for the one over everything."""

    app_id: str
    currency_code: str
    daily_max_minor: int
    spent_minor: int

    @property
    def left_minor(self) -> int:
        """Never below 0: a limit may be lowered beneath what left already."""
        return max(0, self.daily_max_minor - self.spent_minor)


def check_currency(currency_code: str) -> None:
    """INVALID_ARGUMENT for one that nobody can hold."""
    if currency_code not in EXPONENTS:
        why = "is not a currency of ISO 4217 with a minor unit"
        raise InvalidArgument(f"currency_code: {why}", field="currency_code", why=why)


def default_max_minor(app_id: str, currency_code: str) -> int:
    return in_minor(DAILY_MAX_OF_APP if app_id else DAILY_MAX, currency_code)


def in_minor(units: int, currency_code: str) -> int:
    """Whole units of a currency in its minor ones."""
    return int(units * 10 ** EXPONENTS[currency_code])


def day_of(now_ms: int) -> int:
    """The day by the clock of UTC, counted from 1970."""
    return now_ms // DAY_MS
