"""What an app hears of its orders, and the card its payer keeps: each change once, in order, and true."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from majlis.messaging.v1 import messages_pb2
from majlis.wallet.v1 import orders_service_pb2 as pb
from tests.support.money_desk import sar
from tests.support.shop import APP
from wallet.orders.order import REFUNDS_MAX

pytestmark = pytest.mark.asyncio
SESSION = "ses_01kdvdna00fh889adgxe25yr4k"


async def test_an_app_hears_what_became_of_its_order(shop):
    """In the session that made it, with people by the app's own names, as its payer's order and no less."""
    layla, driver = await shop.money.rich("layla"), await shop.money.rich("driver")
    split = pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=5_000)
    order = await shop.paid(layla, splits=[split], session_id=SESSION)
    await shop.money.settle()
    (heard,) = shop.sandbox.heard
    assert (heard.app_id, heard.session_id, heard.delivery_id) == (APP, SESSION, f"{order.order_id}/2")
    (told,) = shop.sandbox.orders
    assert told["payer_user_id"] == await shop.subject(layla)
    assert told["splits"] == [{"payee_user_id": await shop.subject(driver), "basis_points": 5_000}]
    assert (told["state"], told["paid_minor"], told["total"]) == (
        "ORDER_STATE_PAID", "2500", {"currency_code": "SAR", "amount_minor": "2500"},
    )  # fmt: skip
    assert layla.user_id not in heard.payment_json


async def test_making_an_order_is_no_news(shop):
    await shop.create(await shop.money.rich("layla"))
    await shop.money.settle()
    assert not shop.sandbox.heard


async def test_every_end_is_told(shop):
    layla = await shop.money.rich("layla")
    declined, voided, expired, over = [
        await shop.create(layla, expires_in_s=5), await shop.create(layla), await shop.create(layla, expires_in_s=5),
        await shop.held(layla, hold_for_s=5),
    ]  # fmt: skip
    await shop.orders.decline_order(pb.DeclineOrderRequest(order_id=declined.order_id), caller=layla)
    await shop.void(voided)
    await shop.money.settle()
    shop.money.ledger.later(5)
    await shop.end_holds()
    await shop.money.settle()
    told = {(each["order_id"], each["state"].removeprefix("ORDER_STATE_")) for each in shop.sandbox.orders}
    assert told == {
        (declined.order_id, "DECLINED"), (voided.order_id, "VOIDED"), (expired.order_id, "EXPIRED"),
        (over.order_id, "HELD"), (over.order_id, "EXPIRED"),
    }  # fmt: skip


async def test_what_the_sandbox_could_not_take_comes_again(shop):
    layla = await shop.money.rich("layla")
    await shop.paid(layla)
    shop.sandbox.fails = 2
    await shop.money.settle()
    assert not shop.sandbox.heard
    for _ in range(2):
        shop.money.clock.advance(timedelta(minutes=5))
        await shop.money.settle()
    assert [each["state"] for each in shop.sandbox.orders] == ["ORDER_STATE_PAID"]


async def test_an_app_that_never_will_hear_is_not_told_again(shop):
    layla = await shop.money.rich("layla")
    shop.sandbox.reason = "APP_NOT_FOUND"
    await shop.paid(layla)
    for _ in range(3):
        await shop.money.settle()
        shop.money.clock.advance(timedelta(minutes=5))
    assert len(shop.sandbox.heard) == 1


async def test_the_newest_is_told_and_never_an_older_after_it(shop):
    """Held could not be told; by the time it can, the order is paid: the app hears that it is paid, once."""
    layla = await shop.money.rich("layla")
    shop.sandbox.fails = 1
    order = await shop.held(layla)
    await shop.money.settle()
    await shop.capture(order)
    shop.money.clock.advance(timedelta(minutes=5))
    await shop.money.settle()
    assert [(each["state"], each["version"]) for each in shop.sandbox.orders] == [("ORDER_STATE_PAID", "3")]


async def test_many_changes_arrive_in_order(shop):
    layla = await shop.money.rich("layla")
    order = await shop.capture(await shop.held(layla))
    delivering = asyncio.create_task(shop.money.settle())
    for _ in range(4):
        await shop.refund(order, 10)
    await delivering
    await shop.money.settle()
    versions = [int(each["version"]) for each in shop.sandbox.orders]
    assert versions == sorted(set(versions))
    assert versions[-1] == 7


async def test_a_receipt_is_one_card_that_tells_the_truth(shop):
    """In what the app writes to its payer: from the hold on, changed in place."""
    layla = await shop.money.rich("layla")
    order = await shop.held(layla, 2_000, tip_minor=100)
    await shop.money.settle()
    (card,) = await shop.receipts(layla)
    assert (card.kind, card.ref_id, card.state) == (messages_pb2.WALLET_CARD_KIND_RECEIPT, order.order_id, "held")
    assert (card.amount.amount_minor, card.title_ar, card.title_en) == (2_100, order.title_ar, order.title_en)
    await shop.capture(order, 1_000)
    await shop.refund(order, 400)
    await shop.money.settle()
    (card,) = await shop.receipts(layla)
    assert (card.state, card.amount.amount_minor, card.refunded_minor) == ("paid", 1_050, 400)


async def test_what_nobody_paid_leaves_no_receipt(shop):
    layla = await shop.money.rich("layla")
    order = await shop.create(layla)
    await shop.orders.decline_order(pb.DeclineOrderRequest(order_id=order.order_id), caller=layla)
    await shop.create(layla, expires_in_s=5)
    shop.money.ledger.later(5)
    await shop.end_holds()
    await shop.money.settle()
    assert await shop.receipts(layla) == []


async def test_the_greatest_order_can_be_told(shop):
    """As many lines, payees and refunds as there may be, every character of the kind that JSON writes as two."""
    layla = await shop.money.rich("layla")
    crowd = await shop.money.crowd(20)
    line = pb.OrderLine(title_ar='"' * 80, title_en='"' * 80, quantity=9_999, unit_minor=1)
    order = await shop.create(
        layla, lines=[line] * 99 + [pb.OrderLine(title_ar="خصم", title_en='"' * 80, quantity=1, unit_minor=-980_000)],
        total=sar(99 * 9_999 - 980_000), title_ar='"' * 80, title_en='"' * 80, name='"' * 64,
        splits=[pb.OrderSplit(payee_user_id=await shop.enroll(each), basis_points=500) for each in crowd],
    )  # fmt: skip
    paid = await shop.approve(layla, order)
    for _ in range(REFUNDS_MAX):
        paid = await shop.refund(paid, 1)
    await shop.money.settle()
    assert shop.sandbox.orders[-1]["version"] == str(REFUNDS_MAX + 2)
    assert len(shop.sandbox.orders[-1]["refunds"]) == REFUNDS_MAX
    assert 40_000 < len(shop.sandbox.heard[-1].payment_json) <= 65_536
    assert (await shop.receipts(layla))[0].refunded_minor == REFUNDS_MAX
