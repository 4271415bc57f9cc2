"""/readyz and /metrics tell the operator which walls stand behind WebAssembly, and no stranger where to climb."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from prometheus_client import REGISTRY

from core.kit.config import Config
from core.main import Host
from core.sandbox.workers import WorkerPool
from majlis_devkit import landlock, walls
from majlis_devkit.build import Artifact
from tests.support.gateway import Gate, running_gate
from tests.support.hosts import data_dir, served


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with running_gate(tmp_path) as made:
        yield made


LOW = {"landlock": 0, "own_user_workers": False, "own_user_builds": False}


def shown(wall: str) -> float | None:
    return REGISTRY.get_sample_value("sandbox_wall", {"wall": wall})


async def test_a_wall_that_is_missing_makes_nobody_unready(gate: Gate) -> None:
    """Nothing a tap needs is missing: taking the host off the line is the operator's to decide."""
    gate.walls.update(LOW)
    response = await gate.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "probes": {}, "walls": LOW})


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip"])
async def test_who_comes_through_a_proxy_is_not_told(gate: Gate, header: str) -> None:
    """/readyz is open to anybody; which wall to climb is not."""
    gate.walls.update(LOW)
    response = await gate.get("/readyz", **{header: "for=203.0.113.7"})
    assert (response.status_code, response.json()) == (200, {"ready": True, "probes": {}})
    assert (await gate.get("/metrics", **{header: "for=203.0.113.7"})).status_code == 404


async def test_a_host_tells_of_the_walls_around_its_own_workers(tmp_path: Path, runner_artifact: Artifact) -> None:
    config = Config(
        http_port=0, grpc_port=0, data_dir=data_dir(tmp_path), artifact_cache=runner_artifact.path.parent,
        sandbox_workers=1,
    )  # fmt: skip
    roles = ("gateway", "identity", "apps", "appdata", "sandbox")
    async with served(Host(config, roles=roles)) as address, httpx.AsyncClient() as client:
        assert (await client.get(f"{address}/readyz")).json()["walls"] == walls.standing()


async def test_a_host_without_workers_tells_nothing_of_walls(tmp_path: Path) -> None:
    """In a split host they are around other processes, which may be better or worse off."""
    host = Host(Config(http_port=0, grpc_port=0, data_dir=tmp_path), roles=("gateway", "identity"))
    async with served(host) as address, httpx.AsyncClient() as client:
        assert (await client.get(f"{address}/readyz")).json().keys() == {"ready", "probes"}


async def test_each_wall_has_a_gauge(
    runner_artifact: Artifact, artifact_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One or nothing, to be alarmed by; a version of Landlock is no more wall than another."""
    for version, told in ((7, 1.0), (0, 0.0)):
        monkeypatch.setattr(landlock, "version", lambda version=version: version)
        pool = WorkerPool(key=artifact_key, size=1)
        await pool.add_artifact(runner_artifact.path)
        await pool.start()
        await pool.stop()
        assert pool.walls["landlock"] == version
        assert shown("landlock") == told
        assert {shown(wall) for wall in walls.standing()} <= {0.0, 1.0}
