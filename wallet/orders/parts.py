"""Who gets what of an order that is paid, and the transfers that give it and take it back: pure.

Everything passes through the platform's account of orders within one chain, so that whoever pays and whoever is paid
may be the same person, and nothing ever stays there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wallet.accounts import Purpose, balance_of, owner_of_app, owner_of_user
from wallet.ids import derived_id
from wallet.orders.order import Order, Share
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

    @property
    def payee_user_id(self) -> str:
        """The person who got it; empty where that is the app or the platform."""
        kind, _, name = self.owner.partition("/")
        return name if kind == "user" else ""


class Return(NamedTuple):
    """What goes back of one part: so much from whoever got it, and what they have not got from the app."""

    part: Part
    account: Account
    own_minor: int
    owed_minor: int


def parts_of(order: Order, taken_minor: int, attempt: str, shares: Sequence[Share] = ()) -> list[Part]:
    """Who gets what when so much is taken without the tip. The tip is the first payee's, or else the app's."""
    if shares:
        shared = [share.amount_minor for share in shares]
        own = taken_minor - sum(shared)
    else:
        own, *shared = divide(taken_minor, [split.basis_points for split in order.splits])
    fee, payees = fee_of(own), [owner_of_user(each.payee_user_id) for each in shares or order.splits]
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


def who_gives(paid: Sequence[tuple[Part, Account]], backs: Sequence[int]) -> list[Return]:
    """Each gives back their share; for a payee who has spent it or may not move it the app stands in, to the unit."""
    left: dict[str, int] = {}
    given = []
    for (part, account), back_minor in zip(paid, backs, strict=True):
        has_minor = left.setdefault(account.id, 0 if account.closed else balance_of(account).available_minor)
        own_minor = min(back_minor, has_minor) if part.payee_user_id else back_minor
        left[account.id] = has_minor - own_minor
        given.append(Return(part, account, own_minor, back_minor - own_minor))
    return given


def taking_back(escrow: Account, app: Account, given: Sequence[Return], attempt: str) -> list[NewTransfer]:
    """From each of them what they give, and from the app what it gives for others, to the platform's account."""
    legs = [
        NewTransfer(
            leg_id(attempt, f"part/{at}"), each.account.id, escrow.id, each.own_minor, ledger=escrow.ledger,
            code=Purpose.REFUND, refund_of=each.part.leg_id,
        )
        for at, each in enumerate(given) if each.own_minor
    ]  # fmt: skip
    owed_minor = sum(each.owed_minor for each in given)
    stand_in = NewTransfer(
        leg_id(attempt, "stand-in"), app.id, escrow.id, owed_minor, ledger=escrow.ledger, code=Purpose.STAND_IN
    )  # fmt: skip
    return [*legs, stand_in] if owed_minor else legs


class Repayment(NamedTuple):
    """So much of a payee's share goes on to the app, which stood in for them once."""

    payee_user_id: str
    account: Account
    amount_minor: int


def repayments(paid: Sequence[tuple[Part, Account]], owed: Mapping[str, int]) -> list[Repayment]:
    """Of each share what its payee owes, at most all of it. A tip is theirs: the payer gave it for today."""
    return [
        Repayment(part.payee_user_id, account, min(part.amount_minor, owed[part.payee_user_id]))
        for part, account in paid if part.role is Role.SPLIT and owed.get(part.payee_user_id)
    ]  # fmt: skip


def repaying(app: Account, repaid: Sequence[Repayment], attempt: str) -> list[NewTransfer]:
    """From each to the app, once they have their share."""
    return [
        NewTransfer(
            leg_id(attempt, f"debt/{at}"), each.account.id, app.id, each.amount_minor, ledger=app.ledger,
            code=Purpose.DEBT,
        )
        for at, each in enumerate(repaid)
    ]  # fmt: skip
