"""The engine keeps its promises: a fresh instance per event, every limit holds, nothing of a guest leaks out."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest

from majlis_devkit.engine import ArtifactRefused, Engine, EngineEntered, Outcome, check_imports, printable
from tests.support import guests
from tests.support.artifacts import RunGuest

SMALL_FUEL = 500_000_000


def test_an_event_runs_real_cpython_in_webassembly(run_guest: RunGuest) -> None:
    """The app must never run in the host's own interpreter."""
    outcome = run_guest(guests.answering("__import__('sys').platform"))
    assert (outcome.answer, outcome.failure) == ("wasi", None)
    assert sys.platform != "wasi"


def test_the_sdk_answers_describe(run_guest: RunGuest) -> None:
    """The real entry, not a test's stand-in: the runner loads an app and says what it is."""
    from majlis_devkit.build import sources_json

    app = "from miniapp import App\napp = App('polls')\n"
    outcome = run_guest(sources_json({"app.py": app}), json.dumps({"v": 1, "kind": "describe"}))
    assert outcome.answer is not None, outcome
    assert json.loads(outcome.answer)["platform"] == "wasi"


def test_an_app_that_was_compiled_once_costs_less_than_half(run_guest: RunGuest) -> None:
    """A snapshot takes half a minute to bake, and checks, `majlis dev` and a failed bake never have one."""
    from majlis_devkit.build import PACK, sources_json, with_pack

    rule = "\n".join(f"    total += (distance * {n} + 500) // 1_000 if distance > {n} else {n}" for n in range(20))
    rules = "\n\n".join(f"def rule_{n}(distance: int, total: int) -> int:\n{rule}\n    return {n}" for n in range(20))
    rows = "\n\n".join(f"@dataclass\nclass Row{n}:\n    field_{n}: int = 0" for n in range(10))
    app = f"from dataclasses import dataclass\nfrom miniapp import App, ui\n{rules}\n\n{rows}\napp = App('big')\n"
    app += "@app.screen('/')\ndef home() -> ui.Node:\n    return ui.Screen(f'{rule_7(1, 2)} {Row7(8)}')\n"
    sources, event = sources_json({"app.py": app}), json.dumps({"v": 1, "kind": "open"})
    packed = with_pack(sources, run_guest(sources, PACK).answer)
    first, again = run_guest(sources, event), run_guest(packed, event)
    assert first.answer == again.answer is not None
    assert again.fuel_used < first.fuel_used / 2, (first.fuel_used, again.fuel_used)


def test_nothing_survives_an_event(run_guest: RunGuest) -> None:
    """A module global of one user's event must never be seen by the next user."""
    assert [run_guest(guests.COUNTER).answer for _ in range(3)] == ["1", "1", "1"]


def test_an_instance_made_ahead_is_as_new_and_serves_one_event(engine: Engine, run_guest: RunGuest) -> None:
    """A worker makes the next instance while nobody waits: neither its answers nor what is billed may tell."""
    made_then = run_guest(guests.COUNTER)
    for _ in range(2):
        engine.prepare("runner")
        made_ahead = run_guest(guests.COUNTER)
        assert (made_ahead.answer, made_ahead.fuel_used) == ("1", made_then.fuel_used)
    assert run_guest(guests.COUNTER).answer == "1"


def test_an_instance_made_ahead_is_not_used_under_other_limits(engine: Engine, run_guest: RunGuest) -> None:
    engine.prepare("runner")
    assert run_guest(guests.SPIN, fuel=SMALL_FUEL).failure == "APP_OUT_OF_FUEL"
    engine.prepare("nothing that is loaded")
    assert run_guest(guests.COUNTER).answer == "1"


def test_an_instance_made_before_a_late_event_is_in_time_itself(engine: Engine, run_guest: RunGuest) -> None:
    """A late event moves the engine's epoch on; what was made before it must not be stopped for that."""
    assert run_guest(guests.CLOCK_FLOOD, deadline_s=0).failure == "APP_TIMED_OUT"
    engine.prepare("runner")
    engine._wasm.increment_epoch()
    assert run_guest(guests.COUNTER).answer == "1"


def test_equal_events_burn_equal_fuel(run_guest: RunGuest) -> None:
    """Fuel is what an operator bills and a developer compares; it must not depend on the weather."""
    quiet = guests.guest("def handle(event):\n    return str(sum(range(1000)))")
    assert len({run_guest(quiet).fuel_used for _ in range(4)}) == 1


