"""The ledger's rules hold in the database itself: statements that go past the code are refused on both."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest
import sqlalchemy as sa

from core.kit.clock import ManualClock
from core.kit.migrate import upgrade
from tests.support.ledger_running import MIGRATIONS, RunningLedger, move, paid_in, person, running, tid
from wallet import tables
from wallet.batch import RequestKey
from wallet.records import CREDITS_MUST_NOT_EXCEED_DEBITS, PENDING, POST_PENDING, NewAccount, NewTransfer

KEY = RequestKey("usr_1", "SubmitTransfers", "r-1", b"\1" * 32)
HISTORY = [
    tables.transfers, tables.blocks, tables.burnt_ids, tables.nodes, tables.marks, tables.account_actions,
    tables.requests,
]  # fmt: skip
KEPT = [*HISTORY, tables.accounts, tables.holds, tables.refunds]
REFUSED = (sa.exc.IntegrityError, sa.exc.OperationalError, sa.exc.ProgrammingError, sa.exc.InternalError)
ALI, SARA, TILL = 2, 3, 4  # The seqs of accounts.
CAPTURED, WAITING = 10, 11  # The numbers of holds.


@pytest.fixture
async def ledger(database_url: str) -> AsyncIterator[RunningLedger]:
    """A row in every table: 400 lines (marks, nodes), a captured hold of 50, one of 300 that waits, a refund of 5."""
    async with running(database_url, clock=ManualClock()) as made:
        till = NewAccount("till", 682, 1, CREDITS_MUST_NOT_EXCEED_DEBITS)
        await made.open(NewAccount("bank", 682, 1), person("ali"), person("sara"), till)
        await made.make(*paid_in(["ali", "sara"]), move(3, "till", "bank", 70))
        await made.make(*(move(100 + n, "ali", "sara", 1) for n in range(300)), key=KEY)
        await made.make(
            move(CAPTURED, "ali", "sara", 50, flags=PENDING), move(WAITING, "ali", "sara", 300, flags=PENDING)
        )
        await made.make(NewTransfer(tid(20), amount_minor=30, pending_id=tid(CAPTURED), flags=POST_PENDING))
        await made.make(move(21, "ali", "sara", 9))
        await made.make(move(22, "sara", "ali", 5, refund_of=tid(21)))
        await made.ask(move(23, "ali", "sara", 10**6))
        note = {"seq": 1, "account_seq": 2, "action": "freeze", "operator_id": "o", "reason": "", "created_at_ms": 1}
        await made.writer.run(lambda tx: tx.execute(tables.account_actions.insert().values(note)) and None)
        await made.writer.stop()
        yield made


def refused(ledger: RunningLedger, statement: sa.Executable | str) -> None:
    """The statement, which would change a row, is not done."""
    with pytest.raises(REFUSED):
        execute(ledger, statement)


def allowed(ledger: RunningLedger, statement: str) -> None:
    assert execute(ledger, statement) == 1


def execute(ledger: RunningLedger, statement: sa.Executable | str) -> int:
    with ledger.database.engine.begin() as tx:
        return tx.execute(sa.text(statement) if isinstance(statement, str) else statement).rowcount


def seq_of(ledger: RunningLedger, number: int) -> int:
    with ledger.database.engine.begin() as tx:
        return int(
            tx.execute(sa.select(tables.transfers.c.seq).where(tables.transfers.c.id == tid(number))).scalar_one()
        )


async def test_history_cannot_be_changed_or_deleted(ledger: RunningLedger) -> None:
    """Not a column of a row: an update to the same value is refused as well, so no condition can be wrong."""
    for table in HISTORY:
        for column in table.columns:
            refused(ledger, table.update().values({column: column}))
    for table in KEPT:
        refused(ledger, table.delete())
        if ledger.database.engine.dialect.name == "postgresql":
            refused(ledger, f"TRUNCATE {table.name}")


@pytest.mark.parametrize("table", ["wallet_transfers", "wallet_accounts", "wallet_blocks"])
async def test_the_writer_cannot_replace_a_row_on_sqlite(sqlite_url: str, table: str) -> None:
    """INSERT OR REPLACE deletes, and without a pragma it does so past the DELETE trigger."""
    async with running(sqlite_url, "ali", "sara") as ledger:
        replace = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        with pytest.raises(REFUSED):
            await ledger.writer.run(lambda tx: tx.exec_driver_sql(replace) and None)


async def test_who_an_account_is_does_not_change(ledger: RunningLedger) -> None:
    for name in ("seq", "id", "ledger", "code", "flags", "owner", "created_at_ms", "chain_check"):
        column = tables.accounts.c[name]
        other: object = "another" if isinstance(column.type, sa.Text) else 4242
        other = b"another!" if name == "chain_check" else other
        refused(ledger, tables.accounts.update().where(tables.accounts.c.seq == SARA).values({name: other}))


@pytest.mark.parametrize(
    "change",
    [
        "debits_posted_minor = -1",
        "credits_pending_minor = -1",
        "debits_pending_minor = -1",
        "closed = 2",
        # Ali has 661 to spend and 300 of it are held: debits and holds together may not pass what came in.
        "debits_posted_minor = credits_posted_minor + 1",
        "debits_posted_minor = credits_posted_minor - 299",
        "debits_pending_minor = credits_posted_minor - debits_posted_minor + 1",
        "credits_posted_minor = 0",
    ],
)
async def test_no_account_is_below_its_limit_with_holds_counted(ledger: RunningLedger, change: str) -> None:
    refused(ledger, f"UPDATE wallet_accounts SET {change} WHERE seq = {ALI}")


async def test_the_limits_themselves_may_be_reached(ledger: RunningLedger) -> None:
    """To the last unit; an account limited on its other side is held on that side."""
    allowed(ledger, f"UPDATE wallet_accounts SET debits_posted_minor = credits_posted_minor - 300 WHERE seq = {ALI}")
    allowed(ledger, f"UPDATE wallet_accounts SET credits_posted_minor = debits_posted_minor WHERE seq = {TILL}")
    refused(ledger, f"UPDATE wallet_accounts SET credits_posted_minor = debits_posted_minor + 1 WHERE seq = {TILL}")
    refused(ledger, f"UPDATE wallet_accounts SET credits_pending_minor = 1 WHERE seq = {TILL}")
    allowed(ledger, "UPDATE wallet_accounts SET debits_posted_minor = credits_posted_minor + 1 WHERE id = 'bank'")


async def test_a_hold_ends_once(ledger: RunningLedger) -> None:
    captured, waiting = seq_of(ledger, CAPTURED), seq_of(ledger, WAITING)
    set_to = "UPDATE wallet_holds SET state = '{}', captured_minor = {}, ended_seq = {} WHERE seq = {}"
    refused(ledger, set_to.format("voided", 0, 9999, captured))
    refused(ledger, set_to.format("posted", 31, 9999, captured))
    refused(ledger, set_to.format("pending", 0, 0, captured))
    refused(ledger, f"UPDATE wallet_holds SET ended_seq = 9999 WHERE seq = {captured}")
    refused(ledger, set_to.format("posted", 301, 9999, waiting))
    refused(ledger, set_to.format("posted", -1, 9999, waiting))
    refused(ledger, set_to.format("voided", 1, 9999, waiting))
    refused(ledger, set_to.format("posted", 1, 0, waiting))
    refused(ledger, set_to.format("pending", 0, 9999, waiting))
    refused(ledger, set_to.format("lost", 0, 9999, waiting))
    refused(ledger, f"UPDATE wallet_holds SET amount_minor = 1000 WHERE seq = {waiting}")
    refused(ledger, f"UPDATE wallet_holds SET expires_at_ms = 1 WHERE seq = {waiting}")
    allowed(ledger, set_to.format("posted", 300, 9999, waiting))


async def test_a_second_end_of_a_hold_cannot_be_stored(ledger: RunningLedger) -> None:
    """Whoever writes it: the rows that end holds name each hold once."""
    columns = [column.name for column in tables.transfers.columns]
    picked = [{"seq": "seq + 9000", "id": ":id"}.get(name, name) for name in columns]
    copied = f"INSERT INTO wallet_transfers SELECT {', '.join(picked)} FROM wallet_transfers WHERE id = :of"
    refused(ledger, sa.text(copied).bindparams(id=tid(9001), of=tid(20)))
    with ledger.database.engine.begin() as tx:  # A row that ends nothing has no such rule.
        assert tx.execute(sa.text(copied).bindparams(id=tid(9002), of=tid(21))).rowcount == 1


async def test_nobody_gets_back_more_than_was_paid(ledger: RunningLedger) -> None:
    of = f"WHERE origin_seq = {seq_of(ledger, 21)}"
    refused(ledger, f"UPDATE wallet_refunds SET refunded_minor = 10 {of}")
    refused(ledger, f"UPDATE wallet_refunds SET refunded_minor = -1 {of}")
    refused(ledger, f"UPDATE wallet_refunds SET refunded_minor = 4 {of}")
    refused(ledger, f"UPDATE wallet_refunds SET amount_minor = 100 {of}")
    allowed(ledger, f"UPDATE wallet_refunds SET refunded_minor = 9 {of}")


async def test_a_transfer_has_an_amount_and_two_accounts(ledger: RunningLedger) -> None:
    columns = [column.name for column in tables.transfers.columns]
    for wrong in ({"amount_minor": "-1"}, {"debit_account_seq": "credit_account_seq"}, {"id": "id"}, {"seq": "seq"}):
        picked = [{"seq": "seq + 9000", "id": ":id", **wrong}.get(name, name) for name in columns]
        copied = f"INSERT INTO wallet_transfers SELECT {', '.join(picked)} FROM wallet_transfers WHERE id = :of"
        bound = {"of": tid(21)} | ({} if wrong.get("id") else {"id": tid(9001)})
        refused(ledger, sa.text(copied).bindparams(**bound))


async def test_the_tables_owner_may_not_touch_history_on_postgresql(postgres_socket: str) -> None:
    """The right itself is revoked from the role the ledger runs as; only a superuser meets the trigger alone."""
    role = schema = f"ledger_{secrets.token_hex(6)}"
    with psycopg.connect(host=postgres_socket, user="postgres", dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {role} LOGIN")
        admin.execute(f"CREATE SCHEMA {schema} AUTHORIZATION {role}")
        url = f"postgresql+psycopg://{role}@/postgres?host={postgres_socket}&options=-csearch_path%3D{schema}"
        try:
            await _as_owner(url)
            for table in HISTORY:
                admin.execute(f"ALTER TABLE {schema}.{table.name} DISABLE TRIGGER USER")
            _refused_by_rights(url)
        finally:
            admin.execute(f"DROP SCHEMA {schema} CASCADE")
            admin.execute(f"DROP ROLE {role}")


async def _as_owner(url: str) -> None:
    """The ledger itself needs none of those rights."""
    upgrade(url, MIGRATIONS)
    clock = ManualClock()
    ledger = RunningLedger(url, clock)
    await ledger.start()
    await ledger.open(NewAccount("bank", 682, 1), person("ali"), person("sara"))
    await ledger.make(*paid_in(["ali", "sara"]), key=KEY)
    await ledger.make(move(10, "ali", "sara", 5, flags=PENDING, timeout_s=1), move(11, "ali", "sara", 5))
    await ledger.make(move(12, "sara", "ali", 5, refund_of=tid(11)))
    clock.advance(timedelta(minutes=1))
    assert await ledger.writer.expire_due() == 1
    await ledger.check_chain()
    await ledger.stop()


def _refused_by_rights(url: str) -> None:
    engine = sa.create_engine(url)
    for table in HISTORY:
        column = next(iter(table.columns)).name
        for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), engine.begin() as tx:
                tx.exec_driver_sql(statement)
    engine.dispose()
