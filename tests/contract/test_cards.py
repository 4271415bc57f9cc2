"""Cards of mini-apps: once for each event, in place, only to whom allows them, and no stranger, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.errors import DomainError, InvalidArgument
from core.messaging.cards.errors import CardNotFound, CardQuotaExceeded, CardsOff
from core.messaging.cards.tables import copies, offers
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from miniapp.limits import CARDS_NEW_MAX
from tests.support.appdata import put_write
from tests.support.apps_desk import APP_ID
from tests.support.cards_desk import APPDATA, SANDBOX, SCOPE, CardsDesk, card_of, offer_write, send_write, update_write


async def test_a_card_arrives_in_a_conversation_with_the_app(cards: CardsDesk) -> None:
    """The conversation is made by the first card: kind APP, named as the app, and its person only reads it."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title="Your car is near", text="Two minutes", path="/order?id=17")
    (card,) = await cards.cards(layla)
    assert (card.app_id, card.card_key, card.title, card.text, card.path, card.revision) == (
        APP_ID, "order-17", "Your car is near", "Two minutes", "/order?id=17", 1,
    )  # fmt: skip
    (message,) = await cards.shown(layla)
    view = await cards.view(layla, message.conversation_id)
    assert (view.kind, view.app_id, view.settings.title) == (pb.CONVERSATION_KIND_APP, APP_ID, "مرحبا · Hello")
    assert (view.role, view.unread_count, message.sender_id) == (pb.MEMBER_ROLE_READER, 1, "")
    request = service_pb.SendMessageRequest(
        request_id="r", conversation_id=message.conversation_id, content=pb.Content(text="thanks")
    )
    with pytest.raises(DomainError, match="does not write here"):
        await cards.messages.send_message(request, caller=layla)


async def test_an_event_that_fails_leaves_no_card(cards: CardsDesk) -> None:
    """A conflict undoes the whole event; what it meant to say is not said."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    with pytest.raises(DomainError) as refused:
        await cards.event(layla, send_write(), put_write("order", 1, if_version=7))
    assert refused.value.reason == "DOCUMENT_CONFLICT"
    await cards.deliver()
    assert await cards.cards(layla) == []


async def test_a_repeated_event_and_a_repeated_delivery_send_one_card(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    event_id = await cards.event(layla, send_write(), request="tap")
    session_id = event_id.partition("/")[0]
    again = data_pb.CommitRequest(session_id=session_id, event_id=event_id, base_revision=0, writes=[send_write()])
    assert (await cards.appdata.commit(again, caller=SANDBOX)).repeated_event
    await cards.deliver()
    delivery = service_pb.DeliverCardRequest(
        delivery_id=f"{event_id}/0", app_id=APP_ID, user_id=layla.user_id, made_id="made_z",
        send=send_write("another").send_card,
    )  # fmt: skip
    await cards.messages.deliver_card(delivery, caller=APPDATA)
    assert [card.card_key for card in await cards.cards(layla)] == ["order-17"]


async def test_the_same_key_changes_the_card_in_place(cards: CardsDesk) -> None:
    """No second message, and nothing unread that was read: only the card is newer."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title="Your car is near")
    cards.clock.advance(timedelta(seconds=5))
    await cards.send(layla, title="Your car is here")
    (message,) = await cards.shown(layla)
    assert (card_of(message).title, card_of(message).revision) == ("Your car is here", 2)
    log = await cards.updates(message.conversation_id)
    assert [(each.kind, each.target_seq) for each in log] == [
        (pb.UPDATE_KIND_MESSAGE, 0), (pb.UPDATE_KIND_CARD, message.seq),
    ]  # fmt: skip
    assert (await cards.view(layla, message.conversation_id)).unread_count == 1


