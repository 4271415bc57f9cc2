"""Requests as JSON: the short way most of them take reads what protobuf's own reader reads, and refuses the same."""

from __future__ import annotations

from typing import Any

from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st

from core.gateway import codec
from core.kit.errors import InvalidArgument
from majlis.messaging.v1 import messages_service_pb2 as pb

_names = st.sampled_from(
    ["request_id", "requestId", "conversation_id", "content", "text", "reply_to_seq", "location", "name", "image",
     "media_id", "mention_user_ids", "forwarded", "latitude_e7", "nobody"]
)  # fmt: skip
_plain = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 2**64), st.text(max_size=3), st.just("\ud800"), st.just("7")
)
_values = st.recursive(
    _plain, lambda inner: st.dictionaries(_names, inner, max_size=4) | st.lists(inner, max_size=2), max_leaves=6
)
_requests = st.dictionaries(_names, _values, max_size=4)


def _by_protobuf(value: dict[str, Any]) -> pb.SendMessageRequest | None:
    try:
        return json_format.ParseDict(value, pb.SendMessageRequest())
    except (json_format.ParseError, ValueError, TypeError, AttributeError):
        return None


@given(_requests)
def test_a_request_is_read_as_protobuf_reads_it(value: dict[str, Any]) -> None:
    """A reader of our own that took more, or other, than the published JSON mapping would be a second contract."""
    try:
        read = codec.from_json(value, pb.SendMessageRequest)
    except InvalidArgument:
        assert _by_protobuf(value) is None
        return
    expected = _by_protobuf(value)
    assert read == expected
    assert expected is not None
    assert read.SerializeToString(deterministic=True) == expected.SerializeToString(deterministic=True)


def test_an_empty_message_in_a_request_is_there() -> None:
    """Whether a member was said is part of what was said."""
    assert codec.from_json({"content": {}}, pb.SendMessageRequest).HasField("content")
