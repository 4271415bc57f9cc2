"""Uploads: pieces in order, each on disk once it is answered, limits, and files kept once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.kit.errors import InvalidArgument, RequestIdReused
from core.messaging.media import limits, upload_store
from core.messaging.media.errors import (
    MediaNotFound,
    MediaQuotaExceeded,
    MediaTooLarge,
    MediaTypeRefused,
    UploadIncomplete,
    UploadNotFound,
    UploadOffsetWrong,
    UploadsTooMany,
)
from core.messaging.running import Messaging
from majlis.messaging.v1 import media_service_pb2 as pb
from tests.support.chat_desk import ChatDesk
from tests.support.media_desk import FILE, IMAGE, MediaDesk

CONTENT = bytes(range(256)) * 1500  # One whole piece and a half.


@pytest.fixture
def desk(chat: ChatDesk, tmp_path: Path) -> MediaDesk:
    return MediaDesk(chat, tmp_path)


async def test_an_upload_goes_on_where_it_is(desk: MediaDesk) -> None:
    """The phone loses its line and asks how far the host got."""
    layla = await desk.chat.person()
    upload = await desk.start(layla, len(CONTENT))
    await desk.append(layla, upload.upload_id, 0, CONTENT[: upload.piece_bytes_max])
    found = await desk.client.get_upload(pb.GetUploadRequest(upload_id=upload.upload_id), caller=layla)
    assert found.upload.received_bytes == upload.piece_bytes_max
    await desk.append(layla, upload.upload_id, found.upload.received_bytes, CONTENT[upload.piece_bytes_max :])
    media = await desk.finish(layla, upload.upload_id)
    assert (media.size_bytes, media.kind, media.mime_type) == (len(CONTENT), FILE, "application/octet-stream")
    assert [path.read_bytes() for path in desk.files()] == [CONTENT]


async def test_an_upload_goes_on_after_a_restart(desk: MediaDesk, tmp_path: Path) -> None:
    """What was answered is on disk, not in the process."""
    layla = await desk.chat.person()
    upload = await desk.start(layla, 8)
    await desk.append(layla, upload.upload_id, 0, b"half")
    again = Messaging(
        db=desk.chat.database, clock=desk.chat.clock, ids=desk.chat.ids, bus=None, channel=desk.chat.chain,  # type: ignore[arg-type]
        data_dir=tmp_path,
    )  # fmt: skip
    for service, implementation in again.services.items():
        desk.chat.chain.serve(service, implementation)
    await again.media.sweep.once()
    await desk.append(layla, upload.upload_id, 4, b"half")
    assert (await desk.finish(layla, upload.upload_id)).size_bytes == 8


async def test_a_repeated_piece_is_answered_again(desk: MediaDesk) -> None:
    """Its answer was lost; another piece in its place is an error that says where to go on."""
    layla = await desk.chat.person()
    upload = await desk.start(layla, 12)
    await desk.append(layla, upload.upload_id, 0, b"abcd")
    assert (await desk.append(layla, upload.upload_id, 0, b"abcd")).received_bytes == 4
    for offset, piece in ((0, b"abcX"), (3, b"dx"), (5, b"x"), (0, b"abcde")):
        with pytest.raises(UploadOffsetWrong) as refused:
            await desk.append(layla, upload.upload_id, offset, piece)
        assert refused.value.facts["received_bytes"] == 4
    with pytest.raises(InvalidArgument):
        await desk.append(layla, upload.upload_id, 4, b"nine more")


async def test_a_start_is_keyed(desk: MediaDesk) -> None:
    """The same start leads to the same upload, as far as it is; another under its id is refused."""
    layla = await desk.chat.person()
    first = await desk.start(layla, 8, request="start-1")
    await desk.append(layla, first.upload_id, 0, b"half")
    again = await desk.start(layla, 8, request="start-1")
    assert (again.upload_id, again.received_bytes) == (first.upload_id, 4)
    with pytest.raises(RequestIdReused):
        await desk.start(layla, 9, request="start-1")


async def test_a_finish_is_repeated_alike(desk: MediaDesk) -> None:
    layla = await desk.chat.person()
    upload = await desk.start(layla, 4)
    await desk.append(layla, upload.upload_id, 0, b"ab")
    with pytest.raises(UploadIncomplete):
        await desk.finish(layla, upload.upload_id)
    await desk.append(layla, upload.upload_id, 2, b"cd")
    assert await desk.finish(layla, upload.upload_id) == await desk.finish(layla, upload.upload_id)
    with pytest.raises(UploadOffsetWrong):
        await desk.append(layla, upload.upload_id, 0, b"ab")


async def test_a_refusal_is_repeated_alike_and_leaves_nothing(desk: MediaDesk) -> None:
    """Nobody makes the host look twice, and no refused byte stays or counts."""
    layla = await desk.chat.person()
    page = b"<!doctype html><script>alert(1)</script>"
    upload = await desk.start(layla, len(page), kind=IMAGE)
    await desk.fill(layla, upload.upload_id, page)
    for _ in range(2):
        with pytest.raises(MediaTypeRefused) as refused:
            await desk.finish(layla, upload.upload_id)
        assert refused.value.facts == {"found": "text/html"}
    assert desk.files() == []
    assert (await desk.client.get_media_usage(pb.GetMediaUsageRequest(), caller=layla)).used_bytes == 0


async def test_the_same_bytes_are_kept_once_for_each_person(desk: MediaDesk) -> None:
    """Ten forwards of one film take the room of one; two people's files are never one, as one may go before."""
    layla, omar = await desk.chat.person("layla"), await desk.chat.person("omar")
    first = await desk.upload(layla, CONTENT, name="a.bin")
    second = await desk.upload(layla, CONTENT, name="b.bin")
    assert first.media_id != second.media_id
    assert len(desk.files()) == 1
    used = await desk.client.get_media_usage(pb.GetMediaUsageRequest(), caller=layla)
    assert used.used_bytes == upload_store.room(len(CONTENT))
    await desk.upload(omar, CONTENT)
    assert len(desk.files()) == 2


