"""Orders: what an app asks for, and what its payer's yes does. Nobody else's yes does anything."""

from __future__ import annotations

import pytest

from core.kit.caller import Caller
from core.kit.errors import InvalidArgument, NoUser, PermissionDenied, RequestIdReused, ResourceExhausted
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import guard_service_pb2 as guard_pb
from majlis.wallet.v1 import orders_service_pb2 as pb
from tests.support.chat_desk import request_id
from tests.support.money_desk import approval, sar
from tests.support.shop import APP, OTHER_APP
from wallet.errors import AccountFrozen, InsufficientFunds
from wallet.guard.errors import LimitExceeded, PinWrong
from wallet.orders.acts import OPEN_MAX
from wallet.orders.errors import OrderClosed, OrderNotFound, OrderTotalWrong, PayeeNotEnrolled

pytestmark = pytest.mark.asyncio


def line(unit_minor, quantity=1, **more):
    return pb.OrderLine(title_ar="بند", title_en="Line", quantity=quantity, unit_minor=unit_minor, **more)


async def test_a_payer_pays_what_the_sheet_shows(shop):
    layla = await shop.money.rich("layla", 10_000)
    order = await shop.create(layla, 2_500)
    assert order.state == pb.ORDER_STATE_OPEN
    sheet = await shop.orders.get_order_sheet(pb.GetOrderSheetRequest(order_id=order.order_id), caller=layla)
    assert (sheet.order.total, sheet.available_minor) == (sar(2_500), 10_000)
    assert sheet.order.payer_user_id == layla.user_id
    paid = await shop.approve(layla, order)
    assert (paid.state, paid.paid_minor, paid.version) == (pb.ORDER_STATE_PAID, 2_500, 2)
    assert await shop.money.has(layla) == (7_500, 0)
    assert (await shop.has(), await shop.has(platform="fees"), await shop.has(platform="orders")) == (2_475, 25, 0)


async def test_the_app_reads_people_by_its_own_names(shop):
    layla = await shop.money.rich("layla")
    order = await shop.create(layla)
    assert order.payer_user_id == await shop.subject(layla)
    assert (await shop.get(order)).payer_user_id == order.payer_user_id


async def test_the_total_is_added_again(shop):
    """Lines, quantities, fees and discounts: an app that shows another sum than it takes is refused."""
    layla = await shop.money.rich("layla")
    lines = [line(1_000, 2), line(150, is_fee=True), line(-50)]
    order = await shop.create(layla, lines=lines, total=sar(2_100))
    assert [(each.unit_minor, each.quantity, each.is_fee) for each in order.lines] == [
        (1_000, 2, False), (150, 1, True), (-50, 1, False),
    ]  # fmt: skip
    with pytest.raises(OrderTotalWrong) as wrong:
        await shop.create(layla, lines=lines, total=sar(2_099))
    assert wrong.value.metadata() == {"total_minor": "2100", "currency_code": "SAR"}


@pytest.mark.parametrize("units", [(0,), (500, -500), (500, -600)])
async def test_nothing_and_less_than_nothing_cannot_be_asked(shop, units):
    layla = await shop.money.rich("layla")
    with pytest.raises(InvalidArgument):
        await shop.create(layla, lines=[line(each) for each in units], total=sar(sum(units)))


async def test_the_greatest_order_is_exact(shop):
    layla = await shop.money.rich("layla")
    lines = [line(10**11, 9_999) for _ in range(100)]
    order = await shop.create(layla, lines=lines, total=sar(100 * 9_999 * 10**11))
    assert order.total.amount_minor == 99_990_000_000_000_000


async def test_titles_are_one_line_that_turns_nothing(shop):
    layla = await shop.money.rich("layla")
    made = await shop.create(layla, title_ar="رحلة\u202e\n إلى  المطار", title_en="Ride\u2067 to\tme")
    assert (made.title_ar, made.title_en) == ("رحلة إلى المطار", "Ride to me")
    for field in ("title_ar", "title_en", "name"):
        with pytest.raises(InvalidArgument) as refused:
            await shop.create(layla, **{field: "\u202e\u2800"})
        assert refused.value.facts["field"] == field


async def test_only_currencies_that_are_there(shop):
    layla = await shop.money.rich("layla")
    with pytest.raises(InvalidArgument):
        await shop.create(layla, total=money_pb2.Money(currency_code="XXX", amount_minor=2_500))


