"""What only the client can get wrong: sending twice, losing what was typed, showing what is not true any more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.browser.looks import stop_time
from tests.browser.wire import Wire, failed, patch, refusal
from tests.support.waiting import becomes, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

NODES = {
    "s": ["Screen", {"title": "استطلاع"}, ["s.0", "s.k:vote", "s.k:notify", "s.k:form"]],
    "s.0": ["Text", {"text": "مرحبًا", "test_id": "greeting", "live": "count"}, []],
    "s.k:vote": ["Button", {"text": "صوّت", "test_id": "vote", "on": ["press"]}, []],
    "s.k:notify": ["Toggle", {"name": "notify", "label": "أخبرني", "value": False, "on": ["change"]}, []],
    "s.k:form": ["Form", {"name": "comment", "on": ["submit"]}, ["s.k:form.0", "s.k:form.1", "s.k:form.2"]],
    "s.k:form.0": ["TextField", {"name": "text", "label": "تعليق", "required": True, "test_id": "text"}, []],
    "s.k:form.1": ["TextField", {"name": "mail", "label": "بريد", "kind": "email", "test_id": "mail"}, []],
    "s.k:form.2": ["Button", {"text": "أرسل", "test_id": "send"}, []],
}


@pytest_asyncio.fixture(loop_scope="module")
async def wire() -> AsyncIterator[Wire]:
    yield Wire()


@pytest_asyncio.fixture(loop_scope="module")
async def page(new_page: Any, wire: Wire, web_url: str) -> Any:
    page = await new_page()
    await wire.attach(page)
    await wire.open_app(page, web_url, NODES)
    return page


async def test_a_tap_lost_in_a_tunnel_is_sent_again_under_its_own_id(page: Any, wire: Wire) -> None:
    """The host recognises the tap by its request id, so it counts once however often it arrives."""
    await page.get_by_test_id("vote").click()
    first = await wire.hear_kind("ev")
    await wire.hang_up()
    hello = await wire.hear_kind("hello", 2)
    assert hello["sessions"] == [{"session_id": "ses_1", "revision": 1}]
    again = await wire.hear_kind("ev", 2)
    assert again["request_id"] == first["request_id"]
    assert (again["id"], again["on"], again["revision"]) == ("s.k:vote", "press", 1)
    wire.say(patch(again["seq"], [["p", "s.0", {"text": "شكرًا"}, []]]))
    await page.get_by_text("شكرًا").wait_for()


async def test_a_second_press_before_the_answer_is_not_sent(page: Any, wire: Wire) -> None:
    """Nervous fingers do not vote twice."""
    for _ in range(3):
        await page.get_by_test_id("vote").click()
    event = await wire.hear_kind("ev")
    wire.say(patch(event["seq"], [["p", "s.0", {"text": "شكرًا"}, []]]))
    await page.get_by_text("شكرًا").wait_for()  # The answer is there; what is pressed now is meant.
    await page.get_by_test_id("vote").click()
    await wire.hear_kind("ev", 2)
    assert len([frame for frame in wire.frames if frame["k"] == "ev"]) == 2


async def test_a_slow_answer_shows_that_the_tap_arrived(page: Any, wire: Wire) -> None:
    """After 150 ms the button itself says so."""
    await page.get_by_test_id("vote").click()
    event = await wire.hear_kind("ev")
    await page.locator("[data-testid=vote][aria-busy=true]").wait_for()
    wire.say(patch(event["seq"], []))
    await page.locator("[data-testid=vote]:not([aria-busy])").wait_for()


@pytest.mark.parametrize(("answer", "method"), [("consent-allow", "GrantScope"), ("consent-deny", "RevokeScope")])
async def test_the_same_tap_goes_on_after_the_consent_sheet(page: Any, wire: Wire, answer: str, method: str) -> None:
    """Asked once, in the middle of a tap; the tap is not lost, and a no is told to the app as a no."""
    await page.get_by_test_id("vote").click()
    first = await wire.hear_kind("ev")
    wire.say(failed(first["seq"], "CONSENT_REQUIRED", scope="profile.name", app_id="org.majlis.polls"))
    sheet = page.get_by_test_id("consent-sheet")
    await sheet.wait_for()
    await sheet.get_by_text("ليظهر اسمك").wait_for()
    await page.get_by_test_id(answer).click()
    again = await wire.hear_kind("ev", 2)
    assert again["request_id"] == first["request_id"]
    assert (method, {"app_id": "org.majlis.polls", "scope": "profile.name"}) in wire.calls


@pytest.mark.parametrize("reason", ["RATE_LIMITED", "APP_BUSY"])
async def test_a_tap_the_host_finds_too_quick_goes_again_by_itself(page: Any, wire: Wire, reason: str) -> None:
    """Once, when the host said; the user sees a tap that takes a little longer, and no error."""
    await page.get_by_test_id("vote").click()
    first = await wire.hear_kind("ev")
    wire.say(failed(first["seq"], reason, "resource_exhausted", retry_after_ms="30"))
    assert await wire.hear_kind("ev", 2) == first
    wire.say(patch(first["seq"], []))
    await page.locator("[data-testid=vote]:not([aria-busy])").wait_for()
    assert await page.get_by_test_id("toast").count() == 0


async def test_patches_never_touch_what_is_being_typed(page: Any, wire: Wire) -> None:
    """A patch that moves nodes and changes others arrives in the middle of a word."""
    field = page.get_by_test_id("text")
    await field.press_sequentially("نكتب ")
    moved = ["c", "s", ["s.k:form", "s.k:new", "s.0", "s.k:vote"]]
    wire.say(patch(0, [["n", "s.k:new", ["Text", {"text": "جديد"}, []]], moved, ["d", "s.k:notify"]]))
    await page.get_by_text("جديد").wait_for()
    await page.keyboard.type("سويًا")
    assert await field.input_value() == "نكتب سويًا"


async def test_a_form_is_sent_whole_and_emptied_once_it_was_taken(page: Any, wire: Wire) -> None:
    """What was typed stays until the app has it."""
    await page.get_by_test_id("text").fill("مرحبًا")
    await page.get_by_test_id("send").click()
    event = await wire.hear_kind("ev")
    assert (event["id"], event["on"]) == ("s.k:form", "submit")
    assert event["fields"] == {"text": "مرحبًا", "mail": ""}
    assert await page.get_by_test_id("text").input_value() == "مرحبًا"
    wire.say(patch(event["seq"], []))
    await page.wait_for_function("() => document.querySelector('[data-testid=text]').value === ''")


async def test_a_refused_form_keeps_what_was_typed_and_says_why(page: Any, wire: Wire) -> None:
    """The host's own check of a field is shown under that field."""
    await page.get_by_test_id("send").click()
    await becomes(page.locator(".field-error").count, 1)  # Required, said before anything is sent.
    await page.get_by_test_id("text").fill("مرحبًا")
    await page.get_by_test_id("mail").fill("ليس بريدًا")
    await page.get_by_test_id("send").click()
    event = await wire.hear_kind("ev")
    wire.say(failed(event["seq"], "EVENT_INVALID", "invalid_argument", field="mail", why="email"))
    await page.get_by_text("لا يبدو هذا بريدًا").wait_for()
    assert await page.get_by_test_id("text").input_value() == "مرحبًا"


