"""The audit: adds the whole ledger up again from its rows and names the first bad one.

`audit(tx, anchors=…)` (walk.py) streams all rows of one moment in their order and recomputes everything from their
content: canonical bytes, chain, tree and blocks; sums, links, limits, holds, refunds and marks (books.py, which is not
the machine that made them). Nothing stored is taken for true because it is stored. What it cannot know by itself is
whether the newest rows were cut off cleanly: that takes a receipt or a checkpoint from outside (anchors.py).

Not audited: wallet_requests (answers to retries) and wallet_outbox (what is yet to be told), which no money rests on.
"""

from __future__ import annotations

from wallet.audit.anchors import Anchor, ReceiptUnreadable, read_anchors, read_receipts
from wallet.audit.report import Finding, Report
from wallet.audit.walk import audit

__all__ = ["Anchor", "Finding", "ReceiptUnreadable", "Report", "audit", "read_anchors", "read_receipts"]
