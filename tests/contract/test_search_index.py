"""Search on both databases: the lists of a third implementation, for those who may see them, for any text."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.kit import folding
from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.db import Database, Transaction
from core.kit.errors import PageTokenInvalid
from core.kit.rpc import Call
from core.messaging.errors import ConversationNotFound
from core.messaging.search import documents, index
from core.messaging.search.index import Place
from core.messaging.search.query import Query, parse
from core.messaging.search.service import Search
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from tests.support.chat_log import ChatLog

READER, WRITER = "usr_reader", "usr_writer"
WORDS = ["سلام", "سَلامٌ", "سلامة", "ليل", "لَيْلى", "ليلي", "١٢", "12", "123", "abc", "AB", "a", "😀"]
HOSTILE = ['"', "'", "\\", "AND", "OR", "NOT", "NEAR(", "*", "^", ":*", "<->", "|", "&", "!", "(", ")", "-", "·", "%",
           "words:", "{a b}:", "\u202e", "\u200d", "\x01", "\ufdfa", "·conv", "conv_", "$1", ";--"]  # fmt: skip
word = st.one_of(st.sampled_from(WORDS), st.sampled_from(HOSTILE), st.text(max_size=3))
sentence = st.lists(word, min_size=1, max_size=7).map(" ".join).map(lambda text: text.replace("\0", "")[:256])


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def chat_log(clock: ManualClock) -> ChatLog:
    return ChatLog(clock)


def has(query: Query, texts: list[str]) -> bool:
    """The third implementation: lists of words, nothing clever."""
    lists = [folding.plain(text) for text in texts]
    everywhere = [each for words in lists for each in words]

    def stands(phrase: tuple[str, ...]) -> bool:
        return any(
            tuple(words[at : at + len(phrase)]) == phrase
            for words in lists
            for at in range(len(words) - len(phrase) + 1)
        )

    begins = not query.beginning or any(each.startswith(query.beginning) for each in everywhere)
    return bool(query) and begins and all(map(stands, query.phrases))


def content(caption: str, name: str) -> pb.Content:
    return pb.Content(text=caption, file=pb.File(name=name))


@settings(
    max_examples=30, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(said=st.lists(st.tuples(sentence, sentence), min_size=1, max_size=6), asked=st.lists(sentence, max_size=5))
def test_whatever_is_written_and_asked_the_lists_are_those_of_a_plain_comparison(
    database: Database, said: list[tuple[str, str]], asked: list[str]
) -> None:
    """No text may break an index's own language, and two databases may not disagree about a word."""
    clock = ManualClock()
    chat_log = ChatLog(clock)
    conversation_id = f"conv_{id(said)}_{clock.monotonic_s()}_{len(asked)}_{hash(str(said)) & 0xFFFFFF}"

    def write(tx: Transaction) -> list[tuple[Place, list[str]]]:
        tx.exec_driver_sql(f"DELETE FROM messaging_members WHERE user_id = '{READER}'")
        tx.exec_driver_sql(f"DELETE FROM messaging_conversations WHERE conversation_id = '{conversation_id}'")
        tx.exec_driver_sql(f"DELETE FROM messaging_updates WHERE conversation_id = '{conversation_id}'")
        chat_log.begin(tx, conversation_id, READER)
        written = []
        for number, texts in enumerate(said):
            clock.advance(timedelta(milliseconds=number % 2))
            sent = chat_log.send(tx, conversation_id, WRITER, content(*texts))
            index.add(tx, sent)
            written.append((Place(sent[0].created_at_ms, conversation_id, sent[0].seq), list(texts)))
        return written

    async def compare() -> None:
        written = await database.write(write)
        for text in [*asked, *(caption for caption, _ in said)]:
            query = parse(text)
            expected = sorted((place for place, texts in written if has(query, texts)), reverse=True)
            for within in ("", conversation_id):
                found = await database.read(
                    lambda tx, of=within, q=query: index.find(tx, READER, q, conversation_id=of, most=100)
                )
                assert found == expected, (text, query)

    asyncio.run(compare())


async def found(database: Database, text: str, user_id: str = READER, **more: object) -> list[int]:
    query = parse(text)
    places = await database.read(lambda tx: index.find(tx, user_id, query, most=100, **more))  # type: ignore[arg-type]
    return [place.seq for place in places]


