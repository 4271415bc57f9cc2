"""Statements: every line once, newest first, each balance the one before plus its line; and what was once there."""

from __future__ import annotations

import asyncio
import random

import pytest

from core.kit.errors import InvalidArgument, PageTokenInvalid
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import LAYLA, OMAR, ORDERS, Desk, payment
from wallet import store, views
from wallet.paging import page_token
from wallet.records import MARK_EVERY

ROUNDS = 90  # Of one to three lines each.


@pytest.fixture
async def history(wallet):
    """Layla's and Omar's accounts after a few hundred lines of every kind, up to three a second."""
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 100_000)
    dice = random.Random(7)
    for number in range(ROUNDS):
        wallet.later()
        await _something(wallet, layla, omar, dice, number)
    return layla, omar


async def _something(wallet: Desk, layla: str, omar: str, dice: random.Random, number: int) -> None:
    amount = dice.randrange(1, 200)
    what = dice.randrange(4)
    if what == 0:
        await wallet.submit(*(payment(layla, omar, amount + n) for n in range(3)))
    elif what == 1:
        await wallet.submit(payment(layla, omar, amount), payment(omar, layla, 1), payment(omar, layla, 2))
    else:
        hold_id = await wallet.place(layla, omar, amount, timeout_s=5)
        if what == 2 and number % 2:
            request = pb.CaptureHoldRequest(request_id=f"c{number}", hold_id=hold_id)
            await wallet.client.capture_hold(request, caller=ORDERS)
        elif what == 2:
            request = pb.VoidHoldRequest(request_id=f"v{number}", hold_id=hold_id)
            await wallet.client.void_hold(request, caller=ORDERS)
        await wallet.writer.expire_due()


async def recomputed(wallet, account_id):
    """Every line's moment, total and held, by adding up all rows of the account from the first."""

    def read(tx):
        found = store.account(tx, account_id)
        seq = found.seq
        rows = tx.exec_driver_sql(
            "SELECT t.seq, t.debit_account_seq, t.amount_minor, t.flags, t.created_at_ms, p.amount_minor"
            " FROM wallet_transfers t LEFT JOIN wallet_transfers p ON p.seq = t.pending_seq"
            f" WHERE t.debit_account_seq = {seq} OR t.credit_account_seq = {seq} ORDER BY t.seq"
        )
        return seq, [tuple(row) for row in rows]

    seq, rows = await wallet.database.read(read)
    total = held = 0
    states = []
    for _, debit, amount, flags, at_ms, was_held in rows:
        pays = debit == seq
        if flags & 2:
            held += amount if pays else 0
        else:
            moves = amount if not flags or flags & 4 else 0
            total += -moves if pays else moves
            held -= (was_held or 0) if pays else 0
        states.append((at_ms, total, held))
    return states


async def test_every_line_comes_once_over_pages_of_any_size(wallet, history):
    layla, _ = history
    whole = await wallet.lines(layla, page_size=200)
    assert len(whole) > 2 * MARK_EVERY
    for page_size in (1, 7, 64, 0):
        count = 40 if page_size == 1 else len(whole)
        found = await _first(wallet, layla, count, page_size)
        assert found == whole[: len(found)]
        assert len(found) >= count
    assert len({line.transfer_id for line in whole}) == len(whole)


async def _first(wallet, account_id, count, page_size):
    found, token = [], ""
    while len(found) < count:
        request = pb.ListTransfersRequest(account_id=account_id, page_size=page_size, page_token=token)
        page = await wallet.client.list_transfers(request, caller=LAYLA)
        found, token = [*found, *page.lines], page.next_page_token
        if not token:
            break
    return found


@pytest.mark.parametrize("caller", [LAYLA, OMAR], ids=lambda caller: caller.user_id)
async def test_each_balance_is_the_one_before_plus_its_line(wallet, history, caller):
    """opening + lines = closing, at every line, for the payer and the payee; and as adding everything up says."""
    account_id = history[0] if caller is LAYLA else history[1]
    lines = (await wallet.lines(account_id, caller, page_size=200))[::-1]
    total = 0
    for line in lines:
        total += line.moved_minor
        assert line.total_minor == total
    states = [(line.created_at_ms, line.total_minor, line.held_minor) for line in lines]
    assert states == await recomputed(wallet, account_id)
    now = await wallet.balance(account_id, caller)
    assert (now.total_minor, now.held_minor) == states[-1][1:]


async def test_the_balance_at_any_moment_is_that_of_the_last_line_before_its_end(wallet, history):
    layla, _ = history
    states = await recomputed(wallet, layla)
    first_ms, last_ms = states[0][0], states[-1][0]
    moments = {at_ms + by for at_ms, _, _ in states for by in (-1, 0, 1)} | {0, first_ms - 10_000, last_ms + 10_000}
    for at_ms in sorted([*random.Random(3).sample(sorted(moments), 60), 0, first_ms - 1, first_ms, last_ms]):
        then = await _at(wallet, layla, at_ms)
        expected = next((state[1:] for state in reversed(states) if state[0] <= at_ms), (0, 0))
        assert (then.total_minor, then.held_minor) == expected, at_ms
        assert then.available_minor == then.total_minor - then.held_minor


async def _at(wallet, account_id, at_ms):
    # 0 is what a left-out moment looks like.
    request = pb.GetBalanceAtRequest(account_id=account_id, at_ms=at_ms or 1)
    return await wallet.client.get_balance_at(request, caller=LAYLA)


async def test_a_moment_is_required_and_within_the_calendar(wallet, history):
    for wrong in (0, -1, 253_402_300_800_000):
        request = pb.GetBalanceAtRequest(account_id=history[0], at_ms=wrong)
        with pytest.raises(InvalidArgument):
            await wallet.client.get_balance_at(request, caller=LAYLA)


