"""The heap as events should find it: its objects listed, for the build to make immortal, and its holes filled.

Counting a reference writes into the object, and a write makes the object's page private to the event: most of the
pages an event dirtied were dirtied by counting only. CPython leaves the count of an immortal object alone. It has no
call to make one, so the build writes the count into the snapshot's memory (`majlis_devkit.immortal`).

What an event makes would go into the holes that loading left all over the heap, a page dirtied for each.
"""

from __future__ import annotations

import gc
import sys
from array import array
from types import CodeType
from typing import Any

MARK = (0x4D414A4C, 0x49534D45, 0x4D4F5259, 0x21494D4D)  # Then how many, then address and type of each; 32 bits each.
_GRAIN = 8  # Objects are aligned to it.
_SMALL_BYTES_MAX, _POOL_BYTES, _BYTES_OVERHEAD = 512, 16_384, sys.getsizeof(b"")  # CPython's small-object allocator
_FILLERS_MAX = 60_000
_INT = 1_000_000  # and what follows: 16 bytes each
_fillers: tuple[object, ...] = ()
_told: array[int] | None = None  # Read from the snapshot, never by Python.


def arrange() -> None:
    """Last but for freezing the collector. Natively, where objects lie elsewhere and nobody shares them, nothing."""
    if sys.maxsize < 1 << 32:
        gc.collect()
        _tell()
        _fill_gaps()


def _tell() -> None:
    """Write down address and type of every object there is now."""
    global _told
    seen, found = bytearray(1 << 20), array("I")
    waiting: list[Any] = gc.get_objects()
    while waiting:
        for thing in _parts(waiting.pop()):
            place = id(thing) // _GRAIN
            at, bit = place >> 3, 1 << (place & 7)
            if at >= len(seen):
                seen.extend(bytes(at + 1 - len(seen)))
            if not seen[at] & bit:
                seen[at] |= bit
                found.append(id(thing))
                found.append(id(type(thing)))
                waiting.append(thing)
    _told = array("I", (*MARK, len(found) // 2)) + found


def _parts(thing: Any) -> list[Any]:
    """What the object refers to; a code object does not tell the collector."""
    parts = gc.get_referents(thing)
    if type(thing) is CodeType:
        parts += [thing.co_consts, thing.co_names, thing.co_name, thing.co_qualname, thing.co_filename]
        parts += [thing.co_linetable, thing.co_exceptiontable]
    return parts


def _fill_gaps() -> None:
    """Use up the holes the build left in the small-object heap, so that an event's objects lie side by side."""
    global _fillers
    held: list[object] = []
    for size in range(16, _SMALL_BYTES_MAX + 1, 8):
        in_a_row, before = 0, 0
        # A pool that was empty is handed out in ascending order; a used one in any.
        while in_a_row < _POOL_BYTES // size and len(held) < _FILLERS_MAX:
            filler = bytes(size - _BYTES_OVERHEAD) if size > _BYTES_OVERHEAD else _INT + len(held)
            in_a_row = in_a_row + 1 if id(filler) - before == size else 0
            before = id(filler)
            held.append(filler)
    _fillers = tuple(held)
