"""wasmtime-py 50 behaves as the engine relies on: each claim here is a line of majlis_devkit.engine that needs it.

Run this first after raising the pinned version. Small components in text form, no runner needed except where said.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import wasmtime
import wasmtime.component._enter as wasmtime_enter
from wasmtime import WasmtimeError
from wasmtime import _ffi as raw_ffi
from wasmtime.component import Component, Linker

from majlis_devkit.build import Artifact
from majlis_devkit.engine import values as v
from majlis_devkit.engine.machine import compile_component, imports_of, wasm_engine

ffi: Any = raw_ffi


def component(engine: wasmtime.Engine, body: str, *, calls_host: bool = False) -> Component:
    """A component exporting `run`, whose core function has this body and may `(call $host)`."""
    imported = '(import "host" (func $host)) (core func $lowered (canon lower (func $host)))' if calls_host else ""
    declared = '(import "host" "host" (func $host))' if calls_host else ""
    given = '(with "host" (instance (export "host" (func $lowered))))' if calls_host else ""
    return Component(
        engine,
        f"""(component
          {imported}
          (core module $m {declared} (memory 1) (func (export "run") {body}))
          (core instance $i (instantiate $m {given}))
          (func (export "run") (canon lift (core func $i "run"))))""",
    )


def run(
    engine: wasmtime.Engine, made: Component, linker: Linker | None = None, *, fuel: int = 1_000_000, memory: int = -1
) -> wasmtime.Store:
    store = wasmtime.Store(engine)
    store.set_fuel(fuel)
    store.set_epoch_deadline(1)
    store.set_limits(memory_size=memory)
    instance = (linker or Linker(engine)).instantiate(store, made)
    function = instance.get_func(store, "run")
    assert function is not None
    function(store)
    return store


def host_function(engine: wasmtime.Engine, body: v.Body, after: Callable[[Any], bytes | None]) -> tuple[Linker, Any]:
    linker, entry = Linker(engine), v.callback(body, after)
    with linker.root() as root:
        v.define_function(root, "host", entry)
    return linker, entry


def test_fuel_ends_an_endless_loop_and_leaves_none() -> None:
    engine = wasm_engine()
    store = wasmtime.Store(engine)
    store.set_fuel(10_000)
    store.set_epoch_deadline(1)
    instance = Linker(engine).instantiate(store, component(engine, "(loop (br 0))"))
    function = instance.get_func(store, "run")
    assert function is not None
    with pytest.raises(WasmtimeError, match="all fuel consumed"):
        function(store)
    assert store.get_fuel() == 0


def test_a_new_store_has_no_fuel() -> None:
    """Forgetting set_fuel must fail closed."""
    engine = wasm_engine()
    with pytest.raises(WasmtimeError, match="fuel"):
        run(engine, component(engine, "(loop (br 0))"), fuel=0)


def test_bulk_memory_is_charged_by_the_byte() -> None:
    """Otherwise megabyte copies would be free of fuel."""
    engine = wasm_engine()
    small = run(engine, component(engine, "(memory.fill (i32.const 0) (i32.const 1) (i32.const 16))")).get_fuel()
    large = run(engine, component(engine, "(memory.fill (i32.const 0) (i32.const 1) (i32.const 60000))")).get_fuel()
    assert small - large > 1_000


def test_the_epoch_raised_in_a_callback_interrupts_the_guest() -> None:
    """No ticker thread, no timer: the check after each callback is enough."""
    engine = wasm_engine()

    def past_deadline(_raised: BaseException | None) -> None:
        engine.increment_epoch()

    linker, _entry = host_function(engine, lambda *_: None, past_deadline)
    with pytest.raises(WasmtimeError, match="wasm trap: interrupt"):
        run(engine, component(engine, "(loop (call $host) (br 0))", calls_host=True), linker)


def test_memory_stops_growing_at_the_limit() -> None:
    """memory.grow answers -1, which CPython turns into MemoryError; the guest here traps unless it does."""
    engine = wasm_engine()
    body = "(if (i32.ne (memory.grow (i32.const 100)) (i32.const -1)) (then unreachable))"
    run(engine, component(engine, body), memory=1024 * 1024)


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("threads", "(module (memory 1 1 shared))"),
        ("memory64", "(module (memory i64 1))"),
        ("tail calls", "(module (func $f (return_call $f)))"),
        ("exceptions", "(module (tag $e) (func (throw $e)))"),
        ("gc", "(module (type $s (struct (field i32))))"),
        (
            "relaxed simd",
            "(module (func (param v128 v128) (drop (i8x16.relaxed_swizzle (local.get 0) (local.get 1)))))",
        ),
    ],
)
def test_what_cpython_does_not_need_is_switched_off(name: str, module: str) -> None:
    """Most advisories live in proposals nobody here uses."""
    with pytest.raises(WasmtimeError, match=r"enabled|without the gc feature"):
        Component(wasm_engine(), f"(component (core {module[1:]})")


@pytest.mark.parametrize("part", ["(type (stream u8))", "(type (func async))", "(core func (canon task.cancel))"])
def test_components_have_nothing_asynchronous(part: str) -> None:
    with pytest.raises(WasmtimeError, match=r"requires? the component model async feature"):
        Component(wasm_engine(), f"(component {part})")


@pytest.mark.parametrize("error", [ValueError("text"), KeyboardInterrupt(), SystemExit(1), GeneratorExit()])
def test_no_exception_of_a_callback_reaches_wasmtime_py(error: BaseException) -> None:
    """Its own trampoline leaks an Exception to another call, and crashes the process on a BaseException."""
    engine = wasm_engine()
    heard: list[BaseException | None] = []

    def body(*_: Any) -> None:
        raise error

    def after(raised: BaseException | None) -> bytes | None:
        heard.append(raised)
        return b"our own words"

    linker, _entry = host_function(engine, body, after)
    with pytest.raises(WasmtimeError, match="our own words"):
        run(engine, component(engine, "(call $host)", calls_host=True), linker)
    assert heard == [error]
    assert wasmtime_enter.LAST_EXCEPTION is None


def test_a_finalizer_may_not_be_none() -> None:
    """Why `values` keeps one that does nothing."""
    with pytest.raises(ctypes.ArgumentError):
        ffi.wasmtime_component_linker_instance_add_func(None, b"x", 1, None, None, None)


def test_a_value_is_32_bytes_with_its_payload_at_8() -> None:
    """put_bytes and get_bytes move whole lists by this layout."""
    assert ctypes.sizeof(ffi.wasmtime_component_val_t) == 32
    value = ffi.wasmtime_component_val_t()
    v.put_u64(value, 0x1122334455667788)
    assert bytes(value)[8:16] == (0x1122334455667788).to_bytes(8, "little")
    assert ffi.wasmtime_component_val_t.of.offset == 8


@pytest.mark.parametrize("content", [b"", b"\0", bytes(range(256)), b"x" * 4_096])
def test_bytes_go_down_and_come_back(content: bytes) -> None:
    value = ffi.wasmtime_component_val_t()
    v.put_bytes(value, content)
    assert value.of.list.size == len(content)
    assert [value.of.list.data[index].of.u8 for index in range(min(len(content), 300))] == list(content[:300])
    assert v.get_bytes(value) == content
    ffi.wasmtime_component_val_delete(ctypes.byref(value))


@pytest.mark.parametrize("text", ["", "قهوة", "a\0b", "x" * 1_000_000])
def test_strings_go_down_and_come_back(text: str) -> None:
    value = ffi.wasmtime_component_val_t()
    v.put_string(value, text.encode())
    assert v.get_string(value).decode() == text
    ffi.wasmtime_component_val_delete(ctypes.byref(value))


def test_imports_are_listed_by_full_name() -> None:
    """The check of an artifact's world reads these."""
    engine = wasm_engine()
    made = Component(engine, '(component (import "majlis:miniapp/appdata@1.0.0" (instance)))')
    assert imports_of(made, engine) == ["majlis:miniapp/appdata@1.0.0"]


