"""What people do with messages, as rpcs. What they wrote is kept in the log alone: in no answer, no line of a log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from google.protobuf.message import Message

from core.kit.caller import Caller
from core.kit.clock import Clock
from core.kit.db import Database, Transaction
from core.kit.errors import InvalidArgument
from core.kit.keyed import KeyedWrites
from core.kit.rpc import Call
from core.messaging.changes import Changes, Logged
from core.messaging.conversations import members
from core.messaging.errors import ConversationNotFound, MessageNotFound
from core.messaging.log import Draft, Log
from core.messaging.messages import content, emojis, forwarding, log_pages, snapshots, store
from core.messaging.messages.changing import Change, Changing, visible
from core.messaging.messages.sending import Outgoing, Sender
from core.messaging.sync import personal_store, wire
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis.messaging.v1 import messages_pb2 as messages
from majlis.messaging.v1 import messages_service_pb2 as pb

MESSAGING = Caller.of_service("messaging")


class Messages:
    """Send, edit, recall, react, forward, hide, read. `tell` hears of every commit; `scrub` begins one and returns."""

    def __init__(
        self, *, db: Database, log: Log, clock: Clock, contacts: ContactsServiceClient,
        tell: Callable[[Changes], None], scrub: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._db = db
        self._log = log
        self._contacts = contacts
        self._tell = tell
        self._scrub = scrub
        self._keyed = KeyedWrites(db=db, clock=clock)
        self._changing = Changing(log=log, clock=clock)
        self._sender = Sender(db=db, log=log, tell=tell)

    # Writing

    async def send_message(self, request: pb.SendMessageRequest, call: Call) -> pb.SendMessageResponse:
        held, mac = content.checked(request.content), self._mac(request, call)
        if held.HasField("contact"):
            held.contact.display_name = await self._name_behind(held.contact.code, request, call, mac)
        outgoing = Outgoing(
            conversation_id=request.conversation_id, sender_id=call.caller.user_id, request_id=request.request_id,
            mac=mac, content=held,
            body_json="" if content.media_of(held) else content.body_json(held),
        )  # fmt: skip
        made = await self._sender.send(outgoing)
        return pb.SendMessageResponse(update=wire.update(made, call.caller.user_id))

    async def edit_message(self, request: pb.EditMessageRequest, call: Call) -> pb.EditMessageResponse:
        change = self._change(request, call)
        made = await self._write(lambda tx, changes: self._changing.edit(tx, change, request.content, changes))
        return pb.EditMessageResponse(update=wire.update(made, change.user_id))

    async def recall_message(self, request: pb.RecallMessageRequest, call: Call) -> pb.RecallMessageResponse:
        change = self._change(request, call)
        made = await self._write(lambda tx, changes: self._changing.recall(tx, change, changes))
        # What was wiped may still stand in free pages and the write-ahead log. This only begins to clean them.
        await self._scrub()
        return pb.RecallMessageResponse(update=wire.update(made, change.user_id))

    async def react(self, request: pb.ReactRequest, call: Call) -> pb.ReactResponse:
        change, emoji = self._change(request, call), emojis.one(request.emoji)

        def react(tx: Transaction, changes: Changes) -> Logged | None:
            # What changed nothing is in no log: its id is kept apart, or a repetition might change something.
            if self._keyed.kept(tx, call, request.request_id, change.mac) is not None:
                return None
            made = self._changing.react(tx, change, emoji, request.removed, changes)
            if made is None:
                self._keyed.keep(tx, call, request.request_id, change.mac, b"")
            return made

        made = await self._write(react)
        return pb.ReactResponse(update=wire.update(made, change.user_id) if made else None)

    async def forward_message(self, request: pb.ForwardMessageRequest, call: Call) -> pb.ForwardMessageResponse:
        change, targets = self._change(request, call), list(request.to_conversation_ids)
        made = await self._write(lambda tx, changes: forwarding.forward(tx, self._log, change, targets, changes))
        return pb.ForwardMessageResponse(updates=[wire.update(each, change.user_id) for each in made])

    async def hide_messages(self, request: pb.HideMessagesRequest, call: Call) -> pb.HideMessagesResponse:
        user_id, seqs = call.caller.user_id, list(dict.fromkeys(request.seqs))

        def hide(tx: Transaction, changes: Changes) -> None:
            seat = members.seat(tx, request.conversation_id, user_id)
            for seq in seqs:
                if not seat.visible_from_seq <= seq <= seat.visible_to_seq or seq < 1:
                    raise MessageNotFound("there is no such message", conversation_id=seat.conversation_id, seq=seq)
            if store.hide(tx, user_id, seat.conversation_id, seqs):
                self._log.note(tx, [user_id], personal_store.HIDDEN, seat.conversation_id, changes)

        await self._write(hide)
        return pb.HideMessagesResponse()

    async def post_note(self, request: pb.PostNoteRequest, call: Call) -> pb.PostNoteResponse:
        if not request.note.key:
            raise InvalidArgument("note.key: is required", field="note.key", why="is required")
        said = messages.Content(note=request.note, fallback_text=content.FALLBACKS["note"])
        # The host is one sender, its services are several: each has its own request ids.
        draft = Draft(
            conversation_id=request.conversation_id, kind=store.MESSAGE, sender_id="",
            body_json=content.body_json(said), request_id=f"{call.caller.service}/{request.request_id}",
            request_mac=self._mac(request, call),
        )  # fmt: skip

        def post(tx: Transaction, changes: Changes) -> Logged:
            made = self._log.answered(tx, "", draft.request_id, draft.request_mac)
            if made is None and not store.exists(tx, draft.conversation_id):
                raise ConversationNotFound("there is no such conversation", conversation_id=draft.conversation_id)
            return made or self._log.append(tx, [draft], changes)[0]

        update = wire.update(await self._write(post), "")
        update.request_id = request.request_id
        return pb.PostNoteResponse(update=update)

    # Reading

    async def list_messages(self, request: pb.ListMessagesRequest, call: Call) -> pb.ListMessagesResponse:
        def read(tx: Transaction) -> pb.ListMessagesResponse:
            seat = members.seat(tx, request.conversation_id, call.caller.user_id)
            page = snapshots.page(
                tx, seat, before_seq=request.before_seq, after_seq=request.after_seq, at_ms=request.at_ms,
                size=request.page_size or snapshots.PAGE_SIZE,
            )  # fmt: skip
            return pb.ListMessagesResponse(
                messages=page.messages, head_seq=seat.visible_to_seq, has_before=page.has_before,
                has_after=page.has_after,
            )  # fmt: skip

        return await self._db.read(read)

    async def get_message(self, request: pb.GetMessageRequest, call: Call) -> pb.GetMessageResponse:
        def read(tx: Transaction) -> messages.Message:
            seat = members.seat(tx, request.conversation_id, call.caller.user_id)
            return snapshots.one(tx, seat, request.seq)

        return pb.GetMessageResponse(message=await self._db.read(read))

    async def list_edits(self, request: pb.ListEditsRequest, call: Call) -> pb.ListEditsResponse:
        def read(tx: Transaction) -> list[Logged]:
            seat = members.seat(tx, request.conversation_id, call.caller.user_id)
            message = visible(tx, seat, request.seq)
            first = store.update_at(tx, seat.conversation_id, message.seq)
            return [first, *store.edits(tx, seat.conversation_id, message.seq, to_seq=seat.visible_to_seq)]

        found = await self._db.read(read)
        return pb.ListEditsResponse(updates=[wire.update(each, call.caller.user_id) for each in found])

    async def list_updates(self, request: pb.ListUpdatesRequest, call: Call) -> pb.ListUpdatesResponse:
        most = request.page_size or log_pages.PAGE_SIZE

        def read(tx: Transaction) -> log_pages.LogPage:
            seat = members.seat(tx, request.conversation_id, call.caller.user_id)
            return log_pages.read(tx, seat, request.after_seq, most=most)

        page = await self._db.read(read)
        return pb.ListUpdatesResponse(
            updates=[wire.update(each, call.caller.user_id) for each in page.updates], from_seq=page.from_seq,
            to_seq=page.to_seq, head_seq=page.head_seq, before_hash=wire.text(page.before_hash),
            to_hash=wire.text(page.to_hash),
        )  # fmt: skip

    # What they share

    async def _write(self, fn: Callable[[Transaction, Changes], Any]) -> Any:
        """Run fn in one transaction; whoever listens is told after the commit."""

        def write(tx: Transaction) -> tuple[Any, Changes]:
            changes = Changes()  # Anew each run: fn may run more than once.
            return fn(tx, changes), changes

        result, changes = await self._db.write(write)
        if changes.updates or changes.people:
            self._tell(changes)
        return result

    def _change(self, request: Any, call: Call) -> Change:
        return Change(
            user_id=call.caller.user_id, conversation_id=request.conversation_id, seq=request.seq,
            request_id=request.request_id, mac=self._mac(request, call),
        )  # fmt: skip

    def _mac(self, request: Message, call: Call) -> bytes:
        return self._log.request_mac(call.method, request.SerializeToString(deterministic=True))

    async def _name_behind(self, code: str, request: pb.SendMessageRequest, call: Call, mac: bytes) -> str:
        """What the person of a contact code calls themselves. INVALID_ARGUMENT where it is nobody's."""
        user_id = call.caller.user_id
        # What was sent once is answered for ever, whatever became of the code.
        if await self._db.read(lambda tx: self._log.answered(tx, user_id, request.request_id, mac)):
            return ""
        asked = contacts_pb.ResolveCodeRequest(code=code, user_id=user_id)
        found = await self._contacts.resolve_code(asked, caller=MESSAGING)
        if not found.user_id:
            raise content.refuse("content.contact.code", "is nobody's code")
        return found.display_name
