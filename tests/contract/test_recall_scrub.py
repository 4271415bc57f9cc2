"""Recall that recalls: what was taken back is in no table any more, and on SQLite in no file of the host."""

from __future__ import annotations

import base64
import json
import random
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.kit import folding
from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.db import Database, SqliteDatabase, Transaction
from core.messaging.search import index
from core.messaging.search.scrub import TABLES, Scrubber
from core.messaging.search.tables import WORDS_INDEX, scrubs
from majlis.messaging.v1 import conversations_service_pb2 as conversations_pb
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.chat_desk import ChatDesk, request_id
from tests.support.chat_log import ChatLog
from tests.support.media_desk import MediaDesk

LETTERS = "بتثجحخدذرزسشصضطظعغفقلمن"


def canary() -> str:
    """A word nobody else wrote, that folding changes."""
    return "أ" + "".join(random.Random(secrets.randbits(64)).choices(LETTERS, k=14)) + "ة"


def forms(word: str) -> Iterator[bytes]:
    """The ways its letters could stand in a file. Without the first letters: indexes leave out what words share."""
    for text in (word[3:], folding.plain(word)[0][3:]):
        yield text.encode()
        yield text.encode("utf-16-le")
        yield text.encode("utf-16-be")
        yield json.dumps(text)[1:-1].encode()
        for shift in range(3):
            yield base64.b64encode(b"\0" * shift + text.encode())[4:-4]


def files_with(folder: Path, *words: str) -> set[str]:
    wanted = [form for word in words for form in forms(word)]
    found = set()
    for path in sorted(folder.rglob("*")):
        content = path.read_bytes() if path.is_file() else b""
        found |= {path.name for form in wanted if form in content}
    return found


def words_in_files(folder: Path, words: list[str]) -> set[str]:
    """Which of many words are there as UTF-8, whole or folded."""
    content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {word for word in words if word[3:-1].encode() in content}


async def rows_with(database: Database, *words: str) -> set[str]:
    """Tables of which some row says one of the words, as it is or folded."""
    texts = [form for word in words for form in (word, folding.plain(word)[0])]

    def look(tx: Transaction) -> set[str]:
        found = set()
        for table in sa.inspect(tx).get_table_names():
            if table.startswith(index.documents.name + "_"):
                continue  # FTS5's own, which are blocks; the files tell of them.
            for row in tx.exec_driver_sql(f"SELECT * FROM {table}"):
                if any(text in str(value) for value in row for text in texts):
                    found.add(table)
        return found

    return await database.read(look)


async def recalled_conversation(chat: ChatDesk, *words: str) -> Caller:
    """A message begun as a draft, sent, found, reacted to, edited, told of, found again and recalled, all by rpcs."""
    layla, omar = await chat.person("layla"), await chat.person("omar")
    await chat.befriend(layla, omar)
    of = await chat.direct(layla, omar)
    messages = MessagesServiceClient(chat.chain)
    for draft in (words[0][:6], f"قبل {words[0]}", "", f"لا بل {words[0]}"):  # As a page saves it between keys.
        await begun(chat, layla, of, draft)
    assert await rows_with(chat.database, words[0]) == {"messaging_members"} <= set(TABLES)
    content = pb.Content(text=f"قبل {words[0]} بعد")
    sent = await messages.send_message(
        service_pb.SendMessageRequest(request_id=request_id(), conversation_id=of, content=content), caller=layla
    )
    await begun(chat, layla, of, "")
    await chat.messaging._trail.catch_up()
    asked = service_pb.SearchMessagesRequest(query=words[0])
    assert len((await messages.search_messages(asked, caller=omar)).hits) == 1
    seq = sent.update.seq
    about = {"conversation_id": of, "seq": seq}
    await messages.react(service_pb.ReactRequest(request_id=request_id(), emoji="👍", **about), caller=omar)
    edited = pb.Content(text=f"بدل {words[1]} منه")
    await messages.edit_message(
        service_pb.EditMessageRequest(request_id=request_id(), content=edited, **about), caller=layla
    )
    await chat.messaging._trail.catch_up()
    asked = service_pb.SearchMessagesRequest(query=words[1])
    assert len((await messages.search_messages(asked, caller=omar)).hits) == 1
    assert set() < await rows_with(chat.database, *words) <= set(TABLES), "what is there before is scrubbed"
    await messages.recall_message(service_pb.RecallMessageRequest(request_id=request_id(), **about), caller=layla)
    assert not (await messages.search_messages(asked, caller=omar)).hits
    return layla


