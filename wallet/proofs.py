"""Merkle proofs of RFC 9162 that a row is in the ledger. Pure: hashes in, hashes out.

A tree over `size` rows is made of whole subtrees, each known by (level, position): the root of the 2**level rows from
position * 2**level on. Whoever makes proofs hands in a function that knows those roots (`wallet.proof_store`); whoever
checks them (`wallet.verify_statement`) needs nothing but what was handed over. Rows are counted from 0 here: the row
`seq` is the leaf seq - 1.
"""

from __future__ import annotations

from collections.abc import Callable

from wallet.chain import node_hash

Subtree = Callable[[int, int], bytes]  # level, position → that whole subtree's root


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The siblings from that leaf up to the root over the first `size` rows (§2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = _split(start, end)
        if index < middle:
            path.append(_range_root(middle, end, subtree))
            end = middle
        else:
            path.append(_range_root(start, middle, subtree))
            start = middle
    return path[::-1]


def _split(start: int, end: int) -> int:
    """Where a tree's left, whole half ends: the largest power of two below its size."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _range_root(start: int, end: int, subtree: Subtree) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return subtree(level, start >> level)
    middle = _split(start, end)
    return node_hash(_range_root(start, middle, subtree), _range_root(middle, end, subtree))
