"""WebM without its metadata: tags, attachments, titles, dates, the recorder's name become empty space where they lie.

EBML (RFC 8794) and Matroska's element ids; pure. A recording that was cut off in its last cluster is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.messaging.media.unreadable import Unreadable

_HEADER, _SEGMENT, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
_ENTERED = {_SEGMENT, 0x1549A966, 0x1654AE6B, 0xAE}  # Segment, its Info, its Tracks, each TrackEntry.
_BLANKED = {
    0x1254C367, 0x1941A469,  # Tags, Attachments
    0x7BA9, 0x4461, 0x7384, 0x3C83AB, 0x3E83BB,  # Title, DateUTC, names of this file, the one before and after
    0x536E,  # A track's name
    0xBF, 0xEC,  # A checksum, which would no longer hold; what was empty space, and may hold anything
}  # fmt: skip
_RECORDERS = {0x4D80, 0x5741}  # Which program made it: must be there, may say nothing.
_VOID = 0xEC
_OF_CLUSTER = {0xE7, 0xA7, 0xAB, 0xA3, 0xA0, 0xAF, 0xBF, 0xEC, 0x5854}


@dataclass(frozen=True, slots=True)
class _Element:
    id: int
    start: int
    body: int
    end: int


def clean(content: bytes) -> bytes:
    """The same film or sound, as long as it was. Unreadable where its elements do not add up."""
    file = bytearray(content)
    top = list(_elements(file, 0, len(file)))
    if [element.id for element in top[:2]] != [_HEADER, _SEGMENT]:
        raise Unreadable
    if b"webm" not in file[top[0].body : top[0].end]:
        raise Unreadable
    _clean(file, top[1])
    return bytes(file[: top[1].end])


def _clean(file: bytearray, parent: _Element) -> None:
    for element in _elements(file, parent.body, parent.end):
        if element.id in _BLANKED:
            _blank(file, element)
        elif element.id in _RECORDERS:
            file[element.body : element.end] = b" " * (element.end - element.body)
        elif element.id in _ENTERED and element.id != _SEGMENT:
            _clean(file, element)


def _elements(file: bytearray, at: int, end: int) -> Iterator[_Element]:
    while at < end:
        id_, body = _vint(file, at, keep_mark=True)
        width_at = body
        size, body = _vint(file, body, keep_mark=False)
        if size == (1 << 7 * (body - width_at)) - 1:  # Not known when it was written: a live recording.
            stop = end if id_ != _CLUSTER else _cluster_end(file, body, end)
        elif id_ in (_CLUSTER, _SEGMENT):
            stop = min(body + size, end)
        else:
            stop = body + size
        if stop > end:
            raise Unreadable
        yield _Element(id_, at, body, stop)
        at = stop


def _cluster_end(file: bytearray, at: int, end: int) -> int:
    """Where a cluster of unknown size ends: at the first element that is none of a cluster's."""
    while at < end:
        id_, body = _vint(file, at, keep_mark=True)
        if id_ not in _OF_CLUSTER:
            return at
        size, body = _vint(file, body, keep_mark=False)
        at = min(body + size, end)
    return at


def _vint(file: bytearray, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number of variable width, and where it ends."""
    first = file[at] if at < len(file) else 0
    if first == 0:
        raise Unreadable
    width = 9 - first.bit_length()
    if at + width > len(file):
        raise Unreadable
    value = int.from_bytes(file[at : at + width], "big")
    return (value if keep_mark else value & (1 << 7 * width) - 1), at + width


def _blank(file: bytearray, element: _Element) -> None:
    total = element.end - element.start
    width = 8 if total >= 9 else 1
    size = total - 1 - width
    head = bytes([_VOID]) + (size | 1 << 7 * width).to_bytes(width, "big")
    file[element.start : element.end] = head + bytes(size)
