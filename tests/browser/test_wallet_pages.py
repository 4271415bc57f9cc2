"""The wallet's pages, Arabic first: nothing sticks out, axe finds nothing, and no tap pays twice or says what is not so."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.looks import at_rest, complaints
from tests.browser.wallet_answers import ACCOUNT, ANSWERS, GUARD, LINES, OMAR, ORDER, PAYMENT, sar
from tests.browser.wire import APP, SIGNED_IN, Wire, patch, refusal
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

PIN = "493028"
LOST = (503, {"code": "unavailable", "message": "gone"})
# (page, what stands on it once it is there)
PAGES = [
    ("", "balance-SAR"),
    (f"/{ACCOUNT}", "line"),
    (f"/{ACCOUNT}/{LINES[0]['transfer_id']}", "receipt"),
    ("/pay", "choose-omar"),
    (f"/pay/{OMAR}", "amount"),
    ("/request", "choose-noura"),
    (f"/request/{OMAR}", "amount"),
    ("/code", "my-code"),
    ("/top-up", "bank-transfer"),
    ("/pay-out", "amount"),
    ("/safety", "limit-all"),
    ("/apps", "mandate"),
    (f"/apps/{APP['app_id']}", "order"),
    ("/merchant", "merchant-none"),
    (f"/merchant/{APP['app_id']}", "settlement"),
]
Visit = Callable[..., Awaitable[Any]]


@pytest.fixture
def visit(new_page: Any, web_url: str) -> Visit:
    """Opens a page of Layla's wallet; `answers` stand before those every page has."""

    async def visit(path: str, expected: str, *, lang: str = "ar", answers: Any = None, **options: Any) -> Any:
        wire = Wire()
        signed: dict[str, Any] = SIGNED_IN["signed_in"]
        entry = {"signed_in": {**signed, "user": {**signed["user"], "lang": lang}}}
        wire.answers |= ANSWERS | {"RefreshSession": entry} | (answers or {})
        prefs = options.pop("prefs", f"{{lang: '{lang}'}}")
        page = await new_page(**options)
        page.wire = wire
        await wire.attach(page)
        await page.emulate_media(reduced_motion="reduce", color_scheme=options.get("color_scheme", "light"))
        await page.add_init_script(f"localStorage.setItem('majlis.prefs', JSON.stringify({prefs}))")
        await page.goto(f"{web_url}/index.html#/wallet{path}")
        await page.get_by_test_id(expected).first.wait_for()
        await at_rest(page)
        return page

    return visit


async def tap(page: Any, *test_ids: str) -> None:
    for test_id in test_ids:
        await page.get_by_test_id(test_id).first.click()


async def minor(page: Any, test_id: str) -> int:
    """The exact amount that stands there."""
    return int(await page.get_by_test_id(test_id).first.get_attribute("data-minor") or "")


async def ask_to_pay(page: Any, amount: str = "25", pin: str = PIN) -> None:
    """Up to the yes on the approval sheet."""
    await page.get_by_test_id("amount").fill(amount)
    await page.get_by_test_id("pay-note").fill("قهوة")
    await tap(page, "pay-go")
    await page.get_by_test_id("pin-input").fill(pin)


def asked(page: Any, method: str) -> list[dict[str, Any]]:
    return [request for name, request in page.wire.calls if name == method]


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_pages_fit_the_smallest_phone(visit: Visit, lang: str) -> None:
    """320 pixels wide, in both directions; what can be pressed is big enough, and nothing is cut."""
    for path, expected in PAGES:
        page = await visit(path, expected, lang=lang, viewport={"width": 320, "height": 640})
        assert await page.evaluate("majlisLayout.overflow()") == [], path
        assert await page.evaluate("majlisLayout.small()") == [], path
        assert await page.evaluate("majlisLayout.clipped()") == [], path
        await page.context.close()


@pytest.mark.parametrize(("lang", "theme"), [("ar", "dark"), ("en", "light")])
async def test_axe_finds_nothing_on_any_page(visit: Visit, axe_source: str, lang: str, theme: str) -> None:
    """Names, roles and contrast."""
    for path, expected in PAGES:
        page = await visit(path, expected, lang=lang, color_scheme=theme)
        assert await complaints(page, axe_source) == [], path
        await page.context.close()


