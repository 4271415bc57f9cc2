"""The test bank as its customers' programs find it: each reference once, pages of days, notices until taken."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from core.cli import _bank
from core.kit.clock import ManualClock, to_ms
from core.kit.config import ROLES, Config
from core.kit.db import connect
from core.testbank import conduct, store
from core.testbank.books import Books, ReferenceReused
from core.testbank.conduct import BY_DIGITS, Conduct, conduct_of
from core.testbank.courier import ATTEMPTS_MAX, HEADER, Courier
from core.testbank.running import SAYS
from core.testbank.tables import metadata
from tests.support.artifacts import ROOT
from tests.support.waiting import becomes

NOBODY = "http://127.0.0.1:9/hooks/bank"


class Bank:
    """Its books and courier in this process, on a clock the test turns, with a door that answers what the test says."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock()
        self.db = connect(f"sqlite:///{folder / 'testbank.db'}")
        metadata.create_all(self.db.engine)
        self.books = Books(db=self.db, clock=self.clock)
        self.courier = Courier(db=self.db, books=self.books, clock=self.clock, key=b"key", notify=NOBODY)

    async def ask(self, reference: str, amount_minor: int = 500, **how: object) -> None:
        self.books.conducts = [Conduct.of({"after_ms": 0, **how})]
        await self.books.ask(reference, "top_up", amount_minor, "SAR")
        await self.books.decide_due()

    async def waiting(self) -> int:
        """Notices that are still to be taken."""
        moments = await self.db.read(lambda tx: store.due_notices(tx, 2**60))
        return len(moments)


@pytest.fixture
async def bank(tmp_path: Path) -> AsyncIterator[Bank]:
    made = Bank(tmp_path)
    yield made
    made.db.close()


async def test_a_reference_is_one_transfer_however_often_it_is_asked_for(bank: Bank) -> None:
    await bank.ask("r1")
    for _ in range(3):
        entry, _ = await bank.books.ask("r1", "top_up", 500, "SAR")
        assert (entry["bank_reference"], entry["state"], entry["version"]) == ("tb-00000001", "done", 1)
    with pytest.raises(ReferenceReused):
        await bank.books.ask("r1", "top_up", 501, "SAR")
    assert await bank.waiting() == 1


async def test_a_days_statement_comes_in_pages(bank: Bank) -> None:
    for number in range(store.PAGE + 5):
        await bank.ask(f"r{number:04d}")
    day = bank.clock.now().date()
    first = await bank.books.statement(day, "")
    rest = await bank.books.statement(day, first["next"])
    assert [len(first["entries"]), len(rest["entries"]), rest["next"]] == [store.PAGE, 5, ""]
    assert (await bank.books.statement(day + timedelta(days=1), ""))["entries"] == []


async def test_an_entry_is_in_the_statement_of_the_day_it_changed_on_last(bank: Bank) -> None:
    await bank.ask("r1")
    day = bank.clock.now().date()
    bank.clock.advance(timedelta(days=3))
    await bank.books.say("r1", "returned", "closed")
    assert (await bank.books.statement(day, ""))["entries"] == []
    (entry,) = (await bank.books.statement(day + timedelta(days=3), ""))["entries"]
    assert (entry["state"], entry["version"], entry["changed_at_ms"]) == ("returned", 2, to_ms(bank.clock.now()))


async def test_a_notice_nobody_takes_is_sent_again_later_and_given_up_at_last(bank: Bank) -> None:
    await bank.ask("r1")
    for _ in range(ATTEMPTS_MAX):
        assert await bank.waiting() == 1
        assert await bank.courier.send_due() == 1
        assert await bank.courier.send_due() == 0, "not again at once"
        bank.clock.advance(timedelta(hours=1))
    assert await bank.waiting() == 0


async def test_what_is_reordered_is_sent_newest_first(bank: Bank) -> None:
    await bank.ask("r1", returned=True, notices="reordered")
    await bank.books.decide_due()
    bank.clock.advance(timedelta(seconds=1))
    due = await bank.db.read(lambda tx: store.due_notices(tx, bank.books.now_ms()))
    assert ['"version": 2' in each.body for each in due] == [True, False]


def test_conducts_are_chosen_by_the_last_four_digits() -> None:
    assert conduct_of(100_000 + 1_313).outcome == "failed"
    assert conduct_of(1_314) == Conduct()
    assert all(each.answers in conduct.ANSWERS for each in BY_DIGITS.values())
    for wrong in ({"outcome": "perhaps"}, {"after_ms": "1"}, {"colour": "red"}):
        with pytest.raises(ValueError):
            Conduct.of(wrong)


# As a process.


async def test_a_demo_that_names_no_bank_brings_one_that_ends_with_it(tmp_path: Path) -> None:
    config = Config(data_dir=tmp_path, demo=True)
    with _bank(config, ROLES) as with_bank:
        assert with_bank == replace(config, bank_url=with_bank.bank_url)
        async with httpx.AsyncClient(trust_env=False) as http:
            assert (await http.get(f"{with_bank.bank_url}/v1/transfers/x")).status_code == 401
            key = {"authorization": f"Bearer {(tmp_path / 'bank' / 'api.key').read_text()}"}
            assert (await http.get(f"{with_bank.bank_url}/v1/transfers/x", headers=key)).status_code == 404
            wrong = {"kind": "top_up", "amount_minor": 0, "currency_code": "SAR"}
            sent = await http.put(f"{with_bank.bank_url}/v1/transfers/x", headers=key, json=wrong)
            assert sent.status_code == 400
    async with httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(httpx.TransportError):
            await http.get(with_bank.bank_url)
    for name in ("api.key", "notices.key"):
        assert (tmp_path / "bank" / name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("config", [Config(), Config(demo=True, bank_url="https://bank.example")], ids=["plain", "own"])
def test_no_other_host_brings_one(config: Config) -> None:
    with _bank(config, ROLES) as same:
        assert same is config


async def test_a_bank_whose_host_was_killed_ends_too(tmp_path: Path) -> None:
    """Nobody closes anything then; the pipe does."""
    reading, writing = os.pipe()
    command = ("--data-dir", str(tmp_path), "--notify", NOBODY, "--with-parent")
    started = subprocess.Popen(
        [sys.executable, "-m", "core.testbank", *command], cwd=ROOT, stdin=reading, stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    os.close(reading)
    assert started.stdout is not None
    assert SAYS in await asyncio.to_thread(started.stdout.readline)
    os.close(writing)
    assert await asyncio.to_thread(started.wait, 20) == 0
    started.stdout.close()


async def test_a_notice_is_posted_under_its_header(bank: Bank) -> None:
    heard: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        heard.append(head)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    bank.courier.notify = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hooks/bank"
    await bank.ask("r1")
    await bank.courier.send_due()
    await becomes(bank.waiting, 0)
    server.close()
    (head,) = heard
    assert head.startswith(b"POST /hooks/bank HTTP/1.1\r\n")
    assert f"{HEADER}: t=".encode() in head
