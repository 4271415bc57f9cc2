"""Bills shared in a conversation: exact parts, a request for each, one card over all of them."""

from __future__ import annotations

import pytest
import pytest_asyncio

from majlis.common.v1 import money_pb2
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.wallet.v1 import payments_service_pb2 as pb
from tests.support.money_desk import sar
from tests.support.payment_desk import asked_of, cards, pass_by, pay_asked, request_id, take_back, told
from wallet.errors import NotAMember
from wallet.payments.errors import RequestTooHigh, SplitInvalid, SplitNotFound, TooManyRequestsOpen

pytestmark = pytest.mark.asyncio
EQUAL, BY_PERSON, BY_ITEM = pb.SPLIT_MODE_EQUAL, pb.SPLIT_MODE_BY_PERSON, pb.SPLIT_MODE_BY_ITEM
OPEN, PAID, CANCELLED = pb.MONEY_REQUEST_STATE_OPEN, pb.MONEY_REQUEST_STATE_PAID, pb.MONEY_REQUEST_STATE_CANCELLED


@pytest_asyncio.fixture
async def table(money):
    """Layla's group with Omar and Huda, who are no contacts of each other, and where it is."""
    people = layla, omar, huda = [await money.rich(name) for name in ("layla", "omar", "huda")]
    return *people, await money.group(layla, omar, huda)


def part(person, amount_minor=0, currency="SAR"):
    amount = money_pb2.Money(currency_code=currency, amount_minor=amount_minor) if amount_minor else None
    return pb.SplitPart(user_id=person.user_id, amount=amount)


def item(title, amount_minor, *people):
    return pb.SplitItem(title=title, amount=sar(amount_minor), user_ids=[each.user_id for each in people])


async def share(money, owner, at, parts, total=10_000, **more):
    fields = {"request_id": request_id(), "title": "Dinner", "mode": EQUAL} | more
    request = pb.SplitBillRequest(
        conversation_id=at, parts=parts, total=sar(total) if isinstance(total, int) else total, **fields
    )
    return (await money.payments.split_bill(request, caller=owner)).split


async def get(money, person, split):
    request = pb.GetSplitRequest(split_id=split.split_id)
    return (await money.payments.get_split(request, caller=person)).split


async def close(money, person, split):
    request = pb.CloseSplitRequest(split_id=split.split_id)
    return (await money.payments.close_split(request, caller=person)).split


def parts_of(split):
    return [each.amount.amount_minor for each in split.parts]


async def test_everybody_the_same_and_what_does_not_divide_to_the_first(money, table):
    layla, omar, huda, at = table
    made = await share(money, layla, at, [part(layla), part(omar), part(huda)])
    assert parts_of(made) == [3_334, 3_333, 3_333]
    assert [(each.user_id, each.state) for each in made.parts] == [
        (layla.user_id, PAID), (omar.user_id, OPEN), (huda.user_id, OPEN)
    ]  # fmt: skip
    for person in (layla, omar, huda):
        assert await get(money, person, made) == made
    asked = await asked_of(money, omar, made.parts[1].money_request_id)
    assert (asked.split_id, asked.note, asked.payee_user_id) == (made.split_id, "Dinner", layla.user_id)


async def test_the_owners_own_part_comes_first_wherever_it_was_named_and_may_be_none(money, table):
    layla, omar, huda, at = table
    made = await share(money, layla, at, [part(omar), part(layla), part(huda)])
    assert [each.user_id for each in made.parts] == [layla.user_id, omar.user_id, huda.user_id]
    assert parts_of(made) == [3_333, 3_334, 3_333]
    others = await share(money, layla, at, [part(omar), part(huda)])
    assert [each.user_id for each in others.parts] == [omar.user_id, huda.user_id]
    assert parts_of(others) == [5_000, 5_000]


async def test_as_said_for_each(money, table):
    layla, omar, huda, at = table
    said = [part(layla, 7_000), part(omar, 2_999), part(huda, 1)]
    made = await share(money, layla, at, said, mode=BY_PERSON)
    assert (parts_of(made), made.mode) == ([7_000, 2_999, 1], BY_PERSON)


async def test_each_item_among_those_who_had_it(money, table):
    layla, omar, huda, at = table
    items = [item("Rice", 5_000, layla, omar, huda), item("Tea", 1_000, omar), item("Fish", 4_000, layla, huda)]
    made = await share(money, layla, at, [part(layla), part(omar), part(huda)], mode=BY_ITEM, items=items)
    assert parts_of(made) == [3_667, 2_667, 3_666]
    assert await get(money, huda, made) == made
    assert [(each.title, len(each.user_ids)) for each in made.items] == [("Rice", 3), ("Tea", 1), ("Fish", 2)]


