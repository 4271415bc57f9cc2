"""Head, root and blocks say exactly what the rows are: any other row, order or number gives another hash."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.chain import (
    CHECK_BYTES,
    EMPTY,
    NO_BLOCK,
    NODE_LEVEL_MIN,
    Block,
    Chain,
    Node,
    block_hash,
    canonical,
    hidden_sums,
    leaf_hash,
    next_block,
    side_salts,
)
from wallet.records import BurntId, Entry, Opening, Transfer

OPENING = Opening(1, "acct_01", 682, 7, 2, "user/usr_01", 1_700_000_000_000)
TRANSFER = Transfer(
    2, bytes(range(16)), 3, 4, 1250, 5, b"\x11" * 16, 6, 60, 682, 9, 2, 8, 1_700_000_000_001, 10, 11, -12, 13, 14, 15
)
BURNT = BurntId(3, bytes(range(16, 32)), "exceeds_credits", 1_700_000_000_002)
ROWS: list[Entry] = [BurntId(seq, seq.to_bytes(16, "big"), "exceeds_credits", 5) for seq in range(1, 1400)]


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


@cache
def plain_root(start: int, end: int) -> bytes:
    """The root of ROWS[start:end] by the words of RFC 9162 §2.1.1 alone, but EMPTY for no rows."""
    if start == end:
        return EMPTY
    if end - start == 1:
        return sha256(b"\0", canonical(ROWS[start]))
    split = 1 << (end - start - 1).bit_length() - 1
    return sha256(b"\1", plain_root(start, start + split), plain_root(start + split, end))


def test_the_root_is_the_rfcs_for_every_size() -> None:
    """A stranger's verifier, written from the RFC, agrees; 0 to 600 has every shape of a tree's right edge."""
    chain = Chain()
    for size in range(601):
        assert (chain.size, chain.root()) == (size, plain_root(0, size))
        chain.extend(ROWS[size : size + 1])


def test_stored_nodes_are_the_roots_of_whole_subtrees() -> None:
    """A proof over many rows takes them instead of hashing all rows again; each comes once, when its last row does."""
    chain, nodes = Chain(), list[Node]()
    for row in ROWS:
        nodes += (found := chain.extend([row])[1])
        assert all((node.position + 1) << node.level == chain.size for node in found)
    wanted = {
        (level, position)
        for level in range(NODE_LEVEL_MIN, 11)
        for position in range(len(ROWS) >> level)
    }  # fmt: skip
    assert {(node.level, node.position) for node in nodes} == wanted
    assert len(nodes) == len(wanted)
    for level, position, root in nodes:
        assert root == plain_root(position << level, position + 1 << level)


def test_each_rows_check_begins_the_head_after_it() -> None:
    """The first row whose check is wrong is the first that was changed."""
    chain = Chain()
    checks, _ = chain.extend(ROWS[:20])
    head = EMPTY
    for row, check in zip(ROWS, checks, strict=False):
        head = sha256(head, canonical(row))
        assert check == head[:CHECK_BYTES]
    assert (chain.head, len(checks)) == (head, 20)


@given(st.lists(st.integers(0, 700), max_size=8))
def test_how_rows_were_grouped_into_commits_does_not_show(cuts: list[int]) -> None:
    """Busy or idle, on one database or the other: the same rows have the same head, root, checks and nodes."""
    whole = Chain()
    wanted = whole.extend(ROWS[:700])
    chain, checks, nodes = Chain(), list[bytes](), list[Node]()
    edges = [0, *sorted(cuts), 700]
    for start, end in pairwise(edges):
        more = chain.extend(ROWS[start:end])
        checks, nodes = checks + more[0], nodes + more[1]
        chain = Chain(chain.size, chain.head, chain.tops)  # As read back from its parts.
    assert (chain.head, chain.root(), chain.size, chain.tops) == (whole.head, whole.root(), 700, whole.tops)
    assert (checks, nodes) == wanted


def test_a_copy_goes_its_own_way() -> None:
    chain = Chain()
    chain.extend(ROWS[:300])
    other = chain.copy()
    other.extend(ROWS[300:513])
    assert (chain.size, chain.root(), other.root()) == (300, plain_root(0, 300), plain_root(0, 513))


def test_rows_that_cannot_be_taken_leave_the_chain_as_it_was() -> None:
    """All of a commit's rows or none."""
    chain = Chain()
    chain.extend(ROWS[:7])
    with pytest.raises(struct.error, match="row 2 "):
        chain.extend([*ROWS[7:9], TRANSFER._replace(id=b"short")])
    chain.extend(ROWS[7:8])
    assert (chain.size, chain.root()) == (8, plain_root(0, 8))


