"""The ledger's writer keeps its promises on both databases: answers after commits, keys, limits, restarts, grouping."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import structlog

from core.kit.clock import ManualClock
from core.kit.db import DatabaseUnavailable
from core.kit.errors import RequestIdReused, ResourceExhausted
from tests.support.ledger_running import RunningLedger, move, person, running, tid
from wallet import state as wallet_state
from wallet import tables
from wallet.batch import RequestKey
from wallet.chain import Block
from wallet.commit import Outcome
from wallet.records import (
    ALL,
    LINKED,
    PENDING,
    POST_PENDING,
    VOID_PENDING,
    NewTransfer,
    Status,
)

CREATED = Status.CREATED
KEY = RequestKey("usr_1", "SubmitTransfers", "r-1", b"\1" * 32)
OTHER_BODY = KEY._replace(sha256=b"\2" * 32)


def post(number: int, pending: int, amount: int = ALL) -> NewTransfer:
    return NewTransfer(tid(number), amount_minor=amount, pending_id=tid(pending), flags=POST_PENDING)


def void(number: int, pending: int) -> NewTransfer:
    return NewTransfer(tid(number), pending_id=tid(pending), flags=VOID_PENDING)


async def rows(ledger: RunningLedger, table: sa.Table) -> int:
    return await ledger.database.read(lambda tx: tx.scalar(sa.select(sa.func.count()).select_from(table)))


# Keys


async def test_a_repeated_request_gets_its_first_answer(database_url: str) -> None:
    """The phone resends when the train leaves the tunnel; the money moved once."""
    async with running(database_url, "ali", "sara") as ledger:
        first = await ledger.ask(move(10, "ali", "sara", 40), key=KEY)
        again = await ledger.ask(move(10, "ali", "sara", 40), key=KEY)
        assert first.statuses == again.statuses == [CREATED]
        assert again.transfers == first.transfers
        assert first.block is not None
        assert again.block is None, "the second request added no row"
        assert await ledger.money("ali", "sara") == [960, 1040]


async def test_a_first_refusal_is_repeated_even_when_it_would_be_granted_now(database_url: str) -> None:
    """A late retry of what was refused must not move money after all."""
    async with running(database_url, "ali", "sara") as ledger:
        assert await ledger.statuses(move(10, "ali", "sara", 5000), key=KEY) == [Status.EXCEEDS_CREDITS]
        await ledger.make(move(11, "bank", "ali", 9000))
        await ledger.restart()
        again = await ledger.ask(move(10, "ali", "sara", 5000), key=KEY)
        assert again.statuses == [Status.EXCEEDS_CREDITS]
        assert again.transfers == [None]


async def test_a_refusal_that_burns_nothing_is_kept_under_its_key_too(database_url: str) -> None:
    """Such a commit has no row and no block, only the answer."""
    async with running(database_url, "ali") as ledger:
        before = await ledger.block()
        assert await ledger.statuses(move(10, "ali", "ali"), key=KEY) == [Status.ACCOUNTS_MUST_BE_DIFFERENT]
        assert await ledger.block() == before
        await ledger.restart()
        assert await ledger.statuses(move(10, "ali", "ali"), key=KEY) == [Status.ACCOUNTS_MUST_BE_DIFFERENT]
        assert await rows(ledger, tables.requests) == 1


async def test_another_body_under_a_used_key_is_refused_and_moves_nothing(database_url: str) -> None:
    async with running(database_url, "ali", "sara") as ledger:
        await ledger.make(move(10, "ali", "sara", 40), key=KEY)
        for _ in range(2):
            with pytest.raises(RequestIdReused) as refused:
                await ledger.ask(move(11, "ali", "sara", 50), key=OTHER_BODY)
            assert refused.value.facts == {"request_id": "r-1"}
            await ledger.restart()
        assert await ledger.money("ali") == [960]


async def test_the_same_words_of_another_caller_or_method_are_another_key(database_url: str) -> None:
    async with running(database_url, "ali", "sara") as ledger:
        keys = [KEY, KEY._replace(caller="usr_2", sha256=b"\2" * 32), KEY._replace(method="PlaceHold")]
        asked = [ledger.ask(move(10 + n, "ali", "sara", 1), key=key) for n, key in enumerate(keys)]
        assert [outcome.statuses for outcome in await asyncio.gather(*asked)] == [[CREATED]] * 3
        assert await ledger.money("sara") == [1003]


async def test_copies_of_a_request_in_one_commit_are_one_request(database_url: str) -> None:
    """Both came before either was answered: one moves money, both hear the same; a third with another body does not."""
    async with running(database_url, "ali", "sara") as ledger:
        before = await ledger.block()
        one, two, other = await asyncio.gather(
            ledger.ask(move(10, "ali", "sara", 40), key=KEY),
            ledger.ask(move(10, "ali", "sara", 40), key=KEY),
            ledger.ask(move(11, "ali", "sara", 40), key=OTHER_BODY),
            return_exceptions=True,
        )
        assert isinstance(one, Outcome)
        assert isinstance(two, Outcome)
        assert one.statuses == two.statuses == [CREATED]
        assert one.transfers == two.transfers
        assert isinstance(other, RequestIdReused)
        assert (await ledger.block()).number <= before.number + 2
        assert await ledger.money("sara") == [1040]


async def test_copies_without_a_key_are_told_that_the_transfer_exists(database_url: str) -> None:
    async with running(database_url, "ali", "sara") as ledger:
        asked = [ledger.ask(move(10, "ali", "sara", 40)) for _ in range(20)]
        outcomes = await asyncio.gather(*asked)
        assert [outcome.statuses for outcome in outcomes] == [[CREATED], *[[Status.EXISTS]] * 19]
        assert len({outcome.transfers[0] for outcome in outcomes}) == 1
        assert await ledger.statuses(move(10, "ali", "sara", 41)) == [Status.EXISTS_WITH_DIFFERENT_AMOUNT]
        await ledger.restart()
        assert await ledger.statuses(move(10, "ali", "sara", 40)) == [Status.EXISTS]


# Rows beside, and other writes


def note(number: int) -> Any:
    """A row of the wallet's own, for want of a simpler table: an operator's action."""
    return tables.account_actions.insert().values(
        seq=number, account_seq=1, action="freeze", operator_id="op", reason="asked", created_at_ms=0
    )


async def test_rows_beside_are_in_the_commit_of_a_first_success_only(database_url: str) -> None:
    """What belongs to a transfer is there exactly when the transfer is: not for refusals, not again for a retry."""
    async with running(database_url, "ali", "sara") as ledger:
        seen: list[Outcome] = []

        def beside(tx: sa.Connection, outcome: Outcome) -> None:
            seen.append(outcome)
            row = outcome.transfers[0]
            assert row is not None
            tx.execute(note(row.seq))

        for _ in range(2):
            await ledger.make(move(10, "ali", "sara"), key=KEY, beside=beside)
        assert await ledger.statuses(move(11, "ali", "sara", 5000), beside=beside) == [Status.EXCEEDS_CREDITS]
        assert await ledger.statuses(move(10, "ali", "sara"), beside=beside) == [Status.EXISTS]
        mixed = [move(12, "ali", "sara"), move(13, "ali", "sara", 5000)]
        assert await ledger.statuses(*mixed, beside=beside) == [CREATED, Status.EXCEEDS_CREDITS]
        assert len(seen) == 1
        assert seen[0].block is not None
        assert await rows(ledger, tables.account_actions) == 1


async def test_another_write_that_raises_is_undone_alone(database_url: str) -> None:
    """One bad request must not take the others of its commit with it, whatever it raises."""
    async with running(database_url, "ali", "sara") as ledger:

        def wrong(error: Exception, tx: sa.Connection) -> None:
            tx.execute(note(1))
            raise error

        def doubled(tx: sa.Connection) -> None:
            tx.execute(note(2))
            tx.execute(note(2))

        async with asyncio.timeout(20):
            results = await asyncio.gather(
                ledger.writer.run(lambda tx: wrong(KeyError("no"), tx)),
                ledger.ask(move(10, "ali", "sara")),
                ledger.writer.run(doubled),
                ledger.writer.run(lambda tx: wrong(StopIteration("which no future can carry"), tx)),
                ledger.writer.run(lambda tx: tx.execute(note(3)) and 3),
                ledger.ask(move(11, "ali", "sara")),
                return_exceptions=True,
            )
        errors = [type(result) for result in results if isinstance(result, BaseException)]
        assert errors == [KeyError, sa.exc.IntegrityError, RuntimeError]
        assert results[4] == 3
        assert await rows(ledger, tables.account_actions) == 1
        assert await ledger.money("sara") == [1002]


# The queue


async def test_a_full_queue_refuses_and_stores_nothing_of_it(database_url: str) -> None:
    """Overload is answered at once instead of after everybody gave up; a refused request may be asked again."""
    async with running(database_url, "ali", "sara", queue_events_max=50) as ledger:
        asked = [ledger.ask(*(move(100 * n + i, "ali", "sara") for i in range(20)), key=None) for n in range(1, 6)]
        results = await asyncio.gather(*asked, return_exceptions=True)
        refused = [n for n, result in enumerate(results, 1) if isinstance(result, ResourceExhausted)]
        assert refused
        assert len(refused) < 5
        assert not any([await ledger.has(100 * n + i) for n in refused for i in range(20)])
        assert await ledger.transfer_count() == 2 + 20 * (5 - len(refused))
        for n in refused:
            await ledger.make(*(move(100 * n + i, "ali", "sara") for i in range(20)))
        assert await ledger.money("sara") == [1100]


async def test_a_caller_who_left_changes_nothing_for_the_others(database_url: str) -> None:
    """Its transfer may be made or not, but whole, and everybody else is answered."""
    async with running(database_url, "ali", "sara") as ledger:
        tasks = [asyncio.create_task(ledger.ask(move(10 + n, "ali", "sara"))) for n in range(40)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(result, Outcome) for result in results[1::2])
        assert all(isinstance(result, asyncio.CancelledError) for result in results[::2])
        after = await ledger.statuses(*(move(10 + n, "ali", "sara") for n in range(40)))
        assert set(after) <= {CREATED, Status.EXISTS}
        assert await ledger.money("ali", "sara") == [960, 1040]
        await ledger.check_chain()


async def test_stopping_answers_all_that_waits_and_refuses_what_comes_later(database_url: str) -> None:
    async with running(database_url, "ali", "sara") as ledger:
        tasks = [asyncio.create_task(ledger.ask(move(10 + n, "ali", "sara"))) for n in range(100)]
        await asyncio.sleep(0)
        await asyncio.gather(ledger.writer.stop(), ledger.writer.stop())
        assert {(await task).statuses[0] for task in tasks} == {CREATED}
        with pytest.raises(DatabaseUnavailable):
            await ledger.ask(move(500, "ali", "sara"))
        await ledger.restart()
        assert await ledger.money("sara") == [1100]


async def test_an_empty_request_is_answered_empty(database_url: str) -> None:
    async with running(database_url, "ali") as ledger:
        assert await ledger.ask() == Outcome([])
        assert await ledger.writer.create_accounts([]) == Outcome([])


# What an answer says


async def test_an_answer_names_the_row_and_the_block_that_holds_it(database_url: str) -> None:
    """A receipt is (block, hash): it must be the block that is stored, and stored before the answer."""
    async with running(database_url, "ali", "sara") as ledger:
        told: list[Block] = []
        ledger.writer.on_commit = told.append
        one = await ledger.make(move(10, "ali", "sara", 3), move(11, "ali", "sara", 4))
        refused = await ledger.ask(move(12, "ali", "ali"))
        burnt = await ledger.ask(move(13, "ali", "sara", 9999))
        assert one.block is not None
        assert [row.amount_minor for row in one.transfers if row] == [3, 4]
        assert all(row and one.block.first_seq <= row.seq <= one.block.last_seq for row in one.transfers)
        assert refused.block is None
        assert burnt.block == await ledger.block()
        assert told == [one.block, burnt.block]
        opened = await ledger.writer.create_accounts([person("omar"), person("ali")])
        assert opened.statuses == [CREATED, Status.EXISTS]
        assert [account.id for account in opened.accounts if account] == ["omar", "ali"]


# Time


async def test_two_sweeps_at_once_end_each_hold_once(database_url: str) -> None:
    """The timer and an operator ask together, perhaps in one commit."""
    clock = ManualClock()
    async with running(database_url, "ali", "sara", clock=clock) as ledger:
        await ledger.make(*(move(10 + n, "ali", "sara", 5, flags=PENDING, timeout_s=60 + n) for n in range(6)))
        clock.advance(timedelta(seconds=62))
        ended = await asyncio.gather(*(ledger.writer.expire_due() for _ in range(5)), ledger.ask(post(90, 10)))
        assert sum(result for result in ended if isinstance(result, int)) == 3
        assert isinstance(ended[-1], Outcome)
        assert ended[-1].statuses == [Status.PENDING_TRANSFER_EXPIRED]
        assert [b.debits_pending for b in await ledger.balances("ali")] == [15]
        clock.advance(timedelta(days=1))
        assert await ledger.statuses(void(91, 15)) == [Status.PENDING_TRANSFER_EXPIRED]
        assert await ledger.writer.expire_due() == 3
        assert await ledger.writer.expire_due() == 0
        assert await ledger.statuses(post(92, 14)) == [Status.PENDING_TRANSFER_EXPIRED]
        await ledger.check_chain()


async def test_time_in_the_ledger_does_not_go_back(database_url: str) -> None:
    """A machine's clock that is set back must not bring a hold back to life or put rows out of order."""
    clock = ManualClock()
    async with running(database_url, "ali", "sara", clock=clock) as ledger:
        clock.advance(timedelta(hours=1))
        late = (await ledger.make(move(10, "ali", "sara"))).transfers[0]
        clock.advance(timedelta(hours=-2))
        with structlog.testing.capture_logs() as logged:
            await ledger.restart()
        told = [line for line in logged if line["event"].startswith("the ledger's time is ahead")]
        assert [line["ahead_s"] for line in told] == [7200], "until then no new hold ends by itself"
        later = (await ledger.make(move(11, "ali", "sara"))).transfers[0]
        assert late
        assert later
        assert later.created_at_ms == late.created_at_ms


