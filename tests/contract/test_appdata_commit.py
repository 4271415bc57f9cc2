"""An event is one transaction: all of it is committed once, or none of it, on both databases."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from core.appdata import session_store
from core.appdata.documents import Quotas
from core.appdata.errors import (
    DataQuotaExceeded,
    DocumentConflict,
    DocumentNotFound,
    EventNotFound,
    RevisionConflict,
    SessionNotFound,
    StateTooLarge,
)
from core.appdata.sessions import EVENT_TABLES_MAX
from core.kit.errors import InvalidArgument, NoUser, RequestIdReused
from majlis.appdata.v1 import appdata_service_pb2 as pb
from tests.support.appdata import APP, OMAR, POLLS, SANDBOX, USER, Appdata, publish_write, put_write

SHA, OTHER_SHA = b"\x01" * 32, b"\x02" * 32


@pytest.fixture
def appdata(database):
    return Appdata(database)


async def event_of(appdata: Appdata, event_id: str) -> pb.EventRecord:
    return (await appdata.client.get_event(pb.GetEventRequest(event_id=event_id), caller=SANDBOX)).record


async def test_a_commit_writes_everything_the_event_did(appdata):
    session = await appdata.open()
    answer = await appdata.commit(
        session, 0, put_write("vote", 2), put_write("total", {"tea": 1}, space=APP),
        pb.Write(set_timer=appdata.timer("close")), publish_write("total", 1),
        pb.Write(refresh_topic=pb.RefreshTopicRequest(topic="poll")),
        event_id="e1", request_sha256=SHA, state_json='{"n":1}', path="/poll", query_json='{"id":"p1"}',
        table_json='{"s":{}}', answer_json='{"patch":1}',
    )  # fmt: skip
    record = pb.EventRecord(event_id="e1", request_sha256=SHA, revision=1, answer_json='{"patch":1}')
    assert answer == pb.CommitResponse(record=record)
    assert await event_of(appdata, "e1") == record
    after = await appdata.session(session.session_id)
    assert (after.revision, after.state_json, after.path, after.query_json) == (1, '{"n":1}', "/poll", '{"id":"p1"}')
    assert [table.table_json for table in after.actions] == ['{"s":{}}']
    assert (await appdata.get("vote")).value_json == "2"
    assert (await appdata.get("total", space=APP)).version == 1
    assert [timer.name for timer in (await appdata.lease()).timers] == ["close"]
    changes = await appdata.topics(2)
    assert [(change.topic, change.value_json, change.refresh) for change in changes] == [
        ("total", "1", False), ("poll", "", True)
    ]  # fmt: skip


async def test_a_commit_that_fails_half_way_leaves_nothing(appdata):
    """The last write is refused; the ones before it, of every kind, must not be there."""
    session = await appdata.open()
    await appdata.put("taken", 1)
    writes = [
        put_write("vote", 2),
        pb.Write(delete_document=pb.DeleteDocumentRequest(space=USER, key="taken")),
        put_write("shared", 1, space=APP),
        pb.Write(set_timer=appdata.timer("close")),
        publish_write("total", 1),
        put_write("again", 1, if_version=7),
    ]
    with pytest.raises(DocumentConflict) as caught:
        await appdata.commit(session, 0, *writes, event_id="e1", request_sha256=SHA, state_json="1", table_json="{}")
    assert caught.value.facts["key"] == "again"
    assert await appdata.query() == (["taken"], "")
    assert await appdata.query(space=APP) == ([], "")
    assert not (await appdata.lease()).timers
    assert await appdata.session(session.session_id) == session
    with pytest.raises(EventNotFound):
        await event_of(appdata, "e1")
    # And the numbers of topics have no hole.
    await appdata.commit(session, 0, publish_write("total", 5))
    assert [change.number for change in await appdata.topics(1)] == [1]


async def test_a_crash_after_the_last_write_leaves_nothing(appdata, monkeypatch):
    """The process may die at any line before the commit; here it does at the very last."""
    session = await appdata.open()

    def crash(*args, **kwargs):
        raise MemoryError

    monkeypatch.setattr(appdata.service._events, "add", crash)
    with pytest.raises(Exception, match="our side"):
        await appdata.commit(session, 0, put_write("vote", 2), publish_write("t", 1), event_id="e1", state_json="1")
    assert await appdata.query() == ([], "")
    assert await appdata.session(session.session_id) == session
    assert await appdata.database.read(appdata.service._topics.last_number) == 0


async def test_an_event_that_comes_again_is_answered_and_not_done_again(appdata):
    """The answer was lost in a tunnel; by now the session may be anywhere, even closed."""
    session = await appdata.open()
    send = {"event_id": "e1", "request_sha256": SHA, "answer_json": '"first"'}
    first = await appdata.commit(session, 0, put_write("n", 1), **send)
    await appdata.commit(session, 1, put_write("n", 2))
    await appdata.client.close_session(pb.CloseSessionRequest(session_id=session.session_id), caller=SANDBOX)
    again = await appdata.commit(session, 0, put_write("n", 1), **send)
    assert again.repeated_event
    assert again.record == first.record
    assert (await appdata.get("n")).value_json == "2"
    assert (await appdata.session(session.session_id)).revision == 2


async def test_an_event_id_used_for_another_request_is_refused(appdata):
    session = await appdata.open()
    await appdata.commit(session, 0, event_id="e1", request_sha256=SHA)
    with pytest.raises(RequestIdReused):
        await appdata.commit(session, 1, event_id="e1", request_sha256=OTHER_SHA)


async def test_a_commit_without_an_event_id_leaves_no_record(appdata):
    """A screen drawn again has no outside request to be answered twice."""
    session = await appdata.open()
    assert (await appdata.commit(session, 0)).record.revision == 1
    assert (await appdata.commit(session, 1)).record.revision == 2


async def test_of_events_from_one_revision_exactly_one_is_committed(appdata):
    session = await appdata.open()

    async def tap(number: int) -> bool:
        try:
            await appdata.commit(session, 0, put_write(f"k{number}", 1), event_id=f"e{number}", request_sha256=SHA)
        except RevisionConflict as conflict:
            met.append(conflict.metadata())
            return False
        return True

    met: list[dict[str, str]] = []
    assert sum(await asyncio.gather(*(tap(number) for number in range(20)))) == 1
    assert met == [{"session_id": session.session_id, "revision": "1", "base_revision": "0"}] * 19
    assert len((await appdata.query())[0]) == 1


async def test_the_same_event_twenty_times_at_once_is_committed_once(appdata):
    session = await appdata.open()
    sends = (
        appdata.commit(session, 0, put_write("n", 1), event_id="e1", request_sha256=SHA, answer_json='"a"')
        for _ in range(20)
    )
    answers = await asyncio.gather(*sends)
    assert sum(not answer.repeated_event for answer in answers) == 1
    assert {answer.record.answer_json for answer in answers} == {'"a"'}
    assert (await appdata.get("n")).version == 1


async def test_events_of_many_sessions_at_once_all_commit_and_number_their_topics_densely(appdata):
    """Hot spots (one counter, one shared document) slow neighbours down, they do not fail them."""
    sessions = [await appdata.open(f"usr_{number}") for number in range(30)]
    await asyncio.gather(
        *(appdata.commit(each, 0, put_write("last", 1, space=APP), publish_write("t", 1)) for each in sessions)
    )
    assert (await appdata.get("last", space=APP)).version == 30
    assert [change.number for change in await appdata.topics(30)] == list(range(1, 31))


async def test_a_commit_writes_as_its_sessions_user_and_app(appdata):
    session = await appdata.open("usr_omar")
    await appdata.commit(session, 0, put_write("k", 1))
    assert (await appdata.get("k", caller=OMAR)).version == 1
    with pytest.raises(DocumentNotFound):
        await appdata.get("k")


async def test_the_apps_own_session_has_no_user_documents(appdata):
    own = await appdata.open("")
    with pytest.raises(NoUser):
        await appdata.commit(own, 0, put_write("k", 1))
    await appdata.commit(own, 0, put_write("k", 1, space=APP))


async def test_writes_are_made_in_order_and_see_each_other(appdata):
    session = await appdata.open()
    await appdata.commit(
        session, 0, put_write("a", 1, if_version=0), put_write("a", 2, if_version=1),
        pb.Write(delete_document=pb.DeleteDocumentRequest(space=USER, key="a", if_version=2)),
        put_write("a", 3, if_version=0),
    )  # fmt: skip
    document = await appdata.get("a")
    assert (document.version, document.value_json) == (1, "3")


async def test_a_quota_refuses_the_whole_event(database):
    appdata = Appdata(database, quotas=Quotas(user_bytes_max=10))
    session = await appdata.open()
    with pytest.raises(DataQuotaExceeded):
        await appdata.commit(session, 0, put_write("a", 1), put_write("b", '"12345678901234567890"'))
    assert await appdata.query() == ([], "")
    # Making room first, in the same event, is enough.
    await appdata.put("old", '"12345"')
    delete = pb.Write(delete_document=pb.DeleteDocumentRequest(space=USER, key="old"))
    await appdata.commit(session, 0, delete, put_write("new", '"12345"'))


async def test_state_has_at_most_64_kib(appdata):
    session = await appdata.open()
    with pytest.raises(StateTooLarge):
        await appdata.commit(session, 0, state_json=json.dumps("ب" * 32_768, ensure_ascii=False))
    await appdata.commit(session, 0, state_json=json.dumps("a" * 65_534))


async def test_an_unsound_write_refuses_the_whole_event(appdata):
    session = await appdata.open()
    for write in (pb.Write(), put_write("k", "NaN"), put_write("k", ""), put_write("", 1)):
        with pytest.raises(InvalidArgument):
            await appdata.commit(session, 0, put_write("a", 1), write)
    assert await appdata.query() == ([], "")


async def test_a_session_that_does_not_exist_is_a_typed_refusal(appdata):
    missing = pb.Session(session_id="ses_missing")
    with pytest.raises(SessionNotFound):
        await appdata.commit(missing, 0)
    with pytest.raises(SessionNotFound):
        await appdata.session("ses_missing")


async def test_a_closed_session_still_takes_what_the_app_does_for_it(appdata):
    """A payment answered after the app was closed is handled in the session that asked for it."""
    session = await appdata.open()
    await appdata.client.close_session(pb.CloseSessionRequest(session_id=session.session_id), caller=SANDBOX)
    await appdata.commit(session, 0, put_write("paid", "true"))
    after = await appdata.session(session.session_id)
    assert after.closed_at_ms > 0
    assert after.revision == 1


async def test_the_event_tables_of_the_last_eight_screens_are_kept(appdata):
    """A tap is resolved from the screen the user saw; events without a screen do not push it out."""
    session = await appdata.open()
    for revision in range(10):
        await appdata.commit(session, revision, table_json=f'"{revision + 1}"', path=f"/{revision + 1}")
    for revision in range(10, 20):
        await appdata.commit(session, revision)
    actions = (await appdata.session(session.session_id)).actions
    assert [(each.revision, each.table_json, each.path) for each in actions] == [
        (revision, f'"{revision}"', f"/{revision}") for revision in range(3, 11)
    ]


async def test_the_apps_own_session_is_made_once(appdata):
    """Twenty timers of a new app fire at once on two nodes."""
    made = await asyncio.gather(*(appdata.open("") for _ in range(20)))
    assert len({session.session_id for session in made}) == 1
    other = await appdata.open("", app_id="app_taxi")
    assert other.session_id != made[0].session_id
    first, second = await appdata.open(), await appdata.open()
    assert first.session_id != second.session_id


async def test_the_apps_own_session_keeps_its_state_and_follows_the_released_version(appdata):
    own = await appdata.open("")
    await appdata.commit(own, 0, state_json='{"n":1}')
    await appdata.client.close_session(pb.CloseSessionRequest(session_id=own.session_id), caller=SANDBOX)
    again = await appdata.open("", version="ver_2")
    assert (again.session_id, again.version_id, again.revision) == (own.session_id, "ver_2", 1)
    assert again.state_json == '{"n":1}'
    assert again.closed_at_ms == 0


async def test_closing_is_repeatable_and_keeps_the_first_time(appdata):
    session = await appdata.open()
    request = pb.CloseSessionRequest(session_id=session.session_id)
    await appdata.client.close_session(request, caller=SANDBOX)
    closed_at_ms = (await appdata.session(session.session_id)).closed_at_ms
    appdata.clock.advance(timedelta(seconds=5))
    await appdata.client.close_session(request, caller=SANDBOX)
    assert (await appdata.session(session.session_id)).closed_at_ms == closed_at_ms
    await appdata.client.close_session(pb.CloseSessionRequest(session_id="ses_missing"), caller=SANDBOX)


async def test_event_records_are_kept_thirty_days(appdata):
    session = await appdata.open()
    await appdata.commit(session, 0, event_id="e1", request_sha256=SHA)
    await appdata.client.close_session(pb.CloseSessionRequest(session_id=session.session_id), caller=SANDBOX)
    appdata.clock.advance(timedelta(days=30))
    assert await appdata.service.forget_old() == 0
    appdata.clock.advance(timedelta(milliseconds=1))
    assert await appdata.service.forget_old() == 1
    with pytest.raises(EventNotFound):
        await event_of(appdata, "e1")


async def test_a_tap_that_could_still_come_again_keeps_its_record(appdata):
    """A page left open for a month resends its tap: the wallet would charge nothing, and the app believe it did."""
    session = await appdata.open()
    for base in range(EVENT_TABLES_MAX):
        await appdata.commit(session, base, event_id=f"e{base}", request_sha256=SHA, table_json="{}")
    appdata.clock.advance(timedelta(days=31))
    assert await appdata.service.forget_old() == 1, "the screen of the first is not understood any more"
    with pytest.raises(EventNotFound):
        await event_of(appdata, "e0")
    stored = await appdata.session(session.session_id)
    understood = {each.revision for each in stored.actions}
    for base in range(1, EVENT_TABLES_MAX):
        assert base in understood
        assert (await event_of(appdata, f"e{base}")).revision == base + 1
    await appdata.client.close_session(pb.CloseSessionRequest(session_id=session.session_id), caller=SANDBOX)
    assert await appdata.service.forget_old() == EVENT_TABLES_MAX - 1


async def test_records_that_stay_do_not_keep_the_others(appdata, monkeypatch):
    """It looks through all of them, some at a time, and begins again the next day."""
    monkeypatch.setattr(session_store, "FORGET_MAX", 2)
    stays, goes = await appdata.open(), await appdata.open(user_id="usr_omar")
    for number in range(5):
        await appdata.commit(stays, number, event_id=f"stays-{number}", request_sha256=SHA)
    for number in range(3):
        await appdata.commit(goes, number, event_id=f"goes-{number}", request_sha256=SHA)
    await appdata.client.close_session(pb.CloseSessionRequest(session_id=goes.session_id), caller=SANDBOX)
    appdata.clock.advance(timedelta(days=31))
    for _ in range(2):
        while await appdata.service.forget_old():
            pass
        for number in range(3):
            with pytest.raises(EventNotFound):
                await event_of(appdata, f"goes-{number}")
        assert (await event_of(appdata, "stays-4")).revision == 5


async def test_only_services_commit(appdata):
    """A mini-app must not be able to write a session's state past the sandbox."""
    session = await appdata.open()
    with pytest.raises(Exception, match="may not call"):
        await appdata.client.commit(pb.CommitRequest(session_id=session.session_id), caller=POLLS)
