"""What services may rely on from `Database`, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import asyncio
import itertools
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, OperationalError

from core.kit.db import QUEUE_MAX, Database, DatabaseUnavailable, Transaction, connect, insert_new, upsert
from core.kit.errors import ResourceExhausted

ROOT = Path(__file__).parents[2]
tables = sa.MetaData()
rows = sa.Table(
    "test_rows", tables,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
)  # fmt: skip


@pytest.fixture
def database(database_url):
    made = prepare(database_url)
    yield made
    made.close()


def add(id: str, number: int = 0) -> Callable[[Transaction], str]:
    def fn(tx: Transaction) -> str:
        tx.execute(rows.insert().values(id=id, number=number))
        return id

    return fn


def ids(tx: Transaction) -> set[str]:
    return set(tx.scalars(sa.select(rows.c.id)))


def number_of(id: str) -> Callable[[Transaction], int]:
    return lambda tx: tx.execute(sa.select(rows.c.number).where(rows.c.id == id)).scalar_one()


async def test_a_write_that_returned_is_seen_by_every_reader(database):
    """A user who got an answer and asks again must not find the past."""
    for number in range(20):
        await database.write(add(f"r{number}"))
        seen = await asyncio.gather(*(database.read(ids) for _ in range(3)))
        assert all(f"r{number}" in each for each in seen)


async def test_a_write_gives_back_what_its_function_returned(database):
    assert await database.write(add("r1")) == "r1"


async def test_a_failing_write_leaves_nothing_and_its_neighbours_everything(database):
    """Writes share one commit on SQLite; a stranger's mistake must not undo mine."""

    def break_half_way(tx: Transaction) -> None:
        add("half")(tx)
        raise LookupError("the rule said no")

    answers = await asyncio.gather(
        database.write(add("before")), database.write(break_half_way), database.write(add("after")),
        database.write(add("before")), return_exceptions=True,
    )  # fmt: skip

    assert answers[0] == "before"
    assert isinstance(answers[1], LookupError)
    assert answers[2] == "after"
    assert isinstance(answers[3], DBAPIError)  # The database's own refusal: the key is taken.
    assert await database.read(ids) == {"before", "after"}


async def test_a_function_that_raises_stop_iteration_hangs_nobody(database):
    """next() on an empty iterator inside fn is a plain bug of one caller, not the end of all of them."""

    def exhausted(tx: Transaction) -> None:
        next(iter(()))

    async with asyncio.timeout(10):
        answers = await asyncio.gather(
            database.write(exhausted), database.write(add("r1")), database.read(exhausted), return_exceptions=True
        )
    assert isinstance(answers[0], RuntimeError)
    assert answers[1] == "r1"
    assert isinstance(answers[2], RuntimeError)


async def test_forty_increments_at_once_lose_no_update(database):
    """Counters, balances and versions are read, changed and written back."""

    def increment(tx: Transaction) -> None:
        number = number_of("counter")(tx)
        tx.execute(rows.update().where(rows.c.id == "counter").values(number=number + 1))

    await database.write(add("counter"))
    await asyncio.gather(*(database.write(increment) for _ in range(40)))
    assert await database.read(number_of("counter")) == 40


async def test_two_processes_on_one_database_lose_no_update(database, database_url):
    """Two nodes write at once; each has a Database of its own."""
    other = connect(database_url)
    try:

        def increment(tx: Transaction) -> None:
            number = number_of("counter")(tx)
            tx.execute(rows.update().where(rows.c.id == "counter").values(number=number + 1))

        await database.write(add("counter"))
        await asyncio.gather(*(each.write(increment) for each in [database, other] * 150))
        assert await database.read(number_of("counter")) == 300
    finally:
        other.close()


async def test_of_two_who_check_and_then_insert_only_one_does(database):
    """The request_id of a retried call arrives twice at once: the second must find the first's row."""
    took = []

    def once(tx: Transaction) -> bool:
        if tx.execute(sa.select(rows.c.id).where(rows.c.id == "only")).one_or_none() is not None:
            return False
        add("only")(tx)
        return True

    took = await asyncio.gather(*(database.write(once) for _ in range(20)))
    assert sorted(took) == [False] * 19 + [True]


