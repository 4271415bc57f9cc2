"""Random life of a ledger, on any face of it: every answer is the model's, and after each step the books add up.

Beside the ledger under test runs a pure one that is given one thing at a time: whatever was grouped into a submission
or a commit, both must have the same rows and the same chain head. A subclass brings another face by `make_face`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.support.ledger_books import EUR, SAR, move, post, void
from tests.support.ledger_model import Model, runs
from wallet.chain import Chain
from wallet.ledger import Changes, Ledger
from wallet.records import (
    ALL,
    CLOSING_DEBIT,
    DEBITS_MUST_NOT_EXCEED_CREDITS,
    EXPIRY,
    LINKED,
    PENDING,
    POST_PENDING,
    Account,
    BurntId,
    Entry,
    Hold,
    HoldState,
    NewAccount,
    NewTransfer,
    Opening,
    Refund,
    Status,
    Transfer,
)

FREE, STRICT = ("bank", "Bank"), ("ali", "sara", "omar", "Ali", "Sara")  # Capitals: the ones in euros.
LEDGERS = {name: EUR if name[0].isupper() else SAR for name in FREE + STRICT}
NEVER = 10**9  # The number of an id that nothing has.
SAID = ("again", "changed")  # Said before: nothing more is changed about it.


class Face(Protocol):
    """A ledger under test; times are given, so that two faces can be given the same."""

    def open_accounts(self, asked: Sequence[NewAccount], now_ms: int) -> Sequence[Status]: ...
    def submit(self, asked: Sequence[NewTransfer], now_ms: int) -> Sequence[Status]: ...
    def expire(self, now_ms: int) -> int:
        """End what is due, by time of expiry, then by seq."""

    def restart(self) -> None:
        """Forget all that is not stored."""

    def entries(self) -> list[Entry]:
        """All rows stored, by seq."""

    def accounts(self) -> list[Account]: ...
    def holds(self) -> list[Hold]: ...
    def refunds(self) -> list[Refund]: ...
    def head(self) -> bytes: ...
    def close(self) -> None: ...


class PureFace:
    """The pure ledger with a store in memory, which takes changes as the tables would and refuses what they would."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.chain = Chain()
        self._entries: list[Entry] = []
        self._accounts: dict[int, Account] = {}
        self._holds: dict[int, Hold] = {}
        self._refunds: dict[int, Refund] = {}

    def open_accounts(self, asked: Sequence[NewAccount], now_ms: int) -> list[Status]:
        statuses = self.ledger.create_accounts(asked, now_ms)
        self._store(self.ledger.take_changes())
        return statuses

    def submit(self, asked: Sequence[NewTransfer], now_ms: int) -> list[Status]:
        statuses = self.ledger.create_transfers(asked, now_ms)
        self._store(self.ledger.take_changes())
        return statuses

    def expire(self, now_ms: int) -> int:
        due = {hold.seq: hold.expires_at_ms for hold in self._holds.values() if 0 < hold.expires_at_ms <= now_ms}
        pending = [row for row in self.ledger.transfers.values() if row.seq in due]
        ended = self.ledger.expire(sorted(pending, key=lambda row: (due[row.seq], row.seq)), now_ms)
        self._store(self.ledger.take_changes())
        return ended

    def restart(self) -> None:
        ledger = self.ledger = Ledger(len(self._entries))
        for account in self._accounts.values():
            ledger.add_account(replace(account))
        ledger.transfers = {entry.id: entry for entry in self._entries if isinstance(entry, Transfer)}
        ledger.burnt = {entry.id for entry in self._entries if isinstance(entry, BurntId)}
        ledger.holds = {seq: replace(hold) for seq, hold in self._holds.items()}
        ledger.refunds = {seq: replace(refund) for seq, refund in self._refunds.items()}

    def entries(self) -> list[Entry]:
        return self._entries

    def accounts(self) -> list[Account]:
        return list(self._accounts.values())

    def holds(self) -> list[Hold]:
        return list(self._holds.values())

    def refunds(self) -> list[Refund]:
        return list(self._refunds.values())

    def head(self) -> bytes:
        return self.chain.head

    def close(self) -> None: ...

    def _store(self, changes: Changes) -> None:
        assert changes.after_seq == len(self._entries)
        self.chain.extend(changes.entries)
        self._entries += changes.entries
        touched = {seq for row in changes.entries if isinstance(row, Transfer) for seq in row[2:4]}
        assert set(changes.accounts) == touched | {row.seq for row in changes.entries if isinstance(row, Opening)}
        self._accounts |= {seq: replace(account) for seq, account in changes.accounts.items()}
        for seq, hold in changes.holds.items():
            known = self._holds.get(seq)
            assert seq > changes.after_seq if known is None else hold.state is not HoldState.PENDING
            assert known is None or known.state is HoldState.PENDING
            self._holds[seq] = replace(hold)
        for seq, refund in changes.refunds.items():
            assert refund.refunded_minor >= (self._refunds[seq].refunded_minor if seq in self._refunds else 0)
            self._refunds[seq] = replace(refund)


