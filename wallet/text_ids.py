"""Ids as people and programs write them: a prefix and sixteen bytes in the house's base32 (core.kit.ids). Pure.

`xfer_` names a transfer, `hold_` a transfer that puts money aside, `acct_` an account.
"""

from __future__ import annotations

import hashlib

from core.kit.ids import base32
from wallet.ids import derived_id
from wallet.records import LAST_ID, NO_ID, PENDING

_OURS, _PYTHONS = b"0123456789abcdefghjkmnpqrstvwxyz", b"0123456789abcdefghijklmnopqrstuv"
# Everything else becomes a letter int() refuses.
_TO_PYTHONS = bytes(_PYTHONS[_OURS.index(byte)] if byte in _OURS else 0x7A for byte in range(256))
_TEXT_CHARS = 26


def id_bytes(text: str) -> bytes:
    """The sixteen bytes of `xfer_…` or `hold_…`; ValueError for none of them, and for the two ids nobody may have."""
    if len(text) != 5 + _TEXT_CHARS:
        raise ValueError("an id has 26 characters after its prefix")
    try:
        found = int(text[5:].encode("ascii").translate(_TO_PYTHONS), 32).to_bytes(16, "big")
    except OverflowError:
        raise ValueError("an id has 128 bits") from None
    if found in (NO_ID, LAST_ID):
        raise ValueError("this id is kept free")
    return found


def transfer_text(transfer_id: bytes, flags: int) -> str:
    """A transfer's id as text: `hold_…` for what puts money aside."""
    return ("hold_" if flags & PENDING else "xfer_") + _text(transfer_id)


def is_derived(text: str) -> bool:
    """Whether the id that `xfer_…` or `hold_…` names begins with a zero byte: the ledger's own do (wallet.ids)."""
    return text[5:7] == "00"  # Of 26 letters the first holds three bits, the others five.


def account_id(owner: str, ledger: int, code: int) -> str:
    """The id of the one account of that owner, currency and use: opening it twice is opening it once."""
    # No time in it, so it needs no leading zero byte as derived transfer ids do: accounts are few.
    named = hashlib.sha256(f"account\n{owner}\n{ledger}\n{code}".encode()).digest()
    return "acct_" + _text(named[:16])


def request_transfer_id(caller: str, method: str, request_id: str) -> bytes:
    """The id of the transfer that a keyed request makes: the same for ever."""
    return derived_id(b"request", caller.encode(), method.encode(), request_id.encode())


def _text(sixteen: bytes) -> str:
    return base32(int.from_bytes(sixteen, "big"))
