"""Windows of people in a mini-app that is on stage, and the pictures that are made of it on the way."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from core.demo import PASSWORD
from tests.browser.looks import at_rest
from tests.support.paying import PIN
from tests.support.stage import Stage

PICTURE_BYTES_MAX = 60 * 1024
# What the host says of the last tap floats over the screen for some seconds.
CLOSE = "document.querySelectorAll('.toasts button, .pop button').forEach((close) => close.click())"
FLOATS = "how => document.querySelectorAll('.toasts, .pops').forEach(each => each.style.visibility = how)"
Enter = Callable[..., Any]


def entering(stage: Stage, new_page: Callable[..., Any], scopes: Sequence[str]) -> Enter:
    """What opens a window of somebody in the app, who allowed it these scopes."""

    async def enter(username: str, path: str = "/", *, lang: str = "ar", allowed: bool = True) -> Any:
        page = await new_page()
        page.set_default_timeout(30_000)
        for scope in scopes if allowed else ():
            await (await stage.person(username)).allow(stage.app_id, scope)
        prefs = f"{{lang: '{lang}', langChosen: true}}"
        await page.add_init_script(f"localStorage.setItem('majlis.prefs', JSON.stringify({prefs}))")
        await page.emulate_media(reduced_motion="reduce", color_scheme="light")
        await page.goto(stage.address)
        await page.fill("[data-testid=username]", username)
        await page.fill("[data-testid=password]", PASSWORD)
        await page.keyboard.press("Enter")
        await page.get_by_test_id("tab-apps").wait_for()
        await goes(page, stage, path)
        return page

    return enter


async def goes(page: Any, stage: Stage, path: str) -> None:
    """To another screen of the app, by its address."""
    await page.goto(f"{stage.address}/#/app/{stage.app_id}{path}")
    await page.get_by_test_id("screen").wait_for()


async def picture(app: str, page: Any, name: str, *, dark: bool = False) -> None:
    """The screen as it stands, small enough for the README of that folder of miniapps/; light, and dark as well.

    Kept below the folder that MAJLIS_PICTURES names.
    """
    await page.evaluate(CLOSE)
    for scheme in ("light", "dark") if dark else ("light",):
        await page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        await at_rest(page)
        await page.evaluate(FLOATS, "hidden")
        shot = Image.open(io.BytesIO(await page.screenshot()))
        kept = io.BytesIO()
        shot.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        assert len(kept.getvalue()) <= PICTURE_BYTES_MAX, name
        if folder := os.environ.get("MAJLIS_PICTURES"):
            path = Path(folder) / app / f"{name}{'-dark' if scheme == 'dark' else ''}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(kept.getvalue())
    await page.evaluate(FLOATS, "")
    await page.emulate_media(reduced_motion="reduce", color_scheme="light")


async def says(page: Any, words: str) -> None:
    """The screen says so, or will in a moment."""
    await page.get_by_text(words).first.wait_for()


async def approves(page: Any) -> None:
    """Yes on the host's sheet."""
    await page.get_by_test_id("pin-input").fill(PIN)
    await page.get_by_test_id("approve-yes").click()
    await page.get_by_test_id("order-pay-sheet").wait_for(state="detached")
