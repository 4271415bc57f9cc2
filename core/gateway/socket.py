"""One page's WebSocket: who it is, then taps up and screens down, until the person, the token or the page is gone.

The first frame proves who speaks. Everything the socket started ends with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from prometheus_client import Counter, Gauge

from core.gateway import frames
from core.gateway.chat_line import ChatLine, FollowBroken
from core.gateway.chat_text import ChatTexts
from core.gateway.outbox import Outbox
from core.gateway.rate import Pace
from core.gateway.session_line import TIMEOUT_S, SessionLine
from core.kit import log
from core.kit.caller import Caller
from core.kit.clock import Clock, to_ms
from core.kit.errors import DomainError, ResourceExhausted, Unauthenticated
from core.kit.rpc import Channel
from core.kit.tokens import AUDIENCE_USER, AccessVerifier
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient

HELLO_WITHIN_S = 5.0
FRAMES_PER_S, FRAMES_BURST = 40, 120  # As long as the operator sets no other pace.
FRAME_WEIGHS_CHARS = 16 * 1024  # A large frame counts as several,
FOLLOW_WEIGHS = 20  # and each beginning of a Follow, which reads all of a person's conversations, as so many.
INVALID_FRAMES_MAX = 20  # Then it is no client of ours.
SOCKETS_MAX = 32  # Of one person in one process; when one more opens, the oldest closes.
LOOK_EVERY_S = 5.0
FOLLOW_AGAIN_S = 1.0
STUCK_S_MAX = 30.0  # A reader that takes nothing for so long is gone.
LAST_WORDS_WITHIN_S = 2.0
TOO_MANY_SOCKETS = "TOO_MANY_SOCKETS"
CLOSE_DONE, CLOSE_GOING_AWAY, CLOSE_REFUSED = 1000, 1001, 1008
_log = log.get("gateway")
_open_sockets = Gauge("gateway_sockets", "WebSockets open now.")
_frames_read = Counter("gateway_frames_total", "Frames read from clients by kind.", ["kind"])


class Wire(Protocol):
    """A WebSocket as this module needs it. `receive` gives None when the peer is gone."""

    async def receive(self) -> str | bytes | None: ...

    async def send(self, frames: Sequence[str]) -> None: ...

    async def close(self, code: int) -> None: ...


class _Over(Exception):
    """The socket ends, with these last words."""

    def __init__(self, last_words: str = "", code: int = CLOSE_DONE) -> None:
        super().__init__()
        self.last_words = last_words
        self.code = code


class Sockets:
    """The sockets of this process: by device, so that signing one out closes its pages, and by person, who has few."""

    def __init__(self) -> None:
        self.chat_texts = ChatTexts()
        self._by_device: dict[str, set[Socket]] = {}
        self._by_person: dict[str, dict[Socket, None]] = {}  # The oldest first.

    def add(self, socket: Socket) -> None:
        """One more; the person's oldest closes where it is one too many, for the page just opened is looked at."""
        mine = self._by_person.setdefault(socket.user_id, {})
        if len(mine) >= SOCKETS_MAX:
            oldest = next(iter(mine))
            del mine[oldest]  # It has to say its last words yet, and is counted no more.
            oldest.end(frames.bye(TOO_MANY_SOCKETS), CLOSE_REFUSED)
        mine[socket] = None
        self._by_device.setdefault(socket.device_id, set()).add(socket)
        _open_sockets.inc()

    def remove(self, socket: Socket) -> None:
        sockets = self._by_device.get(socket.device_id, set())
        sockets.discard(socket)
        if not sockets:
            self._by_device.pop(socket.device_id, None)
        mine = self._by_person.get(socket.user_id, {})
        mine.pop(socket, None)
        if not mine:
            self._by_person.pop(socket.user_id, None)
        _open_sockets.dec()

    def end_device(self, device_id: str, reason: str) -> None:
        """Close every socket of the device with `bye`."""
        for socket in list(self._by_device.get(device_id, ())):
            socket.end(frames.bye(reason), CLOSE_REFUSED)

    def end_all(self) -> None:
        """The process stops; pages come back to another one or to the next start."""
        for sockets in list(self._by_device.values()):
            for socket in list(sockets):
                socket.end("", CLOSE_GOING_AWAY)

    def __len__(self) -> int:
        return sum(len(sockets) for sockets in self._by_device.values())


