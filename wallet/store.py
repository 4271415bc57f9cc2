"""What the ledger's tables answer to questions; rows name each other by seq.

A statement walks an account's rows from the newest one back, each naming the one before; marks let the walk begin near
any moment, so neither a page nor a past balance costs more in a long history than in a short one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.account_actions import CONTROL_OWNER, AccountAction
from wallet.accounts import LIMIT_LEDGERS
from wallet.batch import RequestKey, account_of, hold_of
from wallet.chain import Block
from wallet.records import MARK_EVERY, Account, Hold, Transfer
from wallet.tables import account_actions, accounts, blocks, holds, marks, requests, transfers

_ACCOUNT = [column for column in accounts.c if column.name != "chain_check"]
_TRANSFER = [transfers.c[name] for name in Transfer._fields]
IN_MAX = 500  # Values of one IN list: SQLite's limit of variables is far above, its plans do not care.


def account(tx: Transaction, account_id: str) -> Account | None:
    row = tx.execute(sa.select(*_ACCOUNT).where(accounts.c.id == account_id)).one_or_none()
    return None if row is None else account_of(row)


def accounts_of(tx: Transaction, owner: str) -> list[Account]:
    """Every account of an owner."""
    rows = tx.execute(sa.select(*_ACCOUNT).where(_owned_by(owner)).order_by(accounts.c.seq))
    return [account_of(row) for row in rows]


def accounts_by_seq(tx: Transaction, seqs: Collection[int]) -> dict[int, Account]:
    found = _in(tx, sa.select(*_ACCOUNT), accounts.c.seq, seqs)
    return {row.seq: account_of(row) for row in found}


def ledgers(tx: Transaction, account_ids: Collection[str]) -> dict[str, int]:
    """The currency's number of each of the accounts that is there."""
    found = _in(tx, sa.select(accounts.c.id, accounts.c.ledger), accounts.c.id, account_ids)
    return {row.id: row.ledger for row in found}


def transfer(tx: Transaction, transfer_id: bytes) -> Transfer | None:
    row = tx.execute(sa.select(*_TRANSFER).where(transfers.c.id == transfer_id)).one_or_none()
    return None if row is None else Transfer._make(row)


def chain_checks(tx: Transaction, seqs: Collection[int]) -> dict[int, bytes]:
    """The checks kept beside those transfers; nothing that leaves the host may hold one."""
    found = _in(tx, sa.select(transfers.c.seq, transfers.c.chain_check), transfers.c.seq, seqs)
    return {row.seq: bytes(row.chain_check) for row in found}


def transfers_by_seq(tx: Transaction, seqs: Collection[int]) -> dict[int, Transfer]:
    return {row.seq: Transfer._make(row) for row in _in(tx, sa.select(*_TRANSFER), transfers.c.seq, seqs)}


def holds_by_seq(tx: Transaction, seqs: Collection[int]) -> dict[int, Hold]:
    return {row.seq: hold_of(row) for row in _in(tx, sa.select(holds), holds.c.seq, seqs)}


def block_with(tx: Transaction, seq: int) -> Block:
    """The block of the commit that wrote this row."""
    found = sa.select(blocks).where(blocks.c.last_seq >= seq).order_by(blocks.c.last_seq).limit(1)
    return Block._make(tx.execute(found).one())


def is_answered(tx: Transaction, key: RequestKey) -> bool:
    """Whether something was answered under this caller's request_id."""
    named = (requests.c.caller == key.caller, requests.c.method == key.method, requests.c.request_id == key.request_id)
    return tx.execute(sa.select(sa.literal(1)).where(*named)).first() is not None


def walk(tx: Transaction, account_seq: int, newest_seq: int, count: int) -> list[Transfer]:
    """Up to `count` rows of an account from that one of its rows back; nothing where the row is not the account's."""
    of_account = sa.or_(transfers.c.debit_account_seq == account_seq, transfers.c.credit_account_seq == account_seq)
    first = sa.select(*_TRANSFER, sa.literal(1).label("step")).where(transfers.c.seq == newest_seq, of_account)
    walked = first.cte("walked", recursive=True)
    previous = sa.case(
        (walked.c.debit_account_seq == account_seq, walked.c.debit_previous_seq), else_=walked.c.credit_previous_seq
    )
    step = sa.select(*_TRANSFER, walked.c.step + 1).join(walked, transfers.c.seq == previous)
    walked = walked.union_all(step.where(walked.c.step < count))
    found = sa.select(*(walked.c[name] for name in Transfer._fields)).order_by(walked.c.step)
    return [Transfer._make(row) for row in tx.execute(found)]


