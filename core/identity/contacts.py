"""What two people are to each other: two sides, and what each verb does to them. Values in, values out.

A side is what one of the two sees. A person's side changes by what they do themselves and by what the other does
towards them: asking, taking that back, accepting. What the other does against them (declining, removing, blocking)
never changes it: they cannot tell one of these from another, nor from silence. Both are contacts while both sides say
so; a block is a removal after which nothing of the other arrives.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import IntEnum

from core.identity.accounts import is_visible, printable
from core.identity.errors import PeopleLimitReached, PersonBlocked, PersonNotFound, TooManyRequests

CONTACTS_MAX = 5_000  # Contacts, with the people asked who may become some.
UNANSWERED_MAX = 100
ASKED_A_DAY_MAX = 100
BLOCKED_MAX = 1_000
NOTE_CHARS_MAX = 128
ALIAS_CHARS_MAX = 64
# Who was declined may ask again; before that it does not arrive.
DECLINED_FOR = timedelta(days=30)
_MS = timedelta(milliseconds=1)
DAY_MS = timedelta(days=1) // _MS


class State(IntEnum):
    """How the other stands with the owner of a side; the numbers of majlis.identity.v1.ContactState."""

    NONE = 1
    ASKED = 2
    ASKS = 3
    CONTACT = 4


@dataclass(frozen=True, slots=True)
class Side:
    """What its owner sees of the other."""

    state: State = State.NONE
    since_ms: int = 0
    note: str = ""  # What the one who asks wrote.
    alias: str = ""
    knows_username: bool = False
    # What the owner keeps to themselves.
    blocked_at_ms: int = 0
    declined_at_ms: int = 0

    @property
    def blocks(self) -> bool:
        return self.blocked_at_ms > 0

    @property
    def wants(self) -> bool:
        """The owner wants to be their contact."""
        return self.state in (State.ASKED, State.CONTACT)


STRANGER = Side()


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides, for the one who acts."""

    mine: Side = STRANGER
    theirs: Side = STRANGER

    @property
    def contacts(self) -> bool:
        return self.mine.state == self.theirs.state == State.CONTACT

    @property
    def relation(self) -> tuple[bool, bool, bool]:
        """What others need to know of it: contacts, mine blocks, theirs blocks."""
        return self.contacts, self.mine.blocks, self.theirs.blocks


