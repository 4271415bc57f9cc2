"""The draw gives everybody the same hope, exactly; its stream is without bias; the shipped script draws the same.

The choices of a draw are enumerated with their chances as fractions, whatever they come from; the stream that they come
from in truth is looked at apart.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from math import factorial
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet import verify_red_packet as script
from wallet.packets.draw import (
    Mode,
    Pick,
    Stream,
    commitment,
    draw,
    draw_with,
    equal_shares,
    random_shares,
    shuffled,
    surplus_share,
)

T = TypeVar("T")
PACKET = "pkt_01k00000000000000000000000"
SMALL = [(total, shares) for total in range(1, 13) for shares in range(1, total + 1)]


def outcomes(run: Callable[[Pick], T]) -> list[tuple[T, Fraction]]:
    """Everything that can come of a run, each with its chance: every way its picks can go is gone once."""
    found: list[tuple[T, Fraction]] = []
    waiting: list[list[int]] = [[]]
    while waiting:
        given_picks = waiting.pop()
        sizes: list[int] = []

        def pick(n: int, given_picks: list[int] = given_picks, sizes: list[int] = sizes) -> int:
            sizes.append(n)
            return given_picks[len(sizes) - 1] if len(sizes) <= len(given_picks) else 0

        result = run(pick)
        chance = Fraction(1)
        for n in sizes:
            chance /= n
        found.append((result, chance))
        taken = given_picks + [0] * (len(sizes) - len(given_picks))
        for at in range(len(given_picks), len(sizes)):
            waiting += [[*taken[:at], other] for other in range(1, sizes[at])]
    return found


@cache
def _next(left: int, people: int) -> dict[int, Fraction]:
    """What the next one takes of the surplus, each amount with its chance."""
    chances: dict[int, Fraction] = {}
    for taken, chance in outcomes(lambda pick: surplus_share(left, people, pick)):
        chances[taken] = chances.get(taken, Fraction(0)) + chance
    return chances


def hopes(total: int, shares: int) -> list[Fraction]:
    """What each position of a random draw expects, before it is shuffled."""
    standing, found = {total - shares: Fraction(1)}, []
    for people in range(shares, 0, -1):
        after: dict[int, Fraction] = {}
        hope = Fraction(1)
        for left, chance in standing.items():
            for taken, next_chance in _next(left, people).items():
                assert 0 <= taken <= left
                hope += chance * next_chance * taken
                after[left - taken] = after.get(left - taken, Fraction(0)) + chance * next_chance
        found.append(hope)
        standing = after
        assert sum(standing.values()) == 1
    assert standing == {0: Fraction(1)}
    return found


@pytest.mark.parametrize(("total", "shares"), SMALL)
def test_every_position_of_a_small_draw_expects_exactly_the_same(total: int, shares: int) -> None:
    """Where the textbook's draw is worst: nothing is rounded, nothing is sampled."""
    assert hopes(total, shares) == [Fraction(total, shares)] * shares


@pytest.mark.parametrize(("total", "shares"), [(60, 4), (37, 36), (30, 20), (45, 9)])
def test_positions_of_larger_draws_expect_exactly_the_same(total: int, shares: int) -> None:
    assert set(hopes(total, shares)) == {Fraction(total, shares)}


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(("total", "shares"), [each for each in SMALL if each[1] <= 4 and each[0] <= 7])
def test_every_whole_draw_there_can_be_is_fair_and_exact(total: int, shares: int, mode: Mode) -> None:
    """From the first choice to the last swap: sums, units, equal hopes and equal chances of all ranks."""
    hope = [Fraction(0)] * shares
    spread: list[dict[int, Fraction]] = [{} for _ in range(shares)]
    for drawn, chance in outcomes(lambda pick: draw_with(pick, total, shares, mode)):
        assert sum(drawn) == total
        assert min(drawn) >= 1
        for rank, amount in enumerate(drawn):
            hope[rank] += chance * amount
            spread[rank][amount] = spread[rank].get(amount, Fraction(0)) + chance
    assert hope == [Fraction(total, shares)] * shares
    assert all(each == spread[0] for each in spread), "who comes when is nobody's luck"


@pytest.mark.parametrize("count", range(1, 6))
def test_every_order_is_as_likely(count: int) -> None:
    orders = Counter(tuple(order) for order, _ in outcomes(lambda pick: shuffled(list(range(count)), pick)))
    assert len(orders) == factorial(count)
    assert set(orders.values()) == {1}


