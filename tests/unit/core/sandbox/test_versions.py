"""A version runs on its snapshot wherever its code is loaded: after a restart, on another node, superseded or not."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from pathlib import Path
from typing import Any, cast

import pytest

from core.kit.caller import Caller
from core.kit.errors import DomainError, ResourceExhausted
from core.sandbox.versions import Code, Versions
from core.sandbox.workers import AppTimedOut, HostCall, Job, Outcome
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis_devkit.build import PACK
from tests.support import packages

SNAPSHOT = "5" * 40


class Apps:
    async def get_package(self, request: apps_pb.GetPackageRequest, *, caller: Caller) -> apps_pb.GetPackageResponse:
        return apps_pb.GetPackageResponse(package=packages.signed(), artifact_id=SNAPSHOT)


class Pool:
    """Answers the pack an app asks for, or raises; `ran` are the jobs."""

    def __init__(self, answer: str | DomainError = "") -> None:
        self.answer, self.ran = answer, list[Job]()

    async def add_artifact(self, path: Path) -> str:
        return path.stem

    async def run(self, job: Job, host_call: HostCall) -> Outcome:
        self.ran.append(job)
        if isinstance(self.answer, DomainError):
            raise self.answer
        assert "error" in json.loads(await host_call("appdata", "GetDocument", "{}")), "nobody is there"
        return Outcome(answer=self.answer)


class Unbaked(Apps):
    async def get_package(self, request: apps_pb.GetPackageRequest, *, caller: Caller) -> apps_pb.GetPackageResponse:
        return apps_pb.GetPackageResponse(package=packages.signed())


async def packing(tmp_path: Path, pool: Pool) -> tuple[Versions, Code]:
    """Versions after the first event of one on the runner, its pack arrived or not to come."""
    versions = Versions(apps=cast(Any, Unbaked()), pool=cast(Any, pool), artifacts_dir=tmp_path, runner_id="runner")
    code = await versions.code("ver_1")
    assert versions.prepare(code).sources == code.sources, "the first event does not wait"
    await asyncio.gather(*versions._packing.values())
    return versions, code


async def test_on_the_runner_a_version_is_compiled_once(tmp_path: Path) -> None:
    pool = Pool('{"pack":"eJw="}')
    versions, code = await packing(tmp_path, pool)
    sources = [json.loads(versions.prepare(code).sources or "") for _ in range(2)]
    assert sources == [json.loads(code.sources) | {"pack": "eJw="}] * 2
    assert [(job.event, job.sources) for job in pool.ran] == [(PACK, code.sources)]


async def test_a_pack_is_for_its_own_version_and_ends_with_its_snapshot(tmp_path: Path) -> None:
    """It comes from a guest: another app must never run it."""
    versions, code = await packing(tmp_path, Pool('{"pack":"eJw="}'))
    other = dataclasses.replace(code, digest="other")
    assert versions.prepare(other).sources == code.sources
    await asyncio.gather(*versions._packing.values())
    await versions.offer_snapshot(code.digest, SNAPSHOT)
    assert versions.prepare(code).sources is None
    assert code.digest not in versions._packed


@pytest.mark.parametrize(
    "answer", ['{"error":{}}', '{"pack":7}', '{"pack":""}', "[]", "no JSON", AppTimedOut("late")], ids=str
)
async def test_an_app_without_a_pack_goes_on_from_its_sources(tmp_path: Path, answer: str | DomainError) -> None:
    pool = Pool(answer)
    versions, code = await packing(tmp_path, pool)
    assert versions.prepare(code).sources == code.sources
    assert len(pool.ran) == 1, "and is not asked at every event"


async def test_a_full_sandbox_is_asked_again(tmp_path: Path) -> None:
    pool = Pool(ResourceExhausted("too many events are waiting"))
    versions, code = await packing(tmp_path, pool)
    pool.answer = '{"pack":"eJw="}'
    versions.prepare(code)
    await asyncio.gather(*versions._packing.values())
    assert "pack" in json.loads(versions.prepare(code).sources or "")


async def test_a_session_that_outlived_a_restart_runs_on_its_snapshot(tmp_path: Path) -> None:
    """Nobody opens that app anew; the runner would take ten times the processor for every tap."""
    versions = Versions(apps=cast(Any, Apps()), pool=cast(Any, Pool()), artifacts_dir=tmp_path, runner_id="runner")
    prepared = versions.prepare(await versions.code("ver_1"))
    assert (prepared.artifact_id, prepared.runtime) == (SNAPSHOT, pb.RUNTIME_SNAPSHOT)


@pytest.mark.parametrize("artifact_id", ["../../../tmp/evil", "/tmp/evil", "5" * 41, "runner.lock"])
async def test_a_row_cannot_name_a_file_elsewhere(tmp_path: Path, artifact_id: str) -> None:
    """The name is joined to the host's own directory, and what lies there is executed."""
    versions, code = await packing(tmp_path, Pool('{"pack":"eJw="}'))
    await versions.offer_snapshot(code.digest, artifact_id)
    assert versions.prepare(code).artifact_id == "runner"
