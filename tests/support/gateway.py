"""A real gateway on a loopback port, before fake services that serve the real contracts on a Chain."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sanic import Sanic
from websockets.asyncio.client import ClientConnection, connect

from core.gateway.app import build_gateway
from core.kit.clock import Clock, SystemClock, to_ms
from core.kit.config import Config
from core.kit.errors import DomainError, StatusCode
from core.kit.rpc import Call, Chain
from core.kit.tokens import AccessVerifier
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from tests.support.access_tokens import TokenMaker
from tests.support.fake_messages import FakeMessages

# The reasons of the services the fakes stand for; the real classes win where they are loaded in the same process.


def refusal(reason: str, code: StatusCode, message: str = "no", **facts: object) -> DomainError:
    from core.kit.errors import error_from_wire

    return error_from_wire(reason, code, message, {name: str(value) for name, value in facts.items()})


async def absent(request: Any, call: Call) -> Any:
    raise AssertionError(f"{call.method} is not played here")


class FakeIdentity:
    """Signs anybody in; refresh tokens count up; `revoke` reaches every watcher."""

    def __init__(self, clock: Clock, tokens: TokenMaker) -> None:
        self._clock, self._tokens = clock, tokens
        self.refreshed_with: list[str] = []
        self.end_with: DomainError | None = None
        self.watchers: list[asyncio.Queue[tuple[str, int]]] = []

    def _signed_in(self, refresh_token: str, audience: str = "majlis-user") -> identity_pb.SignedIn:
        return identity_pb.SignedIn(
            user=identity_pb.User(user_id="usr_layla", username="layla", display_name="ليلى", lang="ar"),
            access_token=self._tokens.access("usr_layla", audience=audience), access_expires_in_s=600,
            refresh_token=refresh_token, device_id="dev_1",
        )  # fmt: skip

    async def sign_up(self, request: identity_pb.SignUpRequest, call: Call) -> identity_pb.SignUpResponse:
        return identity_pb.SignUpResponse(signed_in=self._signed_in("refresh-1"))

    async def log_in(self, request: identity_pb.LogInRequest, call: Call) -> identity_pb.LogInResponse:
        return identity_pb.LogInResponse(signed_in=self._signed_in("refresh-1"))

    async def log_in_operator(self, request: Any, call: Call) -> identity_pb.LogInOperatorResponse:
        return identity_pb.LogInOperatorResponse(signed_in=self._signed_in("refresh-op", "majlis-operator"))

    async def refresh_session(self, request: Any, call: Call) -> identity_pb.RefreshSessionResponse:
        self.refreshed_with.append(request.refresh_token)
        if self.end_with is not None:
            raise self.end_with
        return identity_pb.RefreshSessionResponse(signed_in=self._signed_in(request.refresh_token + "+"))

    async def log_out(self, request: Any, call: Call) -> identity_pb.LogOutResponse:
        return identity_pb.LogOutResponse()

    async def get_me(self, request: Any, call: Call) -> identity_pb.GetMeResponse:
        return identity_pb.GetMeResponse(user=identity_pb.User(user_id=call.caller.user_id, display_name="ليلى"))

    async def update_me(self, request: Any, call: Call) -> identity_pb.UpdateMeResponse:
        if request.display_name == "break":
            raise KeyError("password=hunter2")
        if request.display_name == "wait":
            await asyncio.sleep(30)
        return identity_pb.UpdateMeResponse(user=identity_pb.User(display_name=request.display_name))

    async def create_operator(self, request: Any, call: Call) -> identity_pb.CreateOperatorResponse:
        return identity_pb.CreateOperatorResponse(totp_secret="ABC")

    async def watch_revocations(self, request: Any, call: Call) -> AsyncIterator[identity_pb.WatchRevocationsResponse]:
        queue: asyncio.Queue[tuple[str, int]] = asyncio.Queue()
        self.watchers.append(queue)
        try:
            while True:
                device_id, at_ms = await queue.get()
                if not device_id:
                    raise refusal("SERVICE_UNAVAILABLE", StatusCode.UNAVAILABLE)
                yield identity_pb.WatchRevocationsResponse(device_id=device_id, revoked_at_ms=at_ms)
        finally:
            self.watchers.remove(queue)

    def revoke(self, device_id: str) -> None:
        for queue in self.watchers:
            queue.put_nowait((device_id, to_ms(self._clock.now())))

    def __getattr__(self, name: str) -> Any:
        return absent


class FakeSandbox:
    """A counter app: every tap adds one and answers a patch. Node ids make it misbehave: see `dispatch`."""

    def __init__(self) -> None:
        self.revisions: dict[str, int] = {}
        self.owners: dict[str, str] = {}
        self.dispatched: list[pb.DispatchRequest] = []
        self.under_way: dict[str, int] = defaultdict(int)
        self.most_under_way: dict[str, int] = defaultdict(int)
        self.answers: dict[str, pb.DispatchResponse] = {}
        self.watches: dict[str, list[asyncio.Queue[pb.WatchSessionResponse]]] = defaultdict(list)
        self.watches_ended = 0
        self.closed: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.screen_padding = ""

    def screen(self, session_id: str) -> pb.ScreenFrame:
        revision = self.revisions[session_id]
        nodes = {"s": ["Screen", {"title": f"عدد {revision}", "pad": self.screen_padding}, []]}
        return pb.ScreenFrame(revision=revision, root="s", path="/", nodes_json=json.dumps(nodes, ensure_ascii=False))

    def _own(self, session_id: str, call: Call) -> None:
        if self.owners.get(session_id) != call.caller.user_id:
            raise refusal("SESSION_NOT_FOUND", StatusCode.NOT_FOUND)

    async def open_session(self, request: pb.OpenSessionRequest, call: Call) -> pb.OpenSessionResponse:
        if request.app_id == "org.none":
            raise refusal("APP_NOT_FOUND", StatusCode.NOT_FOUND, app_id=request.app_id)
        if request.app_id in self.gates:
            await self.gates[request.app_id].wait()
        session_id = f"ses_{len(self.revisions) + 1}"
        self.revisions[session_id], self.owners[session_id] = 1, call.caller.user_id
        return pb.OpenSessionResponse(
            session_id=session_id, version_id="ver_1", screen=self.screen(session_id), runtime=pb.RUNTIME_RUNNER
        )

    async def dispatch(self, request: pb.DispatchRequest, call: Call) -> pb.DispatchResponse:
        session_id = request.session_id
        self._own(session_id, call)
        self.dispatched.append(request)
        self.under_way[session_id] += 1
        self.most_under_way[session_id] = max(self.most_under_way.values(), default=0)
        self.most_under_way[session_id] = max(self.most_under_way[session_id], self.under_way[session_id])
        try:
            if request.node_id in self.gates:
                await self.gates[request.node_id].wait()
            return self._tap(request)
        finally:
            self.under_way[session_id] -= 1

    def _tap(self, request: pb.DispatchRequest) -> pb.DispatchResponse:
        session_id, known = request.session_id, self.answers.get(request.request_id)
        if known is not None:
            return known
        if request.node_id == "s.stale":
            raise refusal("STALE_SCREEN", StatusCode.FAILED_PRECONDITION)
        if request.node_id == "s.consent":
            raise refusal("CONSENT_REQUIRED", StatusCode.FAILED_PRECONDITION, scope="profile.name", app_id="org.a")
        base = self.revisions[session_id]
        self.revisions[session_id] += 1
        answer = pb.DispatchResponse(runtime=pb.RUNTIME_SNAPSHOT, effects_json='[{"toast":{"text":"تم"}}]')
        if request.node_id == "s.whole":
            answer.screen.CopyFrom(self.screen(session_id))
        else:
            ops = json.dumps([["p", "s", {"title": self.revisions[session_id]}, []]])
            patch = pb.PatchFrame(revision=base + 1, base_revision=base, ops_json=ops, path="/")
            answer.patch.CopyFrom(patch)
        self.answers[request.request_id] = answer
        return answer

    async def resume_session(self, request: pb.ResumeSessionRequest, call: Call) -> pb.ResumeSessionResponse:
        self._own(request.session_id, call)
        answer = pb.ResumeSessionResponse(app_id="org.a", version_id="ver_1", runtime=pb.RUNTIME_RUNNER)
        if request.revision != self.revisions[request.session_id]:
            answer.screen.CopyFrom(self.screen(request.session_id))
        return answer

    async def close_session(self, request: pb.CloseSessionRequest, call: Call) -> pb.CloseSessionResponse:
        self._own(request.session_id, call)
        self.closed.append(request.session_id)
        return pb.CloseSessionResponse()

    async def watch_session(self, request: Any, call: Call) -> AsyncIterator[pb.WatchSessionResponse]:
        self._own(request.session_id, call)
        queue: asyncio.Queue[pb.WatchSessionResponse] = asyncio.Queue()
        self.watches[request.session_id].append(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self.watches[request.session_id].remove(queue)
            self.watches_ended += 1

    def push(self, session_id: str, *, padding: str = "", skip: bool = False) -> None:
        """The screen is drawn again: a patch to every watcher, or, with `skip`, one that gets lost."""
        base = self.revisions[session_id]
        self.revisions[session_id] += 1
        ops = json.dumps([["p", "s", {"title": base + 1, "pad": padding}, []]])
        patch = pb.PatchFrame(revision=base + 1, base_revision=base, ops_json=ops, path="/")
        if not skip:
            self.tell(session_id, pb.WatchSessionResponse(patch=patch))

    def tell(self, session_id: str, update: pb.WatchSessionResponse) -> None:
        for queue in self.watches[session_id]:
            queue.put_nowait(update)

    def __getattr__(self, name: str) -> Any:
        return absent


class FakeApps:
    """Knows only how to take a package and list a queue."""

    def __init__(self) -> None:
        self.packages: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        from core.kit.rpc import methods_of

        answers = {m.python_name: m.response_type for m in methods_of("majlis.apps.v1.AppsService")}

        async def answer(request: Any, call: Call) -> Any:
            if name == "submit_version":
                self.packages.append(request.package)
            return answers[name]()

        return answer


class Page:
    """A browser page's socket that reads frames as a client does."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def hear(self, kind: str | None = None) -> dict[str, Any]:
        """The next frame, or the next of a kind."""
        async with asyncio.timeout(20):
            while True:
                frame: dict[str, Any] = json.loads(await self.socket.recv())
                if kind is None or frame["k"] == kind:
                    return frame

    async def silent(self, for_s: float = 0.1) -> bool:
        try:
            async with asyncio.timeout(for_s):
                await self.socket.recv()
        except TimeoutError:
            return True
        return False

    async def closed(self) -> int:
        """The close code, once the host closes."""
        async with asyncio.timeout(20):
            await self.socket.wait_closed()
        assert self.socket.close_code is not None
        return self.socket.close_code

    async def open(self, seq: int = 1, app_id: str = "org.a") -> dict[str, Any]:
        await self.say(k="open", seq=seq, app_id=app_id, path="/")
        return await self.hear("screen")

    async def tap(
        self, seq: int, session_id: str, *, node: str = "s.add", request_id: str = "", revision: int = 1
    ) -> None:
        request_id = request_id or f"request-{seq}"
        frame = {"seq": seq, "request_id": request_id, "session_id": session_id, "revision": revision}
        await self.say(k="ev", **frame, id=node, on="press")


