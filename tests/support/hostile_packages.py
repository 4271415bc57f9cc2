"""Packages nobody should take, as bytes: each is a row of tests/escape/attacks.toml, by the same name."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from majlis_devkit import package, signing
from tests.support import packages
from tests.support.packages import APP, ICON, raw_zip

STRANGER = Ed25519PrivateKey.from_private_bytes(bytes([77]) * 32)
Build = Callable[[Ed25519PrivateKey], bytes]
PLAIN_APP = APP.replace("profile, ", "").replace("profile.name()", '"x"')
MEGABYTE = 1024 * 1024
DEEP = "[" * 100_000 + "]" * 100_000


def files(changes: Any = None, **manifest: Any) -> dict[str, bytes]:
    """A good app that asks for nothing, and these changes to it."""
    manifest = {"app_id": "org.evil.package", "req_permissions": [], "majlis_reasons": {}} | manifest
    return packages.files({"app.py": PLAIN_APP, **(changes or {})}, **manifest)


def built(changes: Any = None, **manifest: Any) -> Build:
    return lambda key: signing.sign(package.build(files(changes, **manifest), ["pages/index"]), key)


def said(manifest: str) -> Build:
    """With this very text as its manifest."""
    return built({"manifest.json": manifest})


def spoiled(old: str, new: str) -> Build:
    """With its manifest's text changed."""
    return said(files()["manifest.json"].decode().replace(old, new, 1))


def zipped(*members: tuple[bytes | str, bytes], **more: Any) -> Build:
    named = [(name.encode() if isinstance(name, str) else name, content) for name, content in members]
    return lambda key: raw_zip(named, **more)


def changed(change: Callable[[bytes], bytes]) -> Build:
    """A good package, signed and then changed."""
    return lambda key: change(built()(key))


def overlapping(key: Ed25519PrivateKey) -> bytes:
    """Two names for one member's bytes: unpacked, it is twice as much."""
    whole = raw_zip([(b"a.py", b"x" * 1000)])
    at = whole.index(b"PK\x01\x02")
    entry, members = whole[at:-22], whole[:at]
    both = entry + entry.replace(b"a.py", b"b.py")
    return members + both + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(both), len(members), 0)


def hidden_between(key: Ed25519PrivateKey) -> bytes:
    whole = raw_zip([(b"a.py", b"x")])
    at = whole.index(b"PK\x01\x02")
    end = bytearray(whole[at:])
    struct.pack_into("<L", end, len(end) - 6, at + 4)
    return whole[:at] + b"junk" + bytes(end)


def of_another(key: Ed25519PrivateKey) -> bytes:
    """The signature of one package on the members of another."""
    mine, other = signing.layout(built()(key)), signing.layout(built({"more.py": "x = 1\n"})(key))
    return other.members + mine.block + other.directory + other.end


def icon(*inside: str) -> dict[str, bytes]:
    return {"icons/icon.svg": ICON.replace(b"</svg>", "".join(inside).encode() + b"</svg>")}


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip

