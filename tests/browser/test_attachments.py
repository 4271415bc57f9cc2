"""Attaching in real windows: a picture goes on after a tunnel, a voice note is recorded, both arrive once."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.support.chat_windows import NewPage, open_chat, window
from tests.support.hosts import RunningHost, data_dir, whole_host

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    folder = data_dir(tmp_path_factory.mktemp("attachments"))
    async with whole_host(folder, runner_artifact, bakes=False) as running:
        yield running


MEDIA_CALLS = "**/majlis.messaging.v1.MediaService/AppendUpload"


def noise(pixels: int) -> bytes:
    """A picture that no format makes small."""
    made = io.BytesIO()
    Image.effect_noise((pixels, pixels), 90).convert("RGB").save(made, "JPEG", quality=95)
    return made.getvalue()


async def test_a_picture_goes_on_where_it_was_after_a_tunnel(host: RunningHost, new_page: NewPage) -> None:
    """Every piece is sent once: the train's tunnel costs time, never the picture."""
    layla = await window(new_page, host, "layla")
    omar = await window(new_page, host, "omar")
    offsets: list[int] = []

    async def let_through(route: Any) -> None:
        offsets.append(int(route.request.post_data_json["offset_bytes"]))
        if len(offsets) == 2:
            await layla.context.set_offline(True)
            await route.abort("internetdisconnected")
        else:
            await route.continue_()

    await layla.route(MEDIA_CALLS, let_through)
    await open_chat(layla, "عمر")
    await layla.get_by_test_id("attach").click()
    await layla.get_by_test_id("attach-photo").click()
    picture = {"name": "صورة.jpg", "mimeType": "image/jpeg", "buffer": noise(700)}
    await layla.get_by_test_id("attach-input").set_input_files([picture])
    await layla.get_by_test_id("attach-send").click()
    await layla.locator("[data-testid=upload][data-state=waiting]").wait_for()
    await layla.context.set_offline(False)
    await layla.locator("img.picture-shown").wait_for()
    arrived = [offset for at, offset in enumerate(offsets) if at != 1]
    assert arrived == sorted(set(arrived))
    await open_chat(omar, "ليلى")
    await omar.locator(".picture").click()
    await omar.locator(".viewer img").wait_for()
    await omar.go_back()
    await omar.get_by_test_id("viewer").wait_for(state="detached")


async def test_a_voice_note_is_recorded_and_plays_for_the_other(host: RunningHost, new_page: NewPage) -> None:
    """The browser's own stand-in for a microphone beeps; what is heard has a length and a wave."""
    layla = await window(new_page, host, "layla", permissions=["microphone"])
    omar = await window(new_page, host, "omar")
    await open_chat(layla, "عمر")
    await layla.get_by_test_id("attach").click()
    await layla.get_by_test_id("attach-voice").click()
    # A busy machine may never draw just two seconds: no second is waited for that can be missed.
    long_enough = "() => document.querySelector('[data-testid=voice-length]')?.textContent >= '0:02'"
    await layla.wait_for_function(long_enough)
    await layla.get_by_test_id("voice-send").click()
    await open_chat(omar, "ليلى")
    await omar.locator(".voice-play").last.click()
    await omar.get_by_role("button", name="إيقاف مؤقت").wait_for()
