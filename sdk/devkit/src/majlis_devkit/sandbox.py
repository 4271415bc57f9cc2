"""The real sandbox on the developer's machine: the runner component, a fresh instance for every event.

The same component, limits and virtual WASI the host uses for checks; only the walls around the process are missing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from majlis_devkit import build, keys
from majlis_devkit.engine import DEADLINE_S, Engine, HostCall, Outcome

_RUNNER = "runner"


class LocalSandbox:
    """Runs events of any app from its sources; one at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._ran, self._packed = "", ""  # The sources that ran last, and they with what compiling them came to.

    def run(self, sources: str, event: str, host_call: HostCall) -> Outcome:
        """One event; fits `checks.DryStart`. An app that runs again is not compiled again."""
        if sources != self._ran:
            self._ran, self._packed = sources, ""
            return self._run(sources, event, host_call)
        if not self._packed:
            self._packed = build.with_pack(sources, self._run(sources, build.PACK, _no_host).answer)
        return self._run(self._packed, event, host_call)

    def _run(self, sources: str, event: str, host_call: HostCall) -> Outcome:
        deadline = time.monotonic() + DEADLINE_S
        return self._engine.run(_RUNNER, event, host_call=host_call, deadline=deadline, sources=sources)


def _no_host(interface: str, method: str, request: str) -> str:
    return '{"error":{"reason":"NOT_IN_EVENT","message":"an app is loaded","metadata":{}}}'


def open_sandbox(*, progress: Callable[[str], None] = lambda line: None) -> LocalSandbox:
    """The sandbox with its runner built (about half a minute the first time) and mapped. Raises `jail.StepFailed`."""
    key = build.load_key(keys.home() / "artifact.key")
    runner = build.build_runner(build.artifact_cache(keys.home()), key, progress=progress)
    build.verify(runner.path, key)
    engine = Engine()
    engine.load(_RUNNER, runner.path)
    return LocalSandbox(engine)


def answer_text(outcome: Outcome) -> str:
    """The guest's answer, or the failure in the shape of one, so that every caller reads one form."""
    if outcome.answer is not None:
        return outcome.answer
    message = f"{outcome.detail}\n{outcome.output}".strip()
    error = {"reason": outcome.failure, "message": outcome.detail, "where": "", "traceback": message}
    return json.dumps({"error": error}, ensure_ascii=False)
