"""Money in and out, with the test bank's own process and a real gateway: what people see, however the bank behaves."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.kit.caller import Caller
from core.kit.errors import InvalidArgument, RequestIdReused, ResourceExhausted
from majlis.wallet.v1 import bank_service_pb2 as pb
from majlis.wallet.v1 import guard_service_pb2 as guard_pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.bank_desk import (
    DONE,
    FAILED,
    PAY_OUT,
    PENDING,
    RETURNED,
    TOP_UP,
    begin,
    look,
)
from tests.support.bank_town import BankTown
from tests.support.money_desk import MoneyDesk, approval, sar
from tests.support.waiting import becomes
from wallet.bank.errors import BankNotConfigured, BankTransferNotFound
from wallet.bank.provider import State
from wallet.bank.service import AMOUNT_MINOR_MAX, OPEN_MAX
from wallet.errors import InsufficientFunds
from wallet.guard.errors import LimitExceeded, PinWrong

AMOUNT = 2_500


# What people see.


async def test_a_top_up_arrives_once_the_bank_says_so(town: BankTown) -> None:
    layla = await town.money.rich("layla", 0, pin=False)
    bank_transfer_id = await town.start(layla, TOP_UP)
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    assert await town.money.has(layla) == (AMOUNT, 0)
    account = await town.money.ledger.open(layla)
    (line,) = await town.money.ledger.lines(account, layla)
    assert (line.label.kind, line.label.ref_id) == (wallet_pb.LABEL_KIND_TOP_UP, bank_transfer_id)
    seen = await look(town.rpc, layla, bank_transfer_id)
    assert (seen.kind, seen.amount, seen.user_id, seen.why) == (TOP_UP, sar(AMOUNT), layla.user_id, "")
    assert seen.settled_at_ms >= seen.created_at_ms > 0


async def test_a_payout_is_put_aside_and_leaves_once_the_bank_says_so(town: BankTown) -> None:
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, PAY_OUT, notices="late")
    assert await town.money.has(layla) == (7_500, AMOUNT)
    await town.bank.tell("release", reference=bank_transfer_id)
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    assert await town.money.has(layla) == (7_500, 0)
    lines = await town.money.ledger.lines(await town.money.ledger.open(layla), layla)
    assert {line.label.kind for line in lines[:2]} == {wallet_pb.LABEL_KIND_PAY_OUT}


async def test_a_payout_waits_for_as_long_as_the_bank_takes(town: BankTown) -> None:
    """Its hold has no end of its own: money that may have left is not given back for want of news."""
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, PAY_OUT, notices="late")
    town.money.clock.advance(timedelta(days=400))
    await town.money.ledger.writer.expire_due()
    assert await town.money.has(layla) == (7_500, AMOUNT)
    assert await town.state(layla, bank_transfer_id) == PENDING


@pytest.mark.parametrize("kind", [TOP_UP, PAY_OUT])
async def test_what_the_bank_declines_moves_nothing_and_says_why(town: BankTown, kind: int) -> None:
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, kind, outcome="failed")
    await becomes(lambda: town.state(layla, bank_transfer_id), FAILED)
    assert await town.money.has(layla) == (10_000, 0)
    assert (await look(town.rpc, layla, bank_transfer_id)).why == "declined"


@pytest.mark.parametrize("kind", [TOP_UP, PAY_OUT])
async def test_what_is_returned_is_undone_by_a_transfer_of_its_own(town: BankTown, kind: int) -> None:
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, kind)
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    assert await town.money.has(layla) == ((12_500, 0) if kind == TOP_UP else (7_500, 0))
    await town.bank.tell("say", reference=bank_transfer_id, state="returned", why="no such account")
    await becomes(lambda: town.state(layla, bank_transfer_id), RETURNED)
    assert await town.money.has(layla) == (10_000, 0)
    newest = (await town.money.ledger.lines(await town.money.ledger.open(layla), layla))[0]
    assert newest.label.note == "no such account"
    assert not await town.kinds()


async def test_a_returned_top_up_that_was_spent_is_an_operators_to_decide(town: BankTown) -> None:
    """Nobody goes below zero, and money that comes later is not taken without a person's decision."""
    layla = await town.money.rich("layla", 0, pin=False)
    bank_transfer_id = await town.start(layla, TOP_UP)
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    account = await town.money.ledger.open(layla)
    await town.money.ledger.pay(account, await town.money.ledger.bank(), 2_000)
    await town.bank.tell("say", reference=bank_transfer_id, state="returned")
    await becomes(lambda: town.verdicts(bank_transfer_id), ["moves", "state"])
    await town.money.ledger.fund(account, 9_500)
    for _ in range(2):
        assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_STATE, False)]
        assert (await town.money.has(layla), await town.state(layla, bank_transfer_id)) == ((10_000, 0), DONE)


