"""A stranger's mini-app gets in: the `majlis` command sends it, an operator approves it on the page, Layla opens it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pyotp
import pytest
import pytest_asyncio

from core.demo import OPERATOR, PASSWORD
from majlis_devkit.build import Artifact
from tests.browser.conftest import DIST, missing
from tests.support.artifacts import cache_folder
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.web_user import WebUser

PATIENCE_MS = 30_000
# `python -m majlis_devkit.cli.main` is the command `majlis`, wherever this Python keeps its scripts.
COMMAND = (sys.executable, "-c", "from majlis_devkit.cli.main import main; main()")

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    if not (DIST / "manifest.json").exists():
        missing("the client is not built: make web")
    folder = data_dir(tmp_path_factory.mktemp("stranger"))
    async with whole_host(folder, runner_artifact, bakes=False) as running:
        yield running


async def majlis(home: Path, folder: Path, *words: str) -> str:
    """Run the developer's command as a person would; what it printed."""
    settings = os.environ | {"MAJLIS_HOME": str(home), "MAJLIS_ARTIFACT_CACHE": str(cache_folder()), "NO_COLOR": "1"}
    process = await asyncio.create_subprocess_exec(
        *COMMAND, *words, cwd=folder, env=settings, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    printed = (await process.communicate())[0].decode()
    assert process.returncode == 0, f"majlis {' '.join(words)}:\n{printed}"
    return printed


def code(host: RunningHost, steps_ahead: int) -> str:
    assert host.host is not None
    return pyotp.TOTP(host.people.totp_secret).at(host.host.clock.now(), counter_offset=steps_ahead)


async def test_from_majlis_new_to_a_users_screen(
    host: RunningHost, new_page: Callable[..., Any], tmp_path: Path
) -> None:
    """The first hour of a third-party developer, with nothing but the two commands and a browser."""
    home, app = tmp_path / "home", tmp_path / "tea"
    home.mkdir()
    (home / "artifact.key").write_bytes((cache_folder() / "tests.key").read_bytes())
    stranger = WebUser(host.address)
    await stranger.sign_up("stranger", "غريب", "a tent by the sea 7")
    await majlis(home, tmp_path, "new", "tea", "--app-id", "org.example.tea")
    await majlis(home, app, "test")
    await majlis(
        home, app, "login", "--host", host.address, "--username", "stranger", "--password", "a tent by the sea 7"
    )
    await majlis(home, app, "keys", "new")
    await majlis(home, app, "keys", "register")
    await majlis(home, app, "build")
    await majlis(home, app, "submit", "--note", "شاي للجميع")
    await majlis(home, app, "status", "--watch")

    operator = await new_page(viewport={"width": 1200, "height": 900})
    operator.set_default_timeout(PATIENCE_MS)
    await operator.goto(host.address.replace("localhost", "operator.localhost"))
    await operator.fill("[data-testid=username]", OPERATOR)
    await operator.fill("[data-testid=password]", PASSWORD)
    # The demo's own approval of the built-in apps used up one code; the next step's is valid already.
    await operator.fill("[data-testid=totp]", code(host, 1))
    await operator.keyboard.press("Enter")
    await operator.locator("[data-testid=queue] [data-testid^=review-]").first.click()
    await operator.get_by_text("شاي للجميع").wait_for()
    await operator.get_by_test_id("approve").click()
    await operator.get_by_test_id("verdict-yes").click()
    await operator.get_by_text("لا شيء ينتظر").wait_for()

    layla = await new_page()
    layla.set_default_timeout(PATIENCE_MS)
    await layla.goto(host.address)
    await layla.get_by_test_id("username").fill("layla")
    await layla.get_by_test_id("password").fill(PASSWORD)
    await layla.keyboard.press("Enter")
    await layla.get_by_test_id("tab-apps").click()
    await layla.get_by_test_id("app-org.example.tea").click()
    await layla.get_by_test_id("screen").wait_for()
