"""What a stored row must look like before anything is added up: types, lengths and normal forms. Pure.

SQLite's STRICT tables and PostgreSQL hold the types already; an audit does not lean on what it audits.
"""

from __future__ import annotations

from typing import Any

from wallet.records import LAST_ID, NO_DATA, NO_ID, TRANSIENT, BurntId, Entry, Opening, Transfer

Problem = tuple[str, Any, Any]  # What is wrong, expected, found.
_OPENING, _TRANSFER, _BURNT = len(Opening._fields), len(Transfer._fields), len(BurntId._fields)
_OPENING_TYPES = (int, str, int, int, int, str, int, bytes, int, int, int, int, int, int, int)
_TRANSFER_TYPES = (int, bytes, *(int,) * 4, bytes, *(int,) * 13, bytes)
_BURNT_TYPES = (int, bytes, str, int, bytes)
_TRANSIENT = {status.value for status in TRANSIENT}
_NO_DATA_SPELT_OUT = bytes(16)
HOLD_TYPES = (int, int, int, str, int, int)
NUMBERS = (int,) * 6  # Refunds and marks, as far as they have columns.
BLOCK_TYPES = (int, int, int, int, int, bytes, bytes, bytes)
ACTION_TYPES = (int, int, str, str, str, int)


def table_of(row: tuple[Any, ...]) -> str:
    """Which of the three tables a row of the ledger is from; their widths differ."""
    if len(row) == len(_TRANSFER_TYPES):
        return "wallet_transfers"
    return "wallet_accounts" if len(row) == len(_OPENING_TYPES) else "wallet_burnt_ids"


def read_entry(row: tuple[Any, ...]) -> tuple[Entry | None, Problem | None]:
    """The row as a value, or what is wrong with its form."""
    if len(row) == len(_TRANSFER_TYPES):
        if tuple(map(type, row)) != _TRANSFER_TYPES:
            return None, mistyped(row, _TRANSFER_TYPES)
        transfer = Transfer._make(row[:_TRANSFER])
        if len(transfer.id) != 16 or transfer.id in (NO_ID, LAST_ID):
            return None, ("its id is not one a transfer can have", None, transfer.id)
        data = transfer.user_data_128
        if data != NO_DATA and (len(data) != 16 or data == _NO_DATA_SPELT_OUT):
            return None, ("user_data_128 is neither empty nor 16 bytes that say something", None, data)
        return transfer, None
    if len(row) == len(_OPENING_TYPES):
        if tuple(map(type, row)) != _OPENING_TYPES:
            return None, mistyped(row, _OPENING_TYPES)
        return Opening._make(row[:_OPENING]), None
    if tuple(map(type, row)) != _BURNT_TYPES:
        return None, mistyped(row, _BURNT_TYPES)
    burnt = BurntId._make(row[:_BURNT])
    if len(burnt.id) != 16 or burnt.id in (NO_ID, LAST_ID) or burnt.status not in _TRANSIENT:
        return None, ("not an id that was burnt, or not for what burns one", None, (burnt.id, burnt.status))
    return burnt, None


def mistyped(row: tuple[Any, ...], types: tuple[type, ...]) -> Problem | None:
    """The first value of another type than its column's."""
    for place, (value, wanted) in enumerate(zip(row, types, strict=False), 1):
        if type(value) is not wanted:
            return f"column {place} is of another type", wanted.__name__, type(value).__name__
    return None
