"""The ledger's proof: one running hash and one Merkle tree over all rows, and a block for each commit.

Every row has canonical bytes; the chain's head is SHA-256 over the head before and those bytes, so it says the same
whichever rows shared a commit. The tree over the same rows is RFC 9162's (leaf 0x00, node 0x01), so that one row can be
proven to somebody who has only a signed root. Blocks record both after each commit and are chained by their own hash.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from typing import NamedTuple

from wallet.records import BurntId, Entry, Opening, Transfer

EMPTY = bytes(32)  # Head, root and block hash before the first row.
CHECK_BYTES = 24  # Of each row's head, kept beside the row: an audit names the first bad one by it; and see leaf_hash.
SALT_BYTES = CHECK_BYTES // 2
SUMS_BYTES = 16  # Of each side of a transfer, at the end of its row: balance and held.
NODE_LEVEL_MIN = 8  # Roots of 256 rows and more are stored; below that a proof hashes the rows again.

_opening = struct.Struct(">QIHHQ").pack
_transfer = struct.Struct(">cQ16sQQQQ17pQIIHHQQQQqQqQ").pack
_burnt = struct.Struct(">cQ16sQ").pack
_block = struct.Struct(">QQQQQ").pack
_sha256 = hashlib.sha256
# To copy a hash that was begun costs less than to begin one, and each row takes five.
_new, _new_leaf, _new_node = _sha256().copy, _sha256(b"\0").copy, _sha256(b"\1").copy
_TRANSFER = ord("T")


class Block(NamedTuple):
    """One commit, in the tables' order of columns. `head` and `root` stand for all rows up to `last_seq`."""

    number: int
    first_seq: int
    last_seq: int
    writer_epoch: int
    committed_at_ms: int
    head: bytes
    root: bytes
    hash: bytes


class Node(NamedTuple):
    """The root of a whole subtree of 2**level rows; `position` counts them from 0. In the tables' order."""

    level: int
    position: int
    hash: bytes


NO_BLOCK = Block(0, 0, 0, 0, 0, EMPTY, EMPTY, EMPTY)


def canonical(entry: Entry) -> bytes:
    """The bytes a row stands for in the chain: its kind, then every field, big-endian, texts with their length.

    struct.error for what is no row. An id of another length too: it would be cut or filled up to fit, and the hash
    would not see that.
    """
    try:
        if type(entry) is Transfer:
            if len(entry.id) == 16 and len(entry.user_data_128) in (0, 16):
                return _transfer(b"T", *entry)
        elif type(entry) is BurntId:
            if len(entry.id) == 16:
                return _burnt(b"B", entry.seq, entry.id, entry.created_at_ms) + entry.status.encode()
        elif type(entry) is Opening:
            account_id, owner = entry.id.encode(), entry.owner.encode()
            fields = _opening(entry.seq, entry.ledger, entry.code, entry.flags, entry.created_at_ms)
            return b"A" + fields + _text(account_id) + _text(owner)
    except (struct.error, OverflowError, UnicodeEncodeError) as error:
        raise struct.error(f"row {entry.seq} does not fit: {error}") from error
    raise struct.error(f"row {entry.seq} has an id or user data of another length")


def _text(text: bytes) -> bytes:
    return len(text).to_bytes(2, "big") + text


def leaf_hash(row: bytes, check: bytes) -> bytes:
    """A row's leaf in the tree: of the row's bytes, where a transfer has each side's sums hidden by `hidden_sums`.

    A proof shows the leaf's bytes to somebody with one of the accounts; the other's balance is not theirs to know.
    """
    leaf = _new_leaf()
    if row[0] != _TRANSFER:
        leaf.update(row)
        return leaf.digest()
    # hidden_sums written out: this is run for every transfer there is.
    debit, credit = _new(), _new()
    debit.update(check[:SALT_BYTES] + row[-2 * SUMS_BYTES : -SUMS_BYTES])
    credit.update(check[SALT_BYTES:] + row[-SUMS_BYTES:])
    leaf.update(row[: -2 * SUMS_BYTES] + debit.digest() + credit.digest())
    return leaf.digest()


def side_salts(check: bytes) -> tuple[bytes, bytes]:
    """What hides the sums of a transfer's two sides. Checks never leave the host, and all rows before are in them."""
    return check[:SALT_BYTES], check[SALT_BYTES:]


def hidden_sums(salt: bytes, sums: bytes) -> bytes:
    """One side's sums as the tree has them: shown by showing the salt, else unknown, for balances could be guessed."""
    return _sha256(salt + sums).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The node above two others."""
    return _sha256(b"\1" + left + right).digest()


class Chain:
    """Where head and tree stand after `size` rows."""

    __slots__ = ("head", "size", "tops")

    def __init__(self, size: int = 0, head: bytes = EMPTY, tops: Iterable[bytes] = ()) -> None:
        self.size = size
        self.head = head
        self.tops = list(tops)  # Roots of the whole subtrees that make up `size`, largest first: one for each 1 bit.

    def copy(self) -> Chain:
        return Chain(self.size, self.head, self.tops)

    def extend(self, entries: Iterable[Entry]) -> tuple[list[bytes], list[Node]]:
        """Take rows in, all or none; returns each one's check and the nodes to be stored."""
        head, size, tops, new, new_node = self.head, self.size, self.tops.copy(), _new, _new_node
        checks: list[bytes] = []
        nodes: list[Node] = []
        for entry in entries:
            row = canonical(entry)
            running = new()
            running.update(head + row)
            head = running.digest()
            check = head[:CHECK_BYTES]
            checks.append(check)
            size += 1
            top, level, rest = leaf_hash(row, check), 0, size
            while not rest & 1:  # A whole subtree: it and its left sister become one.
                level, rest = level + 1, rest >> 1
                node = new_node()
                node.update(tops.pop() + top)
                top = node.digest()
                if level >= NODE_LEVEL_MIN:
                    nodes.append(Node(level, rest - 1, top))
            tops.append(top)
        self.head, self.size, self.tops = head, size, tops
        return checks, nodes

    def add_leaf(self, leaf: bytes) -> None:
        """Take one row into the tree alone, which then has nothing to do with the head."""
        self.size += 1
        rest = self.size
        while not rest & 1:
            leaf, rest = node_hash(self.tops.pop(), leaf), rest >> 1
        self.tops.append(leaf)

    def root(self) -> bytes:
        """The tree's root (RFC 9162 §2.1.1); EMPTY before the first row."""
        if not self.tops:
            return EMPTY
        root = self.tops[-1]
        for top in reversed(self.tops[:-1]):
            root = node_hash(top, root)
        return root


def next_block(before: Block, chain: Chain, *, writer_epoch: int, committed_at_ms: int) -> Block:
    """The block of the rows that `chain` took in since `before`."""
    block = Block(
        before.number + 1, before.last_seq + 1, chain.size, writer_epoch, committed_at_ms, chain.head, chain.root(), b""
    )
    return block._replace(hash=block_hash(before.hash, block))


def block_hash(before: bytes, block: Block) -> bytes:
    """What binds a block to all before it: SHA-256 over the hash before and every field but its own."""
    numbers = _block(*block[:5])
    return _sha256(b"block" + before + numbers + block.head + block.root).digest()
