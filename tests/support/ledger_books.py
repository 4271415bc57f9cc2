"""A small ledger to try rules on: a few accounts with money, short words for requests, and everything it knows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from wallet.ledger import Ledger
from wallet.records import (
    ALL,
    CREDITS_MUST_NOT_EXCEED_DEBITS,
    DEBITS_MUST_NOT_EXCEED_CREDITS,
    POST_PENDING,
    VOID_PENDING,
    NewAccount,
    NewTransfer,
    Status,
)

SAR, EUR = 682, 978
T0 = 1_000_000  # When everything happens, until `later`.


def tid(number: int) -> bytes:
    return number.to_bytes(16, "big")


def move(number: int, debit: str, credit: str, amount: int, **fields: Any) -> NewTransfer:
    return NewTransfer(**{
        "id": tid(number), "debit_account_id": debit, "credit_account_id": credit, "amount_minor": amount,
        "ledger": SAR, "code": 1, **fields,
    })  # fmt: skip


def post(number: int, pending: int, amount: int = ALL, **fields: Any) -> NewTransfer:
    return NewTransfer(**{
        "id": tid(number), "pending_id": tid(pending), "amount_minor": amount, "flags": POST_PENDING, **fields,
    })  # fmt: skip


def void(number: int, pending: int, amount: int = 0, **fields: Any) -> NewTransfer:
    return NewTransfer(**{
        "id": tid(number), "pending_id": tid(pending), "amount_minor": amount, "flags": VOID_PENDING, **fields,
    })  # fmt: skip


class Books:
    """`bank` and `safe` have no limit, `ali` (who has 1000) and `sara` may not overdraw, `till` takes no more than it
    gave, `euro` is in another currency."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.now_ms = T0
        free, strict, till = 0, DEBITS_MUST_NOT_EXCEED_CREDITS, CREDITS_MUST_NOT_EXCEED_DEBITS
        for name, ledger, flags in (
            ("bank", SAR, free), ("safe", SAR, free), ("ali", SAR, strict), ("sara", SAR, strict), ("till", SAR, till),
            ("euro", EUR, free),
        ):  # fmt: skip
            assert self.ledger.create_accounts([NewAccount(name, ledger, 1, flags)], T0) == [Status.CREATED]
        self.do(move(900, "bank", "ali", 1000))

    def later(self, ms: int) -> None:
        self.now_ms += ms

    def ask(self, *events: NewTransfer) -> list[Status]:
        """One submission; what became of each."""
        return self.ledger.create_transfers(events, self.now_ms)

    def do(self, *events: NewTransfer) -> None:
        """A submission of which everything must be created."""
        assert self.ask(*events) == [Status.CREATED] * len(events)

    def sweep(self) -> int:
        """End what is due, oldest end first."""
        waiting = [row for row in self.ledger.transfers.values() if row.seq in self.ledger.holds]
        return self.ledger.expire(waiting, self.now_ms)

    def sums(self, account: str) -> tuple[int, int, int, int]:
        """Debits pending and posted, credits pending and posted."""
        return self.ledger.accounts[account].sums()[:4]

    def closed(self, account: str) -> bool:
        return self.ledger.accounts[account].closed

    def everything(self) -> tuple[Any, ...]:
        """All the ledger knows and would have written, to be compared with later."""
        ledger = self.ledger
        changes = ledger._changes  # Peeked at: taking them would change what is written.
        known = (
            ledger.seq, {key: account.sums() for key, account in ledger.accounts.items()}, ledger.transfers,
            ledger.holds, ledger.refunds, ledger.burnt, changes,
        )  # fmt: skip
        return deepcopy(known)
