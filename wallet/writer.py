"""The ledger's one writer: whatever waits goes into one durable commit, and nobody is answered before it.

Requests queue; a thread takes all that wait, loads what they name, asks the ledger, chains the new rows and writes
everything in one transaction. Accounts stay in memory from commit to commit, for nobody else writes them. When a commit
fails, memory is thrown away and read anew: it is never ahead of the disk; and a request that no commit can take fails
alone. When the disk itself fails to keep what it was given, the process ends: after that no later success could be
believed.
"""

from __future__ import annotations

import asyncio
import os
import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar, cast

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, DatabaseUnavailable, Transaction
from core.kit.errors import ResourceExhausted
from wallet.batch import Posting, RequestKey
from wallet.books import Books
from wallet.chain import Block
from wallet.commit import Commit, Job, Outcome, WriterFenced
from wallet.posting_postgres import PostgresPosting
from wallet.posting_sqlite import SqlitePosting
from wallet.records import NewAccount, NewTransfer
from wallet.state import State, last_block

T = TypeVar("T")
COMMIT_EVENTS_MAX = 4_096  # Transfers in one commit: bounds how long the first of them waits for the last.
QUEUE_EVENTS_MAX = 32_768  # Transfers waiting; more are refused, not stored.
FAILURES_MAX = 32  # Commits that may fail in search of one bad job; what waits after them is tried once.
AHEAD_S = 60  # By so much the ledger's time may be ahead of the clock at a start without a word in the log.
DISK_FAILED = 74  # The process's exit code then (EX_IOERR of sysexits.h).
_SQLITE_IOERR = 10
_log = log.get("ledger")