@dataclass
class Gate:
    """The gateway under test, the fakes behind it, and ways to speak to it."""

    port: int
    http: httpx.AsyncClient
    clock: Clock
    tokens: TokenMaker
    verifier: AccessVerifier
    identity: FakeIdentity
    sandbox: FakeSandbox
    apps: FakeApps
    messages: FakeMessages
    probes: dict[str, Any] = field(default_factory=dict)
    walls: dict[str, object] = field(default_factory=dict)

    @property
    def own(self) -> str:
        return f"http://localhost:{self.port}"

    async def rpc(self, method: str, body: Any = None, *, host: str = "localhost", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        given = {"host": f"{host}:{self.port}", "content-type": "application/json", **named}
        content = body if isinstance(body, bytes | str) else json.dumps({} if body is None else body)
        return await self.http.post(f"/majlis.{method}", content=content, headers=given)

    async def get(self, path: str, *, host: str = "localhost", **headers: str) -> httpx.Response:
        given = {"host": f"{host}:{self.port}", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return await self.http.get(path, headers=given)

    def bearer(self, **claims: Any) -> str:
        return f"Bearer {self.tokens.access('usr_layla', **claims)}"

    @contextlib.asynccontextmanager
    async def stranger(self, origin: str | None = None, host: str = "localhost", **more: Any) -> AsyncIterator[Page]:
        """A socket that has not said hello."""
        url = f"ws://{host}:{self.port}/ws"
        sent_by = self.own if origin is None else origin or None
        async with connect(url, proxy=None, origin=sent_by, host="127.0.0.1", port=self.port, **more) as opened:
            yield Page(opened)

    @contextlib.asynccontextmanager
    async def page(self, *sessions: Mapping[str, Any], user: str = "usr_layla", **claims: Any) -> AsyncIterator[Page]:
        """A signed-in page."""
        async with self.stranger() as page:
            await page.say(k="hello", token=self.tokens.access(user, **claims), sessions=list(sessions))
            yield page


def chain_of(
    clock: Clock, identity: FakeIdentity, sandbox: FakeSandbox, apps: FakeApps, messages: FakeMessages
) -> Chain:
    chain = Chain(clock=clock)
    chain.serve("majlis.identity.v1.IdentityService", identity)
    chain.serve("majlis.sandbox.v1.SandboxService", sandbox)
    chain.serve("majlis.apps.v1.AppsService", apps)
    chain.serve("majlis.messaging.v1.MessagesService", messages)
    return chain


@contextlib.asynccontextmanager
async def running_gate(web_dist: Path, clock: Clock | None = None) -> AsyncIterator[Gate]:
    """A started gateway on a free loopback port."""
    clock = clock or SystemClock()
    tokens = TokenMaker(clock)
    identity, sandbox, apps, messages = FakeIdentity(clock, tokens), FakeSandbox(), FakeApps(), FakeMessages()
    verifier = AccessVerifier(jwks=tokens.jwks, clock=clock)
    probes: dict[str, Any] = {}
    walls: dict[str, object] = {}
    app = build_gateway(
        config=Config(http_port=0), channel=chain_of(clock, identity, sandbox, apps, messages), verifier=verifier,
        clock=clock, web_dist=web_dist, probes=probes, walls=lambda: walls,
    )  # fmt: skip
    async with served(app) as (port, http):
        yield Gate(port, http, clock, tokens, verifier, identity, sandbox, apps, messages, probes, walls)


@contextlib.asynccontextmanager
async def served(app: Sanic[Any, Any]) -> AsyncIterator[tuple[int, httpx.AsyncClient]]:
    """Any gateway, started on a free loopback port."""
    listening = socket.create_server(("127.0.0.1", 0))  # Sanic takes port 0 for none and falls back to 8000.
    port = listening.getsockname()[1]
    server = await app.create_server(sock=listening, return_asyncio_server=True)
    assert server is not None
    await server.startup()
    await server.after_start()
    await server.start_serving()
    http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=10, verify=False)
    try:
        yield port, http
    finally:
        await http.aclose()
        await server.before_stop()
        server.server.close()
        for connection in list(server.connections):
            connection.close_if_idle()
        await server.after_stop()
