"""A payee who spent their part keeps nobody from getting their money back: the app stands in, and is owed it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core.kit.caller import DEVELOPER, Caller
from majlis.wallet.v1 import merchants_service_pb2 as merchants_pb
from majlis.wallet.v1 import orders_service_pb2 as pb
from tests.support.shop import APP, OTHER_APP
from wallet.errors import InsufficientFunds
from wallet.merchants.tables import merchant_sums, payee_debts

pytestmark = pytest.mark.asyncio


class Till:
    """An app with a payee, some money of its own, and a developer who reads its books."""

    def __init__(self, shop, layla, driver, salim, split):
        self.shop, self.layla, self.driver, self.salim, self.split = shop, layla, driver, salim, split

    @classmethod
    async def of(cls, shop, *, float_minor=10_000, basis_points=7_000):
        layla, driver = await shop.money.rich("layla", 100_000), await shop.money.rich("driver", 0)
        salim = await shop.money.rich("salim", 0)
        shop.catalogue.developers[APP] = salim.user_id
        split = pb.OrderSplit(payee_user_id=await shop.enroll(driver), basis_points=basis_points)
        if float_minor:
            await shop.money.ledger.fund(await shop.money.ledger.owned(app_id=APP), float_minor)
        return cls(shop, layla, driver, Caller.user(salim.user_id, roles=frozenset({DEVELOPER})), split)

    async def sold(self, total_minor=1_000, **more):
        return await self.shop.paid(self.layla, total_minor, splits=[self.split], **more)

    async def spends(self, amount_minor):
        """The driver sends so much home."""
        if not amount_minor:
            return
        ledger = self.shop.money.ledger
        await ledger.pay(await ledger.open(self.driver), await ledger.bank(), amount_minor)

    async def books(self):
        """What the driver owes by the app's books, and the newest line: fee, shared, net, debt."""
        request = merchants_pb.GetMerchantRequest(app_id=APP)
        balance = (await self.shop.merchants.get_merchant(request, caller=self.salim)).balances[0]
        asked = merchants_pb.ListSettlementsRequest(app_id=APP)
        line = (await self.shop.merchants.list_settlements(asked, caller=self.salim)).settlements[0]
        return balance.owed_minor, (line.fee_minor, line.shared_minor, line.net_minor, line.debt_minor)

    async def has(self):
        """Driver, app, and nothing ever on the platform's account of orders."""
        assert await self.shop.has(platform="orders") == 0
        return (await self.shop.money.has(self.driver))[0], await self.shop.has()


async def test_the_payer_has_it_back_although_the_payee_spent_it(shop):
    till = await Till.of(shop)
    order = await till.sold()
    assert await till.has() == (700, 10_297)
    await till.spends(500)
    given = await shop.refund(order)
    assert given.refunded_minor == 1_000
    assert await shop.money.has(till.layla) == (100_000, 0)
    assert await till.has() == (0, 9_500), "the driver gave the 200 they had, the app the 500 they had not"
    assert await till.books() == (500, (3, 200, -797, 500))


async def test_a_frozen_payee_gives_nothing_and_owes_all_of_it(shop):
    till = await Till.of(shop)
    order = await till.sold()
    await shop.freeze(till.driver)
    await shop.refund(order)
    assert await shop.money.has(till.layla) == (100_000, 0)
    assert await till.has() == (700, 9_300)
    assert (await till.books())[0] == 700


async def test_what_is_put_aside_cannot_be_given_back(shop):
    """The driver's money is promised to somebody: what they can give is what they could spend."""
    till = await Till.of(shop)
    order = await till.sold()
    await shop.held(till.driver, 600)
    await shop.refund(order)
    assert (await till.books())[0] == 600


async def test_the_debt_is_taken_from_the_next_shares_first_and_exactly(shop):
    till = await Till.of(shop)
    order = await till.sold()
    await till.spends(700)
    await shop.refund(order)
    assert await till.has() == (0, 9_300)
    await till.sold(500)
    assert await till.has() == (0, 9_300 + 149 + 350)
    assert await till.books() == (350, (1, 0, 499, 350))
    held = await shop.paid(till.layla, 1_000, hold=True, splits=[till.split])
    await shop.capture(held)
    assert await till.has() == (350, 9_799 + 297 + 350)
    assert await till.books() == (0, (3, 350, 647, 350))
    await till.sold()
    assert await till.has() == (1_050, 10_446 + 297)
    assert await till.books() == (0, (3, 700, 297, 0))


