"""Jepsen's bank and idempotence workloads, over gRPC against the wallet in a process of its own.

What Jepsen asks of a ledger: whatever concurrent clients see at any moment adds up, and a transfer that was asked for
several times, by several clients, with or without an answer, happened at most once, the same for all.
"""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa

from core.kit.db import Database, connect
from core.kit.errors import DomainError
from majlis.wallet.v1 import transfer_status_pb2
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.ledger_running import check_chain
from tests.support.wallet_served import ORDERS, ServedWallet, payment
from wallet import tables

NAME = transfer_status_pb2.TransferStatus.Name
CREATED = transfer_status_pb2.TRANSFER_STATUS_CREATED
EXISTS = transfer_status_pb2.TRANSFER_STATUS_EXISTS
EXCEEDS = transfer_status_pb2.TRANSFER_STATUS_EXCEEDS_CREDITS
PEOPLE, MONEY = 8, 100
TOTAL = PEOPLE * MONEY
CLIENTS, ROUNDS = 6, 25


@pytest_asyncio.fixture(params=["sqlite", "postgresql"])
async def served(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[ServedWallet]:
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    made = ServedWallet(tmp_path, url)
    await made.start()
    yield made
    await made.stop()


async def open_accounts(served: ServedWallet) -> list[str]:
    """Eight people with 100 each; money comes from the bank."""
    bank = await served.open(platform=pb.PLATFORM_ACCOUNT_TEST_BANK)
    people = [await served.open(user_id=f"usr_{number}") for number in range(PEOPLE)]
    paid = [payment(bytes([1] * 15 + [number]), bank, person, MONEY) for number, person in enumerate(people)]
    assert set(await served.submit("fund", paid)) == {CREATED}
    return people


async def test_every_read_of_the_bank_adds_up(served: ServedWallet) -> None:
    """Money is only moved: each snapshot of all accounts holds all of it, and none is below zero, holds counted."""
    people = await open_accounts(served)
    snapshots: list[list[tuple[int, int]]] = []
    database = connect(served.url)

    async def mover(seed: int) -> None:
        chance = random.Random(seed)
        for number in range(ROUNDS):
            debit, credit = chance.sample(people, 2)
            several = [payment(chance.randbytes(16), debit, credit, chance.randint(1, 60)) for _ in range(3)]
            several[0].linked = True
            statuses = await served.submit(f"{seed}-{number}", several)
            assert (statuses[0] == CREATED) == (statuses[1] == CREATED), "the linked two are one"

    async def reader() -> None:
        while not moved.done():
            snapshots.append(await database.read(_snapshot))
            each = [
                served.client.get_account(pb.GetAccountRequest(account_id=one), caller=ORDERS) for one in people[:2]
            ]
            for answer in await asyncio.gather(*each):
                assert answer.account.balance.available_minor >= 0

    try:
        moved = asyncio.ensure_future(asyncio.gather(*(mover(seed) for seed in range(CLIENTS))))
        await asyncio.gather(moved, reader())
        snapshots.append(await database.read(_snapshot))
        await database.read(check_chain)
    finally:
        await asyncio.to_thread(database.close)
    assert len(snapshots) > 3
    for snapshot in snapshots:
        assert sum(total for total, _ in snapshot) == TOTAL
        assert min(available for _, available in snapshot) >= 0


def _snapshot(tx: sa.Connection) -> list[tuple[int, int]]:
    """Total and available of every person, at one moment."""
    columns = tables.accounts.c
    total = columns.credits_posted_minor - columns.debits_posted_minor
    rows = tx.execute(sa.select(total, total - columns.debits_pending_minor).where(columns.owner.like("user/%")))
    return [(row[0], row[1]) for row in rows]


async def test_a_transfer_asked_for_many_times_happened_once(served: ServedWallet) -> None:
    """Clients race with the same ids under keys of their own, some give up early; a final read settles what is open."""
    people = await open_accounts(served)
    chance = random.Random(4)
    wanted = {}
    for number in range(60):
        debit, credit = chance.sample(people, 2)
        wanted[number] = payment(chance.randbytes(16), debit, credit, chance.randint(1, 90))
    heard: dict[int, list[int]] = defaultdict(list)
    gave_up: set[int] = set()

    async def client(seed: int) -> None:
        hurry = random.Random(seed)
        for turn, number in enumerate(hurry.choices(sorted(wanted), k=ROUNDS)):
            timeout_s = hurry.choice((20, 20, 0.0005, 0.002, 0.005, 0.01))
            try:
                (status,) = await served.submit(f"{seed}-{turn}", [wanted[number]], timeout_s)
            except DomainError:
                gave_up.add(number)
            else:
                heard[number].append(status)

    await asyncio.gather(*(client(seed) for seed in range(CLIENTS)))
    database = connect(served.url)
    try:
        stored = await _final_read(served, database, wanted)
        await database.read(check_chain)
    finally:
        await asyncio.to_thread(database.close)
    assert gave_up
    for number, statuses in heard.items():
        names = [NAME(status) for status in statuses]
        assert statuses.count(CREATED) <= 1, names
        if stored[number]:
            assert set(statuses) <= {CREATED, EXISTS}, names
            assert CREATED in statuses or number in gave_up, "somebody made it"
        else:
            assert not {CREATED, EXISTS} & set(statuses), names
            assert EXCEEDS in statuses or number in gave_up, names


async def _final_read(served: ServedWallet, database: Database, wanted: dict[int, pb.NewTransfer]) -> dict[int, bool]:
    """Which transfers are there, as the ledger answers when it is asked once more and as its rows say."""
    before = await database.read(_seqs)
    answers = {number: (await served.submit(f"final-{number}", [each]))[0] for number, each in wanted.items()}
    after = await database.read(_seqs)
    fresh = [status for status in answers.values() if status == CREATED]
    assert len(after) - len(before) == len(fresh), "only what had never arrived is new"
    return {number: status in (CREATED, EXISTS) for number, status in answers.items()}


def _seqs(tx: sa.Connection) -> list[int]:
    return [row.seq for row in tx.execute(sa.select(tables.transfers.c.seq))]


async def test_one_request_from_many_at_once_has_one_answer(served: ServedWallet) -> None:
    """Copies of a request under one request_id, in flight together: each hears the first answer."""
    people = await open_accounts(served)
    chance = random.Random(5)
    for number in range(20):
        batch = [payment(chance.randbytes(16), *chance.sample(people, 2), chance.randint(1, 150)) for _ in range(3)]
        answers = await asyncio.gather(*(served.submit(f"same-{number}", batch) for _ in range(5)))
        assert len({tuple(answer) for answer in answers}) == 1, answers
    totals = [await served.balance(person) for person in people]
    assert sum(totals) == TOTAL
    assert min(totals) >= 0
