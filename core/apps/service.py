"""AppsService: developers submit, operators judge, users choose what runs for them and what it may do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.apps import messages, store, suspension, versions
from core.apps.checking import Check, check_apart
from core.apps.effects import BAKE_VERSION, CHECK_VERSION, VersionEffects
from core.apps.errors import (
    AppIdTaken,
    AppNotFound,
    AssetNotFound,
    KeyTaken,
    ScopeNotDeclared,
    SignatureInvalid,
    VersionNotFound,
)
from core.apps.grants import Consent, Decision, declared_since, refused, standing
from core.apps.paging import PAGE_SIZE, after, page_token
from core.apps.shelf import Pictures, Shelf
from core.apps.store import Actor, Released, Version
from core.apps.submission import Submission, added_scopes, clean_name, read_submission, sha256_hex
from core.apps.versions import Snapshot, State, Step
from core.kit.caller import OPERATOR
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import InvalidArgument, ResourceExhausted
from core.kit.ids import IdMaker
from core.kit.keyed import KeyedWrites
from core.kit.outbox import Outbox, OutboxRelay
from core.kit.rpc import Call
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis.apps.v1.apps_service_rpc import AppsServiceServer
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient
from majlis_devkit import package as packages
from majlis_devkit import signing
from majlis_devkit.pictures import media_type
from majlis_devkit.world import Contract

KEY_BYTES = 32
KEYS_MAX = 20  # Of one developer: a machine each, and some that were lost.
SUBMITTED_MAX = 100  # Versions of one developer in a day; each may be 4 MiB that is kept.
SUBMITTED_IN = timedelta(days=1)
T = TypeVar("T")


class AppsService(AppsServiceServer[Call]):
    """See the contract for each rpc. `relays` carry out its effects; whoever composes the host runs them."""

    def __init__(
        self, *, db: Database, clock: Clock, ids: IdMaker, outbox: Outbox, keyed: KeyedWrites,
        sandbox: SandboxServiceClient, store_key: Ed25519PrivateKey, contract: Contract,
        developer_names: Callable[[str], Awaitable[str]], check: Check = check_apart,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._ids = ids
        self._outbox = outbox
        self._keyed = keyed
        self._store_key = store_key
        self._contract = contract
        self._developer_names = developer_names
        self._shelf = Shelf()
        self.effects = VersionEffects(db=db, clock=clock, sandbox=sandbox, contract=contract, check=check)
        # One each: a bake takes half a minute, and a relay waits for all it took.
        self.relays = tuple(
            OutboxRelay(db=db, clock=clock, handlers={topic: handler})
            for topic, handler in self.effects.handlers.items()
        )

    # --- developers

    async def register_developer_key(
        self, request: pb.RegisterDeveloperKeyRequest, call: Call
    ) -> pb.RegisterDeveloperKeyResponse:
        if len(request.public_key) != KEY_BYTES:
            raise InvalidArgument("public_key: must be 32 bytes", field="public_key", why="must be 32 bytes")
        now_ms, caller = to_ms(self._clock.now()), call.caller

        def register(tx: Transaction) -> str:
            known = store.key(tx, request.public_key)
            if known is not None:
                key_id, owner_id = known
                if owner_id != caller.user_id:
                    raise KeyTaken("this key is another account's")
                return key_id
            if store.count_keys(tx, caller.user_id) >= KEYS_MAX:
                raise ResourceExhausted("you have registered too many keys", keys_max=KEYS_MAX)
            key_id = self._ids.new("key")
            store.add_key(tx, key_id, request.public_key, caller.user_id, clean_name(request.name), now_ms)
            return key_id

        return pb.RegisterDeveloperKeyResponse(key_id=await self._db.write(register))

    async def submit_version(self, request: pb.SubmitVersionRequest, call: Call) -> pb.SubmitVersionResponse:
        submission = await asyncio.to_thread(read_submission, request.package, self._contract)
        developer = await self._actor(call)
        now_ms = to_ms(self._clock.now())

        def submit(tx: Transaction) -> pb.SubmitVersionResponse:
            self._check_submission(tx, submission, developer, now_ms)
            version_id = self._ids.new("ver")
            store.add_version(tx, version_id, submission, developer, note=request.note, at_ms=now_ms)
            store.take_step(tx, Step(version_id, State.CHECKING), developer, now_ms)
            self._outbox.add(tx, CHECK_VERSION, {"version_id": version_id})
            return pb.SubmitVersionResponse(version=messages.version_message(store.version(tx, version_id)))

        return self._woken(await self._keyed.write(call, request, pb.SubmitVersionResponse, submit))

    def _check_submission(self, tx: Transaction, submission: Submission, developer: Actor, now_ms: int) -> None:
        found = store.key(tx, submission.developer_key)
        if found is None or found[1] != developer.user_id:
            raise SignatureInvalid(
                "the package is signed with a key you have not registered",
                why="key_unknown", key=signing.key_id(submission.developer_key),
            )  # fmt: skip
        app = store.claim_app(tx, submission.app_id, developer.user_id, developer.name, now_ms)
        if app.owner_id != developer.user_id or app.app_id != submission.app_id:
            raise AppIdTaken("an app with this id is there already", app_id=submission.app_id)
        versions.check_newer(submission.code, store.newest_code(tx, app.app_id))
        since_ms = to_ms(self._clock.now() - SUBMITTED_IN)
        if store.count_submitted(tx, developer.user_id, since_ms=since_ms) >= SUBMITTED_MAX:
            raise ResourceExhausted("you have sent too many versions today", submitted_max=SUBMITTED_MAX)

    async def list_versions(self, request: pb.ListVersionsRequest, call: Call) -> pb.ListVersionsResponse:
        size, begin = request.page_size or PAGE_SIZE, after("versions", request.page_token)
        owner_id = call.caller.user_id

        def page(tx: Transaction) -> tuple[list[pb.Version], str]:
            found = store.list_by_developer(tx, owner_id, app_id=request.app_id, after=begin, limit=size + 1)
            return self._version_page(tx, "versions", found, size)

        found, token = await self._db.read(page)
        return pb.ListVersionsResponse(versions=found, next_page_token=token)

    async def get_version(self, request: pb.GetVersionRequest, call: Call) -> pb.GetVersionResponse:
        def get(tx: Transaction) -> pb.Version:
            version = store.version(tx, request.version_id)
            if version.submitted_by != call.caller.user_id:
                raise VersionNotFound("no such version", version_id=request.version_id)
            return self._stored(tx, version.version_id)

        return pb.GetVersionResponse(version=await self._db.read(get))

    # --- operators

    async def list_queue(self, request: pb.ListQueueRequest, call: Call) -> pb.ListQueueResponse:
        found, token = await self._in_state(State.IN_REVIEW, "queue", request.page_size, request.page_token)
        return pb.ListQueueResponse(versions=found, next_page_token=token)

    async def get_review(self, request: pb.GetReviewRequest, call: Call) -> pb.GetReviewResponse:
        def get(tx: Transaction) -> tuple[pb.GetReviewResponse, bytes]:
            version = store.version(tx, request.version_id)
            app = store.app(tx, version.app_id)
            released = store.version(tx, app.released_version_id).scopes if app.released_version_id else []
            review = pb.GetReviewResponse(
                version=self._stored(tx, version.version_id), developer_name=app.developer_name,
                scopes=[messages.declared_message(scope) for scope in version.scopes],
                added_scopes=added_scopes(version.scopes, released),
                steps=[messages.step_message(step) for step in store.steps(tx, version.version_id)],
                icon_svg=version.icon_svg,
            )  # fmt: skip
            return review, store.package(tx, version.version_id)

        review, content = await self._db.read(get)
        review.files.extend(messages.file_messages(await asyncio.to_thread(packages.read, content)))
        return review

    async def approve_version(self, request: pb.ApproveVersionRequest, call: Call) -> pb.ApproveVersionResponse:
        content = await self._db.read(lambda tx: store.package(tx, request.version_id))
        signed = await asyncio.to_thread(signing.counter_sign, content, self._store_key)
        operator = await self._actor(call)
        now_ms = to_ms(self._clock.now())

        def approve(tx: Transaction) -> pb.ApproveVersionResponse:
            version = store.version(tx, request.version_id)
            app = store.app(tx, version.app_id)
            before = store.version(tx, app.released_version_id).standing if app.released_version_id else None
            plan = versions.plan_approval(version.standing, before, reviewer=operator.user_id, reason=request.reason)
            for step in plan:
                store.take_step(tx, step, operator, now_ms)
            store.set_fields(
                tx, version.version_id, package=signed, package_sha256=sha256_hex(signed), reviewed_at_ms=now_ms,
                verdict_reason=request.reason, snapshot_state=Snapshot.PENDING.value,
            )  # fmt: skip
            since = declared_since(app.declared_since, [each.scope for each in version.scopes], version.code)
            store.set_released(tx, app.app_id, version.version_id, since)
            self._outbox.add(tx, BAKE_VERSION, {"version_id": version.version_id})
            return pb.ApproveVersionResponse(version=self._stored(tx, version.version_id))

        return self._woken(await self._keyed.write(call, request, pb.ApproveVersionResponse, approve))

    async def reject_version(self, request: pb.RejectVersionRequest, call: Call) -> pb.RejectVersionResponse:
        operator = await self._actor(call)
        now_ms = to_ms(self._clock.now())

        def reject(tx: Transaction) -> pb.RejectVersionResponse:
            version = store.version(tx, request.version_id)
            for step in versions.plan_rejection(version.standing, reason=request.reason):
                store.take_step(tx, step, operator, now_ms)
            store.set_fields(tx, version.version_id, reviewed_at_ms=now_ms, verdict_reason=request.reason)
            return pb.RejectVersionResponse(version=self._stored(tx, version.version_id))

        return await self._keyed.write(call, request, pb.RejectVersionResponse, reject)

    async def list_suspended(self, request: pb.ListSuspendedRequest, call: Call) -> pb.ListSuspendedResponse:
        found, token = await self._in_state(State.SUSPENDED, "suspended", request.page_size, request.page_token)
        return pb.ListSuspendedResponse(versions=found, next_page_token=token)

    async def resume_version(self, request: pb.ResumeVersionRequest, call: Call) -> pb.ResumeVersionResponse:
        operator = await self._actor(call)
        now_ms = to_ms(self._clock.now())

        def resume(tx: Transaction) -> pb.ResumeVersionResponse:
            suspension.resume(tx, request.version_id, request.reason, operator, now_ms)
            return pb.ResumeVersionResponse(version=self._stored(tx, request.version_id))

        return await self._keyed.write(call, request, pb.ResumeVersionResponse, resume)

    # --- users

    async def list_apps(self, request: pb.ListAppsRequest, call: Call) -> pb.ListAppsResponse:
        size, begin = request.page_size or PAGE_SIZE, after("apps", request.page_token)

        def page(tx: Transaction) -> pb.ListAppsResponse:
            found = store.list_released(tx, after=begin, limit=size + 1)
            shown = found[:size]
            decided = store.decisions(tx, call.caller.user_id, [each.app.app_id for each in shown])
            return pb.ListAppsResponse(
                apps=[messages.app_message(each, decided) for each in shown],
                next_page_token=page_token("apps", shown[-1].version.version_id) if len(found) > size else "",
            )

        return await self._db.read(page)

    async def get_app(self, request: pb.GetAppRequest, call: Call) -> pb.GetAppResponse:
        def get(tx: Transaction) -> pb.App:
            released = store.released(tx, request.app_id)
            return messages.app_message(released, store.decisions(tx, call.caller.user_id, [request.app_id]))

        return pb.GetAppResponse(app=await self._db.read(get))

    async def get_texts(self, request: pb.GetTextsRequest, call: Call) -> pb.GetTextsResponse:
        def get(tx: Transaction) -> str:
            released = store.released(tx, request.app_id)
            version_id = request.version_id or released.version.version_id
            return store.texts(tx, self._shown(tx, request.app_id, version_id))[request.lang]

        return pb.GetTextsResponse(ftl=await self._db.read(get))

    async def get_asset(self, request: pb.GetAssetRequest, call: Call) -> pb.GetAssetResponse:
        judges = OPERATOR in call.caller.access

        def find(tx: Transaction) -> tuple[str, Pictures | None, bytes]:
            version_id = request.version_id or store.released(tx, request.app_id).version.version_id
            self._shown(tx, request.app_id, version_id, judges=judges)
            kept = self._shelf.get(version_id)
            return version_id, kept, store.package(tx, version_id) if kept is None else b""

        version_id, kept, package = await self._db.read(find)
        pictures = await self._shelf.put(version_id, package) if kept is None else kept
        if request.path not in pictures:
            raise AssetNotFound("this version has no such picture", path=request.path)
        return pb.GetAssetResponse(content=pictures[request.path], media_type=media_type(request.path))

    def _shown(self, tx: Transaction, app_id: str, version_id: str, *, judges: bool = False) -> str:
        """The id again where it is a version of the app that users have or had, or any for somebody who judges it."""
        try:
            version = store.version(tx, version_id)
        except VersionNotFound:
            version = None
        is_shown = version is not None and version.app_id == app_id and (judges or version.state in versions.SHOWN)
        if not is_shown:
            raise AppNotFound("no such app", app_id=app_id)
        return version_id

    async def grant_scope(self, request: pb.GrantScopeRequest, call: Call) -> pb.GrantScopeResponse:
        await self._decide(call, request.app_id, request.scope, lambda current: Consent.GRANTED)
        return pb.GrantScopeResponse()

    async def revoke_scope(self, request: pb.RevokeScopeRequest, call: Call) -> pb.RevokeScopeResponse:
        await self._decide(call, request.app_id, request.scope, refused)
        return pb.RevokeScopeResponse()

    async def _decide(self, call: Call, app_id: str, scope: str, change: Callable[[Consent], Consent]) -> None:
        now_ms, user_id = to_ms(self._clock.now()), call.caller.user_id

        def decide(tx: Transaction) -> None:
            released = store.released(tx, app_id)
            since = released.app.declared_since.get(scope)
            if since is None:
                raise ScopeNotDeclared("the app does not ask for this scope", app_id=app_id, scope=scope)
            current = standing(_about(scope, store.decisions(tx, user_id, [app_id])), since)
            if change(current) != current:
                decision = Decision(app_id, scope, change(current), released.version.code, now_ms)
                store.decide(tx, user_id, decision)

        await self._db.write(decide)

    async def list_grants(self, request: pb.ListGrantsRequest, call: Call) -> pb.ListGrantsResponse:
        app_ids = [request.app_id] if request.app_id else None

        def page(tx: Transaction) -> list[Decision]:
            found = store.decisions(tx, call.caller.user_id, app_ids)
            apps = store.apps(tx, {each.app_id for each in found})
            return [each for each in found if _holds(each, apps[each.app_id].declared_since)]

        decided = await self._db.read(page)
        return pb.ListGrantsResponse(grants=[messages.grant_message(each) for each in decided])

    # --- services

    async def get_launch(self, request: pb.GetLaunchRequest, call: Call) -> pb.GetLaunchResponse:
        def get(tx: Transaction) -> tuple[Released, list[Decision]]:
            released = store.released(tx, request.app_id)
            suspension.check_runs(released.version)
            decided = store.decisions(tx, request.user_id, [request.app_id]) if request.user_id else []
            return released, decided

        released, decided = await self._db.read(get)
        return pb.GetLaunchResponse(
            version_id=released.version.version_id, package_sha256=released.version.package_sha256,
            artifact_id=released.version.artifact_id, scopes=messages.scope_messages(released, decided),
            name_ar=released.version.name_ar, name_en=released.version.name_en,
        )  # fmt: skip

    async def check_version(self, request: pb.CheckVersionRequest, call: Call) -> pb.CheckVersionResponse:
        def check(tx: Transaction) -> bool:
            version = store.version(tx, request.version_id)
            suspension.check_runs(version)
            return suspension.is_replaced(tx, version)

        return pb.CheckVersionResponse(replaced=await self._db.read(check))

    async def suspend_version(self, request: pb.SuspendVersionRequest, call: Call) -> pb.SuspendVersionResponse:
        now_ms = to_ms(self._clock.now())

        def suspend(tx: Transaction) -> pb.SuspendVersionResponse:
            suspension.suspend(tx, request.version_id, request.traps, now_ms)
            return pb.SuspendVersionResponse(version=self._stored(tx, request.version_id))

        return await self._db.write(suspend)

    async def get_developer(self, request: pb.GetDeveloperRequest, call: Call) -> pb.GetDeveloperResponse:
        app = await self._db.read(lambda tx: store.app(tx, request.app_id))
        return pb.GetDeveloperResponse(developer_user_id=app.owner_id)

    async def get_package(self, request: pb.GetPackageRequest, call: Call) -> pb.GetPackageResponse:
        def get(tx: Transaction) -> pb.GetPackageResponse:
            version = store.version(tx, request.version_id)
            return pb.GetPackageResponse(
                package=store.package(tx, request.version_id), artifact_id=version.artifact_id,
                developer_user_id=store.app(tx, version.app_id).owner_id,
            )  # fmt: skip

        return await self._db.read(get)

    # --- shared

    async def _actor(self, call: Call) -> Actor:
        return Actor(call.caller.user_id, clean_name(await self._developer_names(call.caller.user_id)))

    def _woken(self, answer: T) -> T:
        """The answer of a write that added an effect."""
        for relay in self.relays:
            relay.wake()
        return answer

    def _stored(self, tx: Transaction, version_id: str) -> pb.Version:
        return suspension.described(tx, [store.version(tx, version_id)])[0]

    async def _in_state(self, state: State, list_name: str, size: int, token: str) -> tuple[list[pb.Version], str]:
        size, begin = size or PAGE_SIZE, after(list_name, token)

        def page(tx: Transaction) -> tuple[list[pb.Version], str]:
            return self._version_page(tx, list_name, store.list_in_state(tx, state, begin, size + 1), size)

        return await self._db.read(page)

    def _version_page(
        self, tx: Transaction, list_name: str, found: list[Version], size: int
    ) -> tuple[list[pb.Version], str]:
        """Messages of one page and the next one's token; `found` holds one more where there is a next."""
        shown = found[:size]
        token = page_token(list_name, shown[-1].version_id) if len(found) > size else ""
        return suspension.described(tx, shown), token


def _about(scope: str, decided: list[Decision]) -> Decision | None:
    return next((each for each in decided if each.scope == scope), None)


def _holds(decision: Decision, since: dict[str, int]) -> bool:
    return decision.scope in since and standing(decision, since[decision.scope]) is not Consent.NOT_ASKED
