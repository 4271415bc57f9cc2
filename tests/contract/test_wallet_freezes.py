"""Freezing: an operator stops an account for a reason that is kept for ever, and nobody else lets it move again."""

from __future__ import annotations

import asyncio
import secrets

import pytest

from core.kit.errors import InvalidArgument, PageTokenInvalid, RequestIdReused
from majlis.wallet.v1 import transfer_status_pb2 as statuses
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import HUDA, LAYLA, OMAR, ORDERS, SALMA, payment, xfer
from wallet import store
from wallet.account_actions import CONTROL_OWNER, action_digest
from wallet.accounts import new_account
from wallet.errors import AccountFrozen, AccountNotFound, AccountNotFrozen, HoldNotFound

FREEZE, REOPEN = pb.ACCOUNT_ACTION_KIND_FREEZE, pb.ACCOUNT_ACTION_KIND_REOPEN


@pytest.fixture
async def people(wallet):
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    return layla, omar


async def freeze(wallet, account_id, reason="a stolen phone", *, request_id="", caller=SALMA):
    request = pb.FreezeAccountRequest(
        request_id=request_id or secrets.token_hex(8), account_id=account_id, reason=reason
    )  # fmt: skip
    return (await wallet.client.freeze_account(request, caller=caller)).action


async def reopen(wallet, account_id, reason="it was found", *, request_id="", caller=SALMA):
    request = pb.ReopenAccountRequest(
        request_id=request_id or secrets.token_hex(8), account_id=account_id, reason=reason
    )  # fmt: skip
    return (await wallet.client.reopen_account(request, caller=caller)).action


async def actions(wallet, account_id="", **more):
    request = pb.ListAccountActionsRequest(account_id=account_id, **more)
    return await wallet.client.list_account_actions(request, caller=HUDA)


async def test_nothing_comes_in_or_goes_out_until_it_is_reopened(wallet_everywhere):
    wallet = wallet_everywhere
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    await freeze(wallet, layla)
    seen = await wallet.balance(layla)
    assert (seen.frozen, seen.total_minor) == (True, 1_000)
    answer = await wallet.submit(payment(layla, omar, 1), payment(omar, layla, 1))
    assert [one.status for one in answer.results] == [
        statuses.TRANSFER_STATUS_DEBIT_ACCOUNT_ALREADY_CLOSED, statuses.TRANSFER_STATUS_CREDIT_ACCOUNT_ALREADY_CLOSED
    ]  # fmt: skip
    for debit, credit in ((layla, omar), (await wallet.bank(), layla)):
        with pytest.raises(AccountFrozen) as refused:
            await wallet.place(debit, credit, 1)
        assert refused.value.facts["account_id"] == layla
    await reopen(wallet, layla)
    assert not (await wallet.balance(layla)).frozen
    await wallet.pay(layla, omar, 1_000)


async def test_holds_on_it_can_only_be_voided_or_end(wallet, people):
    layla, omar = people
    voided, over, kept = [await wallet.place(layla, omar, 100, timeout_s=seconds) for seconds in (60, 5, 60)]
    await freeze(wallet, layla)
    with pytest.raises(AccountFrozen):
        await wallet.client.capture_hold(pb.CaptureHoldRequest(request_id="c", hold_id=kept), caller=ORDERS)
    await wallet.client.void_hold(pb.VoidHoldRequest(request_id="v", hold_id=voided), caller=ORDERS)
    wallet.later(5)
    assert await wallet.writer.expire_due() == 1
    assert (await wallet.balance(layla)).held_minor == 100
    await reopen(wallet, layla)
    await wallet.client.capture_hold(pb.CaptureHoldRequest(request_id="c2", hold_id=kept), caller=ORDERS)
    assert over not in (voided, kept)


async def test_the_reason_is_recorded_with_the_transfer_that_did_it(wallet, people):
    """In one commit, and bound by the row's own digest: neither can be there, or be changed, without the other."""
    layla, _ = people
    done = await freeze(wallet, layla, "a stolen phone, reported by her")
    assert (done.kind, done.account_id, done.operator_user_id) == (FREEZE, layla, "usr_salma")
    assert done.reason == "a stolen phone, reported by her"

    def read(tx):
        return store.transfers_by_seq(tx, [done.receipt.seq])[done.receipt.seq], store.block_with(tx, done.receipt.seq)

    row, block = await wallet.database.read(read)
    assert row.user_data_128 == action_digest(layla, "freeze", "usr_salma", "a stolen phone, reported by her")
    assert (done.receipt.block_number, done.receipt.block_hash) == (block.number, block.hash)
    assert done.created_at_ms == row.created_at_ms