# Memory


async def test_accounts_pushed_out_of_memory_are_read_again(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded; an account that was dropped is as it was."""
    monkeypatch.setattr(wallet_state, "ACCOUNTS_MAX", 4)
    people = [f"p{n}" for n in range(12)]
    async with running(database_url, *people) as ledger:
        for n in range(60):
            pair = people[n % 12], people[(n * 5 + 1) % 12]
            if pair[0] != pair[1]:
                await ledger.make(move(100 + n, *pair, n))
        assert sum(await ledger.money(*people)) == 12_000
        await ledger.check_chain()
        lines = await ledger.database.read(lambda tx: tx.scalar(sa.select(sa.func.sum(tables.accounts.c.lines))))
        assert lines == 2 * await ledger.transfer_count()


async def test_a_restart_at_any_size_goes_on_with_the_same_chain(database_url: str) -> None:
    """Whole subtrees of the tree are stored and the rest is hashed again: around powers of two both must fit."""
    async with running(database_url, "ali", "sara") as ledger:
        number = 100
        for size in (5, 256, 257, 511, 512, 700, 768, 1023, 1024, 1025):
            wanted = size - (await ledger.block()).last_seq
            if wanted:
                await ledger.make(*(move(number + n, "bank", "ali") for n in range(wanted)))
                number += wanted
            await ledger.restart()
            await ledger.check_chain()
        await ledger.make(move(99_999, "ali", "sara", 7))
        await ledger.check_chain()


async def test_a_chain_of_linked_transfers_ends_with_its_submission(database_url: str) -> None:
    """Two requests in one commit are still two: the open chain of one does not swallow the other's transfer."""
    async with running(database_url, "ali", "sara") as ledger:
        open_chain, plain = await asyncio.gather(
            ledger.ask(move(10, "ali", "sara", flags=LINKED)), ledger.ask(move(11, "ali", "sara"))
        )
        assert open_chain.statuses == [Status.LINKED_EVENT_CHAIN_OPEN]
        assert plain.statuses == [CREATED]
