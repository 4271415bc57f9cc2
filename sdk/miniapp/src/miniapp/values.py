"""Typed values: what a text may be besides a plain string. The app names the meaning; the client formats it.

t("votes", count=3) · money("28.50", "SAR") · time(ends_at) · duration(seconds) · code("A-1042") · number(12)
text("كبسة", "Kabsa"): both languages, for words of the app's data
Money is an int of minor units with its currency: no float anywhere, and never a sum of two currencies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Any, Literal

from miniapp import limits
from miniapp.errors import ComponentInvalid, CurrencyMismatch

# ISO 4217: how many digits follow the point, where it is not 2.
_CODES_BY_EXPONENT = {
    0: {
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    },
    3: {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"},
    4: {"CLF", "UYW"},
}
EXPONENTS = {code: exponent for exponent, codes in _CODES_BY_EXPONENT.items() for code in codes}
_AMOUNT = re.compile(r"([+-]?)([0-9]{1,15})(?:\.([0-9]+))?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_TEXT_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)

TimeStyle = Literal["relative", "short", "full"]


class TextValue(dict[str, Any]):
    """A typed value in the form the host receives, checked when it is made; equal to another of the same meaning."""

    __slots__ = ("depth",)
    depth: int  # How many t() are nested in it.

    def __init__(self, value: dict[str, Any], depth: int = 0) -> None:
        super().__init__(value)
        self.depth = depth


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (halalas, cents, fils) of one ISO 4217 currency."""

    amount_minor: int
    currency_code: str

    def __post_init__(self) -> None:
        if type(self.amount_minor) is not int:
            raise TypeError(f"amount_minor is an int, not {self.amount_minor!r}. Fix: money('28.50', 'SAR')")
        if not isinstance(self.currency_code, str) or not _CURRENCY.fullmatch(self.currency_code):
            raise ValueError(f"currency_code is three capital letters, such as 'SAR', not {self.currency_code!r}")

    @property
    def exponent(self) -> int:
        """Digits after the point: 2 for SAR, 3 for KWD, 0 for JPY."""
        return EXPONENTS.get(self.currency_code, 2)

    def _same(self, other: Money) -> None:
        if self.currency_code != other.currency_code:
            raise CurrencyMismatch(f"{self.currency_code} meets {other.currency_code}; convert one of them first")

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency_code)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return self + -other

    def __neg__(self) -> Money:
        return Money(-self.amount_minor, self.currency_code)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:  # A bool or a float is a mistake; a share is amount_minor * n // m, by hand.
            return NotImplemented
        return Money(self.amount_minor * times, self.currency_code)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount_minor < other.amount_minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount_minor <= other.amount_minor

    def __str__(self) -> str:
        """'28.50 SAR': for logs and tests; screens send the Money itself."""
        digits = str(abs(self.amount_minor)).rjust(self.exponent + 1, "0")
        cut = len(digits) - self.exponent
        fraction = f".{digits[cut:]}" if self.exponent else ""
        return f"{'-' if self.amount_minor < 0 else ''}{digits[:cut]}{fraction} {self.currency_code}"


@dataclass(frozen=True, slots=True)
class Text:
    """Words in both languages, of a menu or a place, which the app's translations do not know; may be kept."""

    ar: str
    en: str


TextLike = str | int | Money | Text | TextValue


def text(ar: str, en: str) -> Text:
    """Words that come in both languages; a name may be the same in both. On a screen each user sees their own."""
    for language, words in (("ar", ar), ("en", en)):
        if not isinstance(words, str) or len(words) > limits.TEXT_CHARS_MAX:
            raise ComponentInvalid(f"text({language}=…) takes text of at most {limits.TEXT_CHARS_MAX} characters")
    return Text(ar, en)


def money(amount: str | int, currency_code: str) -> Money:
    """money("28.50", "SAR"): exact, from the amount as people write it; ValueError for too many decimals."""
    if type(amount) is int:
        return money(str(amount), currency_code)
    match = _AMOUNT.fullmatch(amount) if isinstance(amount, str) else None
    if match is None:
        raise ValueError(f"write the amount as text, such as '28.50', not {amount!r}")
    sign, whole, fraction = match[1], match[2], match[3] or ""
    exponent = EXPONENTS.get(currency_code, 2)
    if len(fraction) > exponent:
        raise ValueError(f"{currency_code} has {exponent} decimals; {amount!r} has {len(fraction)}")
    minor = int(whole + fraction.ljust(exponent, "0"))
    return Money(-minor if sign == "-" else minor, currency_code)


