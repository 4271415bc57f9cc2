"""Cards leave by the outbox of the commit that made them: at least once from here, once for ever at messaging."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from google.protobuf import json_format

from core.appdata.tables import counters
from core.kit.caller import Caller
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction, insert_new
from core.kit.ids import IdMaker, base32
from core.kit.outbox import Outbox, OutboxRelay
from core.kit.rpc import Channel
from majlis.messaging.v1 import messages_service_pb2 as pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient

DELIVER_CARD = "appdata.deliver_card"
_CALLER = Caller.of_service("appdata")
_STEPS_BITS = 12  # So many changes of an app's cards in one millisecond before its numbers run ahead of the clock.
_ID_BITS = 128
_later = sa.case((counters.c.value >= sa.bindparam("now"), counters.c.value + 1), else_=sa.bindparam("now"))
_STEP = (
    counters.update().where(counters.c.name == sa.bindparam("of")).values(value=_later).returning(counters.c.value)
)  # fmt: skip


class CardEffects:
    """Writes a card's delivery with the event."""

    def __init__(self, *, ids: IdMaker, clock: Clock) -> None:
        self._clock = clock
        self._outbox = Outbox(ids=ids, clock=clock)

    def add(self, tx: Transaction, delivery: pb.DeliverCardRequest) -> None:
        """Have it delivered once this transaction is committed."""
        made = pb.DeliverCardRequest()
        made.CopyFrom(delivery)
        made.made_id = self._made_id(tx, delivery.app_id)
        body: dict[str, Any] = json_format.MessageToDict(made, preserving_proto_field_name=True)
        self._outbox.add(tx, DELIVER_CARD, body)

    def _made_id(self, tx: Transaction, app_id: str) -> str:
        """Greater than the app's last, in the order of commits, whatever the clocks of the machines say.

        It begins with the time as other ids do, so that what was made before there was a counter is older.
        """
        name, now = f"cards/{app_id}", to_ms(self._clock.now()) << _STEPS_BITS
        insert_new(tx, counters, {"name": name, "value": 0})
        value: int = tx.execute(_STEP, {"of": name, "now": now}).scalar_one()
        return f"made_{base32(value << _ID_BITS - 48 - _STEPS_BITS)}"


class CardCourier:
    """Hands the deliveries to messaging. `relay` runs as long as the service does."""

    def __init__(self, *, db: Database, clock: Clock, channel: Channel) -> None:
        self._messages = MessagesServiceClient(channel)
        self.relay = OutboxRelay(db=db, clock=clock, handlers={DELIVER_CARD: self._deliver})

    async def _deliver(self, body: dict[str, Any]) -> None:
        await self._messages.deliver_card(json_format.ParseDict(body, pb.DeliverCardRequest()), caller=_CALLER)
