"""Packages before users meet them: a first run without anybody, and the snapshot they will get."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.kit.errors import InvalidArgument
from core.sandbox.errors import BuildFailed
from core.sandbox.versions import Versions
from core.sandbox.workers import Job, WorkerPool
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis_devkit import manifest, package
from majlis_devkit.build import Artifact, build_snapshot
from majlis_devkit.checks import dry
from majlis_devkit.engine import Outcome
from majlis_devkit.jail import StepFailed
from majlis_devkit.world import ScopeUnknown

DRY = "dry start"
DRY_DEADLINE_S = 8.0  # Nobody waits for a dry start, and a busy machine is not the app's fault.
DRY_S = 90.0  # Of all its events: fifty screens that spin would take a worker for many minutes.
WHY_CHARS_MAX = 1_500
T = TypeVar("T")
Build = Callable[..., Artifact]  # majlis_devkit.build.build_snapshot, or what stands in for it


class Builder:
    """Runs and bakes packages nobody has approved yet: in workers like any event, and in the build's jail."""

    def __init__(
        self, *, pool: WorkerPool, versions: Versions, runner_id: str, artifacts_dir: Path, artifact_key: bytes,
        build: Build | None = None,
    ) -> None:  # fmt: skip
        self._pool = pool
        self._versions = versions
        self._runner_id = runner_id
        self._artifacts_dir = artifacts_dir
        self._artifact_key = artifact_key
        self._make = build
        # A build takes a core for half a minute; one at a time leaves users the other. The thread holds the lock: it
        # goes on when whoever asked has gone.
        self._baking = threading.Lock()

    async def dry_start(self, raw: bytes) -> list[pb.Finding]:
        """What a first run finds; none where all is well."""
        opened, said = await asyncio.to_thread(_open, raw)
        loop, gone = asyncio.get_running_loop(), threading.Event()
        until = time.monotonic() + DRY_S

        def start(sources: str, event: str, host_call: dry.HostCall) -> Outcome:
            async def answer(interface: str, method: str, request: str) -> str:
                return host_call(interface, method, request)

            left_s = until - time.monotonic()
            if gone.is_set() or left_s <= 0:
                return Outcome(failure="APP_TIMED_OUT", detail=f"the first run took more than {DRY_S:g} s")
            job = Job(
                artifact_id=self._runner_id, event=event, app_id=f"check {said.app_id}", sources=sources,
                deadline_s=min(DRY_DEADLINE_S, left_s),
            )  # fmt: skip
            return asyncio.run_coroutine_threadsafe(self._pool.run(job, answer), loop).result()

        try:
            found = await _in_daemon_thread(partial(dry.check, opened, said, start), DRY)
        finally:
            gone.set()  # Whoever asked may have gone before the end; no screen is drawn for nobody.
        return [
            pb.Finding(
                code=one.code, error=one.is_error, text_en=one.text_en, text_ar=one.text_ar, where=one.where,
                fix=one.fix,
            )
            for one in found
        ]  # fmt: skip

    async def bake(self, raw: bytes) -> str:
        """The package's snapshot, built or found; versions of these bytes run on it from now on. BUILD_FAILED."""
        opened, said = await asyncio.to_thread(_open, raw)
        try:
            artifact = await _in_daemon_thread(partial(self._build, opened, said), "bake")
        except (StepFailed, ScopeUnknown) as error:
            raise BuildFailed("the package cannot be baked", why=str(error)[-WHY_CHARS_MAX:]) from None
        self._versions.forget_unusable(artifact.artifact_id)
        await self._versions.offer_snapshot(opened.digest, artifact.artifact_id)
        return artifact.artifact_id

    def _build(self, opened: package.Package, said: manifest.Manifest) -> Artifact:
        with self._baking:
            make = self._make or build_snapshot
            return make(opened.sources, said.entry, said.scopes, self._artifacts_dir, self._artifact_key)


async def _in_daemon_thread(work: Callable[[], T], name: str) -> T:
    """`work()`'s result, from a thread that nobody else waits for. A host that stops does not wait for it either: the
    jailed steps die with this process, and the bake begins again at the next start."""
    done: Future[T] = Future()
    done.set_running_or_notify_cancel()  # Whoever waits may go away; the thread still has somewhere to put its result.

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await asyncio.wrap_future(done)


def _open(raw: bytes) -> tuple[package.Package, manifest.Manifest]:
    try:
        opened = package.read(raw)
        return opened, manifest.parse(opened.files.get("manifest.json", b""))
    except (package.PackageInvalid, manifest.ManifestInvalid) as error:
        raise InvalidArgument(f"package: {error}", field="package", why=str(error)) from None
