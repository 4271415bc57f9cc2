"""SandboxService: opens mini-apps for people, carries their taps to them, and streams what reaches screens unasked."""

from __future__ import annotations

from collections.abc import AsyncIterator

from core.kit.rpc import Call
from core.sandbox.building import Builder
from core.sandbox.dispatch import Dispatcher
from core.sandbox.guest import dumps
from core.sandbox.payments import Payments
from core.sandbox.refresher import Refresher
from core.sandbox.screens import Watch
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceServer


class SandboxService(SandboxServiceServer[Call]):
    """Thin: who may touch the session, its lock, and the frames; everything else is the dispatcher's."""

    def __init__(self, *, dispatcher: Dispatcher, refresher: Refresher, builder: Builder, payments: Payments) -> None:
        self._dispatcher = dispatcher
        self._refresher = refresher
        self._builder = builder
        self._payments = payments

    async def open_session(self, request: pb.OpenSessionRequest, call: Call) -> pb.OpenSessionResponse:
        live, effects = await self._dispatcher.open(request.app_id, request.path, call.caller)
        return pb.OpenSessionResponse(
            session_id=live.session.session_id, version_id=live.session.version_id, screen=live.screen_frame(),
            runtime=live.runtime, effects_json=dumps(effects),
        )  # fmt: skip

    async def dispatch(self, request: pb.DispatchRequest, call: Call) -> pb.DispatchResponse:
        live = await self._dispatcher.live(request.session_id, call.caller)
        async with live.lock:
            effects = await self._dispatcher.tap(live, request)
            await self._dispatcher.ensure_drawn(live)
            response = pb.DispatchResponse(runtime=live.runtime, effects_json=dumps(effects))
            await self._dispatcher.stream_topics(live)
            patch = live.patch_frame(request.revision)
            if patch is not None:
                response.patch.CopyFrom(patch)
            else:
                response.screen.CopyFrom(live.screen_frame())
            self._refresher.catch_up(live)
            return response

    async def resume_session(self, request: pb.ResumeSessionRequest, call: Call) -> pb.ResumeSessionResponse:
        live = await self._dispatcher.live(request.session_id, call.caller)
        async with live.lock:
            await self._dispatcher.reload(live)  # A hang-up in mid-commit or another node may have moved it on.
            await self._dispatcher.redraw(live)  # What was refreshed while nobody watched was not drawn.
            response = pb.ResumeSessionResponse(
                app_id=live.session.app_id, version_id=live.session.version_id, runtime=live.runtime
            )
            if request.revision != live.session.revision:
                response.screen.CopyFrom(live.screen_frame())
            live.sent_revision = live.session.revision
            return response

    async def close_session(self, request: pb.CloseSessionRequest, call: Call) -> pb.CloseSessionResponse:
        live = await self._dispatcher.live(request.session_id, call.caller)
        async with live.lock:
            await self._dispatcher.close(live)
        return pb.CloseSessionResponse()

    async def watch_session(
        self, request: pb.WatchSessionRequest, call: Call
    ) -> AsyncIterator[pb.WatchSessionResponse]:
        live = await self._dispatcher.live(request.session_id, call.caller)
        watch = Watch()
        live.watches.add(watch)
        live.streamed = frozenset()  # A new reader has seen no value yet; a value twice is harmless.
        try:
            await self._dispatcher.stream_topics(live)
            self._refresher.catch_up(live)
            while (update := await watch.queue.get()) is not None:
                yield update
        finally:
            live.watches.discard(watch)

    async def dry_start(self, request: pb.DryStartRequest, call: Call) -> pb.DryStartResponse:
        return pb.DryStartResponse(findings=await self._builder.dry_start(request.package))

    async def bake(self, request: pb.BakeRequest, call: Call) -> pb.BakeResponse:
        return pb.BakeResponse(artifact_id=await self._builder.bake(request.package))

    async def deliver_payment(self, request: pb.DeliverPaymentRequest, call: Call) -> pb.DeliverPaymentResponse:
        return pb.DeliverPaymentResponse(reason=await self._payments.deliver(request))