def test_an_undefined_import_traps_only_when_called() -> None:
    engine = wasm_engine()
    unused = component(engine, "", calls_host=True)
    used = component(engine, "(call $host)", calls_host=True)
    linker = Linker(engine)
    linker.define_unknown_imports_as_traps(unused)
    run(engine, unused, linker)
    with pytest.raises(WasmtimeError, match="unknown import"):
        run(engine, used, linker)


def test_an_artifact_of_another_configuration_is_refused(tmp_path: Path) -> None:
    plain = wasmtime.Engine()
    path = tmp_path / "other.cwasm"
    path.write_bytes(bytes(component(plain, "").serialize()))
    with pytest.raises(WasmtimeError):
        Component.deserialize_file(wasm_engine(), str(path))


def test_parallel_and_serial_compilation_make_exchangeable_artifacts(tmp_path: Path) -> None:
    """Builds compile with threads, workers load without."""
    path = tmp_path / "a.cwasm"
    path.write_bytes(compile_component(b"\0asm\x0d\0\x01\0"))
    Component.deserialize_file(wasm_engine(), str(path))


def in_a_process(code: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.strip()


def test_loading_and_running_starts_no_thread_and_keeps_the_file_open(runner_artifact: Artifact) -> None:
    """Threads would not survive the fork; the data image is mapped from the artifact's descriptor at every event."""
    told = in_a_process(
        """
        import os, sys, time
        from pathlib import Path
        from majlis_devkit.engine import Engine
        engine = Engine()
        engine.load("r", Path(sys.argv[1]))
        engine.run("r", "{}", sources='{"files":{}}', host_call=lambda *_: "{}", deadline=time.monotonic() + 60)
        held = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.exists()]
        print(len(os.listdir("/proc/self/task")), sum(path.suffix == ".cwasm" for path in held))
        """,
        str(runner_artifact.path),
    )
    assert told == "1 1"


def test_a_fork_of_a_loaded_engine_runs_and_traps_alike(runner_artifact: Artifact) -> None:
    """The zygote's whole idea."""
    told = in_a_process(
        """
        import os, sys, time
        from pathlib import Path
        from majlis_devkit.engine import Engine, Limits
        from majlis_devkit.build import sources_json
        engine = Engine()
        engine.load("r", Path(sys.argv[1]))
        def outcome(source):
            return engine.run("r", "{}", sources=sources_json({"app.py": source}), limits=Limits(fuel=300_000_000),
                              host_call=lambda *_: "{}", deadline=time.monotonic() + 60)
        for _ in range(3):
            if os.fork() == 0:
                ok = outcome("while True: pass").failure == "APP_OUT_OF_FUEL" and outcome("x = 1").failure is None
                os._exit(0 if ok else 1)
        print([os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(3)])
        """,
        str(runner_artifact.path),
    )
    assert told == "[0, 0, 0]"


# What wasmtime-py does that we go around. A test that fails here says that upstream mended it, or broke more.

PLAIN_HOST = """
    import sys, wasmtime
    from wasmtime.component import Component, Linker
    import wasmtime.component._enter as enter
    config = wasmtime.Config()
    engine = wasmtime.Engine(config)
    made = Component(engine, '''(component
      (import "host" (func $host)) (core func $lowered (canon lower (func $host)))
      (core module $m (import "host" "host" (func $host)) (func (export "run") (call $host)))
      (core instance $i (instantiate $m (with "host" (instance (export "host" (func $lowered))))))
      (func (export "run") (canon lift (core func $i "run"))))''')
    def run(body):
        linker, store = Linker(engine), wasmtime.Store(engine)
        with linker.root() as root:
            root.add_func("host", body)
        instance = linker.instantiate(store, made)
        def call(*_):
            instance.get_func(store, "run")(store)
        return call
    """


def plain_host(code: str) -> subprocess.CompletedProcess[str]:
    program = textwrap.dedent(PLAIN_HOST) + textwrap.dedent(code)
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)


