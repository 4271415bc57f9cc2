"""What people and operators look at, read in one transaction: balances, statements, transfers, actions on accounts.

Somebody else's account answers as one that does not exist. Of the other side of a transfer its owner is shown, for a
payer must know whom they paid and a payee who paid them; never its account, its balance, or who froze it and why.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from core.kit.db import Transaction
from majlis.wallet.v1 import wallet_service_pb2 as pb
from wallet import answers, labels, store
from wallet.account_actions import AccountAction
from wallet.accounts import CURRENCIES
from wallet.checkpoints import Checkpoint
from wallet.errors import AccountNotFound, StatementTooLong, TransferNotFound
from wallet.paging import PAGE_SIZE, not_of_this_list, page_token, seq_of
from wallet.records import EXPIRY, PENDING, Account, Transfer
from wallet.statement import LINES_MAX, export_statement
from wallet.statement import StatementTooLong as TooManyLines
from wallet.text_ids import id_bytes, transfer_text
from wallet.wanted import Wanted

LINES, ACTIONS = "lines", "actions"
WALKED_ROWS_MAX = 2_000  # Of one page; what is further back is on pages that begin there.
_WALKED_AT_ONCE = 250  # Rows, where only some of them may be wanted.
STATEMENT_BYTES_MAX = 6 * 1024 * 1024  # A message holds 8 MiB; the web's JSON makes four bytes of three.


def account(tx: Transaction, account_id: str, owner: str | None = None) -> Account:
    """The account, if it is that owner's (None: whosever) and money is in it. ACCOUNT_NOT_FOUND."""
    found = store.account(tx, account_id)
    if found is None or owner not in (None, found.owner) or found.ledger not in CURRENCIES:
        raise AccountNotFound("there is no such account", account_id=account_id)
    return found


def balance_at(tx: Transaction, of: Account, at_ms: int) -> pb.GetBalanceAtResponse:
    """What was in the account after its last row of that moment or before it."""
    then = pb.GetBalanceAtResponse(currency_code=CURRENCIES[of.ledger])
    row = store.newest_at(tx, of, at_ms)
    if row is not None:
        is_debit = row.debit_account_seq == of.seq
        then.total_minor = row.debit_balance_minor if is_debit else row.credit_balance_minor
        then.held_minor = row.debit_held_minor if is_debit else row.credit_held_minor
        then.available_minor = then.total_minor - then.held_minor
    return then


def statement(tx: Transaction, request: pb.ListTransfersRequest, owner: str) -> pb.ListTransfersResponse:
    """A page of the account's lines, newest first: those the request wants, among so many rows and no more."""
    of, wanted = account(tx, request.account_id, owner), Wanted.of(request)
    size, next_seq = request.page_size or PAGE_SIZE, _first_seq(tx, of, request)
    page = pb.ListTransfersResponse(currency_code=CURRENCIES[of.ledger])
    walked = 0
    while next_seq and walked < WALKED_ROWS_MAX:
        rows = store.walk(tx, of.seq, next_seq, size + 1 if wanted.everything else _WALKED_AT_ONCE)
        if not rows:  # Another account's row, or none.
            raise not_of_this_list(LINES)
        walked += len(rows)
        young = [row for row in rows if row.created_at_ms >= request.from_ms]
        for row, line in zip(young, lines(tx, young, of), strict=True):
            if not wanted.takes(line):
                continue
            if len(page.lines) == size:
                page.next_page_token = page_token(LINES, row.seq)
                return page
            page.lines.append(line)
        if len(young) < len(rows):
            return page
        last = rows[-1]
        next_seq = last.debit_previous_seq if last.debit_account_seq == of.seq else last.credit_previous_seq
    if next_seq:
        page.next_page_token = page_token(LINES, next_seq)
    return page


def _first_seq(tx: Transaction, of: Account, request: pb.ListTransfersRequest) -> int:
    from_seq = seq_of(LINES, request.page_token)
    if from_seq or not request.to_ms:
        return from_seq or of.last_seq
    newest = store.newest_at(tx, of, request.to_ms)
    return 0 if newest is None else newest.seq


