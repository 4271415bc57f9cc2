"""What changes mandates and takes money under them: acts of the wallet's desk, each a whole or nothing."""

from __future__ import annotations

from core.kit.db import Transaction
from core.kit.errors import DomainError, ResourceExhausted
from core.kit.money import Money
from wallet.accounts import Use, owner_of_app, owner_of_user
from wallet.books import Books
from wallet.border import refused
from wallet.effects import Effects
from wallet.errors import AccountFrozen, InsufficientFunds
from wallet.guard.errors import LimitExceeded
from wallet.guard.guard import Guard
from wallet.labels import Label, LabelKind
from wallet.labels import add as add_label
from wallet.mandates import legs, store
from wallet.mandates.errors import MandateExceeded, MandateNotFound
from wallet.mandates.legs import Limit
from wallet.mandates.mandate import Mandate, State, check_active, check_proposed, not_active
from wallet.mandates.news import NEWS
from wallet.mandates.store import Charge
from wallet.merchants import store as merchants
from wallet.merchants.settlement import Kind, Settlement
from wallet.orders.shares import fee_of
from wallet.records import NewTransfer, Transfer

CARD = "charge"
FEES = "platform/fees"
PROPOSED_MAX = 20  # Mandates of one app that wait for one payer.


class MandateActs:
    """Each method is called within an act, with its `tx` and `books`."""

    def __init__(self, *, effects: Effects, guard: Guard) -> None:
        self._effects = effects
        self._guard = guard

    def propose(self, tx: Transaction, books: Books, mandate: Mandate) -> Mandate:
        """RESOURCE_EXHAUSTED."""
        if store.count_proposed(tx, mandate.app_id, mandate.payer_user_id, books.now_ms) >= PROPOSED_MAX:
            raise ResourceExhausted("too many mandates wait for this payer", mandates_max=PROPOSED_MAX)
        store.add(tx, mandate)
        return mandate

    def approve(self, tx: Transaction, books: Books, payer_user_id: str, mandate_id: str) -> Mandate:
        """MANDATE_NOT_FOUND, MANDATE_NOT_PROPOSED."""
        after = of_payer(tx, mandate_id, payer_user_id, books.now_ms).approved(books.now_ms)
        books.make(legs.opens(_limit(books, after), after))
        return self._changed(tx, after)

    def decline(self, tx: Transaction, books: Books, payer_user_id: str, mandate_id: str) -> Mandate:
        """MANDATE_NOT_PROPOSED where it does not wait, unless they declined it before."""
        mandate = of_payer(tx, mandate_id, payer_user_id, books.now_ms)
        if mandate.state is State.DECLINED:
            return mandate
        check_proposed(mandate)
        return self._changed(tx, mandate.ended(State.DECLINED, books.now_ms))

    def revoke(self, tx: Transaction, books: Books, payer_user_id: str, mandate_id: str) -> Mandate:
        """Over, whatever it was; one that had ended stays as it is."""
        mandate = of_payer(tx, mandate_id, payer_user_id, books.now_ms)
        return mandate if mandate.has_ended else self._end(tx, books, mandate, State.REVOKED, books.now_ms)

    def expire(self, tx: Transaction, books: Books, mandate: Mandate) -> None:
        """Write down that its time was over."""
        self._end(tx, books, mandate, State.EXPIRED, mandate.due_at_ms)

    def charge(
        self, tx: Transaction, books: Books, app_id: str, mandate_id: str, amount: Money, charge_id: str,
        titles: tuple[str, str],
    ) -> tuple[Mandate, Transfer]:  # fmt: skip
        """Taken, and counted in its window; the transfer that paid."""
        mandate = of_app(tx, mandate_id, app_id, books.now_ms)
        check_active(mandate)
        if amount.currency_code != mandate.currency_code:
            raise refused("amount.currency_code", "is not the mandate's")
        self._spend(tx, books, mandate, amount)
        fee_minor = fee_of(amount.amount_minor)
        paid, *rest = self._take(tx, books, mandate, charge_id, amount.amount_minor, fee_minor)
        title_ar, title_en = titles
        charge = Charge(charge_id, amount.amount_minor, fee_minor, title_ar, title_en, books.now_ms, paid.id)
        store.add_charge(tx, mandate, charge)
        label = Label(LabelKind.MANDATE, mandate_id, title_ar=title_ar, title_en=title_en, app_id=app_id)
        for row in (paid, *rest):
            add_label(tx, row, label)
        line = Settlement(
            app_id, charge_id, Kind.CHARGE, amount.currency_code, amount.amount_minor, fee_minor, 0, title_en,
            books.now_ms,
        )  # fmt: skip
        merchants.settle(tx, line)
        self._effects.card(tx, CARD, charge_id)
        return mandate, paid

    def _spend(self, tx: Transaction, books: Books, mandate: Mandate, amount: Money) -> None:
        try:
            self._guard.spend(tx, books, mandate.payer_user_id, mandate.app_id, amount)
        except LimitExceeded:  # What they set for themselves, and have left, is not the app's to know.
            raise LimitExceeded("more than may leave today", requested_minor=amount.amount_minor) from None

    def _take(
        self, tx: Transaction, books: Books, mandate: Mandate, charge_id: str, amount_minor: int, fee_minor: int
    ) -> list[Transfer]:
        """One chain of the ledger: it holds the amount on the limit, and pays."""
        limit, code = _limit(books, mandate), mandate.currency_code
        left_minor = mandate.max_minor - store.spent(tx, [mandate], books.now_ms).get(mandate.number, 0)
        if amount_minor <= left_minor and amount_minor > limit.left.credits_posted - limit.left.debits_pending:
            books.end_due_holds()  # Some have slid out of the window and wait for the sweep.
        asked = [
            legs.counts(limit, mandate, charge_id, amount_minor),
            *legs.pays(
                charge_id, books.account(owner_of_user(mandate.payer_user_id), code),
                books.account(owner_of_app(mandate.app_id), code), books.account(FEES, code),
                amount_minor=amount_minor, fee_minor=fee_minor,
            ),
        ]  # fmt: skip
        try:
            return _made(books, limit, mandate, asked)
        except MandateExceeded as error:
            raise MandateExceeded(error.message, requested_minor=amount_minor, left_minor=left_minor) from None
        except InsufficientFunds as error:  # Whose account it was, and which, is not the app's to know.
            raise InsufficientFunds(error.message, requested_minor=amount_minor) from None

    def _end(self, tx: Transaction, books: Books, mandate: Mandate, state: State, now_ms: int) -> Mandate:
        if mandate.state is State.ACTIVE:
            books.make(legs.closes(_limit(books, mandate), mandate))
        return self._changed(tx, mandate.ended(state, now_ms))

    def _changed(self, tx: Transaction, mandate: Mandate) -> Mandate:
        """Keep it, and have its app told."""
        store.change(tx, mandate)
        self._effects.add(tx, NEWS, {"mandate_id": mandate.mandate_id, "version": mandate.version})
        return mandate


