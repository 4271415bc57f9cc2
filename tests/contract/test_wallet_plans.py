"""What the ledger is asked all day costs no more when it has grown: no question reads a whole table.

The statements are those a wallet's day really sends, taken from the connections. On PostgreSQL the planner is told to
avoid reading whole tables, for it would choose to while they are small; where it still does there is no other way.
"""

from __future__ import annotations

from typing import Any

from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import LAYLA, OMAR, ORDERS, SALMA, Desk, payment
from tests.support.wallet_plans import read_whole

# Of operators' own hands, asked by operators alone: few rows, and no index to keep for them.
SMALL = {"wallet_account_actions", "wallet_writer", "wallet_outbox"}


async def live(wallet: Desk) -> None:
    """A bit of everything: opening, paying, holding, freezing, looking, proving, sweeping."""
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    paid = await wallet.pay(layla, omar, 700)
    await wallet.submit(payment(omar, layla, 300, refund_of=paid))
    for ends in (pb.CaptureHoldRequest, pb.VoidHoldRequest):
        held = await wallet.place(layla, omar, 50)
        end = wallet.client.capture_hold if ends is pb.CaptureHoldRequest else wallet.client.void_hold
        await end(ends(request_id=held, hold_id=held), caller=ORDERS)
    await wallet.place(layla, omar, 50, timeout_s=1)
    now_ms = wallet.later(2)
    assert await wallet.writer.expire_due() == 1
    words = {"account_id": layla, "reason": "a stolen phone"}
    await wallet.client.freeze_account(pb.FreezeAccountRequest(request_id="f", **words), caller=SALMA)
    await wallet.client.reopen_account(pb.ReopenAccountRequest(request_id="r", **words), caller=SALMA)
    await wallet.client.list_accounts(pb.ListAccountsRequest(), caller=LAYLA)
    await wallet.balance(layla)
    await wallet.client.get_balance_at(pb.GetBalanceAtRequest(account_id=layla, at_ms=now_ms), caller=LAYLA)
    await wallet.lines(layla)
    await wallet.client.get_transfer(pb.GetTransferRequest(transfer_id=paid), caller=LAYLA)
    await wallet.client.get_account(pb.GetAccountRequest(account_id=layla), caller=SALMA)
    await wallet.client.list_account_actions(pb.ListAccountActionsRequest(account_id=layla), caller=SALMA)
    await wallet.client.export_statement(pb.ExportStatementRequest(account_id=layla), caller=LAYLA)


async def test_no_question_of_the_ledgers_day_reads_a_whole_table(wallet: Desk, statements: dict[str, Any]) -> None:
    """A million requests later, the next one must not look through a million answers first."""
    await live(wallet)
    # One without a condition asks for the ends of a table, in its order: the newest block.
    asked = {statement: parameters for statement, parameters in statements.items() if "WHERE" in statement}
    assert len(asked) > 20

    whole = await wallet.database.read(lambda tx: read_whole(tx, asked, SMALL))
    assert not whole, "\n\n".join(f"{statement}\n{plan}" for statement, plan in whole.items())
