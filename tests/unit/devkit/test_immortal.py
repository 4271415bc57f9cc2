"""The build's last step: objects of a snapshot become immortal, and nothing else in it changes."""

from __future__ import annotations

import struct

from majlis_devkit.immortal import COUNT_MAX, IMMORTAL_COUNT, immortalise
from miniapp._immortal import MARK
from tests.support.artifacts import RunGuest
from tests.support.guests import answering

TYPE, BASE = 0x2000, 0x1000
HEADER = b"\0asm\1\0\0\0"
COMPONENT_HEADER = b"\0asm\x0d\0\1\0"


def component(memory: bytes, *, address: int = BASE) -> bytes:
    """A component of one core module whose memory begins like this."""
    data = b"\x01\x00\x41" + signed(address) + b"\x0b" + number(len(memory)) + memory
    module = HEADER + b"\x0b" + number(len(data)) + data
    return COMPONENT_HEADER + b"\x01" + number(len(module)) + module


def number(value: int) -> bytes:
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80]) + number(value >> 7)


def signed(value: int) -> bytes:
    rest = value >> 7
    if (rest == 0 and not value & 0x40) or (rest == -1 and value & 0x40):
        return bytes([value & 0x7F])
    return bytes([value & 0x7F | 0x80]) + signed(rest)


def snapshot(*objects: tuple[int, int], listed: list[tuple[int, int]]) -> bytes:
    """Objects of eight bytes from BASE on, then the guest's list."""
    memory = b"".join(struct.pack("<2I", *each) for each in objects)
    return memory + struct.pack("<5I", *MARK, len(listed)) + b"".join(struct.pack("<2I", *each) for each in listed)


def counts(wasm: bytes, of: int) -> list[int]:
    start = wasm.index(struct.pack("<4I", *MARK)) - 8 * of
    return [struct.unpack_from("<I", wasm, start + 8 * n)[0] for n in range(of)]


def test_listed_objects_become_immortal_and_others_stay() -> None:
    memory = snapshot((3, TYPE), (5, TYPE), (7, TYPE), listed=[(BASE + 16, TYPE), (BASE, TYPE)])
    before = component(memory)
    after = immortalise(before)
    assert counts(after, 3) == [IMMORTAL_COUNT, 5, IMMORTAL_COUNT]
    assert len(after) == len(before)


def test_what_is_no_object_any_more_is_left_alone() -> None:
    """A freed block has a pointer or nothing where the count was; a reused one has another type."""
    ended = [(0, TYPE), (COUNT_MAX, TYPE), (2, TYPE + 8), (IMMORTAL_COUNT, TYPE)]
    listed = [(BASE + 8 * n, TYPE) for n in range(4)]
    before = component(snapshot(*ended, listed=listed))
    assert immortalise(before) == before


def test_addresses_outside_the_memorys_first_contents_are_ignored() -> None:
    """The list is the guest's: it may hold anything."""
    listed = [(0, TYPE), (BASE - 4, TYPE), (0xFFFFFFFF, TYPE), (BASE + (1 << 20), TYPE)]
    before = component(snapshot((1, TYPE), listed=listed))
    assert immortalise(before) == before


def test_a_component_without_a_list_or_with_a_broken_one_is_left_as_it_is() -> None:
    without = component(b"x" * 64)
    broken = component(struct.pack("<5I", *MARK, 500_000_000))
    short = component(struct.pack("<5I", *MARK, 9))
    assert [immortalise(each) for each in (without, broken, short)] == [without, broken, short]


def test_addresses_of_a_high_memory_are_signed_in_wasm() -> None:
    high = 0xF000_0000 - (1 << 32)
    memory = snapshot((1, TYPE), listed=[(0xF000_0000, TYPE)])
    assert counts(immortalise(component(memory, address=high)), 1) == [IMMORTAL_COUNT]


def test_in_the_built_runner_the_sdks_objects_are_immortal(run_guest: RunGuest) -> None:
    """CPython's own word for it, asked inside the component."""
    asked = (
        "[__import__('sys')._is_immortal(each) for each in (miniapp.t, miniapp.t.__code__, App, miniapp.ui.__dict__)]"
    )
    assert run_guest(answering(asked)).answer == "[True, True, True, True]"
    assert run_guest(answering("__import__('sys')._is_immortal(handle)")).answer == "False", "made after the snapshot"
