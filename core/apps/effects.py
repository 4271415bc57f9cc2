"""What follows a submission and an approval: the checks, and the bake. Safe to repeat and to be cut off anywhere."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from core.apps import store, versions
from core.apps.checking import Check, check_apart
from core.apps.findings import Finding, checks_unfinished, snapshot_failed
from core.apps.store import Actor, Version
from core.apps.versions import Snapshot, State, Step
from core.kit.caller import Caller
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import DomainError, StatusCode
from core.kit.outbox import EffectHandler
from majlis.sandbox.v1 import sandbox_service_pb2 as sandbox
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient
from majlis_devkit.world import Contract

CHECK_VERSION, BAKE_VERSION = "apps.check_version", "apps.bake_version"
DRY_START_S = 120.0
BAKE_S = 210.0  # Before the relay gives the effect up: running out of time is then a reason, final in the end.
PATIENCE = timedelta(hours=1)  # A sandbox that is down comes back within it; a package that breaks it never does.
CHECKS, SANDBOX = Actor("", "checks"), Actor("", "sandbox")
_CALLER = Caller.of_service("apps")
_FINAL = {StatusCode.INVALID_ARGUMENT, StatusCode.FAILED_PRECONDITION, StatusCode.UNIMPLEMENTED}


class VersionEffects:
    """Carries out the effects of this slice's outbox topics."""

    def __init__(
        self, *, db: Database, clock: Clock, sandbox: SandboxServiceClient, contract: Contract,
        check: Check = check_apart,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._sandbox = sandbox
        self._contract = contract
        self._check = check
        # The checks take a core and the first run a worker; one package at a time leaves users the others.
        self._checking = asyncio.Lock()

    @property
    def handlers(self) -> dict[str, EffectHandler]:
        """By topic. A relay each keeps a new submission from waiting for somebody's bake."""
        return {CHECK_VERSION: self.check_version, BAKE_VERSION: self.bake_version}

    async def check_version(self, effect: dict[str, Any]) -> None:
        """Check the version and start it dry; its findings decide whether an operator sees it."""
        version_id = effect["version_id"]
        version = await self._db.read(lambda tx: store.version(tx, version_id))
        if version.state != State.CHECKING:
            return
        package = await self._db.read(lambda tx: store.package(tx, version_id))
        async with self._checking:
            found = await self._check(package, self._contract)
            if not any(each.is_error for each in found):
                found = found + await self._dry_start(version, package)
        state = versions.after_checks(any(each.is_error for each in found))

        def settle(tx: Transaction) -> None:
            if store.version(tx, version_id).state != State.CHECKING:
                return
            store.replace_findings(tx, version_id, found)
            store.take_step(tx, Step(version_id, state), CHECKS, to_ms(self._clock.now()))

        await self._db.write(settle)

    async def _dry_start(self, version: Version, package: bytes) -> list[Finding]:
        request = sandbox.DryStartRequest(package=package)
        try:
            answer = await self._sandbox.dry_start(request, caller=_CALLER, timeout_s=DRY_START_S)
        except DomainError as error:
            if not self._is_final(error, version.submitted_at_ms):
                raise
            return [checks_unfinished(f"{error.reason}: {error.message}")]
        return [Finding.from_message(each) for each in answer.findings]

    async def bake_version(self, effect: dict[str, Any]) -> None:
        """Have the snapshot built; where that fails the version goes on running on the runner."""
        version_id = effect["version_id"]
        version = await self._db.read(lambda tx: store.version(tx, version_id))
        if version.snapshot != Snapshot.PENDING:
            return
        package = await self._db.read(lambda tx: store.package(tx, version_id))
        artifact_id, failure = "", ""
        try:
            request = sandbox.BakeRequest(package=package)
            artifact_id = (await self._sandbox.bake(request, caller=_CALLER, timeout_s=BAKE_S)).artifact_id
        except DomainError as error:
            if not self._is_final(error, version.reviewed_at_ms):
                raise
            failure = f"{error.reason}: {error.facts.get('why') or error.message}"

        def settle(tx: Transaction) -> None:
            now = store.version(tx, version_id)
            if now.snapshot != Snapshot.PENDING:
                return
            if not failure:
                store.set_fields(tx, version_id, snapshot_state=Snapshot.READY.value, artifact_id=artifact_id)
                return
            found = snapshot_failed(failure)
            store.set_fields(tx, version_id, snapshot_state=Snapshot.FAILED.value)
            store.add_findings(tx, version_id, [found])
            # It stays where it stands: a step that moves nothing, for whoever reads the history.
            store.write_step(tx, Step(version_id, now.state, found.text_en), SANDBOX, to_ms(self._clock.now()))

        await self._db.write(settle)

    def _is_final(self, error: DomainError, since_ms: int) -> bool:
        """True where trying again is of no use: the package is at fault, or it went on for too long."""
        return error.code in _FINAL or to_ms(self._clock.now() - PATIENCE) >= since_ms
