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
from majlis_devkit.engine.senses import Diverged, Replayer
from majlis_devkit.recording import Recording, sha256_of, sources_sha256

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

    @property
    def differs(self) -> list[str]:
        names = [one for one in _COMPARED if getattr(self.outcome, one) != getattr(self.recording.outcome, one)]
        return names + ["fuel"] * (not self.same_fuel)

    @property
    def same_fuel(self) -> bool:
        return self.outcome.fuel_used == self.recording.outcome.fuel_used

    @property
    def is_same(self) -> bool:
        """All is as it was; between two builds fuel alone may differ."""
        return self.diverged is None and not set(self.differs) - (set() if self.same_build else {"fuel"})


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


def _loaded(recording: Recording, engine: Engine, artifact: Artifact, sources: str) -> str | None:
    if not artifact.takes_sources:
        return None
    return sandbox.packed(engine, artifact.artifact_id, sources) if recording.code.packed else sources
