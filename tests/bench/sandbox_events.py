"""What one event costs: taxi's quote in a fresh instance, beside everything else that could have answered it."""

from __future__ import annotations

import gc
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from majlis_devkit.build import PACK, Artifact, build_snapshot, sdk_sources, sources_json, with_pack
from majlis_devkit.engine import Engine, Outcome
from miniapp import _guest, _host
from tests.bench import quote, vote
from tests.bench.measure import Row, in_turn, ms, row, told
from tests.bench.quote import Quote
from tests.support.artifacts import ROOT, cache_folder

EVENTS, PROCESSES, PYODIDES, RUNS = 500, 20, 3, 40
PATIENCE_S = 30.0  # A busy machine must not turn a measurement into APP_TIMED_OUT.
PYODIDE = ROOT / ".cache/peers/node_modules/pyodide"  # npm install --prefix .cache/peers pyodide
Say = Callable[[str], None]
PEER, LIMIT = "peer: a new python process", "limit: the handler natively in process"
WHAT = "taxi's quote with 9 host calls answered from a list"


@dataclass(frozen=True, slots=True)
class Events:
    """An engine with the snapshots and the runner in it, and the quote all of them answer."""

    engine: Engine
    quote: Quote
    taxi: Artifact
    runner: Artifact
    sources: str  # for the runner, with what compiling them came to


def prepare(key: bytes, runner: Artifact, say: Say) -> Events:
    """Artifacts from the cache, or built."""
    noted = quote.note()
    taxi = build_snapshot(noted.files, "app:app", noted.scopes, cache_folder(), key, progress=say)
    polls = build_snapshot(vote.files(), "app:app", ["profile.name"], cache_folder(), key, progress=say)
    engine = Engine()
    for name, artifact in (("taxi", taxi), ("polls", polls), ("runner", runner)):
        engine.load(name, artifact.path)
    sources = sources_json(noted.files)
    packed = _run(engine, "runner", PACK, lambda *_: "", sources)
    gc.collect()
    gc.freeze()  # As the zygote does before it forks workers.
    return Events(engine, noted, taxi, runner, with_pack(sources, packed.answer))


def _run(engine: Engine, name: str, event: str, host: Callable[..., str], sources: str | None = None) -> Outcome:
    return engine.run(name, event, sources=sources, host_call=host, deadline=time.monotonic() + PATIENCE_S)


def rows(events: Events) -> list[Row]:
    """Each peer in turn with events of the same minutes."""
    with tempfile.TemporaryDirectory() as folder:
        noted = Path(folder) / "quote.json"
        noted.write_text(events.quote.as_json(), "utf-8")
        return [
            *_on_snapshot(events),
            *_vote(events),
            *_beside_processes(events, noted),
            *_beside_pyodide(events, noted),
        ]


def _quote_on(events: Events, name: str, cpu: list[float], sources: str | None = None) -> Callable[[], float]:
    def once() -> float:
        host = quote.Answers(events.quote)
        started = time.perf_counter()
        outcome = _run(events.engine, name, events.quote.event, host.call, sources)
        taken = (time.perf_counter() - started) * 1000
        quote.check(outcome.answer)
        cpu.append(outcome.cpu_ms)
        return taken

    return once


def _natively(
    files: dict[str, str], event: str, host: Callable[[], _host.Host], check: Callable[[str], None]
) -> Callable[[], float]:
    app = _guest.load_app(files)

    def once() -> float:
        before = _host.install(host())
        try:
            return ms(lambda: check(_guest.handle_for(app, event)))
        finally:
            _host.install(before)

    return once


def _on_snapshot(events: Events) -> list[Row]:
    cpu: list[float] = []
    native = _natively(events.quote.files, events.quote.event, lambda: quote.Answers(events.quote), quote.check)
    snapshot = _quote_on(events, "taxi", cpu)
    walls, natives = in_turn(EVENTS, snapshot, native, warm_up=10)
    cpu = cpu[10:]
    faults, fuel = _faults(events), _run(events.engine, "taxi", events.quote.event, quote.Answers(events.quote).call)
    on_runner, meanwhile = in_turn(RUNS, _quote_on(events, "runner", [], events.sources), _quote_on(events, "taxi", []))
    note = f"instantiate, {WHAT}, drop; snapshot; best {min(walls):.1f}"
    on_cpu = f"CPU of the thread; best {min(cpu):.2f}; {fuel.fuel_used:,} fuel, {faults} page faults"
    return [
        row("sandbox.fresh_event_ms_p50", walls, "ms", LIMIT, natives, note),
        Row("sandbox.fresh_event_ms_p99", _p99(walls), "ms", LIMIT, _p99(natives), EVENTS, told(note)),
        row("sandbox.fresh_event_cpu_ms_p50", cpu, "ms", LIMIT, natives, on_cpu),
        row(
            "sandbox.runner_event_ms_p50", on_runner, "ms", "peer: its snapshot", meanwhile,
            f"the same on the runner: the app's {len(events.quote.files)} files loaded with the event, compiled before",
        ),
    ]  # fmt: skip


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100)[-1]


