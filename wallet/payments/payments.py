"""One payment between two people, and what became of it: pure.

The ledger's hold is the only truth about the money. What the row adds is who ended it, for a hold that was voided may
have been taken back or declined.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wallet.errors import AccountFrozen
from wallet.ids import derived_id
from wallet.records import PENDING, Account, HoldState
from wallet.text_ids import transfer_text

TAKE_BACK_S = 10  # A contact has it after that.
ACCEPT_S = 24 * 3600  # Anybody else has so long to accept it.
# To a contact the host captures by itself; were it away for so long, the money goes back.
SETTLE_S = 25 * 3600
LOOK_AGAIN_S = 60  # After an account was found frozen.


class State(StrEnum):
    """As in the proto, and on cards."""

    WAITING = "waiting"
    PAID = "paid"
    TAKEN_BACK = "taken_back"
    DECLINED = "declined"
    RETURNED = "returned"


ALIVE = frozenset({State.WAITING, State.PAID})  # The money is the payee's, or put aside for them.


class Fate(NamedTuple):
    """The hold as it stands; what ended it, if anything did."""

    state: HoldState
    expires_at_ms: int
    ended_at_ms: int = 0
    ended_id: bytes = b""

    def became(self, ended_by: str, now_ms: int) -> State:
        """What that is for the two people. A hold whose time is over is over, whether or not it was swept."""
        if self.state is HoldState.POSTED:
            return State.PAID
        if self.state is HoldState.VOIDED:
            return {"payer": State.TAKEN_BACK, "payee": State.DECLINED}.get(ended_by, State.RETURNED)
        if self.state is HoldState.EXPIRED or 0 < self.expires_at_ms <= now_ms:
            return State.RETURNED
        return State.WAITING

    def since_ms(self, now_ms: int) -> int:
        """When it was decided; 0 while it waits."""
        if self.state in (HoldState.POSTED, HoldState.VOIDED):
            return self.ended_at_ms
        return 0 if self.became("", now_ms) is State.WAITING else self.expires_at_ms


@dataclass(frozen=True, slots=True)
class Payment:
    """As the row keeps it; `seq` is the hold's row."""

    id: str
    seq: int
    payer_user_id: str
    payee_user_id: str
    payer_name: str
    payee_name: str
    amount_minor: int
    currency_code: str
    note: str
    to_contact: bool
    money_request_id: str
    decide_by_ms: int
    look_at_ms: int
    created_at_ms: int
    ended_by: str = ""
    version: int = 1

    def transfer_id(self, fate: Fate) -> str:
        """The ledger's, as people read it: xfer_… once paid, hold_… before."""
        if fate.state is HoldState.POSTED:
            return transfer_text(fate.ended_id, 0)
        return transfer_text(hold_id(self.id), PENDING)

    def is_between(self, user_id: str) -> bool:
        return user_id in (self.payer_user_id, self.payee_user_id)


def hold_id(payment_id: str) -> bytes:
    """The hold a payment is."""
    return derived_id(b"payment", payment_id.encode(), b"hold")


def end_id(payment_id: str) -> bytes:
    """What captures or voids it: one id for both, so that there is one end whatever comes twice."""
    return derived_id(b"payment", payment_id.encode(), b"end")


def check_not_frozen(*accounts: Account) -> None:
    """ACCOUNT_FROZEN before the ledger is asked: what it refuses for that would burn the transfer's id."""
    for account in accounts:
        if account.closed:
            raise AccountFrozen("the account is frozen", account_id=account.id)
