"""One request's work on a conversation, in its transaction: what it says in the log, and whom it tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.kit.db import Transaction
from core.messaging.changes import Changes, Logged
from core.messaging.conversations.bodies import member_json, settings_json
from core.messaging.conversations.store import Conversation
from core.messaging.log import Draft, Log
from majlis.messaging.v1 import messages_pb2 as pb

# (tx, conversation, who does it, whom): has these people told of what is in no log.
Summon = Callable[[Transaction, str, str, Sequence[str]], None]


@dataclass(slots=True)
class Act:
    """Made anew each time the transaction runs. The first update it makes carries the request id, for ever."""

    tx: Transaction
    log: Log
    user_id: str  # Who does it.
    now_ms: int
    names: Mapping[str, str]
    summon: Summon
    request_id: str = ""
    request_mac: bytes = b""
    changes: Changes = field(default_factory=Changes)

    def say_members(self, conversation_id: str, told: Iterable[tuple[str, int, int]]) -> list[Logged]:
        """A line about each (user id, event, role they have from then on)."""
        return self._say(
            conversation_id, pb.UPDATE_KIND_MEMBER,
            [member_json(who, event, role, self.names.get(who, "")) for who, event, role in told],
        )  # fmt: skip

    def say_settings(self, conversation_id: str, settings: pb.ConversationSettings) -> None:
        """The conversation was made or is different now."""
        self._say(conversation_id, pb.UPDATE_KIND_CONVERSATION, [settings_json(settings)])

    def note_view(self, conversation: Conversation | str, *user_ids: str) -> None:
        """The conversation came into these people's lists, or looks different there."""
        ref = conversation if isinstance(conversation, str) else conversation.conversation_id
        self.log.note(self.tx, sorted(user_ids), "view", ref, self.changes)

    def note_gone(self, conversation_id: str, *user_ids: str) -> None:
        """An invitation or request of theirs ended with nothing."""
        self.log.note(self.tx, sorted(user_ids), "gone", conversation_id, self.changes)

    def call_in(self, conversation_id: str, user_ids: Iterable[str]) -> None:
        """Have these people told: that they are invited, or that somebody asks them to be let in."""
        if whom := sorted(user_ids):
            self.summon(self.tx, conversation_id, self.user_id, whom)

    def _say(self, conversation_id: str, kind: int, bodies: list[str]) -> list[Logged]:
        if not bodies:
            return []
        drafts = [Draft(conversation_id, kind, self.user_id, body) for body in bodies]
        if self.request_id:
            drafts[0] = Draft(
                conversation_id, kind, self.user_id, bodies[0],
                request_id=self.request_id, request_mac=self.request_mac,
            )  # fmt: skip
            self.request_id = ""  # The next ones are of the same request, and a request id is unique.
        return self.log.append(self.tx, drafts, self.changes)
