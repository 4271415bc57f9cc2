"""What changes orders and moves their money: acts of the wallet's desk, each a whole or nothing.

Money moves payer → platform → everybody who is paid within one chain, and back the same way, so that the platform's
account of orders is empty after every commit. An attempt has ids of its own: what the ledger refused is never carried
out later by a repetition of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.kit.db import Transaction
from core.kit.errors import ResourceExhausted
from core.kit.money import Money
from wallet.accounts import Purpose, balance_of, owner_of_app, owner_of_user
from wallet.books import Books
from wallet.effects import Effects
from wallet.errors import AccountFrozen, InsufficientFunds
from wallet.guard.guard import Guard
from wallet.ids import derived_id
from wallet.labels import Label, LabelKind
from wallet.labels import add as add_label
from wallet.merchants import store as merchants
from wallet.merchants.settlement import Kind, Settlement
from wallet.orders import store
from wallet.orders.errors import OrderClosed, OrderNotFound, PayeeNotEnrolled
from wallet.orders.news import NEWS
from wallet.orders.order import (
    Order,
    Refund,
    Share,
    Split,
    State,
    captured,
    check_approval,
    check_shares,
    not_held,
    refundable,
    tip_taken,
)
from wallet.orders.parts import (
    ESCROW,
    FEES,
    Part,
    giving,
    leg_id,
    parts_of,
    repaying,
    repayments,
    taking_back,
    who_gives,
)
from wallet.orders.shares import returns
from wallet.records import PENDING, POST_PENDING, VOID_PENDING, Account, HoldState, NewTransfer, Transfer

CARD = "receipt"
OPEN_MAX = 100  # Orders of one app that wait for one payer.


class OrderActs:
    """Each method is called within an act, with its `tx` and `books`; `attempt` is new for each request."""

    def __init__(self, *, effects: Effects, guard: Guard) -> None:
        self._effects = effects
        self._guard = guard

    def create(self, tx: Transaction, books: Books, order: Order) -> Order:
        """PAYEE_NOT_ENROLLED, RESOURCE_EXHAUSTED."""
        _check_enrolled(tx, order, order.splits)
        if store.count_open(tx, order.app_id, order.payer_user_id, books.now_ms) >= OPEN_MAX:
            raise ResourceExhausted("too many orders wait for this payer", orders_max=OPEN_MAX)
        store.add(tx, order)
        return order

    def approve(
        self, tx: Transaction, books: Books, payer_user_id: str, order_id: str, total: Money, tip_minor: int,
        attempt: str,
    ) -> Order:  # fmt: skip
        """Paid or held; as GetOrderSheet showed it or not at all."""
        order = of_payer(tx, order_id, payer_user_id, books.now_ms)
        check_approval(order, total, tip_minor)
        order = replace(order, tip_minor=tip_minor, approved_at_ms=books.now_ms)
        self._guard.spend(tx, books, payer_user_id, order.app_id, order.asked)
        payer = books.account(owner_of_user(payer_user_id), order.currency_code)
        escrow = books.account(ESCROW, order.currency_code)
        payment = NewTransfer(
            leg_id(attempt, "payer"), payer.id, escrow.id, order.asked.amount_minor, ledger=payer.ledger,
            code=Purpose.ORDER,
        )  # fmt: skip
        order = replace(order, payment_id=payment.id)
        available_minor = balance_of(payer).available_minor
        if order.is_hold:
            held = payment._replace(flags=PENDING, timeout_s=order.hold_for_s)
            rows = _make(books, order.asked.amount_minor, held, available_minor=available_minor)
            expires_at_ms = books.now_ms + order.hold_for_s * 1000
            after = order.becomes(State.HELD, books.now_ms, hold_expires_at_ms=expires_at_ms)
        else:
            sold = (order.total_minor, payment, attempt)
            rows, after = self._sell(tx, books, order, *sold, available_minor=available_minor)
        return self._changed(tx, after, rows)

    def decline(self, tx: Transaction, books: Books, payer_user_id: str, order_id: str) -> Order:
        """ORDER_CLOSED where it does not wait, unless they declined it before."""
        order = of_payer(tx, order_id, payer_user_id, books.now_ms)
        if order.state is State.DECLINED:
            return order
        if order.state is not State.OPEN:
            raise OrderClosed("the order does not wait any more", order_id=order_id, state=order.state.value)
        return self._changed(tx, order.becomes(State.DECLINED, books.now_ms), [])

    def capture(
        self, tx: Transaction, books: Books, app_id: str, order_id: str, amount: Money | None, attempt: str,
        shares: Sequence[Share] = (),
    ) -> Order:  # fmt: skip
        """Paid, and shared with whom it names; what is not taken goes back."""
        order = of_app(tx, order_id, app_id, books.now_ms)
        taken_minor = captured(order, amount)
        check_shares(order, shares, taken_minor)
        _check_enrolled(tx, order, shares)
        held_minor, tip_minor = order.asked.amount_minor, tip_taken(order, taken_minor)
        paid_minor = taken_minor + tip_minor
        post = NewTransfer(
            leg_id(attempt, "payer"), amount_minor=paid_minor, pending_id=order.payment_id, flags=POST_PENDING
        )  # fmt: skip
        sold = replace(order, payment_id=post.id, tip_minor=tip_minor)
        rows, after = self._sell(tx, books, sold, taken_minor, post, attempt, shares)
        self._let_go(tx, books, order, held_minor - paid_minor)
        return self._changed(tx, after, rows)

    def void(self, tx: Transaction, books: Books, app_id: str, order_id: str, attempt: str) -> Order:
        """What is held goes back, or nobody can pay any more."""
        order = of_app(tx, order_id, app_id, books.now_ms)
        if order.state not in (State.OPEN, State.HELD):
            raise not_held(order)
        rows: list[Transfer] = []
        if order.state is State.HELD:
            end = NewTransfer(leg_id(attempt, "payer"), pending_id=order.payment_id, flags=VOID_PENDING)
            rows = _make(books, order.asked.amount_minor, end)
            self._let_go(tx, books, order, order.asked.amount_minor)
        return self._changed(tx, order.becomes(State.VOIDED, books.now_ms), rows)

    def refund(
        self, tx: Transaction, books: Books, app_id: str, order_id: str, amount: Money | None, refund_id: str
    ) -> Order:
        """So much given back by those who were paid, or by the app for a payee who has not got it and owes it then.

        INSUFFICIENT_FUNDS where the app has not got it either.
        """
        order = of_app(tx, order_id, app_id, books.now_ms)
        before = store.refunds(tx, [order.number]).get(order.number, [])
        amount_minor = refundable(order, amount, len(before))
        parts = store.parts(tx, order)
        backs = returns([part.amount_minor for part in parts], order.refunded_minor, amount_minor)
        escrow = books.account(ESCROW, order.currency_code)
        app = books.account(owner_of_app(app_id), order.currency_code)
        given = who_gives(_with_accounts(books, parts, order), backs)
        payer = books.account(owner_of_user(order.payer_user_id), order.currency_code)
        to_payer = NewTransfer(
            leg_id(refund_id, "payer"), escrow.id, payer.id, amount_minor, ledger=escrow.ledger, code=Purpose.REFUND,
            refund_of=order.payment_id,
        )  # fmt: skip
        rows = _make(books, amount_minor, *taking_back(escrow, app, given, refund_id), to_payer)
        store.give_back(tx, order, backs)
        store.add_refund(tx, order, len(before), Refund(refund_id, amount_minor, books.now_ms))
        owed = [(each.part.payee_user_id, each.owed_minor) for each in given if each.owed_minor]
        merchants.owe(tx, app_id, order.currency_code, owed)
        moved = [(each.part, each.own_minor + each.owed_minor) for each in given]
        _settle(tx, books, order, Kind.REFUND, refund_id, moved, sum(minor for _, minor in owed))
        after = replace(order, refunded_minor=order.refunded_minor + amount_minor, version=order.version + 1)
        return self._changed(tx, after, rows, LabelKind.REFUND)

    def expire(self, tx: Transaction, books: Books, order: Order) -> bool:
        """Write down that its time was over; False where the ledger has not ended its hold yet."""
        rows: list[Transfer] = []
        if order.state is State.HELD:
            hold = books.hold(order.payment_id)
            if hold is None or hold.state is not HoldState.EXPIRED:
                return False
            ended = books.transfer(derived_id(b"expiry", order.payment_id))
            rows = [] if ended is None else [ended]
            self._let_go(tx, books, order, order.asked.amount_minor)
        self._changed(tx, order.becomes(State.EXPIRED, order.due_at_ms), rows)
        return True

    def _let_go(self, tx: Transaction, books: Books, order: Order, amount_minor: int) -> None:
        """So much of what was held did not leave after all."""
        if amount_minor:
            self._guard.give_back(
                tx, books, order.payer_user_id, order.app_id, Money(amount_minor, order.currency_code),
                spent_at_ms=order.approved_at_ms,
            )  # fmt: skip

    def _sell(
        self, tx: Transaction, books: Books, order: Order, taken_minor: int, payment: NewTransfer, attempt: str,
        shares: Sequence[Share] = (), **facts: int,
    ) -> tuple[list[Transfer], Order]:  # fmt: skip
        """Paid, with who gets what of it; a payee who owes the app pays that first. `facts` go with a refusal."""
        parts = parts_of(order, taken_minor, attempt, shares)
        paid, paid_minor = _with_accounts(books, parts, order), taken_minor + order.tip_minor
        repaid = repayments(paid, merchants.owed(tx, order.app_id, order.currency_code))
        escrow, app = (books.account(owner, order.currency_code) for owner in (ESCROW, owner_of_app(order.app_id)))
        legs = [payment, *giving(escrow, paid), *repaying(app, repaid, attempt)]
        rows = _make(books, paid_minor, *legs, **facts)
        store.add_parts(tx, order, parts)
        less = [(each.payee_user_id, -each.amount_minor) for each in repaid]
        merchants.owe(tx, order.app_id, order.currency_code, less)
        moved = [(part, part.amount_minor) for part in parts]
        _settle(tx, books, order, Kind.SALE, order.order_id, moved, sum(each.amount_minor for each in repaid))
        return rows, order.becomes(State.PAID, books.now_ms, paid_minor=paid_minor)

    def _changed(
        self, tx: Transaction, order: Order, rows: list[Transfer], kind: LabelKind = LabelKind.ORDER
    ) -> Order:  # fmt: skip
        """Keep it, say what its transfers were for, and have its app and its payer told."""
        store.change(tx, order)
        label = Label(kind, order.order_id, title_ar=order.title_ar, title_en=order.title_en, app_id=order.app_id)
        for row in rows:
            add_label(tx, row, replace(label, kind=LabelKind.REFUND) if row.code == Purpose.DEBT else label)
        self._effects.add(tx, NEWS, {"order_id": order.order_id, "version": order.version})
        if order.approved_at_ms:
            self._effects.card(tx, CARD, order.order_id)
        return order


def of_payer(tx: Transaction, order_id: str, user_id: str, now_ms: int) -> Order:
    """The order, if they are asked to pay it. ORDER_NOT_FOUND."""
    return _found(store.find(tx, order_id), order_id, payer_user_id=user_id).as_of(now_ms)


def of_app(tx: Transaction, order_id: str, app_id: str, now_ms: int) -> Order:
    """The order, if that app made it. ORDER_NOT_FOUND."""
    return _found(store.find(tx, order_id), order_id, app_id=app_id).as_of(now_ms)


def _found(order: Order | None, order_id: str, **whose: str) -> Order:
    if order is None or any(getattr(order, name) != value for name, value in whose.items()):
        raise OrderNotFound("there is no such order", order_id=order_id)
    return order


def _check_enrolled(tx: Transaction, order: Order, paid: Sequence[Split] | Sequence[Share]) -> None:
    splits: list[Split | Share] = [*paid]
    enrolled = merchants.enrolled(tx, order.app_id, [split.payee_user_id for split in splits])
    for at, split in enumerate(splits):
        if split.payee_user_id not in enrolled:
            raise PayeeNotEnrolled("they are not enrolled with this app", position=at)


def _with_accounts(books: Books, parts: list[Part], order: Order) -> list[tuple[Part, Account]]:
    return [(part, books.account(part.owner, order.currency_code)) for part in parts]


def _make(books: Books, amount_minor: int, *legs: NewTransfer, **facts: object) -> list[Transfer]:
    """The legs as one chain. A refusal does not say whose account it was: an app may not learn what people have."""
    try:
        return books.make(*legs)
    except InsufficientFunds:
        raise InsufficientFunds("not everybody has so much", requested_minor=amount_minor, **facts) from None
    except AccountFrozen:
        raise AccountFrozen("an account that takes part is frozen") from None


def _settle(
    tx: Transaction, books: Books, order: Order, kind: Kind, settlement_id: str, moved: list[tuple[Part, int]],
    debt_minor: int,
) -> None:  # fmt: skip
    """Into the merchant's books; `debt_minor` is what the app gave for payees with a refund, or got of that since."""
    fee_minor = sum(amount for part, amount in moved if part.owner == FEES)
    shared_minor = sum(amount for part, amount in moved if part.payee_user_id) - debt_minor
    merchants.settle(
        tx,
        Settlement(
            order.app_id, settlement_id, kind, order.currency_code, sum(amount for _, amount in moved), fee_minor,
            shared_minor, order.name, books.now_ms, debt_minor,
        ),
    )  # fmt: skip
