"""Strange packages from anywhere: source folders and `.ma` files of our own, and of the folder MAJLIS_CORPUS names.

Each is sent to the desk as its developer would, and run past it as well: the sandbox holds what no check found.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.errors import DomainError
from core.sandbox.buffer import EventBuffer
from core.sandbox.guest import Place, event_json, read_answer
from core.sandbox.host_calls import EventContext, HostCalls
from core.sandbox.workers import Job, WorkerPool
from majlis_devkit import manifest, package, signing
from majlis_devkit.build import sources_json
from majlis_devkit.events import check_event
from majlis_devkit.screen_errors import EventInvalid
from tests.support.artifacts import ROOT

VARIABLE = "MAJLIS_CORPUS"
OWN = ROOT / "tests/support/attackers/corpus"
TEXTS = ROOT / "core/web/src/texts"
MEMBERS_MAX, EVENTS_MAX = 900, 12  # Of a folder; of one package.
DEADLINE_S = 8.0
ANSWER = "an answer"


def entries() -> dict[str, Path]:
    """What there is to try by name. A folder that is named and holds nothing is a mistake of who named it."""
    found = {path.name: path for path in _inside(OWN)}
    if named := os.environ.get(VARIABLE):
        more = {f"{VARIABLE}/{path.relative_to(named)}": path for path in _inside(Path(named))}
        if not more:
            raise ValueError(f"{VARIABLE}={named}: no folder with Python or a manifest in it, and no .ma file")
        found |= more
    return found


def _inside(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and ((path / "manifest.json").is_file() or any(path.glob("*.py"))):
            if not any((above / "manifest.json").is_file() for above in path.relative_to(folder).parents if above.name):
                yield path
        elif path.suffix == ".ma":
            yield path


@cache
def listed() -> frozenset[str]:
    """Every reason the client has a sentence for in both languages; a fault of the host's own is none."""
    said = []
    for lang in ("ar", "en"):
        text = "\n".join(path.read_text("utf-8") for path in TEXTS.glob(f"*{lang}.ftl"))
        said.append({name.upper().replace("-", "_") for name in re.findall(r"^error-([a-z0-9-]+) =", text, re.M)})
    return frozenset(said[0] & said[1]) - {"INTERNAL", "UNKNOWN"}


def packed(path: Path, key: Ed25519PrivateKey) -> bytes:
    """A package's own bytes; a folder's files as they are, signed."""
    if path.is_file():
        return path.read_bytes()
    try:
        pages = list(manifest.parse((path / "manifest.json").read_bytes()).pages)
    except (OSError, manifest.ManifestInvalid):
        pages = ["pages/index"]
    return signing.sign(package.build(_files(path), pages), key)


def sources(path: Path, content: bytes) -> tuple[dict[str, str], str]:
    """What its guest would be loaded with, however little of a package it is; nothing where it cannot be read."""
    try:
        files = dict(package.read(content).files)
    except package.PackageInvalid:
        files = {} if path.is_file() else _files(path)
    texts = {name: inner.decode("utf-8", "replace") for name, inner in files.items() if name.endswith((".py", ".ftl"))}
    try:
        entry = json.loads(files.get("manifest.json", b"{}")).get("majlis_entry")
    except (ValueError, AttributeError, RecursionError):
        entry = None
    return texts, entry if isinstance(entry, str) else "app:app"


def _files(folder: Path) -> dict[str, bytes]:
    inside = [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in inside[:MEMBERS_MAX]}


class NoGrants:
    """Somebody who allows nothing."""

    async def state(self, scope: str, user_id: str = "") -> int | None:
        return None


class Stage:
    """Where an app runs past the desk: a real worker, the real host calls, nothing granted and nothing committed."""

    def __init__(self, pool: WorkerPool, runner_id: str, calls: HostCalls) -> None:
        self._pool, self._runner_id, self._calls = pool, runner_id, calls

    async def run(self, files: dict[str, str], entry: str, user_id: str) -> list[str]:
        """How its first screen and what can be pressed on it ended, a word each."""
        loaded = sources_json(files, entry)
        ended, screen, state = await self._event(loaded, user_id, "open", "")
        told = [ended]
        for node_id, event in _pressable(screen)[:EVENTS_MAX]:
            try:
                action = check_event(screen.event_table(), node_id, event).as_action()
            except EventInvalid as refused:
                told.append(refused.reason)
                continue
            told.append((await self._event(loaded, user_id, "action", state, action=action))[0])
        return told

    async def _event(self, loaded: str, user_id: str, kind: str, state: str, **more: Any) -> tuple[str, Any, str]:
        place = Place()
        event = event_json(
            kind, place=place, state_json=state, subject="sub_x", lang="ar", now_ms=1_790_000_000_000, **more
        )
        context = EventContext("org.corpus.any", user_id, EventBuffer(1_790_000_000_000), NoGrants())
        job = Job(
            artifact_id=self._runner_id, event=event, app_id="org.corpus.any", sources=loaded, deadline_s=DEADLINE_S
        )
        try:
            outcome = await self._pool.run(job, self._calls.bound(context))
            if outcome.failure is not None:
                return outcome.failure, None, ""
            answer = read_answer(outcome.answer or "", place=place, draws=True)
        except DomainError as error:
            return error.reason, None, ""
        return ANSWER, answer.screen, answer.state_json


def _pressable(screen: Any) -> list[tuple[str, str]]:
    if screen is None:
        return []
    return [(node_id, event) for node_id, node in screen.event_table()["nodes"].items() for event in node.get("on", {})]
