"""Who reads a file: whoever may see its message now, and nobody else; and what goes when nobody shows it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from core.kit.clock import to_ms
from core.messaging.media import limits, store
from core.messaging.media.errors import MediaNotFound
from core.messaging.media.sweep import LOST_AFTER_MS
from core.messaging.tables import hidden, members, updates
from majlis.messaging.v1 import media_service_pb2 as pb
from majlis.messaging.v1 import messages_pb2
from tests.support.chat_desk import ChatDesk
from tests.support.media_desk import IMAGE, MediaDesk, picture

CANARY = b"CANARY-of-a-secret-letter"


@pytest.fixture
def desk(chat: ChatDesk, tmp_path: Path) -> MediaDesk:
    return MediaDesk(chat, tmp_path)


async def test_a_member_reads_what_was_sent(desk: MediaDesk) -> None:
    layla, omar = await desk.chat.person("layla"), await desk.chat.person("omar")
    conversation_id = await desk.chat.group(layla, omar)
    seq = await desk.show(layla, conversation_id, await desk.upload(layla, CANARY, name="رسالة.pdf"))
    head, content = await desk.read(await desk.link(omar, conversation_id, seq))
    assert (head.name, head.size_bytes, content) == ("رسالة.pdf", len(CANARY), CANARY)
    _, part = await desk.read(await desk.link(omar, conversation_id, seq), offset=7, most=2)
    assert part == CANARY[7:9]
    head, none = await desk.read(await desk.link(omar, conversation_id, seq), offset=1000)
    assert (head.size_bytes, none) == (len(CANARY), b"")


async def test_a_picture_has_a_thumbnail(desk: MediaDesk) -> None:
    layla = await desk.chat.person()
    conversation_id = await desk.chat.group(layla)
    media = await desk.upload(layla, picture(size=(1000, 500)), kind=IMAGE, name="dunes.jpg")
    assert media.thumb_data.startswith("data:image/webp;base64,")
    seq = await desk.show(layla, conversation_id, media)
    head, content = await desk.read(await desk.link(layla, conversation_id, seq, thumbnail=True))
    assert (head.mime_type, head.size_bytes, content[8:12]) == ("image/webp", len(content), b"WEBP")
    file = await desk.show(layla, conversation_id, await desk.upload(layla, b"no picture"))
    with pytest.raises(MediaNotFound):
        await desk.link(layla, conversation_id, file, thumbnail=True)


async def test_a_link_asks_again_whoever_follows_it(desk: MediaDesk) -> None:
    """Removed from the group, or having hidden the message, a link in one's hand opens nothing."""
    layla, omar = await desk.chat.person("layla"), await desk.chat.person("omar")
    conversation_id = await desk.chat.group(layla, omar)
    seq = await desk.show(layla, conversation_id, await desk.upload(layla, CANARY))
    token, own = await desk.link(omar, conversation_id, seq), await desk.link(layla, conversation_id, seq)
    row = {"user_id": omar.user_id, "conversation_id": conversation_id, "seq": seq}
    await desk.chat.write(lambda tx: tx.execute(hidden.insert(), row) and None)
    await _refused(desk, token)
    await desk.chat.write(lambda tx: tx.execute(hidden.delete()) and None)
    assert (await desk.read(token))[1] == CANARY
    gone = members.update().where(members.c.user_id == omar.user_id)
    status = messages_pb2.MEMBER_STATUS_REMOVED
    await desk.chat.write(lambda tx: tx.execute(gone.values(status=status, visible_to_seq=seq - 1)) and None)
    await _refused(desk, token)
    recalled = updates.update().where(updates.c.seq == seq).values(recalled_seq=seq + 1)
    await desk.chat.write(lambda tx: tx.execute(recalled) and None)
    await _refused(desk, own)


async def test_a_stranger_gets_no_link(desk: MediaDesk) -> None:
    """The answer is the same for a conversation, a number and a file that are not there."""
    layla, mallory = await desk.chat.person("layla"), await desk.chat.person("mallory")
    conversation_id = await desk.chat.group(layla)
    seq = await desk.show(layla, conversation_id, await desk.upload(layla, CANARY))
    text = await desk.chat.send(layla, conversation_id, "no file")
    for who, where, number in (
        (mallory, conversation_id, seq), (mallory, "conv_none", 1), (layla, conversation_id, text),
        (layla, conversation_id, seq + 100),
    ):  # fmt: skip
        with pytest.raises(MediaNotFound) as refused:
            await desk.link(who, where, number)
        assert (refused.value.message, refused.value.facts) == ("there is no such file", {})


