"""Whatever two people do and in whatever order, their two sides fit together."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity import contacts
from core.identity.contacts import Pair, Room, State
from core.kit.errors import DomainError

ROOM = Room(contacts=0, asked=0, asked_today=0)
VERBS: dict[str, Callable[[Pair, int], Pair]] = {
    "ask": lambda pair, now_ms: contacts.ask(pair, note="سلام", by_username=False, room=ROOM, now_ms=now_ms),
    "accept": lambda pair, now_ms: contacts.answer(pair, accept=True, room=ROOM, now_ms=now_ms),
    "decline": lambda pair, now_ms: contacts.answer(pair, accept=False, room=ROOM, now_ms=now_ms),
    "remove": contacts.remove,
    "block": lambda pair, now_ms: contacts.block(pair, blocked=0, now_ms=now_ms),
    "unblock": lambda pair, now_ms: contacts.unblock(pair),
    "alias": lambda pair, now_ms: contacts.call_them(pair, "أخي"),
}
AGAINST = ("decline", "block", "unblock", "alias")  # What the other must never see.
STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(sorted(VERBS)), st.sampled_from((1, 1_000, 31 * contacts.DAY_MS))),
    max_size=20,
)


@settings(max_examples=300, deadline=None)
@given(steps=STEPS)
def test_two_sides_fit_together(steps: list[tuple[bool, str, int]]) -> None:
    pair, now_ms = Pair(), 1_767_225_600_000
    for swapped, verb, waited_ms in steps:
        now_ms += waited_ms
        before = _swapped(pair) if swapped else pair
        after = before
        with contextlib.suppress(DomainError):
            after = VERBS[verb](before, now_ms)
            assert VERBS[verb](after, now_ms) == after, "the same again changes nothing"
        _check(after)
        if verb in AGAINST:
            # But that a question of mine is gone, which may be taken back at any time.
            assert after.theirs == before.theirs or (verb == "block" and before.theirs.state == State.ASKS)
        if before.theirs.blocks:
            assert after.theirs == before.theirs, "nothing of the blocked one arrives"
        pair = _swapped(after) if swapped else after


def _check(pair: Pair) -> None:
    for mine, theirs in ((pair.mine, pair.theirs), (pair.theirs, pair.mine)):
        assert mine.state != State.ASKS or theirs.wants, "who asks wants it"
        assert not mine.blocks or mine.state == State.NONE, "who blocks has nothing with them"
        assert not mine.note or mine.state == State.ASKS
        assert not (mine.state == State.ASKED and theirs.state == State.CONTACT), "who is listed is taken back at once"
    assert not pair.contacts or not (pair.mine.blocks or pair.theirs.blocks)


def _swapped(pair: Pair) -> Pair:
    return Pair(pair.theirs, pair.mine)
