"""Argon2id, one computation at a time in a thread of its own, so that a crowd signing in never stalls the chat."""

from __future__ import annotations

import asyncio
import base64
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from core.identity.password_rules import normalize
from core.kit.errors import ResourceExhausted

T = TypeVar("T")
WAITING_MAX = 64  # 64 computations of some 40 ms: who comes after them would wait longer than people do.
# OWASP's second choice: 19 MiB, two passes, one lane; some 40 ms of one core.
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class Passwords:
    """Hashes and checks passwords. RESOURCE_EXHAUSTED when too many wait already."""

    def __init__(self, *, hasher: argon2.PasswordHasher = HASHER) -> None:
        self._hasher = hasher
        self._nobody = _unmatched_hash(hasher)
        self._thread = ThreadPoolExecutor(1, "passwords")
        self._waiting = 0

    async def hash(self, password: str) -> str:
        """The password's argon2id hash with its parameters and salt, as stored."""
        return await self._run(lambda: self._hasher.hash(normalize(password)))

    async def verify(self, stored: str | None, password: str) -> bool:
        """True when the password made the stored hash. For nobody's hash (None) the same work ends in False."""
        return await self._run(lambda: self._verify(stored or self._nobody, password))

    def is_outdated(self, stored: str) -> bool:
        """True when the hash was made with other parameters than new ones are."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, normalize(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= WAITING_MAX:
            raise ResourceExhausted("too many passwords are being checked", waiting=WAITING_MAX)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1


def _unmatched_hash(hasher: argon2.PasswordHasher) -> str:
    """A hash that no password makes and that costs as much to check as a real one."""
    salt, digest = (_base64(secrets.token_bytes(size)) for size in (hasher.salt_len, hasher.hash_len))
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode().rstrip("=")
