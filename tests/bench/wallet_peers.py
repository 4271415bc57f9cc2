"""One transfer at a time, as ledgers one can install are used: vaulteq on SQLite, django-hordak on PostgreSQL.

Neither is a dependency: where it is not installed its row has null and says so. Both are used as their own
documentation shows, and both do less (no overdraft rule, no holds, and vaulteq's chain is not of the rows' content).
"""

from __future__ import annotations

import asyncio
import importlib.util
import random
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.ledger_load import Load
from tests.bench.ledger_running import running, timed
from tests.bench.measure import Row, async_in_turn, row
from tests.support.postgres_server import DURABLE, PostgresMissing, join

ACCOUNTS, TRANSFERS, ROUNDS = 200, 40, 5
CURRENCY = "SAR"
NOTE = "one transfer a durable commit, one after the other; ours has every rule, chain and tree, theirs as it comes"
Once = Callable[[], None]


async def measure() -> list[Row]:
    """Ours and each peer in turn, on the same disk or server."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [await _beside("sqlite", f"sqlite:///{folder}/ledger.db", "vaulteq", lambda: _vaulteq(Path(folder)))]
        try:
            socket, using = join(Path(folder), DURABLE)
        except PostgresMissing as missing:
            return [*rows, _missing("postgres", "django-hordak", str(missing))]
        with using:
            url = f"postgresql+psycopg://postgres@/postgres?host={socket}"
            return [*rows, await _beside("postgres", url, "django-hordak", lambda: _hordak(socket))]


async def _beside(database: str, url: str, peer: str, make_peer: Callable[[], Once]) -> Row:
    load = Load(accounts=ACCOUNTS)
    is_here = importlib.util.find_spec(peer.removeprefix("django-")) is not None
    # One thread for all of the peer: its connection is its thread's, and Django refuses to run beside a loop.
    with ThreadPoolExecutor(1) as thread:
        loop = asyncio.get_running_loop()
        once = await loop.run_in_executor(thread, make_peer) if is_here else None
        async with running(url, load) as (writer, _):

            async def ours() -> float:
                return (await timed(writer, [load.uniform(1) for _ in range(TRANSFERS)])).per_s

            async def theirs() -> float:
                return 0.0 if once is None else await loop.run_in_executor(thread, _per_s, once)

            mine, other = await async_in_turn(ROUNDS, ours, theirs, warm_up=1)
    name = f"wallet.ledger_transfers_per_s_{database}_at_1"
    note = NOTE if is_here else f"{peer} is not installed; {NOTE}"
    return row(name, mine, "1/s", f"peer: {peer}", other if is_here else None, note)


def _missing(database: str, peer: str, why: str) -> Row:
    return row(f"wallet.ledger_transfers_per_s_{database}_at_1", 0.0, "1/s", f"peer: {peer}", None, why)


def _per_s(once: Once) -> float:
    started = time.perf_counter()
    for _ in range(TRANSFERS):
        once()
    return TRANSFERS / (time.perf_counter() - started)


def _vaulteq(folder: Path) -> Once:
    vaulteq: Any = importlib.import_module("vaulteq")
    engine = vaulteq.LedgerEngine(str(folder / "vaulteq.db"))
    whose = engine.create_organization("bench", CURRENCY)
    debit, credit = vaulteq.Direction.DEBIT, vaulteq.Direction.CREDIT
    names = [f"person-{number}" for number in range(ACCOUNTS)]
    for name in names:
        engine.create_account(whose, name, name, next(iter(vaulteq.AccountType)), debit)
    pick, keys = random.Random(3), iter(range(10**9))

    def once() -> None:
        sides = zip(pick.sample(names, 2), (debit, credit), strict=True)
        lines = [vaulteq.JournalLineInput(name, side, pick.randint(1, 10_000), CURRENCY) for name, side in sides]
        lines[1].amount_minor = lines[0].amount_minor
        engine.post(vaulteq.PostRequest(whose, f"key-{next(keys)}", "bench", lines))

    return once


def _hordak(socket: str) -> Once:
    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE hordak")
    conf: Any = importlib.import_module("django.conf")
    database = {"ENGINE": "django.db.backends.postgresql", "HOST": socket, "USER": "postgres", "NAME": "hordak"}
    conf.settings.configure(
        DATABASES={"default": database}, USE_TZ=True, SECRET_KEY="bench", DEFAULT_CURRENCY=CURRENCY,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "mptt", "hordak"],
    )  # fmt: skip
    importlib.import_module("django").setup()
    importlib.import_module("django.core.management").call_command("migrate", verbosity=0)
    models: Any = importlib.import_module("hordak.models")
    money: Any = importlib.import_module("moneyed").Money
    people = [
        models.Account.objects.create(name=f"person-{number}", code=str(number), type="AS", currencies=[CURRENCY])
        for number in range(ACCOUNTS)
    ]
    pick = random.Random(3)

    def once() -> None:
        one, other = pick.sample(people, 2)
        one.transfer_to(other, money(pick.randint(1, 10_000), CURRENCY))

    return once