async def test_a_refused_switch_goes_back(page: Any, wire: Wire) -> None:
    """It moves at once under the finger, and back when the app says no, with the app's own words."""
    switch = page.get_by_role("switch")
    await switch.click()
    await becomes(switch.is_checked, True)
    event = await wire.hear_kind("ev")
    assert event["value"] is True
    wire.say(failed(event["seq"], "APP_REFUSED", text_json='"ليس اليوم"'))
    await page.get_by_test_id("toast").get_by_text("ليس اليوم").wait_for()
    await becomes(switch.is_checked, False)


async def test_a_patch_for_another_screen_asks_for_the_whole_one(page: Any, wire: Wire) -> None:
    """A client that missed a revision says so instead of showing a mixture."""
    wire.say(patch(0, [["p", "s.0", {"text": "خطأ"}, []]], base=7))
    hello = await wire.hear_kind("hello", 2)
    assert hello["sessions"] == [{"session_id": "ses_1", "revision": 0}]
    assert await page.get_by_text("خطأ").count() == 0


async def test_a_live_value_replaces_the_words_of_its_text(page: Any, wire: Wire) -> None:
    """A counter moves without waking the app."""
    wire.say({"k": "live", "session_id": "ses_1", "topic": "count", "value": 41})
    await page.get_by_test_id("greeting").get_by_text("41").wait_for()