def t(message: str, /, **args: TextLike | datetime) -> TextValue:
    """The app's Fluent message `message` (texts/ar.ftl, texts/en.ftl) with these arguments."""
    if not isinstance(message, str) or not _TEXT_KEY.fullmatch(message) or len(message) > limits.TEXT_KEY_CHARS_MAX:
        raise ComponentInvalid(f"t({message!r}): a message id is a letter, then letters, digits, - and _")
    if not args:
        return TextValue({"$t": message}, 1)
    if len(args) > limits.TEXT_ARGS_MAX:
        raise ComponentInvalid(f"t({message!r}) has {len(args)} arguments; at most {limits.TEXT_ARGS_MAX}")
    depth = 1
    given: dict[str, Any] = {}
    for name, arg in args.items():
        if not _TEXT_KEY.fullmatch(name):
            raise ComponentInvalid(f"t({message!r}, {name}=…): an argument's name has letters, digits and _")
        shown = given[name] = _argument(message, name, arg)
        if type(shown) is TextValue:
            depth = max(depth, shown.depth + 1)
    if depth > limits.TEXT_DEPTH_MAX:
        raise ComponentInvalid(f"t({message!r}) nests t() deeper than {limits.TEXT_DEPTH_MAX}")
    return TextValue({"$t": message, "args": given}, depth)


def _argument(message: str, name: str, arg: object) -> Any:
    # A plain number stays a number, for it selects the plural form.
    if type(arg) is TextValue or (type(arg) is str and len(arg) <= limits.TEXT_CHARS_MAX):
        return arg
    if type(arg) is int or (type(arg) is float and isfinite(arg)):
        return arg
    if isinstance(arg, (Money, Text)):
        return text_value(arg)
    if isinstance(arg, datetime):
        return time(arg)
    if isinstance(arg, str) and len(arg) > limits.TEXT_CHARS_MAX:
        raise ComponentInvalid(f"t({message!r}, {name}=…) is longer than {limits.TEXT_CHARS_MAX} characters")
    raise ComponentInvalid(f"t({message!r}, {name}=…) takes text, a number or a typed value, not {type(arg).__name__}")


def time(moment: datetime, style: TimeStyle = "relative") -> TextValue:
    """A moment, shown in the user's calendar, digits and zone; relative ones tick by themselves."""
    if style not in ("relative", "short", "full"):
        raise ComponentInvalid(f"time(…): style is relative, short or full, not {style!r}")
    return TextValue({"$time": to_ms(moment), "style": style})


def duration(length: timedelta | int) -> TextValue:
    """A length of time in seconds, shown like '12 minutes'."""
    return TextValue({"$duration": int(length.total_seconds()) if isinstance(length, timedelta) else int(length)})


def code(text: str) -> TextValue:
    """An order number, plate or phone: never translated, never reordered in right-to-left text."""
    if not isinstance(text, str) or len(text) > limits.TITLE_CHARS_MAX:
        raise ComponentInvalid(f"code(…) takes text of at most {limits.TITLE_CHARS_MAX} characters")
    return TextValue({"$code": text})


def number(value: float) -> TextValue:
    """A number in the user's digits."""
    if type(value) not in (int, float) or not isfinite(value):
        raise ComponentInvalid(f"number(…) takes an int or a float, not {value!r}")
    return TextValue({"$number": value})


def text_value(text: object) -> Any:
    """The JSON of anything a text property takes; None when it is not such a thing."""
    if isinstance(text, (str, TextValue)):
        return text
    if isinstance(text, Money):
        return TextValue({"$money": {"currency_code": text.currency_code, "amount_minor": text.amount_minor}})
    if isinstance(text, Text):
        return TextValue({"$both": {"ar": text.ar, "en": text.en}})
    if type(text) is int:
        return number(text)
    return None


def to_ms(moment: datetime) -> int:
    """Unix milliseconds of an aware datetime, without passing through a float."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone; fix: miniapp.now() + timedelta(…), or datetime(…, tzinfo=UTC)")
    return (moment - EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The aware UTC datetime of Unix milliseconds."""
    return EPOCH + timedelta(milliseconds=ms)


EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
