"""The chat servers the bench times, each a process of its own on loopback, with people who may write to each other."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import httpx

from tests.bench.chat_lines import Line, bare_line, host_line, xmpp_line
from tests.support.artifacts import ROOT
from tests.support.roles import elsewhere

READY_S_MAX = 60
PLAYED = "gateway,identity,messaging"
PASSWORD = "bench-of-majlis-2026"
XMPP_HOST = "chat.localhost"
CONTACTS, CONVERSATIONS = "majlis.identity.v1.ContactsService", "majlis.messaging.v1.ConversationsService"


class ChatServer(Protocol):
    """Where lines come from: `pid` is whose CPU counts, `room` opens a line for each member of one conversation."""

    name: str
    pid: int

    def room(self, name: str, members: Sequence[str]) -> AbstractAsyncContextManager[list[Line]]: ...


class HostServer:
    """Ours: gateway, identity and messaging in one process on SQLite, as `majlisd serve` runs them."""

    name = "ours"

    def __init__(self, url: str, pid: int) -> None:
        self.url = url
        self.pid = pid
        self.people: dict[str, dict[str, str]] = {}
        self._http = httpx.AsyncClient(base_url=url, timeout=30)

    async def call(self, method: str, request: dict[str, Any], who: str = "") -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.people[who]['token']}"} if who else {}
        answer = await self._http.post(f"/{method}", json=request, headers=headers)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    async def sign_up(self, names: Sequence[str]) -> None:
        for name in names:
            if name in self.people:
                continue
            request = {"username": name, "password": PASSWORD, "display_name": name, "device_name": "bench"}
            made = (await self.call("majlis.identity.v1.IdentityService/SignUp", request))["signed_in"]
            self.people[name] = {"user_id": made["user"]["user_id"], "token": made["access_token"]}

    async def _befriend(self, one: str, others: Sequence[str]) -> None:
        for other in others:
            await self.call(f"{CONTACTS}/RequestContact", {"username": other}, one)
            answer = {"user_id": self.people[one]["user_id"], "accept": True}
            await self.call(f"{CONTACTS}/AnswerContact", answer, other)

    @asynccontextmanager
    async def room(self, name: str, members: Sequence[str]) -> AsyncIterator[list[Line]]:
        await self.sign_up(members)
        await self._befriend(members[0], members[1:])
        ids = [self.people[member]["user_id"] for member in members]
        if len(members) == 2:
            made = await self.call(f"{CONVERSATIONS}/OpenDirect", {"user_id": ids[1]}, members[0])
        else:
            asked = {"request_id": str(uuid.uuid4()), "title": name, "user_ids": ids[1:]}
            made = await self.call(f"{CONVERSATIONS}/CreateGroup", asked, members[0])
        conversation = made["conversation"]
        known = int(conversation.get("head_seq", 0))
        async with AsyncExitStack() as stack:
            yield [
                await stack.enter_async_context(
                    host_line(self.url, person["token"], person["user_id"], conversation["conversation_id"], known)
                )
                for person in (self.people[member] for member in members)
            ]


class BareServer:
    name = "bare WebSocket + SQLite FULL"

    def __init__(self, url: str, pid: int) -> None:
        self.url = url
        self.pid = pid

    @asynccontextmanager
    async def room(self, name: str, members: Sequence[str]) -> AsyncIterator[list[Line]]:
        async with AsyncExitStack() as stack:
            yield [await stack.enter_async_context(bare_line(self.url, member, name)) for member in members]


class Prosody:
    """Debian's Prosody with its archive on, as reference figures were taken; it makes no message durable by itself."""

    name = "Prosody (no fsync)"

    def __init__(self, port: int, pid: int, accounts: Path) -> None:
        self.pid = pid
        self._port = port
        self._accounts = accounts

    @asynccontextmanager
    async def room(self, name: str, members: Sequence[str]) -> AsyncIterator[list[Line]]:
        for member in members:
            stored = member.replace("_", "%5f")  # As Prosody spells names of files.
            (self._accounts / f"{stored}.dat").write_text(f'return {{\n\t["password"] = "{PASSWORD}";\n}};\n')
        is_room = len(members) > 2
        others = {members[0]: members[-1], members[-1]: members[0]}
        async with AsyncExitStack() as stack:
            lines: list[Line] = []
            for member in members:
                to = f"{name}@rooms.{XMPP_HOST}" if is_room else f"{others[member]}@{XMPP_HOST}"
                opened = xmpp_line(self._port, XMPP_HOST, member, PASSWORD, to=to, room=is_room)
                lines.append(await stack.enter_async_context(opened))
            yield lines


@asynccontextmanager
async def host_server(folder: Path) -> AsyncIterator[HostServer]:
    """Ours; the roles chat does not need are named as being elsewhere, where nobody asks."""
    port = _free_port()
    settings = {
        "MAJLIS_DATA_DIR": str(folder), "MAJLIS_HTTP_PORT": str(port), "MAJLIS_GRPC_PORT": "0",
        "MAJLIS_PEERS": elsewhere(PLAYED), "MAJLIS_LOG_LEVEL": "warning",
        # As a person writes, 40 and 20 are plenty; what is timed here is the host.
        "MAJLIS_FRAMES_PER_S": "100000", "MAJLIS_CALLS_PER_S": "100000",
        "GRPC_VERBOSITY": "NONE",
    }  # fmt: skip
    command = (sys.executable, "-m", "core.cli", "serve", "--roles", PLAYED)
    async with _running(command, settings) as process:
        server = HostServer(f"http://localhost:{port}", process.pid)
        await _answers(port, process)
        yield server


@asynccontextmanager
async def bare_server(folder: Path) -> AsyncIterator[BareServer]:
    command = (sys.executable, "-m", "tests.bench.chat_bare", str(folder / "bare.db"))
    async with _running(command, {}, stdout=asyncio.subprocess.PIPE) as process:
        assert process.stdout is not None
        port = int(await process.stdout.readline())
        yield BareServer(f"ws://127.0.0.1:{port}", process.pid)


def has_prosody() -> bool:
    return shutil.which("prosody") is not None


@asynccontextmanager
async def prosody(folder: Path) -> AsyncIterator[Prosody]:
    port = _free_port()
    accounts = folder / XMPP_HOST.replace(".", "%2e") / "accounts"
    accounts.mkdir(parents=True)
    config = folder / "prosody.cfg.lua"
    config.write_text(
        f"""
interfaces = {{ "127.0.0.1" }}; c2s_ports = {{ {port} }}; s2s_ports = {{}}; run_as_root = true
c2s_require_encryption = false; allow_unencrypted_plain_auth = true; authentication = "internal_plain"
modules_enabled = {{ "roster", "saslauth", "disco", "mam", "ping" }}; modules_disabled = {{ "s2s" }}
default_archive_policy = true; data_path = "{folder}"; pidfile = "{folder}/pid"; log = {{ error = "{folder}/log" }}
VirtualHost "{XMPP_HOST}"
Component "rooms.{XMPP_HOST}" "muc"
    modules_enabled = {{ "muc_mam" }}
"""
    )
    async with _running(("prosody", "--config", str(config), "-F"), {}) as process:
        await _answers(port, process)
        yield Prosody(port, process.pid, accounts)


@asynccontextmanager
async def _running(
    command: tuple[str, ...], settings: dict[str, str], *, stdout: int | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=os.environ | settings, stdout=stdout)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _answers(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(READY_S_MAX):
        while True:
            if process.returncode is not None:
                raise RuntimeError(f"the server ended with {process.returncode}")
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
