"""What waits for one reader: bounded, whatever the reader does. Who falls behind keeps one number a conversation."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from majlis.messaging.v1.messages_service_pb2 import FollowResponse

QUEUE_MAX = 256


@dataclass(frozen=True, slots=True)
class Item:
    """Something to pass on; `seq` is 0 for what is no update of a conversation's log."""

    conversation_id: str
    seq: int
    response: FollowResponse


@dataclass(eq=False)
class Follower:
    """One Follow as the hub knows it. The hub puts, the Follow takes; both on the loop."""

    user_id: str
    device_id: str = ""
    follow_id: str = ""
    open: frozenset[str] = frozenset()
    # What they share, so that what they may see of others is known without asking the database.
    read_marks: bool = True
    presence: bool = True
    marks_private: set[str] = field(default_factory=set)
    # Conversations that it is told of, and how far its personal log has been passed on.
    watched: set[str] = field(default_factory=set)
    personal_pos: int = 0
    _items: deque[Item] = field(default_factory=deque)
    _behind: dict[str, int] = field(default_factory=dict)
    _looks: set[str] = field(default_factory=set)
    _personal: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, item: Item) -> None:
        """Queue it; where that is full, every payload goes and the conversations' newest numbers stay."""
        if item.seq and item.conversation_id in self._behind:
            self._behind[item.conversation_id] = item.seq
        elif len(self._items) < QUEUE_MAX:
            self._items.append(item)
        else:
            for dropped in (*self._items, item):
                if dropped.seq:
                    self._behind[dropped.conversation_id] = dropped.seq
            self._items.clear()
        self._woken.set()

    def put_behind(self, conversation_id: str, seq: int) -> None:
        """Only say how far the conversation is."""
        self._behind[conversation_id] = max(seq, self._behind.get(conversation_id, 0))
        self._woken.set()

    def look(self, conversation_ids: Iterable[str]) -> None:
        """These may have grown: have them read."""
        self._looks.update(conversation_ids)
        self._woken.set()

    def grew(self, pos: int | None = None) -> None:
        """The personal log grew, to `pos` where that is known."""
        if pos is None or pos > self.personal_pos:
            self._personal = True
            self._woken.set()

    async def woken(self) -> None:
        """Return when there is something to take."""
        await self._woken.wait()
        self._woken.clear()

    def take_personal(self) -> bool:
        taken, self._personal = self._personal, False
        return taken

    def take_looks(self) -> set[str]:
        taken, self._looks = self._looks, set()
        return taken

    def take_behind(self) -> dict[str, int]:
        taken, self._behind = self._behind, {}
        return taken

    def take_item(self) -> Item | None:
        return self._items.popleft() if self._items else None

    def __len__(self) -> int:
        return len(self._items)
