"""Whatever becomes of a bank's answers and notices (late, twice, out of order, forged, lost), the balance is true.

Every sequence of what may happen to a transfer is tried, as a transfer of its own; all of them side by side in one
ledger, a step of each at a time. Then the books are compared, and ours must be the bank's.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.kit.caller import Caller
from core.kit.errors import ServiceUnavailable
from majlis.wallet.v1 import bank_service_pb2 as pb
from tests.support.bank_desk import DONE, FAILED, PAY_OUT, RETURNED, TOP_UP, BankDesk, bank_desk
from wallet.bank.errors import BankNoticeRefused

pytestmark = pytest.mark.timeout(600)
AMOUNT, BEFORE = 500, 700
STATES = {"done": DONE, "failed": FAILED, "returned": RETURNED}
# What may happen: the bank is asked and answers, or its answer is lost; a notice of its first, second or third word
# comes; somebody forges one.
EVENTS = "aL12f"
TRUE = [("done",), ("failed",), ("done", "returned")]
# A bank that takes its word back otherwise than by a return; nobody can say what is true then.
UNTRUE = [("failed", "done"), ("done", "failed"), ("done", "returned", "done"), ("failed", "returned")]


@dataclass
class Story:
    """One transfer, the bank's words about it, and what happens to them on the way."""

    kind: int
    words: tuple[str, ...]
    events: str
    person: Caller
    id: str = ""

    def has(self, last_word: str) -> int:
        """What the person has by that word."""
        if self.kind == TOP_UP:
            return AMOUNT if last_word == "done" else 0
        return BEFORE - AMOUNT if last_word == "done" else BEFORE


def sequences(events: str, longest: int) -> Iterator[str]:
    return ("".join(each) for length in range(longest + 1) for each in itertools.product(events, repeat=length))


async def begin(desk: BankDesk, words: Sequence[tuple[str, ...]], events: Sequence[str]) -> list[Story]:
    """A transfer for every kind, history and sequence, each somebody's who has nothing else."""
    made = [
        Story(kind, history, each, await desk.person(f"{at}", BEFORE if kind == PAY_OUT else 0))
        for at, (kind, history, each) in enumerate(itertools.product((TOP_UP, PAY_OUT), words, events))
    ]
    ids = await asyncio.gather(*(desk.begin(story.person, story.kind, AMOUNT) for story in made))
    for story, bank_transfer_id in zip(made, ids, strict=True):
        story.id = bank_transfer_id
    return made


async def play(desk: BankDesk, stories: Sequence[Story], *, compares: bool = False) -> None:
    for step in range(max(len(story.events) for story in stories)):
        now = [happen(desk, story, story.events[step]) for story in stories if step < len(story.events)]
        await asyncio.gather(*now)
        if compares:
            await desk.compare()


async def happen(desk: BankDesk, story: Story, event: str) -> None:
    """One thing; what cannot happen yet, does not."""
    versions = desk.bank.said.get(story.id, ())
    if event == "a":
        await desk.ask(story.id)
        decide(desk, story)
    elif event == "L":
        desk.bank.loses.add(story.id)
        try:
            await desk.ask(story.id)
        except ServiceUnavailable:
            decide(desk, story)
        desk.bank.loses.discard(story.id)
    elif event == "f" and versions:
        with pytest.raises(BankNoticeRefused):
            await desk.hear(story.id, len(versions) - 1, key=b"somebody else's")
    elif event in "123" and int(event) < len(versions):
        await desk.hear(story.id, int(event))


def decide(desk: BankDesk, story: Story) -> None:
    """The bank decides once it was asked, whoever heard its answer."""
    if len(desk.bank.said.get(story.id, ())) == 1:
        for word in story.words:
            desk.bank.decide(story.id, word, why=word)


async def compare(desk: BankDesk, stories: Sequence[Story]) -> pb.ReconcileBankResponse:
    """Twice: what the bank had never heard of it is asked for, and decides."""
    await desk.compare()
    for story in stories:
        decide(desk, story)
    return await desk.compare()


@pytest.mark.parametrize(
    ("url", "longest", "compares"), [("sqlite_url", 3, False), ("sqlite_url", 2, True), ("postgres_url", 2, False)]
)
async def test_every_order_of_answers_and_notices_ends_in_the_true_balance(
    request: pytest.FixtureRequest, tmp_path: Path, url: str, longest: int, compares: bool
) -> None:
    """Lost ones are the sequences without them, duplicates have them twice; with comparisons in between or not."""
    events = [*sequences(EVENTS, longest), *("a" + each for each in sequences("12", 4) if len(each) == 4)]
    async with bank_desk(request.getfixturevalue(url), tmp_path) as desk:
        stories = await begin(desk, TRUE, events)
        await play(desk, stories, compares=compares)
        await compare(desk, stories)
        again = await desk.compare()
        assert (again.agree, list(again.differences)) == (True, [])
        assert again.compared >= len(stories)
        for story in stories:
            assert await desk.has(story.person) == (story.has(story.words[-1]), 0), story
            assert await desk.state(story.person, story.id) == STATES[story.words[-1]], story
        done = [story for story in stories if story.words == ("done",)]
        assert await desk.clearing() == sum(AMOUNT if story.kind == PAY_OUT else -AMOUNT for story in done)


async def test_a_bank_that_takes_its_word_back_is_always_told_of_and_moves_nothing_twice(
    sqlite_url: str, tmp_path: Path
) -> None:
    """In the order that happened or another: ours is the bank's last word, or the difference is in the list."""
    async with bank_desk(sqlite_url, tmp_path) as desk:
        stories = await begin(desk, UNTRUE, ["a" + each for each in sequences("123", 3)])
        await play(desk, stories)
        found = {each.bank_transfer_id: each for each in (await compare(desk, stories)).differences}
        for story in stories:
            available, held = await desk.has(story.person)
            assert held == 0
            assert available in (story.has("done"), story.has("failed")), story
            if await desk.state(story.person, story.id) != STATES[story.words[-1]]:
                assert found[story.id].kind == pb.BANK_DIFFERENCE_KIND_STATE, story
                assert not found[story.id].mended
            else:
                assert available == story.has(story.words[-1]), story