def of_payer(tx: Transaction, mandate_id: str, user_id: str, now_ms: int) -> Mandate:
    """The mandate, if it is about their money. MANDATE_NOT_FOUND."""
    return _found(store.find(tx, mandate_id), mandate_id, payer_user_id=user_id).as_of(now_ms)


def of_app(tx: Transaction, mandate_id: str, app_id: str, now_ms: int) -> Mandate:
    """The mandate, if that app proposed it. MANDATE_NOT_FOUND."""
    return _found(store.find(tx, mandate_id), mandate_id, app_id=app_id).as_of(now_ms)


def _found(mandate: Mandate | None, mandate_id: str, **whose: str) -> Mandate:
    if mandate is None or any(getattr(mandate, name) != value for name, value in whose.items()):
        raise MandateNotFound("there is no such mandate", mandate_id=mandate_id)
    return mandate


def _limit(books: Books, mandate: Mandate) -> Limit:
    left, spent = (
        books.limit_account(mandate.owner, mandate.currency_code, use) for use in (Use.MANDATE_LIMIT, Use.MANDATE_SPENT)
    )
    return Limit(left, spent)


def _made(books: Books, limit: Limit, mandate: Mandate, asked: list[NewTransfer]) -> list[Transfer]:
    """The rows that pay. What the ledger says of the limit is the mandate's refusal."""
    try:
        return books.make(*asked)[1:]
    except (InsufficientFunds, AccountFrozen) as error:
        raise _worded(error, of_limit=error.facts.get("account_id") == limit.left.id, mandate=mandate) from None


def _worded(error: DomainError, *, of_limit: bool, mandate: Mandate) -> DomainError:
    if isinstance(error, InsufficientFunds):
        return MandateExceeded("more than the mandate leaves") if of_limit else error
    return not_active(mandate) if of_limit else AccountFrozen("an account that takes part is frozen")