def newest_at(tx: Transaction, of: Account, at_ms: int) -> Transfer | None:
    """The account's last row of that moment or before it; None where it has none so early."""
    from_seq, seq = of.last_seq, of.seq
    # The marks' moments rise with their lines: the first one after the moment is found by halving.
    low, high = 1, of.lines // MARK_EVERY
    while low <= high:
        middle = (low + high) // 2
        at = sa.and_(marks.c.account_seq == seq, marks.c.line == middle * MARK_EVERY)
        mark = tx.execute(sa.select(marks.c.seq, marks.c.created_at_ms).where(at)).one()
        if mark.created_at_ms > at_ms:
            from_seq, high = mark.seq, middle - 1
        else:
            low = middle + 1
    while from_seq:
        rows = walk(tx, seq, from_seq, MARK_EVERY + 1)
        for row in rows:
            if row.created_at_ms <= at_ms:
                return row
        last = rows[-1]
        from_seq = last.debit_previous_seq if last.debit_account_seq == seq else last.credit_previous_seq
    return None


# Operators


def freezes_among(tx: Transaction, transfer_ids: Collection[bytes]) -> set[bytes]:
    """Those of the ids that are an operator's freeze of an account, or that count a limit: no service may end them."""
    control = sa.select(accounts.c.seq).where(_owned_by(CONTROL_OWNER)).scalar_subquery()
    kept = sa.or_(transfers.c.credit_account_seq.in_(control), transfers.c.ledger > LIMIT_LEDGERS)
    return {bytes(row.id) for row in _in(tx, sa.select(transfers.c.id).where(kept), transfers.c.id, transfer_ids)}


def freeze_in_force(tx: Transaction, account_seq: int) -> Transfer | None:
    """The transfer by which an operator froze the account, while it lasts."""
    freezes = sa.select(sa.func.max(account_actions.c.seq)).where(account_actions.c.account_seq == account_seq)
    newest = freezes.where(account_actions.c.action == "freeze").scalar_subquery()  # Those before it have ended.
    rows = sa.select(*_TRANSFER).join(holds, holds.c.seq == transfers.c.seq)
    row = tx.execute(rows.where(transfers.c.seq == newest, holds.c.state == "pending")).one_or_none()
    return None if row is None else Transfer._make(row)


def action(tx: Transaction, seq: int) -> AccountAction:
    """The action that was recorded with that transfer."""
    return AccountAction._make(tx.execute(sa.select(account_actions).where(account_actions.c.seq == seq)).one())


def actions(tx: Transaction, account_seq: int, before_seq: int, count: int) -> list[AccountAction]:
    """Up to `count` actions, newest first, on one account (0: on any), before one of them (0: from the newest)."""
    rows = sa.select(account_actions).order_by(account_actions.c.seq.desc()).limit(count)
    if account_seq:
        rows = rows.where(account_actions.c.account_seq == account_seq)
    if before_seq:
        rows = rows.where(account_actions.c.seq < before_seq)
    return [AccountAction._make(row) for row in tx.execute(rows)]


def add_action(tx: Transaction, made: AccountAction) -> None:
    """The one write from here, beside the transfer that did it and in its commit."""
    tx.execute(account_actions.insert().values(made._asdict()))


def _owned_by(owner: str) -> sa.ColumnElement[bool]:
    """Said with the condition of the index over owners, or SQLite would look through all accounts."""
    return sa.and_(accounts.c.owner == owner, accounts.c.owner != sa.literal_column("''"))


def _in(tx: Transaction, rows: sa.Select[Any], key: sa.Column[Any], values: Iterable[Any]) -> Iterator[Any]:
    wanted = list(values)
    for start in range(0, len(wanted), IN_MAX):
        yield from tx.execute(rows.where(key.in_(wanted[start : start + IN_MAX])))
