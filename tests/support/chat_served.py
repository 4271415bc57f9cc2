"""Gateway, identity and messaging as `majlisd serve` runs them, in a process that is killed and started again.

`Line` is one person's way in: the socket of a page, a Connect call, or gRPC. All are asked in JSON and answer in JSON.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Protocol

import httpx
import websockets
from google.protobuf import json_format

from core.kit.caller import Caller
from core.kit.errors import DomainError
from core.kit.rpc import methods_of
from core.kit.rpc_grpc import GrpcChannel
from tests.support.artifacts import ROOT
from tests.support.hosts import _free_ports
from tests.support.roles import elsewhere

PLAYED = "gateway,identity,messaging"
MESSAGES = "majlis.messaging.v1.MessagesService"
READY_S_MAX, ANSWER_S_MAX = 60.0, 20.0
FRAME_BYTES_MAX = 4 * 1024 * 1024


class Gone(Exception):
    """There is no answer and there will be none: the host is away."""


class Line(Protocol):
    async def call(self, method: str, request: dict[str, Any]) -> dict[str, Any]: ...

    async def close(self) -> None: ...


class ServedChat:
    """The host of a data directory; its ports are the same after each start."""

    def __init__(self, data_dir: Path, database_url: str = "") -> None:
        self.url = database_url or f"sqlite:///{data_dir / 'core.db'}"
        web, self._grpc_port = _free_ports(2)
        self.address = f"http://localhost:{web}"
        self._settings = {
            "MAJLIS_DATA_DIR": str(data_dir), "MAJLIS_HTTP_PORT": str(web), "MAJLIS_GRPC_PORT": str(self._grpc_port),
            "MAJLIS_PEERS": elsewhere(PLAYED), "MAJLIS_LOG_LEVEL": "error", "MAJLIS_DATABASE_URL": database_url,
            "GRPC_VERBOSITY": "NONE",
        }  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: list[Line] = []

    async def start(self) -> None:
        """Returns when it answers."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MAJLIS_")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "core.cli", "serve", "--roles", PLAYED],
            cwd=ROOT, env=kept | self._settings, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        async with asyncio.timeout(READY_S_MAX):
            while not await self._answers():
                assert self._process.poll() is None, "the host did not start"
                await asyncio.sleep(0.05)

    async def _answers(self) -> bool:
        try:
            async with httpx.AsyncClient() as client:
                return (await client.get(f"{self.address}/healthz")).status_code == 200
        except httpx.TransportError:
            return False

    async def kill(self) -> None:
        """SIGKILL: it has no time for anything; lines to it are of no use any more."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """As an operator stops it, if it still runs."""
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            await asyncio.to_thread(self._process.wait, ANSWER_S_MAX)
        lines, self._lines = self._lines, []
        for line in lines:
            await line.close()

    async def line(self, way: str, token: str) -> Line:
        """A person's way in."""
        made: Line
        if way == "socket":
            made = await SocketLine.open(self.address, token)
        elif way == "grpc":
            made = GrpcLine(f"127.0.0.1:{self._grpc_port}", token)
        else:
            made = ConnectLine(self.address, token)
        self._lines.append(made)
        return made


class ConnectLine:
    def __init__(self, address: str, token: str) -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.AsyncClient(base_url=address, headers=headers, timeout=ANSWER_S_MAX)

    async def call(self, method: str, request: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = await self._http.post(f"/{method}", json=request)
        except httpx.TransportError as error:
            raise Gone from error
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def close(self) -> None:
        await self._http.aclose()


class GrpcLine:
    def __init__(self, address: str, token: str) -> None:
        self._channel = GrpcChannel(address, authorize=lambda to, caller: f"Bearer {token}")
        self._methods = {each.path: each for each in methods_of(MESSAGES)}

    async def call(self, method: str, request: dict[str, Any]) -> dict[str, Any]:
        asked = self._methods[method]
        message = json_format.ParseDict(request, asked.request_type())
        try:
            response = await self._channel.unary(
                method, message, asked.response_type, caller=Caller(), timeout_s=ANSWER_S_MAX
            )
        except DomainError as error:
            if error.reason == "SERVICE_UNAVAILABLE":
                raise Gone from error
            raise
        found: dict[str, Any] = json_format.MessageToDict(response, preserving_proto_field_name=True)
        return found

    async def close(self) -> None:
        await self._channel.close()


class SocketLine:
    """A page: several calls may be under way, each is answered by its number."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)
        self._reading = asyncio.ensure_future(self._read())

    @classmethod
    async def open(cls, address: str, token: str) -> SocketLine:
        socket = await websockets.connect(
            address.replace("http", "ws") + "/ws", origin=websockets.Origin(address), max_size=FRAME_BYTES_MAX
        )
        await socket.send(json.dumps({"k": "hello", "token": token, "sessions": []}))
        return cls(socket)

    async def call(self, method: str, request: dict[str, Any]) -> dict[str, Any]:
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            await self._socket.send(json.dumps({"k": "call", "seq": number, "method": method, "request": request}))
        except websockets.ConnectionClosed as error:
            raise Gone from error
        async with asyncio.timeout(ANSWER_S_MAX):
            await answer
        return answer.result()

    async def _read(self) -> None:
        try:
            async for text in self._socket:
                frame = json.loads(text)
                if frame["k"] == "answer":
                    self._waiting.pop(frame["seq"]).set_result(frame["response"])
                elif frame["k"] in ("error", "bye"):
                    raise AssertionError(text)
        except websockets.ConnectionClosed:
            pass
        finally:
            for answer in self._waiting.values():
                answer.set_exception(Gone())

    async def close(self) -> None:
        await self._socket.close()
        await asyncio.gather(self._reading, return_exceptions=True)
