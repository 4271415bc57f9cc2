"""The Sanic app: routes, headers and limits around the gateway's parts, which know nothing of Sanic.

Run it with `single_process=True`: gRPC, services and web share one loop, started in `before_server_start`.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import HTTPResponse, Request, Sanic, json, text
from sanic.exceptions import PayloadTooLarge, SanicException
from sanic.response import BaseHTTPResponse

from core.gateway import bank_door, cookies, readiness
from core.gateway.assets import Asset, Assets
from core.gateway.bank_door import BankDoor
from core.gateway.connect import BODY_BYTES_MAX, Asked, Connect
from core.gateway.frames import FRAME_BYTES_MAX
from core.gateway.media import STALLED_S, MediaFiles, Part
from core.gateway.origins import USERS, Origin, Origins
from core.gateway.readiness import Probe
from core.gateway.revocations import Revocations
from core.gateway.sanic_wire import SanicWire
from core.gateway.socket import Socket, Sockets
from core.gateway.wire_errors import error_json, http_status
from core.kit.clock import Clock
from core.kit.config import Config, is_loopback
from core.kit.errors import DomainError, MethodUnknown, ResourceExhausted
from core.kit.rpc import Channel, fault
from core.kit.tokens import AccessVerifier
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient

CSP = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
SECURITY_HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # Codes to pay by, voice notes and places of messages; the browser still asks the person each time they begin.
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
}
READ_BYTES_MAX = BODY_BYTES_MAX + 1024 * 1024  # Up to here a large body is read and refused; beyond, hung up on.
STOP_WITHIN_S = 5.0
# Asked by machines that know only the address: two tell nothing about anybody, the third believes signatures alone.
_ANY_HOST = ("/healthz", "/readyz", bank_door.PATH)
_PROXIES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_apps = itertools.count(1)  # Sanic wants a new name for each app of a process.


def build_gateway(
    *, config: Config, channel: Channel, verifier: AccessVerifier, clock: Clock, web_dist: Path,
    probes: Mapping[str, Probe], walls: Callable[[], Mapping[str, object]] = dict,
) -> Sanic[Any, Any]:  # fmt: skip
    """The front door of one process. It follows revocations and ends its sockets with the server's start and stop.

    `walls`: what stands around this process's workers; nothing where it has none.
    """
    app: Sanic[Any, Any] = Sanic(f"majlis_gateway_{next(_apps)}", configure_logging=False)
    app.config.update(
        REQUEST_MAX_SIZE=READ_BYTES_MAX, REQUEST_MAX_HEADER_SIZE=16_384, REQUEST_TIMEOUT=30, RESPONSE_TIMEOUT=75,
        WEBSOCKET_MAX_SIZE=FRAME_BYTES_MAX, WEBSOCKET_PING_INTERVAL=20, WEBSOCKET_PING_TIMEOUT=20,
        GRACEFUL_SHUTDOWN_TIMEOUT=STOP_WITHIN_S, ACCESS_LOG=False, MOTD=False, FALLBACK_ERROR_FORMAT="text",
        TOUCHUP=False,  # It rewrites Sanic's own methods for the first app of a process; the second then breaks.
    )  # fmt: skip
    origins = Origins(config)
    sockets = Sockets()
    _guard(app, origins)
    _answer_errors(app)
    _serve_rpcs(app, Connect(channel=channel, verifier=verifier))
    _serve_sockets(app, partial(
        Socket, verifier=verifier, channel=channel, sockets=sockets, clock=clock, frames_per_s=config.frames_per_s,
    ))  # fmt: skip
    _serve_signs_of_life(app, probes, walls)
    _serve_media(app, MediaFiles(channel=channel))
    _serve_bank_door(app, BankDoor(channel=channel, clock=clock))
    _serve_client(app, Assets(web_dist))
    revocations = Revocations(identity=IdentityServiceClient(channel), verifier=verifier, sockets=sockets, clock=clock)
    _follow_server(app, revocations, sockets)
    return app


def _guard(app: Sanic[Any, Any], origins: Origins) -> None:
    @app.on_request
    async def find_origin(request: Request) -> None:
        if request.path in _ANY_HOST:
            return
        origin = origins.find(request.headers.getall("host", []))
        if request.path == "/ws":
            if origin.audience is not USERS:
                raise MethodUnknown("no socket here")
            origin.check_page(request.headers.getall("origin", []), required=True)
        request.ctx.origin = origin

    async def add_headers(request: Request, response: BaseHTTPResponse) -> None:
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)

    app.register_middleware(add_headers, "response")


def _answer_errors(app: Sanic[Any, Any]) -> None:
    async def answer(request: Request, caught: Exception) -> HTTPResponse:
        if isinstance(caught, SanicException) and not isinstance(caught, PayloadTooLarge):
            return text(caught.message or "", status=caught.status_code, headers=caught.headers)
        error = caught
        if isinstance(caught, PayloadTooLarge):
            error = ResourceExhausted("the body is too large", bytes_max=BODY_BYTES_MAX)
        known = error if isinstance(error, DomainError) else fault(error, request.path[:200])
        return HTTPResponse(error_json(known), http_status(known), content_type="application/json")

    app.error_handler.add(Exception, answer)


def _serve_rpcs(app: Sanic[Any, Any], connect: Connect) -> None:
    # The same pattern as the client's files: Sanic would answer a GET of any narrower one with 405.
    @app.post("/<path:path>", name="rpc")
    async def rpc(request: Request, path: str) -> HTTPResponse:
        asked = Asked(
            path=path, headers=request.headers, body=request.body,
            cookie=request.cookies.get(cookies.COOKIE) or "", pages=tuple(request.headers.getall("origin", [])),
        )  # fmt: skip
        answer = await connect.answer(asked, request.ctx.origin)
        return HTTPResponse(answer.body, answer.status, answer.headers)


def _serve_sockets(app: Sanic[Any, Any], open_socket: Callable[..., Socket]) -> None:
    async def serve(request: Request, socket: Any) -> None:
        await open_socket(wire=SanicWire(socket)).serve()

    app.add_websocket_route(serve, "/ws")


def _serve_signs_of_life(
    app: Sanic[Any, Any], probes: Mapping[str, Probe], walls: Callable[[], Mapping[str, object]]
) -> None:
    @app.get("/healthz")
    async def healthz(request: Request) -> HTTPResponse:
        return text("ok\n")

    @app.get("/readyz")
    async def readyz(request: Request) -> HTTPResponse:
        ready, found = await readiness.ask(probes)
        told: dict[str, object] = {"ready": ready, "probes": found}
        if _is_from_here(request) and (stand := walls()):  # A stranger is not told where one is low.
            told["walls"] = stand
        return json(told, 200 if ready else 503, headers={"cache-control": "no-store"})

    @app.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        if not _is_from_here(request):
            return text("not found\n", 404)
        return HTTPResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _is_from_here(request: Request) -> bool:
    """Asked on this machine, and not by a proxy for somebody else."""
    return is_loopback(request.ip) and not any(name in request.headers for name in _PROXIES)


def _serve_media(app: Sanic[Any, Any], files: MediaFiles) -> None:
    async def serve(request: Request, token: str) -> HTTPResponse | None:
        if request.ctx.origin.audience is not USERS:
            raise MethodUnknown("no files here")
        head_only = request.method == "HEAD"
        with files.reader():
            part = await files.open(token, request.headers, head_only=head_only)
            headers = part.headers | {"content-length": str(part.length)}
            async with aclosing(part.pieces):
                if head_only or not part.length:
                    return HTTPResponse(b"", part.status, headers, part.content_type)
                response = await request.respond(status=part.status, headers=headers, content_type=part.content_type)
                await _send_pieces(request, response, part)
        return None

    app.add_route(serve, "/media/<token:str>", methods=["GET", "HEAD"], name="media")


def _serve_bank_door(app: Sanic[Any, Any], door: BankDoor) -> None:
    @app.post(bank_door.PATH, stream=True)
    async def notice(request: Request) -> HTTPResponse:
        status, headers, body = await door.answer(_pieces(request), request.headers.getall(bank_door.HEADER, []))
        if status != 200:  # What is left of a body that nobody read is not the next request.
            headers = headers | {"connection": "close"}
        return HTTPResponse(body, status, headers, content_type="application/json")


async def _pieces(request: Request) -> AsyncGenerator[bytes, None]:
    stream: Any = request.stream
    while (piece := await stream.read()) is not None:
        yield piece


async def _send_pieces(request: Request, response: Any, part: Part) -> None:
    try:
        async for piece in part.pieces:
            async with asyncio.timeout(STALLED_S):
                await response.send(piece)
    except (DomainError, TimeoutError):
        # Recalled in the middle, or nobody reads: what was promised cannot be sent, so the line ends here.
        request.transport.abort()  # type: ignore[attr-defined]


def _serve_client(app: Sanic[Any, Any], assets: Assets) -> None:
    async def serve(request: Request, path: str = "") -> HTTPResponse:
        origin: Origin = request.ctx.origin
        first, _, rest = path.partition("/")
        found: Asset | None = assets.file(f"/{path}")
        if found is None and (first == "assets" or ("." in first and not rest)):
            return text("not found\n", 404)
        if found is None and first.startswith("majlis."):
            return text("rpcs are POST\n", 405, headers={"allow": "POST"})
        asset = found or assets.page(origin.audience.page)
        headers = {"cache-control": asset.cache_control, "vary": "accept-encoding"}
        zipped = bool(asset.gzipped) and "gzip" in request.headers.get("accept-encoding", "")
        headers |= {"content-encoding": "gzip"} if zipped else {}
        body = asset.gzipped if zipped else asset.body
        return HTTPResponse(body, headers=headers, content_type=asset.content_type)

    app.add_route(serve, "/", methods=["GET", "HEAD"], name="client_root")
    app.add_route(serve, "/<path:path>", methods=["GET", "HEAD"], name="client")


def _follow_server(app: Sanic[Any, Any], revocations: Revocations, sockets: Sockets) -> None:
    following: list[asyncio.Task[None]] = []

    @app.after_server_start
    async def start(app: Sanic[Any, Any]) -> None:
        following.append(asyncio.create_task(revocations.run()))

    @app.before_server_stop
    async def stop(app: Sanic[Any, Any]) -> None:
        sockets.end_all()
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
        following.clear()
