"""Revocations are remembered as long as a token could outlive them, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.kit.clock import ManualClock, to_ms
from core.kit.tokens import ACCESS_TTL_S_MAX, AccessVerifier


async def no_keys() -> dict[str, Any]:
    return {"keys": []}


def test_a_host_that_runs_for_years_does_not_remember_every_sign_out() -> None:
    clock = ManualClock()
    verifier = AccessVerifier(jwks=no_keys, clock=clock)
    for n in range(50):
        verifier.revoke(f"dev_{n}", to_ms(clock.now()))
        clock.advance(timedelta(seconds=ACCESS_TTL_S_MAX / 10))
    assert len(verifier._revoked) <= 11


def test_hearing_of_a_revocation_again_changes_nothing() -> None:
    """After a reconnect everything that still matters is told again; what was checked stays checked."""
    verifier = AccessVerifier(jwks=no_keys, clock=ManualClock())
    verifier.revoke("dev_1", 1_000_000_000_000_000)
    verifier._checked[b"token"] = None  # type: ignore[assignment]
    verifier.revoke("dev_1", 1_000_000_000_000_000)
    assert b"token" in verifier._checked
