"""What one transaction did, for those who are told once it is committed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Logged:
    """An update as it stands in the log."""

    conversation_id: str
    seq: int
    kind: int
    sender_id: str
    request_id: str  # Empty where the update is one of several of its request.
    target_seq: int
    created_at_ms: int
    body_json: str
    salt: bytes
    commitment: bytes
    hash: bytes


@dataclass(slots=True)
class Changes:
    """Collected inside `fn(tx)`, returned with its result, given to the hub after the commit; made anew each run."""

    updates: list[Logged] = field(default_factory=list)
    # People whose personal log grew.
    people: set[str] = field(default_factory=set)
    # (conversation_id, user_id) whose marks moved.
    marks: set[tuple[str, str]] = field(default_factory=set)
