"""One filter for everybody: mini-apps name people by pairwise subjects, the host by user ids.

Fields marked user_ref = USER_REF_PERSON are mapped on the way in and back on the way out, for mini-app callers only;
USER_REF_HOST_ONLY never reaches a mini-app.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Protocol

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from core.kit.caller import Caller
from core.kit.errors import InvalidArgument
from majlis.common.v1 import options_pb2


class SubjectMapper(Protocol):
    """Knows the pairwise subjects of an app; identity implements it, other processes ask identity by rpc."""

    async def subjects(self, app_id: str, user_ids: set[str]) -> dict[str, str]: ...

    async def user_ids(self, app_id: str, subjects: set[str]) -> dict[str, str]: ...


async def to_users(request: Message, caller: Caller, mapper: SubjectMapper | None) -> Message:
    """The request with the app's subjects replaced by user ids. INVALID_ARGUMENT for a subject the app never met."""
    if not has_references(request.DESCRIPTOR):
        return request
    copy = _copy(request)
    found = {value for holder, field in _references(copy) for value in _values(holder, field)}
    known = await _need(mapper).user_ids(caller.app_id, found) if found else {}
    for holder, field in _references(copy):
        for value in _values(holder, field):
            if value not in known:
                raise InvalidArgument("no such person", field=field.name, why="is not a subject of this app")
        _replace(holder, field, known)
    return copy


async def to_subjects(response: Message, caller: Caller, mapper: SubjectMapper | None) -> Message:
    """The response with user ids replaced by the app's subjects, and host-only references emptied."""
    if not has_references(response.DESCRIPTOR):
        return response
    copy = _copy(response)
    found = {value for holder, field in _references(copy) for value in _values(holder, field)}
    known = await _need(mapper).subjects(caller.app_id, found) if found else {}
    for holder, field in _references(copy):
        _replace(holder, field, known)
    return copy


@cache
def has_references(descriptor: Descriptor) -> bool:
    """True where the message or one inside it holds a marked field."""
    return _search(descriptor, set())


def _search(descriptor: Descriptor, seen: set[str]) -> bool:
    if descriptor.full_name in seen:
        return False
    seen.add(descriptor.full_name)
    return any(
        _kind(field) or (field.message_type is not None and _search(field.message_type, seen))
        for field in descriptor.fields
    )


def _kind(field: FieldDescriptor) -> int:
    return int(field.GetOptions().Extensions[options_pb2.user_ref])


def _references(message: Message) -> Iterator[tuple[Message, FieldDescriptor]]:
    for field, value in message.ListFields():
        if _kind(field):
            yield message, field
        elif field.message_type is not None and has_references(field.message_type):
            inner: Any = value
            if not field.is_repeated:
                inner = [value]
            elif field.message_type.GetOptions().map_entry:
                inner = list(inner.values())
            for each in inner:
                yield from _references(each)


def _values(holder: Message, field: FieldDescriptor) -> list[str]:
    if _kind(field) != options_pb2.USER_REF_PERSON:
        return []
    value: Any = getattr(holder, field.name)
    return [each for each in (value if field.is_repeated else [value]) if each]


def _replace(holder: Message, field: FieldDescriptor, known: dict[str, str]) -> None:
    values = [known[value] for value in _values(holder, field) if value in known]
    holder.ClearField(field.name)
    if field.is_repeated:
        getattr(holder, field.name).extend(values)
    elif values:
        setattr(holder, field.name, values[0])


def _copy(message: Message) -> Message:
    copy = type(message)()
    copy.CopyFrom(message)
    return copy


def _need(mapper: SubjectMapper | None) -> SubjectMapper:
    if mapper is None:
        raise RuntimeError("this process serves mini-apps without a SubjectMapper")
    return mapper
