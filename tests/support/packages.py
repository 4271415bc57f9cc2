"""Mini-app packages for tests: a small good one, and ways to spoil it."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from majlis_devkit import package, signing

ICON = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="3"/></svg>\n'
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
APP = """\
from miniapp import App, profile, t, ui

app = App("hello")


@app.screen("/")
def home() -> ui.Node:
    return ui.Screen(t("hello", name=profile.name()))
"""
CONTRACT: dict[str, Any] = {
    "own": {"appdata": ["GetDocument", "PutDocument"]},
    "scopes": {"profile.name": {"interface": "profile-name", "methods": ["GetName"]}},
}


def manifest(**changes: Any) -> dict[str, Any]:
    """A manifest without defects; a change to None removes the member."""
    members: dict[str, Any] = {
        "app_id": "org.example.hello",
        "name": "مرحبا",
        "lang": "ar",
        "dir": "rtl",
        "icons": [{"src": "icons/icon.svg"}],
        "pages": ["pages/index"],
        "platform_version": {"min_code": 1},
        "version": {"code": 1, "name": "1.0.0"},
        "req_permissions": [{"name": "profile.name"}],
        "majlis_entry": "app:app",
        "majlis_names": {"ar": "مرحبا", "en": "Hello"},
        "majlis_reasons": {"profile.name": {"ar": "لنحيّيك باسمك", "en": "To greet you by name"}},
        "majlis_ui": 1,
    } | changes
    return {name: value for name, value in members.items() if value is not None}


def files(changes: Mapping[str, bytes | str | None] | None = None, **manifest_changes: Any) -> dict[str, bytes]:
    """The files of a small good app; a change to None removes the file."""
    good: dict[str, bytes | str | None] = {
        "manifest.json": json.dumps(manifest(**manifest_changes), ensure_ascii=False, indent=1),
        "app.py": APP,
        "icons/icon.svg": ICON,
        "texts/ar.ftl": "hello = مرحبا { $name }\n",
        "texts/en.ftl": "hello = Hello { $name }\n",
    }
    merged = good | dict(changes or {})
    return {
        path: content.encode() if isinstance(content, str) else content
        for path, content in merged.items()
        if content is not None
    }


def signed(changes: Mapping[str, bytes | str | None] | None = None, **manifest_changes: Any) -> bytes:
    return signing.sign(package.build(files(changes, **manifest_changes), ["pages/index"]), KEY)


def raw_zip(
    members: list[tuple[bytes, bytes]],
    *,
    flags: int = 0x0800,
    method: int = 0,
    mode: int = 0o100644,
    extra: bytes = b"",
) -> bytes:
    """A zip written by hand, so that a test can say things no zip library would."""
    body, directory = b"", b""
    for name, content in members:
        packed = content
        if method == 8:
            deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
            packed = deflater.compress(content) + deflater.flush()
        crc = zlib.crc32(content)
        sizes = (crc, len(packed), len(content), len(name), len(extra))
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 0x0314, 20, flags, method, 0, 33, *sizes, 0, 0, 0, mode << 16, len(body)
        )
        directory += name + extra
        body += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, method, 0, 33, *sizes) + name + extra + packed
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end
