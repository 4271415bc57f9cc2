"""Merchants: who may be paid a part, and what an app's developer sees and takes of what it earned."""

from __future__ import annotations

import pytest

from core.kit.caller import DEVELOPER, Caller
from core.kit.errors import InvalidArgument, NoUser, PermissionDenied
from majlis.wallet.v1 import merchants_service_pb2 as pb
from majlis.wallet.v1 import orders_service_pb2 as orders_pb
from tests.support.chat_desk import request_id
from tests.support.money_desk import approval, sar
from tests.support.shop import APP, OTHER_APP
from wallet.errors import InsufficientFunds
from wallet.guard.errors import PinWrong
from wallet.merchants.errors import MerchantNotFound
from wallet.orders.errors import PayeeNotEnrolled

pytestmark = pytest.mark.asyncio
SALE, REFUND, WITHDRAWAL = pb.SETTLEMENT_KIND_SALE, pb.SETTLEMENT_KIND_REFUND, pb.SETTLEMENT_KIND_WITHDRAWAL


async def developer(shop, username="salim"):
    """Who made the app."""
    person = await shop.money.rich(username, 0)
    made = Caller.user(person.user_id, roles=frozenset({DEVELOPER}))
    shop.catalogue.developers[APP] = made.user_id
    return made


async def is_payee(shop, person):
    return (await shop.merchants.is_payee(pb.IsPayeeRequest(), caller=shop.app(person))).enrolled


async def books(shop, caller, app_id=APP):
    """The one balance, and the settlements as (kind, gross, fee, shared, net)."""
    merchant = await shop.merchants.get_merchant(pb.GetMerchantRequest(app_id=app_id), caller=caller)
    listed = await shop.merchants.list_settlements(pb.ListSettlementsRequest(app_id=app_id), caller=caller)
    lines = [
        (each.kind, each.gross.amount_minor, each.fee_minor, each.shared_minor, each.net_minor)
        for each in listed.settlements
    ]
    return merchant.balances[0] if merchant.balances else None, lines


def withdraw(amount_minor, **more):
    fields = {"request_id": request_id(), "app_id": APP, "amount": sar(amount_minor), "approval": approval()}
    return pb.WithdrawMerchantRequest(**(fields | more))


async def test_people_enrol_themselves_and_leave_when_they_like(shop):
    driver = await shop.money.rich("driver")
    assert not await is_payee(shop, driver)
    name = await shop.enroll(driver)
    assert name == await shop.subject(driver)
    assert await shop.enroll(driver) == name
    assert await is_payee(shop, driver)
    listed = await shop.merchants.list_my_enrollments(pb.ListMyEnrollmentsRequest(), caller=driver)
    assert [(each.app_id, each.enrolled_at_ms) for each in listed.enrollments] == [(APP, shop.money.ledger.now_ms())]
    for _ in range(2):
        await shop.merchants.leave_merchant(pb.LeaveMerchantRequest(app_id=APP), caller=driver)
    assert not await is_payee(shop, driver)
    with pytest.raises(NoUser):
        await shop.merchants.enroll_payee(pb.EnrollPayeeRequest(), caller=shop.timer)
    with pytest.raises(NoUser):
        await shop.merchants.is_payee(pb.IsPayeeRequest(), caller=shop.timer)


async def test_what_was_agreed_stays_when_a_payee_leaves(shop):
    layla, driver = await shop.money.rich("layla"), await shop.money.rich("driver", 0)
    split = orders_pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=5_000)
    order = await shop.create(layla, 1_000, splits=[split])
    await shop.merchants.leave_merchant(pb.LeaveMerchantRequest(app_id=APP), caller=driver)
    with pytest.raises(PayeeNotEnrolled):
        await shop.create(layla, 1_000, splits=[split])
    await shop.approve(layla, order)
    assert await shop.money.has(driver) == (500, 0)


