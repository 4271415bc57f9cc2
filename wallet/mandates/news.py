"""Tells an app what became of its mandates: each change once, in order, as the mandate stands when the app is told."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from weakref import WeakValueDictionary

from google.protobuf.json_format import MessageToDict

from core.kit import log
from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.user_refs import to_subjects
from majlis.sandbox.v1 import sandbox_service_pb2 as sandbox_pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient
from majlis.wallet.v1 import mandates_service_pb2 as pb
from wallet.desk import Desk
from wallet.mandates import store
from wallet.mandates.mandate import Mandate
from wallet.mandates.messages import whole
from wallet.subjects import Subjects

NEWS = "wallet.mandate"
_CALLER = Caller.of_service("wallet")
_log = log.get("wallet")


class MandateNews:
    """`deliver` is the effect's handler."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk
        self._sandbox = SandboxServiceClient(desk.channel)
        self._subjects = Subjects(desk.channel)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def deliver(self, body: dict[str, Any]) -> None:
        """Tell the app of this version, unless a newer one is there, of which it will be told instead."""
        mandate_id, version = body["mandate_id"], body["version"]
        # Two changes in one sweep: the app hears them one after the other, never the older one last.
        async with self._turns.setdefault(mandate_id, asyncio.Lock()):
            found = await self._desk.read(lambda tx: self._mandate(tx, mandate_id))
            if found is None or found[0].version > version:
                return
            mandate, message = found
            told: Any = await to_subjects(message, Caller.app(mandate.app_id), self._subjects)
            payment = {"mandate": MessageToDict(told, preserving_proto_field_name=True)}
            request = sandbox_pb.DeliverPaymentRequest(
                app_id=mandate.app_id, session_id=mandate.session_id, delivery_id=f"{mandate_id}/{version}",
                payment_json=json.dumps(payment, ensure_ascii=False, separators=(",", ":")),
            )  # fmt: skip
            answer = await self._sandbox.deliver_payment(request, caller=_CALLER)
            if answer.reason:
                _log.info(
                    "an app does not hear of its mandate", mandate=mandate_id, app=mandate.app_id, why=answer.reason
                )

    def _mandate(self, tx: Transaction, mandate_id: str) -> tuple[Mandate, pb.Mandate] | None:
        mandate = store.find(tx, mandate_id)
        now_ms = to_ms(self._desk.clock.now())
        return None if mandate is None else (mandate, whole(tx, mandate, now_ms))
