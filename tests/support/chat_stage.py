"""A stage for scenarios told in short lines: `omar sends hi as r1`, `salma sees hi`, `omar edits hi to ho ! REASON`.

Layla has a group with Omar and Salma, and all of them, Noura too, are her contacts; a line that ends in `@direct` is
about Layla's conversation with Omar. A message is named by its first text. Every line that asks for something may end
in `! REASON`: then it is refused for that. Lines of what somebody sees check the hashes and the numbers too.
"""

from __future__ import annotations

import json
import secrets
import shlex
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from typing import Any

import pytest

from core.kit.caller import Caller
from core.kit.db import connect
from core.kit.errors import DomainError
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk, request_id
from tests.support.chat_replay import check_chain
from tests.support.databases import KINDS, create_tables, own_schema

NAMES = ("layla", "omar", "salma", "noura")
ROLES = {"admin": pb.MEMBER_ROLE_ADMIN, "member": pb.MEMBER_ROLE_MEMBER}
SPANS = {"seconds": timedelta(seconds=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}
GONE = "-"  # How a message is written that was taken back.


class Stage:
    """One scenario's people and conversations on a desk that scenarios share."""

    def __init__(self, desk: ChatDesk) -> None:
        self.desk = desk
        self.messages = MessagesServiceClient(desk.chain)

    async def play(self, lines: str) -> None:
        people = await self.desk.crowd(len(NAMES), prefix=f"p{secrets.token_hex(4)}")
        self.people = dict(zip(NAMES, people, strict=True))
        self.names = {each.user_id: name for name, each in self.people.items()}
        layla, omar, salma, noura = people
        self.group = await self.desk.group(layla, omar, salma)
        await self.desk.befriend(layla, noura)
        self.direct = await self.desk.direct(layla, omar)
        self.link = await self.desk.link(layla, self.group)
        self.seqs: dict[str, int] = {}
        for line in filter(None, map(str.strip, lines.splitlines())):
            await self._line(line)

    async def _line(self, line: str) -> None:
        told, _, reason = line.partition(" ! ")
        words = shlex.split(told)
        self.of = self.direct if words[-1] == "@direct" else self.group
        words = [word for word in words if word != "@direct"]
        name, verb, *rest = words
        if name == "after":
            self.desk.clock.advance(int(verb) * SPANS[rest[0]])
            return
        self.id = request_id()
        if "as" in rest:
            self.id = rest[rest.index("as") + 1]
            rest = rest[: rest.index("as")]
        try:
            await getattr(self, f"_{verb}")(self.people[name], *rest)
        except DomainError as error:
            if error.reason != reason:
                raise AssertionError(f"{line}: refused for {error.reason}") from error
        else:
            assert not reason, f"{line}: was not refused"

    # Writing

    async def _sends(self, who: Caller, text: str, *how: str) -> None:
        more: dict[str, Any] = {}
        if how[:1] == ("to",):
            more["reply_to_seq"] = self.seqs[how[1]]
        elif how[:1] == ("calling",):
            more["mention_user_ids"] = [self.people[how[1]].user_id]
        request = service_pb.SendMessageRequest(
            request_id=self.id, conversation_id=self.of, content=pb.Content(text=text, **more)
        )
        update = (await self.messages.send_message(request, caller=who)).update
        assert self.seqs.setdefault(text, update.seq) == update.seq, f"{text} was sent again"

    async def _edits(self, who: Caller, text: str, _: str, new: str, *how: str) -> None:
        called = [self.people[how[1]].user_id] if how else []
        request = service_pb.EditMessageRequest(
            request_id=self.id, conversation_id=self.of, seq=self.seqs[text],
            content=pb.Content(text=new, mention_user_ids=called),
        )  # fmt: skip
        await self.messages.edit_message(request, caller=who)

    async def _recalls(self, who: Caller, text: str) -> None:
        request = service_pb.RecallMessageRequest(request_id=self.id, conversation_id=self.of, seq=self.seqs[text])
        await self.messages.recall_message(request, caller=who)

    async def _marks(self, who: Caller, text: str, sign: str, *off: str) -> None:
        request = service_pb.ReactRequest(
            request_id=self.id, conversation_id=self.of, seq=self.seqs[text], emoji=sign, removed=bool(off)
        )
        await self.messages.react(request, caller=who)

    async def _forwards(self, who: Caller, text: str, *there: str) -> None:
        request = service_pb.ForwardMessageRequest(
            request_id=self.id, conversation_id=self.of, seq=self.seqs[text],
            to_conversation_ids=[getattr(self, each) for each in there],
        )  # fmt: skip
        for place, update in zip(
            there, (await self.messages.forward_message(request, caller=who)).updates, strict=True
        ):  # fmt: skip
            self.seqs[f"{text}>{place}"] = update.seq

    async def _hides(self, who: Caller, text: str) -> None:
        request = service_pb.HideMessagesRequest(conversation_id=self.of, seqs=[self.seqs[text]])
        await self.messages.hide_messages(request, caller=who)

    async def _reads(self, who: Caller, text: str) -> None:
        request = service_pb.MarkReadRequest(conversation_id=self.of, read_seq=self.seqs[text])
        await self.messages.mark_read(request, caller=who)

    # Coming and going

    async def _leaves(self, who: Caller) -> None:
        request = conversations_pb.LeaveConversationRequest(request_id=self.id, conversation_id=self.of)
        await self.desk.conversations.leave_conversation(request, caller=who)

    async def _joins(self, who: Caller) -> None:
        request = conversations_pb.JoinByInviteRequest(request_id=self.id, token=self.link)
        await self.desk.conversations.join_by_invite(request, caller=who)

    async def _adds(self, who: Caller, other: str) -> None:
        request = conversations_pb.AddMembersRequest(
            request_id=self.id, conversation_id=self.of, user_ids=[self.people[other].user_id]
        )
        await self.desk.conversations.add_members(request, caller=who)

    async def _accepts(self, who: Caller) -> None:
        await self._answers(who, accept=True)

    async def _declines(self, who: Caller) -> None:
        await self._answers(who, accept=False)

    async def _answers(self, who: Caller, *, accept: bool) -> None:
        request = conversations_pb.AnswerInvitationRequest(
            request_id=self.id, conversation_id=self.of, accept=accept
        )  # fmt: skip
        await self.desk.conversations.answer_invitation(request, caller=who)

    async def _removes(self, who: Caller, other: str) -> None:
        request = conversations_pb.RemoveMemberRequest(**self._about(other))
        await self.desk.conversations.remove_member(request, caller=who)

    async def _silences(self, who: Caller, other: str, *off: str) -> None:
        request = conversations_pb.SilenceMemberRequest(**self._about(other), silenced=not off)
        await self.desk.conversations.silence_member(request, caller=who)

    async def _makes(self, who: Caller, other: str, role: str) -> None:
        if role == "owner":
            request = conversations_pb.TransferOwnershipRequest(**self._about(other))
            await self.desk.conversations.transfer_ownership(request, caller=who)
            return
        asked = conversations_pb.SetMemberRoleRequest(**self._about(other), role=ROLES[role])
        await self.desk.conversations.set_member_role(asked, caller=who)

    def _about(self, other: str) -> Any:
        return {"request_id": self.id, "conversation_id": self.of, "user_id": self.people[other].user_id}

    async def _shows(self, who: Caller, what: str, switch: str) -> None:
        """`layla shows history on`: whoever comes in later sees what was before them."""
        request = conversations_pb.UpdateConversationRequest(
            request_id=self.id, conversation_id=self.of, history_for_joiners=switch == "on"
        )
        await self.desk.conversations.update_conversation(request, caller=who)

    async def _blocks(self, who: Caller, other: str) -> None:
        request = contacts_pb.BlockPersonRequest(user_id=self.people[other].user_id)
        await self.desk.identity.contacts.block_person(request, caller=who)

    # What must be so

    async def _sees(self, who: Caller, *texts: str) -> None:
        """The messages as they are now, in order."""
        request = service_pb.ListMessagesRequest(conversation_id=self.of, page_size=200)
        found = (await self.messages.list_messages(request, caller=who)).messages
        assert [_text(each) for each in found if each.kind == pb.UPDATE_KIND_MESSAGE] == list(texts)

    async def _logs(self, who: Caller, *texts: str) -> None:
        """The updates they may have, in order: what was written, and what became of it."""
        request = service_pb.ListUpdatesRequest(conversation_id=self.of)
        page = await self.messages.list_updates(request, caller=who)
        check_chain(page.updates, page.before_hash, page.to_hash)
        assert [each.seq for each in page.updates] == list(range(page.from_seq, page.head_seq + 1))
        assert [self._told(each) for each in page.updates] == list(texts)

    async def _syncs(self, who: Caller, *texts: str) -> None:
        """What a device gets that has everything up to the message named after `from`, or that is new."""
        known = []
        if texts[:1] == ("from",):
            known = [service_pb.Known(conversation_id=self.of, seq=self.seqs[texts[1]])]
            texts = texts[2:]
        answer = await self.messages.sync(service_pb.SyncRequest(known=known), caller=who)
        batches = [each for each in answer.updates if each.conversation_id == self.of]
        for batch in batches:
            check_chain(batch.updates, batch.before_hash, batch.to_hash)
        assert [self._told(each) for batch in batches for each in batch.updates] == list(texts)

    def _told(self, update: pb.Update) -> str:
        body = json.loads(update.body_json) if update.body_json else {}
        match update.kind:
            case pb.UPDATE_KIND_MEMBER:
                event = body["member"]["event"].removeprefix("MEMBER_EVENT_").lower()
                return f"{self.names[body['member']['user_id']]}:{event}"
            case pb.UPDATE_KIND_CONVERSATION:
                return "settings"
            case pb.UPDATE_KIND_EDIT:
                return f"edit:{body['edit']['text'] if body else GONE}"
            case pb.UPDATE_KIND_RECALL:
                return "recall"
            case pb.UPDATE_KIND_REACTION:
                return str(body["reaction"]["emoji"]) + ("off" if body["reaction"].get("removed") else "")
        return str(body["message"]["text"]) if body else GONE

    async def _counts(self, who: Caller, unread: str, calls: str) -> None:
        view = await self.desk.view(who, self.of)
        assert (view.unread_count, view.mention_count) == (int(unread), int(calls))

    async def _finds(self, who: Caller, text: str, *signs: str) -> None:
        """The message of that first text has these reactions: `👍2` of two people."""
        request = service_pb.GetMessageRequest(conversation_id=self.of, seq=self.seqs[text])
        message = (await self.messages.get_message(request, caller=who)).message
        assert [f"{each.emoji}{each.count}" for each in message.reactions] == list(signs)


def _text(message: pb.Message) -> str:
    return GONE if message.recalled else str(json.loads(message.body_json)["message"]["text"])


@pytest.fixture(scope="module", params=KINDS)
def stage_desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatDesk]:
    """One desk for all scenarios of a file: each has people and conversations of its own."""
    folder = tmp_path_factory.mktemp("stage")
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'test.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(own_schema(request.getfixturevalue("postgres_socket")))
        database = stack.enter_context(closing(connect(url)))
        create_tables(database)
        desk = ChatDesk(database, folder)
        yield desk
        desk.identity.close()


@pytest.fixture
def stage(stage_desk: ChatDesk) -> Stage:
    return Stage(stage_desk)
