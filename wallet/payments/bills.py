"""Bills: who owes how much of one, exact to the minor unit: pure.

Each exact share is rounded down, and the units that are left go to those who lost most by it, the first named first
(largest remainder). So the parts always add up, and nobody's is a whole minor unit from their exact share.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from wallet.payments.errors import SplitInvalid


class Mode(StrEnum):
    """As in the proto."""

    EQUAL = "equal"
    BY_PERSON = "by_person"
    BY_ITEM = "by_item"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing on a bill, and who had it."""

    title: str
    amount_minor: int
    user_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    """A shared bill as the row keeps it; the others' parts are requests."""

    id: str
    conversation_id: str
    owner_user_id: str
    owner_name: str
    title: str
    total_minor: int
    currency_code: str
    mode: Mode
    own_minor: int
    items: tuple[Item, ...]
    created_at_ms: int
    closed: bool = False
    version: int = 1


def refused(field: str, why: str) -> SplitInvalid:
    return SplitInvalid(f"{field}: {why}", field=field, why=why)


def parts_of(
    mode: Mode, total_minor: int, said: Mapping[str, int], items: Sequence[Item] = ()
) -> dict[str, int]:  # fmt: skip
    """Everybody's part, in the order they were named, all above 0. SPLIT_INVALID says what does not add up.

    `said` names who shares, with the amounts that count BY_PERSON.
    """
    if not said:
        raise refused("parts", "names nobody")
    if mode is Mode.BY_PERSON:
        parts = dict(said)
        if sum(parts.values()) != total_minor:
            raise refused("parts", "do not add up to the total")
    elif mode is Mode.BY_ITEM:
        parts = _by_item(total_minor, list(said), items)
    else:
        parts = dict(zip(said, rounded([Fraction(total_minor, len(said))] * len(said)), strict=True))
    for place, part in enumerate(parts.values()):
        if part <= 0:
            raise refused(f"parts[{place}]", "is not above 0")
    return parts


def rounded(exact: Sequence[Fraction]) -> list[int]:
    """Whole numbers with the sum of these, which is whole, each less than 1 from its own."""
    down = [int(share // 1) for share in exact]
    left = int(sum(exact)) - sum(down)
    # Stable: of equal remainders the first come first.
    by_remainder = sorted(range(len(exact)), key=lambda at: down[at] - exact[at])
    for at in by_remainder[:left]:
        down[at] += 1
    return down


def _by_item(total_minor: int, people: list[str], items: Sequence[Item]) -> dict[str, int]:
    exact = dict.fromkeys(people, Fraction(0))
    for at, item in enumerate(items):
        if item.amount_minor <= 0:
            raise refused(f"items[{at}].amount", "is not above 0")
        who = unique(item.user_ids, f"items[{at}].user_ids")
        for user_id in who:
            if user_id not in exact:
                raise refused(f"items[{at}].user_ids", "names somebody who does not share in the bill")
            exact[user_id] += Fraction(item.amount_minor, len(who))
    if sum(item.amount_minor for item in items) != total_minor:
        raise refused("items", "do not add up to the total")
    return dict(zip(people, rounded(list(exact.values())), strict=True))


def unique(user_ids: Iterable[str], field: str) -> list[str]:
    """They, each named once. SPLIT_INVALID where somebody is named twice, or nobody is."""
    named = list(user_ids)
    if not named:
        raise refused(field, "names nobody")
    if len(set(named)) != len(named):
        raise refused(field, "names somebody twice")
    return named
