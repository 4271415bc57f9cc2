"""Rows of apps, versions, steps, findings, keys and grants as plain values. Takes a transaction, never commits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from core.apps import tables as t
from core.apps.errors import AppNotFound, VersionNotFound
from core.apps.findings import FINDINGS_MAX, Finding
from core.apps.grants import Consent, Decision
from core.apps.submission import DeclaredScope, Submission, list_key
from core.apps.versions import Snapshot, Standing, State, Step
from core.kit.db import Transaction, insert_new, upsert
from core.kit.errors import PageTokenInvalid

_BULKY = {"package", "texts_json", "list_key"}
_CARD = [column for column in t.versions.c if column.name not in _BULKY]


@dataclass(frozen=True, slots=True)
class App:
    """Whose an app is, and what is released of it."""

    app_id: str
    owner_id: str
    developer_name: str
    released_version_id: str
    declared_since: dict[str, int]


@dataclass(frozen=True, slots=True)
class Version:
    """A version without its package."""

    version_id: str
    app_id: str
    code: int
    name: str
    state: State
    snapshot: Snapshot
    artifact_id: str
    submitted_by: str
    submitted_at_ms: int
    reviewed_at_ms: int
    verdict_reason: str
    note: str
    name_ar: str
    name_en: str
    description_ar: str
    description_en: str
    icon_svg: str
    scopes: list[DeclaredScope]
    package_sha256: str

    @property
    def standing(self) -> Standing:
        return Standing(self.version_id, self.code, self.name, self.state, self.submitted_by)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes a step: an account, or with an empty id a part of the host."""

    user_id: str
    name: str


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step as it stands in the history."""

    state: State
    by: Actor
    at_ms: int
    reason: str


@dataclass(frozen=True, slots=True)
class Released:
    """An app with the version users run."""

    app: App
    version: Version


# --- developers' keys


def add_key(tx: Transaction, key_id: str, public_key: bytes, owner_id: str, name: str, at_ms: int) -> None:
    row = {"key_id": key_id, "public_key": public_key, "owner_id": owner_id, "name": name, "created_at_ms": at_ms}
    tx.execute(t.developer_keys.insert().values(row))


def key(tx: Transaction, public_key: bytes) -> tuple[str, str] | None:
    """(key id, owner) of a registered key."""
    columns = (t.developer_keys.c.key_id, t.developer_keys.c.owner_id)
    row = tx.execute(sa.select(*columns).where(t.developer_keys.c.public_key == public_key)).one_or_none()
    return None if row is None else (row.key_id, row.owner_id)


def count_keys(tx: Transaction, owner_id: str) -> int:
    keys = sa.select(sa.func.count()).select_from(t.developer_keys)
    return tx.execute(keys.where(t.developer_keys.c.owner_id == owner_id)).scalar_one()


# --- apps


def claim_app(tx: Transaction, app_id: str, owner_id: str, developer_name: str, at_ms: int) -> App:
    """The app under this id in any spelling, made for `owner_id` where there was none."""
    insert_new(tx, t.apps, {
        "app_id": app_id, "folded_id": app_id.lower(), "owner_id": owner_id, "developer_name": developer_name,
        "declared_since_json": "{}", "created_at_ms": at_ms,
    })  # fmt: skip
    return _app(tx.execute(sa.select(t.apps).where(t.apps.c.folded_id == app_id.lower())).one())


def app(tx: Transaction, app_id: str) -> App:
    """APP_NOT_FOUND when nobody ever submitted it."""
    row = tx.execute(sa.select(t.apps).where(t.apps.c.app_id == app_id)).one_or_none()
    if row is None:
        raise AppNotFound("no such app", app_id=app_id)
    return _app(row)


def apps(tx: Transaction, app_ids: Iterable[str]) -> dict[str, App]:
    """By id; one that is not there is left out."""
    rows = tx.execute(sa.select(t.apps).where(t.apps.c.app_id.in_(list(app_ids))))
    return {found.app_id: found for found in map(_app, rows)}


def released(tx: Transaction, app_id: str) -> Released:
    """APP_NOT_FOUND unless users can have it."""
    found = app(tx, app_id)
    if not found.released_version_id:
        raise AppNotFound("no such app", app_id=app_id)
    return Released(found, version(tx, found.released_version_id))


def set_released(tx: Transaction, app_id: str, version_id: str, declared_since: dict[str, int]) -> None:
    values = {"released_version_id": version_id, "declared_since_json": json.dumps(declared_since)}
    tx.execute(t.apps.update().where(t.apps.c.app_id == app_id).values(values))


def list_released(tx: Transaction, *, after: str, limit: int) -> list[Released]:
    """Released apps by Arabic name, beginning after the app that showed version `after`. PAGE_TOKEN_INVALID."""
    place = (t.versions.c.list_key, t.apps.c.app_id)
    query = sa.select(*_CARD, *t.apps.c).join(t.apps, t.apps.c.released_version_id == t.versions.c.version_id)
    if after:
        # The version a token names never changes its name, even when another took its place since.
        named = sa.select(t.versions.c.list_key, t.versions.c.app_id, t.versions.c.reviewed_at_ms)
        row = tx.execute(named.where(t.versions.c.version_id == after)).one_or_none()
        if row is None or not row.reviewed_at_ms:
            raise PageTokenInvalid("this page token was not given by this list", list="apps")
        query = query.where(sa.tuple_(*place) > sa.tuple_(sa.literal(bytes(row.list_key)), sa.literal(row.app_id)))
    rows = tx.execute(query.order_by(*place).limit(limit)).all()
    return [Released(_app(row), _version(row)) for row in rows]


# --- versions


def newest_code(tx: Transaction, app_id: str) -> int:
    """The greatest version code ever submitted for the app; 0 before the first."""
    return tx.execute(sa.select(sa.func.max(t.versions.c.code)).where(t.versions.c.app_id == app_id)).scalar() or 0


def count_submitted(tx: Transaction, owner_id: str, *, since_ms: int) -> int:
    """How many versions the developer has sent after that moment."""
    sent = sa.select(sa.func.count()).select_from(t.versions).where(t.versions.c.submitted_by == owner_id)
    return tx.execute(sent.where(t.versions.c.submitted_at_ms > since_ms)).scalar_one()


def add_version(
    tx: Transaction, version_id: str, submission: Submission, by: Actor, *, note: str, at_ms: int
) -> Version:
    """Store a submission as a draft."""
    row = {
        "version_id": version_id, "app_id": submission.app_id, "code": submission.code, "name": submission.name,
        "state": State.DRAFT.value, "snapshot_state": Snapshot.NONE.value, "artifact_id": "",
        "submitted_by": by.user_id, "submitted_at_ms": at_ms, "reviewed_at_ms": 0, "verdict_reason": "", "note": note,
        "name_ar": submission.names["ar"], "name_en": submission.names["en"],
        "list_key": list_key(submission.names["ar"]), "description_ar": submission.descriptions["ar"],
        "description_en": submission.descriptions["en"], "icon_svg": submission.icon_svg,
        "scopes_json": json.dumps([asdict(scope) for scope in submission.scopes], ensure_ascii=False),
        "texts_json": json.dumps(dict(submission.texts), ensure_ascii=False),
        "package": submission.package, "package_sha256": submission.package_sha256,
    }  # fmt: skip
    tx.execute(t.versions.insert().values(row))
    write_step(tx, Step(version_id, State.DRAFT), by, at_ms)
    return version(tx, version_id)


def version(tx: Transaction, version_id: str) -> Version:
    """VERSION_NOT_FOUND when there is none."""
    row = tx.execute(sa.select(*_CARD).where(t.versions.c.version_id == version_id)).one_or_none()
    if row is None:
        raise VersionNotFound("no such version", version_id=version_id)
    return _version(row)


def package(tx: Transaction, version_id: str) -> bytes:
    """VERSION_NOT_FOUND when there is none."""
    content = tx.execute(sa.select(t.versions.c.package).where(t.versions.c.version_id == version_id)).scalar()
    if content is None:
        raise VersionNotFound("no such version", version_id=version_id)
    return bytes(content)


def texts(tx: Transaction, version_id: str) -> dict[str, str]:
    """Fluent source by language."""
    row = tx.execute(sa.select(t.versions.c.texts_json).where(t.versions.c.version_id == version_id)).one()
    by_language: dict[str, str] = json.loads(row.texts_json)
    return by_language


def list_by_developer(tx: Transaction, owner_id: str, *, app_id: str, after: str, limit: int) -> list[Version]:
    """Newest first; only `app_id`'s unless it is empty."""
    query = sa.select(*_CARD).where(t.versions.c.submitted_by == owner_id)
    if app_id:
        query = query.where(t.versions.c.app_id == app_id)
    if after:
        query = query.where(t.versions.c.version_id < after)
    return [_version(row) for row in tx.execute(query.order_by(t.versions.c.version_id.desc()).limit(limit))]


