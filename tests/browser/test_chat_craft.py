"""What a reader sees at the first glance: nothing outside of the page, out of line, cut off, or said that is not so."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chat_wire import (
    DIRECT,
    LAYLA,
    batch,
    direct,
    open_chat,
    sent,
    synced,
    text,
    update,
)
from tests.browser.looks import at_rest, stop_time
from tests.browser.wire import Frame, Wire, refusal
from tests.support.waiting import becomes

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]
DESK = {"width": 1280, "height": 800}
MANY = 300
# Where the words of an element stand, whatever room it has.
EDGES = """element => { const range = document.createRange(); range.selectNodeContents(element);
    const box = range.getBoundingClientRect(); return [Math.round(box.left), Math.round(box.right)]; }"""
IN_SIGHT = """() => document.querySelector("[data-testid=message-%d]")?.getBoundingClientRect().bottom
    <= document.querySelector(".composer").getBoundingClientRect().top"""


async def edges(*locators: Any) -> list[list[int]]:
    """Left and right of each."""
    return [await locator.evaluate(EDGES) for locator in locators]


async def test_on_a_desk_the_messages_scroll_and_the_field_stays_below_them(new_page: Any, web_url: str) -> None:
    """A long conversation once made its column longer than the page, and there was no field to write in."""
    page, wire = await new_page(viewport=DESK), Wire()
    said = [text(seq, f"رسالة {seq}") for seq in range(1, 60)]
    await open_chat(page, wire, web_url, synced([direct(read_seq="59")], said))
    await page.get_by_test_id("message-59").wait_for()
    await page.wait_for_function(IN_SIGHT % 59)
    above_the_end = "field => field.getBoundingClientRect().bottom <= innerHeight"
    await becomes(lambda: page.get_by_test_id("composer").evaluate(above_the_end), True)


async def test_who_sees_everything_is_at_the_end_and_follows_what_comes(new_page: Any, web_url: str) -> None:
    """A short conversation that was opened at the unread line cannot be scrolled to its end: it is there already."""
    page, wire = await new_page(), Wire()
    said = [text(seq, f"رسالة {seq}") for seq in range(1, 4)]
    await open_chat(page, wire, web_url, synced([direct(read_seq="1", unread_count=2)], said))
    await page.get_by_test_id("unread-line").wait_for()
    wire.say({"k": "chat", "updates": batch([text(seq, f"رسالة {seq}") for seq in range(4, 30)])})
    await page.get_by_test_id("message-29").wait_for()
    await page.wait_for_function(IN_SIGHT % 29)


async def test_no_place_of_a_conversation_is_drawn_for_ever(new_page: Any, web_url: str) -> None:
    """A screen stands on whole pixels and never beyond its end, rows do neither: the page once froze over it."""
    page, wire = await new_page(), Wire()
    said = [text(seq, "كلمة " * (1 + seq * 7 % 23)) for seq in range(1, 60)]
    await open_chat(page, wire, web_url, synced([direct(read_seq="59")], said))
    for seq in (59, 20, 58, 1, 57, 30, 56, 40, 55):
        await page.evaluate("seq => { location.hash = `#/chats/conv_1/${seq}`; }", seq)
        await page.locator(f"[data-testid=message-{seq}].message-lit").wait_for()
    await page.evaluate("location.hash = '#/chats/conv_1/20'")
    await page.get_by_test_id("to-end").click()
    await page.wait_for_function(IN_SIGHT % 59)


async def test_a_message_one_was_led_to_shines_its_own_time(new_page: Any, web_url: str) -> None:
    """Led on soon after, one finds the next message lit as long: the first one's end is not its own."""
    page, wire = await new_page(), Wire()
    said = [text(seq, f"رسالة {seq}") for seq in range(1, 60)]
    await page.clock.install()
    await open_chat(page, wire, web_url, synced([direct(read_seq="59")], said))
    await stop_time(page)

    async def shines(seq: int) -> bool:
        await page.clock.run_for(20)
        return bool(await page.locator(f"[data-testid=message-{seq}].message-lit").count())

    for seq in (20, 40):
        await page.evaluate("seq => { location.hash = `#/chats/conv_1/${seq}`; }", seq)
        await becomes(lambda seq=seq: shines(seq), True)  # type: ignore[misc]
        await page.clock.run_for(1_200)
        assert await shines(seq), "for a moment, and not as long as something before it did"
    await page.clock.run_for(1_200)
    assert not await shines(40)


