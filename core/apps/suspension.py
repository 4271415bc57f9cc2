"""Suspending a version whose events failed the sandbox, and lifting that. Takes a transaction, never commits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from google.protobuf.json_format import MessageToDict, ParseDict

from core.apps import messages, store, versions
from core.apps import tables as t
from core.apps.errors import AppSuspended, ReviewerIsSubmitter, VersionStateInvalid
from core.apps.store import Actor, Version
from core.apps.versions import State, Step
from core.kit.db import Transaction
from majlis.apps.v1 import apps_service_pb2 as pb

SANDBOX = Actor("", "sandbox")
_WORDS = """أوقفه المضيف: تعدّى حدود الحدث الواحد عند {people} من {served} ({counts})
Suspended by the host: it went beyond the limits of an event for {people} of {served} people ({counts})"""


@dataclass(frozen=True, slots=True)
class Suspended:
    """A suspension as it was written down."""

    at_ms: int
    traps: pb.Traps


def suspend(tx: Transaction, version_id: str, traps: pb.Traps, now_ms: int) -> None:
    """Switch a version that users run off, and keep what for; nothing where it is off already."""
    state = store.version(tx, version_id).state
    if state == State.SUSPENDED:
        return
    versions.check_move(version_id, state, State.SUSPENDED)
    number = store.take_step(tx, Step(version_id, State.SUSPENDED, _words(traps)), SANDBOX, now_ms)
    kept = json.dumps(MessageToDict(traps, preserving_proto_field_name=True), ensure_ascii=True)
    tx.execute(t.suspensions.insert().values(version_id=version_id, number=number, traps_json=kept))


def resume(tx: Transaction, version_id: str, reason: str, by: Actor, now_ms: int) -> None:
    """Put it back where it stood. VERSION_STATE_INVALID unless it is suspended, REVIEWER_IS_SUBMITTER."""
    version = store.version(tx, version_id)
    if version.state != State.SUSPENDED:
        raise VersionStateInvalid("it is not suspended", version_id=version_id, state=version.state.value)
    before = state_before(tx, version)
    versions.check_move(version_id, version.state, before)
    if by.user_id == version.submitted_by:
        raise ReviewerIsSubmitter("somebody else must lift this suspension", version_id=version_id)
    store.take_step(tx, Step(version_id, before, reason), by, now_ms)


def check_runs(version: Version) -> None:
    """APP_SUSPENDED while it is."""
    if version.state == State.SUSPENDED:
        raise AppSuspended("the app is switched off for now", app_id=version.app_id)


def is_replaced(tx: Transaction, version: Version) -> bool:
    """True where it was suspended until a newer one took its place."""
    return version.state == State.SUPERSEDED and state_before(tx, version) == State.SUSPENDED


def state_before(tx: Transaction, version: Version) -> State:
    """Where it stood before it came where it stands."""
    steps = [step.state for step in store.steps(tx, version.version_id)]
    return next((state for state in reversed(steps) if state != version.state), version.state)


def described(tx: Transaction, found: Sequence[Version]) -> list[pb.Version]:
    """Versions as their developer and operators see them, with what was found and what they are suspended for."""
    findings = store.findings(tx, [each.version_id for each in found])
    why = _of(tx, [each.version_id for each in found if each.state == State.SUSPENDED])
    shown = []
    for each in found:
        message = messages.version_message(each, findings.get(each.version_id, []))
        if each.version_id in why:
            told = why[each.version_id]
            message.suspension.CopyFrom(pb.Suspension(suspended_at_ms=told.at_ms, traps=told.traps))
        shown.append(message)
    return shown


def _of(tx: Transaction, version_ids: Sequence[str]) -> Mapping[str, Suspended]:
    """The newest suspension of each."""
    if not version_ids:
        return {}
    steps, mine = t.version_steps, t.suspensions
    same = (steps.c.version_id == mine.c.version_id) & (steps.c.number == mine.c.number)
    query = sa.select(mine.c.version_id, mine.c.traps_json, steps.c.at_ms).join(steps, same)
    rows = tx.execute(query.where(mine.c.version_id.in_(list(version_ids))).order_by(mine.c.number))
    return {row.version_id: Suspended(row.at_ms, ParseDict(json.loads(row.traps_json), pb.Traps())) for row in rows}


def _words(traps: pb.Traps) -> str:
    """For the version's history, in both languages; pages and tools say it anew from the numbers."""
    counts = ", ".join(f"{each.reason} × {each.count}" for each in traps.counts)
    facts = {"people": traps.people, "served": traps.people_served, "counts": counts}
    return _WORDS.format(**facts)
