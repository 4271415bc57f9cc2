"""Payments between people: a contact has it in ten seconds, anybody else when they say so, and each ends once."""

from __future__ import annotations

import asyncio

import pytest

from core.kit.errors import DomainError, InvalidArgument
from majlis.common.v1 import money_pb2
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.wallet.v1 import guard_service_pb2 as guard_pb
from majlis.wallet.v1 import payments_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.identity import PASSWORD
from tests.support.money_desk import approval, sar
from tests.support.payment_desk import (
    accept,
    decline,
    get,
    name_of,
    pass_by,
    pay,
    request_id,
    sweep,
    take_back,
    two,
)
from tests.support.wallet_desk import SALMA
from wallet.errors import AccountFrozen, InsufficientFunds
from wallet.guard.errors import LimitExceeded, PinWrong
from wallet.payments.errors import PayeeNameChanged, PayeeNotFound, PaymentNotFound, PaymentSettled
from wallet.payments.moves import Moves
from wallet.payments.service import SERVICE

pytestmark = pytest.mark.asyncio
DAY_S = 24 * 3600


# To a contact


async def test_a_contact_has_it_after_ten_seconds_and_nobody_has_to_do_anything(money):
    layla, omar = await two(money)
    made = await pay(money, layla, omar, 4_000, note="for the tea")
    assert (made.state, made.to_contact) == (pb.PAYMENT_STATE_WAITING, True)
    assert made.decide_by_ms == made.created_at_ms + 10_000
    assert made.transfer_id.startswith("hold_")
    assert await money.has(layla) == (96_000, 4_000)
    await pass_by(money, 9.9)
    assert (await get(money, omar, made)).state == pb.PAYMENT_STATE_WAITING
    await pass_by(money, 0.1)
    paid = await get(money, omar, made)
    assert (paid.state, paid.decide_by_ms) == (pb.PAYMENT_STATE_PAID, 0)
    assert paid.settled_at_ms == made.created_at_ms + 10_000
    assert paid.transfer_id.startswith("xfer_")
    assert (await money.has(layla), await money.has(omar)) == ((96_000, 0), (4_000, 0))


async def test_within_ten_seconds_it_is_the_payers_to_take_back(money):
    layla, omar = await two(money)
    made = await pay(money, layla, omar)
    await pass_by(money, 9)
    taken = await take_back(money, layla, made)
    assert (taken.state, taken.settled_at_ms) == (pb.PAYMENT_STATE_TAKEN_BACK, made.created_at_ms + 9_000)
    await pass_by(money, 60)
    assert (await get(money, omar, made)).state == pb.PAYMENT_STATE_TAKEN_BACK
    assert (await money.has(layla), await money.has(omar)) == ((100_000, 0), (0, 0))


async def test_a_step_that_comes_again_finds_it_done_and_another_one_is_refused(money):
    layla, omar = await two(money)
    made = await pay(money, layla, omar)
    assert await take_back(money, layla, made) == await take_back(money, layla, made)
    for step in (accept, decline):
        with pytest.raises(PaymentSettled) as refused:
            await step(money, omar, made)
        assert refused.value.facts == {"state": "taken_back"}


async def test_a_payee_cannot_cut_short_the_seconds_in_which_it_is_taken_back(money):
    layla, omar = await two(money)
    made = await pay(money, layla, omar)
    assert (await accept(money, omar, made)).state == pb.PAYMENT_STATE_WAITING
    assert (await take_back(money, layla, made)).state == pb.PAYMENT_STATE_TAKEN_BACK


async def test_a_host_that_was_away_settles_what_was_due_when_it_is_back(money):
    """The hold outlives its ten seconds by a day."""
    layla, omar = await two(money)
    made = await pay(money, layla, omar)
    money.later(DAY_S)
    assert (await get(money, layla, made)).state == pb.PAYMENT_STATE_WAITING
    await sweep(money)
    assert (await get(money, layla, made)).state == pb.PAYMENT_STATE_PAID
    assert await money.has(omar) == (4_000, 0)


