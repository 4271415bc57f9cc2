"""PINs as they are stored: argon2id of what this host's own key makes of them, one at a time in a thread.

Six digits are a million PINs, which any hash gives up in hours: the key, kept beside the database and never in it, is
what a stolen database lacks. The person is hashed too, so that one's row is worth nothing in another's.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from core.kit.errors import ResourceExhausted
from core.kit.tokens import load_or_make_key

T = TypeVar("T")
KEY = "wallet-pin.key"
# As account passwords are hashed: OWASP's second choice, 19 MiB, two passes, one lane; some 40 ms of one core.
HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
WAITING_MAX = 256  # Some ten seconds of work; one of each person at most.


class PinHashes:
    """Makes and checks them. RESOURCE_EXHAUSTED when too many wait already."""

    def __init__(self, *, data_dir: Path, hasher: argon2.PasswordHasher) -> None:
        self._pepper = hashlib.sha256(b"wallet pins" + load_or_make_key(data_dir / KEY).private_bytes_raw()).digest()
        self._hasher = hasher
        self._thread = ThreadPoolExecutor(1, "pins")
        self._waiting = 0

    async def hash(self, user_id: str, pin: str) -> str:
        """What is stored for that person's PIN."""
        return await self._run(lambda: self._hasher.hash(self._keyed(user_id, pin)))

    async def verify(self, user_id: str, pin: str, stored: str) -> bool:
        """Whether it is the PIN that made the stored hash."""
        return await self._run(lambda: self._verify(stored, self._keyed(user_id, pin)))

    def _verify(self, stored: str, keyed: bytes) -> bool:
        try:
            return self._hasher.verify(stored, keyed)
        except (VerificationError, InvalidHashError):
            return False

    def _keyed(self, user_id: str, pin: str) -> bytes:
        return hmac.digest(self._pepper, f"{user_id}\n{pin}".encode(), "sha256")

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= WAITING_MAX:
            raise ResourceExhausted("too many PINs are being checked", waiting=WAITING_MAX)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        finally:
            self._waiting -= 1
