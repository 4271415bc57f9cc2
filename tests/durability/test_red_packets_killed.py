"""kill -9 of a host whose people take from red packets: nothing is taken twice, too much, or lost.

MAJLIS_RED_PACKETS_FULL=1 runs two hundred clients over fifty packets, as many as the project promises; without it a
small house lives the same life. MAJLIS_KILL_ROUNDS says how often the host is killed, while people take and again
while it gives back; 3 if it does not.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.packets_killed import kill_packets

FULL = os.environ.get("MAJLIS_RED_PACKETS_FULL") == "1"
CLIENTS, PACKETS = (200, 50) if FULL else (24, 8)
ROUNDS = int(os.environ.get("MAJLIS_KILL_ROUNDS", "3"))
pytestmark = pytest.mark.timeout(1_200 if FULL else 180 + 30 * ROUNDS)


async def test_a_killed_host_shares_every_packet_exactly_on_sqlite(tmp_path: Path) -> None:
    counted = await kill_packets(tmp_path, clients=CLIENTS, count=PACKETS, rounds=ROUNDS, seed=1)
    assert counted["answered"] == CLIENTS * PACKETS
    assert counted["tried_again"], "some were under way when it was killed"
    assert counted["empty"] + counted["expired"] == PACKETS
    assert counted["expired"]


async def test_a_killed_host_shares_every_packet_exactly_on_postgresql(tmp_path: Path, postgres_url: str) -> None:
    """There a killed writer's transactions are the server's to undo."""
    counted = await kill_packets(tmp_path, clients=12, count=4, rounds=1, seed=2, database_url=postgres_url)
    assert counted["answered"] == 48
