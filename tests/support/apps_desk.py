"""The apps service on a chain of its own, with people, signed packages and a sandbox that answers as a test says."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.apps.findings import Finding
from core.apps.service import AppsService
from core.kit.caller import DEVELOPER, Caller
from core.kit.clock import ManualClock
from core.kit.db import Database
from core.kit.errors import DomainError
from core.kit.ids import IdMaker
from core.kit.keyed import KeyedWrites
from core.kit.outbox import Outbox
from core.kit.rpc import Call, Chain
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as sandbox_pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient, SandboxServiceServer
from majlis_devkit import package, signing
from majlis_devkit.checks import run_checks
from majlis_devkit.world import Contract
from tests.support import packages

LAYLA = Caller.user("usr_layla", roles=frozenset({DEVELOPER}))
MALLORY = Caller.user("usr_mallory", roles=frozenset({DEVELOPER}))
OMAR = Caller.operator("usr_omar")
LAYLA_AS_OPERATOR = Caller.operator("usr_layla")
SARA = Caller.user("usr_sara")
SANDBOX = Caller.of_service("sandbox")
NAMES = {"usr_layla": "layla", "usr_mallory": "mallory", "usr_omar": "omar"}
LAYLAS_KEY, MALLORYS_KEY, STORE_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
APP_ID = "org.example.hello"
CONTRACT = packages.CONTRACT | {
    "scopes": packages.CONTRACT["scopes"] | {"messages.send": {"interface": "messages-send", "methods": ["Send"]}}
}


class FakeSandbox(SandboxServiceServer[Call]):
    """Finds what it is told to find, and bakes what it is given; `trouble` is raised instead while it is set."""

    def __init__(self) -> None:
        self.findings: list[sandbox_pb.Finding] = []
        self.trouble: DomainError | None = None
        self.started: list[bytes] = []
        self.baked: list[bytes] = []
        self.starting, self.starting_most = 0, 0

    async def dry_start(self, request: sandbox_pb.DryStartRequest, call: Call) -> sandbox_pb.DryStartResponse:
        self.started.append(request.package)
        self.starting += 1
        self.starting_most = max(self.starting, self.starting_most)
        for _ in range(100):  # As long as anybody else needs to begin.
            await asyncio.sleep(0)
        self.starting -= 1
        if self.trouble:
            raise self.trouble
        return sandbox_pb.DryStartResponse(findings=self.findings)

    async def bake(self, request: sandbox_pb.BakeRequest, call: Call) -> sandbox_pb.BakeResponse:
        self.baked.append(request.package)
        if self.trouble:
            raise self.trouble
        return sandbox_pb.BakeResponse(artifact_id=f"art_{signing.digest(request.package).hex()[:16]}")


async def check_here(content: bytes, contract: Contract) -> list[Finding]:
    """The devkit's own checks, in this process."""
    return [Finding.from_check(each) for each in run_checks(content, contract=contract)]


def signed(
    changes: Mapping[str, bytes | str | None] | None = None, *, key: Ed25519PrivateKey = LAYLAS_KEY, code: int = 1,
    **manifest_changes: Any,
) -> bytes:  # fmt: skip
    """The small good app as version `code`, signed by Layla unless another key is given."""
    manifest_changes.setdefault("version", {"code": code, "name": f"1.{code}.0"})
    files = packages.files(changes, **manifest_changes)
    return signing.sign(package.build(files, ["pages/index"]), key)


def without_scopes() -> dict[str, Any]:
    """Changes for `signed`: the same app asking for nothing."""
    app = packages.APP.replace("profile, ", "").replace("profile.name()", '"x"')
    return {"changes": {"app.py": app}, "req_permissions": [], "majlis_reasons": {}}


