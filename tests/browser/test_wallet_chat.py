"""Money in a conversation, both sides of it: each card is the host's own and changes where it stands, Arabic first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from core.demo import PASSWORD
from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.browser.looks import at_rest, complaints
from tests.support.chat_windows import NewPage, make_group, open_chat, window
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.waiting import becomes
from tests.support.web_user import WebUser
from wallet.payments import moves, paying

PIN = "472915"
TAKE_BACK_S = 55  # Two browsers on a busy machine need more than ten seconds for a tap.
GUARD, WALLET = "majlis.wallet.v1.GuardService", "majlis.wallet.v1.WalletService"

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    """Layla and Omar have money and a PIN."""
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    with pytest.MonkeyPatch.context() as patched:
        for module in (moves, paying):
            patched.setattr(module, "TAKE_BACK_S", TAKE_BACK_S)
        async with whole_host(data_dir(tmp_path_factory.mktemp("money")), runner_artifact, bakes=False) as running:
            for username in ("layla", "omar"):
                await (await signed_in(running, username)).call(GUARD, "SetPin", pin=PIN, password=PASSWORD)
            yield running


async def signed_in(host: RunningHost, username: str) -> WebUser:
    person = WebUser(host.address)
    await person.log_in(username, PASSWORD)
    return person


async def available(host: RunningHost, username: str) -> int:
    """What they can spend, in minor units."""
    (account,) = (await (await signed_in(host, username)).call(WALLET, "ListAccounts"))["accounts"]
    return int(account["balance"]["available_minor"])


def card(page: Any, kind: str, words: str) -> Any:
    """The card of that kind that says this."""
    return page.locator(f"[data-testid=money-card][data-kind={kind}]").filter(has_text=words)


async def state(card: Any) -> str | None:
    return str(await card.get_attribute("data-state")) if await card.count() else None


async def attach(page: Any, what: str) -> None:
    await page.get_by_test_id("attach").click()
    await page.get_by_test_id(f"attach-{what}").click()


async def approve(page: Any) -> None:
    """Types the PIN where the host asks for it, and says yes."""
    await page.get_by_test_id("pin-input").fill(PIN)
    await page.get_by_test_id("approve-yes").click()
    await page.get_by_test_id("approve-sheet").wait_for(state="detached")


async def pay(page: Any, typed: str, note: str) -> None:
    await attach(page, "pay")
    await page.get_by_test_id("amount").fill(typed)
    await page.get_by_test_id("money-note").fill(note)
    await page.get_by_test_id("pay-next").click()
    await approve(page)


async def test_a_payment_is_taken_back_while_it_waits(host: RunningHost, new_page: NewPage) -> None:
    """Both see it come and go in one card; nothing is left of it but the words."""
    layla, omar = await window(new_page, host, "layla"), await window(new_page, host, "omar")
    await open_chat(layla, "عمر")
    await open_chat(omar, "ليلى")
    before = await available(host, "layla")
    await pay(layla, "٢٥٫٥", "ثمن القهوة")
    mine, his = card(layla, "pay", "ثمن القهوة"), card(omar, "pay", "ثمن القهوة")
    await becomes(lambda: state(his), "waiting")
    assert await his.get_by_test_id("money-sum").get_attribute("data-minor") == "2550"
    assert await his.locator("button").count() == 0  # It settles by itself: nothing to do for him.
    assert await available(host, "layla") == before - 2550
    await mine.get_by_test_id("money-TakeBackPayment").click()
    await becomes(lambda: state(mine), "taken_back")
    await becomes(lambda: state(his), "taken_back")
    assert await available(host, "layla") == before
    assert await his.count() == 1


async def test_what_is_asked_for_is_paid_on_the_hosts_own_sheet(host: RunningHost, new_page: NewPage) -> None:
    """The sheet says whom and how much as the wallet has it; the request says that it is paid."""
    layla, omar = await window(new_page, host, "layla"), await window(new_page, host, "omar")
    await open_chat(layla, "عمر")
    await open_chat(omar, "ليلى")
    await attach(layla, "ask")
    await layla.get_by_test_id("amount").fill("12.50")
    await layla.get_by_test_id("money-note").fill("نصيبك من الهدية")
    await layla.get_by_test_id("ask-send").click()
    mine, his = card(layla, "ask", "نصيبك من الهدية"), card(omar, "ask", "نصيبك من الهدية")
    await becomes(lambda: state(mine), "open")
    await mine.get_by_test_id("money-cancel-request").wait_for()
    before = await available(host, "omar")
    await his.get_by_test_id("money-pay-request").click()
    await omar.get_by_test_id("approve-name").filter(has_text="ليلى").wait_for()
    assert await omar.get_by_test_id("approve-amount").get_attribute("data-minor") == "1250"
    await approve(omar)
    await becomes(lambda: state(his), "paid")
    await becomes(lambda: state(mine), "paid")
    assert await available(host, "omar") == before - 1250
    assert await mine.locator("button").count() == 0


async def test_a_request_is_declined(host: RunningHost, new_page: NewPage) -> None:
    layla, omar = await window(new_page, host, "layla"), await window(new_page, host, "omar")
    await open_chat(layla, "عمر")
    await open_chat(omar, "ليلى")
    await attach(omar, "ask")
    await omar.get_by_test_id("amount").fill("3")
    await omar.get_by_test_id("money-note").fill("ثلاثة")
    await omar.get_by_test_id("ask-send").click()
    hers, his = card(layla, "ask", "ثلاثة"), card(omar, "ask", "ثلاثة")
    await hers.get_by_test_id("money-decline-request").click()
    await becomes(lambda: state(his), "declined")
    await becomes(lambda: state(hers), "declined")


async def test_a_red_packet_is_opened_by_two_and_its_draw_is_checked(host: RunningHost, new_page: NewPage) -> None:
    """Each gets a share once; with the last one the seal opens, and the page itself counts the draw again."""
    layla, omar = await window(new_page, host, "layla"), await window(new_page, host, "omar")
    await make_group(layla, "العائلة", "omar")
    await open_chat(omar, "العائلة")
    await attach(layla, "packet")
    await layla.get_by_test_id("amount").fill("10")
    await layla.get_by_test_id("packet-shares").fill("2")
    await layla.get_by_test_id("money-note").fill("عيدكم مبارك")
    await layla.get_by_test_id("packet-next").click()
    await approve(layla)
    hers, his = card(layla, "packet", "عيدكم مبارك"), card(omar, "packet", "عيدكم مبارك")
    await his.get_by_test_id("packet-open").click()
    await omar.get_by_test_id("packet-share").wait_for()
    await omar.get_by_test_id("packet-sealed").wait_for()
    first = int(await omar.get_by_test_id("packet-share").get_attribute("data-minor") or 0)
    await becomes(lambda: counts(hers, "1"), True)
    await hers.get_by_test_id("packet-open").click()
    second = int(await layla.get_by_test_id("packet-share").get_attribute("data-minor") or 0)
    assert first + second == 1000
    await layla.get_by_test_id("packet-checked").wait_for()
    await becomes(lambda: state(his), "empty")
    await omar.get_by_test_id("sheet-close").click()
    await his.get_by_test_id("packet-open").click()
    await omar.get_by_test_id("packet-checked").wait_for()
    assert int(await omar.get_by_test_id("packet-share").get_attribute("data-minor") or 0) == first


async def counts(card: Any, done: str) -> bool:
    return done in await card.get_by_test_id("money-status").inner_text()


async def test_a_bill_is_shared_and_its_parts_are_paid(host: RunningHost, new_page: NewPage) -> None:
    """The card counts the parts; whoever owes pays from the list of them."""
    layla, omar = await window(new_page, host, "layla"), await window(new_page, host, "omar")
    await make_group(layla, "الرحلة", "omar")
    await open_chat(omar, "الرحلة")
    await attach(layla, "split")
    await layla.get_by_test_id("split-title").fill("عشاء المطعم")
    await layla.get_by_test_id("amount").fill("90")
    await layla.get_by_test_id("split-send").click()
    hers, his = card(layla, "split", "عشاء المطعم"), card(omar, "split", "عشاء المطعم")
    await his.get_by_test_id("split-open").click()
    await omar.get_by_test_id("split-pay").click()
    assert await omar.get_by_test_id("approve-amount").get_attribute("data-minor") == "4500"
    await approve(omar)
    await becomes(lambda: everything_paid(hers), True)


async def everything_paid(card: Any) -> bool:
    return bool(await card.locator(".money-is-good").count() == 1)


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_every_state_of_every_card_fits_and_is_named(
    new_page: NewPage, gallery_url: str, axe_source: str, lang: str
) -> None:
    """At the phone's width and the smallest, in both themes: roles, names and contrast of all there are."""
    for story in ("money", "gifts"):
        for theme in ("light", "dark"):
            page = await new_page(viewport={"width": 390, "height": 4000})
            await page.emulate_media(reduced_motion="reduce")
            await page.goto(f"{gallery_url}?story={story}&lang={lang}&theme={theme}")
            await page.get_by_test_id("money-card").first.wait_for()
            await at_rest(page)
            assert await complaints(page, axe_source) == [], (story, theme)
            assert await page.evaluate("majlisLayout.overflow()") == [], (story, theme)
            await page.close()


