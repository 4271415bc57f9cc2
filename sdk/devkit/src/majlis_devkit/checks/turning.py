"""Sources and texts read on every screen as they run: none turns the order of reading around.

A reviewer who reads a source with an override in it reads another program (CVE-2021-42574), and a user reads 100 where
the app's text says 001. What an app puts on a screen is cleaned when it does; what lies in its package is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from majlis_devkit.findings import Finding, finding
from majlis_devkit.package import is_text_file

# Embeddings, overrides and isolates; the marks LRM, RLM and ALM are honest Arabic. Fluent knows escapes of its own.
_RAW = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ESCAPED = re.compile(r"\\u(?:202[a-e]|206[6-9])|\\U00(?:202[a-e]|206[6-9])", re.IGNORECASE)


def check(files: Mapping[str, bytes]) -> list[Finding]:
    """A finding for the first such character of each source and text."""
    return [found for path in sorted(files) for found in _first(path, files[path].decode("utf-8", "replace"))]


def _first(path: str, content: str) -> Iterator[Finding]:
    if not path.endswith(".py") and not is_text_file(path):
        return
    found = _RAW.search(content) or (_ESCAPED.search(content) if is_text_file(path) else None)
    if found is not None:
        line = content.count("\n", 0, found.start()) + 1
        yield finding("E120", f"{path}:{line}", path=path, character=_named(found[0]))


def _named(character: str) -> str:
    return f"U+{ord(character):04X}" if len(character) == 1 else f"U+{character[-4:].upper()}"