# Canonical bytes


def others(entry: Entry) -> list[Entry]:
    """The same row with each field changed, in more than one way where it could be mistaken."""
    changed: list[Entry] = []
    for name, value in zip(entry._fields, entry, strict=True):
        values: list[Any]
        if isinstance(value, int):
            top = 1 << 15 if name in ("flags", "code") else 1 << 31 if name in ("ledger", "timeout_s") else 1 << 62
            values = [value + 1, value - 1, value + 256, value ^ top]
        elif isinstance(value, str):
            values = [value + "x", value[:-1], value.upper(), value + "\0", "", "ق" + value[1:]]
        else:
            values = [bytes([byte ^ 1 for byte in value]), value[:-1] + b"\xff", b"\xff" + value[1:], bytes(16)]
            values += [b""] if name == "user_data_128" else []
        changed += [entry._replace(**{name: other}) for other in values]
    return changed


@pytest.mark.parametrize("entry", [OPENING, TRANSFER, BURNT], ids=lambda entry: type(entry).__name__)
def test_another_row_has_other_bytes(entry: Entry) -> None:
    """Whatever is changed in a stored row, its hash is another."""
    different = others(entry)
    assert len({canonical(row) for row in [entry, *different]}) == len({entry, *different})
    assert {field for row in different for field in entry._fields if getattr(row, field) != getattr(entry, field)} == {
        *entry._fields
    }


def test_nothing_and_sixteen_zero_bytes_are_not_the_same() -> None:
    assert canonical(TRANSFER._replace(user_data_128=b"")) != canonical(TRANSFER._replace(user_data_128=bytes(16)))


