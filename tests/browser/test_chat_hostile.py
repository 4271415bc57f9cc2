"""Hostile words in a real page: nothing sticks out, nothing reorders its neighbours, nothing runs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.chat_wire import GROUP, LAYLA, OMAR, batch, direct, group, open_chat, synced, text, update
from tests.browser.looks import at_rest
from tests.browser.wire import Wire

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

SMALL = {"width": 320, "height": 640}
OVERRIDE, POP, ISOLATE = "\u202e", "\u202c", "\u2067"
ZALGO = "".join(
    letter + "".join(chr(0x300 + (7 * at + n) % 0x6F) for n in range(60)) for at, letter in enumerate("زلغو")
)
HOSTILE = {
    "override": f"{OVERRIDE}gpj.exe{POP} دفعت 100",
    "isolate left open": f"{ISOLATE}ليلى",
    "zalgo": ZALGO,
    "zero width": "لي\u200bلى\u2060\ufeff\u200b",
    "markup": "<img src=x onerror=window.ran=1><script>window.ran=1</script><b>غامق</b>",
    "one long word": "كلمة" * 120,
    "latin": "Omar O'Neil-Haddad (Acme™) 3/4",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈👍🏿" * 12,
}
RUNNING = """window.ran === undefined
    && document.querySelectorAll('[onerror], script:not([src]), .thread img[src=x]').length === 0"""
NO_TRICKS = r"!/[\u202a-\u202e\u2060\u200b\ufeff]/.test(document.querySelector('#root').innerText)"


async def checked(page: Any) -> None:
    """What holds on every page, whatever people write."""
    await at_rest(page)
    assert await page.evaluate("majlisLayout.overflow()") == []
    assert await page.evaluate(RUNNING), "markup is text"
    assert await page.evaluate(NO_TRICKS), "what reorders its neighbours is gone"


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_whatever_somebody_is_called_lists_lines_and_bars_hold(
    new_page: Any, web_url: str, name: str, lang: str
) -> None:
    """As a person, as a group's title, in the line that says who came, as who is typing, and in a quote."""
    page, wire = (
        await new_page(viewport=SMALL, reduced_motion="reduce", locale="ar-SA" if lang == "ar" else "en-GB"),
        Wire(),
    )
    wire.answers["RefreshSession"] = _signed_in(lang)
    came = {"member": {"user_id": OMAR, "event": "MEMBER_EVENT_JOINED", "display_name": name}}
    lines = [
        update(1, came, of=GROUP, kind="MEMBER", by=LAYLA),
        text(2, "سلام hello 123", of=GROUP, by=OMAR),
        update(3, {"message": {"text": name, "reply_to_seq": "2"}}, of=GROUP, by=LAYLA),
        update(4, {"conversation": {"title": name}}, of=GROUP, kind="CONVERSATION", by=OMAR),
    ]
    wire.answers["ListMembers"] = {"members": [{"user_id": LAYLA, "display_name": name}]}
    await open_chat(page, wire, web_url, synced([group(name), direct(name)], lines, [text(1, name)]), GROUP)
    await page.get_by_test_id("message-3").wait_for()
    wire.say({"k": "chat", "typing": {"conversation_id": GROUP, "user_ids": [OMAR]}})
    await page.get_by_test_id("typing").wait_for()
    await checked(page)
    await page.goto(f"{web_url}/index.html#/")
    await page.get_by_test_id("chat-row").nth(1).wait_for()
    await checked(page)
    edges = "[...document.querySelectorAll('.chat-row-time')].map(one => one.getBoundingClientRect().x)"
    assert len(set(await page.evaluate(edges))) <= 2, "a name does not push the hour to the other side"
    sides = """[...document.querySelectorAll('.chat-row')].map(row =>
        row.querySelector('.avatar').getBoundingClientRect().x > row.querySelector('time').getBoundingClientRect().x)"""
    assert set(await page.evaluate(sides)) == {lang == "ar"}


async def test_whatever_is_written_stays_words_in_its_bubble(new_page: Any, web_url: str) -> None:
    """And the numbers beside it stand where they stood: a name cannot swallow the hour."""
    page, wire = await new_page(viewport=SMALL, reduced_motion="reduce"), Wire()
    said = [text(seq, words) for seq, words in enumerate([*HOSTILE.values(), "ع" * 4096], 1)]
    await open_chat(page, wire, web_url, synced([direct()], said))
    await page.get_by_test_id(f"message-{len(said)}").wait_for()
    await checked(page)
    inside = """[...document.querySelectorAll('.message')].filter(one => {
        const bubble = one.querySelector('.bubble').getBoundingClientRect();
        return [...one.querySelectorAll('.written p, time')].some(part => {
            const box = part.getBoundingClientRect();
            return box.left < bubble.left - 1 || box.right > bubble.right + 1;
        });
    }).map(one => one.dataset.seq)"""
    assert await page.evaluate(inside) == []


async def test_a_notification_of_hostile_words_is_harmless(new_page: Any, web_url: str) -> None:
    """What pops up over another page is somebody's name and words too."""
    page, wire = await new_page(viewport=SMALL, reduced_motion="reduce"), Wire()
    await open_chat(page, wire, web_url, synced([direct(), group()], [text(1, "سلام")]))
    note = {"notification_id": "ntf_1", "kind": "message", "conversation_id": GROUP, "seq": "1", "count": 1}
    for seq, words in enumerate(HOSTILE.values(), 2):
        wire.say({"k": "chat", "notification": {**note, "title": words, "text": words}})
        wire.say({"k": "chat", "updates": batch([text(seq, f"بعدها {seq}")])})
        await page.get_by_test_id(f"message-{seq}").wait_for()
        await page.get_by_test_id("pop").wait_for()
        await checked(page)


def _signed_in(lang: str) -> Any:
    user = {"user_id": "usr_1", "username": "layla", "display_name": "ليلى", "lang": lang}
    return {"signed_in": {"user": user, "access_token": "token", "access_expires_in_s": 300, "device_id": "dev_1"}}
