"""A conversation as one member sees it: what counts as unread, whose marks show, and what is only one's own."""

from __future__ import annotations

import base64

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.db import Transaction
from core.messaging.conversations import views
from core.messaging.errors import ConversationNotFound
from core.messaging.log import know
from core.messaging.tables import conversations, hidden, mentions, people, personal, updates
from majlis.identity.v1.contacts_service_pb2 import BlockPersonRequest
from majlis.messaging.v1 import conversations_service_pb2 as pb
from majlis.messaging.v1 import messages_pb2 as m
from tests.support.chat_desk import ChatDesk


async def mine(chat: ChatDesk, who: Caller, at: str, **fields: object) -> m.Conversation:
    request = pb.UpdateMyViewRequest(conversation_id=at, **fields)  # type: ignore[arg-type]
    return (await chat.conversations.update_my_view(request, caller=who)).conversation


async def test_only_others_messages_that_stand_are_unread(chat: ChatDesk) -> None:
    """Not one's own, not lines about members, not what was taken back, not what one hid."""
    layla, omar, sara = [await chat.person(name) for name in ("layla", "omar", "sara")]
    family = await chat.group(layla, omar)
    first = await chat.send(omar, family, "one")
    await chat.send(layla, family, "mine")
    recalled, hidden_one = [await chat.send(omar, family, text) for text in ("two", "three")]
    await chat.befriend(layla, sara)
    added = pb.AddMembersRequest(request_id="a", conversation_id=family, user_ids=[sara.user_id])
    await chat.conversations.add_members(added, caller=layla)
    before = await chat.view(layla, family)
    assert (before.unread_count, before.mention_count) == (3, 0)
    at = {"conversation_id": family}

    def later(tx: Transaction) -> None:
        execute = tx.execute
        execute(updates.update().where(updates.c.seq == recalled).values(recalled_seq=recalled))
        execute(hidden.insert(), at | {"user_id": layla.user_id, "seq": hidden_one})
        called = [(layla.user_id, first), ("", first), ("", hidden_one)]
        execute(mentions.insert(), [at | {"user_id": user_id, "seq": seq} for user_id, seq in called])

    await chat.write(later)
    view = await chat.view(layla, family)
    assert (view.unread_count, view.mention_count) == (1, 1)
    assert base64.b64decode(view.head_hash) == (await chat.updates(family))[-1].hash
    assert (await chat.view(sara, family)).unread_count == 0