@dataclass(frozen=True, slots=True)
class Reach:
    """How somebody can be reached, and whom they asked lately."""

    code: str = ""
    found_by_username: bool = True
    found_by_code: bool = True
    added_to_groups: bool = True
    asked_day: int = 0
    asked_count: int = 0

    def asked_on(self, now_ms: int) -> int:
        """How many they asked on this day."""
        return self.asked_count if self.asked_day == now_ms // DAY_MS else 0

    def asked_again(self, now_ms: int) -> Reach:
        return replace(self, asked_day=now_ms // DAY_MS, asked_count=self.asked_on(now_ms) + 1)


@dataclass(frozen=True, slots=True)
class Room:
    """What the one who acts has already: contacts and asked, blocked, and asked today."""

    contacts: int
    asked: int
    asked_today: int


def is_found(pair: Pair, *, findable: bool) -> bool:
    """Whether mine may find theirs: who is on their list already, or who may be found and does not block them."""
    return pair.mine.state != State.NONE or (findable and not pair.theirs.blocks)


def spends(pair: Pair) -> bool:
    """Whether asking is one of the day's: not where it was done before or is an answer."""
    return not (pair.mine.state in (State.ASKED, State.ASKS) or pair.theirs.wants)


def ask(pair: Pair, *, note: str, by_username: bool, room: Room, now_ms: int) -> Pair:
    """Mine asks; where theirs wants it too, both are contacts."""
    if pair.mine.blocks:
        raise PersonBlocked("you block this person")
    mine = replace(pair.mine, knows_username=pair.mine.knows_username or by_username)
    if mine.state == State.ASKS or pair.theirs.wants:
        return _connect(Pair(mine, pair.theirs), room, now_ms)
    if mine.state == State.ASKED:
        return Pair(mine, pair.theirs)
    if room.asked_today >= ASKED_A_DAY_MAX:
        raise _too_many(now_ms)
    if mine.state == State.NONE:
        if room.asked >= UNANSWERED_MAX:
            raise _too_many(now_ms)
        _check_room(room)
        mine = replace(mine, state=State.ASKED, since_ms=now_ms, declined_at_ms=0)
    return Pair(mine, _arrive(pair.theirs, note, now_ms))


def answer(pair: Pair, *, accept: bool, room: Room, now_ms: int) -> Pair:
    """Mine says yes or no to theirs, who asks; saying the same again changes nothing."""
    if pair.mine.state == State.ASKS:
        return _connect(pair, room, now_ms) if accept else _decline(pair, now_ms)
    if pair.mine.state == State.CONTACT if accept else pair.mine.declined_at_ms and pair.mine.state == State.NONE:
        return pair
    raise nobody()


def remove(pair: Pair, now_ms: int) -> Pair:
    """Mine is no contact of theirs any more, or takes back having asked. Theirs keeps what it had, but the question."""
    if pair.mine == STRANGER:
        raise nobody()
    if not pair.mine.wants:
        return pair
    mine = replace(pair.mine, state=State.NONE, since_ms=now_ms, alias="")
    return Pair(mine, _unasked(pair.theirs, now_ms))


def block(pair: Pair, *, blocked: int, now_ms: int) -> Pair:
    """Nothing of theirs arrives at mine any more; for theirs it is the same as being declined or removed."""
    if pair.mine.blocks:
        return pair
    if blocked >= BLOCKED_MAX:
        raise PeopleLimitReached("too many people are blocked", limit=BLOCKED_MAX)
    ended = pair
    if pair.mine.state == State.ASKS:
        ended = _decline(pair, now_ms)
    elif pair.mine.wants:
        ended = remove(pair, now_ms)
    mine = replace(ended.mine, since_ms=now_ms, alias=pair.mine.alias, blocked_at_ms=now_ms)
    return Pair(mine, ended.theirs)


def unblock(pair: Pair) -> Pair:
    """What theirs does arrives again. They are not contacts by it: mine ended that, and theirs may have since."""
    if pair.mine == STRANGER:
        raise nobody()
    if not pair.mine.blocks:
        return pair
    return Pair(replace(pair.mine, blocked_at_ms=0, declined_at_ms=0), pair.theirs)


def call_them(pair: Pair, alias: str) -> Pair:
    """Mine calls theirs so."""
    if pair.mine == STRANGER:
        raise nobody()
    return Pair(replace(pair.mine, alias=alias), pair.theirs)


def clean_line(text: str, chars_max: int) -> str:
    """One line in NFC without bidi or other controls; empty where nothing of it can be seen."""
    line = unicodedata.normalize("NFC", printable(text)).strip()[:chars_max].rstrip()
    return line if any(map(is_visible, line)) else ""


def nobody() -> PersonNotFound:
    """The one answer for whoever the caller may not know of."""
    return PersonNotFound("there is nobody like that for you")


def _connect(pair: Pair, room: Room, now_ms: int) -> Pair:
    if pair.contacts:
        return pair
    if not pair.mine.wants:
        _check_room(room)
    return Pair(_contact(pair.mine, now_ms), _contact(pair.theirs, now_ms))


def _contact(side: Side, now_ms: int) -> Side:
    since_ms = side.since_ms if side.state == State.CONTACT else now_ms
    return replace(
        side, state=State.CONTACT, since_ms=since_ms, note="", knows_username=True, declined_at_ms=0
    )  # fmt: skip


def _arrive(theirs: Side, note: str, now_ms: int) -> Side:
    """A question reaches them unless they block, declined lately, or have it already."""
    declined_lately = theirs.declined_at_ms > 0 and now_ms < theirs.declined_at_ms + DECLINED_FOR // _MS
    if theirs.blocks or declined_lately or theirs.state != State.NONE:
        return theirs
    return replace(theirs, state=State.ASKS, since_ms=now_ms, note=note, knows_username=True)


def _decline(pair: Pair, now_ms: int) -> Pair:
    mine = replace(pair.mine, state=State.NONE, since_ms=now_ms, note="", declined_at_ms=now_ms)
    return Pair(mine, pair.theirs)


def _unasked(theirs: Side, now_ms: int) -> Side:
    if theirs.state != State.ASKS:
        return theirs
    return replace(theirs, state=State.NONE, since_ms=now_ms, note="")


def _check_room(room: Room) -> None:
    if room.contacts + room.asked >= CONTACTS_MAX:
        raise PeopleLimitReached("the list of contacts is full", limit=CONTACTS_MAX)


def _too_many(now_ms: int) -> TooManyRequests:
    left_s = (DAY_MS - now_ms % DAY_MS + 999) // 1000
    return TooManyRequests(
        "too many people were asked", unanswered_max=UNANSWERED_MAX, day_max=ASKED_A_DAY_MAX, retry_after_s=left_s
    )
