"""Proofs that somebody is themselves: the PIN, tried at most so often, and the account's password."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar
from weakref import WeakValueDictionary

from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.errors import DomainError
from wallet.desk import Desk
from wallet.guard import pins, store
from wallet.guard.errors import PasswordWrong, PinNotSet, PinWrong
from wallet.guard.hashing import PinHashes
from wallet.guard.pins import Pin
from wallet.people import People

T = TypeVar("T")
_NOT_THEIRS = "CREDENTIALS_INVALID"  # Identity's word for a wrong password.


class Proofs:
    """One for a process, which is the ledger's only writer: so a person's PINs are checked one after the other."""

    def __init__(self, *, desk: Desk, people: People, hashes: PinHashes) -> None:
        self._desk = desk
        self._people = people
        self.hashes = hashes
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def now_ms(self) -> int:
        """What locks and resets go by."""
        return to_ms(self._desk.clock.now())

    async def password(self, user_id: str, password: str) -> None:
        """Return where it is theirs. PASSWORD_WRONG, or identity's LOGIN_RATE_LIMITED."""
        try:
            await self._people.check_password(user_id, password)
        except DomainError as refused:
            if refused.reason != _NOT_THEIRS:
                raise
            raise PasswordWrong("it is not the account's password") from None

    async def pin(self, user_id: str, pin: str, then: Callable[[Transaction], T]) -> T:
        """`then` of the write that forgives wrong tries, once the PIN is right. PIN_NOT_SET, PIN_WRONG, PIN_LOCKED."""
        async with self.turn(user_id):
            return await self.pin_in_turn(user_id, pin, then)

    async def pin_in_turn(self, user_id: str, pin: str, then: Callable[[Transaction], T]) -> T:
        """As `pin`, for somebody whose turn it is already."""

        def begin(tx: Transaction) -> Pin:
            begun = pins.begin_try(known(store.find_pin(tx, user_id)), self.now_ms())
            store.change_pin(tx, user_id, begun)
            return begun

        # The try is on the disk before its PIN is looked at. Whoever is cut off here has used it up.
        begun = await self._desk.write(begin)
        if not await self.hashes.verify(user_id, pin, begun.pin_hash):
            raise PinWrong(
                "it is another PIN", tries_left=begun.tries_left, locked_until_ms=begun.locked_until_ms or None
            )  # fmt: skip

        def forgive(tx: Transaction) -> T:
            # In their turn nobody else changes tries, and a reset that began meanwhile stays.
            store.change_pin(tx, user_id, pins.forgiven(known(store.find_pin(tx, user_id))))
            return then(tx)

        return await self._desk.write(forgive)

    @asynccontextmanager
    async def turn(self, user_id: str) -> AsyncIterator[None]:
        """One at a time for a person, in the order they came."""
        lock = self._turns.get(user_id)
        if lock is None:
            lock = self._turns[user_id] = asyncio.Lock()
        async with lock:
            yield


def known(pin: Pin | None) -> Pin:
    """PIN_NOT_SET where there is none."""
    if pin is None:
        raise PinNotSet("there is no PIN yet")
    return pin
