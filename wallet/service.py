"""The wallet's rpcs: people see their own accounts, services move money, operators freeze and reopen.

Everything that changes goes through the ledger's one writer; reads have transactions of their own. A refusal of the
ledger becomes its typed error here and nowhere else; what breaks below (no database, a full queue) stays what it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from core.kit.caller import USER
from core.kit.db import Database, Transaction
from core.kit.errors import InvalidArgument
from core.kit.keyed import request_sha256
from core.kit.rpc import Call
from majlis.wallet.v1 import wallet_service_pb2 as pb
from wallet import answers, border, store, views
from wallet.account_actions import CONTROL_OWNER, AccountAction, action_digest
from wallet.accounts import CURRENCIES, Purpose, new_account, owner_of_app, owner_of_user
from wallet.batch import RequestKey
from wallet.checkpoints import Checkpoint
from wallet.commit import Outcome
from wallet.errors import AccountFrozen, AccountNotFrozen, CheckpointNotFound, HoldNotFound
from wallet.ids import derived_id
from wallet.records import CLOSING_DEBIT, ENDING, PENDING, VOID_PENDING, Account, NewTransfer, Status, Transfer
from wallet.refusals import refusal
from wallet.text_ids import request_transfer_id, transfer_text
from wallet.writer import LedgerWriter

KNOWN_ACCOUNTS_MAX = 200_000  # Accounts whose currency is remembered; it never changes.


class WalletService:
    """Implements majlis.wallet.v1.WalletService."""

    def __init__(
        self, *, db: Database, writer: LedgerWriter, checkpoint: Callable[[], Awaitable[Checkpoint | None]]
    ) -> None:  # fmt: skip
        self._db = db
        self._writer = writer
        self._checkpoint = checkpoint  # Signs what is not signed yet; the newest there is.
        self._exporting = asyncio.Lock()  # Seconds of work each: together they would take all readers from balances.
        self._ledgers: dict[str, int] = {}

    # People

    async def open_account(self, request: pb.OpenAccountRequest, call: Call) -> pb.OpenAccountResponse:
        opened = await self._opened(_owner(call), request.currency_code)
        return pb.OpenAccountResponse(account=answers.account(opened))

    async def list_accounts(self, _: pb.ListAccountsRequest, call: Call) -> pb.ListAccountsResponse:
        found = await self._db.read(lambda tx: store.accounts_of(tx, _owner(call)))
        found.sort(key=lambda account: CURRENCIES[account.ledger])
        return pb.ListAccountsResponse(accounts=map(answers.account, found))

    async def get_balance(self, request: pb.GetBalanceRequest, call: Call) -> pb.GetBalanceResponse:
        own = await self._db.read(lambda tx: views.account(tx, request.account_id, _owner(call)))
        return pb.GetBalanceResponse(balance=answers.balance(own))

    async def get_balance_at(self, request: pb.GetBalanceAtRequest, call: Call) -> pb.GetBalanceAtResponse:
        def read(tx: Transaction) -> pb.GetBalanceAtResponse:
            return views.balance_at(tx, views.account(tx, request.account_id, _owner(call)), request.at_ms)

        return await self._db.read(read)

    async def list_transfers(self, request: pb.ListTransfersRequest, call: Call) -> pb.ListTransfersResponse:
        return await self._db.read(lambda tx: views.statement(tx, request, _owner(call)))

    async def get_transfer(self, request: pb.GetTransferRequest, call: Call) -> pb.GetTransferResponse:
        return await self._db.read(lambda tx: views.transfer(tx, request.transfer_id, _owner(call)))

    async def export_statement(self, request: pb.ExportStatementRequest, call: Call) -> pb.ExportStatementResponse:
        owner = _owner(call) if USER in call.caller.access else None
        account = await self._db.read(lambda tx: views.account(tx, request.account_id, owner))
        signed = await self._signed()  # After the account was seen, so that it is covered.
        async with self._exporting:
            exported = await self._db.read(
                lambda tx: views.proven_statement(tx, account, signed, from_ms=request.from_ms, to_ms=request.to_ms)
            )
        return pb.ExportStatementResponse(statement_json=exported)

    async def get_checkpoint(self, _: pb.GetCheckpointRequest, __: Call) -> pb.GetCheckpointResponse:
        return pb.GetCheckpointResponse(checkpoint=answers.checkpoint(await self._signed()))

    # Services

    async def open_owned_account(
        self, request: pb.OpenOwnedAccountRequest, _: Call
    ) -> pb.OpenOwnedAccountResponse:  # fmt: skip
        owners = [owner_of_user(request.user_id)] if request.user_id else []
        owners += [owner_of_app(request.app_id)] if request.app_id else []
        owners += [f"platform/{answers.PLATFORM_NAMES[request.platform]}"] if request.platform else []
        if len(owners) != 1:
            raise border.refused("user_id", "exactly one of user_id, app_id and platform says whose it is")
        if owners[0] == CONTROL_OWNER:
            raise border.refused("platform", "is the ledger's own account")
        opened = await self._opened(owners[0], request.currency_code)
        return pb.OpenOwnedAccountResponse(account=answers.account(opened))

    async def submit_transfers(self, request: pb.SubmitTransfersRequest, call: Call) -> pb.SubmitTransfersResponse:
        asked, key = border.new_transfers(request.transfers), _key(request, call)
        ledgers = await self._ledgers_of(asked)
        await self._unless_answered(key, lambda: border.check_accounts(asked, ledgers))
        ended = [one.pending_id for one in asked if one.flags & ENDING]
        if ended:
            border.check_ended(asked, await self._db.read(lambda tx: store.freezes_among(tx, ended)))
        outcome = await self._writer.create_transfers(asked, key=key)
        answer = answers.results(asked, outcome)
        newest_first = zip(reversed(outcome.transfers), reversed(outcome.statuses), strict=True)
        made = next((row for row, status in newest_first if status is Status.CREATED), None)
        if made is not None:
            answer.receipt.CopyFrom(await self._receipt(made, outcome))
        return answer

    async def place_hold(self, request: pb.PlaceHoldRequest, call: Call) -> pb.PlaceHoldResponse:
        key = _key(request, call)
        asked = border.new_hold(request, request_transfer_id(*key[:3]))
        ledgers = await self._ledgers_of([asked])
        await self._unless_answered(key, lambda: border.check_hold_accounts(asked, ledgers))
        row, receipt = await self._one(
            asked, key, debit_account_id=asked.debit_account_id, credit_account_id=asked.credit_account_id,
            requested_minor=asked.amount_minor,
        )  # fmt: skip
        expires_at_ms = row.created_at_ms + row.timeout_s * 1000
        return pb.PlaceHoldResponse(
            hold_id=transfer_text(row.id, row.flags), expires_at_ms=expires_at_ms, receipt=receipt
        )

    async def capture_hold(self, request: pb.CaptureHoldRequest, call: Call) -> pb.CaptureHoldResponse:
        key = _key(request, call)
        asked = border.new_capture(request, request_transfer_id(*key[:3]))
        await self._check_hold(asked, key, request.hold_id)
        requested_minor = request.amount.amount_minor if request.HasField("amount") else None
        row, receipt = await self._one(asked, key, hold_id=request.hold_id, requested_minor=requested_minor)
        return pb.CaptureHoldResponse(
            transfer_id=transfer_text(row.id, row.flags), amount=answers.money(row), receipt=receipt
        )

    async def void_hold(self, request: pb.VoidHoldRequest, call: Call) -> pb.VoidHoldResponse:
        key = _key(request, call)
        asked = border.new_void(request, request_transfer_id(*key[:3]))
        await self._check_hold(asked, key, request.hold_id)
        row, receipt = await self._one(asked, key, hold_id=request.hold_id)
        return pb.VoidHoldResponse(transfer_id=transfer_text(row.id, row.flags), receipt=receipt)

    # Operators

    async def get_account(self, request: pb.GetAccountRequest, _: Call) -> pb.GetAccountResponse:
        account = await self._db.read(lambda tx: views.account(tx, request.account_id))
        return pb.GetAccountResponse(account=answers.account(account), owner=answers.owner(account.owner))

    async def freeze_account(self, request: pb.FreezeAccountRequest, call: Call) -> pb.FreezeAccountResponse:
        account = await self._db.read(lambda tx: views.account(tx, request.account_id))
        if account.owner == CONTROL_OWNER:
            raise border.refused("account_id", "is the ledger's own account")
        control = await self._opened(CONTROL_OWNER, CURRENCIES[account.ledger])
        asked = NewTransfer(
            b"", account.id, control.id, ledger=account.ledger, code=Purpose.FREEZE, flags=PENDING | CLOSING_DEBIT
        )
        acted = await self._act("freeze", asked, request, call)
        if isinstance(acted, Status):
            raise AccountFrozen("the account is frozen already", account_id=account.id)
        return pb.FreezeAccountResponse(action=acted)

    async def reopen_account(self, request: pb.ReopenAccountRequest, call: Call) -> pb.ReopenAccountResponse:
        def find(tx: Transaction) -> bytes | None:
            freeze = store.freeze_in_force(tx, views.account(tx, request.account_id).seq)
            return None if freeze is None else freeze.id

        # Where there is nothing to end the ledger is asked all the same: its refusal is kept under the request_id.
        freeze_id = await self._db.read(find) or derived_id(b"no freeze", request.account_id.encode())
        acted = await self._act("reopen", NewTransfer(b"", pending_id=freeze_id, flags=VOID_PENDING), request, call)
        if isinstance(acted, Status):
            raise AccountNotFrozen("no operator has frozen this account", account_id=request.account_id)
        return pb.ReopenAccountResponse(action=acted)

    async def list_account_actions(
        self, request: pb.ListAccountActionsRequest, _: Call
    ) -> pb.ListAccountActionsResponse:  # fmt: skip
        return await self._db.read(lambda tx: views.actions(tx, request))

    async def _act(
        self, name: str, asked: NewTransfer, request: pb.FreezeAccountRequest | pb.ReopenAccountRequest, call: Call
    ) -> pb.AccountAction | Status:
        """The action as recorded, in the commit of the transfer that does it; or the ledger's refusal."""
        key, operator_id = _key(request, call), call.caller.user_id
        digest = action_digest(request.account_id, name, operator_id, request.reason)
        asked = asked._replace(id=request_transfer_id(*key[:3]), user_data_128=digest)

        def record(tx: Transaction, outcome: Outcome) -> None:
            row = outcome.transfers[0]
            assert row is not None
            made = AccountAction(
                row.seq, row.debit_account_seq, name, operator_id, request.reason, row.created_at_ms
            )  # fmt: skip
            store.add_action(tx, made)

        outcome = await self._writer.create_transfers([asked], key=key, beside=record)
        row = outcome.transfers[0]
        if row is None or outcome.statuses[0] is not Status.CREATED:
            return outcome.statuses[0]
        seq = row.seq
        return await self._db.read(lambda tx: views.action(tx, store.action(tx, seq)))

    # What several rpcs need

    async def _opened(self, owner: str, currency_code: str) -> Account:
        try:
            asked = new_account(owner, currency_code)
        except ValueError as error:
            raise border.refused("currency_code", str(error)) from None
        known = await self._db.read(lambda tx: store.account(tx, asked.id))
        if known is not None:
            return known
        outcome = await self._writer.create_accounts([asked])
        if outcome.statuses[0] not in answers.HAPPENED:
            raise RuntimeError(f"the ledger would not open {asked}: {outcome.statuses[0]}")
        return await self._db.read(lambda tx: views.account(tx, asked.id))

    async def _signed(self) -> Checkpoint:
        newest = await self._checkpoint()
        if newest is None:
            raise CheckpointNotFound("nothing was committed yet")
        return newest

    async def _ledgers_of(self, asked: Sequence[NewTransfer]) -> dict[str, int]:
        """The currency of every account these name that is there."""
        known = self._ledgers
        named = {one.debit_account_id for one in asked} | {one.credit_account_id for one in asked}
        missing = named.difference(known)
        missing.discard("")
        if missing:
            if len(known) + len(missing) > KNOWN_ACCOUNTS_MAX:
                known.clear()
                missing = named
            known.update(await self._db.read(lambda tx: store.ledgers(tx, missing)))
        return known

    async def _unless_answered(self, key: RequestKey, check: Callable[[], None]) -> None:
        """Run a check of what is there now, save for a request that was answered before: it gets its first answer."""
        try:
            check()
        except InvalidArgument:
            if not await self._db.read(lambda tx: store.is_answered(tx, key)):
                raise

    async def _check_hold(self, asked: NewTransfer, key: RequestKey, hold_id: str) -> None:
        """A freeze is no hold of a service's; and the amount is in the hold's currency."""

        def read(tx: Transaction) -> tuple[Transfer | None, bool]:
            return store.transfer(tx, asked.pending_id), bool(store.freezes_among(tx, [asked.pending_id]))

        hold, is_freeze = await self._db.read(read)
        if is_freeze:
            raise HoldNotFound("there is no such hold", hold_id=hold_id)
        if hold is not None:
            await self._unless_answered(key, lambda: border.check_hold_currency(asked, hold.ledger))

    async def _one(self, asked: NewTransfer, key: RequestKey, **facts: object) -> tuple[Transfer, pb.Receipt]:
        """The row of a request that is one transfer, with its receipt; its refusal as the error that says why."""
        outcome = await self._writer.create_transfers([asked], key=key)
        status, row = outcome.statuses[0], outcome.transfers[0]
        if status not in answers.HAPPENED or row is None:
            raise refusal(status, **facts)
        return row, await self._receipt(row, outcome)

    async def _receipt(self, row: Transfer, outcome: Outcome) -> pb.Receipt:
        block = outcome.block
        if block is None:  # The rows were made before, by the same request.
            block = await self._db.read(lambda tx: store.block_with(tx, row.seq))
        return answers.receipt(row.seq, block)


def _owner(call: Call) -> str:
    return owner_of_user(call.caller.user_id)


def _key(request: Any, call: Call) -> RequestKey:
    """Whose KEYED request: services and operators are told apart, whatever their names."""
    caller = call.caller
    who = f"service/{caller.service}" if caller.service else f"operator/{caller.user_id}"
    return RequestKey(who, call.method, request.request_id, request_sha256(request))
