"""A WASI that grants nothing: a coarse clock, fresh randomness and a capped output, no files, no sockets.

Everything a componentize-py component imports from `wasi:` is defined here in Python or traps when called, so no
line of a real WASI implementation is reachable from a mini-app.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from wasmtime.component import Linker, LinkerInstance, ResourceType

from majlis_devkit.engine import values as v
from majlis_devkit.engine.senses import MS_NS, Senses

WASI_VERSION = "0.2.9"
RANDOM_BYTES_MAX = 4_096  # CPython asks for 256 at a time
WRITE_BYTES_MAX = 4_096

_ERROR, _POLLABLE, _INPUT, _OUTPUT, _DESCRIPTOR, _TERM_IN, _TERM_OUT = range(101, 108)

# Imported by every CPython build and left undefined: calling any of these traps.
_TRAPPING = {
    "sockets": "instance-network ip-name-lookup network tcp tcp-create-socket udp udp-create-socket",
    "cli": "exit",
}
_DEFINED = {
    "cli": "environment stderr stdin stdout "
    "terminal-input terminal-output terminal-stderr terminal-stdin terminal-stdout",
    "clocks": "monotonic-clock wall-clock",
    "filesystem": "preopens types",
    "io": "error poll streams",
    "random": "random",
}
ALLOWED_IMPORTS = frozenset(
    f"wasi:{package}/{name}@{WASI_VERSION}"
    for table in (_TRAPPING, _DEFINED)
    for package, names in table.items()
    for name in names.split()
)


class Running(Protocol):
    """The event that runs: what it learns of the world, and where its stdout and stderr go."""

    @property
    def senses(self) -> Senses: ...
    def write_output(self, content: bytes) -> None: ...


def define_wasi(linker: Linker, running: Callable[[], Running], guard: Callable[[v.Body], Any]) -> None:
    """Define the virtual WASI on a linker; `guard` turns a body into a C callback that never raises."""
    with linker.root() as root:
        for name, (resources, bodies) in _interfaces(running).items():
            with root.add_instance(f"wasi:{name}@{WASI_VERSION}") as instance:
                _define(instance, resources, bodies, guard)


def _define(
    instance: LinkerInstance,
    resources: dict[str, int],
    bodies: dict[str, v.Body],
    guard: Callable[[v.Body], Any],
) -> None:
    for name, number in resources.items():
        v.define_resource(instance, name, ResourceType.host(number))
    for name, body in bodies.items():
        v.define_function(instance, name, guard(body))


def _borrowing(answer: Callable[[Any, Any, Any], None]) -> v.Body:
    def body(context: Any, args: Any, results: Any) -> None:
        v.drop_borrow(context, args[0])
        answer(context, args, results)

    return body


def _poll(context: Any, args: Any, results: Any) -> None:
    """Everything is always ready: a sleeping guest wakes at once and runs into its deadline instead."""
    waiting = args[0].of.list
    for index in range(waiting.size):
        v.drop_borrow(context, waiting.data[index])
    v.put_list(results[0], [partial(v.put_u32, number=index) for index in range(waiting.size)])


def _randomness(running: Callable[[], Running]) -> dict[str, v.Body]:
    def some(_context: Any, args: Any, results: Any) -> None:
        if args[0].of.u64 > RANDOM_BYTES_MAX:
            raise ValueError("too much randomness asked for at once")
        v.put_bytes(results[0], running().senses.random(args[0].of.u64))

    def number(_context: Any, _args: Any, results: Any) -> None:
        v.put_u64(results[0], int.from_bytes(running().senses.random(8), "little"))

    return {"get-random-bytes": some, "get-random-u64": number}


def _date(results: Any, nanoseconds: int) -> None:
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    v.put_record(
        results[0],
        {"seconds": partial(v.put_u64, number=seconds), "nanoseconds": partial(v.put_u32, number=rest)},
    )


def _gives(put: Callable[[Any], None]) -> v.Body:
    return lambda _context, _args, results: put(results[0])


def _gives_own(resource: int) -> v.Body:
    return lambda context, _args, results: v.put_own(context, results[0], resource)


def _streams(running: Callable[[], Running]) -> dict[str, v.Body]:
    def write(_context: Any, args: Any, results: Any) -> None:
        running().write_output(v.get_bytes(args[1]))
        v.put_ok(results[0])

    def check_write(_context: Any, _args: Any, results: Any) -> None:
        v.put_ok(results[0], partial(v.put_u64, number=WRITE_BYTES_MAX))

    def done(_context: Any, _args: Any, results: Any) -> None:
        v.put_ok(results[0])

    method = "[method]output-stream."
    return {
        method + "check-write": _borrowing(check_write),
        method + "write": _borrowing(write),
        method + "blocking-write-and-flush": _borrowing(write),
        method + "flush": _borrowing(done),
        method + "blocking-flush": _borrowing(done),
        method + "subscribe": _borrowing(_gives_own(_POLLABLE)),
    }


def _clocks(running: Callable[[], Running]) -> dict[str, tuple[dict[str, int], dict[str, v.Body]]]:
    """Coarse ones: what is measured finely can be listened to."""
    return {
        "clocks/wall-clock": (
            {},
            {
                "now": lambda _c, _a, r: _date(r, running().senses.clock_ms("wall") * MS_NS),
                "resolution": lambda _c, _a, r: _date(r, MS_NS),
            },
        ),
        "clocks/monotonic-clock": (
            {},
            {
                "now": lambda _c, _a, r: v.put_u64(r[0], running().senses.clock_ms("monotonic") * MS_NS),
                "resolution": _gives(partial(v.put_u64, number=MS_NS)),
                "subscribe-instant": _gives_own(_POLLABLE),
                "subscribe-duration": _gives_own(_POLLABLE),
            },
        ),
    }


def _interfaces(running: Callable[[], Running]) -> dict[str, tuple[dict[str, int], dict[str, v.Body]]]:
    """Every interface we define: its resources and its functions."""
    terminal: dict[str, tuple[dict[str, int], dict[str, v.Body]]] = {
        f"cli/terminal-{name}": ({}, {f"get-terminal-{name}": _gives(v.put_none)})
        for name in ("stdin", "stdout", "stderr")
    }
    return {
        "io/error": ({"error": _ERROR}, {}),
        "io/poll": (
            {"pollable": _POLLABLE},
            {
                "[method]pollable.block": _borrowing(lambda _c, _a, _r: None),
                "[method]pollable.ready": _borrowing(_gives(partial(v.put_bool, flag=True))),
                "poll": _poll,
            },
        ),
        "io/streams": ({"input-stream": _INPUT, "output-stream": _OUTPUT}, _streams(running)),
        "random/random": ({}, _randomness(running)),
        **_clocks(running),
        "cli/environment": (
            {},
            {
                "get-environment": _gives(partial(v.put_list, fill=[])),
                "get-arguments": _gives(partial(v.put_list, fill=[])),
                "initial-cwd": _gives(v.put_none),
            },
        ),
        "cli/stdin": ({}, {"get-stdin": _gives_own(_INPUT)}),
        "cli/stdout": ({}, {"get-stdout": _gives_own(_OUTPUT)}),
        "cli/stderr": ({}, {"get-stderr": _gives_own(_OUTPUT)}),
        "cli/terminal-input": ({"terminal-input": _TERM_IN}, {}),
        "cli/terminal-output": ({"terminal-output": _TERM_OUT}, {}),
        **terminal,
        "filesystem/types": ({"descriptor": _DESCRIPTOR}, {}),
        "filesystem/preopens": ({}, {"get-directories": _gives(partial(v.put_list, fill=[]))}),
    }