async def test_an_edit_is_found_by_its_new_words_only_and_a_recall_by_none(
    database: Database, chat_log: ChatLog
) -> None:
    """Search shows what the conversation shows; what was taken back is gone with its commit."""

    def write(tx: Transaction) -> None:
        chat_log.begin(tx, "conv_a", READER)
        index.add(tx, chat_log.say(tx, "conv_a", WRITER, "قديم", "باق"))
        index.add(tx, [chat_log.edit(tx, "conv_a", 1, WRITER, "جديد")])

    await database.write(write)
    assert await found(database, "قديم") == []
    assert await found(database, "جديد") == [1]

    def recall(tx: Transaction) -> None:
        recalled = chat_log.recall(tx, "conv_a", 1, WRITER)
        index.remove(tx, "conv_a", [1])
        index.add(tx, [recalled])

    await database.write(recall)
    assert await found(database, "جديد") == []
    assert await found(database, "باق") == [2]


async def test_what_was_recalled_before_it_was_indexed_never_gets_there(database: Database, chat_log: ChatLog) -> None:
    """The index follows behind: a quick recall overtakes it."""

    def write(tx: Transaction) -> None:
        chat_log.begin(tx, "conv_a", READER)
        said = chat_log.say(tx, "conv_a", WRITER, "قديم")[0]
        edited = chat_log.edit(tx, "conv_a", 1, WRITER, "جديد")
        recalled = chat_log.recall(tx, "conv_a", 1, WRITER)
        index.remove(tx, "conv_a", [1])
        wiped = [type(each)(**{**dict(_fields(each)), "body_json": ""}) for each in (said, edited)]
        index.add(tx, [*wiped, recalled])

    await database.write(write)
    assert await found(database, "قديم") == await found(database, "جديد") == []


def _fields(each: object) -> list[tuple[str, object]]:
    return [(name, getattr(each, name)) for name in type(each).__dataclass_fields__]  # type: ignore[attr-defined]


async def test_people_find_what_they_may_see_and_nothing_else(database: Database, chat_log: ChatLog) -> None:
    """Search must not be the back door to what came before a member, after they went, or what they hid."""

    def write(tx: Transaction) -> None:
        chat_log.begin(tx, "conv_a", WRITER)
        chat_log.join(tx, "conv_a", "usr_joiner", visible_from_seq=2)
        chat_log.join(tx, "conv_a", "usr_left", visible_to_seq=2, status=pb.MEMBER_STATUS_LEFT)
        chat_log.join(tx, "conv_a", "usr_invited", status=pb.MEMBER_STATUS_INVITED)
        index.add(tx, chat_log.say(tx, "conv_a", WRITER, "سر واحد", "سر اثنان", "سر ثلاثة"))
        index.add(tx, [chat_log.edit(tx, "conv_a", 1, WRITER, "سر معدل")])
        row = {"user_id": WRITER, "conversation_id": "conv_a", "seq": 3}
        tx.execute(index.hidden.insert(), row)

    await database.write(write)
    assert await found(database, "سر", WRITER) == [2, 1]
    assert await found(database, "سر", "usr_joiner") == [3, 2]
    assert await found(database, "سر", "usr_left") == [2], "the edit came after they went"
    assert await found(database, "معدل", "usr_left") == []
    assert await found(database, "سر", "usr_invited") == await found(database, "سر", "usr_stranger") == []


async def test_the_words_that_say_where_a_message_is_are_nobodys_to_find(database: Database, chat_log: ChatLog) -> None:
    """Documents carry the conversation and the writer; a beginning of an id must not list messages."""

    def write(tx: Transaction) -> None:
        chat_log.begin(tx, "conv_a", READER)
        index.add(tx, chat_log.say(tx, "conv_a", WRITER, "سلام"))

    await database.write(write)
    for text in ("conv", "con", "usr", "a", "writer", documents.place_word("conv_a"), "·", "·conv"):
        assert await found(database, text) == [], text


