"""What becomes of a message: edited, taken back, reacted to. Each is one transaction, and one update in the log."""

from __future__ import annotations

import json
from dataclasses import dataclass

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from core.messaging.cards import store as cards
from core.messaging.changes import Changes, Logged
from core.messaging.conversations import members
from core.messaging.conversations.members import Seat
from core.messaging.errors import MessageNotFound, RoleMissing
from core.messaging.log import Draft, Log
from core.messaging.media import store as media
from core.messaging.messages import content, rights, store
from core.messaging.messages.errors import TooManyReactions
from core.messaging.messages.sending import calls, check_called
from core.messaging.messages.store import Written
from core.messaging.search import index
from majlis.messaging.v1 import messages_pb2 as pb

REACTIONS_MAX = 20  # Different emoji of one message.


@dataclass(frozen=True, slots=True)
class Change:
    """Who wants to change which message, and what identifies the request for ever."""

    user_id: str
    conversation_id: str
    seq: int
    request_id: str
    mac: bytes


class Changing:
    """Functions of a transaction; each answers a repeated request with the update made first."""

    def __init__(self, *, log: Log, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def edit(self, tx: Transaction, change: Change, given: pb.Content, changes: Changes) -> Logged:
        """Give the message its new text. EDIT_WINDOW_EXPIRED, MESSAGE_RECALLED, ROLE_MISSING, MESSAGE_NOT_FOUND."""
        if (made := self._answered(tx, change)) is not None:
            return made
        seat, message = self._see(tx, change)
        rights.check_writes(seat)
        rights.check_edit(seat, message, self._now_ms())
        content.check_editable(content.content_of(message.body_json))
        old = content.content_of(message.newest_body)
        new = content.edited(old, given)
        before, after = set(calls(old)), calls(new)
        added = [each for each in after if each not in before]
        if "" in added:
            rights.check_calls_all(seat)
        # Who was called before may have left since: that is no reason to refuse the new text.
        active = store.active_among(tx, ((change.conversation_id, each) for each in added if each))
        check_called(new, before | {user_id for _, user_id in active})
        made = self._append(tx, change, store.EDIT, content.body_json(new, "edit"), changes)
        store.set_edited(tx, change.conversation_id, change.seq, by=made.seq)
        store.remove_mentions(tx, change.conversation_id, change.seq, sorted(before - set(after)))
        # Under the edit's own number: who is called only now has not read that yet.
        store.add_mentions(tx, [(change.conversation_id, each, made.seq) for each in added])
        return made

    def recall(self, tx: Transaction, change: Change, changes: Changes) -> Logged:
        """Take the message back: nothing it said stays. RECALL_WINDOW_EXPIRED, MESSAGE_RECALLED, ROLE_MISSING."""
        if (made := self._answered(tx, change)) is not None:
            return made
        seat, message = self._see(tx, change)
        rights.check_stands(message)
        held = content.content_of(message.body_json)
        if held.HasField("wallet_card"):  # What became of money is not for one of its two to take out of sight.
            raise RoleMissing("only the host takes back a card of the wallet", seq=message.seq)
        rights.check_recall(seat, message, is_file=held.HasField("file"), now_ms=self._now_ms())
        return take_back(tx, self._log, _draft(change, pb.UPDATE_KIND_RECALL, ""), changes)

    def react(self, tx: Transaction, change: Change, emoji: str, removed: bool, changes: Changes) -> Logged | None:
        """Set or take away a reaction; None where it is so already. TOO_MANY_REACTIONS, MESSAGE_RECALLED."""
        if (made := self._answered(tx, change)) is not None:
            return made
        seat, message = self._see(tx, change)
        rights.check_writes(seat)
        rights.check_stands(message)
        of, seq, who = change.conversation_id, change.seq, change.user_id
        if store.has_reacted(tx, of, seq, emoji, who) != removed:
            return None
        if not removed:
            there = store.emoji_of(tx, of, seq)
            if emoji not in there and len(there) >= REACTIONS_MAX:
                raise TooManyReactions("the message has enough different reactions", limit=REACTIONS_MAX, seq=seq)
        said: dict[str, object] = {"emoji": emoji, **({"removed": True} if removed else {})}
        body = json.dumps({"reaction": said}, ensure_ascii=False, separators=(",", ":"))
        made = self._append(tx, change, pb.UPDATE_KIND_REACTION, body, changes)
        if removed:
            store.remove_reaction(tx, of, seq, emoji, who)
        else:
            store.add_reaction(tx, of, seq, emoji, who, by=made.seq)
        return made

    def _answered(self, tx: Transaction, change: Change) -> Logged | None:
        return self._log.answered(tx, change.user_id, change.request_id, change.mac)

    def _see(self, tx: Transaction, change: Change) -> tuple[Seat, Written]:
        seat = members.seat(tx, change.conversation_id, change.user_id)
        return seat, visible(tx, seat, change.seq)

    def _append(self, tx: Transaction, change: Change, kind: int, body_json: str, changes: Changes) -> Logged:
        return self._log.append(tx, [_draft(change, kind, body_json)], changes)[0]

    def _now_ms(self) -> int:
        return to_ms(self._clock.now())


def visible(tx: Transaction, seat: Seat, seq: int) -> Written:
    """The message of that number if the seat's owner may see it, else MESSAGE_NOT_FOUND."""
    here = seat.visible_from_seq <= seq <= seat.visible_to_seq
    message = store.written(tx, seat.conversation_id, seq) if here else None
    if message is None:
        raise MessageNotFound("there is no such message", conversation_id=seat.conversation_id, seq=seq)
    return message


def take_back(tx: Transaction, log: Log, draft: Draft, changes: Changes) -> Logged:
    """Append the recall, and with it in one transaction wipe all the message said, wherever that stands."""
    made = log.append(tx, [draft], changes)[0]
    store.wipe(tx, made.conversation_id, made.target_seq, by=made.seq)
    index.remove(tx, made.conversation_id, [made.target_seq])
    media.release(tx, made.conversation_id, [made.target_seq])
    cards.forget(tx, made.conversation_id, [made.target_seq])
    return made


def take_back_as_host(log: Log, tx: Transaction, conversation_id: str, seq: int, changes: Changes) -> None:
    """The host itself recalls a message, whoever wrote it and however long ago; nothing where that is done."""
    message = store.written(tx, conversation_id, seq)
    if message is not None and not message.recalled_seq:
        take_back(tx, log, Draft(conversation_id, pb.UPDATE_KIND_RECALL, "", "", target_seq=seq), changes)


def _draft(change: Change, kind: int, body_json: str) -> Draft:
    return Draft(
        conversation_id=change.conversation_id, kind=kind, sender_id=change.user_id, body_json=body_json,
        target_seq=change.seq, request_id=change.request_id, request_mac=change.mac,
    )  # fmt: skip
