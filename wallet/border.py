"""What services ask for, as the ledger takes it; what no ledger could mean is refused here, by the field's path.

The protos' field rules have been checked before. Each function takes messages and gives values; nothing is looked up,
except in `check_accounts`, which is told the accounts' currencies.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from core.kit.errors import InvalidArgument
from core.kit.money import NUMERIC
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from wallet.account_actions import CONTROL_OWNER
from wallet.accounts import Use
from wallet.records import (
    ALL,
    BALANCING,
    BALANCING_CREDIT,
    BALANCING_DEBIT,
    ENDING,
    LINKED,
    NO_DATA,
    NO_ID,
    PENDING,
    POST_PENDING,
    VOID_PENDING,
    NewTransfer,
)
from wallet.text_ids import account_id, id_bytes, is_derived

# Operators freeze by transfers to these; no service moves anything to or from them.
CONTROL_ACCOUNTS = frozenset(account_id(CONTROL_OWNER, ledger, Use.CONTROL) for ledger in NUMERIC.values())
_KINDS = {
    pb.TRANSFER_KIND_PAYMENT: 0, pb.TRANSFER_KIND_HOLD: PENDING,
    pb.TRANSFER_KIND_CAPTURE: POST_PENDING, pb.TRANSFER_KIND_VOID: VOID_PENDING,
}  # fmt: skip
_read = attrgetter(
    "transfer_id", "kind", "debit_account_id", "credit_account_id", "pending_id", "refund_of", "timeout_s", "code",
    "user_data_128", "user_data_64",
)  # fmt: skip
_read_flags = attrgetter("linked", "balancing_debit", "balancing_credit")
_NO_FLAGS = (False,) * 3
# Of a payment that asks for nothing special, which nearly all are: what it needs, then what it leaves out.
_read_payment = attrgetter(
    "transfer_id", "debit_account_id", "credit_account_id", "code", "amount.amount_minor", "amount.currency_code",
    "kind", "pending_id", "refund_of", "timeout_s", "user_data_128", "user_data_64", "linked", "balancing_debit",
    "balancing_credit",
)  # fmt: skip
_NOTHING_SPECIAL = (pb.TRANSFER_KIND_PAYMENT, "", "", 0, b"", 0, *_NO_FLAGS)
_made = partial(tuple.__new__, NewTransfer)  # NewTransfer(…) and _make cost more, for every transfer there is.
_BITS = (LINKED, BALANCING_DEBIT, BALANCING_CREDIT)
_FLAG_FIELDS = dict(zip(_BITS, ("linked", "balancing_debit", "balancing_credit"), strict=True))


class _Wrong(Exception):
    """A field of one transfer, and what is wrong with it."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(field)
        self.field = field
        self.why = why


def refused(path: str, why: str) -> InvalidArgument:
    """The error that names a field by its path."""
    return InvalidArgument(f"{path}: {why}", field=path, why=why)


def new_transfers(asked: Sequence[pb.NewTransfer]) -> list[NewTransfer]:
    """The transfers of a request. INVALID_ARGUMENT names the first field that cannot be meant."""
    made: list[NewTransfer] = []
    for index, one in enumerate(asked):
        try:
            made.append(_payment(one) or _new_transfer(one))
        except _Wrong as wrong:
            raise refused(f"transfers[{index}].{wrong.field}", wrong.why) from None
    if made and made[-1].flags & LINKED:
        raise refused(f"transfers[{len(made) - 1}].linked", "there is no next one")
    return made


def check_accounts(made: Sequence[NewTransfer], ledgers: Mapping[str, int]) -> None:
    """INVALID_ARGUMENT where an amount is in another currency than an account, or one is the ledger's own.

    `ledgers` holds the currency's number of every account there is; one that is not there is the ledger's to refuse.
    """
    named = {one.debit_account_id for one in made} | {one.credit_account_id for one in made}
    currencies = {one.ledger for one in made} | {ledgers.get(account, 0) for account in named}
    if len(currencies - {0}) == 1 and CONTROL_ACCOUNTS.isdisjoint(named):
        return  # All in one currency, as nearly always.
    for index, one in enumerate(made):
        try:
            _check_accounts(one, ledgers)
        except _Wrong as wrong:
            raise refused(f"transfers[{index}].{wrong.field}", wrong.why) from None


