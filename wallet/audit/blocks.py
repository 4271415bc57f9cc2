"""The line of blocks, each checked against the one before, the rows it covers, and what people outside know of it."""

from __future__ import annotations

from collections.abc import Iterator

from wallet.audit.anchors import Anchor, CheckpointUnreadable
from wallet.audit.forms import BLOCK_TYPES, Problem, mistyped
from wallet.audit.report import Finding, Report
from wallet.audit.store import Row
from wallet.chain import NO_BLOCK, Block, Chain, block_hash


class BlockLine:
    """Follows the walk: `ends_at` says where to stop for a block, `check` checks it; `before` is the last one."""

    def __init__(self, report: Report, rows: Iterator[Row], anchors: Iterator[Anchor]) -> None:
        self._report = report
        self._rows = rows
        self._anchors = anchors
        self.before = NO_BLOCK
        self._block = self._next()
        self._anchor = self._next_anchor()

    def ends_at(self, seq: int) -> bool:
        """Whether a block ends with this row, or ended before it."""
        return self._block is not None and self._block.last_seq <= seq

    def check(
        self, seq: int, chain: Chain, *, newest_ms: int, head_known: bool, tree_known: bool
    ) -> bytes | None:  # fmt: skip
        """Check the blocks that end with row `seq`; gives the head as the last of them has it."""
        head = None
        while self._block is not None and self._block.last_seq <= seq:
            block, before = self._block, self.before
            missing = before.number + 1
            if block.number > missing:
                self._report.add(Finding("wallet_blocks", missing, "missing"))
            problem = _out_of_line(before, block, seq, newest_ms)
            if problem is None and block.hash != (made := block_hash(before.hash, block)):
                problem = ("its hash does not follow from its content and the block before", made, block.hash)
            if problem is None and head_known and block.head != chain.head:
                problem = ("its head is not that of the rows up to it", chain.head, block.head)
            if problem is None and tree_known and block.root != (root := chain.root()):
                problem = ("its root is not that of the rows up to it", root, block.root)
            if problem is not None:
                self._report.add(Finding("wallet_blocks", block.number, *problem))
            self._compare_anchors(block)
            self._report.blocks += 1
            self.before, head = block, block.head
            self._block = self._next()
        return head

    def close(self, seq: int) -> None:
        """Name rows without a block, blocks without their rows, and what outsiders know that is not there."""
        if self._block is None and seq > self.before.last_seq:
            self._report.add(Finding("row", self.before.last_seq + 1, "no block covers it and those after it"))
        while self._block is not None:
            self._report.add(
                Finding(
                    "wallet_blocks",
                    self._block.number,
                    f"its last row is {self._block.last_seq}, the ledger's is {seq}",
                )
            )
            self._compare_anchors(self._block)
            self._block = self._next()
        while self._anchor is not None:
            self._report.add(Finding("wallet_blocks", self._anchor.number, f"missing, {self._anchor.place} has it"))
            self._report.anchors += 1
            self._anchor = self._next_anchor()

    def _compare_anchors(self, block: Block) -> None:
        while self._anchor is not None and self._anchor.number <= block.number:
            number, digest, place = self._anchor
            if number < block.number:
                self._report.add(Finding("wallet_blocks", number, f"missing, {place} has it or goes back to it"))
            elif digest != block.hash:
                self._report.add(Finding("wallet_blocks", number, f"not the block {place} has", digest, block.hash))
            self._report.anchors += 1
            self._anchor = self._next_anchor()

    def _next(self) -> Block | None:
        for row in self._rows:
            if tuple(map(type, row)) == BLOCK_TYPES and min(row[:5]) >= 0 and {len(each) for each in row[5:]} == {32}:
                return Block._make(row)
            problem = mistyped(row, BLOCK_TYPES) or ("a value no block can have", None, row)
            self._report.add(Finding("wallet_blocks", row[0], *problem))
        return None

    def _next_anchor(self) -> Anchor | None:
        try:
            return next(self._anchors, None)
        except CheckpointUnreadable as error:
            self._report.add(Finding("checkpoints", "file", str(error)))
            return None


def _out_of_line(before: Block, block: Block, seq: int, newest_ms: int) -> Problem | None:
    if block.number <= before.number:
        return "its number", before.number + 1, block.number
    if block.first_seq != before.last_seq + 1 and block.number == before.number + 1:
        return "its first row", before.last_seq + 1, block.first_seq
    if block.last_seq != seq or block.last_seq < block.first_seq:
        return "its last row", seq, block.last_seq
    if block.writer_epoch < before.writer_epoch:
        return "an older writer's epoch", before.writer_epoch, block.writer_epoch
    if block.committed_at_ms < max(before.committed_at_ms, newest_ms):
        return "when it was committed", max(before.committed_at_ms, newest_ms), block.committed_at_ms
    return None