@pytest.mark.parametrize(
    ("path", "expected", "taps"),
    [
        (f"/{ACCOUNT}", "line", ["filter"]),
        (f"/{ACCOUNT}", "line", ["take-away"]),
        ("/safety", "limit-all", ["mark-choose"]),
        ("/safety", "limit-all", ["pin-forgot"]),
        ("/safety", "limit-all", ["limit-all"]),
        ("/apps", "mandate", ["mandate-end"]),
        (f"/apps/{APP['app_id']}", "order", ["order"]),
        (f"/apps/{APP['app_id']}", "order", ["order", "order-pay"]),
        ("", "balance-SAR", ["pay-request"]),
        ("", "balance-SAR", ["open-account"]),
        (f"/merchant/{APP['app_id']}", "settlement", ["withdraw"]),
    ],
)
async def test_every_sheet_fits_and_axe_finds_nothing(
    visit: Visit, axe_source: str, path: str, expected: str, taps: list[str]
) -> None:
    """Also on the smallest phone, where a long sheet scrolls inside and its button stays in sight."""
    page = await visit(path, expected, viewport={"width": 320, "height": 640})
    await tap(page, *taps)
    sheet = page.locator(".sheet")
    await sheet.wait_for()
    assert await complaints(page, axe_source) == []
    assert await page.evaluate("majlisLayout.overflow()") == []
    box = await sheet.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 640


async def test_the_first_page_says_what_one_has_and_what_waits(visit: Visit) -> None:
    """Available, held and total; a stranger's payment to accept, a request to pay, one's own to take back."""
    page = await visit("", "balance-SAR")
    assert [await minor(page, one) for one in ("available", "held", "total")] == [140_050, 6_000, 146_050]
    assert await page.get_by_test_id("waiting-payment").count() == 1
    assert await page.get_by_test_id("open-request").count() == 2
    await page.get_by_test_id("line").first.wait_for()
    await tap(page, "accept-payment")
    await page.get_by_test_id("toast").wait_for()
    assert asked(page, "AcceptPayment") == [{"payment_id": "pay_8"}]


async def test_balances_stand_where_the_rest_cannot_be_had(visit: Visit) -> None:
    """Whoever cannot see their requests is told so, and still sees their money."""
    page = await visit("", "balance-SAR", answers={"ListMoneyRequests": LOST, "ListPayments": LOST})
    await page.get_by_text("لم يصل كل شيء").wait_for()


async def test_somebody_new_opens_an_account(visit: Visit) -> None:
    page = await visit("", "wallet-empty", answers={"ListAccounts": {}, "OpenAccount": {"account": {}}})
    await tap(page, "open-account", "currency-KWD")
    await page.get_by_test_id("toast").wait_for()
    assert asked(page, "OpenAccount") == [{"currency_code": "KWD"}]


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


async def test_a_statement_is_searched_and_filtered_by_the_host(visit: Visit) -> None:
    """The host looks through all of it; the page shows what it found."""
    page = await visit(f"/{ACCOUNT}", "line")
    assert await page.get_by_test_id("line").count() == len(LINES)
    page.wire.answers["ListTransfers"] = {"lines": LINES[:1], "currency_code": "SAR"}
    await page.get_by_test_id("statement-search").fill("قهوة")
    await becomes(page.get_by_test_id("line").count, 1)
    await tap(page, "filter")
    await page.get_by_role("radio", name="داخل").check()
    await page.get_by_role("radio", name="استرداد").check()
    await page.get_by_test_id("day-from").fill("2026-03-01")
    await page.get_by_test_id("day-to").fill("2026-03-31")
    page.wire.answers["ListTransfers"] = {"currency_code": "SAR"}
    await tap(page, "filter-use")
    await page.get_by_test_id("statement-empty").wait_for()
    last = asked(page, "ListTransfers")[-1]
    # March of Riyadh, three hours before March of UTC, to its last millisecond.
    assert last == {
        "account_id": ACCOUNT, "page_size": 50, "page_token": "", "query": "قهوة", "direction": "DIRECTION_IN",
        "label_kind": "LABEL_KIND_REFUND", "from_ms": "1772312400000", "to_ms": "1774990799999", "moved_only": True,
    }  # fmt: skip


async def test_a_statement_goes_on_where_the_reader_is(visit: Visit) -> None:
    """A page may hold nothing that was looked for, and still have one after it."""

    def lines(request: dict[str, Any]) -> dict[str, Any]:
        if request["page_token"] == "":
            return {"currency_code": "SAR", "next_page_token": "two"}
        return {"lines": LINES, "currency_code": "SAR"}

    page = await visit(f"/{ACCOUNT}", "line", answers={"ListTransfers": lines})
    assert await page.get_by_test_id("line").count() == len(LINES)


async def test_the_table_holds_exact_numbers_and_runs_nothing(visit: Visit) -> None:
    """A note that is a formula in a spreadsheet stays a note."""
    evil = {**LINES[0], "label": {**LINES[0]["label"], "name": '=HYPERLINK("http://x","y")', "note": "+1, @me"}}
    page = await visit(f"/{ACCOUNT}", "line", answers={"ListTransfers": {"lines": [evil, *LINES[1:]]}})
    await tap(page, "take-away")
    async with page.expect_download() as download:
        await tap(page, "take-csv")
    text = Path(await (await download.value).path()).read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    first = text.decode("utf-8-sig").split("\r\n")[1]
    assert '"\'=HYPERLINK(""http://x"",""y"")","\'+1, @me",-25.00,SAR,1460.50,0.00,' in first


