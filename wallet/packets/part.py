"""Red packets, put together."""

from __future__ import annotations

from functools import partial

from core.kit.clock import to_ms
from core.kit.db import Transaction
from majlis.messaging.v1 import messages_service_pb2 as messages_pb
from wallet.house import House, Part
from wallet.packets import store
from wallet.packets.ending import end_for_ever
from wallet.packets.service import CARD, RedPacketsService
from wallet.packets.views import card

SERVICE = "majlis.wallet.v1.RedPacketsService"


def build(house: House) -> Part:
    """The verbs of red packets in this house."""

    def card_of(tx: Transaction, packet_id: str) -> messages_pb.DeliverWalletCardRequest | None:
        packet = store.find(tx, packet_id)
        return None if packet is None else card(packet, to_ms(house.clock.now()))

    return Part(
        services={SERVICE: RedPacketsService(house)},
        standing={"end of red packets": partial(end_for_ever, house)},
        cards={CARD: card_of},
    )
