"""Whatever members do to each other, in whatever order, somebody leads and the log tells who is in it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress

import hypothesis.strategies as st
import pytest
from google.protobuf import json_format
from hypothesis import HealthCheck, given, settings

from core.kit.clock import ManualClock
from core.kit.db import Database, Transaction, connect
from core.kit.errors import DomainError
from core.messaging import log as log_rows
from core.messaging.conversations import joining, rules, store, verbs
from core.messaging.conversations.act import Act
from core.messaging.conversations.members import seat
from core.messaging.errors import ConversationNotFound
from core.messaging.log import Log
from majlis.identity.v1.contacts_service_pb2 import Relation
from majlis.messaging.v1 import conversations_service_pb2 as service_pb
from majlis.messaging.v1 import messages_pb2 as pb
from tests.support.databases import create_tables

PEOPLE = ("usr_a", "usr_b", "usr_c", "usr_d")
LOG = Log(clock=ManualClock(), key=b"k" * 32)
OUT = {pb.MEMBER_EVENT_LEFT, pb.MEMBER_EVENT_REMOVED, pb.MEMBER_EVENT_BANNED}
Step = tuple[str, str, str, bool]
VERBS = ("add", "remove", "unban", "leave", "role", "silence", "transfer", "answer", "join", "admit", "link", "rule")
GIVES_VOICE = {"silence", "role", "transfer"}  # Or takes it.
FRIENDS = {each: Relation(user_id=each, contacts=True, listed=True, may_add=True) for each in PEOPLE}
doers = st.sampled_from(("usr_a", *PEOPLE, "usr_a", "usr_b"))  # Those who lead first: most others are refused.
others = st.sampled_from(("usr_b", "usr_c", "usr_d", "usr_a", "usr_b", "usr_c"))
steps = st.lists(st.tuples(st.sampled_from(VERBS), doers, others, st.booleans()), min_size=15, max_size=40)


@pytest.fixture(scope="module")
def one_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One for all examples: each has conversations of its own."""
    made = connect(f"sqlite:///{tmp_path_factory.mktemp('members')}/test.db")
    create_tables(made)
    yield made
    made.close()


def act(tx: Transaction, who: str) -> Act:
    return Act(
        tx=tx, log=LOG, user_id=who, now_ms=1, names={}, summon=lambda *_: None, request_id=secrets.token_hex(8),
        request_mac=b"m",
    )  # fmt: skip


def do(tx: Transaction, at: str, token: str, step: Step) -> None:
    verb, who, other, flag = step
    mine = act(tx, who)
    known = {each: Relation(user_id=each, contacts=True, listed=True, may_add=flag) for each in PEOPLE}
    role = pb.MEMBER_ROLE_ADMIN if flag else rules.base_role(store.conversation(tx, at).kind)
    link = service_pb.CreateInviteRequest(conversation_id=at, needs_approval=flag)
    change = service_pb.UpdateConversationRequest(conversation_id=at, history_for_joiners=flag, members_may_add=flag)
    ways: dict[str, Callable[[], object]] = {
        "add": lambda: verbs.add(mine, at, [other], known),
        "remove": lambda: verbs.remove(mine, at, other, ban=flag),
        "unban": lambda: verbs.unban(mine, at, other),
        "leave": lambda: verbs.leave(mine, at),
        "role": lambda: verbs.set_role(mine, at, other, role),
        "silence": lambda: verbs.silence(mine, at, other, silenced=flag),
        "transfer": lambda: verbs.transfer(mine, at, other),
        "answer": lambda: verbs.answer_invitation(mine, at, accept=flag),
        "join": lambda: joining.join(mine, token),
        "admit": lambda: verbs.answer_request(mine, at, other, accept=flag),
        "link": lambda: joining.make_link(mine, link, secrets.token_hex(8)),
        "rule": lambda: verbs.change(mine, change),
    }
    ways[verb]()


@pytest.mark.parametrize("kind", [rules.GROUP, rules.CHANNEL], ids=["group", "channel"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps, waits=st.booleans())
def test_somebody_leads_and_the_log_says_who_is_there(
    one_database: Database, kind: int, taken: list[Step], waits: bool
) -> None:
    """One owner while anybody is in it, a true count, the log's story, and nobody sees past their going."""
    at, token = f"conv_{secrets.token_hex(8)}", secrets.token_hex(8)
    with one_database.engine.begin() as tx:
        verbs.create(act(tx, PEOPLE[0]), at, kind, pb.ConversationSettings(title="x"), PEOPLE[1:3], FRIENDS)
        link = service_pb.CreateInviteRequest(conversation_id=at, needs_approval=waits)
        joining.make_link(act(tx, PEOPLE[0]), link, token)
    ends: dict[str, int] = {}
    silent: set[str] = set()
    for step in taken:
        with suppress(DomainError), one_database.engine.begin() as tx:
            do(tx, at, token, step)
        with one_database.engine.begin() as tx:
            check(tx, at, ends)
            rows = store.members_of(tx, at, PEOPLE)
            silenced = {who for who, row in rows.items() if row.silenced}
        assert silenced == silent or step[0] in GIVES_VOICE, "going out and coming in again changes no silence"
        silent = silenced


def check(tx: Transaction, at: str, ends: dict[str, int]) -> None:
    rows = store.members_of(tx, at, PEOPLE)
    there = {each.user_id: each.role for each in rows.values() if each.status == store.ACTIVE}
    conversation = store.conversation(tx, at)
    assert conversation.member_count == len(there)
    assert list(there.values()).count(rules.OWNER) == (1 if there else 0)
    assert told(tx, at) == {who: role for who, role in there.items() if role != rules.READER}
    for who in PEOPLE:
        try:
            mine = seat(tx, at, who)
        except ConversationNotFound:
            assert who not in there
            ends.pop(who, None)
            continue
        if who in there:
            assert mine.visible_to_seq == conversation.head_seq
            ends.pop(who, None)
        else:
            assert mine.visible_to_seq == ends.setdefault(who, mine.visible_to_seq)  # It stands still.


def told(tx: Transaction, at: str) -> dict[str, int]:
    """Who is in it with which role, from the log alone."""
    found: dict[str, int] = {}
    for update in log_rows.after(tx, at, 0, to_seq=1 << 53, most=10_000):
        if update.kind != pb.UPDATE_KIND_MEMBER:
            continue
        change = json_format.Parse(update.body_json, pb.UpdateBody()).member
        if change.event in OUT or change.role == rules.READER:
            found.pop(change.user_id, None)
        else:
            found[change.user_id] = change.role
    return found