kinds = st.sampled_from(["pay", "pay", "hold", "freeze", "post", "post", "void", "refund", "ghost", "again", "changed"])
numbers = st.integers(0, 40)
specs = st.tuples(kinds, numbers, numbers, st.integers(0, 120), st.integers(0, 3), st.booleans())


class LedgerMachine(RuleBasedStateMachine):
    """Submissions of one to six events, time that passes, sweeps and restarts, in any order."""

    def make_face(self) -> Face:
        return PureFace()

    @initialize()
    def begin(self) -> None:
        self.face, self.alone = self.make_face(), PureFace()
        self.model = Model(strict=STRICT, free=FREE)
        self.now_ms = self.model.now_ms = 1_000_000
        self.asked: list[NewTransfer] = []
        asked = [
            NewAccount(name, LEDGERS[name], 1, DEBITS_MUST_NOT_EXCEED_CREDITS if name in STRICT else 0)
            for name in LEDGERS
        ]
        for face in (self.face, self.alone):
            assert list(face.open_accounts(asked, self.now_ms)) == [Status.CREATED] * len(asked)
        self._submit([self._start(1, "bank", "ali", 200), self._start(2, "Bank", "Ali", 200)])

    def teardown(self) -> None:
        if hasattr(self, "face"):
            self.face.close()

    # What happens

    @rule(wanted=st.lists(specs, min_size=1, max_size=6))
    def submit(self, wanted: list[tuple[str, int, int, int, int, bool]]) -> None:
        first = len(self.asked)
        for kind, one, other, amount, timeout_s, linked in wanted:
            event = self._event(kind, one, other, amount, timeout_s)
            self.asked.append(event._replace(flags=event.flags | LINKED) if linked and kind not in SAID else event)
        batch, self.asked = self.asked[first:], self.asked[:first]
        self._submit(batch)

    @rule(ms=st.sampled_from([1, 999, 1000, 3000]))
    def time_passes(self, ms: int) -> None:
        self.now_ms = self.model.now_ms = self.now_ms + ms

    @rule()
    def sweep(self) -> None:
        wanted = self.model.expire()
        assert [face.expire(self.now_ms) for face in (self.face, self.alone)] == [wanted, wanted]
        assert self.face.expire(self.now_ms) == 0

    @rule()
    def restart(self) -> None:
        self.face.restart()

    @rule()
    def everything_again(self) -> None:
        """Each request there ever was, once more, alone: told what became of it, and nothing moves."""
        before = self.face.entries()[:], self.face.head()
        for event in self.asked:
            if event.id in self.model.done or event.id in self.model.burnt:
                alone = event._replace(flags=event.flags & ~LINKED)
                (status,) = self.face.submit([alone], self.now_ms)
                if event.id in self.model.burnt:
                    assert status is Status.ID_ALREADY_FAILED
                elif alone == self.model.done[event.id]:
                    assert status is Status.EXISTS
                else:
                    assert status.startswith("exists_with_different")
        assert (self.face.entries(), self.face.head()) == before

    # How it is asked

    def _submit(self, batch: list[NewTransfer]) -> None:
        self.asked += batch
        wanted = self.model.submit(batch)
        assert list(self.face.submit(batch, self.now_ms)) == wanted
        assert [status for run in runs(batch) for status in self.alone.submit(run, self.now_ms)] == wanted

    def _start(self, number: int, debit: str, credit: str, amount: int, **fields: Any) -> NewTransfer:
        return move(number, debit, credit, amount, ledger=LEDGERS[credit], **fields)

    def _event(self, kind: str, one: int, other: int, amount: int, timeout_s: int) -> NewTransfer:
        number = len(self.asked) + 1000
        if kind == "again":
            return self.asked[one % len(self.asked)]
        if kind == "changed":  # Only of what happened: else it is no second use of the id.
            done = list(self.model.done.values())
            return done[one % len(done)]._replace(code=7)
        if kind in ("post", "void"):
            holds = [event for event in self.asked if event.flags & PENDING]
            pending = int.from_bytes(holds[-1 - one % len(holds)].id, "big") if holds else NEVER
            if kind == "void":
                return void(number, pending)
            return post(number, pending, ALL if other % 2 else amount)
        if kind == "refund":
            return self._refund(number, one, amount)
        mates = [name for name in LEDGERS if LEDGERS[name] == (EUR if one % 3 == 0 else SAR)]
        debit = mates.pop(one % len(mates))
        credit = mates[other % len(mates)]
        fields: dict[str, Any] = {}
        if kind == "freeze":
            fields["flags"], amount = PENDING | CLOSING_DEBIT, 0
        if kind == "hold":
            fields["flags"] = PENDING
        if kind in ("freeze", "hold"):
            fields["timeout_s"] = timeout_s
        return self._start(number, "nobody" if kind == "ghost" else debit, credit, amount, **fields)

    def _refund(self, number: int, one: int, amount: int) -> NewTransfer:
        """Of something that was asked for as a payment or a capture, whatever became of it."""
        by_id = {event.id: event for event in self.asked}
        paid = [
            event for event in self.asked
            if not event.flags & ~(LINKED | POST_PENDING) and event.refund_of == bytes(16)
            and event.debit_account_id != "nobody" and (not event.flags & POST_PENDING or event.pending_id in by_id)
        ]  # fmt: skip
        origin = paid[-1 - one % len(paid)]
        moved = by_id[origin.pending_id] if origin.flags & POST_PENDING else origin
        return self._start(number, moved.credit_account_id, moved.debit_account_id, amount, refund_of=origin.id)

    # What always holds

    @invariant()
    def the_books_add_up(self) -> None:
        if not hasattr(self, "face"):
            return
        entries = self.face.entries()
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert (entries, self.face.head()) == (self.alone.entries(), self.alone.head())
        accounts = {account.seq: account for account in self.face.accounts()}
        rows = {entry.seq: entry for entry in entries if isinstance(entry, Transfer)}
        check_accounts(accounts, rows)
        check_holds({hold.seq: hold for hold in self.face.holds()}, rows)
        check_refunds({refund.origin_seq: refund for refund in self.face.refunds()}, rows)
        for account in accounts.values():
            assert account.credits_posted - account.debits_posted == self.model.balance(account.id)
            assert account.debits_pending == self.model.held(account.id)
            assert account.closed == self.model.frozen(account.id)


