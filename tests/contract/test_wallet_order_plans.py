"""What is asked of orders and merchants all day costs no more when there are a million of them."""

from __future__ import annotations

import pytest

from core.kit.caller import DEVELOPER, Caller
from majlis.wallet.v1 import merchants_service_pb2 as merchants_pb
from majlis.wallet.v1 import orders_service_pb2 as pb
from tests.support.shop import APP
from tests.support.wallet_plans import explained, read_whole

pytestmark = pytest.mark.asyncio
OURS = ("wallet_order", "wallet_payees", "wallet_settlements", "wallet_merchant")


async def test_no_question_of_a_shops_day_reads_a_whole_table(shop, statements):
    layla, driver = await shop.money.rich("layla"), await shop.money.rich("driver", 0)
    salim = Caller.user((await shop.money.person("salim")).user_id, roles=frozenset({DEVELOPER}))
    shop.catalogue.developers[APP] = salim.user_id
    split = pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=5_000)
    await shop.refund(await shop.paid(layla, splits=[split]), 10)
    await shop.capture(await shop.held(layla), 100)
    await shop.held(layla, hold_for_s=5)
    await shop.create(layla, expires_in_s=5)
    shop.money.ledger.later(5)
    await shop.end_holds()
    await shop.money.settle()
    await shop.orders.list_orders(pb.ListOrdersRequest(), caller=shop.app(layla))
    await shop.orders.list_my_orders(pb.ListMyOrdersRequest(), caller=layla)
    await shop.orders.list_my_orders(pb.ListMyOrdersRequest(app_id=APP), caller=layla)
    await shop.merchants.list_my_enrollments(merchants_pb.ListMyEnrollmentsRequest(), caller=driver)
    await shop.merchants.get_merchant(merchants_pb.GetMerchantRequest(app_id=APP), caller=salim)
    await shop.merchants.list_settlements(merchants_pb.ListSettlementsRequest(app_id=APP), caller=salim)
    # One without a condition asks for the ends of a table, in its order: the next number.
    asked = {
        statement: parameters for statement, parameters in statements.items()
        if "WHERE" in statement and any(name in statement for name in OURS)
    }  # fmt: skip
    assert len(asked) > 15
    whole = await shop.money.in_ledger(lambda tx: read_whole(tx, asked, ()))
    assert not whole, "\n\n".join(f"{statement}\n{plan}" for statement, plan in whole.items())
    due = next(statement for statement in asked if "due_at_ms <=" in statement)
    counted = next(statement for statement in asked if "'open'" in statement)
    plans = await shop.money.in_ledger(
        lambda tx: [explained(tx, statement, asked[statement]) for statement in (due, counted)]
    )
    assert ["ix_wallet_orders_due" in plans[0], "ix_wallet_orders_open" in plans[1]] == [True, True], plans
