"""The card of an order in what its app writes to its payer: from the moment money was put aside or taken."""

from __future__ import annotations

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from majlis.common.v1 import money_pb2
from majlis.messaging.v1 import messages_pb2, messages_service_pb2
from wallet.house import CardView
from wallet.orders import store


def receipts(clock: Clock) -> CardView:
    """How receipts look by that clock."""

    def view(tx: Transaction, order_id: str) -> messages_service_pb2.DeliverWalletCardRequest | None:
        found = store.find(tx, order_id)
        if found is None or not found.approved_at_ms:
            return None
        order = found.as_of(to_ms(clock.now()))
        amount_minor = order.paid_minor or order.asked.amount_minor
        card = messages_pb2.WalletCard(
            kind=messages_pb2.WALLET_CARD_KIND_RECEIPT, ref_id=order_id, state=order.state.value,
            amount=money_pb2.Money(amount_minor=amount_minor, currency_code=order.currency_code),
            from_user_id=order.payer_user_id, title_ar=order.title_ar, title_en=order.title_en, app_id=order.app_id,
            refunded_minor=order.refunded_minor, revision=order.version,
        )  # fmt: skip
        return messages_service_pb2.DeliverWalletCardRequest(
            card=card, sender_user_id=order.payer_user_id, app_id=order.app_id
        )

    return view
