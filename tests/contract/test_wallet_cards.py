"""Cards of the wallet in chat: one message for each thing, always its newest state, on both databases."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from google.protobuf import json_format

from core.kit.caller import Caller
from core.kit.errors import DomainError
from core.messaging import verify_log
from core.messaging.changes import Changes
from core.messaging.conversations import store
from core.messaging.conversations.of_app import id_of
from core.messaging.messages.changing import take_back_as_host
from core.messaging.notifications.tables import told
from core.messaging.relation_store import pair
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.common.v1 import money_pb2
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1 import notifications_service_pb2 as notices_pb
from majlis.messaging.v1.notifications_service_rpc import NotificationsServiceClient
from tests.support.apps_desk import APP_ID, SANDBOX
from tests.support.cards_desk import CardsDesk
from tests.support.chat_desk import request_id

WALLET = Caller.of_service("wallet")
PAYMENT, RECEIPT = pb.WALLET_CARD_KIND_PAYMENT, pb.WALLET_CARD_KIND_RECEIPT


def card(state: str = "waiting", revision: int = 1, ref_id: str = "pay_1", **more: Any) -> pb.WalletCard:
    """A payment of 25.00 SAR."""
    amount = money_pb2.Money(amount_minor=2500, currency_code="SAR")
    return pb.WalletCard(**{
        "kind": PAYMENT, "ref_id": ref_id, "state": state, "amount": amount, "revision": revision, **more,
    })  # fmt: skip


async def deliver(cards: CardsDesk, sender: Caller, shows: pb.WalletCard, **place: str) -> bool:
    """Whether it is shown."""
    request = service_pb.DeliverWalletCardRequest(card=shows, sender_user_id=sender.user_id, **place)
    return (await cards.messages.deliver_wallet_card(request, caller=WALLET)).shown


async def shown(cards: CardsDesk, person: Caller, conversation_id: str) -> list[tuple[str, str, str]]:
    """(sender, state, revision) of the wallet's cards as the person sees them there."""
    request = service_pb.ListMessagesRequest(conversation_id=conversation_id)
    page = await cards.messages.list_messages(request, caller=person)
    held = [(each.sender_id, json.loads(each.body_json).get("message", {})) for each in page.messages if each.body_json]
    return [
        (sender, each["wallet_card"]["state"], each["wallet_card"]["revision"])
        for sender, each in held if "wallet_card" in each
    ]  # fmt: skip


async def only(cards: CardsDesk, conversation_id: str) -> int:
    """The number of the one wallet card that was written there."""
    (seq,) = [
        each.seq for each in await cards.updates(conversation_id)
        if each.kind == pb.UPDATE_KIND_MESSAGE and "wallet_card" in each.body_json
    ]  # fmt: skip
    return seq


async def test_a_payment_is_one_message_that_changes_in_place(cards: CardsDesk) -> None:
    """Both see it as the payer's message; deliveries that repeat or come late change nothing."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    group = await cards.group(layla, omar)
    assert await deliver(cards, layla, card(), conversation_id=group)
    assert await shown(cards, omar, group) == [(layla.user_id, "waiting", "1")]
    assert await deliver(cards, layla, card("paid", 3), conversation_id=group)
    for late in (card("paid", 3), card("taken_back", 2), card()):
        assert await deliver(cards, layla, late, conversation_id=group)
    assert await shown(cards, omar, group) == await shown(cards, layla, group) == [(layla.user_id, "paid", "3")]
    seq = await only(cards, group)
    log = [(each.kind, each.target_seq, each.sender_id) for each in await cards.updates(group) if each.seq > seq]
    assert log == [(pb.UPDATE_KIND_CARD, seq, "")]
    assert json.loads((await cards.updates(group))[-1].body_json)["wallet_card"]["amount"] == {
        "amount_minor": "2500", "currency_code": "SAR",
    }  # fmt: skip


async def test_deliveries_beside_each_other_make_one_message_with_the_newest(cards: CardsDesk) -> None:
    """Two processes may carry out the same effect at once, into a conversation that is not there yet."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.befriend(layla, omar)
    states = [card("waiting", 1), card("paid", 2), card("waiting", 1), card("paid", 2)]
    told = await asyncio.gather(*(deliver(cards, layla, each, direct_user_id=omar.user_id) for each in states))
    assert all(told)
    at = await cards.direct(omar, layla)
    assert await shown(cards, omar, at) == [(layla.user_id, "paid", "2")]


