"""GIF and WebP containers with nothing in them but what is needed to show their frames; pure, no pixel is touched."""

from __future__ import annotations

from core.messaging.media.unreadable import Unreadable

_GIF_EXTENSION, _GIF_IMAGE, _GIF_END = 0x21, 0x2C, 0x3B
_GIF_CONTROL, _GIF_APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # How often it is repeated: the one application block that is not metadata.
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
_WEBP_FLAGS_KEPT = 0x12  # Animation and alpha; not profile, EXIF, XMP.
_FRAME_HEAD_BYTES = 16


def clean(mime_type: str, content: bytes) -> bytes:
    """The same picture without comments, metadata and trailing bytes; other types as they are. Unreadable: damaged."""
    try:
        if mime_type == "image/gif":
            return _gif(content)
        # A still WebP is encoded anew, and its EXIF is still needed for that: which way is up.
        if mime_type == "image/webp" and content[12:16] == b"VP8X" and content[20] & 2:
            return _webp(content)
    except IndexError:
        raise Unreadable from None
    return content


def _gif(content: bytes) -> bytes:
    at = 13 + _table_bytes(content[10])
    kept = bytearray(content[:at])
    while content[at] != _GIF_END:
        start = at
        if content[at] == _GIF_EXTENSION:
            label = content[at + 1]
            at = _after_blocks(content, at + 2)
            name = content[start + 3 : start + 14]
            if label == _GIF_CONTROL or (label == _GIF_APPLICATION and name in _LOOPS):
                kept += content[start:at]
        elif content[at] == _GIF_IMAGE:
            at = _after_blocks(content, at + 11 + _table_bytes(content[at + 9]))
            kept += content[start:at]
        else:
            raise Unreadable
    kept.append(_GIF_END)
    return bytes(kept)


def _table_bytes(packed: int) -> int:
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0


def _after_blocks(content: bytes, at: int) -> int:
    while size := content[at]:
        at += size + 1
    return at + 1


def _webp(content: bytes) -> bytes:
    size = int.from_bytes(content[4:8], "little") + 8
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or size > len(content):
        raise Unreadable
    kept = _chunks(content[12:size], in_frame=False)
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept


def _chunks(content: bytes, *, in_frame: bool) -> bytes:
    kept, at = bytearray(), 0
    while at + 8 <= len(content):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        body = content[at + 8 : at + 8 + size]
        if len(body) != size:
            raise Unreadable
        at += 8 + size + size % 2
        if name not in _WEBP_KEPT:
            continue
        if name == b"VP8X":
            body = bytes([body[0] & _WEBP_FLAGS_KEPT]) + body[1:]
        elif name == b"ANMF":
            if in_frame:
                raise Unreadable
            body = body[:_FRAME_HEAD_BYTES] + _chunks(body[_FRAME_HEAD_BYTES:], in_frame=True)
        kept += name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)
    return bytes(kept)
