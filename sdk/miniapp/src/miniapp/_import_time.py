"""While an app's modules are imported, clocks and randomness refuse: every user would get what they give, for ever.

A snapshot imports an app once for all its events, the runner once an event, tests natively: all refuse the same. Only
a call that comes from a line of the app is refused, so that libraries and other threads notice nothing.
"""

from __future__ import annotations

import os
import random
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from types import BuiltinFunctionType, CodeType, FrameType
from typing import Any

from miniapp.errors import NotAtImport

_CLOCKS = "time monotonic perf_counter process_time thread_time clock_gettime"
_HOW = {
    "clock": "now() of miniapp, inside a handler, is the moment of the event",
    "chance": "call it inside a handler; there every event gets its own",
}
# A date's own methods are C that reads the clock itself, and nothing of theirs can be replaced.
_NOW = frozenset({"now", "utcnow", "today"})
_TOOL = 4  # Of sys.monitoring; the numbers below 3 and 5 have owners.

_app: object = None  # The loader whose modules are being imported.
_watched: list[CodeType] = []


@contextmanager
def refusing(loader: object) -> Iterator[None]:
    """Inside the block the modules of this loader run; NotAtImport is raised at their line. Nothing of it remains."""
    global _app
    before, _app = _app, loader
    try:
        with ExitStack() as originals:
            if before is None:
                for owner, name, gate in _gates():
                    originals.callback(_put, owner, name, vars(owner).get(name))
                    setattr(owner, name, gate)
            yield
    finally:
        _app = before
        _unwatch()


def watch(code: CodeType, text: str) -> None:
    """Have this module's code, about to run, refuse `datetime.now` and its like. Natively from Python 3.12 on."""
    if _app is None or not any(f".{name}" in text for name in _NOW):
        return  # The runner asks at every event, and looking through all code is slow.
    if sys.version_info >= (3, 12) and _is_ours():
        for inner in _reading_now(code):
            _watched.append(inner)
            sys.monitoring.set_local_events(_TOOL, inner, sys.monitoring.events.CALL)


def _unwatch() -> None:
    # Events of one code object only, and the tool is kept: ending a tool has every function looked through anew.
    if sys.version_info >= (3, 12):
        while _watched:
            sys.monitoring.set_local_events(_TOOL, _watched.pop(), 0)


def _is_ours() -> bool:
    if sys.version_info >= (3, 12):
        if sys.monitoring.get_tool(_TOOL) is None:
            sys.monitoring.use_tool_id(_TOOL, "miniapp")
            sys.monitoring.register_callback(_TOOL, sys.monitoring.events.CALL, _on_call)
        return sys.monitoring.get_tool(_TOOL) == "miniapp"
    return False


def _reading_now(code: CodeType) -> Iterator[CodeType]:
    if not _NOW.isdisjoint(code.co_names):
        yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _reading_now(inner)


def _on_call(code: CodeType, offset: int, called: Any, first: Any) -> None:
    if type(called) is BuiltinFunctionType and called.__name__ in _NOW:
        kind = called.__self__
        if isinstance(kind, type) and issubclass(kind, date):
            _refuse(f"{kind.__name__}.{called.__name__}", "clock")


def _gates() -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    """(owner, attribute, what stands in for it): everything that asks a clock or for randomness goes through one."""
    clocks = [name + suffix for name in _CLOCKS.split() for suffix in ("", "_ns") if hasattr(time, name + suffix)]
    for name in clocks:
        yield time, name, _gate(time, name, "clock")
    for name, given in (("localtime", 1), ("gmtime", 1), ("ctime", 1), ("asctime", 1), ("strftime", 2)):
        yield time, name, _gate(time, name, "clock", fewer_than=given)
    yield os, "urandom", _gate(os, "urandom", "chance")
    yield random, "_urandom", _gate(random, "_urandom", "chance")  # SystemRandom, secrets
    yield uuid, "uuid1", _gate(uuid, "uuid1", "chance")
    for name in ("random", "getrandbits", "seed", "getstate"):
        yield random, name, _gate(random, name, "chance")
    # The functions of the module are methods of this one, which ask these two of it.
    shared = vars(random)["_inst"]
    for name in ("random", "getrandbits"):
        yield shared, name, _gate(shared, name, "chance")
    # An instance may be made with a seed: then it gives the same wherever it is made.
    yield random.Random, "seed", _gate(random.Random, "seed", "chance", fewer_than=2)


def _gate(owner: Any, name: str, kind: str, *, fewer_than: int = sys.maxsize) -> Callable[..., Any]:
    """What refuses while the app is imported, and afterwards, where an app kept it, is what it stands for.

    With as many arguments it asks nobody: they say which moment, or which seed.
    """
    real = getattr(owner, name)

    def gate(*args: Any, **kwargs: Any) -> Any:
        if _app is not None:
            given = [argument for argument in (*args, *kwargs.values()) if argument is not None]
            if len(given) < fewer_than:
                _refuse(f"{getattr(owner, '__name__', 'random')}.{name}", kind)
        return real(*args, **kwargs)

    gate.__name__, gate.__doc__ = name, real.__doc__
    return gate


def _put(owner: Any, name: str, original: Any) -> None:
    if original is None:
        delattr(owner, name)
    else:
        setattr(owner, name, original)


def _refuse(name: str, kind: str) -> None:
    """Raise, if the app's own import is what calls."""
    inner: FrameType | None = None
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and not _is_app(frame):
        if frame.f_globals.get("__spec__") is not None:  # Of a module; what `eval` runs has none.
            if frame.f_code.co_name == "<module>":
                return  # A library that is being imported.
            inner = frame
        frame = frame.f_back
    if frame is not None:
        called = name if inner is None else _name(inner)
        place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        raise NotAtImport(
            f"{called}() in {place} runs while the app is imported, once for everybody: all users would get the same "
            f"value for ever. Fix: {_HOW[kind]}.",
            call=f"{called}()",
        )


def _is_app(frame: FrameType) -> bool:
    return getattr(frame.f_globals.get("__spec__"), "loader", None) is _app


def _name(called: FrameType) -> str:
    """The function of a library that the app called: random.choice, secrets.token_hex, uuid.uuid4."""
    qualified = called.f_code.co_qualname.removesuffix(".__init__").removesuffix(".seed")
    qualified = qualified.removeprefix("Random.") if qualified != "Random" else qualified
    return f"{called.f_globals.get('__name__')}.{qualified}"