async def test_unread_is_counted_up_to_a_thousand(chat: ChatDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group that was silent for a year is drawn as fast as any other."""
    assert views.UNREAD_MAX == 1_000
    layla, omar = await chat.person("layla"), await chat.person("omar")
    family = await chat.group(layla, omar)
    row = {
        "conversation_id": family, "kind": m.UPDATE_KIND_MESSAGE, "sender_id": omar.user_id, "target_seq": 0,
        "body_json": "", "salt": b"", "commitment": b"", "hash": b"", "created_at_ms": 0, "edited_seq": 0,
        "recalled_seq": 0,
    }  # fmt: skip

    async def write(first: int, last: int) -> m.Conversation:
        rows = [row | {"seq": seq} for seq in range(first, last + 1)]

        def add(tx: Transaction) -> None:
            tx.execute(updates.insert(), rows)
            tx.execute(conversations.update().values(head_seq=last))

        await chat.write(add)
        return await chat.view(layla, family)

    head = (await chat.view(layla, family)).head_seq
    assert (await write(head + 1, head + 999)).unread_count == 999
    assert (await write(head + 1_000, head + 1_000)).unread_count == 1_000
    assert (await write(head + 1_001, head + 1_001)).unread_count == 1_000


async def test_marks_are_for_those_who_share_theirs(chat: ChatDesk) -> None:
    """Reciprocal, here and everywhere: who keeps it private sees none."""
    layla, omar, sara = [await chat.person(name) for name in ("layla", "omar", "sara")]
    family = await chat.group(layla, omar, sara)

    async def marks(who: Caller) -> dict[str, tuple[int, int]]:
        view = await chat.view(who, family)
        return {each.user_id: (each.delivered_seq, each.read_seq) for each in view.marks}

    assert await marks(layla) == {omar.user_id: (3, 3), sara.user_id: (4, 4)}
    await mine(chat, omar, family, marks_private=True)
    assert await marks(layla) == {omar.user_id: (3, 0), sara.user_id: (4, 4)}
    assert await marks(omar) == {layla.user_id: (2, 0), sara.user_id: (4, 0)}

    def private(tx: Transaction) -> None:
        know(tx, sara.user_id)
        changed = people.update().where(people.c.user_id == sara.user_id).values(read_marks=False)
        tx.execute(changed)

    await chat.write(private)
    assert await marks(layla) == {omar.user_id: (3, 0), sara.user_id: (4, 0)}
    assert await marks(sara) == {layla.user_id: (2, 0), omar.user_id: (3, 0)}


async def test_who_was_blocked_does_not_learn_what_is_read(chat: ChatDesk) -> None:
    """The view says no more of it than ListMarks does, and the same to who was only removed."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    await chat.befriend(layla, omar)
    both = await chat.direct(layla, omar)
    assert [each.user_id for each in (await chat.view(layla, both)).marks] == [omar.user_id]
    await chat.identity.contacts.block_person(BlockPersonRequest(user_id=layla.user_id), caller=omar)
    assert not (await chat.view(layla, both)).marks


async def test_marks_end_where_a_group_is_large(chat: ChatDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to fifty see how far each is; one more and it is nobody's."""
    monkeypatch.setattr("core.messaging.conversations.rules.MARKS_MEMBERS_MAX", 2)
    layla, omar, sara = [await chat.person(name) for name in ("layla", "omar", "sara")]
    family = await chat.group(layla, omar)
    assert len((await chat.view(layla, family)).marks) == 1
    await chat.join(sara, await chat.link(layla, family))
    assert len((await chat.view(layla, family)).marks) == 0


async def test_ones_own_view_is_ones_own(chat: ChatDesk) -> None:
    """Pinned, muted, unread, a draft: on all one's devices, in nobody's log and nobody else's list."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    family = await chat.group(layla, omar)
    before = await chat.updates(family)
    view = await mine(chat, omar, family, pinned=True, muted_until_ms=5, marked_unread=True, draft="half a w")
    assert (view.pinned, view.muted_until_ms, view.marked_unread, view.draft) == (True, 5, True, "half a w")
    view = await mine(chat, omar, family, draft="")
    assert (view.pinned, view.draft) == (True, "")
    assert await chat.updates(family) == before
    assert not (await chat.view(layla, family)).pinned
    notes = await chat.read(lambda tx: tx.execute(personal.select().where(personal.c.user_id == omar.user_id)).all())
    assert [(each.kind, each.ref) for each in notes if each.kind == "view"] == [("view", family)]
    with pytest.raises(ConversationNotFound):
        await mine(chat, await chat.person("sara"), family, pinned=True)


async def test_a_list_is_drawn_in_the_order_asked_for(chat: ChatDesk) -> None:
    """What is not in the person's list is left out; asking twice draws once."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    made = [await chat.group(layla, title=f"g{number}") for number in range(3)]
    wanted = [made[2], "conv_none", made[0], made[2]]
    drawn = await chat.read(lambda tx: views.render(tx, layla.user_id, wanted))
    assert [each.conversation_id for each in drawn] == [made[2], made[0]]
    assert await chat.read(lambda tx: views.listed(tx, layla.user_id)) == sorted(made)
    assert await chat.read(lambda tx: views.render(tx, omar.user_id, made)) == []


async def test_a_list_of_hundreds_takes_few_statements(chat: ChatDesk) -> None:
    """One that grew with the list would make signing in slow for those who use it most."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    made = [await chat.group(layla, omar, title=f"g{number}") for number in range(6)]

    def counted(wanted: list[str]) -> int:
        asked: list[str] = []

        def draw(tx: Transaction) -> None:
            def note(*args: object) -> None:
                asked.append(str(args[2]))

            sa.event.listen(tx, "before_cursor_execute", note)
            views.render(tx, layla.user_id, wanted)
            sa.event.remove(tx, "before_cursor_execute", note)

        with chat.database.engine.begin() as tx:
            draw(tx)
        return len(asked)

    assert counted(made) == counted(made[:1]) <= 6