@pytest.mark.parametrize(("currency", "total", "parts"), [("KWD", 1_000, [334, 333, 333]), ("JPY", 100, [34, 33, 33])])
async def test_in_any_currency_to_its_minor_unit(money, table, currency, total, parts):
    layla, omar, huda, at = table
    total = money_pb2.Money(currency_code=currency, amount_minor=total)
    assert parts_of(await share(money, layla, at, [part(layla), part(omar), part(huda)], total)) == parts


async def test_who_is_asked_pays_their_part_like_any_request_though_no_contact(money, table):
    _layla, omar, huda, at = table
    made = await share(money, omar, at, [part(omar), part(huda)])
    paid = await pay_asked(money, huda, made.parts[1].money_request_id)
    assert paid.payee_user_id == omar.user_id
    await pass_by(money, 10)
    assert [each.state for each in (await get(money, omar, made)).parts] == [PAID, PAID]
    assert (await money.has(omar), await money.has(huda)) == ((105_000, 0), (95_000, 0))


async def test_one_card_in_the_conversation_counts_who_paid(money, table):
    layla, omar, huda, at = table
    made = await share(money, layla, at, [part(layla), part(omar), part(huda)])
    await money.settle()
    for person, paid in ((omar, made.parts[1]), (huda, made.parts[2])):
        back = await pay_asked(money, person, paid.money_request_id)
        await pass_by(money, 2)
        await take_back(money, person, back)
        await pass_by(money, 2)
        await pay_asked(money, person, paid.money_request_id)
        await pass_by(money, 10)
    shown = [each for each in await cards(money, at) if each["ref_id"] == made.split_id]
    assert told(shown, made.split_id)[0] == "open"
    assert [each["done"] for each in shown] == [1, 2, 1, 2, 3, 2, 3]
    assert told(shown, made.split_id) == ["open"] * 4 + ["paid", "open", "paid"]
    assert {each["of"] for each in shown} == {3}
    assert len({int(each["revision"]) for each in shown}) == len(shown)
    # Nobody is asked a second time in another place.
    direct = await cards(money, await money.direct(layla, omar))
    assert {each["kind"] for each in direct} == {"WALLET_CARD_KIND_PAYMENT"}


async def test_closed_it_asks_nobody_any_more_and_what_was_paid_stays_paid(money, table):
    layla, omar, huda, at = table
    made = await share(money, layla, at, [part(layla), part(omar), part(huda)])
    await pay_asked(money, omar, made.parts[1].money_request_id)
    await pass_by(money, 10)
    closed = await close(money, layla, made)
    assert closed.closed
    assert [each.state for each in closed.parts] == [PAID, PAID, CANCELLED]
    assert await close(money, layla, made) == closed
    await money.settle()
    assert told(await cards(money, at), made.split_id)[-1] == "closed"


async def test_what_comes_back_after_it_was_closed_is_not_asked_for_again(money, table):
    layla, omar, _, at = table
    made = await share(money, layla, at, [part(layla), part(omar)])
    paid = await pay_asked(money, omar, made.parts[1].money_request_id)
    assert [each.state for each in (await close(money, layla, made)).parts] == [PAID, PAID]
    await take_back(money, omar, paid)
    assert [each.state for each in (await get(money, omar, made)).parts] == [PAID, CANCELLED]


async def test_a_part_whose_week_was_over_before_it_was_closed_stays_over(money, table):
    """What became of it was seen by its people: closing the bill does not say otherwise."""
    layla, omar, _, at = table
    made = await share(money, layla, at, [part(layla), part(omar)])
    money.later(7 * 24 * 3600)
    assert [each.state for each in (await close(money, layla, made)).parts] == [PAID, pb.MONEY_REQUEST_STATE_EXPIRED]


async def test_only_its_owner_closes_it_and_only_who_shares_in_it_sees_it(money, table):
    layla, omar, huda, at = table
    made = await share(money, layla, at, [part(layla), part(omar)])
    for step, person in ((close, omar), (close, huda), (get, huda)):
        with pytest.raises(SplitNotFound):
            await step(money, person, made)
    assert not (await get(money, layla, made)).closed


