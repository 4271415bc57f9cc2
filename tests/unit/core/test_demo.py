"""The demo fills a host once, however often its first start was cut short."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.demo import Demo, DemoPeople, _folders
from core.kit.caller import ANYBODY, Caller
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis_devkit import manifest
from tests.support.artifacts import ROOT

MINIAPPS = ROOT / "miniapps"


class Apps:
    """Every demo app was submitted and none of them judged: whoever started the host pressed Ctrl-C."""

    def __init__(self) -> None:
        said = [manifest.parse(path.read_bytes()) for path in sorted(MINIAPPS.glob("*/manifest.json"))]
        self.versions = [
            pb.Version(
                version_id=f"ver_{one.app_id}", app_id=one.app_id, code=one.version_code,
                state=pb.VERSION_STATE_IN_REVIEW,
            )
            for one in said
        ]  # fmt: skip
        self.approved: list[str] = []

    async def list_versions(self, request: pb.ListVersionsRequest, *, caller: Caller) -> pb.ListVersionsResponse:
        return pb.ListVersionsResponse(versions=self.versions)

    async def get_version(self, request: pb.GetVersionRequest, *, caller: Caller) -> pb.GetVersionResponse:
        return pb.GetVersionResponse(version=next(v for v in self.versions if v.version_id == request.version_id))

    async def approve_version(self, request: pb.ApproveVersionRequest, *, caller: Caller) -> pb.ApproveVersionResponse:
        self.approved.append(request.version_id)
        return pb.ApproveVersionResponse()


class PeopleAreThere(Demo):
    async def _become_developer(self, caller: Caller) -> None: ...

    async def _log_in(self, username: str) -> Caller:
        return ANYBODY

    async def _log_in_operator(self, people: DemoPeople) -> Caller:
        return ANYBODY

    async def _developer_key(self, developer: Caller) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.generate()


async def test_apps_that_a_cut_start_left_unjudged_are_approved_by_the_next(tmp_path: Path) -> None:
    host: Any = SimpleNamespace(channel=None, config=SimpleNamespace(data_dir=tmp_path))
    demo, apps = PeopleAreThere(host), Apps()
    demo._apps = apps  # type: ignore[assignment]
    await demo._install(_folders(MINIAPPS), DemoPeople("secret"))
    assert sorted(apps.approved) == sorted(version.version_id for version in apps.versions) != []
    for version in apps.versions:
        version.state = pb.VERSION_STATE_RELEASED
    await demo._install(_folders(MINIAPPS), DemoPeople("secret"))
    assert len(apps.approved) == len(apps.versions)
