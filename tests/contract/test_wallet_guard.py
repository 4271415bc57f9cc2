"""PINs: set, changed, reset, tried at most so often whoever asks at once; and the password beside them."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.errors import DomainError, InvalidArgument
from core.kit.money import Money
from core.kit.rpc import Call
from core.messaging.conversations import of_app
from majlis.messaging.v1 import messages_service_pb2 as messages_pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from majlis.wallet.v1 import guard_service_pb2 as pb
from tests.support.identity import PASSWORD
from tests.support.money_desk import PIN, MoneyDesk, approval
from wallet.guard import tables
from wallet.guard.errors import (
    PasswordWrong,
    PinAlreadySet,
    PinLocked,
    PinNotSet,
    PinTooEasy,
    PinWrong,
    StepUpRequired,
)
from wallet.guard.hashing import PinHashes

pytestmark = pytest.mark.asyncio
WRONG, OTHER = "581936", "740215"


async def standing(money: MoneyDesk, person: Caller) -> pb.Guard:
    return (await money.guard.get_guard(pb.GetGuardRequest(), caller=person)).guard


async def approve(
    money: MoneyDesk, person: Caller, pin: str = PIN, amount: Money | None = None, **more: object
) -> None:
    """As a verb asks."""
    password = str(more.pop("password", ""))
    call = Call(person, "majlis.wallet.v1.Test/Pay", None)
    await money.verbs.house.guard.approve(call, approval(pin, password), amount, **more)  # type: ignore[arg-type]


async def lock(money: MoneyDesk, person: Caller) -> int:
    """Five wrong ones; until when nothing is taken."""
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(PinWrong) as refused:
            await approve(money, person, WRONG)
        assert refused.value.facts["tries_left"] == left
    return int(str(refused.value.facts["locked_until_ms"]))


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


async def test_the_first_pin_takes_the_password(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0, pin=False)
    assert await standing(money, layla) == pb.Guard()
    with pytest.raises(PinNotSet):
        await approve(money, layla)
    with pytest.raises(PasswordWrong):
        await money.guard.set_pin(pb.SetPinRequest(pin=PIN, password="not hers at all"), caller=layla)
    with pytest.raises(PinTooEasy):
        await money.guard.set_pin(pb.SetPinRequest(pin="123456", password=PASSWORD), caller=layla)
    made = await money.guard.set_pin(pb.SetPinRequest(pin=PIN, password=PASSWORD), caller=layla)
    assert made.guard == await standing(money, layla) == pb.Guard(has_pin=True, tries_left=5)
    with pytest.raises(PinAlreadySet):
        await money.guard.set_pin(pb.SetPinRequest(pin=OTHER, password=PASSWORD), caller=layla)
    await approve(money, layla)


async def test_two_first_pins_at_once_set_one(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0, pin=False)
    asked = [money.guard.set_pin(pb.SetPinRequest(pin=pin, password=PASSWORD), caller=layla) for pin in (PIN, OTHER)]
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["PinAlreadySet", "SetPinResponse"]


async def test_another_pin_takes_the_one_before(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    with pytest.raises(PinWrong):
        await money.guard.change_pin(pb.ChangePinRequest(old_pin=WRONG, new_pin=OTHER), caller=layla)
    with pytest.raises(PinTooEasy):
        await money.guard.change_pin(pb.ChangePinRequest(old_pin=PIN, new_pin="777777"), caller=layla)
    await money.guard.change_pin(pb.ChangePinRequest(old_pin=PIN, new_pin=OTHER), caller=layla)
    await approve(money, layla, OTHER)
    with pytest.raises(PinWrong):
        await approve(money, layla)


async def test_a_right_pin_forgives_wrong_ones(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(PinWrong):
                await approve(money, layla, WRONG)
        assert (await standing(money, layla)).tries_left == 1
        await approve(money, layla)
        assert await standing(money, layla) == pb.Guard(has_pin=True, tries_left=5)


async def test_each_lock_is_longer_until_a_right_pin(money: MoneyDesk) -> None:
    """A quarter of an hour, an hour, a day, and then a day each time."""
    layla = await money.rich("layla", 0)
    for length in (minutes(15), minutes(60), timedelta(days=1), timedelta(days=1)):
        until_ms = await lock(money, layla)
        assert until_ms == money.ledger.now_ms() + length // timedelta(milliseconds=1)
        assert await standing(money, layla) == pb.Guard(has_pin=True, locked_until_ms=until_ms, tries_left=0)
        money.clock.advance(length - timedelta(milliseconds=1))
        with pytest.raises(PinLocked) as refused:
            await approve(money, layla)
        assert refused.value.facts == {"locked_until_ms": until_ms}
        money.clock.advance(timedelta(milliseconds=1))
        assert (await standing(money, layla)).tries_left == 5
    await approve(money, layla)
    assert await lock(money, layla) == money.ledger.now_ms() + minutes(15) // timedelta(milliseconds=1)


async def test_a_crowd_of_requests_gets_five_guesses(money: MoneyDesk) -> None:
    """By every rpc that takes a PIN, at once."""
    layla = await money.rich("layla", 0)
    change = pb.ChangePinRequest(old_pin=WRONG, new_pin=OTHER)
    mark = pb.SetMarkRequest(mark=pb.Mark(emoji="🌴", phrase="palms"), pin=WRONG)
    limit = pb.SetLimitRequest(currency_code="SAR", daily_max_minor=1, approval=approval(WRONG))
    asked = [
        ask
        for _ in range(25)
        for ask in (
            approve(money, layla, WRONG), money.guard.change_pin(change, caller=layla),
            money.guard.set_mark(mark, caller=layla), money.guard.set_limit(limit, caller=layla),
        )
    ]  # fmt: skip
    results = await asyncio.gather(*asked, return_exceptions=True)
    assert Counter(map(type, results)) == {PinWrong: 5, PinLocked: 95}


async def test_right_pins_at_once_are_all_taken(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    await asyncio.gather(*(approve(money, layla) for _ in range(30)))


async def test_a_try_that_was_cut_off_is_used_up(money: MoneyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that dies between the try and its answer gives no free guess."""
    layla = await money.rich("layla", 0)

    async def dies(*_: object) -> bool:
        raise RuntimeError("the process ended here")

    with monkeypatch.context() as cut:
        cut.setattr(PinHashes, "verify", dies)
        for _ in range(5):
            with pytest.raises(DomainError):
                await money.guard.change_pin(pb.ChangePinRequest(old_pin=PIN, new_pin=OTHER), caller=layla)
    with pytest.raises(PinLocked):
        await approve(money, layla)