async def test_the_same_card_again_changes_nothing(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    for _ in range(2):
        await cards.send(layla)
        cards.clock.advance(timedelta(seconds=2))
    (message,) = await cards.shown(layla)
    assert len(await cards.updates(message.conversation_id)) == 1


async def test_changes_within_a_second_are_one_and_the_newest_shows(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    for number in range(5):
        await cards.send(layla, title=f"{5 - number} minutes")
    (card,) = await cards.cards(layla)
    assert card.title == "5 minutes"
    await cards.pass_second()
    (card,) = await cards.cards(layla)
    assert (card.title, card.revision) == ("1 minutes", 2)


async def test_an_older_change_that_arrives_late_does_not_undo_a_newer_one(cards: CardsDesk) -> None:
    """Deliveries run beside each other and may come again; the order of commits decides."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title="first")
    cards.clock.advance(timedelta(seconds=5))
    for made_id, title in (("made_zz", "newer"), ("made_zy", "older")):
        delivery = service_pb.DeliverCardRequest(
            delivery_id=f"late/{title}", app_id=APP_ID, user_id=layla.user_id, made_id=made_id,
            send=send_write(title=title).send_card,
        )  # fmt: skip
        await cards.messages.deliver_card(delivery, caller=APPDATA)
        await cards.pass_second()
    assert [card.title for card in await cards.cards(layla)] == ["newer"]


async def test_without_a_grant_a_card_is_dropped_and_says_why(cards: CardsDesk) -> None:
    """Never asked and refused are alike: nothing arrives, no conversation either; the log has the reason."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.allow(layla)
    event_id = await cards.event(layla, send_write(user_id=omar.user_id))
    await cards.deliver()
    assert await cards.cards(omar) == []
    delivery = service_pb.DeliverCardRequest(
        delivery_id=f"{event_id}/0", app_id=APP_ID, made_id="made_1", send=send_write().send_card
    )
    assert (await cards.messages.deliver_card(delivery, caller=APPDATA)).reason == CardsOff.reason


async def test_consent_taken_back_stops_the_very_next_change(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title="before")
    await cards.forbid(layla)
    cards.clock.advance(timedelta(seconds=5))
    await cards.send(layla, title="after")
    await cards.event(layla, update_write(title="after"))
    await cards.deliver()
    await cards.pass_second()
    assert [card.title for card in await cards.cards(layla)] == ["before"]
    await cards.allow(layla)
    await cards.send(layla, title="allowed again")
    assert [card.title for card in await cards.cards(layla)] == ["allowed again"]


async def test_a_day_has_room_for_so_many_new_cards(cards: CardsDesk) -> None:
    """The last that fits arrives, the next does not; changes are not counted, and a day later there is room again."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.event(layla, *(send_write(f"order-{n}") for n in range(CARDS_NEW_MAX + 1)))
    await cards.deliver()
    assert len(await cards.cards(layla)) == CARDS_NEW_MAX
    app = Caller.app(APP_ID, user_id=layla.user_id, scopes=frozenset({SCOPE}))
    with pytest.raises(CardQuotaExceeded) as refused:
        await cards.messages.send_card(send_write("one-more").send_card, caller=app)
    assert refused.value.facts["limit"] == CARDS_NEW_MAX
    cards.clock.advance(timedelta(days=1))
    await cards.send(layla, "tomorrow")
    assert len(await cards.cards(layla)) == CARDS_NEW_MAX + 1


async def test_an_app_that_is_gone_sends_nothing(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    delivery = service_pb.DeliverCardRequest(
        delivery_id="ses_1/tap/0", app_id="org.example.gone", user_id=layla.user_id, made_id="made_1",
        send=send_write().send_card,
    )  # fmt: skip
    assert (await cards.messages.deliver_card(delivery, caller=APPDATA)).reason == "APP_NOT_FOUND"


async def test_an_app_by_itself_must_name_somebody(cards: CardsDesk) -> None:
    """A timer's card reaches whoever it names and allows it; one for nobody is dropped, and does not come for ever."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.event(None, send_write("for-nobody"), send_write("ring", user_id=layla.user_id))
    await cards.deliver()
    assert [card.card_key for card in await cards.cards(layla)] == ["ring"]


async def test_a_card_outside_of_an_event_is_not_committed(cards: CardsDesk) -> None:
    """Without an event's id a second delivery could not be told from a second card."""
    asked = data_pb.CreateSessionRequest(app_id=APP_ID, version_id="ver_1", user_id="usr_1", path="/")
    session = (await cards.appdata.create_session(asked, caller=SANDBOX)).session
    commit = data_pb.CommitRequest(session_id=session.session_id, base_revision=0, writes=[send_write()])
    with pytest.raises(InvalidArgument, match="event_id"):
        await cards.appdata.commit(commit, caller=SANDBOX)


@pytest.mark.parametrize("title", [" ", "\u200b\u200d", "\u202e"], ids=["blank", "unseen", "turned"])
async def test_a_title_that_shows_nothing_is_dropped(cards: CardsDesk, title: str) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title=title)
    assert await cards.cards(layla) == []


async def test_a_title_cannot_turn_a_line_around(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    await cards.allow(layla)
    await cards.send(layla, title="\u202epay 001\u202c", text="a\u0007b")
    (card,) = await cards.cards(layla)
    assert (card.title, card.text) == ("pay 001", "ab")


async def test_a_shared_card_is_the_persons_message_and_changes_everywhere(cards: CardsDesk) -> None:
    """Omar never opened the app and sees the newest votes; the app learns neither him nor the chat."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.allow(layla)
    group = await cards.group(layla, omar)
    await cards.event(layla, offer_write("poll-1", title="Dinner?", path="/poll?id=1"))
    await cards.deliver()
    (offer,) = await cards.offers(layla)
    assert await cards.offers(omar) == []
    sent = await cards.share(layla, offer.offer_id, group, id="share-1")
    assert await cards.share(layla, offer.offer_id, group, id="share-1") == sent
    assert sent.sender_id == layla.user_id
    cards.clock.advance(timedelta(seconds=2))
    await cards.event(omar, update_write("poll-1", title="Dinner?", text="2 votes", path="/poll?id=1"))
    await cards.deliver()
    shown = card_of(await cards.message(omar, group, sent.seq))
    assert (shown.text, shown.revision, shown.app_id) == ("2 votes", 2, APP_ID)
    assert await cards.offers(layla) == []


async def test_an_offer_is_for_one_person_and_ends(cards: CardsDesk) -> None:
    """Somebody else's, an old one and none at all are answered alike."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.allow(layla)
    group = await cards.group(layla, omar)
    await cards.event(layla, offer_write("one"), offer_write("two"))
    await cards.deliver()
    (offer,) = await cards.offers(layla)
    assert offer.card.card_key == "two"
    for person, offer_id in ((omar, offer.offer_id), (layla, "off_none")):
        with pytest.raises(CardNotFound):
            await cards.share(person, offer_id, group)
    cards.clock.advance(timedelta(minutes=10))
    with pytest.raises(CardNotFound):
        await cards.share(layla, offer.offer_id, group)
    while await cards.service.forget_old():
        pass
    assert await cards.offers(layla) == []


async def test_a_card_that_was_taken_back_stays_gone(cards: CardsDesk) -> None:
    """Neither what it showed nor what it was to show next is in any row, the offer it came from among them."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.allow(layla)
    group = await cards.group(layla, omar)
    await cards.event(layla, offer_write("poll-1", title="shown"))
    await cards.deliver()
    (offer,) = await cards.offers(layla)
    sent = await cards.share(layla, offer.offer_id, group)
    await cards.event(layla, update_write("poll-1", title="waits"))
    await cards.deliver()
    recall = service_pb.RecallMessageRequest(request_id="recall", conversation_id=group, seq=sent.seq)
    await cards.messages.recall_message(recall, caller=layla)
    for table in (copies, offers):
        assert not await cards.read(lambda tx, table=table: tx.execute(sa.select(table)).all())  # type: ignore[misc]
    await cards.pass_second()
    message = await cards.message(omar, group, sent.seq)
    assert (message.recalled, message.body_json) == (True, "")
    assert not any("waits" in each.body_json for each in await cards.updates(group))


async def test_who_may_no_longer_write_there_carries_no_card_there(cards: CardsDesk) -> None:
    """A card in a group must not go on speaking under the name of somebody who was removed from it."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.allow(omar)
    group = await cards.group(layla, omar)
    await cards.event(omar, offer_write("poll-1", title="before"))
    await cards.deliver()
    (offer,) = await cards.offers(omar)
    sent = await cards.share(omar, offer.offer_id, group)
    leave = conversations_pb.LeaveConversationRequest(request_id="leave", conversation_id=group)
    await cards.conversations.leave_conversation(leave, caller=omar)
    cards.clock.advance(timedelta(seconds=5))
    await cards.event(omar, update_write("poll-1", title="after"))
    await cards.deliver()
    assert card_of(await cards.message(layla, group, sent.seq)).title == "before"
