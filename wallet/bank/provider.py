"""What the wallet asks of a payment provider, and what one says: the bank of a test, of a demo, of a country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from core.kit.money import Money


class Kind(StrEnum):
    """Which way."""

    TOP_UP = "top_up"
    PAY_OUT = "pay_out"


class State(StrEnum):
    """What became of it."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Asked:
    """A transfer as we ask for it: the same reference is the same transfer, however often it is asked for."""

    reference: str
    kind: Kind
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """A transfer in the bank's books. `version` is 0 while it is pending and grows with each change."""

    reference: str
    bank_reference: str
    version: int
    kind: Kind
    amount: Money
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A line of the bank's books that cannot be understood. `reference` is of our making where it has none to read."""

    reference: str
    why: str
    is_named: bool = True


class PaymentProvider(Protocol):
    """SERVICE_UNAVAILABLE where it cannot be reached or says nothing that can be understood: it may have acted."""

    async def ask(self, asked: Asked) -> Entry:
        """Have it done, once; how it stands. Where the reference is another transfer's, that one."""
        ...

    async def look_up(self, reference: str) -> Entry | Unread | None:
        """How it stands there, None where the bank has none of that reference."""
        ...

    async def statement(self, day: date) -> Sequence[Entry | Unread]:
        """All entries whose newest change was on that day, in UTC; each is read alone."""
        ...
