"""All an event learns of the world passes here: clocks, randomness, the host's answers and that its time is up.

So an event can be recorded and, given the same again, runs to the same answer with the same fuel. No wasmtime here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

HostCall = Callable[[str, str, str], str]  # (interface, method, request JSON) -> answer JSON
Clock = Literal["wall", "monotonic"]
MS_NS = 1_000_000  # A millisecond: too coarse to time a cache line.
NOTES_BYTES_MAX = 3 * 1024 * 1024  # What host calls may carry thrice: with the rest it fits in a frame.
NOTE_BYTES = 64  # What a note weighs besides its text.
_ASKED_CHARS_MAX = 300


class Senses(Protocol):
    """What a running event may ask. `is_late` is asked after every callback, and nowhere else."""

    def clock_ms(self, clock: Clock) -> int: ...
    def random(self, count: int) -> bytes: ...
    def ask(self, interface: str, method: str, request: str) -> str: ...
    def is_late(self) -> bool: ...


class Live:
    """The real world. `deadline` is on time.monotonic()."""

    def __init__(self, host_call: HostCall, deadline: float) -> None:
        self.ask = host_call
        self._deadline = deadline

    def clock_ms(self, clock: Clock) -> int:
        return (time.time_ns() if clock == "wall" else time.monotonic_ns()) // MS_NS

    def random(self, count: int) -> bytes:
        return os.urandom(count)

    def is_late(self) -> bool:
        return time.monotonic() > self._deadline


@dataclass(frozen=True, slots=True)
class Read:
    """A clock that was read, and so many times without telling anything else."""

    clock: Clock
    ms: int
    times: int = 1

    def __str__(self) -> str:
        return f"a read of the {self.clock} clock"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Random bytes that were given."""

    content: bytes

    def __str__(self) -> str:
        return f"{len(self.content)} random bytes"


@dataclass(frozen=True, slots=True)
class Called:
    """A host call and its answer."""

    interface: str
    method: str
    request: str
    answer: str

    def __str__(self) -> str:
        return f"{self.interface}.{self.method} {self.request[:_ASKED_CHARS_MAX]}"


Note = Read | Drawn | Called


@dataclass(frozen=True, slots=True)
class Journal:
    """What an event was told, in order. `late_after` counts callbacks until its deadline had passed; None: never."""

    notes: tuple[Note, ...] = ()
    late_after: int | None = None


class Recorder:
    """Lets a world through and notes every answer; of more than NOTES_BYTES_MAX it keeps none."""

    def __init__(self, live: Senses) -> None:
        self._live = live
        self._notes: list[Note] = []
        self._bytes = self._callbacks = 0
        self._late_after: int | None = None
        self._is_whole = True

    @property
    def journal(self) -> Journal | None:
        """None where it grew too large, or the host itself failed: neither can be given again."""
        return Journal(tuple(self._notes), self._late_after) if self._is_whole else None

    def clock_ms(self, clock: Clock) -> int:
        ms = self._live.clock_ms(clock)
        last = self._notes[-1] if self._notes else None
        if isinstance(last, Read) and (last.clock, last.ms) == (clock, ms):
            self._notes[-1] = replace(last, times=last.times + 1)
        else:
            self._keep(Read(clock, ms), 0)
        return ms

    def random(self, count: int) -> bytes:
        content = self._live.random(count)
        self._keep(Drawn(content), 2 * count)
        return content

    def ask(self, interface: str, method: str, request: str) -> str:
        try:
            answer = self._live.ask(interface, method, request)
        except BaseException:
            self._drop()
            raise
        answer = answer.encode("utf-8", "replace").decode()  # As the guest is given it.
        self._keep(Called(interface, method, request, answer), len(request.encode()) + len(answer.encode()))
        return answer

    def is_late(self) -> bool:
        self._callbacks += 1
        if not self._live.is_late():
            return False
        self._late_after = self._late_after or self._callbacks
        return True

    def _keep(self, note: Note, text_bytes: int) -> None:
        self._bytes += text_bytes + NOTE_BYTES
        if self._bytes > NOTES_BYTES_MAX:
            self._drop()
        elif self._is_whole:
            self._notes.append(note)

    def _drop(self) -> None:
        self._is_whole = False
        self._notes.clear()


class Diverged(Exception):
    """The event asked something else than was recorded. `number` counts notes from 1."""

    def __init__(self, number: int, recorded: str, asked: str) -> None:
        super().__init__(f"at note {number} the recording has {recorded}; asked was {asked}")
        self.number, self.recorded, self.asked = number, recorded, asked


class Replayer:
    """The world of a recording: gives each answer again, once, to the one who asks for the same."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._next = self._read = self._callbacks = 0
        self.diverged: Diverged | None = None

    def clock_ms(self, clock: Clock) -> int:
        note = self._note(f"a read of the {clock} clock")
        if not isinstance(note, Read) or note.clock != clock:
            raise self._differs(str(note), f"a read of the {clock} clock")
        self._read += 1
        if self._read == note.times:
            self._next, self._read = self._next + 1, 0
        return note.ms

    def random(self, count: int) -> bytes:
        note = self._note(f"{count} random bytes")
        if not isinstance(note, Drawn) or len(note.content) != count:
            raise self._differs(str(note), f"{count} random bytes")
        self._next += 1
        return note.content

    def ask(self, interface: str, method: str, request: str) -> str:
        asked = Called(interface, method, request, "")
        note = self._note(str(asked))
        if not isinstance(note, Called) or replace(note, answer="") != asked:
            raise self._differs(str(note), str(asked))
        self._next += 1
        return note.answer

    def is_late(self) -> bool:
        self._callbacks += 1
        return self._journal.late_after is not None and self._callbacks >= self._journal.late_after

    def end(self) -> Diverged | None:
        """Where it went another way, if it did; asking for less than was recorded is one too."""
        if self.diverged is None and self._next < len(self._journal.notes):
            self._differs(str(self._journal.notes[self._next]), "nothing more")
        return self.diverged

    def _note(self, asked: str) -> Note:
        if self.diverged is not None or self._next >= len(self._journal.notes):
            raise self._differs("nothing more", asked)
        return self._journal.notes[self._next]

    def _differs(self, recorded: str, asked: str) -> Diverged:
        self.diverged = self.diverged or Diverged(self._next + 1, recorded, asked)
        return self.diverged
