"""What is kept of pictures, films and sounds: what they show, and nothing of who made them, where and with what."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image, ImageCms, ImageSequence

from core.messaging.media import cleaning, limits
from core.messaging.media.cleaning import Cleaner
from core.messaging.media.errors import MediaTooLarge, MediaTypeRefused, MediaUnreadable
from core.messaging.media.sniffing import check
from majlis.messaging.v1 import media_service_pb2 as pb
from tests.support import sounds
from tests.support.media_desk import FILE, IMAGE, VIDEO, VOICE, box, film, picture

CANARY = b"CANARY-21.4225-39.8262"


async def clean(kind: pb.MediaKind.ValueType, content: bytes) -> cleaning.Cleaned:
    """As a finished upload is looked at."""
    return await Cleaner().clean(check(kind, content[:8192]), content)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def png(width: int, height: int, pixels: bytes = b"", *, extra: bytes = b"") -> bytes:
    """A PNG that says it has one bit a pixel, whatever follows."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\x00\x00\x00\x00"
    body = chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + body + chunk(b"IEND", b"")


def blank_png(width: int, height: int) -> bytes:
    """A sound PNG of that size, small because it is empty."""
    return png(width, height, bytes((1 + -(-width // 8)) * height))


def tagged() -> Image.Exif:
    """What a phone writes: place, owner, and which way is up."""
    exif = Image.Exif()
    exif[0x0112] = 6  # Turned a quarter.
    exif[0x013B] = CANARY.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    return exif


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_is_upright_and_tells_nothing(form: str) -> None:
    """The place where a child was photographed must not travel with the picture."""
    taken = picture(form, (64, 48), exif=tagged(), quality=95)
    assert CANARY in taken
    kept = await clean(IMAGE, taken)
    shown = opened(kept.content)
    assert (shown.format, shown.size, (kept.width_px, kept.height_px)) == (form, (48, 64), (48, 64))
    assert CANARY not in kept.content + kept.thumbnail
    assert not shown.getexif()
    # The red half was on the left, and is at the top after the quarter turn.
    assert shown.convert("RGB").getpixel((24, 8))[0] > 150  # type: ignore[index]
    assert shown.convert("RGB").getpixel((24, 56))[0] < 60  # type: ignore[index]


async def test_text_and_colour_profiles_are_not_kept() -> None:
    """Profiles name screens and their owners; the colours are converted instead."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    noted = png(8, 8, bytes(16), extra=chunk(b"tEXt", b"Comment\0" + CANARY) + chunk(b"eXIf", b"II*\0" + CANARY))
    assert CANARY not in (await clean(IMAGE, noted)).content
    assert "icc_profile" not in opened((await clean(IMAGE, picture(icc_profile=profile))).content).info
    commented = picture("JPEG", comment=CANARY)
    assert CANARY in commented
    assert CANARY not in (await clean(IMAGE, commented)).content
    damaged = picture(icc_profile=b"no profile at all")
    assert opened((await clean(IMAGE, damaged)).content).size == (64, 48)


@pytest.mark.parametrize(("mode", "form"), [
    ("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("LA", "PNG"), ("1", "PNG"), ("I;16", "PNG"), ("RGBA", "PNG"),
    ("RGBA", "WEBP"), ("P", "GIF"),
])  # fmt: skip
async def test_every_kind_of_pixels_is_kept(mode: str, form: str) -> None:
    kept = await clean(IMAGE, picture(form, mode=mode))
    assert (opened(kept.content).format, opened(kept.content).size) == (form, (64, 48))
    assert opened(kept.thumbnail).format == "WEBP"


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
async def test_a_moving_picture_keeps_its_frames_and_nothing_else(form: str) -> None:
    """Frames are kept as they are; comments, metadata and what was hung on behind are cut."""
    frames = [Image.new("RGB", (40, 30), (40 * number, 10, 200)) for number in range(5)]
    encoded = io.BytesIO()
    more = {"comment": CANARY} if form == "GIF" else {"exif": b"Exif\0\0" + CANARY, "xmp": CANARY, "lossless": True}
    frames[0].save(encoded, form, save_all=True, append_images=frames[1:], duration=80, loop=0, **more)
    sent = encoded.getvalue() + b"PK\x03\x04" + CANARY
    assert sent.count(CANARY) > 1
    kept = await clean(IMAGE, sent)
    assert CANARY not in kept.content
    before = [frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(opened(encoded.getvalue()))]
    assert [frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(opened(kept.content))] == before
    assert opened(kept.content).info["loop"] == 0
    assert not opened(kept.content).getexif()


async def test_a_thumbnail_is_no_wider_than_it_may_be() -> None:
    kept = await clean(IMAGE, picture("JPEG", (1600, 800)))
    assert opened(kept.thumbnail).size == (limits.THUMBNAIL_WIDTH_PX, limits.THUMBNAIL_WIDTH_PX // 2)
    noise = Image.effect_noise((900, 900), 120).convert("RGB")
    encoded = io.BytesIO()
    noise.save(encoded, "PNG")
    assert 0 < len((await clean(IMAGE, encoded.getvalue())).thumb_data) <= limits.THUMB_DATA_CHARS_MAX


@pytest.mark.parametrize(("width", "height", "is_taken"), [
    (10_000, 5_000, True), (10_000, 5_001, False),
    (limits.PICTURE_SIDE_PX_MAX, 1, True), (limits.PICTURE_SIDE_PX_MAX + 1, 1, False), (1, 100_000, False),
])  # fmt: skip
async def test_pictures_have_a_largest_size(width: int, height: int, is_taken: bool) -> None:
    if is_taken:
        kept = await clean(IMAGE, blank_png(width, height))
        assert (kept.width_px, kept.height_px) == (width, height)
    else:
        with pytest.raises(MediaUnreadable) as refused:
            await clean(IMAGE, blank_png(width, height))
        assert refused.value.facts == {"why": "too_large_a_picture"}


def _gif(frames: int, side: int = 1) -> bytes:
    """A GIF of so many frames without a pixel worth speaking of."""
    size = side.to_bytes(2, "little") * 2
    frame = b"\x21\xf9\x04\x00\x05\x00\x00\x00\x2c\0\0\0\0" + b"\x01\0\x01\0" + b"\x00\x02\x02\x44\x01\x00"
    return b"GIF89a" + size + b"\x80\0\0\0\0\0\xff\xff\xff" + frame * frames + b";"


@pytest.mark.parametrize(("frames", "side", "is_taken"), [
    (limits.ANIMATION_FRAMES_MAX, 1, True), (limits.ANIMATION_FRAMES_MAX + 1, 1, False), (11, 5_000, False)
])  # fmt: skip
async def test_moving_pictures_have_a_longest_length(frames: int, side: int, is_taken: bool) -> None:
    if is_taken:
        assert (await clean(IMAGE, _gif(frames, side))).width_px == side
    else:
        with pytest.raises(MediaUnreadable) as refused:
            await clean(IMAGE, _gif(frames, side))
        assert refused.value.facts == {"why": "too_much_work"}


def _nested(depth: int) -> bytes:
    """A box in a box in a box."""
    return b"".join((8 * (depth - each)).to_bytes(4, "big") + b"moov" for each in range(depth))


FTYP = box(b"ftyp", b"isom", bytes(4), b"isom")
HOSTILE = {
    "a PNG of 50,000 by 50,000": (IMAGE, png(50_000, 50_000), "too_large_a_picture"),
    "a PNG of no size": (IMAGE, png(0, 0), "damaged"),
    "a PNG with less than it says": (IMAGE, png(1_000, 1_000, b"\0"), "damaged"),
    "a PNG with a text that unpacks to 20 MB": (
        IMAGE, png(8, 8, b"\0", extra=chunk(b"zTXt", b"c\0\0" + zlib.compress(bytes(20_000_000), 9))), "damaged"),
    "a PNG without anything": (IMAGE, b"\x89PNG\r\n\x1a\n", "damaged"),
    "a JPEG that was cut off": (IMAGE, picture(size=(640, 480))[:-1200], "damaged"),
    "a JPEG of markers": (IMAGE, b"\xff\xd8\xff\xe0" + b"\xff\xda" * 4000, "damaged"),
    "a GIF whose blocks never end": (IMAGE, b"GIF89a\x01\0\x01\0\0\0\0" + b"\x21\xfe" + b"\xff" * 5000, "damaged"),
    "a WebP that says it is longer": (IMAGE, b"RIFF\xff\xff\xff\x7fWEBPVP8X\x0a\0\0\0\x02" + bytes(40), "damaged"),
    "a film whose box is larger than it": (VIDEO, film()[:-1], "damaged"),
    "a film of boxes in boxes": (VIDEO, FTYP + _nested(2_000), "damaged"),
    "a film without a film": (VIDEO, FTYP, "damaged"),
    "a WebM of nothing": (VOICE, b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + bytes(64), "damaged"),
    "an Ogg of nothing": (VOICE, b"OggS" + bytes(60), "damaged"),
    "an MP3 that is all tag": (VOICE, b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(64), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_file_is_refused_by_a_reason(name: str) -> None:
    """And the host goes on: it never looked at it itself."""
    kind, content, why = HOSTILE[name]
    with pytest.raises(MediaUnreadable) as refused:
        await clean(kind, content)
    assert refused.value.facts == {"why": why}
    assert (await clean(IMAGE, picture())).width_px == 64


@pytest.mark.parametrize(("content", "found"), [
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
    (b"\xef\xbb\xbf\n<?xml version='1.0'?><svg/>", "image/svg+xml"),
    (b"<!DOCTYPE html><p>", "text/html"), (b"#!/bin/sh\nrm -rf /\n", "text/plain"),
    (b"\0\1\2\3", "application/octet-stream"), (b"MZ" + bytes(60), "application/x-msdownload"),
    (b"%PDF-1.7\n", "application/pdf"), (b"BM" + bytes(60), "image/bmp"), (b"II*\0" + bytes(60), "image/tiff"),
    (box(b"ftyp", b"heic", bytes(4), b"mif1heic") + bytes(40), "image/heic"),
])  # fmt: skip
def test_a_refusal_says_what_it_found(content: bytes, found: str) -> None:
    """The sender may have trusted a name that lies."""
    for kind in (IMAGE, VOICE, VIDEO):
        with pytest.raises(MediaTypeRefused) as refused:
            check(kind, content)
        assert refused.value.facts == {"found": found}


@pytest.mark.parametrize(("content", "served"), [
    (b"<svg/>", "application/octet-stream"), (b"<html>", "application/octet-stream"),
    (b"alert(1)", "application/octet-stream"), (b"%PDF-1.7\n", "application/pdf"),
    (b"\xff\xd8\xff\xe0" + bytes(60), "image/jpeg"), (b"PK\x03\x04" + bytes(60), "application/zip"),
])  # fmt: skip
def test_a_file_that_a_browser_would_run_has_no_type(content: bytes, served: str) -> None:
    assert check(FILE, content) == served


async def test_a_picture_that_is_something_else_too_is_only_a_picture() -> None:
    """A JPEG with an archive or a page behind it would be opened as that by another program."""
    both = picture() + b"PK\x03\x04<html><script>" + CANARY
    assert CANARY not in (await clean(IMAGE, both)).content


@pytest.mark.parametrize("track", [b"vide", b"soun"])
async def test_a_film_tells_neither_place_nor_date(track: bytes) -> None:
    """A phone writes the place beside the film, not into it."""
    sent = film(place=CANARY, track=track)
    kept = (await clean(VIDEO, sent)).content
    assert (CANARY in sent, CANARY in kept) == (True, False)
    assert b"\xe1\x11\x22\x33" not in kept
    assert len(kept) == len(sent)
    assert b"SAMPLE-of-track!" in kept
    assert b"\xa9xyz" not in kept


async def test_a_track_of_places_goes_with_its_samples() -> None:
    """Where a phone was, second by second, is a track like sound."""
    kept = (await clean(VIDEO, film(track=b"meta"))).content
    assert b"SAMPLE-of-track!" not in kept
    assert b"trak" not in kept


@pytest.mark.parametrize("name", sorted(sounds.SOUNDS))
async def test_a_sound_tells_nothing(name: str) -> None:
    """Comments of Ogg, tags of WebM and MP3; the sound itself is the same to the byte."""
    sent = sounds.SOUNDS[name](CANARY)
    kept = (await clean(VOICE, sent)).content
    assert (CANARY in sent, CANARY in kept) == (True, False)
    assert sounds.SOUND in kept


async def test_a_file_that_takes_too_long_is_given_up() -> None:
    """The child is killed with its group, and nothing of it is left to wait for."""
    with pytest.raises(MediaUnreadable) as refused:
        await Cleaner(deadline_s=0.0).clean("image/jpeg", picture())
    assert refused.value.facts == {"why": "too_much_work"}


async def test_a_child_that_talks_too_much_is_not_listened_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that was captured could fill the host's memory."""
    monkeypatch.setattr(cleaning, "ANSWER_BYTES_MAX", 100)
    with pytest.raises(MediaTooLarge):
        await Cleaner().clean("image/jpeg", picture())
