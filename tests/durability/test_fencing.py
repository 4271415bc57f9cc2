"""Only the newest writer commits: one that was paused, cut off or replaced finds out at its next commit and says so."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from core.kit import log
from core.kit.clock import ManualClock
from core.kit.db import DatabaseUnavailable
from tests.support.artifacts import ROOT
from tests.support.ledger_running import RunningLedger, move, running
from wallet import posting_postgres
from wallet.commit import WriterFenced
from wallet.posting_postgres import LOCK
from wallet.records import Status
from wallet.seat import LedgerTaken

CREATED = Status.CREATED


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[structlog.typing.EventDict]]:
    """What was logged; here it is no noise."""
    with structlog.testing.capture_logs() as lines:
        yield lines


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in vain is not waited for as long as in earnest."""
    monkeypatch.setattr(posting_postgres, "LOCK_WAIT", "200ms")


def end_sessions(ledger: RunningLedger) -> None:
    """What an administrator does before a new writer starts where the old one hangs; SQLite has no sessions."""
    if ledger.database.engine.dialect.name == "postgresql":
        with ledger.database.engine.begin() as tx:
            tx.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid ="
                " (hashtext(current_schema())::bigint & 4294967295)::oid"
            )


async def take_over(old: RunningLedger) -> RunningLedger:
    """A writer that has just lost its session may be back before the new one comes: then it is ended again."""
    while True:
        new = RunningLedger(old.url, ManualClock())
        end_sessions(old)
        try:
            await new.start()
        except LedgerTaken:
            await new.stop()
        else:
            return new


async def refused(ledger: RunningLedger, number: int) -> BaseException | None:
    with pytest.raises(DatabaseUnavailable) as unavailable:
        await ledger.ask(move(number, "ali", "sara"))
    return unavailable.value.__cause__


async def test_a_replaced_writer_never_commits_again(database_url: str) -> None:
    """Not the request it has, nor a later one, nor once its successor is gone; and it can be stopped."""
    async with running(database_url, "ali", "sara") as old:
        end_sessions(old)
        new = RunningLedger(database_url, ManualClock())
        await new.start()
        await new.make(move(10, "ali", "sara", 7))
        assert isinstance(await refused(old, 11), WriterFenced)
        assert await refused(old, 12) is None, "it is closed, and nothing is tried any more"
        await new.make(move(13, "ali", "sara", 7))
        await new.stop()
        await refused(old, 14)
        assert not any([await old.has(number) for number in (11, 12, 14)])
        assert await old.money("sara") == [1014]
        await old.check_chain()
        async with asyncio.timeout(20):
            await old.writer.stop()
        await old.restart()  # A new start is a new writer.
        await old.make(move(14, "ali", "sara"))


async def test_all_that_waited_at_a_replaced_writer_are_told(database_url: str, short_wait: None) -> None:
    async with running(database_url, "ali", "sara") as old:
        waiting = asyncio.gather(
            old.writer.run(lambda tx: None),
            *(old.ask(*(move(1000 * n + i, "bank", "ali") for i in range(900))) for n in range(1, 15)),
            return_exceptions=True,
        )
        await asyncio.sleep(0)
        new = await take_over(old)
        results = await waiting
        made = [n for n, result in enumerate(results) if n and not isinstance(result, DatabaseUnavailable)]
        for n in range(1, 15):
            assert await new.has(1000 * n) == await new.has(1000 * n + 899) == (n in made)
        assert await new.transfer_count() == 2 + 900 * len(made)
        await new.check_chain()
        await new.stop()


async def test_a_second_writer_waits_for_the_commit_under_way_and_knows_it(database_url: str, short_wait: None) -> None:
    """The old one is paused inside its commit: it finishes before the new one reads, or it never does."""
    async with running(database_url, "ali", "sara") as old:
        inside, go_on = threading.Event(), threading.Event()

        def pause(tx: sa.Connection) -> None:
            inside.set()
            go_on.wait(20)

        commit = asyncio.gather(old.ask(move(10, "ali", "sara", 7)), old.writer.run(pause), return_exceptions=True)
        await asyncio.to_thread(inside.wait, 20)
        new = RunningLedger(database_url, ManualClock())
        if database_url.startswith("postgresql"):
            with pytest.raises(LedgerTaken):
                await new.start()
            end_sessions(old)
        starting = asyncio.create_task(new.start())
        if database_url.startswith("postgresql"):
            await starting
        go_on.set()
        first, _ = await commit
        await starting
        assert isinstance(first, DatabaseUnavailable) == database_url.startswith("postgresql")
        assert await new.has(10) != isinstance(first, DatabaseUnavailable)
        await new.make(move(11, "ali", "sara", 7))
        await refused(old, 12)
        await new.check_chain()
        await new.stop()


async def test_two_that_start_at_once_are_one_after_the_other(database_url: str, short_wait: None) -> None:
    async with running(database_url, "ali", "sara") as gone:
        await gone.writer.stop()
        both = [RunningLedger(database_url, ManualClock()) for _ in range(2)]
        started = await asyncio.gather(*(each.start() for each in both), return_exceptions=True)
        if database_url.startswith("postgresql"):
            assert sorted(type(result).__name__ for result in started) == ["LedgerTaken", "NoneType"]
        results = await asyncio.gather(
            *(each.ask(move(10 + n, "ali", "sara")) for n, each in enumerate(both)), return_exceptions=True
        )
        assert [isinstance(result, DatabaseUnavailable) for result in results].count(True) == 1
        for each in both:
            await each.stop()
        assert await gone.money("sara") == [1001]


