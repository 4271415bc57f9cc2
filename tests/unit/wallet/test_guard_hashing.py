"""What is stored of a PIN is worth nothing elsewhere, and checking it never fills the memory."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from core.kit.errors import ResourceExhausted
from tests.support.identity import CHEAP_HASHER
from wallet.guard import hashing
from wallet.guard.hashing import HASHER, KEY, PinHashes

PIN = "493028"


def hashes(folder: Path) -> PinHashes:
    return PinHashes(data_dir=folder, hasher=CHEAP_HASHER)


async def test_a_hash_is_one_persons_on_one_host(tmp_path: Path) -> None:
    """Without the key of the data directory a million PINs can be tried, and none is right."""
    here, elsewhere = hashes(tmp_path / "here"), hashes(tmp_path / "elsewhere")
    stored = await here.hash("usr_layla", PIN)
    assert await here.verify("usr_layla", PIN, stored)
    assert await hashes(tmp_path / "here").verify("usr_layla", PIN, stored), "the key is kept"
    assert not await here.verify("usr_layla", "493029", stored)
    assert not await here.verify("usr_omar", PIN, stored)
    assert not await elsewhere.verify("usr_layla", PIN, stored)
    assert not await here.verify("usr_layla", PIN, "no hash at all")
    assert PIN not in stored
    assert stored != await here.hash("usr_layla", PIN), "each has a salt of its own"


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    hashes(tmp_path)
    assert (tmp_path / KEY).stat().st_mode & 0o077 == 0


def test_the_real_parameters_are_as_strong_as_for_passwords() -> None:
    assert (HASHER.type.name, HASHER.memory_cost, HASHER.time_cost) == ("ID", 19_456, 2)


async def test_a_crowd_is_refused_rather_than_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashing, "WAITING_MAX", 3)
    here = hashes(tmp_path)
    results = await asyncio.gather(*(here.hash("usr_layla", PIN) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(each, ResourceExhausted) for each in results) == 2
    assert await here.hash("usr_layla", PIN)