def test_a_letter_cannot_move_from_one_text_to_the_next() -> None:
    texts = [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"), ("a", "\0c"), ("a\0", "c")]
    assert len({canonical(OPENING._replace(id=one, owner=two)) for one, two in texts}) == len(texts)


def test_rows_of_two_kinds_never_have_the_same_bytes() -> None:
    assert {canonical(entry)[:1] for entry in (OPENING, TRANSFER, BURNT)} == {b"A", b"T", b"B"}


@pytest.mark.parametrize(
    "entry",
    [
        TRANSFER._replace(id=TRANSFER.id[:15]),
        TRANSFER._replace(id=TRANSFER.id + b"\0"),
        TRANSFER._replace(user_data_128=b"\x11" * 17),
        TRANSFER._replace(user_data_128=b"\x11" * 15),
        TRANSFER._replace(user_data_128=b"\0"),
        TRANSFER._replace(amount_minor=-1),
        TRANSFER._replace(code=1 << 16),
        TRANSFER._replace(debit_balance_minor=1 << 63),
        BURNT._replace(id=BURNT.id[:15]),
        BURNT._replace(id=BURNT.id + b"\0"),
        BURNT._replace(status="\ud800"),
        OPENING._replace(ledger=1 << 32),
        OPENING._replace(owner="a" * 65536),
    ],
)
def test_what_has_not_a_rows_shape_has_no_bytes(entry: Entry) -> None:
    """Bytes that are cut or filled up to fit would hide a change to the stored row from its hash."""
    with pytest.raises(struct.error, match=f"row {entry.seq} "):
        canonical(entry)


_fields = [
    st.integers(0, 3) if isinstance(value, int) else st.sampled_from([b"\1" * 16, b"\2" * 16]) for value in TRANSFER
]


@given(st.builds(Transfer, *_fields), st.integers(0, len(_fields) - 1))
def test_the_bytes_of_transfers_are_equal_only_for_equal_transfers(row: Transfer, index: int) -> None:
    name = Transfer._fields[index]
    value = getattr(row, name)
    other = row._replace(**{name: value + 1 if isinstance(value, int) else b"\3" * 16})
    assert canonical(row) != canonical(other)
    assert canonical(row) == canonical(Transfer(*row))


# Blocks


def blocks(chain: Chain, commits: Sequence[int]) -> list[Block]:
    made = [NO_BLOCK]
    for count in commits:
        chain.extend(ROWS[chain.size : chain.size + count])
        made.append(next_block(made[-1], chain, writer_epoch=3, committed_at_ms=1_700_000_000_000 + count))
    return made[1:]


def test_blocks_follow_one_another_without_a_gap() -> None:
    made = blocks(Chain(), [1, 5, 300])
    assert [(block.number, block.first_seq, block.last_seq) for block in made] == [(1, 1, 1), (2, 2, 6), (3, 7, 306)]
    assert [block.root for block in made] == [plain_root(0, size) for size in (1, 6, 306)]


def test_a_blocks_hash_covers_every_field_and_all_before_it() -> None:
    first, second = blocks(Chain(), [2, 3])
    assert second.hash == block_hash(first.hash, second)
    hashes = {second.hash, block_hash(first.root, second), block_hash(EMPTY, second)}
    for name, value in zip(Block._fields[:-1], second, strict=False):
        other = bytes([value[0] ^ 1]) + value[1:] if isinstance(value, bytes) else value + 1
        hashes.add(block_hash(first.hash, second._replace(**{name: other})))
    assert len(hashes) == 3 + 7
    assert block_hash(first.hash, second._replace(hash=EMPTY)) == second.hash


def test_a_leaf_shows_one_sides_sums_without_the_others() -> None:
    """Whoever proves a line of their own account with it learns nothing of the other's balance, guess as they may."""
    check, row = bytes(range(CHECK_BYTES)), canonical(TRANSFER)
    debit_salt, credit_salt = side_salts(check)
    facts, debit, credit = row[:-32], row[-32:-16], row[-16:]
    assert (debit, credit) == (struct.pack(">qQ", -12, 13), struct.pack(">qQ", 14, 15))
    leaf = leaf_hash(row, check)
    assert leaf == sha256(b"\0", facts, sha256(debit_salt, debit), hidden_sums(credit_salt, credit))
    # Another balance on either side is another leaf, and the same balance in another row is hidden by another hash.
    others = {leaf_hash(canonical(TRANSFER._replace(**{name: 99})), check) for name in Transfer._fields[-4:]}
    assert len(others | {leaf}) == 5
    assert not {debit_salt, credit_salt} & {*side_salts(b"d" * CHECK_BYTES)}
    assert debit_salt != credit_salt
    assert leaf_hash(canonical(BURNT), check) == sha256(b"\0", canonical(BURNT))


def test_leaves_alone_make_the_same_tree() -> None:
    """What is read back at a start has no heads between its rows."""
    whole, alone = Chain(), Chain()
    rows = [TRANSFER._replace(seq=seq) for seq in range(1, 301)]
    checks, _ = whole.extend(rows)
    for row, check in zip(rows, checks, strict=True):
        alone.add_leaf(leaf_hash(canonical(row), check))
    assert (alone.size, alone.tops, alone.root()) == (300, whole.tops, whole.root())


# The format as bytes: a change here makes every ledger there is unreadable to the new code.


def test_the_format_is_what_it_was() -> None:
    assert canonical(OPENING).hex() == (
        "410000000000000001000002aa000700020000018bcfe568000007616363745f3031000b757365722f7573725f3031"
    )
    assert canonical(TRANSFER).hex() == (
        "540000000000000002000102030405060708090a0b0c0d0e0f00000000000000030000000000000004"
        "00000000000004e20000000000000005101111111111111111111111111111111100000000000000060000003c000002aa00090002"
        "00000000000000080000018bcfe56801000000000000000a000000000000000bfffffffffffffff4000000000000000d"
        "000000000000000e000000000000000f"
    )
    assert canonical(BURNT).hex() == (
        "420000000000000003101112131415161718191a1b1c1d1e1f0000018bcfe56802657863656564735f63726564697473"
    )
    chain = Chain()
    chain.extend([OPENING, TRANSFER, BURNT])
    block = next_block(NO_BLOCK, chain, writer_epoch=1, committed_at_ms=1_700_000_000_003)
    assert block.head.hex() == "e0ebb41e445bff79a62e6de100935c784fc970ae16778b15775dff3e0379effe"
    assert block.root.hex() == "6c7439c879380fedac1506ccd8907977a9549b720b63e42916f1e30ed1486da8"
    assert block.hash.hex() == "d1395941af00b495a56afb1c06b9d71f1d39adb373201964430aa800f4c5d98b"
