"""The audit of a host's ledger by its settings: the database as it is now, and the checkpoints the host itself kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit.db import connect
from wallet.audit.anchors import read_anchors, read_receipts
from wallet.audit.report import Report
from wallet.audit.walk import audit
from wallet.running import CHECKPOINTS, KEY


def audit_host(
    database_url: str, data_dir: Path, *, receipts: Path | None = None, checkpoints: Path | None = None
) -> Report:  # fmt: skip
    """Audit it, beside a running host if there is one; `checkpoints` instead of the host's own file.

    Raises ReceiptUnreadable and OSError for files that are none. A host without a file of checkpoints is audited
    without: then a cut tail cannot be seen, and `anchors` of the report is 0.
    """
    kept = data_dir / CHECKPOINTS
    if checkpoints is None and kept.exists():
        checkpoints = kept
    # Before the database is looked at: what these tell of was committed by then.
    anchors = read_anchors(read_receipts(receipts) if receipts else [], checkpoints, _public_key(data_dir / KEY))
    database = connect(database_url)
    try:
        return asyncio.run(database.read(lambda tx: audit(tx, anchors=anchors)))
    finally:
        database.close()


def _public_key(path: Path) -> bytes | None:
    """The host's, where it has one; an audit makes none."""
    if not path.exists():
        return None
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    return key.public_key().public_bytes_raw() if isinstance(key, Ed25519PrivateKey) else None
