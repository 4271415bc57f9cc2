"""What each request of people and apps was answered, kept for ever: the same request_id never moves money twice.

A refusal is kept as an answer is: the sheet that got it makes a new request_id. What was refused before the act (a
wrong PIN, a lock, a password asked for) is not kept, so that the same request may come again with the right one.
"""

from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message

from core.kit.db import Transaction
from core.kit.errors import DomainError, RequestIdReused, reasons
from core.kit.rpc import Call
from majlis.common.v1 import options_pb2
from wallet import answered_store


class Key(NamedTuple):
    """Whose request, and which."""

    caller: str
    method: str
    request_id: str


def key_of(call: Call, request_id: str) -> Key:
    """A mini-app's requests are its own for each of its people."""
    caller = call.caller
    return Key(f"{caller.app_id}/{caller.user_id or caller.service}", call.method, request_id)


def digest_of(request: Message) -> bytes:
    """What makes two requests the same: their bytes without secrets, which may be typed again otherwise."""
    plain = type(request)()
    plain.CopyFrom(request)
    _forget_secrets(plain)
    return hashlib.sha256(plain.SerializeToString(deterministic=True)).digest()


def _forget_secrets(message: Message) -> None:
    for field, value in message.ListFields():
        if field.GetOptions().Extensions[options_pb2.secret]:
            message.ClearField(field.name)
        elif field.type == FieldDescriptor.TYPE_MESSAGE and not field.is_repeated:
            _forget_secrets(value)


def first_answer(tx: Transaction, key: Key, digest: bytes) -> bytes | None:
    """The answer given before; raises the refusal given before. REQUEST_ID_REUSED where the body was another."""
    kept = answered_store.find(tx, key)
    if kept is None:
        return None
    if bytes(kept.request_sha256) != digest:
        raise RequestIdReused("this request_id was used with another body", request_id=key.request_id)
    if kept.reason:
        raise reasons()[kept.reason](kept.message, **json.loads(kept.facts_json))
    return bytes(kept.answer)


def keep(tx: Transaction, key: Key, digest: bytes, answer: bytes, *, now_ms: int) -> None:
    """Answer the request so from now on."""
    answered_store.add(tx, key, digest, answer=answer, reason="", message="", facts_json="{}", now_ms=now_ms)


def keep_refusal(tx: Transaction, key: Key, digest: bytes, error: DomainError, *, now_ms: int) -> None:
    """Refuse the request so from now on."""
    facts = json.dumps(error.metadata(), ensure_ascii=False)
    answered_store.add(
        tx, key, digest, answer=b"", reason=error.reason, message=error.message, facts_json=facts, now_ms=now_ms
    )
