"""What a user decided about a scope, and for how long that holds. Values in, values out.

A decision holds for as long as released versions go on declaring the scope without a gap. Each released scope carries
the version code it is declared since; a decision made under an older code was made about something else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Consent(StrEnum):
    """The words of the proto's GrantState; "" for never asked."""

    NOT_ASKED = ""
    GRANTED = "granted"
    DENIED = "denied"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a user last said about a scope of an app, and under which released version code."""

    app_id: str
    scope: str
    consent: Consent
    version_code: int
    decided_at_ms: int


def declared_since(previous: Mapping[str, int], declared: Collection[str], code: int) -> dict[str, int]:
    """For each scope of a version now released under `code`: since which code it is declared without a gap.

    `previous` is the same for the version released before. A scope that is new, or comes back after a gap, starts here.
    """
    return {scope: previous.get(scope, code) for scope in declared}


def standing(decision: Decision | None, since_code: int) -> Consent:
    """What holds today for a scope declared since `since_code`."""
    if decision is None or decision.version_code < since_code:
        return Consent.NOT_ASKED
    return decision.consent


def refused(current: Consent) -> Consent:
    """The consent after a no: taken back where it was given, else denied."""
    return Consent.REVOKED if current in (Consent.GRANTED, Consent.REVOKED) else Consent.DENIED
