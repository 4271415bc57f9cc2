"""Who is there: told every ten seconds at most, only between contacts who both share it, and nobody else learns of it.

Presence is a courtesy. Other processes' people are known by the bus alone; without it they just seem away.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from typing import Any

from core.kit import log as kit_log
from core.kit.clock import Clock, to_ms
from core.kit.db import Database
from core.messaging.hub import Hub
from core.messaging.sync import presence_store
from core.messaging.sync.follower import Follower, Item
from majlis.messaging.v1 import messages_service_pb2 as service_pb

TELL_EVERY_S = 10.0
SAY_AGAIN_S = 30.0  # Other processes are told again who is here, and
FORGET_S = 75.0  # forget whom they were not told of for so long.
GREETED_MAX = 200
CHUNK = 500
HINT, SWITCHED = "here", "switched"
_log = kit_log.get("presence")


class Presence:
    """One per process; `run` is standing work."""

    def __init__(self, *, db: Database, hub: Hub, clock: Clock) -> None:
        self._db = db
        self._hub = hub
        self._clock = clock
        self._told: set[str] = set()  # Who is there, as far as followers here were told.
        self._said: set[str] = set()  # The same of this process, as others were told.
        self._said_at_s = float("-inf")
        self._elsewhere_s: dict[str, float] = {}
        # Pairs that share nothing since just now: what was read of them before that is told to neither.
        self._parted_s: dict[tuple[str, str], float] = {}
        hub.hears[HINT] = self._hear
        hub.hears[SWITCHED] = self._hear_switched

    def switched(self, user_id: str, peer_ids: list[str], shares: bool) -> None:
        """The person began or stopped sharing with these: they learn at once, and of the time nothing."""
        self._tell_switched(user_id, peer_ids, shares)
        self._hub.say(SWITCHED, [user_id, peer_ids, shares])

    def related(self, one: str, other: str, shares: bool) -> None:
        """The two began or stopped being people who see each other: both learn at once, as of any switch."""
        for user_id, peer_id in ((one, other), (other, one)):
            self.switched(user_id, [peer_id], shares)

    async def run(self) -> None:
        while True:
            await self._clock.sleep(TELL_EVERY_S)
            try:
                await self.tell()
            except Exception:  # The database is away; the telling must live on.
                _log.exception("presence not told")

    async def greet(self, follower: Follower) -> AsyncIterator[service_pb.FollowResponse]:
        """Who of their contacts is there, and when the others were, for a Follow that begins."""
        if not follower.presence:
            return
        pairs = await self._db.read(lambda tx: presence_store.pairs(tx, [follower.user_id]))
        pairs.sort(key=lambda pair: (pair[1] not in self._told, -pair[2]))
        for _, peer_id, last_seen_at_ms in pairs[:GREETED_MAX]:
            online = peer_id in self._told
            if (online or last_seen_at_ms) and (peer_id, follower.user_id) not in self._parted_s:
                yield _response(peer_id, online, 0 if online else last_seen_at_ms)

    async def tell(self) -> None:
        """Keep who went, then tell what changed since the last time.

        In this order, and told in one go: who begins to follow meanwhile finds either what was or what is.
        """
        here = set(self._hub.here)
        self._say(here)
        now_s, now_ms = self._clock.monotonic_s(), to_ms(self._clock.now())
        self._elsewhere_s = {who: until_s for who, until_s in self._elsewhere_s.items() if until_s > now_s}
        self._parted_s = {pair: until_s for pair, until_s in self._parted_s.items() if until_s > now_s}
        there = here | self._elsewhere_s.keys()
        came, went = there - self._told, self._told - there
        changed = sorted(came | went)
        if went:
            await self._db.write(lambda tx: presence_store.seen(tx, sorted(went), now_ms))
        pairs: list[tuple[str, str, int]] = []
        for start in range(0, len(changed), CHUNK):
            some = changed[start : start + CHUNK]
            pairs += await self._db.read(lambda tx, some=some: presence_store.pairs(tx, some))  # type: ignore[misc]
        self._told = there
        self._tell(pairs, came, now_ms)

    def _tell(self, pairs: Collection[tuple[str, str, int]], came: Collection[str], now_ms: int) -> None:
        for user_id, peer_id, _ in pairs:
            followers = list(self._hub.following(peer_id))
            if followers and (user_id, peer_id) not in self._parted_s:
                online = user_id in came
                item = Item("", 0, _response(user_id, online, 0 if online else now_ms))
                for follower in followers:
                    follower.put(item)

    def _tell_switched(self, user_id: str, peer_ids: list[str], shares: bool) -> None:
        item = Item("", 0, _response(user_id, shares and user_id in self._told, 0))
        until_s = self._clock.monotonic_s() + FORGET_S
        for peer_id in peer_ids:
            if shares:
                self._parted_s.pop((user_id, peer_id), None)
            else:
                self._parted_s[user_id, peer_id] = until_s
            for follower in self._hub.following(peer_id):
                follower.put(item)

    def _hear_switched(self, hint: Any) -> None:
        self._tell_switched(*hint)

    def _say(self, here: set[str]) -> None:
        now_s = self._clock.monotonic_s()
        again = now_s - self._said_at_s >= SAY_AGAIN_S
        on, off = sorted(here if again else here - self._said), sorted(self._said - here)
        if again:
            self._said_at_s = now_s
        self._said = here
        for start in range(0, max(len(on), len(off)), CHUNK):
            self._hub.say(HINT, {"on": on[start : start + CHUNK], "off": off[start : start + CHUNK]})

    def _hear(self, hint: Any) -> None:
        until_s = self._clock.monotonic_s() + FORGET_S
        self._elsewhere_s |= dict.fromkeys(hint["on"], until_s)
        for user_id in hint["off"]:
            self._elsewhere_s.pop(user_id, None)


def _response(user_id: str, online: bool, last_seen_at_ms: int) -> service_pb.FollowResponse:
    presence = service_pb.Presence(user_id=user_id, online=online, last_seen_at_ms=last_seen_at_ms)
    return service_pb.FollowResponse(presence=presence)
