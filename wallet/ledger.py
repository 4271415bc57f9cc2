"""The ledger as a pure state machine: requests in, statuses and new rows out; no clock, no I/O, no await.

It answers as TigerBeetle does, status for status. Whoever runs it first adds what the requests name (accounts,
transfers, holds, refunds, burnt ids) and afterwards takes `changes` and makes them durable, or throws the ledger away.
Amounts are whole minor units; times whole Unix milliseconds that never go back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from wallet.changes import Changes, Undo
from wallet.exists import account_exists, transfer_exists
from wallet.ids import derived_id
from wallet.records import (
    ALL,
    AMOUNT_MAX,
    BALANCING,
    CLOSING,
    CLOSING_CREDIT,
    CLOSING_DEBIT,
    CREDITS_MUST_NOT_EXCEED_DEBITS,
    DEBITS_MUST_NOT_EXCEED_CREDITS,
    ENDING,
    EXPIRY,
    LAST_ID,
    LINKED,
    MARK_EVERY,
    NO_ID,
    PENDING,
    TRANSIENT,
    VOID_PENDING,
    Account,
    BurntId,
    Hold,
    HoldState,
    Mark,
    NewAccount,
    NewTransfer,
    Opening,
    Refund,
    Status,
    Transfer,
)
from wallet.rules import balanced, differs, exceeds, misshapen, misshapen_end, overflows, unfit

KNOWN_FLAGS = LINKED | PENDING | ENDING | BALANCING | CLOSING
_LIMITS = DEBITS_MUST_NOT_EXCEED_CREDITS | CREDITS_MUST_NOT_EXCEED_DEBITS
_KEPT_FREE = (NO_ID, LAST_ID)
_row = partial(tuple.__new__, Transfer)  # Transfer(…) costs several times as much, for every row there is.
_ENDED = {
    HoldState.POSTED: Status.PENDING_TRANSFER_ALREADY_POSTED,
    HoldState.VOIDED: Status.PENDING_TRANSFER_ALREADY_VOIDED,
    HoldState.EXPIRED: Status.PENDING_TRANSFER_EXPIRED,
}


class Ledger:
    """Accounts and transfers, as far as they were added; `seq` is the number of the newest row."""

    def __init__(self, seq: int = 0) -> None:
        self.seq = seq
        self.accounts: dict[str, Account] = {}
        self.accounts_by_seq: dict[int, Account] = {}
        self.transfers: dict[bytes, Transfer] = {}
        self.holds: dict[int, Hold] = {}
        self.refunds: dict[int, Refund] = {}
        self.burnt: set[bytes] = set()
        self._changes = Changes(seq)
        self._undo: Undo | None = None

    def take_changes(self) -> Changes:
        """What changed since the last call."""
        changes, self._changes = self._changes, Changes(self.seq)
        return changes

    def add_account(self, account: Account) -> None:
        """Make an account known that was opened before."""
        self.accounts[account.id] = account
        self.accounts_by_seq[account.seq] = account

    # Accounts

    def create_accounts(self, asked: Iterable[NewAccount], now_ms: int) -> list[Status]:
        """Open accounts; one status for each, in order."""
        return [self._create_account(account, now_ms) for account in asked]

    def _create_account(self, asked: NewAccount, now_ms: int) -> Status:
        if asked.flags & ~_LIMITS:
            return Status.RESERVED_FLAG
        if not asked.id:
            return Status.ID_MUST_NOT_BE_ZERO
        known = self.accounts.get(asked.id)
        if known is not None:
            return account_exists(asked, known)
        if asked.flags & _LIMITS == _LIMITS:
            return Status.FLAGS_ARE_MUTUALLY_EXCLUSIVE
        if not asked.ledger:
            return Status.LEDGER_MUST_NOT_BE_ZERO
        if not asked.code:
            return Status.CODE_MUST_NOT_BE_ZERO
        self.seq += 1
        opening = Opening(self.seq, asked.id, asked.ledger, asked.code, asked.flags, asked.owner, now_ms)
        account = Account(*opening)
        self.add_account(account)
        self._changes.entries.append(opening)
        self._changes.accounts[opening.seq] = account
        return Status.CREATED

    # Transfers

    def create_transfers(self, asked: Sequence[NewTransfer], now_ms: int) -> list[Status]:
        """Make transfers in order, each seeing those before it; one status for each.

        A run of transfers with LINKED and the first one after them without it is a chain: all of it happens or nothing.
        """
        statuses: list[Status] = []
        chain_from, broken, last = -1, False, len(asked) - 1
        for index, event in enumerate(asked):
            if chain_from < 0 and self._pay(event, now_ms):
                statuses.append(Status.CREATED)
                continue
            linked = event.flags & LINKED
            if linked and chain_from < 0:
                chain_from, self._undo = index, Undo(self.seq, len(self._changes.entries))
            if linked and index == last:
                status = Status.LINKED_EVENT_CHAIN_OPEN
            elif broken:
                status = Status.LINKED_EVENT_FAILED
            else:
                status = self._create(event, now_ms)
            statuses.append(status)
            if status is not Status.CREATED:
                if chain_from >= 0 and not broken:
                    broken = True
                    self._roll_back()
                    statuses[chain_from:index] = [Status.LINKED_EVENT_FAILED] * (index - chain_from)
                if status in TRANSIENT:
                    self._burn(event.id, status, now_ms)
            if chain_from >= 0 and (not linked or index == last):
                chain_from, broken, self._undo = -1, False, None
        return statuses

    def expire(self, pending: Iterable[Transfer], now_ms: int) -> int:
        """End the holds of those pending transfers whose time is over; returns how many."""
        ended = 0
        for transfer in pending:
            hold = self.holds[transfer.seq]
            if hold.state is HoldState.PENDING and 0 < hold.expires_at_ms <= now_ms:
                row_id = derived_id(b"expiry", transfer.id)
                self._end(NewTransfer(row_id, flags=EXPIRY), transfer, hold, 0, HoldState.EXPIRED, now_ms)
                ended += 1
        return ended

    def _pay(self, event: NewTransfer, now_ms: int) -> bool:
        """Make a payment outside of chains that asks for nothing special and breaks no rule, as nearly all do, at half
        the price; False, and nothing done, where any rule may speak: then `_create` asks each in its order.
        """
        (
            transfer_id, debit_id, credit_id, amount, pending_id, data_128, data_64, timeout_s, currency, code, flags,
            refund_of,
        ) = event  # fmt: skip
        debit, credit = self.accounts.get(debit_id), self.accounts.get(credit_id)
        if (
            flags or timeout_s or pending_id != NO_ID or refund_of != NO_ID or not code or not currency
            or transfer_id in self.transfers or transfer_id in self.burnt or transfer_id in _KEPT_FREE
            or debit is None or credit is None or debit is credit or debit.closed or credit.closed
            or currency != debit.ledger or currency != credit.ledger
        ):  # fmt: skip
            return False
        debits_posted, credits_posted = debit.debits_posted + amount, credit.credits_posted + amount
        debited, credited = debit.debits_pending + debits_posted, credit.credits_pending + credits_posted
        if (
            debited > AMOUNT_MAX or credited > AMOUNT_MAX
            or (debit.flags & DEBITS_MUST_NOT_EXCEED_CREDITS and debited > debit.credits_posted)
            or (credit.flags & CREDITS_MUST_NOT_EXCEED_DEBITS and credited > credit.debits_posted)
        ):  # fmt: skip
            return False
        debit.debits_posted, credit.credits_posted = debits_posted, credits_posted
        debit_seq, credit_seq, accounts = debit.seq, credit.seq, self._changes.accounts
        accounts[debit_seq], accounts[credit_seq] = debit, credit
        seq = self.seq = self.seq + 1
        row = _row((
            seq, transfer_id, debit_seq, credit_seq, amount, 0, data_128, data_64, 0, currency, code, 0, 0, now_ms,
            debit.last_seq, credit.last_seq, debit.credits_posted - debits_posted, debit.debits_pending,
            credits_posted - credit.debits_posted, credit.debits_pending,
        ))  # fmt: skip
        self._keep(row, debit, credit)
        return True

    def _create(self, event: NewTransfer, now_ms: int) -> Status:
        if event.flags & ~KNOWN_FLAGS:
            return Status.RESERVED_FLAG
        if event.id == NO_ID:
            return Status.ID_MUST_NOT_BE_ZERO
        if event.id == LAST_ID:
            return Status.ID_MUST_NOT_BE_INT_MAX
        # Before any other rule: a retry is answered by what happened, whatever holds by now.
        known = self.transfers.get(event.id)
        if known is not None:
            return self._exists(event, known)
        if event.id in self.burnt:
            return Status.ID_ALREADY_FAILED
        if event.flags & ENDING:
            return self._create_end(event, now_ms)
        return misshapen(event) or self._create_plain(event, now_ms)

    def _exists(self, event: NewTransfer, known: Transfer) -> Status:
        return transfer_exists(
            event, known,
            debit=self.accounts.get(event.debit_account_id), credit=self.accounts.get(event.credit_account_id),
            pending=self.transfers.get(event.pending_id), origin=self.transfers.get(event.refund_of),
        )  # fmt: skip

    def _create_plain(self, event: NewTransfer, now_ms: int) -> Status:
        debit = self.accounts.get(event.debit_account_id)
        if debit is None:
            return Status.DEBIT_ACCOUNT_NOT_FOUND
        credit = self.accounts.get(event.credit_account_id)
        if credit is None:
            return Status.CREDIT_ACCOUNT_NOT_FOUND
        amount = balanced(event, debit, credit) if event.flags & BALANCING else event.amount_minor
        refused = unfit(event, debit, credit) or overflows(event, amount, debit, credit, now_ms)
        if refused is None and event.refund_of != NO_ID:
            refused = self._refuse_refund(event, debit, credit)
        refused = refused or exceeds(amount, debit, credit)
        if refused is not None:
            return refused
        self._touch(debit, credit)
        if event.refund_of != NO_ID:
            self._count_refund(self.transfers[event.refund_of], amount)
        if event.flags & PENDING:
            debit.debits_pending += amount
            credit.credits_pending += amount
            expires_at_ms = now_ms + event.timeout_s * 1000 if event.timeout_s else 0
            self.holds[self.seq + 1] = self._changes.holds[self.seq + 1] = Hold(self.seq + 1, amount, expires_at_ms)
            if event.flags & CLOSING:
                debit.closed = debit.closed or bool(event.flags & CLOSING_DEBIT)
                credit.closed = credit.closed or bool(event.flags & CLOSING_CREDIT)
        else:
            debit.debits_posted += amount
            credit.credits_posted += amount
        self._append(event, debit, credit, amount, None, now_ms)
        return Status.CREATED

    def _create_end(self, event: NewTransfer, now_ms: int) -> Status:
        """Post or void a pending transfer."""
        misshapen = misshapen_end(event)
        if misshapen is not None:
            return misshapen
        pending = self.transfers.get(event.pending_id)
        if pending is None:
            return Status.PENDING_TRANSFER_NOT_FOUND
        if not pending.flags & PENDING:
            return Status.PENDING_TRANSFER_NOT_PENDING
        debit = self.accounts_by_seq[pending.debit_account_seq]
        credit = self.accounts_by_seq[pending.credit_account_seq]
        different = differs(event, pending, debit, credit)
        if different is not None:
            return different
        voids = event.flags & VOID_PENDING
        amount = event.amount_minor
        if amount == (0 if voids else ALL):
            amount = pending.amount_minor
        if amount > pending.amount_minor:
            return Status.EXCEEDS_PENDING_TRANSFER_AMOUNT
        if voids and amount < pending.amount_minor:
            return Status.PENDING_TRANSFER_HAS_DIFFERENT_AMOUNT
        hold = self.holds[pending.seq]
        if hold.state is not HoldState.PENDING:
            return _ENDED[hold.state]
        if 0 < hold.expires_at_ms <= now_ms:
            return Status.PENDING_TRANSFER_EXPIRED
        # A closed account is reopened by voiding what closed it, and lets go of other holds; nothing else moves.
        if debit.closed and not voids:
            return Status.DEBIT_ACCOUNT_ALREADY_CLOSED
        if credit.closed and not voids:
            return Status.CREDIT_ACCOUNT_ALREADY_CLOSED
        self._end(event, pending, hold, amount, HoldState.VOIDED if voids else HoldState.POSTED, now_ms)
        return Status.CREATED

    # Changing things

    def _end(
        self, event: NewTransfer, pending: Transfer, hold: Hold, amount: int, state: HoldState, now_ms: int
    ) -> None:
        debit = self.accounts_by_seq[pending.debit_account_seq]
        credit = self.accounts_by_seq[pending.credit_account_seq]
        self._touch(debit, credit)
        if self._undo is not None:
            self._undo.holds.append(hold)
        debit.debits_pending -= pending.amount_minor
        credit.credits_pending -= pending.amount_minor
        hold.state, hold.ended_seq = state, self.seq + 1
        if state is HoldState.POSTED:
            debit.debits_posted += amount
            credit.credits_posted += amount
            hold.captured_minor = amount
        elif pending.flags & CLOSING:
            debit.closed = debit.closed and not pending.flags & CLOSING_DEBIT
            credit.closed = credit.closed and not pending.flags & CLOSING_CREDIT
        self._changes.holds[hold.seq] = hold
        self._append(event, debit, credit, amount, pending, now_ms)

    def _touch(self, debit: Account, credit: Account) -> None:
        if self._undo is not None:
            self._undo.accounts += ((debit, debit.sums()), (credit, credit.sums()))
        self._changes.accounts[debit.seq] = debit
        self._changes.accounts[credit.seq] = credit

    def _append(
        self, event: NewTransfer, debit: Account, credit: Account, amount: int, pending: Transfer | None, now_ms: int
    ) -> None:
        seq = self.seq = self.seq + 1
        origin_seq = self.transfers[event.refund_of].seq if event.refund_of != NO_ID else 0
        pending_seq, data_128, data_64, code = 0, event.user_data_128, event.user_data_64, event.code
        if pending is not None:  # What an ending transfer leaves out is its pending one's.
            pending_seq, data_128 = pending.seq, data_128 or pending.user_data_128
            data_64, code = data_64 or pending.user_data_64, code or pending.code
        row = Transfer(
            seq, event.id, debit.seq, credit.seq, amount, pending_seq, data_128, data_64, event.timeout_s,
            debit.ledger, code, event.flags, origin_seq, now_ms, debit.last_seq, credit.last_seq,
            debit.credits_posted - debit.debits_posted, debit.debits_pending,
            credit.credits_posted - credit.debits_posted, credit.debits_pending,
        )  # fmt: skip
        self._keep(row, debit, credit)

    def _keep(self, row: Transfer, debit: Account, credit: Account) -> None:
        """Add a row of theirs, in which their sums stand already."""
        changes, seq = self._changes, row[0]
        debit.last_seq = credit.last_seq = seq
        debit.lines += 1
        credit.lines += 1
        if not debit.lines % MARK_EVERY:
            changes.marks.append(Mark(debit.seq, debit.lines, seq, row.created_at_ms))
        if not credit.lines % MARK_EVERY:
            changes.marks.append(Mark(credit.seq, credit.lines, seq, row.created_at_ms))
        self.transfers[row[1]] = row
        changes.entries.append(row)

    def _burn(self, transfer_id: bytes, status: Status, now_ms: int) -> None:
        self.seq += 1
        self.burnt.add(transfer_id)
        self._changes.entries.append(BurntId(self.seq, transfer_id, status.value, now_ms))

    def _refuse_refund(self, event: NewTransfer, debit: Account, credit: Account) -> Status | None:
        origin = self.transfers.get(event.refund_of)
        if origin is None:
            return Status.REFUND_ORIGIN_NOT_FOUND
        if origin.flags & (PENDING | VOID_PENDING | EXPIRY) or origin.refund_of_seq:
            return Status.REFUND_ORIGIN_MOVED_NOTHING
        if (debit.seq, credit.seq) != (origin.credit_account_seq, origin.debit_account_seq):
            return Status.REFUND_MUST_REVERSE_ACCOUNTS
        refunded = self.refunds[origin.seq].refunded_minor if origin.seq in self.refunds else 0
        if refunded + event.amount_minor > origin.amount_minor:
            return Status.EXCEEDS_REFUND_ORIGIN_AMOUNT
        return None

    def _count_refund(self, origin: Transfer, amount: int) -> None:
        refund = self.refunds.setdefault(origin.seq, Refund(origin.seq, origin.amount_minor))
        if self._undo is not None:
            self._undo.refunds.append((refund, refund.refunded_minor, origin.seq in self._changes.refunds))
        refund.refunded_minor += amount
        self._changes.refunds[origin.seq] = refund

    def _roll_back(self) -> None:
        """Take back what the chain under way did so far."""
        undo, changes = self._undo, self._changes
        assert undo is not None
        for account, sums in reversed(undo.accounts):
            account.restore(sums)
            if max(account.seq, account.last_seq) <= changes.after_seq:  # Only the chain had changed it.
                changes.accounts.pop(account.seq, None)
        for hold in undo.holds:
            hold.state, hold.captured_minor, hold.ended_seq = HoldState.PENDING, 0, 0
            if hold.seq <= changes.after_seq:
                changes.holds.pop(hold.seq, None)
        for refund, refunded_minor, was_changed in reversed(undo.refunds):
            refund.refunded_minor = refunded_minor
            if not was_changed:
                del changes.refunds[refund.origin_seq]
                if not refunded_minor:
                    del self.refunds[refund.origin_seq]
        for entry in changes.entries[undo.entries :]:
            assert isinstance(entry, Transfer)
            del self.transfers[entry.id]
            self.holds.pop(entry.seq, None)
            changes.holds.pop(entry.seq, None)
        del changes.entries[undo.entries :]
        while changes.marks and changes.marks[-1].seq > undo.seq:
            changes.marks.pop()
        self.seq = undo.seq
        self._undo = None