async def test_operators_read_who_did_what_newest_first(wallet, people):
    layla, omar = people
    await freeze(wallet, layla, "one", caller=SALMA)
    await freeze(wallet, omar, "two", caller=HUDA)
    await reopen(wallet, layla, "three", caller=HUDA)
    found = (await actions(wallet)).actions
    assert [(one.reason, one.kind, one.operator_user_id) for one in found] == [
        ("three", REOPEN, "usr_huda"), ("two", FREEZE, "usr_huda"), ("one", FREEZE, "usr_salma")
    ]  # fmt: skip
    assert [one.reason for one in (await actions(wallet, layla)).actions] == ["three", "one"]
    first = await actions(wallet, page_size=2)
    rest = await actions(wallet, page_size=2, page_token=first.next_page_token)
    assert [one.reason for one in [*first.actions, *rest.actions]] == ["three", "two", "one"]
    assert not rest.next_page_token
    with pytest.raises(PageTokenInvalid):
        await actions(wallet, page_token="bGluZXM6NQ")
    with pytest.raises(AccountNotFound):
        await actions(wallet, "acct_" + "1" * 26)


async def test_a_repeated_request_is_done_once(wallet, people):
    layla, _ = people
    first = [await freeze(wallet, layla, request_id="f") for _ in range(3)]
    assert [first[0]] * 3 == first
    opened = await asyncio.gather(*(reopen(wallet, layla, request_id="r") for _ in range(10)))
    assert all(one == opened[0] for one in opened)
    assert await freeze(wallet, layla, request_id="f") == first[0]  # A late duplicate freezes nothing.
    assert not (await wallet.balance(layla)).frozen
    assert len((await actions(wallet)).actions) == 2
    with pytest.raises(RequestIdReused):
        await freeze(wallet, layla, "another reason", request_id="f")
    await freeze(wallet, layla, request_id="f", caller=HUDA)  # Another operator's request.


async def test_frozen_twice_or_reopened_unfrozen_is_refused_and_stays_so(wallet, people):
    layla, _ = people
    with pytest.raises(AccountNotFrozen):
        await reopen(wallet, layla, request_id="r")
    await freeze(wallet, layla)
    with pytest.raises(AccountNotFrozen):  # Refused before, so refused for ever.
        await reopen(wallet, layla, request_id="r")
    for request_id in ("f", "f"):
        with pytest.raises(AccountFrozen):
            await freeze(wallet, layla, request_id=request_id)
    await reopen(wallet, layla)
    with pytest.raises(AccountFrozen):
        await freeze(wallet, layla, request_id="f")
    assert not (await wallet.balance(layla)).frozen
    assert len((await actions(wallet)).actions) == 2


async def test_operators_at_once_make_one_freeze(wallet, people):
    layla, _ = people
    asked = [freeze(wallet, layla, caller=caller) for caller in (SALMA, HUDA) * 5]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, AccountFrozen) for answer in answers) == 9
    assert len((await actions(wallet)).actions) == 1


async def test_no_service_can_end_a_freeze_or_touch_what_it_hangs_on(wallet, people):
    """It would be a reopening without an operator, a reason or a record."""
    layla, omar = people
    await freeze(wallet, layla)
    freeze_id = (await wallet.lines(layla))[0].transfer_id
    for request in (
        wallet.client.void_hold(pb.VoidHoldRequest(request_id="v", hold_id=freeze_id), caller=ORDERS),
        wallet.client.capture_hold(pb.CaptureHoldRequest(request_id="c", hold_id=freeze_id), caller=ORDERS),
    ):
        with pytest.raises(HoldNotFound):
            await request
    for kind in (pb.TRANSFER_KIND_VOID, pb.TRANSFER_KIND_CAPTURE):
        ending = pb.NewTransfer(transfer_id=xfer(), kind=kind, pending_id=freeze_id)
        with pytest.raises(InvalidArgument) as refused:
            await wallet.submit(payment(omar, layla, 1), ending)
        assert refused.value.facts["field"] == "transfers[1].pending_id"
    control = new_account(CONTROL_OWNER, "SAR").id
    for wrong in (payment(control, omar, 1), payment(omar, control, 1)):
        with pytest.raises(InvalidArgument):
            await wallet.submit(wrong)
    with pytest.raises(InvalidArgument):
        await freeze(wallet, control)
    assert (await wallet.balance(layla)).frozen


def test_no_service_can_close_an_account():
    """A hold that closed one would stand in the way of an operator's freeze, and end when the service likes."""
    assert not [field.name for field in pb.NewTransfer.DESCRIPTOR.fields if "clos" in field.name]


async def test_an_account_that_is_not_there_or_a_reason_that_is_not_given_is_refused(wallet, people):
    with pytest.raises(AccountNotFound):
        await freeze(wallet, "acct_" + "1" * 26)
    with pytest.raises(AccountNotFound):
        await reopen(wallet, "acct_" + "1" * 26)
    for reason in ("", "x" * 501):
        with pytest.raises(InvalidArgument):
            await freeze(wallet, people[0], reason)


async def test_its_owner_sees_that_it_is_frozen_and_not_by_whom_or_why(wallet, people):
    layla, _ = people
    await freeze(wallet, layla, "suspected of something")
    line = (await wallet.lines(layla))[0]
    assert line.counterparty.platform == pb.PLATFORM_ACCOUNT_CONTROL
    shown = await wallet.client.get_transfer(pb.GetTransferRequest(transfer_id=line.transfer_id), caller=LAYLA)
    assert "salma" not in str(shown) + str(line)
    assert "suspected" not in str(shown) + str(line)
    assert (line.amount_minor, line.moved_minor) == (0, 0)
