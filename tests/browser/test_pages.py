"""The host's own pages and the operators', in both languages: nothing sticks out, axe finds nothing, back is back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.looks import at_rest, complaints
from tests.browser.wire import APP, SIGNED_IN, Wire, refusal
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]

HOUR_AGO_MS = "1700000000000"
VERSION = {
    "version_id": "ver_7",
    "app_id": "org.sahm.ledger",
    "name": "1.4.0",
    "state": "VERSION_STATE_IN_REVIEW",
    "submitted_at_ms": HOUR_AGO_MS,
    "package_sha256": "9f2c" * 16,
    "app_name_ar": "دفتر",
    "app_name_en": "Daftar",
    "note": "Please check /split first. شكرًا",
    "findings": [
        {"code": "W120", "text_en": "An order code is plain text.", "text_ar": "رمز كنص عادي.", "where": "app.py:2"}
    ],
}
REVIEW = {
    "version": VERSION,
    "developer_name": "Sahm Studio",
    "scopes": [
        {"scope": "wallet.order", "reason_ar": "لتحصيل حصتك"},
        {"scope": "profile.name", "reason_en": "Your name"},
    ],
    "added_scopes": ["profile.name"],
    "files": [
        {"path": "app.py", "size_bytes": "61", "text": '"""Ledger."""\nadmin = "user\u202e"  # دفتر\n'},
        {"path": "icon.png", "size_bytes": "20481"},
    ],
    "steps": [{"state": "VERSION_STATE_IN_REVIEW", "by": "checks", "at_ms": HOUR_AGO_MS}],
}
SUSPENDED = VERSION | {
    "version_id": "ver_8",
    "state": "VERSION_STATE_SUSPENDED",
    "findings": [],
    "note": "",
    "suspension": {
        "suspended_at_ms": HOUR_AGO_MS,
        "traps": {
            "counts": [{"reason": "APP_OUT_OF_FUEL", "count": 41}, {"reason": "APP_OUT_OF_MEMORY", "count": 2}],
            "people": 6,
            "people_served": 8,
            "window_s": 600,
            "last_event": "action split_the_bill",
            "last_detail": "the event used up its processor time",
            "last_incident": "5f0c12ab",
        },
    },
}
WHY = "أوقفه المضيف: تعدّى حدود الحدث الواحد\nSuspended by the host: it went beyond the limits"
ANSWERS = {
    "ListApps": {"apps": [{**APP, "app_id": f"org.majlis.app{n}", "description_en": "One sentence"} for n in range(7)]},
    "ListDevices": {
        "devices": [
            {"device_id": "dev_1", "name": "Firefox · Linux", "last_seen_at_ms": HOUR_AGO_MS, "current": True},
            {"device_id": "dev_2", "name": "Safari · iPhone", "last_seen_at_ms": HOUR_AGO_MS},
        ]
    },
    "ListGrants": {"grants": [{"app_id": APP["app_id"], "scope": "profile.name", "state": "GRANT_STATE_GRANTED"}]},
    "ListQueue": {"versions": [VERSION]},
    "GetReview": REVIEW,
    "ListSuspended": {"versions": [SUSPENDED]},
    "ResumeVersion": {"version": VERSION},
    "ApproveVersion": {"version": VERSION},
    "RejectVersion": {"version": VERSION},
}
# (page, what stands on it once it is there)
PAGES = [
    ("index.html#/", "chats-empty"),
    ("index.html#/chats/new", "contacts-empty"),
    ("index.html#/c", "find-username"),
    ("index.html#/apps", "apps"),
    ("index.html#/me", "my-name"),
    ("index.html#/me/devices", "devices"),
    ("index.html#/me/privacy", f"privacy-{APP['app_id']}"),
    ("operator.html#/", "queue"),
    ("operator.html#/ver_7", "review"),
]
DOORS = [("index.html", "username"), ("operator.html", "totp")]
Visit = Callable[..., Awaitable[Any]]


@pytest.fixture
def visit(new_page: Any, web_url: str) -> Visit:
    """Opens a page as somebody signed in (or not), in a language, and waits for what is on it."""

    async def visit(
        path: str, expected: str, *, lang: str = "ar", signed_in: bool = True, name: str = "", **options: Any
    ) -> Any:
        wire = Wire()
        signed: dict[str, Any] = SIGNED_IN["signed_in"]
        user = {**signed["user"], "lang": lang} | ({"display_name": name} if name else {})
        entry = {"signed_in": {**signed, "user": user}}
        nobody = (401, refusal("unauthenticated", "SESSION_EXPIRED"))
        wire.answers |= ANSWERS | {"RefreshSession": entry if signed_in else nobody}
        page = await new_page(**options)
        page.wire = wire
        await wire.attach(page)
        await page.emulate_media(reduced_motion="reduce", color_scheme=options.get("color_scheme", "light"))
        await page.add_init_script(f"localStorage.setItem('majlis.prefs', JSON.stringify({{lang: '{lang}'}}))")
        await page.goto(f"{web_url}/{path}")
        await page.get_by_test_id(expected).first.wait_for()
        await at_rest(page)
        return page

    return visit


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_pages_fit_the_smallest_phone(visit: Visit, lang: str) -> None:
    """320 pixels wide, in both directions, operators' pages too."""
    for signed_in, pages in ((True, PAGES), (False, DOORS)):
        for path, expected in pages:
            page = await visit(path, expected, lang=lang, signed_in=signed_in, viewport={"width": 320, "height": 640})
            assert await page.evaluate("majlisLayout.overflow()") == [], path
            await page.context.close()


