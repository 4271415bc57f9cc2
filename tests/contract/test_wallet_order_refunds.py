"""Refunds: each of those who were paid gives back their share, to the last unit, and never more than was paid."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core.kit.errors import InvalidArgument, ResourceExhausted
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import orders_service_pb2 as pb
from tests.support.chat_desk import request_id
from wallet.errors import AccountFrozen, InsufficientFunds
from wallet.orders.errors import OrderNotPaid, RefundExceedsPaid
from wallet.orders.order import REFUNDS_MAX
from wallet.orders.tables import order_parts, orders

pytestmark = pytest.mark.asyncio


async def _sold(shop, total_minor=1_999, **more):
    """An order with a payee who has nothing but what it brought; payer, payee, order."""
    layla, driver = await shop.money.rich("layla", 10_000), await shop.money.rich("driver", 0)
    split = pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=7_000)
    return layla, driver, await shop.paid(layla, total_minor, splits=[split], **more)


async def _standing(shop, *people):
    own = [await shop.money.has(each) for each in people]
    return (*own, await shop.has(), await shop.has(platform="fees"), await shop.has(platform="orders"))


async def test_all_at_once_puts_everybody_where_they_were(shop):
    layla, driver, order = await _sold(shop, tip_minor=333)
    given = await shop.refund(order)
    assert (given.state, given.refunded_minor, given.version) == (pb.ORDER_STATE_PAID, 2_332, 3)
    assert await _standing(shop, layla, driver) == ((10_000, 0), (0, 0), 0, 0, 0)
    assert [(each.amount.amount_minor, each.refund_id[:4]) for each in given.refunds] == [(2_332, "rfd_")]
    assert await shop.get(order) == given


async def test_in_many_parts_too(shop):
    layla, driver, order = await _sold(shop)
    for amount_minor in (1, 700, 1, 1_000, 296):
        order = await shop.refund(order, amount_minor)
        assert (await shop.has(platform="orders")) == 0
    assert [each.amount.amount_minor for each in order.refunds] == [1, 700, 1, 1_000, 296]
    assert (await shop.refund(order)).refunded_minor == 1_999
    assert await _standing(shop, layla, driver) == ((10_000, 0), (0, 0), 0, 0, 0)


async def test_of_a_capture_what_was_taken(shop):
    layla = await shop.money.rich("layla", 10_000)
    order = await shop.capture(await shop.held(layla, 2_500, tip_minor=100), 1_000)
    with pytest.raises(RefundExceedsPaid):
        await shop.refund(order, 1_041)
    assert (await shop.refund(order)).refunded_minor == 1_040
    assert await _standing(shop, layla) == ((10_000, 0), 0, 0, 0)


async def test_never_more_than_was_paid(shop):
    _, _, order = await _sold(shop)
    await shop.refund(order, 1_500)
    with pytest.raises(RefundExceedsPaid) as much:
        await shop.refund(order, 500)
    assert much.value.metadata() == {"requested_minor": "500", "left_minor": "499"}
    await shop.refund(order, 499)
    for amount in (1, None):
        with pytest.raises(RefundExceedsPaid):
            await shop.refund(order, amount)
    for wrong in (0, -5):
        with pytest.raises(InvalidArgument):
            await shop.refund(order, wrong)
    with pytest.raises(InvalidArgument):
        await shop.refund(order, amount=money_pb2.Money(currency_code="KWD", amount_minor=1))


async def test_a_refund_that_is_asked_again_is_one(shop):
    layla, _, order = await _sold(shop)
    key = request_id()
    first = await shop.refund(order, 500, request_id=key)
    assert await shop.refund(order, 500, request_id=key) == first
    assert await shop.money.has(layla) == (8_501, 0)


async def test_only_what_was_paid(shop):
    layla = await shop.money.rich("layla")
    for order in (await shop.create(layla), await shop.held(layla)):
        with pytest.raises(OrderNotPaid):
            await shop.refund(order)


async def test_who_spent_it_is_not_named_and_nothing_moves(shop):
    """The driver sent it home: the app learns that it cannot be, not whose account it was."""
    layla, driver, order = await _sold(shop)
    ledger = shop.money.ledger
    await ledger.pay(await ledger.open(driver), await ledger.open(layla), 1_000)
    before, seen = await _standing(shop, layla, driver), await shop.get(order)
    key = request_id()
    with pytest.raises(InsufficientFunds) as short:
        await shop.refund(order, request_id=key)
    assert short.value.metadata() == {"requested_minor": "1999"}
    assert await _standing(shop, layla, driver) == before
    assert await shop.get(order) == seen
    await ledger.fund(await ledger.open(driver), 1_000)
    with pytest.raises(InsufficientFunds):
        await shop.refund(order, request_id=key)
    assert (await shop.refund(order)).refunded_minor == 1_999


async def test_a_frozen_account_is_not_named_either(shop):
    """Nor that it is frozen: it gives nothing, and the app has too little to give for it."""
    layla, driver, order = await _sold(shop)
    await shop.freeze(driver)
    with pytest.raises(InsufficientFunds) as short:
        await shop.refund(order)
    assert short.value.metadata() == {"requested_minor": "1999"}
    assert await shop.money.has(layla) == (8_001, 0)


async def test_a_payer_who_is_frozen_gets_nothing_back_now(shop):
    layla, _, order = await _sold(shop)
    await shop.freeze(layla)
    with pytest.raises(AccountFrozen) as frozen:
        await shop.refund(order)
    assert frozen.value.metadata() == {}


async def test_only_so_many_refunds(shop):
    layla = await shop.money.rich("layla")
    order = await shop.paid(layla, 2_500)
    for _ in range(REFUNDS_MAX):
        await shop.refund(order, 1)
    with pytest.raises(ResourceExhausted):
        await shop.refund(order, 1)


async def test_refunds_are_labelled_for_everybody(shop):
    layla, driver, order = await _sold(shop)
    await shop.refund(order)
    for person in (layla, driver):
        assert (await shop.labels(person))[0][:2] == ("refund", order.order_id)


async def test_the_database_refuses_what_the_code_should_never_ask(shop):
    """A bug in a sum, or a hand in the tables: more given back than paid, another split, another total."""
    _, _, order = await _sold(shop)
    seen = await shop.get(order)
    mine = orders.c.order_id == order.order_id
    wrongs = [
        orders.update().where(mine).values(refunded_minor=2_000),
        orders.update().where(mine).values(paid_minor=2_000),
        orders.update().where(mine).values(total_minor=2_000),
        orders.update().where(mine).values(payer_user_id="usr_mallory"),
        orders.update().where(mine).values(state="voided"),
        order_parts.update().values(returned_minor=order_parts.c.amount_minor + 1),
        order_parts.update().values(owner="user/usr_mallory"),
        sa.text("UPDATE wallet_order_splits SET basis_points = 9999"),
        sa.text("DELETE FROM wallet_order_splits"),
        sa.text("DELETE FROM wallet_orders"),
        sa.text("UPDATE wallet_settlements SET gross_minor = gross_minor + 1, net_minor = net_minor + 1"),
    ]
    for wrong in wrongs:
        with pytest.raises(sa.exc.IntegrityError):
            await shop.money.verbs.house.desk.write(lambda tx, wrong=wrong: tx.execute(wrong))
    assert await shop.get(order) == seen
