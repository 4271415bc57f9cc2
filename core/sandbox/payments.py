"""Tells an app what became of its orders and mandates: once, in the session that asked, or in the app's own.

The wallet delivers until it is answered. The commit keeps the delivery's id, so one that comes again after a lost
answer is answered from its record; one that met a fault of ours, or a full sandbox, is refused here and comes again.
"""

from __future__ import annotations

import json
from typing import Any

from core.kit import log
from core.kit.errors import DomainError, InvalidArgument
from core.sandbox.dispatch import CONFLICTS, RUNS_MAX, Dispatcher
from core.sandbox.errors import EventConflict
from core.sandbox.event_runner import Asked, EventRunner
from core.sandbox.guest import Place
from core.sandbox.own_session import OwnSessions
from core.sandbox.refresher import Refresher
from core.sandbox.timers import is_final
from core.sandbox.versions import SERVICE
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as pb

NO_SUCH_APP = {"APP_NOT_FOUND", "VERSION_NOT_FOUND"}
_log = log.get("sandbox")


class Payments:
    """Carries payments to apps' on_payment and on_mandate; an app without them has its screen drawn again."""

    def __init__(
        self, *, dispatcher: Dispatcher, refresher: Refresher, runner: EventRunner, own: OwnSessions,
        appdata: AppdataServiceClient,
    ) -> None:  # fmt: skip
        self._dispatcher = dispatcher
        self._refresher = refresher
        self._runner = runner
        self._own = own
        self._appdata = appdata

    async def deliver(self, request: pb.DeliverPaymentRequest) -> str:
        """Why the app never will have heard it; empty where it has. Raises where it is worth another try."""
        payment, event_id = _payment(request.payment_json), f"payment/{request.delivery_id}"
        if await self._dispatcher.is_committed(event_id):
            return ""
        try:
            if not (request.session_id and await self._in_session(request, event_id, payment)):
                await self._in_own(request.app_id, event_id, payment)
        except DomainError as error:
            if not is_final(error) and error.reason not in NO_SUCH_APP:  # Else it never will; it can still ask.
                raise
            _log.warning("payment not heard", app=request.app_id, delivery=request.delivery_id, reason=error.reason)
            return error.reason
        return ""

    async def _in_session(self, request: pb.DeliverPaymentRequest, event_id: str, payment: dict[str, Any]) -> bool:
        """Where the person is, and onto their screen; False where the session is closed or was never the app's."""
        try:
            live = await self._dispatcher.of_app(request.session_id, request.app_id)
            async with live.lock:
                await self._dispatcher.reload(live)
                base = live.session.revision
                await self._dispatcher.hear(live, event_id, payment)
                await self._dispatcher.stream_topics(live)
                patch = live.patch_frame(base) if live.watches else None
                if patch is not None and patch.revision != patch.base_revision:
                    live.push(pb.WatchSessionResponse(patch=patch))
                self._refresher.catch_up(live)
        except DomainError as error:
            if error.reason == "SESSION_NOT_FOUND":
                return False
            raise
        return True

    async def _in_own(self, app_id: str, event_id: str, payment: dict[str, Any]) -> None:
        """As the app itself: nobody looks, nothing is drawn."""
        for _ in range(RUNS_MAX):
            session = await self._own.of(app_id)
            asked = Asked(
                "payment", app_id, session.version_id, "", "", "ar", Place(), session.state_json, payment=payment,
                event_id=event_id,
            )  # fmt: skip
            ran = await self._runner.run(asked)
            commit = data_pb.CommitRequest(
                session_id=session.session_id, event_id=event_id, base_revision=session.revision,
                state_json=ran.answer.state_json, path="/", writes=ran.writes,
            )  # fmt: skip
            try:
                await self._appdata.commit(commit, caller=SERVICE)
                return
            except DomainError as error:
                if error.reason not in CONFLICTS:
                    raise
        raise EventConflict("others kept changing the same documents")


def _payment(text: str) -> dict[str, Any]:
    try:
        payment = json.loads(text)
    except (ValueError, RecursionError):
        payment = None
    if not isinstance(payment, dict):
        raise InvalidArgument("payment_json: is not an object", field="payment_json", why="is not an object")
    return payment
