"""Mandates: proposed by apps, approved and ended by people, and never more taken in a window than was allowed."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from core.kit.caller import Caller
from core.kit.errors import InvalidArgument, NoUser, RequestIdReused, ResourceExhausted
from majlis.wallet.v1 import guard_service_pb2 as guard_pb
from majlis.wallet.v1 import mandates_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.chat_desk import request_id
from tests.support.identity import PASSWORD
from tests.support.mandates_desk import DAY_S, HOUR_S, Subscriptions
from tests.support.money_desk import MoneyDesk, approval, sar
from tests.support.shop import APP, OTHER_APP, Shop
from wallet.accounts import balance_of
from wallet.errors import AccountFrozen, InsufficientFunds
from wallet.guard.errors import LimitExceeded, PasswordWrong, PinWrong, StepUpRequired
from wallet.mandates.errors import MandateExceeded, MandateNotActive, MandateNotFound, MandateNotProposed
from wallet.mandates.tables import mandates
from wallet.merchants import store as merchants
from wallet.store import account

pytestmark = pytest.mark.asyncio


@pytest.fixture
def news(money: MoneyDesk) -> Subscriptions:
    return Subscriptions(money)


# Proposed, approved, ended


async def test_a_proposal_waits_for_its_person(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    made = await news.propose(layla, 10_000, title_en=" Sub\u202escription\n")
    now_ms = news.money.ledger.now_ms()
    assert made == pb.Mandate(
        mandate_id=made.mandate_id, app_id=APP, payer_user_id=made.payer_user_id, title_ar="اشتراك",
        title_en="Subscription", max=sar(10_000), window_s=HOUR_S, state=pb.MANDATE_STATE_PROPOSED,
        created_at_ms=now_ms, expires_at_ms=now_ms + DAY_S * 1000,
    )  # fmt: skip
    assert made.payer_user_id not in ("", layla.user_id), "apps know people by subjects"
    with pytest.raises(MandateNotActive) as refused:
        await news.charge(made, 1)
    assert refused.value.facts["state"] == "proposed"
    sheet = await news.mandates.get_mandate_sheet(
        pb.GetMandateSheetRequest(mandate_id=made.mandate_id), caller=layla
    )  # fmt: skip
    assert (sheet.mandate.payer_user_id, sheet.mandate.max, sheet.has_pin) == (layla.user_id, sar(10_000), True)
    assert not sheet.HasField("mark")


async def test_approval_takes_pin_and_password_always(news: Subscriptions) -> None:
    """However little it is: it lasts."""
    layla = await news.money.rich("layla")
    made = await news.propose(layla, 1)
    for given, why in (
        (approval(), StepUpRequired), (approval("581936", PASSWORD), PinWrong),
        (approval(password="not hers at all"), PasswordWrong),
    ):  # fmt: skip
        with pytest.raises(why):
            await news.approve(layla, made, approval=given)
    news.money.clock.advance(timedelta(hours=2))
    approved = await news.approve(layla, made)
    assert approved.state == pb.MANDATE_STATE_ACTIVE
    assert approved.expires_at_ms == news.money.ledger.now_ms() + 30 * DAY_S * 1000
    with pytest.raises(MandateNotProposed) as refused:
        await news.approve(layla, made)
    assert refused.value.facts["state"] == "active"


async def test_approved_again_under_its_request_id_it_is_approved_once(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    made = await news.propose(layla, 10_000)
    first, second = await asyncio.gather(*(news.approve(layla, made, request_id="r1") for _ in range(2)))
    assert first == second == await news.approve(layla, made, request_id="r1")
    assert await news.left_in_ledger(made) == 10_000


async def test_nobody_else_sees_or_answers_it(news: Subscriptions) -> None:
    layla, mallory = await news.money.rich("layla"), await news.money.rich("mallory")
    made = await news.propose(layla)
    sheet = pb.GetMandateSheetRequest(mandate_id=made.mandate_id)
    other = news.app(layla, OTHER_APP)
    for asked in (
        news.mandates.get_mandate_sheet(sheet, caller=mallory), news.approve(mallory, made),
        news.decline(mallory, made), news.revoke(mallory, made), news.get(made, other),
        news.charge(made, 1, caller=other),
    ):  # fmt: skip
        with pytest.raises(MandateNotFound):
            await asked
    listed = await news.mandates.list_mandates(pb.ListMandatesRequest(), caller=mallory)
    assert not listed.mandates
    assert (await news.get(made)).state == pb.MANDATE_STATE_PROPOSED


async def test_a_no_is_a_no(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    made = await news.propose(layla)
    assert [(await news.decline(layla, made)).state for _ in range(2)] == [pb.MANDATE_STATE_DECLINED] * 2
    with pytest.raises(MandateNotProposed):
        await news.approve(layla, made)
    with pytest.raises(MandateNotActive):
        await news.charge(made, 1)
    assert (await news.revoke(layla, made)).state == pb.MANDATE_STATE_DECLINED
    taken = await news.active(layla)
    with pytest.raises(MandateNotProposed):
        await news.decline(layla, taken)


async def test_revoked_it_is_over_at_once_and_for_the_ledger_too(news: Subscriptions) -> None:
    """Even code that forgot to look at the state could not take any more."""
    layla = await news.money.rich("layla")
    made = await news.active(layla)
    await news.charge(made, 4_000)
    assert [(await news.revoke(layla, made)).state for _ in range(2)] == [pb.MANDATE_STATE_REVOKED] * 2
    with pytest.raises(MandateNotActive) as refused:
        await news.charge(made, 1)
    assert refused.value.facts["state"] == "revoked"
    forgets = mandates.update().where(mandates.c.mandate_id == made.mandate_id)
    forgets = forgets.values(state="active", ended_at_ms=0, due_at_ms=mandates.c.expires_at_ms)
    await news.money.verbs.house.desk.write(lambda tx: tx.execute(forgets))
    for _ in range(2):
        with pytest.raises(MandateNotActive):
            await news.charge(made, 1)
        news.money.clock.advance(timedelta(seconds=HOUR_S))
        await news.money.ledger.writer.expire_due()
    assert (await news.money.has(layla))[0] == 96_000


@pytest.mark.parametrize("is_swept", [True, False])
async def test_its_time_ends_it_whether_anybody_looks_or_not(news: Subscriptions, is_swept: bool) -> None:
    layla = await news.money.rich("layla")
    waits, runs = await news.propose(layla), await news.active(layla, expires_in_s=DAY_S)
    news.money.clock.advance(timedelta(seconds=DAY_S) - timedelta(milliseconds=1))
    await news.charge(runs, 1)
    news.money.clock.advance(timedelta(milliseconds=1))
    if is_swept:
        assert [await news.expiry.sweep() for _ in range(2)] == [2, 0]
    for each in (waits, runs):
        assert (await news.get(each)).state == pb.MANDATE_STATE_EXPIRED
        with pytest.raises(MandateNotActive):
            await news.charge(each, 1)
        with pytest.raises(MandateNotProposed):
            await news.approve(layla, each)
        assert (await news.revoke(layla, each)).state == pb.MANDATE_STATE_EXPIRED
    assert await news.expiry.sweep() == (0 if is_swept else 2)


async def test_an_app_hears_what_became_of_it_in_the_session_that_asked(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    proposed = await news.propose(layla, session_id="ses_1")
    made = await news.approve(layla, proposed)
    await news.charge(made, 100)
    await news.money.settle()
    await news.revoke(layla, made)
    await news.money.settle()
    assert [each["state"] for each in news.told] == ["MANDATE_STATE_ACTIVE", "MANDATE_STATE_REVOKED"]
    assert {each["payer_user_id"] for each in news.told} == {proposed.payer_user_id}
    assert news.told[1]["spent_minor"] == "100"
    heard = news.sandbox.heard
    assert {(each.app_id, each.session_id) for each in heard} == {(APP, "ses_1")}
    assert [each.delivery_id for each in heard] == [f"{made.mandate_id}/{version}" for version in (2, 3)]


async def test_what_changed_twice_before_it_was_told_is_told_once(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    await news.revoke(layla, await news.active(layla))
    await news.money.settle()
    assert [each["state"] for each in news.told] == ["MANDATE_STATE_REVOKED"]


async def test_a_proposal_says_what_it_means(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    with pytest.raises(NoUser):
        await news.mandates.propose_mandate(_proposal(), caller=news.app())
    for wrong in (
        {"max": sar(0)}, {"max": {"currency_code": "XAU", "amount_minor": 1}}, {"title_ar": "\u202e "},
        {"window_s": 59}, {"expires_in_s": 0},
    ):  # fmt: skip
        with pytest.raises(InvalidArgument):
            await news.propose(layla, **wrong)
    for _ in range(20):
        await news.propose(layla)
    with pytest.raises(ResourceExhausted):
        await news.propose(layla)
    await news.propose(layla, app_id=OTHER_APP)
    news.money.clock.advance(timedelta(days=1))
    await news.propose(layla)


def _proposal() -> pb.ProposeMandateRequest:
    return pb.ProposeMandateRequest(
        request_id=request_id(), title_ar="ا", title_en="a", max=sar(1), window_s=60, expires_in_s=60
    )


async def test_people_see_all_of_theirs(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    made = [await news.propose(layla), await news.active(layla), await news.propose(layla, app_id=OTHER_APP)]
    await news.charge(made[1], 700)
    seen, token = [], ""
    while True:
        request = pb.ListMandatesRequest(page_size=2, page_token=token)
        page = await news.mandates.list_mandates(request, caller=layla)
        seen += page.mandates
        token = page.next_page_token
        if not token:
            break
    assert [each.mandate_id for each in seen] == [each.mandate_id for each in reversed(made)]
    assert [each.spent_minor for each in seen] == [0, 700, 0]


# Taken


async def test_what_was_taken_without_asking_is_told_in_a_receipt(money: MoneyDesk) -> None:
    shop, news = Shop(money), Subscriptions(money)
    layla = await money.rich("layla")
    taken = await news.charge(await news.active(layla), 2_550)
    await money.settle()
    (card,) = await shop.receipts(layla)
    assert (card.ref_id, card.state, card.app_id) == (taken.transfer_id, "paid", APP)
    assert (card.amount, card.title_ar, card.title_en) == (sar(2_550), "عدد اليوم", "Today's issue")


async def test_a_charge_pays_the_app_without_asking(news: Subscriptions) -> None:
    """The payer reads one line; the platform's fee is the app's."""
    layla = await news.money.rich("layla")
    made = await news.active(layla)
    taken = await news.charge(made, 2_550)
    assert taken.mandate.spent_minor == 2_550
    assert await news.money.has(layla) == (97_450, 0)
    line = (await news.money.ledger.lines(await news.money.ledger.open(layla), layla))[0]
    assert (line.transfer_id, line.moved_minor, line.counterparty.app_id) == (taken.transfer_id, -2_550, APP)
    label = line.label
    assert (label.kind, label.ref_id, label.app_id) == (wallet_pb.LABEL_KIND_MANDATE, made.mandate_id, APP)
    assert (label.title_ar, label.title_en) == ("عدد اليوم", "Today's issue")
    fees = await news.money.ledger.owned(platform=wallet_pb.PLATFORM_ACCOUNT_FEES)
    app = await news.money.ledger.owned(app_id=APP)
    held = await news.money.in_ledger(lambda tx: [balance_of(account(tx, each)).total_minor for each in (app, fees)])
    assert held == [2_525, 25]
    sums = await news.money.in_ledger(lambda tx: merchants.sums(tx, APP))
    assert (sums["SAR"].sales_minor, sums["SAR"].fees_minor) == (2_550, 25)


async def test_a_repeated_charge_takes_once(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    made = await news.active(layla)
    same = [news.charge(made, 1_000, request_id="c1") for _ in range(5)]
    answers = await asyncio.gather(*same)
    assert all(each == answers[0] for each in answers)
    assert (await news.money.has(layla))[0] == 99_000
    with pytest.raises(RequestIdReused):
        await news.charge(made, 2_000, request_id="c1")


async def test_of_fifty_charges_at_once_the_ledger_lets_through_what_fits(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    made = await news.active(layla, 10_000)
    results = await asyncio.gather(*(news.charge(made, 300) for _ in range(50)), return_exceptions=True)
    assert Counter(type(each).__name__ for each in results) == {"ChargeMandateResponse": 33, "MandateExceeded": 17}
    assert (await news.money.has(layla))[0] == 100_000 - 33 * 300
    assert await news.left_in_ledger(made) == 100
    with pytest.raises(MandateExceeded) as refused:
        await news.charge(made, 101)
    assert refused.value.facts == {"requested_minor": 101, "left_minor": 100}
    await news.charge(made, 100)


@pytest.mark.parametrize("is_swept", [True, False])
async def test_the_window_slides(news: Subscriptions, is_swept: bool) -> None:
    """Each charge comes back when its own hour is over, to the millisecond, whether the sweep was there or not."""
    layla = await news.money.rich("layla")
    made = await news.active(layla, 10_000)
    await news.charge(made, 6_000)
    news.money.clock.advance(timedelta(minutes=30))
    await news.charge(made, 4_000)
    news.money.clock.advance(timedelta(minutes=30) - timedelta(milliseconds=1))
    assert (await news.get(made)).spent_minor == 10_000
    with pytest.raises(MandateExceeded):
        await news.charge(made, 1)
    news.money.clock.advance(timedelta(milliseconds=1))
    if is_swept:
        await news.money.ledger.writer.expire_due()
    assert (await news.get(made)).spent_minor == 4_000
    with pytest.raises(MandateExceeded) as refused:
        await news.charge(made, 6_001)
    assert refused.value.facts["left_minor"] == 6_000
    await news.charge(made, 6_000)
    with pytest.raises(MandateExceeded):
        await news.charge(made, 1)


async def test_what_a_charge_meets_leaves_everything_as_it_was(news: Subscriptions) -> None:
    """No money, a frozen account, a day's limit: neither limit nor day counts what was not taken."""
    layla = await news.money.rich("layla", 5_000)
    made = await news.active(layla, 900_000)
    with pytest.raises(InsufficientFunds) as poor:
        await news.charge(made, 5_001)
    assert poor.value.facts == {"requested_minor": 5_001}, "an app may not learn what people have"
    mine = await news.money.ledger.open(layla)
    freeze = wallet_pb.FreezeAccountRequest(request_id="f1", account_id=mine, reason="a reason")
    await news.money.ledger.client.freeze_account(freeze, caller=Caller.operator("usr_salma"))
    with pytest.raises(AccountFrozen) as frozen:
        await news.charge(made, 1)
    assert not frozen.value.facts
    reopen = wallet_pb.ReopenAccountRequest(request_id="f2", account_id=mine, reason="a reason")
    await news.money.ledger.client.reopen_account(reopen, caller=Caller.operator("usr_salma"))
    await news.money.ledger.fund(mine, 600_000)
    with pytest.raises(LimitExceeded) as limit:
        await news.charge(made, 500_001)
    assert limit.value.facts == {"requested_minor": 500_001}
    with pytest.raises(InvalidArgument):
        await news.charge(made, 1, amount={"currency_code": "KWD", "amount_minor": 1})
    assert ((await news.get(made)).spent_minor, await news.left_in_ledger(made)) == (0, 900_000)
    await news.charge(made, 500_000)
    limits = await news.money.guard.list_limits(guard_pb.ListLimitsRequest(currency_code="SAR"), caller=layla)
    assert [(each.app_id, each.left_minor) for each in limits.limits] == [("", 1_500_000), (APP, 0)]


async def test_revoked_among_charges_nothing_is_taken_after_it(news: Subscriptions) -> None:
    layla = await news.money.rich("layla")
    made = await news.active(layla)
    asked = [news.charge(made, 100) for _ in range(10)]
    results = await asyncio.gather(*asked, news.revoke(layla, made), *asked[:0], return_exceptions=True)
    taken = sum(isinstance(each, pb.ChargeMandateResponse) for each in results)
    assert (await news.money.has(layla))[0] == 100_000 - taken * 100
    with pytest.raises(MandateNotActive):
        await news.charge(made, 100)