def check_accounts(accounts: dict[int, Account], rows: dict[int, Transfer]) -> None:
    """Rows added up are the balances, in every row on the way; nothing is made or lost in any currency."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    lines: dict[int, list[int]] = defaultdict(list)
    for seq, row in rows.items():
        debit, credit = sums[row.debit_account_seq], sums[row.credit_account_seq]
        held = rows[row.pending_seq].amount_minor if row.pending_seq else 0
        if row.flags & PENDING:
            held = -row.amount_minor
        moved = row.amount_minor if not row.flags & PENDING and (not row.pending_seq or row.flags & POST_PENDING) else 0
        for side, at in ((debit, 0), (credit, 2)):
            side[at], side[at + 1] = side[at] - held, side[at + 1] + moved
        assert (row.debit_balance_minor, row.debit_held_minor) == (debit[3] - debit[1], debit[0])
        assert (row.credit_balance_minor, row.credit_held_minor) == (credit[3] - credit[1], credit[0])
        lines[row.debit_account_seq].append(seq)
        lines[row.credit_account_seq].append(seq)
    totals: Counter[tuple[int, str]] = Counter()
    for seq, account in accounts.items():
        dp, dd, cp, cc = sums[seq]
        assert account.sums() == (dp, dd, cp, cc, account.closed, len(lines[seq]), (lines[seq] or [0])[-1])
        assert min(dp, dd, cp, cc) >= 0
        assert dp + dd <= cc or not account.flags & DEBITS_MUST_NOT_EXCEED_CREDITS
        totals[account.ledger, "posted"] += dd - cc
        totals[account.ledger, "pending"] += dp - cp
        walked, at = list[int](), account.last_seq
        while at:
            walked.append(at)
            row = rows[at]
            at = row.debit_previous_seq if row.debit_account_seq == seq else row.credit_previous_seq
        assert walked == lines[seq][::-1]
    assert not any(totals.values())


def check_holds(holds: dict[int, Hold], rows: dict[int, Transfer]) -> None:
    """Each ends at most once, and then what was taken and what was let go are together what was held."""
    ends = [row for row in rows.values() if row.pending_seq]
    assert set(holds) == {row.seq for row in rows.values() if row.flags & PENDING}
    assert len({row.pending_seq for row in ends}) == len(ends)
    ended = {row.pending_seq: row for row in ends}
    for seq, hold in holds.items():
        assert hold.amount_minor == rows[seq].amount_minor
        end = ended.get(seq)
        if end is None:
            assert (hold.state, hold.captured_minor, hold.ended_seq) == (HoldState.PENDING, 0, 0)
            continue
        posted, expired = end.flags & POST_PENDING, end.flags & EXPIRY
        state = HoldState.POSTED if posted else HoldState.EXPIRED if expired else HoldState.VOIDED
        captured = end.amount_minor if posted else 0
        assert (hold.state, hold.captured_minor, hold.ended_seq) == (state, captured, end.seq)
        assert 0 <= captured <= hold.amount_minor


def check_refunds(refunds: dict[int, Refund], rows: dict[int, Transfer]) -> None:
    """Nobody gets back more than was paid."""
    given: Counter[int] = Counter()
    for row in rows.values():
        if row.refund_of_seq:
            given[row.refund_of_seq] += row.amount_minor
    assert {seq: refund.refunded_minor for seq, refund in refunds.items() if refund.refunded_minor} == +given
    assert all(amount <= rows[seq].amount_minor == refunds[seq].amount_minor for seq, amount in (+given).items())
