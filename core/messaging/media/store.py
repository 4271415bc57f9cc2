"""The rows of media, within the caller's transaction: what is uploaded, what is used where, what has to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction, insert_new
from core.messaging.media.errors import MediaNotFound
from core.messaging.media.tables import blobs, media, uses


@dataclass(frozen=True, slots=True)
class Media:
    """A finished file: what is known of it, and where its bytes are."""

    media_id: str
    user_id: str
    kind: int
    name: str
    mime_type: str
    blob_key: str
    thumbnail_key: str  # Empty where there is none.
    size_bytes: int
    width_px: int
    height_px: int
    thumb_data: str
    duration_ms: int
    waveform: str


_COLUMNS = tuple(media.c[name] for name in Media.__dataclass_fields__)


def claim(tx: Transaction, user_id: str, media_id: str, kind: int) -> Media:
    """The caller's own finished file of that kind, to be attached. MEDIA_NOT_FOUND for anything else."""
    found = find(tx, media_id)
    if found is None or (found.user_id, found.kind) != (user_id, kind):
        raise MediaNotFound("there is no such file", media_id=media_id)
    return found


def use(tx: Transaction, media_id: str, conversation_id: str, seq: int) -> None:
    """Note that the message shows the file; a forwarded message is one more. MEDIA_NOT_FOUND when it is gone."""
    sent = media.update().where(media.c.media_id == media_id).values(sent=True)
    if not tx.execute(sent).rowcount:
        raise MediaNotFound("there is no such file", media_id=media_id)
    insert_new(tx, uses, {"conversation_id": conversation_id, "seq": seq, "media_id": media_id})


def release(tx: Transaction, conversation_id: str, seqs: Sequence[int]) -> None:
    """The messages no longer show anything; what no other message shows is gone, its bytes seconds later."""
    gone = uses.delete().where(uses.c.conversation_id == conversation_id, uses.c.seq.in_(seqs))
    for media_id in sorted(set(tx.execute(gone.returning(uses.c.media_id)).scalars())):
        if tx.execute(sa.select(uses.c.seq).where(uses.c.media_id == media_id).limit(1)).first() is None:
            remove(tx, media_id)


def find(tx: Transaction, media_id: str) -> Media | None:
    """The file of that id, whoever's."""
    row = tx.execute(sa.select(*_COLUMNS).where(media.c.media_id == media_id)).one_or_none()
    return None if row is None else _media(row)


def shown(tx: Transaction, conversation_id: str, seq: int) -> Media | None:
    """What the message shows."""
    query = sa.select(*_COLUMNS).join(uses, uses.c.media_id == media.c.media_id)
    here = query.where(uses.c.conversation_id == conversation_id, uses.c.seq == seq)
    row = tx.execute(here.order_by(media.c.media_id.desc()).limit(1)).first()
    return None if row is None else _media(row)


def remove(tx: Transaction, media_id: str) -> None:
    """Forget the file, and doom its bytes where none of its owner's other files has the same."""
    query = media.delete().where(media.c.media_id == media_id).returning(media.c.blob_key, media.c.thumbnail_key)
    for key in filter(None, tx.execute(query).one()):
        others = sa.select(media.c.media_id).where(sa.or_(media.c.blob_key == key, media.c.thumbnail_key == key))
        if tx.execute(others.limit(1)).first() is None:
            tx.execute(blobs.update().where(blobs.c.key == key).values(doomed=True))


def remove_unsent(tx: Transaction, media_id: str) -> None:
    """Forget the file unless a message shows it, or did."""
    unsent = sa.select(media.c.media_id).where(media.c.media_id == media_id, sa.not_(media.c.sent))
    if tx.execute(unsent).first() is not None:
        remove(tx, media_id)


def _media(row: Any) -> Media:
    return Media(*row)
