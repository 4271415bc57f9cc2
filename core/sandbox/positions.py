"""Carries positions from devices to open screens whose live topics they are: no event runs, nothing is stored.

The newest of each topic is kept in memory for a minute, for a screen that opens between two reports. What is lost while
places is away is not missed: every device says again where it is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from core.kit import log
from core.kit.clock import Clock
from core.kit.errors import DomainError
from core.sandbox.screens import LiveSessions
from core.sandbox.versions import SERVICE
from majlis.places.v1 import places_service_pb2 as places_pb
from majlis.places.v1.places_service_rpc import PlacesServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as pb

RETRY_S = 1.0
KEPT_S = 60.0
KEPT_MAX = 50_000  # Topics: the one that has been silent for longest goes first.
_log = log.get("sandbox")


class NewestPositions:
    """Topic → the position that was told last, while it is worth showing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[float, str]] = OrderedDict()

    def keep(self, app_id: str, topic: str, value_json: str) -> None:
        self._known[app_id, topic] = self._clock.monotonic_s(), value_json
        self._known.move_to_end((app_id, topic))
        if len(self._known) > KEPT_MAX:
            self._known.popitem(last=False)

    def of(self, app_id: str, topics: Iterable[str]) -> dict[str, str]:
        """The values of those topics that somebody told of within the last minute."""
        oldest_s = self._clock.monotonic_s() - KEPT_S
        found = {topic: self._known.get((app_id, topic), (float("-inf"), "")) for topic in topics}
        return {topic: value_json for topic, (told_s, value_json) in found.items() if told_s >= oldest_s}


class PositionFollower:
    """One per process; `run` follows for ever."""

    def __init__(
        self, *, places: PlacesServiceClient, sessions: LiveSessions, newest: NewestPositions, clock: Clock
    ) -> None:
        self._places = places
        self._sessions = sessions
        self._newest = newest
        self._clock = clock

    async def run(self) -> None:
        """Follow positions; where the stream breaks, begin again with those that come then."""
        while True:
            try:
                await self._follow()
            except DomainError as error:
                _log.warning("positions interrupted", reason=error.reason)
            await self._clock.sleep(RETRY_S)

    async def _follow(self) -> None:
        async for told in self._places.watch_positions(places_pb.WatchPositionsRequest(), caller=SERVICE):
            self._newest.keep(told.app_id, told.topic, told.value_json)
            listeners = self._sessions.streaming(told.app_id, told.topic)
            if listeners:
                update = pb.WatchSessionResponse(live=pb.LiveValue(topic=told.topic, value_json=told.value_json))
                for live in listeners:
                    live.push(update)
