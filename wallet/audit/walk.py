"""The walk through the ledger: every row once, in order, a stretch at a time, each stretch ending where a block does.

After a row whose content is not what was chained, the head can only be known again at the next block, and the tree not
at all: from there on blocks' heads are believed and roots no longer compared, so that later damage is still found.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator

from core.kit.db import Transaction
from wallet import tables
from wallet.audit.anchors import Anchor
from wallet.audit.blocks import BlockLine
from wallet.audit.books import Books
from wallet.audit.forms import NUMBERS, mistyped, read_entry, table_of
from wallet.audit.report import Finding, Pending, Report
from wallet.audit.store import Row, Rows, as_stored
from wallet.chain import NODE_LEVEL_MIN, Chain, Node, canonical
from wallet.records import LINKED, MARK_EVERY, Entry, Opening, Transfer

STRETCH_ROWS_MAX = 4_096
_BESIDE = ("wallet_holds", "wallet_refunds", "wallet_account_actions")


def audit(tx: Transaction, *, anchors: Iterable[Anchor] = ()) -> Report:
    """Go through everything `tx` shows, which must be one moment (`Database.read`); see the package's promise.

    `anchors` in the order of their blocks: what others know of the ledger (`read_anchors`).
    """
    with as_stored(tx) as rows:
        return _Walk(rows, iter(anchors)).run()


class _Beside:
    """Another table's rows, taken along as the walk passes the row each belongs to."""

    def __init__(self, table: str, rows: Iterator[Row], note: Callable[[int, Finding], None]) -> None:
        self._table = table
        self._rows = rows
        self._note = note
        self._next = next(rows, None)

    def upto(self, seq: int | None) -> dict[int, Row]:
        """Those of rows up to `seq` that were not taken yet; all, without one."""
        taken: dict[int, Row] = {}
        while self._next is not None and (seq is None or self._next[0] <= seq):
            number = self._next[0]
            if number in taken:
                self._note(number, Finding(self._table, number, "there is another row with its key"))
            taken[number] = self._next
            self._next = next(self._rows, None)
        return taken


