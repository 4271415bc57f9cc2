"""What a service may ask for: every field that cannot be meant is named by its path, and the rest is taken as it is."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from core.kit import validate
from core.kit.errors import InvalidArgument
from majlis.wallet.v1 import transfer_status_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from wallet import border
from wallet.account_actions import CONTROL_OWNER
from wallet.accounts import new_account
from wallet.ids import derived_id
from wallet.records import (
    ALL,
    BALANCING_CREDIT,
    BALANCING_DEBIT,
    LINKED,
    NO_DATA,
    NO_ID,
    PENDING,
    POST_PENDING,
    VOID_PENDING,
    NewTransfer,
    Status,
)
from wallet.text_ids import id_bytes, request_transfer_id, transfer_text

PAYMENT, HOLD, CAPTURE, VOID = (
    pb.TransferKind.Value(f"TRANSFER_KIND_{k}") for k in ["PAYMENT", "HOLD", "CAPTURE", "VOID"]
)
A, B = (new_account(f"user/usr_{name}", "SAR").id for name in ("layla", "omar"))
XFER, OTHER = (transfer_text(b"\1" + bytes([number] * 15), 0) for number in (1, 2))
HELD, HELD_BEFORE = "hold_" + XFER[5:], "hold_" + OTHER[5:]
LEAVE_OUT = object()


def sar(amount_minor: int, currency_code: str = "SAR") -> dict[str, Any]:
    return {"amount_minor": amount_minor, "currency_code": currency_code}


START = {
    "transfer_id": XFER,
    "kind": PAYMENT,
    "debit_account_id": A,
    "credit_account_id": B,
    "amount": sar(5),
    "code": 7,
}
HOLDING = START | {"transfer_id": HELD, "kind": HOLD}
END = {"transfer_id": XFER, "kind": CAPTURE, "pending_id": HELD_BEFORE}
VOIDING = END | {"kind": VOID}
# The ledger's own ids: of the row that would end a hold, of a request's transfer.
_EXPIRY, _REQUEST = derived_id(b"expiry", id_bytes(HELD)), request_transfer_id("service/taxi", "PlaceHold", "r-1")
DERIVED = [
    *((base, transfer_text(made, 0)) for made in (_EXPIRY, _REQUEST) for base in (START, END, VOIDING)),
    (START | {"user_data_64": 9}, transfer_text(_EXPIRY, 0)), (HOLDING, transfer_text(_REQUEST, PENDING)),
]  # fmt: skip


def made(fields: dict[str, Any]) -> pb.SubmitTransfersRequest:
    fields = {name: value for name, value in fields.items() if value is not LEAVE_OUT}
    return pb.SubmitTransfersRequest(request_id="r", transfers=[pb.NewTransfer(**fields)])


def _take(request: pb.SubmitTransfersRequest) -> list[NewTransfer]:
    validate.check(request)
    return border.new_transfers(request.transfers)


def taken(fields: dict[str, Any]) -> NewTransfer:
    (one,) = _take(made(fields))
    return one


REFUSED = [
    (START, "amount.amount_minor", {"amount": sar(0)}),
    (START, "amount.amount_minor", {"amount": sar(-1)}),
    (START, "amount.amount_minor", {"amount": sar(-(2**63))}),
    (START, "amount.currency_code", {"amount": sar(5, "ABC")}),
    (START, "amount.currency_code", {"amount": sar(5, "XAU")}),
    (START, "amount.currency_code", {"amount": sar(5, "sar")}),
    (START, "amount.currency_code", {"amount": sar(5, "")}),
    (START, "amount", {"amount": LEAVE_OUT}),
    (START, "transfer_id", {"transfer_id": LEAVE_OUT}),
    (START, "transfer_id", {"transfer_id": "xfer_" + "0" * 26}),
    (START, "transfer_id", {"transfer_id": "xfer_7" + "z" * 25}),
    (START, "transfer_id", {"transfer_id": "xfer_8" + "0" * 25}),
    (START, "transfer_id", {"transfer_id": XFER[:-1]}),
    (START, "transfer_id", {"transfer_id": XFER[:-1] + "U"}),
    (START, "transfer_id", {"transfer_id": HELD}),
    (HOLDING, "transfer_id", {"transfer_id": XFER}),
    (END, "transfer_id", {"transfer_id": HELD}),
    (START, "kind", {"kind": LEAVE_OUT}),
    (START, "kind", {"kind": pb.TRANSFER_KIND_EXPIRY}),
    (START, "kind", {"kind": 99}),
    *((base, "transfer_id", {"transfer_id": derived}) for base, derived in DERIVED),
    (START, "debit_account_id", {"debit_account_id": LEAVE_OUT}),
    (START, "debit_account_id", {"debit_account_id": "acct_layla"}),
    (START, "credit_account_id", {"credit_account_id": LEAVE_OUT}),
    (START, "credit_account_id", {"credit_account_id": A}),
    (START, "code", {"code": LEAVE_OUT}),
    (START, "code", {"code": 65_536}),
    (START, "timeout_s", {"timeout_s": 1}),
    (HOLDING, "timeout_s", {"timeout_s": 31_622_401}),
    (START, "pending_id", {"pending_id": HELD_BEFORE}),
    (HOLDING, "pending_id", {"pending_id": HELD_BEFORE}),
    (START, "refund_of", {"refund_of": HELD_BEFORE}),
    (START, "refund_of", {"refund_of": "xfer_" + "0" * 26}),
    (HOLDING, "refund_of", {"refund_of": OTHER}),
    (START, "balancing_debit", {"refund_of": OTHER, "balancing_debit": True}),
    (START, "user_data_128", {"user_data_128": b"x" * 15}),
    (START, "user_data_128", {"user_data_128": b"x" * 17}),
    (START, "user_data_128", {"user_data_128": bytes(16)}),
    (START, "user_data_64", {"user_data_64": -1}),
    (START, "linked", {"linked": True}),
    (END, "pending_id", {"pending_id": LEAVE_OUT}),
    (END, "pending_id", {"pending_id": OTHER}),
    (END, "pending_id", {"pending_id": "hold_" + "0" * 26}),
    (END, "amount.amount_minor", {"amount": sar(0)}),
    (END, "amount.amount_minor", {"amount": sar(-1)}),
    (VOIDING, "amount.amount_minor", {"amount": sar(-1)}),
    (END, "timeout_s", {"timeout_s": 1}),
    (END, "refund_of", {"refund_of": OTHER}),
    (END, "balancing_debit", {"balancing_debit": True}),
    (END, "balancing_credit", {"balancing_credit": True}),
    (VOIDING, "credit_account_id", {"debit_account_id": A, "credit_account_id": A}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "field", "change"), REFUSED, ids=[f"{number} {field}" for number, (_, field, _) in enumerate(REFUSED)]
)
def test_a_field_that_cannot_be_meant_is_named_by_its_path(base, field, change):
    """The caller of a thousand transfers must not have to guess."""
    with pytest.raises(InvalidArgument) as refused:
        taken(base | change)
    assert refused.value.facts["field"] == f"transfers[0].{field}"


TAKEN = [
    (
        VOIDING, {"pending_id": transfer_text(_REQUEST, PENDING)},  # A hold that PlaceHold made.
        NewTransfer(id_bytes(XFER), pending_id=_REQUEST, flags=VOID_PENDING),
    ),
    (START, {}, NewTransfer(id_bytes(XFER), A, B, 5, ledger=682, code=7)),
    (START, {"amount": sar(2**63 - 1)}, NewTransfer(id_bytes(XFER), A, B, 2**63 - 1, ledger=682, code=7)),
    (
        START, {"balancing_debit": True, "amount": sar(0)},
        NewTransfer(id_bytes(XFER), A, B, ALL, ledger=682, code=7, flags=BALANCING_DEBIT),
    ),
    (
        START, {"balancing_credit": True},
        NewTransfer(id_bytes(XFER), A, B, 5, ledger=682, code=7, flags=BALANCING_CREDIT),
    ),
    (START, {"refund_of": OTHER}, NewTransfer(id_bytes(XFER), A, B, 5, ledger=682, code=7, refund_of=id_bytes(OTHER))),
    (
        START, {"user_data_128": b"x" * 16, "user_data_64": 9},
        NewTransfer(id_bytes(XFER), A, B, 5, NO_ID, b"x" * 16, 9, ledger=682, code=7),
    ),
    (
        HOLDING, {"timeout_s": 60},
        NewTransfer(id_bytes(HELD), A, B, 5, NO_ID, NO_DATA, 0, 60, 682, 7, PENDING),
    ),
    (END, {}, NewTransfer(id_bytes(XFER), amount_minor=ALL, pending_id=id_bytes(OTHER), flags=POST_PENDING)),
    (
        END, {"amount": sar(3)},
        NewTransfer(id_bytes(XFER), amount_minor=3, pending_id=id_bytes(OTHER), ledger=682, flags=POST_PENDING),
    ),
    (VOIDING, {}, NewTransfer(id_bytes(XFER), pending_id=id_bytes(OTHER), flags=VOID_PENDING)),
    (
        VOIDING, {"amount": sar(0), "debit_account_id": A},
        NewTransfer(id_bytes(XFER), A, pending_id=id_bytes(OTHER), ledger=682, flags=VOID_PENDING),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("base", "change", "wanted"), TAKEN)
def test_what_can_be_meant_is_taken_as_it_is(base, change, wanted):
    assert taken(base | change) == wanted


@pytest.mark.parametrize(("at", "many"), [(0, 1), (3, 5), (999, 1_000)])
@pytest.mark.parametrize("change", [{"code": 70_000}, {"amount": sar(0)}, {"debit_account_id": "acct_x"}])
def test_the_path_says_which_of_many(at, many, change):
    """Many are checked a field at a time; the answer is the one of looking at each."""
    request = pb.SubmitTransfersRequest(request_id="r", transfers=[pb.NewTransfer(**START)] * many)
    request.transfers[at].MergeFrom(pb.NewTransfer(**change))
    if change == {"amount": sar(0)}:
        request.transfers[at].amount.amount_minor = 0
    with pytest.raises(InvalidArgument) as refused:
        _take(request)
    assert refused.value.facts["field"].startswith(f"transfers[{at}].")


def test_a_chain_ends_within_its_request():
    request = pb.SubmitTransfersRequest(transfers=[pb.NewTransfer(**START, linked=True)] * 2)
    with pytest.raises(InvalidArgument) as refused:
        border.new_transfers(request.transfers)
    assert refused.value.facts["field"] == "transfers[1].linked"
    request.transfers[1].linked = False
    assert [one.flags for one in border.new_transfers(request.transfers)] == [LINKED, 0]


def test_the_currency_is_the_accounts_and_the_ledgers_own_accounts_are_no_ones():
    one = taken(START)
    border.check_accounts([one], {A: 682, B: 682})
    border.check_accounts([one], {})  # Accounts that are not there are the ledger's to refuse.
    for ledgers, field in (({A: 414}, "amount.currency_code"), ({B: 414}, "amount.currency_code")):
        with pytest.raises(InvalidArgument) as refused:
            border.check_accounts([one], ledgers)
        assert refused.value.facts["field"] == f"transfers[0].{field}"
    control = new_account(CONTROL_OWNER, "SAR").id
    with pytest.raises(InvalidArgument) as refused:
        border.check_accounts([one._replace(credit_account_id=control)], {})
    assert refused.value.facts["field"] == "transfers[0].credit_account_id"


def test_the_contract_knows_every_status_of_the_ledger():
    names = {f"TRANSFER_STATUS_{status.name}" for status in Status} | {"TRANSFER_STATUS_UNSPECIFIED"}
    assert set(transfer_status_pb2.TransferStatus.keys()) == names


def test_ids_are_the_same_in_text_and_in_bytes():
    for _ in range(100):
        some = secrets.token_bytes(16)
        assert id_bytes(transfer_text(some, 0)) == some
        assert id_bytes(transfer_text(some, PENDING)) == some
    for wrong in ("", "xfer_", "xfer_" + "i" * 26, "xfer_+" + "0" * 25, "xfer_" + "0_" * 13, "xfer_" + "é" * 26):
        with pytest.raises(ValueError, match=r"an id|this id|ascii|int"):
            id_bytes(wrong)
