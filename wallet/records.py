"""The ledger's values: accounts, transfers as asked and as kept, holds, refunds, and every status an answer can have.

The shape, the flags' bits and the statuses' names are TigerBeetle's (docs.tigerbeetle.com/reference), whose recorded
answers the ledger reproduces; what is ours beside them says so. Amounts are whole minor units that fit int64. Rows
name each other by `seq`, the ledger's one dense number over accounts, transfers and burnt ids, in the order they came.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

NO_ID = bytes(16)  # No transfer has it; in a request it means none.
NO_DATA = b""  # In user_data_128, which else is 16 bytes.
LAST_ID = b"\xff" * 16  # Refused too, as TigerBeetle does: a range of ids needs an end.
AMOUNT_MAX = 2**63 - 1  # Of an amount and of each of an account's four sums.
ALL = 2**128 - 1  # As an amount: all that is held (post), or all there is (balancing).

# Flags of an account.
DEBITS_MUST_NOT_EXCEED_CREDITS = 1 << 1
CREDITS_MUST_NOT_EXCEED_DEBITS = 1 << 2

# Flags of a transfer.
LINKED = 1 << 0
PENDING = 1 << 1
POST_PENDING = 1 << 2
VOID_PENDING = 1 << 3
BALANCING_DEBIT = 1 << 4
BALANCING_CREDIT = 1 << 5
CLOSING_DEBIT = 1 << 6
CLOSING_CREDIT = 1 << 7
EXPIRY = 1 << 15  # Ours: the ledger's own row that ends a hold whose time ran out.
ENDING = POST_PENDING | VOID_PENDING
BALANCING = BALANCING_DEBIT | BALANCING_CREDIT
CLOSING = CLOSING_DEBIT | CLOSING_CREDIT


class Status(StrEnum):
    """What became of one event; the words are TigerBeetle's, those with `refund` ours."""

    CREATED = "created"
    LINKED_EVENT_FAILED = "linked_event_failed"
    LINKED_EVENT_CHAIN_OPEN = "linked_event_chain_open"
    ID_MUST_NOT_BE_ZERO = "id_must_not_be_zero"
    ID_MUST_NOT_BE_INT_MAX = "id_must_not_be_int_max"
    ID_ALREADY_FAILED = "id_already_failed"
    FLAGS_ARE_MUTUALLY_EXCLUSIVE = "flags_are_mutually_exclusive"
    RESERVED_FLAG = "reserved_flag"

    EXISTS = "exists"
    EXISTS_WITH_DIFFERENT_FLAGS = "exists_with_different_flags"
    EXISTS_WITH_DIFFERENT_PENDING_ID = "exists_with_different_pending_id"
    EXISTS_WITH_DIFFERENT_TIMEOUT = "exists_with_different_timeout"
    EXISTS_WITH_DIFFERENT_DEBIT_ACCOUNT_ID = "exists_with_different_debit_account_id"
    EXISTS_WITH_DIFFERENT_CREDIT_ACCOUNT_ID = "exists_with_different_credit_account_id"
    EXISTS_WITH_DIFFERENT_AMOUNT = "exists_with_different_amount"
    EXISTS_WITH_DIFFERENT_USER_DATA_128 = "exists_with_different_user_data_128"
    EXISTS_WITH_DIFFERENT_USER_DATA_64 = "exists_with_different_user_data_64"
    EXISTS_WITH_DIFFERENT_LEDGER = "exists_with_different_ledger"
    EXISTS_WITH_DIFFERENT_CODE = "exists_with_different_code"
    EXISTS_WITH_DIFFERENT_REFUND_OF = "exists_with_different_refund_of"
    EXISTS_WITH_DIFFERENT_OWNER = "exists_with_different_owner"

    DEBIT_ACCOUNT_ID_MUST_NOT_BE_ZERO = "debit_account_id_must_not_be_zero"
    CREDIT_ACCOUNT_ID_MUST_NOT_BE_ZERO = "credit_account_id_must_not_be_zero"
    ACCOUNTS_MUST_BE_DIFFERENT = "accounts_must_be_different"
    PENDING_ID_MUST_BE_ZERO = "pending_id_must_be_zero"
    PENDING_ID_MUST_NOT_BE_ZERO = "pending_id_must_not_be_zero"
    PENDING_ID_MUST_NOT_BE_INT_MAX = "pending_id_must_not_be_int_max"
    PENDING_ID_MUST_BE_DIFFERENT = "pending_id_must_be_different"
    TIMEOUT_RESERVED_FOR_PENDING_TRANSFER = "timeout_reserved_for_pending_transfer"
    CLOSING_TRANSFER_MUST_BE_PENDING = "closing_transfer_must_be_pending"
    LEDGER_MUST_NOT_BE_ZERO = "ledger_must_not_be_zero"
    CODE_MUST_NOT_BE_ZERO = "code_must_not_be_zero"
    DEBIT_ACCOUNT_NOT_FOUND = "debit_account_not_found"
    CREDIT_ACCOUNT_NOT_FOUND = "credit_account_not_found"
    ACCOUNTS_MUST_HAVE_THE_SAME_LEDGER = "accounts_must_have_the_same_ledger"
    TRANSFER_MUST_HAVE_THE_SAME_LEDGER_AS_ACCOUNTS = "transfer_must_have_the_same_ledger_as_accounts"
    DEBIT_ACCOUNT_ALREADY_CLOSED = "debit_account_already_closed"
    CREDIT_ACCOUNT_ALREADY_CLOSED = "credit_account_already_closed"
    OVERFLOWS_DEBITS_PENDING = "overflows_debits_pending"
    OVERFLOWS_CREDITS_PENDING = "overflows_credits_pending"
    OVERFLOWS_DEBITS_POSTED = "overflows_debits_posted"
    OVERFLOWS_CREDITS_POSTED = "overflows_credits_posted"
    OVERFLOWS_DEBITS = "overflows_debits"
    OVERFLOWS_CREDITS = "overflows_credits"
    OVERFLOWS_TIMEOUT = "overflows_timeout"
    EXCEEDS_CREDITS = "exceeds_credits"
    EXCEEDS_DEBITS = "exceeds_debits"

    PENDING_TRANSFER_NOT_FOUND = "pending_transfer_not_found"
    PENDING_TRANSFER_NOT_PENDING = "pending_transfer_not_pending"
    PENDING_TRANSFER_HAS_DIFFERENT_DEBIT_ACCOUNT_ID = "pending_transfer_has_different_debit_account_id"
    PENDING_TRANSFER_HAS_DIFFERENT_CREDIT_ACCOUNT_ID = "pending_transfer_has_different_credit_account_id"
    PENDING_TRANSFER_HAS_DIFFERENT_LEDGER = "pending_transfer_has_different_ledger"
    PENDING_TRANSFER_HAS_DIFFERENT_CODE = "pending_transfer_has_different_code"
    PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT = "pending_transfer_has_different_amount"
    EXCEEDS_PENDING_TRANSFER_AMOUNT = "exceeds_pending_transfer_amount"
    PENDING_TRANSFER_ALREADY_POSTED = "pending_transfer_already_posted"
    PENDING_TRANSFER_ALREADY_VOIDED = "pending_transfer_already_voided"
    PENDING_TRANSFER_EXPIRED = "pending_transfer_expired"

    REFUND_ORIGIN_NOT_FOUND = "refund_origin_not_found"
    REFUND_ORIGIN_MOVED_NOTHING = "refund_origin_moved_nothing"
    REFUND_MUST_REVERSE_ACCOUNTS = "refund_must_reverse_accounts"
    EXCEEDS_REFUND_ORIGIN_AMOUNT = "exceeds_refund_origin_amount"


