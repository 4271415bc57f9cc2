"""The money of a top-up or payout, within an act: every transfer's id follows from its own, so none happens twice."""

from __future__ import annotations

from wallet.accounts import Purpose, owner_of_user
from wallet.bank.judging import Step
from wallet.bank.provider import Kind
from wallet.bank.records import BankTransfer
from wallet.books import Books
from wallet.errors import AccountFrozen, InsufficientFunds
from wallet.ids import derived_id
from wallet.records import ALL, PENDING, POST_PENDING, VOID_PENDING, Account, NewTransfer, Transfer

CLEARING = "platform/clearing"


def ledger_id(row: BankTransfer, step: str) -> bytes:
    """Of the transfer that is this step."""
    return derived_id(b"bank", row.id.encode(), step.encode())


def check_open(books: Books, row: BankTransfer) -> Account:
    """The person's account. ACCOUNT_FROZEN where nothing may come in or go out."""
    for account in _accounts(books, row):
        if account.closed:
            raise AccountFrozen("the account is frozen", account_id=account.id)
    return _accounts(books, row)[0]


def check_spendable(books: Books, row: BankTransfer) -> None:
    """INSUFFICIENT_FUNDS or ACCOUNT_FROZEN, before anything of the act has moved."""
    person = check_open(books, row)
    if _spendable(person) < row.amount_minor:
        raise InsufficientFunds(
            "the account does not have so much", account_id=person.id, requested_minor=row.amount_minor
        )  # fmt: skip


def hold(books: Books, row: BankTransfer) -> Transfer:
    """Put aside what is to be paid out, until the bank says: for ever, if it never does."""
    person, clearing = _accounts(books, row)
    asked = NewTransfer(
        ledger_id(row, "hold"), person.id, clearing.id, row.amount_minor, ledger=person.ledger, code=Purpose.PAY_OUT,
        flags=PENDING,
    )  # fmt: skip
    (made,) = books.make(asked)
    return made


def can(books: Books, row: BankTransfer, step: Step) -> bool:
    """Whether the ledger would take it now; asked before, for a refusal would burn the id of the only try."""
    person, clearing = _accounts(books, row)
    if step in (Step.END, Step.VOID):
        return True
    if person.closed or clearing.closed:
        return False
    return step is not Step.TAKE_BACK or _spendable(person) >= row.amount_minor


def move(books: Books, row: BankTransfer, step: Step) -> Transfer | None:
    """Do it; the row of the ledger, None where nothing moves."""
    if step is Step.END:
        return None
    person, clearing = _accounts(books, row)
    back = step in (Step.TAKE_BACK, Step.PAY_BACK)
    asked = NewTransfer(ledger_id(row, step.value), ledger=person.ledger, code=_purpose(row))
    if step in (Step.CAPTURE, Step.VOID):
        flags, amount = (POST_PENDING, ALL) if step is Step.CAPTURE else (VOID_PENDING, 0)
        asked = asked._replace(pending_id=ledger_id(row, "hold"), flags=flags, amount_minor=amount)
    else:
        debit, credit = (person, clearing) if step is Step.TAKE_BACK else (clearing, person)
        asked = asked._replace(
            debit_account_id=debit.id, credit_account_id=credit.id, amount_minor=row.amount_minor
        )  # fmt: skip
    if back:  # The ledger itself sees that no more comes back than went.
        went = Step.CREDIT if step is Step.TAKE_BACK else Step.CAPTURE
        asked = asked._replace(refund_of=ledger_id(row, went.value))
    (made,) = books.make(asked)
    return made


def _purpose(row: BankTransfer) -> Purpose:
    return Purpose.TOP_UP if row.kind == Kind.TOP_UP else Purpose.PAY_OUT


def _accounts(books: Books, row: BankTransfer) -> tuple[Account, Account]:
    person = books.account(owner_of_user(row.user_id), row.currency_code)
    return person, books.account(CLEARING, row.currency_code)


def _spendable(account: Account) -> int:
    return account.credits_posted - account.debits_posted - account.debits_pending
