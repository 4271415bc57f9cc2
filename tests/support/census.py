"""What processes hold, as the kernel counts it: descriptors, private memory, children, files that have no name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024
_NAMELESS = ("/tmp/", "/dev/shm/", "/memfd:", "/var/tmp/")


def private_kb(pid: int) -> int:
    """Resident memory that is this process's alone: a page of a file that nobody changed is the file's."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except PermissionError:  # A sealed worker shows itself to root only. Anybody is told a little more than this.
        return anonymous_kb(pid)
    (dirty,) = (line.split()[1] for line in rollup.splitlines() if line.startswith("Private_Dirty:"))
    return int(dirty)


def anonymous_kb(pid: int) -> int:
    """Resident memory no file stands behind, whoever shares it: what is a parent's alone changes with its children."""
    resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
    return (int(resident) - int(shared)) * _PAGE_KB


def descriptors(pid: int) -> list[str]:
    """What its descriptors are; sockets and pipes by kind, for their numbers change."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(str(entry.readlink()).partition("[")[0])
        except OSError:
            continue  # The listing's own.
    return sorted(found)


def unnamed_files(pid: int) -> list[str]:
    """Temporary, shared or removed files it has mapped or open."""
    mapped = (line.split(maxsplit=5) for line in Path(f"/proc/{pid}/maps").read_text().splitlines())
    names = {line[5] for line in mapped if len(line) == 6} | set(descriptors(pid))
    return sorted(name for name in names if name.startswith(_NAMELESS) or name.endswith("(deleted)"))


@dataclass(frozen=True, slots=True)
class Holding:
    """What one process holds."""

    kb: int
    descriptors: list[str]
    unnamed_files: list[str]
    zombies: int


def holding(pid: int) -> Holding:
    zombies = sum(child.state == "Z" for child in children(pid))
    return Holding(anonymous_kb(pid), descriptors(pid), unnamed_files(pid), zombies)


def is_sealed(pid: int) -> bool:
    """Its system calls are filtered, and it can get no new privileges. A zombie is not."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return False  # It ended meanwhile.
    said = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return (said["Seccomp"], said["NoNewPrivs"]) == ("2", "1") and not said["State"].startswith("Z")


@dataclass(frozen=True, slots=True)
class Child:
    pid: int
    state: str


def children(pid: int) -> list[Child]:
    """Direct ones, zombies included."""
    return [Child(child, state) for child, state, parent in _processes() if parent == pid]


def _processes() -> Iterator[tuple[int, str, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue  # It ended meanwhile.
            yield int(entry.name), state, int(parent)
