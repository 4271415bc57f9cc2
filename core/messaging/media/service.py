"""MediaService: whose file it is comes from the caller only, what it is from its bytes only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from core.kit.clock import Clock, to_ms
from core.kit.db import Database
from core.kit.ids import IdMaker
from core.kit.rpc import Call
from core.messaging.log import Log
from core.messaging.media import names, reading_store, upload_store
from core.messaging.media.cleaning import Cleaner
from core.messaging.media.errors import MediaNotFound, MediaTooLarge
from core.messaging.media.limits import LINK_KEPT, MEDIA_BYTES_MAX, PIECE_BYTES_MAX, QUOTA_BYTES
from core.messaging.media.links import PATH, Link, Links
from core.messaging.media.storage import MEDIA, FolderStorage, NotStored
from core.messaging.media.store import Media
from core.messaging.media.sweep import Sweep
from core.messaging.media.upload_store import Upload
from core.messaging.media.uploads import Uploads
from majlis.messaging.v1 import media_service_pb2 as pb
from majlis.messaging.v1.media_service_rpc import MediaServiceServer


class MediaService(MediaServiceServer[Call]):
    """Uploads, links and reading. `sweep` has to run beside it."""

    def __init__(
        self, *, db: Database, clock: Clock, ids: IdMaker, log: Log, key: bytes, data_dir: Path,
        cleaner: Cleaner | None = None,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._log = log
        self._links = Links(key=key, clock=clock)
        self._storage = FolderStorage(data_dir / MEDIA)
        self._uploads = Uploads(
            db=db, clock=clock, ids=ids, storage=self._storage, cleaner=cleaner or Cleaner()
        )  # fmt: skip
        self.sweep = Sweep(db=db, clock=clock, storage=self._storage)

    # Uploads

    async def start_upload(self, request: pb.StartUploadRequest, call: Call) -> pb.StartUploadResponse:
        if request.size_bytes > MEDIA_BYTES_MAX:
            raise MediaTooLarge("the file is too large", bytes_max=MEDIA_BYTES_MAX)
        new = Upload(
            upload_id="", user_id=call.caller.user_id, kind=request.kind, name=names.clean(request.name),
            size_bytes=request.size_bytes, received_bytes=0, duration_ms=request.duration_ms,
            waveform=request.waveform, expires_at_ms=0, media_id="", refused="",
        )  # fmt: skip
        # A mac and not the digest KeyedWrites keeps, which would still tell the name after a recall to who guesses it.
        mac = self._log.request_mac(call.method, request.SerializeToString(deterministic=True))
        upload = await self._uploads.start(new, request.request_id, mac)
        return pb.StartUploadResponse(upload=_state(upload))

    async def append_upload(self, request: pb.AppendUploadRequest, call: Call) -> pb.AppendUploadResponse:
        upload = await self._uploads.append(
            call.caller.user_id, request.upload_id, request.offset_bytes, request.piece
        )  # fmt: skip
        return pb.AppendUploadResponse(upload=_state(upload))

    async def get_upload(self, request: pb.GetUploadRequest, call: Call) -> pb.GetUploadResponse:
        return pb.GetUploadResponse(upload=_state(await self._uploads.get(call.caller.user_id, request.upload_id)))

    async def finish_upload(self, request: pb.FinishUploadRequest, call: Call) -> pb.FinishUploadResponse:
        return pb.FinishUploadResponse(media=_media(await self._uploads.finish(call.caller.user_id, request.upload_id)))

    async def cancel_upload(self, request: pb.CancelUploadRequest, call: Call) -> pb.CancelUploadResponse:
        await self._uploads.cancel(call.caller.user_id, request.upload_id)
        return pb.CancelUploadResponse()

    async def get_media_usage(self, request: pb.GetMediaUsageRequest, call: Call) -> pb.GetMediaUsageResponse:
        now_ms = to_ms(self._clock.now())
        used = await self._db.read(lambda tx: upload_store.used_bytes(tx, call.caller.user_id, now_ms=now_ms))
        return pb.GetMediaUsageResponse(used_bytes=used, quota_bytes=QUOTA_BYTES)

    # Reading

    async def get_media_link(self, request: pb.GetMediaLinkRequest, call: Call) -> pb.GetMediaLinkResponse:
        link = Link(
            call.caller.user_id, request.conversation_id, request.seq, request.thumbnail,
            to_ms(self._clock.now() + LINK_KEPT),
        )  # fmt: skip
        reading_store.variant(await self._shown(link), thumbnail=link.thumbnail)
        return pb.GetMediaLinkResponse(path=PATH + self._links.token(link), expires_at_ms=link.expires_at_ms)

    async def read_media(self, request: pb.ReadMediaRequest, call: Call) -> AsyncIterator[pb.ReadMediaResponse]:
        link = self._links.read(request.token)
        media = await self._shown(link)
        key, mime_type = reading_store.variant(media, thumbnail=link.thumbnail)
        size = media.size_bytes
        if link.thumbnail:
            size = await self._db.read(lambda tx: upload_store.size_of(tx, key))
        end = min(size, request.offset_bytes + (request.bytes_max or size))
        head = pb.ReadMediaResponse(name=media.name, mime_type=mime_type, size_bytes=size, kind=media.kind)  # type: ignore[arg-type]
        yield head
        at = request.offset_bytes
        while at < end:
            piece = await self._read(key, at, min(PIECE_BYTES_MAX, end - at))
            at += len(piece)
            yield pb.ReadMediaResponse(piece=piece)

    async def _shown(self, link: Link) -> Media:
        return await self._db.read(lambda tx: reading_store.visible(tx, link.user_id, link.conversation_id, link.seq))

    async def _read(self, key: str, offset: int, bytes_max: int) -> bytes:
        try:
            piece = await asyncio.to_thread(self._storage.read, key, offset, bytes_max)
        except NotStored:
            piece = b""
        if not piece:  # Recalled while it was being read.
            raise MediaNotFound("there is no such file")
        return piece


def _state(upload: Upload) -> pb.UploadState:
    return pb.UploadState(
        upload_id=upload.upload_id, received_bytes=upload.received_bytes, size_bytes=upload.size_bytes,
        piece_bytes_max=PIECE_BYTES_MAX, expires_at_ms=upload.expires_at_ms,
    )  # fmt: skip


def _media(media: Media) -> pb.Media:
    return pb.Media(
        media_id=media.media_id, kind=media.kind, name=media.name, mime_type=media.mime_type,  # type: ignore[arg-type]
        size_bytes=media.size_bytes, width_px=media.width_px, height_px=media.height_px, thumb_data=media.thumb_data,
        duration_ms=media.duration_ms,
    )  # fmt: skip
