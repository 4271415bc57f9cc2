"""A conversation's log: each change gets the next number and a place in the hash chain, in the caller's transaction."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction, insert_new
from core.kit.errors import RequestIdReused
from core.kit.prepared import Prepared
from core.messaging import chain
from core.messaging.changes import Changes, Logged
from core.messaging.pairs import ByPairs
from core.messaging.tables import conversations, people, personal, updates
from majlis.messaging.v1 import messages_pb2 as pb

_HEAD = sa.select(conversations.c.head_seq, conversations.c.head_hash).where(
    conversations.c.conversation_id == sa.bindparam("of")
)
# Writers are one after the other on SQLite and serialisable on PostgreSQL: a head that was read is still the head, or
# the transaction is run again.
_GROW = Prepared(
    conversations.update().where(conversations.c.conversation_id == sa.bindparam("of"))
    .values(head_seq=sa.bindparam("seq"), head_hash=sa.bindparam("hash"), grew_at_ms=sa.bindparam("now"))
)  # fmt: skip
_INSERT = Prepared(updates.insert())
_STEP = (
    people.update().where(people.c.user_id == sa.bindparam("of"))
    .values(pos=people.c.pos + 1, grew_at_ms=sa.bindparam("now")).returning(people.c.pos)
)  # fmt: skip
_REPLACED = personal.delete().where(
    personal.c.user_id == sa.bindparam("of"), personal.c.kind == sa.bindparam("what"),
    personal.c.ref == sa.bindparam("about"),
)  # fmt: skip
_COLUMNS = tuple(updates.c[name] for name in Logged.__dataclass_fields__)
_ANSWERED = sa.select(*_COLUMNS, updates.c.request_mac)
_ANSWERED_BY = ByPairs(_ANSWERED, updates.c.sender_id, updates.c.request_id)
_AFTER = Prepared(
    sa.select(*_COLUMNS)
    .where(updates.c.conversation_id == sa.bindparam("of"), updates.c.seq > sa.bindparam("after"),
           updates.c.seq <= sa.bindparam("to"))
    .order_by(updates.c.seq).limit(sa.bindparam("most"))
)  # fmt: skip
_HASH = sa.select(updates.c.hash).where(
    updates.c.conversation_id == sa.bindparam("of"), updates.c.seq == sa.bindparam("at")
)
_NEW_WORDS = (pb.UPDATE_KIND_EDIT, pb.UPDATE_KIND_CARD)
Heads = Mapping[str, tuple[int, bytes]]  # By conversation: its newest number, and the hash there.


@dataclass(frozen=True, slots=True)
class Draft:
    """An update before it has its number."""

    conversation_id: str
    kind: int
    sender_id: str
    body_json: str
    target_seq: int = 0
    request_id: str = ""
    request_mac: bytes = b""


class Log:
    """Appends to conversations and finds what was appended before. `key` makes request macs; nobody else has it."""

    def __init__(self, *, clock: Clock, key: bytes) -> None:
        self._clock = clock
        self._key = key

    def request_mac(self, method: str, request: bytes) -> bytes:
        """What tells one request's content from another's, and nothing of the content once that is recalled."""
        return hmac.digest(self._key, method.encode() + b"\0" + request, hashlib.sha256)

    def answered(self, tx: Transaction, sender_id: str, request_id: str, mac: bytes) -> Logged | None:
        """The update already made under this request id. REQUEST_ID_REUSED where it was another request's."""
        found = self.answered_many(tx, [(sender_id, request_id)]).get((sender_id, request_id))
        if found is None:
            return None
        check_same(found[1], mac, request_id)
        return found[0]

    def answered_many(
        self, tx: Transaction, keys: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[Logged, bytes]]:
        """For (sender, request id) pairs: the update made under each that was used, and its mac to be checked."""
        rows = _ANSWERED_BY.rows(tx, keys)
        return {(row.sender_id, row.request_id): (logged(row), bytes(row.request_mac)) for row in rows}

    def append(self, tx: Transaction, drafts: Sequence[Draft], changes: Changes) -> list[Logged]:
        """Give the drafts, all of one conversation that exists, its next numbers; they are in `changes` too."""
        conversation_id = drafts[0].conversation_id
        return self.append_at(tx, {conversation_id: head(tx, conversation_id)}, drafts, changes)

    def append_at(self, tx: Transaction, heads: Heads, drafts: Sequence[Draft], changes: Changes) -> list[Logged]:
        """The same for drafts of several conversations, whose heads this transaction has read: two statements."""
        now_ms = to_ms(self._clock.now())
        newest = dict(heads)
        made: list[Logged] = []
        for draft in drafts:
            seq, before = newest[draft.conversation_id]
            update = _next(draft, seq + 1, before, now_ms)
            newest[draft.conversation_id] = update.seq, update.hash
            made.append(update)
        grown = sorted({draft.conversation_id for draft in drafts})  # In one order, so that no two wait for each other.
        # The head first: there PostgreSQL meets whoever was faster and runs this again. On the row of the number it
        # would answer that the number is taken, which nothing repeats.
        _GROW.each(tx, [{"of": each, "seq": newest[each][0], "hash": newest[each][1], "now": now_ms} for each in grown])
        _INSERT.each(tx, [_row(*pair) for pair in zip(made, drafts, strict=True)])
        changes.updates += made
        return made

    def note(self, tx: Transaction, user_ids: Iterable[str], kind: str, ref: str, changes: Changes) -> None:
        """Tell these people's devices that something of their own changed; the note replaces the last one about it."""
        now_ms = to_ms(self._clock.now())
        for user_id in user_ids:
            know(tx, user_id)
            pos: int = tx.execute(_STEP, {"of": user_id, "now": now_ms}).scalar_one()
            tx.execute(_REPLACED, {"of": user_id, "what": kind, "about": ref})
            tx.execute(personal.insert(), {"user_id": user_id, "pos": pos, "kind": kind, "ref": ref})
            changes.people.add(user_id)


