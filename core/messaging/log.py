"""A conversation's log: each change gets the next number and a place in the hash chain, in the caller's transaction."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction, insert_new
from core.kit.errors import RequestIdReused
from core.messaging import chain
from core.messaging.changes import Changes, Logged
from core.messaging.tables import conversations, people, personal, updates

_HEAD = sa.select(conversations.c.head_seq, conversations.c.head_hash)
_LOCK = (
    conversations.update().where(conversations.c.conversation_id == sa.bindparam("of"))
    .values(head_seq=conversations.c.head_seq + sa.bindparam("more"), grew_at_ms=sa.bindparam("now"))
    .returning(conversations.c.head_seq, conversations.c.head_hash)
)  # fmt: skip
_SEAL = (
    conversations.update().where(conversations.c.conversation_id == sa.bindparam("of"))
    .values(head_hash=sa.bindparam("hash"))
)  # fmt: skip
_STEP = (
    people.update().where(people.c.user_id == sa.bindparam("of")).values(pos=people.c.pos + 1).returning(people.c.pos)
)
_REPLACED = personal.delete().where(
    personal.c.user_id == sa.bindparam("of"), personal.c.kind == sa.bindparam("what"),
    personal.c.ref == sa.bindparam("about"),
)  # fmt: skip
_COLUMNS = tuple(updates.c[name] for name in Logged.__dataclass_fields__)


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
        query = sa.select(*_COLUMNS, updates.c.request_mac)
        row = tx.execute(
            query.where(updates.c.sender_id == sender_id, updates.c.request_id == request_id)
        ).one_or_none()
        if row is None:
            return None
        if not hmac.compare_digest(bytes(row.request_mac), mac):
            raise RequestIdReused("this request_id was used with another body", request_id=request_id)
        return logged(row)

    def append(self, tx: Transaction, drafts: Sequence[Draft], changes: Changes) -> list[Logged]:
        """Give the drafts, all of one conversation that exists, its next numbers; they are in `changes` too."""
        conversation_id, now_ms = drafts[0].conversation_id, to_ms(self._clock.now())
        locked = tx.execute(_LOCK, {"of": conversation_id, "more": len(drafts), "now": now_ms}).one()
        before, first = bytes(locked.head_hash), locked.head_seq - len(drafts) + 1
        made: list[Logged] = []
        for seq, draft in enumerate(drafts, first):
            salt = os.urandom(chain.SALT_BYTES) if draft.body_json else b""
            committed = chain.commitment(salt, draft.body_json)
            before = chain.next_hash(
                before, conversation_id=conversation_id, seq=seq, kind=draft.kind, sender_id=draft.sender_id,
                target_seq=draft.target_seq, created_at_ms=now_ms, committed=committed,
            )  # fmt: skip
            made.append(
                Logged(
                    conversation_id, seq, draft.kind, draft.sender_id, draft.request_id, draft.target_seq, now_ms,
                    draft.body_json, salt, committed, before,
                )
            )  # fmt: skip
        tx.execute(updates.insert(), [_row(*pair) for pair in zip(made, drafts, strict=True)])
        tx.execute(_SEAL, {"of": conversation_id, "hash": before})
        changes.updates += made
        return made

    def note(self, tx: Transaction, user_ids: Iterable[str], kind: str, ref: str, changes: Changes) -> None:
        """Tell these people's devices that something of their own changed; the note replaces the last one about it."""
        for user_id in user_ids:
            know(tx, user_id)
            pos: int = tx.execute(_STEP, {"of": user_id}).scalar_one()
            tx.execute(_REPLACED, {"of": user_id, "what": kind, "about": ref})
            tx.execute(personal.insert(), {"user_id": user_id, "pos": pos, "kind": kind, "ref": ref})
            changes.people.add(user_id)


def know(tx: Transaction, user_id: str) -> None:
    """The person's row, made with the host's defaults where there is none."""
    insert_new(tx, people, {"user_id": user_id, "pos": 0, "read_marks": True, "presence": True, "last_seen_at_ms": 0})


def head(tx: Transaction, conversation_id: str) -> tuple[int, bytes]:
    """The newest number of a conversation that exists, and its hash."""
    row = tx.execute(_HEAD.where(conversations.c.conversation_id == conversation_id)).one()
    return row.head_seq, bytes(row.head_hash)


def after(tx: Transaction, conversation_id: str, seq: int, *, to_seq: int, most: int) -> list[Logged]:
    """Up to `most` updates after the number and up to to_seq, in order."""
    query = sa.select(*_COLUMNS).where(
        updates.c.conversation_id == conversation_id, updates.c.seq > seq, updates.c.seq <= to_seq
    )
    return [logged(row) for row in tx.execute(query.order_by(updates.c.seq).limit(most))]


def hash_at(tx: Transaction, conversation_id: str, seq: int) -> bytes:
    """The rolling hash at a number that was given; the first hash at 0."""
    if seq == 0:
        return chain.FIRST_HASH
    query = sa.select(updates.c.hash).where(updates.c.conversation_id == conversation_id, updates.c.seq == seq)
    return bytes(tx.execute(query).scalar_one())


def logged(row: Any) -> Logged:
    """A row of the log as a value."""
    return Logged(
        row.conversation_id, row.seq, row.kind, row.sender_id, row.request_id or "", row.target_seq,
        row.created_at_ms, row.body_json, bytes(row.salt), bytes(row.commitment), bytes(row.hash),
    )  # fmt: skip


def _row(made: Logged, draft: Draft) -> dict[str, object]:
    return {
        "conversation_id": made.conversation_id, "seq": made.seq, "kind": made.kind, "sender_id": made.sender_id,
        "request_id": made.request_id or None, "request_mac": draft.request_mac or None,
        "target_seq": made.target_seq, "body_json": made.body_json, "salt": made.salt, "commitment": made.commitment,
        "hash": made.hash, "created_at_ms": made.created_at_ms, "edited_seq": 0, "recalled_seq": 0,
    }  # fmt: skip