async def begun(chat: ChatDesk, who: Caller, conversation_id: str, draft: str) -> None:
    """Their draft there; empty where it was sent, or they thought better of it."""
    asked = conversations_pb.UpdateMyViewRequest(conversation_id=conversation_id, draft=draft)
    await chat.conversations.update_my_view(asked, caller=who)


async def test_a_recalled_message_is_in_no_row_and_no_file(chat: ChatDesk, tmp_path: Path) -> None:
    """Drafted, sent, edited, searched, reacted to, notified of, recalled; then the files are read byte by byte."""
    words = canary(), canary()
    await recalled_conversation(chat, *words)
    await chat.messaging._trail.catch_up()
    assert await rows_with(chat.database, *words) == set()

    assert await Scrubber(db=chat.database, clock=ManualClock()).scrub()

    assert await chat.read(lambda tx: tx.execute(sa.select(scrubs)).all()) == []
    if isinstance(chat.database, SqliteDatabase):
        assert files_with(tmp_path, *words) == set()
        return
    held = await chat.read(
        lambda tx: bytes(
            tx.exec_driver_sql(f"SELECT pg_read_binary_file(pg_relation_filepath('{WORDS_INDEX}'))").scalar_one()
        )
    )
    assert held
    assert not [form for word in words for form in forms(word) if form in held]


async def test_a_recalled_file_is_in_no_row_and_no_file_by_name_or_content(chat: ChatDesk, tmp_path: Path) -> None:
    """What a file is called says as much as a message, and stands in the upload, the message and the index too."""
    name, said, content = canary(), canary(), canary()
    layla, omar = await chat.person("layla"), await chat.person("omar")
    of = await chat.group(layla, omar)
    desk, messages = MediaDesk(chat, tmp_path), MessagesServiceClient(chat.chain)
    media = await desk.upload(layla, f"بسم الله {content}".encode() * 20_000, name=f"{name} 3.pdf")
    assert await rows_with(chat.database, name) == {"messaging_media"}, "an upload that is finished names nothing"
    held = pb.Content(text=said, file=pb.File(media_id=media.media_id))
    asked = service_pb.SendMessageRequest(request_id=request_id(), conversation_id=of, content=held)
    seq = (await messages.send_message(asked, caller=layla)).update.seq
    await chat.messaging._trail.catch_up()
    found = service_pb.SearchMessagesRequest(query=f"{name} {said}")
    assert len((await messages.search_messages(found, caller=omar)).hits) == 1
    link = await desk.link(omar, of, seq)
    assert content.encode() in (await desk.read(link))[1]
    there = await rows_with(chat.database, name, said)
    assert {"messaging_media", "messaging_updates", "messaging_search"} <= there <= set(TABLES)
    assert files_with(tmp_path, content), "the test sees what is there before"
    await messages.recall_message(
        service_pb.RecallMessageRequest(request_id=request_id(), conversation_id=of, seq=seq), caller=layla
    )
    assert await rows_with(chat.database, name, said, content) == set()

    assert await Scrubber(db=chat.database, clock=ManualClock()).scrub()
    await desk.sweep.once()

    assert files_with(tmp_path, content) == set()
    if isinstance(chat.database, SqliteDatabase):
        assert files_with(tmp_path, name, said) == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_recalls_in_a_busy_log_leave_no_copies_between_its_pages(database: Database, tmp_path: Path) -> None:
    """SQLite moves rows when pages fill and empty, and leaves copies where they were; ours must not move."""
    chance, chat_log = random.Random(7), ChatLog()
    kept, gone = [], []

    def write(tx: Transaction) -> None:
        for _ in range(40):
            text = " ".join([word := canary(), *(chance.choice(LETTERS) * 3 for _ in range(chance.randint(1, 30)))])
            said = chat_log.say(tx, "conv_a", "usr_a", text)
            index.add(tx, said)
            kept.append((word, said[0].seq))
            if chance.random() < 0.3:
                seq = chance.choice(kept)[1]
                word = canary()
                index.add(tx, [chat_log.edit(tx, "conv_a", seq, "usr_a", word)])
                gone.extend(old for old, at in kept if at == seq)
                kept[:] = [(word, at) if at == seq else (old, at) for old, at in kept]
            if chance.random() < 0.5:
                word, seq = kept.pop(chance.randrange(len(kept)))
                chat_log.recall(tx, "conv_a", seq, "usr_a")
                index.remove(tx, "conv_a", [seq])
                gone.append(word)

    await database.write(lambda tx: chat_log.begin(tx, "conv_a", "usr_a"))
    for _ in range(15):
        await database.write(write)
    recalled = [word for word in gone if word not in {old for old, _ in kept}]
    history = await database.read(lambda tx: str(tx.exec_driver_sql("SELECT body_json FROM messaging_updates").all()))
    recalled = [word for word in recalled if word not in history]  # Older words of edited ones are kept on purpose.
    assert words_in_files(tmp_path, recalled), "the test sees what is there before"

    assert await Scrubber(db=database, clock=chat_log.clock).scrub()

    assert words_in_files(tmp_path, recalled) == set()
    unedited = [word for word, _ in kept]
    assert words_in_files(tmp_path, unedited) == set(unedited), "what was not recalled is there"


