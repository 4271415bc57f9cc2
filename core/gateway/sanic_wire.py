"""Sanic's WebSocket as a socket of ours reads and writes it: what came in waits here, in order and bounded.

Sanic's own `recv` and `send` are right and dear: a task, two locks and four events for each message that comes, a write
and two signals for each that goes. A fifth of what a chat message cost went there. Sanic keeps the connection, its
pings, its limits and its end.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sanic.exceptions import WebsocketClosed
from sanic.server.protocols.base_protocol import SanicProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State

READ_AHEAD_MAX = 16  # Messages, of READ_AHEAD_CHARS at most; then the peer is not read until they are taken.
READ_AHEAD_CHARS = 65_536
_write: Callable[[Any, bytes], Awaitable[None]] = SanicProtocol.send  # Waits for room, without the signals.


class SanicWire:
    """Made once for a socket, before anything else reads it."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._messages: deque[str | bytes] = deque()
        self._size = 0
        self._parts: list[bytes] = []  # Of the message that is coming in.
        self._is_text = False
        self._paused = False
        self._woken = asyncio.Event()
        # Sanic cancels this when the peer has said its last.
        socket.recv_cancel = self._over = asyncio.get_running_loop().create_future()
        self._over.add_done_callback(lambda _: self._woken.set())
        socket.process_events = self._take

    async def receive(self) -> str | bytes | None:
        """The next message; None when there is none to come."""
        while not self._messages:
            if self._over.done() or self._socket.ws_proto.state is State.CLOSED:
                return None
            self._woken.clear()
            await self._woken.wait()
        message = self._messages.popleft()
        self._size -= len(message)
        if self._paused and not self._full:
            self._paused = False
            self._socket.resume_frames()
        return message

    @property
    def _full(self) -> bool:
        return len(self._messages) >= READ_AHEAD_MAX or self._size > READ_AHEAD_CHARS

    async def _take(self, events: Sequence[Any]) -> None:
        """In place of Sanic's own: events of the protocol, in the order they came."""
        for event in events:
            if not isinstance(event, Frame):
                continue  # The handshake's.
            if event.opcode is Opcode.PONG:
                await self._socket.process_pong(event)
            elif event.opcode is Opcode.CLOSE:
                self._over.cancel()
            elif event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
                self._add(event)
        if self._full and not self._paused:
            self._paused = bool(self._socket.pause_frames())

    def _add(self, frame: Frame) -> None:
        if frame.opcode is not Opcode.CONT:
            self._is_text = frame.opcode is Opcode.TEXT
        self._parts.append(bytes(frame.data))
        if not frame.fin:
            return
        whole = b"".join(self._parts)
        self._parts.clear()
        message = _text(whole) if self._is_text else whole
        self._messages.append(message)
        self._size += len(message)
        self._woken.set()

    async def send(self, frames: Sequence[str]) -> None:
        """Write these messages at once, when the peer has room for them."""
        socket = self._socket
        async with socket.conn_mutex:
            if socket.ws_proto.state is not State.OPEN:
                raise WebsocketClosed("the socket is closed")
            for frame in frames:
                socket.ws_proto.send_text(frame.encode())
            await _write(socket.io_proto, b"".join(socket.ws_proto.data_to_send()))

    async def close(self, code: int) -> None:
        """Say goodbye, and be told."""
        await self._socket.close(code)


def _text(raw: bytes) -> str | bytes:
    try:
        return raw.decode()
    except UnicodeDecodeError:  # No frame of ours; who reads it says so.
        return raw