async def test_a_host_that_was_away_for_longer_gives_it_back(money):
    layla, omar = await two(money)
    made = await pay(money, layla, omar)
    money.later(DAY_S + 3600)
    # The truth at once, before anything was swept.
    before = await get(money, layla, made)
    assert (before.state, before.settled_at_ms) == (pb.PAYMENT_STATE_RETURNED, money.ledger.now_ms())
    await sweep(money)
    assert await get(money, layla, made) == before
    assert (await money.has(layla), await money.has(omar)) == ((100_000, 0), (0, 0))


# To anybody else


async def test_anybody_else_has_it_when_they_accept(money):
    layla, omar = await two(money, contacts=False)
    made = await pay(money, layla, omar)
    assert (made.to_contact, made.decide_by_ms) == (False, made.created_at_ms + DAY_S * 1000)
    await pass_by(money, 3600)
    accepted = await accept(money, omar, made)
    assert accepted.state == pb.PAYMENT_STATE_PAID
    assert accepted == await accept(money, omar, made)
    assert (await money.has(layla), await money.has(omar)) == ((96_000, 0), (4_000, 0))
    with pytest.raises(PaymentSettled):
        await take_back(money, layla, made)


async def test_what_nobody_accepts_goes_back_after_a_day_and_says_so_at_once(money):
    layla, omar = await two(money, contacts=False)
    made = await pay(money, layla, omar)
    money.later(DAY_S - 0.001)
    assert (await get(money, omar, made)).state == pb.PAYMENT_STATE_WAITING
    money.later(0.001)
    assert (await get(money, omar, made)).state == pb.PAYMENT_STATE_RETURNED
    with pytest.raises(PaymentSettled):
        await accept(money, omar, made)
    await sweep(money)
    returned = await get(money, layla, made)
    assert (returned.state, returned.settled_at_ms) == (pb.PAYMENT_STATE_RETURNED, made.decide_by_ms)
    assert await money.has(layla) == (100_000, 0)


async def test_they_may_decline_it(money):
    layla, omar = await two(money, contacts=False)
    made = await pay(money, layla, omar)
    assert (await decline(money, omar, made)).state == pb.PAYMENT_STATE_DECLINED
    assert await money.has(layla) == (100_000, 0)


@pytest.mark.parametrize("contacts", [True, False])
async def test_of_many_who_decide_at_once_one_does(money, contacts):
    """Payer, payee and the host's own sweep, five of each in one commit."""
    layla, omar = await two(money, contacts=contacts)
    for _ in range(4):
        made = await pay(money, layla, omar, 1_000)
        money.later(10)
        steps = [take_back(money, layla, made), accept(money, omar, made), decline(money, omar, made), sweep(money)]
        steps += [take_back(money, layla, made), accept(money, omar, made), decline(money, omar, made), sweep(money)]
        results = await asyncio.gather(*steps, return_exceptions=True)
        states = {each.state for each in results if isinstance(each, pb.Payment)}
        refusals = {type(each) for each in results if isinstance(each, Exception)}
        assert len(states) == 1
        assert refusals == {PaymentSettled}
        assert states == {(await get(money, layla, made)).state}
    layla_has, omar_has = await money.has(layla), await money.has(omar)
    assert layla_has[0] + omar_has[0] == 100_000
    assert layla_has[1] == 0


# Who


async def test_a_name_that_changed_since_it_was_shown_is_not_paid(money):
    """Between the sheet and the tap somebody may have become somebody else."""
    layla, omar = await two(money)
    await money.identity.client.update_me(identity_pb.UpdateMeRequest(display_name="Umar"), caller=omar)
    with pytest.raises(PayeeNameChanged) as refused:
        await pay(money, layla, omar, payee_name="Omar")
    assert refused.value.facts == {"name": "Umar"}
    assert (await pay(money, layla, omar, payee_name="Umar")).payee_name == "Umar"