# How notices come.


async def test_a_notice_that_comes_twice_moves_once(town: BankTown) -> None:
    layla = await town.money.rich("layla", 0, pin=False)
    bank_transfer_id = await town.start(layla, TOP_UP, notices="twice")
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    assert await town.kinds() == []
    assert await town.money.has(layla) == (AMOUNT, 0)
    assert await town.verdicts(bank_transfer_id) == ["moves"]


@pytest.mark.parametrize("kind", [TOP_UP, PAY_OUT])
async def test_a_return_heard_of_before_its_transfer_ends_where_both_lead(town: BankTown, kind: int) -> None:
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, kind, returned=True, notices="reordered")
    await becomes(lambda: town.verdicts(bank_transfer_id), ["old", "moves"])
    assert await town.state(layla, bank_transfer_id) == RETURNED
    assert await town.money.has(layla) == (10_000, 0)


@pytest.mark.parametrize("kind", [TOP_UP, PAY_OUT])
@pytest.mark.parametrize("how", ["never", "forged", "stale"])
async def test_a_comparison_mends_what_no_true_notice_told_of(town: BankTown, kind: int, how: str) -> None:
    """Forged and stale ones are refused at the door, so they are as good as none."""
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, kind, notices=how)
    await becomes(lambda: town.decided(bank_transfer_id), State.DONE)
    assert await town.state(layla, bank_transfer_id) == PENDING
    found = await town.compare()
    (lost,) = found.differences
    assert (lost.kind, lost.mended, lost.bank_transfer_id) == (
        pb.BANK_DIFFERENCE_KIND_NOTICE_LOST, True, bank_transfer_id
    )  # fmt: skip
    assert found.agree
    assert await town.state(layla, bank_transfer_id) == DONE
    assert await town.money.has(layla) == ((12_500, 0) if kind == TOP_UP else (7_500, 0))
    assert await town.verdicts(bank_transfer_id) == []
    assert await town.kinds() == []


# The bank does not answer.


async def test_a_bank_that_is_away_is_asked_again(town: BankTown) -> None:
    layla = await town.money.rich("layla", 0, pin=False)
    bank_transfer_id = await town.start(layla, TOP_UP, answers="away")
    assert await town.bank.provider.look_up(bank_transfer_id) is None
    await town.bank.next()
    town.money.clock.advance(timedelta(seconds=10))
    await town.money.settle()
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)


async def test_an_answer_that_is_lost_is_asked_for_again_and_the_money_moves_once(town: BankTown) -> None:
    layla = await town.money.rich("layla", 0, pin=False)
    bank_transfer_id = await town.start(layla, TOP_UP, answers="lost", notices="late")
    town.money.clock.advance(timedelta(seconds=10))
    await town.money.settle()
    await town.bank.tell("release")
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    assert await town.money.has(layla) == (AMOUNT, 0)


async def test_what_the_bank_never_heard_of_is_asked_for_by_a_comparison(town: BankTown) -> None:
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, PAY_OUT, answers="away")
    assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_STILL_PENDING, False)], "too new to be missed"
    town.money.clock.advance(timedelta(minutes=2))
    await town.bank.next(notices="late", after_ms=3_600_000)
    assert await town.kinds() == [
        (pb.BANK_DIFFERENCE_KIND_UNKNOWN_THERE, True), (pb.BANK_DIFFERENCE_KIND_STILL_PENDING, False)
    ]  # fmt: skip
    assert await town.decided(bank_transfer_id) == State.PENDING


async def test_a_bank_that_forgot_what_it_did_is_not_asked_to_do_it_again(town: BankTown) -> None:
    layla = await town.money.rich("layla", 0, pin=False)
    bank_transfer_id = await town.start(layla, TOP_UP)
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    await town.bank.tell("forget", reference=bank_transfer_id)
    for _ in range(2):
        assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_STATE, False)]
    assert await town.bank.provider.look_up(bank_transfer_id) is None
    assert await town.money.has(layla) == (AMOUNT, 0)


# What is refused.


