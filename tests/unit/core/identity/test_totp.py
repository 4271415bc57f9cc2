"""A code counts once, and only around its own half minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from core.identity import totp

NOW = datetime(2026, 1, 1, 12, 0, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = int(NOW.timestamp()) // 30


def _code(steps: int) -> str:
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=30 * steps))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_one_step_early_or_late_is_accepted(steps):
    assert totp.accepted_step(SECRET, _code(steps), now=NOW, last_step=totp.NEVER) == STEP + steps


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_two_steps_off_is_refused(steps):
    assert totp.accepted_step(SECRET, _code(steps), now=NOW, last_step=totp.NEVER) is None


def test_a_code_is_refused_once_its_step_or_a_later_one_was_used():
    assert totp.accepted_step(SECRET, _code(0), now=NOW, last_step=STEP) is None
    assert totp.accepted_step(SECRET, _code(-1), now=NOW, last_step=STEP) is None
    assert totp.accepted_step(SECRET, _code(1), now=NOW, last_step=STEP) == STEP + 1


def test_the_rfc_6238_vector_holds():
    """Appendix B, SHA-1, T = 59 s, its last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    moment = datetime.fromtimestamp(59, UTC)
    assert totp.accepted_step(secret, "287082", now=moment, last_step=totp.NEVER) == 1


def test_secrets_have_160_bits():
    assert len(totp.new_secret()) == 32
    assert totp.new_secret() != totp.new_secret()
