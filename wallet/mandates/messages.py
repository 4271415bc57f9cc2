"""A mandate as its app and its payer read it."""

from __future__ import annotations

from collections.abc import Sequence

from core.kit.db import Transaction
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import mandates_service_pb2 as pb
from wallet.mandates import store
from wallet.mandates.mandate import Mandate


def mandate_message(mandate: Mandate, spent_minor: int) -> pb.Mandate:
    return pb.Mandate(
        mandate_id=mandate.mandate_id, app_id=mandate.app_id, payer_user_id=mandate.payer_user_id,
        title_ar=mandate.title_ar, title_en=mandate.title_en,
        max=money_pb2.Money(amount_minor=mandate.max_minor, currency_code=mandate.currency_code),
        window_s=mandate.window_s, spent_minor=spent_minor,
        state=pb.MandateState.Value(f"MANDATE_STATE_{mandate.state.name}"), created_at_ms=mandate.created_at_ms,
        expires_at_ms=mandate.expires_at_ms,
    )  # fmt: skip


def whole(tx: Transaction, mandate: Mandate, now_ms: int) -> pb.Mandate:
    """With what was taken in the window that ends then."""
    return all_whole(tx, [mandate], now_ms)[0]


def all_whole(tx: Transaction, mandates: Sequence[Mandate], now_ms: int) -> list[pb.Mandate]:
    spent = store.spent(tx, mandates, now_ms)
    return [mandate_message(each, spent.get(each.number, 0)) for each in mandates]