async def test_without_a_connection_the_last_screen_stays_readable(page: Any, wire: Wire) -> None:
    """Nothing is taken away; the page says how old it is and comes back by itself."""
    wire.refuses_connections = True
    await wire.hang_up()
    await page.get_by_test_id("offline").wait_for()
    assert await page.get_by_test_id("greeting").is_visible()
    wire.refuses_connections = False
    await page.get_by_test_id("offline").wait_for(state="detached")


async def test_a_session_the_host_forgot_opens_again_at_the_same_place(page: Any, wire: Wire) -> None:
    """A restarted host costs the user nothing but a moment."""
    wire.say({"k": "error", "session_id": "ses_1", "error": {"code": "not_found", "reason": "SESSION_NOT_FOUND"}})
    assert (await wire.hear_kind("open", 2))["path"] == "/"


async def test_back_shows_the_screen_before(page: Any, wire: Wire) -> None:
    """Screens of an app are steps of the browser's own history."""
    await page.get_by_test_id("vote").click()
    event = await wire.hear_kind("ev")
    wire.say(patch(event["seq"], [], path="/poll?id=p1"))
    await page.wait_for_url(lambda url: url.endswith("#/app/org.majlis.polls/poll?id=p1"))
    await page.get_by_test_id("back").click()
    assert (await wire.hear_kind("open", 2))["path"] == "/"


async def test_back_never_leads_to_a_form_that_was_sent(page: Any, wire: Wire) -> None:
    """After publishing, back shows the list, not the empty form once more."""
    await page.get_by_test_id("vote").click()
    wire.say(patch((await wire.hear_kind("ev"))["seq"], [], path="/new"))
    await page.wait_for_url(lambda url: url.endswith("/new"))
    await page.get_by_test_id("text").fill("مرحبًا")
    await page.get_by_test_id("send").click()
    wire.say(patch((await wire.hear_kind("ev", 2))["seq"], [], base=2, path="/done"))
    await page.wait_for_url(lambda url: url.endswith("/done"))
    await page.get_by_test_id("back").click()
    assert (await wire.hear_kind("open", 2))["path"] == "/"


async def test_an_app_that_does_not_open_says_why_and_offers_another_try(
    new_page: Any, wire: Wire, web_url: str
) -> None:
    """The reason's code is there for the support, a sentence for the user, a button for both."""
    page = await new_page()
    await wire.attach(page)
    await page.goto(f"{web_url}/index.html#/app/org.majlis.polls")
    opened = await wire.hear_kind("open")
    wire.say({"k": "error", "seq": opened["seq"], "error": {"code": "aborted", "reason": "APP_OUT_OF_MEMORY"}})
    await page.get_by_test_id("open-failed").get_by_text("APP_OUT_OF_MEMORY").wait_for()
    await page.get_by_test_id("retry").click()
    await wire.hear_kind("open", 2)


async def test_a_revoked_device_is_signed_out_at_once(page: Any, wire: Wire) -> None:
    """The owner pressed "sign out" on another phone."""
    wire.answers["RefreshSession"] = (401, refusal("unauthenticated", "SESSION_REVOKED"))
    wire.say({"k": "bye", "reason": "SESSION_REVOKED"})
    await page.get_by_test_id("username").wait_for()
    await page.locator(".door-form").get_by_text("أُخرج هذا الجهاز").wait_for()


