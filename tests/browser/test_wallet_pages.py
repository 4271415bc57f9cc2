"""The wallet's pages, Arabic first: nothing sticks out, axe finds nothing, and the host is asked for what is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.looks import complaints
from tests.browser.wallet_answers import ACCOUNT, GUARD, LINES, OMAR, sar
from tests.browser.wallet_visits import LOST, PIN, Visit, asked, minor, tap, visit
from tests.browser.wire import APP
from tests.support.waiting import becomes

__all__ = ["visit"]
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

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