async def test_a_link_ends_after_ten_minutes_and_bears_no_change(desk: MediaDesk) -> None:
    layla = await desk.chat.person()
    conversation_id = await desk.chat.group(layla)
    token = await desk.link(
        layla, conversation_id, await desk.show(layla, conversation_id, await desk.upload(layla, b"x"))
    )
    changed = [token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :] for at in (0, 60)]
    for forged in (token[:-4], token + "AAAA", *changed, "é", "!", "AAAA"):
        await _refused(desk, forged)
    desk.chat.clock.advance(limits.LINK_KEPT - timedelta(milliseconds=1))
    assert (await desk.read(token))[1] == b"x"
    desk.chat.clock.advance(timedelta(milliseconds=1))
    await _refused(desk, token)


async def test_recalled_bytes_leave_the_disk(desk: MediaDesk) -> None:
    """The next round of the sweep, a second later at most, removes them; links that were given open nothing."""
    layla = await desk.chat.person()
    conversation_id = await desk.chat.group(layla)
    seq = await desk.show(layla, conversation_id, await desk.upload(layla, CANARY))
    token = await desk.link(layla, conversation_id, seq)
    assert desk.holds(CANARY)
    await desk.release(conversation_id, seq)
    await _refused(desk, token)
    await desk.sweep.once(old=False, lost=False)
    assert not desk.holds(CANARY)
    assert desk.files() == []
    assert (await desk.client.get_media_usage(pb.GetMediaUsageRequest(), caller=layla)).used_bytes == 0


async def test_a_file_lives_as_long_as_one_message_shows_it(desk: MediaDesk) -> None:
    """Forwarded, or uploaded twice and sent twice: the recall of one leaves the other."""
    layla = await desk.chat.person()
    conversation_id = await desk.chat.group(layla)
    first, second = await desk.upload(layla, CANARY), await desk.upload(layla, CANARY)
    seqs = [await desk.show(layla, conversation_id, each) for each in (first, first, second)]
    await desk.release(conversation_id, seqs[0])
    await desk.sweep.once()
    assert desk.holds(CANARY)
    await desk.release(conversation_id, seqs[1])
    await desk.sweep.once()
    assert (await desk.read(await desk.link(layla, conversation_id, seqs[2])))[1] == CANARY
    await desk.release(conversation_id, seqs[2])
    await desk.sweep.once()
    assert not desk.holds(CANARY)


async def test_bytes_uploaded_again_outlive_the_recall_before(desk: MediaDesk) -> None:
    """Between the recall and the sweep the same file comes again: the sweep takes the old bytes, not the new."""
    layla = await desk.chat.person()
    conversation_id = await desk.chat.group(layla)
    seq = await desk.show(layla, conversation_id, await desk.upload(layla, CANARY))
    await desk.release(conversation_id, seq)
    again = await desk.show(layla, conversation_id, await desk.upload(layla, CANARY))
    await desk.sweep.once()
    assert (await desk.read(await desk.link(layla, conversation_id, again)))[1] == CANARY
    assert len(desk.files()) == 1


async def test_nobody_attaches_what_is_not_theirs(desk: MediaDesk) -> None:
    layla, mallory = await desk.chat.person("layla"), await desk.chat.person("mallory")
    media = await desk.upload(layla, CANARY)
    for who, kind in ((mallory, media.kind), (layla, IMAGE)):
        with pytest.raises(MediaNotFound):
            await desk.chat.read(lambda tx, who=who, kind=kind: store.claim(tx, who.user_id, media.media_id, kind))


async def test_files_nobody_knows_are_collected_once_they_are_old(desk: MediaDesk) -> None:
    """A crash came between the bytes and their row; what is just being written is not such a file."""
    layla = await desk.chat.person()
    conversation_id = await desk.chat.group(layla)
    await desk.show(layla, conversation_id, await desk.upload(layla, CANARY))
    now_s = to_ms(desk.chat.clock.now()) / 1000
    for name, age_s in (("lost", LOST_AFTER_MS / 1000 + 1), ("new", LOST_AFTER_MS / 1000)):
        path = desk.folder / "blobs" / name
        path.write_bytes(b"?")
        os.utime(path, (now_s - age_s, now_s - age_s))
    await desk.sweep.once()
    assert "lost" not in [path.name for path in desk.files()]
    assert "new" in [path.name for path in desk.files()]
    assert desk.holds(CANARY)


async def _refused(desk: MediaDesk, token: str) -> None:
    with pytest.raises(MediaNotFound):
        await desk.read(token)
