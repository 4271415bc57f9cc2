"""MP3 without its tags: ID3 before the sound, ID3v1, APE and lyrics behind it are cut off; pure."""

from __future__ import annotations

from core.messaging.media.unreadable import Unreadable

_ID3V1_BYTES, _APE_FOOTER_BYTES = 128, 32


def clean(content: bytes) -> bytes:
    """The frames alone. Unreadable where none begins after the tags."""
    start, end = _before(content), _behind(content)
    if start + 4 > end or content[start] != 0xFF or content[start + 1] & 0xE0 != 0xE0:
        raise Unreadable
    return content[start:end]


def _before(content: bytes) -> int:
    at = 0
    while content[at : at + 3] == b"ID3" and at + 10 <= len(content):
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if content[at + 5] & 0x10 else 0)
    while content[at : at + 1] == b"\0":  # Padding some programs leave behind the tag.
        at += 1
    return at


def _behind(content: bytes) -> int:
    end = len(content)
    while True:
        before = end
        if content[end - _ID3V1_BYTES : end - _ID3V1_BYTES + 3] == b"TAG":
            end -= _ID3V1_BYTES
        footer = content[max(0, end - _APE_FOOTER_BYTES) : end]
        if footer[:8] == b"APETAGEX":
            has_header = bool(footer[23] & 0x80)
            end -= int.from_bytes(footer[12:16], "little") + (_APE_FOOTER_BYTES if has_header else 0)
        if footer[-9:] == b"LYRICS200" and footer[-15:-9].isdigit():
            end -= int(footer[-15:-9]) + 15
        if end == before or end <= 0:
            return max(0, end)
