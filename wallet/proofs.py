"""Merkle proofs of RFC 9162: that a row is in the ledger, and that a ledger only grew. Pure: hashes in, hashes out.

A tree over `size` rows is made of whole subtrees, each known by (level, position): the root of the 2**level rows from
position * 2**level on. Whoever makes proofs hands in a function that knows those roots (`wallet.proof_store`); whoever
checks them needs nothing but what was handed over. Rows are counted from 0 here: the row `seq` is the leaf seq - 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wallet.chain import EMPTY, node_hash

Subtree = Callable[[int, int], bytes]  # level, position → that whole subtree's root


def tree_root(size: int, subtree: Subtree) -> bytes:
    """The root over the first `size` rows; EMPTY over none."""
    return _range_root(0, size, subtree) if size else EMPTY


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


def consistency_proof(before: int, size: int, subtree: Subtree) -> list[bytes]:
    """What shows that the first `before` rows of a tree of `size` are the tree of `before` (§2.1.4.1)."""
    if not 0 < before <= size:
        raise ValueError(f"no tree of {before} rows in one of {size}")
    path: list[bytes] = []
    start, end, known = 0, size, True  # known: the range so far is a tree the checker has the root of.
    while before < end:
        middle = _split(start, end)
        if before <= middle:
            path.append(_range_root(middle, end, subtree))
            end = middle
        else:
            path.append(_range_root(start, middle, subtree))
            start, known = middle, False
    if not known:
        path.append(_range_root(start, end, subtree))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """True when the proof shows that leaf to be number `index` under that root over `size` rows (§2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, here = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            here = node_hash(sibling, here)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            here = node_hash(here, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and here == root


def verify_consistency(
    before: int, size: int, proof: Sequence[bytes], *, before_root: bytes, root: bytes
) -> bool:  # fmt: skip
    """True when the proof shows that the tree of `before` rows is how the tree of `size` began (§2.1.4.2)."""
    if not 0 < before <= size:
        return False
    if before == size:
        return not proof and before_root == root
    path = list(proof)
    if before & (before - 1) == 0:  # A whole subtree: its root is a node of the larger tree and not repeated.
        path.insert(0, before_root)
    if not path:
        return False
    place, last = before - 1, size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old == before_root and new == root


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
