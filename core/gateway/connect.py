"""The Connect protocol, unary, for every method an origin's people may call: one handler for all, by descriptor.

Methods for services and mini-apps, streams, and methods of the other origin answer as if they did not exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from google.protobuf.message import Message

from core.gateway import codec, cookies
from core.gateway.origins import Audience, Origin
from core.gateway.wire_errors import error_json, http_status, retry_after
from core.kit.caller import ANYBODY, Caller
from core.kit.errors import DomainError, InvalidArgument, MethodUnknown, ResourceExhausted, StatusCode, Unauthenticated
from core.kit.rpc import Channel, Method, fault, methods_of
from core.kit.tokens import AccessVerifier
from majlis.appdata.v1 import appdata_service_pb2
from majlis.apps.v1 import apps_service_pb2
from majlis.identity.v1 import contacts_service_pb2, identity_service_pb2
from majlis.messaging.v1 import (
    conversations_service_pb2,
    media_service_pb2,
    messages_service_pb2,
    moderation_service_pb2,
    notifications_service_pb2,
)
from majlis.places.v1 import places_service_pb2
from majlis.sandbox.v1 import sandbox_service_pb2
from majlis.wallet.v1 import (
    bank_service_pb2,
    guard_service_pb2,
    mandates_service_pb2,
    merchants_service_pb2,
    orders_service_pb2,
    payments_service_pb2,
    red_packets_service_pb2,
    wallet_service_pb2,
)

_MODULES = (
    identity_service_pb2, contacts_service_pb2, apps_service_pb2, appdata_service_pb2, sandbox_service_pb2,
    conversations_service_pb2, media_service_pb2, messages_service_pb2, notifications_service_pb2,
    moderation_service_pb2, wallet_service_pb2, guard_service_pb2, payments_service_pb2, red_packets_service_pb2,
    orders_service_pb2, mandates_service_pb2, merchants_service_pb2, bank_service_pb2, places_service_pb2,
)  # fmt: skip
SERVICES = tuple(service.full_name for module in _MODULES for service in module.DESCRIPTOR.services_by_name.values())
BODY_BYTES_MAX = 8 * 1024 * 1024  # A 4 MiB package in base64, and room.
TEXT_BODY_BYTES_MAX = 256 * 1024  # Methods without a bytes field need far less.
TIMEOUT_S, TIMEOUT_S_MAX = 20.0, 60.0
_TIMEOUT_MS = re.compile(r"[0-9]{1,10}")


class ContentTypeUnsupported(DomainError):
    """The body comes in a form this host does not read."""

    reason, code = "CONTENT_TYPE_UNSUPPORTED", StatusCode.INVALID_ARGUMENT


@dataclass(frozen=True, slots=True)
class Asked:
    """A POST as the web framework received it; header names are lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    cookie: str
    pages: tuple[str, ...]  # Its Origin headers.


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send back."""

    status: int
    headers: dict[str, str]
    body: bytes


class Connect:
    """Answers Connect calls through the channel, as the caller the access token proves."""

    def __init__(self, *, channel: Channel, verifier: AccessVerifier, services: Iterable[str] = SERVICES) -> None:
        self._channel = channel
        self._verifier = verifier
        self._methods = {method.path: method for service in services for method in methods_of(service)}

    async def answer(self, asked: Asked, origin: Origin) -> Answer:
        """Call the method of the path; whatever goes wrong becomes Connect's error JSON."""
        method: Method | None = None
        headers = {"content-type": codec.JSON, "cache-control": "no-store"}
        try:
            method = self._find(asked.path, origin.audience)
            kind = _kind(asked.headers)
            response, token = cookies.take(await self._call(method, asked, origin, kind))
            if token or cookies.ends_session(method, None):
                headers["set-cookie"] = cookies.set_cookie(token, origin, method)
            return Answer(200, {**headers, "content-type": kind}, codec.render(response, kind))
        except Exception as caught:
            error = caught if isinstance(caught, DomainError) else fault(caught, asked.path[:200])
            if method is not None and cookies.ends_session(method, error):
                headers["set-cookie"] = cookies.set_cookie("", origin, method)
            status = 415 if isinstance(error, ContentTypeUnsupported) else http_status(error)
            return Answer(status, headers | retry_after(error), error_json(error).encode())

    def _find(self, path: str, audience: Audience) -> Method:
        method = self._methods.get(path)
        if method is None or method.streams or not method.access & audience.access:
            raise MethodUnknown("no such method is served here", method=path[:200])
        return method

    async def _call(self, method: Method, asked: Asked, origin: Origin, kind: str) -> Message:
        fills = cookies.takes_token(method)
        origin.check_page(asked.pages, required=fills and bool(asked.cookie))
        limit = BODY_BYTES_MAX if _takes_bytes(method) else TEXT_BODY_BYTES_MAX
        if len(asked.body) > limit:
            raise ResourceExhausted("the body is too large", bytes_max=limit)
        timeout_s = _timeout_s(asked.headers)
        caller = await self._caller(asked.headers.get("authorization", ""), origin.audience)
        request = codec.parse(asked.body, kind, method.request_type)
        if fills:
            cookies.fill(request, asked.cookie)
        return await self._channel.unary(method.path, request, method.response_type, caller=caller, timeout_s=timeout_s)

    async def _caller(self, authorization: str, audience: Audience) -> Caller:
        if not authorization:
            return ANYBODY
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("authorization must be: Bearer <token>")
        return await self._verifier.verify(token, audience.token)


def _kind(headers: Mapping[str, str]) -> str:
    if headers.get("connect-protocol-version", "1") != "1":
        raise InvalidArgument("this host speaks Connect protocol version 1", field="connect-protocol-version")
    if headers.get("content-encoding", "identity") != "identity":
        raise ContentTypeUnsupported("compressed bodies are not read here", content_encoding="identity")
    kind, _, parameter = headers.get("content-type", "").lower().partition(";")
    if kind.strip() not in (codec.JSON, codec.PROTO) or parameter.strip() not in ("", "charset=utf-8"):
        raise ContentTypeUnsupported("bodies are application/json or application/proto", content_type=kind[:100])
    return kind.strip()


def _timeout_s(headers: Mapping[str, str]) -> float:
    text = headers.get("connect-timeout-ms")
    if text is None:
        return TIMEOUT_S
    if not _TIMEOUT_MS.fullmatch(text):
        raise InvalidArgument("connect-timeout-ms is up to ten digits", field="connect-timeout-ms")
    return min(int(text) / 1000, TIMEOUT_S_MAX)


def _takes_bytes(method: Method) -> bool:
    return any(field.type == field.TYPE_BYTES for field in method.request_type.DESCRIPTOR.fields)
