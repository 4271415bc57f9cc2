"""Who is writing now: kept in memory for six seconds, told to those who follow the conversation, stored nowhere."""

from __future__ import annotations

from typing import Any

from core.kit.clock import Clock
from core.messaging.changes import Logged
from core.messaging.hub import Hub
from core.messaging.sync.follower import Item
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1.messages_service_pb2 import FollowResponse, Typing

SHOWN_S = 6.0
TAKEN_EVERY_S = 3.0  # More often from one person in one conversation is not taken, and not refused either.
MEMBERS_MAX = 100  # In larger groups nobody is told.
LOOK_EVERY_S = 1.0
HINT = "typing"


class Typists:
    """One per process; `run` is standing work that forgets."""

    def __init__(self, *, hub: Hub, clock: Clock) -> None:
        self._hub = hub
        self._clock = clock
        self._until_s: dict[str, dict[str, float]] = {}
        self._taken_s: dict[tuple[str, str], float] = {}
        hub.hears[HINT] = self._hear
        hub.on_update = self._updated

    def too_soon(self, conversation_id: str, user_id: str) -> bool:
        """True where the person was taken for writing there within three seconds."""
        taken_s = self._taken_s.get((conversation_id, user_id))
        return taken_s is not None and self._clock.monotonic_s() - taken_s < TAKEN_EVERY_S

    def set(self, conversation_id: str, user_id: str, typing: bool) -> None:
        """The person writes, or stopped; everybody who follows is told, in the other processes too."""
        if typing:
            self._taken_s[conversation_id, user_id] = self._clock.monotonic_s()
        self._set(conversation_id, user_id, typing)
        self._hub.say(HINT, [conversation_id, user_id, typing])

    async def run(self) -> None:
        while True:
            await self._clock.sleep(LOOK_EVERY_S)
            self._forget()

    def _hear(self, hint: Any) -> None:
        self._set(*hint)

    def _updated(self, update: Logged) -> None:
        """What was being written is there."""
        if update.kind == pb.UPDATE_KIND_MESSAGE and update.sender_id in self._until_s.get(update.conversation_id, ()):
            self._set(update.conversation_id, update.sender_id, False)

    def _set(self, conversation_id: str, user_id: str, typing: bool) -> None:
        writing = self._until_s.setdefault(conversation_id, {})
        was = user_id in writing
        if typing:
            writing[user_id] = self._clock.monotonic_s() + SHOWN_S
        else:
            writing.pop(user_id, None)
        if typing or was:
            self._tell(conversation_id)
        if not writing:
            del self._until_s[conversation_id]

    def _forget(self) -> None:
        now_s = self._clock.monotonic_s()
        self._taken_s = {key: at_s for key, at_s in self._taken_s.items() if now_s - at_s < TAKEN_EVERY_S}
        for conversation_id, writing in list(self._until_s.items()):
            left = {user_id: until_s for user_id, until_s in writing.items() if until_s > now_s}
            if len(left) == len(writing):
                continue
            self._until_s[conversation_id] = left
            self._tell(conversation_id)
            if not left:
                del self._until_s[conversation_id]

    def _tell(self, conversation_id: str) -> None:
        writing = sorted(self._until_s.get(conversation_id, ()))
        made: dict[str, Item] = {}
        for follower in self._hub.watching(conversation_id):
            own = follower.user_id if follower.user_id in writing else ""
            if own and len(writing) == 1:
                continue
            if own not in made:
                others = Typing(conversation_id=conversation_id, user_ids=[each for each in writing if each != own])
                made[own] = Item(conversation_id, 0, FollowResponse(typing=others))
            follower.put(made[own])
