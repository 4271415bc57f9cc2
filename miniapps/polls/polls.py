"""A poll and its votes: what is stored, and the rules that need no screen.

Shared documents hold what everybody sees: `poll/<id>` with the counts; with names also `voter/<id>/<who>`.
What somebody chose is their own document `vote/<id>`, so an anonymous vote is known to nobody else.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from miniapp import Refuse, appdata, limits, messages, now, t, user

QUESTION_CHARS_MAX = 80
OPTION_CHARS_MAX = 60
OPTIONS_MIN, OPTIONS_MAX = 2, 8
LISTED_MAX = 60
NAMES_MAX = 100
TOPIC = "polls"


class Ends(Enum):
    """How long a poll stays open; the values are what the form sends."""

    NEVER = "never"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


LENGTH = {Ends.HOUR: timedelta(hours=1), Ends.DAY: timedelta(days=1), Ends.WEEK: timedelta(weeks=1)}


@dataclass
class Poll:
    """One question. Counts stand beside the options they belong to."""

    id: str
    question: str
    options: list[str]
    creator: str
    created_at: datetime
    counts: list[int] = field(default_factory=list)
    creator_name: str | None = None
    named: bool = False
    ends_at: datetime | None = None
    closed_at: datetime | None = None
    shared: bool = False  # Somebody offered it to a chat: cards of it may be about.

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def ended_at(self) -> datetime | None:
        """When it closed, by hand or by its end time; None while it is open."""
        if self.closed_at is None and self.ends_at is not None and self.ends_at <= now():
            return self.ends_at  # Its timer is on the way.
        return self.closed_at

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def topic(self) -> str:
        return f"poll/{self.id}"

    @property
    def card(self) -> dict[str, str]:
        """What a chat shows of it; not who leads, for results are seen only after one's own vote."""
        title = self.question
        if len(title) > limits.CARD_TITLE_CHARS_MAX:
            title = title[: limits.CARD_TITLE_CHARS_MAX - 1] + "…"
        marks = f"🗳 {self.total}" if self.is_open else f"🔒 {self.total}"
        text = f"{marks} · {' / '.join(self.options)}"[: limits.CARD_TEXT_CHARS_MAX]
        return {"key": f"poll/{self.id}", "title": title, "text": text, "path": f"/poll?id={self.id}"}

    def share(self, option: int) -> float:
        """How much of all votes this option has, from 0 to 1."""
        return self.counts[option] / self.total if self.total else 0.0

    def percents(self) -> list[int]:
        """Whole percents that add up to 100, the largest remainders rounded up."""
        if not self.total:
            return [0] * len(self.options)
        floors = [count * 100 // self.total for count in self.counts]
        by_remainder = sorted(range(len(floors)), key=lambda i: -(self.counts[i] * 100 % self.total))
        for option in by_remainder[: 100 - sum(floors)]:
            floors[option] += 1
        return floors

    def leaders(self) -> list[int]:
        """The options with most votes; none while nobody has voted."""
        return [i for i, count in enumerate(self.counts) if count and count == max(self.counts)]


@dataclass
class Voter:
    """Who voted for what, in a poll with names."""

    name: str
    option: int
    at: datetime


def new_id() -> str:
    """Ids that sort newest first, because documents are read in the order of their keys."""
    ms_left = 9_999_999_999_999 - int(now().timestamp() * 1000)
    return f"{ms_left:013d}{secrets.token_hex(2)}"


def find(poll_id: str) -> Poll | None:
    return appdata.shared.get(f"poll/{poll_id}", Poll, default=None)


def read_open(poll_id: str) -> Poll:
    """The poll, if it still takes votes; otherwise the user is told."""
    poll = find(poll_id)
    if poll is None:
        raise Refuse(t("poll-gone"))
    if not poll.is_open:
        raise Refuse(t("poll-is-closed"))
    return poll


def newest() -> list[Poll]:
    return [document.value for document in appdata.shared.query("poll/", Poll, limit=LISTED_MAX)]


def save(poll: Poll) -> None:
    """Write the poll and have every open screen and every card that shows it changed."""
    appdata.shared.put(f"poll/{poll.id}", poll)
    if poll.shared:
        messages.update_card(**poll.card)
    appdata.refresh(poll.topic)
    appdata.refresh(TOPIC)


def my_vote(poll_id: str) -> int | None:
    return appdata.mine.get(f"vote/{poll_id}", int, default=None)


def my_votes(polls: list[Poll]) -> set[str]:
    """The ids of those polls I voted in."""
    found = appdata.mine.get_many([f"vote/{poll.id}" for poll in polls], int)
    return {key.removeprefix("vote/") for key in found}


def count_vote(poll: Poll, option: int, name: str | None) -> None:
    """Put my vote on this option, taking it from the one before."""
    before = my_vote(poll.id)
    if before is not None:
        poll.counts[before] -= 1
    poll.counts[option] += 1
    appdata.mine.put(f"vote/{poll.id}", option)
    if name is not None:
        appdata.shared.put(f"voter/{poll.id}/{user.id}", Voter(name, option, now()))
    save(poll)


def names_by_option(poll: Poll) -> list[list[str]]:
    """Who voted for each option, first come first; empty in an anonymous poll."""
    names: list[list[str]] = [[] for _ in poll.options]
    if poll.named:
        voters = [document.value for document in appdata.shared.query(f"voter/{poll.id}/", Voter, limit=NAMES_MAX)]
        for voter in sorted(voters, key=lambda voter: voter.at):
            names[voter.option].append(voter.name)
    return names
