"""The real sandbox on the developer's machine: the runner component, a fresh instance for every event.

The same component, limits and virtual WASI the host uses for checks; only the walls around the process are missing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from majlis_devkit import build, keys
from majlis_devkit.build import Artifact
from majlis_devkit.engine import DEADLINE_S, Engine, HostCall, Live, Outcome
from majlis_devkit.engine.senses import Journal, Recorder

_RUNNER = "runner"


class LocalSandbox:
    """Runs events of any app from its sources; one at a time. `runner` is what the engine has loaded, where known."""

    def __init__(self, engine: Engine, runner: Artifact | None = None) -> None:
        self._engine, self.runner = engine, runner
        self._ran, self._packed = "", ""  # The sources that ran last, and they with what compiling them came to.

    def run(self, sources: str, event: str, host_call: HostCall) -> Outcome:
        """One event; fits `checks.DryStart`. An app that runs again is not compiled again."""
        return self._engine.run_in(_live(host_call), _RUNNER, event, sources=self._loaded(sources))

    def record(self, sources: str, event: str, host_call: HostCall) -> Recorded:
        """The same event, noted."""
        recorder, loaded = Recorder(_live(host_call)), self._loaded(sources)
        outcome = self._engine.run_in(recorder, _RUNNER, event, sources=loaded)
        return Recorded(outcome, recorder.journal, packed=loaded is not sources)

    def _loaded(self, sources: str) -> str:
        if sources != self._ran:
            self._ran, self._packed = sources, ""
            return sources
        self._packed = self._packed or packed(self._engine, _RUNNER, sources)
        return self._packed


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that ran and what it was told; no journal where it cannot be given again."""

    outcome: Outcome
    journal: Journal | None
    packed: bool


def packed(engine: Engine, artifact_id: str, sources: str) -> str:
    """The sources with what the runner makes of compiling them; every runner of one build makes the same."""
    answer = engine.run_in(_live(_no_host), artifact_id, build.PACK, sources=sources).answer
    return build.with_pack(sources, answer)


def _live(host_call: HostCall) -> Live:
    return Live(host_call, time.monotonic() + DEADLINE_S)


def _no_host(interface: str, method: str, request: str) -> str:
    return '{"error":{"reason":"NOT_IN_EVENT","message":"an app is loaded","metadata":{}}}'


def open_sandbox(*, progress: Callable[[str], None] = lambda line: None) -> LocalSandbox:
    """The sandbox with its runner built (about half a minute the first time) and mapped. Raises `jail.StepFailed`."""
    key = build.load_key(keys.home() / "artifact.key")
    runner = build.build_runner(build.artifact_cache(keys.home()), key, progress=progress)
    build.verify(runner.path, key)
    engine = Engine()
    engine.load(_RUNNER, runner.path)
    return LocalSandbox(engine, runner)


def answer_text(outcome: Outcome) -> str:
    """The guest's answer, or the failure in the shape of one, so that every caller reads one form."""
    if outcome.answer is not None:
        return outcome.answer
    message = f"{outcome.detail}\n{outcome.output}".strip()
    error = {"reason": outcome.failure, "message": outcome.detail, "where": "", "traceback": message}
    return json.dumps({"error": error}, ensure_ascii=False)
