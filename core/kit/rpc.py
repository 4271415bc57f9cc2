"""One way to call a service, in process or over gRPC: the same handlers behind the same chain.

The chain: known method → not too often → caller may → request is valid → references mapped for mini-apps → deadline →
handler → errors become reasons → one log line, one metric. What a method says of itself (majlis.common.v1 options) is
enforced here; a method without an access rule is refused.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from prometheus_client import Histogram

from core.kit import log, validate
from core.kit.call_limits import CallLimits, Rate
from core.kit.caller import APP, PUBLIC, Caller
from core.kit.clock import Clock
from core.kit.errors import DeadlineExceeded, DomainError, InternalError, MethodUnknown, PermissionDenied
from core.kit.user_refs import SubjectMapper, to_subjects, to_users
from majlis.common.v1 import options_pb2

R = TypeVar("R", bound=Message)
_log = log.get("rpc")
_seconds = Histogram(
    "rpc_seconds", "Time of an rpc by method and outcome.", ["method", "reason"],
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)  # fmt: skip


class ScopeNotGranted(PermissionDenied):
    """The mini-app needs a scope its user has not granted."""

    reason, code = "SCOPE_NOT_GRANTED", PermissionDenied.code


@dataclass(frozen=True, slots=True)
class Call:
    """What a handler knows of the call besides its request."""

    caller: Caller
    method: str
    timeout_s: float | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """One rpc as its descriptor describes it. `path` is majlis.apps.v1.AppsService/GetApp."""

    path: str
    request_type: type[Message]
    response_type: type[Message]
    streams: bool
    access: frozenset[int]
    scope: str
    idempotency: int
    buffered: bool
    rate: Rate | None  # None: as often as any method.

    @property
    def service(self) -> str:
        return self.path.partition("/")[0]

    @property
    def slice(self) -> str:
        """identity of majlis.identity.v1.IdentityService/…"""
        return self.path.split(".")[1]

    @property
    def python_name(self) -> str:
        name = self.path.partition("/")[2]
        return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")


def describe(descriptor: MethodDescriptor) -> Method:
    """Read a method's options; a missing rule leaves access empty, which nobody satisfies."""
    extensions = descriptor.GetOptions().Extensions
    rule, rate = extensions[options_pb2.access], extensions[options_pb2.rate]
    return Method(
        path=f"{descriptor.containing_service.full_name}/{descriptor.name}",
        request_type=GetMessageClass(descriptor.input_type),
        response_type=GetMessageClass(descriptor.output_type),
        streams=descriptor.server_streaming,
        access=frozenset(rule.callers),
        scope=rule.scope,
        idempotency=extensions[options_pb2.idempotency],
        buffered=extensions[options_pb2.buffered],
        rate=Rate(rate.per_s, rate.burst) if rate.burst else None,
    )


def methods_of(service: str) -> list[Method]:
    """Every method of a service by its full name; its stub module must have been imported."""
    return [describe(method) for method in descriptor_pool.Default().FindServiceByName(service).methods]


class Channel(Protocol):
    """How anybody calls a service; the generated clients wrap one."""

    async def unary(
        self, method: str, request: Message, response_type: type[R], *, caller: Caller, timeout_s: float | None = None
    ) -> R: ...

    def stream(self, method: str, request: Message, response_type: type[R], *, caller: Caller) -> AsyncIterator[R]: ...


_Handler = Callable[[Any, Call], Any]


