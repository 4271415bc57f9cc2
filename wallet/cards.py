"""Cards in chats: what a payment, request, bill, packet or order looks like now, shown where it belongs.

An effect names the thing, not what to say of it: the card is made when it is delivered, from the thing as it stands, so
that whatever comes twice or late shows the truth.
"""

from __future__ import annotations

from typing import Any

from core.kit.caller import Caller
from core.kit.db import Transaction
from core.kit.rpc import Channel
from majlis.messaging.v1 import messages_service_pb2 as messages_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.house import CardView

_CALLER = Caller.of_service("wallet")


class CardCourier:
    """`views` are each kind's own, by its name."""

    def __init__(self, *, desk: Desk, effects: Effects, channel: Channel) -> None:
        self._desk = desk
        self._effects = effects
        self._messages = MessagesServiceClient(channel)
        self.views: dict[str, CardView] = {}

    async def deliver(self, body: dict[str, Any]) -> None:
        """Show the thing's card as it stands."""
        kind, ref_id = body["kind"], body["ref_id"]

        def begin(tx: Transaction) -> messages_pb.DeliverWalletCardRequest | None:
            self._effects.begin_card(tx, kind, ref_id)
            return self.views[kind](tx, ref_id)

        request = await self._desk.write(begin)
        if request is not None:
            await self._messages.deliver_wallet_card(request, caller=_CALLER)
