"""Whether many messages of one type keep their rules, told a field at a time: a tenth of what one by one costs.

Only a yes counts. On a no, or for types with fields this does not know, `core.kit.validate` looks at each message and
names the first field that breaks its rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from majlis.common.v1 import options_pb2

NUMBERS = {
    FieldDescriptor.CPPTYPE_INT32, FieldDescriptor.CPPTYPE_INT64,
    FieldDescriptor.CPPTYPE_UINT32, FieldDescriptor.CPPTYPE_UINT64,
}  # fmt: skip
_Column = Callable[[Sequence[Any]], bool]


def fit(descriptor: Descriptor, messages: Sequence[Message]) -> bool:
    """True when every field of every message keeps its rule; False when that has to be looked at."""
    columns = _columns(descriptor)
    return columns is not None and all(fits(messages) for fits in columns)


@cache
def _columns(descriptor: Descriptor) -> tuple[_Column, ...] | None:
    plain = all(not field.is_repeated and (field.message_type or not field.has_presence) for field in descriptor.fields)
    return tuple(map(_column, descriptor.fields)) if plain else None


def _column(field: FieldDescriptor) -> _Column:
    rule = field.GetOptions().Extensions[options_pb2.rule]
    read = attrgetter(field.name)
    if field.message_type is not None:
        return _messages(field, field.message_type, rule.required)
    value_fits = _values(field, rule)

    def fits(messages: Sequence[Message]) -> bool:
        values = list(map(read, messages))
        if rule_required and not all(values):
            return False
        return value_fits(values)

    rule_required = rule.required
    return fits


def _messages(field: FieldDescriptor, inner: Descriptor, required: bool) -> _Column:
    name, read = field.name, attrgetter(field.name)

    def fits(messages: Sequence[Message]) -> bool:
        present = [read(message) for message in messages if message.HasField(name)]
        return not (required and len(present) < len(messages)) and fit(inner, present)

    return fits


def _values(field: FieldDescriptor, rule: options_pb2.FieldRule) -> _Column:
    if field.enum_type is not None:
        known = set(field.enum_type.values_by_number)
        return lambda values: known.issuperset(values)
    if field.cpp_type in NUMBERS and field.GetOptions().HasExtension(options_pb2.rule):
        least, most = rule.min, rule.max
        return lambda values: not values or (min(values) >= least and (not most or max(values) <= most))
    if field.type == FieldDescriptor.TYPE_BYTES and rule.bytes_max:
        longest = rule.bytes_max
        return lambda values: max(map(len, values), default=0) <= longest
    if field.type == FieldDescriptor.TYPE_STRING:
        return _texts(rule)
    return lambda values: True


def _texts(rule: options_pb2.FieldRule) -> _Column:
    match = re.compile(rule.pattern).fullmatch if rule.pattern else None
    shortest, longest = rule.chars_min, rule.chars_max

    def fits(values: Sequence[str]) -> bool:
        there = list(filter(None, values))
        if not there:
            return True
        if longest and len(max(there, key=len)) > longest:
            return False
        if shortest and len(min(there, key=len)) < shortest:
            return False
        return "\x00" not in "".join(there) and (match is None or all(map(match, there)))

    return fits
