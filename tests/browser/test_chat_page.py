"""What only the chat's page can get wrong: what it offers, shows before an answer, keeps and forgets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.browser.chat_wire import (
    DIRECT,
    GROUP,
    LAYLA,
    ME,
    MINUTE_MS,
    OMAR,
    batch,
    direct,
    group,
    menu,
    now_ms,
    open_chat,
    sent,
    synced,
    text,
    update,
)
from tests.browser.looks import at_rest, stop_time
from tests.browser.wire import Wire, refusal
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]
TEXT_CHARS_MAX = 4096


def mine(seq: int, words: str, minutes_ago: int) -> Any:
    return text(seq, words, by=ME, created_at_ms=str(now_ms() - minutes_ago * MINUTE_MS))


async def test_what_is_over_is_not_offered_and_the_reason_is_said(new_page: Any, web_url: str) -> None:
    """Two minutes to take a text back, three hours a file, two days to edit: the host would refuse it anyway."""
    page, wire = await new_page(), Wire()
    file = update(3, {"message": {"file": {"media_id": "med_1", "name": "عرض.pdf"}}}, by=ME)
    old = [
        mine(1, "قديمة", 49 * 60),
        mine(2, "قبل قليل", 3),
        {**file, "created_at_ms": str(now_ms() - 170 * MINUTE_MS)},
        mine(4, "الآن", 0),
    ]
    await open_chat(page, wire, web_url, synced([direct()], old))
    for seq, acts, sentences in ((1, set(), 2), (2, {"edit"}, 1), (3, {"recall"}, 0), (4, {"edit", "recall"}, 0)):
        await menu(page, seq)
        offered = {act for act in ("edit", "recall") if await page.get_by_test_id(f"act-{act}").count()}
        assert (offered, await page.get_by_test_id("act-over").count()) == (acts, sentences), seq
        await page.keyboard.press("Escape")
        await page.get_by_test_id("message-menu").wait_for(state="detached")


async def test_the_hosts_clock_decides_what_is_over(new_page: Any, web_url: str) -> None:
    """A phone whose clock is an hour behind does not offer what is long past."""
    page, wire = await new_page(), Wire()
    first = synced([direct()], [mine(1, "سلام", 0)])
    await open_chat(page, wire, web_url, {**first, "now_ms": str(now_ms() + 60 * MINUTE_MS)})
    await menu(page, 1)
    assert await page.get_by_test_id("act-recall").count() == 0


async def test_a_reaction_and_an_edit_show_at_once_and_go_where_the_host_refuses(new_page: Any, web_url: str) -> None:
    """A tap is seen before the answer; what was refused is taken away, and refused words come back to be sent again."""
    page, wire = await new_page(), Wire()
    wire.answers |= {"React": None, "EditMessage": None}
    await open_chat(page, wire, web_url, synced([direct()], [mine(1, "الأصل", 0)]))
    await menu(page, 1)
    await page.locator(".quick-emoji").first.click()
    await page.get_by_test_id("message-1").locator(".reaction[aria-pressed=true]").wait_for()
    call = await wire.hear(lambda frame: frame["k"] == "call" and frame["method"].endswith("/React"))
    wire.say(
        {"k": "error", "seq": call["seq"], "error": {"code": "failed_precondition", "reason": "TOO_MANY_REACTIONS"}}
    )
    await page.get_by_test_id("message-1").locator(".reaction").wait_for(state="detached")

    await menu(page, 1)
    await page.get_by_test_id("act-edit").click()
    await page.fill("[data-testid=composer]", "الجديد")
    await page.get_by_test_id("send").click()
    await page.get_by_test_id("message-1").get_by_text("الجديد").wait_for()
    await page.get_by_test_id("edit-waits").wait_for()
    call = await wire.hear(lambda frame: frame["k"] == "call" and frame["method"].endswith("/EditMessage"))
    wire.say(
        {"k": "error", "seq": call["seq"], "error": {"code": "failed_precondition", "reason": "EDIT_WINDOW_EXPIRED"}}
    )
    await page.get_by_test_id("message-1").get_by_text("الأصل").wait_for()
    await becomes(page.get_by_test_id("composer").input_value, "الجديد")


async def test_the_longest_text_goes_and_one_letter_more_is_said(new_page: Any, web_url: str) -> None:
    """Counted as the host counts: letters outside the first plane are one, blanks around are none."""
    page, wire = await new_page(), Wire()
    wire.answers["SendMessage"] = lambda request: sent(request, 2)
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "اكتب")]))
    await page.fill("[data-testid=composer]", "😀" * (TEXT_CHARS_MAX + 1))
    await page.get_by_test_id("counter").get_by_text("أطول مما يُرسَل بحرف واحد").wait_for()
    await becomes(page.get_by_test_id("send").is_disabled, True)
    await becomes(lambda: page.get_by_test_id("composer").get_attribute("aria-invalid"), "true")
    await page.fill("[data-testid=composer]", " " + "😀" * TEXT_CHARS_MAX + "\n")
    await page.get_by_test_id("send").click()
    await page.get_by_test_id("message-2").wait_for()
    request = next(request for method, request in wire.calls if method == "SendMessage")
    assert len(request["content"]["text"]) == TEXT_CHARS_MAX


async def test_what_was_typed_without_a_network_outlives_a_reload_and_goes_when_it_is_back(
    new_page: Any, web_url: str
) -> None:
    """Queue and draft are this tab's own; each message goes once, under the id it was given in the tunnel."""
    page, wire = await new_page(), Wire()
    wire.answers |= {"SendMessage": None, "UpdateMyView": None}
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "أين أنت؟")]))
    await page.fill("[data-testid=composer]", "في النفق")
    await page.get_by_test_id("send").click()
    await page.locator("[data-testid=outgoing][data-state=sending]").wait_for()
    await page.fill("[data-testid=composer]", "وبقي كلام")
    await page.reload()
    await page.get_by_test_id("outgoing").get_by_text("في النفق").wait_for()
    await becomes(page.get_by_test_id("composer").input_value, "وبقي كلام")
    await wire.hear_kind("hello", 2)  # The socket to hang up is the new page's.
    wire.answers |= {"SendMessage": lambda request: sent(request, 2), "UpdateMyView": {}}
    await wire.hang_up()
    await page.get_by_test_id("message-2").wait_for()
    ids = {request["request_id"] for method, request in wire.calls if method == "SendMessage"}
    assert len(ids) == 1
    await wire.hear(lambda frame: frame["k"] == "call" and frame["request"].get("draft") == "وبقي كلام")
    await page.wait_for_function("() => sessionStorage.getItem('majlis.chat.outgoing') === null")
    await page.wait_for_function("() => sessionStorage.getItem('majlis.chat.drafts') === null")