class _Walk:
    def __init__(self, rows: Rows, anchors: Iterator[Anchor]) -> None:
        self._rows = rows
        self._report = Report()
        self._pending = Pending(self._report)
        self._books = Books(self._pending.add)
        self._blocks = BlockLine(self._report, rows.all(tables.blocks), anchors)
        self._holds, self._refunds, self._actions = (
            _Beside(table.name, rows.all(table), self._pending.add)
            for table in (tables.holds, tables.refunds, tables.account_actions)
        )
        self._chain = Chain()
        self._is_head_known = self._is_tree_known = True
        self._nodes_count = 0
        self._seq = 0
        self._newest_ms = 0
        self._was_linked = False

    def run(self) -> Report:
        stretch: list[Row] = []
        for row in self._rows.entries():
            stretch.append(row)
            ends = self._blocks.ends_at(row[0])
            if ends or len(stretch) == STRETCH_ROWS_MAX:
                self._take(stretch)
                stretch = []
            if ends:
                self._end_block(row[0])
        if stretch:
            self._take(stretch)
        self._blocks.close(self._seq)
        self._close()
        self._report.newest_block = self._blocks.before
        return self._report

    # A stretch of rows

    def _take(self, stretch: list[Row]) -> None:
        entries: list[Entry] = []
        stored: list[Row] = []
        for row in stretch:
            entry = self._read(row)
            if entry is not None:
                entries.append(entry)
                stored.append(row)
        self._add_to_chain(entries, stored)
        self._add_to_books(entries, stored, self._seq)
        self._pending.settle()

    def _read(self, row: Row) -> Entry | None:
        """The row's value, once its number, form and time are as they must be."""
        seq = row[0]
        if seq != self._seq + 1:
            self._note_gap(row)
        else:
            self._seq = seq
        entry, problem = read_entry(row)
        if entry is None:
            assert problem is not None
            self._pending.add(seq, Finding(table_of(row), seq, *problem))
            self._is_head_known = self._is_tree_known = False
            return None
        if entry.created_at_ms != self._newest_ms:
            if entry.created_at_ms < self._newest_ms:
                problem = ("it is older than the row before", self._newest_ms, entry.created_at_ms)
                self._pending.add(seq, Finding(table_of(row), seq, *problem))
            self._newest_ms = entry.created_at_ms
        if self._was_linked and type(entry) is not Transfer:
            self._pending.add(seq, Finding(table_of(row), seq, "the chain of linked transfers before it has no end"))
        self._was_linked = type(entry) is Transfer and bool(entry.flags & LINKED)
        return entry

    def _note_gap(self, row: Row) -> None:
        seq = row[0]
        if seq > self._seq:
            self._pending.add(self._seq + 1, Finding("row", self._seq + 1, "missing"))
            self._seq = seq
        else:
            self._pending.add(seq, Finding(table_of(row), seq, "another row has its number"))
        self._is_head_known = self._is_tree_known = False

    def _add_to_chain(self, entries: list[Entry], stored: list[Row]) -> None:
        checks = [row[_CHECK_AT[len(row)]] for row in stored]
        try:
            made, nodes = self._chain.extend(entries)
        except struct.error:
            self._note_unchainable(entries, stored)
            self._is_head_known = self._is_tree_known = False
            return
        if made != checks and self._is_head_known:
            wrong = [place for place, (mine, theirs) in enumerate(zip(made, checks, strict=True)) if mine != theirs]
            # When only the checks were changed the later ones agree; when a row was, none after it does.
            if wrong[-1] == len(made) - 1:
                del wrong[1:]
            for place in wrong:
                self._note_unlike(stored[place], made[place], checks[place])
            self._is_head_known = self._is_tree_known = checks[-1] == made[-1]
        if self._is_tree_known and nodes:
            self._compare_nodes(nodes)

    def _note_unlike(self, row: Row, made: bytes, check: bytes) -> None:
        self._pending.add(row[0], Finding(table_of(row), row[0], "its content is not what was chained", check, made))

    def _note_unchainable(self, entries: list[Entry], stored: list[Row]) -> None:
        for entry, row in zip(entries, stored, strict=True):
            try:
                canonical(entry)
            except struct.error as error:
                self._pending.add(row[0], Finding(table_of(row), row[0], f"a value no row can have ({error})"))

    def _add_to_books(self, entries: list[Entry], stored: list[Row], upto: int | None) -> None:
        books, report = self._books, self._report
        books.marks = {}
        books.beside_holds, books.beside_refunds = self._holds.upto(upto), self._refunds.upto(upto)
        books.beside_actions = self._actions.upto(upto)
        for entry, row in zip(entries, stored, strict=True):
            if type(entry) is Transfer:
                books.post(entry)
                report.transfers += 1
            elif type(entry) is Opening:
                books.open_account(entry, row[8:])
                report.accounts += 1
            else:
                report.burnt_ids += 1
        if books.marks:
            self._compare_marks()
        left = (books.beside_holds, books.beside_refunds, books.beside_actions)
        if any(left):
            for table, beside in zip(_BESIDE, left, strict=True):
                for seq in beside:
                    self._pending.add(seq, Finding(table, seq, "no row of the ledger calls for it"))

    def _compare_marks(self) -> None:
        found = self._rows.with_keys(tables.marks, self._books.marks)
        for key, mark in self._books.marks.items():
            if found.get(key) != mark:
                self._pending.add(mark[2], Finding("wallet_marks", key, "mark", mark, found.get(key)))

    def _compare_nodes(self, nodes: list[Node]) -> None:
        self._nodes_count += len(nodes)
        found = self._rows.with_keys(tables.nodes, [(node.level, node.position) for node in nodes])
        for node in nodes:
            stored = found.get((node.level, node.position))
            if stored != node:
                at = node.position + 1 << node.level
                self._pending.add(at, Finding("wallet_nodes", node[:2], "node of the tree", node, stored))

    # Where a block ends

    def _end_block(self, seq: int) -> None:
        head = self._blocks.check(
            seq, self._chain, newest_ms=self._newest_ms, head_known=self._is_head_known, tree_known=self._is_tree_known
        )
        if self._was_linked:
            self._report.add(Finding("wallet_transfers", seq, "the chain of linked transfers has no end in its block"))
            self._was_linked = False
        if not self._is_head_known and head is not None:
            self._chain = Chain(0, head)  # Its tree means nothing from here on; the head does.
            self._is_head_known = True

    # When all rows were taken

    def _close(self) -> None:
        at = self._seq + 1
        self._add_to_books([], [], None)  # What lies beside rows that are not there.
        self._books.close(at)
        for table, seq in self._rows.doubled_ids():
            self._pending.add(at, Finding(table, seq, "another row has its id"))
        self._count_marks(at)
        if self._is_tree_known:
            self._count_nodes(at)
        epoch = self._rows.writer_epoch()
        if type(epoch) is not int or epoch < self._blocks.before.writer_epoch:
            problem = ("its epoch", self._blocks.before.writer_epoch, epoch)
            self._pending.add(at, Finding("wallet_writer", 1, *problem))
        self._pending.settle()

    def _count_marks(self, at: int) -> None:
        """Those that must be there were compared; when there are others too, name them."""
        count, wanted = self._rows.count(tables.marks), self._books.marks_count
        if count == wanted:
            return
        for mark in self._rows.all(tables.marks):
            account = self._books.accounts.get(mark[0])
            if mistyped(mark, NUMBERS) or account is None or mark[1] % MARK_EVERY or not 0 < mark[1] <= account.lines:
                self._pending.add(at, Finding("wallet_marks", mark[:2], "no line calls for it"))
        self._pending.add(at, Finding("wallet_marks", "all", "how many there are", wanted, count))

    def _count_nodes(self, at: int) -> None:
        count, wanted = self._rows.count(tables.nodes), self._nodes_count
        if count == wanted:
            return
        for level, position, _ in self._rows.all(tables.nodes):
            if level < NODE_LEVEL_MIN or position < 0 or position + 1 << min(level, 64) > self._chain.size:
                self._pending.add(at, Finding("wallet_nodes", (level, position), "the tree has no such node"))
        self._pending.add(at, Finding("wallet_nodes", "all", "how many there are", wanted, count))


# Where chain_check stands in rows of that length.
_CHECK_AT = {15: 7, 21: 20, 5: 4}
