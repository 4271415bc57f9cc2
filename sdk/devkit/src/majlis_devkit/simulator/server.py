"""Serves the simulator's page, its few rpcs and its WebSocket, on this machine only."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any
from uuid import uuid4

from sanic import Request, Sanic, Websocket
from sanic.response import HTTPResponse, html, raw
from sanic.response import json as json_response
from watchfiles import DefaultFilter, awatch

from majlis_devkit import project as projects
from majlis_devkit.simulator import places, rpcs, sheets
from majlis_devkit.simulator.room import PEOPLE, Frame, Person, Refused, Room, RunGuest

TICK_S = 1.0  # How often timers are looked at, as on the host.
LONELY_S_MAX = 60
FRAME_BYTES_MAX = 64 * 1024
NO_BUNDLE = """<!doctype html><meta charset="utf-8"><title>majlis dev</title>
<h1>The simulator's page is not built</h1><p>run: <code>make web</code></p>
<p>The app runs all the same: frames on <code>/ws</code>, see <code>/simulator.json</code>.</p>"""
CSP = (
    "default-src 'self'; img-src 'self' blob: data:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_STATUS = {"unauthenticated": 401, "not_found": 404, "unimplemented": 501, "invalid_argument": 400}
_OURS_LEFT_OUT = DefaultFilter(ignore_dirs=[*DefaultFilter.ignore_dirs, ".majlis"])  # Where recordings are kept.
_PEOPLE = {person.token: person for person in PEOPLE}


class Simulator:
    """One room and the pages looking at it. Room calls run in a thread, one at a time: the sandbox blocks."""

    def __init__(self, project: projects.Project, run_guest: RunGuest) -> None:
        self.folder = project.folder
        self.room = Room(project, run_guest, lambda: datetime.now(UTC))
        self._pages: dict[Websocket, Person] = {}
        self._sessions: dict[Websocket, set[str]] = {}
        self._alone: dict[str, int] = {}  # session id -> seconds without a page
        self._turn = asyncio.Lock()

    async def call(self, work: Callable[[], Any]) -> Any:
        async with self._turn:
            return await asyncio.to_thread(work)

    async def serve_page(self, page: Websocket) -> None:
        """One page: hello first, then taps until it goes."""
        try:
            person = await self._greet(page)
            if person is None:
                return
            self._pages[page] = person
            async for text in page:
                frame = _frame(text)
                if frame is not None:
                    await self._receive(page, person, frame)
        finally:
            self._pages.pop(page, None)
            self._sessions.pop(page, None)

    async def _greet(self, page: Websocket) -> Person | None:
        hello = _frame(await page.recv()) or {}
        person = _PEOPLE.get(str(hello.get("token"))) if hello.get("k") == "hello" else None
        if person is None:
            await _send(page, {"k": "error", "seq": 0, "error": _unauthenticated().error})
            return None
        sessions = [one for one in hello.get("sessions") or () if isinstance(one, dict)]
        self._sessions[page] = {str(one.get("session_id")) for one in sessions}
        for frame in [*await self.call(lambda: self.room.resume(person, sessions)), *self.room.log]:
            await _send(page, frame)
        return person

    async def _receive(self, page: Websocket, person: Person, frame: Frame) -> None:
        match frame.get("k"):
            case "open":
                opened = await self.call(lambda: self.room.open(person, frame.get("seq", 0), str(frame.get("path"))))
                self._sessions[page].add(str(opened.get("session_id")))
                await _send(page, opened)
                await self.push(str(opened.get("session_id", "")))
            case "ev":
                answers = await self.call(lambda: self.room.event(person, frame))
                for answer in answers:
                    await _send(page, answer)
                await self.push(str(frame.get("session_id")))
            case "close":
                await self.call(lambda: self.room.close(person, str(frame.get("session_id"))))
            case "ping":
                await _send(page, {"k": "pong"})
            case "token" | "hello":
                pass  # Tokens here never end.

    async def push(self, actor: str = "") -> None:
        """Send everybody what an event meant for them, then the log."""
        await self._tell(await self.call(lambda: self.room.pushes(actor)))

    async def _tell(self, addressed: list[tuple[Person, Frame]]) -> None:
        log = self.room.take_log()
        for page, person in list(self._pages.items()):
            frames = [frame for to, frame in addressed if to == person] + log
            try:
                for frame in frames:
                    await _send(page, frame)
            except Exception:
                self._pages.pop(page, None)

    async def reload(self) -> None:
        """Read the folder again; a folder that cannot be read just now is told in the log."""
        try:
            project = projects.read(self.folder)
        except (projects.ProjectInvalid, OSError) as unreadable:
            self.room.note("error", "", str(unreadable))
            await self._tell([])
            return
        if project.files != self.room.project.files:
            await self._tell(await self.call(lambda: self.room.reload(project)))

    async def watch(self) -> None:
        """Reload on every change, for ever."""
        async for _ in awatch(self.folder, watch_filter=_OURS_LEFT_OUT):
            await self.reload()

    async def tick(self) -> None:
        """Fire timers as they fall due, for ever."""
        while True:
            await asyncio.sleep(TICK_S)
            await self.call(self._forget_lonely)
            ticked = await self.call(self.room.tick)
            if await self.call(lambda: places.drive(self.room)) or ticked:
                await self.push()

    def _forget_lonely(self) -> None:
        """End sessions no page has shown for a while; a page that reconnects in time finds its own."""
        seen = {session_id for sessions in self._sessions.values() for session_id in sessions}
        self._alone = {
            session_id: self._alone.get(session_id, 0) + 1
            for session_id in self.room.sessions
            if session_id not in seen
        }
        for session_id, seconds in self._alone.items():
            if seconds > LONELY_S_MAX:
                self.room.sessions.pop(session_id, None)


def make_app(simulator: Simulator, hosts: Callable[[str], bool]) -> Sanic[Any, Any]:
    """The web app. ``hosts`` says which Host headers are ours: another name reaching us is a page playing tricks."""
    # Sanic keeps apps by name for the life of the process, so each needs its own.
    app: Sanic[Any, Any] = Sanic(f"majlis_simulator_{uuid4().hex}", configure_logging=False)
    app.config.MOTD = False
    app.config.TOUCHUP = False  # It rewrites Sanic's own methods, once a process: a second app would not start.
    app.config.WEBSOCKET_MAX_SIZE = FRAME_BYTES_MAX
    dist = Path(str(resources.files("majlis_devkit").joinpath("simulator/dist")))

    @app.on_request
    async def refuse_strangers(request: Request) -> HTTPResponse | None:
        origin = request.headers.get("origin")
        if not hosts(request.host) or (origin is not None and origin != f"http://{request.host}"):
            return raw(b"", status=403)
        return None

    @app.get("/")
    async def index(_: Request) -> HTTPResponse:
        file = dist / "index.html"
        return html(file.read_text("utf-8") if file.is_file() else NO_BUNDLE, headers=_headers())

    @app.get("/simulator.json")
    async def about(_: Request) -> HTTPResponse:
        users = [{"user_id": one.user_id, "name": one.name, "token": one.token} for one in PEOPLE]
        return json_response({"app_id": simulator.room.app_id, "users": users}, headers=_headers())

    @app.get("/assets/<name:str>")
    async def asset(_: Request, name: str) -> HTTPResponse:
        file = dist / "assets" / name
        if Path(name).name != name or not file.is_file():
            return raw(b"", status=404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return raw(file.read_bytes(), content_type=kind, headers=_headers())

    async def frames(_: Request, page: Websocket) -> None:
        await simulator.serve_page(page)

    for prefix, answer in {rpcs.PREFIX: rpcs.answer, places.PREFIX: places.answer}.items():
        _add_rpcs(app, simulator, prefix, answer)
    for prefix in sheets.PREFIXES:
        _add_rpcs(app, simulator, prefix, sheets.answer, pushes=True)
    app.add_websocket_route(frames, "/ws")
    return app


_Answer = Callable[[Room, Person, str, dict[str, Any]], dict[str, Any]]


def _add_rpcs(
    app: Sanic[Any, Any], simulator: Simulator, prefix: str, answer: _Answer, *, pushes: bool = False
) -> None:  # fmt: skip
    """The rpcs of one service; with `pushes` what they meant for open screens is told after each."""

    async def rpc(request: Request, method: str) -> HTTPResponse:
        answered = await _rpc(simulator, request, method, answer)
        if pushes:
            await simulator.push()
        return answered

    app.add_route(rpc, f"/{prefix}<method:str>", methods=["POST"], name=prefix.replace(".", "_").strip("/"))


async def _rpc(simulator: Simulator, request: Request, method: str, answer: _Answer) -> HTTPResponse:
    person = _PEOPLE.get(request.token or "")
    try:
        if person is None:
            raise _unauthenticated()
        body = request.json
        given = body if isinstance(body, dict) else {}
        return json_response(await simulator.call(lambda: answer(simulator.room, person, method, given)))
    except Refused as refused:
        error = refused.error
        debug = {"reason": error["reason"], "domain": "majlis", "metadata": error["metadata"]}
        detail = {"type": "google.rpc.ErrorInfo", "value": "", "debug": debug}
        body = {"code": error["code"], "message": error["message"], "details": [detail]}
        return json_response(body, status=_STATUS.get(str(error["code"]), 400))


def _unauthenticated() -> Refused:
    return Refused("unauthenticated", "UNAUTHENTICATED", "say hello with a token from /simulator.json")


def _headers() -> dict[str, str]:
    return {"content-security-policy": CSP, "x-content-type-options": "nosniff", "cache-control": "no-store"}


def _frame(text: Any) -> Frame | None:
    try:
        frame = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, dict) else None


async def _send(page: Websocket, frame: Frame) -> None:
    await page.send(json.dumps(frame, ensure_ascii=False))


async def serve(simulator: Simulator, port: int, ready: Callable[[int], None]) -> None:
    """Serve on 127.0.0.1 until cancelled; ``ready`` is told the port (useful with port 0)."""
    listener = socket.create_server(("127.0.0.1", port))
    bound: int = listener.getsockname()[1]
    hosts = {f"localhost:{bound}", f"127.0.0.1:{bound}"}
    app = make_app(simulator, hosts.__contains__)
    # Sanic's own server object is untyped.
    server: Any = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    tasks = [asyncio.create_task(work) for work in (simulator.watch(), simulator.tick())]
    try:
        await server.start_serving()
        ready(bound)
        await server.after_start()
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.before_stop()
        server.close()
        await server.after_stop()