async def test_a_taken_username_is_said_under_the_username(new_page: Any, wire: Wire, web_url: str) -> None:
    """A complaint stands where it can be repaired."""
    wire.answers |= {
        "RefreshSession": (401, refusal("unauthenticated", "SESSION_EXPIRED")),
        "SignUp": (409, refusal("already_exists", "USERNAME_TAKEN")),
    }
    page = await new_page()
    await wire.attach(page)
    await page.goto(f"{web_url}/index.html")
    await page.get_by_test_id("other-way").click()
    await page.get_by_test_id("display-name").fill("ليلى")
    await page.get_by_test_id("username").fill("Layla")
    await page.get_by_test_id("password").fill("correct horse")
    await page.get_by_test_id("sign-in").click()
    field = page.locator(".field", has=page.get_by_test_id("username"))
    await field.get_by_text("محجوز").wait_for()
    asked = [request for method, request in wire.calls if method == "SignUp"]
    assert [request["username"] for request in asked] == ["layla"]


async def test_back_closes_a_sheet_and_stays_in_the_app(page: Any, wire: Wire) -> None:
    """The thumb that goes back means what lies on top."""
    address = page.url
    for _ in range(2):
        await page.get_by_test_id("capsule-more").click()
        await page.get_by_test_id("menu-about").click()
        await page.get_by_test_id("about-sheet").wait_for()
        await page.evaluate("history.back()")
        await page.get_by_test_id("about-sheet").wait_for(state="detached")
        assert page.url == address
        assert await page.get_by_test_id("screen").is_visible()
    # A sheet that was closed by its button costs no extra step back.
    await page.get_by_test_id("capsule-more").click()
    await page.keyboard.press("Escape")
    await page.get_by_test_id("menu-sheet").wait_for(state="detached")
    await page.get_by_test_id("vote").click()
    wire.say(patch((await wire.hear_kind("ev"))["seq"], [], path="/poll"))
    await page.wait_for_url(lambda url: url.endswith("/poll"))
    await page.evaluate("history.back()")
    assert (await wire.hear_kind("open", 2))["path"] == "/"


async def test_back_closes_a_sheet_that_was_only_just_drawn(new_page: Any, wire: Wire, web_url: str) -> None:
    """A quick thumb must not leave the app: the sheet knows of Back as soon as it can be seen."""
    page = await new_page()
    await page.clock.install()
    await wire.attach(page)
    await wire.open_app(page, web_url, NODES)
    await stop_time(page)
    address = page.url
    await page.get_by_test_id("capsule-more").click()
    await page.get_by_test_id("menu-sheet").wait_for()
    await page.evaluate("history.back()")
    await page.get_by_test_id("menu-sheet").wait_for(state="detached")
    assert page.url == address
    assert await page.get_by_test_id("screen").is_visible()


async def test_another_screen_starts_at_its_top_and_a_patch_keeps_the_place(page: Any, wire: Wire) -> None:
    """Nobody lands in the middle of a screen, and nobody is moved while reading."""
    texts = [["n", f"s.k:{n}", ["Text", {"text": str(n)}, []]] for n in range(60)]
    wire.say(patch(0, [*texts, ["c", "s", ["s.k:vote", *(f"s.k:{n}" for n in range(60))]]]))
    await page.get_by_text("59", exact=True).wait_for()
    top = "document.querySelector('.stage-scroll').scrollTop"
    await page.evaluate("document.querySelector('.stage-scroll').scrollTo(0, 300)")
    wire.say(patch(0, [["p", "s.k:59", {"text": "patched"}, []]], base=2))
    await page.get_by_text("patched").wait_for()
    assert await page.evaluate(top) == 300
    wire.say(patch(0, [["p", "s.k:59", {"text": "moved"}, []]], base=3, path="/poll"))
    await page.get_by_text("moved").wait_for()
    await becomes(lambda: page.evaluate(top), 0)


async def test_the_banner_is_there_at_once_when_the_network_is_gone(page: Any, wire: Wire) -> None:
    """Not after the next ping: the device itself knows."""
    await page.context.set_offline(True)
    await page.get_by_test_id("offline").wait_for()  # A ping would find out after 33 seconds.
    assert await page.get_by_text("OFFLINE").count() == 0
    await page.context.set_offline(False)
    await page.get_by_test_id("offline").wait_for(state="detached")


