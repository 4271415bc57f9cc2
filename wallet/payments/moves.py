"""What acts do with payments: money aside, to the payee or back, and every row, count and card that goes with it."""

from __future__ import annotations

from dataclasses import replace

from core.kit.db import Transaction
from core.kit.money import Money
from wallet.accounts import Purpose, balance_of, owner_of_user
from wallet.books import Books
from wallet.effects import Effects
from wallet.guard.guard import Guard
from wallet.labels import Label, LabelKind
from wallet.labels import add as add_label
from wallet.payments import bill_store, request_store, store
from wallet.payments.payments import (
    ACCEPT_S,
    LOOK_AGAIN_S,
    SETTLE_S,
    TAKE_BACK_S,
    Fate,
    Payment,
    State,
    check_not_frozen,
    end_id,
    hold_id,
)
from wallet.payments.requests import MoneyRequest
from wallet.payments.requests import State as RequestState
from wallet.records import ALL, PENDING, POST_PENDING, VOID_PENDING, Account, HoldState, NewTransfer, Status, Transfer
from wallet.refusals import refusal

PAYMENT, MONEY_REQUEST, SPLIT = "payment", "money_request", "split"  # The kinds of cards.


class Moves:
    """All of it within an act; what it refuses it refuses before money moved."""

    def __init__(self, *, guard: Guard, effects: Effects) -> None:
        self._guard = guard
        self._effects = effects

    def place(self, tx: Transaction, books: Books, draft: Payment) -> tuple[Payment, Fate]:
        """Put the payer's money aside, as drafted. INSUFFICIENT_FUNDS, ACCOUNT_FROZEN, LIMIT_EXCEEDED."""
        payer = _account(books, draft.payer_user_id, draft.currency_code)
        check_not_frozen(payer)
        if balance_of(payer).available_minor < draft.amount_minor:
            # Before an account is opened for somebody who gets nothing.
            raise refusal(
                Status.EXCEEDS_CREDITS, debit_account_id=payer.id, requested_minor=draft.amount_minor,
                available_minor=balance_of(payer).available_minor,
            )  # fmt: skip
        payee = _account(books, draft.payee_user_id, draft.currency_code)
        check_not_frozen(payee)
        self._guard.spend(tx, books, draft.payer_user_id, "", _money(draft))
        asked = NewTransfer(
            hold_id(draft.id), payer.id, payee.id, draft.amount_minor, ledger=payer.ledger, code=Purpose.PAYMENT,
            flags=PENDING, timeout_s=SETTLE_S if draft.to_contact else ACCEPT_S,
        )  # fmt: skip
        (row,) = books.make(asked)
        due_ms = books.now_ms + (TAKE_BACK_S if draft.to_contact else ACCEPT_S) * 1000
        made = replace(draft, seq=row.seq, decide_by_ms=due_ms, look_at_ms=due_ms, created_at_ms=books.now_ms)
        store.add(tx, made)
        self._tell(tx, row, made)
        return made, Fate(HoldState.PENDING, books.now_ms + asked.timeout_s * 1000)

    def capture(self, tx: Transaction, books: Books, payment: Payment, ended_by: str) -> None:
        """The payee has it. ACCOUNT_FROZEN."""
        sides = (payment.payer_user_id, payment.payee_user_id)
        check_not_frozen(*(_account(books, user_id, payment.currency_code) for user_id in sides))
        asked = NewTransfer(
            end_id(payment.id), pending_id=hold_id(payment.id), amount_minor=ALL, flags=POST_PENDING
        )  # fmt: skip
        (row,) = books.make(asked)
        store.end(tx, payment.id, ended_by)
        self._tell(tx, row, payment)

    def send_back(self, tx: Transaction, books: Books, payment: Payment, ended_by: str) -> None:
        """The payer has it again."""
        (row,) = books.make(NewTransfer(end_id(payment.id), pending_id=hold_id(payment.id), flags=VOID_PENDING))
        self._tell(tx, row, payment)
        self._note_back(tx, books, payment, ended_by)

    def look(self, tx: Transaction, books: Books, payment_id: str) -> None:
        """Do what time has made due, or note what became of it without us."""
        payment = store.row(tx, payment_id)
        if payment is None or payment.ended_by:
            return
        state = self.state(books, payment)
        if state is State.PAID:
            store.end(tx, payment.id, "host")
            self._effects.card(tx, PAYMENT, payment.id)
        elif state is not State.WAITING:
            self._note_back(tx, books, payment, "host")
            self._effects.card(tx, PAYMENT, payment.id)
        elif not payment.to_contact or books.now_ms < payment.decide_by_ms or self._is_frozen(books, payment):
            store.look_again(tx, payment.id, books.now_ms + LOOK_AGAIN_S * 1000)
        else:
            self.capture(tx, books, payment, "host")

    def state(self, books: Books, payment: Payment) -> State:
        """How it stands in this act's turn."""
        hold = books.hold(hold_id(payment.id))
        if hold is None:
            raise RuntimeError(f"payment {payment.id} has no hold")
        return Fate(hold.state, hold.expires_at_ms).became(payment.ended_by, books.now_ms)

    def request_state(self, tx: Transaction, books: Books, asked: MoneyRequest) -> RequestState:
        """How a request stands in this act's turn."""
        payment = store.row(tx, asked.payment_id) if asked.payment_id else None
        return asked.state(None if payment is None else self.state(books, payment), books.now_ms)

    def request_changed(self, tx: Transaction, asked: MoneyRequest) -> None:
        """Have it shown where it belongs: alone, or as a part of its bill."""
        if asked.split_id:
            bill_store.touch(tx, asked.split_id)
            self._effects.card(tx, SPLIT, asked.split_id)
        else:
            self._effects.card(tx, MONEY_REQUEST, asked.id)

    def bill_changed(self, tx: Transaction, split_id: str) -> None:
        self._effects.card(tx, SPLIT, split_id)

    def _note_back(self, tx: Transaction, books: Books, payment: Payment, ended_by: str) -> None:
        """It did not leave after all: today's limit has room for it again, and what it was to pay waits again."""
        store.end(tx, payment.id, ended_by)
        self._guard.give_back(
            tx, books, payment.payer_user_id, "", _money(payment), spent_at_ms=payment.created_at_ms
        )  # fmt: skip
        if payment.money_request_id and request_store.release(tx, payment.money_request_id, payment.id):
            asked = request_store.row(tx, payment.money_request_id)
            assert asked is not None
            self.request_changed(tx, asked)

    def _is_frozen(self, books: Books, payment: Payment) -> bool:
        sides = (payment.payer_user_id, payment.payee_user_id)
        return any(_account(books, user_id, payment.currency_code).closed for user_id in sides)

    def _tell(self, tx: Transaction, row: Transfer, payment: Payment) -> None:
        add_label(tx, row, _label(payment))
        self._effects.card(tx, PAYMENT, payment.id)


def _label(payment: Payment) -> Label:
    return Label(
        LabelKind.PAYMENT, payment.id, note=payment.note, from_user_id=payment.payer_user_id,
        from_name=payment.payer_name, to_user_id=payment.payee_user_id, to_name=payment.payee_name,
    )  # fmt: skip


def _account(books: Books, user_id: str, currency_code: str) -> Account:
    return books.account(owner_of_user(user_id), currency_code)


def _money(payment: Payment) -> Money:
    return Money(payment.amount_minor, payment.currency_code)
