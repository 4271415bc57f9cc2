"""The checks of one package in a process of their own: package and contract in by stdin, findings out by stdout.

Nothing of the package is run here, but parsing hostile source may take all memory, end the process or take it over, and
that must not be the host's. All is read and imported first; then it becomes a user of its own with no file, socket or
process (majlis_devkit.seal); only then is the package opened. `checking.check_apart` starts it, once for each package.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from typing import Any

from majlis_devkit import landlock, seal
from majlis_devkit.checks import prepare, run_checks

MEMORY_BYTES_MAX = 1024 * 1024 * 1024
CPU_S_MAX = 60


def main() -> None:
    """Read a line of JSON (the contract, how many findings are wanted) and the package; write findings as JSON."""
    os.nice(10)  # People's taps go first.
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    prepare()
    seal.prepare()
    _give_up()
    try:
        answer: Any = _check(content, asked)
    except Exception:
        answer = {"ended": traceback.format_exc()[-2000:]}
    _write(json.dumps(answer).encode())
    os._exit(0)  # Sealed, the interpreter cannot clean up behind itself.


def _check(content: bytes, asked: dict[str, Any]) -> list[dict[str, object]]:
    found = run_checks(content, contract=asked["contract"])
    found.sort(key=lambda each: not each.is_error)  # What stops the package is never cut off.
    return [each.as_json() for each in found[: asked["findings_max"]]]


def _give_up() -> None:
    """Every power checking does not need, in the order in which they can be given up."""
    seal.die_first()
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S_MAX, CPU_S_MAX))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    seal.drop_root()
    landlock.confine(read=(), write=())  # behind the filter, where the kernel has it
    seal.seal()


def _write(answer: bytes) -> None:
    left = memoryview(answer)
    while left:
        left = left[os.write(1, left) :]


if __name__ == "__main__":
    main()
