"""What a file is, by its first bytes and never by its name, and what each kind of media takes."""

from __future__ import annotations

import filetype

from core.messaging.media.errors import MediaTypeRefused
from majlis.messaging.v1 import media_service_pb2 as pb

HEAD_BYTES = 8192  # As far as anything looks.
UNKNOWN = "application/octet-stream"
IMAGES = {"image/jpeg", "image/png", "image/webp", "image/gif"}
_VOICES = {
    "audio/ogg": "audio/ogg", "audio/mpeg": "audio/mpeg", "audio/mp4": "audio/mp4", "video/mp4": "audio/mp4",
    "video/webm": "audio/webm",
}  # fmt: skip
_VIDEOS = {"video/mp4": "video/mp4", "video/webm": "video/webm"}
TAKEN: dict[int, dict[str, str]] = {
    pb.MEDIA_KIND_IMAGE: {name: name for name in IMAGES}, pb.MEDIA_KIND_VOICE: _VOICES, pb.MEDIA_KIND_VIDEO: _VIDEOS
}  # fmt: skip
# Besides media, the only types a file keeps: no browser runs them or shows them as a page.
_HARMLESS = ("image/", "audio/", "video/", "font/")
_HARMLESS_TYPES = {
    "application/pdf", "application/zip", "application/gzip", "application/x-tar", "application/x-7z-compressed",
    "application/x-bzip2", "application/x-xz", "application/vnd.rar", "application/epub+zip", "application/rtf",
    "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
# Files made by recorders name themselves by these brands too; QuickTime's own, HEIC and AVIF are others.
_MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"iso8", b"mp41", b"mp42", b"mp71", b"avc1", b"dash",
               b"M4V ", b"M4VP", b"MSNV", b"3gp4", b"3gp5", b"f4v "}  # fmt: skip
_MARKUP = {
    b"<svg": "image/svg+xml", b"<html": "text/html", b"<!doctype html": "text/html", b"<script": "text/html",
    b"<?xml": "text/xml",
}  # fmt: skip


def found(head: bytes) -> str:
    """The type of a file that begins like this; application/octet-stream where nothing tells."""
    if head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS:
        return "video/mp4"
    guessed: str | None = filetype.guess_mime(head)
    if guessed is not None:
        return guessed
    if head[:2] in (b"\xff\xfa", b"\xff\xe2", b"\xff\xe3"):
        return "audio/mpeg"
    return _text(head)


def check(kind: int, head: bytes) -> str:
    """The type it is stored and sent as. MEDIA_TYPE_REFUSED with what was found, where the kind does not take it."""
    what = found(head)
    if kind == pb.MEDIA_KIND_FILE:
        is_safe = what != "image/svg+xml" and (what.startswith(_HARMLESS) or what in _HARMLESS_TYPES)
        return what if is_safe else UNKNOWN
    try:
        return TAKEN[kind][what]
    except KeyError:
        raise MediaTypeRefused("this kind of file cannot be sent as that", found=what) from None


def _text(head: bytes) -> str:
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begins.startswith(b"<"):
        for mark, name in _MARKUP.items():
            if mark in begins[:1024]:
                return name
        return "text/xml"
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(head) - 3:  # Not just a letter cut off at the end.
            return UNKNOWN
        text = head[: error.start].decode("utf-8")
    return "text/plain" if text and not any(letter < " " and letter not in "\t\r\n\f" for letter in text) else UNKNOWN