@pytest.mark.parametrize("sources", [guests.SPIN, guests.STUBBORN_SPIN], ids=["spin", "spin that catches everything"])
def test_a_spinning_app_runs_out_of_fuel(run_guest: RunGuest, sources: str) -> None:
    outcome = run_guest(sources, fuel=SMALL_FUEL)
    assert (outcome.failure, outcome.answer) == ("APP_OUT_OF_FUEL", None)
    assert outcome.fuel_used == SMALL_FUEL


def test_code_that_spins_at_import_is_stopped_too(run_guest: RunGuest) -> None:
    from majlis_devkit.build import sources_json

    assert run_guest(sources_json({"app.py": "while True: pass"}), fuel=SMALL_FUEL).failure == "APP_OUT_OF_FUEL"


def test_an_app_that_floods_the_host_is_stopped_at_its_deadline(run_guest: RunGuest) -> None:
    """Fuel does not count host time; the check in every callback does."""
    assert run_guest(guests.CLOCK_FLOOD, deadline_s=0.2).failure == "APP_TIMED_OUT"


def test_a_host_call_that_outlives_the_deadline_ends_the_event(run_guest: RunGuest) -> None:
    sources = guests.guest("def handle(event):\n    call()\n    return 'went on'")
    outcome = run_guest(sources, deadline_s=0.0)
    assert (outcome.failure, outcome.answer) == ("APP_TIMED_OUT", None)


@pytest.mark.parametrize("sources", [guests.MEMORY_BOMB, guests.CAUGHT_MEMORY_BOMB], ids=["raised", "caught"])
def test_a_memory_bomb_is_called_one(run_guest: RunGuest, sources: str) -> None:
    assert run_guest(sources).failure == "APP_OUT_OF_MEMORY"


def test_the_201st_host_call_ends_the_event(run_guest: RunGuest) -> None:
    calls: list[str] = []

    def host_call(interface: str, method: str, request: str) -> str:
        calls.append(interface)
        return "{}"

    outcome = run_guest(guests.HOST_CALL_FLOOD, host_call=host_call)
    assert outcome.failure == "APP_HOST_CALLS_EXCEEDED"
    assert len(calls) == 200


def test_200_host_calls_are_allowed(run_guest: RunGuest) -> None:
    sources = guests.guest("def handle(event):\n    for _ in range(200): call()\n    return 'done'")
    outcome = run_guest(sources)
    assert (outcome.answer, outcome.host_calls) == ("done", 200)


@pytest.mark.parametrize("payload", ["request", "answer"])
def test_host_call_payload_is_bounded_both_ways(run_guest: RunGuest, payload: str) -> None:
    request, answer = ("x" * 2_000, "{}") if payload == "request" else ("{}", "x" * 2_000)
    sources = guests.guest(f"def handle(event):\n    call(request={request!r})\n    return 'done'")
    outcome = run_guest(sources, host_call=lambda *_: answer, host_payload_bytes=1_500)
    assert outcome.failure == "APP_HOST_CALLS_EXCEEDED"


def test_a_huge_answer_is_refused_before_it_is_copied(run_guest: RunGuest) -> None:
    outcome = run_guest(guests.HUGE_ANSWER)
    assert (outcome.failure, outcome.answer) == ("APP_CRASHED", None)
    assert "10000000 bytes" in outcome.detail


@pytest.mark.parametrize("sources", [guests.FILE_OPENER, guests.SOCKET_OPENER], ids=["file", "socket"])
def test_there_is_nothing_to_open(run_guest: RunGuest, sources: str) -> None:
    outcome = run_guest(sources)
    assert (outcome.failure, outcome.answer) == ("APP_CRASHED", None)


def test_the_environment_is_empty(run_guest: RunGuest) -> None:
    assert run_guest(guests.answering("dict(__import__('os').environ)")).answer == "{}"


def test_randomness_is_fresh_in_every_event(run_guest: RunGuest) -> None:
    """A snapshot freezes memory, and must not freeze the dice."""
    sources = guests.answering("__import__('random').random()")
    assert len({run_guest(sources).answer for _ in range(4)}) == 4


def test_the_clock_is_the_hosts_in_whole_milliseconds(run_guest: RunGuest) -> None:
    before = time.time_ns() // 1_000_000
    told = int(run_guest(guests.answering("__import__('time').time_ns()")).answer or 0)
    assert before * 1_000_000 <= told <= time.time_ns()
    assert told % 1_000_000 == 0