async def test_a_read_sees_one_moment(database):
    """A session and its event tables are read by two statements; a commit between them must not show in half."""
    await database.write(lambda tx: (add("a", 1)(tx), add("b", 1)(tx)))
    first_read, written = threading.Event(), threading.Event()

    def read_both(tx: Transaction) -> tuple[int, int]:
        a = number_of("a")(tx)
        first_read.set()
        assert written.wait(10)
        return a, number_of("b")(tx)

    reading = asyncio.ensure_future(database.read(read_both))
    await asyncio.to_thread(first_read.wait, 10)
    await database.write(lambda tx: tx.execute(rows.update().values(number=2)))
    written.set()
    assert await reading == (1, 1)
    assert await database.read(read_both) == (2, 2)


async def test_a_read_cannot_write(database):
    """A write by way of read() would skip the queue and the durability that write() promises."""
    with pytest.raises(DBAPIError):
        await database.read(add("sly"))
    assert await database.read(ids) == set()


async def test_a_commit_that_fails_is_a_typed_refusal_and_stores_nothing(database):
    """The disk is full or the server is gone at the last moment: callers get one reason and may try again."""
    failing = True

    @sa.event.listens_for(database.engine, "commit")
    def refuse(connection: sa.Connection) -> None:
        if failing:
            raise OperationalError("COMMIT", {}, OSError("no space left"))

    with pytest.raises(DatabaseUnavailable) as caught:
        await database.write(add("lost"))
    assert caught.value.reason == "DATABASE_UNAVAILABLE"
    failing = False
    await database.write(add("kept"))
    assert await database.read(ids) == {"kept"}


async def test_a_cancelled_caller_does_not_disturb_the_others(database):
    """A phone hangs up in the middle of a call."""
    leaving = asyncio.ensure_future(database.write(add("leaving")))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await database.write(add("staying")) == "staying"
    assert "staying" in await database.read(ids)


async def test_after_close_calls_are_refused_and_not_left_hanging(database):
    """A call that arrives while the host goes down must end."""
    await database.write(add("r1"))
    database.close()
    async with asyncio.timeout(10):
        with pytest.raises(DatabaseUnavailable):
            await database.write(add("r2"))
        with pytest.raises(DatabaseUnavailable):
            await database.read(ids)


async def test_close_finishes_what_was_accepted(database, database_url):
    """Orderly shutdown drops nothing that was queued."""
    waiting = [asyncio.ensure_future(database.write(add(f"r{number}"))) for number in range(50)]
    await asyncio.sleep(0)
    await asyncio.to_thread(database.close)
    assert len(await asyncio.gather(*waiting)) == 50
    again = connect(database_url)
    assert len(await again.read(ids)) == 50
    again.close()


async def test_reads_that_wait_are_bounded(database):
    """A slow disk must cost refusals that say so, not a queue that grows until the process has no memory left."""
    go_on, begun = threading.Event(), threading.Event()

    def wait(tx: Transaction) -> None:
        begun.set()
        assert go_on.wait(30)

    waiting = [asyncio.ensure_future(database.read(wait)) for _ in range(QUEUE_MAX)]
    try:
        await asyncio.to_thread(begun.wait, 10)
        with pytest.raises(ResourceExhausted) as refused:
            await database.read(ids)
        assert refused.value.facts == {"waiting": QUEUE_MAX}
        waiting[-1].cancel()  # Who hangs up makes room.
        await asyncio.gather(waiting.pop(), return_exceptions=True)
        waiting.append(asyncio.ensure_future(database.read(wait)))
    finally:
        go_on.set()
    assert await asyncio.gather(*waiting) == [None] * QUEUE_MAX
    assert await database.read(ids) == set()


def test_closing_twice_is_no_error(database):
    database.close()
    database.close()


async def test_upsert_replaces_and_insert_new_does_not(database):
    def fn(tx: Transaction) -> tuple[bool, bool]:
        first = insert_new(tx, rows, {"id": "r1", "number": 1})
        second = insert_new(tx, rows, {"id": "r1", "number": 2})
        upsert(tx, rows, {"id": "r2", "number": 1}, key=["id"])
        upsert(tx, rows, {"id": "r2", "number": 5}, key=["id"])
        return first, second

    assert await database.write(fn) == (True, False)
    assert await database.read(number_of("r1")) == 1
    assert await database.read(number_of("r2")) == 5


