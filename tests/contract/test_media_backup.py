"""A backup holds the files of messages, whatever people sent, at a moment that fits its database's."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.backup import making
from core.backup.making import make_backup
from core.kit.clock import ManualClock
from core.kit.db import connect
from core.kit.migrate import upgrade
from core.messaging.media.errors import UploadNotFound
from core.messaging.media.storage import MEDIA, UPLOADS
from tests.support.backups import Place, place
from tests.support.chat_desk import ChatDesk
from tests.support.media_desk import IMAGE, MediaDesk, picture

# What a person may send: the start of a SQLite file made every backup stop, as one of the host's own might be torn.
DATABASE_FILE = b"SQLite format 3\0" + bytes(100)


def back_up(host: Place, to: Path) -> Path:
    """As `majlisd backup` does."""
    media = host.data_dir / MEDIA
    return make_backup(
        to, databases=host.databases, data_dir=host.data_dir, caches=(media / UPLOADS,), of_people=(media,),
        clock=ManualClock(),
    )  # fmt: skip


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    (tmp_path / "shelf").mkdir()
    return tmp_path / "shelf"


def new_place(folder: Path, empty_database: Callable[[], str]) -> Place:
    made = place(folder, empty_database)
    folder.mkdir()
    return made


async def test_files_come_back_with_their_messages(
    tmp_path: Path, shelf: Path, empty_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture, a database somebody sent, and a file that arrives after the files were copied, before the rows are."""
    host = new_place(tmp_path / "host", empty_database)
    for each in host.databases:
        upgrade(each.url, each.migrations)
    running = connect(host.url)
    chat = ChatDesk(running, host.data_dir)
    desk, layla = MediaDesk(chat, host.data_dir), await chat.person()
    at = await chat.group(layla)
    seqs = [await desk.show(layla, at, await desk.upload(layla, DATABASE_FILE))]
    seqs.append(await desk.show(layla, at, await desk.upload(layla, picture(), kind=IMAGE)))
    unfinished = await desk.start(layla, 8)
    await desk.append(layla, unfinished.upload_id, 0, b"half")
    before = set(desk.files())
    seqs.append(await desk.show(layla, at, await desk.upload(layla, b"late")))
    _first_round_without(monkeypatch, set(desk.files()) - before)
    sent = [await desk.read(await desk.link(layla, at, seq)) for seq in seqs]
    file = back_up(host, shelf)
    chat.identity.close()
    running.close()
    assert not [name for name in zipfile.ZipFile(file).namelist() if f"{MEDIA}/{UPLOADS}/" in name]

    elsewhere = new_place(tmp_path / "elsewhere", empty_database)
    elsewhere.restore(file)
    restored = connect(elsewhere.url)
    again = ChatDesk(restored, elsewhere.data_dir)
    there = MediaDesk(again, elsewhere.data_dir)
    await there.sweep.once()
    assert [await there.read(await there.link(layla, at, seq)) for seq in seqs] == sent
    with pytest.raises(UploadNotFound):  # The client begins again.
        await there.append(layla, unfinished.upload_id, 4, b"half")
    again.identity.close()
    restored.close()


def _first_round_without(monkeypatch: pytest.MonkeyPatch, late: set[Path]) -> None:
    """The backup's first look at the folder is from before these files came."""
    rounds: list[list[Path]] = []
    files = making._files

    def look(data_dir: Path, *more: Any) -> list[Path]:
        rounds.append([path for path in files(data_dir, *more) if rounds or path not in late])
        return rounds[-1]

    monkeypatch.setattr(making, "_files", look)
