"""A poll's card in a chat: the host asks who may send it and where, and the card tells the votes as they come."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit.build import Artifact
from tests.browser.chat_wire import ME, batch, direct, group, now_ms, synced, text, update
from tests.browser.chat_wire import open_chat as open_played
from tests.browser.conftest import DIST, missing
from tests.browser.looks import at_rest, complaints
from tests.browser.wire import APP, SIGNED_IN, Wire
from tests.support.chat_windows import NewPage, open_chat, visit, window
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.waiting import becomes

QUESTION, SEA, GRILL = "أين نتعشّى الخميس؟", "مطعم البحر", "نشوي في البرّ"

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    async with whole_host(data_dir(tmp_path_factory.mktemp("cards")), runner_artifact, bakes=False) as running:
        yield running


async def ask(page: Any, question: str = QUESTION) -> None:
    """Opens the polls and asks this."""
    await page.get_by_test_id("tab-apps").click()
    await page.get_by_test_id("app-org.majlis.polls").click()
    await page.get_by_text("اطرح سؤالًا").first.click()
    await page.fill("[name=question]", question)
    await page.fill("[name=option_1]", SEA)
    await page.fill("[name=option_2]", GRILL)
    await page.get_by_text("انشر الاستطلاع").click()
    await page.get_by_text("شاركه في محادثة").wait_for()


async def offer(page: Any) -> None:
    """Taps share; the host asks whether the app may."""
    await page.get_by_text("شاركه في محادثة").click()
    await page.get_by_test_id("consent-sheet").wait_for()


async def answer(page: Any, *to: str) -> None:
    """Says yes to the app, and nowhere or to these conversations to the host."""
    await page.get_by_test_id("consent-allow").click()
    await page.get_by_test_id("forward").wait_for()
    for title in to:
        await page.get_by_test_id("forward").locator("label", has_text=title).click()


async def fits(page: Any) -> bool:
    """Nothing sticks out of what is shown."""
    await at_rest(page)
    return await page.evaluate("majlisLayout.overflow()") == []


async def test_a_poll_is_shared_where_its_person_says_and_its_card_tells_the_votes(
    host: RunningHost, new_page: NewPage
) -> None:
    """The app learns neither where nor who; whoever has the card votes from it, and it changes where it stands."""
    layla = await window(new_page, host, "layla")
    omar = await window(new_page, host, "omar")
    await ask(layla)
    await offer(layla)
    assert await fits(layla)
    await answer(layla)
    assert await fits(layla)
    await becomes(layla.get_by_test_id("forward-yes").is_disabled, True)  # Nowhere is chosen yet.
    await layla.get_by_test_id("forward").locator("label", has_text="عمر").click()
    await layla.get_by_test_id("forward-yes").click()
    await layla.get_by_test_id("forward").wait_for(state="detached")

    await open_chat(layla, "عمر")
    card = layla.get_by_test_id("card")
    await card.get_by_text(QUESTION).wait_for()
    assert await fits(layla)
    stands_at = await layla.locator(".message", has=card).get_attribute("data-seq")
    await open_chat(omar, "ليلى")
    await omar.get_by_test_id("card").click()
    await omar.get_by_text(GRILL).first.click()
    await omar.get_by_text("صوت واحد").first.wait_for()

    await card.locator(".chat-card-text", has_text="1").wait_for()
    assert await card.count() == 1, "changed in place, not sent again"
    assert await layla.locator(".message", has=card).get_attribute("data-seq") == stands_at
    assert await fits(layla)


async def test_whoever_does_not_allow_it_shares_nothing(host: RunningHost, new_page: NewPage) -> None:
    """The app is refused, says so itself, and stays as usable as it was."""
    page = await window(new_page, host, "omar")
    await ask(page, "أيّ يوم؟")
    await offer(page)
    await page.get_by_test_id("consent-deny").click()
    await page.get_by_text("لا يُشارَك الاستطلاع من دون إذنك", exact=False).wait_for()
    assert await page.get_by_test_id("forward").count() == 0
    await visit(page, "#/")
    await page.get_by_test_id("chat-row").first.wait_for()
    assert await page.get_by_test_id("chat-row").filter(has_text="أيّ يوم؟").count() == 0


LONG = "Where shall we have dinner on Thursday after the exhibition, all eleven of us, أين نتعشّى؟"


async def played(new_page: NewPage, web_url: str, lang: str, *views: Any) -> tuple[Any, Wire]:
    """The small phone of somebody with a card in a chat, its host played by the test."""
    page, wire = await new_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce"), Wire()
    user = SIGNED_IN["signed_in"]["user"] | {"lang": lang}
    wire.answers["RefreshSession"] = {"signed_in": SIGNED_IN["signed_in"] | {"user": user}}
    mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="teal" d="M0 0h8v8H0z"/></svg>'
    wire.answers["GetApp"] = {"app": APP | {"icon_svg": mark}}
    card = {"app_id": APP["app_id"], "title": LONG, "text": "🗳 0 · مطعم البحر / Grill", "path": "/poll?id=1"}
    said = [text(1, "سلام"), update(2, {"message": {"card": card}}), update(3, {"message": {"card": card}}, by=ME)]
    await open_played(page, wire, web_url, synced([*(views or (direct(),))], said))
    await page.locator(".chat-card-open img").nth(1).wait_for()  # The app's mark comes last.
    return page, wire


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_a_card_begins_where_its_lines_begin_and_changes_where_it_stands(
    new_page: NewPage, web_url: str, axe_source: str, lang: str
) -> None:
    """The app's mark and name stand together at the start, the way into it at the end, in either language."""
    page, wire = await played(new_page, web_url, lang)
    gaps = """[...document.querySelectorAll('.chat-card-open')].map(row => {
        const [mark, name, go] = ['img', 'bdi', '.icon'].map(one => row.querySelector(one).getBoundingClientRect());
        const box = row.getBoundingClientRect(), rtl = getComputedStyle(row).direction === 'rtl';
        const gaps = rtl
            ? [box.right - mark.right, mark.left - name.right, go.left - box.left]
            : [mark.left - box.left, name.left - mark.right, box.right - go.right];
        return gaps.map(Math.round);
    })"""
    await at_rest(page)
    for at_start, between, at_end in await page.evaluate(gaps):
        assert (at_start, 0 < between <= 12, at_end) == (0, True, 0)
    after = {"app_id": APP["app_id"], "title": LONG, "text": "🔒 12 · Grill\nمطعم البحر", "path": "/poll?id=1"}
    wire.say({"k": "chat", "updates": batch([update(4, {"card": after}, kind="CARD", by="", target_seq="2")])})
    await page.get_by_test_id("message-2").get_by_text("🔒 12").wait_for()
    assert await page.get_by_test_id("message-3").get_by_text("🗳 0").count() == 1, "only the one that was named"
    assert await fits(page)
    assert await complaints(page, axe_source) == []


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_where_to_share_is_a_list_whose_names_stand_at_its_start(
    new_page: NewPage, web_url: str, axe_source: str, lang: str
) -> None:
    """Names of the other direction too; a title as long as apps may make them stays inside."""
    page, wire = await played(new_page, web_url, lang, direct("ليلى"), group("Friends of the sea and the desert road"))
    offer = {"offer_id": "off_1", "card": {"app_id": APP["app_id"], "title": LONG}, "created_at_ms": str(now_ms())}
    wire.say({"k": "chat", "personal": {"pos": "1", "card_offer": offer}})
    await page.get_by_test_id("forward").locator("label").nth(1).wait_for()
    beside = """[...document.querySelectorAll('[data-testid=forward] label')].map(row => {
        const words = document.createRange();
        words.selectNodeContents(row.querySelector('bdi'));
        const [face, name] = [row.querySelector('.avatar'), words].map(one => one.getBoundingClientRect());
        const rtl = getComputedStyle(row).direction === 'rtl';
        return (rtl ? face.left - name.right : name.left - face.right) < 20;
    })"""
    await becomes(lambda: page.evaluate(beside), [True, True])
    assert await fits(page)
    assert await complaints(page, axe_source) == []


async def test_with_nowhere_to_share_the_sheet_says_so(new_page: NewPage, web_url: str) -> None:
    """A newcomer gets a sentence, and no empty box above a button that does nothing."""
    page, wire = await played(new_page, web_url, "ar", direct(open=False))
    offer = {"offer_id": "off_1", "card": {"app_id": APP["app_id"], "title": LONG}, "created_at_ms": str(now_ms())}
    wire.say({"k": "chat", "personal": {"pos": "1", "card_offer": offer}})
    await page.get_by_test_id("forward").get_by_text("ابدأ محادثة مع من تعرف").wait_for()
    await becomes(page.get_by_test_id("forward-yes").is_disabled, True)