@pytest.mark.parametrize("who_blocks", ["payer", "payee", "both"])
async def test_whom_one_blocks_or_is_blocked_by_is_nobody(money, who_blocks):
    """Word for word as for an id that never was, so that nobody learns who blocks them."""
    layla, omar = await two(money)
    for blocker, blocked in ((layla, omar), (omar, layla)):
        if who_blocks in ("both", "payer" if blocker is layla else "payee"):
            block = contacts_pb.BlockPersonRequest(user_id=blocked.user_id)
            await money.identity.contacts.block_person(block, caller=blocker)
    answers = []
    for user_id in (omar.user_id, "usr_00000000000000000000000000", layla.user_id):
        for call in (
            money.payments.resolve_payee(pb.ResolvePayeeRequest(user_id=user_id), caller=layla),
            money.payments.pay(_to(user_id), caller=layla),
        ):
            with pytest.raises(PayeeNotFound) as refused:
                await call
            answers.append((refused.value.message, refused.value.metadata()))
    assert len({str(each) for each in answers}) == 1


def _to(user_id, **more):
    fields = {"request_id": request_id(), "payee_name": "Omar", "amount": sar(1), "approval": approval()} | more
    return pb.PayRequest(payee_user_id=user_id, **fields)


async def test_whom_it_would_reach_and_how_long_it_can_be_taken_back(money):
    layla, omar = await two(money)
    huda = await money.rich("huda", 0)
    found = [
        (await money.payments.resolve_payee(pb.ResolvePayeeRequest(user_id=who.user_id), caller=layla)).payee
        for who in (omar, huda)
    ]
    assert [(each.name, each.is_contact, each.take_back_s) for each in found] == [
        (await name_of(money, omar), True, 10), (await name_of(money, huda), False, 0)
    ]  # fmt: skip
    with pytest.raises(InvalidArgument):
        await money.payments.resolve_payee(pb.ResolvePayeeRequest(), caller=layla)


async def test_a_payment_is_its_two_peoples_alone_and_each_step_its_owners(money):
    layla, omar = await two(money, contacts=False)
    mallory = await money.rich("mallory")
    made = await pay(money, layla, omar)
    for step, person in (
        (get, mallory), (take_back, mallory), (take_back, omar), (accept, mallory), (accept, layla), (decline, layla)
    ):  # fmt: skip
        with pytest.raises(PaymentNotFound):
            await step(money, person, made)
    assert await get(money, layla, made) == made


# How much


async def test_nothing_leaves_without_the_payers_pin_and_a_wrong_one_may_be_typed_again(money):
    layla, omar = await two(money)
    once = request_id()
    with pytest.raises(PinWrong):
        await pay(money, layla, omar, approval=approval("000001"), request_id=once)
    assert await money.has(layla) == (100_000, 0)
    assert (await pay(money, layla, omar, request_id=once)).state == pb.PAYMENT_STATE_WAITING


async def test_a_tap_that_comes_again_pays_once(money):
    layla, omar = await two(money)
    once = request_id()
    made = await asyncio.gather(*(pay(money, layla, omar, request_id=once) for _ in range(5)))
    await pass_by(money, 10)
    assert len({each.payment_id for each in [*made, await pay(money, layla, omar, request_id=once)]}) == 1
    assert await money.has(layla) == (96_000, 0)


async def test_what_one_does_not_have_is_not_put_aside(money):
    layla, omar = await two(money)
    sure = approval(password=PASSWORD)
    await pay(money, layla, omar, 99_000, approval=sure)
    with pytest.raises(InsufficientFunds):
        await pay(money, layla, omar, 1_001, approval=sure)
    assert await money.has(layla) == (1_000, 99_000)


@pytest.mark.parametrize("amount", [sar(0), sar(-1), money_pb2.Money(currency_code="ZZZ", amount_minor=1)])
async def test_an_amount_is_above_nothing_and_of_a_currency(money, amount):
    layla, omar = await two(money)
    with pytest.raises(InvalidArgument):
        await pay(money, layla, omar, amount)


