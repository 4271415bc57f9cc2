"""Transfer ids: sixteen bytes. Those that clients make grow with time; derived ones start with zero, below them.

No client may make one that starts with zero (wallet.border), so none can be taken before the ledger needs it.
"""

from __future__ import annotations

import hashlib


def derived_id(*parts: bytes) -> bytes:
    """The id that follows from the parts, the same for ever.

    Its first byte is 0, below every id made from a clock, so that it never spoils the order in which those grow.
    """
    digest = hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()
    return b"\0" + digest[:15]
