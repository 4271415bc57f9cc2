"""Holds of orders: put aside on a yes, then taken once, given back, or over by themselves."""

from __future__ import annotations

import pytest

from core.kit.errors import InvalidArgument
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import orders_service_pb2 as pb
from tests.support.chat_desk import request_id
from wallet.errors import CaptureExceedsHold, InsufficientFunds
from wallet.orders.errors import OrderClosed, OrderNotHeld, PayeeNotEnrolled

pytestmark = pytest.mark.asyncio


async def test_a_yes_puts_aside_and_a_capture_takes(shop):
    layla = await shop.money.rich("layla", 10_000)
    order = await shop.held(layla, 2_500, hold_for_s=600)
    assert (order.state, order.paid_minor, order.settled_at_ms) == (pb.ORDER_STATE_HELD, 0, 0)
    assert order.hold_expires_at_ms == shop.money.ledger.now_ms() + 600_000
    assert await shop.money.has(layla) == (7_500, 2_500)
    taken = await shop.capture(order)
    assert (taken.state, taken.paid_minor, taken.version) == (pb.ORDER_STATE_PAID, 2_500, 3)
    assert await shop.money.has(layla) == (7_500, 0)
    assert (await shop.has(), await shop.has(platform="fees"), await shop.has(platform="orders")) == (2_475, 25, 0)


async def test_a_part_is_taken_and_the_rest_goes_back(shop):
    layla = await shop.money.rich("layla", 10_000)
    taken = await shop.capture(await shop.held(layla, 2_500), 1_000)
    assert (taken.paid_minor, taken.total.amount_minor) == (1_000, 2_500)
    assert await shop.money.has(layla) == (9_000, 0)
    assert (await shop.has(), await shop.has(platform="orders")) == (990, 0)


async def test_a_tip_is_held_beside_and_taken_as_the_total_is(shop):
    """The payer said yes to both as one sum: who asks for half of the fare has half of the tip."""
    layla, driver = await shop.money.rich("layla", 10_000), await shop.money.rich("driver", 0)
    split = pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=5_000)
    order = await shop.held(layla, 2_000, tip_minor=500, splits=[split])
    assert await shop.money.has(layla) == (7_500, 2_500)
    taken = await shop.capture(order, 1_000)
    assert (taken.paid_minor, taken.tip_minor) == (1_250, 250)
    assert (await shop.money.has(layla), await shop.money.has(driver)) == ((8_750, 0), (750, 0))
    assert await shop.has() == 495
    assert await shop.get(order) == taken


async def test_who_shares_it_may_be_named_when_it_is_captured(shop):
    """A courier is known after the yes only. Each gets what is named, to the unit; the tip is the first one's."""
    layla, driver, cook = [
        await shop.money.rich(name, has) for name, has in (("layla", 10_000), ("driver", 0), ("cook", 0))
    ]  # fmt: skip
    shares = [await _share(shop, driver, 333), await _share(shop, cook, 1_501)]
    order = await shop.capture(await shop.held(layla, 2_500, tip_minor=100), 2_000, shares=shares)
    assert [await shop.money.has(who) for who in (layla, driver, cook)] == [(7_920, 0), (413, 0), (1_501, 0)]
    assert (await shop.has(), await shop.has(platform="fees"), await shop.has(platform="orders")) == (165, 1, 0)
    await shop.refund(order, 2_079)
    assert [await shop.money.has(who) for who in (layla, driver, cook)] == [(9_999, 0), (0, 0), (1, 0)]


async def test_shares_that_are_refused_leave_the_hold_as_it_was(shop):
    layla, omar, sara = [
        await shop.money.rich(name, has) for name, has in (("layla", 10_000), ("omar", 0), ("sara", 0))
    ]  # fmt: skip
    order = await shop.held(layla, 2_500)
    with pytest.raises(PayeeNotEnrolled):
        await shop.capture(order, shares=[pb.OrderShare(payee_user_id=await shop.subject(sara), amount_minor=1)])
    his, more = await _share(shop, omar, 1_001), await _share(shop, omar, 2_501)
    for wrong in ([his, his], [more]):
        with pytest.raises(InvalidArgument):
            await shop.capture(order, shares=wrong)
    payee = pb.OrderSplit(payee_user_id=his.payee_user_id, basis_points=1)
    with pytest.raises(InvalidArgument):
        await shop.capture(await shop.held(layla, 100, splits=[payee]), shares=[his])
    assert await shop.money.has(layla) == (7_400, 2_600)
    assert (await shop.capture(order, shares=[his])).paid_minor == 2_500
    assert await shop.money.has(omar) == (1_001, 0)


async def _share(shop, person, amount_minor):
    return pb.OrderShare(payee_user_id=await shop.enroll(person), amount_minor=amount_minor)


@pytest.mark.parametrize(
    ("total", "tip", "taken", "left"),
    [(1_000, 100, 1_000, 100), (1_000, 1, 500, 0), (1_000, 1, 501, 1), (3, 2, 1, 1), (1_000, 999, 1, 1), (9, 0, 4, 0)],
)
async def test_whole_units_of_a_tip(shop, total, tip, taken, left):
    """To the nearest; half a unit stays with the payer."""
    layla = await shop.money.rich("layla", 10_000)
    order = await shop.capture(await shop.held(layla, total, tip_minor=tip), taken)
    assert (order.tip_minor, order.paid_minor) == (left, taken + left)
    assert await shop.money.has(layla) == (10_000 - taken - left, 0)