SHEETS = {
    "pay-sheet": ("money", "[data-testid=attach]", "[data-testid=attach-pay]"),
    "ask-sheet": ("money", "[data-testid=attach]", "[data-testid=attach-ask]"),
    "packet-form": ("gifts", "[data-testid=attach]", "[data-testid=attach-packet]"),
    "split-form": ("gifts", "[data-testid=attach]", "[data-testid=attach-split]"),
    "split-sheet": ("gifts", "[data-testid=split-open]"),
    "packet-sheet": ("gifts", "[data-state=empty] [data-testid=packet-open]"),
}


@pytest.mark.parametrize("lang", ["ar", "en"])
async def test_every_sheet_of_money_fits_the_smallest_phone(
    new_page: NewPage, gallery_url: str, axe_source: str, lang: str
) -> None:
    """What is filled in and what is looked at, at 320 pixels; nothing sticks out, and everything has a name."""
    page = await new_page(viewport={"width": 320, "height": 900})
    await page.emulate_media(reduced_motion="reduce")
    for sheet, (story, *taps) in SHEETS.items():
        await page.goto(f"{gallery_url}?story={story}&lang={lang}&sheet={sheet}")
        await page.get_by_test_id("money-card").first.wait_for()
        for tap in taps:
            await page.locator(tap).first.click()
        await page.get_by_test_id(sheet).locator("input, li, .packet-share").first.wait_for()
        await at_rest(page)
        assert await page.evaluate("majlisLayout.overflow()") == [], sheet
        assert await complaints(page, axe_source) == [], sheet
