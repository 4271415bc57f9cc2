"""Rounds of kill -9 under load: of the wallet's process, or of the PostgreSQL behind it, and what must be true after.

Clients send batches over gRPC. Whatever is killed, every batch that was answered is stored whole; one that was not is
stored whole or not at all, and asked again with the same ids it is there exactly once. `kill_wallet` and
`kill_postgres` raise AssertionError otherwise; they return what happened, for a test or a benchmark to show.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from core.kit.db import connect
from core.kit.errors import DomainError
from majlis.wallet.v1 import transfer_status_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.durable_postgres import DurablePostgres
from tests.support.ledger_running import check_chain
from tests.support.waiting import until
from tests.support.wallet_served import ServedWallet, payment
from wallet import tables
from wallet.text_ids import id_bytes

CREATED = transfer_status_pb2.TRANSFER_STATUS_CREATED
CLIENTS = 8
PEOPLE = 6
MONEY_EACH = 10**9
ANSWERS_MAX = 40  # Batches answered before the next kill, at most.
WITHIN_S = 60


@dataclass(slots=True)
class Load:
    """What clients asked for, by request id, and which of it was answered."""

    chance: random.Random
    accounts: list[str] = field(default_factory=list)
    asked: dict[str, list[pb.NewTransfer]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    is_over: bool = False

    def batch(self) -> tuple[str, list[pb.NewTransfer]]:
        request_id = f"r-{len(self.asked)}"
        transfers = []
        for _ in range(self.chance.randint(1, 60)):
            debit, credit = self.chance.sample(self.accounts[1:], 2)
            transfers.append(payment(self.chance.randbytes(16), debit, credit, self.chance.randint(1, 100)))
        self.asked[request_id] = transfers
        return request_id, transfers

    @property
    def unanswered(self) -> list[str]:
        return [request_id for request_id in self.asked if request_id not in self.answered]


async def kill_wallet(data_dir: Path, *, rounds: int, seed: int, database_url: str = "") -> Counter[str]:
    """Kill the wallet's process in the middle of its work, `rounds` times."""
    served, load, counted = ServedWallet(data_dir, database_url), Load(random.Random(seed)), Counter[str]()
    try:
        await served.start()
        await _fund(served, load)
        for _ in range(rounds):
            wanted = len(load.answered) + load.chance.randint(5, ANSWERS_MAX)
            clients = [asyncio.create_task(_send_until_it_fails(served, load)) for _ in range(CLIENTS)]
            await until(lambda wanted=wanted: len(load.answered) >= wanted, within_s=WITHIN_S)  # type: ignore[misc]
            await asyncio.sleep(load.chance.uniform(0, 0.01))  # Anywhere in a commit, not only right after one.
            served.kill()
            await asyncio.gather(*clients)
            await served.hang_up()
            counted += await _look(served.url, load)
            await served.start()
            await _ask_again(served, load)
        await _look(served.url, load)
    finally:
        await served.stop()
    return counted + Counter(kills=rounds, answered=len(load.answered))


async def kill_postgres(data_dir: Path, server: DurablePostgres, *, rounds: int, seed: int) -> Counter[str]:
    """Kill the database under a wallet that goes on: the postmaster and the writer's backend in turns."""
    served, load = ServedWallet(data_dir, server.make_database(f"killed_{seed}")), Load(random.Random(seed))
    try:
        await served.start()
        await _fund(served, load)
        clients = [asyncio.create_task(_send_until_it_is_over(served, load)) for _ in range(CLIENTS)]
        for number in range(rounds):
            await _answers(load, load.chance.randint(5, ANSWERS_MAX))
            if number % 2 and await asyncio.to_thread(server.kill_writer):
                continue
            await asyncio.to_thread(server.kill_postmaster)
            await asyncio.to_thread(server.start)
        await _answers(load, ANSWERS_MAX)
        load.is_over = True
        tried_again = sum(await asyncio.gather(*clients))
        assert not load.unanswered
        await _look(served.url, load)
        await _ask_again(served, load)
        await _look(served.url, load)
    finally:
        await served.stop()
    return Counter(kills=rounds, answered=len(load.answered), tried_again=tried_again)


async def _answers(load: Load, more: int) -> None:
    wanted = len(load.answered) + more
    await until(lambda: len(load.answered) >= wanted, within_s=WITHIN_S)


async def _fund(served: ServedWallet, load: Load) -> None:
    load.accounts.append(await served.open(platform=pb.PLATFORM_ACCOUNT_TEST_BANK))
    load.accounts += [await served.open(user_id=f"usr_{number}") for number in range(PEOPLE)]
    paid = [
        payment(load.chance.randbytes(16), load.accounts[0], person, MONEY_EACH) for person in load.accounts[1:]
    ]  # fmt: skip
    load.asked["fund"] = paid
    assert set(await served.submit("fund", paid)) == {CREATED}
    load.answered.add("fund")


async def _send_until_it_fails(served: ServedWallet, load: Load) -> None:
    while True:
        request_id, transfers = load.batch()
        try:
            statuses = await served.submit(request_id, transfers)
        except DomainError:
            return
        assert set(statuses) == {CREATED}
        load.answered.add(request_id)


async def _send_until_it_is_over(served: ServedWallet, load: Load) -> int:
    """Each batch is asked again until it is answered; returns how often that was needed."""
    tried_again = 0
    while not load.is_over:
        request_id, transfers = load.batch()
        while request_id not in load.answered:
            try:
                statuses = await served.submit(request_id, transfers)
            except DomainError:
                tried_again += 1
                await asyncio.sleep(0.02)
                continue
            assert set(statuses) == {CREATED}, "its own first answer, however often it was asked"
            load.answered.add(request_id)
    return tried_again


async def _ask_again(served: ServedWallet, load: Load) -> None:
    """What was not answered, and some of what was: the answer is the first one, made now or then."""
    answered = sorted(load.answered)
    for request_id in [*load.unanswered, *load.chance.sample(answered, min(5, len(answered)))]:
        assert set(await served.submit(request_id, load.asked[request_id])) == {CREATED}
        load.answered.add(request_id)


async def _look(url: str, load: Load) -> Counter[str]:
    """AssertionError unless the database holds what was answered, nothing by halves, and adds up."""
    database = connect(url)
    try:
        await database.read(check_chain)
        stored, money = await database.read(_stored)
    finally:
        await asyncio.to_thread(database.close)
    counted, expected = Counter[str](), Counter[str]()
    for request_id, transfers in load.asked.items():
        there = sum(id_bytes(each.transfer_id) in stored for each in transfers)
        assert there in (0, len(transfers)), f"half a batch: {there} of {len(transfers)}"
        assert there or request_id not in load.answered, "an answered batch is lost"
        counted["kept" if there else "gone"] += request_id not in load.answered
        stored.difference_update(id_bytes(each.transfer_id) for each in transfers)
        for each in transfers if there else ():
            expected[each.credit_account_id] += each.amount.amount_minor
            expected[each.debit_account_id] -= each.amount.amount_minor
    assert not stored, "a transfer nobody asked for, or one that is there twice"
    assert {account: money[account] for account in load.accounts} == {key: expected[key] for key in load.accounts}
    return counted


def _stored(tx: sa.Connection) -> tuple[set[bytes], dict[str, int]]:
    found = [bytes(row.id) for row in tx.execute(sa.select(tables.transfers.c.id))]
    assert len(found) == len(set(found))
    columns = tables.accounts.c
    money = sa.select(columns.id, columns.credits_posted_minor - columns.debits_posted_minor)
    return set(found), {row[0]: row[1] for row in tx.execute(money)}
