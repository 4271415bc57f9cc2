"""Who gets what of an order that is paid, and the transfers that give it and take it back: pure.

Everything passes through the platform's account of orders within one chain, so that whoever pays and whoever is paid
may be the same person, and nothing ever stays there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from wallet.accounts import Purpose, owner_of_app, owner_of_user
from wallet.ids import derived_id
from wallet.orders.order import Order
from wallet.orders.shares import divide, fee_of
from wallet.records import Account, NewTransfer

ESCROW = "platform/orders"
FEES = "platform/fees"


class Role(StrEnum):
    """Why somebody is paid."""

    APP = "app"
    FEE = "fee"
    SPLIT = "split"
    TIP = "tip"


_CODES = {
    Role.APP: Purpose.ORDER_SHARE, Role.FEE: Purpose.ORDER_FEE,
    Role.SPLIT: Purpose.ORDER_SHARE, Role.TIP: Purpose.ORDER_TIP,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What one owner got of a payment, and gave back of it since; `leg_id` is the transfer it came by."""

    role: Role
    owner: str
    amount_minor: int
    returned_minor: int = 0
    leg_id: bytes = b""


def parts_of(order: Order, taken_minor: int, attempt: str) -> list[Part]:
    """Who gets what when so much is taken without the tip. The tip is the first payee's, or else the app's."""
    own, *shared = divide(taken_minor, [split.basis_points for split in order.splits])
    fee, payees = fee_of(own), [owner_of_user(split.payee_user_id) for split in order.splits]
    app = owner_of_app(order.app_id)
    found = [(Role.APP, app, own - fee), (Role.FEE, FEES, fee)]
    found += [(Role.SPLIT, payee, share) for payee, share in zip(payees, shared, strict=True)]
    found.append((Role.TIP, payees[0] if payees else app, order.tip_minor))
    paid = [each for each in found if each[2]]
    return [Part(*each, leg_id=leg_id(attempt, f"part/{at}")) for at, each in enumerate(paid)]


def leg_id(attempt: str, step: str) -> bytes:
    """The id of one transfer of an attempt to move an order's money: one that is refused is never tried again."""
    return derived_id(b"order", attempt.encode(), step.encode())


def giving(escrow: Account, parts: Sequence[tuple[Part, Account]]) -> list[NewTransfer]:
    """From the platform's account to each."""
    return [
        NewTransfer(
            part.leg_id, escrow.id, account.id, part.amount_minor, ledger=escrow.ledger, code=_CODES[part.role]
        )
        for part, account in parts
    ]  # fmt: skip


def taking_back(escrow: Account, parts: Sequence[tuple[Part, Account, int]], attempt: str) -> list[NewTransfer]:
    """From each of them so much of what they got, to the platform's account."""
    return [
        NewTransfer(
            leg_id(attempt, f"part/{at}"), account.id, escrow.id, back_minor, ledger=escrow.ledger,
            code=Purpose.REFUND, refund_of=part.leg_id,
        )
        for at, (part, account, back_minor) in enumerate(parts) if back_minor
    ]  # fmt: skip
