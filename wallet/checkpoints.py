"""Checkpoints: the ledger's newest block, signed and kept in a file outside the database, so that a cut tail shows.

What is signed (Ed25519): `PREFIX`, then number, last_seq and committed_at_ms as eight bytes each, big-endian, then the
block's hash and root, 32 bytes each. A line of the file is those values as JSON, bytes in hex, with the public key and
the signature. The head is within the hash and is not told: it begins with a row's check, which hides balances (see
chain.leaf_hash). Copies kept by others are what binds the operator too: the host has the key and could sign anew.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from core.kit.folders import sync_folder
from wallet.chain import Block

PREFIX = b"majlis ledger checkpoint 1\n"
LINE_BYTES_MAX = 1_024
_numbers = Struct(">QQQ").pack
_NUMBERS = ("number", "last_seq", "committed_at_ms")
_BYTES = {"hash": 32, "root": 32, "key": 32, "signature": 64}


class CheckpointUnreadable(ValueError):
    """A line is no checkpoint, or not signed by the key it should be; the text begins with its place."""


class Checkpoint(NamedTuple):
    """A block as it was signed; `key` is the public one."""

    number: int
    last_seq: int
    committed_at_ms: int
    hash: bytes
    root: bytes
    key: bytes
    signature: bytes


def signed_bytes(block: Block | Checkpoint) -> bytes:
    """What the signature is over."""
    numbers = _numbers(block.number, block.last_seq, block.committed_at_ms)
    return PREFIX + numbers + block.hash + block.root


def sign(block: Block, key: Ed25519PrivateKey) -> Checkpoint:
    """The block's checkpoint."""
    return Checkpoint(
        block.number, block.last_seq, block.committed_at_ms, block.hash, block.root,
        key.public_key().public_bytes_raw(), key.sign(signed_bytes(block)),
    )  # fmt: skip


def is_signed(checkpoint: Checkpoint, key: bytes) -> bool:
    """Whether that public key signed it."""
    if checkpoint.key != key:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(checkpoint.signature, signed_bytes(checkpoint))
    except InvalidSignature:
        return False
    return True


def to_json(checkpoint: Checkpoint) -> dict[str, int | str]:
    """Its values for JSON: numbers as they are, bytes in hex."""
    return {
        name: value.hex() if isinstance(value, bytes) else value for name, value in checkpoint._asdict().items()
    }  # fmt: skip


def from_json(values: object) -> Checkpoint:
    """What `to_json` made, or what GetCheckpoint answers in JSON; ValueError where it is anything else."""
    if isinstance(values, dict) and values.keys() == {"checkpoint"}:
        values = values["checkpoint"]
    if not isinstance(values, dict) or values.keys() != {*_NUMBERS, *_BYTES}:
        raise ValueError("not the fields of a checkpoint")
    numbers = [_number(name, values[name]) for name in _NUMBERS]
    texts = [_bytes(name, values[name], length) for name, length in _BYTES.items()]
    return Checkpoint(*numbers, *texts)  # type: ignore[arg-type]  # Three and five, in its order of fields.


def _number(name: str, value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 20:
        value = int(value)  # Protobuf's JSON writes them so.
    if type(value) is not int or not 0 <= value < 2**64:
        raise ValueError(f"{name} is not a number")
    return value


def _bytes(name: str, value: object, length: int) -> bytes:
    """From hex, or from base64 as protobuf's JSON has it."""
    try:
        if isinstance(value, str):
            read = bytes.fromhex(value) if len(value) == 2 * length else base64.b64decode(value, validate=True)
            if len(read) == length:
                return read
    except ValueError:
        pass
    raise ValueError(f"{name} is not {length} bytes in hex or base64")


def read_checkpoints(path: Path, key: bytes | None = None) -> Iterator[Checkpoint]:
    """The checkpoints in the file now, in order, each signature checked; by default the first one's key is everyone's.

    A last line without its end was being written when the machine stopped; it was never relied on and is left out.
    """
    return _read(path, path.stat().st_size, key)  # Not a generator itself: "now" is when it is called.


def _read(path: Path, size: int, key: bytes | None) -> Iterator[Checkpoint]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if file.tell() > size or not line.endswith(b"\n"):
                return
            try:
                checkpoint = from_json(json.loads(line))
            except ValueError as error:
                raise CheckpointUnreadable(f"{path}:{number}: {error}") from error
            key = key or checkpoint.key
            if not is_signed(checkpoint, key):
                raise CheckpointUnreadable(f"{path}:{number}: not signed by {key.hex()}")
            yield checkpoint


class CheckpointLog:
    """The file: one line for each checkpoint, on disk before `append` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, checkpoint: Checkpoint) -> None:
        """Keep it; what a crash left of a line before is taken away first."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_new = not self.path.exists()
        with self.path.open("ab") as file:
            file.truncate(self._whole_bytes())
            file.write(json.dumps(to_json(checkpoint), separators=(",", ":")).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self.path.parent)

    def newest(self) -> Checkpoint | None:
        """The one appended last."""
        whole = self._whole_bytes()
        if not whole:
            return None
        with self.path.open("rb") as file:
            file.seek(max(0, whole - LINE_BYTES_MAX))
            line = file.read(min(whole, LINE_BYTES_MAX)).splitlines()[-1]
        try:
            return from_json(json.loads(line))
        except ValueError as error:
            raise CheckpointUnreadable(f"{self.path}: its last line: {error}") from error

    def _whole_bytes(self) -> int:
        """How long the file is up to the end of its last whole line."""
        if not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(0, size - LINE_BYTES_MAX)
            file.seek(start)
            return start + file.read(size - start).rfind(b"\n") + 1
