"""Hashing is argon2id at the cost we say, bounded, and no faster for people who do not exist."""

from __future__ import annotations

import asyncio
import time

import argon2
import pytest

from core.identity import passwords as module
from core.identity.passwords import HASHER, Passwords
from core.kit.errors import ResourceExhausted
from tests.support.identity import CHEAP_HASHER


@pytest.fixture
def passwords():
    made = Passwords(hasher=CHEAP_HASHER)
    yield made
    made.close()


async def test_the_cost_is_nineteen_mebibytes_two_passes_one_lane():
    made = Passwords()
    assert (await made.hash("palm shade at noon")).startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    made.close()


async def test_only_its_password_verifies_a_hash(passwords):
    stored = await passwords.hash("palm shade at noon")
    assert await passwords.verify(stored, "palm shade at noon")
    assert not await passwords.verify(stored, "palm shade at moon")


async def test_nobody_has_no_password(passwords):
    for attempt in ("", "palm shade at noon"):
        assert not await passwords.verify(None, attempt)


async def test_an_unknown_person_costs_as_much_as_a_wrong_password():
    """Otherwise the time of an answer tells who has an account. CPU time, because others share the cores."""
    made = Passwords(hasher=HASHER)
    stored = await made.hash("palm shade at noon")

    async def median(hash_: str | None) -> float:
        spans = []
        for _ in range(5):
            started = time.process_time()
            await made.verify(hash_, "wrong")
            spans.append(time.process_time() - started)
        return sorted(spans)[2]

    await median(None)
    known, unknown = await median(stored), await median(None)
    made.close()
    assert 0.5 < known / unknown < 2


async def test_a_damaged_hash_verifies_nothing(passwords):
    assert not await passwords.verify("not a hash", "palm shade at noon")


async def test_a_hash_of_older_parameters_is_known_as_outdated(passwords):
    older = argon2.PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("x")
    assert passwords.is_outdated(older)
    assert not passwords.is_outdated(await passwords.hash("x"))


async def test_a_crowd_is_refused_rather_than_queued_without_end(passwords, monkeypatch):
    monkeypatch.setattr(module, "WAITING_MAX", 2)
    outcomes = await asyncio.gather(*(passwords.verify(None, "x") for _ in range(4)), return_exceptions=True)
    assert outcomes[:2] == [False, False]
    assert all(isinstance(outcome, ResourceExhausted) for outcome in outcomes[2:])
    assert not await passwords.verify(None, "x")
