"""Deliveries of the wallet's cards in any order, doubled and beside each other: one message, the newest state."""

from __future__ import annotations

import asyncio
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.kit.caller import Caller
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk

WALLET = Caller.of_service("wallet")
# Which thing, at which revision, with how many others at once.
DELIVERIES = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5)), min_size=1, max_size=4), min_size=1, max_size=8
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=DELIVERIES)
async def test_whatever_order_they_come_in_each_thing_shows_its_newest(
    chat: ChatDesk, rounds: list[list[tuple[int, int]]]
) -> None:
    """Against a model that keeps a maximum; the log never goes back to what was older, and says nothing twice."""
    layla, omar = (await chat.crowd(2, prefix=chat.ids.new("guest")))[:2]
    at = await chat.group(layla, omar)
    messages = MessagesServiceClient(chat.chain)

    async def deliver(thing: int, revision: int) -> None:
        card = pb.WalletCard(
            kind=pb.WALLET_CARD_KIND_PAYMENT, ref_id=f"pay_{thing}", state=f"at_{revision}", revision=revision
        )
        request = service_pb.DeliverWalletCardRequest(card=card, sender_user_id=layla.user_id, conversation_id=at)
        assert (await messages.deliver_wallet_card(request, caller=WALLET)).shown

    newest: dict[str, int] = {}
    for together in rounds:
        await asyncio.gather(*(deliver(*each) for each in together))
        for thing, revision in together:
            newest[f"pay_{thing}"] = max(revision, newest.get(f"pay_{thing}", 0))
    page = await messages.list_messages(service_pb.ListMessagesRequest(conversation_id=at), caller=omar)
    held = [json.loads(each.body_json)["message"] for each in page.messages if each.kind == pb.UPDATE_KIND_MESSAGE]
    cards = [each["wallet_card"] for each in held]
    assert {card["ref_id"]: int(card["revision"]) for card in cards} == newest
    assert len(cards) == len(newest)
    told: dict[int, list[int]] = {}
    for update in await chat.updates(at):
        body = json.loads(update.body_json)
        said = body.get("message", body).get("wallet_card")
        if said:
            told.setdefault(update.target_seq or update.seq, []).append(int(said["revision"]))
    assert all(revisions == sorted(set(revisions)) for revisions in told.values())