def lines(tx: Transaction, rows: Sequence[Transfer], of: Account) -> list[pb.StatementLine]:
    """The rows as the lines of one of their accounts; what ends a hold is for what the hold was for."""
    sides = {row.debit_account_seq for row in rows} | {row.credit_account_seq for row in rows}
    named = {row.pending_seq for row in rows} | {row.refund_of_seq for row in rows}
    holds = {row.seq for row in rows if row.flags & PENDING} | {row.pending_seq for row in rows if row.flags & EXPIRY}
    around = answers.Around(
        accounts=store.accounts_by_seq(tx, sides), holds=store.holds_by_seq(tx, holds),
        named=store.transfers_by_seq(tx, named - {0}),
    )  # fmt: skip
    known = labels.of(tx, {row.seq for row in rows} | {row.pending_seq for row in rows} - {0})
    made = [answers.line(row, of.seq, around) for row in rows]
    for row, line in zip(rows, made, strict=True):
        label = known.get(row.seq) or known.get(row.pending_seq)
        if label is not None:
            line.label.CopyFrom(label.seen_by(of.owner))
    return made


def transfer(tx: Transaction, transfer_id: str, owner: str) -> pb.GetTransferResponse:
    """One transfer of that owner's with its receipt. TRANSFER_NOT_FOUND for anything else."""
    row = store.transfer(tx, _bytes_of(transfer_id))
    sides = store.accounts_by_seq(tx, {row.debit_account_seq, row.credit_account_seq}) if row is not None else {}
    own = next((side for side in sides.values() if side.owner == owner), None)
    if row is None or own is None or transfer_text(row.id, row.flags) != transfer_id:
        raise TransferNotFound("there is no such transfer", transfer_id=transfer_id)
    return pb.GetTransferResponse(
        account_id=own.id, currency_code=CURRENCIES[own.ledger], line=lines(tx, [row], own)[0],
        receipt=answers.receipt(row.seq, store.block_with(tx, row.seq)),
    )  # fmt: skip


def _bytes_of(transfer_id: str) -> bytes:
    try:
        return id_bytes(transfer_id)
    except ValueError:
        raise TransferNotFound("there is no such transfer", transfer_id=transfer_id) from None


def proven_statement(tx: Transaction, of: Account, signed: Checkpoint, *, from_ms: int, to_ms: int) -> bytes:
    """The account's lines with their proofs, as JSON for wallet/verify_statement.py. STATEMENT_TOO_LONG."""
    # As of this transaction: the account may have moved on since it was asked for.
    now = account(tx, of.id)
    try:
        exported = export_statement(tx, now, signed, from_ms=from_ms or None, to_ms=to_ms or None)
    except TooManyLines as error:
        raise StatementTooLong(str(error), lines_max=LINES_MAX) from None
    text = json.dumps(exported, separators=(",", ":")).encode()
    if len(text) > STATEMENT_BYTES_MAX:
        raise StatementTooLong("the statement is too large to be sent", bytes_max=STATEMENT_BYTES_MAX)
    return text


def actions(tx: Transaction, request: pb.ListAccountActionsRequest) -> pb.ListAccountActionsResponse:
    """A page of what operators did, newest first."""
    before_seq, size = seq_of(ACTIONS, request.page_token), request.page_size or PAGE_SIZE
    account_seq = account(tx, request.account_id).seq if request.account_id else 0
    found = store.actions(tx, account_seq, before_seq, size + 1)
    page = pb.ListAccountActionsResponse(actions=(action(tx, one) for one in found[:size]))
    if len(found) > size:
        page.next_page_token = page_token(ACTIONS, found[size - 1].seq)
    return page


def action(tx: Transaction, of: AccountAction) -> pb.AccountAction:
    """An action with its receipt."""
    frozen = store.accounts_by_seq(tx, [of.account_seq])[of.account_seq]
    return answers.action(of, frozen.id, store.block_with(tx, of.seq))