async def test_the_language_chosen_at_the_door_stays(new_page: Any, wire: Wire, web_url: str) -> None:
    """The account had another one; it learns the choice, and signing out changes nothing."""
    signed_in = wire.answers["RefreshSession"]
    wire.answers |= {"RefreshSession": (401, refusal("unauthenticated", "SESSION_EXPIRED")), "LogIn": signed_in}
    page = await new_page()
    await wire.attach(page)
    await page.goto(f"{web_url}/index.html")
    await page.get_by_test_id("language").click()
    await page.get_by_test_id("username").fill("layla")
    await page.get_by_test_id("password").fill("correct horse")
    await page.get_by_test_id("sign-in").click()
    await page.get_by_test_id("chats-empty").wait_for()
    await page.locator("html[lang=en]").wait_for()
    await until(lambda: ("UpdateMe", {"lang": "en"}) in wire.calls)
    await page.get_by_test_id("tab-me").click()
    await page.get_by_test_id("log-out").click()
    await page.get_by_text("Welcome back").wait_for()


async def test_the_same_toast_does_not_stack_nor_cover_the_field_in_use(page: Any, wire: Wire) -> None:
    """Three refusals in the same words are one toast."""
    await page.get_by_test_id("text").focus()
    toast = {"toast": {"text": "ليس اليوم", "tone": "warn"}}
    for revision in (1, 2, 3):
        wire.say(patch(0, [], base=revision, effects=[toast]))
    wire.say(patch(0, [["p", "s.0", {"text": "بعدها"}, []]], base=4))
    await page.get_by_text("بعدها").wait_for()
    await becomes(page.get_by_test_id("toast").count, 1)
    apart = """() => {
        const find = (id) => document.querySelector(`[data-testid=${id}]`);
        const [field, shown] = ["text", "toast"].map((id) => find(id).getBoundingClientRect());
        return shown.top >= field.bottom || shown.bottom <= field.top;
    }"""
    await becomes(lambda: page.evaluate(apart), True)


async def test_a_message_keeps_the_direction_of_its_language(new_page: Any, wire: Wire, web_url: str) -> None:
    """A Latin name at its beginning does not turn an Arabic sentence around; a plain string keeps its own direction."""
    wire.answers["GetTexts"] = {"ftl": "by = { $name }، { $at }\n"}
    page = await new_page()
    await wire.attach(page)
    args = {"name": "Layla", "at": {"$time": 4_000_000_000_000, "style": "short"}}
    said = ["Text", {"text": {"$t": "by", "args": args}, "test_id": "said"}, []]
    plain = ["Text", {"text": "Layla, عمر", "test_id": "plain"}, []]
    await wire.open_app(page, web_url, {"s": ["Screen", {}, ["s.0", "s.1"]], "s.0": said, "s.1": plain})
    await page.get_by_test_id("said").get_by_text("Layla").wait_for()
    direction = "one => getComputedStyle(one.querySelector('bdi')).direction"
    assert await page.get_by_test_id("said").evaluate(direction) == "rtl"
    assert await page.get_by_test_id("plain").evaluate(direction) == "ltr"


async def test_a_file_of_the_app_is_downloaded_as_what_it_is_and_told(page: Any, wire: Wire) -> None:
    """A calendar on the phone opens it by its name and kind; the spreadsheet gets its mark for Arabic."""
    for kind, name, text in (("calendar", "موعد.ics", "BEGIN:VCALENDAR\r\n"), ("csv", "list.csv", "الاسم,العدد\n")):
        revision = 1 if kind == "calendar" else 2
        async with page.expect_download() as coming:
            await page.get_by_test_id("vote").click()
            event = await wire.hear_kind("ev", revision)
            effects = [{"save": {"name": name, "kind": kind, "text": text}}]
            wire.say(patch(event["seq"], [], base=revision, effects=effects))
        download = await coming.value
        saved = Path(await download.path()).read_bytes().decode()
        assert (download.suggested_filename, saved.removeprefix("\ufeff")) == (name, text)
        assert saved.startswith("\ufeff") == (kind == "csv")
        await page.get_by_text(name).wait_for()


async def test_a_file_whose_answer_was_lost_is_said_to_be_missing(page: Any, wire: Wire) -> None:
    await page.get_by_test_id("vote").click()
    event = await wire.hear_kind("ev")
    wire.say(patch(event["seq"], [], effects=[{"save": {"name": "list.csv", "kind": "csv", "text": None}}]))
    await page.get_by_text("لم يصل الملف").wait_for()
