"""Published ways out of a Python jail, run as mini-apps: each may do what it likes inside, and finds nothing outside.

The boundary is WebAssembly, not Python: the guest gets real `object.__subclasses__()` and gains nothing by it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.sandbox.workers import Job, WorkerPool
from tests.support import attacks, guests
from tests.support.jail_payloads import PAYLOADS
from tests.support.pools import echo

ROWS = attacks.rows("jail")


def test_every_payload_is_a_row() -> None:
    assert sorted(PAYLOADS) == sorted(ROWS)


def was_written(path: str) -> bool:
    return Path(path).exists()


@pytest.mark.parametrize("name", PAYLOADS)
async def test_a_payload_stays_inside(pool: WorkerPool, job: Callable[..., Job], name: str) -> None:
    """Nothing of the host in answer, output or detail; the neighbour is served as before."""
    sources = guests.guest(f"def handle(event):\n    return str({PAYLOADS[name]})")
    outcome = await pool.run(job(sources, app_id="attacker"), echo)
    told = f"{outcome.answer} {outcome.output} {outcome.detail}"
    assert (outcome.failure in ROWS[name].shown) if ROWS[name].shown else (outcome.failure is None)
    assert "root:" not in told
    assert "uid=" not in told
    assert not was_written("/tmp/pwned")
    neighbour = await pool.run(job(guests.answering("6 * 7"), app_id="neighbour"), echo)
    assert neighbour.answer == "42"


async def test_the_hosts_environment_and_arguments_are_not_in_the_guest(
    pool: WorkerPool, job: Callable[..., Job]
) -> None:
    told = await pool.run(job(guests.answering("[dict(__import__('os').environ), __import__('sys').argv]")), echo)
    assert told.answer is not None
    assert os.environ["PATH"] not in told.answer
    assert sys.argv[0] not in told.answer


@pytest.mark.parametrize("printed", ["\x1b[2J", "a\rb", "\u202e", "\U000e0001"], ids=ascii)
async def test_printing_what_is_invisible_costs_no_worker(
    pool: WorkerPool, job: Callable[..., Job], printed: str
) -> None:
    """It is spelled out in the log; the codec for that was once imported on first use, in a process that may not."""
    told = await pool.run(job(guests.guest(f"def handle(event):\n    print({printed!a})\n    return 'ok'")), echo)
    assert told.answer == "ok"
    assert told.output.rstrip("\n").isprintable()
    assert pool.stats()["forks"] == pool.stats()["workers"]
