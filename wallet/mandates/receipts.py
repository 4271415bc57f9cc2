"""The card of a charge in what its app writes to its payer: what was taken without asking is told all the same."""

from __future__ import annotations

from core.kit.db import Transaction
from majlis.common.v1 import money_pb2
from majlis.messaging.v1 import messages_pb2, messages_service_pb2
from wallet.mandates import store
from wallet.text_ids import transfer_text


def receipt(tx: Transaction, charge_id: str) -> messages_service_pb2.DeliverWalletCardRequest | None:
    found = store.find_charge(tx, charge_id)
    if found is None:
        return None
    mandate, charge = found
    card = messages_pb2.WalletCard(
        kind=messages_pb2.WALLET_CARD_KIND_RECEIPT, ref_id=transfer_text(charge.leg_id, 0), state="paid",
        amount=money_pb2.Money(amount_minor=charge.amount_minor, currency_code=mandate.currency_code),
        from_user_id=mandate.payer_user_id, title_ar=charge.title_ar, title_en=charge.title_en, app_id=mandate.app_id,
        revision=1,
    )  # fmt: skip
    return messages_service_pb2.DeliverWalletCardRequest(
        card=card, sender_user_id=mandate.payer_user_id, app_id=mandate.app_id
    )