def know(tx: Transaction, user_id: str) -> None:
    """The person's row, made with the host's defaults where there is none."""
    insert_new(tx, people, {"user_id": user_id, "pos": 0, "read_marks": True, "presence": True, "last_seen_at_ms": 0})


def head(tx: Transaction, conversation_id: str) -> tuple[int, bytes]:
    """The newest number of a conversation that exists, and its hash."""
    row = tx.execute(_HEAD, {"of": conversation_id}).one()
    return row.head_seq, bytes(row.head_hash)


def after(tx: Transaction, conversation_id: str, seq: int, *, to_seq: int, most: int) -> list[Logged]:
    """Up to `most` updates after the number and up to to_seq, in order."""
    rows = _AFTER.rows(tx, {"of": conversation_id, "after": seq, "to": to_seq, "most": most})
    return [logged(row) for row in rows]


def seen_from(updates: Iterable[Logged], first: int) -> list[Logged]:
    """The updates as they are for who sees the conversation from a number on: without new words of what is before it.

    As after a recall the commitment stays, so that the chain holds for them too.
    """
    return [replace(each, body_json="", salt=b"") if says_again(each, first) else each for each in updates]


def says_again(update: Logged | pb.Update, first: int) -> bool:
    """Whether it gives a message from before that number new words."""
    return update.kind in _NEW_WORDS and update.target_seq < first


def hash_at(tx: Transaction, conversation_id: str, seq: int) -> bytes:
    """The rolling hash at a number that was given; the first hash at 0."""
    if seq == 0:
        return chain.FIRST_HASH
    return bytes(tx.execute(_HASH, {"of": conversation_id, "at": seq}).scalar_one())


def check_same(stored_mac: bytes, mac: bytes, request_id: str) -> None:
    """REQUEST_ID_REUSED unless both are of one request."""
    if not hmac.compare_digest(bytes(stored_mac), mac):
        raise RequestIdReused("this request_id was used with another body", request_id=request_id)


def logged(row: Any) -> Logged:
    """A row of the log as a value."""
    return Logged(
        row.conversation_id, row.seq, row.kind, row.sender_id, row.request_id or "", row.target_seq,
        row.created_at_ms, row.body_json, bytes(row.salt), bytes(row.commitment), bytes(row.hash),
    )  # fmt: skip


def _next(draft: Draft, seq: int, before: bytes, now_ms: int) -> Logged:
    salt = os.urandom(chain.SALT_BYTES) if draft.body_json else b""
    committed = chain.commitment(salt, draft.body_json)
    hashed = chain.next_hash(
        before, conversation_id=draft.conversation_id, seq=seq, kind=draft.kind, sender_id=draft.sender_id,
        target_seq=draft.target_seq, created_at_ms=now_ms, committed=committed,
    )  # fmt: skip
    return Logged(
        draft.conversation_id, seq, draft.kind, draft.sender_id, draft.request_id, draft.target_seq, now_ms,
        draft.body_json, salt, committed, hashed,
    )  # fmt: skip


def _row(made: Logged, draft: Draft) -> dict[str, object]:
    return {
        "conversation_id": made.conversation_id, "seq": made.seq, "kind": made.kind, "sender_id": made.sender_id,
        "request_id": made.request_id or None, "request_mac": draft.request_mac or None,
        "target_seq": made.target_seq, "body_json": made.body_json, "salt": made.salt, "commitment": made.commitment,
        "hash": made.hash, "created_at_ms": made.created_at_ms, "edited_seq": 0, "recalled_seq": 0,
    }  # fmt: skip
