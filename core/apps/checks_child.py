"""The checks of one package in a process of their own: package and contract in by stdin, findings out by stdout.

Nothing of the package is run here, but parsing hostile source may take all memory or end the process; that must not
be the host's. Started by `checking.check_apart`, once for each package.
"""

from __future__ import annotations

import json
import os
import resource
import sys

MEMORY_BYTES_MAX = 1024 * 1024 * 1024
CPU_S_MAX = 60


def main() -> None:
    """Read a line of JSON (the contract and how many findings are wanted) and the package; write findings as JSON."""
    os.nice(10)  # People's taps go first.
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S_MAX, CPU_S_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from majlis_devkit.checks import run_checks  # Its libraries map address space; the app's share comes on top.

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    asked = json.loads(sys.stdin.buffer.readline())
    found = run_checks(sys.stdin.buffer.read(), contract=asked["contract"])
    found.sort(key=lambda each: not each.is_error)  # What stops the package is never cut off.
    answer = [each.as_json() for each in found[: asked["findings_max"]]]
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main()
