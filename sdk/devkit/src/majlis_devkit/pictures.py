"""Pictures of a package: what each is, and why a phone should not be given it. Pure; reads headers, decodes nothing."""

from __future__ import annotations

import re
import struct
from typing import Final

from miniapp import limits

MEDIA_TYPES: Final = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}

_SVG_REFUSED = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<(?:[^\s<>/:\"'=]+:)?(?:script|foreignObject)|w3\.org/1999/xhtml|\bon[a-z]+\s*=|javascript:"
    rb"|\b(?:xlink:)?href\s*=|[\"']\s*(?:[^\s\"'<>:]+:)?href\s*[\"']"  # The second is what an animation would set.
    rb"|@import|(?:image-set|cross-fade|\bimage|\bsrc)\("
    rb"|\burl\(\s*[\"']?(?![\"'#\s])"  # What is drawn refers to its own parts alone.
    rb"|&\#|\\"  # Any of it spelled otherwise.
    rb"|<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*[\"'](?!utf-8[\"']|us-ascii[\"'])",
    re.IGNORECASE,
)
_SVG_ASIDE = re.compile(rb"<!--|<!\[CDATA\[|<\?")
_SVG_ENDS: Final = {b"<!--": b"-->", b"<![CDATA[": b"]]>", b"<?": b"?>"}
# Start of frame, of every kind of JPEG; what lies between them are tables and other arithmetic.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def media_type(path: str) -> str:
    """What the file is by its name, such as image/png."""
    return MEDIA_TYPES["." + path.rpartition(".")[2]]


def picture_defect(path: str, content: bytes) -> str | None:
    """Why a screen may not show this file, in words; None when it may."""
    if len(content) > limits.ASSET_BYTES_MAX:
        return f"it has {len(content):,} bytes; at most {limits.ASSET_BYTES_MAX:,} (ASSET_BYTES_MAX)"
    if path.endswith(".svg"):
        return svg_defect(content)
    size = _SIZES[media_type(path)](content)
    if size is None:
        return f"it is no {media_type(path)}"
    width, height = size
    if not width or not height or width * height > limits.ASSET_PIXELS_MAX:
        return f"it has {width} × {height} pixels; at most {limits.ASSET_PIXELS_MAX:,} (ASSET_PIXELS_MAX)"
    return None


def svg_defect(content: bytes) -> str | None:
    """Why this is no plain drawing; None when it is."""
    if b"<svg" not in content[:1024] or b"\x00" in content:
        return "it does not begin with <svg"
    flowing = _flowing(content)
    if flowing is None:
        return "it has a comment without an end"
    if refused := _SVG_REFUSED.search(content) or _SVG_REFUSED.search(flowing):
        return f"it contains {refused[0].decode('ascii', 'replace')}, and pictures are plain drawings"
    return None


def _flowing(content: bytes) -> bytes | None:
    """As its reader puts it together: a comment may stand in the middle of a word. None where one never ends."""
    kept, at = [], 0
    while aside := _SVG_ASIDE.search(content, at):
        end = content.find(_SVG_ENDS[aside[0]], aside.end())
        if end < 0:
            return None
        kept.append(content[at : aside.start()])
        if aside[0] == b"<![CDATA[":
            kept.append(content[aside.end() : end])
        at = end + len(_SVG_ENDS[aside[0]])
    return b"".join([*kept, content[at:]])


def _png_size(content: bytes) -> tuple[int, int] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    at = 2
    while content[:2] == b"\xff\xd8" and at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 1 if marker == 0xFF else 2 + length
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    kind = content[12:16] if content[:4] == b"RIFF" and content[8:12] == b"WEBP" and len(content) >= 30 else b""
    if kind == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if kind == b"VP8L" and content[20] == 0x2F:
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


_SIZES: Final = {"image/png": _png_size, "image/jpeg": _jpeg_size, "image/webp": _webp_size}
