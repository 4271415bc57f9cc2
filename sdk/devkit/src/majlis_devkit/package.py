"""A `.ma` package as bytes: built the same from the same sources on every machine, and read without trusting it.

Reading never touches the disk. The accepted zip is the smallest useful one: members back to back from the first
byte, then an optional signing block, the directory, the end record; nothing before, between or after. So every byte
of a package is either shown to the reviewer or covered by a refusal, and two zip readers cannot disagree about it.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from majlis_devkit import signing
from majlis_devkit.names import collision_key, name_defect
from miniapp import limits

MEMBERS_MAX = 1_000
UNPACKED_BYTES_MAX = 16 * 1024 * 1024  # Four times the package: sources pack 4:1, a bomb 1000:1.
RATIO_MAX = 100  # Of one member, once it unpacks to more than RATIO_FREE_BYTES.
RATIO_FREE_BYTES = 64 * 1024

ASSETS = "assets/"  # Where pictures for screens are.
MIME_TYPE = "application/miniapp-pkg+zip"
APP_JS = b"// Written by `majlis build`: W3C MiniApp Packaging requires this file. The app is the Python beside it.\n"
PAGE_HTML = b'<!doctype html><meta charset="utf-8"><title>Majlis mini-app</title>\n'

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_UTF8, _STORED, _DEFLATED = 0x0800, 0, 8
_EXTRA_REFUSED = {0x0001: "zip64", 0x7075: "a second, Unicode name", 0x9901: "encryption"}


class PackageInvalid(ValueError):
    """The bytes are not a safe package. ``why`` is a stable word, ``member`` the path at fault or ''."""

    reason = "PACKAGE_INVALID"

    def __init__(self, why: str, text: str, member: str = "") -> None:
        super().__init__(f"{member}: {text}" if member else text)
        self.why, self.text, self.member = why, text, member


@dataclass(frozen=True)
class Package:
    """What a package holds: files by path, the digest reviewers name it by, and who signed it (each proven)."""

    files: Mapping[str, bytes]
    digest: str
    size: int
    developer: signing.Signature | None
    store: signing.Signature | None

    @property
    def sources(self) -> dict[str, str]:
        """What the guest is loaded with: Python sources and texts, nothing else."""
        return {p: b.decode() for p, b in self.files.items() if p.endswith(".py") or is_text_file(p)}

    @property
    def assets(self) -> dict[str, bytes]:
        """The pictures its screens may show, by the name they show them by."""
        return {path: content for path, content in self.files.items() if path.startswith(ASSETS)}


def is_text_file(path: str) -> bool:
    return path.startswith("texts/") and path.endswith(".ftl")


def build(files: Mapping[str, bytes], pages: list[str]) -> bytes:
    """Unsigned package of these files plus the shims W3C demands for `pages`; same files in, same bytes out."""
    shims = {"app.js": APP_JS, "app.css": b""} | {f"{page}.html": PAGE_HTML for page in pages}
    buffer = io.BytesIO()
    # Stored, not deflated: zlib builds differ in their output, and sources are a few KB.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted((dict(files) | shims).items()):
            member = zipfile.ZipInfo(path, date_time=(1980, 1, 1, 0, 0, 0))
            member.create_system, member.external_attr = 3, (stat.S_IFREG | 0o644) << 16
            archive.writestr(member, content)
    return buffer.getvalue()


def read(data: bytes) -> Package:
    """The package's files and proven signatures; ``PackageInvalid`` names the first thing that is not as it must be."""
    if len(data) > limits.PACKAGE_BYTES_MAX:
        raise PackageInvalid("too_large", f"{len(data):,} bytes; a package may have {limits.PACKAGE_BYTES_MAX:,}")
    if data[:4] != b"PK\x03\x04":
        raise PackageInvalid("not_a_package", "the file does not begin like a zip")
    try:
        parts = signing.layout(data)
        files = _unpack(parts)
        developer, store = signing.verify(data)
    except signing.SignatureInvalid as refused:
        raise PackageInvalid("signature", str(refused)) from None
    digest = signing.digest(data).hex()
    return Package(files=files, digest=digest, size=len(data), developer=developer, store=store)


@dataclass(frozen=True)
class _Member:
    path: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    offset: int


def _unpack(parts: signing.Layout) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    seen: dict[str, str] = {}
    at, total = 0, 0
    for member in _directory(parts.directory):
        _check_name(member, seen)
        content, at = _content(parts.members, member, at)
        total += len(content)
        if total > UNPACKED_BYTES_MAX:
            raise PackageInvalid("bomb", f"unpacks to more than {UNPACKED_BYTES_MAX:,} bytes")
        if not member.path.endswith("/"):
            files[member.path] = content
    if at != len(parts.members):
        raise PackageInvalid("zip", "bytes that belong to no member")
    _check_folders(files)
    return files


