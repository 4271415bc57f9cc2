"""One way to time things: rounds of value and peer in turn, so that a busy moment hits both; medians, never means."""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A number beside a peer's; `ratio` is value / peer_value. Null where the peer is absent: `note` says why."""

    name: str
    value: float
    unit: str
    peer: str
    peer_value: float | None
    samples: int
    note: str

    def as_json(self) -> dict[str, Any]:
        ratio = round(self.value / self.peer_value, 3) if self.peer_value else None
        peer_value = None if self.peer_value is None else round(self.peer_value, 4)
        return asdict(self) | {"value": round(self.value, 4), "peer_value": peer_value, "ratio": ratio}


def row(
    name: str, values: Sequence[float] | float, unit: str, peer: str, peers: Sequence[float] | float | None, note: str
) -> Row:
    """Medians of samples (or single numbers) as a Row; the machine's load now goes into the note."""
    samples = len(values) if isinstance(values, Sequence) else 1
    return Row(name, _middle(values), unit, peer, None if peers is None else _middle(peers), samples, told(note))


def told(note: str) -> str:
    """The note with what else the machine was doing."""
    return f"{note}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def p95(values: Sequence[float]) -> float:
    return quantiles(values, n=20)[-1]


def _middle(values: Sequence[float] | float) -> float:
    return median(values) if isinstance(values, Sequence) else values


def ms(work: Callable[[], object]) -> float:
    """Wall milliseconds of one run."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


async def async_ms(work: Callable[[], Awaitable[object]]) -> float:
    """Wall milliseconds of one awaited run."""
    started = time.perf_counter()
    await work()
    return (time.perf_counter() - started) * 1000


def in_turn(rounds: int, *works: Callable[[], float], warm_up: int = 3) -> list[list[float]]:
    """Samples of each work, which returns its own measurement; one of each per round."""
    for _ in range(warm_up):
        for work in works:
            work()
    samples: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for taken, work in zip(samples, works, strict=True):
            taken.append(work())
    return samples


async def async_in_turn(rounds: int, *works: Callable[[], Awaitable[float]], warm_up: int = 3) -> list[list[float]]:
    """The same for works that are awaited."""
    samples: list[list[float]] = [[] for _ in works]
    for round_number in range(-warm_up, rounds):
        for taken, work in zip(samples, works, strict=True):
            measured = await work()
            if round_number >= 0:
                taken.append(measured)
    return samples
