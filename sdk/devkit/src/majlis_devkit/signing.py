"""A package's signatures live in one block before the zip's central directory and cover every other byte.

The block has the shape W3C MiniApp Packaging describes (little endian)::

    u64 size | pairs of (u64 length, u32 id, value) | u64 size | 16 magic bytes "Majlis Sig Blk 1"

``size`` counts everything after the first field; a pair's ``length`` counts its id and value; unknown ids are ignored.
A signature value is ``u32 algorithm (1 = Ed25519) | 32 bytes public key | 64 bytes signature``. Two ids are ours:

- ``0x4D4A0001`` developer: signs "majlis package developer 1" + NUL + SHA-256 of the package without the block
- ``0x4D4A0002`` store: signs "majlis package store 1" + NUL + the same digest + the developer's whole value, so the
  store answers for what it reviewed and for who sent it

"Without the block" means: the block cut out and the directory offset in the end record set back, as if never signed.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MAGIC = b"Majlis Sig Blk 1"
DEVELOPER_ID = 0x4D4A0001
STORE_ID = 0x4D4A0002
ED25519 = 1
BLOCK_BYTES_MAX = 64 * 1024  # Room for many future signers; a block is 300 bytes today.

_END = struct.Struct("<4s4H2LH")  # end of central directory
_END_MAGIC = b"PK\x05\x06"
_VALUE = struct.Struct("<L32s64s")
_CONTEXT = {DEVELOPER_ID: b"majlis package developer 1\0", STORE_ID: b"majlis package store 1\0"}


class SignatureInvalid(ValueError):
    """The signing block or a signature in it is wrong; ``why`` is one of the words of the package checks."""

    reason = "SIGNATURE_INVALID"


@dataclass(frozen=True)
class Signature:
    """One signer's key and signature, both raw bytes."""

    public_key: bytes
    signature: bytes

    @property
    def key_id(self) -> str:
        """How people and lists name the key: the first 16 hex digits of its SHA-256."""
        return key_id(self.public_key)

    def encode(self) -> bytes:
        return _VALUE.pack(ED25519, self.public_key, self.signature)


def key_id(public_key: bytes) -> str:
    return hashlib.sha256(public_key).hexdigest()[:16]


@dataclass(frozen=True)
class Layout:
    """Where the parts of a package are; ``block`` is empty for an unsigned one."""

    members: bytes
    block: bytes
    directory: bytes
    end: bytes

    @property
    def unsigned(self) -> bytes:
        return self.members + self.directory + _moved(self.end, len(self.members))


def layout(package: bytes) -> Layout:
    """Cut a package into its parts; ``SignatureInvalid`` when the end record or the block contradicts itself."""
    if len(package) < _END.size or package[-_END.size :][:4] != _END_MAGIC:
        raise SignatureInvalid("the file does not end with a zip end record (or has a comment after it)")
    end = package[-_END.size :]
    _, disk, directory_disk, entries_here, entries, size, offset, comment = _END.unpack(end)
    if disk or directory_disk or entries_here != entries or comment:
        raise SignatureInvalid("a split zip or one with a comment is not a package")
    if offset + size != len(package) - _END.size:
        raise SignatureInvalid("the central directory does not end where the end record begins")
    members, block = package[:offset], b""
    if members.endswith(MAGIC):
        start = _block_start(members)
        members, block = members[:start], members[start:]
    return Layout(members, block, package[offset : -_END.size], end)


def signatures(block: bytes) -> dict[int, bytes]:
    """The block's pairs by id; an id may stand once."""
    pairs: dict[int, bytes] = {}
    body, at = block[8:-24], 0
    while at < len(body):
        if at + 12 > len(body):
            raise SignatureInvalid("a pair in the signing block is cut short")
        length, pair_id = struct.unpack_from("<QL", body, at)
        if length < 4 or at + 8 + length > len(body):
            raise SignatureInvalid("a pair in the signing block has an impossible length")
        if pair_id in pairs:
            raise SignatureInvalid("an id stands twice in the signing block")
        pairs[pair_id] = body[at + 12 : at + 8 + length]
        at += 8 + length
    return pairs


