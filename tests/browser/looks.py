"""Looking at a page once it stands still: what is measured while fonts arrive or a sheet rises is nobody's fault."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LAYOUT = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8")


async def at_rest(page: Any) -> None:
    """Returns when nothing on the page moves any more; `majlisLayout` can be asked from then on."""
    await page.evaluate(LAYOUT)
    await page.wait_for_function("() => majlisLayout.rests()")


async def stop_time(page: Any) -> None:
    """From here on time passes only as the test says; nothing put off until after the drawing happens before.

    For a page whose clock was installed before it was opened.
    """
    await page.clock.pause_at(datetime.fromtimestamp(await page.evaluate("Date.now()") / 1_000 + 1, UTC))


async def complaints(page: Any, axe_source: str) -> list[Any]:
    """What axe-core finds wrong with a page at rest: the rule, and where with why."""
    await at_rest(page)
    await page.evaluate(axe_source)
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    violations = found["violations"]
    return [(one["id"], [(node["target"], node["failureSummary"]) for node in one["nodes"]]) for one in violations]
