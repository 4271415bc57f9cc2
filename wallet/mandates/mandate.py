"""A mandate and what may become of it: pure.

PROPOSED ─ approve ─▶ ACTIVE ─ revoke ─▶ REVOKED, time ─▶ EXPIRED
    └─ decline ─▶ DECLINED, revoke ─▶ REVOKED, time ─▶ EXPIRED
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from wallet.mandates.errors import MandateNotActive, MandateNotProposed

PROPOSED_FOR_S = 24 * 60 * 60  # Whoever has not answered by then is asked anew.


class State(StrEnum):
    """As in the proto."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    DECLINED = "declined"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Mandate:
    """As stored. `lasts_s` counts from the approval."""

    mandate_id: str
    app_id: str
    payer_user_id: str
    session_id: str
    title_ar: str
    title_en: str
    currency_code: str
    max_minor: int
    window_s: int
    lasts_s: int
    created_at_ms: int
    expires_at_ms: int
    state: State = State.PROPOSED
    approved_at_ms: int = 0
    ended_at_ms: int = 0
    version: int = 1
    number: int = 0

    @property
    def owner(self) -> str:
        """Of its two accounts."""
        return f"mandate/{self.mandate_id}"

    @property
    def has_ended(self) -> bool:
        return self.state not in (State.PROPOSED, State.ACTIVE)

    @property
    def due_at_ms(self) -> int:
        """When it ends by itself; 0 where it has ended."""
        return 0 if self.has_ended else self.expires_at_ms

    def as_of(self, now_ms: int) -> Mandate:
        """As it truly stands then: one whose time is over has ended, whether anybody wrote that down or not."""
        return self.ended(State.EXPIRED, self.due_at_ms) if 0 < self.due_at_ms <= now_ms else self

    def approved(self, now_ms: int) -> Mandate:
        """After its payer's yes. MANDATE_NOT_PROPOSED."""
        check_proposed(self)
        expires_at_ms = now_ms + self.lasts_s * 1000
        return replace(
            self, state=State.ACTIVE, approved_at_ms=now_ms, expires_at_ms=expires_at_ms, version=self.version + 1
        )

    def ended(self, state: State, now_ms: int) -> Mandate:
        return replace(self, state=state, ended_at_ms=now_ms, version=self.version + 1)


def check_proposed(mandate: Mandate) -> None:
    """Return where it waits for its payer."""
    if mandate.state is not State.PROPOSED:
        raise MandateNotProposed(
            "the mandate does not wait", mandate_id=mandate.mandate_id, state=mandate.state.value
        )  # fmt: skip


def check_active(mandate: Mandate) -> None:
    """Return where its app may take."""
    if mandate.state is not State.ACTIVE:
        raise not_active(mandate)


def not_active(mandate: Mandate) -> MandateNotActive:
    return MandateNotActive("nothing may be taken", mandate_id=mandate.mandate_id, state=mandate.state.value)
