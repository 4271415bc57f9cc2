"""What has to go, in SQL: some of it at a time, within the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from core.kit.db import Transaction
from core.messaging.media import store, upload_store
from core.messaging.media.storage import UPLOADS
from core.messaging.media.tables import blobs, media, uploads

BATCH = 200
_DOOMED = sa.select(blobs.c.key).where(blobs.c.doomed).limit(BATCH)


def forget_expired(tx: Transaction, *, now_ms: int) -> list[str]:
    """Forget some expired uploads; the keys of their bytes."""
    query = sa.select(uploads.c.upload_id).where(uploads.c.expires_at_ms <= now_ms).limit(BATCH)
    ids = list(tx.execute(query).scalars())
    upload_store.forget(tx, ids)
    return [f"{UPLOADS}/{upload_id}" for upload_id in ids]


def doom_unsent(tx: Transaction, *, before_ms: int) -> int:
    """Forget some files that were finished before that moment and never sent; how many."""
    old = sa.select(media.c.media_id).where(sa.not_(media.c.sent), media.c.created_at_ms <= before_ms)
    found = tx.execute(old.limit(BATCH)).scalars().all()
    for media_id in found:
        store.remove(tx, media_id)
    return len(found)


def doomed(tx: Transaction) -> list[str]:
    """The keys of some bytes that nothing shows any more."""
    return list(tx.execute(_DOOMED).scalars())


def forget_blobs(tx: Transaction, keys: Sequence[str]) -> None:
    """These bytes are off the disk."""
    tx.execute(blobs.delete().where(blobs.c.key.in_(keys)))


def known(tx: Transaction) -> tuple[set[str], set[str]]:
    """The keys of bytes that are needed, and of those that finished or refused uploads were made from."""
    rows = tx.execute(sa.select(uploads.c.upload_id, uploads.c.media_id, uploads.c.refused)).all()
    needed = {f"{UPLOADS}/{row.upload_id}" for row in rows if not row.media_id and not row.refused}
    over = {f"{UPLOADS}/{row.upload_id}" for row in rows} - needed
    return needed | set(tx.execute(sa.select(blobs.c.key)).scalars()), over
