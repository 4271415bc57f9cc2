"""How one stands with apps; and mandates' limits, which are no money: in nobody's list and nobody's to move."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.errors import InvalidArgument
from majlis.wallet.v1 import mandates_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.mandates_desk import HOUR_S, Subscriptions
from tests.support.money_desk import MoneyDesk
from tests.support.shop import APP, OTHER_APP, Shop
from tests.support.wallet_desk import payment, xfer
from wallet import tables
from wallet.accounts import Use, new_limit_account
from wallet.audit import audit
from wallet.errors import AccountNotFound, HoldNotFound, TransferNotFound
from wallet.records import PENDING
from wallet.text_ids import transfer_text

pytestmark = pytest.mark.asyncio


@pytest.fixture
def news(money: MoneyDesk) -> Subscriptions:
    return Subscriptions(money)


# How one stands with apps


async def test_everybody_sees_how_they_stand_with_each_app(news: Subscriptions) -> None:
    layla, omar = await news.money.rich("layla"), await news.money.rich("omar")
    made = await news.active(layla, 10_000)
    await news.active(layla, 500, app_id=OTHER_APP)
    over = await news.active(layla, 7_000)
    await news.charge(over, 1_000)
    await news.revoke(layla, over)
    await news.charge(made, 3_000)
    assert await news.standings(layla) == [
        pb.AppStanding(app_id=OTHER_APP, currency_code="SAR", mandate_left_minor=500),
        pb.AppStanding(app_id=APP, currency_code="SAR", mandate_left_minor=7_000, paid_minor=4_000),
    ]
    assert await news.standings(omar) == []
    news.money.clock.advance(timedelta(hours=1))
    assert (await news.standings(layla))[1].mandate_left_minor == 10_000


async def test_orders_and_mandates_are_told_together(money: MoneyDesk) -> None:
    shop, news = Shop(money), Subscriptions(money)
    layla = await money.rich("layla")
    await news.charge(await news.active(layla, 10_000), 1_000)
    await shop.create(layla, 700)
    await shop.held(layla, 900)
    await shop.refund(await shop.paid(layla, 2_000), 500)
    await shop.create(layla, 100, app_id=OTHER_APP, expires_in_s=60)
    assert [(each.app_id, each.open_orders) for each in await news.standings(layla)] == [(OTHER_APP, 1), (APP, 1)]
    money.clock.advance(timedelta(seconds=60))
    assert await news.standings(layla) == [  # Nothing is left to say of the other app.
        pb.AppStanding(
            app_id=APP, currency_code="SAR", held_minor=900, mandate_left_minor=9_000, paid_minor=3_000,
            refunded_minor=500, open_orders=1,
        ),
    ]  # fmt: skip


# Limits are no money


async def test_limits_are_in_nobodys_list(news: Subscriptions) -> None:
    """Their accounts do not exist for people and operators."""
    ledger = news.money.ledger
    layla, operator = await news.money.rich("layla"), Caller.operator("usr_salma")
    made = await news.active(layla)
    await news.charge(made, 1_000)
    listed = await ledger.client.list_accounts(wallet_pb.ListAccountsRequest(), caller=layla)
    assert [each.balance.available_minor for each in listed.accounts] == [99_000]
    limit = limit_id(made)
    freeze = wallet_pb.FreezeAccountRequest(request_id="f", account_id=limit, reason="x")
    actions = wallet_pb.ListAccountActionsRequest(account_id=limit)
    for asked in (
        ledger.client.get_balance(wallet_pb.GetBalanceRequest(account_id=limit), caller=layla),
        ledger.client.list_transfers(wallet_pb.ListTransfersRequest(account_id=limit), caller=layla),
        ledger.client.get_account(wallet_pb.GetAccountRequest(account_id=limit), caller=operator),
        ledger.client.list_account_actions(actions, caller=operator),
        ledger.client.freeze_account(freeze, caller=operator),
        ledger.client.export_statement(wallet_pb.ExportStatementRequest(account_id=limit), caller=operator),
    ):  # fmt: skip
        with pytest.raises(AccountNotFound):
            await asked
    hold_id = await the_hold(news)
    with pytest.raises(TransferNotFound):
        await ledger.client.get_transfer(wallet_pb.GetTransferRequest(transfer_id=hold_id), caller=layla)


async def test_limits_are_no_services_to_move(news: Subscriptions) -> None:
    """Neither what is counted nor the counting."""
    ledger, orders = news.money.ledger, Caller.of_service("orders")
    layla = await news.money.rich("layla")
    made = await news.active(layla)
    await news.charge(made, 1_000)
    hold_id, limit, mine = await the_hold(news), limit_id(made), await ledger.open(layla)
    for ended in (
        ledger.client.void_hold(wallet_pb.VoidHoldRequest(request_id="v", hold_id=hold_id), caller=orders),
        ledger.client.capture_hold(wallet_pb.CaptureHoldRequest(request_id="c", hold_id=hold_id), caller=orders),
    ):
        with pytest.raises(HoldNotFound):
            await ended
    void = wallet_pb.NewTransfer(transfer_id=xfer(), kind=wallet_pb.TRANSFER_KIND_VOID, pending_id=hold_id)
    for asked in (payment(limit, mine, 1), payment(mine, limit, 1), void):
        with pytest.raises(InvalidArgument):
            await ledger.submit(asked)
    assert await news.left_in_ledger(made) == 9_000


def limit_id(mandate: pb.Mandate) -> str:
    return new_limit_account(f"mandate/{mandate.mandate_id}", "SAR", Use.MANDATE_LIMIT).id


async def the_hold(news: Subscriptions) -> str:
    """By which the one charge is counted."""
    asked = sa.select(tables.transfers.c.id).where(tables.transfers.c.timeout_s == HOUR_S)
    found = await news.money.in_ledger(lambda tx: tx.execute(asked).scalar())
    return transfer_text(bytes(found), PENDING)


async def test_the_audit_adds_limits_up_too(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    made, over = await news.active(layla), await news.active(layla)
    await asyncio.gather(*(news.charge(made, 1_500) for _ in range(8)), return_exceptions=True)
    await news.charge(over, 100)
    await news.revoke(layla, over)
    news.money.clock.advance(timedelta(hours=1))
    await news.money.ledger.writer.expire_due()
    await news.charge(made, 2_500)
    report = await news.money.in_ledger(audit)
    assert report.first is None, str(report)
    assert report.accounts > 6
