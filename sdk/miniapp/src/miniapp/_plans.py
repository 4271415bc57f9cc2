"""How a value of an annotated type becomes JSON and back: one Plan per type, made once, at registration.

Supported: int str bool float None, X | None, Literal, Enum, list, dict[str, …], tuple, dataclass, Money,
date, datetime (stored as Unix ms), Any (JSON as it is). Everything else is TypeUnsupported when the app is loaded.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from math import isfinite
from typing import Any

from miniapp.errors import TypeUnsupported, WrongType
from miniapp.values import Money, from_ms, to_ms

SUPPORTED = (
    "int, str, bool, float, None, X | None, Literal[…], Enum, list[X], dict[str, X], tuple[X, …], "
    "a dataclass, Money, date, datetime, or Any for JSON as it is"
)


# Where a value stands, for the error: a text, or (where it stands, and what follows: ".field", an index, a key alone in
# a tuple). Put together only when there is an error.
Where = str | tuple[Any, str | int | tuple[str]]
Convert = Callable[[Any, Where], Any]


class Plan:
    """Turns one type into JSON (`dump`) and back (`load`); `parse` reads what a person typed into a field.

    A value whose type is `same` is its own JSON: whoever has many spares the call.
    """

    __slots__ = ("dump", "load", "name", "parse", "same")

    def __init__(
        self,
        name: str,
        load: Convert,
        dump: Convert,
        parse: Callable[[str], Any] | None = None,
        same: type | None = None,
    ) -> None:
        self.name, self.load, self.dump, self.parse, self.same = name, load, dump, parse, same

    def read_input(self, value: Any, where: Where) -> Any:
        """Like load, but a text from a field or a link is read as the type it stands for."""
        if isinstance(value, str) and self.parse is not None:
            try:
                return self.parse(value)
            except (ValueError, OverflowError):
                raise wrong(where, self.name, value) from None
        return self.load(value, where)


def wrong(where: Where, expected: str, got: object) -> WrongType:
    """The error for a value that is not what the annotation says."""
    at = place(where)
    return WrongType(f"{at}: expected {expected}, got {_short(got)}", where=at, expected=expected)


def place(where: Where) -> str:
    """Ride.stops[2].name"""
    rest = ""
    while not isinstance(where, str):
        where, last = where
        rest = (last if isinstance(last, str) else f"[{last if isinstance(last, int) else repr(last[0])}]") + rest
    return where + rest


def _short(value: object) -> str:
    try:
        text = repr(value)
    except Exception:  # an app's own __repr__
        text = f"a {type(value).__name__}"
    return text if len(text) <= 80 else f"{text[:77]}…"


_plans: dict[Any, Plan] = {}


def plan_for(annotation: Any, where: str) -> Plan:
    """The plan of a type; TypeUnsupported, naming `where` it stands, when it has no JSON form."""
    known = _plans.get(annotation) if _hashable(annotation) else None
    if known is None:
        known = _make(annotation, where)
        if _hashable(annotation):
            _plans[annotation] = known
    return known


def _hashable(annotation: Any) -> bool:
    try:
        hash(annotation)
    except TypeError:
        return False
    return True


def _make(annotation: Any, where: str) -> Plan:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    if origin in (typing.Union, types.UnionType):
        return _optional(args, where)
    if origin is typing.Literal:
        return _one_of(args, {arg: arg for arg in args}, lambda value: value)
    if origin is list and args:
        return _list(plan_for(args[0], where))
    if origin is dict and args and args[0] is str:
        return _dict(plan_for(args[1], where))
    if origin is tuple and args:
        return _tuple(args, where)
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        values = tuple(member.value for member in annotation)
        return _one_of(values, {m.value: m for m in annotation}, lambda member: member.value, annotation)
    if isinstance(annotation, type) and dataclasses.is_dataclass(annotation):
        return _dataclass(annotation)
    raise TypeUnsupported(
        f"{where}: {_type_name(annotation)} cannot be stored or sent. Fix: {_fix(annotation, origin)}"
    )


def _type_name(annotation: Any) -> str:
    return annotation.__name__ if isinstance(annotation, type) and not typing.get_args(annotation) else str(annotation)


def _fix(annotation: Any, origin: Any) -> str:
    bare = {list: "list[str]", dict: "dict[str, int]", tuple: "tuple[int, int]"}
    if annotation in bare:
        return f"say of what, such as {bare[annotation]}"
    if origin is dict:
        return "JSON keys are text, so use dict[str, …]"
    if annotation in (set, frozenset) or origin in (set, frozenset):
        return "use list[…]"
    return f"use {SUPPORTED}"


def _scalar(kind: type, name: str, parse: Callable[[str], Any] | None) -> Plan:
    def check(value: Any, where: Where) -> Any:
        if type(value) is not kind:  # Exact: True is no int here.
            raise wrong(where, name, value)
        return value

    return Plan(name, check, check, parse, same=kind)


def _check_float(value: Any, where: Where) -> float:
    if type(value) not in (int, float) or not isfinite(value):
        raise wrong(where, "float", value)
    return float(value)


def _parse_float(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise ValueError(text)
    return value


def _parse_bool(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _load_money(value: Any, where: Where) -> Money:
    if isinstance(value, dict) and value.keys() == {"amount_minor", "currency_code"}:
        try:
            return Money(value["amount_minor"], value["currency_code"])
        except (TypeError, ValueError):
            pass
    raise wrong(where, "Money", value)


def _dump_money(value: Any, where: Where) -> Any:
    if not isinstance(value, Money):
        raise wrong(where, "Money, such as money('28.50', 'SAR')", value)
    return {"amount_minor": value.amount_minor, "currency_code": value.currency_code}


def _load_datetime(value: Any, where: Where) -> datetime:
    try:
        if type(value) is int:
            return from_ms(value)
    except OverflowError:
        pass
    raise wrong(where, "datetime (Unix milliseconds)", value)


def _load_date(value: Any, where: Where) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise wrong(where, "date, such as '2026-11-24'", value) from None


def _dump_date(value: Any, where: Where) -> str:
    if type(value) is not date:
        raise wrong(where, "date", value)
    return value.isoformat()


def _dump_datetime(value: Any, where: Where) -> int:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise wrong(where, "datetime with a time zone", value)
    return to_ms(value)


def _as_is(value: Any, where: Where) -> Any:
    return value


_SCALARS: dict[Any, Plan] = {
    int: _scalar(int, "int", int),
    str: _scalar(str, "str", None),
    bool: _scalar(bool, "bool", _parse_bool),
    float: Plan("float", _check_float, _check_float, _parse_float),
    None: _scalar(type(None), "None", None),
    type(None): _scalar(type(None), "None", None),
    Money: Plan("Money", _load_money, _dump_money),
    date: Plan("date", _load_date, _dump_date),
    datetime: Plan("datetime", _load_datetime, _dump_datetime, lambda text: from_ms(int(text))),
    Any: Plan("Any", _as_is, _as_is),
    object: Plan("Any", _as_is, _as_is),
}


def _optional(args: tuple[Any, ...], where: str) -> Plan:
    inner = [arg for arg in args if arg is not type(None)]
    if len(inner) != 1 or len(inner) == len(args):
        raise TypeUnsupported(f"{where}: of several types only X | None can be stored. Fix: one type, or a dataclass")
    plan = plan_for(inner[0], where)
    parse = plan.parse
    return Plan(
        f"{plan.name} | None",
        lambda value, where: None if value is None else plan.load(value, where),
        lambda value, where: None if value is None else plan.dump(value, where),
        # An empty field is "not given", whatever the type; an empty str stays a str.
        None if parse is None else lambda text: None if text == "" else parse(text),
        plan.same,
    )


def _one_of(
    values: tuple[Any, ...],
    by_value: dict[Any, Any],
    dump_one: Callable[[Any], Any],
    kind: type | None = None,
) -> Plan:
    name = " | ".join(repr(value) for value in values)
    if not all(type(value) in (str, int, bool) for value in values):
        raise TypeUnsupported(
            f"{kind.__name__ if kind else 'Literal'}: values must be str or int to be stored, not {name}"
        )
    exact = {(type(value), value): member for value, member in by_value.items()}  # 1 is not True

    def load(value: Any, where: Where) -> Any:
        try:
            return exact[type(value), value]
        except (KeyError, TypeError):
            raise wrong(where, name, value) from None

    def dump(value: Any, where: Where) -> Any:
        if kind is not None and not isinstance(value, kind):
            raise wrong(where, kind.__name__, value)
        dumped = dump_one(value)
        load(dumped, where)
        return dumped

    def parse(text: str) -> Any:
        found = [member for value, member in by_value.items() if str(value) == text]
        if not found:
            raise ValueError(text)
        return found[0]

    return Plan(name, load, dump, parse)


def _list(item: Plan) -> Plan:
    name = f"list[{item.name}]"

    same = item.same

    def over(convert: Convert, value: Any, where: Where) -> list[Any]:
        if type(value) is not list:
            raise wrong(where, name, value)
        return [entry if type(entry) is same else convert(entry, (where, at)) for at, entry in enumerate(value)]

    return Plan(name, lambda v, where: over(item.load, v, where), lambda v, where: over(item.dump, v, where))


def _dict(item: Plan) -> Plan:
    name = f"dict[str, {item.name}]"

    def over(convert: Convert, value: Any, where: Where) -> dict[str, Any]:
        if not isinstance(value, dict) or not all(type(key) is str for key in value):
            raise wrong(where, name, value)
        return {key: convert(entry, (where, (key,))) for key, entry in value.items()}

    return Plan(name, lambda v, where: over(item.load, v, where), lambda v, where: over(item.dump, v, where))


def _tuple(args: tuple[Any, ...], where: str) -> Plan:
    if len(args) == 2 and args[1] is Ellipsis:
        many = _list(plan_for(args[0], where))
        return Plan(
            many.name.replace("list", "tuple", 1),
            lambda value, where: tuple(many.load(value, where)),
            lambda value, where: many.dump(list(value) if isinstance(value, tuple) else value, where),
        )
    plans = [plan_for(arg, where) for arg in args]
    name = f"tuple[{', '.join(plan.name for plan in plans)}]"

    def check(value: Any, kind: Any, where: Where) -> Any:
        if not isinstance(value, kind) or len(value) != len(plans):
            raise wrong(where, name, value)
        return zip(plans, value, range(len(plans)), strict=True)

    return Plan(
        name,
        lambda v, where: tuple(plan.load(entry, (where, at)) for plan, entry, at in check(v, list, where)),
        lambda v, where: [plan.dump(entry, (where, at)) for plan, entry, at in check(v, tuple, where)],
    )


def _dataclass(kind: Any) -> Plan:
    fields: dict[str, tuple[Plan, bool, str]] = {}
    name = str(kind.__name__)

    def load(value: Any, where: Where) -> Any:
        if not isinstance(value, dict):
            raise wrong(where, name, value)
        given: dict[str, Any] = {}
        for field, (plan, optional, at) in fields.items():
            if field in value:
                inner = value[field]
                given[field] = inner if type(inner) is plan.same else plan.load(inner, (where, at))
            elif not optional:
                told = place(where)
                raise WrongType(f"{told}.{field} is missing. Fix: give {name}.{field} a default", where=told)
        return kind(**given)  # Members a newer or older version wrote are left out.

    def dump(value: Any, where: Where) -> dict[str, Any]:
        if type(value) is not kind:
            raise wrong(where, name, value)
        given: dict[str, Any] = {}
        for field, (plan, _, at) in fields.items():
            inner = getattr(value, field)
            given[field] = inner if type(inner) is plan.same else plan.dump(inner, (where, at))
        return given

    made = _plans[kind] = Plan(name, load, dump)  # Before its fields, so that a class may hold itself.
    try:
        hints = hints_of(kind, name)
        for field in dataclasses.fields(kind):
            if field.init:
                default = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
                at = f".{field.name}"
                fields[field.name] = (plan_for(hints[field.name], name + at), default, at)
    except Exception:
        del _plans[kind]
        raise
    return made


def hints_of(thing: Any, name: str) -> dict[str, Any]:
    """The resolved annotations of a function or class; TypeUnsupported when one is not there yet."""
    try:
        return typing.get_type_hints(thing)
    except NameError as missing:
        raise TypeUnsupported(
            f"{name}: its annotations name {missing.name!r}, which is not known there. "
            f"Fix: define or import {missing.name} at module level, above {name}"
        ) from None


def dump_any(value: Any, where: Where) -> Any:
    """JSON of a value whose type nobody announced: each part by its own class."""
    if value is None or type(value) in (str, int, bool):
        return value
    if type(value) in (list, tuple):
        return [dump_any(entry, (where, at)) for at, entry in enumerate(value)]
    if type(value) is dict:
        return _dict(Plan("Any", _as_is, dump_any)).dump(value, where)
    plan = _plans.get(type(value)) or plan_for(type(value), place(where))
    return plan.dump(value, where)
