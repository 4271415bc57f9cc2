"""Suspending a version whose events failed the sandbox, and lifting that. Takes a transaction, never commits."""

from __future__ import annotations

from collections.abc import Sequence

from core.apps import messages, store, suspension_store, versions
from core.apps.errors import AppSuspended, ReviewerIsSubmitter, VersionStateInvalid
from core.apps.store import Actor, Version
from core.apps.versions import State, Step
from core.kit.db import Transaction
from majlis.apps.v1 import apps_service_pb2 as pb

SANDBOX = Actor("", "sandbox")
_WORDS = """أوقفه المضيف: تعدّى حدود الحدث الواحد عند {people} من {served} ({counts})
Suspended by the host: it went beyond the limits of an event for {people} of {served} people ({counts})"""


def suspend(tx: Transaction, version_id: str, traps: pb.Traps, now_ms: int) -> None:
    """Switch a version that users run off, and keep what for; nothing where it is off already."""
    state = store.version(tx, version_id).state
    if state == State.SUSPENDED:
        return
    versions.check_move(version_id, state, State.SUSPENDED)
    number = store.take_step(tx, Step(version_id, State.SUSPENDED, _words(traps)), SANDBOX, now_ms)
    suspension_store.add(tx, version_id, number, traps)


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
    why = suspension_store.newest(tx, [each.version_id for each in found if each.state == State.SUSPENDED])
    shown = []
    for each in found:
        message = messages.version_message(each, findings.get(each.version_id, []))
        if each.version_id in why:
            message.suspension.CopyFrom(why[each.version_id])
        shown.append(message)
    return shown


def _words(traps: pb.Traps) -> str:
    """For the version's history, in both languages; pages and tools say it anew from the numbers."""
    counts = ", ".join(f"{each.reason} × {each.count}" for each in traps.counts)
    facts = {"people": traps.people, "served": traps.people_served, "counts": counts}
    return _WORDS.format(**facts)
