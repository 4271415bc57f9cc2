"""The rows of messages, in the caller's transaction. Statements are built once: that costs more than running them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.kit.db import Transaction, insert_new
from core.kit.prepared import in_words
from core.messaging.changes import Logged
from core.messaging.log import logged
from core.messaging.pairs import ByPairs
from core.messaging.tables import conversations, hidden, members, mentions, reactions, updates
from majlis.messaging.v1 import messages_pb2 as pb

MESSAGE, EDIT, CARD = pb.UPDATE_KIND_MESSAGE, pb.UPDATE_KIND_EDIT, pb.UPDATE_KIND_CARD
Pair = tuple[str, int]  # (conversation_id, seq)
ZERO = in_words(0)


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it stands: its own facts, and the body of its newest content (empty once recalled)."""

    conversation_id: str
    seq: int
    sender_id: str
    created_at_ms: int
    recalled_seq: int
    body_json: str
    newest_kind: int
    newest_body: str


_newest = updates.alias("newest")
_of: sa.BindParameter[str] = sa.bindparam("of")
_this = sa.and_(updates.c.conversation_id == _of, updates.c.seq == sa.bindparam("at"))
_about = sa.and_(
    updates.c.conversation_id == _of, updates.c.target_seq == sa.bindparam("at"), updates.c.target_seq > ZERO,
    updates.c.seq > sa.bindparam("at"),  # As it must be; said, it lets SQLite use all of the index.
)  # fmt: skip
_contents = sa.and_(_about, updates.c.kind.in_([in_words(EDIT), in_words(CARD)]))
_WRITTEN = (
    sa.select(
        updates.c.conversation_id, updates.c.seq, updates.c.sender_id, updates.c.created_at_ms, updates.c.recalled_seq,
        updates.c.body_json, sa.func.coalesce(_newest.c.kind, updates.c.kind).label("newest_kind"),
        sa.func.coalesce(_newest.c.body_json, updates.c.body_json).label("newest_body"),
    )
    .outerjoin(
        _newest,
        sa.and_(_newest.c.conversation_id == updates.c.conversation_id, _newest.c.seq == updates.c.edited_seq),
    )
    .where(_this, updates.c.kind == in_words(MESSAGE))
)  # fmt: skip
_ARE_MESSAGES = ByPairs(
    sa.select(updates.c.conversation_id, updates.c.seq).where(updates.c.kind == in_words(MESSAGE)),
    updates.c.conversation_id, updates.c.seq,
)  # fmt: skip
# Nobody learns who reads a channel: its readers are called by nobody, and in nothing else is a reader called.
_ARE_ACTIVE = ByPairs(
    sa.select(members.c.conversation_id, members.c.user_id)
    .where(members.c.status == in_words(pb.MEMBER_STATUS_ACTIVE), members.c.role != in_words(pb.MEMBER_ROLE_READER)),
    members.c.conversation_id, members.c.user_id,
)  # fmt: skip
_SET_EDITED = updates.update().where(_this).values(edited_seq=sa.bindparam("by"))
_SET_RECALLED = updates.update().where(_this).values(recalled_seq=sa.bindparam("by"), body_json="", salt=b"")
_WIPE = updates.update().where(_contents).values(body_json="", salt=b"")
_CONTENT_SEQS = sa.select(updates.c.seq).where(_contents)
_EDITS = (
    sa.select(*(updates.c[name] for name in Logged.__dataclass_fields__))
    .where(_about, updates.c.kind == in_words(EDIT), updates.c.seq <= sa.bindparam("to")).order_by(updates.c.seq)
)  # fmt: skip
_THIS = sa.select(*(updates.c[name] for name in Logged.__dataclass_fields__)).where(_this)
_EXISTS = sa.select(sa.literal(1)).where(conversations.c.conversation_id == _of)
_MENTIONED = sa.and_(mentions.c.conversation_id == _of, mentions.c.seq.in_(sa.bindparam("seqs", expanding=True)))
_FORGET_MENTIONS = mentions.delete().where(_MENTIONED)
_FORGET_MENTIONS_OF = _FORGET_MENTIONS.where(mentions.c.user_id.in_(sa.bindparam("whom", expanding=True)))
_reacted = sa.and_(reactions.c.conversation_id == _of, reactions.c.seq == sa.bindparam("at"))
_EMOJI = sa.select(reactions.c.emoji).where(_reacted).distinct()
_FORGET_REACTIONS = reactions.delete().where(_reacted)
_MINE = sa.and_(_reacted, reactions.c.emoji == sa.bindparam("sign"), reactions.c.user_id == sa.bindparam("who"))
_HAS_MINE = sa.select(sa.literal(1)).where(_MINE)
_FORGET_MINE = reactions.delete().where(_MINE)


