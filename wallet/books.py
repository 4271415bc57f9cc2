"""The ledger as an act may use it: within the writer's commit, in its turn, seeing everything before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from core.kit.errors import DomainError
from wallet.accounts import Use, new_account, new_limit_account
from wallet.records import Account, Hold, NewAccount, NewTransfer, Status, Transfer
from wallet.refusals import refusal

if TYPE_CHECKING:
    from wallet.state import State

DUE_MAX = 1_000  # Holds ended at once, as by one sweep.


class Books:
    """Given to an act by the writer; worth nothing after it. `now_ms` is the ledger's time of this commit."""

    def __init__(self, tx: Connection, state: State, now_ms: int) -> None:
        self._tx = tx
        self._state = state
        self.now_ms = now_ms
        self.has_moved = False  # A transfer was created: from here on the act must not fail.

    def account(self, owner: str, currency_code: str) -> Account:
        """The owner's account in that currency as it stands now, opened where there is none; ValueError for none."""
        return self._opened(new_account(owner, currency_code))

    def limit_account(self, owner: str, currency_code: str, use: Use) -> Account:
        """An account of a ledger beside the currency's own, in which limits are counted and no money ever is."""
        return self._opened(new_limit_account(owner, currency_code, use))

    def submit(self, *asked: NewTransfer) -> list[Status]:
        """Make transfers in order, chains whole or not at all; a status for each."""
        self._state.prepare(self._tx, asked, [])
        statuses = self._state.ledger.create_transfers(asked, self.now_ms)
        self.has_moved = self.has_moved or Status.CREATED in statuses
        return statuses

    def make(self, *asked: NewTransfer, **facts: object) -> list[Transfer]:
        """Make all of these transfers as one chain and return their rows; else raise why the ledger refused."""
        last = len(asked) - 1
        chain = [one._replace(flags=one.flags | 1) if at < last else one for at, one in enumerate(asked)]
        for one, status in zip(chain, self.submit(*chain), strict=True):
            if status not in (Status.CREATED, Status.LINKED_EVENT_FAILED):
                raise self._refused(one, status, facts)
        return [self._state.ledger.transfers[one.id] for one in chain]

    def transfer(self, transfer_id: bytes) -> Transfer | None:
        """The transfer of that id, if there is one."""
        self._state.prepare(self._tx, [NewTransfer(transfer_id)], [])
        return self._state.ledger.transfers.get(transfer_id)

    def end_due_holds(self) -> None:
        """End holds whose time is over, as the sweep would do a moment later; it stays whatever the act comes to."""
        self._state.ledger.expire(self._state.due(self._tx, self.now_ms, DUE_MAX), self.now_ms)

    def hold(self, hold_id: bytes) -> Hold | None:
        """What became of the hold so far; None where there is none of that id."""
        row = self.transfer(hold_id)
        return None if row is None else self._state.ledger.holds.get(row.seq)

    def _opened(self, asked: NewAccount) -> Account:
        self._state.prepare(self._tx, [], [asked])
        ledger = self._state.ledger
        if asked.id not in ledger.accounts:
            (status,) = ledger.create_accounts([asked], self.now_ms)
            if status is not Status.CREATED:
                raise RuntimeError(f"the ledger would not open {asked}: {status}")
        return ledger.accounts[asked.id]

    def _refused(self, one: NewTransfer, status: Status, facts: dict[str, object]) -> DomainError:
        known: dict[str, object] = {
            "debit_account_id": one.debit_account_id or None, "credit_account_id": one.credit_account_id or None,
            "requested_minor": one.amount_minor,
        }  # fmt: skip
        return refusal(status, **known | facts)
