"""One commit of the ledger: the jobs that go into it, run in the order they came, and what each is answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from core.kit.clock import to_ms
from core.kit.db import Transaction, settle
from core.kit.errors import RequestIdReused
from wallet.batch import Posting, RequestKey, Row, make_batch
from wallet.books import Books
from wallet.chain import Block
from wallet.records import NewAccount, NewTransfer, Opening, Status, Transfer
from wallet.state import State

EXPIRIES_MAX = 1_000  # Holds ended by one sweep.


class WriterFenced(RuntimeError):
    """Another writer took over; this one will never commit again."""


@dataclass(slots=True)
class Outcome:
    """What became of one request.

    `transfers[i]` is the row that has the i-th asked id now, None where there is none; `accounts[i]` the opening.
    `block` is the commit's when this request added rows to it, else None: its rows, if any, are in older blocks.
    """

    statuses: list[Status]
    transfers: list[Transfer | None] = field(default_factory=list)
    accounts: list[Opening | None] = field(default_factory=list)
    block: Block | None = None


@dataclass(slots=True, eq=False)  # Each is itself, however alike two requests are.
class Job:
    """One request to the writer: accounts, transfers, an act, the sweep of expired holds, or a plain function."""

    accounts: Sequence[NewAccount] = ()
    transfers: Sequence[NewTransfer] = ()
    expires: bool = False
    fn: Callable[[Transaction], Any] | None = None
    act: Callable[[Transaction, Books], Any] | None = None
    key: RequestKey | None = None
    beside: Callable[[Transaction, Outcome], None] | None = None
    future: asyncio.Future[Any] | None = None
    result: Any = None
    error: BaseException | None = None

    @property
    def weight(self) -> int:
        """What it counts for in the queue and in a commit."""
        return len(self.transfers) or len(self.accounts) or 1

    def settle(self) -> None:
        """Answer, on the loop that asked."""
        assert self.future is not None
        settle(self.future, self.result, self.error)


class Commit:
    """Runs jobs on the state within a transaction; `settle` once that is durable."""

    def __init__(self, state: State, posting: Posting, *, epoch: int) -> None:
        self._state = state
        self._posting = posting
        self._epoch = epoch
        self._requests: list[Row] = []
        self._answers: dict[tuple[str, str, str], tuple[bytes, str]] = {}
        self.block: Block | None = None

    def run(self, tx: Connection, jobs: Sequence[Job], now: datetime) -> None:
        """Do all jobs and write what they changed; raises WriterFenced when another writer took over."""
        state, posting = self._state, self._posting
        if not posting.is_mine(tx, self._epoch):
            raise WriterFenced("another writer took over the ledger")
        # Time in the ledger never goes back, whatever the machine's clock does.
        now_ms = max(to_ms(now), state.block.committed_at_ms)
        self._read_answers(tx, jobs)
        state.prepare(
            tx, [event for job in jobs for event in job.transfers], [asked for job in jobs for asked in job.accounts]
        )
        made: list[Job] = []
        for job in jobs:
            before = state.ledger.seq
            self._run_job(tx, job, now_ms)
            if state.ledger.seq > before:
                made.append(job)
        changes = state.ledger.take_changes()
        state.note_ids(changes)
        batch = make_batch(changes, state.chain, state.block, epoch=self._epoch, now_ms=now_ms, requests=self._requests)
        posting.write(tx, batch)
        self.block = batch.block
        self._finish(tx, jobs, made)

    def settle(self) -> None:
        """The transaction is durable: go on from here."""
        if self.block is not None:
            self._state.block = self.block
        self._state.forget()

    def _read_answers(self, tx: Connection, jobs: Sequence[Job]) -> None:
        keys = [job.key for job in jobs if job.key is not None]
        if keys:
            stored = self._posting.answers(tx, keys)
            self._answers = {key[:3]: (key.sha256, statuses) for key, statuses in stored.items()}

    def _run_job(self, tx: Connection, job: Job, now_ms: int) -> None:
        state = self._state
        ledger = state.ledger
        if job.key is not None and (known := self._answers.get(job.key[:3])) is not None:
            self._replay(job, *known)
        elif job.transfers:
            statuses = ledger.create_transfers(job.transfers, now_ms)
            job.result = Outcome(statuses, [ledger.transfers.get(event.id) for event in job.transfers])
            if job.key is not None:
                # Nearly every answer is "all created", which is kept as nothing.
                created = all(status is Status.CREATED for status in statuses)
                answer = "" if created else json.dumps(statuses)
                self._answers[job.key[:3]] = job.key.sha256, answer
                self._requests.append((*job.key, answer, now_ms))
        elif job.accounts:
            statuses = ledger.create_accounts(job.accounts, now_ms)
            accounts = [ledger.accounts.get(asked.id) for asked in job.accounts]
            job.result = Outcome(statuses, accounts=[None if it is None else it.opening for it in accounts])
        elif job.act is not None:
            self._run_act(tx, job, job.act, now_ms)
        elif job.expires:
            job.result = ledger.expire(state.due(tx, now_ms, EXPIRIES_MAX), now_ms)
        elif job.fn is None:
            job.result = Outcome([])

    def _run_act(self, tx: Connection, job: Job, act: Callable[[Transaction, Books], Any], now_ms: int) -> None:
        """Rows and transfers together, in this job's turn. What an act refuses leaves nothing of it but burnt ids."""
        books = Books(tx, self._state, now_ms)
        point = tx.begin_nested()
        try:
            job.result = act(tx, books)
        except Exception as error:
            if books.has_moved:
                raise  # Money without the rows that say why: no such commit; without this job it is tried again.
            point.rollback()
            job.error = RuntimeError("the act raised StopIteration") if isinstance(error, StopIteration) else error
        else:
            point.commit()

    def _replay(self, job: Job, sha256: bytes, answer: str) -> None:
        assert job.key is not None
        if sha256 != job.key.sha256:
            job.error = RequestIdReused("this request_id was used with another body", request_id=job.key.request_id)
            return
        first = [Status(word) for word in json.loads(answer)] if answer else [Status.CREATED] * len(job.transfers)
        transfers = self._state.ledger.transfers
        job.result = Outcome(first, [transfers.get(event.id) for event in job.transfers])

    def _finish(self, tx: Connection, jobs: Sequence[Job], made: Sequence[Job]) -> None:
        """What needs the commit's rows to be there: blocks for answers, rows beside, plain functions."""
        for job in made:
            if isinstance(job.result, Outcome):
                job.result.block = self.block
        for job in jobs:
            if job.beside is not None and job in made and all(s is Status.CREATED for s in job.result.statuses):
                # In a savepoint, which cannot be released after an error that was swallowed in there: PostgreSQL would
                # answer the commit of it all with a silent rollback.
                with tx.begin_nested():
                    job.beside(tx, job.result)
            elif job.fn is not None:
                _run_apart(tx, job, job.fn)


def _run_apart(tx: Connection, job: Job, fn: Callable[[Transaction], Any]) -> None:
    point = tx.begin_nested()
    try:
        job.result = fn(tx)
    except Exception as error:
        point.rollback()
        # A future cannot carry this one: its caller, and those answered after it, would wait for ever.
        job.error = RuntimeError("the function raised StopIteration") if isinstance(error, StopIteration) else error
    else:
        point.commit()
