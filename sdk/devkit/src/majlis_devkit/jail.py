"""Run one build step over a stranger's sources: its own process group, no network, no files but its own, bounded.

The step sees a copy of the sources in a private directory. It is killed as a group at its wall deadline, by
RLIMIT_CPU in an endless loop, by RLIMIT_DATA when it eats memory, by RLIMIT_FSIZE when it fills the disk.
`python -m majlis_devkit.jail MODULE ARG…` is the inside: it takes the powers away, then becomes the step.
"""

from __future__ import annotations

import os
import resource
import runpy
import signal
import subprocess
import sys
import sysconfig
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from majlis_devkit.engine.outcome import printable

CPU_S_MAX = 240
WALL_S_MAX = 300
DATA_BYTES_MAX = 3 * 1024**3
FILE_BYTES_MAX = 256 * 1024 * 1024
FILES_MAX = 512
LOG_BYTES_MAX = 4_000


class StepFailed(Exception):
    """The step ended badly or not at all; args: what, the end of what it printed."""

    def __str__(self) -> str:
        return f"{self.args[0]}\n{self.args[1]}".rstrip()


def run_step(module: str, arguments: list[str], *, workdir: Path, wall_s: float = WALL_S_MAX) -> str:
    """Run `module` as a script in the jail with `workdir` as its home; what it printed, or StepFailed."""
    with tempfile.TemporaryFile() as printed:  # a file, so that an app cannot fill our memory by printing
        step = subprocess.Popen(
            [sys.executable, "-P", "-m", "majlis_devkit.jail", module, *arguments],
            cwd=workdir,
            env=jailed_environment(workdir),
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            step.wait(timeout=wall_s)
        except subprocess.TimeoutExpired:
            raise StepFailed(f"the build ran longer than {wall_s:g} s", "") from None
        finally:
            kill_group(step.pid)
            step.wait()
        text = _tail(printed)
    if step.returncode == -signal.SIGXCPU:
        raise StepFailed(f"the build used more than {CPU_S_MAX} s of processor time", text)
    if step.returncode != 0:
        raise StepFailed("the build failed", text)
    return text


def _tail(printed: IO[bytes]) -> str:
    size = printed.seek(0, os.SEEK_END)
    printed.seek(max(0, size - LOG_BYTES_MAX))
    return printable(printed.read())


def kill_group(leader: int) -> None:
    """SIGKILL whatever is left of the group, children of the step included."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        pass


def jailed_environment(workdir: Path) -> dict[str, str]:
    """Nothing of ours: no keys, no virtual environment for componentize-py to search, a home that is thrown away."""
    return {
        "PATH": str(workdir / "none"),  # componentize-py would ask a python on the path for its site-packages
        "HOME": str(workdir),
        "TMPDIR": str(workdir),
        "LANG": "C.UTF-8",
        "PYTHONPATH": package_path("majlis_devkit", "miniapp", "seccompy", "componentize_py", "wasmtime"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def package_path(*names: str) -> str:
    """PYTHONPATH for a child process that needs these packages, wherever this process found them."""
    found = [find_spec(name) for name in names]
    folders = [str(Path(spec.origin).parents[1]) for spec in found if spec is not None and spec.origin]
    return os.pathsep.join(dict.fromkeys(folders))


def _limit() -> None:
    for limit, value in (
        (resource.RLIMIT_CPU, CPU_S_MAX),
        (resource.RLIMIT_DATA, DATA_BYTES_MAX),
        (resource.RLIMIT_FSIZE, FILE_BYTES_MAX),
        (resource.RLIMIT_NOFILE, FILES_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (ceiling, hard if limit == resource.RLIMIT_CPU else ceiling))  # SIGXCPU, not KILL


def _readable() -> list[Path]:
    """Python, the packages and what any program reads of the system; not the host's data, not its keys."""
    packages = os.environ["PYTHONPATH"].split(os.pathsep)
    site_packages = sysconfig.get_path("purelib")
    system = ["/usr", "/lib", "/lib64", "/etc", "/proc/self", "/sys", "/dev"]
    return [Path(name) for name in (*packages, site_packages, sys.prefix, sys.base_prefix, *system)]


def main(arguments: list[str]) -> None:
    from majlis_devkit import landlock, seal

    _limit()
    seal.prepare()
    seal.forbid_network()
    landlock.confine(read=_readable(), write=[Path.cwd(), Path("/dev/null")])
    module, *rest = arguments
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