async def test_a_file_may_be_as_large_as_the_limit(desk: MediaDesk) -> None:
    layla = await desk.chat.person()
    assert (await desk.start(layla, limits.MEDIA_BYTES_MAX)).size_bytes == limits.MEDIA_BYTES_MAX
    with pytest.raises(MediaTooLarge) as refused:
        await desk.start(layla, limits.MEDIA_BYTES_MAX + 1)
    assert refused.value.facts == {"bytes_max": limits.MEDIA_BYTES_MAX}


async def test_a_piece_may_be_as_large_as_the_limit(desk: MediaDesk) -> None:
    layla = await desk.chat.person()
    upload = await desk.start(layla, 2 * limits.PIECE_BYTES_MAX)
    assert upload.piece_bytes_max == limits.PIECE_BYTES_MAX
    with pytest.raises(InvalidArgument):
        await desk.append(layla, upload.upload_id, 0, bytes(limits.PIECE_BYTES_MAX + 1))
    await desk.append(layla, upload.upload_id, 0, bytes(limits.PIECE_BYTES_MAX))


async def test_unfinished_uploads_count_and_are_few(desk: MediaDesk) -> None:
    """Room is taken when an upload begins, or twenty begun at once would pass any quota."""
    layla = await desk.chat.person()
    begun = [await desk.start(layla, 1) for _ in range(limits.UNFINISHED_MAX)]
    with pytest.raises(UploadsTooMany):
        await desk.start(layla, 1)
    await desk.client.cancel_upload(pb.CancelUploadRequest(upload_id=begun[0].upload_id), caller=layla)
    await desk.start(layla, 1)


async def test_the_quota_is_exact(desk: MediaDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stored and what is coming, up to the last block."""
    monkeypatch.setattr(upload_store, "QUOTA_BYTES", 3 * upload_store.ROOM_STEP_BYTES)
    layla = await desk.chat.person()
    await desk.upload(layla, b"x")
    with pytest.raises(MediaQuotaExceeded) as refused:
        await desk.start(layla, 2 * upload_store.ROOM_STEP_BYTES + 1)
    assert refused.value.facts == {"used_bytes": 4096, "quota_bytes": 3 * 4096}
    await desk.start(layla, 2 * upload_store.ROOM_STEP_BYTES)
    with pytest.raises(MediaQuotaExceeded):
        await desk.start(layla, 1)


async def test_an_upload_expires(desk: MediaDesk) -> None:
    """A day later an unfinished upload is gone from the disk, and a finished file that was never sent too."""
    layla = await desk.chat.person()
    upload = await desk.start(layla, 8)
    await desk.append(layla, upload.upload_id, 0, b"half")
    await desk.upload(layla, b"never sent")
    desk.chat.clock.advance(limits.UPLOAD_KEPT - timedelta(milliseconds=1))
    await desk.sweep.once(lost=False)
    assert len(desk.files()) == 2
    desk.chat.clock.advance(timedelta(milliseconds=1))
    with pytest.raises(UploadNotFound):
        await desk.append(layla, upload.upload_id, 4, b"half")
    await desk.sweep.once(lost=False)
    assert desk.files() == []


async def test_a_cancelled_file_is_gone(desk: MediaDesk) -> None:
    layla = await desk.chat.person()
    upload = await desk.start(layla, 4)
    await desk.fill(layla, upload.upload_id, b"oops")
    media = await desk.finish(layla, upload.upload_id)
    cancel = pb.CancelUploadRequest(upload_id=upload.upload_id)
    await desk.client.cancel_upload(cancel, caller=layla)
    await desk.sweep.once()
    assert desk.files() == []
    with pytest.raises(UploadNotFound):
        await desk.client.cancel_upload(cancel, caller=layla)
    conversation_id = await desk.chat.group(layla)
    with pytest.raises(MediaNotFound):
        await desk.show(layla, conversation_id, media)


async def test_names_lose_what_hides_their_ending(desk: MediaDesk) -> None:
    """A right-to-left override would show exe.gpj as a picture."""
    layla = await desk.chat.person()
    media = await desk.upload(layla, b"MZ", name="../../etc/photo\u202egpj.exe\n\u200b")
    assert media.name == "photogpj.exe"
