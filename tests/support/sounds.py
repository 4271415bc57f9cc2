"""Small sounds with tags in them, made by hand: each a function of the text its tags hold."""

from __future__ import annotations

from collections.abc import Callable

SOUND = b"\xff\xfb\x90\x64-this-is-the-sound-itself-"


def opus(canary: bytes) -> bytes:
    """Ogg with a page for the head, one for the comments and one for the sound. Checksums are not looked at."""
    tags = b"OpusTags" + _le(3) + b"app" + _le(1) + _le(len(canary) + 8) + b"ARTIST= " + canary
    pages = ((2, b"OpusHead" + bytes(11)), (0, tags), (4, SOUND))
    return b"".join(_page(kind, number, packet) for number, (kind, packet) in enumerate(pages))


def vorbis(canary: bytes) -> bytes:
    """As Vorbis has it: the comments share their page with the set-up."""
    comments = b"\x03vorbis" + _le(3) + b"app" + _le(1) + _le(len(canary) + 4) + b"GEO=" + canary + b"\x01"
    first, second = _page(2, 0, b"\x01vorbis" + bytes(23)), _page(0, 1, comments, b"\x05vorbis" + bytes(40))
    return first + second + _page(4, 2, SOUND)


def webm(canary: bytes) -> bytes:
    """A segment with tags, a title, a date and a cluster."""
    about = _element(b"\x15\x49\xa9\x66", _element(b"\x7b\xa9", canary), _element(b"\x44\x61", bytes(8)),
                     _element(b"\x4d\x80", b"app of " + canary))  # fmt: skip
    tags = _element(b"\x12\x54\xc3\x67", _element(b"\x73\x73", canary))
    cluster = _element(b"\x1f\x43\xb6\x75", _element(b"\xe7", b"\0"), _element(b"\xa3", b"\x81\0\0\x80" + SOUND))
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", b"webm"))
    return head + _element(b"\x18\x53\x80\x67", about, tags, cluster)


def live_webm(canary: bytes) -> bytes:
    """As a browser records it: neither the segment's nor the cluster's length is known; tags come behind."""
    cluster = b"\x1f\x43\xb6\x75" + b"\x01" + b"\xff" * 7 + _element(b"\xe7", b"\0")
    cluster += _element(b"\xa3", b"\x81\0\0\x80" + SOUND)
    tags = _element(b"\x12\x54\xc3\x67", _element(b"\x73\x73", canary))
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", b"webm"))
    return head + b"\x18\x53\x80\x67" + b"\x01" + b"\xff" * 7 + cluster + tags


def mp3(canary: bytes) -> bytes:
    """ID3v2 before it, APE and ID3v1 behind it."""
    before = b"ID3\x04\0\0" + bytes([0, 0, 0, len(canary)]) + canary
    ape = canary.ljust(64, b" ")
    footer = b"APETAGEX" + (2000).to_bytes(4, "little") + (len(ape) + 32).to_bytes(4, "little") + bytes(16)
    return before + SOUND + ape + footer + b"TAG" + canary.ljust(125, b"\0")


SOUNDS: dict[str, Callable[[bytes], bytes]] = {
    "opus": opus, "vorbis": vorbis, "webm": webm, "live webm": live_webm, "mp3": mp3
}  # fmt: skip


def _le(number: int) -> bytes:
    return number.to_bytes(4, "little")


def _page(kind: int, number: int, *packets: bytes) -> bytes:
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    head = b"OggS\0" + bytes([kind]) + bytes(8) + b"SERI" + _le(number) + bytes(4) + bytes([len(lacing)])
    return head + lacing + b"".join(packets)


def _element(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    size = bytes([len(body) | 0x80]) if len(body) < 127 else (len(body) | 1 << 28).to_bytes(4, "big")
    return name + size + body