async def test_a_scrub_that_was_not_done_is_done_after_a_restart(database: Database) -> None:
    """The wish is a row of the recall's transaction, not a thought of the process that took it."""
    chat_log = ChatLog()

    def write(tx: Transaction) -> None:
        chat_log.begin(tx, "conv_a", "usr_a")
        index.add(tx, chat_log.say(tx, "conv_a", "usr_a", "سلام"))
        chat_log.recall(tx, "conv_a", 1, "usr_a")
        index.remove(tx, "conv_a", [1])

    await database.write(write)
    asked = sa.select(sa.func.count()).select_from(scrubs)
    assert await database.read(lambda tx: tx.execute(asked).scalar_one()) == 1
    assert await Scrubber(db=database, clock=chat_log.clock).scrub()
    assert await database.read(lambda tx: tx.execute(asked).scalar_one()) == 0
    assert await Scrubber(db=database, clock=chat_log.clock).scrub(), "nothing to do is done"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_reader_in_the_way_only_delays_a_scrub(database: Database, database_url: str, tmp_path: Path) -> None:
    """A long read keeps the log's old pages; the scrub comes back for them, and nobody waits meanwhile."""
    chat_log, word = ChatLog(), canary()

    def write(tx: Transaction) -> None:
        chat_log.begin(tx, "conv_a", "usr_a")
        index.add(tx, chat_log.say(tx, "conv_a", "usr_a", word))

    def recall(tx: Transaction) -> None:
        chat_log.recall(tx, "conv_a", 1, "usr_a")
        index.remove(tx, "conv_a", [1])

    await database.write(write)
    scrubber = Scrubber(db=database, clock=chat_log.clock)
    other = sa.create_engine(database_url)
    with other.connect() as reading:
        reading.exec_driver_sql("BEGIN")
        reading.exec_driver_sql("SELECT count(*) FROM messaging_updates").scalar_one()
        await database.write(recall)
        assert not await scrubber.scrub()
        assert files_with(tmp_path, word)
    other.dispose()
    assert await scrubber.scrub()
    assert files_with(tmp_path, word) == set()
