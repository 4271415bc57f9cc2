"""kill -9 in the middle of the work loses nothing that was answered: of the wallet, of its database, of both in turns.

MAJLIS_KILL_ROUNDS says how often each is killed; 5 if it does not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.durable_postgres import DurablePostgres, durable_postgres
from tests.support.ledger_killed import kill_postgres, kill_wallet
from tests.support.postgres_server import PostgresMissing

ROUNDS = int(os.environ.get("MAJLIS_KILL_ROUNDS", "5"))
pytestmark = pytest.mark.timeout(60 + 20 * ROUNDS)


@pytest.fixture
def own_postgres() -> Iterator[DurablePostgres]:
    try:
        with durable_postgres() as server:
            yield server
    except PostgresMissing as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"no PostgreSQL: {missing}")


async def test_a_killed_wallet_keeps_what_it_answered_on_sqlite(tmp_path: Path) -> None:
    """The process dies anywhere between a request and its answer."""
    counted = await kill_wallet(tmp_path, rounds=ROUNDS, seed=1)
    assert counted["answered"] >= 5 * ROUNDS
    assert counted["kept"] + counted["gone"], "some requests were under way"


async def test_a_killed_wallet_keeps_what_it_answered_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    counted = await kill_wallet(tmp_path, rounds=max(1, ROUNDS // 4), seed=2, database_url=postgres_url)
    assert counted["kept"] + counted["gone"]


async def test_a_killed_postgresql_keeps_what_was_answered(tmp_path: Path, own_postgres: DurablePostgres) -> None:
    """With its own durability on. The wallet lives on, and its clients ask until they are answered."""
    counted = await kill_postgres(tmp_path, own_postgres, rounds=ROUNDS, seed=3)
    assert counted["tried_again"]
