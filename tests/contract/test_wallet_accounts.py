"""Accounts: one for each owner and currency, opened when first needed, and nobody else's business."""

from __future__ import annotations

import asyncio

import pytest

from core.kit.caller import Caller
from core.kit.errors import InvalidArgument, PermissionDenied
from core.kit.rpc import methods_of
from majlis.common.v1 import options_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import LAYLA, MALLORY, OMAR, ORDERS, SALMA, WALLET, hold, xfer
from wallet.errors import AccountNotFound, TransferNotFound

READS = ("GetBalance", "GetBalanceAt", "ListTransfers")
# What people may call; none of them moves money, and one more in this list is a decision about exactly that.
OF_PEOPLE = {
    "OpenAccount", "ListAccounts", "GetBalance", "GetBalanceAt", "ListTransfers", "GetTransfer", "GetCheckpoint",
    "ExportStatement"
}  # fmt: skip


async def test_opening_twice_is_opening_once(wallet_everywhere):
    """The phone asks again after the tunnel; twenty phones of hers ask at once."""
    wallet = wallet_everywhere
    first = await wallet.open(LAYLA)
    assert {await wallet.open(LAYLA), *await asyncio.gather(*(wallet.open(LAYLA) for _ in range(20)))} == {first}
    assert first.startswith("acct_")
    assert await wallet.open(LAYLA, "KWD") != first
    assert await wallet.open(OMAR) != first


async def test_a_service_opens_the_very_account_its_owner_sees(wallet):
    assert await wallet.owned(user_id="usr_layla") == await wallet.open(LAYLA)


async def test_all_accounts_of_the_caller_are_listed_by_currency(wallet):
    for currency_code in ("SAR", "KWD", "AED"):
        await wallet.open(LAYLA, currency_code)
    await wallet.open(OMAR)
    found = (await wallet.client.list_accounts(pb.ListAccountsRequest(), caller=LAYLA)).accounts
    assert [account.balance.currency_code for account in found] == ["AED", "KWD", "SAR"]
    assert {account.opened_at_ms for account in found} == {wallet.now_ms()}
    assert not (await wallet.client.list_accounts(pb.ListAccountsRequest(), caller=MALLORY)).accounts


@pytest.mark.parametrize("currency_code", ["XAU", "ABC", "XXX"])
async def test_what_is_no_currency_people_hold_is_refused_by_its_field(wallet, currency_code):
    with pytest.raises(InvalidArgument) as refused:
        await wallet.open(LAYLA, currency_code)
    assert refused.value.facts["field"] == "currency_code"


@pytest.mark.parametrize("rpc", READS)
async def test_anybody_elses_account_answers_as_one_that_does_not_exist(wallet, rpc):
    """Also an app's and the platform's own; the words differ in nothing but the id."""
    theirs = [await wallet.open(OMAR), await wallet.owned(app_id="org.majlis.polls"), await wallet.bank()]
    answers = []
    for account_id in [*theirs, "acct_0z0z0z0z0z0z0z0z0z0z0z0z0z"]:
        with pytest.raises(AccountNotFound) as refused:
            await _read(wallet, rpc, account_id)
        answers.append((refused.value.message, set(refused.value.facts) - {"account_id"}))
    assert len({str(answer) for answer in answers}) == 1


async def _read(wallet, rpc, account_id):
    if rpc == "GetBalance":
        return await wallet.balance(account_id)
    if rpc == "GetBalanceAt":
        request = pb.GetBalanceAtRequest(account_id=account_id, at_ms=wallet.now_ms())
        return await wallet.client.get_balance_at(request, caller=LAYLA)
    return await wallet.lines(account_id)


async def test_a_transfer_between_others_answers_as_one_that_does_not_exist(wallet):
    omar, polls = await wallet.open(OMAR), await wallet.owned(app_id="org.majlis.polls")
    await wallet.fund(omar, 100)
    theirs = await wallet.pay(omar, polls, 60)
    for transfer_id in (theirs, xfer(), hold(), "xfer_" + "0" * 26, theirs.replace("xfer_", "hold_")):
        with pytest.raises(TransferNotFound):
            await wallet.client.get_transfer(pb.GetTransferRequest(transfer_id=transfer_id), caller=MALLORY)
    request = pb.GetTransferRequest(transfer_id=theirs.replace("xfer_", "hold_"))
    with pytest.raises(TransferNotFound):  # One id has one spelling, also for its owner.
        await wallet.client.get_transfer(request, caller=OMAR)


async def test_an_owner_is_exactly_one_of_three_and_never_the_ledgers_own(wallet):
    for wrong in (
        {}, {"user_id": "usr_layla", "app_id": "org.majlis.polls"},
        {"app_id": "org.majlis.polls", "platform": pb.PLATFORM_ACCOUNT_FEES},
        {"platform": pb.PLATFORM_ACCOUNT_CONTROL},
    ):  # fmt: skip
        with pytest.raises(InvalidArgument):
            await wallet.owned(**wrong)


async def test_services_and_operators_see_whose_an_account_is(wallet):
    account_id = await wallet.owned(app_id="org.majlis.polls")
    for caller in (ORDERS, SALMA):
        seen = await wallet.client.get_account(pb.GetAccountRequest(account_id=account_id), caller=caller)
        assert seen.owner.app_id == "org.majlis.polls"
    with pytest.raises(AccountNotFound):
        await wallet.client.get_account(pb.GetAccountRequest(account_id="acct_" + "1" * 26), caller=SALMA)


def test_nobody_but_a_service_moves_money():
    """By the contract itself: people look, operators stop and start."""
    by_caller = {
        caller: {method.path.partition("/")[2] for method in methods_of(WALLET) if caller in method.access}
        for caller in options_pb2.Access.values()
    }
    assert by_caller[options_pb2.ACCESS_USER] == OF_PEOPLE
    assert by_caller[options_pb2.ACCESS_OPERATOR] == {
        "GetAccount", "FreezeAccount", "ReopenAccount", "ListAccountActions", "ExportStatement", "GetCheckpoint"
    }  # fmt: skip
    for nobody in (options_pb2.ACCESS_PUBLIC, options_pb2.ACCESS_APP, options_pb2.ACCESS_DEVELOPER):
        assert by_caller[nobody] == set()


@pytest.mark.parametrize("caller", [LAYLA, SALMA, Caller.app("org.majlis.polls", user_id="usr_layla")])
async def test_people_operators_and_apps_are_refused_at_the_door(wallet, caller):
    account_id, bank = await wallet.open(LAYLA), await wallet.bank()
    requests = (
        ("submit_transfers", pb.SubmitTransfersRequest(request_id="r")),
        ("place_hold", pb.PlaceHoldRequest(request_id="r", debit_account_id=bank, credit_account_id=account_id)),
        ("open_owned_account", pb.OpenOwnedAccountRequest(user_id="usr_layla")),
    )
    for name, request in requests:
        with pytest.raises(PermissionDenied):
            await getattr(wallet.client, name)(request, caller=caller)
