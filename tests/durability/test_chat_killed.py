"""kill -9 of a host people write on loses nothing that was answered, does nothing twice and leaves nothing half.

MAJLIS_KILL_ROUNDS says how often it is killed on SQLite; 3 if it does not.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.chat_killed import kill_chat

ROUNDS = int(os.environ.get("MAJLIS_KILL_ROUNDS", "3"))
pytestmark = pytest.mark.timeout(60 + 30 * ROUNDS)


async def test_a_killed_host_keeps_what_it_answered_on_sqlite(tmp_path: Path) -> None:
    """Sends, edits, reactions and recalls by socket, Connect and gRPC; asked again each is there once."""
    counted = await kill_chat(tmp_path, rounds=ROUNDS, seed=1)
    assert counted["answered"] >= 10 * ROUNDS
    assert counted["tried_again"], "some requests were under way"


async def test_a_killed_host_keeps_what_it_answered_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    """There two writers meet on the row of the head, and each kill leaves transactions for the server to undo."""
    counted = await kill_chat(tmp_path, rounds=1, seed=2, database_url=postgres_url)
    assert counted["tried_again"]