def _directory(directory: bytes) -> Iterator[_Member]:
    at = count = 0
    while at < len(directory):
        if at + _CENTRAL.size > len(directory) or directory[at : at + 4] != b"PK\x01\x02":
            raise PackageInvalid("zip", "the central directory is damaged")
        fields = _CENTRAL.unpack_from(directory, at)
        flags, method, crc, packed, size, name_len, extra_len, comment_len, disk = *fields[3:5], *fields[7:14]
        attr, offset = fields[15:17]
        end = at + _CENTRAL.size + name_len + extra_len + comment_len
        if end > len(directory) or disk:
            raise PackageInvalid("zip", "the central directory is damaged")
        name_at = at + _CENTRAL.size
        path = _path(directory[name_at : name_at + name_len], flags)
        _check_extra(directory[name_at + name_len : name_at + name_len + extra_len], path)
        at, count = end, count + 1
        if count > MEMBERS_MAX:
            raise PackageInvalid("too_many", f"more than {MEMBERS_MAX:,} members")
        yield _Member(path, flags, method, crc, packed, size, attr >> 16, offset)


def _path(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError:
        raise PackageInvalid("name", "a member's name is not UTF-8, or is not marked as such") from None


def _check_extra(extra: bytes, path: str) -> None:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind in _EXTRA_REFUSED:
            raise PackageInvalid("zip", f"uses {_EXTRA_REFUSED[kind]}", path)
        at += 4 + length


def _check_name(member: _Member, seen: dict[str, str]) -> None:
    path = member.path.removesuffix("/")
    if defect := name_defect(path):
        raise PackageInvalid("name", defect, member.path)
    key = collision_key(path)
    if key in seen:
        raise PackageInvalid("duplicate", f"is the same file as {seen[key]!r} on some systems", member.path)
    seen[key] = member.path
    expected = stat.S_IFDIR if member.path.endswith("/") else stat.S_IFREG
    if stat.S_IFMT(member.mode) not in (0, expected):
        raise PackageInvalid("symlink", "is a link or a device, not a file", member.path)


def _check_folders(files: Mapping[str, bytes]) -> None:
    keys = {collision_key(path) for path in files}
    for path in files:
        for folder in _folders(path):
            if collision_key(folder) in keys:
                raise PackageInvalid("duplicate", f"{folder!r} is both a file and a folder", path)


def _folders(path: str) -> Iterator[str]:
    parts = path.split("/")[:-1]
    return ("/".join(parts[: n + 1]) for n in range(len(parts)))


def _content(members: bytes, member: _Member, at: int) -> tuple[bytes, int]:
    """The member's bytes and where the next one begins; its two headers must tell the same story."""
    if member.flags & ~_UTF8:
        raise PackageInvalid("zip", "is encrypted, patched or streamed (only plain members are read)", member.path)
    if member.offset != at or at + _LOCAL.size > len(members):
        raise PackageInvalid("zip", "does not follow the member before it", member.path)
    magic, _, flags, method, _, _, crc, packed, size, name_len, extra_len = _LOCAL.unpack_from(members, at)
    name_at = at + _LOCAL.size
    start = name_at + name_len + extra_len
    told = (flags, method, crc, packed, size, members[name_at : name_at + name_len])
    if magic != b"PK\x03\x04" or told != _story(member) or start + packed > len(members):
        raise PackageInvalid("zip", "its own header and the directory disagree", member.path)
    _check_extra(members[name_at + name_len : start], member.path)
    content = _inflated(members[start : start + packed], member)
    if zlib.crc32(content) != member.crc:
        raise PackageInvalid("crc", "is damaged (CRC-32 differs)", member.path)
    return content, start + packed


def _story(member: _Member) -> tuple[int, int, int, int, int, bytes]:
    return (member.flags, member.method, member.crc, member.packed, member.size, member.path.encode())


def _inflated(raw: bytes, member: _Member) -> bytes:
    if member.size > UNPACKED_BYTES_MAX or (
        member.size > RATIO_FREE_BYTES and member.size > RATIO_MAX * max(1, member.packed)
    ):
        raise PackageInvalid("bomb", f"unpacks from {member.packed:,} to {member.size:,} bytes", member.path)
    if member.method == _STORED:
        content = raw
    elif member.method == _DEFLATED:
        inflater = zlib.decompressobj(-15)
        try:
            content = inflater.decompress(raw, member.size + 1)
        except zlib.error:
            raise PackageInvalid("zip", "is not valid Deflate", member.path) from None
        if not inflater.eof or inflater.unused_data:
            raise PackageInvalid("zip", "its compressed bytes do not end where they should", member.path)
    else:
        raise PackageInvalid("zip", f"uses compression method {member.method}; only Stored and Deflate", member.path)
    if len(content) != member.size:
        raise PackageInvalid("zip", "has another size than it says", member.path)
    return content
