"""`await db.write(fn)` and `await db.read(fn)`: fn(tx) is plain synchronous code, run in one transaction.

fn may run more than once and must have no effect but through tx. A write that returned is on disk; one that raised
left nothing. On SQLite one writer thread takes whatever is queued into one durable commit, a savepoint each, beside a
few readers; on PostgreSQL a small pool of threads runs serialisable transactions and repeats those that collide.
Every difference between the two lives in this file, in sqlite_opening.py and in scrubbing.py.
"""

from __future__ import annotations

import asyncio
import queue
import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

from core.kit.errors import DomainError, ResourceExhausted, StatusCode
from core.kit.scrubbing import empty_log, vacuum
from core.kit.sqlite_opening import READERS, open_sqlite

T = TypeVar("T")
Transaction = Connection
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
# Text ordered by code point on both, whatever the database's locale: for keys that are paged through or ranged over.
CodePointText = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
GROUP_MAX = 128  # Writes in one commit: bounds how long the first of them waits for the last.
QUEUE_MAX = 4_096  # Writes waiting, and reads; one more is refused, not stored.
ATTEMPTS_MAX = 20  # Runs of a PostgreSQL transaction that keeps colliding with others.
BACKOFF_MAX_S = 0.05
# A network that falls silent is noticed within half a minute, not after the two hours machines wait by themselves.
# libpq's names; nothing on a Unix socket.
NOTICED = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 25_000}
_COLLISIONS = {"40001", "40P01"}  # serialization_failure, deadlock_detected


class DatabaseUnavailable(DomainError):
    """The database cannot be reached or written; ask again under the same request_id, its answer may be lost."""

    reason, code = "DATABASE_UNAVAILABLE", StatusCode.UNAVAILABLE


class Database(Protocol):
    """What services ask of a database; see the module's promise."""

    engine: Engine

    async def write(self, fn: Callable[[Transaction], T]) -> T: ...

    async def read(self, fn: Callable[[Transaction], T]) -> T: ...

    async def scrub(self, tables: Sequence[str], *, indexes: Sequence[str] = ()) -> bool:
        """Let go of what deleted and overwritten rows left in the files; False where somebody still reads it.

        SQLite overwrites what it deletes, and here empties its log, of all tables. PostgreSQL vacuums the tables and
        builds the indexes anew; the rest is its own to recycle, see docs.
        """
        ...

    def close(self) -> None: ...


def connect(url: str) -> Database:
    """The database at a SQLAlchemy URL: sqlite:///file or postgresql+psycopg://…"""
    kind = sa.make_url(url).get_backend_name()
    if kind == "sqlite":
        return SqliteDatabase(url)
    if kind == "postgresql":
        return PostgresDatabase(url)
    raise ValueError(f"the database must be sqlite or postgresql, not {kind}")


def url_without_password(url: str) -> str:
    """The URL as it may be shown to people and pasted into reports."""
    return sa.make_url(url).render_as_string(hide_password=True)


def upsert(tx: Transaction, table: sa.Table, row: dict[str, Any], *, key: Sequence[str]) -> None:
    """Insert the row, or give the row with that key these values."""
    tx.execute(_upsert(tx.dialect.name, table, tuple(row), tuple(key)), row)


def insert_new(tx: Transaction, table: sa.Table, row: dict[str, Any]) -> bool:
    """Insert the row unless one with its key is there; True when it was inserted."""
    # RETURNING and not rowcount, which SQLAlchemy does not keep for inserts on PostgreSQL.
    return tx.execute(_insert_new(tx.dialect.name, table), row).first() is not None


@cache  # Building the statement costs several times what executing it does.
def _upsert(dialect: str, table: sa.Table, columns: tuple[str, ...], key: tuple[str, ...]) -> sa.Executable:
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    changed = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


@cache
def _insert_new(dialect: str, table: sa.Table) -> sa.Executable:
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    return statement.on_conflict_do_nothing().returning(sa.literal(1))


