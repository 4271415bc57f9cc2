"""How much media takes, in one place; the child reads it too, so it imports nothing."""

from __future__ import annotations

from datetime import timedelta

MEDIA_BYTES_MAX = 25 * 1024 * 1024
PIECE_BYTES_MAX = 256 * 1024
QUOTA_BYTES = 1024**3  # Of one person, unfinished uploads included.
UNFINISHED_MAX = 20  # Uploads of one person.
UPLOAD_KEPT = timedelta(hours=24)
UNSENT_KEPT = timedelta(hours=24)  # A finished file waits so long for its message.
LINK_KEPT = timedelta(minutes=10)

PICTURE_PIXELS_MAX = 50_000_000
PICTURE_SIDE_PX_MAX = 16_383  # WebP's own; 1 × 100,000 is nothing anybody photographs.
ANIMATION_PIXELS_MAX = 250_000_000  # Of all frames.
ANIMATION_FRAMES_MAX = 1_000
THUMBNAIL_WIDTH_PX = 480
THUMBNAIL_HEIGHT_PX = 960
THUMB_DATA_CHARS_MAX = 2048

CHILD_CPU_S = 15
CHILD_MEMORY_BYTES = 1024**3
