"""The verdict on a refresh token, at the edges of its grace and of its life."""

from __future__ import annotations

import dataclasses

import pytest

from core.identity.sessions import Device, RefreshToken, Verdict, expires_at_ms, judge

DEVICE = Device("dev_1", "usr_1", "majlis-user", "", 0, 0, expires_at_ms(0), None)
FRESH = RefreshToken(b"a", "dev_1", expires_at_ms(0), None, None, None)
USED = dataclasses.replace(FRESH, used_at_ms=1_000, successor_sha256=b"b", successor_sealed=b"c")


@pytest.mark.parametrize(
    ("token", "successor_used", "now_ms", "verdict"),
    [
        (FRESH, False, 0, Verdict.ROTATE),
        (FRESH, False, expires_at_ms(0) - 1, Verdict.ROTATE),
        (FRESH, False, expires_at_ms(0), Verdict.EXPIRED),
        (USED, False, 1_000, Verdict.REPEAT),
        (USED, False, 61_000, Verdict.REPEAT),
        (USED, False, 61_001, Verdict.REUSED),
        (USED, True, 1_001, Verdict.REUSED),
        (USED, True, expires_at_ms(0), Verdict.EXPIRED),
    ],
)
def test_verdict(token, successor_used, now_ms, verdict):
    """Grace ends with the successor's first use or after sixty seconds, whichever is first."""
    assert judge(token, DEVICE, successor_used=successor_used, now_ms=now_ms) is verdict


@pytest.mark.parametrize("token", [FRESH, USED])
def test_nothing_revives_a_revoked_device(token):
    revoked = dataclasses.replace(DEVICE, revoked_at_ms=1)
    assert judge(token, revoked, successor_used=False, now_ms=1_000) is Verdict.REVOKED


def test_a_token_kept_in_a_log_line_shows_no_successor():
    assert "c'" not in repr(USED)
