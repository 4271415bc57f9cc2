"""Ogg with Opus or Vorbis without its comments: emptied where they lie, and the pages' checksums made anew.

RFC 3533 (pages), RFC 7845 section 5.2 (Opus), Vorbis I section 5; pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from core.messaging.media.unreadable import Unreadable

_HEAD_BYTES = 27
_BEGINS = 2
# What the second packet of a stream begins with, and what is left of it: no vendor, no comments.
_EMPTY = {b"OpusHead": (b"OpusTags", bytes(8)), b"\x01vorbis": (b"\x03vorbis", bytes(8) + b"\x01")}


def _table() -> list[int]:
    rows = []
    for byte in range(256):
        row = byte << 24
        for _ in range(8):
            row = (row << 1 ^ 0x04C11DB7 if row & 0x80000000 else row << 1) & 0xFFFFFFFF
        rows.append(row)
    return rows


_CRC = _table()


@dataclass(frozen=True, slots=True)
class _Page:
    start: int
    serial: bytes
    begins: bool
    segments: list[tuple[int, int]]  # Where each lies, and its length.
    end: int


@dataclass(slots=True)
class _Stream:
    packets: int = 0
    first: bytes = b""
    comments: list[tuple[int, int]] = field(default_factory=list)
    touched: list[_Page] = field(default_factory=list)


def clean(content: bytes) -> bytes:
    """The same sound, as long as it was but for what followed it. Unreadable where it is neither Opus nor Vorbis."""
    file = bytearray(content)
    streams: dict[bytes, _Stream] = {}
    done: list[_Stream] = []
    end = 0
    for page in _pages(file):
        end = page.end
        if page.begins:
            streams[page.serial] = _Stream()
            done.append(streams[page.serial])
        stream = streams.get(page.serial)
        if stream is None:
            raise Unreadable
        if stream.packets < 2:
            _take(file, stream, page)
    if not done or any(stream.packets < 2 for stream in done):
        raise Unreadable
    for stream in done:
        _empty(file, stream)
    return bytes(file[:end])


def _pages(file: bytearray) -> Iterator[_Page]:
    at = 0
    while file[at : at + 4] == b"OggS" and at + _HEAD_BYTES <= len(file):
        lacing = file[at + _HEAD_BYTES : at + _HEAD_BYTES + file[at + 26]]
        body = at + _HEAD_BYTES + file[at + 26]
        if body + sum(lacing) > len(file):
            return  # Cut off in the middle of a page: the sound ends a moment earlier.
        segments, place = [], body
        for size in lacing:
            segments.append((place, size))
            place += size
        yield _Page(at, bytes(file[at + 14 : at + 18]), bool(file[at + 5] & _BEGINS), segments, place)
        at = place


def _take(file: bytearray, stream: _Stream, page: _Page) -> None:
    """Follow the stream's first two packets: what it is, and its comments."""
    for place, size in page.segments:
        if stream.packets == 0:
            stream.first += file[place : place + size]
        elif stream.packets == 1:
            stream.comments.append((place, size))
            if page not in stream.touched[-1:]:
                stream.touched.append(page)
        if size < 255:
            stream.packets += 1


def _empty(file: bytearray, stream: _Stream) -> None:
    known = next((head for head in _EMPTY if stream.first.startswith(head)), None)
    if known is None:
        raise Unreadable
    name, rest = _EMPTY[known]
    left = name + rest
    first, _ = stream.comments[0]
    if file[first : first + len(name)] != name or sum(size for _, size in stream.comments) < len(left):
        raise Unreadable
    for place, size in stream.comments:
        file[place : place + size] = left[:size].ljust(size, b"\0")
        left = left[size:]
    for page in stream.touched:
        file[page.start + 22 : page.start + 26] = bytes(4)
        file[page.start + 22 : page.start + 26] = _checksum(file[page.start : page.end]).to_bytes(4, "little")


def _checksum(page: bytearray) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    return value
