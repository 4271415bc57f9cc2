"""How the files of a database let go of what was deleted: `Database.scrub` of either kind, in a thread of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Engine

WAIT_MS = 100  # While SQLite waits for readers to go on, writers wait too.


def empty_log(engine: Engine) -> bool:
    """Move all of SQLite's log into the database and cut it to nothing; False where somebody is in the way."""
    connection = engine.raw_connection()
    try:
        (waits_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
        connection.execute(f"PRAGMA busy_timeout={WAIT_MS}")
        busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        connection.execute(f"PRAGMA busy_timeout={waits_ms}")
    finally:
        connection.close()
    return not busy


def vacuum(engine: Engine, tables: Sequence[str], indexes: Sequence[str]) -> None:
    """PostgreSQL's statements that take no transaction; an index that keeps the words of deleted rows is made anew."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.exec_driver_sql(f"VACUUM {table}")
        for index in indexes:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index}_ccnew")  # Of one that was broken off.
            connection.exec_driver_sql(f"REINDEX INDEX CONCURRENTLY {index}")
