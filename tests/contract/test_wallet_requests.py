"""Requests for money: of contacts only, low and few; what pays one is a payment, and one that comes back reopens it."""

from __future__ import annotations

import asyncio

import pytest

from core.kit.errors import InvalidArgument, RequestIdReused
from majlis.common.v1 import money_pb2
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.wallet.v1 import payments_service_pb2 as pb
from tests.support.money_desk import sar
from tests.support.payment_desk import (
    ask,
    asked_of,
    cards,
    decline,
    pass_by,
    pay_asked,
    request_id,
    sweep,
    take_back,
    told,
    two,
)
from wallet.errors import InsufficientFunds
from wallet.payments.errors import (
    MoneyRequestClosed,
    MoneyRequestNotFound,
    PayeeNameChanged,
    PayeeNotContact,
    PayeeNotFound,
    RequestTooHigh,
    TooManyRequestsOpen,
)

pytestmark = pytest.mark.asyncio
WEEK_S = 7 * 24 * 3600


async def say_no(money, person, asked):
    request = pb.DeclineMoneyRequestRequest(money_request_id=asked.money_request_id)
    return (await money.payments.decline_money_request(request, caller=person)).money_request


async def cancel(money, person, asked):
    request = pb.CancelMoneyRequestRequest(money_request_id=asked.money_request_id)
    return (await money.payments.cancel_money_request(request, caller=person)).money_request


async def state_of(money, person, asked):
    return (await asked_of(money, person, asked.money_request_id)).state


async def test_what_was_asked_is_paid_as_to_a_contact(money):
    layla, omar = await two(money)
    asked = await ask(money, omar, layla, 4_000, note="tea")
    assert (asked.state, asked.payer_user_id) == (pb.MONEY_REQUEST_STATE_OPEN, layla.user_id)
    assert asked.expires_at_ms == asked.created_at_ms + WEEK_S * 1000
    made = await pay_asked(money, layla, asked.money_request_id)
    assert (made.note, made.to_contact, made.money_request_id) == ("tea", True, asked.money_request_id)
    for person in (layla, omar):
        seen = await asked_of(money, person, asked.money_request_id)
        assert (seen.state, seen.payment_id) == (pb.MONEY_REQUEST_STATE_PAID, made.payment_id)
    await pass_by(money, 10)
    assert await money.has(omar) == (4_000, 0)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_PAID


async def test_a_payment_that_is_taken_back_reopens_what_it_was_to_pay(money):
    layla, omar = await two(money)
    asked = await ask(money, omar, layla)
    first = await pay_asked(money, layla, asked.money_request_id)
    await take_back(money, layla, first)
    seen = await asked_of(money, omar, asked.money_request_id)
    assert (seen.state, seen.payment_id) == (pb.MONEY_REQUEST_STATE_OPEN, "")
    second = await pay_asked(money, layla, asked.money_request_id)
    await decline(money, omar, second)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_OPEN
    await pay_asked(money, layla, asked.money_request_id)
    await pass_by(money, 10)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_PAID
    assert await money.has(layla) == (96_000, 0)


async def test_one_that_comes_back_when_the_week_is_over_stays_over(money):
    layla, omar = await two(money)
    asked = await ask(money, omar, layla)
    money.later(WEEK_S - 5)
    made = await pay_asked(money, layla, asked.money_request_id)
    money.later(6)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_PAID
    await take_back(money, layla, made)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_EXPIRED
    await sweep(money)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_EXPIRED


async def test_a_payment_nobody_could_settle_reopens_it_at_once(money):
    """The host was away for longer than the hold: what is read is true before anything is swept."""
    layla, omar = await two(money)
    asked = await ask(money, omar, layla)
    await pay_asked(money, layla, asked.money_request_id)
    money.later(25 * 3600)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_OPEN
    again = await pay_asked(money, layla, asked.money_request_id)
    await sweep(money)
    seen = await asked_of(money, omar, asked.money_request_id)
    assert (seen.state, seen.payment_id) == (pb.MONEY_REQUEST_STATE_PAID, again.payment_id)
    await pass_by(money, 10)
    assert await money.has(omar) == (4_000, 0)


