"""Whose part of a payment is how much, and how much of it each gives back: whole minor units that add up. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

BASIS_POINTS = 10_000  # A whole.
FEE_BASIS_POINTS = 100  # The platform's part of what is the app's own.


def divide(amount_minor: int, basis_points: Sequence[int]) -> list[int]:
    """The app's own part, then one for each of `basis_points`: their sum is the amount, to the last unit.

    Each gets its exact share rounded down; the units left over go to those who lost most by that, the first of them
    where several lost as much.
    """
    weights = (BASIS_POINTS - sum(basis_points), *basis_points)
    parts, losses = zip(*(divmod(amount_minor * weight, BASIS_POINTS) for weight in weights), strict=True)
    left = amount_minor - sum(parts)
    lucky = sorted(range(len(weights)), key=lambda at: (-losses[at], at))[:left]
    return [part + (at in lucky) for at, part in enumerate(parts)]


def fee_of(own_minor: int) -> int:
    """The platform's part of what is the app's own; the app keeps what cannot be divided."""
    return own_minor * FEE_BASIS_POINTS // BASIS_POINTS


def returned(parts: Sequence[int], refunded_minor: int) -> list[int]:
    """How much of its part each has given back once so much was refunded in all.

    It depends on the sum alone, not on the refunds that led there; it never falls while that grows; and whoever got
    `part` has given back `part` when all is refunded. (Largest remainders would have one of them take back a unit of
    what it gave, so this is Sainte-Laguë's division, which rounds as fairly and never goes back.)
    """
    paid = sum(parts)
    if not 0 <= refunded_minor <= paid:
        raise ValueError("not more can be given back than was paid")
    if not paid:
        return [0 for _ in parts]
    # Unit k of a part comes before others where part / (2k - 1) is greater. Halves rounded up are a beginning of that
    # order of all units, off by less than one unit for each part.
    given = [(2 * refunded_minor * part + paid) // (2 * paid) for part in parts]
    while sum(given) < refunded_minor:
        given[_first(parts, ((at, 2 * count + 1) for at, count in enumerate(given)))] += 1
    while sum(given) > refunded_minor:
        given[_last(parts, ((at, 2 * count - 1) for at, count in enumerate(given) if count))] -= 1
    return given


def _first(parts: Sequence[int], units: Iterable[tuple[int, int]]) -> int:
    """Whose unit comes first; of equals the first part's."""
    (best, divisor), *others = units
    for at, other in others:
        if parts[at] * divisor > parts[best] * other:
            best, divisor = at, other
    return best


def _last(parts: Sequence[int], units: Iterable[tuple[int, int]]) -> int:
    """Whose unit comes last; of equals the last part's."""
    (worst, divisor), *others = units
    for at, other in others:
        if parts[at] * divisor <= parts[worst] * other:
            worst, divisor = at, other
    return worst


def returns(parts: Sequence[int], refunded_minor: int, amount_minor: int) -> list[int]:
    """What each gives back for a refund of `amount_minor` after refunds of `refunded_minor`."""
    before, after = returned(parts, refunded_minor), returned(parts, refunded_minor + amount_minor)
    return [later - earlier for earlier, later in zip(before, after, strict=True)]
