"""The books, done again from the rows alone: sums, links, limits, holds, refunds, and what each row says they are.

This is not the machine that made the rows (`wallet.ledger`): it knows nothing of requests and refuses nothing, it only
re-adds and compares. Kept in memory are the accounts' sums, the holds still open and the transfers that were refunded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from wallet.account_actions import CONTROL_OWNER, action_digest
from wallet.audit.forms import ACTION_TYPES, HOLD_TYPES, NUMBERS, Problem, mistyped
from wallet.audit.report import Finding
from wallet.audit.standing import OpenHold, RefundedOrigin, Standing
from wallet.audit.store import Row
from wallet.ids import derived_id
from wallet.records import (
    BALANCING,
    BALANCING_CREDIT,
    BALANCING_DEBIT,
    CLOSING,
    CLOSING_CREDIT,
    CLOSING_DEBIT,
    ENDING,
    EXPIRY,
    LINKED,
    MARK_EVERY,
    PENDING,
    POST_PENDING,
    VOID_PENDING,
    HoldState,
    Opening,
    Transfer,
)

_ENDS = ENDING | EXPIRY
_PLAIN = LINKED | BALANCING
_HOLDS = LINKED | BALANCING | PENDING | CLOSING
_STILL_OPEN = (HoldState.PENDING.value, 0, 0)


class Books:
    """`beside_*` are the rows of the other tables for the stretch under way; whatever uses one takes it out."""

    def __init__(self, note: Callable[[int, Finding], None]) -> None:
        self._note = note
        self.accounts: dict[int, Standing] = {}
        self.marks: dict[tuple[int, int], Row] = {}  # That must be there for the stretch under way.
        self.marks_count = 0
        self.beside_holds: dict[int, Row] = {}
        self.beside_refunds: dict[int, Row] = {}
        self.beside_actions: dict[int, Row] = {}
        self._open: dict[int, OpenHold] = {}
        self._origins: dict[int, RefundedOrigin] = {}
        self._ids: set[str] = set()
        self._owned: set[tuple[str, int, int]] = set()

    def open_account(self, opening: Opening, sums: Row) -> None:
        """Take in an account; `sums` is what is stored of it now, compared at the end."""
        seq, account_id, ledger, code, flags, owner, _ = opening
        self.accounts[seq] = Standing(seq, account_id, ledger, flags, owner == CONTROL_OWNER, sums)
        owned = (owner, ledger, code)
        if not account_id or account_id in self._ids:
            self._bad("wallet_accounts", seq, ("its id is empty or another's too", None, account_id))
        elif owner and owned in self._owned:
            self._bad("wallet_accounts", seq, ("its owner has such an account already", None, owned))
        elif flags not in (0, 2, 4) or ledger < 1 or code < 1:
            self._bad("wallet_accounts", seq, ("flags, ledger or code cannot be", None, (flags, ledger, code)))
        self._ids.add(account_id)
        self._owned.add(owned)

    def post(self, row: Transfer) -> None:
        """Take in a transfer: what it may do, what it did, and what it says stands after it."""
        debit, credit = self.accounts.get(row.debit_account_seq), self.accounts.get(row.credit_account_seq)
        if debit is None or credit is None or debit is credit:
            accounts = (row.debit_account_seq, row.credit_account_seq)
            self._bad("wallet_transfers", row.seq, ("its accounts are not two opened before it", None, accounts))
            return
        if self.beside_refunds:
            self._begin_refunds(row)
        if row.flags & _ENDS:
            problem = self._end(row, debit, credit)
        elif row.ledger != debit.ledger or row.ledger != credit.ledger or not row.code or row.pending_seq:
            problem = ("ledger, code or pending_seq does not fit it", None, (row.ledger, row.code, row.pending_seq))
        elif debit.closed or credit.closed:
            problem = ("it moved on a closed account", None, None)
        else:
            problem = self._hold(row, debit, credit) if row.flags & PENDING else self._move(row, debit, credit)
        after = self._line(row, debit, credit)
        if problem is not None or after is not None:
            self._bad("wallet_transfers", row.seq, problem or after)

    # What it does

    def _move(self, row: Transfer, debit: Standing, credit: Standing) -> Problem | None:
        amount, problem = row.amount_minor, None
        if row.refund_of_seq:
            problem = self._refund(row)
        elif row.flags & BALANCING:
            problem = _more_than_there_is(row, debit, credit)
        if row.flags & ~_PLAIN or row.timeout_s:
            problem = ("its flags or timeout are not those of a plain transfer", None, (row.flags, row.timeout_s))
        debit.debits_posted += amount
        credit.credits_posted += amount
        return problem

    def _hold(self, row: Transfer, debit: Standing, credit: Standing) -> Problem | None:
        problem = _more_than_there_is(row, debit, credit) if row.flags & BALANCING else None
        if row.flags & ~_HOLDS or row.refund_of_seq:
            problem = ("its flags or refund_of_seq are not those of a hold", None, (row.flags, row.refund_of_seq))
        expires_at_ms = row.created_at_ms + row.timeout_s * 1000 if row.timeout_s else 0
        stored = self.beside_holds.pop(row.seq, None)
        if stored is None:
            self._bad("wallet_holds", row.seq, ("missing", None, None))
        elif tuple(map(type, stored)) != HOLD_TYPES:
            self._bad("wallet_holds", row.seq, mistyped(stored, HOLD_TYPES))
        elif stored[1:3] != (row.amount_minor, expires_at_ms):
            made = (row.amount_minor, expires_at_ms)
            self._bad("wallet_holds", row.seq, ("amount and moment of expiry", made, stored[1:3]))
        self._open[row.seq] = OpenHold(row, expires_at_ms, None if stored is None else stored[3:])
        debit.debits_pending += row.amount_minor
        credit.credits_pending += row.amount_minor
        if row.flags & CLOSING:
            debit.closed = debit.closed or bool(row.flags & CLOSING_DEBIT)
            credit.closed = credit.closed or bool(row.flags & CLOSING_CREDIT)
            self._act(row, debit, credit)
        return problem

    def _end(self, row: Transfer, debit: Standing, credit: Standing) -> Problem | None:
        hold = self._open.pop(row.pending_seq, None)
        if hold is None:
            return "it ends what is no open hold", None, row.pending_seq
        pending, problem = hold.pending, _unfit_end(row, hold, debit, credit)
        debit.debits_pending -= pending.amount_minor
        credit.credits_pending -= pending.amount_minor
        state, captured = HoldState.EXPIRED, 0
        if row.flags & POST_PENDING:
            debit.debits_posted += row.amount_minor
            credit.credits_posted += row.amount_minor
            state, captured = HoldState.POSTED, row.amount_minor
        elif row.flags & VOID_PENDING:
            state = HoldState.VOIDED
        if pending.flags & CLOSING and not row.flags & POST_PENDING:
            debit.closed = debit.closed and not pending.flags & CLOSING_DEBIT
            credit.closed = credit.closed and not pending.flags & CLOSING_CREDIT
            if row.flags & VOID_PENDING:
                self._act(row, debit, credit)
        ended = (state.value, captured, row.seq)
        if hold.stored is not None and hold.stored != ended:
            self._bad("wallet_holds", pending.seq, ("how it ended", ended, hold.stored), at=row.seq)
        return problem

    def _begin_refunds(self, row: Transfer) -> None:
        """Rows of wallet_refunds name transfers that moved money and were later refunded."""
        stored = self.beside_refunds.pop(row.seq, None)
        if stored is None:
            return
        if mistyped(stored, NUMBERS) is not None:
            self._bad("wallet_refunds", row.seq, mistyped(stored, NUMBERS))
        elif row.flags & (PENDING | VOID_PENDING | EXPIRY) or row.refund_of_seq:
            self._bad("wallet_refunds", row.seq, ("of a row that moved nothing, or is itself a refund", None, None))
        elif stored[1] != row.amount_minor:
            self._bad("wallet_refunds", row.seq, ("the amount that can be refunded", row.amount_minor, stored[1]))
        self._origins[row.seq] = RefundedOrigin(row, stored[2])

    def _refund(self, row: Transfer) -> Problem | None:
        origin = self._origins.get(row.refund_of_seq)
        if origin is None:
            return "it refunds a row that wallet_refunds does not have", None, row.refund_of_seq
        origin.refunded_minor += row.amount_minor
        ways = (origin.row.credit_account_seq, origin.row.debit_account_seq)
        if (row.debit_account_seq, row.credit_account_seq) != ways:
            return "it does not go back the way its origin came", ways, (row.debit_account_seq, row.credit_account_seq)
        if origin.refunded_minor > origin.row.amount_minor or row.flags & ~LINKED:
            return "more was refunded than moved", origin.row.amount_minor, origin.refunded_minor
        return None

    def _act(self, row: Transfer, debit: Standing, credit: Standing) -> None:
        """An operator froze or reopened the debit account: who and why is kept beside, and bound by its digest."""
        if not credit.is_control:
            return
        stored = self.beside_actions.pop(row.seq, None)
        if stored is None or mistyped(stored, ACTION_TYPES) is not None:
            self._bad("wallet_account_actions", row.seq, ("missing, or of other types", None, stored))
            return
        _, account_seq, action, operator_id, reason, created_at_ms = stored
        if (account_seq, created_at_ms) != (debit.seq, row.created_at_ms):
            made = (debit.seq, row.created_at_ms)
            self._bad("wallet_account_actions", row.seq, ("account and time", made, (account_seq, created_at_ms)))
        elif row.user_data_128 != _digest(debit.id, action, operator_id, reason):
            self._bad("wallet_account_actions", row.seq, ("not the words its transfer holds the digest of", None, None))

    # What stands after it

    def _line(self, row: Transfer, debit: Standing, credit: Standing) -> Problem | None:
        seq = row.seq
        before = (debit.last_seq, credit.last_seq)
        debit.last_seq = credit.last_seq = seq
        debit.lines += 1
        credit.lines += 1
        if not debit.lines % MARK_EVERY:
            self._mark(debit, row)
        if not credit.lines % MARK_EVERY:
            self._mark(credit, row)
        if (row.debit_previous_seq, row.credit_previous_seq) != before:
            return "the rows before it on its accounts", before, (row.debit_previous_seq, row.credit_previous_seq)
        stands = (
            debit.credits_posted - debit.debits_posted, debit.debits_pending,
            credit.credits_posted - credit.debits_posted, credit.debits_pending,
        )  # fmt: skip
        if row[16:] != stands:
            return "balances and held after it (debit, credit)", stands, row[16:]
        if (debit.flags and debit.is_over()) or (credit.flags and credit.is_over()):
            return "an account is past its limit after it", None, stands
        return None

    def _mark(self, account: Standing, row: Transfer) -> None:
        self.marks[account.seq, account.lines] = (account.seq, account.lines, row.seq, row.created_at_ms)
        self.marks_count += 1

    # When all rows were taken in

    def close(self, at: int) -> None:
        """Compare what is stored now with what the rows add up to."""
        for hold in self._open.values():
            if hold.stored is not None and hold.stored != _STILL_OPEN:
                self._bad("wallet_holds", hold.pending.seq, ("nothing ended it", _STILL_OPEN, hold.stored), at=at)
        for seq, origin in self._origins.items():
            if origin.stored_minor != origin.refunded_minor:
                problem = ("how much was refunded", origin.refunded_minor, origin.stored_minor)
                self._bad("wallet_refunds", seq, problem, at=at)
        debited: Counter[int] = Counter()
        credited: Counter[int] = Counter()
        for account in self.accounts.values():
            if account.sums() != account.stored:
                stands = ("pending and posted debits and credits, closed, lines, last", account.sums(), account.stored)
                self._bad("wallet_accounts", account.seq, stands, at=at)
            debited[account.ledger] += account.stored[0] + account.stored[1]
            credited[account.ledger] += account.stored[2] + account.stored[3]
        for ledger in debited:
            if debited[ledger] != credited[ledger]:
                sides = (f"debits and credits of ledger {ledger}", debited[ledger], credited[ledger])
                self._bad("wallet_accounts", "all", sides, at=at)

    def _bad(self, table: str, key: int | str, problem: Problem | None, *, at: int | None = None) -> None:
        assert problem is not None
        place = at if at is not None else key
        assert isinstance(place, int)
        self._note(place, Finding(table, key, *problem))


def _digest(*words: str) -> bytes | None:
    try:
        return action_digest(*words)
    except UnicodeError:  # Bytes that are no text have no digest.
        return None


def _more_than_there_is(row: Transfer, debit: Standing, credit: Standing) -> Problem | None:
    there = row.amount_minor
    if row.flags & BALANCING_DEBIT:
        there = min(there, max(0, debit.credits_posted - debit.debits_posted - debit.debits_pending))
    if row.flags & BALANCING_CREDIT:
        there = min(there, max(0, credit.debits_posted - credit.credits_posted - credit.credits_pending))
    return None if there == row.amount_minor else ("it balances more than there is", there, row.amount_minor)


def _unfit_end(row: Transfer, hold: OpenHold, debit: Standing, credit: Standing) -> Problem | None:
    pending, flags = hold.pending, row.flags & ~LINKED
    made = (pending.debit_account_seq, pending.credit_account_seq, pending.ledger, pending.code, 0, 0)
    found = (row.debit_account_seq, row.credit_account_seq, row.ledger, row.code, row.timeout_s, row.refund_of_seq)
    if found != made:
        return "accounts, ledger, code, timeout and refund of what ends a hold", made, found
    is_due = 0 < hold.expires_at_ms <= row.created_at_ms
    if flags == EXPIRY:
        row_id = derived_id(b"expiry", pending.id)
        if (row.id, row.amount_minor, is_due) != (row_id, 0, True):
            return "id, amount and due of an expiry", (row_id, 0, True), (row.id, row.amount_minor, is_due)
    elif flags == VOID_PENDING:
        if row.amount_minor != pending.amount_minor:
            return "it voids another amount", pending.amount_minor, row.amount_minor
    elif flags != POST_PENDING or row.amount_minor > pending.amount_minor:
        return "it ends a hold in no known way, or takes more than was held", pending.amount_minor, row.amount_minor
    elif debit.closed or credit.closed:
        return "it captured from or to a closed account", None, None
    return ("its hold had expired", None, hold.expires_at_ms) if is_due and flags != EXPIRY else None
