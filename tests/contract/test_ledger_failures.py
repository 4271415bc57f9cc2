"""When a commit fails the ledger says so, forgets what it thought and goes on from what is stored."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
import sqlalchemy as sa
import structlog

from core.kit.clock import ManualClock
from core.kit.db import Database, DatabaseUnavailable
from tests.support.cutting_proxy import cutting_proxy
from tests.support.ledger_running import RunningLedger, move, person, running
from wallet.batch import RequestKey
from wallet.chain import Block
from wallet.commit import Outcome
from wallet.records import Status
from wallet.writer import LedgerWriter

KEY = RequestKey("usr_1", "SubmitTransfers", "r-1", b"\1" * 32)
OTHER = KEY._replace(sha256=b"\2" * 32)
# Refuses each commit that has a block: when the block is written, or at the very end, at COMMIT itself.
FAILING = {
    ("sqlite", "in the batch"): [
        "CREATE TRIGGER fails BEFORE INSERT ON wallet_blocks BEGIN SELECT RAISE(ABORT, 'it fails'); END"
    ],
    ("sqlite", "at commit"): [
        "CREATE TABLE fails (id INTEGER PRIMARY KEY, of INTEGER REFERENCES fails DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TRIGGER fails AFTER INSERT ON wallet_blocks BEGIN INSERT INTO fails (of) VALUES (77); END",
    ],
    ("postgresql", "in the batch"): [
        "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it fails'; END $$",
        "CREATE TRIGGER fails BEFORE INSERT ON wallet_blocks FOR EACH ROW EXECUTE FUNCTION fails()",
    ],
    ("postgresql", "at commit"): [
        "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'it fails'; END $$",
        "CREATE CONSTRAINT TRIGGER fails AFTER INSERT ON wallet_blocks DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION fails()",
    ],
}


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[structlog.typing.EventDict]]:
    """What was logged: every failure says so once, and here it is no noise."""
    with structlog.testing.capture_logs() as lines:
        yield lines


def run_sql(database: Database, *statements: str) -> None:
    with database.engine.begin() as tx:
        for statement in statements:
            tx.exec_driver_sql(statement)


@pytest.mark.parametrize("when", ["in the batch", "at commit"])
async def test_a_failed_commit_moves_nothing_and_the_next_one_is_right(
    database_url: str, when: str, logged: list[structlog.typing.EventDict]
) -> None:
    """Memory ran ahead of the disk: it is thrown away. Everybody in the commit hears of it, nobody of a block."""
    async with running(database_url, "ali", "sara") as ledger:
        told: list[Block] = []
        ledger.writer.on_commit = told.append
        before, stood = await ledger.block(), await ledger.balances("ali", "sara", "bank")
        kind = ledger.database.engine.dialect.name
        run_sql(ledger.database, *FAILING[kind, when])
        asked = [ledger.ask(move(10 + n, "ali", "sara", 100), key=KEY._replace(request_id=f"{n}")) for n in range(5)]
        asked.append(ledger.writer.create_accounts([person("omar")]))
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert all(isinstance(result, DatabaseUnavailable) for result in results), results
        assert told == []
        assert {line["event"] for line in logged} == {"a commit of the ledger failed"}
        assert (await ledger.block(), await ledger.balances("ali", "sara", "bank")) == (before, stood)
        run_sql(ledger.database, "DROP TRIGGER fails" + (" ON wallet_blocks" if kind == "postgresql" else ""))
        again = await asyncio.gather(
            *(ledger.make(move(10 + n, "ali", "sara", 100), key=KEY._replace(request_id=f"{n}")) for n in range(5))
        )
        await ledger.open(person("omar"))
        assert {outcome.block for outcome in again} <= set(told)
        assert await ledger.money("ali", "sara") == [500, 1500]
        await ledger.check_chain()


async def test_a_request_that_no_commit_can_take_fails_alone(database_url: str) -> None:
    """Sent again and again, it must not take with it whoever happens to wait beside it; nor may the order change."""
    async with running(database_url, "ali", "sara") as ledger:
        unfit = move(30, "ali", "sara", user_data_128=b"short")  # The border would have refused it.
        first = KEY._replace(request_id="taken by the unfit one")
        go = threading.Event()
        block = asyncio.create_task(ledger.writer.run(lambda _: go.wait(10)))
        await asyncio.sleep(0)
        asked = [ledger.ask(move(10 + n, "ali", "sara", 100)) for n in range(8)]
        same_id = OTHER._replace(request_id=first.request_id)  # Free again, for the unfit one never happened.
        asked[3:3] = [ledger.ask(unfit, key=first), ledger.ask(move(31, "ali", "sara", 900), key=same_id)]
        results = asyncio.gather(*asked, return_exceptions=True)
        await asyncio.sleep(0)
        go.set()
        answers = await results
        await block
        assert isinstance(answers.pop(3), DatabaseUnavailable)
        assert [answer.statuses for answer in answers] == [
            [Status.CREATED], [Status.CREATED], [Status.CREATED], [Status.EXCEEDS_CREDITS], *[[Status.CREATED]] * 5
        ]  # fmt: skip
        assert await ledger.money("ali", "sara") == [200, 1800]
        await ledger.check_chain()


async def test_what_fails_again_and_again_is_told_in_full_once(
    database_url: str, logged: list[structlog.typing.EventDict]
) -> None:
    """A database that is away for an hour must not fill the disk with the same traceback; that it fails is said."""
    async with running(database_url, "ali", "sara") as ledger:
        kind = ledger.database.engine.dialect.name
        for number in (10, 20):
            run_sql(ledger.database, *FAILING[kind, "in the batch"])
            for n in range(5):
                with pytest.raises(DatabaseUnavailable):
                    await ledger.ask(move(number + n, "ali", "sara"))
            run_sql(ledger.database, "DROP TRIGGER fails" + (" ON wallet_blocks" if kind == "postgresql" else ""))
            if kind == "postgresql":
                run_sql(ledger.database, "DROP FUNCTION fails")
            await ledger.make(move(number + 9, "ali", "sara"))
        failed = [line for line in logged if line["event"] == "a commit of the ledger failed"]
        assert [bool(line.get("exc_info")) for line in failed] == ([True] + [False] * 4) * 2
        assert all(line["why"] for line in failed)


async def test_a_refusal_while_nothing_can_be_stored_is_not_an_answer(database_url: str) -> None:
    """A refusal burns its id, so it too counts only once it is stored."""
    async with running(database_url, "ali", "sara") as ledger:
        run_sql(ledger.database, *FAILING[ledger.database.engine.dialect.name, "in the batch"])
        with pytest.raises(DatabaseUnavailable):
            await ledger.ask(move(10, "ali", "sara", 5000))
        kind = ledger.database.engine.dialect.name
        run_sql(ledger.database, "DROP TRIGGER fails" + (" ON wallet_blocks" if kind == "postgresql" else ""))
        assert await ledger.statuses(move(10, "ali", "sara", 500)) == [Status.CREATED]


async def test_a_row_beside_that_cannot_be_stored_takes_its_transfer_with_it(database_url: str) -> None:
    """Neither is there without the other."""

    def beside(tx: sa.Connection, _: Outcome) -> None:
        tx.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    async with running(database_url, "ali", "sara") as ledger:
        with pytest.raises(DatabaseUnavailable):
            await ledger.ask(move(10, "ali", "sara"), beside=beside)
        assert not await ledger.has(10)
        await ledger.make(move(10, "ali", "sara"))
        await ledger.check_chain()


async def test_an_error_that_was_swallowed_beside_is_not_a_success(database_url: str) -> None:
    """PostgreSQL answers COMMIT after an error with a silent rollback: nobody may be told that money moved then."""

    def beside(tx: sa.Connection, _: Outcome) -> None:
        with contextlib.suppress(sa.exc.DBAPIError):
            tx.exec_driver_sql("INSERT INTO nowhere VALUES (1)")

    async with running(database_url, "ali", "sara") as ledger:
        told = await asyncio.gather(ledger.ask(move(10, "ali", "sara"), beside=beside), return_exceptions=True)
        assert isinstance(told[0], Outcome) == await ledger.has(10)
        assert await ledger.statuses(move(10, "ali", "sara")) in ([Status.CREATED], [Status.EXISTS])
        assert await ledger.money("sara") == [1001]
        await ledger.check_chain()


@pytest.mark.parametrize("by", ["transfers", "another write"])
async def test_a_full_disk_is_survived(sqlite_url: str, by: str) -> None:
    """Nothing of a commit that found no room is there; with room again the same request is made."""
    async with running(sqlite_url, "ali", "sara") as ledger:
        fills = [move(1000 + n, "bank", "ali") for n in range(3000)]

        def limit(tx: sa.Connection) -> None:
            tx.exec_driver_sql(f"PRAGMA max_page_count = {tx.exec_driver_sql('PRAGMA page_count').scalar_one() + 20}")

        def fill(tx: sa.Connection) -> None:
            tx.exec_driver_sql("INSERT INTO wallet_account_actions VALUES (1, 1, 'a', 'o', hex(zeroblob(900000)), 1)")

        await ledger.writer.run(limit)
        if by == "transfers":
            results = await asyncio.gather(
                ledger.ask(*fills), ledger.ask(move(10, "ali", "sara")), return_exceptions=True
            )
            assert isinstance(results[0], DatabaseUnavailable)
        else:
            results = await asyncio.gather(
                ledger.ask(move(10, "ali", "sara")), ledger.writer.run(fill), return_exceptions=True
            )
            assert isinstance(results[1], (DatabaseUnavailable, sa.exc.OperationalError))
        stored = [isinstance(result, Outcome) for result in results if not isinstance(result, DatabaseUnavailable)]
        assert await ledger.transfer_count() in (2, 2 + len(stored))
        await ledger.check_chain()
        await ledger.make(*fills)  # The failed commit took its connection, and with it the limit.
        assert await ledger.statuses(move(10, "ali", "sara")) in ([Status.CREATED], [Status.EXISTS])
        assert await ledger.money("ali", "sara") == [3999, 1001]
        await ledger.check_chain()


class Forgetful(sqlite3.Connection):
    """Commits, and then says that it could not."""

    failing = False

    def commit(self) -> None:
        super().commit()
        if Forgetful.failing:
            Forgetful.failing = False
            raise sqlite3.OperationalError("the answer was lost")


@pytest.fixture
def forgetful(sqlite_url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(sqlite_url, connect_args={"factory": Forgetful, "check_same_thread": False})

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None

    @sa.event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    yield engine
    engine.dispose()


async def test_a_commit_that_happened_though_it_failed_is_a_success(sqlite_url: str, forgetful: sa.Engine) -> None:
    """The block is there: saying otherwise would be wrong, and the next block must follow on it."""

    class On:
        engine = forgetful

    async with running(sqlite_url, "ali", "sara") as first:
        await first.writer.stop()
        writer = LedgerWriter(database=On(), clock=ManualClock())  # type: ignore[arg-type]
        await writer.start()
        told: list[Block] = []
        writer.on_commit = told.append
        Forgetful.failing = True
        outcome = await writer.create_transfers([move(10, "ali", "sara", 7)])
        assert outcome.statuses == [Status.CREATED]
        assert outcome.block == await first.block()
        await writer.create_transfers([move(11, "ali", "sara", 7)])
        assert [block.number for block in told] == [outcome.block.number, outcome.block.number + 1]
        await writer.stop()
        assert await first.money("sara") == [1014]
        await first.check_chain()


@pytest.mark.parametrize("cut", ["after", "before"])
async def test_a_connection_cut_at_commit_is_resolved_by_what_is_stored(
    postgres_socket: str, postgres_url: str, cut: Literal["after", "before"]
) -> None:
    """After the server heard of it the money has moved, and the answer says so; before, nothing has."""
    async with cutting_proxy(postgres_socket) as proxy, running(postgres_url, "ali", "sara") as direct:
        await direct.writer.stop()
        ledger = RunningLedger(proxy.url(postgres_url), ManualClock())
        await ledger.start()
        try:
            for n in range(3):
                proxy.cut = cut
                asked = (ledger.ask(move(10 + 10 * n + each, "ali", "sara", 7)) for each in range(4))
                results = await asyncio.gather(*asked, return_exceptions=True)
                assert proxy.cuts == n + 1
                for each, result in enumerate(results):
                    assert await direct.has(10 + 10 * n + each) == isinstance(result, Outcome)
                first = results[0]
                if cut == "after":
                    assert isinstance(first, Outcome), "its commit is the one that was cut"
                    assert first.block is not None
                else:
                    assert isinstance(first, DatabaseUnavailable)
                again = await ledger.statuses(move(10 + 10 * n, "ali", "sara", 7))
                assert again == [Status.EXISTS if cut == "after" else Status.CREATED]
            await direct.check_chain()
        finally:
            await ledger.stop()


async def test_a_session_killed_under_load_loses_no_answer(postgres_url: str, postgres_socket: str) -> None:
    """An administrator ends the writer's session again and again; it comes back each time and knows what is stored."""
    async with running(postgres_url, "ali", "sara") as ledger:
        created: set[int] = set()

        async def client(first: int) -> None:
            for number in range(first, first + 60):
                while number not in created:  # Asked again until it is answered, as any client does.
                    try:
                        statuses = await ledger.statuses(move(number, "bank", "ali"))
                    except DatabaseUnavailable:
                        continue
                    assert statuses[0] in (Status.CREATED, Status.EXISTS)
                    created.add(number)

        async def administrator() -> int:
            ended = 0
            while ended < 5 and len(created) < 400:
                ended += await ledger.database.read(_end_the_writer)
                await asyncio.sleep(0.01)
            return ended

        *_, ended = await asyncio.gather(*(client(1000 * n) for n in range(1, 9)), administrator())
        assert ended
        assert len(created) == await ledger.transfer_count() - 2 == 480
        assert await ledger.money("ali") == [1480]
        await ledger.check_chain()


