"""An event sees its own writes, loses nobody else's, and writes each key once."""

from __future__ import annotations

import pytest

from core.sandbox.buffer import DocumentConflict, EventBuffer
from majlis.appdata.v1 import appdata_service_pb2 as pb

APP = pb.DOCUMENT_SPACE_APP


def put(key: str, value: str = "1", if_version: int | None = None) -> pb.PutDocumentRequest:
    request = pb.PutDocumentRequest(space=APP, key=key, value_json=value)
    if if_version is not None:
        request.if_version = if_version
    return request


def document(key: str, version: int = 1, value: str = "0") -> pb.Document:
    return pb.Document(key=key, value_json=value, version=version)


def test_a_document_read_and_then_written_is_compared_and_set() -> None:
    """Two people vote at once: the second commit must notice the first."""
    buffer = EventBuffer(now_ms=0)
    buffer.read(APP, {"poll": 7})
    buffer.put(put("poll"))
    assert [write.put_document.if_version for write in buffer.writes()] == [7]


def test_a_document_found_missing_and_then_written_must_still_be_missing_at_commit() -> None:
    """Two people make the poll of the same name: one of them finds it there."""
    buffer = EventBuffer(now_ms=0)
    buffer.read(APP, {"poll": 0})
    buffer.put(put("poll"))
    (write,) = buffer.writes()
    assert write.put_document.HasField("if_version")
    assert write.put_document.if_version == 0


def test_a_blind_write_is_unconditional() -> None:
    """What was never read cannot be lost: the last writer wins, as the app asked."""
    buffer = EventBuffer(now_ms=0)
    buffer.put(put("log"))
    assert not buffer.writes()[0].put_document.HasField("if_version")


def test_an_event_reads_its_own_write_with_the_version_it_will_have() -> None:
    buffer = EventBuffer(now_ms=5)
    buffer.read(APP, {"poll": 3})
    buffer.put(put("poll", '"new"'))
    held, seen = buffer.overlay((APP, "poll"))
    assert held
    assert seen == pb.Document(key="poll", value_json='"new"', version=4, updated_at_ms=5)


def test_a_removed_document_is_gone_for_the_rest_of_the_event() -> None:
    buffer = EventBuffer(now_ms=0)
    buffer.read(APP, {"poll": 3})
    buffer.delete(pb.DeleteDocumentRequest(space=APP, key="poll"))
    assert buffer.overlay((APP, "poll")) == (True, None)


def test_a_key_written_twice_is_one_write_that_keeps_the_first_condition() -> None:
    """The database sees one change from the version that was read to the last value."""
    buffer = EventBuffer(now_ms=0)
    buffer.read(APP, {"poll": 3})
    buffer.put(put("poll", "1"))
    buffer.put(put("poll", "2", if_version=4))
    (write,) = buffer.writes()
    assert (write.put_document.value_json, write.put_document.if_version) == ("2", 3)


def test_a_version_that_cannot_be_right_is_refused_at_once() -> None:
    buffer = EventBuffer(now_ms=0)
    buffer.read(APP, {"poll": 3})
    with pytest.raises(DocumentConflict):
        buffer.put(put("poll", if_version=2))


def test_the_first_version_read_counts_so_a_change_in_mid_event_is_noticed() -> None:
    buffer = EventBuffer(now_ms=0)
    buffer.read(APP, {"poll": 3})
    buffer.read(APP, {"poll": 4})
    buffer.put(put("poll"))
    assert buffer.writes()[0].put_document.if_version == 3


def test_a_query_page_shows_the_events_writes_in_their_place() -> None:
    buffer = EventBuffer(now_ms=0)
    buffer.put(put("p/b", '"b"'))
    buffer.put(put("p/z", '"z"'))
    buffer.put(put("q/a", '"other"'))
    buffer.delete(pb.DeleteDocumentRequest(space=APP, key="p/c"))
    request = pb.QueryDocumentsRequest(space=APP, prefix="p/")
    first = pb.QueryDocumentsResponse(documents=[document("p/a"), document("p/c")], next_page_token="t")
    assert [one.key for one in buffer.merge_page(request, first)] == ["p/a", "p/b"]
    request.page_token = "t"
    last = pb.QueryDocumentsResponse(documents=[document("p/d")])
    assert [one.key for one in buffer.merge_page(request, last)] == ["p/d", "p/z"]


def test_versions_the_event_made_itself_are_nothing_the_database_must_hold() -> None:
    """Written blindly, read back, written again with the version read: the stored version is none of its business."""
    buffer = EventBuffer(now_ms=0)
    buffer.put(put("log"))
    _, mine = buffer.overlay((APP, "log"))
    assert mine is not None
    buffer.put(put("log", "2", if_version=mine.version))
    buffer.delete(pb.DeleteDocumentRequest(space=APP, key="draft"))
    buffer.put(put("draft", if_version=0))
    assert not any(write.put_document.HasField("if_version") for write in buffer.writes())
