"""The objects of the heap, listed for the build to make immortal.

Counting a reference writes into the object, and a write makes the object's page private to the event: most of the
pages an event dirtied were dirtied by counting only. CPython leaves the count of an immortal object alone. It has no
call to make one, so the build writes the count into the snapshot's memory (`majlis_devkit.immortal`).
"""

from __future__ import annotations

import gc
import sys
from array import array
from types import CodeType
from typing import Any

MARK = (0x4D414A4C, 0x49534D45, 0x4D4F5259, 0x21494D4D)  # Then how many, then address and type of each; 32 bits each.
_GRAIN = 8  # Objects are aligned to it.
_told: array[int] | None = None  # Read from the snapshot, never by Python.


def tell() -> None:
    """Write down address and type of every object there is now. Natively, where nobody shares them, nothing."""
    global _told
    if sys.maxsize > 1 << 32:
        return
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