async def test_a_line_without_letters_begins_where_the_lines_around_it_do(new_page: Any, web_url: str) -> None:
    """Numbers alone have no direction: they stand under the words, and a telephone number keeps its order."""
    page, wire = await new_page(), Wire()
    said = [text(1, "الحساب:\n250\n+966 50 123 4567"), text(2, "Total and more:\n250")]
    await open_chat(page, wire, web_url, synced([direct()], said))
    arabic, latin = (page.get_by_test_id(f"message-{seq}").locator(".written p") for seq in (1, 2))

    async def begin_together() -> bool:
        rights = [right for _, right in await edges(*(arabic.nth(line) for line in range(3)))]
        lefts = [left for left, _ in await edges(*(latin.nth(line) for line in range(2)))]
        return max(rights) - min(rights) <= 2 and max(lefts) - min(lefts) <= 2

    await becomes(begin_together, True)
    assert await arabic.nth(2).evaluate("line => getComputedStyle(line).direction") == "ltr"


async def test_the_empty_field_and_a_number_in_it_begin_where_the_page_does(new_page: Any, web_url: str) -> None:
    """The first letter decides the direction, as before; until there is one the page does."""
    page, wire = await new_page(), Wire()
    wire.answers["UpdateMyView"] = {}
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "اكتب")]))
    field = page.get_by_test_id("composer")
    side = "field => { const style = getComputedStyle(field); return [style.direction, style.textAlign]; }"
    await becomes(lambda: field.evaluate(side), ["rtl", "start"])
    for words, stands in (("250", ["ltr", "end"]), ("مرحبًا", ["rtl", "start"]), ("Hello", ["ltr", "start"])):
        await field.fill(words)
        await becomes(lambda: field.evaluate(side), stands)


async def test_the_name_of_a_file_begins_where_its_size_does(new_page: Any, web_url: str) -> None:
    page, wire = await new_page(), Wire()
    file = {"message": {"file": {"media_id": "med_1", "name": "a.pdf", "size_bytes": "5200000"}}}
    await open_chat(page, wire, web_url, synced([direct()], [update(1, file)]))

    async def begin_together() -> bool:
        title, more = await edges(page.locator(".attached-title"), page.locator(".attached-more"))
        return abs(title[1] - more[1]) <= 2

    await becomes(begin_together, True)


async def test_the_word_of_a_sticker_stands_inside_its_tile(new_page: Any, web_url: str) -> None:
    page, wire = await new_page(), Wire()
    names = ("salam", "shukran", "mabrook", "mashallah", "inshallah")
    said = [update(seq, {"message": {"sticker": {"set": "majlis", "name": name}}}) for seq, name in enumerate(names, 1)]
    await open_chat(page, wire, web_url, synced([direct()], said))
    await page.locator(".sticker-word").nth(len(names) - 1).wait_for()
    await at_rest(page)
    boxes = await page.locator(".sticker-word").evaluate_all(
        "words => words.map(word => { const box = word.getBBox(); return [box.x, box.x + box.width]; })"
    )
    for name, (left, right) in zip(names, boxes, strict=True):
        assert 4 <= left < right <= 92, f"{name}: {left:.0f} to {right:.0f} of 96"


async def test_nobody_is_said_to_be_there_while_there_is_no_connection(new_page: Any, web_url: str) -> None:
    """Beside the bar that says so it was a claim nobody could know."""
    page, wire = await new_page(viewport=DESK), Wire()
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "سلام")]))
    wire.say({"k": "chat", "presence": {"user_id": LAYLA, "online": True}})
    await page.locator(".topbar-subtitle.is-online").wait_for()
    await page.locator(".online-dot").wait_for()
    wire.refuses_connections = True
    await wire.hang_up()
    await page.get_by_test_id("offline-bar").first.wait_for()
    await page.locator(".topbar-subtitle.is-online").wait_for(state="detached")
    await page.locator(".online-dot").wait_for(state="detached")


async def test_the_keyboard_attaches_and_finds_its_way_back(new_page: Any, web_url: str) -> None:
    """Opening the choices moves into them, arrows walk as they are seen, Escape and a closed sheet give back."""
    page, wire = await new_page(), Wire()
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "سلام")]))
    focused = "document.activeElement.dataset.testid"
    plus = page.get_by_test_id("attach")
    await plus.press("Enter")
    await page.get_by_test_id("attach-photo").wait_for()
    await becomes(lambda: plus.get_attribute("aria-expanded"), "true")
    await becomes(lambda: page.evaluate(focused), "attach-photo")
    await page.keyboard.press("ArrowLeft")
    await becomes(lambda: page.evaluate(focused), "attach-voice")  # To the left is on, in Arabic.
    await page.keyboard.press("Escape")
    await page.get_by_test_id("attach-photo").wait_for(state="detached")
    await becomes(lambda: page.evaluate(focused), "attach")
    await plus.press("Enter")
    await page.get_by_test_id("attach-sticker").press("Enter")
    await page.get_by_test_id("sticker-sheet").wait_for()
    await page.get_by_test_id("sheet-close").click()
    await page.get_by_test_id("sticker-sheet").wait_for(state="detached")
    await becomes(lambda: page.evaluate(focused), "attach")


