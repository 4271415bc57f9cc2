"""Stored values as the messages of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.apps import grants
from core.apps.findings import Finding
from core.apps.grants import Consent, Decision
from core.apps.store import Released, Version, WrittenStep
from core.apps.submission import DeclaredScope, text_of
from core.apps.versions import Snapshot, State
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis_devkit.package import Package

_STATES = {state: pb.VersionState.Value(f"VERSION_STATE_{state.name}") for state in State}
_SNAPSHOTS = {each: pb.SnapshotState.Value(f"SNAPSHOT_STATE_{each.name}") for each in Snapshot if each} | {
    Snapshot.NONE: pb.SNAPSHOT_STATE_UNSPECIFIED
}
_CONSENTS = {each: pb.GrantState.Value(f"GRANT_STATE_{each.name}") for each in Consent if each} | {
    Consent.NOT_ASKED: pb.GRANT_STATE_UNSPECIFIED
}


def version_message(version: Version, found: Sequence[Finding] = ()) -> pb.Version:
    """A version as its developer and operators see it."""
    return pb.Version(
        version_id=version.version_id, app_id=version.app_id, code=version.code, name=version.name,
        state=_STATES[version.state], submitted_at_ms=version.submitted_at_ms, package_sha256=version.package_sha256,
        findings=[each.to_message() for each in found], verdict_reason=version.verdict_reason,
        snapshot_state=_SNAPSHOTS[version.snapshot], note=version.note,
        app_name_ar=version.name_ar, app_name_en=version.name_en,
    )  # fmt: skip


def app_message(released: Released, decided: Iterable[Decision]) -> pb.App:
    """An app as a user sees it who decided this about it."""
    version = released.version
    return pb.App(
        app_id=version.app_id, name_ar=version.name_ar, name_en=version.name_en,
        description_ar=version.description_ar, description_en=version.description_en, icon_svg=version.icon_svg,
        version_id=version.version_id, version_name=version.name, developer_name=released.app.developer_name,
        reviewed_at_ms=version.reviewed_at_ms, scopes=scope_messages(released, decided),
    )  # fmt: skip


def scope_messages(released: Released, decided: Iterable[Decision]) -> list[pb.DeclaredScope]:
    """What the released version asks for and what of the user's decisions holds."""
    by_scope = {each.scope: each for each in decided if each.app_id == released.app.app_id}
    since = released.app.declared_since
    return [
        declared_message(scope, grants.standing(by_scope.get(scope.scope), since[scope.scope]))
        for scope in released.version.scopes
    ]


def declared_message(scope: DeclaredScope, consent: Consent = Consent.NOT_ASKED) -> pb.DeclaredScope:
    return pb.DeclaredScope(
        scope=scope.scope, reason_ar=scope.reason_ar, reason_en=scope.reason_en, state=_CONSENTS[consent]
    )


def grant_message(decision: Decision) -> pb.Grant:
    return pb.Grant(
        app_id=decision.app_id, scope=decision.scope, state=_CONSENTS[decision.consent],
        decided_at_ms=decision.decided_at_ms,
    )  # fmt: skip


def step_message(step: WrittenStep) -> pb.ReviewStep:
    return pb.ReviewStep(state=_STATES[step.state], by=step.by.name, at_ms=step.at_ms, reason=step.reason)


def file_messages(package: Package) -> list[pb.SourceFile]:
    """Every file of a package, by path."""
    files: Mapping[str, bytes] = package.files
    return [
        pb.SourceFile(path=path, size_bytes=len(content), text=text_of(content))
        for path, content in sorted(files.items())
    ]
