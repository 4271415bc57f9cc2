"""The rolling hash of a conversation: pure, and the same in every language that has SHA-256.

    commitment = SHA-256(salt ‖ body_json)
    hash_n     = SHA-256(hash_(n−1) ‖ header_n),  hash_0 = 32 zero bytes
    header     = "majlis-update-1", conversation_id, seq, kind, sender_id, target_seq, created_at_ms, commitment in hex,
                 each followed by a line feed

Texts are UTF-8, numbers decimal, kind is the number of its UpdateKind. A recall wipes salt and body: the commitment
stays, and without the salt it tells nothing about what was written.
"""

from __future__ import annotations

import hashlib

FIRST_HASH = bytes(32)
SALT_BYTES = 16


def commitment(salt: bytes, body_json: str) -> bytes:
    """What an update says of its body without saying the body."""
    return hashlib.sha256(salt + body_json.encode()).digest()


def next_hash(
    before: bytes, *, conversation_id: str, seq: int, kind: int, sender_id: str, target_seq: int, created_at_ms: int,
    committed: bytes,
) -> bytes:  # fmt: skip
    """The hash after one more update."""
    fields = (conversation_id, seq, kind, sender_id, target_seq, created_at_ms, committed.hex())
    header = "majlis-update-1\n" + "".join(f"{field}\n" for field in fields)
    return hashlib.sha256(before + header.encode()).digest()
