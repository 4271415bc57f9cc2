"""From sources to machine code: the runner (one for all apps) and snapshots (an app baked in), built in a jail.

An artifact is named by the sha256 of everything that made it, written whole or not at all, and carries a MAC under
the host's key, because loading one means executing it. What is already there and verifies is not built again.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import hmac
import json
import os
import platform
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO

import miniapp
from majlis_devkit import bake, immortal, jail
from majlis_devkit.engine import CONFIG_VERSION
from majlis_devkit.world import Contract, app_world, interfaces_for, load_contract, runner_world
from miniapp import _guest

KEY_BYTES = 32
PACK = _guest.PACK  # The event that asks the runner for it.
CACHE_VARIABLE = "MAJLIS_ARTIFACT_CACHE"
Progress = Callable[[str], None]

# `freeze` and `bake` end with gc.freeze(): frozen objects are never traversed, so they stay shared pages.
_RUNNER_ENTRY = """import wit_world
from miniapp import _guest


class WitWorld(wit_world.WitWorld):
    def load(self, sources: str) -> None:
        _guest.load(sources)

    def handle(self, event: str) -> str:
        return _guest.handle(event)


_guest.preload()
_guest.freeze()
"""
_SNAPSHOT_ENTRY = """import wit_world
from miniapp import _guest


class WitWorld(wit_world.WitWorld):
    def handle(self, event: str) -> str:
        return _guest.handle(event)


_guest.bake({sources!r})
"""


class ArtifactTampered(Exception):
    """The file does not carry our MAC: it was changed, or made by somebody else."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A component ready to run. `takes_sources` is true for the runner, whose `load` is called with them."""

    artifact_id: str
    path: Path
    takes_sources: bool


def build_runner(
    out_dir: Path, key: bytes, *, contract: Contract | None = None, progress: Progress = lambda line: None
) -> Artifact:
    """The component that runs any app from its sources; ~25 s the first time. Raises jail.StepFailed."""
    contract = contract or load_contract()
    wit = runner_world(contract)
    interfaces = interfaces_for(contract, contract["scopes"])
    return _build(Recipe("runner", wit, _RUNNER_ENTRY, interfaces, sdk_sources()), out_dir, key, progress)


def build_snapshot(
    files: Mapping[str, str],
    entry: str,
    scopes: Iterable[str],
    out_dir: Path,
    key: bytes,
    *,
    contract: Contract | None = None,
    progress: Progress = lambda line: None,
) -> Artifact:
    """One app baked in, importing exactly its scopes. `files` are its Python sources and texts, `entry` "app:app".

    Raises jail.StepFailed (the app's own import error is at the end of its text) and world.ScopeUnknown.
    """
    contract = contract or load_contract()
    scopes = sorted(scopes)
    code = _SNAPSHOT_ENTRY.format(sources=sources_json(files, entry))
    wit, interfaces = app_world(contract, scopes), interfaces_for(contract, scopes)
    return _build(Recipe("app", wit, code, interfaces, sdk_sources()), out_dir, key, progress)


def sources_json(files: Mapping[str, str], entry: str = "app:app") -> str:
    """What the runner's `load` takes, and what a snapshot is baked from; equal files give equal text."""
    return json.dumps({"files": dict(sorted(files.items())), "entry": entry}, ensure_ascii=False)


def with_pack(sources: str, answer: str | None) -> str:
    """The same sources with what compiling them came to, as the runner answered PACK; without, where it has none.

    It comes from a guest: whoever calls gives it to guests of these very sources only.
    """
    try:
        pack = json.loads(answer or "{}").get("pack")
    except (ValueError, AttributeError, RecursionError):
        pack = None
    if not isinstance(pack, str) or not pack:
        return sources
    return json.dumps({**json.loads(sources), "pack": pack}, ensure_ascii=False)


def artifact_path(folder: Path, artifact_id: str) -> Path:
    """Where this artifact lies. Raises ArtifactTampered for a name that is none: it comes from a row, or over rpc."""
    if not re.fullmatch(r"[0-9a-f]{40}", artifact_id):
        raise ArtifactTampered("that is no artifact's name")
    return folder / f"{artifact_id}.cwasm"


def verify(path: Path, key: bytes) -> None:
    """Check an artifact's MAC; raises ArtifactTampered."""
    open_verified(path, key).close()


def open_verified(path: Path, key: bytes) -> IO[bytes]:
    """The artifact, opened and then checked: mapped from here, it is what carried our MAC. Raises ArtifactTampered."""
    try:
        expected = path.with_suffix(".mac").read_bytes()
        file = jail.open_plain(path)
    except OSError:
        raise ArtifactTampered(f"{path.name} cannot be read with its MAC") from None
    try:
        if os.fstat(file.fileno()).st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise ArtifactTampered(f"others may write {path.name}")
        if not hmac.compare_digest(expected, _mac_of(file, path.name, key)):
            raise ArtifactTampered(f"{path.name} does not carry our MAC")
    except BaseException:
        file.close()
        raise
    return file


