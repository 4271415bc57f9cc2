"""Cards leave by the outbox of the commit that made them: at least once from here, once for ever at messaging."""

from __future__ import annotations

from typing import Any

from google.protobuf import json_format

from core.appdata.made_store import next_made_id
from core.kit.caller import Caller
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.ids import IdMaker
from core.kit.outbox import Outbox, OutboxRelay
from core.kit.rpc import Channel
from majlis.messaging.v1 import messages_service_pb2 as pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient

DELIVER_CARD = "appdata.deliver_card"
_CALLER = Caller.of_service("appdata")


class CardEffects:
    """Writes a card's delivery with the event."""

    def __init__(self, *, ids: IdMaker, clock: Clock) -> None:
        self._clock = clock
        self._outbox = Outbox(ids=ids, clock=clock)

    def add(self, tx: Transaction, delivery: pb.DeliverCardRequest) -> None:
        """Have it delivered once this transaction is committed."""
        made = pb.DeliverCardRequest()
        made.CopyFrom(delivery)
        made.made_id = next_made_id(tx, delivery.app_id, now_ms=to_ms(self._clock.now()))
        body: dict[str, Any] = json_format.MessageToDict(made, preserving_proto_field_name=True)
        self._outbox.add(tx, DELIVER_CARD, body)


class CardCourier:
    """Hands the deliveries to messaging. `relay` runs as long as the service does."""

    def __init__(self, *, db: Database, clock: Clock, channel: Channel) -> None:
        self._messages = MessagesServiceClient(channel)
        self.relay = OutboxRelay(db=db, clock=clock, handlers={DELIVER_CARD: self._deliver})

    async def _deliver(self, body: dict[str, Any]) -> None:
        await self._messages.deliver_card(json_format.ParseDict(body, pb.DeliverCardRequest()), caller=_CALLER)
