"""Who may read which file: whoever may see the message that shows it, asked at every link and every reading."""

from __future__ import annotations

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.conversations.members import seat
from core.messaging.errors import ConversationNotFound
from core.messaging.media import store
from core.messaging.media.errors import MediaNotFound
from core.messaging.media.store import Media
from core.messaging.tables import hidden, updates

THUMBNAIL_TYPE = "image/webp"
_HIDDEN = sa.select(hidden.c.seq).where(
    hidden.c.user_id == sa.bindparam("who"), hidden.c.conversation_id == sa.bindparam("of"),
    hidden.c.seq == sa.bindparam("at"),
)  # fmt: skip
_STANDS = sa.select(updates.c.seq).where(
    updates.c.conversation_id == sa.bindparam("of"), updates.c.seq == sa.bindparam("at"), updates.c.recalled_seq == 0
)


def visible(tx: Transaction, user_id: str, conversation_id: str, seq: int) -> Media:
    """The message's file. MEDIA_NOT_FOUND alike for no message, one they may not see, one recalled, one without."""
    here = {"of": conversation_id, "at": seq}
    try:
        place = seat(tx, conversation_id, user_id)
    except ConversationNotFound:
        raise _none() from None
    if not place.visible_from_seq <= seq <= place.visible_to_seq:
        raise _none()
    if tx.execute(_HIDDEN, {**here, "who": user_id}).first() or not tx.execute(_STANDS, here).first():
        raise _none()
    media = store.shown(tx, conversation_id, seq)
    if media is None:
        raise _none()
    return media


def variant(media: Media, *, thumbnail: bool) -> tuple[str, str]:
    """The key and type of what a link leads to. MEDIA_NOT_FOUND for a thumbnail of what is no picture."""
    if not thumbnail:
        return media.blob_key, media.mime_type
    if not media.thumbnail_key:
        raise _none()
    return media.thumbnail_key, THUMBNAIL_TYPE


def _none() -> MediaNotFound:
    return MediaNotFound("there is no such file")
