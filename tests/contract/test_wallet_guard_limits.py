"""What may leave: by PIN alone in 24 hours, and in a day at all; over everything and to each app."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.errors import InvalidArgument
from core.kit.money import Money
from core.kit.rpc import Call
from majlis.wallet.v1 import guard_service_pb2 as pb
from tests.support.identity import PASSWORD
from tests.support.money_desk import MoneyDesk, approval
from wallet.guard.errors import LimitExceeded, PinWrong, StepUpRequired
from wallet.guard.tables import spent

pytestmark = pytest.mark.asyncio
TAXI, CAFE = "org.example.taxi", "org.example.cafe"
HOUR = timedelta(hours=1)


def sar(amount_minor: int) -> Money:
    return Money(amount_minor, "SAR")


async def approve(money: MoneyDesk, person: Caller, amount: Money, password: str = "") -> None:
    call = Call(person, "majlis.wallet.v1.Test/Pay", None)
    await money.verbs.house.guard.approve(call, approval(password=password), amount)


async def spend(money: MoneyDesk, person: Caller, amount: Money, app_id: str = "") -> int:
    """As an act does; the moment it counted for."""
    guard = money.verbs.house.guard

    def act(tx, books):
        guard.spend(tx, books, person.user_id, app_id, amount)
        return books.now_ms

    return await money.verbs.house.desk.act(act)


async def give_back(money: MoneyDesk, person: Caller, amount: Money, spent_at_ms: int, app_id: str = "") -> None:
    guard = money.verbs.house.guard
    await money.verbs.house.desk.act(
        lambda tx, books: guard.give_back(tx, books, person.user_id, app_id, amount, spent_at_ms=spent_at_ms)
    )


async def limits(money: MoneyDesk, person: Caller, currency_code: str = "SAR") -> dict[str, tuple[int, int]]:
    """App → the most and what is left."""
    asked = pb.ListLimitsRequest(currency_code=currency_code)
    answered = (await money.guard.list_limits(asked, caller=person)).limits
    assert [each.app_id for each in answered] == sorted(each.app_id for each in answered)
    assert {each.currency_code for each in answered} == {currency_code}
    return {each.app_id: (each.daily_max_minor, each.left_minor) for each in answered}


async def set_limit(
    money: MoneyDesk, person: Caller, daily_max_minor: int, app_id: str = "", password: str = ""
) -> pb.Limit:
    asked = pb.SetLimitRequest(
        app_id=app_id, currency_code="SAR", daily_max_minor=daily_max_minor, approval=approval(password=password)
    )  # fmt: skip
    return (await money.guard.set_limit(asked, caller=person)).limit


# By PIN alone


async def test_small_approvals_add_up_to_the_password(money: MoneyDesk) -> None:
    """A thousand at once takes it, and so does the same in small pieces, however many ask at once."""
    layla = await money.rich("layla", 0)
    with pytest.raises(StepUpRequired):
        await approve(money, layla, sar(100_001))
    results = await asyncio.gather(*(approve(money, layla, sar(7_000)) for _ in range(40)), return_exceptions=True)
    assert results.count(None) == 14
    assert all(each is None or isinstance(each, StepUpRequired) for each in results)
    await approve(money, layla, sar(2_000))
    with pytest.raises(StepUpRequired):
        await approve(money, layla, sar(1))


async def test_what_the_password_approved_counts_for_nothing(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    await approve(money, layla, sar(500_000), PASSWORD)
    await approve(money, layla, sar(100_000))
    await approve(money, layla, sar(1), PASSWORD)


async def test_the_sum_slides_and_is_each_currencys_own(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    await approve(money, layla, sar(60_000))
    money.clock.advance(12 * HOUR)
    await approve(money, layla, sar(40_000))
    await approve(money, layla, Money(1_000_000, "KWD"))  # A thousand dinars have three digits.
    with pytest.raises(StepUpRequired):
        await approve(money, layla, Money(1, "KWD"))
    money.clock.advance(12 * HOUR - timedelta(minutes=1))
    with pytest.raises(StepUpRequired):
        await approve(money, layla, sar(1))
    money.clock.advance(timedelta(minutes=2))
    await approve(money, layla, sar(60_000))
    with pytest.raises(StepUpRequired):
        await approve(money, layla, sar(1))


async def test_a_wrong_pin_adds_nothing_and_the_sheet_knows(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    call = Call(layla, "majlis.wallet.v1.Test/Pay", None)
    with pytest.raises(PinWrong):
        await money.verbs.house.guard.approve(call, approval("581936"), sar(90_000))
    sheet = money.verbs.house.guard.sheet
    assert not (await sheet(layla.user_id, sar(100_000))).step_up
    assert (await sheet(layla.user_id, sar(100_001))).step_up
    await approve(money, layla, sar(50_000))
    assert (await sheet(layla.user_id, sar(50_001))).step_up
    nobody = await money.rich("omar", 0, pin=False)
    assert not (await sheet(nobody.user_id, sar(1))).has_pin


# In a day


async def test_every_account_begins_with_limits(money: MoneyDesk) -> None:
    layla, omar = await money.rich("layla", 0), await money.rich("omar", 0)
    assert await limits(money, layla) == {"": (2_000_000, 2_000_000)}
    assert await limits(money, layla, "JPY") == {"": (20_000, 20_000)}
    await spend(money, layla, sar(300_000))
    await spend(money, layla, sar(500_000), TAXI)
    assert await limits(money, layla) == {"": (2_000_000, 1_200_000), TAXI: (500_000, 0)}
    with pytest.raises(LimitExceeded) as refused:
        await spend(money, layla, sar(1), TAXI)
    assert refused.value.facts == {
        "app_id": TAXI, "currency_code": "SAR", "daily_max_minor": 500_000, "left_minor": 0, "requested_minor": 1,
    }  # fmt: skip
    for _ in range(2):
        await spend(money, layla, sar(500_000))
    await spend(money, layla, sar(200_000), CAFE)
    with pytest.raises(LimitExceeded) as refused:
        await spend(money, layla, sar(1), CAFE)
    assert "app_id" not in refused.value.facts
    assert await limits(money, omar) == {"": (2_000_000, 2_000_000)}
    with pytest.raises(InvalidArgument):
        await limits(money, layla, "XAU")


async def test_a_day_ends_at_midnight_of_utc(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)  # The clock stands at midnight.
    money.clock.advance(24 * HOUR - timedelta(milliseconds=1))
    await spend(money, layla, sar(2_000_000))
    money.clock.advance(timedelta(milliseconds=1))
    assert await limits(money, layla) == {"": (2_000_000, 2_000_000)}
    await spend(money, layla, sar(2_000_000))
    days = await money.in_ledger(lambda tx: tx.execute(sa.select(spent.c.day)).scalars().all())
    assert len(days) == 1, "of days that are over nothing is kept"


async def test_of_many_at_once_no_more_leaves_than_may(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    asked = [spend(money, layla, sar(30_000), TAXI) for _ in range(50)]
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(each, LimitExceeded) for each in results) == 50 - 16
    assert await limits(money, layla) == {"": (2_000_000, 1_520_000), TAXI: (500_000, 20_000)}


async def test_what_did_not_leave_counts_no_more_but_only_that_day(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    at_ms = await spend(money, layla, sar(500_000), TAXI)
    await give_back(money, layla, sar(100_000), at_ms, TAXI)
    assert await limits(money, layla) == {"": (2_000_000, 1_600_000), TAXI: (500_000, 100_000)}
    money.clock.advance(24 * HOUR)
    await spend(money, layla, sar(50_000), TAXI)
    await give_back(money, layla, sar(400_000), at_ms, TAXI)
    assert await limits(money, layla) == {"": (2_000_000, 1_950_000), TAXI: (500_000, 450_000)}


async def test_a_limit_is_lowered_by_pin_and_raised_by_password(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    await spend(money, layla, sar(30_000), TAXI)
    lowered = await set_limit(money, layla, 20_000, TAXI)
    assert (lowered.daily_max_minor, lowered.left_minor) == (20_000, 0)
    with pytest.raises(StepUpRequired):
        await set_limit(money, layla, 20_001, TAXI)
    raised = await set_limit(money, layla, 40_000, TAXI, PASSWORD)
    assert (raised.app_id, raised.daily_max_minor, raised.left_minor) == (TAXI, 40_000, 10_000)
    await set_limit(money, layla, 0)
    with pytest.raises(LimitExceeded):
        await spend(money, layla, sar(1))
    money.clock.advance(24 * HOUR)
    assert await limits(money, layla) == {"": (0, 0), TAXI: (40_000, 40_000)}


async def test_of_limits_set_at_once_none_is_raised_without_the_password(money: MoneyDesk) -> None:
    """Each lowers what it saw; whoever comes after a lower one would raise it."""
    layla = await money.rich("layla", 0)
    asked = [set_limit(money, layla, 1_000 * (20 - number)) for number in range(20)]
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(each, (pb.Limit, StepUpRequired)) for each in results)
    set_to = [each.daily_max_minor for each in results if isinstance(each, pb.Limit)]
    assert (await limits(money, layla))[""][0] == min(set_to)
