"""The bank's JSON: an entry, and a notice that brings one. Pure."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from core.kit.money import Money
from wallet.bank.provider import Entry, Kind, State, Unread

WHY_CHARS_MAX = 200
_NAME_CHARS_MAX = 64


def read_notice(body: bytes) -> tuple[str, Entry]:
    """The notice's own id and what it says; ValueError for what is none."""
    try:
        said = json.loads(body)
    except RecursionError:
        raise ValueError("the body is too deep") from None
    if not isinstance(said, dict):
        raise ValueError("a notice is an object")
    return _name(said.get("notice_id")), read_entry(said.get("transfer"))


def read_entry(said: Any) -> Entry:
    """What the bank says of one transfer; ValueError for what is no entry. Fields we do not know are its own."""
    if not isinstance(said, dict):
        raise ValueError("an entry is an object")
    amount_minor, version, why = said.get("amount_minor"), said.get("version"), said.get("why", "")
    if type(amount_minor) is not int or amount_minor < 1:
        raise ValueError("amount_minor is a whole number above 0")
    if type(version) is not int or not 0 <= version < 2**31:
        raise ValueError("version is a whole number")
    state = State(str(said.get("state")))
    if (state is State.PENDING) != (version == 0):
        raise ValueError("a transfer is pending in version 0 and in no other")
    if not isinstance(why, str):
        raise ValueError("why is a text")
    return Entry(
        reference=_name(said.get("reference")), bank_reference=_name(said.get("bank_reference")), version=version,
        kind=Kind(str(said.get("kind"))), amount=Money(amount_minor, str(said.get("currency_code"))), state=state,
        why="".join(sign for sign in why if sign.isprintable())[:WHY_CHARS_MAX],
    )  # fmt: skip


def read_line(said: Any) -> Entry | Unread:
    """The entry, or that it is none, by a name under which the same line is known again."""
    try:
        return read_entry(said)
    except (ValueError, TypeError) as error:
        why = str(error)[:WHY_CHARS_MAX]
    try:
        return Unread(_name(said["reference"]), why)
    except (ValueError, TypeError, LookupError):
        written = json.dumps(said, sort_keys=True).encode()
        return Unread(f"line:{hashlib.sha256(written).hexdigest()[:32]}", why, is_named=False)


def _name(said: Any) -> str:
    if not isinstance(said, str) or not 1 <= len(said) <= _NAME_CHARS_MAX or not said.isascii() or "\0" in said:
        raise ValueError("a reference is 1 to 64 ASCII characters")
    return said