async def test_nobody_gets_an_account_by_a_payment_that_was_not_made(money):
    """Or a stranger could fill somebody's wallet with currencies."""
    layla, omar = await two(money)
    with pytest.raises(InsufficientFunds):
        await pay(money, layla, omar, money_pb2.Money(currency_code="KWD", amount_minor=1))
    listed = await money.ledger.client.list_accounts(wallet_pb.ListAccountsRequest(), caller=omar)
    assert [each.balance.currency_code for each in listed.accounts] in ([], ["SAR"])


async def test_what_comes_back_the_same_day_does_not_count_against_the_days_limit(money):
    layla, omar = await two(money, contacts=False)
    await money.guard.set_limit(_limit(10_000), caller=layla)
    first = await pay(money, layla, omar, 6_000)
    with pytest.raises(LimitExceeded):
        await pay(money, layla, omar, 6_000)
    await take_back(money, layla, first)
    second = await pay(money, layla, omar, 6_000)
    await decline(money, omar, second)
    await pay(money, layla, omar, 10_000)


def _limit(daily_max_minor):
    return guard_pb.SetLimitRequest(
        currency_code="SAR", daily_max_minor=daily_max_minor, approval=approval()
    )  # fmt: skip


async def test_to_a_frozen_account_nothing_settles_until_it_is_open_again(money):
    layla, omar = await two(money)
    account = await money.ledger.open(omar)
    made = await pay(money, layla, omar)
    freeze = wallet_pb.FreezeAccountRequest(request_id=request_id(), account_id=account, reason="a check")
    await money.ledger.client.freeze_account(freeze, caller=SALMA)
    await pass_by(money, 10)
    assert (await get(money, layla, made)).state == pb.PAYMENT_STATE_WAITING
    with pytest.raises(AccountFrozen):
        await accept(money, omar, made)
    with pytest.raises(AccountFrozen):
        await pay(money, layla, omar)
    reopen = wallet_pb.ReopenAccountRequest(request_id=request_id(), account_id=account, reason="checked")
    await money.ledger.client.reopen_account(reopen, caller=SALMA)
    await pass_by(money, 60)
    assert (await get(money, layla, made)).state == pb.PAYMENT_STATE_PAID


# By itself


async def test_a_database_that_is_away_does_not_end_the_work_of_settling(money, monkeypatch):
    """The host goes on once it is back."""
    layla, omar = await two(money)
    made = await pay(money, layla, omar)
    dues = money.verbs.services[SERVICE].dues
    settle, tries = dues.settle, asyncio.Queue()

    async def away_at_first():
        tries.put_nowait(None)
        if tries.qsize() < 3:
            raise OSError("the database is away")
        await settle()
        settled.set()
        return 0

    settled = asyncio.Event()
    monkeypatch.setattr(dues, "settle", away_at_first)
    work = asyncio.create_task(dues.run())
    while not settled.is_set():
        if money.clock.asleep:
            money.later(10)
        await asyncio.sleep(0)
    work.cancel()
    assert (await get(money, layla, made)).state == pb.PAYMENT_STATE_PAID


async def test_one_payment_that_cannot_be_settled_holds_up_no_other(money, monkeypatch):
    layla, omar = await two(money)
    made = [await pay(money, layla, omar, 100 + number) for number in range(3)]
    look = Moves.look

    def broken(self, tx, books, payment_id):
        if payment_id == made[0].payment_id:
            raise RuntimeError("a row of this one is not as it should be")
        look(self, tx, books, payment_id)

    monkeypatch.setattr(Moves, "look", broken)
    await pass_by(money, 10)
    states = [(await get(money, omar, each)).state for each in made]
    assert states == [pb.PAYMENT_STATE_WAITING, pb.PAYMENT_STATE_PAID, pb.PAYMENT_STATE_PAID]
    monkeypatch.undo()
    await sweep(money)
    assert (await get(money, omar, made[0])).state == pb.PAYMENT_STATE_PAID


async def test_every_refusal_moves_nothing(money):
    layla, omar = await two(money)
    before = await money.has(layla)
    for wrong in ({"payee_name": "Nobody"}, {"approval": approval("000001")}, {"pay_code": "x"}):
        with pytest.raises(DomainError):
            await pay(money, layla, omar, **wrong)
    assert await money.has(layla) == before
