"""Every kind of attacker beside victims, and workers killed under them: nothing crosses over, nothing is left behind.

Counted, not timed: some twenty seconds on two cores. Five minutes of it: MAJLIS_BENCH_LONG=1 make bench ONLY=sandbox.
"""

from __future__ import annotations

import gc

import pytest

from core.sandbox.workers import WorkerPool
from majlis_devkit.build import Artifact
from tests.support.stress import Stress, Tally, held
from tests.support.stress_guests import ATTACKS

WORKERS = 4
WARM_UP, EVENTS = 60, 400
GROWTH_KB_MAX = 8 * 1024  # Of the host's process: twice what its own noise was seen to be.
WORKER_GROWTH_KB_MAX = 4 * 1024  # A new one has 2.6 MB, one that has served 4.6.


@pytest.mark.timeout(600)
async def test_attackers_beside_victims_get_nothing_and_leave_nothing(
    runner_artifact: Artifact, artifact_key: bytes
) -> None:
    """Every victim's answer is exactly its own; memory, descriptors and processes are afterwards what they were."""
    pool = WorkerPool(key=artifact_key, size=WORKERS, grace_s=0.1)
    await pool.add_artifact(runner_artifact.path)
    await pool.start()
    try:
        stress = Stress(pool, runner_artifact.artifact_id, seed=7)
        await stress.run(lambda tally: tally.served >= WARM_UP and not tally.unseen())
        gc.collect()
        before = await held(pool, WORKERS)
        await stress.run(lambda tally: tally.served >= EVENTS and tally.attacks >= 3 * len(ATTACKS))
        gc.collect()
        after = await held(pool, WORKERS)
        tally, stats = stress.tally, pool.stats()
    finally:
        await pool.stop()
    _check_tally(tally)
    assert stats["zygotes"] == 1, "the zygote itself fell"
    assert after.children == {"alive": WORKERS}, "a zombie is left"
    assert after.descriptors == before.descriptors
    assert after.unnamed_files == before.unnamed_files
    assert after.host_kb - before.host_kb <= GROWTH_KB_MAX
    assert after.zygote_kb - before.zygote_kb <= 1024
    assert max(after.worker_kb) - max(before.worker_kb) <= WORKER_GROWTH_KB_MAX


def _check_tally(tally: Tally) -> None:
    assert not tally.unseen()
    assert tally.crashed > 0
    # Only our own kills ever took a victim's event with them: no attacker did.
    assert tally.interrupted <= tally.kills
    assert tally.kills > 0
