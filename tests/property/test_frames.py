"""Frames: what one side wrote the other reads, in any chunking; anything else is refused, never misread."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from majlis_devkit.frames import FIELDS_MAX, TICKET_BYTES, Decoder, Frame, FrameInvalid, Kind, encode

FRAMES = st.builds(
    Frame,
    st.sampled_from(Kind),
    st.binary(min_size=TICKET_BYTES, max_size=TICKET_BYTES),
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=FIELDS_MAX).map(tuple),
)


@given(st.lists(FRAMES, max_size=5), st.data())
def test_frames_survive_any_chunking(sent: list[Frame], data: st.DataObject) -> None:
    """A socket glues and splits as it likes."""
    wire = b"".join(encode(frame) for frame in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=8)))
    decoder = Decoder()
    received = []
    for start, end in zip([0, *cuts], [*cuts, len(wire)], strict=True):
        received += decoder.feed(wire[start:end])
    assert received == sent


@given(st.binary(max_size=300))
def test_any_bytes_are_frames_or_refused(wire: bytes) -> None:
    """A worker that was taken over can send anything."""
    try:
        for frame in Decoder().feed(wire):
            assert frame.kind in Kind
            assert len(frame.ticket) == TICKET_BYTES
    except FrameInvalid:
        pass