TURNED_AWAY: dict[str, Build] = {
    "a zip bomb": zipped(("a", bytes(64 * MEGABYTE)), method=8),
    "a bomb of many parts": zipped(*[(str(n), bytes(range(256)) * 16_000) for n in range(5)], method=8),
    "overlapping members": overlapping,
    "a thousand and one members": zipped(*[(str(n), b"") for n in range(package.MEMBERS_MAX + 1)]),
    "a symbolic link": zipped(("a", b"/etc/passwd"), mode=0o120777),
    "a device": zipped(("a", b""), mode=0o020666),
    "two dots": zipped(("../../etc/cron.d/evil", b"x")),
    "two dots inside": zipped(("a/../../evil.py", b"x")),
    "an absolute path": zipped(("/etc/passwd", b"x")),
    "a backslash": zipped(("..\\evil.py", b"x")),
    "a drive": zipped(("c:evil.py", b"x")),
    "a hidden file": zipped((".bashrc", b"x")),
    "a NUL in a name": zipped((b"app.py\0.svg", b"x")),
    "a name that turns around": zipped(("yp.\u202eexe", b"x")),
    "a name with an invisible letter": zipped(("app\u200b.py", b"x")),
    "a name of another encoding": zipped((b"\xff\xfe.py", b"x")),
    "a name without end": zipped(("x" * 256, b"x")),
    "one name twice": zipped(("app.py", b"1"), ("app.py", b"2")),
    "names that differ by case": zipped(("app.py", b"1"), ("APP.py", b"2")),
    "names that differ by form": zipped(("caf\u00e9.py", b"1"), ("cafe\u0301.py", b"2")),
    "a file that is a folder": zipped(("a", b"1"), ("a/b", b"2")),
    "an encrypted member": zipped(("a", b"x"), flags=0x0801),
    "a streamed member": zipped(("a", b"x"), flags=0x0808),
    "zip64 sizes": zipped(("a", b"x"), extra=struct.pack("<HH", 1, 0)),
    "a second name": zipped(("a", b"x"), extra=struct.pack("<HH4s", 0x7075, 4, b"evil")),
    "another compression": zipped(("a", b"x"), method=12),
    "a wrong checksum": lambda key: raw_zip([(b"app.py", b"print")]).replace(b"print", b"pwned"),
    "two headers that differ": lambda key: raw_zip([(b"app.py", b"x")]).replace(b"app.py", b"bpp.py", 1),
    "bytes of no member": hidden_between,
    "bytes before it": changed(lambda good: b"MZ" + good),
    "bytes after it": changed(lambda good: good + b"<script>"),
    "its first half": changed(lambda good: good[: len(good) // 2]),
    "nothing but a beginning": lambda key: b"PK\x03\x04",
    "a byte changed after signing": changed(lambda good: good.replace(b"hello = Hello", b"hello = Hallo")),
    "the signature of another package": of_another,
    "the key of a stranger": lambda key: built()(STRANGER),
    "no signature": lambda key: package.build(files(), ["pages/index"]),
    "the store's own signature": lambda key: signing.counter_sign(built()(key), STRANGER),
    "a manifest that is a JSON bomb": said(DEEP),
    "a manifest of three megabytes": built(description="x" * 3 * MEGABYTE),
    "a manifest with a million digits": spoiled('"majlis_ui": 1', '"majlis_ui": ' + "9" * 1_000_000),
    "a manifest that says a thing twice": spoiled("{", '{"app_id": "org.majlis.polls",'),
    "a manifest that is no text": built({"manifest.json": b"\xff\xfe{}"}),
    "a manifest of not a number": spoiled('"majlis_ui": 1', '"majlis_ui": NaN'),
    "a name that prints nothing": built(majlis_names={"ar": "\u202e\u2066", "en": "x"}),
    "a name of half a character": spoiled('"en": "Hello"', '"en": "\\ud800"'),
    "an entry outside": built(majlis_entry="..:app"),
    "an icon from elsewhere": built(icons=[{"src": "https://evil.example/seen.svg"}]),
    "an id of another spelling": built(app_id="ORG.Majlis.POLLS", version={"code": 9, "name": "9.0.0"}),
    "a version of the past": built(app_id="org.majlis.polls", version={"code": 1, "name": "0.0.1"}),
    "a source of NUL": built({"app.py": PLAIN_APP + "\0"}),
}  # fmt: skip

UNRELEASED: dict[str, Build] = {
    "a bomb in a bomb": built({"inner.zip": raw_zip([(b"a", bytes(8 * MEGABYTE))], method=8)}),
    "machine code": built({"lib.so": b"\x7fELF"}),
    "WebAssembly of its own": built({"evil.wasm": b"\0asm"}),
    "a script for the page": built({"evil.js": "alert(1)"}),
    "a module of the SDK": built({"miniapp/__init__.py": ""}),
    "the SDK's private door": built({"app.py": "from miniapp._host import call\n" + PLAIN_APP}),
    "a forbidden import": built({"app.py": "import subprocess\n" + PLAIN_APP}),
    "a source that breaks the parser": built({"deep.py": "x = " + "(" * 5_000 + ")" * 5_000}),
    "a source that reads otherwise than it runs": built({"app.py": PLAIN_APP + "# \u202e admin if\n"}),
    "a text that turns around": built({"texts/en.ftl": "hello = \u202e001\u202c SAR { $name }\n"}),
    "a text that turns around by an escape": built({"texts/en.ftl": 'hello = {"\\u202E"} { $name }\n'}),
    "an icon with a script": built(icon("<script>alert(1)</script>")),
    "an icon that acts": built(icon('<circle r="9" onload="alert(1)"/>')),
    "an icon with a page in it": built(icon("<foreignObject><iframe/></foreignObject>")),
    "an icon that calls home": built(icon('<use href="https://evil.example/x.svg#a"/>')),
    "an icon that calls home by style": built(icon('<rect style="fill:url(https://evil.example/a)"/>')),
    "an icon that imports a style": built(icon("<style>@import '//evil.example/a.css';</style>")),
    "an icon with a script of another prefix": built(
        icon('<s:script xmlns:s="http://www.w3.org/2000/svg">1</s:script>')
    ),
    "an icon with a page of another prefix": built(
        icon('<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="https://evil.example/a"/>')
    ),
    "an icon that calls home in numbers": built(icon('<rect style="fill:u&#114;l(https://evil.example/a)"/>')),
    "an icon that calls home by an escape": built(icon('<rect style="fill:\\75rl(https://evil.example/a)"/>')),
    "an icon that calls home by a broken word": built(icon("<style>@im<!-- -->port '//evil.example/a';</style>")),
    "an icon that calls home by two sections": built(
        icon("<style><![CDATA[@im]]><![CDATA[port '//evil.example/a';]]></style>")
    ),
    "an icon that calls home by a set of images": built(
        icon("""<rect style="mask-image:image-set('https://evil.example/a' 1x)"/>""")
    ),
    "an icon that calls home once it moves": built(
        icon('<image><set attributeName="href" to="https://evil.example/a"/></image>')
    ),
    "an icon of another encoding": built({"icons/icon.svg": b'<?xml version="1.0" encoding="iso-2022-jp"?>' + ICON}),
    "an icon of a billion laughs": built({"icons/icon.svg": LAUGHS.encode() + ICON.replace(b"<circle", b"&j;<circle")}),
    "an icon that is a path": built(icons=[{"src": "../../../etc/passwd"}]),
    "a picture that is something else": built({"assets/a.png": b"<html>"}),
    "a picture of a billion pixels": built(
        {"assets/a.png": b"\x89PNG\r\n\x1a\n" + struct.pack(">L4s2L", 13, b"IHDR", 60_000, 60_000) + bytes(8)}
    ),
}


def renamed(content: bytes, app_id: str, key: Ed25519PrivateKey) -> bytes:
    """The same package under an id of its own: an id's versions must grow."""
    opened = package.read(content)
    kept = {path: inner for path, inner in opened.files.items() if path not in ("app.js", "app.css")}
    described = json.loads(kept["manifest.json"]) | {"app_id": app_id}
    kept["manifest.json"] = json.dumps(described, ensure_ascii=False).encode()
    return signing.sign(package.build(kept, ["pages/index"]), key)
