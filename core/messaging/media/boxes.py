"""MP4 and M4A without their metadata: blanked where they lie, so that no offset in the file changes.

User data, metadata boxes, free space and dates are zeroed; tracks of anything but picture and sound (a phone writes
where it was, second by second, into one) go with their samples. ISO/IEC 14496-12; pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.messaging.media.unreadable import Unreadable

_CONTAINERS = {b"moov", b"trak", b"mdia", b"moof", b"traf", b"mvex"}
_BLANKED = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"Xtra", b"XMP_", b"gps ", b"GPS ", b"loci", b"pnot"}
_DATED = {b"mvhd", b"tkhd", b"mdhd"}
_KEPT_TRACKS = {b"vide", b"soun"}
_DEPTH_MAX = 6


@dataclass(frozen=True, slots=True)
class _Box:
    name: bytes
    start: int
    body: int
    end: int


def clean(content: bytes) -> bytes:
    """The same film or sound, as long as it was. Unreadable where its boxes do not add up."""
    file = bytearray(content)
    top = list(_boxes(file, 0, len(file)))
    if not top or top[0].name != b"ftyp" or not any(box.name == b"moov" for box in top):
        raise Unreadable
    has_fragments = any(box.name == b"moof" for box in top)
    for box in top:
        _clean(file, box, 0, has_fragments)
    return bytes(file)


def _clean(file: bytearray, box: _Box, depth: int, has_fragments: bool) -> None:
    if box.name in _BLANKED:
        _blank(file, box)
    elif box.name in _DATED:
        # Version 1 has two dates of eight bytes, version 0 of four; both after version and flags.
        dates = 16 if _number(file, box.body, 1) == 1 else 8
        if box.body + 4 + dates > box.end:
            raise Unreadable
        file[box.body + 4 : box.body + 4 + dates] = bytes(dates)
    elif box.name == b"trak" and _handler(file, box) not in _KEPT_TRACKS:
        if has_fragments:  # Its samples are listed elsewhere; nothing that records a film makes this.
            raise Unreadable
        _blank_samples(file, box)
        _blank(file, box)
    elif box.name in _CONTAINERS:
        if depth == _DEPTH_MAX:
            raise Unreadable
        for inner in _boxes(file, box.body, box.end):
            _clean(file, inner, depth + 1, has_fragments)


def _boxes(file: bytearray, at: int, end: int) -> Iterator[_Box]:
    while at < end:
        size, name, head = _number(file, at, 4), bytes(file[at + 4 : at + 8]), 8
        if size == 1:
            size, head = _number(file, at + 8, 8), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise Unreadable
        yield _Box(name, at, at + head, at + size)
        at += size


def _find(file: bytearray, box: _Box, *names: bytes) -> _Box:
    for name in names:
        found = next((inner for inner in _boxes(file, box.body, box.end) if inner.name == name), None)
        if found is None:
            raise Unreadable
        box = found
    return box


def _handler(file: bytearray, track: _Box) -> bytes:
    handler = _find(file, track, b"mdia", b"hdlr")
    return bytes(file[handler.body + 8 : handler.body + 12])


def _blank(file: bytearray, box: _Box) -> None:
    file[box.start + 4 : box.start + 8] = b"free"
    file[box.body : box.end] = bytes(box.end - box.body)


def _blank_samples(file: bytearray, track: _Box) -> None:
    table = _find(file, track, b"mdia", b"minf", b"stbl")
    offsets = _chunk_offsets(file, table)
    sizes, runs = _find(file, table, b"stsz"), _find(file, table, b"stsc")
    same, samples = _number(file, sizes.body + 4, 4), _number(file, sizes.body + 8, 4)
    starts = [(_number(file, at, 4), _number(file, at + 4, 4)) for at in _entries(file, runs, 12)]
    sample = run = 0
    for chunk, at in enumerate(offsets, 1):
        while run + 1 < len(starts) and starts[run + 1][0] <= chunk:
            run += 1
        for _ in range(starts[run][1] if starts else 0):
            if sample == samples:
                return
            size = same or _number(file, sizes.body + 12 + 4 * sample, 4)
            if at + size > len(file):
                raise Unreadable
            file[at : at + size] = bytes(size)
            at, sample = at + size, sample + 1


def _chunk_offsets(file: bytearray, table: _Box) -> list[int]:
    for box in _boxes(file, table.body, table.end):
        if box.name in (b"stco", b"co64"):
            width = 4 if box.name == b"stco" else 8
            return [_number(file, at, width) for at in _entries(file, box, width)]
    raise Unreadable


def _entries(file: bytearray, box: _Box, width: int) -> range:
    """Where the entries of a table begin: after version, flags and their count."""
    count = _number(file, box.body + 4, 4)
    if box.body + 8 + count * width > box.end:
        raise Unreadable
    return range(box.body + 8, box.body + 8 + count * width, width)


def _number(file: bytearray, at: int, width: int) -> int:
    if at + width > len(file):
        raise Unreadable
    return int.from_bytes(file[at : at + width], "big")
