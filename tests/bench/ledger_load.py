"""The same load for every ledger bench: people with money, and payments between them that are never refused."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence

from wallet.records import DEBITS_MUST_NOT_EXCEED_CREDITS, NewAccount, NewTransfer
from wallet.text_ids import account_id

ACCOUNTS = 10_000
SAR, PERSON, SHOP, BANK = 682, 1, 2, 4
FUNDS_MINOR = 10**12
BATCH = 4_096  # The writer's own limit of a commit.


class Load:
    """Requests in order; ids grow with time as the house's own do. One seed asks for the same people and amounts."""

    def __init__(self, *, accounts: int = ACCOUNTS, seed: int = 3) -> None:
        self._random = random.Random(seed)
        self._id = time.time_ns() // 1_000_000 << 80
        self.bank = _account("platform/test-bank", BANK)
        self.shop = _account("app/org.majlis.shop", SHOP)
        self.people = [_account(f"user/usr_{number}", PERSON) for number in range(accounts)]
        self._names = [person.id for person in self.people]

    def openings(self) -> Iterator[Sequence[NewAccount]]:
        """Every account, a commit's worth at a time."""
        return _in_batches([self.bank, self.shop, *self.people])

    def funding(self) -> Iterator[Sequence[NewTransfer]]:
        """Money for all."""
        return _in_batches([self._move(self.bank.id, name, FUNDS_MINOR) for name in self._names])

    def uniform(self, count: int) -> list[NewTransfer]:
        """From anybody to anybody else."""
        sample, names = self._random.sample, self._names
        return [self._move(*sample(names, 2), self._amount()) for _ in range(count)]

    def hot(self, count: int) -> list[NewTransfer]:
        """From anybody to the one shop."""
        choice, names, shop = self._random.choice, self._names, self.shop.id
        return [self._move(choice(names), shop, self._amount()) for _ in range(count)]

    def next_id(self) -> bytes:
        """Greater than all before, with gaps as between ids of many clients."""
        self._id += self._random.getrandbits(64) + 1
        return self._id.to_bytes(16, "big")

    def _amount(self) -> int:
        return self._random.randint(1, 10_000)

    def _move(self, debit: str, credit: str, amount_minor: int) -> NewTransfer:
        return NewTransfer(self.next_id(), debit, credit, amount_minor, ledger=SAR, code=100)


def _account(owner: str, code: int) -> NewAccount:
    flags = 0 if code == BANK else DEBITS_MUST_NOT_EXCEED_CREDITS
    return NewAccount(account_id(owner, SAR, code), SAR, code, flags, owner)


def _in_batches(all_of_them: Sequence) -> Iterator[Sequence]:  # type: ignore[type-arg]
    return (all_of_them[start : start + BATCH] for start in range(0, len(all_of_them), BATCH))
