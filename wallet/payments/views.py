"""Payments, requests and bills as their people see them, and as cards in chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from majlis.common.v1 import money_pb2
from majlis.messaging.v1 import messages_pb2 as messages_pb
from majlis.messaging.v1 import messages_service_pb2 as cards_pb
from majlis.wallet.v1 import payments_service_pb2 as pb
from wallet.house import CardView
from wallet.payments import bill_store, moves, request_store, store
from wallet.payments.bills import Bill
from wallet.payments.payments import Fate, Payment, State
from wallet.payments.request_store import Standing
from wallet.payments.requests import State as RequestState


def money(amount_minor: int, currency_code: str) -> money_pb2.Money:
    return money_pb2.Money(currency_code=currency_code, amount_minor=amount_minor)


def payment(of: Payment, fate: Fate, now_ms: int) -> pb.Payment:
    state = fate.became(of.ended_by, now_ms)
    return pb.Payment(
        payment_id=of.id, payer_user_id=of.payer_user_id, payee_user_id=of.payee_user_id, payer_name=of.payer_name,
        payee_name=of.payee_name, amount=money(of.amount_minor, of.currency_code), note=of.note,
        state=pb.PaymentState.Value(f"PAYMENT_STATE_{state.upper()}"), to_contact=of.to_contact,
        decide_by_ms=of.decide_by_ms if state is State.WAITING else 0, created_at_ms=of.created_at_ms,
        settled_at_ms=fate.since_ms(now_ms), money_request_id=of.money_request_id, transfer_id=of.transfer_id(fate),
    )  # fmt: skip


def money_request(standing: Standing) -> pb.MoneyRequest:
    of, state = standing
    return pb.MoneyRequest(
        money_request_id=of.id, payee_user_id=of.payee_user_id, payer_user_id=of.payer_user_id,
        payee_name=of.payee_name, payer_name=of.payer_name, amount=money(of.amount_minor, of.currency_code),
        note=of.note, state=_request_state(state), split_id=of.split_id,
        payment_id=of.payment_id if state is RequestState.PAID else "", created_at_ms=of.created_at_ms,
        expires_at_ms=of.expires_at_ms,
    )  # fmt: skip


def split(of: Bill, parts: Sequence[Standing]) -> pb.BillSplit:
    own = [
        pb.SplitPart(
            user_id=of.owner_user_id, amount=money(of.own_minor, of.currency_code), name=of.owner_name,
            state=pb.MONEY_REQUEST_STATE_PAID,
        )
    ]  # fmt: skip
    others = [
        pb.SplitPart(
            user_id=part.payer_user_id, amount=money(part.amount_minor, part.currency_code), name=part.payer_name,
            state=_request_state(state), money_request_id=part.id,
        )
        for part, state in parts
    ]  # fmt: skip
    items = [
        pb.SplitItem(title=one.title, amount=money(one.amount_minor, of.currency_code), user_ids=one.user_ids)
        for one in of.items
    ]
    return pb.BillSplit(
        split_id=of.id, conversation_id=of.conversation_id, owner_user_id=of.owner_user_id, title=of.title,
        total=money(of.total_minor, of.currency_code), mode=pb.SplitMode.Value(f"SPLIT_MODE_{of.mode.upper()}"),
        parts=[*(own if of.own_minor else []), *others], items=items, created_at_ms=of.created_at_ms, closed=of.closed,
    )  # fmt: skip


def _request_state(state: RequestState) -> pb.MoneyRequestState.ValueType:
    return pb.MoneyRequestState.Value(f"MONEY_REQUEST_STATE_{state.upper()}")


# Cards


def cards(clock: Clock) -> Mapping[str, CardView]:
    """Each as the thing stands when it is shown."""

    def of_payment(tx: Transaction, ref_id: str) -> cards_pb.DeliverWalletCardRequest | None:
        found = store.find(tx, ref_id)
        return None if found is None else _payment_card(*found, to_ms(clock.now()))

    def of_request(tx: Transaction, ref_id: str) -> cards_pb.DeliverWalletCardRequest | None:
        found = request_store.find(tx, ref_id, to_ms(clock.now()))
        return None if found is None else _request_card(found)

    def of_split(tx: Transaction, ref_id: str) -> cards_pb.DeliverWalletCardRequest | None:
        found = bill_store.find(tx, ref_id)
        return None if found is None else _split_card(found, request_store.parts(tx, ref_id, to_ms(clock.now())))

    return {moves.PAYMENT: of_payment, moves.MONEY_REQUEST: of_request, moves.SPLIT: of_split}


def _payment_card(of: Payment, fate: Fate, now_ms: int) -> cards_pb.DeliverWalletCardRequest:
    state = fate.became(of.ended_by, now_ms)
    card = messages_pb.WalletCard(
        kind=messages_pb.WALLET_CARD_KIND_PAYMENT, ref_id=of.id, state=state.value,
        amount=money(of.amount_minor, of.currency_code), note=of.note, from_user_id=of.payer_user_id,
        to_user_id=of.payee_user_id, decide_by_ms=of.decide_by_ms if state is State.WAITING else 0,
        revision=of.version,
    )  # fmt: skip
    return cards_pb.DeliverWalletCardRequest(
        card=card, sender_user_id=of.payer_user_id, direct_user_id=of.payee_user_id
    )  # fmt: skip


def _request_card(standing: Standing) -> cards_pb.DeliverWalletCardRequest:
    of, state = standing
    card = messages_pb.WalletCard(
        kind=messages_pb.WALLET_CARD_KIND_MONEY_REQUEST, ref_id=of.id, state=state.value,
        amount=money(of.amount_minor, of.currency_code), note=of.note, from_user_id=of.payer_user_id,
        to_user_id=of.payee_user_id, decide_by_ms=of.expires_at_ms if state is RequestState.OPEN else 0,
        revision=of.version,
    )  # fmt: skip
    return cards_pb.DeliverWalletCardRequest(
        card=card, sender_user_id=of.payee_user_id, direct_user_id=of.payer_user_id
    )  # fmt: skip


def _split_card(of: Bill, parts: Sequence[Standing]) -> cards_pb.DeliverWalletCardRequest:
    """Open while somebody is asked, closed once nobody is, paid once everybody has; the owner's own part is paid."""
    own = 1 if of.own_minor else 0
    done, everybody = own + sum(state is RequestState.PAID for _, state in parts), own + len(parts)
    state = "paid" if done == everybody else "closed" if of.closed else "open"
    card = messages_pb.WalletCard(
        kind=messages_pb.WALLET_CARD_KIND_SPLIT, ref_id=of.id, state=state,
        amount=money(of.total_minor, of.currency_code), note=of.title, to_user_id=of.owner_user_id, done=done,
        of=everybody, revision=of.version,
    )  # fmt: skip
    return cards_pb.DeliverWalletCardRequest(
        card=card, sender_user_id=of.owner_user_id, conversation_id=of.conversation_id
    )  # fmt: skip