async def test_a_timer_names_the_payer(shop):
    layla = await shop.money.rich("layla")
    fields = {
        "request_id": request_id(), "name": "fine", "title_ar": "غرامة", "title_en": "Fine", "lines": [line(300)],
        "total": sar(300),
    }  # fmt: skip
    with pytest.raises(NoUser):
        await shop.orders.create_order(pb.CreateOrderRequest(**fields), caller=shop.timer)
    fields |= {"payer_user_id": await shop.subject(layla), "request_id": request_id()}
    order = (await shop.orders.create_order(pb.CreateOrderRequest(**fields), caller=shop.timer)).order
    assert (await shop.approve(layla, order)).state == pb.ORDER_STATE_PAID
    fields |= {"payer_user_id": "sub_nobody", "request_id": request_id()}
    with pytest.raises(InvalidArgument):
        await shop.orders.create_order(pb.CreateOrderRequest(**fields), caller=shop.timer)


async def test_a_tap_that_comes_again_makes_one_order(shop):
    layla = await shop.money.rich("layla")
    key = request_id()
    first, again = await shop.create(layla, request_id=key), await shop.create(layla, request_id=key)
    assert first == again
    with pytest.raises(RequestIdReused):
        await shop.create(layla, 2_501, request_id=key)


async def test_only_so_many_wait_for_one_payer(shop):
    layla = await shop.money.rich("layla")
    orders = [await shop.create(layla) for _ in range(OPEN_MAX)]
    with pytest.raises(ResourceExhausted):
        await shop.create(layla)
    await shop.create(layla, app_id=OTHER_APP)
    await shop.approve(layla, orders[0])
    await shop.create(layla)


async def test_only_the_payer_sees_and_answers(shop):
    """Mallory, the app itself, and another payer of the same app learn nothing, not even that there is an order."""
    layla, mallory = await shop.money.rich("layla"), await shop.money.rich("mallory")
    order = await shop.create(layla)
    mine = {"order_id": order.order_id}
    yes = pb.ApproveOrderRequest(**mine, request_id=request_id(), total=order.total, approval=approval())
    for ask in (
        lambda: shop.orders.get_order_sheet(pb.GetOrderSheetRequest(**mine), caller=mallory),
        lambda: shop.orders.get_my_order(pb.GetMyOrderRequest(**mine), caller=mallory),
        lambda: shop.orders.decline_order(pb.DeclineOrderRequest(**mine), caller=mallory),
        lambda: shop.orders.approve_order(yes, caller=mallory),
    ):
        with pytest.raises(OrderNotFound):
            await ask()
    assert (await shop.get(order)).state == pb.ORDER_STATE_OPEN
    assert await shop.money.has(mallory) == (100_000, 0)


async def test_only_its_app_sees_and_settles(shop):
    layla = await shop.money.rich("layla")
    order, other = await shop.paid(layla), Caller.app(OTHER_APP, user_id=layla.user_id, scopes={"wallet.order"})
    for ask in (
        lambda: shop.get(order, other), lambda: shop.capture(order, caller=other),
        lambda: shop.void(order, caller=other), lambda: shop.refund(order, caller=other),
    ):  # fmt: skip
        with pytest.raises(OrderNotFound):
            await ask()
    assert (await shop.get(order)).refunded_minor == 0


async def test_an_app_cannot_say_yes_for_anybody(shop):
    """Not with its own call, not with a yes that was given to another order."""
    layla = await shop.money.rich("layla")
    order, other, key = await shop.create(layla), await shop.create(layla), request_id()
    with pytest.raises(PermissionDenied):
        await shop.approve(shop.app(layla), order)
    await shop.approve(layla, order, request_id=key)
    with pytest.raises(RequestIdReused):
        await shop.approve(layla, other, request_id=key)
    assert (await shop.get(other)).state == pb.ORDER_STATE_OPEN
    assert await shop.money.has(layla) == (97_500, 0)


async def test_a_wrong_pin_moves_nothing_and_may_be_typed_again(shop):
    layla = await shop.money.rich("layla")
    order, key = await shop.create(layla), request_id()
    with pytest.raises(PinWrong):
        await shop.approve(layla, order, request_id=key, approval=approval("111112"))
    assert await shop.money.has(layla) == (100_000, 0)
    assert (await shop.approve(layla, order, request_id=key)).state == pb.ORDER_STATE_PAID


async def test_limits_count_what_leaves_for_an_app(shop):
    layla = await shop.money.rich("layla")
    lowered = guard_pb.SetLimitRequest(app_id=APP, currency_code="SAR", daily_max_minor=3_000, approval=approval())
    await shop.money.guard.set_limit(lowered, caller=layla)
    await shop.paid(layla, 2_500)
    order = await shop.create(layla, 501)
    with pytest.raises(LimitExceeded):
        await shop.approve(layla, order)
    assert await shop.money.has(layla) == (97_500, 0)
    await shop.paid(layla, 500)


