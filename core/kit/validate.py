"""Requests are checked against the rules in their descriptors, before any handler runs.

A plan per message type is compiled once: checking a typical request then costs a few microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from core.kit import columns
from core.kit.columns import NUMBERS
from core.kit.errors import InvalidArgument
from majlis.common.v1 import options_pb2

# The check of one field: given the message and the path to it, raises or returns.
_Check = Callable[[Message, str], None]
MANY = 8  # From so many messages on, all at once is cheaper than one by one.


def check(message: Message) -> None:
    """Raise InvalidArgument naming the first field (by its path) that breaks its rule."""
    _check_at(message, "")


def _check_at(message: Message, path: str) -> None:
    given = {field.number for field, _ in message.ListFields()}
    for number, always, run in _plan(message.DESCRIPTOR):
        if always or number in given:
            run(message, path)


def _refuse(path: str, why: str) -> InvalidArgument:
    return InvalidArgument(f"{path}: {why}", field=path, why=why)


@cache
def _plan(descriptor: Descriptor) -> tuple[tuple[int, bool, _Check], ...]:
    """In the fields' order: number, whether a field that is not given may break its rule, check."""
    planned = []
    for field in descriptor.fields:
        rule = field.GetOptions().Extensions[options_pb2.rule]
        refuses_zero = field.cpp_type in NUMBERS and (rule.min > 0 or rule.max < 0)
        planned.append((field.number, rule.required or refuses_zero, _check_of(field, rule)))
    return tuple(planned)


def _check_of(field: FieldDescriptor, rule: options_pb2.FieldRule) -> _Check:
    if field.message_type is not None and field.message_type.GetOptions().map_entry:
        return _map_check(field, rule)
    if field.is_repeated:
        return _repeated_check(field, rule)
    if field.message_type is not None:
        return _message_check(field, rule)
    return _scalar_check(field, rule)


def _scalar_check(field: FieldDescriptor, rule: options_pb2.FieldRule) -> _Check:
    name, has_presence = field.name, field.has_presence
    value_check = _value_check(field, rule)

    def run(message: Message, path: str) -> None:
        value = getattr(message, name)
        if (has_presence and not message.HasField(name)) or (not value and not has_presence):
            if rule.required:
                raise _refuse(path + name, "is required")
            if has_presence or field.cpp_type not in NUMBERS:
                return
        if rule.required and value in ("", b""):
            raise _refuse(path + name, "is required")
        value_check(value, path + name)

    return run


def _message_check(field: FieldDescriptor, rule: options_pb2.FieldRule) -> _Check:
    name = field.name

    def run(message: Message, path: str) -> None:
        if not message.HasField(name):
            if rule.required:
                raise _refuse(path + name, "is required")
            return
        _check_at(getattr(message, name), f"{path}{name}.")

    return run


def _repeated_check(field: FieldDescriptor, rule: options_pb2.FieldRule) -> _Check:
    name, inner = field.name, field.message_type
    value_check = _value_check(field, rule)

    def run(message: Message, path: str) -> None:
        values: Any = getattr(message, name)
        if rule.required and not values:
            raise _refuse(path + name, "is required")
        if rule.items_max and len(values) > rule.items_max:
            raise _refuse(path + name, f"has more than {rule.items_max} entries")
        if inner is not None and len(values) >= MANY and columns.fit(inner, list(values)):
            return
        for index, value in enumerate(values):
            if inner is None:
                value_check(value, f"{path}{name}[{index}]")
                continue
            _check_at(value, f"{path}{name}[{index}].")

    return run


def _map_check(field: FieldDescriptor, rule: options_pb2.FieldRule) -> _Check:
    """The rule's limits hold for the keys and, where they are plain, for the values too."""
    name, entry = field.name, field.message_type
    assert entry is not None
    value_type = entry.fields_by_name["value"].message_type
    check_key, check_value = (_value_check(entry.fields_by_name[part], rule) for part in ("key", "value"))

    def run(message: Message, path: str) -> None:
        values: Any = getattr(message, name)
        if rule.required and not values:
            raise _refuse(path + name, "is required")
        if rule.items_max and len(values) > rule.items_max:
            raise _refuse(path + name, f"has more than {rule.items_max} entries")
        for key in sorted(values):
            at = f"{path}{name}[{key}]"
            check_key(key, at)
            if value_type is None:
                check_value(values[key], at)
                continue
            _check_at(values[key], f"{at}.")

    return run


def _value_check(field: FieldDescriptor, rule: options_pb2.FieldRule) -> Callable[[Any, str], None]:
    """The check of one present value, by the field's type."""
    if field.cpp_type == FieldDescriptor.CPPTYPE_ENUM:
        assert field.enum_type is not None
        return _enum_check(set(field.enum_type.values_by_number))
    if field.cpp_type in NUMBERS and field.GetOptions().HasExtension(options_pb2.rule):
        return _number_check(rule.min, rule.max)
    if field.type == FieldDescriptor.TYPE_BYTES and rule.bytes_max:
        return _size_check(rule.bytes_max, "bytes")
    if field.type == FieldDescriptor.TYPE_STRING:
        return _text_check(rule)
    return lambda value, path: None


def _enum_check(numbers: set[int]) -> Callable[[Any, str], None]:
    def run(value: int, path: str) -> None:
        if value not in numbers:
            raise _refuse(path, "is not one of the known values")

    return run


def _number_check(smallest: int, largest: int) -> Callable[[Any, str], None]:
    def run(value: int, path: str) -> None:
        if value < smallest:
            raise _refuse(path, f"is less than {smallest}")
        if largest and value > largest:
            raise _refuse(path, f"is more than {largest}")

    return run


def _size_check(most: int, unit: str) -> Callable[[Any, str], None]:
    def run(value: Any, path: str) -> None:
        if len(value) > most:
            raise _refuse(path, f"is longer than {most} {unit}")

    return run


def _text_check(rule: options_pb2.FieldRule) -> Callable[[Any, str], None]:
    pattern = re.compile(rule.pattern) if rule.pattern else None
    smallest, largest = rule.chars_min, rule.chars_max

    def run(value: str, path: str) -> None:
        if largest and len(value) > largest:
            raise _refuse(path, f"is longer than {largest} characters")
        if len(value) < smallest:
            raise _refuse(path, f"is shorter than {smallest} characters")
        if "\x00" in value:  # PostgreSQL cannot store it, and nobody means it.
            raise _refuse(path, "holds a NUL character")
        if pattern is not None and pattern.fullmatch(value) is None:
            raise _refuse(path, f"must match {rule.pattern}")

    return run