async def test_a_developer_sees_what_came_and_went(shop):
    layla, driver, salim = await shop.money.rich("layla"), await shop.money.rich("driver", 0), await developer(shop)
    assert await books(shop, salim) == (None, [])
    split = orders_pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=5_000)
    order = await shop.paid(layla, 1_000, splits=[split], tip_minor=100)
    await shop.refund(order, 550)
    plain = await shop.paid(layla, 2_000)
    await shop.held(layla, 700)
    balance, lines = await books(shop, salim)
    assert lines == [
        (SALE, 2_000, 20, 0, 1_980), (REFUND, 550, 2, 300, -248), (SALE, 1_100, 5, 600, 495),
    ]  # fmt: skip
    assert (balance.available_minor, balance.held_minor) == (1_980 + 495 - 248, 700)
    assert (balance.sales_minor, balance.refunds_minor) == (3_100, 550)
    assert (balance.fees_minor, balance.shared_minor) == (23, 300)
    assert await shop.has() == balance.available_minor
    await shop.refund(order)
    await shop.refund(plain)
    balance, _ = await books(shop, salim)
    assert (balance.available_minor, balance.fees_minor, balance.shared_minor) == (0, 0, 0)
    assert balance.sales_minor == balance.refunds_minor


async def test_pages_of_settlements(shop):
    layla, salim = await shop.money.rich("layla"), await developer(shop)
    made = [await shop.paid(layla, 100 + at) for at in range(5)]
    found, token = [], ""
    while True:
        request = pb.ListSettlementsRequest(app_id=APP, page_size=2, page_token=token)
        page = await shop.merchants.list_settlements(request, caller=salim)
        found, token = [*found, *page.settlements], page.next_page_token
        if not token:
            break
    assert [each.settlement_id for each in found] == [each.order_id for each in made[::-1]]
    assert {each.name for each in found} == {"ride"}


async def test_a_developer_takes_it_out_once(shop):
    layla, salim = await shop.money.rich("layla"), await developer(shop)
    await shop.paid(layla, 10_000)
    request = withdraw(9_000)
    first = await shop.merchants.withdraw_merchant(request, caller=salim)
    assert await shop.merchants.withdraw_merchant(request, caller=salim) == first
    assert (await shop.money.has(salim), await shop.has()) == ((9_000, 0), 900)
    _, lines = await books(shop, salim)
    assert lines[0] == (WITHDRAWAL, 9_000, 0, 0, -9_000)
    assert (await shop.labels(salim))[0] == ("withdrawal", first.transfer_id, "", "", APP)


async def test_no_more_than_there_is_and_by_the_developers_own_pin(shop):
    layla, salim = await shop.money.rich("layla"), await developer(shop)
    await shop.paid(layla, 1_000)
    with pytest.raises(InsufficientFunds) as short:
        await shop.merchants.withdraw_merchant(withdraw(991), caller=salim)
    assert short.value.metadata() == {"requested_minor": "991", "available_minor": "990"}
    with pytest.raises(PinWrong):
        await shop.merchants.withdraw_merchant(withdraw(990, approval=approval("111112")), caller=salim)
    for wrong in (0, -1):
        with pytest.raises(InvalidArgument):
            await shop.merchants.withdraw_merchant(withdraw(wrong), caller=salim)
    assert await shop.has() == 990


async def test_what_is_taken_out_cannot_be_refunded(shop):
    layla, salim = await shop.money.rich("layla"), await developer(shop)
    order = await shop.paid(layla, 1_000)
    await shop.merchants.withdraw_merchant(withdraw(990), caller=salim)
    with pytest.raises(InsufficientFunds):
        await shop.refund(order)
    assert await shop.money.has(layla) == (99_000, 0)


async def test_somebody_elses_app_and_none_answer_alike(shop):
    """Also for a developer: what others earn is none of their business, nor whether there is such an app."""
    layla, _ = await shop.money.rich("layla"), await developer(shop)
    await shop.paid(layla, 1_000)
    mallory = Caller.user((await shop.money.rich("mallory")).user_id, roles=frozenset({DEVELOPER}))
    for app_id in (APP, OTHER_APP):
        for ask in (
            lambda app_id=app_id: shop.merchants.get_merchant(pb.GetMerchantRequest(app_id=app_id), caller=mallory),
            lambda app_id=app_id: shop.merchants.list_settlements(
                pb.ListSettlementsRequest(app_id=app_id), caller=mallory
            ),
            lambda app_id=app_id: shop.merchants.withdraw_merchant(withdraw(1, app_id=app_id), caller=mallory),
        ):
            with pytest.raises(MerchantNotFound) as refused:
                await ask()
            assert refused.value.metadata() == {"app_id": app_id}
    with pytest.raises(PermissionDenied):
        await shop.merchants.get_merchant(pb.GetMerchantRequest(app_id=APP), caller=layla)
    assert await shop.has() == 990
