"""Makes the objects of a Python snapshot immortal, so that events share their pages; pure: wasm bytes in and out.

`miniapp._immortal` left a list of addresses in the snapshot's memory. An immortal object's reference count is never
written, by CPython's own rule for 32-bit builds: any count from 2**30 on. A component without a list is left as it is.
The guest's addresses are not trusted: whatever they are, only bytes of its own memory's first contents are changed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from miniapp._immortal import MARK

VERSION = "1"  # Part of every artifact's name: raise it when snapshots come out differently.
IMMORTAL_COUNT = 5 << 28  # CPython's _Py_IMMORTAL_INITIAL_REFCNT where a pointer has 32 bits
# An object that ended since it was listed has a pointer or nothing in its first word; no pointer is as small as this.
COUNT_MAX = 1 << 16
OBJECTS_MAX = 1_000_000
_CORE_MODULE, _COMPONENT, _DATA = 1, 4, 11
_HEADER_BYTES = 8
_I32_CONST, _END = 0x41, 0x0B
_MARK = struct.pack("<4I", *MARK)


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of the memory's first contents: its address there, and where in the file."""

    address: int
    offset: int
    size: int


def immortalise(wasm: bytes) -> bytes:
    """The component with every listed object immortal."""
    at = wasm.find(_MARK)
    if at < 0:
        return wasm
    start = at + len(_MARK)
    (count,) = struct.unpack_from("<I", wasm, start)
    if count > OBJECTS_MAX or start + 4 + 8 * count > len(wasm):
        return wasm
    listed = struct.iter_unpack("<II", wasm[start + 4 : start + 4 + 8 * count])
    module = next(module for module in _modules(wasm, _HEADER_BYTES, len(wasm)) if module[0] <= at < module[1])
    segments = sorted(_segments(wasm, *module), key=lambda segment: segment.address)
    patched = bytearray(wasm)
    _patch(patched, segments, sorted(listed))
    return bytes(patched)


def _patch(patched: bytearray, segments: list[_Segment], listed: list[tuple[int, int]]) -> None:
    ordered = iter(segments)
    segment = next(ordered, None)
    for address, listed_type in listed:
        while segment is not None and address + 8 > segment.address + segment.size:
            segment = next(ordered, None)
        if segment is None:
            return
        if address < segment.address:
            continue
        place = segment.offset + address - segment.address
        references, type_address = struct.unpack_from("<II", patched, place)
        if 0 < references < COUNT_MAX and type_address == listed_type:
            struct.pack_into("<I", patched, place, IMMORTAL_COUNT)


def _modules(wasm: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the core modules of a component begin and end, nested ones too."""
    at = start
    while at < end:
        kind = wasm[at]
        size, at = _number(wasm, at + 1)
        if kind == _CORE_MODULE:
            yield at, at + size
        elif kind == _COMPONENT:
            yield from _modules(wasm, at + _HEADER_BYTES, at + size)
        at += size


def _segments(wasm: bytes, start: int, end: int) -> Iterator[_Segment]:
    """The data segments of a core module that lie at a constant address."""
    at = start + _HEADER_BYTES
    while at < end:
        kind = wasm[at]
        size, at = _number(wasm, at + 1)
        if kind == _DATA:
            yield from _data(wasm, at)
        at += size


def _data(wasm: bytes, at: int) -> Iterator[_Segment]:
    count, at = _number(wasm, at)
    for _ in range(count):
        flags, at = _number(wasm, at)
        if flags == 2:
            _, at = _number(wasm, at)
        address = None
        if flags != 1:  # 1: passive, it lies nowhere yet
            if wasm[at] != _I32_CONST:
                return  # Placed by a computed address: no snapshot of ours.
            address, at = _signed(wasm, at + 1)
            if wasm[at] != _END:
                return
            at += 1
        size, at = _number(wasm, at)
        if address is not None:
            yield _Segment(address, at, size)
        at += size


def _number(wasm: bytes, at: int) -> tuple[int, int]:
    """An unsigned LEB128 number and where it ends."""
    value = shift = 0
    while True:
        byte = wasm[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def _signed(wasm: bytes, at: int) -> tuple[int, int]:
    """A signed LEB128 number of 32 bits, as an address, and where it ends."""
    start = at
    value, at = _number(wasm, at)
    bits = 7 * (at - start)
    if wasm[at - 1] & 0x40:
        value -= 1 << bits
    return value & 0xFFFFFFFF, at
