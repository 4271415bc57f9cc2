"""A stretch of a conversation's log with the hashes that prove it whole."""

from __future__ import annotations

from dataclasses import dataclass

from core.kit.db import Transaction
from core.kit.errors import InvalidArgument
from core.messaging import log
from core.messaging.changes import Logged
from core.messaging.conversations.members import Seat

PAGE_SIZE = 200
PAGE_CHARS_MAX = 1_000_000  # Of a page's bodies together; the first update always fits.


@dataclass(frozen=True, slots=True)
class LogPage:
    """Updates from_seq … to_seq, without a gap; to_seq is from_seq - 1 where there is none."""

    updates: list[Logged]
    from_seq: int
    to_seq: int
    head_seq: int  # The newest the reader may see.
    before_hash: bytes
    to_hash: bytes


def read(tx: Transaction, seat: Seat, after_seq: int, *, most: int) -> LogPage:
    """What the seat's owner may see after a number. INVALID_ARGUMENT beyond the newest of them."""
    last = max(seat.visible_to_seq, seat.visible_from_seq - 1)
    if after_seq > last:
        raise InvalidArgument("after_seq: is beyond the newest update", field="after_seq", why=f"is more than {last}")
    before = max(after_seq, seat.visible_from_seq - 1)
    found = _that_fit(log.after(tx, seat.conversation_id, before, to_seq=seat.visible_to_seq, most=most))
    found = log.seen_from(found, seat.visible_from_seq)
    before_hash = log.hash_at(tx, seat.conversation_id, before)
    to_seq, to_hash = (found[-1].seq, found[-1].hash) if found else (before, before_hash)
    return LogPage(found, before + 1, to_seq, seat.visible_to_seq, before_hash, to_hash)


def _that_fit(found: list[Logged]) -> list[Logged]:
    """The first of them: who asks goes on from there, and no answer is larger than channels carry."""
    chars = 0
    for count, update in enumerate(found):
        chars += len(update.body_json)
        if count and chars > PAGE_CHARS_MAX:
            return found[:count]
    return found