def list_in_state(tx: Transaction, state: State, after: str, limit: int) -> list[Version]:
    """Oldest first."""
    query = sa.select(*_CARD).where(t.versions.c.state == state.value, t.versions.c.version_id > after)
    return [_version(row) for row in tx.execute(query.order_by(t.versions.c.version_id).limit(limit))]


def take_step(tx: Transaction, step: Step, by: Actor, at_ms: int) -> int:
    """Move the version and write the step down; its number. Whether it may move is the caller's question."""
    set_fields(tx, step.version_id, state=step.state.value)
    return write_step(tx, step, by, at_ms)


def write_step(tx: Transaction, step: Step, by: Actor, at_ms: int) -> int:
    """Append to the version's history; the step's number."""
    steps = t.version_steps
    newest = tx.execute(sa.select(sa.func.max(steps.c.number)).where(steps.c.version_id == step.version_id)).scalar()
    number: int = (newest or 0) + 1
    tx.execute(steps.insert().values(
        version_id=step.version_id, number=number, state=step.state.value, by_id=by.user_id, by_name=by.name,
        at_ms=at_ms, reason=step.reason,
    ))  # fmt: skip
    return number


def steps(tx: Transaction, version_id: str) -> list[WrittenStep]:
    """The version's life so far, oldest first."""
    query = sa.select(t.version_steps).where(t.version_steps.c.version_id == version_id)
    return [
        WrittenStep(State(row.state), Actor(row.by_id, row.by_name), row.at_ms, row.reason)
        for row in tx.execute(query.order_by(t.version_steps.c.number))
    ]