# Refusals that another moment could have answered otherwise: they burn the id, so a late retry of what was refused
# can never move money after all.
TRANSIENT = frozenset({
    Status.DEBIT_ACCOUNT_NOT_FOUND, Status.CREDIT_ACCOUNT_NOT_FOUND, Status.PENDING_TRANSFER_NOT_FOUND,
    Status.EXCEEDS_CREDITS, Status.EXCEEDS_DEBITS, Status.DEBIT_ACCOUNT_ALREADY_CLOSED,
    Status.CREDIT_ACCOUNT_ALREADY_CLOSED, Status.REFUND_ORIGIN_NOT_FOUND,
})  # fmt: skip


class HoldState(StrEnum):
    """A hold ends exactly once."""

    PENDING = "pending"
    POSTED = "posted"
    VOIDED = "voided"
    EXPIRED = "expired"


class NewAccount(NamedTuple):
    """An account as asked for. `ledger` is the currency's ISO 4217 number, `code` what the account is for."""

    id: str
    ledger: int
    code: int
    flags: int = 0
    owner: str = ""


class NewTransfer(NamedTuple):
    """A transfer as asked for; what is zero or empty is left out."""

    id: bytes
    debit_account_id: str = ""
    credit_account_id: str = ""
    amount_minor: int = 0
    pending_id: bytes = NO_ID
    user_data_128: bytes = NO_DATA
    user_data_64: int = 0
    timeout_s: int = 0
    ledger: int = 0
    code: int = 0
    flags: int = 0
    refund_of: bytes = NO_ID  # Ours: the transfer this one gives back, wholly or in part.


