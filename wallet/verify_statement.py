"""Checks a Majlis wallet statement with Python's standard library alone: python verify_statement.py statement.json

Take this one file anywhere; it needs nothing of Majlis. Give it the ledger's public key (--key HEX), or a file of
checkpoints that you or others kept (--checkpoint FILE), or both. It ends with 0 when the statement holds, with 1 when
it does not, and with 2 when it agrees with itself but nothing was given that says whose key signed it.

Proven: the account was opened as shown; every line is a row of the ledger that the checkpoint signs; none between the
first and the last is left out; balances and holds follow from line to line. Not proven: that no line came after.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import struct
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

OPENING = ("seq", "id", "ledger", "code", "flags", "owner", "created_at_ms")
TRANSFER = (
    "seq", "id", "debit_account_seq", "credit_account_seq", "amount_minor", "pending_seq", "user_data_128",
    "user_data_64", "timeout_s", "ledger", "code", "flags", "refund_of_seq", "created_at_ms", "debit_previous_seq",
    "credit_previous_seq",
)  # fmt: skip
SEEN = ("balance_minor", "held_minor", "salt", "hidden")  # This account's sums open, the other's as a hash.
Row = dict[str, Any]
PENDING, POST, VOID, EXPIRY = 1 << 1, 1 << 2, 1 << 3, 1 << 15


class Wrong(Exception):
    """The statement does not hold; the text says where."""


def check(condition: bool, text: str) -> None:
    if not condition:
        raise Wrong(text)


# Ed25519 (RFC 8032): points as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493  # The base point's order.
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, z - t, z + t, n + m
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def point_of(text: bytes) -> Point | None:
    """The point with that y and sign of x; None for what is no point, or is one in another spelling."""
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if len(text) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def bytes_of(point: Point) -> bytes:
    inverse = pow(point[2], -1, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_of(bytes([0x58]) + bytes([0x66]) * 31)


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether R = S·B - h·A, with S in its one spelling (below the base point's order)."""
    public, scalar = point_of(key), int.from_bytes(signature[32:], "little")
    if public is None or BASE is None or len(signature) != 64 or scalar >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % Q
    minus = (P - public[0], public[1], public[2], P - public[3])
    return bytes_of(add(times(scalar, BASE), times(h, minus))) == signature[:32]


# The ledger's bytes.


def opening_bytes(row: Row) -> bytes:
    texts = [row["id"].encode(), row["owner"].encode()]
    numbers = struct.pack(">QIHHQ", *(row[name] for name in ("seq", "ledger", "code", "flags", "created_at_ms")))
    return b"A" + numbers + b"".join(len(text).to_bytes(2, "big") + text for text in texts)


def transfer_bytes(row: Row, account_seq: int) -> bytes:
    identity, data = bytes.fromhex(row["id"]), bytes.fromhex(row["user_data_128"])
    check(len(identity) == 16 and len(data) in (0, 16), f"line {row['seq']} has an id or data of another length")
    values = {**row, "id": identity, "user_data_128": data}
    facts = struct.pack(">cQ16sQQQQ17pQIIHHQQQQ", b"T", *(values[name] for name in TRANSFER))
    salt, hidden = bytes.fromhex(row["salt"]), bytes.fromhex(row["hidden"])
    check(len(salt) == 12 and len(hidden) == 32, f"line {row['seq']} has a salt or hash of another length")
    shown = hashlib.sha256(salt + struct.pack(">qQ", row["balance_minor"], row["held_minor"])).digest()
    return facts + (shown + hidden if row["debit_account_seq"] == account_seq else hidden + shown)


