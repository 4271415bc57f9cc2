"""Approving money, on the host's one sheet: what is shown is what is sent, once, and a refusal says what helps."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.wallet_answers import ANSWERS, GUARD, OMAR, ORDER, PAYMENT, sar
from tests.browser.wallet_visits import LOST, PIN, Visit, ask_to_pay, asked, minor, tap, visit
from tests.browser.wire import patch, refusal
from tests.support.waiting import becomes

__all__ = ["visit"]
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


async def test_a_payment_is_approved_for_a_name_and_an_exact_amount(visit: Visit) -> None:
    """Digits are typed as they are on an Arabic keyboard; the host is asked for whole halalas."""
    page = await visit(f"/pay/{OMAR}", "amount")
    await ask_to_pay(page, "٢٥٫٥", "٤٩٣٠٢٨")
    assert await page.get_by_test_id("approve-name").inner_text() == "عمر"
    assert [await minor(page, one) for one in ("approve-amount", "approve-after")] == [2_550, 137_500]
    assert GUARD["mark"]["phrase"] in await page.get_by_test_id("approve-mark").inner_text()
    await tap(page, "approve-yes")
    await page.get_by_test_id("sent").wait_for()
    (request,) = asked(page, "Pay")
    assert request.pop("request_id")
    assert request == {
        "payee_user_id": OMAR, "payee_name": "عمر", "amount": sar(2_550), "note": "قهوة", "pay_code": "",
        "approval": {"pin": PIN},
    }  # fmt: skip


async def test_the_sheet_shows_amounts_in_the_readers_digits(visit: Visit) -> None:
    page = await visit(f"/pay/{OMAR}", "amount", prefs="{lang: 'ar', digits: 'arab'}")
    await ask_to_pay(page)
    assert "٢٥٫٠٠" in await page.get_by_test_id("approve-amount").inner_text()
    assert await page.get_by_test_id("pin-key-7").inner_text() == "٧"


async def test_the_pin_is_pressed_typed_or_pasted(visit: Visit) -> None:
    """By the pad for a thumb, by keys for a keyboard; spaces of a paste are nothing, a seventh digit neither."""
    page = await visit(f"/pay/{OMAR}", "amount")
    await ask_to_pay(page, pin="")
    pin = page.get_by_test_id("pin-input")
    await tap(page, "pin-key-4", "pin-key-9")
    assert await pin.input_value() == "49"
    assert await page.get_by_test_id("approve-yes").is_disabled()
    await pin.fill("49 30-28 1")
    assert await pin.input_value() == PIN
    assert await pin.get_attribute("autocomplete") == "off"
    await pin.press("Enter")
    await page.get_by_test_id("sent").wait_for()


async def test_it_is_taken_back_within_its_seconds(visit: Visit) -> None:
    taken = {"payment": {**PAYMENT, "state": "PAYMENT_STATE_TAKEN_BACK"}}
    page = await visit(f"/pay/{OMAR}", "amount", answers={"TakeBackPayment": taken})
    await ask_to_pay(page)
    await tap(page, "approve-yes", "take-back")
    await page.locator("[data-testid=sent][data-state=taken-back]").wait_for()
    assert asked(page, "TakeBackPayment") == [{"payment_id": PAYMENT["payment_id"]}]


async def test_a_payment_that_settled_says_so_by_itself(visit: Visit) -> None:
    page = await visit(f"/pay/{OMAR}", "amount")
    await ask_to_pay(page)
    await tap(page, "approve-yes")
    await page.get_by_test_id("take-back").wait_for()
    page.wire.answers["GetPayment"] = {"payment": {**PAYMENT, "state": "PAYMENT_STATE_PAID"}}
    await page.locator("[data-testid=sent][data-state=paid]").wait_for()
    assert await page.get_by_test_id("take-back").count() == 0


async def test_a_lost_answer_is_asked_for_again_as_the_same_request(visit: Visit) -> None:
    """Nobody knows whether it went through: only the very same can be sent, so it happens once."""
    page = await visit(f"/pay/{OMAR}", "amount", answers={"Pay": LOST})
    await ask_to_pay(page)
    await tap(page, "approve-yes")
    await page.get_by_test_id("approve-unknown").wait_for()
    assert await page.get_by_test_id("pin-input").count() == 0
    page.wire.answers["Pay"] = {"payment": PAYMENT}
    await tap(page, "approve-again")
    await page.get_by_test_id("sent").wait_for()
    first, again = asked(page, "Pay")
    assert first == again


async def test_a_wrong_pin_says_how_many_tries_are_left_and_is_another_request_next_time(visit: Visit) -> None:
    """A refusal is an answer: the same id would be refused for ever."""
    wrong = (403, refusal("permission_denied", "PIN_WRONG", tries_left="2"))
    page = await visit(f"/pay/{OMAR}", "amount", answers={"Pay": wrong})
    await ask_to_pay(page)
    await tap(page, "approve-yes")
    error = page.get_by_test_id("pin-error")
    await error.wait_for()
    assert "محاولتان" in await error.inner_text()
    assert await page.get_by_test_id("pin-input").input_value() == ""
    page.wire.answers["Pay"] = {"payment": PAYMENT}
    await page.keyboard.type(PIN)
    await tap(page, "approve-yes")
    await page.get_by_test_id("sent").wait_for()
    first, again = asked(page, "Pay")
    assert first["request_id"] != again["request_id"]


async def test_the_password_is_asked_for_where_the_host_wants_it(visit: Visit) -> None:
    step_up = (400, refusal("failed_precondition", "STEP_UP_REQUIRED"))
    page = await visit(f"/pay/{OMAR}", "amount", answers={"Pay": step_up})
    await ask_to_pay(page)
    await tap(page, "approve-yes")
    await page.get_by_test_id("approve-password").fill("correct horse")
    page.wire.answers["Pay"] = {"payment": PAYMENT}
    await tap(page, "approve-yes")
    await page.get_by_test_id("sent").wait_for()
    assert asked(page, "Pay")[-1]["approval"] == {"pin": PIN, "password": "correct horse"}


async def test_what_is_missing_is_said_before_a_pin_is_asked_for(visit: Visit) -> None:
    page = await visit(f"/pay/{OMAR}", "amount")
    await page.get_by_test_id("amount").fill("1500")
    await tap(page, "pay-go")
    await page.get_by_test_id("approve-missing").wait_for()
    assert "99.50" in await page.get_by_test_id("approve-missing").inner_text()
    assert await page.get_by_test_id("pin-input").count() == 0
    assert await page.get_by_test_id("approve-yes").is_disabled()


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("12.5", 1_250), ("12,5", 1_250), ("1,250", 125_000), ("١٬٢٠٠٫٥٠", 120_050), ("۱۲٫۰۵", 1_205), (" .5", 50)],
)
async def test_an_amount_is_read_as_people_write_amounts(visit: Visit, typed: str, amount: int) -> None:
    """Arabic, Persian and Latin digits, either mark before the halalas, thousands apart or not."""
    page = await visit(f"/pay/{OMAR}", "amount")
    await page.get_by_test_id("amount").fill(typed)
    await tap(page, "pay-go")
    assert await minor(page, "approve-amount") == amount


@pytest.mark.parametrize("typed", ["abc", "1.234", "12..5", "-5", "1٫2٫3"])
async def test_what_is_no_amount_cannot_be_sent(visit: Visit, typed: str) -> None:
    page = await visit(f"/pay/{OMAR}", "amount")
    await page.get_by_test_id("amount").fill(typed)
    assert await page.get_by_test_id("pay-go").is_disabled()


async def test_who_has_no_pin_is_led_through_choosing_one(visit: Visit) -> None:
    """Password, PIN, PIN again; then the payment that was asked for."""
    set_pin = {"guard": GUARD}
    page = await visit(f"/pay/{OMAR}", "amount", answers={"GetGuard": {"guard": {}}, "SetPin": set_pin})
    await page.get_by_test_id("amount").fill("25")
    await tap(page, "pay-go")
    await page.get_by_test_id("pin-password").fill("majlis-demo")
    await tap(page, "pin-next")
    await page.get_by_test_id("pin-input").fill(PIN)
    await tap(page, "pin-next")
    await page.get_by_test_id("pin-input").fill("111111")
    await tap(page, "pin-next")
    await page.get_by_test_id("pin-error").wait_for()
    for _ in range(2):
        await page.get_by_test_id("pin-input").fill(PIN)
        await tap(page, "pin-next")
    await page.get_by_test_id("approve-amount").wait_for()
    assert asked(page, "SetPin") == [{"pin": PIN, "password": "majlis-demo"}]


NODES = {"s": ["Screen", {"title": "طلبك"}, ["b"]], "b": ["Button", {"text": "ادفع", "on": ["press"]}, []]}


async def in_app(visit: Visit, url: str, effect: dict[str, Any], **answers: Any) -> Any:
    """A mini-app whose tap was answered with something to approve."""
    page = await visit("", "balance-SAR", answers=answers)
    await page.wire.open_app(page, url, NODES)
    await page.locator("[data-node=b]").click()
    event = await page.wire.hear_kind("ev")
    page.wire.say(patch(event["seq"], [], effects=[effect]))
    return page


async def test_an_order_of_an_app_is_paid_on_the_hosts_own_sheet(visit: Visit, web_url: str) -> None:
    """Every line, who shares in it, the tip one adds, the mark no app knows; what is sent is what was shown."""
    sheet = {**ANSWERS["GetOrderSheet"], "order": {**ORDER, "may_tip": True}}
    page = await in_app(
        visit, web_url, {"pay": {"order_id": "ord_1"}}, GetOrderSheet=sheet, ApproveOrder={"order": ORDER}
    )
    await page.get_by_test_id("approve-amount").wait_for()
    words = await page.get_by_test_id("order-pay-sheet").inner_text()
    assert all(word in words for word in ("الأجرة", "رسوم المطار", "خالد السائق", GUARD["mark"]["phrase"]))
    assert await minor(page, "approve-amount") == 1_850
    await page.locator(".tips .segment").nth(1).click()
    assert [await minor(page, one) for one in ("approve-amount", "approve-after")] == [2_035, 138_015]
    await page.get_by_test_id("pin-input").fill(PIN)
    await tap(page, "approve-yes")
    await page.get_by_test_id("toast").wait_for()
    assert await page.get_by_test_id("order-pay-sheet").count() == 0
    (request,) = asked(page, "ApproveOrder")
    assert request.pop("request_id")
    assert request == {
        "order_id": "ord_1", "total": sar(1_850), "tip_minor": "185", "approval": {"pin": PIN},
    }  # fmt: skip


async def test_an_order_is_declined_on_the_sheet(visit: Visit, web_url: str) -> None:
    page = await in_app(visit, web_url, {"pay": {"order_id": "ord_1"}}, DeclineOrder={"order": ORDER})
    await tap(page, "approve-no")
    await becomes(page.get_by_test_id("order-pay-sheet").count, 0)
    assert asked(page, "DeclineOrder") == [{"order_id": "ord_1"}]


async def test_an_order_that_was_paid_meanwhile_asks_nothing(visit: Visit, web_url: str) -> None:
    """The answer to a tap that was sent twice brings the sheet twice; one yes is enough."""
    paid = {**ANSWERS["GetOrderSheet"], "order": {**ORDER, "state": "ORDER_STATE_PAID"}}
    page = await in_app(visit, web_url, {"pay": {"order_id": "ord_1"}}, GetOrderSheet=paid)
    await page.get_by_test_id("toast").wait_for()
    assert await page.get_by_test_id("pin-input").count() == 0


@pytest.mark.parametrize("kind", ["order", "mandate"])
async def test_an_app_cannot_have_anothers_paid_under_its_own_name(visit: Visit, web_url: str, kind: str) -> None:
    """Both ask the same person; what the sheet calls the payee must be who is paid."""
    rpc, effect = {
        "order": ("GetOrderSheet", {"pay": {"order_id": "ord_1"}}),
        "mandate": ("GetMandateSheet", {"mandate": {"mandate_id": "man_1"}}),
    }[kind]
    another = {**ANSWERS[rpc], kind: {**ANSWERS[rpc][kind], "app_id": "org.majlis.taxi"}}
    page = await in_app(visit, web_url, effect, **{rpc: another})
    await page.get_by_test_id("toast").wait_for()
    assert await page.get_by_test_id("pin-input").count() == 0


async def test_a_mandate_always_takes_the_password(visit: Visit, web_url: str) -> None:
    page = await in_app(visit, web_url, {"mandate": {"mandate_id": "man_1"}}, ApproveMandate={"mandate": {}})
    await page.get_by_test_id("pin-input").fill(PIN)
    assert await page.get_by_test_id("approve-yes").is_disabled()
    await page.get_by_test_id("approve-password").fill("correct horse")
    await tap(page, "approve-yes")
    await page.get_by_test_id("toast").wait_for()
    (request,) = asked(page, "ApproveMandate")
    assert (request["mandate_id"], request["approval"]["password"]) == ("man_1", "correct horse")


async def test_a_screen_that_looks_like_the_sheet_has_no_mark(visit: Visit, web_url: str) -> None:
    """What an app draws stays on its own screen: the sheet, its pad and the mark are the host's alone."""
    page = await visit("", "balance-SAR")
    fake = {"s": ["Screen", {"title": "دفع"}, ["f"]], "f": ["Text", {"text": "رمزك السري؟ علامتك: ؟"}, []]}
    await page.wire.open_app(page, web_url, fake)
    assert await page.get_by_test_id("pin-input").count() == 0
    assert GUARD["mark"]["phrase"] not in await page.locator("body").inner_text()
