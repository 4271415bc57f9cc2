"""A whole host for a test: in this process, or its roles split over processes that speak real gRPC.

The runner is the shared one of `tests.support.artifacts`; data and ports are the test's own.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
from collections.abc import AsyncIterator, Mapping
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
    """Where it listens and who is in it; `host` only where it runs in this process, `pids` only where it does not."""

    def __init__(
        self, address: str, people: DemoPeople, host: Host | None = None, *, peers: str = "",
        pids: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        self.address = address
        self.people = people
        self.host = host
        self.peers = peers
        self.pids = dict(pids or {})  # By the roles each process plays, with commas.


@asynccontextmanager
async def split_host(
    folder: Path, runner: Artifact, *, miniapps: Path = MINIAPPS, bakes: bool = True, **more: str
) -> AsyncIterator[RunningHost]:
    """Four processes: gateway, identity with apps, the rest but the wallet, wallet; calls between them are gRPC.

    `more` are settings by their names in the environment, without the prefix.
    """
    web, front, back, ledger = _free_ports(4)
    settings = {
        "MAJLIS_DATA_DIR": str(folder), "MAJLIS_ARTIFACT_CACHE": str(runner.path.parent),
        "MAJLIS_SANDBOX_WORKERS": "2", "MAJLIS_HTTP_PORT": str(web),
    }  # fmt: skip
    settings |= {f"MAJLIS_{name.upper()}": value for name, value in more.items()}
    of_front = f"identity=127.0.0.1:{front},apps=127.0.0.1:{front}"
    of_back = ",".join(f"{role}=127.0.0.1:{back}" for role in ("appdata", "places", "sandbox", "messaging"))
    of_ledger = f"wallet=127.0.0.1:{ledger}"
    everybody = f"{of_front},{of_back},{of_ledger}"
    module = "core.cli" if bakes else "tests.support.unbaked"
    ports = {"identity,apps": front, "appdata,places,sandbox,messaging": back, "wallet": ledger, "gateway": 0}
    processes = {}
    for roles, port in ports.items():
        own = {"MAJLIS_GRPC_PORT": str(port)} if port else {}
        processes[roles] = await _serve(module, roles, settings | own | {"MAJLIS_PEERS": everybody})
    try:
        address = f"http://localhost:{web}"
        await _ready(address)
        async with visiting(folder, everybody) as visitor:
            people = await Demo(visitor).prepare(miniapps, POLLS_ONLY if miniapps == MINIAPPS else ())
        pids = {roles: process.pid for roles, process in processes.items()}
        yield RunningHost(address, people, peers=everybody, pids=pids)
    finally:
        for process in processes.values():
            process.terminate()
        await asyncio.gather(*(process.wait() for process in processes.values()))


@asynccontextmanager
async def visiting(folder: Path, peers: str) -> AsyncIterator[Host]:
    """A process that plays no role and calls the services at their own gRPC ports."""
    visitor = Host(Config(data_dir=folder, peers=peers), roles=())
    await visitor.start()
    try:
        yield visitor
    finally:
        await visitor.stop()


async def _serve(module: str, roles: str, settings: dict[str, str]) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", module, "serve", "--roles", roles)
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
