"""Who may do what to whom: every case there is, against the sentences the guides say."""

from __future__ import annotations

from itertools import product

import pytest

from core.messaging.conversations import rules
from core.messaging.conversations.rules import ADMIN, CHANNEL, DIRECT, GROUP, MEMBER, OWNER, READER, Verb, may, may_to
from majlis.messaging.v1 import messages_pb2 as pb

KINDS = [kind for kind in pb.ConversationKind.values() if kind]
ROLES = [OWNER, ADMIN, MEMBER, READER]
LEADS = (OWNER, ADMIN)


def said(verb: Verb, kind: int, role: int, active: bool, members_may_add: bool) -> bool:
    """The sentences: only who is in a group or channel does anything; roles and the owner's place are the owner's;
    nobody is silenced in a channel; all else is for owner and admins; a group may let its members add people."""
    if not active or kind not in (GROUP, CHANNEL):
        return False
    if verb in (Verb.SET_ROLE, Verb.TRANSFER):
        return role == OWNER
    if verb is Verb.SILENCE and kind == CHANNEL:
        return False
    if verb is Verb.ADD and kind == GROUP and members_may_add and role == MEMBER:
        return True
    return role in LEADS


@pytest.mark.parametrize("verb", list(Verb), ids=lambda verb: verb.name)
def test_every_verb_is_for_those_the_sentences_name(verb: Verb) -> None:
    """A case nobody thought of is where a group is taken over."""
    for kind, role, active, open_group in product(KINDS, ROLES, (True, False), (True, False)):
        found = may(verb, kind=kind, role=role, active=active, members_may_add=open_group)
        assert found == said(verb, kind, role, active, open_group), (kind, role, active, open_group)


@pytest.mark.parametrize("verb", list(Verb), ids=lambda verb: verb.name)
def test_nobody_reaches_up_or_across(verb: Verb) -> None:
    """An admin does nothing to another admin, and nobody anything to the owner."""
    for kind, role, other, active in product(KINDS, ROLES, ROLES, (True, False)):
        below = {OWNER: {ADMIN, MEMBER, READER}, ADMIN: {MEMBER, READER}}.get(role, set())
        wanted = said(verb, kind, role, active, False) and other in below
        assert may_to(verb, kind=kind, role=role, active=active, target_role=other) == wanted, (kind, role, other)


@pytest.mark.parametrize(("kind", "most", "role"), [(GROUP, 500, MEMBER), (CHANNEL, 100_000, READER)])
def test_how_many_and_as_what(kind: int, most: int, role: int) -> None:
    """The limits the guides promise."""
    assert (rules.members_max(kind), rules.base_role(kind)) == (most, role)
    assert rules.roles_to_give(kind) == {ADMIN, role}
    assert OWNER not in rules.roles_to_give(DIRECT)
