"""What of Layla's messages is put before Mallory, and how each KEYED rpc of messages is carried out once."""

from __future__ import annotations

import time
import uuid
from typing import Any

from core.kit.caller import Caller
from tests.support.attacked_host import POLLS
from tests.support.mallory_chat import Calls

APPDATA = Caller.of_service("appdata")
# As the tables of tests/contract/test_mallory.py.
_THERE = {"conversation_id": "conversation"}
_TEXT = {"text": "a word"}
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "SendMessage": (_THERE, {"request_id": "mallory-sends", "content": _TEXT}),
    "EditMessage": (_THERE, {"request_id": "mallory-edits", "seq": 1, "content": _TEXT}),
    "RecallMessage": (_THERE, {"request_id": "mallory-recalls", "seq": 1}),
    "React": (_THERE, {"request_id": "mallory-reacts", "seq": 1, "emoji": "👍"}),
    "ForwardMessage": (_THERE | {"to_conversation_ids": "conversation"}, {"request_id": "mallory-forwards", "seq": 1}),
    "HideMessages": (_THERE, {"seqs": [1]}),
    "ListMessages": (_THERE, {}),
    "GetMessage": (_THERE, {"seq": 1}),
    "ListEdits": (_THERE, {"seq": 1}),
    "ListUpdates": (_THERE, {}),
    "Follow": ({"open_conversation_ids": "conversation", "follow_id": "conversation"}, {}),
    "SetOpenConversations": ({"open_conversation_ids": "conversation", "follow_id": "conversation"}, {}),
    "MarkRead": (_THERE, {"read_seq": 1}),
    "ListMarks": (_THERE, {}),
    "SetTyping": (_THERE, {"typing": True}),
    "ShareCard": (_THERE | {"offer_id": "offer"}, {"request_id": "mallory-shares"}),
    "SearchMessages": (_THERE | {"from_user_id": "person"}, {"query": "word"}),
}
# Sync names conversations too, each with a number; what is not the caller's is as if it were not named.
NAME_NOBODY = {"Sync", "UpdateMyMarks"}
CHANGED: dict[str, dict[str, Any]] = {
    "SendMessage": {"content": {"text": "another word"}},
    "EditMessage": {"content": {"text": "another word"}},
    "RecallMessage": {"seq": 1},
    "React": {"emoji": "👎"},
    "ForwardMessage": {"seq": 1},
    "ShareCard": {"offer_id": "off_another"},
    "PostNote": {"note": {"key": "another-note"}},
}


async def things(house: Calls) -> dict[str, str]:
    """An offer of a card that waits for Layla."""
    return {"offer": await _offered(house)}


async def _offered(house: Calls) -> str:
    grant = {"app_id": POLLS, "scope": "messages.send"}
    await house.call("GrantScope", grant, house.layla)
    card = {"card_key": "poll/1", "title": "Dinner?", "path": "/poll?id=1"}
    delivery = {"delivery_id": uuid.uuid4().hex, "app_id": POLLS, "user_id": house.layla.user_id, "offer": card}
    await house.call("DeliverCard", delivery | {"made_id": f"made_{time.monotonic_ns():024}"}, APPDATA)
    offers: list[str] = []
    position, more = 0, True
    while more:
        synced = await house.call("Sync", {"personal_pos": str(position)}, house.layla)
        offers += [each.card_offer.offer_id for each in synced.personal if each.HasField("card_offer")]
        more, position = synced.personal_pos > position, synced.personal_pos
    return offers[-1]


async def first_call(house: Calls, name: str) -> tuple[dict[str, Any], Caller]:
    """A body that is carried out but for its request_id, and who sends it."""
    made = await house.call("CreateGroup", {"title": "Notes", "request_id": uuid.uuid4().hex}, house.layla)
    there = {"conversation_id": made.conversation.conversation_id}
    if name == "SendMessage":
        return there | {"content": _TEXT}, house.layla
    if name == "ShareCard":
        return there | {"offer_id": await _offered(house)}, house.layla
    if name == "PostNote":
        return there | {"note": {"key": "a-note"}}, Caller.of_service("orders")
    sent = await house.call("SendMessage", there | {"request_id": uuid.uuid4().hex, "content": _TEXT}, house.layla)
    more: dict[str, dict[str, Any]] = {
        "EditMessage": {"content": {"text": "a new word"}},
        "React": {"emoji": "👍"},
        "ForwardMessage": {"to_conversation_ids": list(there.values())},
    }
    return there | {"seq": sent.update.seq} | more.get(name, {}), house.layla