@dataclass(slots=True)
class _Job:
    fn: Callable[[Transaction], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        settle(self.future, self.result, self.error)


def settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    """Answer a caller, on its own loop."""
    if future.done():  # The caller was cancelled; what was committed stays committed.
        return
    if error is not None:
        future.set_exception(error)
    else:
        future.set_result(result)


class SqliteDatabase:
    """SQLite in WAL mode, synchronous=FULL: a write that returned survives a power cut."""

    def __init__(self, url: str) -> None:
        if sa.make_url(url).database in (None, "", ":memory:"):
            raise ValueError("SQLite needs a file: readers and the writer have connections of their own")
        self.engine = open_sqlite(url, begin="BEGIN IMMEDIATE")
        self._reading = open_sqlite(url, begin="BEGIN", query_only=True)
        self._readers = ThreadPoolExecutor(READERS, "db-read")
        self._reads = threading.Semaphore(QUEUE_MAX)
        self._jobs: queue.Queue[_Job | None] = queue.Queue(QUEUE_MAX)
        self._door = _Door()
        self._connection: Connection | None = None  # The writer's own: taking one for each commit costs a statement.
        self._writer = threading.Thread(target=self._write_all, name="db-write", daemon=True)
        self._writer.start()

    async def write(self, fn: Callable[[Transaction], T]) -> T:
        loop = asyncio.get_running_loop()
        job = _Job(fn, loop, loop.create_future())
        with self._door:
            try:
                self._jobs.put_nowait(job)
            except queue.Full:
                raise ResourceExhausted("too many writes are waiting", waiting=QUEUE_MAX) from None
        return cast(T, await job.future)

    async def read(self, fn: Callable[[Transaction], T]) -> T:
        loop = asyncio.get_running_loop()
        if not self._reads.acquire(blocking=False):
            raise ResourceExhausted("too many reads are waiting", waiting=QUEUE_MAX)
        try:
            with self._door:
                reading = loop.run_in_executor(self._readers, _in_transaction, self._reading, fn)
            return await reading
        finally:
            self._reads.release()

    async def scrub(self, tables: Sequence[str], *, indexes: Sequence[str] = ()) -> bool:
        loop = asyncio.get_running_loop()
        with self._door:
            emptying = loop.run_in_executor(self._readers, empty_log, self._reading)
        return await emptying

    def close(self) -> None:
        if not self._door.close():
            return
        self._jobs.put(None)  # Behind every job the door let in.
        self._writer.join()
        self._readers.shutdown()
        self.engine.dispose()
        self._reading.dispose()

    def _write_all(self) -> None:
        while True:
            jobs: list[_Job | None] = [self._jobs.get()]
            while len(jobs) < GROUP_MAX and not self._jobs.empty():
                jobs.append(self._jobs.get())
            group = [job for job in jobs if job is not None]
            if group:
                self._commit(group)
            if len(group) < len(jobs):
                self._let_go()
                return

    def _let_go(self) -> None:
        """Give the writer's connection back; the next commit opens one."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with suppress(Exception):  # It was broken before.
                connection.close()

    def _commit(self, group: list[_Job]) -> None:
        """One durable commit for the group; a job that raises is undone alone."""
        try:
            self._connection = tx = self._connection or self.engine.connect()
            with tx.begin():
                if len(group) == 1:
                    _run_alone(tx, group[0])
                else:
                    for job in group:
                        _run_in_savepoint(tx, job)
        except Exception as error:  # BEGIN or COMMIT itself failed: nothing of the group was stored.
            self._let_go()
            for job in group:
                job.error = _unavailable(error)
        for loop in {job.loop for job in group}:
            settled = [job for job in group if job.loop is loop]
            try:
                loop.call_soon_threadsafe(_settle, settled)
            except RuntimeError:  # The loop was closed while its writes were under way: nobody waits any more.
                pass


def _run_alone(tx: Transaction, job: _Job) -> None:
    """Nobody else is in this transaction: it needs no savepoint, which would cost as much as two statements."""
    try:
        job.result = _call(job.fn, tx)
    except BaseException as error:
        tx.rollback()
        job.error = error


def _run_in_savepoint(tx: Transaction, job: _Job) -> None:
    point = tx.begin_nested()
    try:
        job.result = _call(job.fn, tx)
    except BaseException as error:
        point.rollback()
        job.error = error
    else:
        point.commit()


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()


class PostgresDatabase:
    """PostgreSQL through psycopg 3: serialisable writes, so a check and the write after it cannot be torn apart."""

    def __init__(self, url: str, *, threads: int = 8) -> None:
        unless_said = {name: value for name, value in NOTICED.items() if name not in sa.make_url(url).query}
        self.engine = sa.create_engine(
            url, pool_size=threads, max_overflow=0, pool_pre_ping=True, hide_parameters=True, connect_args=unless_said
        )
        self._writing = self.engine.execution_options(isolation_level="SERIALIZABLE")
        # As on SQLite, all statements of one read see one moment, and none of them writes.
        self._reading = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._threads = ThreadPoolExecutor(threads, "db")
        self._repeating = threading.Lock()
        self._door = _Door()
        self._waiting = 0

    async def write(self, fn: Callable[[Transaction], T]) -> T:
        return await self._run(self._write_repeating, fn)

    async def read(self, fn: Callable[[Transaction], T]) -> T:
        return await self._run(lambda fn: _in_transaction(self._reading, fn), fn)

    async def scrub(self, tables: Sequence[str], *, indexes: Sequence[str] = ()) -> bool:
        loop = asyncio.get_running_loop()
        with self._door:
            vacuuming = loop.run_in_executor(self._threads, vacuum, self.engine, tables, indexes)
        try:
            await vacuuming
        except DBAPIError as error:
            raise _unavailable(error) from error
        return True

    async def _run(self, way: Callable[[Callable[[Transaction], T]], T], fn: Callable[[Transaction], T]) -> T:
        if self._waiting >= QUEUE_MAX:
            raise ResourceExhausted("too many transactions are waiting", waiting=QUEUE_MAX)
        loop = asyncio.get_running_loop()
        with self._door:
            running = loop.run_in_executor(self._threads, way, fn)
        self._waiting += 1
        try:
            return await running
        except DBAPIError as error:
            if error.connection_invalidated or isinstance(error, sa.exc.OperationalError):
                raise _unavailable(error) from error
            raise
        finally:
            self._waiting -= 1

    def close(self) -> None:
        if not self._door.close():
            return
        self._threads.shutdown()
        self.engine.dispose()

    def _write_repeating(self, fn: Callable[[Transaction], T]) -> T:
        """Run fn until it did not collide. Those that did go one at a time: all at once, some would lose for ever."""
        try:
            return _in_transaction(self._writing, fn)
        except DBAPIError as error:
            if not _collided(error):
                raise
        with self._repeating:
            for attempt in range(2, ATTEMPTS_MAX):
                try:
                    return _in_transaction(self._writing, fn)
                except DBAPIError as error:
                    if not _collided(error):
                        raise
                # Jitter, or the repeaters of several processes keep step and collide again.
                time.sleep(random.uniform(0, min(BACKOFF_MAX_S, 0.001 * 2**attempt)))
            return _in_transaction(self._writing, fn)


class _Door:
    """Lets callers in one by one until it is closed; after that each is told so, and none is left waiting."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> None:
        self._lock.acquire()
        if self._closed:
            self._lock.release()
            raise DatabaseUnavailable("the database was closed")

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def close(self) -> bool:
        """Close it; False when it was closed before."""
        with self._lock:
            was_open, self._closed = not self._closed, True
            return was_open


def _in_transaction(engine: Engine, fn: Callable[[Transaction], T]) -> T:
    with engine.begin() as tx:
        return _call(fn, tx)


def _call(fn: Callable[[Transaction], T], tx: Transaction) -> T:
    try:
        return fn(tx)
    except StopIteration as error:  # A future cannot carry it: its caller would wait for ever.
        raise RuntimeError("the function raised StopIteration") from error


def _collided(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _COLLISIONS


def _unavailable(error: Exception) -> DatabaseUnavailable:
    unavailable = DatabaseUnavailable(f"the database refused: {type(error).__name__}")
    unavailable.__cause__ = error
    return unavailable