async def test_a_person_of_many_conversations_finds_in_all_of_them(
    database: Database, chat_log: ChatLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the limit the index is asked without their names; the answer is the same."""

    def write(tx: Transaction) -> None:
        for number in range(6):
            chat_log.begin(tx, f"conv_{number}", READER if number % 2 else WRITER)
            index.add(tx, chat_log.say(tx, f"conv_{number}", WRITER, "سلام"))

    await database.write(write)
    named = await found(database, "سلام")
    monkeypatch.setattr(index, "CONVERSATIONS_NAMED_MAX", 2)
    assert await found(database, "سلام") == named == [1, 1, 1]


async def test_a_word_written_more_often_than_an_index_counts_is_the_same_on_both(
    database: Database, chat_log: ChatLog
) -> None:
    """PostgreSQL knows 255 places of a word; the phrase at the 256th is found on neither, the one before on both."""

    def write(tx: Transaction) -> None:
        chat_log.begin(tx, "conv_a", READER)
        index.add(tx, chat_log.say(tx, "conv_a", WRITER, "نعم " * (documents.PLACES_MAX - 1) + "نعم واحد نعم اثنان"))
        index.add(tx, chat_log.say(tx, "conv_a", WRITER, "😀" * 4_096 + "ﷺ" * 4_096))

    await database.write(write)
    assert await found(database, '"نعم واحد"') == [1]
    assert await found(database, '"نعم اثنان"') == []
    assert await found(database, "😀") == await found(database, "عليه") == [2]


def call(user_id: str) -> Call:
    return Call(Caller.user(user_id), "majlis.messaging.v1.MessagesService/SearchMessages")


def request(query: str, **more: object) -> service_pb.SearchMessagesRequest:
    return service_pb.SearchMessagesRequest(query=query, **more)  # type: ignore[arg-type]


async def test_pages_follow_each_other_and_tokens_belong_to_their_list(
    database: Database, clock: ManualClock, chat_log: ChatLog
) -> None:
    """Newest first over all conversations, none twice; a token of another person's or query's list is refused."""

    def write(tx: Transaction) -> None:
        for name in ("conv_a", "conv_b"):
            chat_log.begin(tx, name, READER, "usr_other")
        for number in range(7):
            clock.advance(timedelta(milliseconds=number // 3))
            name = "conv_b" if number % 2 else "conv_a"
            sent = chat_log.send(tx, name, (WRITER, READER)[number % 3 == 0], content("سلام", f"ملف {number}"))
            index.add(tx, sent)

    await database.write(write)
    search, reader = Search(db=database), call(READER)
    whole = (await search.search_messages(request("سلا"), reader)).hits
    seen, token = [], ""
    while True:
        page = await search.search_messages(request("سلا", page_size=3, page_token=token), reader)
        seen += page.hits
        token = page.next_page_token
        if not token:
            break
    assert seen == list(whole)
    order = [(hit.message.created_at_ms, hit.message.conversation_id, hit.message.seq) for hit in whole]
    assert order == sorted(order, reverse=True)
    assert len(order) == 7
    page = await search.search_messages(request("سلا", page_size=3), reader)
    for asked, caller in (
        (request("سل", page_token=page.next_page_token), reader),
        (request("سلا", conversation_id="conv_a", page_token=page.next_page_token), reader),
        (request("سلا", page_token=page.next_page_token), call("usr_other")),
        (request("سلا", page_token="nonsense"), reader),
    ):
        with pytest.raises(PageTokenInvalid):
            await search.search_messages(asked, caller)


async def test_filters_narrow_and_highlights_stand_in_what_was_written(
    database: Database, clock: ManualClock, chat_log: ChatLog
) -> None:
    """From, in and before; the text shown is the one that has the words."""

    def write(tx: Transaction) -> None:
        chat_log.begin(tx, "conv_a", READER)
        chat_log.begin(tx, "conv_b", READER)
        index.add(tx, chat_log.send(tx, "conv_a", WRITER, content("قال: السَّلامُ عليكم", "تقرير.pdf")))
        clock.advance(timedelta(milliseconds=5))
        index.add(tx, chat_log.send(tx, "conv_b", READER, content("صباح", "سلامـــة.pdf")))

    await database.write(write)
    search, reader = Search(db=database), call(READER)

    async def texts(query: str, **more: object) -> list[str]:
        hits = (await search.search_messages(request(query, **more), reader)).hits
        return ["|".join(hit.text[mark.start : mark.end] for mark in hit.highlights) for hit in hits]

    assert await texts("السلام") == ["السَّلامُ"]
    assert await texts("سلا") == ["سلامـــة"]
    assert await texts("pdf") == ["pdf", "pdf"]
    assert await texts("pdf", from_user_id=READER) == ["pdf"]
    assert await texts("سلام", conversation_id="conv_a") == []
    newest = (await search.search_messages(request("pdf"), reader)).hits[0].message.created_at_ms
    assert await texts("pdf قال", before_ms=newest) == ["قال"]
    assert await texts("pdf", before_ms=newest - 5) == []
    assert await texts("!؟") == []
    with pytest.raises(ConversationNotFound):
        await search.search_messages(request("سلام", conversation_id="conv_x"), reader)