async def test_a_search_that_failed_without_a_network_is_made_again_with_it(new_page: Any, web_url: str) -> None:
    """What was typed stands in the field: nobody has to type it a second time."""
    page, wire = await new_page(), Wire()
    wire.synced = synced([direct()], [text(1, "نلتقي في الحديقة")])
    wire.answers["SearchMessages"] = (503, refusal("unavailable", "SERVICE_UNAVAILABLE"))
    await wire.attach(page)
    await page.goto(f"{web_url}/index.html#/")
    await page.get_by_test_id("chats").wait_for()
    wire.refuses_connections = True
    await wire.hang_up()
    await page.get_by_test_id("offline-bar").wait_for()
    await page.fill("[data-testid=chat-search]", "الحديقة")
    await page.get_by_test_id("search-failed").get_by_role("button").wait_for()
    hit = {"message": {"conversation_id": DIRECT, "seq": "1", "sender_id": LAYLA}, "text": "نلتقي في الحديقة"}
    wire.answers["SearchMessages"] = {"hits": [hit]}
    wire.refuses_connections = False
    await page.evaluate("dispatchEvent(new Event('online'))")  # Or it was back by itself before.
    await page.get_by_test_id("hit").wait_for()


async def test_a_long_list_draws_what_is_near_and_the_rest_on_the_way(new_page: Any, web_url: str) -> None:
    """Hundreds of rows took a second to draw; the last of them is still reached by scrolling."""
    page, wire = await new_page(), Wire()
    views, batches = [], []
    for number in range(MANY):
        of = f"conv_{number}"
        views.append({**direct(f"صديق {number}"), "conversation_id": of, "peer_user_id": f"usr_{number}"})
        batches.append([text(1, f"رسالة {number}", of=of, created_at_ms=str(1_700_000_000_000 - number * 1000))])
    wire.synced = synced(views, *batches)
    await wire.attach(page)
    await page.goto(f"{web_url}/index.html#/")
    rows = page.get_by_test_id("chat-row")
    await rows.first.wait_for()
    assert await rows.count() < MANY / 2
    last = page.get_by_test_id("chat-row").filter(has_text=f"صديق {MANY - 1}")
    while (drawn := await rows.count()) < MANY:
        await rows.last.scroll_into_view_if_needed()
        await page.wait_for_function(
            "drawn => document.querySelectorAll('[data-testid=chat-row]').length > drawn", arg=drawn
        )
    assert await last.count() == 1


async def test_files_chosen_together_arrive_in_their_order(new_page: Any, web_url: str) -> None:
    """The small one is through first and waits for the large one: the words belong below both."""
    page, wire = await new_page(), Wire()
    received: dict[str, int] = {}

    def start(request: Frame) -> Frame:
        received[request["name"]] = 0
        return {"upload": {"upload_id": request["name"], "received_bytes": "0", "piece_bytes_max": 16_384}}

    def append(request: Frame) -> Frame:
        received[request["upload_id"]] += 16_384
        return {"upload": {"upload_id": request["upload_id"], "received_bytes": str(received[request["upload_id"]])}}

    wire.answers |= {
        "StartUpload": start,
        "AppendUpload": append,
        "FinishUpload": lambda request: {"media": {"media_id": f"med_{request['upload_id']}", "size_bytes": "1"}},
        "SendMessage": lambda request: sent(request, 2 + len(request["content"].get("text", ""))),
    }
    await open_chat(page, wire, web_url, synced([direct()], [text(1, "أرسلهما")]))
    await page.get_by_test_id("attach").click()
    await page.get_by_test_id("attach-file").click()
    large = {"name": "large.bin", "mimeType": "application/octet-stream", "buffer": b"x" * 400_000}
    small = {"name": "small.bin", "mimeType": "application/octet-stream", "buffer": b"x"}
    await page.get_by_test_id("attach-input").set_input_files([large, small])
    await page.get_by_test_id("attach-caption").fill("ك")
    await page.get_by_test_id("attach-send").click()
    await page.get_by_test_id("message-3").wait_for()
    files = [request["content"]["file"]["name"] for method, request in wire.calls if method == "SendMessage"]
    assert files == ["large.bin", "small.bin"]