async def test_things_of_one_id_and_other_kind_are_others(cards: CardsDesk) -> None:
    layla, omar = await cards.person("layla"), await cards.person("omar")
    group = await cards.group(layla, omar)
    await deliver(cards, layla, card(), conversation_id=group)
    await deliver(cards, layla, card(kind=pb.WALLET_CARD_KIND_SPLIT), conversation_id=group)
    await deliver(cards, layla, card(ref_id="pay_2"), conversation_id=group)
    assert len(await shown(cards, omar, group)) == 3


async def test_a_direct_card_opens_the_conversation_of_contacts_and_of_nobody_else(cards: CardsDesk) -> None:
    """A stranger who pays writes to nobody by that; once they are contacts, the next state is shown."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    assert not await deliver(cards, layla, card(), direct_user_id=omar.user_id)
    assert (await cards.messages.sync(service_pb.SyncRequest(), caller=omar)).conversations == []
    await cards.befriend(layla, omar)
    assert await deliver(cards, layla, card("paid", 2), direct_user_id=omar.user_id)
    assert await shown(cards, omar, await cards.direct(layla, omar)) == [(layla.user_id, "paid", "2")]


async def test_who_is_blocked_shows_nothing_new_but_what_is_there_tells_the_truth(cards: CardsDesk) -> None:
    """A card that said "waiting" for ever would lie about money."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    await cards.befriend(layla, omar)
    await deliver(cards, layla, card(), direct_user_id=omar.user_id)
    block = contacts_pb.BlockPersonRequest(user_id=layla.user_id)
    await cards.identity.contacts.block_person(block, caller=omar)
    assert not await deliver(cards, layla, card(ref_id="pay_2"), direct_user_id=omar.user_id)
    assert await deliver(cards, layla, card("returned", 2), direct_user_id=omar.user_id)
    at = await cards.read(lambda tx: store.of_pair(tx, *pair(layla.user_id, omar.user_id))) or ""
    assert await shown(cards, omar, at) == [(layla.user_id, "returned", "2")]


async def test_who_may_not_write_somewhere_has_no_card_there(cards: CardsDesk) -> None:
    layla, omar, mallory = [await cards.person(name) for name in ("layla", "omar", "mallory")]
    group, channel = await cards.group(layla, omar), await cards.channel(layla, omar)
    assert not await deliver(cards, mallory, card(), conversation_id=group)
    assert not await deliver(cards, omar, card(), conversation_id=channel)
    assert not await deliver(cards, layla, card(), conversation_id="conv_none")
    assert await shown(cards, layla, group) == await shown(cards, layla, channel) == []


async def test_a_receipt_comes_from_the_host_into_the_apps_conversation_without_a_grant(cards: CardsDesk) -> None:
    """It is the host's word about somebody's own money: no consent to the app's cards is asked."""
    layla = await cards.person("layla")
    receipt: dict[str, Any] = {
        "kind": RECEIPT,
        "ref_id": "ord_1",
        "app_id": APP_ID,
        "title_ar": "قهوة",
        "title_en": "Coffee",
    }
    assert await deliver(cards, layla, card("paid", **receipt), app_id=APP_ID)
    at = id_of(APP_ID, layla.user_id)
    assert await shown(cards, layla, at) == [("", "paid", "1")]
    view = await cards.view(layla, at)
    assert (view.kind, view.app_id, view.settings.title) == (pb.CONVERSATION_KIND_APP, APP_ID, "مرحبا · Hello")
    assert await deliver(cards, layla, card("refunded", 2, refunded_minor=500, **receipt), app_id=APP_ID)
    assert await shown(cards, layla, at) == [("", "refunded", "2")]


async def test_a_receipt_for_an_app_that_is_no_more_is_shown_under_its_id(cards: CardsDesk) -> None:
    layla = await cards.person("layla")
    gone = "com.example.gone"
    assert await deliver(cards, layla, card("paid", kind=RECEIPT, ref_id="ord_1", app_id=gone), app_id=gone)
    assert (await cards.view(layla, id_of(gone, layla.user_id))).settings.title == gone


async def test_a_receipt_does_not_wait_until_its_app_is_switched_on_again(cards: CardsDesk) -> None:
    """The money moved; whether the app runs is nobody's business but its own."""
    layla = await cards.person("layla")
    version_id = (await cards.apps.app()).version_id
    await cards.apps.apps.suspend_version(
        apps_pb.SuspendVersionRequest(version_id=version_id, traps=apps_pb.Traps(people=5)), caller=SANDBOX
    )
    assert await deliver(cards, layla, card("paid", kind=RECEIPT, ref_id="ord_1", app_id=APP_ID), app_id=APP_ID)
    assert (await cards.view(layla, id_of(APP_ID, layla.user_id))).settings.title == "مرحبا · Hello"