def exists(tx: Transaction, conversation_id: str) -> bool:
    """Whether there is such a conversation."""
    return tx.execute(_EXISTS, {"of": conversation_id}).first() is not None


def written(tx: Transaction, conversation_id: str, seq: int) -> Written | None:
    """The message of that number; None where the number is something else's or nobody's."""
    row = tx.execute(_WRITTEN, {"of": conversation_id, "at": seq}).one_or_none()
    return None if row is None else Written(*row)


def update_at(tx: Transaction, conversation_id: str, seq: int) -> Logged:
    """The update of a number that was given."""
    return logged(tx.execute(_THIS, {"of": conversation_id, "at": seq}).one())


def edits(tx: Transaction, conversation_id: str, seq: int, *, to_seq: int) -> list[Logged]:
    """The edits of a message up to a number, oldest first."""
    return [logged(row) for row in tx.execute(_EDITS, {"of": conversation_id, "at": seq, "to": to_seq})]


def messages_among(tx: Transaction, pairs: Iterable[Pair]) -> set[Pair]:
    """Those of the numbers that are messages."""
    return {tuple(row) for row in _ARE_MESSAGES.rows(tx, set(pairs))}


def active_among(tx: Transaction, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the (conversation, user) pairs who are in it, but readers."""
    return {tuple(row) for row in _ARE_ACTIVE.rows(tx, set(pairs))}


def add_mentions(tx: Transaction, called: Sequence[tuple[str, str, int]]) -> None:
    """(conversation, user or empty for everybody, seq of the update that calls them)."""
    if called:
        tx.execute(mentions.insert(), [{"conversation_id": of, "user_id": who, "seq": seq} for of, who, seq in called])


def remove_mentions(tx: Transaction, conversation_id: str, seq: int, user_ids: Sequence[str] | None = None) -> None:
    """The message, by itself or by an edit, calls these no longer; nobody where none are named."""
    seqs = [seq, *tx.execute(_CONTENT_SEQS, {"of": conversation_id, "at": seq}).scalars()]
    if user_ids is None:
        tx.execute(_FORGET_MENTIONS, {"of": conversation_id, "seqs": seqs})
    elif user_ids:
        tx.execute(_FORGET_MENTIONS_OF, {"of": conversation_id, "seqs": seqs, "whom": list(user_ids)})


def set_edited(tx: Transaction, conversation_id: str, seq: int, *, by: int) -> None:
    """The message's newest content is in that update."""
    tx.execute(_SET_EDITED, {"of": conversation_id, "at": seq, "by": by})


def wipe(tx: Transaction, conversation_id: str, seq: int, *, by: int) -> None:
    """Take the message and all its contents out of the log; hashes and commitments stay."""
    remove_mentions(tx, conversation_id, seq)
    tx.execute(_SET_RECALLED, {"of": conversation_id, "at": seq, "by": by})
    tx.execute(_WIPE, {"of": conversation_id, "at": seq})
    tx.execute(_FORGET_REACTIONS, {"of": conversation_id, "at": seq})


def emoji_of(tx: Transaction, conversation_id: str, seq: int) -> set[str]:
    """The different emoji the message has."""
    return set(tx.execute(_EMOJI, {"of": conversation_id, "at": seq}).scalars())


def has_reacted(tx: Transaction, conversation_id: str, seq: int, emoji: str, user_id: str) -> bool:
    """Whether they have given it this emoji."""
    mine = {"of": conversation_id, "at": seq, "sign": emoji, "who": user_id}
    return tx.execute(_HAS_MINE, mine).first() is not None


def add_reaction(tx: Transaction, conversation_id: str, seq: int, emoji: str, user_id: str, *, by: int) -> None:
    """They gave it this emoji in that update."""
    row = {"conversation_id": conversation_id, "seq": seq, "emoji": emoji, "user_id": user_id, "update_seq": by}
    tx.execute(reactions.insert(), row)


def remove_reaction(tx: Transaction, conversation_id: str, seq: int, emoji: str, user_id: str) -> None:
    """They took it away."""
    tx.execute(_FORGET_MINE, {"of": conversation_id, "at": seq, "sign": emoji, "who": user_id})


def hide(tx: Transaction, user_id: str, conversation_id: str, seqs: Iterable[int]) -> list[int]:
    """The person no longer sees these; those that were not hidden before."""
    person = {"user_id": user_id, "conversation_id": conversation_id}
    return [seq for seq in seqs if insert_new(tx, hidden, {**person, "seq": seq})]
