"""A statement that a stranger can check: an account's lines, each with the proof that it is in a signed ledger.

`wallet/verify_statement.py` checks one with nothing but Python. What it then knows, if it trusts the key: the account
was opened as shown; each line is a row of the ledger that the checkpoint signs; from the first line to the last none
is left out, for each names the one before; and the balances follow from each other. What it does not know: whether
lines came after the last one, what other checkpoints the host signed (keep copies and compare), and who the others are.

The format, JSON: `account` is the row that opened it; `before` the account's line before the first one shown, null when
that is its first; `lines` oldest first; `checkpoint` as in wallet.checkpoints. Rows have the columns of their tables,
bytes in hex. A row's `proof` lists places in `hashes`, from its leaf's sibling up (RFC 9162 over `last_seq` rows).
The other side of a line is a number of the ledger, never an owner, and its balance is hidden: a line has
`balance_minor`, `held_minor` and `salt` of this account, and of the other only `hidden`, the hash that is in the tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.kit.db import Transaction
from wallet import store
from wallet.chain import SUMS_BYTES, canonical, hidden_sums, side_salts
from wallet.checkpoints import Checkpoint, to_json
from wallet.proof_store import StoredTree
from wallet.proofs import inclusion_proof
from wallet.records import Account, Opening, Transfer

FORMAT = "majlis-statement-1"
LINES_MAX = 5_000  # Seconds of work where each line is far from the next; and what fits a message.
_PAGE = 256


class StatementTooLong(ValueError):
    """There are more lines in that time than one statement takes; a shorter time has fewer."""


class NotCovered(ValueError):
    """The account was opened after the checkpoint was signed; the next one will cover it."""


def export_statement(
    tx: Transaction, account: Account, checkpoint: Checkpoint, *, from_ms: int | None = None, to_ms: int | None = None
) -> dict[str, Any]:  # fmt: skip
    """The account's lines from one moment to another, both included, as far as the checkpoint covers them."""
    if account.seq > checkpoint.last_seq:
        raise NotCovered(f"checkpoint {checkpoint.number} ends before the account")
    tree, hashes = StoredTree(tx), _Hashes()
    lines: list[Transfer] = []
    before: Transfer | None = None
    for row in _newest_first(tx, account, to_ms):
        if row.seq > checkpoint.last_seq or (to_ms is not None and row.created_at_ms > to_ms):
            continue
        if from_ms is not None and row.created_at_ms < from_ms:
            before = row
            break
        if len(lines) == LINES_MAX:
            raise StatementTooLong(f"more than {LINES_MAX} lines")
        lines.append(row)

    checks = store.chain_checks(tx, [row.seq for row in ([*lines, before] if before else lines)])

    def proven(row: Opening | Transfer) -> dict[str, Any]:
        shown = row._asdict() if isinstance(row, Opening) else _seen_from(account, row, checks[row.seq])
        values = {name: value.hex() if isinstance(value, bytes) else value for name, value in shown.items()}
        proof = inclusion_proof(row.seq - 1, checkpoint.last_seq, tree.subtree)
        return {**values, "proof": [hashes.place(each) for each in proof]}

    return {
        "format": FORMAT,
        "account": proven(account.opening),
        "before": None if before is None else proven(before),
        "lines": [proven(row) for row in reversed(lines)],
        "hashes": hashes.found,
        "checkpoint": to_json(checkpoint),
    }


def _seen_from(account: Account, row: Transfer, check: bytes) -> dict[str, Any]:
    """The row with this account's sums open and the other's hidden."""
    *facts, debit_balance, debit_held, credit_balance, credit_held = row
    shown: dict[str, Any] = dict(zip(Transfer._fields, facts, strict=False))
    debit_salt, credit_salt = side_salts(check)
    sums = canonical(row)[-2 * SUMS_BYTES :]
    if row.debit_account_seq == account.seq:
        shown |= {"balance_minor": debit_balance, "held_minor": debit_held, "salt": debit_salt}
        return shown | {"hidden": hidden_sums(credit_salt, sums[SUMS_BYTES:])}
    shown |= {"balance_minor": credit_balance, "held_minor": credit_held, "salt": credit_salt}
    return shown | {"hidden": hidden_sums(debit_salt, sums[:SUMS_BYTES])}


class _Hashes:
    """Each hash once: neighbouring rows share most of their proofs."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._places: dict[bytes, int] = {}

    def place(self, digest: bytes) -> int:
        if digest not in self._places:
            self._places[digest] = len(self.found)
            self.found.append(digest.hex())
        return self._places[digest]


def _newest_first(tx: Transaction, account: Account, to_ms: int | None) -> Iterator[Transfer]:
    newest = account.last_seq
    if to_ms is not None:
        row = store.newest_at(tx, account, to_ms)
        newest = 0 if row is None else row.seq
    while newest:
        page = store.walk(tx, account.seq, newest, _PAGE)
        yield from page
        last = page[-1]
        newest = last.debit_previous_seq if last.debit_account_seq == account.seq else last.credit_previous_seq
