"""Why an operator froze or reopened an account: the words, and the digest by which the transfer that did it holds them.

Freezing is a pending transfer of nothing that closes the account, to its currency's control account; reopening voids
it. That transfer's user_data_128 is the digest, so the reason is in the chain although its text is kept beside it.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

CONTROL_OWNER = "platform/control"


class AccountAction(NamedTuple):
    """One action, in the table's order of columns; account and time are the transfer's own."""

    seq: int
    account_seq: int
    action: str
    operator_id: str
    reason: str
    created_at_ms: int


def action_digest(account_id: str, action: str, operator_id: str, reason: str) -> bytes:
    """SHA-256 over the four texts, each after its length in four bytes; the first sixteen bytes of it."""
    digest = hashlib.sha256(b"account action")
    for text in (account_id, action, operator_id, reason):
        encoded = text.encode()
        digest.update(len(encoded).to_bytes(4, "big") + encoded)
    return digest.digest()[:16]
