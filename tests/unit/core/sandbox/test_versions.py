"""A version runs on its snapshot wherever its code is loaded: after a restart, on another node, superseded or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from core.kit.caller import Caller
from core.sandbox.versions import Versions
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from tests.support import packages


class Apps:
    async def get_package(self, request: apps_pb.GetPackageRequest, *, caller: Caller) -> apps_pb.GetPackageResponse:
        return apps_pb.GetPackageResponse(package=packages.signed(), artifact_id="snap")


class Pool:
    async def add_artifact(self, path: Path) -> str:
        return path.stem


async def test_a_session_that_outlived_a_restart_runs_on_its_snapshot(tmp_path: Path) -> None:
    """Nobody opens that app anew; the runner would take ten times the processor for every tap."""
    versions = Versions(apps=cast(Any, Apps()), pool=cast(Any, Pool()), artifacts_dir=tmp_path, runner_id="runner")
    prepared = versions.prepare(await versions.code("ver_1"))
    assert (prepared.artifact_id, prepared.runtime) == ("snap", pb.RUNTIME_SNAPSHOT)
