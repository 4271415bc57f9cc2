"""Five minutes each of attackers beside victims, in one pool and on a whole host; only when asked for."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from pathlib import Path

from core.sandbox.workers import WorkerPool
from majlis_devkit.build import Artifact
from tests.bench.measure import Row, row
from tests.bench.wallet_kill import LONG
from tests.support.host_stress import ROWS, left_behind, stressed_host
from tests.support.stress import Stress, held

SECONDS, WORKERS = 300, 4
WARM_UP = 60  # Events of victims, and every kind of attack once.


async def measure(key: bytes, runner: Artifact) -> list[Row]:
    """The test suite's own stress, fifteen times as long; raises at the first word that is in the wrong place."""
    name, aim = "sandbox.stress_victim_events", "aim: words, clocks or randomness of others"
    if not os.environ.get(LONG):
        return [row(name, 0, "events", aim, None, f"takes five minutes: {LONG}=1 make bench ONLY=sandbox")]
    pool = WorkerPool(key=key, size=WORKERS)
    await pool.add_artifact(runner.path)
    await pool.start()
    try:
        stress = Stress(pool, runner.artifact_id, seed=300)
        await stress.run(lambda tally: tally.served >= WARM_UP and not tally.unseen())
        gc.collect()
        before = await held(pool, WORKERS)
        end = time.monotonic() + SECONDS
        await stress.run(lambda tally: time.monotonic() >= end)
        gc.collect()
        after = await held(pool, WORKERS)
    finally:
        await pool.stop()
    tally = stress.tally
    if after.children["Z"] or (after.descriptors, after.unnamed_files) != (before.descriptors, before.unnamed_files):
        raise RuntimeError(f"left behind: {before} became {after}")
    note = (
        f"{SECONDS} s, {tally.attacks:,} attacks of {len({attack for attack, _ in tally.ends})} kinds, {tally.kills} "
        f"workers killed, {tally.interrupted} victims' events sent again; 0 words crossed over, 0 zombies, "
        f"0 descriptors; memory of host {_grew(before.host_kb, after.host_kb)}, of zygote "
        f"{_grew(before.zygote_kb, after.zygote_kb)}, largest worker {max(after.worker_kb) / 1024:.1f} MB"
    )
    return [row(name, tally.served, "events", aim, 0, note)]


async def measure_host(runner: Artifact) -> list[Row]:
    """The same at the front door of a whole host, where people tap and pay; raises at the first wrong answer."""
    name, aim = "sandbox.stressed_host_taps", "aim: answers that are wrong, money or descriptors lost"
    if not os.environ.get(LONG):
        return [row(name, 0, "taps", aim, None, f"takes five minutes: {LONG}=1 make bench ONLY=sandbox")]
    with tempfile.TemporaryDirectory() as folder:
        async with stressed_host(Path(folder), runner, ROWS, seed=300) as stress:
            await stress.run(lambda: stress.served >= WARM_UP and not stress.unseen())
            before, end = await stress.held(), time.monotonic() + SECONDS
            await stress.run(lambda: time.monotonic() >= end)
            after = await stress.held()
            await stress.account()
    if found := left_behind(before, after):
        raise RuntimeError(f"left behind: {found}")
    tally, paid = stress.tally, sum(len(victim.paid) for victim in stress.victims)
    grew = ", ".join(f"{process} {_grew(was.kb, after[process].kb)}" for process, was in before.items())
    note = (
        f"{SECONDS} s and what it takes to see {len(ROWS)} kinds of attack once, {tally.attacks:,} attacks, "
        f"{tally.thefts:,} thefts in vain, {tally.kills} workers killed, {stress.interrupted} taps sent again, {paid} "
        f"orders paid once; {tally.lifted} suspensions lifted, all of one app; {grew}"
    )
    return [row(name, stress.served, "taps", aim, 0, note)]


def _grew(before_kb: int, after_kb: int) -> str:
    return f"{before_kb / 1024:.1f} → {after_kb / 1024:.1f} MB"
