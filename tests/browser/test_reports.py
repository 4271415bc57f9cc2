"""The operators' reports: seen on a phone in both languages, whatever was written, and decided once with a reason."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.browser.looks import at_rest, complaints
from tests.browser.wire import SIGNED_IN, Wire, refusal
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

AGO_MS = "1700000000000"
REPORT = {
    "report_id": "rep_1", "reason": "REPORT_REASON_CHILD_SAFETY", "state": "REPORT_STATE_OPEN",
    "created_at_ms": AGO_MS, "same_message_count": 3,
}  # fmt: skip
# Direction overrides, a tower of marks, a word no line holds, invisible letters.
HOSTILE = "\u202eevil\u202c " + "ه" + "\u0651\u064b" * 40 + " " + "n" * 300 + "\u200b\u2066"


def written(seq: int, name: str, text: str, **more: Any) -> dict[str, Any]:
    body = json.dumps({"message": {"text": text, **more.pop("content", {})}})
    return {"seq": str(seq), "sender_id": f"usr_{seq}", "sender_name": name, "body_json": body,
            "created_at_ms": AGO_MS, **more}  # fmt: skip


SHOWN = {
    "report": REPORT | {"state": "REPORT_STATE_TAKEN"},
    "note": "He does this every day. " + HOSTILE,
    "kind": "CONVERSATION_KIND_GROUP",
    "messages": [
        written(4, "ليلى", "متى نلتقي؟"),
        written(5, "Omar \u202e123", "", content={"fallback_text": "صورة", "image": {"media_id": "med_1"}}),
        written(6, "N" * 64, HOSTILE, reported=True),
    ],
}
ACTIONS = {
    "actions": [{"operator_id": "usr_01ja0000000000000000000000", "action": "read", "acted_at_ms": AGO_MS}]
}  # fmt: skip
PAGES = [("reports", "reports"), ("reports/rep_1", "report")]
Visit = Callable[..., Awaitable[Any]]


@pytest.fixture
def visit(new_page: Any, web_url: str) -> Visit:
    """Opens a page of the operators' as one of them, and waits for what is on it."""

    async def visit(path: str, expected: str, *, lang: str = "ar", **options: Any) -> Any:
        answers = options.pop("answers", {})
        wire = Wire()
        user = {**SIGNED_IN["signed_in"]["user"], "lang": lang}  # type: ignore[dict-item]
        wire.answers |= {
            "RefreshSession": {"signed_in": {**SIGNED_IN["signed_in"], "user": user}},
            "ListReports": {"reports": [REPORT, REPORT | {"report_id": "rep_2", "state": "REPORT_STATE_TAKEN"}]},
            "GetReport": SHOWN, "ListReportActions": ACTIONS, **answers,
        }  # fmt: skip
        page = await new_page(**options)
        page.wire = wire
        await wire.attach(page)
        await page.emulate_media(reduced_motion="reduce", color_scheme=options.get("color_scheme", "light"))
        await page.add_init_script(f"localStorage.setItem('majlis.prefs', JSON.stringify({{lang: '{lang}'}}))")
        await page.goto(f"{web_url}/operator.html#/{path}")
        await page.get_by_test_id(expected).first.wait_for()
        await at_rest(page)
        return page

    return visit


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_reports_fit_the_smallest_phone_whatever_was_written(visit: Visit, lang: str) -> None:
    """320 pixels wide: a name of 64 letters, a word of 300, a tower of marks."""
    for path, expected in PAGES:
        page = await visit(path, expected, lang=lang, viewport={"width": 320, "height": 640})
        assert await page.evaluate("majlisLayout.overflow()") == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        await page.context.close()


@pytest.mark.parametrize(("lang", "theme"), [("ar", "dark"), ("en", "light")])
async def test_axe_finds_nothing_on_reports(visit: Visit, axe_source: str, lang: str, theme: str) -> None:
    """Names, roles and contrast."""
    for path, expected in PAGES:
        page = await visit(path, expected, lang=lang, color_scheme=theme)
        assert await complaints(page, axe_source) == [], path
        await page.context.close()


async def test_texts_of_others_keep_to_themselves_and_show_what_is_invisible(visit: Visit) -> None:
    """An override in a name must not turn the line it stands in; hidden letters are counted."""
    page = await visit("reports/rep_1", "report")
    isolating = "all => all.every(one => getComputedStyle(one).unicodeBidi.includes('isolate'))"
    reported = page.locator(".is-reported[data-testid=reported-6]")
    await reported.get_by_text("محارف خفية").wait_for()
    await page.get_by_test_id("reported-5").get_by_text("صورة").wait_for()
    await becomes(lambda: page.locator(".reported-text, .reported-who bdi").evaluate_all(isolating), True)


async def test_a_decision_needs_a_verdict_and_a_reason_and_keeps_its_request_id(visit: Visit) -> None:
    """While nobody knows whether it arrived, it is sent again as the same one."""
    page = await visit("reports", "reports")
    await page.get_by_test_id("report-rep_1").click()
    await page.get_by_test_id("close-report").click()
    await page.get_by_test_id("verdict-missing").wait_for()
    await page.locator(".field-error").wait_for()
    await page.locator("input[value=message-removed]").check()
    await page.get_by_test_id("verdict-reason").fill("مخالفة صريحة")
    page.wire.answers["CloseReport"] = (503, refusal("unavailable", "SERVICE_UNAVAILABLE"))
    for _ in range(2):
        await page.get_by_test_id("close-report").click()
        await page.get_by_test_id("verdict-yes").click()
        await page.get_by_test_id("toast").first.wait_for()
        page.wire.answers["CloseReport"] = {"report": REPORT}
    await page.get_by_test_id("reports").wait_for()
    first, second = [request for method, request in page.wire.calls if method == "CloseReport"]
    assert first == second
    assert (first["verdict"], first["reason"]) == ("REPORT_VERDICT_MESSAGE_REMOVED", "مخالفة صريحة")


async def test_a_closed_report_says_that_it_is_gone(visit: Visit) -> None:
    closed = REPORT | {"state": "REPORT_STATE_CLOSED", "verdict": "REPORT_VERDICT_WARNED"}
    page = await visit("reports/rep_1", "report-gone", answers={"GetReport": {"report": closed}})
    await page.get_by_text("تنبيه كاتبها").wait_for()
    assert not await page.get_by_test_id("close-report").count()


async def test_an_empty_queue_says_so_and_a_long_one_goes_on(visit: Visit) -> None:
    page = await visit("reports", "reports-empty", answers={"ListReports": {}})
    await page.context.close()
    first = {"reports": [REPORT], "next_page_token": "more"}
    page = await visit("reports", "reports-more", answers={"ListReports": first})
    page.wire.answers["ListReports"] = {"reports": [REPORT | {"report_id": "rep_9"}]}
    await page.get_by_test_id("reports-more").click()
    await page.get_by_test_id("report-rep_9").wait_for()
    asked = [request for method, request in page.wire.calls if method == "ListReports"]
    assert asked[-1]["page_token"] == "more"
