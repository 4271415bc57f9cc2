"""Frames refuse what is too large before they hold it."""

from __future__ import annotations

import struct

import pytest

from majlis_devkit.frames import FRAME_BYTES_MAX, NO_TICKET, Decoder, Frame, FrameInvalid, Kind, encode


def test_a_frame_of_exactly_the_limit_passes_and_one_byte_more_does_not() -> None:
    room = FRAME_BYTES_MAX - 1 - len(NO_TICKET) - 4
    wire = encode(Frame(Kind.REPLY, NO_TICKET, ("x" * room,)))
    assert len(Decoder().feed(wire)[0].fields[0]) == room
    with pytest.raises(FrameInvalid):
        encode(Frame(Kind.REPLY, NO_TICKET, ("x" * (room + 1),)))


def test_an_announced_giant_is_refused_at_its_first_bytes() -> None:
    """Otherwise a worker could make its parent buffer without end."""
    with pytest.raises(FrameInvalid):
        Decoder().feed(struct.pack("<I", FRAME_BYTES_MAX + 1))


def test_half_a_character_is_replaced_not_raised() -> None:
    assert Decoder().feed(encode(Frame(Kind.REPLY, NO_TICKET, ("a\ud800",))))[0].fields == ("a?",)