async def test_a_tip_is_not_taken_for_a_debt(shop):
    """The payer gave it to whoever served them today."""
    till = await Till.of(shop)
    order = await till.sold()
    await till.spends(700)
    await shop.refund(order)
    await till.sold(1_000, tip_minor=100)
    assert await till.has() == (100, 10_297)
    assert (await till.books())[0] == 0


async def test_refunds_in_parts_leave_what_one_would(shop):
    till = await Till.of(shop)
    order = await till.sold(1_999)
    await till.spends(1_000)
    for amount_minor in (1, 700, 1, 1_000, 297):
        await shop.refund(order, amount_minor)
    assert await shop.money.has(till.layla) == (100_000, 0)
    assert await till.has() == (0, 9_000)
    assert (await till.books())[0] == 1_000


async def test_a_share_that_paid_a_debt_can_itself_be_refunded(shop):
    till = await Till.of(shop)
    first = await till.sold()
    await till.spends(700)
    await shop.refund(first)
    second = await till.sold()
    assert await till.books() == (0, (3, 0, 997, 700))
    await shop.refund(second)
    assert await shop.money.has(till.layla) == (100_000, 0)
    assert await till.has() == (0, 9_300)
    assert await till.books() == (700, (3, 0, -997, 700))


async def test_a_debt_is_to_the_one_app_in_the_one_currency(shop):
    till = await Till.of(shop)
    order = await till.sold()
    await till.spends(700)
    await shop.refund(order)
    name = await shop.enroll(till.driver, OTHER_APP)
    other = pb.OrderSplit(payee_user_id=name, basis_points=7_000)
    await shop.approve(till.layla, await shop.create(till.layla, 1_000, app_id=OTHER_APP, splits=[other]))
    assert (await till.has())[0] == 700
    assert (await till.books())[0] == 700


async def test_where_the_app_has_not_got_it_either_nothing_moves(shop):
    """And what is refused tells nothing of the payee: it says the sum that was asked for."""
    till = await Till.of(shop, float_minor=0)
    order = await till.sold()
    await till.spends(1)
    seen = await shop.get(order)
    with pytest.raises(InsufficientFunds) as short:
        await shop.refund(order)
    assert short.value.metadata() == {"requested_minor": "1000"}
    assert await till.has() == (699, 297)
    assert await shop.get(order) == seen
    assert (await till.books())[0] == 0
    assert (await shop.refund(order, 999)).refunded_minor == 999


async def test_what_the_app_hears_is_the_same_whatever_the_payee_has(shop):
    """An app with money of its own cannot ask, by refunds, what a payee has left."""
    till = await Till.of(shop)
    answers = []
    for spent_minor in (0, 1, 699, 700):
        order = await till.sold()
        await till.spends(min(spent_minor, (await till.has())[0]))
        given = await shop.refund(order)
        answers.append((given.state, given.paid_minor, given.refunded_minor, given.version, len(given.refunds)))
    assert len(set(answers)) == 1


async def test_the_payee_reads_what_they_owe(shop):
    till = await Till.of(shop)
    order = await till.sold()
    await till.spends(700)
    await shop.refund(order)
    await till.sold(500)
    assert (await shop.labels(till.driver))[0][0] == "refund", "what was taken for the debt says what it is"
    listed = await shop.merchants.list_my_enrollments(
        merchants_pb.ListMyEnrollmentsRequest(), caller=till.driver
    )  # fmt: skip
    (enrolled,) = listed.enrollments
    assert [(each.currency_code, each.amount_minor) for each in enrolled.owed] == [("SAR", 350)]
    await shop.merchants.leave_merchant(merchants_pb.LeaveMerchantRequest(app_id=APP), caller=till.driver)
    assert (await till.books())[0] == 350, "whoever leaves still owes it"


async def test_the_database_refuses_a_debt_below_nothing(shop):
    till = await Till.of(shop)
    order = await till.sold()
    await till.spends(700)
    await shop.refund(order)
    for wrong in (payee_debts.update().values(owed_minor=-1), merchant_sums.update().values(owed_minor=0)):
        with pytest.raises(sa.exc.IntegrityError):
            await shop.money.verbs.house.desk.write(lambda tx, wrong=wrong: tx.execute(wrong))