def set_fields(tx: Transaction, version_id: str, **values: Any) -> None:
    """Give columns of a version new values: state, snapshot_state, artifact_id, package, reviewed_at_ms, …"""
    tx.execute(t.versions.update().where(t.versions.c.version_id == version_id).values(values))


# --- findings


def replace_findings(tx: Transaction, version_id: str, found: Sequence[Finding]) -> None:
    tx.execute(t.findings.delete().where(t.findings.c.version_id == version_id))
    add_findings(tx, version_id, found)


def add_findings(tx: Transaction, version_id: str, found: Sequence[Finding]) -> None:
    """Append; beyond FINDINGS_MAX in one go nothing more is kept."""
    newest = tx.execute(
        sa.select(sa.func.max(t.findings.c.number)).where(t.findings.c.version_id == version_id)
    ).scalar()
    rows = [
        {"version_id": version_id, "number": number} | asdict(each)
        for number, each in enumerate(found[:FINDINGS_MAX], (newest or 0) + 1)
    ]
    if rows:
        tx.execute(t.findings.insert(), rows)


def findings(tx: Transaction, version_ids: Iterable[str]) -> dict[str, list[Finding]]:
    """Findings by version, in their order; a version without any is not there."""
    query = sa.select(t.findings).where(t.findings.c.version_id.in_(list(version_ids)))
    by_version: dict[str, list[Finding]] = {}
    for row in tx.execute(query.order_by(t.findings.c.version_id, t.findings.c.number)):
        found = Finding(row.code, row.is_error, row.text_en, row.text_ar, row.place, row.fix)
        by_version.setdefault(row.version_id, []).append(found)
    return by_version


# --- grants


def decide(tx: Transaction, user_id: str, decision: Decision) -> None:
    """Write the user's newest decision over the one before."""
    row = {"user_id": user_id} | asdict(decision) | {"consent": decision.consent.value}
    upsert(tx, t.grants, row, key=("user_id", "app_id", "scope"))


def decisions(tx: Transaction, user_id: str, app_ids: Iterable[str] | None = None) -> list[Decision]:
    """The user's decisions by app and scope; only about these apps, where given."""
    query = sa.select(t.grants).where(t.grants.c.user_id == user_id)
    if app_ids is not None:
        query = query.where(t.grants.c.app_id.in_(list(app_ids)))
    found = [
        Decision(row.app_id, row.scope, Consent(row.consent), row.version_code, row.decided_at_ms)
        for row in tx.execute(query)
    ]
    return sorted(found, key=lambda each: (each.app_id, each.scope))


def _app(row: Any) -> App:
    columns = row._mapping  # By column, not by name: in a join both tables have an app_id.
    return App(
        app_id=columns[t.apps.c.app_id], owner_id=columns[t.apps.c.owner_id],
        developer_name=columns[t.apps.c.developer_name],
        released_version_id=columns[t.apps.c.released_version_id] or "",
        declared_since=json.loads(columns[t.apps.c.declared_since_json]),
    )  # fmt: skip


def _version(row: Any) -> Version:
    columns = {column.name: row._mapping[column] for column in _CARD}
    columns["state"] = State(columns["state"])
    columns["snapshot"] = Snapshot(columns.pop("snapshot_state"))
    columns["scopes"] = [DeclaredScope(**scope) for scope in json.loads(columns.pop("scopes_json"))]
    return Version(**columns)
