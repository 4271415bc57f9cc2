"""The web client's files, held in memory by the names its build's manifest gives them; nothing else can be reached."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml", ".woff2": "font/woff2", ".png": "image/png", ".json": "application/json",
    ".webmanifest": "application/manifest+json", ".ftl": "text/plain; charset=utf-8",
}  # fmt: skip
_COMPRESSED = (".html", ".js", ".css", ".svg", ".json", ".ftl")
FOR_EVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Majlis</title>
<p lang="ar" dir="rtl">لم تُبنَ واجهة الويب بعد. شغّل <code>make web</code> ثم أعد تحميل الصفحة.</p>
<p>The web client is not built yet. Run <code>make web</code>, then reload this page.</p></html>
"""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file ready to send; `gzipped` is empty where compressing gains nothing."""

    body: bytes
    gzipped: bytes
    content_type: str
    cache_control: str


class Assets:
    """Reads the build once, and again when its manifest changes."""

    def __init__(self, dist: Path) -> None:
        self._dist = dist
        self._read_at_ns = -1
        self._files: dict[str, Asset] = {}
        self._pages: dict[str, Asset] = {}

    def file(self, path: str) -> Asset | None:
        """The asset at a path such as /assets/host-FOSQ3RU5.js."""
        self._refresh()
        return self._files.get(path)

    def page(self, name: str) -> Asset:
        """The page of an origin, or one that says how to build it."""
        self._refresh()
        return self._pages.get(name) or Asset(NOT_BUILT.encode(), b"", TYPES[".html"], "no-store")

    def _refresh(self) -> None:
        manifest = self._dist / "manifest.json"
        try:
            changed_ns = manifest.stat().st_mtime_ns
        except FileNotFoundError:
            self._files, self._pages, self._read_at_ns = {}, {}, -1
            return
        if changed_ns == self._read_at_ns:
            return
        built = json.loads(manifest.read_text("utf-8"))
        self._files = {path: self._load(path.lstrip("/"), FOR_EVER) for path in built["files"]}
        self._pages = {name: self._load(entry["html"], ASK_AGAIN) for name, entry in built["entries"].items()}
        self._read_at_ns = changed_ns

    def _load(self, name: str, cache_control: str) -> Asset:
        path = self._dist / name
        body = path.read_bytes()
        gzipped = gzip.compress(body, 6, mtime=0) if path.suffix in _COMPRESSED else b""
        content_type = TYPES.get(path.suffix, "application/octet-stream")
        return Asset(body, gzipped if len(gzipped) < len(body) else b"", content_type, cache_control)
