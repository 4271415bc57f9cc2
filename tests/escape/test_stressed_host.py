"""Attackers beside people who tap and pay, on a whole host whose workers are killed: nothing crosses over or is lost.

Counted, not timed: some forty seconds on two cores. With MAJLIS_BENCH_LONG=1 five minutes more, and every attack.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from majlis_devkit.build import Artifact
from tests.support.attacked_host import BOARD
from tests.support.host_stress import CROWD, ROWS, SPINS, HostStress, left_behind, stressed_host

WARM_UP, EVENTS, THEFTS = 60, 180, 20
LONG_S = 300 if os.environ.get("MAJLIS_BENCH_LONG") else 0
TRIED = {name: row for name, row in ROWS.items() if LONG_S or name not in SPINS[3:]}


@pytest.mark.timeout(900)
async def test_people_are_served_and_pay_once_on_a_host_under_attack(tmp_path: Path, runner_artifact: Artifact) -> None:
    """Their answers are right and their own; what attackers' apps get is a refusal each time, as the table says."""
    async with stressed_host(tmp_path, runner_artifact, TRIED, seed=7) as stress:
        await stress.run(lambda: stress.served >= WARM_UP and not stress.unseen())
        before, zygote, end = await stress.held(), stress.zygote_pid, time.monotonic() + LONG_S
        await stress.run(lambda: stress.served >= EVENTS and has_seen_it_all(stress) and time.monotonic() >= end)
        after = await stress.held()
        await stress.account()
        assert stress.zygote_pid == zygote, "the zygote itself fell"
    assert left_behind(before, after) == []
    # Only our own kills ever took a tap with them: no attacker did.
    assert stress.interrupted <= stress.tally.kills


def has_seen_it_all(stress: HostStress) -> bool:
    """An app that fails its many people was suspended and lifted again; one that a few misuse only ran dry."""
    tally = stress.tally
    assert not tally.not_begun[BOARD, "APP_SUSPENDED"]
    is_refused = tally.not_begun[CROWD, "APP_SUSPENDED"] and tally.not_begun[BOARD, "APP_BUSY"]
    return bool(is_refused and tally.lifted and stress.interrupted and tally.thefts >= THEFTS)