async def test_everybody_in_it_is_in_the_conversation(money, table):
    layla, omar, _, at = table
    mallory = await money.rich("mallory")
    await money.befriend(layla, mallory)
    for owner, parts, where in (
        (layla, [part(layla), part(mallory)], at),
        (mallory, [part(omar)], at),
        (layla, [part(omar)], "conv_00000000000000000000000000"),
    ):
        with pytest.raises(NotAMember):
            await share(money, owner, where, parts)
    listed = await money.payments.list_money_requests(pb.ListMoneyRequestsRequest(), caller=omar)
    assert not listed.money_requests


@pytest.mark.parametrize("blocker", [0, 1], ids=["whom one blocks", "who blocks one"])
async def test_nobody_asks_past_a_block(money, table, blocker):
    """In one group with somebody is not to be open to them."""
    *people, at = table
    block = contacts_pb.BlockPersonRequest(user_id=people[1 - blocker].user_id)
    await money.identity.contacts.block_person(block, caller=people[blocker])
    with pytest.raises(NotAMember):
        await share(money, people[0], at, [part(people[0]), part(people[1])])


async def test_who_may_not_write_there_shares_no_bill_there(money, table):
    layla, omar, _, _ = table
    news = await money.channel(layla, omar)
    with pytest.raises(NotAMember):
        await share(money, omar, news, [part(layla)])


async def test_the_cap_and_the_count_of_requests_hold_for_parts_too(money, table):
    layla, omar, huda, at = table
    with pytest.raises(RequestTooHigh):
        await share(money, layla, at, [part(omar, 50_001), part(huda, 1)], 50_002, mode=BY_PERSON)
    # The owner's own part is asked of nobody.
    await share(money, layla, at, [part(layla, 60_000), part(omar, 1)], 60_001, mode=BY_PERSON)
    for _ in range(9):
        await share(money, layla, at, [part(omar)], 100)
    with pytest.raises(TooManyRequestsOpen) as refused:
        await share(money, layla, at, [part(huda), part(omar)], 100)
    assert refused.value.facts["user_id"] == omar.user_id
    await share(money, layla, at, [part(huda)], 100)


async def test_a_bill_that_does_not_add_up_is_not_shared(money, table):
    layla, omar, huda, at = table
    both = [part(layla), part(omar)]
    wrong = [
        ("parts", {"parts": [part(layla)]}),
        ("parts", {"parts": [part(omar), part(omar)]}),
        ("parts", {"parts": [part(layla, 5_000), part(omar, 5_001)], "mode": BY_PERSON}),
        ("parts[1]", {"parts": [part(layla, 10_001), part(omar, -1)], "mode": BY_PERSON}),
        ("parts[1]", {"parts": both, "total": 1}),
        ("parts[1].amount.currency_code", {"parts": [part(layla, 1), part(omar, 1, "KWD")], "total": 2, "mode": 2}),
        ("parts[1].amount.currency_code", {"parts": [part(layla, 10_000), part(omar)], "mode": BY_PERSON}),
        ("items", {"parts": both, "mode": BY_ITEM}),
        ("items", {"parts": both, "items": [item("Tea", 9_999, layla, omar)], "mode": BY_ITEM}),
        ("items", {"parts": both, "items": [item("Tea", 10_000, omar)]}),
        ("items[0].user_ids", {"parts": both, "items": [item("Tea", 10_000, huda)], "mode": BY_ITEM}),
        ("items[0].user_ids", {"parts": both, "items": [item("Tea", 10_000, omar, omar)], "mode": BY_ITEM}),
        ("items[0].amount", {"parts": both, "items": [item("Tea", -1, omar)], "mode": BY_ITEM}),
        ("parts[0]", {"parts": both, "items": [item("Tea", 10_000, omar)], "mode": BY_ITEM}),
    ]
    for field, how in wrong:
        with pytest.raises(SplitInvalid) as refused:
            await share(money, layla, at, **how)
        assert refused.value.facts["field"] == field, how


async def test_a_bill_that_comes_again_is_shared_once(money, table):
    layla, omar, _, at = table
    once = request_id()
    first = await share(money, layla, at, [part(omar)], request_id=once)
    await close(money, layla, first)
    assert await share(money, layla, at, [part(omar)], request_id=once) == first
    listed = await money.payments.list_money_requests(pb.ListMoneyRequestsRequest(), caller=omar)
    assert len(listed.money_requests) == 1
