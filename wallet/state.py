"""What the writer knows between commits: where the chain stands and the accounts it met; all of it can be read anew.

The accounts are a cache that one process may trust, for only it writes them. Transfers, holds and refunds are loaded
for each commit and forgotten after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from wallet import tables
from wallet.batch import Posting
from wallet.chain import NO_BLOCK, NODE_LEVEL_MIN, Block, Chain, canonical, leaf_hash
from wallet.changes import Changes
from wallet.ledger import Ledger
from wallet.records import NO_ID, PENDING, BurntId, Entry, NewAccount, NewTransfer, Opening, Transfer

ACCOUNTS_MAX = 200_000  # Kept in memory, about 100 MB; those met first go first.


class State:
    """The ledger in memory and the place of its newest row in the chain."""

    def __init__(self, posting: Posting) -> None:
        self._posting = posting
        self.ledger = Ledger()
        self.chain = Chain()
        self.block = NO_BLOCK
        self._greatest_id = NO_ID

    def load(self, connection: Connection) -> None:
        """Forget everything and read where the database stands."""
        self.block = last_block(connection)
        self.chain = load_chain(connection, self.block)
        self.ledger = Ledger(self.block.last_seq)
        # Not max(id): before 18 PostgreSQL has none of bytea.
        greatest = [connection.execute(sa.select(t.c.id).order_by(t.c.id.desc()).limit(1)).scalar() for t in _WITH_IDS]
        self._greatest_id = max((bytes(found) for found in greatest if found is not None), default=NO_ID)

    def prepare(self, connection: Connection, transfers: Sequence[NewTransfer], accounts: Sequence[NewAccount]) -> None:
        """Load what these requests name and the ledger does not have."""
        ledger, posting = self.ledger, self._posting
        asked = {event.id for event in transfers}
        named = {event.pending_id for event in transfers} | {event.refund_of for event in transfers} | asked
        named.discard(NO_ID)
        # Ids grow with time, so most of a batch is greater than every id there is: those need no looking up.
        known = [found for found in named if found <= self._greatest_id]
        if known:
            self._add_transfers(connection, known)
            ledger.burnt.update(posting.burnt(connection, (found for found in known if found in asked)))
        ids = {event.debit_account_id for event in transfers} | {event.credit_account_id for event in transfers}
        ids.update(account.id for account in accounts)
        ids.discard("")
        missing = ids.difference(ledger.accounts)
        if missing:
            for account in posting.accounts_by_id(connection, missing):
                ledger.add_account(account)

    def note_ids(self, changes: Changes) -> None:
        """Ids that now exist are looked up from now on."""
        ids = [entry.id for entry in changes.entries if isinstance(entry, (Transfer, BurntId))]
        self._greatest_id = max([self._greatest_id, *ids])

    def _add_transfers(self, connection: Connection, ids: Iterable[bytes]) -> None:
        ledger, posting = self.ledger, self._posting
        rows = posting.transfers(connection, ids)
        ledger.transfers.update((row.id, row) for row in rows)
        pending = [row for row in rows if row.flags & PENDING]
        self._add_pending(connection, pending)
        plain = [row.seq for row in rows if not row.flags & PENDING]
        for refund in posting.refunds(connection, plain):
            ledger.refunds.setdefault(refund.origin_seq, refund)

    def _add_pending(self, connection: Connection, pending: Sequence[Transfer]) -> None:
        ledger, posting = self.ledger, self._posting
        for hold in posting.holds(connection, (row.seq for row in pending)):
            # One that is known may have ended in this commit, of which the database knows nothing yet.
            ledger.holds.setdefault(hold.seq, hold)
        seqs = {row.debit_account_seq for row in pending} | {row.credit_account_seq for row in pending}
        for account in posting.accounts_by_seq(connection, seqs.difference(ledger.accounts_by_seq)):
            ledger.add_account(account)

    def due(self, connection: Connection, now_ms: int, limit: int) -> list[Transfer]:
        """The pending transfers whose time is over, the longest over first, with their holds and accounts loaded."""
        holds = tables.holds.c
        late = sa.select(holds.seq).where(holds.state == "pending", holds.expires_at_ms > 0)
        late = late.where(holds.expires_at_ms <= now_ms).order_by(holds.expires_at_ms, holds.seq).limit(limit)
        ids = sa.select(tables.transfers.c.id).where(tables.transfers.c.seq.in_(late.subquery().select()))
        found = [bytes(row.id) for row in connection.execute(ids)]
        self._add_transfers(connection, found)
        ledger = self.ledger
        # As several sweeps would, so that the chain does not depend on how many there were.
        due = [ledger.transfers[row_id] for row_id in found]
        return sorted(due, key=lambda row: (ledger.holds[row.seq].expires_at_ms, row.seq))

    def forget(self) -> None:
        """Drop what only the last commit needed, and accounts beyond the limit."""
        ledger = self.ledger
        for short_lived in (ledger.transfers, ledger.holds, ledger.refunds, ledger.burnt):
            short_lived.clear()
        if len(ledger.accounts) > ACCOUNTS_MAX:
            for account_id in list(ledger.accounts)[: len(ledger.accounts) - ACCOUNTS_MAX // 2]:
                del ledger.accounts_by_seq[ledger.accounts.pop(account_id).seq]


_WITH_IDS = (tables.transfers, tables.burnt_ids)


def last_block(connection: Connection, number: int | None = None) -> Block:
    """The newest block, or the one of that number; NO_BLOCK where there is none."""
    found = sa.select(tables.blocks).order_by(tables.blocks.c.number.desc()).limit(1)
    if number is not None:
        found = found.where(tables.blocks.c.number == number)
    row = connection.execute(found).one_or_none()
    return NO_BLOCK if row is None else Block._make(row)


def load_chain(connection: Connection, block: Block) -> Chain:
    """The chain as it stood at a block: whole subtrees from the stored nodes, the rest from at most 255 rows."""
    size, tops = block.last_seq, []
    for level in range(size.bit_length() - 1, NODE_LEVEL_MIN - 1, -1):
        if size >> level & 1:
            at = sa.and_(tables.nodes.c.level == level, tables.nodes.c.position == (size >> level) - 1)
            tops.append(bytes(connection.execute(sa.select(tables.nodes.c.hash).where(at)).scalar_one()))
    rest = Chain()
    for leaf in leaves(connection, (size >> NODE_LEVEL_MIN << NODE_LEVEL_MIN) + 1, size):
        rest.add_leaf(leaf)
    return Chain(size, block.head, tops + rest.tops)


def entries(connection: Connection, first_seq: int, last_seq: int) -> list[Entry]:
    """The rows of all kinds from one seq to another, in order."""
    return [entry for entry, _ in checked_entries(connection, first_seq, last_seq)]


def checked_entries(connection: Connection, first_seq: int, last_seq: int) -> list[tuple[Entry, bytes]]:
    """The same, each with its check as stored."""
    found: list[tuple[Entry, bytes]] = []
    kinds = ((tables.accounts, Opening), (tables.transfers, Transfer), (tables.burnt_ids, BurntId))
    for table, kind in kinds:
        columns = [table.c[name] for name in kind._fields]
        rows = sa.select(*columns, table.c.chain_check).where(table.c.seq.between(first_seq, last_seq))
        found.extend((kind._make(row[:-1]), bytes(row[-1])) for row in connection.execute(rows))
    return sorted(found, key=lambda each: each[0].seq)


def leaves(connection: Connection, first_seq: int, last_seq: int) -> list[bytes]:
    """Those rows as the tree has them, hashed anew."""
    return [leaf_hash(canonical(row), check) for row, check in checked_entries(connection, first_seq, last_seq)]
