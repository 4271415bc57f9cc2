"""The chain over grpc.aio: a server of every service a chain serves, and a Channel to a server elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from typing import Any, NoReturn, TypeVar, cast

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from grpc_status import rpc_status

from core.kit.caller import Caller
from core.kit.errors import DomainError, MethodUnknown, ServiceUnavailable, StatusCode, Unauthenticated, error_from_wire
from core.kit.rpc import Chain, Method, fault, methods_of
from core.kit.tokens import Authenticator

DOMAIN = "majlis"
MESSAGE_BYTES_MAX = 8 * 1024 * 1024  # A 4 MiB package and its envelope, twice over.
STOP_GRACE_S = 2.0
HEALTH_TIMEOUT_S = 1.0
R = TypeVar("R", bound=Message)
_SERVER_OPTIONS = [
    ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
    ("grpc.max_send_message_length", MESSAGE_BYTES_MAX),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 20_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.so_reuseport", 0),  # Two servers on one port would share its calls by chance; refuse to start instead.
]
# Bounded read-ahead: a reader that stops holds back its writer after some 95 kB, not 4 MB.
_CLIENT_OPTIONS = [
    *_SERVER_OPTIONS[:3], ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.bdp_probe", 0), ("grpc.http2.lookahead_bytes", 65_536),
]  # fmt: skip


def to_status(error: DomainError) -> status_pb2.Status:
    """google.rpc.Status with ErrorInfo{reason, domain, metadata}, as every error of ours travels."""
    told: list[Message] = [error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=error.metadata())]
    if (wait_ms := error.retry_after_ms) is not None:  # For clients who know Google's errors and not ours.
        delay = duration_pb2.Duration(seconds=wait_ms // 1000, nanos=wait_ms % 1000 * 1_000_000)
        told.append(error_details_pb2.RetryInfo(retry_delay=delay))
    details = [any_pb2.Any() for _ in told]
    for detail, message in zip(details, told, strict=True):
        detail.Pack(message)
    return status_pb2.Status(code=error.code.value[0], message=error.message, details=details)


def from_grpc(error: grpc.aio.AioRpcError) -> DomainError:
    """The DomainError another process answered with; SERVICE_UNAVAILABLE where none could answer."""
    status = rpc_status.from_call(error)
    for detail in status.details if status is not None else ():
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info) and info.domain == DOMAIN:
            return error_from_wire(info.reason, error.code(), error.details() or "", dict(info.metadata))
    if error.code() in (StatusCode.UNAVAILABLE, StatusCode.CANCELLED):
        return ServiceUnavailable(error.details() or "the service cannot be reached")
    reason = MethodUnknown.reason if error.code() is StatusCode.UNIMPLEMENTED else error.code().name
    return error_from_wire(reason, error.code(), error.details() or "", {})


class AddressTaken(RuntimeError):
    """Somebody else listens there; the message says which setting chooses another."""


class GrpcServer:
    """Serves a chain on one port, with health and reflection. Make it on the loop that will run it."""

    def __init__(self, *, chain: Chain, authenticator: Authenticator) -> None:
        self._chain = chain
        self._authenticator = authenticator
        self._server = grpc.aio.server(options=_SERVER_OPTIONS)
        self._health = health.aio.HealthServicer()
        for service in chain.services:
            handlers = {m.path.partition("/")[2]: self._rpc(m) for m in methods_of(service)}
            self._server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, handlers),))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        names = (*chain.services, health.SERVICE_NAME, reflection.SERVICE_NAME)
        reflection.enable_server_reflection(names, self._server)

    async def start(self, address: str) -> int:
        """Listen; returns the port. AddressTaken where somebody else listens there."""
        try:
            port = self._server.add_insecure_port(address)
        except RuntimeError as error:
            raise AddressTaken(f"{address} is taken; choose another by MAJLIS_GRPC_PORT") from error
        await self._server.start()
        for name in ("", *self._chain.services):
            await self._health.set(name, health_pb2.HealthCheckResponse.SERVING)
        return int(port)

    async def stop(self) -> None:
        """Say NOT_SERVING, let calls under way end, then close."""
        await self._health.enter_graceful_shutdown()
        await self._server.stop(STOP_GRACE_S)

    def _rpc(self, method: Method) -> grpc.RpcMethodHandler[Any, Any]:
        async def caller(context: grpc.aio.ServicerContext[Any, Any]) -> Caller:
            given = dict(context.invocation_metadata() or ())
            return await self._authenticator.caller(str(given.get("authorization", "")), method.slice)

        async def refuse(error: Exception, context: grpc.aio.ServicerContext[Any, Any]) -> NoReturn:
            # The chain hides faults of handlers; what breaks before it, while the caller is proven, is hidden here.
            known = error if isinstance(error, DomainError) else fault(error, method.path)
            await context.abort_with_status(rpc_status.to_status(to_status(known)))

        async def unary(request: Message, context: grpc.aio.ServicerContext[Any, Any]) -> Message:
            try:
                return await self._chain.unary(
                    method.path, request, method.response_type,
                    caller=await caller(context), timeout_s=context.time_remaining(),
                )  # fmt: skip
            except Exception as error:
                await refuse(error, context)

        async def stream(request: Message, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[Message]:
            try:
                asked_by = await caller(context)
                answers = self._chain.stream(method.path, request, method.response_type, caller=asked_by)
                cut = _Cut()
                with self._authenticator.until_revoked(asked_by, cut.now):
                    # Ends the handler at once when the peer goes, not when somebody collects the garbage.
                    async with cut.waiting, contextlib.aclosing(cast(AsyncGenerator[Message, None], answers)):
                        async for answer in answers:
                            cut.sending = True
                            yield answer
                            cut.sending = False
                            cut.check()
            except TimeoutError:
                await refuse(Unauthenticated("this device was signed out"), context)
            except Exception as error:
                await refuse(error, context)

        forms = {
            "request_deserializer": method.request_type.FromString,
            "response_serializer": method.response_type.SerializeToString,
        }
        if method.streams:
            return grpc.unary_stream_rpc_method_handler(stream, **forms)  # type: ignore[arg-type]
        return grpc.unary_unary_rpc_method_handler(unary, **forms)  # type: ignore[arg-type]


class GrpcChannel:
    """A Channel to a GrpcServer. `authorize(slice, caller)` gives the authorization value, empty for none."""

    def __init__(self, address: str, *, authorize: Callable[[str, Caller], str]) -> None:
        self._channel = grpc.aio.insecure_channel(address, options=_CLIENT_OPTIONS)
        self._authorize = authorize
        self._calls: dict[str, Callable[..., Any]] = {}

    async def close(self) -> None:
        await self._channel.close()

    async def is_serving(self) -> bool:
        """True where the server over there says it serves, within a second."""
        try:
            answer = await health_pb2_grpc.HealthStub(self._channel).Check(
                health_pb2.HealthCheckRequest(), timeout=HEALTH_TIMEOUT_S
            )
        except grpc.aio.AioRpcError:
            return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)

    def _metadata(self, method: str, caller: Caller) -> tuple[tuple[str, str], ...]:
        proof = self._authorize(method.split(".")[1], caller)
        return (("authorization", proof),) if proof else ()

    def _multicallable(self, kind: str, method: str, response_type: type[R]) -> Callable[..., Any]:
        if method not in self._calls:
            make = getattr(self._channel, kind)
            forms = {"request_serializer": _serialize, "response_deserializer": response_type.FromString}
            self._calls[method] = make(f"/{method}", **forms)
        return self._calls[method]

    async def unary(
        self, method: str, request: Message, response_type: type[R], *, caller: Caller, timeout_s: float | None = None
    ) -> R:
        start = self._multicallable("unary_unary", method, response_type)
        with _told():
            return cast(R, await start(request, metadata=self._metadata(method, caller), timeout=timeout_s))

    async def stream(
        self, method: str, request: Message, response_type: type[R], *, caller: Caller
    ) -> AsyncIterator[R]:
        start = self._multicallable("unary_stream", method, response_type)
        call = start(request, metadata=self._metadata(method, caller))
        try:
            with _told():
                async for answer in call:
                    yield cast(R, answer)
        finally:
            cancelled = call.cancel()  # An abandoned call is never collected otherwise.
            if inspect.isawaitable(cancelled):
                await cancelled


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What gRPC raises for a call, as a DomainError."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        raise from_grpc(error) from None
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        # gRPC cancelled its calls, nobody the task: the channel was closed under them.
        raise ServiceUnavailable("the channel to the service was closed") from None


class _Cut:
    """Ends a stream: at once where it waits for its next answer, else when its reader has taken the last.

    A task that is cancelled while gRPC sends never tells its client that it ended.
    """

    def __init__(self) -> None:
        self.waiting = asyncio.timeout(None)
        self.sending = False
        self._due = False

    def now(self) -> None:
        was_due, self._due = self._due, True
        if not (was_due or self.sending):
            self.waiting.reschedule(asyncio.get_running_loop().time())

    def check(self) -> None:
        """TimeoutError where it is to end, as `waiting` raises."""
        if self._due:
            raise TimeoutError


def _serialize(message: Message) -> bytes:
    return message.SerializeToString()
