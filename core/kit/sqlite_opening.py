"""Connections to a SQLite file: a log beside it, durable commits, deleted rows overwritten, one way to begin."""

from __future__ import annotations

import random
import sqlite3
import time

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

READERS = 4
BUSY_S = 30  # How long a connection waits for another's lock.
LOG_AGAIN_S = 0.05


def open_sqlite(url: str, *, begin: str, query_only: bool = False) -> Engine:
    """An engine whose transactions begin with that statement; its connections belong to no thread."""
    arguments = {"check_same_thread": False, "timeout": BUSY_S}
    # Parameters hold what people wrote; an error's text goes to the log, so it must not hold them.
    engine = sa.create_engine(url, pool_size=READERS + 1, connect_args=arguments, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        # pysqlite would begin transactions by itself, deferred: SQLITE_BUSY on the lock upgrade.
        connection.isolation_level = None
        _keep_log(connection)
        # secure_delete costs nothing that could be measured, and what is wiped is gone from the pages.
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", f"query_only={int(query_only)}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _keep_log(connection: sqlite3.Connection) -> None:
    """Have the file keep its changes in a log (WAL), which whoever comes first says once for all."""
    for _ in range(round(BUSY_S / LOG_AGAIN_S)):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            # While another writes the fresh file or says the same, SQLite refuses this at once instead of waiting.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(random.uniform(0, 2 * LOG_AGAIN_S))
    connection.execute("PRAGMA journal_mode=WAL")