class Chain:
    """Serves rpcs: the handlers of one process behind the checks every call passes. It is the in-process Channel."""

    def __init__(
        self, *, clock: Clock, subjects: SubjectMapper | None = None, limits: CallLimits | None = None
    ) -> None:
        self._clock = clock
        self._subjects = subjects
        self._limits = limits
        self._methods: dict[str, tuple[Method, _Handler]] = {}

    def serve(self, service: str, implementation: object) -> None:
        """Serve a service by an object with a method per rpc, named in snake case."""
        for method in methods_of(service):
            self._methods[method.path] = method, getattr(implementation, method.python_name)

    @property
    def services(self) -> list[str]:
        return sorted({method.service for method, _ in self._methods.values()})

    def find(self, path: str) -> Method:
        """The method of that path. METHOD_UNKNOWN when it is not served here."""
        try:
            return self._methods[path][0]
        except KeyError:
            raise MethodUnknown("no such method is served here", method=path) from None

    async def unary(
        self, method: str, request: Message, response_type: type[R], *, caller: Caller, timeout_s: float | None = None
    ) -> R:
        described = self.find(method)
        call = Call(caller, method, timeout_s)
        with _Observed(self._clock, call):
            request = await self._admit(described, request, caller)
            work: Awaitable[Message] = self._methods[method][1](request, call)
            response = await _within(work, timeout_s)
            if caller.is_app:
                response = await to_subjects(response, caller, self._subjects)
        return cast(R, response)

    async def stream(
        self, method: str, request: Message, response_type: type[R], *, caller: Caller
    ) -> AsyncIterator[R]:
        described = self.find(method)
        call = Call(caller, method)
        with _Observed(self._clock, call):
            request = await self._admit(described, request, caller)
            answers: AsyncIterator[Message] = self._methods[method][1](request, call)
            try:
                async for response in answers:
                    if caller.is_app:
                        response = await to_subjects(response, caller, self._subjects)
                    yield cast(R, response)
            finally:
                await answers.aclose()  # type: ignore[attr-defined]

    async def _admit(self, method: Method, request: Message, caller: Caller) -> Message:
        if self._limits is not None:
            self._limits.count(caller, method.path, method.rate)
        admit(method, caller)
        validate.check(request)
        return await to_users(request, caller, self._subjects) if caller.is_app else request


class _Observed:
    """Turns whatever goes wrong into a reason, and writes the one line and the one number."""

    __slots__ = ("_call", "_clock", "_started_s")

    def __init__(self, clock: Clock, call: Call) -> None:
        self._clock = clock
        self._call = call

    def __enter__(self) -> None:
        self._started_s = self._clock.monotonic_s()

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        call, elapsed_s, reason = self._call, self._clock.monotonic_s() - self._started_s, _reason(error)
        _seconds.labels(call.method, reason).observe(elapsed_s)
        _log.info(
            "rpc", method=call.method, ms=round(elapsed_s * 1000, 2), reason=reason,
            user=call.caller.user_id, app=call.caller.app_id, service=call.caller.service,
        )  # fmt: skip
        if reason == InternalError.reason and isinstance(error, Exception) and not isinstance(error, DomainError):
            raise fault(error, call.method) from error


def _reason(error: BaseException | None) -> str:
    if error is None:
        return "OK"
    if isinstance(error, DomainError):
        return error.reason
    return InternalError.reason if isinstance(error, Exception) else "CANCELLED"


def fault(error: Exception, method: str) -> InternalError:
    """Log what broke, and give the caller an id to ask us about it and nothing of its inside."""
    error_id = secrets.token_hex(6)
    _log.error("fault", method=method, error_id=error_id, exc_info=error)
    return InternalError("something went wrong on our side", error_id=error_id)


def admit(method: Method, caller: Caller) -> None:
    """Raise unless the caller may call the method: one of its callers, and for a mini-app with its scope granted."""
    if PUBLIC in method.access:
        return
    allowed = method.access & caller.access
    if not allowed:
        raise PermissionDenied("this caller may not call this method", method=method.path)
    if allowed == {APP} and method.scope and method.scope not in caller.scopes:
        raise ScopeNotGranted("the user has not granted this scope", scope=method.scope, app_id=caller.app_id)


async def _within(work: Awaitable[Message], timeout_s: float | None) -> Message:
    deadline = asyncio.timeout(timeout_s)
    try:
        async with deadline:
            return await work
    except TimeoutError:
        if not deadline.expired():
            raise  # Some inner wait of the handler ran out: its fault, not the caller's time.
        raise DeadlineExceeded("the caller's time ran out", timeout_s=timeout_s) from None


class RoutedChannel:
    """Sends each call to the channel of its slice: in process for the roles played here, gRPC for the others."""

    def __init__(self, routes: dict[str, Channel]) -> None:
        self._routes = routes

    def _route(self, method: str) -> Channel:
        try:
            return self._routes[method.split(".")[1]]
        except (KeyError, IndexError):
            raise MethodUnknown("no such method is served here", method=method) from None

    async def unary(
        self, method: str, request: Message, response_type: type[R], *, caller: Caller, timeout_s: float | None = None
    ) -> R:
        return await self._route(method).unary(method, request, response_type, caller=caller, timeout_s=timeout_s)

    def stream(self, method: str, request: Message, response_type: type[R], *, caller: Caller) -> AsyncIterator[R]:
        return self._route(method).stream(method, request, response_type, caller=caller)
