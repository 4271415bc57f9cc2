"""The rows of uploads and of the room they and finished files take, within the caller's transaction."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.kit.errors import RequestIdReused
from core.messaging.media.errors import MediaQuotaExceeded, UploadNotFound, UploadOffsetWrong, UploadsTooMany
from core.messaging.media.limits import QUOTA_BYTES, UNFINISHED_MAX
from core.messaging.media.storage import UPLOADS
from core.messaging.media.store import Media
from core.messaging.media.tables import blobs, media, uploads

ROOM_STEP_BYTES = 4096  # A file takes whole blocks of the disk, so a million files of one byte are not a megabyte.


@dataclass(frozen=True, slots=True)
class Upload:
    """How far an upload is. `refused`: why its finish was, as JSON; empty otherwise."""

    upload_id: str
    user_id: str
    kind: int
    name: str
    size_bytes: int
    received_bytes: int
    duration_ms: int
    waveform: str
    expires_at_ms: int
    media_id: str
    refused: str

    @property
    def key(self) -> str:
        return f"{UPLOADS}/{self.upload_id}"


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that were just put into the storage."""

    key: str
    sha256: bytes
    size_bytes: int


_COLUMNS = tuple(uploads.c[name] for name in Upload.__dataclass_fields__)
_unfinished = sa.and_(uploads.c.media_id == "", uploads.c.refused == "")


def room(size_bytes: int) -> int:
    """What a file of that size counts for."""
    return -(-size_bytes // ROOM_STEP_BYTES) * ROOM_STEP_BYTES


def begin(tx: Transaction, new: Upload, request_id: str, request_mac: bytes, *, now_ms: int) -> Upload:
    """Add the upload, or find the one begun under this request id, as far as it is now."""
    mine = uploads.c.user_id == new.user_id
    query = sa.select(*_COLUMNS, uploads.c.request_mac).where(mine, uploads.c.request_id == request_id)
    before = tx.execute(query).one_or_none()
    if before is not None:
        if not hmac.compare_digest(bytes(before.request_mac), request_mac):
            raise RequestIdReused("this request_id was used with another body", request_id=request_id)
        return _upload(before)
    unfinished = tx.execute(
        sa.select(sa.func.count()).where(mine, _unfinished, uploads.c.expires_at_ms > now_ms)
    ).scalar_one()
    if unfinished >= UNFINISHED_MAX:
        raise UploadsTooMany("finish or cancel another upload first", uploads_max=UNFINISHED_MAX)
    used = used_bytes(tx, new.user_id, now_ms=now_ms)
    if used + room(new.size_bytes) > QUOTA_BYTES:
        raise MediaQuotaExceeded("the file does not fit any more", used_bytes=used, quota_bytes=QUOTA_BYTES)
    row = {name: getattr(new, name) for name in Upload.__dataclass_fields__}
    tx.execute(uploads.insert(), {**row, "request_id": request_id, "request_mac": request_mac})
    return new


def used_bytes(tx: Transaction, user_id: str, *, now_ms: int) -> int:
    """The room of the person's files and of what they are uploading."""
    stored = sa.select(sa.func.coalesce(sa.func.sum(blobs.c.room_bytes), 0)).where(
        blobs.c.user_id == user_id, sa.not_(blobs.c.doomed)
    )
    coming = sa.select(uploads.c.size_bytes).where(
        uploads.c.user_id == user_id, _unfinished, uploads.c.expires_at_ms > now_ms
    )
    return int(tx.execute(stored).scalar_one()) + sum(room(size) for size in tx.execute(coming).scalars())


def find(tx: Transaction, user_id: str, upload_id: str, *, now_ms: int) -> Upload:
    """The person's upload. UPLOAD_NOT_FOUND for somebody else's, an expired or a cancelled one."""
    query = sa.select(*_COLUMNS).where(
        uploads.c.upload_id == upload_id, uploads.c.user_id == user_id, uploads.c.expires_at_ms > now_ms
    )
    row = tx.execute(query).one_or_none()
    if row is None:
        raise UploadNotFound("there is no such upload", upload_id=upload_id)
    return _upload(row)


def advance(tx: Transaction, upload: Upload, to_bytes: int) -> None:
    """The upload is this far now. UPLOAD_OFFSET_WRONG when somebody else moved it meanwhile."""
    still = uploads.update().where(
        uploads.c.upload_id == upload.upload_id, uploads.c.received_bytes == upload.received_bytes
    )
    if not tx.execute(still.values(received_bytes=to_bytes)).rowcount:
        raise UploadOffsetWrong("the upload was moved on meanwhile", received_bytes=upload.received_bytes)


def refuse(tx: Transaction, upload: Upload, why_json: str) -> None:
    """The upload ended without a file; asking again is told the same."""
    tx.execute(uploads.update().where(uploads.c.upload_id == upload.upload_id).values(refused=why_json, name=""))


def forget(tx: Transaction, upload_ids: Sequence[str]) -> None:
    """There is no such upload any more."""
    tx.execute(uploads.delete().where(uploads.c.upload_id.in_(upload_ids)))


def finish(
    tx: Transaction, upload: Upload, made: Media, content: Blob, thumbnail: Blob | None, *, now_ms: int
) -> tuple[Media, list[str]]:
    """The finished file, and the keys of bytes the person had already. UPLOAD_NOT_FOUND when cancelled meanwhile."""
    kept = {new.key: _keep(tx, upload.user_id, new) for new in (content, thumbnail) if new is not None}
    row: dict[str, Any] = {name: getattr(made, name) for name in Media.__dataclass_fields__}
    row["blob_key"] = kept[content.key]
    row["thumbnail_key"] = kept[thumbnail.key] if thumbnail is not None else ""
    mine = uploads.update().where(uploads.c.upload_id == upload.upload_id, uploads.c.media_id == "")
    if not tx.execute(mine.values(media_id=made.media_id, name="", waveform="")).rowcount:
        raise UploadNotFound("there is no such upload", upload_id=upload.upload_id)
    tx.execute(media.insert(), {**row, "created_at_ms": now_ms, "sent": False})
    return Media(**row), [key for key, instead in kept.items() if key != instead]


def size_of(tx: Transaction, key: str) -> int:
    """How many bytes are there; 0 for none."""
    return tx.execute(sa.select(blobs.c.size_bytes).where(blobs.c.key == key)).scalar_one_or_none() or 0


def _keep(tx: Transaction, user_id: str, new: Blob) -> str:
    """The key of these bytes: where the person has them already, or the new one."""
    same = sa.select(blobs.c.key).where(
        blobs.c.user_id == user_id, blobs.c.sha256 == new.sha256, sa.not_(blobs.c.doomed)
    )
    key: str | None = tx.execute(same.limit(1)).scalar_one_or_none()
    if key is not None:
        return key
    tx.execute(
        blobs.insert(),
        {
            "key": new.key, "user_id": user_id, "sha256": new.sha256, "size_bytes": new.size_bytes,
            "room_bytes": room(new.size_bytes), "doomed": False,
        },
    )  # fmt: skip
    return new.key


def _upload(row: Any) -> Upload:
    return Upload(*row[: len(_COLUMNS)])
