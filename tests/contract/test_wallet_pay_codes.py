"""Codes to be paid by: whom they show is paid like a contact, exactly what they say, for ten minutes."""

from __future__ import annotations

import pytest

from core.kit.errors import InvalidArgument
from core.kit.tokens import load_or_make_key
from majlis.common.v1 import money_pb2
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.wallet.v1 import payments_service_pb2 as pb
from tests.support.money_desk import sar
from tests.support.payment_desk import name_of, pass_by, pay, request_id, two
from wallet.payments.codes import PayCode, signed
from wallet.payments.errors import PayCodeExpired, PayCodeInvalid, PayeeNotFound

pytestmark = pytest.mark.asyncio


async def code_of(money, person, amount=None, note=""):
    request = pb.MakePayCodeRequest(amount=sar(amount) if isinstance(amount, int) else amount, note=note)
    return (await money.payments.make_pay_code(request, caller=person)).pay_code


async def resolved(money, person, code):
    return (await money.payments.resolve_payee(pb.ResolvePayeeRequest(pay_code=code), caller=person)).payee


async def test_who_showed_a_code_is_paid_as_a_contact_is(money):
    """They asked for it by showing it: nothing is left for them to accept."""
    layla, omar = await two(money, contacts=False)
    code = await code_of(money, omar, 2_500, "two teas")
    found = await resolved(money, layla, code)
    assert (found.user_id, found.name) == (omar.user_id, await name_of(money, omar))
    assert (found.is_contact, found.take_back_s, found.amount, found.note) == (False, 10, sar(2_500), "two teas")
    made = await pay(money, layla, omar, 2_500, pay_code=code)
    assert (made.to_contact, made.note) == (True, "two teas")
    await pass_by(money, 10)
    assert await money.has(omar) == (2_500, 0)


async def test_without_an_amount_the_payer_says_how_much(money):
    layla, omar = await two(money, contacts=False)
    code = await code_of(money, omar)
    found = await resolved(money, layla, code)
    assert not found.HasField("amount")
    assert (await pay(money, layla, omar, 77, pay_code=code, note="thanks")).note == "thanks"


async def test_many_may_pay_by_one_code(money):
    layla, omar = await two(money, contacts=False)
    huda = await money.rich("huda")
    code = await code_of(money, omar, 100)
    for payer in (layla, huda, layla):
        await pay(money, payer, omar, 100, pay_code=code)
    await pass_by(money, 10)
    assert await money.has(omar) == (300, 0)


async def test_it_pays_what_it_says_and_whom_it_shows(money):
    layla, omar = await two(money, contacts=False)
    huda = await money.rich("huda")
    code = await code_of(money, omar, 2_500)
    for payee, amount in (
        (omar, 2_499), (omar, money_pb2.Money(currency_code="KWD", amount_minor=2_500)), (huda, 2_500)
    ):  # fmt: skip
        with pytest.raises(PayCodeInvalid):
            await pay(money, layla, payee, amount, pay_code=code, payee_name=await name_of(money, omar))
    assert await money.has(layla) == (100_000, 0)


async def test_after_ten_minutes_it_is_over_but_not_for_who_paid_in_time(money):
    layla, omar = await two(money, contacts=False)
    made = await money.payments.make_pay_code(pb.MakePayCodeRequest(), caller=omar)
    assert made.expires_at_ms == money.ledger.now_ms() + 600_000
    once = request_id()
    first = await pay(money, layla, omar, 50, pay_code=made.pay_code, request_id=once)
    money.later(599.999)
    await resolved(money, layla, made.pay_code)
    money.later(0.001)
    with pytest.raises(PayCodeExpired):
        await resolved(money, layla, made.pay_code)
    with pytest.raises(PayCodeExpired):
        await pay(money, layla, omar, 50, pay_code=made.pay_code)
    assert await pay(money, layla, omar, 50, pay_code=made.pay_code, request_id=once) == first


async def test_every_changed_letter_of_it_is_found(money):
    layla, omar = await two(money, contacts=False)
    code = await code_of(money, omar, 2_500, "شاي")
    for at in range(len(code)):
        forged = code[:at] + ("A" if code[at] != "A" else "B") + code[at + 1 :]
        with pytest.raises(PayCodeInvalid):
            await resolved(money, layla, forged)
    for forged in (code + "A", code + "=", code[:-1], "mjp1.", "x", " " + code):
        with pytest.raises(PayCodeInvalid):
            await resolved(money, layla, forged)


async def test_ones_own_code_and_that_of_somebody_who_blocks_are_nobodys(money):
    layla, omar = await two(money)
    for person in (layla, omar):
        code = await code_of(money, person)
        if person is omar:
            block = contacts_pb.BlockPersonRequest(user_id=layla.user_id)
            await money.identity.contacts.block_person(block, caller=omar)
        with pytest.raises(PayeeNotFound):
            await resolved(money, layla, code)


async def test_the_longest_note_fits_and_nothing_is_asked_for_that_is_none(money):
    layla, omar = await two(money, contacts=False)
    code = await code_of(money, omar, 2**62, "🌿" * 140)
    assert len(code) <= 1024
    assert code.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert (await resolved(money, layla, code)).note == "🌿" * 140
    for amount in (sar(0), money_pb2.Money(currency_code="XXX", amount_minor=1)):
        with pytest.raises(InvalidArgument):
            await code_of(money, omar, amount)
    with pytest.raises(InvalidArgument):
        await money.payments.resolve_payee(
            pb.ResolvePayeeRequest(pay_code=code, user_id=omar.user_id), caller=layla
        )  # fmt: skip


async def test_another_hosts_code_is_none(money, tmp_path):
    layla, omar = await two(money, contacts=False)
    code = PayCode(omar.user_id, money.ledger.now_ms() + 60_000)
    with pytest.raises(PayCodeInvalid):
        await resolved(money, layla, signed(load_or_make_key(tmp_path / "another.key"), code))
