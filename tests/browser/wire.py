"""The host's side of the wire, played by a test: rpcs answered from a table, frames recorded and sent by hand.

For what only the client can get wrong (sending twice, losing what was typed). Whole journeys run against the real host.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

Frame = dict[str, Any]
APP = {
    "app_id": "org.majlis.polls",
    "name_ar": "استطلاعات",
    "name_en": "Polls",
    "version_id": "ver_1",
    "version_name": "1.0.0",
    "developer_name": "Majlis",
    "scopes": [{"scope": "profile.name", "reason_ar": "ليظهر اسمك", "reason_en": "To show your name"}],
}
USER = {"user_id": "usr_1", "username": "layla", "display_name": "ليلى", "lang": "ar"}
SIGNED_IN = {"signed_in": {"user": USER, "access_token": "token", "access_expires_in_s": 300, "device_id": "dev_1"}}


def refusal(code: str, reason: str, **metadata: str) -> Frame:
    """A Connect error body as the gateway writes it."""
    debug = {"reason": reason, "domain": "majlis", "metadata": metadata}
    return {"code": code, "message": reason, "details": [{"type": "google.rpc.ErrorInfo", "value": "", "debug": debug}]}


class Wire:
    """Attached to a page before it opens; `answers` maps a method's last name to its response or (status, body)."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {
            "RefreshSession": SIGNED_IN,
            "ListApps": {"apps": [APP]},
            "GetApp": {"app": APP},
            "GetTexts": {"ftl": "hello = مرحبًا { $name }\n"},
        }
        # What the feed of chat begins with; None where it never comes.
        self.synced: Frame | None = {}
        self.calls: list[tuple[str, Frame]] = []
        self.frames: list[Frame] = []
        self.refuses_connections = False
        self.connections = 0
        self._socket: Any = None
        self._arrived = asyncio.Event()

    async def attach(self, page: Any) -> None:
        await page.route("**/majlis.*/*", self._answer)
        await page.route_web_socket("**/ws", self._connect)

    async def _answer(self, route: Any) -> None:
        method = route.request.url.rsplit("/", 1)[1]
        self.calls.append((method, json.loads(route.request.post_data or "{}")))
        answer = self.answers.get(method, {})
        if callable(answer):
            answer = answer(self.calls[-1][1])
        status, body = answer if isinstance(answer, tuple) else (200, answer)
        await route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    def _connect(self, socket: Any) -> None:
        self.connections += 1
        if self.refuses_connections:
            self._closing = asyncio.ensure_future(socket.close())
            return
        self._socket = socket
        socket.on_message(self._receive)

    def _receive(self, text: str) -> None:
        frame = json.loads(text)
        self.frames.append(frame)
        self._arrived.set()
        if frame["k"] == "follow" and self.synced is not None:
            self.say({"k": "chat", "synced": self.synced})
        elif frame["k"] == "ping":
            self.say({"k": "pong"})  # A slow test is no reason to lose the socket.
        elif frame["k"] == "call":
            self._answer_call(frame)

    def _answer_call(self, frame: Frame) -> None:
        """Answered from the same table as POSTs; a method that is not in it gets an empty answer, None gets none."""
        method = frame["method"].rsplit("/", 1)[1]
        self.calls.append((method, frame["request"]))
        answer = self.answers.get(method, {})
        if isinstance(answer, tuple):
            self.say({"k": "error", "seq": frame["seq"], "error": {"code": "failed_precondition", "reason": answer[1]}})
        elif answer is not None:
            response = answer(frame["request"]) if callable(answer) else answer
            self.say({"k": "answer", "seq": frame["seq"], "response": response})

    async def hear(self, where: Callable[[Frame], bool], count: int = 1) -> Frame:
        """The `count`-th frame of the client for which `where` holds; waits up to twenty seconds for it."""
        async with asyncio.timeout(20):
            while len(found := [frame for frame in self.frames if where(frame)]) < count:
                self._arrived.clear()
                await self._arrived.wait()
        return found[count - 1]

    async def hear_kind(self, kind: str, count: int = 1) -> Frame:
        return await self.hear(lambda frame: frame["k"] == kind, count)

    def say(self, frame: Frame) -> None:
        """Sends a frame to the client."""
        self._socket.send(json.dumps(frame))

    async def hang_up(self) -> None:
        await self._socket.close(code=1012)

    async def open_app(self, page: Any, url: str, nodes: Frame, path: str = "") -> None:
        """Opens the app's page and answers its first screen."""
        await page.goto(f"{url}/index.html#/app/{APP['app_id']}{path}")
        opened = await self.hear_kind("open")
        self.say(screen(nodes, seq=opened["seq"], path=opened["path"]))
        await page.get_by_test_id("screen").wait_for()


def screen(nodes: Frame, *, seq: int = 0, revision: int = 1, path: str = "/") -> Frame:
    """A screen frame of session ses_1."""
    return {
        "k": "screen", "seq": seq, "session_id": "ses_1", "app_id": APP["app_id"], "version": "ver_1",
        "revision": revision, "root": "s", "nodes": nodes, "path": path, "runtime": "runner",
    }  # fmt: skip


def patch(seq: int, ops: list[Any], *, base: int = 1, **more: Any) -> Frame:
    """A patch frame of session ses_1 from `base` to the next revision."""
    return {"k": "patch", "seq": seq, "session_id": "ses_1", "base": base, "revision": base + 1, "ops": ops, **more}


def failed(seq: int, reason: str, code: str = "failed_precondition", **metadata: str) -> Frame:
    """An error frame answering the event `seq`."""
    error = {"code": code, "reason": reason, "message": "", "metadata": metadata}
    return {"k": "error", "seq": seq, "session_id": "ses_1", "error": error}
