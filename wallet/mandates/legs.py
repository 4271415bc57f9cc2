"""The transfers of mandates: pure."""

from __future__ import annotations

from dataclasses import dataclass

from wallet.accounts import Purpose
from wallet.ids import derived_id
from wallet.mandates.mandate import Mandate
from wallet.records import CLOSING_DEBIT, PENDING, Account, NewTransfer


@dataclass(frozen=True, slots=True)
class Limit:
    """A mandate's two accounts in the limit ledger."""

    left: Account
    spent: Account


def opens(limit: Limit, mandate: Mandate) -> NewTransfer:
    """From now on so much may be held at once."""
    return NewTransfer(
        _id(mandate.mandate_id, "opens"), limit.spent.id, limit.left.id, mandate.max_minor, ledger=limit.left.ledger,
        code=Purpose.MANDATE_LIMIT,
    )  # fmt: skip


def closes(limit: Limit, mandate: Mandate) -> NewTransfer:
    """From now on nothing more is held: a hold of nothing, for ever, that closes the account."""
    return NewTransfer(
        _id(mandate.mandate_id, "closes"), limit.left.id, limit.spent.id, 0, ledger=limit.left.ledger,
        code=Purpose.MANDATE_LIMIT, flags=PENDING | CLOSING_DEBIT,
    )  # fmt: skip


def counts(limit: Limit, mandate: Mandate, charge_id: str, amount_minor: int) -> NewTransfer:
    """A charge's amount is in the window for its length."""
    return NewTransfer(
        _id(charge_id, "limit"), limit.left.id, limit.spent.id, amount_minor, timeout_s=mandate.window_s,
        ledger=limit.left.ledger, code=Purpose.MANDATE_LIMIT, flags=PENDING,
    )  # fmt: skip


def pays(
    charge_id: str, payer: Account, app: Account, fees: Account, *, amount_minor: int, fee_minor: int
) -> list[NewTransfer]:
    """The payer's money to the app, whose fee goes on from there: a payer sees one line, the amount they allowed."""
    paid = NewTransfer(
        _id(charge_id, "payer"), payer.id, app.id, amount_minor, ledger=payer.ledger, code=Purpose.MANDATE
    )  # fmt: skip
    fee = NewTransfer(
        _id(charge_id, "fee"), app.id, fees.id, fee_minor, ledger=payer.ledger, code=Purpose.ORDER_FEE
    )  # fmt: skip
    return [paid, fee] if fee_minor else [paid]


def _id(of: str, step: str) -> bytes:
    return derived_id(b"mandate", of.encode(), step.encode())