class Desk:
    """Everything of the apps service, driven from outside by its rpcs."""

    def __init__(self, db: Database, *, check: Any = check_here) -> None:
        self.clock = ManualClock()
        self.db = db
        self.sandbox = FakeSandbox()
        self._chain = Chain(clock=self.clock)
        ids = IdMaker(self.clock)
        self.service = AppsService(
            db=db, clock=self.clock, ids=ids, outbox=Outbox(ids=ids, clock=self.clock),
            keyed=KeyedWrites(db=db, clock=self.clock), sandbox=SandboxServiceClient(self._chain),
            store_key=STORE_KEY, contract=CONTRACT, developer_names=self._name, check=check,
        )  # fmt: skip
        self._chain.serve("majlis.sandbox.v1.SandboxService", self.sandbox)
        self._chain.serve("majlis.apps.v1.AppsService", self.service)
        self.apps = AppsServiceClient(self._chain)
        self._request_ids = (f"request-{n:06}" for n in itertools.count())

    async def _name(self, user_id: str) -> str:
        return NAMES.get(user_id, user_id)

    @classmethod
    async def open(cls, db: Database, **options: Any) -> Desk:
        """A desk where Layla and Mallory have registered their keys."""
        desk = cls(db, **options)
        for caller, key in ((LAYLA, LAYLAS_KEY), (MALLORY, MALLORYS_KEY)):
            await desk.register(key, caller)
        return desk

    def request_id(self) -> str:
        return next(self._request_ids)

    async def register(self, key: Ed25519PrivateKey, caller: Caller) -> str:
        request = pb.RegisterDeveloperKeyRequest(public_key=key.public_key().public_bytes_raw(), name="laptop")
        return (await self.apps.register_developer_key(request, caller=caller)).key_id

    async def submit(
        self, content: bytes, *, caller: Caller = LAYLA, request_id: str = "", note: str = ""
    ) -> pb.Version:
        request = pb.SubmitVersionRequest(request_id=request_id or self.request_id(), package=content, note=note)
        return (await self.apps.submit_version(request, caller=caller)).version

    async def deliver(self, *, after: timedelta = timedelta()) -> None:
        """Carry out what is due once `after` has passed."""
        self.clock.advance(after)
        for relay in self.service.relays:
            await relay.deliver_due()

    async def in_review(self, content: bytes, *, caller: Caller = LAYLA) -> pb.Version:
        """Submitted and checked."""
        version = await self.submit(content, caller=caller)
        await self.deliver()
        return await self.version(version.version_id, caller=caller)

    async def approve(
        self, version_id: str, *, caller: Caller = OMAR, reason: str = "", request_id: str = ""
    ) -> pb.Version:
        request = pb.ApproveVersionRequest(
            request_id=request_id or self.request_id(), version_id=version_id, reason=reason
        )
        return (await self.apps.approve_version(request, caller=caller)).version

    async def reject(self, version_id: str, reason: str, *, caller: Caller = OMAR) -> pb.Version:
        request = pb.RejectVersionRequest(request_id=self.request_id(), version_id=version_id, reason=reason)
        return (await self.apps.reject_version(request, caller=caller)).version

    async def release(self, content: bytes, *, caller: Caller = LAYLA) -> pb.Version:
        """Submitted, checked, approved; its bake is due."""
        version = await self.in_review(content, caller=caller)
        return await self.approve(version.version_id)

    async def version(self, version_id: str, *, caller: Caller = LAYLA) -> pb.Version:
        return (await self.apps.get_version(pb.GetVersionRequest(version_id=version_id), caller=caller)).version

    async def review(self, version_id: str) -> pb.GetReviewResponse:
        return await self.apps.get_review(pb.GetReviewRequest(version_id=version_id), caller=OMAR)

    async def app(self, app_id: str = APP_ID, *, caller: Caller = SARA) -> pb.App:
        return (await self.apps.get_app(pb.GetAppRequest(app_id=app_id), caller=caller)).app

    async def grant(self, scope: str, *, app_id: str = APP_ID, caller: Caller = SARA) -> None:
        await self.apps.grant_scope(pb.GrantScopeRequest(app_id=app_id, scope=scope), caller=caller)

    async def revoke(self, scope: str, *, app_id: str = APP_ID, caller: Caller = SARA) -> None:
        await self.apps.revoke_scope(pb.RevokeScopeRequest(app_id=app_id, scope=scope), caller=caller)

    async def grants(self, *, caller: Caller = SARA) -> dict[tuple[str, str], int]:
        """(app id, scope) → GrantState of everything the caller decided."""
        answer = await self.apps.list_grants(pb.ListGrantsRequest(), caller=caller)
        return {(each.app_id, each.scope): each.state for each in answer.grants}

    async def launch(self, app_id: str = APP_ID, *, user_id: str = SARA.user_id) -> pb.GetLaunchResponse:
        return await self.apps.get_launch(pb.GetLaunchRequest(app_id=app_id, user_id=user_id), caller=SANDBOX)
