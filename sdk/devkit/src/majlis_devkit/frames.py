"""Frames between a worker and the pool: what was encoded is decoded, in any chunking, or refused; pure.

Layout: u32 body length | u8 kind | 16-byte ticket | for each field: u32 length, UTF-8 text. Little endian.
The ticket names the event, nothing else: a worker knows no user, no app and no key.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

TICKET_BYTES = 16
FRAME_BYTES_MAX = 8 * 1024 * 1024  # a 4 MiB package escaped by JSON, with room
FIELDS_MAX = 4
NO_TICKET = bytes(TICKET_BYTES)
_LENGTH = struct.Struct("<I")


class Kind(IntEnum):
    READY = 1  # worker -> pool: ()
    JOB = 2  # pool -> worker: (job JSON, event, sources)
    CALL = 3  # worker -> pool: (interface, method, request)
    REPLY = 4  # pool -> worker: (answer,)
    DONE = 5  # worker -> pool: (outcome JSON, answer) and the journal where the job asks
    ENDED = 6  # worker -> pool: (why,), its last words


class FrameInvalid(Exception):
    """The peer broke the format; whoever sent it is not to be trusted any more."""


@dataclass(frozen=True, slots=True)
class Frame:
    kind: Kind
    ticket: bytes
    fields: tuple[str, ...]


def encode(frame: Frame) -> bytes:
    """Bytes of a frame. Lone surrogates are replaced: the text may come from a guest."""
    parts = [bytes([frame.kind]), frame.ticket]
    for field in frame.fields:
        text = field.encode("utf-8", "replace")
        parts += [_LENGTH.pack(len(text)), text]
    body = b"".join(parts)
    if len(frame.ticket) != TICKET_BYTES or len(frame.fields) > FIELDS_MAX or len(body) > FRAME_BYTES_MAX:
        raise FrameInvalid(f"a frame of {len(body)} bytes and {len(frame.fields)} fields")
    return _LENGTH.pack(len(body)) + body


class Decoder:
    """Bytes in, frames out; keeps what is incomplete."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def is_waiting(self) -> bool:
        """There is the beginning of a frame."""
        return bool(self._buffer)

    def feed(self, chunk: bytes) -> list[Frame]:
        self._buffer += chunk
        frames = []
        while len(self._buffer) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._buffer)
            if length > FRAME_BYTES_MAX:
                raise FrameInvalid(f"a frame of {length} bytes")
            if len(self._buffer) < _LENGTH.size + length:
                break
            frames.append(_decode(bytes(self._buffer[_LENGTH.size : _LENGTH.size + length])))
            del self._buffer[: _LENGTH.size + length]
        return frames


def _decode(body: bytes) -> Frame:
    if len(body) < 1 + TICKET_BYTES:
        raise FrameInvalid("a frame without a ticket")
    try:
        kind = Kind(body[0])
        fields: list[str] = []
        at = 1 + TICKET_BYTES
        while at < len(body):
            (size,) = _LENGTH.unpack_from(body, at)
            at += _LENGTH.size
            if at + size > len(body) or len(fields) == FIELDS_MAX:
                raise FrameInvalid("a field reaches past its frame")
            fields.append(body[at : at + size].decode())
            at += size
    except (ValueError, struct.error) as error:
        raise FrameInvalid(f"unreadable frame: {type(error).__name__}") from None
    return Frame(kind, body[1 : 1 + TICKET_BYTES], tuple(fields))
