"""What is followed in chat as frames: the text of an update is made once and shared by all sockets that get it.

Protobuf JSON with the proto's own names, by hand where every message passes: json_format costs ten times as much. A
test holds the two equal. What many get is one object in this process, so its text is remembered by its identity.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from core.gateway import codec, frames
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

REMEMBERED_MAX = 512
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_quoted = json.encoder.encode_basestring  # What the encoder itself uses: C, without the encoder around it.
_KINDS: dict[int, str] = {number: name for name, number in pb.UpdateKind.items()}


class ChatTexts:
    """Frames of FollowResponses; one per process."""

    def __init__(self) -> None:
        # The response is kept with its text: an identity means something only while its object lives.
        self._made: OrderedDict[int, tuple[service_pb.FollowResponse, str]] = OrderedDict()

    def frame(self, response: service_pb.FollowResponse) -> str:
        """The frame that brings it."""
        known = self._made.get(id(response))
        if known is not None and known[0] is response:
            return known[1]
        what = response.WhichOneof("what")
        write = _WRITERS.get(what or "", _other)
        text = frames.chat(f'{{"{what}":{write(getattr(response, what))}}}' if what else "{}")
        if _many_get(response, what):
            self._made[id(response)] = response, text
            if len(self._made) > REMEMBERED_MAX:
                self._made.popitem(last=False)
        return text


def _many_get(response: service_pb.FollowResponse, what: str | None) -> bool:
    """What is read for one follower, as a page of updates, is not worth remembering: 512 of those are half a GB."""
    return what not in ("synced", "personal") and (what != "updates" or len(response.updates.updates) == 1)


def response_json(response: Message) -> str:
    """An rpc's answer as JSON."""
    if isinstance(response, service_pb.SendMessageResponse):
        return f'{{"update":{_update(response.update)}}}' if response.HasField("update") else "{}"
    return codec.render(response, codec.JSON).decode()


def _other(message: Message) -> str:
    return _dumps(json_format.MessageToDict(message, preserving_proto_field_name=True))


# An object is its members, each with a comma behind it and empty where it is not set, between braces.


def _update(update: pb.Update) -> str:
    return _object(
        _text("conversation_id", update.conversation_id), _long("seq", update.seq), _kind(update.kind),
        _text("sender_id", update.sender_id), _long("target_seq", update.target_seq),
        _long("created_at_ms", update.created_at_ms), _text("body_json", update.body_json),
        _text("salt", update.salt), _text("commitment", update.commitment), _text("request_id", update.request_id),
    )  # fmt: skip


def _batch(batch: service_pb.UpdateBatch) -> str:
    return _object(
        _text("conversation_id", batch.conversation_id), _all("updates", batch.updates, _update),
        _long("from_seq", batch.from_seq), _long("to_seq", batch.to_seq), _text("before_hash", batch.before_hash),
        _text("to_hash", batch.to_hash), _long("head_seq", batch.head_seq),
    )  # fmt: skip


def _synced(synced: service_pb.SyncResponse) -> str:
    return _object(
        _all("conversations", synced.conversations, _other), _all("updates", synced.updates, _batch),
        _all("personal", synced.personal, _other), _long("personal_pos", synced.personal_pos),
        '"more":true,' if synced.more else "",
        f'"my_marks":{_other(synced.my_marks)},' if synced.HasField("my_marks") else "",
        _long("now_ms", synced.now_ms),
    )  # fmt: skip


def _object(*members: str) -> str:
    return f"{{{''.join(members)[:-1]}}}"


def _text(name: str, text: str) -> str:
    return f'"{name}":{_quoted(text)},' if text else ""


def _long(name: str, number: int) -> str:
    """64-bit numbers are texts, as in all protobuf JSON."""
    return f'"{name}":"{number}",' if number else ""


def _kind(kind: int) -> str:
    """By its name; a newer version's by its number."""
    if not kind:
        return ""
    return f'"kind":"{_KINDS[kind]}",' if kind in _KINDS else f'"kind":{kind},'


def _all(name: str, messages: Iterable[Any], write: Callable[[Any], str]) -> str:
    texts = [write(each) for each in messages]
    return f'"{name}":[{",".join(texts)}],' if texts else ""


_WRITERS: dict[str, Callable[[Any], str]] = {"updates": _batch, "synced": _synced}