async def test_more_than_is_held_cannot_be_taken(shop):
    layla = await shop.money.rich("layla")
    order = await shop.held(layla, 2_500)
    with pytest.raises(CaptureExceedsHold):
        await shop.capture(order, 2_501)
    for wrong in (0, -1):
        with pytest.raises(InvalidArgument):
            await shop.capture(order, wrong)
    with pytest.raises(InvalidArgument):
        await shop.capture(order, amount=money_pb2.Money(currency_code="KWD", amount_minor=1))
    assert (await shop.capture(order, 2_500)).state == pb.ORDER_STATE_PAID


async def test_a_hold_is_taken_once(shop):
    layla = await shop.money.rich("layla")
    order, key = await shop.held(layla, 2_500), request_id()
    first = await shop.capture(order, 1_000, request_id=key)
    assert await shop.capture(order, 1_000, request_id=key) == first
    with pytest.raises(OrderNotHeld) as again:
        await shop.capture(order, 1_000)
    assert again.value.facts["state"] == "paid"
    with pytest.raises(OrderNotHeld):
        await shop.void(order)
    assert await shop.money.has(layla) == (99_000, 0)


async def test_voided_all_goes_back(shop):
    layla = await shop.money.rich("layla")
    order, key = await shop.held(layla, 2_500, tip_minor=100), request_id()
    gone = await shop.void(order, request_id=key)
    assert (gone.state, gone.paid_minor) == (pb.ORDER_STATE_VOIDED, 0)
    assert await shop.void(order, request_id=key) == gone
    assert await shop.money.has(layla) == (100_000, 0)
    with pytest.raises(OrderNotHeld):
        await shop.capture(order)
    with pytest.raises(OrderNotHeld):
        await shop.void(order)


async def test_an_order_nobody_paid_is_voided_too(shop):
    layla = await shop.money.rich("layla")
    order = await shop.create(layla)
    assert (await shop.void(order)).state == pb.ORDER_STATE_VOIDED
    with pytest.raises(OrderClosed):
        await shop.approve(layla, order)


async def test_what_was_not_held_is_not_captured(shop):
    layla = await shop.money.rich("layla")
    for order in (await shop.create(layla), await shop.create(layla, hold=True), await shop.paid(layla)):
        with pytest.raises(OrderNotHeld):
            await shop.capture(order)


async def test_a_hold_that_is_over_reads_so_at_once(shop):
    """Before any sweep has seen it: the money can be taken by nobody, so nobody is told that it can."""
    layla = await shop.money.rich("layla")
    order = await shop.held(layla, 2_500, hold_for_s=60)
    shop.money.ledger.later(59.999)
    assert (await shop.get(order)).state == pb.ORDER_STATE_HELD
    shop.money.ledger.later(0.001)
    over = await shop.get(order)
    assert (over.state, over.version, over.settled_at_ms) == (pb.ORDER_STATE_EXPIRED, 3, order.hold_expires_at_ms)
    mine = await shop.orders.list_my_orders(pb.ListMyOrdersRequest(), caller=layla)
    assert [each.state for each in mine.orders] == [pb.ORDER_STATE_EXPIRED]
    for ask in (lambda: shop.capture(order), lambda: shop.void(order)):
        with pytest.raises(OrderNotHeld) as refused:
            await ask()
        assert refused.value.facts["state"] == "expired"
    await shop.expiry.sweep()
    await shop.end_holds()
    assert await shop.money.has(layla) == (100_000, 0)
    assert await shop.get(order) == over
    assert (await shop.labels(layla))[0][:2] == ("order", order.order_id)


async def test_a_capture_in_the_last_moment_holds(shop):
    layla = await shop.money.rich("layla")
    order = await shop.held(layla, 2_500, hold_for_s=60)
    shop.money.ledger.later(59.999)
    await shop.capture(order)
    shop.money.ledger.later(60)
    await shop.end_holds()
    assert (await shop.get(order)).state == pb.ORDER_STATE_PAID
    assert await shop.money.has(layla) == (97_500, 0)


async def test_what_is_held_cannot_be_spent_twice(shop):
    layla = await shop.money.rich("layla", 3_000)
    await shop.held(layla, 2_000)
    with pytest.raises(InsufficientFunds) as short:
        await shop.held(layla, 2_000)
    assert short.value.facts["available_minor"] == 1_000


async def test_what_did_not_leave_does_not_count_for_the_day(shop):
    """Voided, over, and the part that a capture left: all of it may be spent again today."""
    layla = await shop.money.rich("layla")
    left = await shop.left_today(layla)
    order = await shop.held(layla, 2_500, tip_minor=500)
    assert await shop.left_today(layla) == left - 3_000
    await shop.void(order)
    assert await shop.left_today(layla) == left
    await shop.held(layla, 2_500, hold_for_s=5)
    shop.money.ledger.later(5)
    await shop.end_holds()
    assert await shop.left_today(layla) == left
    await shop.capture(await shop.held(layla, 2_500, tip_minor=100), 1_000)
    assert await shop.left_today(layla) == left - 1_040