class LedgerWriter:
    """`start` it on the loop that asks; every method may be called by many at once."""

    def __init__(self, *, database: Database, clock: Clock, queue_events_max: int = QUEUE_EVENTS_MAX) -> None:
        self._engine = database.engine
        self._clock = clock
        self._queue_events_max = queue_events_max
        is_sqlite = self._engine.dialect.name == "sqlite"
        self._posting: Posting = SqlitePosting() if is_sqlite else PostgresPosting()
        self._state = State(self._posting)
        self._connection: Connection | None = None
        self._epoch = 0
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()  # Guards the next three: callers add, the thread takes away.
        self._waiting = 0
        self._is_open = False
        self._is_ending = False
        self._is_fenced = False
        self._told: set[tuple[str, type[BaseException]]] = set()  # Failures in the log since the last commit.
        self._thread: threading.Thread | None = None
        self.on_commit: Callable[[Block], None] | None = None  # Called on the loop with each new block.

    async def start(self) -> None:
        """Become the ledger's writer and read where it stands; raises where another holds it."""
        self._loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._connect)
        self._is_open = True
        self._thread = threading.Thread(target=self._write_all, name="ledger-write", daemon=True)
        self._thread.start()
        ahead_s = (self._state.block.committed_at_ms - to_ms(self._clock.now())) // 1000
        if ahead_s > AHEAD_S:
            _log.warning("the ledger's time is ahead of this machine's and stands still till then", ahead_s=ahead_s)

    async def stop(self) -> None:
        """Commit what waits, then end."""
        with self._door:
            is_first, self._is_open, self._is_ending = not self._is_ending, False, True
        if self._thread is not None:
            if is_first:
                self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)
        await asyncio.to_thread(self._drop_connection)

    # What others ask for

    async def create_accounts(self, asked: Sequence[NewAccount]) -> Outcome:
        """Open accounts; a status and the opening row for each."""
        return cast(Outcome, await self._queue(Job(accounts=asked)))

    async def create_transfers(
        self, asked: Sequence[NewTransfer], *, key: RequestKey | None = None,
        beside: Callable[[Transaction, Outcome], None] | None = None,
    ) -> Outcome:  # fmt: skip
        """Make transfers as one submission (chains do not reach over its end); a status for each.

        Under a `key` the first answer is kept and given again; another body under it is REQUEST_ID_REUSED. `beside`
        adds rows of its own to the same commit; it is called when every transfer was created, and must not fail.
        RESOURCE_EXHAUSTED: nothing was stored. DATABASE_UNAVAILABLE: ask again, with the same ids and key.
        """
        return cast(Outcome, await self._queue(Job(transfers=asked, key=key, beside=beside)))

    async def expire_due(self) -> int:
        """End the holds whose time is over, as rows of the ledger; returns how many."""
        return cast(int, await self._queue(Job(expires=True)))

    async def act(self, act: Callable[[Transaction, Books], T]) -> T:
        """Rows of the wallet's own and the transfers that go with them, as one: `act(tx, books)` runs in its turn.

        It may read and write the wallet's tables and move money by `books`; it sees all acts before it, and no other
        runs meanwhile. What it raises before it moved anything is its answer, and nothing of it stays; after that it
        must not fail. It may run more than once.
        """
        return cast(T, await self._queue(Job(act=act)))

    async def run(self, fn: Callable[[Transaction], T]) -> T:
        """Another write of the wallet's, in the same thread and commit; one that raises is undone alone."""
        return cast(T, await self._queue(Job(fn=fn)))

    async def _queue(self, job: Job) -> Any:
        job.future = asyncio.get_running_loop().create_future()
        with self._door:
            if not self._is_open:
                raise DatabaseUnavailable("the ledger is not being written here")
            if self._waiting + job.weight > self._queue_events_max:
                raise ResourceExhausted("too many transfers are waiting", waiting=self._waiting)
            self._waiting += job.weight
            self._jobs.put(job)
        return await job.future

    # The thread

    def _write_all(self) -> None:
        while True:
            jobs: list[Job] = []
            weight, ends = 0, False
            try:
                job = self._jobs.get()
                while job is not None:
                    jobs.append(job)
                    weight += job.weight
                    if weight >= COMMIT_EVENTS_MAX:
                        break
                    job = self._jobs.get_nowait()
                else:
                    ends = True
            except queue.Empty:
                pass
            with self._door:
                self._waiting -= weight
            if jobs:
                self._commit(jobs)
            if ends:
                return

    def _commit(self, jobs: list[Job]) -> None:
        """One durable commit for the jobs, and their answers.

        Should it fail for what may be one job's own, the halves are tried, and theirs, so that this one fails alone.
        """
        waiting, failures = [jobs], 0
        while waiting:
            some = waiting.pop()
            failure = self._commit_once(some)
            if failure is None:
                continue
            failures += 1
            if len(some) > 1 and failures < FAILURES_MAX and self._may_be_of_one_job(failure):
                middle = len(some) // 2
                waiting += some[middle:], some[:middle]  # The first half is next: jobs keep their order.
            else:
                self._fail(some, failure)
                self._answer(some, None)

    def _commit_once(self, jobs: list[Job]) -> BaseException | None:
        """Commit and answer; or what it failed of, with nothing done and nobody answered."""
        for job in jobs:  # What an attempt that failed made of them.
            job.result = job.error = None
        commit = Commit(self._state, self._posting, epoch=self._epoch)
        try:
            if self._is_fenced:
                raise _fenced()
            connection = self._connection or self._connect()
            with connection.begin():
                commit.run(connection, jobs, self._clock.now())
            commit.settle()
        except BaseException as error:
            failure = self._recover(error, commit)
            if failure is not None:
                return failure
        self._told.clear()
        self._answer(jobs, commit.block)
        return None

    def _may_be_of_one_job(self, failure: BaseException) -> bool:
        """Whether fewer jobs may be committed: not where the database is out of reach or cannot be written at all."""
        of_rows = not isinstance(failure, DBAPIError) or isinstance(failure, (DataError, IntegrityError))
        return of_rows and self._connection is not None

    def _recover(self, error: BaseException, commit: Commit) -> BaseException | None:
        """Throw memory away and read anew; None where the commit happened after all, else what it failed of."""
        self._tell("a commit of the ledger failed", error)
        _end_if_disk_failed(error)
        try:
            self._drop_connection()
            if isinstance(error, WriterFenced):
                raise error
            connection = self._connect()
            attempted = commit.block
            if attempted is None or attempted.number > self._state.block.number:
                return error
            return None if _block_at(connection, attempted.number) == attempted else error
        except WriterFenced as fenced:
            _log.error("this writer of the ledger ends: another took over")
            with self._door:
                self._is_open, self._is_fenced = False, True
            return fenced
        except Exception as again:  # The next commit tries once more.
            self._tell("the ledger could not be read again", again)
            _end_if_disk_failed(again)
            self._drop_connection()
            return error

    def _tell(self, event: str, error: BaseException) -> None:
        """Log a failure: in full the first time, in a line while the same goes on."""
        kind = event, type(error)
        _log.error(event, why=type(error).__name__, exc_info=None if kind in self._told else error)
        self._told.add(kind)

    def _fail(self, jobs: list[Job], error: BaseException) -> None:
        for job in jobs:
            job.error = DatabaseUnavailable(f"the ledger could not commit: {type(error).__name__}")
            job.error.__cause__ = error

    def _answer(self, jobs: list[Job], block: Block | None) -> None:
        def settle() -> None:
            for job in jobs:
                job.settle()
            if block is not None and self.on_commit is not None:
                self.on_commit(block)

        try:
            self._loop.call_soon_threadsafe(settle)
        except RuntimeError:  # The loop was closed while a commit was under way: nobody waits any more.
            pass

    # The connection

    def _connect(self) -> Connection:
        """Connect, become the writer or go on as the one it was, and read where the ledger stands."""
        connection = self._engine.connect()
        try:
            with connection.begin():
                epoch = self._epoch or self._posting.claim(connection)
                # A new epoch here would take the ledger from a writer that took it from us.
                if self._epoch and not self._posting.resume(connection, epoch):
                    raise _fenced()
                self._state.load(connection)
        except BaseException:
            connection.invalidate()
            connection.close()
            raise
        self._epoch, self._connection = epoch, connection
        return connection

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # Closed, not given back: its session holds the writer's lock.
            connection.close()


def _block_at(connection: Connection, number: int) -> Block:
    with connection.begin():
        return last_block(connection, number)


def _fenced() -> WriterFenced:
    return WriterFenced("another writer took over the ledger")


def _end_if_disk_failed(error: BaseException) -> None:
    if isinstance(error, DBAPIError) and getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == _SQLITE_IOERR:
        _end_process()


def _end_process() -> NoReturn:
    _log.critical("the disk failed to keep the ledger's commit; ending, for nothing written after it could be believed")
    os._exit(DISK_FAILED)
