"""What an account may look like: usernames folded, names people can read, roles as the rest of the host knows them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from core.kit.caller import ADMIN, DEVELOPER, OPERATOR, USER
from core.kit.errors import InvalidArgument
from majlis.identity.v1 import identity_service_pb2 as pb

DISPLAY_NAME_CHARS_MAX = 64
DEVICE_NAME_CHARS_MAX = 200
LANG_DEFAULT = "ar"
ACCESS_BY_ROLE: dict[int, int] = {
    pb.ROLE_USER: USER, pb.ROLE_DEVELOPER: DEVELOPER, pb.ROLE_OPERATOR: OPERATOR, pb.ROLE_ADMIN: ADMIN,
}  # fmt: skip

# Embeddings, overrides and isolates turn the text around them; the marks (LRM, RLM, ALM) only nudge and stay.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNPRINTABLE = {"Cc", "Zl", "Zp"}
# Letters and signs by category that print nothing: Hangul fillers, the Braille blank.
_BLANK = set("\u115f\u1160\u3164\uffa0\u2800")


@dataclass(frozen=True, slots=True)
class User:
    """A person as stored; `roles` are majlis.identity.v1.Role values, ROLE_USER always among them."""

    id: str
    username: str
    display_name: str
    lang: str
    password_hash: str = field(repr=False)
    roles: frozenset[int]

    @property
    def is_operator(self) -> bool:
        return pb.ROLE_OPERATOR in self.roles

    def to_proto(self) -> pb.User:
        roles = [pb.Role.ValueType(role) for role in sorted(self.roles)]
        return pb.User(
            user_id=self.id, username=self.username, display_name=self.display_name, lang=self.lang, roles=roles
        )


def fold_username(text: str) -> str:
    """The form usernames are stored and looked up in: lower-case ASCII. What is not ASCII names nobody."""
    # Only ASCII is folded: str.lower() would turn the Kelvin sign into a k, and one name into another's.
    text = text.strip()
    return text.lower() if text.isascii() else text


def clean_display_name(text: str) -> str:
    """The name in NFC, trimmed, without bidi controls. INVALID_ARGUMENT when nothing readable is left."""
    name = unicodedata.normalize("NFC", _BIDI_CONTROLS.sub("", text)).strip()
    if any(unicodedata.category(char) in _UNPRINTABLE for char in name):
        raise _refuse("holds a control character")
    if not any(map(is_visible, name)):
        raise _refuse("holds nothing that can be read")
    if len(name) > DISPLAY_NAME_CHARS_MAX:
        raise _refuse(f"is longer than {DISPLAY_NAME_CHARS_MAX} characters")
    return name


def clean_device_name(text: str) -> str:
    """What a device says of itself, without anything unprintable: a program wrote it, so nothing is refused."""
    return unicodedata.normalize("NFC", printable(text)).strip()[:DEVICE_NAME_CHARS_MAX].rstrip()


def printable(text: str) -> str:
    """The text without what turns its surroundings or ends its line."""
    shown = _BIDI_CONTROLS.sub("", text)
    return "".join(char for char in shown if unicodedata.category(char) not in _UNPRINTABLE)


def is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in _BLANK


def _refuse(why: str) -> InvalidArgument:
    return InvalidArgument(f"display_name: {why}", field="display_name", why=why)