async def test_a_reset_takes_a_day_in_which_the_old_pin_holds(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    with pytest.raises(PasswordWrong):
        await money.guard.reset_pin(pb.ResetPinRequest(new_pin=OTHER, password="not hers at all"), caller=layla)
    with pytest.raises(PinTooEasy):
        await money.guard.reset_pin(pb.ResetPinRequest(new_pin="112233", password=PASSWORD), caller=layla)
    begun = await money.guard.reset_pin(pb.ResetPinRequest(new_pin=OTHER, password=PASSWORD), caller=layla)
    assert begun.guard.reset_at_ms == money.ledger.now_ms() + 24 * 3600 * 1000
    money.clock.advance(timedelta(days=1) - timedelta(milliseconds=1))
    await approve(money, layla)
    with pytest.raises(PinWrong):
        await approve(money, layla, OTHER)
    money.clock.advance(timedelta(milliseconds=1))
    assert await standing(money, layla) == pb.Guard(has_pin=True, tries_left=5)
    with pytest.raises(PinWrong):
        await approve(money, layla)
    await approve(money, layla, OTHER)
    await approve(money, layla, OTHER)


async def test_a_reset_ends_a_lock(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    for length in (minutes(15), minutes(60)):
        await lock(money, layla)
        money.clock.advance(length)
    await money.guard.reset_pin(pb.ResetPinRequest(new_pin=OTHER, password=PASSWORD), caller=layla)
    money.clock.advance(minutes(1))
    await lock(money, layla)
    money.clock.advance(timedelta(days=1) - minutes(1))
    await approve(money, layla, OTHER)


async def test_a_reset_can_be_stopped(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    reset = pb.ResetPinRequest(new_pin=OTHER, password=PASSWORD)
    await money.guard.reset_pin(reset, caller=layla)
    stopped = [await money.guard.cancel_pin_reset(pb.CancelPinResetRequest(), caller=layla) for _ in range(2)]
    assert [each.guard.reset_at_ms for each in stopped] == [0, 0]
    await money.guard.reset_pin(reset, caller=layla)
    await money.guard.change_pin(pb.ChangePinRequest(old_pin=PIN, new_pin="830174"), caller=layla)
    money.clock.advance(timedelta(days=2))
    await approve(money, layla, "830174")


async def test_nothing_to_reset_and_nothing_to_stop(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0, pin=False)
    with pytest.raises(PinNotSet):
        await money.guard.reset_pin(pb.ResetPinRequest(new_pin=OTHER, password=PASSWORD), caller=layla)
    stopped = await money.guard.cancel_pin_reset(pb.CancelPinResetRequest(), caller=layla)
    assert stopped.guard == pb.Guard()


async def test_wrong_passwords_are_counted_by_identity(money: MoneyDesk) -> None:
    """They are the account's: guessing them here is guessing them at the door."""
    layla = await money.rich("layla", 0)
    reasons = []
    for _ in range(30):
        with pytest.raises(DomainError) as refused:
            await approve(money, layla, password="not hers at all", always_password=True)
        reasons.append(refused.value.reason)
    assert set(reasons) == {"PASSWORD_WRONG", "LOGIN_RATE_LIMITED"}
    assert reasons[-1] == "LOGIN_RATE_LIMITED"


async def test_what_always_takes_the_password_takes_both(money: MoneyDesk) -> None:
    layla = await money.rich("layla", 0)
    with pytest.raises(StepUpRequired):
        await approve(money, layla, always_password=True)
    with pytest.raises(PinWrong):
        await approve(money, layla, WRONG, password=PASSWORD, always_password=True)
    await approve(money, layla, password=PASSWORD, always_password=True)


async def test_a_row_of_somebody_elses_is_worth_nothing(money: MoneyDesk) -> None:
    """Whoever writes the database gives Layla their own PIN's hash: it is not theirs there."""
    layla, mallory = await money.rich("layla", 0), await money.rich("mallory", 0, pin=False)
    await money.guard.set_pin(pb.SetPinRequest(pin=OTHER, password=PASSWORD), caller=mallory)
    his = sa.select(tables.pins.c.pin_hash).where(tables.pins.c.user_id == mallory.user_id)
    stolen = await money.in_ledger(lambda tx: tx.execute(his).scalar())
    swap = tables.pins.update().where(tables.pins.c.user_id == layla.user_id).values(pin_hash=stolen)
    await money.verbs.house.desk.write(lambda tx: tx.execute(swap))
    with pytest.raises(PinWrong):
        await approve(money, layla, OTHER)


async def test_the_mark_is_its_owners_alone(money: MoneyDesk) -> None:
    layla, omar = await money.rich("layla", 0), await money.rich("omar", 0)
    chosen = pb.Mark(emoji="🌴", phrase="\u202eظل  النخلة\u2066\n")
    with pytest.raises(PinWrong):
        await money.guard.set_mark(pb.SetMarkRequest(mark=chosen, pin=WRONG), caller=layla)
    made = await money.guard.set_mark(pb.SetMarkRequest(mark=chosen, pin=PIN), caller=layla)
    assert made.guard.mark == pb.Mark(emoji="🌴", phrase="ظل النخلة")
    sheet = await money.verbs.house.guard.sheet(layla.user_id, None)
    assert (sheet.has_pin, sheet.mark, sheet.step_up) == (True, made.guard.mark, False)
    assert not (await standing(money, omar)).HasField("mark")
    for mark in (pb.Mark(emoji="palm", phrase="x"), pb.Mark(emoji="🌴", phrase="\u200f \u2066")):
        with pytest.raises(InvalidArgument):
            await money.guard.set_mark(pb.SetMarkRequest(mark=mark, pin=PIN), caller=layla)


@pytest.mark.parametrize(
    "caller", [Caller.app("org.example.app", user_id="usr_layla"), Caller.of_service("orders")], ids=str
)
async def test_neither_apps_nor_services_see_it(money: MoneyDesk, caller: Caller) -> None:
    with pytest.raises(DomainError) as refused:
        await money.guard.get_guard(pb.GetGuardRequest(), caller=caller)
    assert refused.value.reason == "PERMISSION_DENIED"


# What its owner hears.


async def told(money: MoneyDesk, person: Caller) -> list[tuple[str, int]]:
    """The host's own messages about a PIN: state, and when it begins."""
    await money.settle()
    conversation_id = of_app.id_of("_majlis", person.user_id)
    request = messages_pb.ListMessagesRequest(conversation_id=conversation_id)
    page = await MessagesServiceClient(money.chain).list_messages(request, caller=person)
    cards = [json.loads(each.body_json)["message"]["wallet_card"] for each in page.messages]
    assert {each["kind"] for each in cards} <= {"WALLET_CARD_KIND_PIN_RESET"}
    return [(each["state"], int(each["decide_by_ms"])) for each in cards]


async def test_its_owner_is_told_of_a_reset_that_somebody_began(money: MoneyDesk) -> None:
    """Whoever found out the password may have begun it: all devices of theirs hear of it while it can be stopped."""
    layla = await money.rich("layla")
    reset = pb.ResetPinRequest(new_pin=OTHER, password=PASSWORD)
    first = (await money.guard.reset_pin(reset, caller=layla)).guard.reset_at_ms
    assert await told(money, layla) == [("waiting", first)]
    await money.guard.cancel_pin_reset(pb.CancelPinResetRequest(), caller=layla)
    await money.guard.cancel_pin_reset(pb.CancelPinResetRequest(), caller=layla)
    assert await told(money, layla) == [("stopped", first)]
    money.clock.advance(minutes(1))
    second = (await money.guard.reset_pin(reset, caller=layla)).guard.reset_at_ms
    assert sorted(await told(money, layla)) == [("stopped", first), ("waiting", second)]


async def test_a_reset_asked_for_again_or_ended_by_a_change_is_told_too(money: MoneyDesk) -> None:
    layla = await money.rich("layla")
    reset = pb.ResetPinRequest(new_pin=OTHER, password=PASSWORD)
    first = (await money.guard.reset_pin(reset, caller=layla)).guard.reset_at_ms
    money.clock.advance(minutes(1))
    second = (await money.guard.reset_pin(reset, caller=layla)).guard.reset_at_ms
    await money.guard.change_pin(pb.ChangePinRequest(old_pin=PIN, new_pin=OTHER), caller=layla)
    assert sorted(await told(money, layla)) == [("stopped", first), ("stopped", second)]


async def test_who_is_told_of_nothing_hears_nothing(money: MoneyDesk) -> None:
    layla = await money.rich("layla")
    await money.guard.change_pin(pb.ChangePinRequest(old_pin=PIN, new_pin=OTHER), caller=layla)
    with pytest.raises(DomainError):
        await told(money, layla)
