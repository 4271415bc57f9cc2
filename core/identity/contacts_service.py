"""The rpcs of ContactsService: each opens its transaction, applies a rule to a pair and tells whom it concerns."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

from core.identity import contact_finding, contact_pages, contact_store, contact_views, contacts, store
from core.identity.contact_effects import ContactEffects, Told
from core.identity.contact_finding import Found
from core.identity.contact_store import Known
from core.identity.contacts import STRANGER, Pair, Reach, State
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import InvalidArgument, Unauthenticated
from core.kit.ids import base32
from core.kit.rpc import Call
from majlis.identity.v1 import contacts_service_pb2 as pb
from majlis.identity.v1.contacts_service_rpc import ContactsServiceServer

Find = Callable[[Transaction], Found]
Rule = Callable[[Transaction, Found, Pair], Pair]


class ContactsService(ContactsServiceServer[Call]):
    """Who knows whom, who may find whom, who wants nothing of whom."""

    def __init__(self, *, db: Database, clock: Clock, effects: ContactEffects) -> None:
        self._db = db
        self._clock = clock
        self._effects = effects

    # Finding and being found

    async def find_person(self, request: pb.FindPersonRequest, call: Call) -> pb.FindPersonResponse:
        me = call.caller.user_id
        contact_finding.check_one(username=request.username, code=request.code)

        def find(tx: Transaction) -> pb.Person:
            found = contact_finding.seek(tx, me, request.username, request.code)
            return contact_views.person_now(tx, me, found)

        return pb.FindPersonResponse(person=await self._db.read(find))

    async def get_my_code(self, request: pb.GetMyCodeRequest, call: Call) -> pb.GetMyCodeResponse:
        me = call.caller.user_id
        code = (await self._db.read(lambda tx: contact_store.reach_of(tx, me))).code
        if not code:
            code = (await self._change_reach(me, lambda reach: reach if reach.code else _with_new_code(reach))).code
        return pb.GetMyCodeResponse(code=code)

    async def renew_my_code(self, request: pb.RenewMyCodeRequest, call: Call) -> pb.RenewMyCodeResponse:
        return pb.RenewMyCodeResponse(code=(await self._change_reach(call.caller.user_id, _with_new_code)).code)

    async def get_privacy(self, request: pb.GetPrivacyRequest, call: Call) -> pb.GetPrivacyResponse:
        reach = await self._db.read(lambda tx: contact_store.reach_of(tx, call.caller.user_id))
        return pb.GetPrivacyResponse(privacy=contact_views.privacy(reach))

    async def update_privacy(self, request: pb.UpdatePrivacyRequest, call: Call) -> pb.UpdatePrivacyResponse:
        said = {field.name: value for field, value in request.ListFields()}
        changed = await self._change_reach(call.caller.user_id, lambda reach: replace(reach, **said))
        return pb.UpdatePrivacyResponse(privacy=contact_views.privacy(changed))

    # Asking, answering, ending

    async def request_contact(self, request: pb.RequestContactRequest, call: Call) -> pb.RequestContactResponse:
        me, now_ms = call.caller.user_id, to_ms(self._clock.now())
        contact_finding.check_one(username=request.username, code=request.code, user_id=request.user_id)
        note = contacts.clean_line(request.note, contacts.NOTE_CHARS_MAX)
        find = (
            await self._who(me, request.user_id)
            if request.user_id
            else lambda tx: contact_finding.other(me, contact_finding.seek(tx, me, request.username, request.code))
        )

        def ask(tx: Transaction, found: Found, pair: Pair) -> Pair:
            room = contact_store.room(tx, me, now_ms)
            asked = contacts.ask(pair, note=note, by_username=found.by_username, room=room, now_ms=now_ms)
            if contacts.spends(pair):
                contact_store.put_reach(tx, me, contact_store.reach_of(tx, me).asked_again(now_ms))
            return asked

        return pb.RequestContactResponse(person=await self._change(me, find, ask))

    async def answer_contact(self, request: pb.AnswerContactRequest, call: Call) -> pb.AnswerContactResponse:
        me, now_ms = call.caller.user_id, to_ms(self._clock.now())

        def answer(tx: Transaction, found: Found, pair: Pair) -> Pair:
            room = contact_store.room(tx, me, now_ms)
            return contacts.answer(pair, accept=request.accept, room=room, now_ms=now_ms)

        return pb.AnswerContactResponse(person=await self._change_listed(me, request.user_id, answer))

    async def remove_contact(self, request: pb.RemoveContactRequest, call: Call) -> pb.RemoveContactResponse:
        now_ms = to_ms(self._clock.now())
        await self._change_listed(
            call.caller.user_id, request.user_id, lambda tx, _, pair: contacts.remove(pair, now_ms)
        )
        return pb.RemoveContactResponse()

    async def set_alias(self, request: pb.SetAliasRequest, call: Call) -> pb.SetAliasResponse:
        me, alias = call.caller.user_id, contacts.clean_line(request.alias, contacts.ALIAS_CHARS_MAX)
        person = await self._change_listed(me, request.user_id, lambda tx, _, pair: contacts.call_them(pair, alias))
        return pb.SetAliasResponse(person=person)

    async def block_person(self, request: pb.BlockPersonRequest, call: Call) -> pb.BlockPersonResponse:
        me, now_ms = call.caller.user_id, to_ms(self._clock.now())

        def block(tx: Transaction, found: Found, pair: Pair) -> Pair:
            return contacts.block(pair, blocked=contact_store.blocked_count(tx, me), now_ms=now_ms)

        await self._change(me, await self._who(me, request.user_id), block)
        return pb.BlockPersonResponse()

    async def unblock_person(self, request: pb.UnblockPersonRequest, call: Call) -> pb.UnblockPersonResponse:
        await self._change_listed(call.caller.user_id, request.user_id, lambda tx, _, pair: contacts.unblock(pair))
        return pb.UnblockPersonResponse()

    # Lists

    async def list_contacts(self, request: pb.ListContactsRequest, call: Call) -> pb.ListContactsResponse:
        me, size = call.caller.user_id, request.page_size or contact_pages.PAGE_SIZE
        state = State(request.state) if request.state else State.CONTACT
        if state == State.NONE:
            raise InvalidArgument("state: is no list", field="state", why="is CONTACT, ASKS or ASKED")
        behind = contact_pages.behind(state, request.page_token)

        def page(tx: Transaction) -> list[Known]:
            if state != State.CONTACT:
                return contact_store.requests_of(tx, me, state, behind=behind, most=size + 1)
            last = contact_store.known(tx, me, behind[1]) if behind else None
            return contact_pages.by_name(contact_store.contacts_of(tx, me), last)[: size + 1]

        people = await self._db.read(page)
        following = contact_pages.page_token(state, people[size - 1]) if len(people) > size else ""
        return pb.ListContactsResponse(people=map(contact_views.person, people[:size]), next_page_token=following)

    async def list_blocked(self, request: pb.ListBlockedRequest, call: Call) -> pb.ListBlockedResponse:
        me = call.caller.user_id
        people = await self._db.read(lambda tx: contact_store.blocked_by(tx, me, most=contacts.BLOCKED_MAX))
        return pb.ListBlockedResponse(people=map(contact_views.person, people))

    # For other services

    async def get_relations(self, request: pb.GetRelationsRequest, call: Call) -> pb.GetRelationsResponse:
        others = set(request.other_user_ids) - {request.user_id}

        def relate(tx: Transaction) -> list[pb.Relation]:
            names = store.display_names(tx, others)
            pairs = contact_store.pairs(tx, request.user_id, others)
            reaches = contact_store.reaches(tx, others)
            return [
                contact_views.relation(each, names[each], *pairs[each], reaches.get(each, Reach()))
                for each in sorted(names)
            ]

        return pb.GetRelationsResponse(relations=await self._db.read(relate))

    async def resolve_code(self, request: pb.ResolveCodeRequest, call: Call) -> pb.ResolveCodeResponse:
        def resolve(tx: Transaction) -> pb.ResolveCodeResponse:
            row = contact_store.with_code(tx, contact_finding.fold_code(request.code))
            pair, _ = contact_store.pair(tx, request.user_id, "" if row is None else row.id)
            # One that is found by no code is passed on by nobody, not by those who know its owner either.
            if row is None or not (row.found_by_code and contacts.is_found(pair, findable=True)):
                return pb.ResolveCodeResponse()
            return pb.ResolveCodeResponse(user_id=row.id, display_name=row.display_name)

        return await self._db.read(resolve)

    # What they have in common

    async def _change(self, me: str, find: Find, rule: Rule) -> pb.Person:
        """Apply the rule to the caller and whom `find` finds, and tell messaging; the person as they are then."""

        def change(tx: Transaction) -> tuple[pb.Person, Told]:
            _check_there(tx, me)
            found, told = find(tx), Told()
            before, version = contact_store.pair(tx, me, found.user_id)
            after = rule(tx, found, before)
            contact_store.put(tx, me, found.user_id, before, after, version + 1)
            self._effects.write(tx, me, found.user_id, before, after, told)
            return contact_views.person_now(tx, me, found), told

        person, told = await self._db.write(change)
        await self._effects.tell(told)
        return person

    async def _change_listed(self, me: str, user_id: str, rule: Rule) -> pb.Person:
        """The same with somebody who is or was on a list of the caller's. PERSON_NOT_FOUND for all others."""
        return await self._change(me, lambda tx: contact_finding.met(tx, me, user_id, elsewhere=False), rule)

    async def _who(self, me: str, user_id: str) -> Find:
        """Finds the person of this id, whom the caller met here or in a group."""
        pair, _ = await self._db.read(lambda tx: contact_store.pair(tx, me, user_id))
        elsewhere = pair.mine == STRANGER and await self._effects.share_conversation(me, user_id)
        return lambda tx: contact_finding.met(tx, me, user_id, elsewhere=elsewhere)

    async def _change_reach(self, me: str, change: Callable[[Reach], Reach]) -> Reach:
        def write(tx: Transaction) -> Reach:
            _check_there(tx, me)
            changed = change(contact_store.reach_of(tx, me))
            contact_store.put_reach(tx, me, changed)
            return changed

        return await self._db.write(write)


def _check_there(tx: Transaction, me: str) -> None:
    """UNAUTHENTICATED where a token outlived its account's database."""
    if not store.existing_users(tx, {me}):
        raise Unauthenticated("there is no such account any more")


def _with_new_code(reach: Reach) -> Reach:
    return replace(reach, code=base32(secrets.randbits(128)))
