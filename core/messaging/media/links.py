"""Links to files: signed by the host, for one person, one message and ten minutes; a link alone opens nothing.

Who follows one is that person for this file only, as browsers send no token with a picture; whether they may still see
the message is asked when it is used.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import astuple, dataclass

from core.kit.clock import Clock, to_ms
from core.messaging.media.errors import MediaNotFound

PATH = "/media/"
_MAC_BYTES = 32


@dataclass(frozen=True, slots=True)
class Link:
    """What a link leads to, and for whom."""

    user_id: str
    conversation_id: str
    seq: int
    thumbnail: bool
    expires_at_ms: int


class Links:
    """Makes and reads the ends of links. `key` is derived from, never, the key of anything else."""

    def __init__(self, *, key: bytes, clock: Clock) -> None:
        self._key = hmac.digest(key, b"media-links-1", hashlib.sha256)
        self._clock = clock

    def token(self, link: Link) -> str:
        """What the address ends with."""
        said = "\n".join(str(int(each) if isinstance(each, bool) else each) for each in astuple(link)).encode()
        return base64.urlsafe_b64encode(self._mac(said) + said).rstrip(b"=").decode()

    def read(self, token: str) -> Link:
        """What it leads to. MEDIA_NOT_FOUND for one that is not ours, or over."""
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), b"-_", validate=True)
        except (binascii.Error, ValueError):
            raise MediaNotFound("there is no such file") from None
        mac, said = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
        if not hmac.compare_digest(mac, self._mac(said)):
            raise MediaNotFound("there is no such file")
        user_id, conversation_id, seq, thumbnail, expires_at_ms = said.decode().split("\n")
        link = Link(user_id, conversation_id, int(seq), thumbnail == "1", int(expires_at_ms))
        if link.expires_at_ms <= to_ms(self._clock.now()):
            raise MediaNotFound("the link is over")
        return link

    def _mac(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, hashlib.sha256)
