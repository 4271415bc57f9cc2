"""A person at a browser, without one: the client's own protocol over real HTTP and a real WebSocket.

It keeps the screen as the web client does, from the first whole screen and the patches after it, and looks at texts.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import websockets

from majlis_devkit.diff import Nodes, apply

WAIT_S_MAX = 20


class Refused(Exception):
    """An error of the host: `reason` is its word, `metadata` its facts."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error.get('reason')}: {error.get('message')}")
        self.reason: str = error.get("reason", "")
        self.metadata: dict[str, str] = error.get("metadata", {})


class Screen:
    """One open mini-app as this person sees it."""

    def __init__(self, frame: dict[str, Any]) -> None:
        self.session_id: str = frame["session_id"]
        self.runtimes: list[str] = []
        self.nodes: Nodes = {}
        self.revision = 0
        self.path = ""
        self.take(frame)

    def take(self, frame: dict[str, Any]) -> None:
        """A whole screen, or a patch of the one held."""
        if frame["k"] == "screen":
            self.nodes = frame["nodes"]
        else:
            assert frame["base"] == self.revision, "a patch must fit the screen it is for"
            self.nodes = apply(self.nodes, frame["ops"])
        self.revision, self.path = frame["revision"], frame["path"]
        if "runtime" in frame:
            self.runtimes.append(frame["runtime"])

    def find(self, wanted: str, event: str | None = None) -> str:
        """The id of the node that shows this text (or text key), or has this test_id or field name."""
        for node_id, (_, props, _kids) in self.nodes.items():
            shown = [props.get(name) for name in ("text", "title", "label", "name", "test_id")]
            if wanted in [_plain(value) for value in shown] and (event is None or event in props.get("on", ())):
                return node_id
        raise AssertionError(f"{wanted!r} is not on the screen: {json.dumps(self.nodes, ensure_ascii=False)[:2000]}")

    def sees(self, wanted: str) -> bool:
        return wanted in json.dumps(self.nodes, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.get("$t") if isinstance(value, dict) else value


class WebUser:
    """Signed in at an address; `connected` gives the WebSocket."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.http = httpx.AsyncClient(base_url=address, headers={"Origin": address}, timeout=WAIT_S_MAX)
        self.token = ""
        self.screens: dict[str, Screen] = {}
        self.seen: list[dict[str, Any]] = []
        self._socket: Any = None
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._changed = asyncio.Condition()
        self._sequence = 0

    async def call(self, service: str, method: str, **body: Any) -> dict[str, Any]:
        """One rpc over Connect/JSON; Refused with its reason."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        response = await self.http.post(f"/{service}/{method}", json=body, headers=headers)
        answer: dict[str, Any] = response.json()
        if response.is_success:
            return answer
        raise Refused(answer["details"][0]["debug"] | {"message": answer["message"]})

    async def sign_up(self, username: str, name: str, password: str) -> None:
        answer = await self.call(
            "majlis.identity.v1.IdentityService", "SignUp",
            username=username, password=password, display_name=name, lang="ar",
        )  # fmt: skip
        self.token = answer["signed_in"]["access_token"]

    async def log_in(self, username: str, password: str) -> None:
        answer = await self.call("majlis.identity.v1.IdentityService", "LogIn", username=username, password=password)
        self.token = answer["signed_in"]["access_token"]

    async def allow(self, app_id: str, scope: str) -> None:
        """Press allow on the host's consent sheet."""
        await self.call("majlis.apps.v1.AppsService", "GrantScope", app_id=app_id, scope=scope)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[WebUser]:
        """The WebSocket, from hello to goodbye; open screens are resumed."""
        address = self.address.replace("http", "ws", 1) + "/ws"
        async with websockets.connect(address, origin=self.address) as socket:  # type: ignore[arg-type]
            self._socket = socket
            resumed = [{"session_id": one.session_id, "revision": one.revision} for one in self.screens.values()]
            await socket.send(json.dumps({"k": "hello", "token": self.token, "sessions": resumed}))
            reading = asyncio.create_task(self._read(socket))
            try:
                yield self
            finally:
                reading.cancel()
                # The host closes a line nobody reads, as between the tests of two packages.
                with contextlib.suppress(asyncio.CancelledError, websockets.ConnectionClosed):
                    await reading

    async def open(self, app_id: str, path: str = "/") -> Screen:
        frame = await self._ask({"k": "open", "app_id": app_id, "path": path})
        screen = self.screens[frame["session_id"]] = Screen(frame)
        return screen

    async def close(self, screen: Screen) -> None:
        """Leave the mini-app; the host forgets the session."""
        del self.screens[screen.session_id]
        await self._socket.send(json.dumps({"k": "close", "session_id": screen.session_id}))

    async def tap(
        self, screen: Screen, wanted: str, on: str = "press", *, value: Any = None,
        fields: dict[str, Any] | None = None, request_id: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        """Touch what shows this text; the answer frame. The same request_id again is the same tap."""
        event: dict[str, Any] = {"id": screen.find(wanted, on), "on": on}
        if value is not None:
            event["value"] = value
        if fields:
            event["fields"] = fields
        return await self.send(screen, event, request_id=request_id)

    async def send(
        self, screen: Screen, event: dict[str, Any], *, request_id: str = "", revision: int = 0
    ) -> dict[str, Any]:
        """Any event, also ones no screen could send."""
        frame = {
            "k": "ev", "request_id": request_id or uuid.uuid4().hex, "session_id": screen.session_id,
            "revision": revision or screen.revision,
        }  # fmt: skip
        return await self._ask(frame | event)

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something on the screens holds; what arrives unasked is taken meanwhile."""
        try:
            async with asyncio.timeout(WAIT_S_MAX), self._changed:
                await self._changed.wait_for(holds)
        except TimeoutError:
            raise AssertionError(f"waited {WAIT_S_MAX} s in vain: {what}; frames: {self.seen[-3:]}") from None

    async def _ask(self, frame: dict[str, Any]) -> dict[str, Any]:
        return await self.say(lambda sequence: json.dumps(frame | {"seq": sequence}, ensure_ascii=False))

    async def say(self, text: Callable[[int], str]) -> dict[str, Any]:
        """Send any text that holds this sequence number, and wait for its answer."""
        self._sequence += 1
        sequence = self._sequence
        answer = self._waiting[sequence] = asyncio.get_running_loop().create_future()
        await self._socket.send(text(sequence))
        async with asyncio.timeout(WAIT_S_MAX):
            got = await answer
        if got["k"] == "error":
            raise Refused(got["error"])
        return got

    async def _read(self, socket: Any) -> None:
        async for text in socket:
            frame = json.loads(text)
            self.seen.append(frame)
            screen = self.screens.get(frame.get("session_id", ""))
            async with self._changed:
                if screen is not None and frame["k"] in ("screen", "patch"):
                    screen.take(frame)
                waiting = self._waiting.pop(frame.get("seq", 0), None)
                if waiting is not None and not waiting.done():  # Whoever asked may have gone.
                    waiting.set_result(frame)
                self._changed.notify_all()
