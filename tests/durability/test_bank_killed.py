"""A wallet killed at any point of a top-up or payout goes on from there: the bank and Layla agree to the halala.

The test bank is a process of its own and lives on; the wallet's is killed once, at one named point, and started again.
"""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core.kit.db import connect
from tests.support.artifacts import ROOT
from tests.support.bank_killed import IN, MOMENTS, OUT, POINTS, START
from tests.support.bank_town import TestBankProcess
from tests.support.ledger_running import check_chain
from tests.support.ready_databases import migrated
from tests.support.wallet_desk import MIGRATIONS

# Every verb at every moment, in turns on the way in and on the way out.
KILLS = [
    (f"{point} {way}", moment)
    for (point, moment), way in zip(
        itertools.product(POINTS, MOMENTS), itertools.cycle(("in", "out", "out", "in")), strict=False
    )
]
LATER_S = 600  # An effect that was under way when the process died is tried again only after its lease.


def run(url: str, folder: Path, bank: TestBankProcess, point: str, moment: str, later_s: int) -> tuple[int, str]:
    command = (url, str(folder), bank.url, point, moment, str(later_s))
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.bank_killed", *command],
        cwd=ROOT, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip
    return ended.returncode, ended.stdout or ended.stderr[-2000:]


@pytest.mark.parametrize(("point", "moment"), KILLS, ids=lambda value: value.replace(" ", "-"))
async def test_a_killed_wallet_moves_each_transfer_once(
    tmp_path: Path, sqlite_url: str, testbank: TestBankProcess, point: str, moment: str
) -> None:
    migrated(sqlite_url, MIGRATIONS)
    (tmp_path / "bank").mkdir()
    (tmp_path / "bank" / "api.key").write_text((testbank.secrets / "api.key").read_text())
    await testbank.tell("forget")
    await testbank.tell("conduct", next=[{"after_ms": 0, "notices": "never"}] * 2)
    assert run(sqlite_url, tmp_path, testbank, point, moment, 0) == (-signal.SIGKILL, ""), "it was to be killed there"
    again = run(sqlite_url, tmp_path, testbank, "", "", LATER_S)
    assert again[0] == 0, again
    assert json.loads(again[1]) == [START + IN - OUT, 0]
    database = connect(sqlite_url)
    try:
        await database.read(check_chain)
    finally:
        database.close()
