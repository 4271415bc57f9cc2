"""Marks that moved are told twice a second at most, to those who follow and as each side shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from core.kit import log as kit_log
from core.kit.clock import Clock
from core.kit.db import Database
from core.messaging.hub import Hub
from core.messaging.sync import marks_store
from core.messaging.sync.follower import Item
from majlis.messaging.v1 import messages_service_pb2 as service_pb

TELL_EVERY_S = 0.5
_log = kit_log.get("marks")


class MarksTeller:
    """Tells followers how far others are: what moved since it last did, as each side shares."""

    def __init__(self, *, db: Database, hub: Hub, clock: Clock) -> None:
        self._db = db
        self._hub = hub
        self._clock = clock
        self._moved: set[tuple[str, str]] = set()
        hub.on_marks = self.moved

    def moved(self, marks: Iterable[tuple[str, str]]) -> None:
        """These (conversation, person) are somewhere else; kept only where somebody here would be told."""
        self._moved |= {(of, who) for of, who in marks if any(each.user_id != who for each in self._hub.watching(of))}

    async def run(self) -> None:
        while True:
            await self._clock.sleep(TELL_EVERY_S)
            await self.tell()

    async def tell(self) -> None:
        """Tell now what waits."""
        if not self._moved:
            return
        moved, self._moved = sorted(self._moved), set()
        try:
            rows = await self._db.read(lambda tx: marks_store.of_pairs(tx, moved))
        except Exception:  # The database is away; the telling must live on, and a mark that moves again is told.
            _log.exception("marks not told", marks=len(moved))
            return
        by_conversation: dict[str, list[Any]] = {}
        for row in rows:
            by_conversation.setdefault(row.conversation_id, []).append(row)
        for conversation_id, marks in by_conversation.items():
            self._tell(conversation_id, marks)

    def _tell(self, conversation_id: str, rows: Sequence[Any]) -> None:
        shown, hidden = (Item(conversation_id, 0, each) for each in _forms(conversation_id, rows))
        movers = {row.user_id for row in rows}
        for follower in self._hub.watching(conversation_id):
            if movers == {follower.user_id}:
                continue  # Their own marks come with their own changes.
            shares = follower.read_marks and conversation_id not in follower.marks_private
            follower.put(shown if shares else hidden)


def _forms(conversation_id: str, rows: Sequence[Any]) -> Iterator[service_pb.FollowResponse]:
    """For those who share their own read marks, and for those who do not."""
    for shares in (True, False):
        marks = [marks_store.mark(row, shares) for row in rows]
        yield service_pb.FollowResponse(marks=service_pb.MarksChange(conversation_id=conversation_id, marks=marks))