class Opening(NamedTuple):
    """The row that opened an account, in the tables' order of columns."""

    seq: int
    id: str
    ledger: int
    code: int
    flags: int
    owner: str
    created_at_ms: int


class Transfer(NamedTuple):
    """A transfer as kept, in the tables' order of columns.

    `*_previous_seq` is the row before on that account, 0 for its first; `*_balance_minor` is credits minus debits
    posted after this row, `*_held_minor` the debits pending.
    """

    seq: int
    id: bytes
    debit_account_seq: int
    credit_account_seq: int
    amount_minor: int
    pending_seq: int
    user_data_128: bytes
    user_data_64: int
    timeout_s: int
    ledger: int
    code: int
    flags: int
    refund_of_seq: int
    created_at_ms: int
    debit_previous_seq: int
    credit_previous_seq: int
    debit_balance_minor: int
    debit_held_minor: int
    credit_balance_minor: int
    credit_held_minor: int


class BurntId(NamedTuple):
    """An id whose transfer was refused for a passing reason, in the tables' order of columns."""

    seq: int
    id: bytes
    status: str
    created_at_ms: int


Entry = Opening | Transfer | BurntId
MARK_EVERY = 64  # Lines of an account from one mark to the next.


class Mark(NamedTuple):
    """Where an account's line is found, kept for every 64th, in the tables' order of columns."""

    account_seq: int
    line: int
    seq: int
    created_at_ms: int


# Everything of an account that changes, in the tables' order of columns.
Sums = tuple[int, int, int, int, int, int, int]


@dataclass(slots=True)
class Account:
    """An account: how it was opened, then its four sums and what else changes; only the ledger changes it."""

    seq: int
    id: str
    ledger: int
    code: int
    flags: int
    owner: str
    created_at_ms: int
    debits_pending: int = 0
    debits_posted: int = 0
    credits_pending: int = 0
    credits_posted: int = 0
    closed: bool = False
    lines: int = 0  # Transfers on it so far.
    last_seq: int = 0  # The newest of them.

    @property
    def opening(self) -> Opening:
        """The row that opened it."""
        return Opening(self.seq, self.id, self.ledger, self.code, self.flags, self.owner, self.created_at_ms)

    def sums(self) -> Sums:
        """Everything that changes, in the tables' order of columns."""
        return (
            self.debits_pending, self.debits_posted, self.credits_pending, self.credits_posted, int(self.closed),
            self.lines, self.last_seq,
        )  # fmt: skip

    def restore(self, sums: Sums) -> None:
        """Back to what `sums` gave."""
        self.debits_pending, self.debits_posted, self.credits_pending, self.credits_posted = sums[:4]
        self.closed, self.lines, self.last_seq = bool(sums[4]), sums[5], sums[6]


@dataclass(slots=True)
class Hold:
    """A pending transfer's fate. `expires_at_ms` is 0 for a hold that waits for ever."""

    seq: int
    amount_minor: int
    expires_at_ms: int
    state: HoldState = HoldState.PENDING
    captured_minor: int = 0
    ended_seq: int = 0


@dataclass(slots=True)
class Refund:
    """How much of a transfer was given back."""

    origin_seq: int
    amount_minor: int
    refunded_minor: int = 0
