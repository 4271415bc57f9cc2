"""Checking many messages a field at a time says the same as looking at each."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.kit import columns, validate
from core.kit.errors import InvalidArgument
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.probe import Filled

XFER, ACCOUNT = "xfer_" + "0" * 25 + "1", "acct_" + "0" * 25 + "2"
GOOD = {
    "transfer_id": XFER, "kind": 1, "debit_account_id": ACCOUNT, "credit_account_id": ACCOUNT[:-1] + "3", "code": 7,
    "amount": {"currency_code": "SAR", "amount_minor": 5},
}  # fmt: skip
texts = st.sampled_from(["", XFER, ACCOUNT, "hold_" + XFER[5:], "x", "\0", "é" * 31, "x" * 40])
changes = st.fixed_dictionaries(
    {},
    optional={
        "transfer_id": texts, "debit_account_id": texts, "pending_id": texts, "kind": st.sampled_from([0, 1, 5, 6, 99]),
        "code": st.sampled_from([0, 1, 65_535, 65_536]), "timeout_s": st.sampled_from([0, 31_622_400, 31_622_401]),
        "user_data_128": st.binary(max_size=18), "user_data_64": st.sampled_from([-1, 0, 1]), "linked": st.booleans(),
        "amount": st.fixed_dictionaries(
            {}, optional={"currency_code": st.sampled_from(["", "SAR", "sar", "SARS"]), "amount_minor": st.just(-1)}
        ),
    },
)  # fmt: skip


@given(st.lists(changes, min_size=1, max_size=12))
@example([{}] * 12)
@example([{"amount": {}}])
@example([{"transfer_id": ""}])
@example([{"kind": 0}])
def test_a_yes_is_what_looking_at_each_says(changed: list[dict[str, Any]]) -> None:
    """Both ways: a fault let through would reach the ledger, a false alarm would cost the tenfold."""
    messages = [pb.NewTransfer(**(GOOD | change)) for change in changed]
    assert columns.fit(pb.NewTransfer.DESCRIPTOR, messages) == all(map(_is_fine, messages))


def _is_fine(message: Any) -> bool:
    try:
        validate.check(message)
    except InvalidArgument:
        return False
    return True


def test_a_left_out_message_is_none_and_not_an_empty_one() -> None:
    without = {name: value for name, value in GOOD.items() if name != "amount"}
    assert columns.fit(pb.NewTransfer.DESCRIPTOR, [pb.NewTransfer(**without)])
    assert not columns.fit(pb.PlaceHoldRequest.DESCRIPTOR, [pb.PlaceHoldRequest()])


def test_a_type_with_lists_is_left_to_the_one_by_one_check() -> None:
    assert not columns.fit(Filled.DESCRIPTOR, [Filled(name="abc")])


@pytest.mark.parametrize("many", [validate.MANY - 1, validate.MANY, 50])
def test_the_error_names_the_first_that_is_wrong(many: int) -> None:
    request = pb.SubmitTransfersRequest(request_id="r", transfers=[pb.NewTransfer(**GOOD)] * many)
    validate.check(request)
    for at in (many - 1, 2):
        request.transfers[at].transfer_id = "nobody"
        with pytest.raises(InvalidArgument) as refused:
            validate.check(request)
        assert refused.value.facts["field"] == f"transfers[{at}].transfer_id"