async def test_signing_out_leaves_nothing_behind(new_page: Any, web_url: str) -> None:
    """The next person at this browser finds neither messages nor what waited to be sent."""
    page, wire = await new_page(), Wire()
    wire.answers |= {"SendMessage": None, "UpdateMyView": None}
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "سرّ قديم")]))
    await page.fill("[data-testid=composer]", "سرّ جديد")
    await page.get_by_test_id("send").click()
    await page.fill("[data-testid=composer]", "سرّ ناقص")
    await page.goto(f"{web_url}/index.html#/me")
    wire.answers["RefreshSession"] = (401, refusal("unauthenticated", "UNAUTHENTICATED"))
    await page.get_by_test_id("log-out").click()
    await page.get_by_test_id("username").wait_for()
    kept = "JSON.stringify([{...sessionStorage}, {...localStorage}]) + document.documentElement.outerHTML"
    await becomes(lambda: page.evaluate(f"({kept}).includes('سرّ')"), False)


async def test_words_of_somebody_blocked_are_covered_in_a_group(new_page: Any, web_url: str) -> None:
    """They stay in the log one shares with others; whoever blocked them reads them only by asking to."""
    page, wire = await new_page(), Wire()
    wire.answers["ListBlocked"] = {"people": [{"user_id": OMAR, "display_name": "عمر"}]}
    said = [text(1, "كلام عمر", of=GROUP, by=OMAR), text(2, "كلام ليلى", of=GROUP)]
    quote = update(3, {"message": {"text": "ردّ", "reply_to_seq": "1"}}, of=GROUP)
    await open_chat(page, wire, web_url, synced([group()], [*said, quote]), GROUP)
    await page.get_by_test_id("covered").wait_for()
    await page.get_by_text("كلام ليلى").wait_for()
    await becomes(page.get_by_text("كلام عمر").count, 0)  # Neither the message nor the quote of it.
    await page.get_by_test_id("uncover").click()
    await page.get_by_test_id("message-1").get_by_text("كلام عمر").wait_for()


async def test_after_being_left_behind_the_page_asks_for_updates_and_marks(new_page: Any, web_url: str) -> None:
    """What a slow device was not sent are numbers and ticks: it asks for both."""
    page, wire = await new_page(), Wire()
    wire.answers["ListUpdates"] = batch([text(2, "فاتتك هذه")])
    wire.answers["ListMarks"] = {"marks": [{"user_id": LAYLA, "delivered_seq": "2", "read_seq": "1"}]}
    await open_chat(page, wire, web_url, synced([direct()], [mine(1, "سلام", 0)]))
    await page.get_by_test_id("tick-sent").wait_for()
    wire.say({"k": "chat", "behind": {"conversation_id": DIRECT, "head_seq": "2"}})
    await page.get_by_text("فاتتك هذه").wait_for()
    await page.get_by_test_id("tick-read").wait_for()