def test_text_crosses_the_border_unharmed(run_guest: RunGuest) -> None:
    told: list[str] = []

    def host_call(interface: str, method: str, request: str) -> str:
        told.append(request)
        return "أهلا 👋\0"

    sources = guests.guest("def handle(event):\n    return event + call(request='مجلس\\0') ")
    assert run_guest(sources, "قهوة ☕", host_call=host_call).answer == "قهوة ☕أهلا 👋\0"
    assert told == ["مجلس\0"]


def test_an_answer_with_half_a_character_reaches_the_guest_whole(run_guest: RunGuest) -> None:
    """A lone surrogate would be refused inside the trampoline."""
    sources = guests.guest("def handle(event):\n    return call()")
    assert run_guest(sources, host_call=lambda *_: "a\ud800b").answer == "a?b"


def test_output_is_kept_capped_and_harmless(run_guest: RunGuest) -> None:
    sources = guests.guest("def handle(event):\n    print('\\x1b[2Jred\\u202e' + 'x' * 50_000)\n    return 'ok'")
    outcome = run_guest(sources, output_bytes=1_000)
    assert outcome.output.startswith("\\x1b[2Jred\\u202e")
    assert len(outcome.output) < 1_100


def test_printable_keeps_what_arabic_needs() -> None:
    assert printable("مرحبا\u200f\n\x07\u2066") == "مرحبا\u200f\n\\x07\\u2066"


def test_a_failing_host_function_ends_the_event_and_nothing_else(run_guest: RunGuest) -> None:
    """wasmtime-py would keep the exception and raise it in another tenant's call."""

    def host_call(interface: str, method: str, request: str) -> str:
        raise ValueError("secret of another tenant")

    outcome = run_guest(guests.guest("def handle(event):\n    return call()"), host_call=host_call)
    assert outcome.failure == "APP_CRASHED"
    assert "secret" not in outcome.detail
    assert run_guest(guests.COUNTER).answer == "1"


@pytest.mark.parametrize("again", ["run", "prepare"])
def test_an_engine_says_that_it_cannot_be_entered_from_its_own_host_call(engine: Engine, again: str) -> None:
    """It used to wait for itself, for ever: fuel does not count host time."""

    def enter() -> None:
        if again == "prepare":
            engine.prepare("runner")
        else:
            engine.run("runner", "{}", host_call=host_call, deadline=time.monotonic() + 60, sources=guests.COUNTER)

    def host_call(interface: str, method: str, request: str) -> str:
        with pytest.raises(EngineEntered, match="another engine"):
            enter()
        if request == "again":
            enter()
        return "refused, and the event goes on"

    def run(sources: str) -> Outcome:
        return engine.run("runner", "{}", host_call=host_call, deadline=time.monotonic() + 60, sources=sources)

    assert run(guests.guest("def handle(event):\n    return call()")).answer == "refused, and the event goes on"
    let_through = run(guests.guest("def handle(event):\n    return call(request='again')"))
    assert (let_through.failure, let_through.detail) == ("APP_CRASHED", "a host function failed: EngineEntered")
    assert run(guests.COUNTER).answer == "1"


def test_ctrl_c_in_a_host_function_reaches_the_developer(run_guest: RunGuest) -> None:
    """And does not crash the process: a BaseException in a wasmtime-py callback is a SIGSEGV."""

    def host_call(interface: str, method: str, request: str) -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_guest(guests.guest("def handle(event):\n    return call()"), host_call=host_call)
    assert run_guest(guests.COUNTER).answer == "1"


def test_a_component_that_imports_more_than_its_world_is_refused() -> None:
    ours = "majlis:miniapp/wallet-order@1.0.0"
    with pytest.raises(ArtifactRefused, match="wallet-order"):
        check_imports([ours], frozenset({"appdata"}))
    with pytest.raises(ArtifactRefused, match="wasi:http"):
        check_imports(["wasi:http/outgoing-handler@0.2.9"])
    assert check_imports([ours, "wasi:cli/exit@0.2.9"]) == ["wallet-order"]


def test_a_component_that_lacks_what_its_scopes_name_is_refused() -> None:
    """Equal, not merely fewer: it was not made from the world it was given."""
    ours = "majlis:miniapp/appdata@1.0.0"
    assert check_imports([ours], frozenset({"appdata"})) == ["appdata"]
    with pytest.raises(ArtifactRefused, match="wallet-order"):
        check_imports([ours], frozenset({"appdata", "wallet-order"}))


def test_a_file_that_is_no_artifact_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "not.cwasm"
    path.write_bytes(b"\x7fELF" + b"\0" * 500)
    with pytest.raises(ArtifactRefused):
        Engine().load("x", path)
