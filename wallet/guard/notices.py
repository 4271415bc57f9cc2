"""What a person is told of their own safety, wherever they are signed in: a message of the host's.

Whoever knows the password may have asked for another PIN. Its owner hears of it at once and has a day to stop it.
"""

from __future__ import annotations

from core.kit.db import Transaction
from majlis.messaging.v1 import messages_pb2, messages_service_pb2
from wallet.effects import Effects
from wallet.guard.pins import Pin

BEGUN, STOPPED = "pin_reset", "pin_reset_stopped"
HOST = "_majlis"  # Its own conversation with each person (messages_service.proto).


def tell_change(tx: Transaction, effects: Effects, user_id: str, before: Pin, after: Pin) -> None:
    """Of a reset that is under way from now on, and of one that is no more."""
    if before.reset_at_ms == after.reset_at_ms:
        return
    if before.reset_at_ms:
        effects.card(tx, STOPPED, f"{user_id}/{before.reset_at_ms}")
    if after.reset_at_ms:
        effects.card(tx, BEGUN, f"{user_id}/{after.reset_at_ms}")


def begun(_: Transaction, ref_id: str) -> messages_service_pb2.DeliverWalletCardRequest:
    return _card(ref_id, "waiting", 1)


def stopped(_: Transaction, ref_id: str) -> messages_service_pb2.DeliverWalletCardRequest:
    return _card(ref_id, "stopped", 2)


def _card(ref_id: str, state: str, revision: int) -> messages_service_pb2.DeliverWalletCardRequest:
    user_id, _, reset_at_ms = ref_id.partition("/")
    card = messages_pb2.WalletCard(
        kind=messages_pb2.WALLET_CARD_KIND_PIN_RESET, ref_id=reset_at_ms, state=state, decide_by_ms=int(reset_at_ms),
        revision=revision,
    )  # fmt: skip
    return messages_service_pb2.DeliverWalletCardRequest(card=card, sender_user_id=user_id, app_id=HOST)
