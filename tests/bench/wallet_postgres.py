"""Transfers a second on PostgreSQL beside the usual row-lock function and pgbench, all on one durable server."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from statistics import median

import psycopg
import sqlalchemy as sa

from core.kit.db import Database
from tests.bench.ledger_load import BATCH, Load
from tests.bench.ledger_running import Taken, running, timed
from tests.bench.measure import Row, async_in_turn, row
from tests.support.postgres_server import DURABLE, PostgresMissing, binaries, join
from wallet.records import NewTransfer
from wallet.writer import LedgerWriter

ROUNDS, BATCHES = 5, 3
CLIENTS, SECONDS = 8, 2
SETTINGS = DURABLE | {"shared_buffers": "256MB", "max_wal_size": "4GB"}
SERVER = "fsync and synchronous_commit on"
AS_UNIFORM = "\\set a random(1, 10000)\n\\set b 1 + (:a + random(0, 9998)) % 10000\n"
AS_HOT = "\\set a random(2, 10000)\n\\set b 1\n"
CALL = "SELECT row_lock_transfer(uuidv7(), :a, :b, 100);\n"
TPC_B_SCALE = 10


async def measure() -> list[Row]:
    """Ours and the peers in turn; null where there is no server, and the note says why."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            socket, using = join(Path(folder), SETTINGS)
        except PostgresMissing as missing:
            return [row("wallet.ledger_transfers_per_s_postgres", 0.0, "1/s", "peer: row locks", None, str(missing))]
        with using:
            peers = _Peers(socket, Path(folder))
            load = Load()
            async with running(f"postgresql+psycopg://postgres@/postgres?host={socket}", load) as (writer, database):
                return [*await _beside_peers(writer, load, peers), await _bytes_per_transfer(database)]


class _Peers:
    """The row-lock function and TPC-B, each driven by pgbench, which comes with the server."""

    def __init__(self, socket: str, folder: Path) -> None:
        self._socket = socket
        self._folder = folder
        with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as admin:
            admin.execute("CREATE DATABASE peers")
        with psycopg.connect(host=socket, user="postgres", dbname="peers") as peers:
            peers.execute((Path(__file__).parent / "row_lock.sql").read_bytes())
        self._pgbench("-i", "-q", "-s", str(TPC_B_SCALE))

    def uniform(self) -> float:
        return self._row_locks(AS_UNIFORM)

    def hot(self) -> float:
        return self._row_locks(AS_HOT)

    def tpc_b(self) -> float:
        return self._rate("-b", "tpcb-like")

    def _row_locks(self, picks: str) -> float:
        script = self._folder / "row_lock.pgbench"
        script.write_text(picks + CALL)
        return self._rate("-f", str(script))

    def _rate(self, *what: str) -> float:
        said = self._pgbench("-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS), *what)
        found = re.search(r"^tps = ([0-9.]+)", said, re.MULTILINE)
        assert found is not None, said
        return float(found[1])

    def _pgbench(self, *arguments: str) -> str:
        command = [str(binaries() / "pgbench"), "-h", self._socket, "-U", "postgres", *arguments, "peers"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


async def _beside_peers(writer: LedgerWriter, load: Load, peers: _Peers) -> list[Row]:
    uniform_taken: list[Taken] = []

    async def submit(batches: list[list[NewTransfer]]) -> Taken:
        return await timed(writer, batches)

    async def uniform() -> float:
        uniform_taken.append(await submit([load.uniform(BATCH) for _ in range(BATCHES)]))
        return uniform_taken[-1].per_s

    async def hot() -> float:
        return (await submit([load.hot(BATCH) for _ in range(BATCHES)])).per_s

    async def peer_uniform() -> float:
        return peers.uniform()

    async def peer_hot() -> float:
        return peers.hot()

    async def tpc_b() -> float:
        return peers.tpc_b()

    ours, ours_hot, theirs, theirs_hot, pgbench = await async_in_turn(
        ROUNDS, uniform, hot, peer_uniform, peer_hot, tpc_b, warm_up=1
    )
    cpu_us = median(one.cpu_us for one in uniform_taken[1:])
    note = (
        f"aim >= 12,000; batches of {BATCH:,}, one at a time; accounts at random out of 10,000; {SERVER}; "
        f"{cpu_us:.1f} µs of our CPU a transfer; peers with {CLIENTS} clients"
    )
    name = "wallet.ledger_transfers_per_s_postgres"
    ratio, peer_ratio = _ratios(ours_hot, ours), _ratios(theirs_hot, theirs)
    hot_note = f"aim >= 1.0; PostgreSQL: {median(ours_hot):,.0f}/s to one shop; row locks {median(theirs_hot):,.0f}/s"
    return [
        row(name, ours, "1/s", "peer: row locks in one PL/pgSQL call", theirs, note),
        row(name, ours, "1/s", f"peer: pgbench TPC-B at scale {TPC_B_SCALE}", pgbench, note),
        row(
            "wallet.ledger_hot_transfers_per_s_postgres", ours_hot, "1/s", "peer: row locks, hot too", theirs_hot, note
        ),
        row("wallet.hot_over_uniform_ratio_postgres", ratio, "×", "peer: row locks' own", peer_ratio, hot_note),
    ]


def _ratios(hots: list[float], uniforms: list[float]) -> list[float]:
    return [hot / uniform for hot, uniform in zip(hots, uniforms, strict=True)]


async def _bytes_per_transfer(database: Database) -> Row:
    def sizes(tx: sa.Connection) -> tuple[int, int]:
        total = tx.exec_driver_sql(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'wallet!_%%'"
            " ESCAPE '!'"
        )
        count = tx.exec_driver_sql("SELECT count(*) FROM wallet_transfers")
        return int(total.scalar_one()), int(count.scalar_one())

    size, transfers = await database.read(sizes)
    note = (
        f"PostgreSQL's pg_total_relation_size of all wallet tables after {transfers:,} transfers, dead versions of the "
        "accounts' rows included; TigerBeetle's row is without its trees"
    )
    return row("wallet.bytes_per_transfer_postgres", size / transfers, "B", "peer: TigerBeetle's row", 128.0, note)
