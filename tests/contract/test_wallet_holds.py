"""A hold's life: placed once, ended once, and its money is never anywhere twice."""

from __future__ import annotations

import asyncio

import pytest

from core.kit.errors import InvalidArgument, RequestIdReused
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import LAYLA, OMAR, ORDERS, TAXI, hold, money, place
from wallet.accounts import new_account
from wallet.errors import (
    AccountNotFound,
    CaptureExceedsHold,
    HoldAlreadyCaptured,
    HoldAlreadyVoided,
    HoldExpired,
    HoldNotFound,
    InsufficientFunds,
)


@pytest.fixture
async def people(wallet):
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    return layla, omar


async def capture(wallet, hold_id, amount_minor=None, *, request_id="capture", currency_code="SAR", caller=ORDERS):
    amount = {} if amount_minor is None else money(amount_minor, currency_code)
    request = pb.CaptureHoldRequest(request_id=request_id, hold_id=hold_id, **amount)
    return await wallet.client.capture_hold(request, caller=caller)


async def void(wallet, hold_id, *, request_id="void"):
    return await wallet.client.void_hold(pb.VoidHoldRequest(request_id=request_id, hold_id=hold_id), caller=ORDERS)


async def standing(wallet, account_id, caller=LAYLA):
    """available, held, total, incoming"""
    now = await wallet.balance(account_id, caller)
    return now.available_minor, now.held_minor, now.total_minor, now.incoming_pending_minor


async def test_what_is_held_counts_as_spent(wallet_everywhere):
    wallet = wallet_everywhere
    layla, omar = await wallet.open(LAYLA), await wallet.open(OMAR)
    await wallet.fund(layla, 1_000)
    await wallet.place(layla, omar, 700)
    assert await standing(wallet, layla) == (300, 700, 1_000, 0)
    assert await standing(wallet, omar, OMAR) == (0, 0, 0, 700)
    with pytest.raises(InsufficientFunds) as refused:
        await wallet.place(layla, omar, 301)
    assert {name: str(fact) for name, fact in refused.value.facts.items()} == {
        "account_id": layla, "requested_minor": "301"
    }  # fmt: skip


async def test_a_capture_pays_what_it_takes_and_gives_the_rest_back(wallet, people):
    layla, omar = people
    hold_id = await wallet.place(layla, omar, 700)
    captured = await capture(wallet, hold_id, 450)
    assert (captured.amount.amount_minor, captured.amount.currency_code) == (450, "SAR")
    assert await standing(wallet, layla) == (550, 0, 550, 0)
    assert await standing(wallet, omar, OMAR) == (450, 0, 450, 0)


async def test_a_capture_that_leaves_the_amount_out_takes_all(wallet, people):
    hold_id = await wallet.place(*people, 700)
    assert (await capture(wallet, hold_id)).amount.amount_minor == 700


async def test_a_void_gives_all_back(wallet, people):
    layla, omar = people
    await void(wallet, await wallet.place(layla, omar, 700))
    assert await standing(wallet, layla) == (1_000, 0, 1_000, 0)
    assert await standing(wallet, omar, OMAR) == (0, 0, 0, 0)


async def test_a_hold_ends_once(wallet, people):
    hold_id, voided = await wallet.place(*people, 400), await wallet.place(*people, 300)
    await capture(wallet, hold_id, 100)
    await void(wallet, voided)
    for again in (capture(wallet, hold_id, 100, request_id="c2"), void(wallet, hold_id, request_id="v2")):
        with pytest.raises(HoldAlreadyCaptured):
            await again
    for again in (capture(wallet, voided, request_id="c3"), void(wallet, voided, request_id="v3")):
        with pytest.raises(HoldAlreadyVoided):
            await again
    assert (await wallet.balance(people[0])).total_minor == 900


async def test_capture_and_void_at_once_have_one_winner(wallet, people):
    layla, omar = people
    hold_id = await wallet.place(layla, omar, 700)
    ends = [capture(wallet, hold_id, request_id=f"c{n}") for n in range(5)]
    ends += [void(wallet, hold_id, request_id=f"v{n}") for n in range(5)]
    answers = await asyncio.gather(*ends, return_exceptions=True)
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert all(isinstance(a, (HoldAlreadyCaptured, HoldAlreadyVoided)) for a in answers if isinstance(a, Exception))
    left, got = (await wallet.balance(layla)).total_minor, (await wallet.balance(omar, OMAR)).total_minor
    assert (left + got, (await wallet.balance(layla)).held_minor) == (1_000, 0)


async def test_every_request_repeated_gets_its_first_answer(wallet, people):
    """The phone resends when the train leaves the tunnel; the rider pays once."""
    asked = place(*people, 400)
    placed = [await wallet.client.place_hold(asked, caller=ORDERS) for _ in range(3)]
    captured = [await capture(wallet, placed[0].hold_id, 150) for _ in range(3)]
    again = await wallet.client.place_hold(asked, caller=ORDERS)
    assert [placed[0]] * 3 == placed
    assert again == placed[0]
    assert [captured[0]] * 3 == captured
    assert (await wallet.balance(people[0])).total_minor == 850
    with pytest.raises(RequestIdReused):
        await capture(wallet, placed[0].hold_id, 151)


