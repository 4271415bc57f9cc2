"""What the ledger can take, on both databases and over gRPC, and what they cost on disk; what people wait for."""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable

from core.cli import settle_memory
from tests.bench import (
    wallet_audit,
    wallet_kill,
    wallet_ledger,
    wallet_peers,
    wallet_postgres,
    wallet_rpc,
    wallet_verbs,
)
from tests.bench.measure import Row

PARTS: tuple[Callable[[], Awaitable[list[Row]]], ...] = (
    wallet_ledger.measure, wallet_postgres.measure, wallet_rpc.measure, wallet_peers.measure,
    wallet_audit.measure, wallet_kill.measure, wallet_verbs.measure,
)  # fmt: skip


async def measure() -> list[Row]:
    """Every part in turn."""
    settle_memory()  # As every host does once it has started.
    rows: list[Row] = []
    for part in PARTS:
        rows += await part()
        gc.unfreeze()  # What a part froze can go with it.
    return rows
