"""What browser tests stand on: a Chromium, pages that complain about every error, and the built client served locally.

Playwright's asynchronous side is used: its synchronous one leaves a running loop behind for every later test.
"""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from tests.browser import chromium as finder

ROOT = Path(__file__).parent.parent.parent
DIST = ROOT / "core" / "web" / "dist"
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In CI a browser test that fails is run once more, and listed as RERUN at the end: look at each of those.

    A machine that CI shares may stand still in the middle of a click; elsewhere a failure is a failure at once.
    """
    if os.environ.get("CI", "").lower() == "true":
        for item in items:
            if item.path.is_relative_to(Path(__file__).parent):
                item.add_marker(pytest.mark.flaky(reruns=1))


def missing(why: str) -> None:
    """Skips, or fails where nothing may be skipped."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(why)
    pytest.skip(why)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Any]:
    """A started browser, one for each test module."""
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    try:
        found = finder.find()
    except finder.NoChromium as reason:
        missing(str(reason))
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=str(found.executable), args=list(finder.FLAGS), env=found.environment()
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def new_page(chromium: Any) -> AsyncIterator[Callable[..., Any]]:
    """Opens phone-sized pages in contexts of their own; an error or a CSP violation on any of them fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    async def open_page(**options: Any) -> Any:
        context = await chromium.new_context(
            **{"viewport": PHONE, "locale": "ar-SA", "timezone_id": "Asia/Riyadh", **options}
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("console", lambda message: _listen(message, complaints))
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert not complaints, complaints


def _listen(message: Any, complaints: list[str]) -> None:
    # A refused rpc, or a socket without a network, is logged by the browser itself; the page shows it to the user.
    by_browser = ("Failed to load resource", "net::ERR_INTERNET_DISCONNECTED")
    if message.type == "error" and not any(known in message.text for known in by_browser):
        complaints.append(f"console: {message.text}")


class _Files(SimpleHTTPRequestHandler):
    csp = ""

    def end_headers(self) -> None:
        self.send_header("content-security-policy", self.csp)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Test output stays the tests' own."""


@pytest.fixture(scope="session")
def web_dist() -> Path:
    """The built client; `node core/web/build.mjs` makes it."""
    if not (DIST / "manifest.json").exists():
        missing("the client is not built; fix: npm --prefix core/web ci && npm --prefix core/web run build")
    return DIST


@contextmanager
def _served(dist: Path) -> Iterator[str]:
    handler = type("Files", (_Files,), {"csp": loads((dist / "manifest.json").read_text())["csp"]})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(dist)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def web_url(web_dist: Path) -> Iterator[str]:
    """The built client served as plain files under the page's own CSP; rpcs and sockets are for the test to route."""
    with _served(web_dist) as url:
        yield url


@pytest.fixture(scope="session")
def gallery_url(web_dist: Path) -> Iterator[str]:
    """The component gallery, built beside the client."""
    with _served(Path(__file__).parent / "dist") as url:
        yield f"{url}/gallery.html"


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The source of axe-core, to be run in a page."""
    path = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        missing("axe-core is not installed; fix: npm ci --prefix tests/browser")
    return path.read_text(encoding="utf-8")
