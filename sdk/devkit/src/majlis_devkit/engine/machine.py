"""Run one event of one mini-app in a fresh instance, within its limits, and say what it came to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import wasmtime
from wasmtime.component import Component, Linker

from majlis_devkit.engine import values as v
from majlis_devkit.engine.outcome import Failure, Limits, Outcome, printable
from majlis_devkit.engine.senses import HostCall, Live, Senses
from majlis_devkit.engine.wasi import ALLOWED_IMPORTS, define_wasi

CONFIG_VERSION = "2"  # Raise it with any change below: artifacts are tied to the configuration that compiled them.
ABI_PREFIX, ABI_VERSION = "majlis:miniapp/", "@1.0.0"
_OUT_OF_MEMORY = "the event needed more memory than an app may use"
WASM_STACK_BYTES = 1024 * 1024
_PROPOSALS_OFF = (
    "threads",
    "memory64",
    "gc",
    "function_references",
    "exceptions",
    "stack_switching",
    "wide_arithmetic",
    "relaxed_simd",
    "tail_call",
    "custom_page_sizes",
)
_OFF_BELOW = ("wasm_component_model_async", "concurrency_support")  # wasmtime-py has no setters for them
INSTANCES_MAX, TABLES_MAX, TABLE_ELEMENTS_MAX = 64, 4, 20_000


class ArtifactRefused(Exception):
    """The component may not run here: it imports what no mini-app may import, or was built for another engine."""


class EngineEntered(RuntimeError):
    """A host call asked the engine for another event, which would have to wait for the one that asks."""


def wasm_engine(*, parallel: bool = False) -> wasmtime.Engine:
    """The one engine configuration, for compiling and for running. Parallel compilation starts threads."""
    config = wasmtime.Config()
    config.consume_fuel = True
    config.epoch_interruption = True
    config.parallel_compilation = parallel
    config.memory_init_cow = True
    config.max_wasm_stack = WASM_STACK_BYTES
    for proposal in _PROPOSALS_OFF:
        setattr(config, f"wasm_{proposal}", False)
    for setting in _OFF_BELOW:
        getattr(v.ffi, f"wasmtime_config_{setting}_set")(config.ptr(), False)
    return wasmtime.Engine(config)


def compile_component(wasm: bytes, interfaces: frozenset[str] | None = None) -> bytes:
    """Machine code for a component (~20 s of CPU), refused unless it imports of ours exactly `interfaces`.

    Starts threads: never call it in a process that forks.
    """
    engine = wasm_engine(parallel=True)
    component = Component(engine, wasm)
    check_imports(imports_of(component, engine), interfaces)
    return bytes(component.serialize())


def imports_of(component: Component, engine: wasmtime.Engine) -> list[str]:
    return sorted(dict(component.type.imports(engine)))


def check_imports(imports: list[str], interfaces: frozenset[str] | None = None) -> list[str]:
    """The mini-app interfaces among the imports; refuses any import outside the virtual WASI, and any but `interfaces`.

    With `interfaces` they must be exactly those: a component that lacks one was not made from the world it was given.
    """
    ours = [name.removeprefix(ABI_PREFIX).removesuffix(ABI_VERSION) for name in imports if _is_ours(name)]
    refused = [name for name in imports if not _is_ours(name) and name not in ALLOWED_IMPORTS]
    if interfaces is not None:
        refused += [name for name in ours if name not in interfaces]
    if refused:
        raise ArtifactRefused(f"imports outside its world: {', '.join(sorted(refused))}")
    if interfaces is not None and (missing := interfaces.difference(ours)):
        raise ArtifactRefused(f"does not import what its scopes name: {', '.join(sorted(missing))}")
    return ours


def _is_ours(name: str) -> bool:
    return name.startswith(ABI_PREFIX) and name.endswith(ABI_VERSION)


@dataclass
class _Call:
    """The event being run; there is never more than one in an engine."""

    senses: Senses
    limits: Limits
    calls: int = 0
    payload_bytes: int = 0
    output: bytearray = field(default_factory=bytearray)
    failure: tuple[Failure, str] | None = None
    raised: BaseException | None = None

    def write_output(self, content: bytes) -> None:
        self.output += content[: max(0, self.limits.output_bytes - len(self.output))]

    def charge(self, payload_bytes: int) -> None:
        self.payload_bytes += payload_bytes
        if self.payload_bytes > self.limits.host_payload_bytes:
            self.failure = (
                "APP_HOST_CALLS_EXCEEDED",
                f"more than {self.limits.host_payload_bytes} bytes of payload",
            )


@dataclass(frozen=True)
class _Loaded:
    component: Component
    linker: Linker
    callbacks: list[Any]  # ctypes frees a callback nobody holds, and the linker only has its address


@dataclass(frozen=True)
class _Fresh:
    """An instance nothing has run in yet."""

    artifact_id: str
    limits: Limits
    store: wasmtime.Store
    instance: Any


class Engine:
    """Loaded mini-apps and one event at a time; every event gets a new instance, which is dropped before the next."""

    def __init__(self) -> None:
        self._wasm = wasm_engine()
        self._loaded: dict[str, _Loaded] = {}
        self._call: _Call | None = None
        self._fresh: _Fresh | None = None
        self._spent: wasmtime.Store | None = None
        self._busy = threading.RLock()  # the callbacks find their event in `_call`: one at a time

    def load(self, artifact_id: str, path: Path) -> list[str]:
        """Map a compiled component; the caller has checked its MAC. Returns the interfaces it imports."""
        try:
            component = Component.deserialize_file(self._wasm, str(path))
        except wasmtime.WasmtimeError as error:
            raise ArtifactRefused(printable(str(error), 300)) from None
        interfaces = check_imports(imports_of(component, self._wasm))
        linker, callbacks = Linker(self._wasm), []

        def guard(body: v.Body) -> Any:
            callbacks.append(v.callback(body, self._after))
            return callbacks[-1]

        define_wasi(linker, self._current, guard)
        with linker.root() as root:
            for name in interfaces:
                with root.add_instance(f"{ABI_PREFIX}{name}{ABI_VERSION}") as instance:
                    v.define_function(instance, "call", guard(self._host_body(name)))
        linker.define_unknown_imports_as_traps(component)
        self._loaded[artifact_id] = _Loaded(component, linker, callbacks)
        return interfaces

    def drop(self, artifact_id: str) -> None:
        self._loaded.pop(artifact_id, None)

    def prepare(self, artifact_id: str) -> None:
        """Make the instance the next event of this artifact will run in, while nobody waits for it."""
        with self._alone():
            self._take("")
            self._clear()
            store, limits = wasmtime.Store(self._wasm), Limits()
            try:
                instance = _instantiate(store, self._loaded[artifact_id], limits)
            except (wasmtime.WasmtimeError, KeyError):
                store.close()  # the event will say why
            else:
                self._fresh = _Fresh(artifact_id, limits, store, instance)

    def clear(self) -> None:
        """Drop the last event's instance, half a millisecond that its answer need not wait for; else the next does."""
        with self._alone():
            self._clear()

    def _clear(self) -> None:
        spent, self._spent = self._spent, None
        if spent is not None:
            spent.close()

    def _take(self, artifact_id: str, limits: Limits | None = None) -> _Fresh | None:
        """The instance that was prepared, for this and under these limits, or it is dropped."""
        fresh, self._fresh = self._fresh, None
        if fresh is not None and (fresh.artifact_id, fresh.limits) != (artifact_id, limits):
            fresh.store.close()
            return None
        return fresh

    def run(
        self,
        artifact_id: str,
        event: str,
        *,
        host_call: HostCall,
        deadline: float,
        sources: str | None = None,
        limits: Limits | None = None,
    ) -> Outcome:
        """Run one event. `deadline` is on time.monotonic(); `sources` is for the runner only (its `load`).

        From another thread it waits its turn; from a host call of an event of this engine it raises EngineEntered.
        """
        return self.run_in(Live(host_call, deadline), artifact_id, event, sources=sources, limits=limits)

    def run_in(
        self, senses: Senses, artifact_id: str, event: str, *, sources: str | None = None, limits: Limits | None = None
    ) -> Outcome:
        """Run one event in a world of the caller's: one that is noted, or one that was."""
        with self._alone():
            self._clear()
            call = self._call = _Call(senses, limits or Limits())
            started = time.thread_time()
            fresh = self._take(artifact_id, call.limits)
            store = wasmtime.Store(self._wasm) if fresh is None else fresh.store
            answer: bytes | None = None
            try:
                loaded = self._loaded[artifact_id]
                instance = fresh.instance if fresh is not None else _instantiate(store, loaded, call.limits)
                answer = _enter(store, instance, event, sources, call)
            except (wasmtime.WasmtimeError, v.AnswerTooLarge) as error:
                call.failure = call.failure or _failure(error, store, call)
            finally:
                fuel_left = _fuel(store)
                self._spent, self._call = store, None
            if call.raised is not None and not isinstance(call.raised, Exception):
                raise call.raised  # the developer's Ctrl-C, held back until no wasm frame is on the stack
            return _outcome(call, answer, call.limits.fuel - fuel_left, (time.thread_time() - started) * 1000)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._busy:
            if self._call is not None:  # our own thread's: nobody else passes the lock
                raise EngineEntered("an event is running here; what its host calls run needs another engine")
            yield

    def _current(self) -> _Call:
        assert self._call is not None
        return self._call

    def _host_body(self, interface: str) -> v.Body:
        def body(_context: Any, args: Any, results: Any) -> None:
            call = self._current()
            call.calls += 1
            if call.calls > call.limits.host_calls:
                call.failure = ("APP_HOST_CALLS_EXCEEDED", f"more than {call.limits.host_calls} host calls")
                return
            call.charge(args[0].of.string.size + args[1].of.string.size)
            if call.failure is not None:
                return
            answer = _utf8(call.senses.ask(interface, v.get_string(args[0]).decode(), v.get_string(args[1]).decode()))
            call.charge(len(answer))
            v.put_string(results[0], answer)

        return body

    def _after(self, raised: BaseException | None) -> bytes | None:
        """After every callback: end the guest when it broke a limit or we failed, and stop it at its deadline."""
        call = self._current()
        if raised is not None:
            call.raised = call.raised or raised
            call.failure = call.failure or ("APP_CRASHED", f"a host function failed: {type(raised).__name__}")
        if call.senses.is_late():
            self._wasm.increment_epoch()
        return call.failure[1].encode() if call.failure is not None else None


