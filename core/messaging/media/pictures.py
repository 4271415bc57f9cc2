"""A picture anew from its pixels: turned as its camera meant it, in sRGB, with nothing else it said of itself.

Runs in the jailed child only. JPEG, PNG and WebP are encoded again in their own format; GIF and animated WebP, whose
frames would suffer, keep their frames' bytes (`animations` has cut everything else) and are decoded to see that they
are sound. Whatever is not pixels ends here: EXIF, XMP, comments, colour profiles, text chunks, trailing bytes.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, ImageSequence

from core.messaging.media.limits import (
    ANIMATION_FRAMES_MAX,
    ANIMATION_PIXELS_MAX,
    PICTURE_PIXELS_MAX,
    PICTURE_SIDE_PX_MAX,
    THUMB_DATA_CHARS_MAX,
    THUMBNAIL_HEIGHT_PX,
    THUMBNAIL_WIDTH_PX,
)
from core.messaging.media.unreadable import TOO_LARGE_A_PICTURE, TOO_MUCH_WORK, Unreadable

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
_TINY = ((32, 50), (24, 40), (16, 30), (8, 20))  # Side and quality, until it fits.
_QUALITY = 88
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture and two smaller ones."""

    content: bytes
    thumbnail: bytes  # WebP.
    thumb_data: str
    width_px: int
    height_px: int


def prepare() -> None:
    """Load what decoding would otherwise look for on disk, which it cannot later: by cleaning pictures of our own."""
    Image.MAX_IMAGE_PIXELS = PICTURE_PIXELS_MAX
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for mime_type, form in _FORMATS.items():
        encoded = io.BytesIO()
        Image.new("RGB", (8, 8)).save(encoded, form, exif=exif, icc_profile=profile, xmp=b"<x:xmpmeta/>")
        clean(mime_type, encoded.getvalue())


def clean(mime_type: str, content: bytes) -> Picture:
    """The clean picture. Unreadable where it is damaged, larger than pictures may be, or too much work."""
    try:
        opened = Image.open(io.BytesIO(content), formats=[_FORMATS[mime_type]])
    except Image.DecompressionBombError:
        raise Unreadable(TOO_LARGE_A_PICTURE) from None
    _check_size(opened)
    if opened.format == "GIF" or getattr(opened, "is_animated", False):
        return _moving(opened, content)
    opened.load()
    picture = _upright(opened)
    encoded = io.BytesIO()
    plain = _storable(picture, mime_type)
    if mime_type == "image/jpeg":
        plain.save(encoded, "JPEG", quality=_QUALITY, optimize=True)
    elif mime_type == "image/png":
        plain.save(encoded, "PNG", compress_level=6)
    else:
        plain.save(encoded, "WEBP", quality=_QUALITY, method=2, exact=True)
    return _finished(encoded.getvalue(), plain)


def _moving(opened: Image.Image, content: bytes) -> Picture:
    frames = getattr(opened, "n_frames", 1)
    if frames > ANIMATION_FRAMES_MAX or frames * opened.width * opened.height > ANIMATION_PIXELS_MAX:
        raise Unreadable(TOO_MUCH_WORK)
    first: Image.Image | None = None
    for frame in ImageSequence.Iterator(opened):
        frame.load()
        first = first or frame.convert("RGBA")
    assert first is not None
    return _finished(content, first)


def _check_size(opened: Image.Image) -> None:
    width, height = opened.size
    if max(width, height) > PICTURE_SIDE_PX_MAX or width * height > PICTURE_PIXELS_MAX:
        raise Unreadable(TOO_LARGE_A_PICTURE)


def _upright(opened: Image.Image) -> Image.Image:
    """As it is meant to be seen: turned by its EXIF, its colours converted by its profile."""
    picture = ImageOps.exif_transpose(opened)
    profile = opened.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return picture
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    try:
        converted = ImageCms.profileToProfile(
            picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):  # A profile that is none: the numbers as they stand.
        return picture
    return converted or picture


def _storable(picture: Image.Image, mime_type: str) -> Image.Image:
    """In a mode its format has, and without anything but pixels, palette and transparency."""
    if mime_type == "image/jpeg" and picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    elif mime_type == "image/webp" and picture.mode not in ("RGB", "RGBA"):
        picture = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    elif picture.mode == "CMYK":
        picture = picture.convert("RGB")
    transparency = picture.info.get("transparency")
    picture.info = {} if transparency is None or mime_type != "image/png" else {"transparency": transparency}
    return picture


def _finished(content: bytes, picture: Image.Image) -> Picture:
    is_clear = "A" in picture.getbands() or "transparency" in picture.info
    smaller = picture.convert("RGBA" if is_clear else "RGB")
    if smaller is picture:
        smaller = picture.copy()
    smaller.info = {}
    smaller.thumbnail((THUMBNAIL_WIDTH_PX, THUMBNAIL_HEIGHT_PX), reducing_gap=2.0)
    thumbnail = io.BytesIO()
    smaller.save(thumbnail, "WEBP", quality=75, method=2)
    return Picture(content, thumbnail.getvalue(), _tiny(smaller), picture.width, picture.height)


def _tiny(smaller: Image.Image) -> str:
    for side, quality in _TINY:
        tiny, encoded = smaller.copy(), io.BytesIO()
        tiny.thumbnail((side, side))
        tiny.save(encoded, "WEBP", quality=quality, method=4)
        url = "data:image/webp;base64," + base64.b64encode(encoded.getvalue()).decode()
        if len(url) <= THUMB_DATA_CHARS_MAX:
            return url
    return ""
