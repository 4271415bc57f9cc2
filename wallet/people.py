"""What the wallet asks other slices about people: names, who is whose contact, who is in a conversation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from core.kit.caller import Caller
from core.kit.rpc import Channel
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1.conversations_service_rpc import ConversationsServiceClient

_CALLER = Caller.of_service("wallet")


@dataclass(frozen=True, slots=True)
class Members:
    """Of those asked about: who is in the conversation, and who of them may write there."""

    inside: frozenset[str]
    writers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as another person may know them."""

    name: str
    is_contact: bool


class People:
    """Asks anew each time: a name that money is approved for is the one that holds now."""

    def __init__(self, channel: Channel) -> None:
        self._identity = IdentityServiceClient(channel)
        self._contacts = ContactsServiceClient(channel)
        self._conversations = ConversationsServiceClient(channel)

    async def names(self, user_ids: Collection[str]) -> dict[str, str]:
        """What those of them who exist call themselves."""
        request = identity_pb.GetDisplayNamesRequest(user_ids=sorted(user_ids))
        answered = await self._identity.get_display_names(request, caller=_CALLER)
        return dict(answered.display_name_by_user_id)

    async def are_contacts(self, user_id: str, other_user_id: str) -> bool:
        """Whether the two are contacts and neither blocks the other."""
        return other_user_id in await self.contacts_among(user_id, [other_user_id])

    async def contacts_among(self, user_id: str, other_user_ids: Collection[str]) -> set[str]:
        """Those of the others who are contacts of the person, none blocking the other."""
        request = contacts_pb.GetRelationsRequest(user_id=user_id, other_user_ids=sorted(other_user_ids))
        answered = await self._contacts.get_relations(request, caller=_CALLER)
        return {each.user_id for each in answered.relations if each.contacts and not each.blocks and not each.blocked}

    async def reachable(self, user_id: str, other_user_ids: Collection[str]) -> dict[str, Known]:
        """Those of the others who exist, none blocking the other; the person themselves is none of them."""
        request = contacts_pb.GetRelationsRequest(user_id=user_id, other_user_ids=sorted(other_user_ids))
        answered = await self._contacts.get_relations(request, caller=_CALLER)
        open_to = [each for each in answered.relations if not each.blocks and not each.blocked]
        return {each.user_id: Known(each.display_name, each.contacts) for each in open_to}

    async def members(self, conversation_id: str, user_ids: Collection[str]) -> Members:
        """Who of them is in the conversation; nobody where there is none of that id."""
        request = conversations_pb.CheckMembersRequest(conversation_id=conversation_id, user_ids=sorted(user_ids))
        answered = await self._conversations.check_members(request, caller=_CALLER)
        return Members(frozenset(answered.user_ids), frozenset(answered.writer_user_ids))

    async def check_password(self, user_id: str, password: str) -> None:
        """CREDENTIALS_INVALID where it is not their password, LOGIN_RATE_LIMITED after too many wrong ones."""
        request = identity_pb.CheckPasswordRequest(user_id=user_id, password=password)
        await self._identity.check_password(request, caller=_CALLER)
