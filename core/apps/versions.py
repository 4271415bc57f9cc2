"""The life of a version as a table of allowed moves, and the plan of each verdict. Values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.apps.errors import ReviewerIsSubmitter, VersionNotNewer, VersionStateInvalid


class State(StrEnum):
    """Where a version stands; the words of the proto's VersionState."""

    DRAFT = "draft"
    CHECKING = "checking"
    CHANGES_NEEDED = "changes_needed"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"
    APPROVED = "approved"
    PILOT = "pilot"
    ROLLOUT = "rollout"
    PAUSED = "paused"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    REVERTED = "reverted"
    SUSPENDED = "suspended"
    TAKEN_DOWN = "taken_down"


class Snapshot(StrEnum):
    """Whether a version's snapshot is there; the words of the proto's SnapshotState, "" for nothing tried yet."""

    NONE = ""
    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


_S = State
_ENDS = {_S.REVERTED, _S.SUSPENDED, _S.TAKEN_DOWN}  # How a running version may leave its users.
MOVES: dict[State, frozenset[State]] = {
    _S.DRAFT: frozenset({_S.CHECKING}),
    _S.CHECKING: frozenset({_S.CHANGES_NEEDED, _S.IN_REVIEW}),
    _S.CHANGES_NEEDED: frozenset(),  # The developer submits a new version.
    _S.IN_REVIEW: frozenset({_S.REJECTED, _S.APPROVED}),
    _S.REJECTED: frozenset(),
    _S.APPROVED: frozenset({_S.PILOT, _S.ROLLOUT, _S.RELEASED}),
    _S.PILOT: frozenset({_S.ROLLOUT, _S.RELEASED, _S.SUPERSEDED, *_ENDS}),
    _S.ROLLOUT: frozenset({_S.PAUSED, _S.RELEASED, _S.SUPERSEDED, *_ENDS}),
    _S.PAUSED: frozenset({_S.ROLLOUT, _S.SUPERSEDED, *_ENDS}),
    _S.RELEASED: frozenset({_S.SUPERSEDED, *_ENDS}),
    _S.SUPERSEDED: frozenset({_S.RELEASED, _S.TAKEN_DOWN}),  # Released again when its successor is reverted.
    _S.REVERTED: frozenset({_S.TAKEN_DOWN}),
    _S.SUSPENDED: frozenset({_S.PILOT, _S.ROLLOUT, _S.PAUSED, _S.RELEASED, _S.SUPERSEDED, _S.TAKEN_DOWN}),
    _S.TAKEN_DOWN: frozenset(),
}
RUNNING = frozenset({_S.PILOT, _S.ROLLOUT, _S.PAUSED, _S.RELEASED})
# Users may have had a session of it: its texts are still read.
SHOWN = RUNNING | {_S.SUPERSEDED, _S.REVERTED, _S.SUSPENDED}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a verdict depends on."""

    version_id: str
    code: int
    name: str
    state: State
    submitted_by: str


@dataclass(frozen=True, slots=True)
class Step:
    """One move to write down: which version, where to, and why."""

    version_id: str
    state: State
    reason: str = ""


def check_move(version_id: str, current: State, to: State) -> None:
    """VERSION_STATE_INVALID unless the table allows it."""
    if to not in MOVES[current]:
        raise VersionStateInvalid(
            f"a version that is {current.value} cannot become {to.value}",
            version_id=version_id, state=current.value, wanted=to.value,
        )  # fmt: skip


def check_newer(code: int, newest_code: int) -> None:
    """VERSION_NOT_NEWER unless `code` grows beyond every one before it."""
    if code <= newest_code:
        raise VersionNotNewer("the version code must grow", code=code, newest_code=newest_code)


def plan_approval(version: Standing, released: Standing | None, *, reviewer: str, reason: str) -> list[Step]:
    """Approved and released at once; what was released before is superseded. The steps in the order they happen."""
    check_move(version.version_id, version.state, State.APPROVED)
    if reviewer == version.submitted_by:
        raise ReviewerIsSubmitter("somebody else must review this version", version_id=version.version_id)
    if released is not None:
        check_newer(version.code, released.code)
    steps = [Step(version.version_id, State.APPROVED, reason), Step(version.version_id, State.RELEASED)]
    if released is not None:
        steps.append(Step(released.version_id, State.SUPERSEDED, version.name))
    return steps


def plan_rejection(version: Standing, *, reason: str) -> list[Step]:
    """One step, from in review only."""
    check_move(version.version_id, version.state, State.REJECTED)
    return [Step(version.version_id, State.REJECTED, reason)]


def after_checks(any_error: bool) -> State:
    """Where a checked version goes."""
    return State.CHANGES_NEEDED if any_error else State.IN_REVIEW