async def test_the_keyboard_alone_reads_answers_and_reacts(new_page: Any, web_url: str) -> None:
    """Tab reaches the messages, arrows walk them, Enter opens the menu, Escape gives the focus back."""
    page, wire = await new_page(viewport={"width": 1280, "height": 800}), Wire()
    wire.answers["SendMessage"] = lambda request: sent(request, 4)
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "أولى"), text(2, "ثانية"), text(3, "ثالثة")]))
    await page.get_by_test_id("message-3").wait_for()
    await page.get_by_test_id("messages").focus()
    for _ in range(2):
        await page.keyboard.press("ArrowUp")
    await becomes(lambda: page.evaluate("document.activeElement.dataset.seq"), "2")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("message-menu").wait_for()
    await page.keyboard.press("Escape")
    await becomes(lambda: page.evaluate("document.activeElement.dataset.seq"), "2")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("act-reply").focus()
    await page.keyboard.press("Enter")
    await page.get_by_test_id("replying").wait_for()
    await page.keyboard.type("جوابي")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("message-4").locator(".quote", has_text="ثانية").wait_for()


async def test_what_is_typed_as_soon_as_the_answer_begins_is_in_the_field(new_page: Any, web_url: str) -> None:
    """The field has the focus with the drawing: nobody's first letters go to the page."""
    page, wire = await new_page(viewport={"width": 1280, "height": 800}), Wire()
    await page.clock.install()
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "سلام")]))
    await stop_time(page)
    await menu(page, 1)
    await page.get_by_test_id("act-reply").click()
    await page.get_by_test_id("replying").wait_for()
    await page.keyboard.type("جوابي")
    await becomes(page.get_by_test_id("composer").input_value, "جوابي")


async def test_a_long_press_opens_the_menu_and_lifting_the_finger_keeps_it(new_page: Any, web_url: str) -> None:
    """On glass there is no other mouse button; a tap opens nothing."""
    page, wire = await new_page(has_touch=True, is_mobile=True), Wire()
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "اضغط مطوّلًا")]))
    await at_rest(page)
    box = await page.get_by_test_id("message-1").locator(".bubble").bounding_box()
    spot = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools = await page.context.new_cdp_session(page)
    await page.touchscreen.tap(spot["x"], spot["y"])
    assert await page.get_by_test_id("message-menu").count() == 0
    await devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [spot]})
    await page.get_by_test_id("message-menu").wait_for()
    await devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert await page.get_by_test_id("message-menu").is_visible()


async def test_the_newest_stays_in_sight_when_the_keyboard_rises(new_page: Any, web_url: str) -> None:
    """The keyboard takes half of the page: what was at its end stays there, what was read in the middle too."""
    page, wire = await new_page(), Wire()
    said = [text(seq, f"رسالة {seq}") for seq in range(1, 60)]
    await open_chat(page, wire, web_url, synced([direct(read_seq="59")], said))
    await page.get_by_test_id("message-59").wait_for()
    await page.set_viewport_size({"width": 390, "height": 420})
    in_sight = """() => document.querySelector("[data-testid=message-59]").getBoundingClientRect().bottom
        <= document.querySelector(".composer").getBoundingClientRect().top"""
    await page.wait_for_function(in_sight)


async def test_a_scroll_heard_after_the_keyboard_rose_does_not_lose_the_newest(new_page: Any, web_url: str) -> None:
    """The list's own way to its end is told a frame late; by then the list may be shorter, which nobody scrolled."""
    page, wire = await new_page(), Wire()
    said = [text(seq, f"رسالة {seq}") for seq in range(1, 60)]
    await open_chat(page, wire, web_url, synced([direct(read_seq="59")], said))
    await page.get_by_test_id("message-59").wait_for()
    await page.evaluate("""() => {
        const list = document.querySelector("[data-testid=messages]");
        list.style.maxBlockSize = "200px";
        list.dispatchEvent(new Event("scroll"));
    }""")
    await page.wait_for_function("""() => {
        const list = document.querySelector("[data-testid=messages]").getBoundingClientRect();
        return document.querySelector("[data-testid=message-59]").getBoundingClientRect().bottom <= list.bottom;
    }""")


async def test_where_one_stopped_reading_is_marked_and_comes_into_sight(new_page: Any, web_url: str) -> None:
    """The line stands before the first unread message, and one tap leads to the newest."""
    page, wire = await new_page(), Wire()
    said = [text(seq, f"رسالة {seq}") for seq in range(1, 60)]
    await open_chat(page, wire, web_url, synced([direct(read_seq="20", unread_count=39)], said))
    line = page.get_by_test_id("unread-line")
    await line.wait_for()
    after = "line => line.closest('.virtual-row').nextElementSibling?.dataset.key"
    await becomes(lambda: line.evaluate(after), "m21")
    near_the_top = "line => { const { top } = line.getBoundingClientRect(); return 0 < top && top < 400; }"
    await becomes(lambda: line.evaluate(near_the_top), True)
    await page.get_by_test_id("to-end").click()
    await page.get_by_test_id("message-59").wait_for()
    told = await wire.hear(
        lambda frame: frame["k"] == "call" and json.dumps(frame["request"]).find('"read_seq": 59') >= 0
    )
    assert told["request"]["conversation_id"] == DIRECT