async def test_a_past_day_has_its_balance_at_its_end(visit: Visit) -> None:
    page = await visit(f"/{ACCOUNT}", "line")
    await tap(page, "take-away")
    await page.get_by_test_id("day-past").fill("2026-03-31")
    await tap(page, "past-ask")
    await page.get_by_test_id("past-balance").wait_for()
    assert await minor(page, "past-total") == 110_400
    assert asked(page, "GetBalanceAt")[-1]["at_ms"] == "1774990799999"


async def test_a_request_is_sent_once_however_often_it_is_tried(visit: Visit) -> None:
    page = await visit(f"/request/{OMAR}", "amount", answers={"RequestMoney": LOST})
    await page.get_by_test_id("amount").fill("42")
    await tap(page, "request-go")
    await page.get_by_test_id("request-refused").wait_for()
    page.wire.answers["RequestMoney"] = {"money_request": {}}
    await tap(page, "request-go")
    await page.get_by_test_id("balance-SAR").wait_for()
    first, again = asked(page, "RequestMoney")
    assert first == again


async def test_a_code_is_shown_and_another_one_read(visit: Visit) -> None:
    """By the link any camera opens, or pasted; the amount it says cannot be changed."""
    fixed = {"payee": {"user_id": OMAR, "name": "عمر", "amount": sar(1_200), "note": "خبز"}}
    page = await visit("/code", "my-code", answers={"ResolvePayee": fixed})
    await page.get_by_test_id("qr").wait_for()
    await page.get_by_role("radio", name="اقرأ رمزًا").check()
    await page.get_by_test_id("code-text").fill("http://majlis/#/wallet/pay?code=abc.def")
    await tap(page, "code-go")
    await page.get_by_test_id("payee-name").wait_for()
    assert asked(page, "ResolvePayee") == [{"pay_code": "abc.def"}]
    assert await page.get_by_test_id("amount").count() == 0
    await tap(page, "pay-go")
    await page.get_by_test_id("pin-input").fill(PIN)
    await tap(page, "approve-yes")
    await page.get_by_test_id("sent").wait_for()
    request = asked(page, "Pay")[-1]
    assert (request["amount"], request["pay_code"], request["note"]) == (sar(1_200), "abc.def", "خبز")


async def test_a_reset_of_the_pin_can_be_stopped(visit: Visit) -> None:
    """Whoever did not ask for it finds it where they look after their money."""
    pending = {"guard": {**GUARD, "reset_at_ms": "1999999999999"}}
    page = await visit("/safety", "reset-pending", answers={"GetGuard": pending, "CancelPinReset": {"guard": GUARD}})
    assert await page.get_by_test_id("pin-forgot").count() == 0
    await tap(page, "reset-cancel")
    await page.get_by_test_id("toast").wait_for()
    assert asked(page, "CancelPinReset") == [{}]


async def test_a_mark_is_chosen_with_the_pin(visit: Visit) -> None:
    page = await visit("/safety", "mark-choose", answers={"SetMark": {"guard": GUARD}})
    await tap(page, "mark-choose")
    await page.get_by_test_id("mark-phrase").fill("نخلة البيت")
    await tap(page, "mark-next")
    await page.get_by_test_id("pin-input").fill(PIN)
    await tap(page, "mark-next")
    await page.get_by_test_id("toast").wait_for()
    assert asked(page, "SetMark") == [{"mark": {"emoji": "🌴", "phrase": "نخلة البيت"}, "pin": PIN}]


@pytest.mark.parametrize(("to", "password"), [("100", False), ("30000", True)])
async def test_raising_a_limit_takes_the_password_and_lowering_one_does_not(
    visit: Visit, to: str, password: bool
) -> None:
    page = await visit("/safety", "limit-all", answers={"SetLimit": {"limit": {"currency_code": "SAR"}}})
    await tap(page, "limit-all")
    await page.get_by_test_id("amount").fill(to)
    await tap(page, "limit-next")
    await page.get_by_test_id("pin-input").fill(PIN)
    assert await page.get_by_test_id("approve-password").count() == int(password)
    if password:
        assert await page.get_by_test_id("approve-yes").is_disabled()
        await page.get_by_test_id("approve-password").fill("correct horse")
    await tap(page, "approve-yes")
    await page.get_by_test_id("toast").wait_for()
    (request,) = asked(page, "SetLimit")
    assert (request["app_id"], request["daily_max_minor"]) == ("", f"{to}00")


async def test_a_mandate_is_ended_at_once(visit: Visit) -> None:
    page = await visit("/apps", "mandate", answers={"RevokeMandate": {"mandate": {}}})
    await tap(page, "mandate-end", "mandate-end-yes")
    await page.get_by_test_id("toast").wait_for()
    assert asked(page, "RevokeMandate") == [{"mandate_id": "man_1"}]


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
    await page.get_by_test_id("order-pay-sheet").wait_for()
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
