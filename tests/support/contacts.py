"""Contacts of a test's own: the real services behind a chain, a messaging that notes what it is told, short verbs."""

from __future__ import annotations

from pathlib import Path

from core.identity import contact_store
from core.identity import store as identity_store
from core.identity.accounts import User
from core.identity.contacts import Reach
from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import ServiceUnavailable
from core.kit.ids import IdMaker
from core.kit.rpc import Call, Channel
from majlis.identity.v1 import contacts_service_pb2 as pb
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1.conversations_service_rpc import ConversationsServiceServer
from tests.support.identity import SERVICE, IdentityWorld

NONE, ASKED = pb.CONTACT_STATE_NONE, pb.CONTACT_STATE_ASKED
ASKS, CONTACT = pb.CONTACT_STATE_ASKS, pb.CONTACT_STATE_CONTACT


class NotedConversations(ConversationsServiceServer[Call]):
    """What identity says to messaging, in order; `away` makes it a messaging that cannot be reached."""

    def __init__(self, shared: set[frozenset[str]]) -> None:
        self.shared = shared
        self.applied: list[conversations_pb.ApplyRelationRequest] = []
        self.noted: list[tuple[str, str]] = []
        self.away = False

    def _reach(self) -> None:
        if self.away:
            raise ServiceUnavailable("messaging is away")

    async def apply_relation(
        self, request: conversations_pb.ApplyRelationRequest, call: Call
    ) -> conversations_pb.ApplyRelationResponse:
        self._reach()
        self.applied.append(request)
        return conversations_pb.ApplyRelationResponse()

    async def note_people(
        self, request: conversations_pb.NotePeopleRequest, call: Call
    ) -> conversations_pb.NotePeopleResponse:
        self._reach()
        self.noted.append((request.user_id, request.about_user_id))
        return conversations_pb.NotePeopleResponse()

    async def share_conversation(
        self, request: conversations_pb.ShareConversationRequest, call: Call
    ) -> conversations_pb.ShareConversationResponse:
        self._reach()
        shared = frozenset({request.user_id, request.other_user_id}) in self.shared
        return conversations_pb.ShareConversationResponse(shared=shared)