def _end_the_writer(tx: sa.Connection) -> int:
    schema = tx.exec_driver_sql("SELECT current_schema()").scalar_one()
    found = tx.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid ="
        " (hashtext(%s)::bigint & 4294967295)::oid",
        (schema,),
    )
    return len(found.all())


async def test_a_server_that_answers_too_early_is_told_not_to(postgres_url: str) -> None:
    """The test server's setting is off; the writer's own commits wait for the disk all the same."""
    async with running(postgres_url, "ali") as ledger:
        ask = "SHOW synchronous_commit"
        assert await ledger.writer.run(lambda tx: tx.exec_driver_sql(ask).scalar_one()) == "on"
        assert await ledger.database.read(lambda tx: tx.exec_driver_sql(ask).scalar_one()) == "off"


async def test_a_network_that_falls_silent_is_noticed_at_both_ends(postgres_url: str) -> None:
    """By itself a machine waits two hours for a peer that is gone: so long the old session would keep the lock."""
    async with running(postgres_url, "ali") as ledger:
        ask = "SELECT name FROM pg_settings WHERE name LIKE 'tcp_keepalives%%' AND source = 'session'"
        found = await ledger.writer.run(lambda tx: tx.exec_driver_sql(ask).scalars().all())
        assert sorted(found) == ["tcp_keepalives_count", "tcp_keepalives_idle", "tcp_keepalives_interval"]
        ends = ("keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout")
        with ledger.database.engine.connect() as connection:
            asked = connection.connection.driver_connection.info.get_parameters()
            assert set(ends) <= set(asked)
