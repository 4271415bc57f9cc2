"""The client is written for both directions: no left, no right, no inline style, no foreign address."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[3] / "core" / "web"
STYLES = sorted((WEB / "src").rglob("*.css"))
CODE = sorted([*(WEB / "src").rglob("*.ts"), *(WEB / "src").rglob("*.tsx")])
# (what it looks like, what to write instead)
PHYSICAL = [
    (r"(?<![\w-])(left|right)\s*:", "inset-inline-start / -end"),
    (r"(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)", "-inline- / -block-"),
    (r"border-(top|bottom)-(left|right)-radius", "border-start-start-radius …"),
    (r"text-align\s*:\s*(left|right)", "text-align: start / end"),
    (r"float\s*:\s*(left|right)", "float: inline-start"),
    (r"(?<![\w-])(min-|max-)?(width|height)\s*:(?!\s*\d+px\))", "inline-size / block-size"),
    (r"translateX\((?!calc\(var\(--dir\))", "translateX(calc(var(--dir) * …))"),
    (r"(?<![\w-])(margin|padding)\s*:[^;\n]+\s[^;\n]+\s[^;\n]+\s[^;\n]+;", "-block and -inline apart"),
    (r"letter-spacing|font-style\s*:\s*italic|text-transform", "nothing: Arabic has none of them"),
]


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_are_logical(path: Path) -> None:
    """One physical property is one bug for half of the users."""
    text = _without_comments(path.read_text(encoding="utf-8"))
    # Media features have physical names only.
    text = re.sub(r"@media[^{]*", "", text)
    for pattern, instead in PHYSICAL:
        found = re.search(pattern, text)
        assert found is None, f"{found and found[0]}: write {instead}"


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_code_sets_no_inline_style_and_no_markup(path: Path) -> None:
    """The page's CSP forbids style attributes; markup from strings is how an app would get out of its frame."""
    text = path.read_text(encoding="utf-8")
    for banned in (
        " style={",
        "dangerouslySetInnerHTML",
        "innerHTML",
        "eval(",
        "document.write",
        "http://",
        "https://",
    ):
        if banned.startswith("http") and path.name in {"fixtures.ts", "trade_fixtures.ts", "gallery.tsx"}:
            continue  # The namespace of SVG.
        assert banned not in text, banned


def test_files_stay_short() -> None:
    """Every file is as short as its idea."""
    long = {
        path.name: lines
        for path in [*CODE, *STYLES]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_text_has_room_for_arabic() -> None:
    """Marks above and below letters need lines at least 1.55 high."""
    for path in STYLES:
        for value in re.findall(r"line-height:\s*([\d.]+)\s*;", path.read_text(encoding="utf-8")):
            assert float(value) >= 1.5 or float(value) == 1, f"{path.name}: {value}"
