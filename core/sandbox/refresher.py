"""Carries topics to open screens: refreshes redraw them, at most once a second each; values stream without the app.

It follows appdata's numbered topic changes, so a lost wake-up or a restart delays a screen and never skips it.
"""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from core.kit import log
from core.kit.clock import Clock
from core.kit.errors import DomainError
from core.sandbox.dispatch import Dispatcher
from core.sandbox.screens import LiveSession, LiveSessions
from core.sandbox.timers import is_final
from core.sandbox.versions import SERVICE
from core.sandbox.worker_line import AppTimedOut
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as pb

REDRAW_S_MIN = 1.0
RETRY_S = 1.0
REDRAWS_PER_APP_MAX = 8  # Under way: a popular topic must leave the app's taps room in the workers' queue.
# The sandbox or the database had no room, or others were faster: the screen is still behind.
_LATER = {
    "RESOURCE_EXHAUSTED", "SERVICE_UNAVAILABLE", "DATABASE_UNAVAILABLE", "APP_INTERRUPTED", "EVENT_CONFLICT",
    "DEADLINE_EXCEEDED", "APP_BUSY",
}  # fmt: skip
_log = log.get("sandbox")


class Refresher:
    """One per process; `run` follows for ever."""

    def __init__(
        self, *, appdata: AppdataServiceClient, sessions: LiveSessions, dispatcher: Dispatcher, clock: Clock
    ) -> None:
        self._appdata = appdata
        self._sessions = sessions
        self._dispatcher = dispatcher
        self._clock = clock
        self._after = -1
        self._due: dict[LiveSession, asyncio.Task[None]] = {}
        self._drawn_at_s: dict[str, float] = {}
        self._rooms: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    async def run(self) -> None:
        """Follow topic changes; where the stream breaks, go on from the last number seen."""
        try:
            while True:
                try:
                    await self._follow()
                except DomainError as error:
                    _log.warning("topics interrupted", reason=error.reason)
                await self._clock.sleep(RETRY_S)
        finally:
            for task in self._due.values():
                task.cancel()

    async def _follow(self) -> None:
        request = data_pb.WatchTopicsRequest(after_number=self._after)
        async for change in self._appdata.watch_topics(request, caller=SERVICE):
            if not change.app_id:  # No change: the number we follow from.
                await self._start_here()
            self._after = change.number
            if change.value_json:
                value = pb.LiveValue(topic=change.topic, value_json=change.value_json)
                for live in self._sessions.streaming(change.app_id, change.topic):
                    live.push(pb.WatchSessionResponse(live=value))
            if change.refresh:
                self._sessions.mark(change.app_id, change.topic)
                for live in self._sessions.refreshing(change.app_id, change.topic):
                    self._schedule(live)

    async def _start_here(self) -> None:
        """Show what was changed before we knew where we stand, to screens that were opened earlier still."""
        self._sessions.mark_all()
        for live in self._sessions.watched():
            self._schedule(live)
            live.streamed = frozenset()
            await self._dispatcher.stream_topics(live)

    def catch_up(self, live: LiveSession) -> None:
        """Draw the screen again if a topic of it was marked since it was begun, when nobody looked at it yet."""
        if live.watches and self._sessions.is_behind(live):
            self._schedule(live)

    def _schedule(self, live: LiveSession) -> None:
        """Redraw now, or as soon as a second has passed since the last time; one redraw serves all marks till then."""
        if live not in self._due:
            task = asyncio.get_running_loop().create_task(self._redraw_when_due(live))
            self._due[live] = task

    async def _redraw_when_due(self, live: LiveSession) -> None:
        session_id = live.session.session_id
        wait_s = self._drawn_at_s.get(session_id, float("-inf")) + REDRAW_S_MIN - self._clock.monotonic_s()
        try:
            if wait_s > 0:
                await self._clock.sleep(wait_s)
        finally:
            # From here on a new mark is a new redraw: what it marks may be committed after we read.
            self._due.pop(live, None)
        self._remember(session_id)
        try:
            async with self._rooms.setdefault(live.session.app_id, asyncio.Semaphore(REDRAWS_PER_APP_MAX)):
                await self._redraw(live)
        except DomainError as error:
            _log.warning("redraw failed", session=session_id, reason=error.reason)
            if error.reason in _LATER or (error.reason == AppTimedOut.reason and not is_final(error)):
                self._schedule(live)

    def _remember(self, session_id: str) -> None:
        now_s = self._clock.monotonic_s()
        self._drawn_at_s = {key: at for key, at in self._drawn_at_s.items() if now_s - at < REDRAW_S_MIN}
        self._drawn_at_s[session_id] = now_s

    async def _redraw(self, live: LiveSession) -> None:
        async with live.lock:
            if live.closed or not live.watches or not self._sessions.is_behind(live):
                return
            base = live.session.revision
            if not await self._dispatcher.redraw(live):
                return
            patch = live.patch_frame(base)
            if patch is not None:
                live.push(pb.WatchSessionResponse(patch=patch))
