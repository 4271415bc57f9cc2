"""The wallet of one process, as a whole: its database, the ledger's one writer, its rpcs and its standing work."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any

from core.kit.clock import Clock
from core.kit.db import connect
from core.kit.rpc import Channel
from core.kit.tokens import load_or_make_key
from wallet.checkpoint_relay import CheckpointRelay
from wallet.checkpoints import CheckpointLog
from wallet.expiry import end_expired_holds
from wallet.seat import WAIT_S, Seat
from wallet.service import WalletService
from wallet.verbs import Verbs
from wallet.writer import LedgerWriter

SERVICE = "majlis.wallet.v1.WalletService"
CHECKPOINTS = Path("wallet") / "checkpoints.jsonl"  # In the data directory: outside the database they vouch for.
KEY = "ledger.key"


class Wallet:
    """Make it once its database is at this version's schema; `start` it on the loop that will run it."""

    def __init__(
        self, *, database_url: str, data_dir: Path, clock: Clock, channel: Channel,
        settings: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._clock = clock
        self._seat = Seat(database_url)
        self._database = connect(database_url)
        self._writer = LedgerWriter(database=self._database, clock=clock)
        self._relay = CheckpointRelay(
            database=self._database, writer=self._writer, key=load_or_make_key(data_dir / KEY),
            checkpoints=CheckpointLog(data_dir / CHECKPOINTS), clock=clock,
        )  # fmt: skip
        self._writer.on_commit = self._relay.wake
        service = WalletService(db=self._database, writer=self._writer, checkpoint=self._relay.announce)
        self._verbs = Verbs(
            database=self._database, writer=self._writer, clock=clock, channel=channel, data_dir=data_dir,
            settings=settings,
        )  # fmt: skip
        self.services: dict[str, object] = {SERVICE: service, **self._verbs.services}

    async def start(self, *, wait_s: float = WAIT_S) -> None:
        """Become the ledger's writer. LedgerTaken where another process still is after that many seconds."""
        await self._seat.take(self._clock, wait_s=wait_s)
        try:
            await self._writer.start()
        except BaseException:
            self._seat.leave()
            raise

    async def stop(self) -> None:
        """Commit what waits, then let go of the ledger."""
        await self._writer.stop()
        await asyncio.to_thread(self._database.close)
        self._seat.leave()

    def standing_work(self) -> Mapping[str, Coroutine[Any, Any, None]]:
        """What runs beside the rpcs, by name, until it is cancelled."""
        return {
            "end expired holds": end_expired_holds(self._writer, self._clock), "checkpoints": self._relay.run(),
            **self._verbs.standing_work(),
        }  # fmt: skip

    async def probe(self) -> None:
        """Returns when a transfer would be committed now; raises when not."""
        await self._writer.run(lambda tx: None)