def test_its_own_trampoline_gives_one_callers_exception_to_another() -> None:
    """One place for the whole process: why `values.callback` lets none out, and calls through the C API itself."""
    ended = plain_host(
        """
        def traps(*_):
            enter.LAST_EXCEPTION = LookupError("another tenant's words")  # as a thread of theirs would leave it
            raise wasmtime.WasmtimeError("our own trap")
        try:
            run(traps)()
        except Exception as error:
            print(type(error).__name__, error)
        """
    )
    assert ended.stdout.strip() == "LookupError another tenant's words", ended.stderr


@pytest.mark.parametrize("kind", ["KeyboardInterrupt", "SystemExit", "GeneratorExit"])
def test_its_own_trampoline_does_not_survive_a_base_exception(kind: str) -> None:
    """SIGSEGV: why every callback of ours catches BaseException, a developer's Ctrl-C included."""
    ended = plain_host(
        f"""
        def interrupted(*_):
            raise {kind}
        run(interrupted)()
        """
    )
    assert ended.returncode == -signal.SIGSEGV, ended


def test_it_lets_a_host_function_enter_the_instance_that_waits_for_it() -> None:
    """Why an engine runs one event at a time under a lock, and host functions are handed no store."""
    ended = plain_host(
        """
        depth = []
        def again(*_):
            depth.append(1)
            if len(depth) < 3:
                call()
        call = run(again)
        call()
        print(len(depth))
        """
    )
    assert ended.stdout.strip() == "3", ended.stderr


def test_the_value_kinds_of_the_c_api_are_numbered_as_ever() -> None:
    """`values` fills unions by kind: read as another kind, a length would be an address."""
    names = ["BOOL", "U8", "U32", "U64", "STRING", "LIST", "RECORD", "OPTION", "RESULT", "RESOURCE"]
    kinds = [getattr(ffi, f"WASMTIME_COMPONENT_{name}").value for name in names]
    assert kinds == [0, 2, 6, 8, 12, 13, 14, 18, 19, 21]
