"""Every recorded answer is the databases' too, with one chain head on all of them however the requests were grouped."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from core.kit.clock import to_ms
from tests.support.ledger_model import runs
from tests.support.ledger_running import START, RunningLedger, running
from tests.support.ledger_traces import (
    Balance,
    Lookup,
    OpenAccounts,
    Step,
    Submit,
    Trace,
    compare,
    directories,
    read_trace,
    replay_async,
    trace_files,
)
from wallet.chain import Chain
from wallet.ledger import Ledger
from wallet.records import NewAccount, NewTransfer, Status

FILES = trace_files(directories())
# On PostgreSQL the first of each sort in a run at one's desk, all of them where time is no matter.
ON_POSTGRES = FILES if os.environ.get("CI") == "true" else [FILES[0], FILES[3], *FILES[6:]]


class Asked:
    """The face of a running ledger: submissions one after another, balances read from the database."""

    def __init__(self, ledger: RunningLedger) -> None:
        self._ledger = ledger

    async def create_accounts(self, asked: Sequence[NewAccount]) -> list[Status]:
        return (await self._ledger.writer.create_accounts(asked)).statuses

    async def create_transfers(self, asked: Sequence[NewTransfer]) -> list[Status]:
        return await self._ledger.statuses(*asked)

    async def lookup(self, ids: Sequence[str]) -> list[Balance]:
        return await self._ledger.balances(*ids)


def pure_chain(steps: Sequence[Step]) -> Chain:
    """The chain of the pure ledger that is asked the same at the same moment."""
    ledger, chain, now_ms = Ledger(), Chain(), to_ms(START)
    for step in steps:
        if isinstance(step, OpenAccounts):
            ledger.create_accounts(step.asked, now_ms)
        elif isinstance(step, Submit):
            ledger.create_transfers(step.asked, now_ms)
    chain.extend(ledger.take_changes().entries)
    return chain


async def check(ledger: RunningLedger, steps: Sequence[Step]) -> None:
    """The database's chain is the pure one's, and its rows hash to it."""
    block, pure = await ledger.block(), pure_chain(steps)
    assert (block.last_seq, block.head, block.root) == (pure.size, pure.head, pure.root())
    await ledger.check_chain()


async def answered(url: str, path: Path) -> None:
    trace = read_trace(path)
    async with running(url) as ledger:
        await replay_async(trace, Asked(ledger))
        await check(ledger, trace.steps)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".jsonl.gz"))
async def test_every_recorded_answer_on_sqlite(sqlite_url: str, path: Path) -> None:
    """Statuses and balances of a real ledger of another make, and the pure machine's own chain."""
    await answered(sqlite_url, path)


@pytest.mark.parametrize("path", ON_POSTGRES, ids=lambda path: path.name.removesuffix(".jsonl.gz"))
async def test_every_recorded_answer_on_postgresql(postgres_url: str, path: Path) -> None:
    await answered(postgres_url, path)


def between_lookups(trace: Trace) -> Iterator[tuple[list[OpenAccounts | Submit], Lookup | None]]:
    asked: list[OpenAccounts | Submit] = []
    for step in trace.steps:
        if isinstance(step, Lookup):
            yield asked, step
            asked = []
        else:
            asked.append(step)
    yield asked, None


async def test_submissions_at_once_answer_as_one_after_another(database_url: str) -> None:
    """What shares a commit is chance; answers, balances and chain must not depend on it."""
    trace = read_trace(FILES[1])
    async with running(database_url) as ledger:
        face = Asked(ledger)
        for asked, lookup in between_lookups(trace):
            answers = await asyncio.gather(
                *(
                    face.create_accounts(step.asked)
                    if isinstance(step, OpenAccounts)
                    else face.create_transfers(step.asked)
                    for step in asked
                )
            )
            for step, answer in zip(asked, answers, strict=True):
                compare(step, answer)
            if lookup is not None:
                compare(lookup, await face.lookup([balance.id for balance in lookup.balances]))
        assert (await ledger.block()).number < len(trace.steps), "some shared a commit"
        await check(ledger, trace.steps)


async def test_a_batch_answers_as_its_transfers_one_by_one(database_url: str) -> None:
    """A batch of N is N batches of one (of one chain, where they are linked), with restarts between them or not."""
    steps = read_trace(FILES[2]).steps[:17]
    async with running(database_url) as ledger:
        face = Asked(ledger)
        for index, step in enumerate(steps):
            if isinstance(step, Submit):
                statuses = [status for run in runs(step.asked) for status in await face.create_transfers(run)]
                compare(step, statuses)
            elif isinstance(step, OpenAccounts):
                compare(step, [status for asked in step.asked for status in await face.create_accounts([asked])])
            else:
                compare(step, await face.lookup([balance.id for balance in step.balances]))
            if index % 5 == 4:
                await ledger.restart()
        await check(ledger, steps)