@given(st.integers(1, 500), st.integers(0, 2**62), st.binary(min_size=32, max_size=32), st.sampled_from(Mode))
def test_a_draw_adds_up_and_leaves_nobody_out(shares: int, more: int, seed: bytes, mode: Mode) -> None:
    """Fils, halalas or whole yen, from the least to more than there is."""
    drawn = draw(seed, PACKET, shares + more, shares, mode)
    assert (len(drawn), sum(drawn)) == (shares, shares + more)
    assert min(drawn) >= 1
    if mode is Mode.EQUAL:
        assert max(drawn) - min(drawn) <= 1
    assert list(drawn) == script.drawn_shares(seed, PACKET, shares + more, shares, str(mode)), (
        "the other implementation"
    )


@pytest.mark.parametrize(("total", "shares"), [(0, 1), (2, 3), (5, 0), (-1, 1)])
def test_less_than_a_unit_each_is_no_packet(total: int, shares: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        draw(bytes(32), PACKET, total, shares, Mode.RANDOM)


@pytest.mark.parametrize(("total", "shares"), [(12, 10), (200, 100), (10_000, 10), (2_000, 3)])
def test_drawn_from_seeds_every_rank_gets_its_share_over_time(total: int, shares: int) -> None:
    """The whole way from seeds, which are fixed: means within four standard errors, spreads of ranks alike."""
    rounds = 4_000
    columns = list(zip(*(draw(number.to_bytes(32, "big"), PACKET, total, shares, Mode.RANDOM)
                         for number in range(rounds)), strict=True))  # fmt: skip
    deviations = [statistics.pstdev(column) for column in columns]
    for column, deviation in zip(columns, deviations, strict=True):
        assert abs(statistics.fmean(column) - total / shares) <= 4 * deviation / rounds**0.5
    assert max(deviations) <= 1.2 * min(deviations)


def test_equal_shares_differ_by_one_unit_that_lots_decide() -> None:
    assert equal_shares(11, 3) == [4, 4, 3]
    lucky = Counter(draw(number.to_bytes(32, "big"), PACKET, 11, 3, Mode.EQUAL).index(3) for number in range(3_000))
    assert all(abs(count - 1_000) < 4 * (3_000 * 2 / 9) ** 0.5 for count in lucky.values())


class _Words(Stream):
    """A stream whose words a test has chosen."""

    def __init__(self, *given_words: int) -> None:
        super().__init__(bytes(32), PACKET)
        self._words = list(reversed(given_words))


def test_words_that_would_favour_small_numbers_are_thrown_away() -> None:
    """2^64 is one more than a multiple of three: of its last word nobody may have the good."""
    assert _Words(2**64 - 1, 4).pick(3) == 1
    assert _Words(2**64 - 2).pick(3) == (2**64 - 2) % 3
    assert _Words(2**64 - 1).pick(2**32) == 2**32 - 1
    assert _Words(2**64 - 1, 2**64 - 2, 7).pick(2**63 - 1) == 7


def test_the_last_of_a_draw_has_no_choice() -> None:
    assert random_shares(5, 1, lambda n: pytest.fail("a choice")) == [5]


SEED = bytes(range(32))


def test_the_draw_never_changes() -> None:
    """Transcripts of packets that were sent must be accepted for ever."""
    assert draw(SEED, PACKET, 1_000, 5, Mode.RANDOM) == RANDOM_VECTOR
    assert draw(SEED, PACKET, 1_003, 5, Mode.EQUAL) == EQUAL_VECTOR
    made = commitment(SEED, packet_id=PACKET, currency_code="SAR", total_minor=1_000, shares=5, mode=Mode.RANDOM)
    assert made.hex() == COMMITMENT_VECTOR


RANDOM_VECTOR = (237, 353, 82, 213, 115)
EQUAL_VECTOR = (200, 201, 201, 200, 201)
COMMITMENT_VECTOR = "4ead4005562394f0c0194877575a4254ca03cb08c057ebd66ba246ce5f930a5b"


def test_a_draw_is_of_its_packet_alone() -> None:
    """Anything that is bound, changed once, is another draw or another commitment."""
    facts = {"packet_id": PACKET, "currency_code": "SAR", "total_minor": 1_000, "shares": 5, "mode": Mode.RANDOM}
    others = {
        "packet_id": PACKET[:-1] + "1",
        "currency_code": "KWD",
        "total_minor": 1_001,
        "shares": 6,
        "mode": Mode.EQUAL,
    }
    made = {commitment(SEED, **facts), commitment(SEED[::-1], **facts)}
    made |= {commitment(SEED, **facts | {name: other}) for name, other in others.items()}
    assert len(made) == 7
    assert draw(SEED, others["packet_id"], 1_000, 5, Mode.RANDOM) != draw(SEED, PACKET, 1_000, 5, Mode.RANDOM)
    assert draw(SEED[::-1], PACKET, 1_000, 5, Mode.RANDOM) != draw(SEED, PACKET, 1_000, 5, Mode.RANDOM)
