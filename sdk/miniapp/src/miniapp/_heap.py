"""Where things lie in the snapshot: code side by side, and no holes for an event's own things.

Every page an event writes into becomes its own, at a microsecond or two. CPython writes into code while it runs it for
the first times, and a little for ever; compiled among other things, each function costs a page. What an event makes
would go into the holes that loading left all over the heap, a page for each.

Only in the sandbox. Natively things lie elsewhere, and nobody shares them.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable
from types import CodeType, FunctionType, ModuleType

_SMALL_BYTES_MAX, _POOL_BYTES, _BYTES_OVERHEAD = 512, 16_384, sys.getsizeof(b"")  # CPython's small-object allocator
_LARGE = (65_536, 16_384, 4_096, 2_048, 1_024, 768, 544)  # Above it malloc's, which takes the smallest hole that fits.
_EDGE_BYTES = 1 << 18  # Hardly a hole is as large, so it lies behind all of them.
_FILLERS_MAX = 120_000
_WARM = 8  # More runs than it takes CPython to make a lookup short.
_INT, _INT_BYTES = 1_000_000, 16  # It and what follows.
_fillers: list[object] = []


def gather(is_ours: Callable[[str], bool]) -> None:
    """Make the code of these modules' functions anew, in one place. It forgets that it has been running."""
    if not _is_sandbox():
        return
    held = _fill()
    made: dict[int, CodeType] = {}

    def anew(code: CodeType) -> CodeType:
        if id(code) not in made:
            inner = tuple(anew(each) if type(each) is CodeType else each for each in code.co_consts)
            made[id(code)] = code.replace(co_consts=inner)
        return made[id(code)]

    functions = [each for each in gc.get_objects() if type(each) is FunctionType]
    ours = [each for each in functions if is_ours(str(each.__globals__.get("__name__")))]
    kept = [each.__code__ for each in ours]  # Until all are made, so that no two have had one address.
    for function in ours:
        function.__code__ = anew(function.__code__)
    del kept, held


def number(modules: Iterable[object]) -> None:
    """Have CPython number these modules' names and classes, as it does when their first lookup is made short."""
    if not _is_sandbox():
        return
    for module in modules:
        if type(module) is not ModuleType:
            continue  # An app may put anything there.
        look = FunctionType((lambda: __name__).__code__.replace(), vars(module))
        for _ in range(_WARM):
            look()
        for thing in list(vars(module).values()):
            if issubclass(type(thing), type):  # Not isinstance, which would ask the app's own __class__.
                type.__getattribute__(thing, "__name__")


def fill() -> None:
    """Use up the holes for good."""
    if _is_sandbox():
        _fillers[:] = _fill()


def _is_sandbox() -> bool:
    return sys.maxsize < 1 << 32


def _fill() -> list[object]:
    """What lies in every hole now; while it is held, new things lie side by side."""
    edge = bytes(_EDGE_BYTES)
    held: list[object] = []
    for size in _LARGE:
        while len(held) < _FILLERS_MAX:
            held.append(bytes(size - _BYTES_OVERHEAD))
            if id(held[-1]) > id(edge):
                break
    for size in range(8, _SMALL_BYTES_MAX + 1, 8):
        in_a_row, before = 0, 0
        # A pool that was empty is handed out in ascending order; a used one in any.
        while in_a_row < _POOL_BYTES // size and len(held) < _FILLERS_MAX:
            held.append(_filler(size, len(held)))
            in_a_row = in_a_row + 1 if id(held[-1]) - before == size else 0
            before = id(held[-1])
    return held


def _filler(size: int, number: int) -> object:
    """A new object of so many bytes."""
    if size > _BYTES_OVERHEAD:
        return bytes(size - _BYTES_OVERHEAD)
    return _INT + number if size == _INT_BYTES else object()
