"""What a socket costs that only listens: memory of the host with thousands of them following their conversations."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import websockets

from tests.bench.chat_servers import HostServer, host_server
from tests.bench.measure import Row, row
from tests.bench.wallet_kill import LONG

SOCKETS, SOCKETS_LONG = 1_000, 10_000
PEOPLE, DEVICES = 50, 20  # Of one group, and of each of them; a person may hold no more than core.gateway allows.
AT_ONCE = 20
LIMIT_KB = 100.0  # 10,000 of them in a gigabyte.


async def measure() -> list[Row]:
    """Sockets of people's many devices, every one greeted and following."""
    wanted = SOCKETS_LONG if os.environ.get(LONG) else SOCKETS
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        async with host_server(Path(folder)) as server, AsyncExitStack() as stack:
            groups = [[f"idle{group}_{n}" for n in range(PEOPLE)] for group in range(wanted // (PEOPLE * DEVICES))]
            for number, names in enumerate(groups):
                async with server.room(f"idle{number}", names):  # What the first sockets cost is not theirs.
                    pass
            before = _resident_kb(server.pid)
            for names in groups:
                await _opened(server, names, stack)
            each = (_resident_kb(server.pid) - before) / wanted
    note = f"{wanted:,} sockets, {DEVICES} of each person, each following a group; {LONG}=1 for {SOCKETS_LONG:,}"
    return [row("messaging.idle_ws_kb", each, "kB", "aim: 10,000 in 1 GB", LIMIT_KB, note)]


async def _opened(server: HostServer, names: list[str], stack: AsyncExitStack) -> None:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> Any:
        async with slots:
            return await _following(server, server.people[names[n % len(names)]]["token"])

    for socket in await asyncio.gather(*map(one, range(PEOPLE * DEVICES))):
        stack.push_async_callback(socket.close)


async def _following(server: HostServer, token: str) -> Any:
    address = server.url.replace("http", "ws") + "/ws"
    socket = await websockets.connect(address, origin=websockets.Origin(server.url), compression=None, open_timeout=60)
    await socket.send(json.dumps({"k": "hello", "token": token, "sessions": []}))
    await socket.send(json.dumps({"k": "follow", "known": [], "personal_pos": 0, "open": []}))
    while json.loads(await socket.recv())["k"] != "chat":
        pass
    return socket


def _resident_kb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("VmRSS")))