@pytest.mark.parametrize(("lang", "theme"), [("ar", "dark"), ("en", "light")])
async def test_axe_finds_nothing_on_any_page(visit: Visit, axe_source: str, lang: str, theme: str) -> None:
    """Names, roles and contrast."""
    for signed_in, pages in ((True, PAGES), (False, DOORS)):
        for path, expected in pages:
            page = await visit(path, expected, lang=lang, signed_in=signed_in, color_scheme=theme)
            assert await complaints(page, axe_source) == [], path
            await page.context.close()


async def test_a_name_without_a_space_does_not_stick_out(visit: Visit) -> None:
    """64 letters are allowed, and nothing makes anybody put a space among them."""
    for path, expected in (("index.html#/apps", "apps"), ("index.html#/me", "my-name")):
        page = await visit(path, expected, name="N" * 64)
        assert await page.evaluate("majlisLayout.overflow()") == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


async def test_a_reviewer_sees_new_scopes_first_and_hidden_characters_in_red(visit: Visit) -> None:
    """Text that shows other than it runs is how code is smuggled past a reviewer."""
    page = await visit("operator.html#/ver_7", "review")
    ids = "all => all.map(one => one.dataset.testid)"
    await becomes(lambda: page.locator(".scope").evaluate_all(ids), ["scope-profile.name", "scope-wallet.order"])
    await page.get_by_test_id("hidden-characters").wait_for()
    await becomes(page.locator(".source-hidden").all_inner_texts, ["U+202E"])


async def test_a_rejection_needs_a_reason_and_keeps_its_request_id(visit: Visit) -> None:
    """While nobody knows whether the verdict arrived, it is sent again as the same one."""
    page = await visit("operator.html#/ver_7", "review")
    await page.get_by_test_id("reject").click()
    await page.locator(".field-error").wait_for()
    await page.get_by_test_id("verdict-reason").fill("app.py:2")
    page.wire.answers["RejectVersion"] = (503, refusal("unavailable", "SERVICE_UNAVAILABLE"))
    for _ in range(2):
        await page.get_by_test_id("reject").click()
        await page.get_by_test_id("verdict-yes").click()
        await page.get_by_test_id("toast").first.wait_for()
        page.wire.answers["RejectVersion"] = {"version": VERSION}
    await page.get_by_test_id("queue").wait_for()
    first, second = [request for method, request in page.wire.calls if method == "RejectVersion"]
    assert first == second
    assert first["reason"] == "app.py:2"


