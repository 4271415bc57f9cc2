"""Packages at the front door: signed by a developer the host knows, sent as `majlis submit` sends them.

What is turned away leaves nothing: no version, no file, no process. What is taken and never passes the checks cannot be
released by an operator either, and its icon is not drawn.
"""

from __future__ import annotations

import asyncio
import base64
import uuid
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from core.kit.caller import Caller
from core.kit.errors import DomainError
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from tests.support import attacks
from tests.support.attacked_host import Scene, refused
from tests.support.attacks import Attack
from tests.support.hostile_packages import TURNED_AWAY, UNRELEASED, renamed
from tests.support.web_user import WebUser

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]
APPS = "majlis.apps.v1.AppsService"
CHECKS_S_MAX = 120
AWAY, HELD_UP = attacks.rows("packages"), attacks.rows("checks")


def test_every_package_is_a_row() -> None:
    assert (sorted(TURNED_AWAY), sorted(UNRELEASED)) == (sorted(AWAY), sorted(HELD_UP))


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def noura(scene: Scene) -> WebUser:
    return await scene.developer()


async def submit(noura: WebUser, content: bytes) -> dict[str, Any]:
    sent = base64.b64encode(content).decode()
    version: dict[str, Any] = (await noura.call(APPS, "SubmitVersion", request_id=uuid.uuid4().hex, package=sent))[
        "version"
    ]
    return version


def kept(scene: Scene) -> set[Path]:
    """Every file of the host, but for its databases' own."""
    assert scene.host.host is not None
    folder = scene.host.host.config.data_dir
    return {path for path in folder.rglob("*") if not path.name.endswith(("-wal", "-shm", "-journal"))}


async def versions(noura: WebUser) -> list[str]:
    listed = await noura.call(APPS, "ListVersions", page_size=100)
    return [each["version_id"] for each in listed.get("versions", [])]


@pytest.mark.parametrize("row", AWAY.values(), ids=AWAY)
async def test_a_package_is_turned_away_and_leaves_nothing(scene: Scene, noura: WebUser, row: Attack) -> None:
    files, known = kept(scene), await versions(noura)
    refusal = await refused(submit(noura, TURNED_AWAY[row.name](scene.developer_key)))
    assert refusal.reason in row.shown
    if row.code:
        assert refusal.metadata["code"] == row.code
        assert refusal.metadata["text_ar"], "the developer is told in both languages"
    assert (kept(scene), await versions(noura)) == (files, known)


@pytest.mark.parametrize("row", HELD_UP.values(), ids=HELD_UP)
async def test_a_package_never_passes_the_checks(scene: Scene, noura: WebUser, row: Attack) -> None:
    """Nor does an operator's word help it."""
    number = list(HELD_UP).index(row.name)
    key = scene.developer_key
    version = await submit(noura, renamed(UNRELEASED[row.name](key), f"org.evil.package{number}", key))
    async with asyncio.timeout(CHECKS_S_MAX):
        while version["state"] in ("VERSION_STATE_CHECKING", "VERSION_STATE_DRAFT"):
            await asyncio.sleep(0.1)
            version = (await noura.call(APPS, "GetVersion", version_id=version["version_id"]))["version"]
    assert version["state"] == "VERSION_STATE_CHANGES_NEEDED"
    assert row.code in [one["code"] for one in version["findings"]]
    assert scene.host.host is not None
    request = pb.ApproveVersionRequest(request_id=uuid.uuid4().hex, version_id=version["version_id"])
    with pytest.raises(DomainError) as denied:
        await AppsServiceClient(scene.host.host.channel).approve_version(request, caller=Caller.operator("usr_x"))
    assert denied.value.reason in row.shown
    assert (await refused(scene.layla.open(f"org.evil.package{number}"))).reason == "APP_NOT_FOUND"


async def test_neighbours_never_noticed(scene: Scene) -> None:
    await scene.neighbours_are_served()