def digest(package: bytes) -> bytes:
    """SHA-256 of the package as if it had never been signed: the name of what a reviewer reads."""
    return hashlib.sha256(layout(package).unsigned).digest()


def sign(package: bytes, key: Ed25519PrivateKey) -> bytes:
    """The package with the developer's signature; one that was there (and the store's over it) is replaced."""
    parts = layout(package)
    return _with_pairs(parts, {DEVELOPER_ID: _signature(DEVELOPER_ID, parts, b"", key)})


def counter_sign(package: bytes, key: Ed25519PrivateKey) -> bytes:
    """The package with the store's signature over the content and the developer's valid signature."""
    developer, _ = verify(package)
    if developer is None:
        raise SignatureInvalid("the store signs only what its developer signed")
    parts = layout(package)
    pairs = signatures(parts.block)
    store = _signature(STORE_ID, parts, pairs[DEVELOPER_ID], key)
    return _with_pairs(parts, {DEVELOPER_ID: pairs[DEVELOPER_ID], STORE_ID: store})


def verify(package: bytes) -> tuple[Signature | None, Signature | None]:
    """(developer, store): each proven by its own key, or None where it has not signed. Whose key it is, the caller
    must still compare with the registered one. Raises ``SignatureInvalid`` when one is there and wrong."""
    parts = layout(package)
    if not parts.block:
        return None, None
    pairs = signatures(parts.block)
    developer = _verified(DEVELOPER_ID, parts, b"", pairs.get(DEVELOPER_ID))
    store = _verified(STORE_ID, parts, pairs.get(DEVELOPER_ID, b""), pairs.get(STORE_ID))
    if store is not None and developer is None:
        raise SignatureInvalid("a store signature without a developer's")
    return developer, store


def _signed_bytes(pair_id: int, parts: Layout, below: bytes) -> bytes:
    return _CONTEXT[pair_id] + hashlib.sha256(parts.unsigned).digest() + below


def _signature(pair_id: int, parts: Layout, below: bytes, key: Ed25519PrivateKey) -> bytes:
    return Signature(key.public_key().public_bytes_raw(), key.sign(_signed_bytes(pair_id, parts, below))).encode()


def _verified(pair_id: int, parts: Layout, below: bytes, value: bytes | None) -> Signature | None:
    if value is None:
        return None
    if len(value) != _VALUE.size:
        raise SignatureInvalid("a signature has the wrong size")
    algorithm, public_key, signature = _VALUE.unpack(value)
    if algorithm != ED25519:
        raise SignatureInvalid("only Ed25519 signatures are accepted")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _signed_bytes(pair_id, parts, below))
    except (InvalidSignature, ValueError):
        raise SignatureInvalid("a signature does not fit the package: it was changed after signing") from None
    return Signature(public_key, signature)


def _block_start(members: bytes) -> int:
    if len(members) < 32:
        raise SignatureInvalid("the signing block is cut short")
    (size,) = struct.unpack_from("<Q", members, len(members) - 24)
    start = len(members) - 8 - size
    if not 24 <= size <= BLOCK_BYTES_MAX or start < 0 or struct.unpack_from("<Q", members, start) != (size,):
        raise SignatureInvalid("the signing block's two sizes disagree")
    return int(start)


def _with_pairs(parts: Layout, pairs: dict[int, bytes]) -> bytes:
    body = b"".join(struct.pack("<QL", len(value) + 4, pair_id) + value for pair_id, value in sorted(pairs.items()))
    size = struct.pack("<Q", len(body) + 24)
    block = size + body + size + MAGIC
    return parts.members + block + parts.directory + _moved(parts.end, len(parts.members) + len(block))


def _moved(end: bytes, offset: int) -> bytes:
    magic, disk, directory_disk, here, entries, size, _, comment = _END.unpack(end)
    return _END.pack(magic, disk, directory_disk, here, entries, size, offset, comment)