async def test_a_span_has_the_lines_of_its_moments_and_no_others(wallet, history):
    layla, _ = history
    whole = await wallet.lines(layla, page_size=200)
    moments = sorted({line.created_at_ms for line in whole})
    for low, high in ((0, -1), (3, 9), (5, 5), (-1, -1)):
        from_ms, to_ms = moments[low], moments[high]
        found = await wallet.lines(layla, from_ms=from_ms, to_ms=to_ms, page_size=5)
        assert found == [line for line in whole if from_ms <= line.created_at_ms <= to_ms]
    assert await wallet.lines(layla, to_ms=moments[0] - 1) == []
    assert await wallet.lines(layla, from_ms=moments[-1] + 1) == []


async def test_new_lines_do_not_shift_the_pages_behind_them(wallet, history):
    """She reads on while money comes in: nothing twice, nothing left out."""
    layla, omar = history
    whole = await wallet.lines(layla, page_size=200)
    request = pb.ListTransfersRequest(account_id=layla, page_size=10)
    page = await wallet.client.list_transfers(request, caller=LAYLA)
    await wallet.pay(omar, layla, 1)
    request.page_token = page.next_page_token
    assert list((await wallet.client.list_transfers(request, caller=LAYLA)).lines) == whole[10:20]


async def test_a_page_token_of_anything_else_is_refused(wallet, history):
    """A token names a row; a row that is not on the caller's account shows nothing of it."""
    layla, omar = history
    await wallet.fund(omar, 5)
    request = pb.ListTransfersRequest(account_id=omar, page_size=1)
    omars = (await wallet.client.list_transfers(request, caller=OMAR)).next_page_token
    await wallet.pay(omar, await wallet.owned(app_id="org.majlis.polls"), 1)
    newest = (await wallet.client.list_transfers(request, caller=OMAR)).next_page_token
    assert newest != omars
    actions = "YWN0aW9uczox"  # actions:1
    no_row = page_token("lines", 2**63)  # More than a database's number holds.
    for wrong in (newest, actions, no_row, "bGluZXM6OTk5OTk5OTk5OQ", "x", "bGluZXM6MA", "é"):
        with pytest.raises(PageTokenInvalid):
            await wallet.lines_page(layla, wrong)


async def test_a_line_says_what_became_of_its_hold_and_who_the_other_side_is(wallet):
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    kept, dropped, late = [await wallet.place(layla, omar, amount, timeout_s=60) for amount in (300, 200, 100)]
    await wallet.client.capture_hold(
        pb.CaptureHoldRequest(request_id="c", hold_id=kept, amount={"amount_minor": 120, "currency_code": "SAR"}),
        caller=ORDERS,
    )  # fmt: skip
    await wallet.client.void_hold(pb.VoidHoldRequest(request_id="v", hold_id=dropped), caller=ORDERS)
    wallet.later(60)
    await wallet.writer.expire_due()
    lines = (await wallet.lines(layla))[::-1]
    kinds = [pb.TransferKind.Name(line.kind).removeprefix("TRANSFER_KIND_") for line in lines]
    assert kinds == ["PAYMENT", "HOLD", "HOLD", "HOLD", "CAPTURE", "VOID", "EXPIRY"]
    states = [pb.HoldState.Name(line.hold_state).removeprefix("HOLD_STATE_") for line in lines[1:4]]
    assert states == ["POSTED", "VOIDED", "EXPIRED"]
    assert [line.captured_minor for line in lines[1:4]] == [120, 0, 0]
    assert [(line.hold_id, line.amount_minor, line.moved_minor) for line in lines[4:]] == [
        (kept, 120, -120), (dropped, 200, 0), (late, 100, 0)
    ]  # fmt: skip
    assert lines[0].counterparty.platform == pb.PLATFORM_ACCOUNT_TEST_BANK
    assert {line.counterparty.user_id for line in lines[1:]} == {"usr_omar"}
    assert {line.direction for line in lines[1:]} == {pb.DIRECTION_OUT}
    assert {line.direction for line in await wallet.lines(omar, OMAR)} == {pb.DIRECTION_IN}


async def test_both_sides_of_a_transfer_get_the_same_receipt_and_nothing_of_each_others_account(wallet):
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    paid = await wallet.pay(layla, omar, 70)
    request = pb.GetTransferRequest(transfer_id=paid)
    hers = await wallet.client.get_transfer(request, caller=LAYLA)
    his = await wallet.client.get_transfer(request, caller=OMAR)
    assert hers.receipt == his.receipt
    assert (hers.account_id, hers.line.moved_minor, hers.line.total_minor) == (layla, -70, 930)
    assert (his.account_id, his.line.moved_minor, his.line.total_minor) == (omar, 70, 70)
    assert layla not in str(his)
    assert omar not in str(hers)
    block = await wallet.database.read(lambda tx: store.block_with(tx, hers.receipt.seq))
    assert (hers.receipt.block_number, hers.receipt.block_hash) == (block.number, block.hash)


async def test_many_who_export_at_once_leave_readers_for_everybody_else(wallet, history, monkeypatch):
    """A statement with proofs is seconds of work; a balance must not wait for four of them."""
    layla, _ = history
    proven, under_way, most = views.proven_statement, [], []

    def counted(*args, **more):
        under_way.append(1)
        most.append(len(under_way))
        try:
            return proven(*args, **more)
        finally:
            under_way.pop()

    monkeypatch.setattr(views, "proven_statement", counted)
    request = pb.ExportStatementRequest(account_id=layla)
    await asyncio.gather(*(wallet.client.export_statement(request, caller=LAYLA) for _ in range(6)))
    assert most == [1] * 6
