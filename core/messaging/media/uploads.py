"""Uploads: pieces in order, each on disk before it is answered, then one look at the whole that makes it media."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
from dataclasses import replace
from weakref import WeakValueDictionary

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import DomainError, InvalidArgument
from core.kit.ids import IdMaker
from core.messaging.media import sniffing, store, upload_store
from core.messaging.media.cleaning import Cleaned, Cleaner
from core.messaging.media.errors import (
    MediaTooLarge,
    MediaTypeRefused,
    MediaUnreadable,
    UploadIncomplete,
    UploadNotFound,
    UploadOffsetWrong,
)
from core.messaging.media.limits import UPLOAD_KEPT
from core.messaging.media.storage import NotStored, Storage
from core.messaging.media.store import Media
from core.messaging.media.upload_store import Blob, Upload
from majlis.messaging.v1 import media_service_pb2 as pb

FINISHING_MAX = 4  # Files looked at together, each whole in memory; of one person, one.
_REFUSALS: dict[str, type[DomainError]] = {
    each.reason: each for each in (MediaTypeRefused, MediaUnreadable, MediaTooLarge)
}


class Uploads:
    """All uploads of one process; those of one id are served one after the other."""

    def __init__(self, *, db: Database, clock: Clock, ids: IdMaker, storage: Storage, cleaner: Cleaner) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._storage = storage
        self._cleaner = cleaner
        self._room = asyncio.Semaphore(FINISHING_MAX)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def start(self, new: Upload, request_id: str, request_mac: bytes) -> Upload:
        """Begin, or go on with what was begun under this request id."""
        now = self._clock.now()
        made = replace(new, upload_id=self._ids.new("upl"), expires_at_ms=to_ms(now + UPLOAD_KEPT))
        return await self._db.write(lambda tx: upload_store.begin(tx, made, request_id, request_mac, now_ms=to_ms(now)))

    async def get(self, user_id: str, upload_id: str) -> Upload:
        """How far it is."""
        now_ms = to_ms(self._clock.now())
        return await self._db.read(lambda tx: upload_store.find(tx, user_id, upload_id, now_ms=now_ms))

    async def append(self, user_id: str, upload_id: str, offset: int, piece: bytes) -> Upload:
        """Put the piece on disk; one that is there already, byte for byte, is answered again."""
        async with self._lock(upload_id):
            upload = await self.get(user_id, upload_id)
            end = offset + len(piece)
            if end > upload.size_bytes:
                raise InvalidArgument("the piece ends behind the file", field="piece", why="size_bytes was announced")
            if upload.refused or upload.media_id:
                raise UploadOffsetWrong("the upload is finished", received_bytes=upload.received_bytes)
            if offset == upload.received_bytes:
                if offset and not await self._read(upload, offset - 1, 1):
                    raise _lost(upload)
                # First the bytes, then the row that says so: whatever cuts in between, the row never says too much.
                await asyncio.to_thread(self._storage.write_at, upload.key, offset, piece)
                await self._db.write(lambda tx: upload_store.advance(tx, upload, end))
                return replace(upload, received_bytes=end)
            if end > upload.received_bytes or await self._read(upload, offset, len(piece)) != piece:
                raise UploadOffsetWrong("go on where the upload is", received_bytes=upload.received_bytes)
            return upload

    async def finish(self, user_id: str, upload_id: str) -> Media:
        """The file it became; asked again, the same, or the same refusal."""
        async with self._lock(user_id), self._lock(upload_id):
            upload = await self.get(user_id, upload_id)
            if upload.refused:
                raise _refusal(upload.refused)
            if upload.media_id:
                return await self._finished(upload)
            if upload.received_bytes < upload.size_bytes:
                raise UploadIncomplete(
                    "pieces are missing", received_bytes=upload.received_bytes, size_bytes=upload.size_bytes
                )
            try:
                async with self._room:
                    return await self._finish(upload)
            except (MediaTypeRefused, MediaUnreadable, MediaTooLarge) as error:
                why = json.dumps({"reason": error.reason, "message": error.message, "facts": error.facts})
                await self._db.write(lambda tx: upload_store.refuse(tx, upload, why))
                await asyncio.to_thread(self._storage.remove, [upload.key])
                raise

    async def cancel(self, user_id: str, upload_id: str) -> None:
        """Forget it, and what it became where no message shows that."""
        now_ms = to_ms(self._clock.now())

        def forget(tx: Transaction) -> Upload:
            upload = upload_store.find(tx, user_id, upload_id, now_ms=now_ms)
            upload_store.forget(tx, [upload_id])
            if upload.media_id:
                store.remove_unsent(tx, upload.media_id)
            return upload

        async with self._lock(upload_id):
            upload = await self._db.write(forget)
            await asyncio.to_thread(self._storage.remove, [upload.key])

    async def _finish(self, upload: Upload) -> Media:
        mime_type = sniffing.check(upload.kind, await self._read(upload, 0, sniffing.HEAD_BYTES))
        content = await self._read(upload, 0, upload.size_bytes)
        if len(content) < upload.size_bytes:
            raise _lost(upload)
        if upload.kind == pb.MEDIA_KIND_FILE:
            cleaned = Cleaned(content)  # Sent as a file, it arrives as it is.
        else:
            cleaned = await self._cleaner.clean(mime_type, content)
        blob = await self._put(upload.user_id, cleaned.content)
        thumbnail = await self._put(upload.user_id, cleaned.thumbnail) if cleaned.thumbnail else None
        made = Media(
            media_id=self._ids.new("med"), user_id=upload.user_id, kind=upload.kind, name=upload.name,
            mime_type=mime_type, blob_key=blob.key, thumbnail_key="", size_bytes=blob.size_bytes,
            width_px=cleaned.width_px, height_px=cleaned.height_px, thumb_data=cleaned.thumb_data,
            duration_ms=upload.duration_ms, waveform=upload.waveform,
        )  # fmt: skip
        now_ms = to_ms(self._clock.now())
        media, surplus = await self._db.write(
            lambda tx: upload_store.finish(tx, upload, made, blob, thumbnail, now_ms=now_ms)
        )
        await asyncio.to_thread(self._storage.remove, [*surplus, upload.key])
        return media

    async def _finished(self, upload: Upload) -> Media:
        media = await self._db.read(lambda tx: store.find(tx, upload.media_id))
        if media is None:
            raise UploadNotFound("the file is gone", upload_id=upload.upload_id)
        return media

    async def _put(self, user_id: str, content: bytes) -> Blob:
        digest = await asyncio.to_thread(hashlib.sha256, content)
        key = f"blobs/{user_id}/{digest.hexdigest()}-{secrets.token_hex(4)}"
        await asyncio.to_thread(self._storage.put, key, content)
        return Blob(key, digest.digest(), len(content))

    async def _read(self, upload: Upload, offset: int, size: int) -> bytes:
        try:
            return await asyncio.to_thread(self._storage.read, upload.key, offset, size)
        except NotStored:  # Cancelled or expired a moment ago.
            raise _lost(upload) from None

    def _lock(self, upload_id: str) -> asyncio.Lock:
        lock = self._locks.get(upload_id)
        if lock is None:
            lock = self._locks[upload_id] = asyncio.Lock()
        return lock


def _lost(upload: Upload) -> UploadNotFound:
    """What a row without its bytes is, as after a restore: backups hold no unfinished uploads."""
    return UploadNotFound("there is no such upload", upload_id=upload.upload_id)


def _refusal(why_json: str) -> DomainError:
    said = json.loads(why_json)
    return _REFUSALS[said["reason"]](said["message"], **said["facts"])