class ContactsDesk:
    """`shared` says who is in a group with whom."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.identity = IdentityWorld(database, folder / "identity_keys")
        self.clock = self.identity.clock
        self.shared: set[frozenset[str]] = set()
        self.conversations = NotedConversations(self.shared)  # type: ignore[abstract]  # It is asked nothing else.
        self.identity.chain.serve("majlis.messaging.v1.ConversationsService", self.conversations)
        self._client = self.identity.contacts
        self._ids = IdMaker(self.clock)
        self._usernames: dict[str, str] = {}

    def over(self, channel: Channel) -> None:
        """Make the calls over another channel from now on."""
        self._client = ContactsServiceClient(channel)

    async def people(self, *usernames: str) -> list[Caller]:
        """They sign up."""
        return await self._added([(username, username.title()) for username in usernames])

    async def crowd(self, count: int) -> list[Caller]:
        return await self._added([(f"guest{number}", f"Guest{number}") for number in range(count)])

    async def _added(self, named: list[tuple[str, str]]) -> list[Caller]:
        # As sign-ups leave them; a password's hash takes longer than all that is tested here.
        now_ms = to_ms(self.clock.now())
        users = [User(self._ids.new("usr"), username, name, "ar", "", frozenset()) for username, name in named]

        def add(tx: Transaction) -> None:
            for user in users:
                identity_store.add_user(tx, user, now_ms=now_ms)

        await self.database.write(add)
        self._usernames |= {user.id: user.username for user in users}
        return [Caller.user(user.id) for user in users]

    def username(self, person: Caller) -> str:
        return self._usernames[person.user_id]

    async def find(self, me: Caller, **how: str) -> pb.Person:
        return (await self._client.find_person(pb.FindPersonRequest(**how), caller=me)).person

    async def ask(self, me: Caller, **how: str) -> pb.Person:
        return (await self._client.request_contact(pb.RequestContactRequest(**how), caller=me)).person

    async def answer(self, me: Caller, them: Caller, *, accept: bool = True) -> pb.Person:
        request = pb.AnswerContactRequest(user_id=them.user_id, accept=accept)
        return (await self._client.answer_contact(request, caller=me)).person

    async def befriend(self, one: Caller, other: Caller) -> None:
        await self.ask(other, username=self.username(one))
        await self.answer(one, other)

    async def remove(self, me: Caller, them: Caller) -> None:
        await self._client.remove_contact(pb.RemoveContactRequest(user_id=them.user_id), caller=me)

    async def block(self, me: Caller, them: Caller) -> None:
        await self._client.block_person(pb.BlockPersonRequest(user_id=them.user_id), caller=me)

    async def unblock(self, me: Caller, them: Caller) -> None:
        await self._client.unblock_person(pb.UnblockPersonRequest(user_id=them.user_id), caller=me)

    async def blocked(self, me: Caller) -> list[pb.Person]:
        return list((await self._client.list_blocked(pb.ListBlockedRequest(), caller=me)).people)

    async def alias(self, me: Caller, them: Caller, alias: str) -> pb.Person:
        request = pb.SetAliasRequest(user_id=them.user_id, alias=alias)
        return (await self._client.set_alias(request, caller=me)).person

    async def privacy(self, me: Caller, **changed: bool) -> pb.Privacy:
        return (await self._client.update_privacy(pb.UpdatePrivacyRequest(**changed), caller=me)).privacy

    async def code(self, me: Caller) -> str:
        return (await self._client.get_my_code(pb.GetMyCodeRequest(), caller=me)).code

    async def renew_code(self, me: Caller) -> str:
        return (await self._client.renew_my_code(pb.RenewMyCodeRequest(), caller=me)).code

    async def page(
        self, me: Caller, state: pb.ContactState.ValueType, *, page_size: int = 0, token: str = ""
    ) -> pb.ListContactsResponse:
        request = pb.ListContactsRequest(state=state, page_size=page_size, page_token=token)
        return await self._client.list_contacts(request, caller=me)

    async def listed(
        self, me: Caller, state: pb.ContactState.ValueType = CONTACT, *, page_size: int = 0
    ) -> list[pb.Person]:
        """A whole list, page by page."""
        people: list[pb.Person] = []
        token = ""
        while True:
            page = await self.page(me, state, page_size=page_size, token=token)
            people += page.people
            token = page.next_page_token
            if not token:
                return people

    async def seen(self, me: Caller, them: Caller) -> pb.Person:
        """Them as they stand on one of the caller's lists."""
        for state in (CONTACT, ASKS, ASKED):
            for person in await self.listed(me, state):
                if person.user_id == them.user_id:
                    return person
        return pb.Person(user_id=them.user_id, state=NONE)

    async def relations(self, request: pb.GetRelationsRequest) -> list[pb.Relation]:
        return list((await self._client.get_relations(request, caller=SERVICE)).relations)

    async def relation(self, one: Caller, other: Caller) -> pb.Relation:
        """What the one is to the other."""
        request = pb.GetRelationsRequest(user_id=one.user_id, other_user_ids=[other.user_id])
        (relation,) = await self.relations(request)
        return relation

    async def resolve(self, me: Caller, code: str) -> pb.ResolveCodeResponse:
        """What another service learns of a code for somebody."""
        request = pb.ResolveCodeRequest(code=code, user_id=me.user_id)
        return await self._client.resolve_code(request, caller=SERVICE)

    async def reach(self, person: Caller) -> Reach:
        return await self.database.read(lambda tx: contact_store.reach_of(tx, person.user_id))

    def close(self) -> None:
        self.identity.close()
