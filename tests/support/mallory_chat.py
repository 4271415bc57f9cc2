"""What of Layla's chats is put before Mallory, and how each KEYED rpc of conversations is carried out once."""

from __future__ import annotations

import secrets
import uuid
from typing import Any, Protocol

from core.kit.caller import ANYBODY, Caller
from tests.support.identity import PASSWORD

# As the tables of tests/contract/test_mallory.py.
_MEMBER = {"conversation_id": "conversation", "user_id": "person"}
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "OpenDirect": ({"user_id": "person"}, {}),
    "CreateGroup": ({"user_ids": "person"}, {"request_id": "mallory-groups", "title": "friends"}),
    "GetConversation": ({"conversation_id": "conversation"}, {}),
    "UpdateConversation": ({"conversation_id": "conversation"}, {"request_id": "mallory-changes", "title": "mine"}),
    "AddMembers": ({"conversation_id": "conversation", "user_ids": "person"}, {"request_id": "mallory-adds"}),
    "AnswerInvitation": ({"conversation_id": "conversation"}, {"request_id": "mallory-says-yes", "accept": True}),
    "RemoveMember": (_MEMBER, {"request_id": "mallory-removes"}),
    "UnbanMember": (_MEMBER, {}),
    "LeaveConversation": ({"conversation_id": "conversation"}, {"request_id": "mallory-leaves"}),
    "SetMemberRole": (_MEMBER, {"request_id": "mallory-raises", "role": "MEMBER_ROLE_ADMIN"}),
    "SilenceMember": (_MEMBER, {"request_id": "mallory-silences", "silenced": True}),
    "TransferOwnership": (_MEMBER, {"request_id": "mallory-takes"}),
    "ListMembers": ({"conversation_id": "conversation"}, {}),
    "CreateInvite": ({"conversation_id": "conversation"}, {"request_id": "mallory-links"}),
    "ListInvites": ({"conversation_id": "conversation"}, {}),
    "RevokeInvite": ({"conversation_id": "conversation", "token": "link"}, {}),
    "ListJoinRequests": ({"conversation_id": "conversation"}, {}),
    "AnswerJoinRequest": (_MEMBER, {"request_id": "mallory-answers", "accept": True}),
    "UpdateMyView": ({"conversation_id": "conversation"}, {"pinned": True}),
}
# Whoever has a link may come by it: the link is the right, and names nothing of anybody else's.
NAME_NOBODY = {"CreateChannel", "GetInvite", "JoinByInvite"}
CHANGED: dict[str, dict[str, Any]] = {
    "CreateGroup": {"title": "another title"},
    "CreateChannel": {"title": "another title"},
    "UpdateConversation": {"title": "another title"},
    "AddMembers": {"user_ids": ["usr_another"]},
    "AnswerInvitation": {"accept": False},
    "RemoveMember": {"ban": True},
    "LeaveConversation": {"conversation_id": "conv_another"},
    "SetMemberRole": {"role": "MEMBER_ROLE_MEMBER"},
    "SilenceMember": {"silenced": False},
    "TransferOwnership": {"user_id": "usr_another"},
    "CreateInvite": {"uses_max": 7},
    "JoinByInvite": {"token": "another"},
    "AnswerJoinRequest": {"accept": False},
}


class Calls(Protocol):
    """What is needed of the test's house."""

    layla: Caller

    async def call(self, name: str, body: dict[str, Any], caller: Caller) -> Any: ...


async def things(house: Calls) -> dict[str, str]:
    """A group of Layla's and a link into it."""
    made = await _keyed(house, "CreateGroup", {"title": "Layla's family"}, house.layla)
    at = made.conversation.conversation_id
    link = await _keyed(house, "CreateInvite", {"conversation_id": at}, house.layla)
    return {"conversation": at, "link": link.invite.token}


async def first_call(house: Calls, name: str) -> tuple[dict[str, Any], Caller]:
    """A body that is carried out but for its request_id, and who sends it."""
    layla = house.layla
    if name in ("CreateGroup", "CreateChannel"):
        return {"title": "a title"}, layla
    friend, another = await _friend(house), await _friend(house)
    if name == "AnswerInvitation":
        await house.call("UpdatePrivacy", {"added_to_groups": False}, friend)
    group = {"title": "a title", "user_ids": [friend.user_id]}
    at = (await _keyed(house, "CreateGroup", group, layla)).conversation.conversation_id
    there = {"conversation_id": at}
    if name in ("JoinByInvite", "AnswerJoinRequest"):
        waits = name == "AnswerJoinRequest"
        link = await _keyed(house, "CreateInvite", there | {"needs_approval": waits}, layla)
        token = {"token": link.invite.token}
        if not waits:
            return token, another
        await _keyed(house, "JoinByInvite", token, another)
        return there | {"user_id": another.user_id, "accept": True}, layla
    bodies: dict[str, tuple[dict[str, Any], Caller]] = {
        "UpdateConversation": ({"title": "a new title"}, layla),
        "AddMembers": ({"user_ids": [another.user_id]}, layla),
        "AnswerInvitation": ({"accept": True}, friend),
        "RemoveMember": ({"user_id": friend.user_id}, layla),
        "LeaveConversation": ({}, friend),
        "SetMemberRole": ({"user_id": friend.user_id, "role": "MEMBER_ROLE_ADMIN"}, layla),
        "SilenceMember": ({"user_id": friend.user_id, "silenced": True}, layla),
        "TransferOwnership": ({"user_id": friend.user_id}, layla),
        "CreateInvite": ({}, layla),
    }
    body, caller = bodies[name]
    return there | body, caller


async def _friend(house: Calls) -> Caller:
    """Somebody new who is a contact of Layla's."""
    account = {"username": f"f{secrets.token_hex(6)}", "password": PASSWORD, "display_name": "Friend"}
    signed_in = (await house.call("SignUp", account, ANYBODY)).signed_in
    friend = Caller.user(signed_in.user.user_id)
    code = (await house.call("GetMyCode", {}, house.layla)).code
    await house.call("RequestContact", {"code": code}, friend)
    await house.call("AnswerContact", {"user_id": friend.user_id, "accept": True}, house.layla)
    return friend


async def _keyed(house: Calls, name: str, body: dict[str, Any], caller: Caller) -> Any:
    return await house.call(name, body | {"request_id": uuid.uuid4().hex}, caller)
