"""A small ledger with a row of every kind, written by its own writer: what audits and tampering are tried on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.kit.clock import ManualClock
from core.kit.db import Database
from tests.support.ready_databases import migrated
from wallet.account_actions import CONTROL_OWNER, AccountAction, action_digest
from wallet.commit import Outcome
from wallet.records import (
    ALL,
    BALANCING_DEBIT,
    CLOSING_DEBIT,
    DEBITS_MUST_NOT_EXCEED_CREDITS,
    LINKED,
    PENDING,
    POST_PENDING,
    VOID_PENDING,
    NewAccount,
    NewTransfer,
    Status,
)
from wallet.tables import account_actions
from wallet.writer import LedgerWriter

MIGRATIONS = Path(__file__).parents[2] / "wallet" / "migrations"
SAR, KWD = 682, 414
START = datetime(2026, 3, 1, tzinfo=UTC)
BANK, LAYLA, OMAR, CONTROL = "acct_bank", "acct_layla", "acct_omar", "acct_control"


class Sample:
    """Asks the writer; ids are the numbers given, each submission one block, a second later than the one before."""

    def __init__(self, database: Database, start: datetime = START) -> None:
        self.clock = ManualClock(start)
        self.writer = LedgerWriter(database=database, clock=self.clock)

    async def open_accounts(self, *accounts: NewAccount) -> None:
        self.clock.advance(timedelta(seconds=1))
        outcome = await self.writer.create_accounts(accounts)
        assert set(outcome.statuses) == {Status.CREATED}

    async def ask(self, *asked: NewTransfer, **also: Any) -> Outcome:
        self.clock.advance(timedelta(seconds=1))
        return await self.writer.create_transfers(asked, **also)

    async def move(self, *asked: NewTransfer, **also: Any) -> Outcome:
        outcome = await self.ask(*asked, **also)
        assert set(outcome.statuses) == {Status.CREATED}, outcome.statuses
        return outcome


def tid(number: int) -> bytes:
    return number.to_bytes(16, "big")


def move(number: int, debit: str, credit: str, amount_minor: int, **more: Any) -> NewTransfer:
    fields = {"ledger": SAR, "code": 10, **more}
    return NewTransfer(tid(number), debit, credit, amount_minor, **fields)


def end(number: int, pending: int, flags: int, amount_minor: int = 0) -> NewTransfer:
    return NewTransfer(tid(number), amount_minor=amount_minor, pending_id=tid(pending), flags=flags)


def accounts() -> Sequence[NewAccount]:
    return (
        NewAccount(BANK, SAR, 4, owner="platform/test-bank"),
        NewAccount(LAYLA, SAR, 1, DEBITS_MUST_NOT_EXCEED_CREDITS, "user/usr_layla"),
        NewAccount(OMAR, SAR, 1, DEBITS_MUST_NOT_EXCEED_CREDITS, "user/usr_omar"),
        NewAccount(CONTROL, SAR, 5, owner=CONTROL_OWNER),
    )


async def fill(database_url: str, database: Database, start: datetime = START) -> None:
    """About forty rows in twenty blocks: openings in two currencies, all kinds of transfers, burnt ids, a freeze."""
    migrated(database_url, MIGRATIONS)
    sample = Sample(database, start)
    await sample.writer.start()
    await sample.open_accounts(*accounts())
    await sample.open_accounts(NewAccount("acct_kwd", KWD, 4), NewAccount("acct_dinar", KWD, 1, owner="user/usr_layla"))
    await sample.move(move(1, BANK, LAYLA, 50_000), move(2, BANK, OMAR, 20_000))
    await sample.move(move(3, LAYLA, OMAR, 1_250, user_data_128=tid(77), user_data_64=9))
    await sample.move(move(4, LAYLA, OMAR, 100, flags=LINKED), move(5, LAYLA, BANK, 5))
    await sample.move(move(6, "acct_kwd", "acct_dinar", 9_000, ledger=KWD))
    await _holds(sample)
    assert (await sample.ask(move(30, OMAR, LAYLA, 10**9))).statuses == [Status.EXCEEDS_CREDITS]
    await sample.ask(move(31, "acct_nobody", LAYLA, 1), move(32, OMAR, LAYLA, 1), end(33, 999, POST_PENDING))
    await sample.move(move(40, OMAR, LAYLA, 250, refund_of=tid(3)))
    await sample.move(move(41, OMAR, LAYLA, 1_000, refund_of=tid(3)), move(42, BANK, LAYLA, 5, refund_of=tid(5)))
    await sample.move(move(43, OMAR, BANK, 10**6, flags=BALANCING_DEBIT))
    await _freeze(sample)
    await sample.writer.stop()


async def _holds(sample: Sample) -> None:
    holds = [move(number, LAYLA, OMAR, 300 + number, flags=PENDING, timeout_s=60) for number in range(10, 16)]
    await sample.move(*holds[:3])
    await sample.move(*holds[3:], move(16, LAYLA, BANK, 7, flags=PENDING))
    await sample.move(end(20, 10, POST_PENDING, ALL), end(21, 11, POST_PENDING, 120), end(22, 12, VOID_PENDING))
    sample.clock.advance(timedelta(minutes=2))
    assert await sample.writer.expire_due() == 3
    assert (await sample.ask(end(23, 13, POST_PENDING, ALL))).statuses == [Status.PENDING_TRANSFER_EXPIRED]


async def _freeze(sample: Sample) -> None:
    """What an operator does, with the reason beside it."""
    for number, flags, action in ((50, PENDING | CLOSING_DEBIT, "freeze"), (51, VOID_PENDING, "reopen")):
        words = (action, "usr_operator", f"asked by the police, case {number}")
        digest = action_digest(OMAR, *words)
        asked = NewTransfer(
            tid(number), OMAR if number == 50 else "", CONTROL if number == 50 else "", user_data_128=digest,
            pending_id=tid(50) if number == 51 else bytes(16), ledger=SAR, code=11, flags=flags,
        )  # fmt: skip

        def beside(tx: Any, outcome: Outcome, words: tuple[str, str, str] = words) -> None:
            row = outcome.transfers[0]
            assert row is not None
            made = AccountAction(row.seq, row.debit_account_seq, *words, row.created_at_ms)
            tx.execute(account_actions.insert().values(made._asdict()))

        await sample.move(asked, beside=beside)
    await sample.move(move(52, BANK, OMAR, 3, flags=LINKED), move(53, OMAR, LAYLA, 3))


async def fill_lines(sample: Sample, *, first_id: int, blocks: int, transfers: int) -> None:
    """Many plain transfers, so that there are marks and nodes of the tree."""
    for block in range(blocks):
        ids = range(first_id + block * transfers, first_id + (block + 1) * transfers)
        await sample.move(*(move(number, BANK, LAYLA if number % 3 else OMAR, number % 97) for number in ids))
