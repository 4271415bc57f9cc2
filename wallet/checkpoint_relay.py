"""Every commit of the ledger is covered by a signed checkpoint within moments; none is lost by a crash.

The relay signs the newest block, which stands for all before it, keeps the checkpoint, and only then removes the
numbers that commits left in wallet_outbox. Done twice it does no harm.
"""

from __future__ import annotations

import asyncio

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.kit import log
from core.kit.clock import Clock
from core.kit.db import Database, Transaction
from wallet.chain import NO_BLOCK, Block
from wallet.checkpoints import Checkpoint, CheckpointLog, sign
from wallet.state import last_block
from wallet.tables import outbox
from wallet.writer import LedgerWriter

PAUSE_S = 1.0  # A busy ledger commits a hundred times a second; one checkpoint a second covers them.
SWEEP_S = 10.0  # A wake-up that was lost delays a checkpoint by this much.
_log = log.get("wallet")


class CheckpointRelay:
    """Makes checkpoints of what was committed. Give `wake` to the writer as its `on_commit`."""

    def __init__(
        self, *, database: Database, writer: LedgerWriter, key: Ed25519PrivateKey, checkpoints: CheckpointLog,
        clock: Clock,
    ) -> None:  # fmt: skip
        self._database = database
        self._writer = writer
        self._key = key
        self._checkpoints = checkpoints
        self._clock = clock
        self._woken = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def wake(self, _: Block) -> None:
        """A commit happened: look soon rather than at the next sweep."""
        self._woken.set()

    async def run(self) -> None:
        """Follow the ledger for ever; cancel to stop."""
        while True:
            self._woken.clear()
            try:
                await self.announce()
            except Exception:  # The disk or the database may be back at the next sweep; nothing is lost till then.
                _log.exception("no checkpoint could be made")
            await self._clock.sleep(PAUSE_S)
            try:
                async with asyncio.timeout(SWEEP_S):
                    await self._woken.wait()
            except TimeoutError:
                pass

    async def announce(self) -> Checkpoint | None:
        """Cover what was committed and is not covered yet; the newest checkpoint there is, None before the first."""
        async with self._one_at_a_time:
            block, is_told = await self._database.read(_newest)
            if block == NO_BLOCK:
                return None
            checkpoint = await asyncio.to_thread(self._keep, block)
            if not is_told:
                await self._writer.run(lambda tx: _remove(tx, block.number))
            return checkpoint

    def _keep(self, block: Block) -> Checkpoint:
        newest = self._checkpoints.newest()
        if newest is not None and newest.number == block.number and newest.hash == block.hash:
            return newest  # Kept already.
        checkpoint = sign(block, self._key)
        if newest is None or newest.number <= block.number:
            self._checkpoints.append(checkpoint)
        # Else the file tells of more than the ledger has, which the audit will name; it is read in order of the blocks.
        return checkpoint


def _newest(tx: Transaction) -> tuple[Block, bool]:
    """The newest block, and whether nothing waits to be told."""
    return last_block(tx), tx.execute(outbox.select().limit(1)).first() is None


def _remove(tx: Transaction, number: int) -> None:
    tx.execute(outbox.delete().where(outbox.c.block_number <= number))
