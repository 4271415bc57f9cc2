"""What one event came to: an answer or a named failure, and what it cost. Plain values, no wasmtime."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from miniapp import limits

ANSWER_BYTES_MAX = 1024 * 1024  # tree 256 KiB and state 64 KiB, escaped by JSON, with room for effects
OUTPUT_BYTES_MAX = 8 * 1024
DEADLINE_S = limits.EVENT_DEADLINE_MS / 1000
# What two seconds of guest CPU burn on a two-core x86-64 machine. Measured once: an endless loop per kind of work in
# the runner, fuel / CPU time of the thread, G a second: int arithmetic 5.0, calls 6.1, sorting 5.2, strings 3.5,
# JSON 3.4, dicts 2.9, `while True: pass` 7.8, block copies 30. The int loop is taken.
FUEL_MAX = 10_000_000_000

Failure = Literal["APP_TIMED_OUT", "APP_OUT_OF_FUEL", "APP_OUT_OF_MEMORY", "APP_HOST_CALLS_EXCEEDED", "APP_CRASHED"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one event may use."""

    fuel: int = FUEL_MAX
    memory_bytes: int = limits.MEMORY_BYTES_MAX
    host_calls: int = limits.HOST_CALLS_MAX
    host_payload_bytes: int = limits.HOST_CALL_BYTES_MAX
    answer_bytes: int = ANSWER_BYTES_MAX
    output_bytes: int = OUTPUT_BYTES_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One event's result. Exactly one of `answer` and `failure` is set.

    `answer` is the guest's JSON, unchecked. `detail` says for developers and logs why it failed, `output` is what the
    app printed; both are guest text with control characters escaped and the length capped. A worker adds the
    `journal`, unchecked too, where the event was to be recorded and could be: `recording.read_journal` reads it.
    """

    answer: str | None = None
    failure: Failure | None = None
    detail: str = ""
    fuel_used: int = 0
    cpu_ms: float = 0.0
    host_calls: int = 0
    output: str = ""
    journal: str = ""


def printable(text: bytes | str, chars_max: int = OUTPUT_BYTES_MAX) -> str:
    """Guest text that is safe in a log or a terminal: control and format characters appear as escapes."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    return "".join(_visible(char) for char in text[:chars_max])


def _visible(char: str) -> str:
    if char in "\n\t" or char in "\u200c\u200d\u200e\u200f\u061c":  # joiners and marks that Arabic text needs
        return char
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        # Spelled by hand: a codec is imported on first use, and a sealed worker can import nothing any more.
        code = ord(char)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return char
