"""How a packet's shares are drawn, and the commitment that binds the draw: pure.

All shares are drawn when the packet is sent, from a secret seed, and shuffled: whoever comes first or last expects the
same, and nobody's coming changes what another gets. docs/en/red-packets.md is this file in words;
wallet/verify_red_packet.py is its other implementation, which shares no line with it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache

SEED_BYTES = 32
COMMITMENT_TAG = "majlis-red-packet-1"
# One of 0 … n-1, all as likely: where every choice of a draw comes from.
Pick = Callable[[int], int]


class Mode(StrEnum):
    """How a packet is shared; the proto's words in lower case."""

    EQUAL = "equal"
    RANDOM = "random"


class Stream:
    """Choices that follow from a seed: HMAC-SHA256 over the packet's id and a counter, eight bytes a choice."""

    def __init__(self, seed: bytes, packet_id: str) -> None:
        self._seed = seed
        self._packet_id = packet_id.encode()
        self._counter = 0
        self._words: list[int] = []

    def pick(self, n: int) -> int:
        """A Pick. Words above the last whole multiple of n are thrown away: n need not divide 2^64."""
        limit = (1 << 64) - (1 << 64) % n
        while (word := self._word()) >= limit:
            pass
        return word % n

    def _word(self) -> int:
        if not self._words:
            block = hmac.digest(self._seed, self._packet_id + self._counter.to_bytes(8, "big"), hashlib.sha256)
            self._counter += 1
            self._words = [int.from_bytes(block[at : at + 8], "big") for at in (24, 16, 8, 0)]
        return self._words.pop()


def surplus_share(left_minor: int, people: int, pick: Pick) -> int:
    """What the next of so many people gets of what is left beside everybody's one unit; each expects left / people.

    Uniform over 0 … m, where m is 2 · left / people rounded up or down by lot, so that its mean is exactly that: a
    rounded m, as textbooks have it, robs the first of small packets.
    """
    if people == 1:
        return left_minor
    most = (2 * left_minor + pick(people)) // people
    return pick(most + 1)


def random_shares(total_minor: int, shares: int, pick: Pick) -> list[int]:
    """One unit each and a share of the surplus, in the order they are drawn."""
    drawn, left = [], total_minor - shares
    for people in range(shares, 0, -1):
        more = surplus_share(left, people, pick)
        drawn.append(1 + more)
        left -= more
    return drawn


def equal_shares(total_minor: int, shares: int) -> list[int]:
    """The same for everybody; what does not divide, a unit more for the first of them."""
    each, rest = divmod(total_minor, shares)
    return [each + 1] * rest + [each] * (shares - rest)


def shuffled(drawn: list[int], pick: Pick) -> list[int]:
    """Every order as likely (Fisher and Yates)."""
    drawn = list(drawn)
    for at in range(len(drawn) - 1, 0, -1):
        other = pick(at + 1)
        drawn[at], drawn[other] = drawn[other], drawn[at]
    return drawn


def draw_with(pick: Pick, total_minor: int, shares: int, mode: Mode) -> list[int]:
    """The shares by rank, whatever the choices come from; ValueError where there is not a unit for each."""
    if not 1 <= shares <= total_minor:
        raise ValueError("a share is at least one minor unit")
    drawn = random_shares(total_minor, shares, pick) if mode is Mode.RANDOM else equal_shares(total_minor, shares)
    return shuffled(drawn, pick)


@lru_cache(maxsize=256)  # Every claim asks for the same draw, and five hundred shares take a millisecond.
def draw(seed: bytes, packet_id: str, total_minor: int, shares: int, mode: Mode) -> tuple[int, ...]:
    """The share of rank 0, 1, 2 …: of whoever comes first, second, third."""
    return tuple(draw_with(Stream(seed, packet_id).pick, total_minor, shares, mode))


def commitment(
    seed: bytes, *, packet_id: str, currency_code: str, total_minor: int, shares: int, mode: Mode
) -> bytes:  # fmt: skip
    """SHA-256 over a line for each, none of which can hold a line feed: told when the packet is sent."""
    lines = (COMMITMENT_TAG, seed.hex(), packet_id, currency_code, total_minor, shares, mode)
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).digest()
