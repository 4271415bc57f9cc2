"""Baking and first runs: within bounds, whoever sent the package and whoever gave up waiting for it."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.apps.effects import BAKE_S, DRY_START_S
from core.kit.outbox import HANDLER_S
from core.sandbox import building
from core.sandbox.building import Builder
from core.sandbox.workers import Job
from majlis_devkit.engine import Outcome
from tests.support import packages
from tests.support.waiting import until


class Versions:
    def forget_unusable(self, artifact_id: str) -> None: ...

    async def offer_snapshot(self, digest: str, artifact_id: str) -> None: ...


class Held:
    """Workers in which every first run lasts until it may go on, and then was as good as it can be."""

    def __init__(self, *screens: str) -> None:
        self.go_on, self.runs = asyncio.Event(), 0
        self._answer = json.dumps({"screens": list(screens), "actions": {}, "tree": {"type": "Screen"}})

    async def run(self, job: Job, host_call: Any) -> Outcome:
        self.runs += 1
        await self.go_on.wait()
        return Outcome(answer=self._answer)

    def builder(self, folder: Path) -> Builder:
        return Builder(
            pool=cast(Any, self), versions=cast(Any, Versions()), runner_id="runner", artifacts_dir=folder,
            artifact_key=b"k",
        )  # fmt: skip


async def test_first_runs_that_never_end_keep_no_thread_from_anybody(tmp_path: Path) -> None:
    """Files are read and apps are opened in the threads of all; packages nobody has seen yet held every one of them."""
    held = Held("/")
    builder = held.builder(tmp_path)
    runs = [asyncio.ensure_future(builder.dry_start(packages.signed())) for _ in range(20)]
    await until(lambda: held.runs == len(runs))
    async with asyncio.timeout(10):
        await asyncio.to_thread(int)
    held.go_on.set()
    await asyncio.gather(*runs)


async def test_a_first_run_that_nobody_waits_for_goes_no_further(tmp_path: Path) -> None:
    held = Held(*(f"/{n}" for n in range(50)))
    asked = asyncio.ensure_future(held.builder(tmp_path).dry_start(packages.signed()))
    await until(lambda: held.runs == 1)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    held.go_on.set()
    await until(lambda: not any(thread.name == building.DRY for thread in threading.enumerate()))
    assert held.runs == 1


async def test_all_of_a_first_run_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty screens that spin were fifty deadlines; now they have one, and the developer reads which did not draw."""
    monkeypatch.setattr(building, "DRY_S", 0.0)
    held = Held("/")
    found = await held.builder(tmp_path).dry_start(packages.signed())
    assert [(one.code, "APP_TIMED_OUT" in one.text_en) for one in found] == [("E601", True)]
    assert held.runs == 0
    assert building.DRY_S < DRY_START_S, "or it is tried again and again"


async def test_no_bake_begins_beside_one_that_nobody_waits_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asked went away or ran out of time and asks again; a second build beside the first takes the users' core."""
    running, most, go_on = [0], [0], threading.Event()

    def build(*_: Any) -> Any:
        running[0] += 1
        most[0] = max(most[0], running[0])
        go_on.wait(10)
        running[0] -= 1
        return SimpleNamespace(artifact_id="snap")

    monkeypatch.setattr(building, "build_snapshot", build)
    builder = Builder(
        pool=cast(Any, None), versions=cast(Any, Versions()), runner_id="runner", artifacts_dir=tmp_path,
        artifact_key=b"k",
    )  # fmt: skip
    first = asyncio.ensure_future(builder.bake(packages.signed()))
    await until(lambda: running[0] == 1)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    second = asyncio.ensure_future(builder.bake(packages.signed()))
    await asyncio.sleep(0.2)
    go_on.set()
    assert await second == "snap"
    assert most[0] == 1


def test_a_bake_is_given_up_by_name_before_its_effect_is() -> None:
    """Else the version never reads that its bake failed, and it is tried for ever."""
    assert BAKE_S < HANDLER_S
    assert DRY_START_S < HANDLER_S
