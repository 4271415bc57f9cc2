"""What payments look like: in lists, in statements, as cards in chat, and what may be written beside them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core.kit.errors import PageTokenInvalid
from core.messaging.wallet_cards.tables import shown as shown_cards
from majlis.wallet.v1 import payments_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.payment_desk import (
    cards,
    name_of,
    pass_by,
    pay,
    take_back,
    told,
    two,
)

pytestmark = pytest.mark.asyncio
DAY_S = 24 * 3600


async def test_a_note_cannot_turn_the_words_around_it(money):
    layla, omar = await two(money)
    made = await pay(money, layla, omar, note=" ١٠٠\u202e ريال\n\tشكرًا\x01 ")
    assert made.note == "١٠٠ ريال شكرًا"


async def test_both_statements_say_whom_and_what_for(money):
    layla, omar = await two(money)
    made = await pay(money, layla, omar, note="tea")
    await pass_by(money, 10)
    for person, other in ((layla, omar), (omar, layla)):
        lines = await money.ledger.lines(await money.ledger.open(person), person)
        labelled = [line.label for line in lines if line.label.ref_id]
        assert [(each.ref_id, each.note, each.user_id, each.kind) for each in labelled] == [
            (made.payment_id, "tea", other.user_id, wallet_pb.LABEL_KIND_PAYMENT)
        ] * 2
        assert {each.name for each in labelled} == {await name_of(money, other)}


async def test_its_card_is_in_the_chat_of_the_two_and_changes_in_place(money):
    layla, omar = await two(money)
    at = await money.direct(layla, omar)
    paid, taken = await pay(money, layla, omar, note="tea"), await pay(money, layla, omar, 100)
    await money.settle()
    await take_back(money, layla, taken)
    await pass_by(money, 10)
    shown = await cards(money, at)
    assert told(shown, paid.payment_id) == ["waiting", "paid"]
    assert told(shown, taken.payment_id) == ["waiting", "taken_back"]
    assert [each["note"] for each in shown if each["ref_id"] == paid.payment_id] == ["tea", "tea"]
    assert {(each["from_user_id"], each["to_user_id"]) for each in shown} == {(layla.user_id, omar.user_id)}
    assert [each["decide_by_ms"] for each in shown if each["state"] == "waiting"] == [str(paid.decide_by_ms)] * 2
    assert len({each.sender_id for each in await money.updates(at) if "wallet_card" in each.body_json} - {""}) == 1


async def test_a_stranger_gets_no_card(money):
    """Money is no way to write to somebody who did not say yes to it."""
    layla, omar = await two(money, contacts=False)
    await pay(money, layla, omar, note="write to me")
    await money.settle()
    assert await money.read(lambda tx: tx.execute(sa.select(shown_cards)).all()) == []


async def test_lists_are_newest_first_page_by_page_and_those_that_wait_alone(money):
    layla, omar = await two(money)
    huda = await money.rich("huda")
    await money.befriend(layla, huda)
    made = [await pay(money, layla, omar, 100), await pay(money, huda, layla, 200)]
    await pass_by(money, 10)
    made += [await pay(money, layla, huda, 300), await pay(money, omar, layla, 50), await pay(money, huda, omar, 1)]
    ids = [each.payment_id for each in reversed(made[:4])]
    for size in (1, 2, 3, 4, 0):
        assert [each.payment_id for each in await _listed(money, layla, page_size=size)] == ids
    waiting = await _listed(money, layla, page_size=1, waiting_only=True)
    assert [each.payment_id for each in waiting] == ids[:2]
    assert {each.state for each in waiting} == {pb.PAYMENT_STATE_WAITING}
    with pytest.raises(PageTokenInvalid):
        await money.payments.list_payments(pb.ListPaymentsRequest(page_token="x"), caller=layla)


async def _listed(money, person, **more):
    found, token = [], ""
    while True:
        page = await money.payments.list_payments(pb.ListPaymentsRequest(page_token=token, **more), caller=person)
        found.extend(page.payments)
        token = page.next_page_token
        if not token:
            return found


async def test_one_that_is_over_is_not_among_those_that_wait(money):
    layla, omar = await two(money, contacts=False)
    await pay(money, layla, omar)
    money.later(DAY_S)
    assert await _listed(money, omar, waiting_only=True) == []
    assert [each.state for each in await _listed(money, omar)] == [pb.PAYMENT_STATE_RETURNED]
