"""The roles a test's host does not play."""

from __future__ import annotations

from core.kit.config import ROLES

_NOBODY = "127.0.0.1:9"  # The port of "discard" (RFC 863): nothing listens there.


def elsewhere(played: str) -> str:
    """MAJLIS_PEERS for a host that plays `played`, with commas, and whose other roles nobody will ask for."""
    return ",".join(f"{role}={_NOBODY}" for role in ROLES if role not in played.split(","))
