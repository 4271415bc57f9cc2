"""One mini-app session on one socket: its taps go up one at a time, its screens come down in an order that fits.

The line knows the revision it sent last. A patch that does not continue from there is never sent: a newer whole screen
goes instead. So a lost, late or dropped update costs a redraw and never shows a wrong screen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from core.gateway import frames
from core.gateway.outbox import Outbox
from core.kit.caller import Caller
from core.kit.clock import Clock
from core.kit.errors import DomainError, ResourceExhausted, StatusCode
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient

EVENTS_WAITING_MAX = 16  # Taps of one session not answered yet.
LIVE_OWED_MAX = 100  # Topics whose newest value a slow reader is owed.
TIMEOUT_S = 20.0
WATCH_AGAIN_S = 1.0
_GONE = (StatusCode.NOT_FOUND, StatusCode.PERMISSION_DENIED, StatusCode.UNIMPLEMENTED)


class SessionLine:
    """Made for each session the client opens or resumes. `run` carries until it is cancelled."""

    def __init__(
        self, session_id: str, *, revision: int, sandbox: SandboxServiceClient, caller: Callable[[], Caller],
        outbox: Outbox, clock: Clock,
    ) -> None:  # fmt: skip
        self.session_id = session_id
        self._sent_revision = revision
        self._sandbox = sandbox
        self._caller = caller
        self._outbox = outbox
        self._clock = clock
        self._events: asyncio.Queue[frames.Event] = asyncio.Queue(EVENTS_WAITING_MAX)
        self._order = asyncio.Lock()  # Held from looking at the sent revision until the frame is queued.
        self._live_owed: dict[str, str] = {}

    def take(self, event: frames.Event) -> None:
        """Queue a tap behind the session's others. RESOURCE_EXHAUSTED when too many wait."""
        try:
            self._events.put_nowait(event)
        except asyncio.QueueFull:
            raise ResourceExhausted("too many taps wait in this session", waiting_max=EVENTS_WAITING_MAX) from None

    async def run(self, *, resumed: bool) -> None:
        """Answer taps and pass on what comes unasked; a resumed session first gets the screen it missed."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._watch())
            if resumed:
                await self._resume(self._sent_revision)
            while True:
                await self._answer(await self._events.get())

    async def _answer(self, event: frames.Event) -> None:
        request = pb.DispatchRequest(
            request_id=event.request_id, session_id=event.session_id, revision=event.revision, node_id=event.node_id,
            event=event.event, value_json=event.value_json, fields_json=event.fields_json,
        )  # fmt: skip
        try:
            response = await self._sandbox.dispatch(request, caller=self._caller(), timeout_s=TIMEOUT_S)
        except DomainError as error:
            await self._outbox.put(frames.error(error, seq=event.seq, session_id=self.session_id))
            if error.reason == "STALE_SCREEN":
                await self._resume(0)
            return
        async with self._order:
            await self._send_answer(event.seq, response)

    async def _send_answer(self, seq: int, response: pb.DispatchResponse) -> None:
        patch, runtime, effects_json = response.patch, response.runtime, response.effects_json
        if not response.HasField("patch"):
            await self._send_screen(response.screen, seq=seq, runtime=runtime, effects_json=effects_json)
            return
        fits = patch.base_revision == self._sent_revision or patch.revision <= self._sent_revision
        if not fits and await self._send_newest(0, seq=seq, effects_json=effects_json):
            return
        self._sent_revision = max(self._sent_revision, patch.revision)
        text = frames.patch(patch, session_id=self.session_id, seq=seq, runtime=runtime, effects_json=effects_json)
        await self._outbox.put(text)

    async def _watch(self) -> None:
        request = pb.WatchSessionRequest(session_id=self.session_id)
        while True:
            try:
                async for update in self._sandbox.watch_session(request, caller=self._caller()):
                    async with self._order:
                        await self._show(update)
            except DomainError as error:
                if error.code in _GONE:
                    return
            await self._clock.sleep(WATCH_AGAIN_S)
            await self._resume(self._sent_revision)

    async def _show(self, update: pb.WatchSessionResponse) -> None:
        if update.HasField("live"):
            if not await self._outbox.offer(frames.live(update.live, session_id=self.session_id)):
                self._owe(update.live)
                await self._catch_up()
            return
        patch = update.patch
        if patch.revision <= self._sent_revision:
            return  # The client has it from an answer or a whole screen.
        fits = patch.base_revision == self._sent_revision
        if fits and await self._outbox.offer(frames.patch(patch, session_id=self.session_id)):
            self._sent_revision = patch.revision
        else:
            await self._catch_up()

    def _owe(self, value: pb.LiveValue) -> None:
        self._live_owed.pop(value.topic, None)
        self._live_owed[value.topic] = frames.live(value, session_id=self.session_id)
        if len(self._live_owed) > LIVE_OWED_MAX:
            self._live_owed.pop(next(iter(self._live_owed)))

    async def _catch_up(self) -> None:
        """The reader was too slow or a patch is missing: once there is room, the newest screen and owed values."""
        await self._outbox.drained()
        await self._send_newest(0)
        owed, self._live_owed = self._live_owed, {}
        for text in owed.values():
            await self._outbox.put(text)

    async def _resume(self, revision: int) -> None:
        async with self._order:
            await self._send_newest(revision)

    async def _send_newest(self, revision: int, *, seq: int = 0, effects_json: str = "") -> bool:
        """Send the newest screen unless the client has it; False where there is none to send."""
        request = pb.ResumeSessionRequest(session_id=self.session_id, revision=revision)
        try:
            answer = await self._sandbox.resume_session(request, caller=self._caller(), timeout_s=TIMEOUT_S)
        except DomainError as error:
            await self._outbox.put(frames.error(error, session_id=self.session_id))
            return False
        if not answer.HasField("screen"):
            return False
        await self._send_screen(
            answer.screen, seq=seq, app_id=answer.app_id, version=answer.version_id, runtime=answer.runtime,
            effects_json=effects_json,
        )  # fmt: skip
        return True

    async def _send_screen(
        self, screen: pb.ScreenFrame, *, seq: int = 0, app_id: str = "", version: str = "",
        runtime: pb.Runtime.ValueType = pb.RUNTIME_UNSPECIFIED, effects_json: str = "",
    ) -> None:  # fmt: skip
        self._sent_revision = screen.revision
        text = frames.screen(
            screen, session_id=self.session_id, seq=seq, app_id=app_id, version=version, runtime=runtime,
            effects_json=effects_json,
        )  # fmt: skip
        await self._outbox.put(text)