async def test_a_yes_is_to_the_sum_that_was_shown(shop):
    layla = await shop.money.rich("layla")
    order = await shop.create(layla, 2_500)
    for wrong in (sar(2_499), sar(2_501), money_pb2.Money(currency_code="KWD", amount_minor=2_500)):
        with pytest.raises(OrderTotalWrong):
            await shop.approve(layla, order, total=wrong)
    assert await shop.money.has(layla) == (100_000, 0)


async def test_a_yes_that_comes_again_pays_once(shop):
    """The answer was lost in a tunnel; the phone asks again and hears the first answer."""
    layla = await shop.money.rich("layla")
    order, key = await shop.create(layla), request_id()
    first = await shop.approve(layla, order, request_id=key)
    assert await shop.approve(layla, order, request_id=key) == first
    with pytest.raises(OrderClosed) as closed:
        await shop.approve(layla, order)
    assert closed.value.facts["state"] == "paid"
    assert await shop.money.has(layla) == (97_500, 0)


async def test_who_has_too_little_may_try_again_later(shop):
    layla = await shop.money.rich("layla", 1_000)
    order, key = await shop.create(layla, 2_500), request_id()
    with pytest.raises(InsufficientFunds) as short:
        await shop.approve(layla, order, request_id=key)
    assert short.value.metadata() == {"requested_minor": "2500", "available_minor": "1000"}
    await shop.money.ledger.fund(await shop.money.ledger.open(layla), 5_000)
    with pytest.raises(InsufficientFunds):
        await shop.approve(layla, order, request_id=key)
    assert (await shop.approve(layla, order)).state == pb.ORDER_STATE_PAID


async def test_a_no_is_a_no(shop):
    layla = await shop.money.rich("layla")
    order = await shop.create(layla)
    no = pb.DeclineOrderRequest(order_id=order.order_id)
    first = (await shop.orders.decline_order(no, caller=layla)).order
    assert (first.state, first.version) == (pb.ORDER_STATE_DECLINED, 2)
    assert (await shop.orders.decline_order(no, caller=layla)).order == first
    with pytest.raises(OrderClosed):
        await shop.approve(layla, order)
    paid = await shop.paid(layla)
    with pytest.raises(OrderClosed):
        await shop.orders.decline_order(pb.DeclineOrderRequest(order_id=paid.order_id), caller=layla)


async def test_an_order_waits_so_long(shop):
    layla = await shop.money.rich("layla")
    order = await shop.create(layla, expires_in_s=60)
    shop.money.ledger.later(59.999)
    assert (await shop.get(order)).state == pb.ORDER_STATE_OPEN
    shop.money.ledger.later(0.001)
    assert (await shop.get(order)).state == pb.ORDER_STATE_EXPIRED
    with pytest.raises(OrderClosed) as closed:
        await shop.approve(layla, order)
    assert closed.value.facts["state"] == "expired"
    seen = await shop.get(order)
    await shop.expiry.sweep()
    assert await shop.get(order) == seen
    assert await shop.expiry.sweep() == 0


async def test_payees_get_their_part_and_the_app_the_rest(shop):
    layla, driver, guide = [await shop.money.rich(name, 10_000) for name in ("layla", "driver", "guide")]
    splits = [
        pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=7_000),
        pb.OrderSplit(payee_user_id=await shop.enroll(guide), basis_points=1_500),
    ]
    order = await shop.create(layla, 1_999, splits=splits)
    sheet = await shop.orders.get_order_sheet(pb.GetOrderSheetRequest(order_id=order.order_id), caller=layla)
    assert [(each.name, each.basis_points) for each in sheet.order.splits] == [("Driver", 7_000), ("Guide", 1_500)]
    await shop.approve(layla, order)
    assert [await shop.money.has(each) for each in (layla, driver, guide)] == [(8_001, 0), (11_399, 0), (10_300, 0)]
    assert (await shop.has(), await shop.has(platform="fees"), await shop.has(platform="orders")) == (297, 3, 0)


async def test_whoever_was_not_enrolled_gets_no_part(shop):
    layla, driver = await shop.money.rich("layla"), await shop.money.rich("driver")
    split = pb.OrderSplit(payee_user_id=await shop.subject(driver), basis_points=5_000)
    with pytest.raises(PayeeNotEnrolled) as refused:
        await shop.create(layla, splits=[split])
    assert refused.value.metadata() == {"position": "0"}
    await shop.enroll(driver, OTHER_APP)
    with pytest.raises(PayeeNotEnrolled):
        await shop.create(layla, splits=[split])


