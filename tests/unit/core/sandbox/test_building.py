"""Baking: one at a time, whoever gave up waiting for it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from core.apps.effects import BAKE_S, DRY_START_S
from core.kit.outbox import HANDLER_S
from core.sandbox import building
from core.sandbox.building import Builder
from tests.support import packages
from tests.support.waiting import until


class Versions:
    def forget_unusable(self, artifact_id: str) -> None: ...

    async def offer_snapshot(self, digest: str, artifact_id: str) -> None: ...


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
