"""Run one build step over a stranger's sources: one process, no network, no files but its own, bounded.

The step sees a copy of the sources in a private directory, as a user of its own where the host is root. It starts no
process. It is killed at its wall deadline, by RLIMIT_CPU in an endless loop, by RLIMIT_DATA when it eats memory, by
RLIMIT_FSIZE and a watch over its directory when it fills the disk. What it made is taken out by `output`.
`python -m majlis_devkit.jail MODULE ARG…` is the inside: it takes the powers away, then becomes the step.
"""

from __future__ import annotations

import errno
import os
import resource
import runpy
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from majlis_devkit import seal
from majlis_devkit.engine.outcome import printable

CPU_S_MAX = 240
WALL_S_MAX = 300
DATA_BYTES_MAX = 3 * 1024**3
FILE_BYTES_MAX = 256 * 1024 * 1024
DIRECTORY_BYTES_MAX, DIRECTORY_FILES_MAX = 1024**3, 20_000
FILES_MAX = 512
LOG_BYTES_MAX = 4_000
WATCH_S = 0.5
_PACKAGES = ("majlis_devkit", "miniapp", "seccompy", "componentize_py", "wasmtime")


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
            _watch(step, workdir, time.monotonic() + wall_s, wall_s)
        finally:
            _end(step)
        text = _tail(printed)
    if step.returncode == -signal.SIGXCPU:
        raise StepFailed(f"the build used more than {CPU_S_MAX} s of processor time", text)
    if step.returncode != 0:
        raise StepFailed("the build failed", text)
    return text


def output(path: Path) -> bytes:
    """What the step left under this name: a plain file of its own, whole and not too large; else StepFailed.

    A step in a stranger's hands could leave a link to a file of ours, or a pipe nobody writes to.
    """
    try:
        with open_plain(path) as file:
            content = file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise StepFailed(f"the build left no {path.name}", str(error)) from None
    if len(content) > FILE_BYTES_MAX:
        raise StepFailed(f"the build left too large a {path.name}", "")
    return content


def open_plain(path: Path) -> IO[bytes]:
    """A file, opened to read: no link, no pipe, no second name of another file. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1:
        os.close(descriptor)
        raise OSError(errno.EINVAL, "not a plain file")
    return os.fdopen(descriptor, "rb")


def _watch(step: subprocess.Popen[bytes], workdir: Path, deadline: float, wall_s: float) -> None:
    while True:
        left_s = deadline - time.monotonic()
        try:
            step.wait(timeout=max(0.0, min(WATCH_S, left_s)))
            return
        except subprocess.TimeoutExpired:
            if left_s <= WATCH_S:
                raise StepFailed(f"the build ran longer than {wall_s:g} s", "") from None
        if _is_overfull(workdir):
            raise StepFailed("the build wrote too many files, or too much into them", "")


def _is_overfull(workdir: Path) -> bool:
    total, files = 0, 0
    for folder, _folders, names in os.walk(workdir):
        for name in names:
            try:
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512  # noqa: PTH118  thousands of them
            except OSError:
                continue  # gone meanwhile
            files += 1
            if total > DIRECTORY_BYTES_MAX or files > DIRECTORY_FILES_MAX:
                return True
    return False


def _end(step: subprocess.Popen[bytes]) -> None:
    """SIGKILL it and its group: it can start no process (jail_rules), but who knows every kernel."""
    if step.poll() is None:
        step.kill()
    try:
        os.killpg(step.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    step.wait()


def _tail(printed: IO[bytes]) -> str:
    size = printed.seek(0, os.SEEK_END)
    printed.seek(max(0, size - LOG_BYTES_MAX))
    return printable(printed.read())


def jailed_environment(workdir: Path) -> dict[str, str]:
    """What a step knows: where Python is, and a folder of its own."""
    return {
        "PATH": os.defpath,
        "HOME": str(workdir),
        "TMPDIR": str(workdir),
        "LANG": "C.UTF-8",
        "PYTHONPATH": package_path(*_PACKAGES),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def package_path(*names: str) -> str:
    """PYTHONPATH for a child process that needs these packages, wherever this process found them."""
    found = [find_spec(name) for name in names]
    folders = [str(Path(spec.origin).parents[1]) for spec in found if spec is not None and spec.origin]
    return os.pathsep.join(dict.fromkeys(folders))


def _limit() -> None:
    for limit, value in (
        (resource.RLIMIT_DATA, DATA_BYTES_MAX),
        (resource.RLIMIT_FSIZE, FILE_BYTES_MAX),
        (resource.RLIMIT_NOFILE, FILES_MAX),
        (resource.RLIMIT_CORE, 0),
    ):
        seal.lower(limit, value)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    ceiling = CPU_S_MAX if hard == resource.RLIM_INFINITY else min(CPU_S_MAX, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (ceiling, hard))  # SIGXCPU, not KILL


def has_own_user() -> bool:
    """Steps run as a user who owns nothing else: we are root, and such a user could still run this Python."""
    return os.geteuid() == 0 and all(map(_everybody_reads, _readable()))


def _readable() -> list[Path]:
    """Python, the packages and what any program reads of the system; not the host's data, not its keys."""
    python = [*package_path(*_PACKAGES).split(os.pathsep), sysconfig.get_path("purelib"), sys.prefix, sys.base_prefix]
    system = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/proc/self", "/proc/cpuinfo"]
    machine = ["/sys/devices/system/cpu", "/sys/fs/cgroup", "/dev/null", "/dev/urandom"]
    return [path for path in map(Path, (*python, *system, *machine)) if path.exists()]


def _everybody_reads(path: Path) -> bool:
    """A Python below /root can be used by root alone."""
    folders = [part for part in (path.resolve(), *path.resolve().parents) if part.is_dir()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


def _drop_root() -> None:
    """Become a user who owns nothing but the step's directory, where that is possible (`has_own_user`)."""
    if not has_own_user():
        return
    uid = seal.UIDS_FROM + os.getpid()
    try:
        for folder, folders, names in os.walk("."):
            for name in (".", *folders, *names):
                os.lchown(os.path.join(folder, name), uid, uid)  # noqa: PTH118
    except OSError:  # a container that maps few ids
        uid = seal.NOBODY
    seal.drop_root(uid)


def main(arguments: list[str]) -> None:
    from majlis_devkit import jail_rules, landlock

    parent = os.getppid()
    seal.prepare()
    seal.die_first()
    _limit()
    jail_rules.leave_network()
    _drop_root()
    seal.die_with_parent(parent)
    landlock.confine(read=_readable(), write=[Path(), Path("/dev/null")])  # "." may lie where only its owner goes
    jail_rules.load()
    module, *rest = arguments
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv[1:])
