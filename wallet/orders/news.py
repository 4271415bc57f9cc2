"""Tells an app what became of its orders: each change once, in order, as the order stands when the app is told."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from weakref import WeakValueDictionary

from google.protobuf.json_format import MessageToDict

from core.kit import log
from core.kit.caller import Caller
from core.kit.db import Transaction
from core.kit.rpc import Channel
from core.kit.user_refs import to_subjects
from majlis.sandbox.v1 import sandbox_service_pb2 as sandbox_pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient
from majlis.wallet.v1 import orders_service_pb2 as pb
from wallet.desk import Desk
from wallet.orders import store
from wallet.orders.messages import whole
from wallet.subjects import Subjects

NEWS = "wallet.payment"
_CALLER = Caller.of_service("wallet")
_log = log.get("wallet")


class PaymentNews:
    """`deliver` is the effect's handler."""

    def __init__(self, *, desk: Desk, channel: Channel) -> None:
        self._desk = desk
        self._sandbox = SandboxServiceClient(channel)
        self._subjects = Subjects(channel)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def deliver(self, body: dict[str, Any]) -> None:
        """Tell the app of this version, unless a newer one is there, of which it will be told instead."""
        order_id, version = body["order_id"], body["version"]
        # Two changes in one sweep: the app hears them one after the other, never the older one last.
        async with self._turns.setdefault(order_id, asyncio.Lock()):
            found = await self._desk.read(lambda tx: self._order(tx, order_id))
            if found is None or found[0].version > version:
                return
            order, session_id = found
            told: Any = await to_subjects(order, Caller.app(order.app_id), self._subjects)
            payment = {"order": MessageToDict(told, preserving_proto_field_name=True)}
            request = sandbox_pb.DeliverPaymentRequest(
                app_id=order.app_id, session_id=session_id, delivery_id=f"{order_id}/{version}",
                payment_json=json.dumps(payment, ensure_ascii=False, separators=(",", ":")),
            )  # fmt: skip
            answer = await self._sandbox.deliver_payment(request, caller=_CALLER)
            if answer.reason:
                _log.info("an app does not hear of its order", order=order_id, app=order.app_id, why=answer.reason)

    def _order(self, tx: Transaction, order_id: str) -> tuple[pb.Order, str] | None:
        order = store.find(tx, order_id)
        return None if order is None else (whole(tx, order), order.session_id)