def check_hold_accounts(made: NewTransfer, ledgers: Mapping[str, int]) -> None:
    """The same for a request that is one hold."""
    try:
        _check_accounts(made, ledgers)
    except _Wrong as wrong:
        raise refused(wrong.field, wrong.why) from None


def check_ended(made: Sequence[NewTransfer], freezes: Collection[bytes]) -> None:
    """INVALID_ARGUMENT where a capture or a void would end what an operator froze an account by, or a mandate's."""
    for index, one in enumerate(made):
        if one.flags & ENDING and one.pending_id in freezes:
            raise refused(f"transfers[{index}].pending_id", "is the ledger's own")


def check_hold_currency(made: NewTransfer, ledger: int) -> None:
    """INVALID_ARGUMENT where a capture's amount is in another currency than the hold."""
    if made.ledger and made.ledger != ledger:
        raise refused("amount.currency_code", "is not the currency of the hold")


def new_hold(asked: pb.PlaceHoldRequest, hold_id: bytes) -> NewTransfer:
    """What PlaceHold asks of the ledger."""
    try:
        ledger, amount = _money(asked.amount, least=1)
        _check_different(asked.debit_account_id, asked.credit_account_id)
    except _Wrong as wrong:
        raise refused(wrong.field, wrong.why) from None
    return NewTransfer(
        hold_id, asked.debit_account_id, asked.credit_account_id, amount, timeout_s=asked.timeout_s, ledger=ledger,
        code=asked.code, flags=PENDING,
    )  # fmt: skip


def new_capture(asked: pb.CaptureHoldRequest, transfer_id: bytes) -> NewTransfer:
    """What CaptureHold asks of the ledger."""
    ledger, amount = 0, ALL
    try:
        if asked.HasField("amount"):
            ledger, amount = _money(asked.amount, least=1)
        pending_id = _id("hold_id", asked.hold_id)
    except _Wrong as wrong:
        raise refused(wrong.field, wrong.why) from None
    return NewTransfer(transfer_id, amount_minor=amount, pending_id=pending_id, ledger=ledger, flags=POST_PENDING)


def new_void(asked: pb.VoidHoldRequest, transfer_id: bytes) -> NewTransfer:
    """What VoidHold asks of the ledger."""
    try:
        pending_id = _id("hold_id", asked.hold_id)
    except _Wrong as wrong:
        raise refused(wrong.field, wrong.why) from None
    return NewTransfer(transfer_id, pending_id=pending_id, flags=VOID_PENDING)


def _payment(one: pb.NewTransfer) -> NewTransfer | None:
    """A payment that asks for nothing special, at a third of the price; None where there is more to look at."""
    read = _read_payment(one)
    transfer_id, debit, credit, code, amount, currency_code = read[:6]
    ledger = NUMERIC.get(currency_code)
    if (
        read[6:] != _NOTHING_SPECIAL or ledger is None or amount < 1 or not code
        or not debit or not credit or debit == credit or transfer_id[0] != "x" or is_derived(transfer_id)
    ):  # fmt: skip
        return None
    fields = (_id("transfer_id", transfer_id), debit, credit, amount, NO_ID, NO_DATA, 0, 0, ledger, code, 0, NO_ID)
    return _made(fields)