def is_included(row: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    here, last = hashlib.sha256(b"\0" + row).digest(), size - 1
    if not 0 <= index < size:
        return False
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            here = hashlib.sha256(b"\1" + sibling + here).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            here = hashlib.sha256(b"\1" + here + sibling).digest()
        index, last = index >> 1, last >> 1
    return last == 0 and here == root


def check_checkpoint(point: Row, key: str | None, kept: Path | None) -> None:
    if key is not None:
        check(point["key"] == key.lower(), "the checkpoint is signed by another key than the one given")
    numbers = struct.pack(">QQQ", *(point[name] for name in ("number", "last_seq", "committed_at_ms")))
    hashes = b"".join(bytes.fromhex(point[name]) for name in ("hash", "root"))
    check(len(hashes) == 64, "the checkpoint's hashes are not two of 32 bytes")
    message = b"majlis ledger checkpoint 1\n" + numbers + hashes
    signed = is_signed(bytes.fromhex(point["key"]), message, bytes.fromhex(point["signature"]))
    check(signed, "the checkpoint's signature is not by its key")
    if kept is not None:
        lines = [json.loads(line) for line in kept.read_text().splitlines() if line.strip()]
        others = [line.get("checkpoint", line) for line in lines]
        same = [other for other in others if int(other["number"]) == point["number"]]
        check(bool(same), f"the file of checkpoints has none with the number {point['number']}")
        check(all(other == point for other in map(plain, same)), "the checkpoint is not the one in the file")


def plain(kept: Row) -> Row:
    """A kept checkpoint with numbers as they are and bytes in hex; the host's JSON has text and base64."""
    numbers = {name: int(kept[name]) for name in ("number", "last_seq", "committed_at_ms")}
    lengths = {"hash": 32, "root": 32, "key": 32, "signature": 64}
    texts = {
        name: kept[name].lower() if len(kept[name]) == 2 * length else base64.b64decode(kept[name]).hex()
        for name, length in lengths.items()
    }
    return numbers | texts


def check_row(row: Row, names: tuple[str, ...], canonical: bytes, statement: Row) -> None:
    check(set(row) == {*names, "proof"}, f"row {row['seq']} has other fields than it should")
    check(all(type(row[name]) in (int, str) for name in names), f"row {row['seq']} has a value that is none")
    proof = [bytes.fromhex(statement["hashes"][place]) for place in row["proof"]]
    point = statement["checkpoint"]
    is_there = is_included(canonical, row["seq"] - 1, point["last_seq"], proof, bytes.fromhex(point["root"]))
    check(is_there, f"row {row['seq']} is not in the ledger that the checkpoint signs")


class Lines:
    """Follows the account from line to line."""

    def __init__(self, account: Row) -> None:
        self.account, self.seq, self.total, self.held = account, 0, 0, 0
        self.held_by: dict[int, int] = {}

    def side_of(self, row: Row) -> str:
        sides = [side for side in ("debit", "credit") if row[f"{side}_account_seq"] == self.account["seq"]]
        check(len(sides) == 1, f"line {row['seq']} is another account's")
        return sides[0]

    def begin_after(self, row: Row) -> None:
        self.side_of(row)
        self.seq, self.total, self.held = row["seq"], row["balance_minor"], row["held_minor"]

    def take(self, row: Row) -> None:
        side, number, amount, flags = self.side_of(row), row["seq"], row["amount_minor"], row["flags"]
        check(row[f"{side}_previous_seq"] == self.seq, f"a line before {number} is missing")
        check(number > self.seq and row["ledger"] == self.account["ledger"], f"line {number} is out of place")
        if not flags & (PENDING | VOID | EXPIRY):
            self.total += amount if side == "credit" else -amount
        if side == "debit" and flags & PENDING:
            self.held_by[number], self.held = amount, self.held + amount
        elif side == "debit" and flags & (POST | VOID | EXPIRY):
            # Of a hold from before the first line nobody here knows how much it was, only that it was let go.
            known = self.held_by.pop(row["pending_seq"], None)
            self.held = self.held - known if known is not None else min(self.held, row["held_minor"])
        stands = (row["balance_minor"], row["held_minor"])
        check(stands == (self.total, self.held), f"line {number}: balance and held do not follow from the lines before")
        self.seq = number


def verify(statement: Row, key: str | None = None, kept: Path | None = None) -> str:
    """What the statement proves, in words; Wrong where it proves nothing."""
    check(statement["format"] == "majlis-statement-1", "this is no statement of a format known here")
    point, account, before = statement["checkpoint"], statement["account"], statement["before"]
    check_checkpoint(point, key, kept)
    check_row(account, OPENING, opening_bytes(account), statement)
    lines = Lines(account)
    if before is not None:
        check_row(before, TRANSFER + SEEN, transfer_bytes(before, account["seq"]), statement)
        lines.begin_after(before)
    opened = lines.total
    for row in statement["lines"]:
        check_row(row, TRANSFER + SEEN, transfer_bytes(row, account["seq"]), statement)
        lines.take(row)
    signed_at = datetime.fromtimestamp(point["committed_at_ms"] // 1000, UTC)
    shown = (
        f"{len(statement['lines'])} lines, none missing between them; balance {opened} before, {lines.total} after, "
        f"{lines.held} of it held (minor units)"
    )
    return (
        f"Account {account['id']} of {account['owner'] or 'nobody'}, currency {account['ledger']} (ISO 4217 number)\n"
        f"{shown if lines.seq else 'No lines are shown, which says nothing about its balance'}\n"
        f"As signed in checkpoint {point['number']} of {signed_at:%Y-%m-%d %H:%M:%S} UTC by key {point['key']}"
    )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Check a Majlis wallet statement.")
    parser.add_argument("statement", type=Path)
    parser.add_argument("--key", help="the ledger's public key, 64 hex digits")
    parser.add_argument("--checkpoint", type=Path, help="checkpoints that were kept, one JSON object a line")
    asked = parser.parse_args()
    try:
        verdict = verify(json.loads(asked.statement.read_text()), asked.key, asked.checkpoint)
    except Wrong as wrong:
        sys.stdout.write(f"NOT VERIFIED: {wrong}\n")
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error) as error:
        sys.stdout.write(f"NOT VERIFIED: this is no statement ({type(error).__name__}: {error})\n")
        return 1
    if asked.key is None and asked.checkpoint is None:
        sys.stdout.write(f"CONSISTENT, BUT WHOSE? Compare the key with the ledger's, or give --key.\n{verdict}\n")
        return 2
    sys.stdout.write(f"VERIFIED\n{verdict}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