async def test_parts_are_at_most_the_whole_and_named_once(shop):
    layla, driver, guide = [await shop.money.rich(name) for name in ("layla", "driver", "guide")]
    names = [await shop.enroll(each) for each in (driver, guide)]
    asked = [(7_000, 3_001), (10_000, 1)]
    for pair in asked:
        splits = [pb.OrderSplit(payee_user_id=one, basis_points=of) for one, of in zip(names, pair, strict=True)]
        with pytest.raises(InvalidArgument):
            await shop.create(layla, splits=splits)
    twice = [pb.OrderSplit(payee_user_id=names[0], basis_points=100)] * 2
    with pytest.raises(InvalidArgument):
        await shop.create(layla, splits=twice)
    whole = [pb.OrderSplit(payee_user_id=names[0], basis_points=10_000)]
    await shop.paid(layla, 1_000, splits=whole)
    assert (await shop.money.has(driver), await shop.has()) == ((101_000, 0), 0)


async def test_a_payer_may_be_a_payee(shop):
    layla = await shop.money.rich("layla", 10_000)
    split = pb.OrderSplit(payee_user_id=await shop.enroll(layla), basis_points=5_000)
    await shop.paid(layla, 1_000, splits=[split])
    assert await shop.money.has(layla) == (9_500, 0)


async def test_a_tip_is_the_payees_or_else_the_apps(shop):
    layla, driver = await shop.money.rich("layla", 10_000), await shop.money.rich("driver", 0)
    paid = await shop.paid(layla, 1_000, tip_minor=200)
    assert (paid.tip_minor, paid.paid_minor) == (200, 1_200)
    assert (await shop.has(), await shop.has(platform="fees")) == (1_190, 10)
    split = pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=5_000)
    await shop.paid(layla, 1_000, tip_minor=300, splits=[split])
    assert (await shop.money.has(driver), await shop.money.has(layla)) == ((800, 0), (7_500, 0))
    assert await shop.has(platform="orders") == 0


async def test_a_tip_only_where_it_is_offered_and_no_slip_of_the_finger(shop):
    layla = await shop.money.rich("layla")
    with pytest.raises(InvalidArgument):
        await shop.approve(layla, await shop.create(layla), tip_minor=100)
    order = await shop.create(layla, 1_000, may_tip=True)
    with pytest.raises(InvalidArgument):
        await shop.approve(layla, order, tip_minor=2_001)
    assert (await shop.approve(layla, order, tip_minor=2_000)).paid_minor == 3_000


async def test_a_frozen_payee_is_not_named(shop):
    layla, driver = await shop.money.rich("layla"), await shop.money.rich("driver")
    split = pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=5_000)
    order = await shop.create(layla, splits=[split])
    await shop.freeze(driver)
    with pytest.raises(AccountFrozen) as frozen:
        await shop.approve(layla, order)
    assert frozen.value.metadata() == {}
    assert await shop.money.has(layla) == (100_000, 0)


async def test_lists_are_each_ones_own_newest_first(shop):
    layla, omar = await shop.money.rich("layla"), await shop.money.rich("omar")
    made = [await shop.create(layla, 100 + at) for at in range(5)]
    food = await shop.create(layla, app_id=OTHER_APP)
    await shop.create(omar)
    found, token = [], ""
    while True:
        request = pb.ListOrdersRequest(page_size=2, page_token=token)
        page = await shop.orders.list_orders(request, caller=shop.app(layla))
        found, token = [*found, *page.orders], page.next_page_token
        if not token:
            break
    assert found == made[::-1]
    mine = await shop.orders.list_my_orders(pb.ListMyOrdersRequest(), caller=layla)
    assert [each.order_id for each in mine.orders] == [each.order_id for each in [food, *made[::-1]]]
    of_app = await shop.orders.list_my_orders(pb.ListMyOrdersRequest(app_id=APP), caller=layla)
    assert len(of_app.orders) == 5
    with pytest.raises(NoUser):
        await shop.orders.list_orders(pb.ListOrdersRequest(), caller=shop.timer)


async def test_every_leg_says_what_it_was_for(shop):
    layla, driver = await shop.money.rich("layla"), await shop.money.rich("driver")
    split = pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=5_000)
    order = await shop.paid(layla, splits=[split])
    for person in (layla, driver):
        labels = await shop.labels(person)
        assert labels[0] == ("order", order.order_id, order.title_ar, order.title_en, APP)
