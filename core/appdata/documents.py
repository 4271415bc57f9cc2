"""The rules of documents: whose they are, which versions follow, how much room there is, what a prefix covers. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.appdata.errors import DataQuotaExceeded, DocumentConflict, DocumentTooLarge
from core.appdata.json_text import size_bytes
from miniapp.limits import DOCUMENT_BYTES_MAX

USER_BYTES_MAX = 10 * 1024 * 1024
APP_BYTES_MAX = 1024 * 1024 * 1024
PAGE_SIZE = 50  # Where the caller names none.
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose documents: the app's own, or the app's about one user."""

    app_id: str
    user_id: str = ""

    @property
    def space(self) -> str:
        return "user" if self.user_id else "app"


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it is stored."""

    key: str
    value_json: str
    version: int
    updated_at_ms: int


@dataclass(frozen=True, slots=True)
class Quotas:
    """How many bytes of keys and values an owner may hold."""

    user_bytes_max: int = USER_BYTES_MAX
    app_bytes_max: int = APP_BYTES_MAX

    def of(self, owner: Owner) -> int:
        return self.user_bytes_max if owner.user_id else self.app_bytes_max


def room_bytes(key: str, value_json: str) -> int:
    """What a document takes of its owner's quota."""
    return size_bytes(key) + size_bytes(value_json)


def check_document_size(key: str, value_json: str) -> None:
    """DOCUMENT_TOO_LARGE for a value beyond the limit."""
    if size_bytes(value_json) > DOCUMENT_BYTES_MAX:
        raise DocumentTooLarge("the document is too large", key=key, bytes_max=DOCUMENT_BYTES_MAX)


def check_version(key: str, *, stored: int, if_version: int | None) -> None:
    """DOCUMENT_CONFLICT unless the write names the stored version (0: no document) or none at all."""
    if if_version is not None and if_version != stored:
        raise DocumentConflict("the document has another version", key=key, version=stored, if_version=if_version)


def plan_usage(owner: Owner, key: str, *, used_bytes: int, growth_bytes: int, quotas: Quotas) -> int:
    """The owner's used bytes after the write. DATA_QUOTA_EXCEEDED where it grows past the quota; shrinking is free."""
    planned, most = used_bytes + growth_bytes, quotas.of(owner)
    if growth_bytes > 0 and planned > most:
        raise DataQuotaExceeded(
            "no room left for documents", key=key, space=owner.space, used_bytes=used_bytes, bytes_max=most
        )
    return planned


def prefix_end(prefix: str) -> str | None:
    """The first text, in code point order, after all that start with `prefix`; None where nothing comes after."""
    for at in range(len(prefix) - 1, -1, -1):
        following = ord(prefix[at]) + 1
        if following > _LAST_CODE_POINT:
            continue  # Nothing follows here: count on the character before.
        if following in _SURROGATES:
            following = _SURROGATES.stop
        return prefix[:at] + chr(following)
    return None
