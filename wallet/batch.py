"""What one commit writes, made from what the ledger changed; and what the two databases must do for it.

Everything a commit holds is decided here, from values, so that both databases store the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from sqlalchemy.engine import Connection

from wallet.chain import Block, Chain, Node, next_block
from wallet.changes import Changes
from wallet.records import Account, BurntId, Hold, HoldState, Mark, Refund, Transfer

Row = tuple[Any, ...]


class RequestKey(NamedTuple):
    """Whose request, and which: asked again with the same digest it gets the first answer."""

    caller: str
    method: str
    request_id: str
    sha256: bytes


@dataclass(slots=True)
class Batch:
    """The rows of one commit, in the tables' order of columns."""

    epoch: int
    accounts: list[Row] = field(default_factory=list)
    account_sums: list[Row] = field(default_factory=list)  # The seven that change, then the account's seq.
    transfers: list[Row] = field(default_factory=list)
    burnt_ids: list[Row] = field(default_factory=list)
    holds: list[Row] = field(default_factory=list)
    ended_holds: list[Row] = field(default_factory=list)  # state, captured_minor, ended_seq, then the hold's seq.
    refunds: list[Row] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    requests: list[Row] = field(default_factory=list)
    block: Block | None = None


def make_batch(
    changes: Changes, chain: Chain, before: Block, *, epoch: int, now_ms: int, requests: Sequence[Row]
) -> Batch:
    """Take the changes into the chain and lay out their rows; without a new row there is no block."""
    batch = Batch(epoch, requests=list(requests))
    if not changes.entries:
        return batch
    checks, batch.nodes = chain.extend(changes.entries)
    opened: dict[int, bytes] = {}
    for entry, check in zip(changes.entries, checks, strict=True):
        if type(entry) is Transfer:
            batch.transfers.append((*entry, check))
        elif type(entry) is BurntId:
            batch.burnt_ids.append((*entry, check))
        else:
            opened[entry.seq] = check
    for seq, account in sorted(changes.accounts.items()):  # As they lie in the table: each of its pages comes up once.
        if seq > changes.after_seq:
            batch.accounts.append((*account.opening, opened[seq], *account.sums()))
        else:
            batch.account_sums.append((*account.sums(), seq))
    for hold in changes.holds.values():
        if hold.seq > changes.after_seq:
            batch.holds.append(
                (hold.seq, hold.amount_minor, hold.expires_at_ms, hold.state.value, hold.captured_minor, hold.ended_seq)
            )
        elif hold.state is not HoldState.PENDING:  # Else a chain ended it and was rolled back.
            batch.ended_holds.append((hold.state.value, hold.captured_minor, hold.ended_seq, hold.seq))
    batch.refunds = [
        (r.origin_seq, r.amount_minor, r.refunded_minor) for r in changes.refunds.values() if r.refunded_minor
    ]
    batch.marks = changes.marks
    batch.block = next_block(before, chain, writer_epoch=epoch, committed_at_ms=now_ms)
    return batch


class Posting(Protocol):
    """What the writer asks of a database; all of it on the writer's own connection."""

    def claim(self, connection: Connection) -> int:
        """Become the one writer: take the lock where there is one, and the next epoch; returns it."""

    def resume(self, connection: Connection, epoch: int) -> bool:
        """Go on as the writer of that epoch on a new connection; False where another took over."""

    def is_mine(self, connection: Connection, epoch: int) -> bool:
        """Whether this epoch may still commit; when it says so, no other can take over before this commit's end."""

    def transfers(self, connection: Connection, ids: Iterable[bytes]) -> list[Transfer]:
        """Those of the transfers that are there."""

    def burnt(self, connection: Connection, ids: Iterable[bytes]) -> list[bytes]:
        """Those of the ids that were burnt."""

    def accounts_by_id(self, connection: Connection, ids: Iterable[str]) -> list[Account]: ...

    def accounts_by_seq(self, connection: Connection, seqs: Iterable[int]) -> list[Account]: ...

    def holds(self, connection: Connection, seqs: Iterable[int]) -> list[Hold]: ...

    def refunds(self, connection: Connection, origin_seqs: Iterable[int]) -> list[Refund]: ...

    def answers(self, connection: Connection, keys: Iterable[RequestKey]) -> dict[RequestKey, str]:
        """What was answered under those keys, whatever the digest; the keys carry the stored one."""

    def write(self, connection: Connection, batch: Batch) -> None:
        """Store the batch; the caller commits."""


def account_of(row: Sequence[Any]) -> Account:
    """An account from its columns without chain_check."""
    account = Account(*row)
    account.closed = bool(account.closed)
    return account


def hold_of(row: Sequence[Any]) -> Hold:
    seq, amount_minor, expires_at_ms, state, captured_minor, ended_seq = row
    return Hold(seq, amount_minor, expires_at_ms, HoldState(state), captured_minor, ended_seq)