async def test_twenty_of_the_same_at_once_are_one_hold(wallet, people):
    asked = place(*people, 400)
    answers = await asyncio.gather(*(wallet.client.place_hold(asked, caller=ORDERS) for _ in range(20)))
    assert all(answer == answers[0] for answer in answers)
    assert (await wallet.balance(people[0])).held_minor == 400


async def test_the_same_request_id_of_another_service_is_another_request(wallet, people):
    asked = place(*people, 400)
    ids = [(await wallet.client.place_hold(asked, caller=caller)).hold_id for caller in (ORDERS, TAXI)]
    assert ids[0] != ids[1]


async def test_a_refusal_repeated_is_the_same_refusal(wallet, people):
    """An error answer never moves money, also not when the money has come in the meantime."""
    layla, omar = people
    asked = place(layla, omar, 5_000)
    for _ in range(2):
        with pytest.raises(InsufficientFunds):
            await wallet.client.place_hold(asked, caller=ORDERS)
    await wallet.fund(layla, 9_000)
    with pytest.raises(InsufficientFunds):
        await wallet.client.place_hold(asked, caller=ORDERS)
    assert (await wallet.balance(layla)).held_minor == 0


async def test_more_than_was_held_cannot_be_captured(wallet, people):
    hold_id = await wallet.place(*people, 400)
    with pytest.raises(CaptureExceedsHold) as refused:
        await capture(wallet, hold_id, 401)
    assert str(refused.value.facts["requested_minor"]) == "401"
    assert (await capture(wallet, hold_id, 400, request_id="all")).amount.amount_minor == 400


async def test_a_hold_whose_time_is_over_gives_all_back_whether_swept_or_not(wallet, people):
    layla, omar = people
    swept, late = await wallet.place(layla, omar, 300, timeout_s=60), await wallet.place(layla, omar, 200, timeout_s=90)
    wallet.later(60)
    with pytest.raises(HoldExpired):
        await capture(wallet, swept, request_id="too late")
    assert await wallet.writer.expire_due() == 1
    assert await standing(wallet, layla) == (800, 200, 1_000, 0)
    assert (await capture(wallet, late, request_id="in time")).amount.amount_minor == 200
    for again in (capture(wallet, swept, request_id="c"), void(wallet, swept, request_id="v")):
        with pytest.raises(HoldExpired):
            await again
    assert await wallet.writer.expire_due() == 0


async def test_what_is_no_hold_is_not_found(wallet, people):
    payment = await wallet.pay(*people, 10)
    for wrong in (hold(), "hold_" + payment[5:]):
        with pytest.raises(HoldNotFound) as refused:
            await capture(wallet, wrong, request_id=wrong)
        assert refused.value.facts["hold_id"] == wrong
        with pytest.raises(HoldNotFound):
            await void(wallet, wrong, request_id=wrong)


async def test_an_account_that_is_not_there_is_named(wallet, people):
    layla, _ = people
    nobody = new_account("user/usr_nobody", "SAR").id
    for debit, credit in ((layla, nobody), (nobody, layla)):
        with pytest.raises(AccountNotFound) as refused:
            await wallet.place(debit, credit, 1)
        assert refused.value.facts["account_id"] == nobody


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("amount.amount_minor", money(0)), ("amount.amount_minor", money(-1)),
        ("amount.currency_code", money(1, "KWD")), ("amount.currency_code", money(1, "ABC")),
        ("amount", {"amount": None}), ("timeout_s", {"timeout_s": 0}), ("code", {"code": 0}),
        ("debit_account_id", {"debit_account_id": "acct_x"}), ("credit_account_id", {"credit_account_id": "same"}),
    ],
)  # fmt: skip
async def test_a_hold_that_cannot_be_meant_names_its_field_and_writes_nothing(wallet, people, field, change):
    layla, omar = people
    fields = {"debit_account_id": layla, "credit_account_id": omar, "timeout_s": 60, "code": 100} | money(1) | change
    if fields["credit_account_id"] == "same":
        fields["credit_account_id"] = layla
    for _ in range(2):
        with pytest.raises(InvalidArgument) as refused:
            await wallet.client.place_hold(pb.PlaceHoldRequest(request_id="r", **fields), caller=ORDERS)
        assert refused.value.facts["field"] == field
    await wallet.client.place_hold(place(layla, omar, 1, request_id="r"), caller=ORDERS)  # The id is still free.


async def test_a_capture_in_another_currency_names_its_field(wallet, people):
    hold_id = await wallet.place(*people, 400)
    with pytest.raises(InvalidArgument) as refused:
        await capture(wallet, hold_id, 1, currency_code="KWD")
    assert refused.value.facts["field"] == "amount.currency_code"
    for wrong in (0, -1):
        with pytest.raises(InvalidArgument):
            await capture(wallet, hold_id, wrong)
    assert (await capture(wallet, hold_id, 1)).amount.amount_minor == 1
