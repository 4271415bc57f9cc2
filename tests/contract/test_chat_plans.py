"""What chat asks all day costs no more when there is much of it: no statement reads a whole table of messages.

The statements are those really sent, taken from the connections. On PostgreSQL the planner is told to avoid reading
whole tables, for it would choose to while they are small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from core.kit.bus import InProcessBus
from core.messaging.search import index
from core.messaging.sync import marks_store
from core.messaging.trail import Trail
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk, request_id
from tests.support.follow_desk import Node
from tests.support.notices import Notices

# Few rows, gone soon after they came.
SMALL = {"messaging_scrubs"}
WHOLE = re.compile(r"(?:SCAN|Seq Scan on) (messaging_\w+)(?!\w| VIRTUAL)")
VERBS = ("SELECT", "WITH", "UPDATE", "DELETE")


@pytest.fixture
def statements() -> Iterator[dict[str, Any]]:
    """Every statement that looks for rows of messaging's while the test runs, with one set of its parameters."""
    sent: dict[str, Any] = {}

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(VERBS) and "messaging_" in statement:
            sent.setdefault(statement, parameters[0] if many else parameters)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


async def live(chat: ChatDesk) -> None:
    """A bit of everything that happens all day."""
    layla, omar, salma = [await chat.person(name) for name in ("layla", "omar", "salma")]
    messages, notices = MessagesServiceClient(chat.chain), Notices(chat)
    family = await chat.group(layla, omar, salma)
    news = await chat.channel(layla, omar)
    for of, text in ((family, "مرحبا"), (family, "hello"), (news, "news"), (await chat.direct(layla, omar), "you")):
        # Readers of a channel are called by nobody.
        held = pb.Content(text=text, mention_user_ids=[] if of == news else [omar.user_id])
        sent = service_pb.SendMessageRequest(request_id=request_id(), conversation_id=of, content=held)
        last = (await messages.send_message(sent, caller=layla)).update
        answer = pb.Content(text="answer", reply_to_seq=last.seq)
        if of != news:
            sent = service_pb.SendMessageRequest(request_id=request_id(), conversation_id=of, content=answer)
            await messages.send_message(sent, caller=omar)
        about = {"conversation_id": of, "seq": last.seq}
        edit = service_pb.EditMessageRequest(request_id=request_id(), content=pb.Content(text="edited"), **about)
        await messages.edit_message(edit, caller=layla)
        for removed in (False, True):
            react = service_pb.ReactRequest(request_id=request_id(), emoji="👍", removed=removed, **about)
            await messages.react(react, caller=layla)
        await messages.list_edits(service_pb.ListEditsRequest(**about), caller=layla)
        await messages.list_messages(service_pb.ListMessagesRequest(conversation_id=of), caller=omar)
        await messages.list_messages(service_pb.ListMessagesRequest(conversation_id=of, at_ms=1), caller=omar)
        await messages.list_updates(service_pb.ListUpdatesRequest(conversation_id=of), caller=omar)
        mark = service_pb.MarkReadRequest(conversation_id=of, delivered_seq=1)
        await messages.mark_read(mark, caller=omar)
        await messages.list_marks(service_pb.ListMarksRequest(conversation_id=of, seq=1), caller=layla)
        await chat.read(lambda tx, of=of: marks_store.of_pairs(tx, [(of, omar.user_id)]))  # type: ignore[misc]
        await Trail(chat.database, [index.add, notices.desk.step], clock=chat.clock).catch_up()
        await notices.courier.hand_out()
        recall = service_pb.RecallMessageRequest(request_id=request_id(), **about)
        await messages.recall_message(recall, caller=layla)
    await messages.hide_messages(service_pb.HideMessagesRequest(conversation_id=family, seqs=[2]), caller=omar)
    for query in ("answer", '"answer"', "ans"):
        await messages.search_messages(service_pb.SearchMessagesRequest(query=query), caller=omar)
    leave = conversations_pb.LeaveConversationRequest(request_id=request_id(), conversation_id=family)
    await chat.conversations.leave_conversation(leave, caller=salma)
    for each in (layla, omar, salma):
        await messages.sync(service_pb.SyncRequest(), caller=each)
        members = conversations_pb.ListMembersRequest(conversation_id=news)
        if each is not salma:
            await chat.conversations.list_members(members, caller=each)
    node = Node(chat, InProcessBus())
    await node.hub.sweep()
    await node.rpcs.presence.tell()


def explained(tx: sa.Connection, statement: str, parameters: Any) -> str:
    if tx.dialect.name == "sqlite":
        rows = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(str(row[-1]) for row in rows)
    tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return "\n".join(str(row[0]) for row in tx.exec_driver_sql(f"EXPLAIN {statement}", parameters))


async def test_no_question_of_chats_day_reads_a_whole_table(chat: ChatDesk, statements: dict[str, Any]) -> None:
    """A million messages later, telling one person of one message must not look through all of them first."""
    await live(chat)
    asked = {statement: parameters for statement, parameters in statements.items() if "WHERE" in statement}
    assert len(asked) > 60

    def plans(tx: sa.Connection) -> dict[str, str]:
        return {statement: explained(tx, statement, parameters) for statement, parameters in asked.items()}

    found = await chat.read(plans)
    whole = {statement: plan for statement, plan in found.items() if set(WHOLE.findall(plan)) - SMALL}
    assert not whole, "\n\n".join(f"{statement}\n{plan}" for statement, plan in whole.items())
