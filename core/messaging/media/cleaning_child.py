"""The child of `cleaning`: a file on standard input, without what tells on its maker on standard output.

`python -I -m core.messaging.media.cleaning_child`. All is read and imported first, for Python may lie where only root
goes; then it becomes a user of its own and no file, socket or process can be opened any more (majlis_devkit.seal); only
then is the first of the stranger's bytes looked at.
"""

from __future__ import annotations

import json
import os
import resource
import sys

from core.messaging.media import animations, boxes, ebml, ogg, pictures, tags
from core.messaging.media.limits import CHILD_CPU_S, CHILD_MEMORY_BYTES, MEDIA_BYTES_MAX
from core.messaging.media.unreadable import Unreadable
from majlis_devkit import landlock, seal

_CLEAN = {
    "video/mp4": boxes.clean, "audio/mp4": boxes.clean, "video/webm": ebml.clean, "audio/webm": ebml.clean,
    "audio/ogg": ogg.clean, "audio/mpeg": tags.clean,
}  # fmt: skip


def main() -> None:
    """Answer one line of JSON, then the bytes it counts."""
    asked = sys.stdin.buffer.readline(1024)
    content = sys.stdin.buffer.read(MEDIA_BYTES_MAX + 1)
    mime_type = json.loads(asked)["mime_type"]
    pictures.prepare()
    seal.prepare()
    _give_up()
    try:
        said, parts = _answer(mime_type, content)
    except Unreadable as error:
        said, parts = {"why": error.why}, []
    except MemoryError:
        said, parts = {"why": "too_much_work"}, []
    except Exception:  # Whatever a decoder makes of damage; it is the same to the sender.
        said, parts = {"why": "damaged"}, []
    for part in (json.dumps(said).encode() + b"\n", *parts):
        _write(part)
    os._exit(0)  # Sealed, the interpreter cannot clean up behind itself.


def _answer(mime_type: str, content: bytes) -> tuple[dict[str, object], list[bytes]]:
    clean = _CLEAN.get(mime_type)
    if clean is not None:
        cleaned = clean(content)
        return {"content_bytes": len(cleaned), "width_px": 0, "height_px": 0, "thumb_data": ""}, [cleaned]
    picture = pictures.clean(mime_type, animations.clean(mime_type, content))
    said: dict[str, object] = {
        "content_bytes": len(picture.content), "width_px": picture.width_px, "height_px": picture.height_px,
        "thumb_data": picture.thumb_data,
    }  # fmt: skip
    return said, [picture.content, picture.thumbnail]


def _give_up() -> None:
    """Every power decoding does not need, in the order in which they can be given up."""
    seal.die_first()
    resource.setrlimit(resource.RLIMIT_CPU, (CHILD_CPU_S, CHILD_CPU_S + 1))  # SIGXCPU first, so that the host can tell.
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    seal.drop_root()
    landlock.confine(read=(), write=())  # behind the filter, where the kernel has it
    seal.seal()


def _write(part: bytes) -> None:
    left = memoryview(part)
    while left:
        left = left[os.write(1, left) :]


if __name__ == "__main__":
    main()