def _new_transfer(one: pb.NewTransfer) -> NewTransfer:
    transfer_id, kind, debit, credit, pending_id, refund_of, timeout_s, code, data_128, data_64 = _read(one)
    flags = _KINDS.get(kind, -1)
    if flags < 0:
        raise _Wrong("kind", "is the ledger's own")
    if (said := _read_flags(one)) != _NO_FLAGS:
        for is_set, bit in zip(said, _BITS, strict=True):
            flags |= bit if is_set else 0
    if (transfer_id[0] == "h") != (flags & PENDING > 0):
        raise _Wrong("transfer_id", "begins with hold_ for a hold and with xfer_ for anything else")
    if is_derived(transfer_id):  # Taken in advance, the id of a hold's end would let no commit end that hold.
        raise _Wrong("transfer_id", "begins with a zero byte, as only the ledger's own do")
    if data_128 and (len(data_128) != 16 or not any(data_128)):
        raise _Wrong("user_data_128", "has 16 bytes that are not all zero, or none")
    if debit or credit or not flags & ENDING:
        _check_different(debit, credit)
    if flags & ENDING:
        ledger, amount = _check_end(one, flags, refund_of, timeout_s)
    else:
        ledger, amount = _check_start(one, flags, pending_id, refund_of, timeout_s, code)
    return NewTransfer(
        _id("transfer_id", transfer_id), debit, credit, amount,
        _id("pending_id", pending_id) if pending_id else NO_ID, data_128, data_64, timeout_s, ledger, code, flags,
        _id("refund_of", refund_of) if refund_of else NO_ID,
    )  # fmt: skip


def _check_accounts(one: NewTransfer, ledgers: Mapping[str, int]) -> None:
    for account, field in ((one.debit_account_id, "debit_account_id"), (one.credit_account_id, "credit_account_id")):
        known = ledgers.get(account)
        if known is not None and one.ledger and known != one.ledger:
            raise _Wrong("amount.currency_code", f"is not the currency of {field}")
        if account in CONTROL_ACCOUNTS:
            raise _Wrong(field, "is the ledger's own account")


def _check_start(
    one: pb.NewTransfer, flags: int, pending_id: str, refund_of: str, timeout_s: int, code: int
) -> tuple[int, int]:
    """Currency and amount of a payment or a hold that says nothing it may not."""
    if not one.debit_account_id or not one.credit_account_id:
        raise _Wrong("credit_account_id" if one.debit_account_id else "debit_account_id", "is required")
    if not code:
        raise _Wrong("code", "is required")
    if pending_id:
        raise _Wrong("pending_id", "belongs to a capture or a void")
    if timeout_s and not flags & PENDING:
        raise _Wrong("timeout_s", "belongs to a hold")
    if refund_of:
        if flags & PENDING:
            raise _Wrong("refund_of", "belongs to a payment")
        _check_without(flags, BALANCING, "a refund says how much it gives back")
    ledger, amount = _money(one.amount, least=0 if flags & BALANCING else 1)
    return ledger, amount or (ALL if flags & BALANCING else 0)


def _check_end(one: pb.NewTransfer, flags: int, refund_of: str, timeout_s: int) -> tuple[int, int]:
    """Currency and amount of a capture or a void that says nothing it may not; 0 and all where left out."""
    if not one.pending_id:
        raise _Wrong("pending_id", "is required")
    if timeout_s:
        raise _Wrong("timeout_s", "belongs to a hold")
    if refund_of:
        raise _Wrong("refund_of", "belongs to a payment")
    _check_without(flags, BALANCING, "belongs to a payment or a hold")
    voids = flags & VOID_PENDING
    if not one.HasField("amount"):
        return 0, 0 if voids else ALL
    return _money(one.amount, least=0 if voids else 1)


def _check_without(flags: int, unwanted: int, why: str) -> None:
    for bit, field in _FLAG_FIELDS.items():
        if flags & unwanted & bit:
            raise _Wrong(field, why)


def _check_different(debit_account_id: str, credit_account_id: str) -> None:
    if debit_account_id == credit_account_id and debit_account_id:
        raise _Wrong("credit_account_id", "is the account that is debited")


def _money(money: money_pb2.Money, *, least: int) -> tuple[int, int]:
    """The currency's number and the amount."""
    ledger = NUMERIC.get(money.currency_code)
    if ledger is None:
        if not money.currency_code:
            raise _Wrong("amount", "is required")
        raise _Wrong("amount.currency_code", "is not a currency of ISO 4217 with a minor unit")
    amount: int = money.amount_minor
    if amount < least:
        raise _Wrong("amount.amount_minor", f"is less than {least}")
    return ledger, amount


def _id(field: str, text: Any) -> bytes:
    try:
        return id_bytes(text)
    except ValueError as error:
        raise _Wrong(field, str(error)) from None