def artifact_cache(data_dir: Path) -> Path:
    """Where artifacts are kept: MAJLIS_ARTIFACT_CACHE, else `artifacts` in the data directory."""
    return _private(Path(os.environ.get(CACHE_VARIABLE) or data_dir / "artifacts"))


def _private(folder: Path) -> Path:
    """The folder, ours alone. Raises ArtifactTampered where it is somebody else's: what lies there is executed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.stat()
    if found.st_uid == os.geteuid():
        folder.chmod(0o700)
    elif found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise ArtifactTampered(f"others may write to {folder}, and what lies there is executed: chmod go-w it")
    return folder


def load_key(path: Path) -> bytes:
    """The MAC key in this file; made on first use, readable by its owner only. Two first users get the same one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.with_suffix(".lock")):
            if not path.exists():
                _write_whole(path, os.urandom(KEY_BYTES))
    return path.read_bytes()


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything a component is made of; its hash is the artifact's name."""

    world: str
    wit: str
    entry: str
    interfaces: list[str]
    sdk: dict[str, str]  # read once: a file saved during the build must not end under this name

    def artifact_id(self) -> str:
        tools = {
            "componentize-py": version("componentize-py"),
            "wasmtime": version("wasmtime"),
            "engine": CONFIG_VERSION,
            "immortal": immortal.VERSION,
            "machine": platform.machine(),
        }
        return hashlib.sha256(json.dumps([asdict(self), tools], sort_keys=True).encode()).hexdigest()[:40]


def sdk_sources() -> dict[str, str]:
    """The SDK's Python files by relative path: they go into every component."""
    root = Path(miniapp.__file__).parent
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in sorted(root.rglob("*.py"))}


def _build(recipe: Recipe, out_dir: Path, key: bytes, progress: Progress) -> Artifact:
    artifact_id = recipe.artifact_id()
    artifact = Artifact(artifact_id, artifact_path(out_dir, artifact_id), recipe.world == "runner")
    with _locked(_private(out_dir) / f"{artifact_id}.lock"):
        if not _is_built(artifact.path, key):
            if artifact.takes_sources:
                progress("building the sandbox: first time only, about a minute")
            _write_whole(artifact.path, _bake(recipe, progress))
            _write_whole(artifact.path.with_suffix(".mac"), _mac(artifact.path, key))
    return artifact


def _is_built(path: Path, key: bytes) -> bool:
    try:
        verify(path, key)
    except ArtifactTampered:
        return False
    return True


def _bake(recipe: Recipe, progress: Progress) -> bytes:
    with _workdir() as workdir:
        sources = workdir / bake.SOURCES
        sources.mkdir()
        (workdir / bake.WIT).write_text(recipe.wit, encoding="utf-8")
        (sources / f"{bake.ENTRY}.py").write_text(recipe.entry, encoding="utf-8")
        for name, text in recipe.sdk.items():
            target = sources / "miniapp" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        progress("baking the sources into WebAssembly (about 15 s)")
        jail.run_step("majlis_devkit.bake", ["componentize", recipe.world], workdir=workdir)
        wasm = jail.output(workdir / bake.WASM)
    with _workdir() as workdir:  # what the stranger's code left beside its output is not there any more
        (workdir / bake.WASM).write_bytes(wasm)
        progress("compiling WebAssembly to machine code (about 15 s)")
        jail.run_step("majlis_devkit.bake", ["compile", json.dumps(recipe.interfaces)], workdir=workdir)
        return jail.output(workdir / bake.NATIVE)


@contextmanager
def _workdir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="majlis-build-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _mac(path: Path, key: bytes) -> bytes:
    with path.open("rb") as file:
        return _mac_of(file, path.name, key)


def _mac_of(file: IO[bytes], name: str, key: bytes) -> bytes:
    digest = hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]
    return hmac.digest(key, name.encode() + digest, "sha256")  # the name too: one app must not pose as another


def _write_whole(path: Path, content: bytes) -> None:
    """All of it under this name, or nothing: a mapped artifact must never change under its readers (SIGBUS)."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        written = Path(file.name)
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            written.replace(path)
        except BaseException:
            written.unlink()
            raise


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One builder per artifact on this machine; the second one finds it built."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m majlis_devkit.build", description=__doc__)
    parser.add_argument("what", choices=["runner"])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--key-file", type=Path, required=True)
    options = parser.parse_args()
    artifact = build_runner(options.out, load_key(options.key_file), progress=_say)
    _say(f"runner ready: {artifact.path}")


def _say(line: str) -> None:
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