class Socket:
    """Serves one WebSocket from its first frame to its last."""

    def __init__(
        self, *, wire: Wire, verifier: AccessVerifier, channel: Channel, sockets: Sockets, clock: Clock,
        frames_per_s: int = FRAMES_PER_S,
    ) -> None:  # fmt: skip
        self._wire = wire
        self._verifier = verifier
        self._sandbox = SandboxServiceClient(channel)
        self._sockets = sockets
        self._clock = clock
        self._frames_per_s = frames_per_s
        self._outbox = Outbox(send=wire.send, clock=clock)
        self._chat = ChatLine(
            channel=channel, caller=lambda: self._caller, outbox=self._outbox, texts=sockets.chat_texts
        )
        self._following: asyncio.Task[None] | None = None
        self._follow_turn = asyncio.Lock()
        self._lines: dict[str, tuple[SessionLine, asyncio.Task[None]]] = {}
        self._opening = 0
        self._ended: asyncio.Future[_Over] = asyncio.get_running_loop().create_future()
        self._caller = Caller()
        self._expires_at_ms = 0

    @property
    def user_id(self) -> str:
        return self._caller.user_id

    @property
    def device_id(self) -> str:
        return self._caller.device_id

    def end(self, last_words: str, code: int) -> None:
        """End the socket from outside, with a last frame where there is one to send."""
        if not self._ended.done():
            self._ended.set_result(_Over(last_words, code))

    async def serve(self) -> None:
        """Serve until the client goes or is sent away. Never raises for what a client does."""
        over = _Over()
        try:
            over = await self._greet_and_serve()
        finally:
            await self._close(over)

    async def _greet_and_serve(self) -> _Over:
        try:
            hello = await self._hello()
            await self._prove(hello.token)
        except _Over as unheard:
            return unheard
        except DomainError as refused:
            return _Over(frames.error(refused), CLOSE_REFUSED)
        over = _Over()
        self._sockets.add(self)
        try:
            async with asyncio.TaskGroup() as tasks:
                self._tasks = tasks
                for part in (self._outbox.run(), self._watch_over(), self._listen(), self._told()):
                    tasks.create_task(part)
                for seen in hello.sessions:
                    self._line(seen.session_id, seen.revision, resumed=True)
        except* _Over as group:
            over = _first(group)
        finally:
            self._sockets.remove(self)
        return over

    async def _hello(self) -> frames.Hello:
        receiving = asyncio.ensure_future(self._wire.receive())
        waiting = asyncio.ensure_future(self._clock.sleep(HELLO_WITHIN_S))
        try:
            await asyncio.wait({receiving, waiting}, return_when=asyncio.FIRST_COMPLETED)
            text = receiving.result() if receiving.done() else None
        finally:
            for task in (receiving, waiting):
                task.cancel()
        if text is None:
            raise _Over(code=CLOSE_REFUSED)
        frame = frames.read(text)
        if not isinstance(frame, frames.Hello):
            raise frames.FrameInvalid("the first frame is hello", field="k")
        return frame

    async def _prove(self, token: str) -> None:
        """Take over the person of a token. UNAUTHENTICATED when it does not hold, or names somebody else."""
        caller, expires_at_ms = await self._verifier.verify_until(token, AUDIENCE_USER)
        known = (self._caller.user_id, self._caller.device_id)
        if known != ("", "") and known != (caller.user_id, caller.device_id):
            raise Unauthenticated("this socket is another person's")
        self._caller, self._expires_at_ms = caller, expires_at_ms

    async def _listen(self) -> None:
        burst = max(FRAMES_BURST, self._frames_per_s)
        pace = Pace(per_s=self._frames_per_s, burst=burst, clock=self._clock)
        invalid = 0
        while True:
            text = await self._wire.receive()
            if text is None:
                raise _Over
            await pace.keep(1 + len(text) // FRAME_WEIGHS_CHARS)
            try:
                frame = frames.read(text)
                _frames_read.labels(type(frame).__name__.lower()).inc()
                if isinstance(frame, frames.Follow):
                    await pace.keep(FOLLOW_WEIGHS)
                await self._take(frame)
            except frames.FrameInvalid as refused:
                invalid += 1
                if invalid > INVALID_FRAMES_MAX:
                    raise _Over(frames.error(refused), CLOSE_REFUSED) from None
                await self._outbox.put(frames.error(refused, seq=frames.seq_of(text)))

    async def _take(self, frame: frames.Frame) -> None:
        match frame:
            case frames.Event():
                await self._tap(frame)
            case frames.Ping():
                await self._outbox.put(frames.PONG)
            case frames.Open():
                await self._start_open(frame)
            case frames.Close():
                self._close_session(frame.session_id)
            case frames.Call():
                await self._call(frame)
            case frames.Follow():
                if self._following is not None:
                    self._following.cancel()
                self._following = self._tasks.create_task(self._follow(frame))
            case frames.Opened():
                self._tasks.create_task(self._chat.opened(frame))
            case frames.Token():
                try:
                    await self._prove(frame.token)
                except DomainError as refused:
                    raise _Over(frames.error(refused), CLOSE_REFUSED) from None
            case frames.Hello():
                raise frames.FrameInvalid("hello comes once, first", field="k")

    async def _tap(self, event: frames.Event) -> None:
        try:
            self._line(event.session_id, event.revision, resumed=False).take(event)
        except ResourceExhausted as refused:
            await self._outbox.put(frames.error(refused, seq=event.seq, session_id=event.session_id))

    async def _call(self, frame: frames.Call) -> None:
        try:
            self._chat.admit()
        except ResourceExhausted as refused:
            await self._outbox.put(frames.error(refused, seq=frame.seq))
            return
        self._tasks.create_task(self._chat.call(frame))

    async def _follow(self, frame: frames.Follow) -> None:
        async with self._follow_turn:  # The one before has ended, and is counted no more.
            try:
                await self._chat.follow(frame)
            except FollowBroken:
                # What the page has, only the page knows: it comes back and says so.
                await self._clock.sleep(FOLLOW_AGAIN_S)
                raise _Over(code=CLOSE_GOING_AWAY) from None

    async def _start_open(self, frame: frames.Open) -> None:
        if len(self._lines) + self._opening >= frames.SESSIONS_MAX:
            refused = ResourceExhausted("too many mini-apps are open here", sessions_max=frames.SESSIONS_MAX)
            await self._outbox.put(frames.error(refused, seq=frame.seq))
            return
        self._opening += 1
        self._tasks.create_task(self._open(frame))

    async def _open(self, frame: frames.Open) -> None:
        request = pb.OpenSessionRequest(app_id=frame.app_id, path=frame.path)
        try:
            answer = await self._sandbox.open_session(request, caller=self._caller, timeout_s=TIMEOUT_S)
        except DomainError as refused:
            await self._outbox.put(frames.error(refused, seq=frame.seq))
            return
        finally:
            self._opening -= 1
        text = frames.screen(
            answer.screen, session_id=answer.session_id, seq=frame.seq, app_id=frame.app_id,
            version=answer.version_id, runtime=answer.runtime, effects_json=answer.effects_json,
        )  # fmt: skip
        await self._outbox.put(text)
        try:
            self._line(answer.session_id, answer.screen.revision, resumed=False)
        except ResourceExhausted as refused:  # The page named more sessions while this one was opening.
            await self._outbox.put(frames.error(refused, seq=frame.seq, session_id=answer.session_id))

    def _close_session(self, session_id: str) -> None:
        _, carrying = self._lines.pop(session_id, (None, None))
        if carrying is not None:
            carrying.cancel()
        self._tasks.create_task(self._closed(session_id))

    async def _closed(self, session_id: str) -> None:
        try:
            request = pb.CloseSessionRequest(session_id=session_id)
            await self._sandbox.close_session(request, caller=self._caller, timeout_s=TIMEOUT_S)
        except DomainError as refused:
            _log.debug("session not closed", session=session_id, reason=refused.reason)

    def _line(self, session_id: str, revision: int, *, resumed: bool) -> SessionLine:
        """The session's line, made on first use; whose session it is, the sandbox knows."""
        if session_id in self._lines:
            return self._lines[session_id][0]
        if len(self._lines) >= frames.SESSIONS_MAX:
            raise ResourceExhausted("too many mini-apps are open here", sessions_max=frames.SESSIONS_MAX)
        line = SessionLine(
            session_id, revision=revision, sandbox=self._sandbox, caller=lambda: self._caller,
            outbox=self._outbox, clock=self._clock,
        )  # fmt: skip
        self._lines[session_id] = line, self._tasks.create_task(line.run(resumed=resumed))
        return line

    async def _told(self) -> None:
        raise await self._ended

    async def _watch_over(self) -> None:
        """End the socket when its token does, or when its reader takes nothing any more."""
        while True:
            left_s = (self._expires_at_ms - to_ms(self._clock.now())) / 1000
            if left_s <= 0:
                refused = Unauthenticated("the token has expired", expired=True)
                raise _Over(frames.error(refused), CLOSE_REFUSED)
            if self._outbox.stuck_s > STUCK_S_MAX:
                raise _Over(code=CLOSE_GOING_AWAY)
            await self._clock.sleep(min(left_s, LOOK_EVERY_S))

    async def _close(self, over: _Over) -> None:
        try:
            async with asyncio.timeout(LAST_WORDS_WITHIN_S):
                if over.last_words:
                    await self._wire.send([over.last_words])
                await self._wire.close(over.code)
        except Exception as error:  # The peer is gone or does not read: nobody is left to tell.
            _log.debug("socket closed without last words", why=type(error).__name__)


def _first(group: BaseExceptionGroup[_Over]) -> _Over:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, _Over)
    return error