def _faults(events: Events) -> int:
    """Pages one event touches first: the same in every run, whatever the machine does."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    _run(events.engine, "taxi", events.quote.event, quote.Answers(events.quote).call)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def _vote(events: Events) -> list[Row]:
    cpu: list[float] = []

    def once() -> float:
        host = vote.Answers()
        outcome: list[Outcome] = []
        taken = ms(lambda: outcome.append(_run(events.engine, "polls", vote.EVENT, host.call)))
        vote.check(outcome[0].answer)
        cpu.append(outcome[0].cpu_ms)
        return taken

    walls, natives = in_turn(EVENTS // 2, once, _natively(vote.files(), vote.EVENT, vote.Answers, vote.check))
    note = f"the same with polls' vote; best {min(walls):.1f}, CPU best {min(cpu):.2f}"
    return [row("sandbox.fresh_vote_ms_p50", walls, "ms", LIMIT, natives, note)]


def _beside_processes(events: Events, noted: Path) -> list[Row]:
    command = [sys.executable, "-c", "from tests.bench import quote; quote.main()", str(noted)]
    cpu: list[float] = []
    cpu_of_processes: list[float] = []

    def process() -> float:
        before = _children_cpu_ms()
        taken = ms(lambda: subprocess.run(command, check=True, cwd=ROOT))
        cpu_of_processes.append(_children_cpu_ms() - before)
        return taken

    walls, processes = in_turn(PROCESSES, _quote_on(events, "taxi", cpu), process)
    note = "the app's import is in the process's time, as it is in every new process"
    return [
        row("sandbox.fresh_event_ms_p50", walls, "ms", PEER, processes, note),
        row("sandbox.fresh_event_cpu_ms_p50", cpu[3:], "ms", PEER, cpu_of_processes[3:], note),
    ]


def _children_cpu_ms() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1000


def _beside_pyodide(events: Events, noted: Path) -> list[Row]:
    name, peer = "sandbox.fresh_event_ms_p50", "peer: Pyodide in Node, a new interpreter"
    before = in_turn(RUNS, _quote_on(events, "taxi", []))[0]
    if not PYODIDE.is_dir() or shutil.which("node") is None:
        missing = "not installed: npm install --prefix .cache/peers pyodide"
        return [row(name, before, "ms", peer, None, missing)]
    sdk = noted.with_name("sdk.json")
    sdk.write_text(json.dumps(sdk_sources()), "utf-8")
    command = ["node", "tests/bench/pyodide_events.mjs", str(PYODIDE), str(sdk), str(noted), str(PYODIDES)]
    printed = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout
    taken: dict[str, list[float]] = json.loads(printed.splitlines()[-1])
    ours = before + in_turn(RUNS, _quote_on(events, "taxi", []))[0]  # before and after it: a run of it takes a minute
    version = json.loads((PYODIDE / "package.json").read_text("utf-8"))["version"]
    note = f"Pyodide {version}; ours right before and after it"
    return [
        row(name, ours, "ms", f"{peer} from a memory snapshot", taken["snapshot"], note),
        row(name, ours, "ms", f"{peer}, the app imported", taken["plain"], note),
    ]


def build_row(key: bytes, events: Events) -> list[Row]:
    """Taxi baked in an empty folder, and how long each step took."""
    steps: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:

        def build(say: Say) -> None:
            build_snapshot(events.quote.files, "app:app", events.quote.scopes, Path(folder), key, progress=say)

        cpu_before = _children_cpu_ms()
        started = time.perf_counter()
        build(lambda line: steps.append((line.partition(" (")[0], time.perf_counter())))
        ended = time.perf_counter()
        cpu_s = (_children_cpu_ms() - cpu_before) / 1000
        again = ms(lambda: build(lambda line: None)) / 1000
    ends = [at for _, at in steps[1:]] + [ended]
    said = ", ".join(f"{line} {end - at:.1f} s" for (line, at), end in zip(steps, ends, strict=True))
    note = f"cold, jailed: {said}; {cpu_s:.0f} s of CPU"
    return [
        row("sandbox.snapshot_build_s", ended - started, "s", "peer: finding it built and its MAC right", again, note)
    ]
