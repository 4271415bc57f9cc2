"""The rules of sessions and their events: revisions, the size of state, and what makes an event the same. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from core.appdata.errors import RevisionConflict, StateTooLarge
from core.appdata.json_text import size_bytes
from core.kit.errors import RequestIdReused
from miniapp.limits import STATE_BYTES_MAX

EVENT_TABLES_MAX = 8  # A tap is resolved from the screen the user saw, if it is one of the last so many.


@dataclass(frozen=True, slots=True)
class Session:
    """One user in one mini-app; without a user, the app by itself."""

    session_id: str
    app_id: str
    version_id: str
    user_id: str
    subject: str
    revision: int
    state_json: str
    path: str
    query_json: str
    closed_at_ms: int


@dataclass(frozen=True, slots=True)
class ScreenActions:
    """The event table of one revision's screen, and where the screen was."""

    revision: int
    table_json: str
    path: str
    query_json: str


@dataclass(frozen=True, slots=True)
class EventRecord:
    """What is kept of a committed event, to answer it with when it comes again."""

    event_id: str
    request_sha256: bytes
    revision: int
    answer_json: str


def check_state_size(state_json: str) -> None:
    """STATE_TOO_LARGE beyond the limit."""
    if size_bytes(state_json) > STATE_BYTES_MAX:
        raise StateTooLarge("the session's state is too large", bytes_max=STATE_BYTES_MAX)


def check_base(session: Session, base_revision: int) -> None:
    """REVISION_CONFLICT where the session moved on since the event started."""
    if session.revision != base_revision:
        raise RevisionConflict(
            "the session moved on", session_id=session.session_id,
            revision=session.revision, base_revision=base_revision,
        )  # fmt: skip


def check_same_request(record: EventRecord, request_sha256: bytes) -> None:
    """REQUEST_ID_REUSED where the event was committed for another request."""
    if record.request_sha256 != request_sha256:
        raise RequestIdReused("this event was committed for another request", event_id=record.event_id)
