"""What is remembered of tokens and revocations, and for how long: as long as it matters, and no longer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.caller import Caller
from core.kit.clock import ManualClock, to_ms
from core.kit.errors import Unauthenticated
from core.kit.tokens import ACCESS_TTL_S_MAX, SERVICE_TTL_S, AccessVerifier, ServiceTokens


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


def test_a_service_token_serves_half_its_life_and_then_gives_way_to_a_new_one() -> None:
    """A signature for every call costs more than the call; one that is too old must not reach a peer about to end."""
    clock = ManualClock()
    tokens = ServiceTokens(key=Ed25519PrivateKey.generate(), name="apps", clock=clock)
    first = tokens.mint("wallet", Caller.of_service("apps"))
    clock.advance(timedelta(seconds=SERVICE_TTL_S / 2 - 1))
    assert tokens.mint("wallet", Caller.of_service("apps")) == first
    assert tokens.mint("wallet", Caller.of_service("orders")) != first
    assert tokens.mint("identity", Caller.of_service("apps")) != first
    clock.advance(timedelta(seconds=1))
    assert tokens.mint("wallet", Caller.of_service("apps")) != first


def test_a_service_token_that_held_is_refused_once_it_ends() -> None:
    """What is remembered ends with the token, and holds for the slice it was checked for alone."""
    clock = ManualClock()
    tokens = ServiceTokens(key=Ed25519PrivateKey.generate(), name="apps", clock=clock)
    token = tokens.mint("wallet", Caller.of_service("apps"))
    assert tokens.verify(token, "wallet") == tokens.verify(token, "wallet") == Caller.of_service("apps")
    with pytest.raises(Unauthenticated):
        tokens.verify(token, "identity")
    clock.advance(timedelta(seconds=SERVICE_TTL_S))
    with pytest.raises(Unauthenticated):
        tokens.verify(token, "wallet")
