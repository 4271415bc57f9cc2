"""Give a recorded event the same world again and say whether it did the same.

The deadline is no clock here: where the event ran past it, it is stopped after the very callback it was stopped after.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from majlis_devkit import build, sandbox
from majlis_devkit.build import Artifact
from majlis_devkit.engine import Engine, Outcome
from majlis_devkit.engine.senses import Called, Diverged, Journal, Replayer
from majlis_devkit.recording import Recording, sha256_of, sources_sha256
from miniapp import _guest, _host

_NOTHING = object()
_COMPARED = ("failure", "detail", "answer", "output", "host_calls")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay came to. `differs` names what is not as it was recorded, fuel among it."""

    recording: Recording
    outcome: Outcome
    diverged: Diverged | None
    same_sources: bool
    same_build: bool
    native: bool = False  # In the developer's own Python: only the answer is compared.

    @property
    def differs(self) -> list[str]:
        now, then = self.outcome, self.recording.outcome
        if self.native:
            return [] if _gist(now.answer) == _gist(then.answer) else ["answer"]
        names = [one for one in _COMPARED if getattr(now, one) != getattr(then, one)]
        return names + ["fuel"] * (not self.same_fuel)

    @property
    def same_fuel(self) -> bool:
        return self.outcome.fuel_used == self.recording.outcome.fuel_used

    @property
    def is_same(self) -> bool:
        """All is as it was; between two builds fuel alone may differ."""
        return self.diverged is None and not set(self.differs) - (set() if self.same_build else {"fuel"})


def _gist(answer: str | None) -> object:
    """An answer, or of a crash its reason, place and kind: another Python words it otherwise."""
    error = error_of(answer)
    return (error.get("reason"), error.get("where"), str(error.get("message")).partition(":")[0]) if error else answer


def error_of(answer: str | None) -> dict[str, Any] | None:
    """The error an app answered with, if it did."""
    try:
        error = json.loads(answer or "{}").get("error")
    except (ValueError, AttributeError, RecursionError):
        return None
    return error if isinstance(error, dict) else None


def difference(was: str | None, now: str | None) -> tuple[str, str, str] | None:
    """The first place where two JSON answers part: its path, and what stood and stands there. None where neither can
    be read."""
    try:
        return _parting("", json.loads(was or "null"), json.loads(now or "null"))
    except (ValueError, RecursionError):
        return None


def _parting(path: str, was: Any, now: Any) -> tuple[str, str, str] | None:
    if isinstance(was, dict) and isinstance(now, dict):
        pairs = [(f"{path}.{name}", was.get(name, _NOTHING), now.get(name, _NOTHING)) for name in {**was, **now}]
    elif isinstance(was, list) and isinstance(now, list):
        pairs = [(f"{path}[{at}]", *pair) for at, pair in enumerate(zip_longest(was, now, fillvalue=_NOTHING))]
    else:
        return None if _shown(was) == _shown(now) else (path.lstrip(".") or "all of it", _shown(was), _shown(now))
    return next((found for pair in pairs if (found := _parting(*pair)) is not None), None)


def _shown(value: Any) -> str:
    return "nothing" if value is _NOTHING else json.dumps(value, ensure_ascii=False)


def artifact_for(
    recording: Recording,
    files: Mapping[str, str],
    entry: str,
    scopes: list[str],
    *,
    home: Path,
    progress: Callable[[str], None] = lambda line: None,
) -> Artifact:
    """What the event ran on, built here: the runner, or the snapshot of these sources. Raises jail.StepFailed."""
    key = build.load_key(home / "artifact.key")
    cache = build.artifact_cache(home)
    if recording.code.runtime == "runner":
        artifact = build.build_runner(cache, key, progress=progress)
    else:
        artifact = build.build_snapshot(files, entry, scopes, cache, key, progress=progress)
    build.verify(artifact.path, key)
    return artifact


def replay(recording: Recording, engine: Engine, artifact: Artifact, sources: str) -> Replayed:
    """Run it on an artifact the engine has loaded. `sources` are the app's, as `build.sources_json` writes them."""
    world = Replayer(recording.journal)
    outcome = engine.run_in(
        world, artifact.artifact_id, recording.event, sources=_loaded(recording, engine, artifact, sources),
        limits=recording.limits,
    )  # fmt: skip
    code = recording.code
    return Replayed(
        recording=recording,
        outcome=outcome,
        diverged=world.end(),
        same_sources=sources_sha256(sources) == code.sources_sha256,
        same_build=(artifact.artifact_id, sha256_of(artifact.path)) == (code.artifact_id, code.artifact_sha256),
    )


def replay_natively(recording: Recording, files: Mapping[str, str], entry: str) -> Replayed:
    """Run it in this very Python, where a debugger reaches it: the host's answers come again, clocks and randomness are
    this machine's. What goes wrong while the sources are imported goes up."""
    world = Replayer(Journal(tuple(note for note in recording.journal.notes if isinstance(note, Called))))
    app = _guest.load_app(dict(files), entry)
    before = _host.install(_Answers(world))
    try:
        answer = _guest.handle_for(app, recording.event, files=frozenset(files))
    finally:
        _host.install(before)
    calls = recording.outcome.host_calls
    same = sources_sha256(build.sources_json(files, entry)) == recording.code.sources_sha256
    return Replayed(
        recording=recording, outcome=Outcome(answer=answer, host_calls=calls), diverged=world.end(), same_sources=same,
        same_build=False, native=True,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Answers:
    """The recorded host, natively."""

    world: Replayer

    def call(self, interface: str, method: str, request: str) -> str:
        return self.world.ask(interface, method, request)


def _loaded(recording: Recording, engine: Engine, artifact: Artifact, sources: str) -> str | None:
    if not artifact.takes_sources:
        return None
    return sandbox.packed(engine, artifact.artifact_id, sources) if recording.code.packed else sources
