"""One client for every chat server the bench times: a line sends and receives texts; what lies between differs."""

from __future__ import annotations

import asyncio
import base64
import html
import json
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

import websockets

SEND = "majlis.messaging.v1.MessagesService/SendMessage"
FRAME_BYTES_MAX = 4 * 1024 * 1024
READ_BYTES = 1 << 18


class Line(Protocol):
    """Somebody's connection to one conversation. `received` holds the texts of others in the order they came."""

    received: asyncio.Queue[str]

    async def send(self, text: str) -> None:
        """Write it to the connection; whether it arrived, the receiver knows."""

    async def settled(self) -> None:
        """Return once everything sent was answered by the server, where it answers at all."""


class HostLine:
    """Ours: calls and the live feed on one WebSocket."""

    def __init__(self, socket: Any, user_id: str, conversation_id: str) -> None:
        self.received: asyncio.Queue[str] = asyncio.Queue()
        self._socket = socket
        self._user_id = user_id
        self._conversation_id = conversation_id
        self._open: set[int] = set()
        self._seq = 0
        self._none_open = asyncio.Event()
        self._none_open.set()

    async def send(self, text: str) -> None:
        self._seq += 1
        self._open.add(self._seq)
        self._none_open.clear()
        request = {
            "request_id": str(uuid.uuid4()), "conversation_id": self._conversation_id, "content": {"text": text},
        }  # fmt: skip
        await self._socket.send(json.dumps({"k": "call", "seq": self._seq, "method": SEND, "request": request}))

    async def settled(self) -> None:
        await self._none_open.wait()

    async def read(self) -> None:
        """Take in what comes, for ever."""
        async for text in self._socket:
            frame = json.loads(text)
            if frame["k"] == "answer":
                self._open.discard(frame["seq"])
                if not self._open:
                    self._none_open.set()
            elif frame["k"] == "chat" and "updates" in frame:
                self._take(frame["updates"]["updates"])
            elif frame["k"] in ("error", "bye"):
                raise RuntimeError(text)

    def _take(self, updates: list[dict[str, Any]]) -> None:
        for update in updates:
            theirs = update.get("sender_id") != self._user_id and update["conversation_id"] == self._conversation_id
            if theirs and update["kind"] == "UPDATE_KIND_MESSAGE":
                self.received.put_nowait(json.loads(update["body_json"])["message"]["text"])


@asynccontextmanager
async def host_line(url: str, token: str, user_id: str, conversation_id: str, known: int) -> AsyncIterator[HostLine]:
    """A page of that person that has everything up to `known` of the conversation, which is open on it."""
    async with websockets.connect(
        url.replace("http", "ws") + "/ws", origin=websockets.Origin(url), max_size=FRAME_BYTES_MAX, compression=None
    ) as socket:
        await socket.send(json.dumps({"k": "hello", "token": token, "sessions": []}))
        follow = {"k": "follow", "known": [[conversation_id, known]], "personal_pos": 0, "open": [conversation_id]}
        await socket.send(json.dumps(follow))
        while json.loads(await socket.recv())["k"] != "chat":  # The first is what was missed: from here it is live.
            pass
        line = HostLine(socket, user_id, conversation_id)
        async with _reading(line.read()):
            yield line


class BareLine:
    """The in-bench limit: JSON over a WebSocket, answered after the commit."""

    def __init__(self, socket: Any) -> None:
        self.received: asyncio.Queue[str] = asyncio.Queue()
        self._socket = socket
        self._open = 0
        self._none_open = asyncio.Event()
        self._none_open.set()

    async def send(self, text: str) -> None:
        self._open += 1
        self._none_open.clear()
        await self._socket.send(json.dumps({"id": str(uuid.uuid4()), "text": text}))

    async def settled(self) -> None:
        await self._none_open.wait()

    async def read(self) -> None:
        async for text in self._socket:
            frame = json.loads(text)
            if "text" in frame:
                self.received.put_nowait(frame["text"])
                continue
            self._open -= 1
            if not self._open:
                self._none_open.set()


@asynccontextmanager
async def bare_line(url: str, name: str, room: str) -> AsyncIterator[BareLine]:
    """A member of a room of the bare server."""
    async with websockets.connect(f"{url}/{room}/{name}", max_size=FRAME_BYTES_MAX, compression=None) as socket:
        line = BareLine(socket)
        async with _reading(line.read()):
            yield line


_STANZA = re.compile(rb"<message[^>]*from=['\"]([^'\"]*)['\"].*?</message>", re.DOTALL)
_BODY = re.compile(rb"<body>(.*?)</body>", re.DOTALL)


class XmppLine:
    """XMPP (RFC 6120, 6121; rooms by XEP-0045) as far as sending and receiving texts goes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, to: str, kind: str) -> None:
        self.received: asyncio.Queue[str] = asyncio.Queue()
        self.me = b""
        self._reader = reader
        self._writer = writer
        self._to = to
        self._kind = kind
        self._sent = 0

    async def send(self, text: str) -> None:
        self._sent += 1
        body = html.escape(text, quote=False)
        self._writer.write(
            f"<message to='{self._to}' type='{self._kind}' id='m{self._sent}'><body>{body}</body></message>".encode()
        )
        await self._writer.drain()

    async def settled(self) -> None:
        """XMPP answers no message."""

    async def read(self) -> None:
        kept = b""
        while piece := await self._reader.read(READ_BYTES):
            kept += piece
            end = 0
            for stanza in _STANZA.finditer(kept):
                end = stanza.end()
                body = _BODY.search(stanza[0])
                if body and not (self.me and stanza[1].endswith(self.me)):
                    self.received.put_nowait(html.unescape(body[1].decode()))
            kept = kept[end:] if end else (b"" if b"<message" not in kept else kept)

    async def ask(self, text: str, until: bytes) -> bytes:
        """Send a piece of the stream and return what came up to the one that ends the answer."""
        self._writer.write(text.encode())
        return await self._reader.readuntil(until)

    def tell(self, text: str) -> None:
        self._writer.write(text.encode())


@asynccontextmanager
async def xmpp_line(port: int, host: str, name: str, password: str, *, to: str, room: bool) -> AsyncIterator[XmppLine]:
    """Somebody signed in who writes to a person, or is in a room and writes there."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    line = XmppLine(reader, writer, to, "groupchat" if room else "chat")
    streams = "http://etherx.jabber.org/streams"
    opening = f"<stream:stream to='{host}' xmlns='jabber:client' xmlns:stream='{streams}' version='1.0'>"
    await line.ask("<?xml version='1.0'?>" + opening, b"</stream:features>")
    proof = base64.b64encode(f"\0{name}\0{password}".encode()).decode()
    await line.ask(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{proof}</auth>", b"/>")
    await line.ask(opening, b"</stream:features>")
    bind = "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>"
    await line.ask(bind, b"</iq>")
    line.tell("<presence/>")
    if room:
        line.me = f"/{name}".encode()
        # Its own presence, told back with status 110, is the last a newcomer gets before the room is theirs.
        await line.ask(
            f"<presence to='{to}/{name}'><x xmlns='http://jabber.org/protocol/muc'/></presence>", b"code='110'"
        )
        owner = "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>"
        line.tell(f"<iq type='set' id='o' to='{to}'>{owner}</iq>")
    try:
        async with _reading(line.read()):
            yield line
    finally:
        writer.close()


@asynccontextmanager
async def _reading(read: Any) -> AsyncIterator[None]:
    task = asyncio.ensure_future(read)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
