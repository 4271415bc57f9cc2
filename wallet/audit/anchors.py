"""What stands outside the database and knows a block's hash: receipts people kept, and signed checkpoints.

Without them a tail that was cut off cleanly leaves no trace. Whoever reads a live ledger reads them first: what is in
them was committed before, so a later look at the database has it.
"""

from __future__ import annotations

import base64
import heapq
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from wallet.checkpoints import Checkpoint, CheckpointUnreadable, read_checkpoints


class ReceiptUnreadable(ValueError):
    """A line of a file of receipts names no block and hash; the text begins with its place."""


class Anchor(NamedTuple):
    """Somebody outside says that the block has this hash."""

    number: int
    hash: bytes
    place: str


def read_receipts(path: Path) -> list[Anchor]:
    """A file with a JSON object a line, each with `block_number` and `block_hash` (hex or base64); more is ignored."""
    anchors = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        place = f"{path}:{number}"
        try:
            receipt = json.loads(line)
            anchors.append(Anchor(int(receipt["block_number"]), _hash(receipt["block_hash"]), place))
        except (ValueError, KeyError, TypeError) as error:
            raise ReceiptUnreadable(f"{place}: no receipt with block_number and block_hash") from error
    return anchors


def read_anchors(receipts: Iterable[Anchor], checkpoints: Path | None, key: bytes | None) -> Iterator[Anchor]:
    """All of them in the order of their blocks; the file of checkpoints as long as it is when this is called.

    Every checkpoint must be signed by `key`, or by the first one's where none is given.
    """
    in_order = sorted(receipts)
    if checkpoints is None:
        return iter(in_order)
    signed = read_checkpoints(checkpoints, key)
    return heapq.merge(in_order, _anchors(signed, checkpoints))


def _anchors(checkpoints: Iterator[Checkpoint], path: Path) -> Iterator[Anchor]:
    for line, checkpoint in enumerate(checkpoints, 1):
        yield Anchor(checkpoint.number, checkpoint.hash, f"{path}:{line}")


def _hash(text: str) -> bytes:
    digest = bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text, validate=True)
    if len(digest) != 32:
        raise ValueError("not 32 bytes")
    return digest


__all__ = ["Anchor", "CheckpointUnreadable", "ReceiptUnreadable", "read_anchors", "read_receipts"]
