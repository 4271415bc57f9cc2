"""RFC 9162 proofs against the RFC's own recursive definitions, for every small tree and for changed proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.chain import Chain, canonical, leaf_hash
from wallet.proofs import inclusion_proof
from wallet.records import BurntId
from wallet.verify_statement import is_included

SIZES = range(1, 70)
ROWS = tuple(str(number).encode() for number in range(max(SIZES)))
LEAVES = tuple(leaf_hash(row, b"") for row in ROWS)


@cache
def plain_root(start: int, end: int) -> bytes:
    """MTH of §2.1.1, word for word."""
    if end - start == 1:
        return LEAVES[start]
    k = largest_power_below(end - start)
    return hashlib.sha256(b"\1" + plain_root(start, start + k) + plain_root(start + k, end)).digest()


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def plain_path(m: int, start: int, end: int) -> list[bytes]:
    """PATH of §2.1.3.1."""
    if end - start == 1:
        return []
    k = largest_power_below(end - start)
    if m < k:
        return [*plain_path(m, start, start + k), plain_root(start + k, end)]
    return [*plain_path(m - k, start + k, end), plain_root(start, start + k)]


def subtree(level: int, position: int) -> bytes:
    return plain_root(position << level, position + 1 << level)


@pytest.mark.parametrize("size", SIZES)
def test_every_row_of_a_tree_is_proven_as_the_rfc_defines(size: int) -> None:
    """Others check our proofs with code of their own: only the RFC's bytes will do."""
    for index in range(size):
        proof = inclusion_proof(index, size, subtree)
        assert proof == plain_path(index, 0, size)
        assert is_included(ROWS[index], index, size, proof, plain_root(0, size))


def changed(proof: Sequence[bytes], at: int) -> list[bytes]:
    """The proof with one bit of one hash turned, one hash too few, or one too many."""
    if at < len(proof):
        return [bytes([each[0] ^ 1]) + each[1:] if place == at else each for place, each in enumerate(proof)]
    return list(proof[:-1]) if at == len(proof) and proof else [*proof, bytes(32)]


@given(st.data())
def test_a_changed_inclusion_proof_proves_nothing(data: st.DataObject) -> None:
    """Another row, place, size, root, or any changed, missing or surplus hash."""
    size = data.draw(st.integers(1, max(SIZES)))
    index = data.draw(st.integers(0, size - 1))
    root, proof = plain_root(0, size), inclusion_proof(index, size, subtree)
    other = data.draw(st.integers(-1, size + 1).filter(lambda place: place != index))
    assert not is_included(ROWS[index], other, size, proof, root)
    assert not is_included(b"never added", index, size, proof, root)
    assert not is_included(ROWS[index], index, size, proof, leaf_hash(b"another root", b""))
    bad = changed(proof, data.draw(st.integers(0, len(proof) + 1)))
    assert not is_included(ROWS[index], index, size, bad, root)


def test_a_place_outside_the_tree_cannot_be_asked_for() -> None:
    """A proof of nothing is a mistake of ours, never an answer."""
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with pytest.raises(ValueError):
            inclusion_proof(index, size, subtree)


@given(st.integers(1, 600), st.data())
def test_the_running_tree_and_the_proofs_have_one_root(size: int, data: st.DataObject) -> None:
    """The writer adds row by row, the proofs look from above; a checkpoint holds for both."""
    rows = [BurntId(seq, seq.to_bytes(16, "big"), "exceeds_credits", 0) for seq in range(1, size + 1)]
    chain = Chain()
    _, stored = chain.extend(rows)
    known = {(node.level, node.position): node.hash for node in stored}
    leaves = _leaves(rows)

    def look(level: int, position: int) -> bytes:
        if level >= 8:
            return known[level, position]
        return _plain(leaves[position << level : position + 1 << level])

    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, look)
    assert is_included(canonical(rows[index]), index, size, proof, chain.root())


def _leaves(rows: Sequence[BurntId]) -> list[bytes]:
    leaves = []
    for row in rows:
        alone = Chain()
        alone.extend([row])
        leaves.append(alone.root())
    return leaves


def _plain(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = len(leaves) // 2
    return hashlib.sha256(b"\1" + _plain(leaves[:half]) + _plain(leaves[half:])).digest()