def _instantiate(store: wasmtime.Store, loaded: _Loaded, limits: Limits) -> Any:
    store.set_limits(limits.memory_bytes, TABLE_ELEMENTS_MAX, INSTANCES_MAX, TABLES_MAX, 1)
    store.set_fuel(limits.fuel)
    store.set_epoch_deadline(1)  # before instantiate: start functions run there
    return loaded.linker.instantiate(store, loaded.component)


def _enter(store: wasmtime.Store, instance: Any, event: str, sources: str | None, call: _Call) -> bytes | None:
    store.set_epoch_deadline(1)  # from now: it may have been prepared before an event that was late
    if sources is not None:
        v.call_with_string(instance.get_func(store, "load"), store, _utf8(sources), 0, returns=False)
    handle = instance.get_func(store, "handle")
    return v.call_with_string(handle, store, _utf8(event), call.limits.answer_bytes, returns=True)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # a lone surrogate would be refused inside the trampoline


def _fuel(store: wasmtime.Store) -> int:
    try:
        return store.get_fuel()
    except wasmtime.WasmtimeError:
        return 0


def _failure(error: Exception, store: wasmtime.Store, call: _Call) -> tuple[Failure, str]:
    """Name the reason a guest ended. Only the last trap line counts: frame names above it are the guest's words."""
    if isinstance(error, v.AnswerTooLarge):
        return "APP_CRASHED", f"the answer is {error.args[0]} bytes, more than {call.limits.answer_bytes}"
    text = str(error)
    traps = [line.strip() for line in text.splitlines() if "wasm trap:" in line or "all fuel consumed" in line]
    last = traps[-1] if traps else text.strip().splitlines()[-1].strip()
    if _fuel(store) == 0 or "all fuel consumed" in last:
        return "APP_OUT_OF_FUEL", "the event used up its processor time"
    if "wasm trap: interrupt" in last:
        return "APP_TIMED_OUT", "the event ran past its deadline"
    if b"MemoryError" in bytes(call.output[-400:]):
        return "APP_OUT_OF_MEMORY", _OUT_OF_MEMORY
    return "APP_CRASHED", printable(last, 300)


def _told_failure(answer: bytes | None) -> tuple[Failure | None, str]:
    """A failure an answer admits: the SDK catches MemoryError and tells it as the app's crash."""
    if answer is None:
        return "APP_CRASHED", "the guest gave no answer"
    if answer.startswith(b'{"error"') and b'"message":"MemoryError' in answer[:200].replace(b": ", b":"):
        return "APP_OUT_OF_MEMORY", _OUT_OF_MEMORY
    return None, ""


def _outcome(call: _Call, answer: bytes | None, fuel_used: int, cpu_ms: float) -> Outcome:
    failure, detail = call.failure or _told_failure(answer)
    return Outcome(
        answer=answer.decode() if answer is not None and failure is None else None,
        failure=failure,
        detail=detail,
        fuel_used=fuel_used,
        cpu_ms=round(cpu_ms, 3),
        host_calls=call.calls,
        output=printable(bytes(call.output)),
    )