async def test_searching_apps_folds_arabic(visit: Visit) -> None:
    """People write أ as ا and ة as ه, and search so."""
    page = await visit("index.html#/apps", "apps")
    await page.get_by_test_id("apps-search").fill("سيارة")
    await becomes(page.locator(".app-tile").count, 0)
    await page.get_by_test_id("apps-search").fill("اسْتطلاعات")
    await becomes(page.locator(".app-tile").count, 7)


async def test_back_leads_back_inside_the_host(visit: Visit) -> None:
    """The browser's own back works, and the page's back never leaves Majlis."""
    page = await visit("index.html#/apps", "apps")
    await page.get_by_test_id("tab-me").click()
    await page.get_by_test_id("to-devices").click()
    await page.get_by_test_id("devices").wait_for()
    await page.go_back()
    await page.get_by_test_id("my-name").wait_for()
    await page.get_by_test_id("to-privacy").click()
    await page.get_by_test_id("back").click()
    await page.get_by_test_id("my-name").wait_for()


async def test_the_language_changes_words_and_direction_at_once(visit: Visit) -> None:
    """One tap on the door, no reload."""
    page = await visit("index.html", "username", signed_in=False)
    await page.locator("html[dir=rtl]").wait_for()
    await page.get_by_test_id("language").click()
    await page.locator("html[dir=ltr]").wait_for()
    await page.get_by_text("Welcome back").wait_for()


SMALLEST = {"width": 320, "height": 640}
SUSPENSION = REVIEW | {
    "version": SUSPENDED,
    "steps": [
        {"state": "VERSION_STATE_RELEASED", "by": "salma", "at_ms": HOUR_AGO_MS},
        {"state": "VERSION_STATE_SUSPENDED", "by": "sandbox", "at_ms": HOUR_AGO_MS, "reason": WHY},
    ],
}


@pytest.mark.parametrize(("lang", "theme"), [("ar", "light"), ("ar", "dark"), ("en", "light")])
async def test_an_operator_sees_what_an_app_is_switched_off_for(
    visit: Visit, axe_source: str, lang: str, theme: str, tmp_path: Path
) -> None:
    """The numbers first, on the smallest phone too, for everybody who reads."""
    page = await visit("operator.html#/", "suspended", lang=lang, color_scheme=theme, viewport=SMALLEST)
    page.wire.answers["GetReview"] = SUSPENSION
    await page.get_by_test_id("suspended-ver_8").click()
    part = page.get_by_test_id("suspension")
    await part.wait_for()
    await becomes(page.locator(".trap .code").all_inner_texts, ["APP_OUT_OF_FUEL", "APP_OUT_OF_MEMORY"])
    assert "5f0c12ab" in await part.inner_text()
    assert await page.evaluate("majlisLayout.overflow()") == []
    assert await complaints(page, axe_source) == []
    await page.set_viewport_size({"width": 900, "height": 1200})
    await at_rest(page)
    await page.screenshot(path=tmp_path / f"suspension-{lang}-{theme}.png")


async def test_a_suspension_is_lifted_with_a_reason_under_one_request_id(visit: Visit) -> None:
    page = await visit("operator.html#/", "suspended")
    page.wire.answers["GetReview"] = SUSPENSION
    await page.get_by_test_id("suspended-ver_8").click()
    await page.get_by_test_id("resume").click()
    await page.locator(".field-error").wait_for()
    await page.get_by_test_id("resume-reason").fill("صُحّح الحساب")
    page.wire.answers["ResumeVersion"] = (503, refusal("unavailable", "SERVICE_UNAVAILABLE"))
    for _ in range(2):
        await page.get_by_test_id("resume").click()
        await page.get_by_test_id("resume-yes").click()
        await page.get_by_test_id("toast").first.wait_for()
        page.wire.answers["ResumeVersion"] = {"version": VERSION}
    await page.get_by_test_id("queue").wait_for()
    first, second = [request for method, request in page.wire.calls if method == "ResumeVersion"]
    assert first == second
    assert first["reason"] == "صُحّح الحساب"
