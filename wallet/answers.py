"""What the ledger knows, as the messages its callers read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import transfer_status_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from wallet.account_actions import AccountAction
from wallet.accounts import CURRENCIES, balance_of
from wallet.chain import Block
from wallet.checkpoints import Checkpoint
from wallet.commit import Outcome
from wallet.records import (
    BALANCING,
    ENDING,
    EXPIRY,
    PENDING,
    POST_PENDING,
    VOID_PENDING,
    Account,
    Hold,
    HoldState,
    NewTransfer,
    Status,
    Transfer,
)
from wallet.text_ids import transfer_text

PLATFORM_NAMES = {
    pb.PLATFORM_ACCOUNT_FEES: "fees", pb.PLATFORM_ACCOUNT_CLEARING: "clearing",
    pb.PLATFORM_ACCOUNT_TEST_BANK: "test-bank", pb.PLATFORM_ACCOUNT_CONTROL: "control",
    pb.PLATFORM_ACCOUNT_ORDERS: "orders", pb.PLATFORM_ACCOUNT_RED_PACKETS: "red-packets",
}  # fmt: skip
ACTIONS = {"freeze": pb.ACCOUNT_ACTION_KIND_FREEZE, "reopen": pb.ACCOUNT_ACTION_KIND_REOPEN}
_PLATFORM = {name: number for number, name in PLATFORM_NAMES.items()}
_STATUS = {
    status: transfer_status_pb2.TransferStatus.Value(f"TRANSFER_STATUS_{status.name}") for status in Status
}  # fmt: skip
_HOLD_STATE = {state: pb.HoldState.Value(f"HOLD_STATE_{state.name}") for state in HoldState}
_CREATED = transfer_status_pb2.TRANSFER_STATUS_CREATED
HAPPENED = {Status.CREATED, Status.EXISTS}


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines of a statement name beside their own rows, by seq."""

    accounts: dict[int, Account]
    holds: dict[int, Hold]
    named: dict[int, Transfer]  # The holds that lines ended and the transfers they give back.


def account(of: Account) -> pb.Account:
    return pb.Account(account_id=of.id, balance=balance(of), opened_at_ms=of.created_at_ms)


def balance(of: Account) -> pb.Balance:
    now = balance_of(of)
    return pb.Balance(
        currency_code=CURRENCIES[of.ledger], available_minor=now.available_minor, held_minor=now.held_minor,
        total_minor=now.total_minor, incoming_pending_minor=now.incoming_pending_minor, frozen=of.closed,
    )  # fmt: skip


def owner(text: str) -> pb.Owner:
    """`user/usr_…`, `app/org.majlis.polls` or `platform/fees` as a message."""
    kind, _, name = text.partition("/")
    if kind == "user":
        return pb.Owner(user_id=name)
    if kind == "app":
        return pb.Owner(app_id=name)
    return pb.Owner(platform=_PLATFORM.get(name, pb.PLATFORM_ACCOUNT_UNSPECIFIED))


def receipt(seq: int, block: Block) -> pb.Receipt:
    return pb.Receipt(seq=seq, block_number=block.number, block_hash=block.hash)


def money(row: Transfer) -> money_pb2.Money:
    return money_pb2.Money(currency_code=CURRENCIES[row.ledger], amount_minor=row.amount_minor)


def kind_of(row: Transfer) -> pb.TransferKind.ValueType:
    for bit, kind in _KINDS:
        if row.flags & bit:
            return kind
    return pb.TRANSFER_KIND_PAYMENT


_KINDS = (
    (PENDING, pb.TRANSFER_KIND_HOLD), (POST_PENDING, pb.TRANSFER_KIND_CAPTURE),
    (VOID_PENDING, pb.TRANSFER_KIND_VOID), (EXPIRY, pb.TRANSFER_KIND_EXPIRY),
)  # fmt: skip


def line(row: Transfer, account_seq: int, around: Around) -> pb.StatementLine:
    """A row as its line on the statement of one of its two accounts."""
    is_debit = row.debit_account_seq == account_seq
    other = around.accounts[row.credit_account_seq if is_debit else row.debit_account_seq]
    kind = kind_of(row)
    amount = around.holds[row.pending_seq].amount_minor if kind == pb.TRANSFER_KIND_EXPIRY else row.amount_minor
    moved = row.amount_minor if kind in (pb.TRANSFER_KIND_PAYMENT, pb.TRANSFER_KIND_CAPTURE) else 0
    made = pb.StatementLine(
        transfer_id=transfer_text(row.id, row.flags), kind=kind, amount_minor=amount,
        direction=pb.DIRECTION_OUT if is_debit else pb.DIRECTION_IN, moved_minor=-moved if is_debit else moved,
        total_minor=row.debit_balance_minor if is_debit else row.credit_balance_minor,
        held_minor=row.debit_held_minor if is_debit else row.credit_held_minor,
        created_at_ms=row.created_at_ms, code=row.code, counterparty=owner(other.owner),
    )  # fmt: skip
    if kind == pb.TRANSFER_KIND_HOLD:
        hold = around.holds[row.seq]
        made.hold_state, made.captured_minor = _HOLD_STATE[hold.state], hold.captured_minor
        made.expires_at_ms = hold.expires_at_ms
    elif row.pending_seq:
        pending = around.named[row.pending_seq]
        made.hold_id = transfer_text(pending.id, pending.flags)
    elif row.refund_of_seq:
        origin = around.named[row.refund_of_seq]
        made.refund_of = transfer_text(origin.id, origin.flags)
    return made


def results(asked: Sequence[NewTransfer], outcome: Outcome) -> pb.SubmitTransfersResponse:
    """A result for each transfer asked for; the receipt is added by who knows the block."""
    answer = pb.SubmitTransfersResponse()
    add, created = answer.results.add, Status.CREATED
    for event, status, row in zip(asked, outcome.statuses, outcome.transfers, strict=True):
        number = _CREATED if status is created else _STATUS[status]
        if row is None or (status is not created and status is not Status.EXISTS):
            add(status=number)
        elif event.flags & (BALANCING | ENDING):
            add(status=number, seq=row.seq, amount_minor=row.amount_minor)
        else:
            add(status=number, seq=row.seq)
    return answer


def checkpoint(of: Checkpoint) -> pb.Checkpoint:
    return pb.Checkpoint(**of._asdict())


def action(of: AccountAction, account_id: str, block: Block) -> pb.AccountAction:
    return pb.AccountAction(
        kind=ACTIONS[of.action], account_id=account_id, operator_user_id=of.operator_id, reason=of.reason,
        created_at_ms=of.created_at_ms, receipt=receipt(of.seq, block),
    )  # fmt: skip