async def test_a_writer_that_lost_its_session_goes_on_only_if_nobody_came(
    postgres_url: str, logged: list[structlog.typing.EventDict]
) -> None:
    """Its epoch is still the newest: it takes the lock again, under the same epoch, and reads what is stored."""
    async with running(postgres_url, "ali", "sara") as ledger:
        epoch = (await ledger.block()).writer_epoch
        end_sessions(ledger)
        assert isinstance(await refused(ledger, 10), sa.exc.OperationalError)
        await ledger.make(move(10, "ali", "sara"))
        assert (await ledger.block()).writer_epoch == epoch
        end_sessions(ledger)
        await ledger.database.write(
            lambda tx: tx.exec_driver_sql("UPDATE wallet_writer SET epoch = epoch + 1") and None
        )
        assert isinstance(await refused(ledger, 11), WriterFenced)
        assert logged[-1]["event"] == "this writer of the ledger ends: another took over"
        assert await refused(ledger, 12) is None
        assert await ledger.transfer_count() == 3


async def test_a_newer_epoch_is_enough(database_url: str) -> None:
    """Whatever became of locks and sessions, between poolers and servers that changed places: the table decides."""
    async with running(database_url, "ali", "sara") as ledger:
        await ledger.database.write(_take_epoch)
        assert isinstance(await refused(ledger, 10), WriterFenced)
        assert await ledger.transfer_count() == 2


def _take_epoch(tx: sa.Connection) -> None:
    tx.exec_driver_sql("UPDATE wallet_writer SET epoch = epoch + 1 WHERE id = 1")


async def test_the_epoch_cannot_be_taken_within_a_commit(postgres_url: str) -> None:
    """Else the commit could end after its successor read where the ledger stands."""
    async with running(postgres_url, "ali", "sara") as ledger:
        inside, go_on = threading.Event(), threading.Event()

        def pause(tx: sa.Connection) -> None:
            inside.set()
            go_on.wait(20)

        def take_now(tx: sa.Connection) -> None:
            tx.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
            _take_epoch(tx)

        commit = asyncio.gather(ledger.ask(move(10, "ali", "sara")), ledger.writer.run(pause))
        await asyncio.to_thread(inside.wait, 20)
        with pytest.raises(DatabaseUnavailable, match="OperationalError"):
            await ledger.database.write(take_now)
        go_on.set()
        await commit
        await ledger.database.write(take_now)
        await refused(ledger, 11)


async def test_a_writer_replaced_while_it_waited_for_the_lock_is_fenced(postgres_url: str) -> None:
    """It had asked who writes before it waited; its successor came and went meanwhile."""
    async with running(postgres_url, "ali", "sara") as ledger:
        end_sessions(ledger)
        with ledger.database.engine.connect() as successor:
            successor.exec_driver_sql(f"SELECT pg_advisory_lock({LOCK}, hashtext(current_schema()))")
            successor.commit()
            asked = asyncio.create_task(refused(ledger, 10))
            waiting = (
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid ="
                " (hashtext(current_schema())::bigint & 4294967295)::oid"
            )
            while not await ledger.database.read(lambda tx: tx.exec_driver_sql(waiting).scalar_one()):
                pass
            _take_epoch(successor)
            successor.exec_driver_sql("SELECT pg_advisory_unlock_all()")
            successor.commit()
        # A session may end a moment after it was told to: then only the next request hears of the successor.
        assert isinstance(await asked, WriterFenced) or isinstance(await refused(ledger, 11), WriterFenced)


class Paused:
    """A writer in a process of its own, spoken to by lines (this file as a program)."""

    def __init__(self, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.durability.test_fencing", url],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.answer() == "ready"

    def ask(self, *numbers: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(numbers) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def close(self) -> None:
        self._process.communicate()


async def test_a_process_that_was_stopped_and_continued_commits_nothing(database_url: str) -> None:
    """A laptop's lid, a debugger, a virtual machine moved: it wakes up sure that it is the writer."""
    async with running(database_url, "ali", "sara") as before:
        await before.writer.stop()
        paused = Paused(database_url)
        try:
            paused.ask(10, 11)
            assert await asyncio.to_thread(paused.answer) == ["created", "created"]
            paused.send(signal.SIGSTOP)
            paused.ask(12, 13)
            end_sessions(before)
            new = RunningLedger(database_url, ManualClock())
            await new.start()
            await new.make(move(20, "ali", "sara"))
            paused.send(signal.SIGCONT)
            assert await asyncio.to_thread(paused.answer) == ["WriterFenced"]
            paused.ask(14)
            assert await asyncio.to_thread(paused.answer) == ["NoneType"]
            await new.make(move(12, "ali", "sara"))
            assert await new.transfer_count() == 6
            await new.check_chain()
            await new.stop()
        finally:
            paused.send(signal.SIGCONT)
            paused.close()


async def _serve(url: str) -> None:
    log.set_up()
    ledger = RunningLedger(url)
    await ledger.start()
    print(json.dumps("ready"), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        try:
            said: list[str] = await ledger.statuses(*(move(number, "ali", "sara") for number in json.loads(line)))
        except DatabaseUnavailable as error:
            said = [type(error.__cause__).__name__]
        print(json.dumps(said), flush=True)
    await ledger.stop()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
