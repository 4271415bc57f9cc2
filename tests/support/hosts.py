"""A whole host for a test: in this process, or its roles split over processes that speak real gRPC.

The runner is the shared one of `tests.support.artifacts`; data and ports are the test's own.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from core.demo import Demo, DemoPeople
from core.kit.config import Config
from core.main import Host
from core.sandbox.building import Build
from majlis_devkit.build import Artifact
from majlis_devkit.jail import StepFailed
from tests.support.artifacts import ROOT, cache_folder

MINIAPPS = ROOT / "miniapps"
POLLS_ONLY = ("polls",)  # Of those; the others are great, and have a stage of their own.
READY_S_MAX = 60


def data_dir(tmp_path: Path) -> Path:
    """A fresh data directory that trusts the tests' artifacts."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    shutil.copy(cache_folder() / "tests.key", folder / "artifact.key")
    return folder


@asynccontextmanager
async def whole_host(
    folder: Path, runner: Artifact, *, database_url: str = "", miniapps: Path = MINIAPPS, bakes: bool = True,
    bank_url: str = "", calls_per_s: int = 20, build: Build | None = None, unmetered: bool = False,
) -> AsyncIterator[RunningHost]:  # fmt: skip
    """Every role in this process, web included, with the demo people and mini-apps in it.

    `unmetered`: apps may burn what they like and trap for whom they like, where other limits are what is tested.
    """
    budgets: dict[str, int] = {"app_fuel_per_s": 10**12, "app_trap_people": 0} if unmetered else {}
    config = Config(
        http_port=0, grpc_port=0, data_dir=folder, artifact_cache=runner.path.parent, sandbox_workers=2,
        database_url=database_url, bank_url=bank_url, calls_per_s=calls_per_s, **budgets,  # type: ignore[arg-type]
    )  # fmt: skip
    host = Host(config, build=build or (None if bakes else no_build))
    async with served(host) as address:
        people = await Demo(host).prepare(miniapps, POLLS_ONLY if miniapps == MINIAPPS else ())
        yield RunningHost(address, people, host)


@asynccontextmanager
async def served(host: Host, *, port: int = 0) -> AsyncIterator[str]:
    """The host behind its web's front door, on this loop; its address."""
    listening = socket.create_server(("127.0.0.1", port))
    server = await host.web().create_server(sock=listening, return_asyncio_server=True)
    assert server is not None
    await server.startup()
    await server.before_start()
    await server.after_start()
    try:
        yield f"http://localhost:{listening.getsockname()[1]}"
    finally:
        await server.before_stop()
        server.close()
        await server.wait_closed()
        await server.after_stop()


def no_build(*_: object) -> Artifact:
    """For hosts whose apps may stay on the runner: half a minute of a core saved, for this host alone."""
    raise StepFailed("not in this test", "")


class RunningHost:
    """Where it listens and who is in it; `host` only where it runs in this process."""

    def __init__(self, address: str, people: DemoPeople, host: Host | None = None) -> None:
        self.address = address
        self.people = people
        self.host = host


@asynccontextmanager
async def split_host(folder: Path, runner: Artifact, *, miniapps: Path = MINIAPPS) -> AsyncIterator[RunningHost]:
    """Four processes: gateway, identity with apps, the rest but the wallet, wallet; calls between them are gRPC."""
    web, front, back, ledger = _free_ports(4)
    settings = {
        "MAJLIS_DATA_DIR": str(folder), "MAJLIS_ARTIFACT_CACHE": str(runner.path.parent),
        "MAJLIS_SANDBOX_WORKERS": "2", "MAJLIS_HTTP_PORT": str(web),
    }  # fmt: skip
    of_front = f"identity=127.0.0.1:{front},apps=127.0.0.1:{front}"
    of_back = ",".join(f"{role}=127.0.0.1:{back}" for role in ("appdata", "places", "sandbox", "messaging"))
    of_ledger = f"wallet=127.0.0.1:{ledger}"
    everybody = f"{of_front},{of_back},{of_ledger}"
    processes = [
        await _serve("identity,apps", settings | {"MAJLIS_GRPC_PORT": str(front), "MAJLIS_PEERS": everybody}),
        await _serve(
            "appdata,places,sandbox,messaging", settings | {"MAJLIS_GRPC_PORT": str(back), "MAJLIS_PEERS": everybody}
        ),
        await _serve("wallet", settings | {"MAJLIS_GRPC_PORT": str(ledger), "MAJLIS_PEERS": everybody}),
        await _serve("gateway", settings | {"MAJLIS_PEERS": everybody}),
    ]
    try:
        address = f"http://localhost:{web}"
        await _ready(address)
        yield RunningHost(address, await _demo(folder, everybody, miniapps))
    finally:
        for process in processes:
            process.terminate()
        await asyncio.gather(*(process.wait() for process in processes))


async def _demo(folder: Path, peers: str, miniapps: Path) -> DemoPeople:
    """Demo people through the services' own gRPC ports, from a process that plays no role."""
    visitor = Host(Config(data_dir=folder, peers=peers), roles=())
    await visitor.start()
    try:
        return await Demo(visitor).prepare(miniapps, POLLS_ONLY if miniapps == MINIAPPS else ())
    finally:
        await visitor.stop()


async def _serve(roles: str, settings: dict[str, str]) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "core.cli", "serve", "--roles", roles)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=os.environ | settings)


async def _ready(address: str) -> None:
    """Wait until /readyz says a tap would work."""
    async with asyncio.timeout(READY_S_MAX), httpx.AsyncClient() as client:
        while True:
            try:
                if (await client.get(f"{address}/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)


def _free_ports(count: int) -> list[int]:
    listening = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in listening]
    for each in listening:
        each.close()
    return ports