async def test_an_apps_own_cards_stand_beside_its_receipts(cards: CardsDesk) -> None:
    """One conversation for both, whichever came first."""
    layla = await cards.person("layla")
    await cards.allow(layla)
    await deliver(cards, layla, card("paid", kind=RECEIPT, ref_id="ord_1", app_id=APP_ID), app_id=APP_ID)
    await cards.send(layla)
    assert len(await cards.shown(layla)) == 2


async def test_nobody_sends_edits_forwards_or_takes_back_a_card(cards: CardsDesk) -> None:
    """Not its own payer, not an admin; a card would then say of money what is not so, or hide what is."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    group = await cards.group(layla, omar)
    await deliver(cards, omar, card(), conversation_id=group)
    await deliver(cards, omar, card("paid", 2), conversation_id=group)
    seq = await only(cards, group)
    for person in (layla, omar):
        at = {"request_id": request_id(), "conversation_id": group}
        refusals = [
            cards.messages.send_message(
                service_pb.SendMessageRequest(**at, content=pb.Content(wallet_card=card())), caller=person
            ),
            cards.messages.edit_message(
                service_pb.EditMessageRequest(**at, seq=seq, content=pb.Content(text="mine")), caller=person
            ),
            cards.messages.forward_message(
                service_pb.ForwardMessageRequest(**at, seq=seq, to_conversation_ids=[group]), caller=person
            ),
            cards.messages.recall_message(service_pb.RecallMessageRequest(**at, seq=seq), caller=person),
        ]  # fmt: skip
        reasons = []
        for each in refusals:
            with pytest.raises(DomainError) as refused:
                await each
            reasons.append(refused.value.reason)
        edited = "INVALID_ARGUMENT" if person is omar else "ROLE_MISSING"
        assert reasons == ["INVALID_ARGUMENT", edited, "INVALID_ARGUMENT", "ROLE_MISSING"]
    assert await shown(cards, layla, group) == [(omar.user_id, "paid", "2")]


async def test_a_card_an_operator_took_back_never_comes_again(cards: CardsDesk) -> None:
    layla, omar = await cards.person("layla"), await cards.person("omar")
    group = await cards.group(layla, omar)
    await deliver(cards, layla, card(note="words"), conversation_id=group)
    seq = await only(cards, group)
    await cards.write(lambda tx: take_back_as_host(cards.log, tx, group, seq, Changes()))
    assert not await deliver(cards, layla, card("paid", 2), conversation_id=group)
    assert await shown(cards, omar, group) == []


async def test_a_card_is_not_edited_after_it_changed_either(cards: CardsDesk) -> None:
    """What a card shows by now is in an update of its own; the message stays the host's."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    group = await cards.group(layla, omar)
    await deliver(cards, layla, card(), conversation_id=group)
    await deliver(cards, layla, card("paid", 2), conversation_id=group)
    request = service_pb.EditMessageRequest(
        request_id=request_id(), conversation_id=group, seq=await only(cards, group), content=pb.Content(text="mine")
    )
    with pytest.raises(DomainError, match="the host wrote is not edited"):
        await cards.messages.edit_message(request, caller=layla)


