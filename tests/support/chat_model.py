"""What a group must be like, in plain Python that shares nothing with the host: the second opinion of stateful tests.

The model is told what clients asked for and is shown the log as it grows. It says whether each line of the log was
asked for and is as asked, what a request would be refused for, and what each person must be shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from majlis.messaging.v1 import messages_pb2 as pb

MESSAGE, EDIT, RECALL, REACTION = (
    pb.UPDATE_KIND_MESSAGE, pb.UPDATE_KIND_EDIT, pb.UPDATE_KIND_RECALL, pb.UPDATE_KIND_REACTION,
)  # fmt: skip
MEMBER, CONVERSATION = pb.UPDATE_KIND_MEMBER, pb.UPDATE_KIND_CONVERSATION
EDIT_MS, RECALL_MS = 48 * 3_600_000, 120_000
KINDS = {"send": MESSAGE, "edit": EDIT, "recall": RECALL, "react": REACTION, "unreact": REACTION}
OUT = {"MEMBER_EVENT_LEFT", "MEMBER_EVENT_REMOVED"}


@dataclass(slots=True)
class Asked:
    """One request a client made, however often it repeats it."""

    request_id: str
    who: str
    verb: str
    target: int = 0  # The message it is about, or answers.
    text: str = ""  # Words nobody else writes, or an emoji.
    calls: str = ""  # Whom it mentions.
    answer: bytes | None = None  # As it came the first time.
    seq: int = 0  # Where the log has it; 0 while it has not.


@dataclass(slots=True)
class Line:
    """An update of the log."""

    seq: int
    kind: int
    sender: str
    target: int
    at_ms: int
    asked: Asked | None


@dataclass(slots=True)
class Place:
    """What somebody may see."""

    first: int
    last: int | None  # None while they are in it.
    read: int


@dataclass(slots=True)
class Shown:
    """A message as one person must be shown it."""

    kind: int
    sender: str
    at_ms: int
    text: str
    edited_at_ms: int = 0
    recalled_by: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)


class ChatModel:
    """One group, whose first person owns it."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.lines: list[Line] = []
        self.places: dict[str, Place] = {}
        self.hidden: dict[str, set[int]] = {}
        self.asked: dict[tuple[str, str], Asked] = {}
        self.history = True

    # What the log says

    @property
    def head(self) -> int:
        return len(self.lines)

    def grow(self, update: Any) -> None:
        """The next line of the log: it must be the next number, and what somebody asked for."""
        assert update.seq == self.head + 1, f"{update.seq} came after {self.head}"
        asked = self.asked.get((update.sender_id, update.request_id))
        line = Line(update.seq, update.kind, update.sender_id, update.target_seq, update.created_at_ms, asked)
        self.lines.append(line)
        if asked is not None:
            assert not asked.seq, f"{asked} is in the log twice: {asked.seq} and {update.seq}"
            asked.seq = update.seq
            if asked.verb in KINDS:
                assert update.kind == KINDS[asked.verb]
                assert update.target_seq == (0 if asked.verb == "send" else asked.target)
        assert asked is not None or self.head <= 3 or update.kind in (MEMBER, CONVERSATION), f"{update}: nobody asked"
        body = json.loads(update.body_json) if update.body_json else {}
        if update.kind == MEMBER:
            self._member(body["member"], update.seq)
        elif update.kind == CONVERSATION:
            self.history = bool(body["conversation"].get("history_for_joiners"))

    def _member(self, change: dict[str, Any], seq: int) -> None:
        who = change["user_id"]
        if change["event"] == "MEMBER_EVENT_JOINED":
            # Whoever is there from the beginning sees it from its first line.
            self.places[who] = Place(1 if self.history or seq <= 3 else seq, None, seq)
        elif change["event"] in OUT:
            self.places[who].last = seq

    # What people may do

    def refusal(self, asked: Asked, now_ms: int) -> str:
        """The reason a new request is refused for; empty where it is not."""
        place = self.places.get(asked.who)
        if place is None:
            return "CONVERSATION_NOT_FOUND"
        is_out = place.last is not None
        if asked.verb == "send":
            if is_out:
                return "ROLE_MISSING"
            return "MESSAGE_NOT_FOUND" if asked.target and not self._sees_message(asked.who, asked.target) else ""
        if not self._sees_message(asked.who, asked.target):
            return "MESSAGE_NOT_FOUND"
        message = self.lines[asked.target - 1]
        if asked.verb == "recall":
            return self._recall_refusal(asked, message, now_ms, is_out=is_out)
        if is_out or (asked.verb == "edit" and message.sender != asked.who):
            return "ROLE_MISSING"
        if self.is_recalled(asked.target):
            return "MESSAGE_RECALLED"
        return "EDIT_WINDOW_EXPIRED" if asked.verb == "edit" and now_ms - message.at_ms > EDIT_MS else ""

    def _recall_refusal(self, asked: Asked, message: Line, now_ms: int, *, is_out: bool) -> str:
        if self.is_recalled(asked.target):
            return "MESSAGE_RECALLED"
        if is_out:
            return "ROLE_MISSING"
        if asked.who == self.owner:
            return ""
        if message.sender != asked.who:
            return "ROLE_MISSING"
        return "RECALL_WINDOW_EXPIRED" if now_ms - message.at_ms > RECALL_MS else ""

    def changes_nothing(self, asked: Asked) -> bool:
        """A reaction that is there already, or is away already."""
        if asked.verb not in ("react", "unreact"):
            return False
        message = self.shown(asked.who).get(asked.target)
        return (message is not None and asked.who in message.reactions.get(asked.text, [])) == (asked.verb == "react")

    def _sees_message(self, who: str, seq: int) -> bool:
        return seq in self.range_of(who) and self.lines[seq - 1].kind == MESSAGE

    # What people are shown

    def range_of(self, who: str) -> range:
        """The numbers somebody may see."""
        place = self.places.get(who)
        if place is None:
            return range(0)
        return range(place.first, (self.head if place.last is None else place.last) + 1)

    def is_recalled(self, seq: int) -> bool:
        return any(each.kind == RECALL and each.target == seq for each in self.lines)

    def recalled_words(self) -> Iterator[str]:
        """Everything that was ever said in messages that were taken back."""
        for line in self.lines:
            if line.asked is None or line.kind not in (MESSAGE, EDIT):
                continue
            if self.is_recalled(line.target or line.seq):
                yield line.asked.text

    def shown(self, who: str) -> dict[int, Shown]:
        """What replaying the log gives somebody, hidden messages included."""
        seen = self.range_of(who)
        shown: dict[int, Shown] = {}
        for line in (self.lines[seq - 1] for seq in seen):
            if not line.target:
                text = line.asked.text if line.asked is not None and line.kind == MESSAGE else ""
                shown[line.seq] = Shown(line.kind, line.sender, line.at_ms, text)
            elif line.target in shown:
                self._change(shown[line.target], line)
        for seq, message in shown.items():
            if self.is_recalled(seq):  # Nothing of it is left, also for those who left before.
                by = message.recalled_by or ""
                shown[seq] = Shown(message.kind, message.sender, message.at_ms, "", recalled_by=by)
        return shown

    def _change(self, message: Shown, line: Line) -> None:
        if line.kind == RECALL:
            message.recalled_by = line.sender
        elif line.kind == EDIT and line.asked is not None:
            message.text, message.edited_at_ms = line.asked.text, line.at_ms
        elif line.kind == REACTION and line.asked is not None:
            whom = message.reactions.setdefault(line.asked.text, [])
            if line.sender in whom:
                whom.remove(line.sender)
            if line.asked.verb == "react":
                whom.append(line.sender)

    def unread(self, who: str) -> tuple[int, int]:
        """How many messages of others came after their mark, and how many calls."""
        after = range(max(self.places[who].read, self.places[who].first - 1) + 1, self.range_of(who).stop)
        hidden = self.hidden.get(who, set())
        count, calls = 0, 0
        for line in (self.lines[seq - 1] for seq in after):
            of = line.target or line.seq
            stands = line.kind in (MESSAGE, EDIT) and not self.is_recalled(of) and of not in hidden
            if not stands or line.sender == who:
                continue
            count += line.kind == MESSAGE
            calls += self._still_calls(line, who)
        return count, calls

    def _still_calls(self, line: Line, who: str) -> bool:
        """It was the first content of its message to call them, and every later one still does."""
        of = line.target or line.seq
        contents = [each for each in self.lines if of in (each.seq, each.target) and each.kind in (MESSAGE, EDIT)]
        called = [each.asked is not None and each.asked.calls == who for each in contents]
        at = contents.index(line)
        return all(called[at:]) and not (at and called[at - 1])