async def test_without_a_bank_nothing_goes_in_or_out(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 10_000)
    for kind in (TOP_UP, PAY_OUT):
        with pytest.raises(BankNotConfigured):
            await begin(money.bank, layla, kind, AMOUNT)
    assert await money.has(layla) == (10_000, 0)


async def test_amounts_no_bank_is_asked_for_are_refused(town: BankTown) -> None:
    layla = await town.money.rich("layla", 10_000)
    for kind in (TOP_UP, PAY_OUT):
        for amount in (0, -5, AMOUNT_MINOR_MAX + 1):
            with pytest.raises(InvalidArgument):
                await begin(town.rpc, layla, kind, amount)
    with pytest.raises(InsufficientFunds):
        await begin(town.rpc, layla, PAY_OUT, 10_001)
    assert await town.money.has(layla) == (10_000, 0)


async def test_only_so_many_wait_for_the_bank_at_once(town: BankTown) -> None:
    layla = await town.money.rich("layla", 0, pin=False)
    await asyncio.gather(*(begin(town.rpc, layla, TOP_UP, 100) for _ in range(OPEN_MAX)))
    with pytest.raises(ResourceExhausted):
        await begin(town.rpc, layla, TOP_UP, 100)


async def test_a_repeated_request_is_one_transfer(town: BankTown) -> None:
    layla = await town.money.rich("layla", 10_000)
    asked = pb.PayOutRequest(request_id="once", amount=sar(AMOUNT), approval=approval())
    first, second = await asyncio.gather(*(town.rpc.pay_out(asked, caller=layla) for _ in range(2)))
    assert first == second
    assert await town.money.has(layla) == (7_500, AMOUNT)
    asked.amount.amount_minor += 1
    with pytest.raises(RequestIdReused):
        await town.rpc.pay_out(asked, caller=layla)


async def test_everybody_sees_their_own_newest_first(town: BankTown) -> None:
    layla, omar = await town.money.rich("layla", 0, pin=False), await town.money.rich("omar", 0, pin=False)
    ids = [(await begin(town.rpc, layla, TOP_UP, 100 + number)).bank_transfer_id for number in range(5)]
    await begin(town.rpc, omar, TOP_UP, 1)
    found: list[str] = []
    token = ""
    while True:
        request = pb.ListBankTransfersRequest(page_size=2, page_token=token)
        page = await town.rpc.list_bank_transfers(request, caller=layla)
        found += [each.bank_transfer_id for each in page.transfers]
        if not (token := page.next_page_token):
            break
    assert found == ids[::-1]
    with pytest.raises(BankTransferNotFound):
        await look(town.rpc, omar, ids[0])


# What leaves is the person's own will, and within what they allow themselves.


async def left_today(town: BankTown, person: Caller) -> int:
    asked = guard_pb.ListLimitsRequest(currency_code="SAR")
    return (await town.money.guard.list_limits(asked, caller=person)).limits[0].left_minor


async def test_a_payout_takes_the_pin_and_a_wrong_one_is_not_its_answer(town: BankTown) -> None:
    layla = await town.money.rich("layla", 10_000)
    asked = pb.PayOutRequest(request_id="out", amount=sar(AMOUNT), approval=approval(pin="000111"))
    with pytest.raises(PinWrong):
        await town.rpc.pay_out(asked, caller=layla)
    assert await town.money.has(layla) == (10_000, 0)
    asked.approval.pin = approval().pin
    await town.rpc.pay_out(asked, caller=layla)
    assert await town.money.has(layla) == (7_500, AMOUNT)


async def test_a_payout_counts_against_todays_limit_unless_the_bank_declines_it(town: BankTown) -> None:
    layla = await town.money.rich("layla", 10_000)
    whole = await left_today(town, layla)
    declined = await town.start(layla, PAY_OUT, outcome="failed", notices="late")
    assert await left_today(town, layla) == whole - AMOUNT
    await town.bank.tell("release")
    await becomes(lambda: town.state(layla, declined), FAILED)
    assert await left_today(town, layla) == whole
    limit = guard_pb.SetLimitRequest(currency_code="SAR", daily_max_minor=AMOUNT - 1, approval=approval())
    await town.money.guard.set_limit(limit, caller=layla)
    with pytest.raises(LimitExceeded):
        await begin(town.rpc, layla, PAY_OUT, AMOUNT)
    assert await town.money.has(layla) == (10_000, 0)