async def test_a_function_runs_again_when_postgresql_saw_a_collision(postgres_url):
    """The rule must decide on what is there at commit, so it is asked again."""
    mine, other = prepare(postgres_url), connect(postgres_url)
    try:
        await mine.write(add("counter"))
        runs = itertools.count(1)
        collided = threading.Event()

        def increment(tx: Transaction) -> int:
            run, number = next(runs), number_of("counter")(tx)
            if run == 1:
                bump = rows.update().where(rows.c.id == "counter").values(number=rows.c.number + 10)
                with other.engine.begin() as neighbour:
                    neighbour.execute(bump)
                collided.set()
            tx.execute(rows.update().where(rows.c.id == "counter").values(number=number + 1))
            return run

        assert await mine.write(increment) == 2
        assert collided.is_set()
        assert await mine.read(number_of("counter")) == 11
    finally:
        mine.close()
        other.close()


async def test_a_lost_postgresql_connection_is_a_typed_refusal_and_the_next_call_works(postgres_url):
    database = prepare(postgres_url)
    try:
        with pytest.raises(DatabaseUnavailable):
            await database.write(lambda tx: tx.execute(sa.text("SELECT pg_terminate_backend(pg_backend_pid())")))
        assert await database.write(add("r1")) == "r1"
    finally:
        database.close()


WRITER = """
import asyncio, sys
import sqlalchemy as sa
from core.kit.db import connect

async def main():
    database = connect(sys.argv[1])
    async def one(number):
        row = sa.text(f"INSERT INTO test_rows (id, number) VALUES ('r{number}', 0)")
        await database.write(lambda tx: tx.execute(row))
        print(number, flush=True)
    for start in range(0, 10_000, 8):
        await asyncio.gather(*(one(number) for number in range(start, start + 8)))

asyncio.run(main())
"""


def test_sqlite_keeps_every_acknowledged_write_of_a_process_killed_at_once(sqlite_url):
    """kill -9 in the middle of a stream of group commits: what was answered is there, and the file is sound."""
    prepare(sqlite_url).close()
    writer = subprocess.Popen([sys.executable, "-c", WRITER, sqlite_url], stdout=subprocess.PIPE, cwd=ROOT)
    assert writer.stdout is not None
    acknowledged = [next(writer.stdout) for _ in range(100)]
    writer.send_signal(signal.SIGKILL)
    acknowledged += writer.stdout.read().splitlines()
    writer.stdout.close()
    writer.wait()

    database = connect(sqlite_url)
    with database.engine.begin() as tx:
        kept = ids(tx)
        assert tx.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    database.close()
    assert {f"r{int(line)}" for line in acknowledged if line.strip().isdigit()} <= kept


def test_sqlite_commits_durably(sqlite_url):
    """synchronous=FULL and WAL: an acknowledged write survives a power cut, not only a crash."""
    database = prepare(sqlite_url)
    with database.engine.begin() as tx:
        assert tx.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert tx.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert tx.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    database.close()


async def test_a_fresh_sqlite_file_waits_for_whoever_writes_it_first(sqlite_url):
    """Two processes start on an empty folder: SQLite refuses the second's change to a log at once, without waiting."""
    first = sqlite3.connect(sa.make_url(sqlite_url).database or "", isolation_level=None)
    first.execute("BEGIN IMMEDIATE")
    first.execute("CREATE TABLE test_rows (id TEXT PRIMARY KEY, number BIGINT NOT NULL, note TEXT)")
    second = connect(sqlite_url)
    try:
        reading = asyncio.ensure_future(second.read(ids))
        await asyncio.wait({reading}, timeout=0.1)
        first.execute("COMMIT")
        assert await reading == set()
        assert await second.write(add("r1")) == "r1"
    finally:
        first.close()
        second.close()


async def test_readers_of_sqlite_leave_its_log_as_it_is(sqlite_url):
    """That there is a log is a property of the file: a reader that asks for it again may be refused for nothing."""
    database = prepare(sqlite_url)
    said: list[str] = []

    @sa.event.listens_for(sa.pool.Pool, "connect", insert=True)
    def listen(connection: sqlite3.Connection, record: object) -> None:
        connection.set_trace_callback(said.append)

    try:
        assert await database.read(ids) == set()
        database.engine.dispose()
        assert await database.write(add("r1")) == "r1"
    finally:
        sa.event.remove(sa.pool.Pool, "connect", listen)
        database.close()
    assert "PRAGMA synchronous=FULL" in said
    assert not [each for each in said if each.startswith("PRAGMA journal_mode=")]


def prepare(url: str) -> Database:
    database = connect(url)
    tables.create_all(database.engine)
    return database
