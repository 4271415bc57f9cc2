"""Pictures of a package: what a phone may be given, known by its own bytes, and every name a screen shows."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from majlis_devkit import checks, package, project
from majlis_devkit.checks import dry
from majlis_devkit.engine.outcome import Outcome
from majlis_devkit.pictures import media_type, picture_defect, svg_defect
from miniapp import limits
from tests.support.packages import APP, CONTRACT, ICON, files, signed


def png(width: int, height: int, padding: int = 0) -> bytes:
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", width, height)
    return header + b"\x08\x06\x00\x00\x00" + b"\0" * padding


def jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + b"\0" * 10
    return b"\xff\xd8" + b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + b"\0" * 9 + b"\xff" + frame


def webp(kind: bytes, body: bytes) -> bytes:
    chunk = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def webp_large(width: int, height: int) -> bytes:
    return webp(b"VP8X", b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"))


def webp_lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little") + b"\0" * 6)


def webp_lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\0" * 3 + b"\x9d\x01\x2a" + struct.pack("<HH", width, height))


MAKERS = {
    "a.png": png, "a.jpg": jpeg, "large.webp": webp_large, "lossless.webp": webp_lossless, "lossy.webp": webp_lossy,
}  # fmt: skip


@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_is_known_by_its_bytes_and_may_have_so_many_pixels(name: str) -> None:
    """A file of a kilobyte can ask a phone for a gigabyte."""
    assert limits.ASSET_PIXELS_MAX == 2_000 * 2_000
    make, path = MAKERS[name], f"assets/{name}"
    assert picture_defect(path, make(2_000, 2_000)) is None
    assert "2000 × 2001 pixels" in (picture_defect(path, make(2_000, 2_001)) or "")
    others = {media_type(f"x{suffix}"): suffix for suffix in (".png", ".jpg", ".webp")}
    for kind, suffix in others.items():
        if kind != media_type(path):
            assert picture_defect(f"assets/a{suffix}", make(10, 10)) == f"it is no {kind}"


@pytest.mark.parametrize("name", MAKERS)
def test_a_picture_cut_anywhere_is_refused_or_measured_and_never_a_crash(name: str) -> None:
    whole = MAKERS[name](10, 10)
    for end in range(len(whole)):
        picture_defect(f"assets/{name}", whole[:end])


def test_the_bytes_of_a_picture_hold_at_n_and_refuse_n_plus_1() -> None:
    padding = limits.ASSET_BYTES_MAX - len(png(1, 1))
    assert picture_defect("assets/a.png", png(1, 1, padding)) is None
    assert "ASSET_BYTES_MAX" in (picture_defect("assets/a.png", png(1, 1, padding + 1)) or "")


@pytest.mark.parametrize(
    "inner", [b"<script>", b'<a href="x">', b'<g onload="x">', b"<!DOCTYPE svg>", b"<use xlink:href='#a'>", b"\x00"]
)
def test_a_drawing_that_could_do_something_is_refused(inner: bytes) -> None:
    assert picture_defect("assets/a.svg", b"<svg>" + inner + b"</svg>")


def codes(changes: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in checks.run_checks(signed(changes), contract=CONTRACT)]


def test_good_pictures_have_no_finding_in_any_folder_of_theirs() -> None:
    assert codes({"assets/kabsa.svg": ICON, "assets/menu/rice-1.png": png(10, 10)}) == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("assets/menu.txt", b"x"),
        ("assets/كبسة.svg", ICON),
        ("assets/two words.svg", ICON),
        ("assets/a.gif", b"GIF89a"),
        ("assets/a/b/c/d/e/f.svg", ICON),
        ("assets/a.png", ICON),
        ("assets/a.svg", b"<svg><script/></svg>"),
    ],
)
def test_what_no_screen_can_show_is_named(path: str, content: bytes) -> None:
    assert codes({path: content}) == [("E116", path)]


def test_the_folder_holds_so_many_pictures_and_so_many_bytes() -> None:
    many = {f"assets/a{n}.svg": ICON for n in range(limits.ASSETS_MAX)}
    assert codes(many) == [("W118", "assets/")]
    assert codes(many | {"assets/one-more.svg": ICON}) == [("E117", "assets/")]
    each = limits.ASSETS_BYTES_MAX // 8
    heavy = {f"assets/a{n}.png": png(1, 1, each - len(png(1, 1))) for n in range(8)}
    assert codes(heavy) == [("W118", "assets/")]
    assert codes(heavy | {"assets/b.png": png(1, 1)}) == [("E117", "assets/")]


def test_a_name_in_the_sources_that_no_file_has_is_found_at_its_line() -> None:
    shows = APP + '\nKABSA = "assets/kabsa.svg"\nMADE = f"assets/{KABSA}.svg"\n'
    line = shows.splitlines().index('KABSA = "assets/kabsa.svg"') + 1
    assert codes({"app.py": shows}) == [("E119", f"app.py:{line}")]
    assert codes({"app.py": shows, "assets/kabsa.svg": ICON}) == []


def test_a_name_the_app_makes_is_found_when_the_screen_is_drawn() -> None:
    picture = {"type": "Image", "props": {"src": "assets/fish.svg", "label": "سمك"}}
    card = {"type": "Card", "props": {"title": "x", "image": "assets/kabsa.svg"}}
    tree = {"type": "Screen", "props": {"title": "x"}, "children": [picture, card]}

    def start(sources: str, event: str, host_call: Any) -> Outcome:
        described = {"screens": ["/"], "actions": {}} if json.loads(event)["kind"] == "describe" else {"tree": tree}
        return Outcome(answer=json.dumps(described))

    opened = package.read(signed({"assets/kabsa.svg": ICON}))
    manifest = checks.read_manifest(opened)
    assert [(one.code, "assets/fish.svg" in one.text_en) for one in dry.check(opened, manifest, start)] == [
        ("E609", True)
    ]


def test_a_folder_packs_its_pictures_and_nothing_hidden(tmp_path: Path) -> None:
    for path, content in (files() | {"assets/menu/rice.svg": ICON, "assets/.rice.svg": ICON}).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert set(package.read(signed()).files) >= set(files())
    assert list(package.read(project.read(tmp_path).package()).assets) == ["assets/menu/rice.svg"]


def drawing(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode()


@pytest.mark.parametrize("inside", [
    "<!-- Generator: a drawing program, with <style> in its words -->",
    "<style><![CDATA[.a{fill:#fff}]]></style>",
    """<rect fill="url(#a)" style="fill:url( '#b' )"/>""",
    '<s:rect xmlns:s="http://www.w3.org/2000/svg"/>',
    "<text>قهوة &amp; تمر</text>",
])  # fmt: skip
def test_what_drawing_programs_write_is_a_plain_drawing(inside: str) -> None:
    assert svg_defect(drawing(inside)) is None


@pytest.mark.parametrize("inside", [
    "<style><![CDATA[<!-- @im]]><![CDATA[port 'x'; -->]]></style>",
    "<?x <!-- ?><style>@im<!-- -->port 'x'</style><!-- -->",
    "<style>u<!--a--><!--b-->rl(//evil.example)</style>",
    "<!-- without an end",
    "<style><![CDATA[ without an end",
])  # fmt: skip
def test_a_word_in_pieces_is_read_as_a_browser_reads_it(inside: str) -> None:
    """Comments go, sections open, and what looks like one inside the other is neither."""
    assert svg_defect(drawing(inside)) is not None
