"""The wallet's pages with the real host behind them: a PIN is chosen, money goes and comes back, an app is paid."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from core.demo import PASSWORD
from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.browser.wallet_visits import minor, tap
from tests.support.artifacts import ROOT
from tests.support.chat_windows import NewPage, visit, window
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.waiting import becomes
from wallet.payments import moves, paying

PIN = "493028"
TAKE_BACK_S = 8
TIPS = "org.majlis.tips"
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    folder = data_dir(tmp_path_factory.mktemp("wallet"))
    with pytest.MonkeyPatch.context() as patched:
        for module in (moves, paying):
            patched.setattr(module, "TAKE_BACK_S", TAKE_BACK_S)
        async with whole_host(folder, runner_artifact, miniapps=ROOT / "tests/support/tills", bakes=False) as running:
            yield running


async def wallet_of(new_page: NewPage, host: RunningHost, username: str) -> Any:
    page = await window(new_page, host, username)
    await tap(page, "tab-wallet")
    await page.get_by_test_id("balance-SAR").wait_for()
    return page


async def approve(page: Any, *, first: bool = False) -> None:
    """Types the PIN, and chooses it before where there is none."""
    if first:
        await page.get_by_test_id("pin-password").fill(PASSWORD)
        await tap(page, "pin-next")
        for _ in range(2):
            await page.get_by_test_id("pin-input").fill(PIN)
            await tap(page, "pin-next")
        await page.get_by_test_id("approve-mark").wait_for()
    await page.get_by_test_id("pin-input").fill(PIN)
    await tap(page, "approve-yes")


async def pay_omar(page: Any, amount: str, note: str) -> None:
    await visit(page, "#/wallet/pay")
    await tap(page, "choose-omar")
    await page.get_by_test_id("amount").fill(amount)
    await page.get_by_test_id("pay-note").fill(note)
    await tap(page, "pay-go")


async def home(page: Any) -> None:
    await visit(page, "#/wallet")
    await page.get_by_test_id("balance-SAR").wait_for()


async def test_layla_chooses_a_pin_pays_omar_and_takes_one_back(new_page: NewPage, host: RunningHost) -> None:
    """What was taken back was never gone; what was not arrives, and both find it by how they spell it."""
    layla = await wallet_of(new_page, host, "layla")
    had = await minor(layla, "available")
    await pay_omar(layla, "٤٠", "قَهوةٌ")
    await approve(layla, first=True)
    await tap(layla, "take-back")
    await layla.locator("[data-testid=sent][data-state=taken-back]").wait_for()
    await home(layla)
    await becomes(lambda: minor(layla, "available"), had)

    await pay_omar(layla, "25.50", "فطيرة الجبنة")
    await approve(layla)
    await layla.locator("[data-testid=sent][data-state=waiting]").wait_for()
    await layla.locator("[data-testid=sent][data-state=paid]").wait_for(timeout=60_000)
    await home(layla)
    await becomes(lambda: minor(layla, "available"), had - 2_550)

    omar = await wallet_of(new_page, host, "omar")
    await tap(omar, "balance-SAR")
    await omar.get_by_test_id("statement-search").fill("فطيره ليلي")
    await becomes(omar.get_by_test_id("line").count, 1)
    assert "ليلى" in await omar.get_by_test_id("line").inner_text()
    await tap(omar, "line")
    await omar.get_by_test_id("receipt").wait_for()
    async with omar.expect_download() as download:
        await tap(omar, "line-prove")
    assert (await download.value).suggested_filename.endswith(".json")


async def test_omar_asks_and_layla_pays_by_his_code(new_page: NewPage, host: RunningHost) -> None:
    """A request stands on both first pages until one of them ends it; a code says who and how much."""
    omar, layla = await wallet_of(new_page, host, "omar"), await wallet_of(new_page, host, "layla")
    await visit(omar, "#/wallet/request")
    await tap(omar, "choose-layla")
    await omar.get_by_test_id("amount").fill("12")
    await tap(omar, "request-go")
    await omar.get_by_test_id("open-request").wait_for()
    await layla.reload()
    await tap(layla, "decline-request")
    await becomes(layla.get_by_test_id("open-request").count, 0)

    await visit(omar, "#/wallet/code")
    await omar.get_by_test_id("amount").fill("3.75")
    await omar.get_by_test_id("my-code").wait_for()
    async with omar.expect_response("**/MakePayCode") as answered:
        await tap(omar, "code-make")
    code = (await (await answered.value).json())["pay_code"]
    await visit(layla, "#/wallet/code")
    await layla.locator("input[value=scan]").check()
    await layla.get_by_test_id("code-text").fill(code)
    await tap(layla, "code-go", "pay-go")
    assert await minor(layla, "approve-amount") == 375
    await approve(layla)
    await layla.get_by_test_id("sent").wait_for()


async def test_a_wrong_pin_costs_a_try_and_a_lower_limit_holds(new_page: NewPage, host: RunningHost) -> None:
    layla = await wallet_of(new_page, host, "layla")
    await visit(layla, "#/wallet/safety")
    await tap(layla, "limit-all")
    await layla.get_by_test_id("amount").fill("50")
    await tap(layla, "limit-next")
    await layla.get_by_test_id("pin-input").fill("111222")
    await tap(layla, "approve-yes")
    await layla.get_by_test_id("pin-error").wait_for()
    await layla.get_by_test_id("pin-input").fill(PIN)
    await tap(layla, "approve-yes")
    await layla.get_by_test_id("toast").wait_for()
    await pay_omar(layla, "60", "فوق الحد")
    await approve(layla)
    await layla.get_by_test_id("approve-refused").wait_for()


async def test_layla_pays_in_an_app_and_sees_how_they_stand(new_page: NewPage, host: RunningHost) -> None:
    """The app's tap brings the host's sheet; its own screen follows, and so does the page of apps and money."""
    layla = await window(new_page, host, "layla")
    await visit(layla, f"#/app/{TIPS}")
    await layla.locator("[data-node$='k:pay']").click()
    await tap(layla, "consent-allow")
    await layla.get_by_test_id("order-pay-sheet").wait_for()
    assert await minor(layla, "approve-amount") == 2_000
    await approve(layla)
    await becomes(layla.get_by_test_id("order-pay-sheet").count, 0)
    await visit(layla, "#/wallet/apps")
    await layla.get_by_test_id(f"standing-{TIPS}").wait_for()
    assert "20.00" in await layla.get_by_test_id(f"standing-{TIPS}").inner_text()
    await layla.locator(f"[data-testid='standing-{TIPS}'] a").click()
    await layla.get_by_test_id("order").wait_for()
