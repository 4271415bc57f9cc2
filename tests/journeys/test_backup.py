"""A host is backed up while people use it, lost, brought back elsewhere; they sign in as if nothing had happened."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pyotp
import pytest

from core.kit.caller import ANYBODY, Caller
from core.kit.config import Config
from core.main import Host
from majlis.identity.v1 import identity_service_pb2 as pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient
from tests.support.artifacts import ROOT
from tests.support.hosts import served
from tests.support.web_user import Refused, WebUser

PASSWORD = "a tent by the sea 7"
SERVICE = Caller.of_service("journey")


@asynccontextmanager
async def front_door(folder: Path) -> AsyncIterator[tuple[str, Host]]:
    """The roles people sign in at, web included, and the wallet: a backup is of every database."""
    host = Host(Config(http_port=0, grpc_port=0, data_dir=folder), roles=("gateway", "identity", "wallet"))
    async with served(host) as address:
        yield address, host


def majlisd(*arguments: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    """The operator's command, in a process of its own as on a real host."""
    environment = os.environ | {"MAJLIS_DATA_DIR": str(data_dir)}
    command = (sys.executable, "-m", "core.cli", *arguments)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


async def operators_log_in(host: Host, secret: str, *, steps: int) -> pb.LogInOperatorResponse:
    code = pyotp.TOTP(secret).at(host.clock.now(), counter_offset=steps)
    request = pb.LogInOperatorRequest(username="omaima", password=PASSWORD, totp_code=code)
    return await IdentityServiceClient(host.channel).log_in_operator(request, caller=ANYBODY)


@pytest.mark.timeout(120)
async def test_layla_signs_in_at_the_restored_host(tmp_path: Path) -> None:
    """Her password, her open session and the operator's second factor: each needs the rows and the keys together."""
    first, second = tmp_path / "first", tmp_path / "second"
    async with front_door(first) as (address, host):
        layla = WebUser(address)
        await layla.sign_up("layla", "ليلى", PASSWORD)
        request = pb.CreateOperatorRequest(username="omaima", password=PASSWORD, display_name="أميمة")
        secret = (await IdentityServiceClient(host.channel).create_operator(request, caller=SERVICE)).totp_secret
        made = majlisd("backup", "--to", str(tmp_path), data_dir=first)
        assert made.returncode == 0, made.stderr
        file = made.stdout.strip()
        omar = WebUser(address)
        await omar.sign_up("omar", "عمر", PASSWORD)  # The host goes on.
        refused = majlisd("restore", file, data_dir=first)
        assert (refused.returncode, "stop it first" in refused.stderr) == (1, True)

    restored = majlisd("restore", file, data_dir=second)
    assert restored.returncode == 0, restored.stderr
    async with front_door(second) as (address, host):
        again = WebUser(address)
        again.token = layla.token  # Signed by a key of the first host.
        assert await again.call("majlis.identity.v1.IdentityService", "ListDevices")
        await again.log_in("layla", PASSWORD)
        assert (await operators_log_in(host, secret, steps=0)).signed_in.access_token
        with pytest.raises(Refused):
            await WebUser(address).log_in("omar", PASSWORD)
