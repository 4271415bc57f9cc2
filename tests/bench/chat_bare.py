"""The least a chat server can do, as the limit: `python -m tests.bench.chat_bare FILE`, WebSocket and SQLite FULL.

A message is deduplicated, numbered and inserted in one durable commit with whatever else waits, then answered and
handed to everybody else in its room. No accounts, no rights, no search, no notifications.
"""

from __future__ import annotations

import asyncio
import json
import queue
import sqlite3
import sys
import threading
import time
from contextlib import suppress
from typing import Any

import uvloop
import websockets

GROUP_MAX = 128
_Sent = tuple[str, str, str, str, Any]  # Room, sender, id, text, the sender's socket.


class Writer(threading.Thread):
    """The one writer: all that waits in one commit."""

    def __init__(self, path: str, rooms: Rooms, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(daemon=True)
        self.waiting: queue.Queue[_Sent] = queue.Queue()
        self._path = path
        self._rooms = rooms
        self._loop = loop

    def run(self) -> None:
        database = sqlite3.connect(self._path, isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
            "CREATE TABLE rooms (room TEXT PRIMARY KEY, seq INTEGER NOT NULL)",
            "CREATE TABLE messages (room TEXT, seq INTEGER, sender TEXT, id TEXT, text TEXT, at REAL,"
            " PRIMARY KEY (room, seq), UNIQUE (sender, id))",
        ):  # fmt: skip
            database.execute(statement)
        while True:
            group = [self.waiting.get()]
            while len(group) < GROUP_MAX and not self.waiting.empty():
                group.append(self.waiting.get())
            database.execute("BEGIN IMMEDIATE")
            for room, sender, message_id, text, _ in group:
                known = database.execute("SELECT seq FROM messages WHERE sender=? AND id=?", (sender, message_id))
                if known.fetchone() is None:
                    step = (
                        "INSERT INTO rooms VALUES (?, 1) ON CONFLICT (room) DO UPDATE SET seq = seq + 1 RETURNING seq"
                    )
                    seq = database.execute(step, (room,)).fetchone()[0]
                    row = (room, seq, sender, message_id, text, time.time())
                    database.execute("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?)", row)
            database.execute("COMMIT")
            self._loop.call_soon_threadsafe(self._rooms.committed, group)


class Rooms:
    """Who is where, and what they are told after a commit."""

    def __init__(self) -> None:
        self.sockets: dict[str, dict[str, Any]] = {}

    def committed(self, group: list[_Sent]) -> None:
        for room, sender, _, text, socket in group:
            told = json.dumps({"text": text})
            others = [one for name, one in self.sockets[room].items() if name != sender]
            websockets.broadcast(others, told)
            websockets.broadcast([socket], '{"ok": 1}')


async def main(path: str) -> None:
    rooms = Rooms()
    writer = Writer(path, rooms, asyncio.get_running_loop())
    writer.start()

    async def serve(socket: Any) -> None:
        room, name = socket.request.path.strip("/").split("/")
        rooms.sockets.setdefault(room, {})[name] = socket
        with suppress(websockets.ConnectionClosed):  # Its client was stopped with its round.
            async for text in socket:
                frame = json.loads(text)
                writer.waiting.put((room, name, frame["id"], frame["text"], socket))

    async with websockets.serve(serve, "127.0.0.1", 0, compression=None) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