async def test_the_log_with_cards_verifies(cards: CardsDesk) -> None:
    """By the program we ship, from what ListUpdates gives anybody."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    group = await cards.group(layla, omar)
    await deliver(cards, layla, card(), conversation_id=group)
    await deliver(cards, layla, card("paid", 2), conversation_id=group)
    request = service_pb.ListUpdatesRequest(conversation_id=group)
    page = await cards.messages.list_updates(request, caller=omar)
    held = verify_log.verify(json_format.MessageToDict(page, preserving_proto_field_name=True))
    assert (held.last, held.gone) == (page.head_seq, [])


async def test_a_card_is_found_by_its_makers_words_and_by_what_was_bought(cards: CardsDesk) -> None:
    layla, omar = await cards.person("layla"), await cards.person("omar")
    group = await cards.group(layla, omar)
    await deliver(cards, layla, card(note="عشاء الخميس"), conversation_id=group)
    await deliver(cards, layla, card("paid", 2, note="عشاء الخميس"), conversation_id=group)
    receipt: dict[str, Any] = {
        "kind": RECEIPT,
        "ref_id": "ord_1",
        "app_id": APP_ID,
        "title_ar": "قهوة",
        "title_en": "Coffee",
    }
    await deliver(cards, layla, card("paid", **receipt), app_id=APP_ID)
    await cards.messaging._trail.catch_up()

    async def found(person: Caller, text: str) -> int:
        request = service_pb.SearchMessagesRequest(query=text)
        return len((await cards.messages.search_messages(request, caller=person)).hits)

    assert [await found(omar, "الخميس"), await found(layla, "قهوة"), await found(layla, "coffee")] == [1, 1, 1]
    assert await found(omar, "قهوة") == 0


async def test_a_card_is_told_of_as_money_once(cards: CardsDesk) -> None:
    """As a payment: cards of the app may be off, money is not; and no change of it rings again."""
    layla, omar = await cards.person("layla"), await cards.person("omar")
    group = await cards.group(layla, omar)
    off = notices_pb.NotificationRule(
        kind=notices_pb.NOTIFICATION_KIND_CARD, scope=notices_pb.NOTIFICATION_SCOPE_APP, scope_id=APP_ID,
        setting=notices_pb.NOTIFICATION_SETTING_OFF,
    )  # fmt: skip
    client = NotificationsServiceClient(cards.chain)
    await client.set_notification_rule(notices_pb.SetNotificationRuleRequest(rule=off), caller=layla)
    await deliver(cards, omar, card(note="for dinner"), conversation_id=group)
    await deliver(cards, omar, card("paid", 2, note="for dinner"), conversation_id=group)
    await deliver(cards, layla, card("paid", kind=RECEIPT, ref_id="ord_1", app_id=APP_ID), app_id=APP_ID)
    await cards.messaging._trail.catch_up()
    rows = await cards.read(lambda tx: tx.execute(told.select().where(told.c.user_id == layla.user_id)).all())
    paid = [row.conversation_id == group for row in rows if row.kind == notices_pb.NOTIFICATION_KIND_PAYMENT]
    assert (sorted(paid), {row._mapping["count"] for row in rows}) == ([False, True], {1})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"card": card(kind=pb.WALLET_CARD_KIND_UNSPECIFIED)}, "card.kind"),
        ({"card": card(ref_id="")}, "card.ref_id"),
        ({"card": card(revision=-1)}, "card.revision"),
        ({"sender_user_id": ""}, "sender_user_id"),
        ({"conversation_id": ""}, "conversation_id"),
        ({"direct_user_id": "usr_2"}, "conversation_id"),
    ],
    ids=["no kind", "no thing", "no revision", "nobody's", "nowhere", "two places"],
)
async def test_what_only_a_mistake_sends_is_refused(cards: CardsDesk, change: dict[str, Any], field: str) -> None:
    good: dict[str, Any] = {"card": card(), "sender_user_id": "usr_1", "conversation_id": "conv_1"}
    with pytest.raises(DomainError) as refused:
        await cards.messages.deliver_wallet_card(
            service_pb.DeliverWalletCardRequest(**{**good, **change}), caller=WALLET
        )
    assert refused.value.facts["field"] == field


async def test_the_wallet_learns_who_is_in_a_conversation_and_who_writes_there(cards: CardsDesk) -> None:
    """CheckMembers: of those asked about alone; nobody where there is no such conversation."""
    layla, omar, mallory = [await cards.person(name) for name in ("layla", "omar", "mallory")]
    channel = await cards.channel(layla, omar)
    everybody = [each.user_id for each in (layla, omar, mallory)]

    async def checked(at: str, *user_ids: str) -> tuple[list[str], list[str]]:
        request = conversations_pb.CheckMembersRequest(conversation_id=at, user_ids=user_ids)
        told = await cards.conversations.check_members(request, caller=WALLET)
        return list(told.user_ids), list(told.writer_user_ids)

    assert await checked(channel, *everybody) == (sorted([layla.user_id, omar.user_id]), [layla.user_id])
    assert await checked(channel, mallory.user_id) == await checked("conv_none", *everybody) == ([], [])
    leave = conversations_pb.LeaveConversationRequest(request_id=request_id(), conversation_id=channel)
    await cards.conversations.leave_conversation(leave, caller=omar)
    assert await checked(channel, *everybody) == ([layla.user_id], [layla.user_id])
