"""What the browser downloads before the first screen."""

from __future__ import annotations

import gzip
import json

from core.main import WEB_DIST
from tests.bench.measure import Row, row

LIMIT_KB = 60.0  # What core/web/build.mjs refuses to pass.


async def measure() -> list[Row]:
    """The host app's script against its limit, and against the style sheet beside it."""
    entry = json.loads((WEB_DIST / "manifest.json").read_text("utf-8"))["entries"]["host"]
    script, style = (_gzip_kb(entry[part]) for part in ("js", "css"))
    note = "gzip level 9, kB of 1,000 bytes; fonts and icons apart"
    return [
        row("client.bundle_kb_gzip", script, "kB", "limit", LIMIT_KB, note),
        row("client.bundle_kb_gzip", script, "kB", "peer: the client's style sheet", style, note),
    ]


def _gzip_kb(url: str) -> float:
    return len(gzip.compress((WEB_DIST / url.removeprefix("/")).read_bytes(), 9, mtime=0)) / 1000