async def test_of_many_who_pay_it_at_once_one_does(money):
    layla, omar = await two(money)
    asked = await ask(money, omar, layla)
    tries = [pay_asked(money, layla, asked.money_request_id) for _ in range(6)]
    tries += [say_no(money, layla, asked), cancel(money, omar, asked)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    done = [each for each in results if not isinstance(each, Exception)]
    assert len(done) == 1
    assert {type(each) for each in results if isinstance(each, Exception)} == {MoneyRequestClosed}
    await pass_by(money, 10)
    assert sum(await money.has(omar)) == (4_000 if isinstance(done[0], pb.Payment) else 0)


async def test_a_week_without_an_answer_ends_it(money):
    layla, omar = await two(money)
    asked = await ask(money, omar, layla)
    money.later(WEEK_S)
    assert await state_of(money, layla, asked) == pb.MONEY_REQUEST_STATE_EXPIRED
    await sweep(money)
    assert await state_of(money, layla, asked) == pb.MONEY_REQUEST_STATE_EXPIRED
    with pytest.raises(MoneyRequestClosed) as refused:
        await pay_asked(money, layla, asked.money_request_id)
    assert refused.value.facts == {"state": "expired"}


async def test_who_was_asked_says_no_and_who_asked_takes_it_back(money):
    layla, omar = await two(money)
    refused, cancelled = [await ask(money, omar, layla) for _ in range(2)]
    for _ in range(2):  # The step that comes again finds it done.
        assert (await say_no(money, layla, refused)).state == pb.MONEY_REQUEST_STATE_DECLINED
        assert (await cancel(money, omar, cancelled)).state == pb.MONEY_REQUEST_STATE_CANCELLED
    for step, person, asked in ((cancel, omar, refused), (say_no, layla, cancelled)):
        with pytest.raises(MoneyRequestClosed):
            await step(money, person, asked)
    for asked in (refused, cancelled):
        with pytest.raises(MoneyRequestClosed):
            await pay_asked(money, layla, asked.money_request_id)


async def test_each_step_is_its_owners_alone(money):
    layla, omar = await two(money)
    mallory = await money.rich("mallory")
    asked = await ask(money, omar, layla)
    for step, person in ((say_no, omar), (say_no, mallory), (cancel, layla), (cancel, mallory), (state_of, mallory)):
        with pytest.raises(MoneyRequestNotFound):
            await step(money, person, asked)
    for person in (omar, mallory):
        with pytest.raises(MoneyRequestNotFound):
            await pay_asked(money, person, asked.money_request_id)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_OPEN


# Who may ask, and how much


async def test_only_contacts_are_asked(money):
    """A stranger, somebody who blocks, oneself and nobody: one answer for all."""
    layla, omar = await two(money)
    huda, salma = await money.rich("huda"), await money.rich("salma")
    await money.befriend(layla, salma)
    await money.identity.contacts.block_person(contacts_pb.BlockPersonRequest(user_id=layla.user_id), caller=salma)
    answers = set()
    for user_id in (huda.user_id, salma.user_id, layla.user_id, "usr_00000000000000000000000000"):
        request = pb.RequestMoneyRequest(request_id=request_id(), payer_user_id=user_id, amount=sar(1))
        with pytest.raises(PayeeNotContact) as refused:
            await money.payments.request_money(request, caller=layla)
        answers.add((refused.value.message, str(refused.value.metadata())))
    assert len(answers) == 1
    assert (await ask(money, layla, omar)).state == pb.MONEY_REQUEST_STATE_OPEN


@pytest.mark.parametrize(("currency", "most"), [("SAR", 50_000), ("KWD", 500_000), ("JPY", 500)])
async def test_no_more_than_five_hundred_of_a_currency_are_asked_for(money, currency, most):
    layla, omar = await two(money)

    def of(amount_minor):
        return money_pb2.Money(currency_code=currency, amount_minor=amount_minor)

    assert (await ask(money, omar, layla, of(most))).amount == of(most)
    with pytest.raises(RequestTooHigh) as refused:
        await ask(money, omar, layla, of(most + 1))
    assert refused.value.facts["max_minor"] == most
    with pytest.raises(InvalidArgument):
        await ask(money, omar, layla, of(0))


async def test_ten_may_wait_for_one_person_and_fifty_in_all(money):
    omar, *others = [await money.person(name) for name in ("omar", "a11", "b11", "c11", "d11", "e11", "f11")]
    await money.befriend(omar, *others)
    for other in others[:5]:
        made = [await ask(money, omar, other, 100) for _ in range(10)]
        with pytest.raises(TooManyRequestsOpen):
            await ask(money, omar, other, 100)
    with pytest.raises(TooManyRequestsOpen):
        await ask(money, omar, others[5], 100)
    await cancel(money, omar, made[0])
    await ask(money, omar, others[5], 100)
    money.later(WEEK_S)  # None of them waits any more, swept or not.
    await ask(money, omar, others[0], 100)


async def test_of_many_at_once_no_more_wait_than_may(money):
    layla, omar = await two(money)
    results = await asyncio.gather(*(ask(money, omar, layla, 100) for _ in range(25)), return_exceptions=True)
    assert sum(isinstance(each, pb.MoneyRequest) for each in results) == 10


async def test_a_request_that_comes_again_asks_once(money):
    layla, omar = await two(money)
    once = request_id()
    first = await ask(money, omar, layla, request_id=once)
    await say_no(money, layla, first)
    assert await ask(money, omar, layla, request_id=once) == first
    with pytest.raises(RequestIdReused):
        await ask(money, omar, layla, 1, request_id=once)
    assert len(await listed(money, layla)) == 1


async def test_who_changed_their_name_is_shown_anew_before_anybody_pays(money):
    """Asked as Omar, paid as somebody else: not without the payer seeing it."""
    layla, omar = await two(money)
    asked = await ask(money, omar, layla)
    await money.identity.client.update_me(identity_pb.UpdateMeRequest(display_name="Umar"), caller=omar)
    with pytest.raises(PayeeNameChanged):
        await pay_asked(money, layla, asked.money_request_id)
    assert (await asked_of(money, layla, asked.money_request_id)).payee_name == "Umar"
    assert (await pay_asked(money, layla, asked.money_request_id)).payee_name == "Umar"


async def test_who_blocks_the_other_since_is_paid_nothing(money):
    layla, omar = await two(money)
    asked = await ask(money, omar, layla)
    await money.identity.contacts.block_person(contacts_pb.BlockPersonRequest(user_id=omar.user_id), caller=layla)
    with pytest.raises(PayeeNotFound):
        await pay_asked(money, layla, asked.money_request_id)


async def test_who_has_too_little_leaves_it_open(money):
    layla, omar = await two(money)
    asked = await ask(money, layla, omar)
    with pytest.raises(InsufficientFunds):
        await pay_asked(money, omar, asked.money_request_id)
    assert await state_of(money, omar, asked) == pb.MONEY_REQUEST_STATE_OPEN


async def listed(money, person, **more):
    found, token = [], ""
    while True:
        request = pb.ListMoneyRequestsRequest(page_token=token, **more)
        page = await money.payments.list_money_requests(request, caller=person)
        found.extend(page.money_requests)
        token = page.next_page_token
        if not token:
            return found


async def test_lists_are_newest_first_and_those_that_wait_alone(money):
    layla, omar = await two(money)
    made = [await ask(money, *pair) for pair in ((omar, layla), (layla, omar), (omar, layla), (layla, omar))]
    await cancel(money, omar, made[0])
    await pay_asked(money, layla, made[2].money_request_id)
    ids = [each.money_request_id for each in reversed(made)]
    for size in (1, 2, 3, 0):
        for person in (layla, omar):
            assert [each.money_request_id for each in await listed(money, person, page_size=size)] == ids
    waiting = await listed(money, omar, page_size=1, open_only=True)
    assert [each.money_request_id for each in waiting] == [ids[0], ids[2]]
    await pass_by(money, WEEK_S)
    assert await listed(money, omar, open_only=True) == []


async def test_its_card_says_whatever_becomes_of_it(money):
    layla, omar = await two(money)
    at = await money.direct(layla, omar)
    paid, cancelled, forgotten = [await ask(money, omar, layla, note="tea") for _ in range(3)]
    await money.settle()
    await take_back(money, layla, await pay_asked(money, layla, paid.money_request_id))
    await money.settle()
    await pay_asked(money, layla, paid.money_request_id)
    await cancel(money, omar, cancelled)
    await pass_by(money, 10)
    await pass_by(money, WEEK_S)
    shown = await cards(money, at)
    assert told(shown, paid.money_request_id) == ["open", "open", "paid"]
    assert told(shown, cancelled.money_request_id) == ["open", "cancelled"]
    assert told(shown, forgotten.money_request_id) == ["open", "expired"]
    mine = [each for each in shown if each["kind"] == "WALLET_CARD_KIND_MONEY_REQUEST"]
    assert {(each["from_user_id"], each["to_user_id"]) for each in mine} == {(layla.user_id, omar.user_id)}
    assert {each.sender_id for each in await money.updates(at) if "MONEY_REQUEST" in each.body_json} <= {
        omar.user_id, ""
    }  # fmt: skip
