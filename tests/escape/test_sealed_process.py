"""Behind WebAssembly stands the kernel: a worker in an attacker's hands computes and talks to its parent, no more.

So do a decoder of strangers' media and a checker of their packages, which have no WebAssembly before them.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from core.sandbox.workers import WorkerPool
from majlis_devkit import seal
from majlis_devkit.build import Artifact
from tests.support.apps_desk import CONTRACT, signed
from tests.support.artifacts import ROOT

PROBES = {
    "open": "os.open('/etc/passwd', os.O_RDONLY)",
    "create": "os.open('/tmp/pwned', os.O_CREAT | os.O_WRONLY)",
    "list": "os.listdir('/')",
    "socket": "socket.socket()",
    "socketpair": "socket.socketpair()",
    "fork": "os.fork()",
    "thread": "_thread.start_new_thread(print, ())",
    "kill parent": "os.kill(os.getppid(), 9)",
    "signal itself": "os.kill(os.getpid(), 9)",
    "executable memory": "mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC)",
    "pipe": "os.pipe()",
    "dup": "os.dup(1)",
    "chdir": "os.chdir('/tmp')",
    "setuid": "os.setuid(0)",
    "mount": "checked(libc.mount(b'none', b'/tmp', b'tmpfs', 0, None))",
    "more files": "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))",
    "unshare": "checked(libc.unshare(0x10000000))",
    "memfd": "os.memfd_create('x')",
    "dumpable again": "checked(libc.prctl(4, 1, 0, 0, 0))",
    "shared memory": "mmap.mmap(-1, 4096, flags=mmap.MAP_SHARED)",
    "memory that grows by itself": "mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | 0x100)",
    "executable by mprotect": "checked(libc.mprotect(page, 4096, 5))",
    "out-of-band data": "line.send(b'x', socket.MSG_OOB)",
    "a message to an address": "line.sendto(b'x', '/run/majlis')",
    "descriptors in a message": "socket.send_fds(line, [b'x'], [1])",
    "peeking": "line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)",
    "futexes with priorities": "checked(libc.syscall(FUTEX, page, 6, 0, None))",
    "memory advice": "checked(libc.madvise(page, 4096, 14))",
    "the artifact's mode": "os.fchmod(0, 0o666)",
    "descriptor flags": "fcntl.fcntl(0, fcntl.F_GETFL)",
    "device controls": "fcntl.ioctl(0, 0x5401, bytes(60))",
    "a longer life": "checked(libc.prctl(1, 0, 0, 0, 0))",
    "a fast lane": "os.setpriority(os.PRIO_PROCESS, 0, -5)",
    "a timer of another's": "checked(libc.syscall(PIDFD_OPEN, os.getppid(), 0))",
}

SEALED = """
import _thread, ctypes, errno, fcntl, json, mmap, os, platform, resource, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
FUTEX, PIDFD_OPEN = (202 if platform.machine() == "x86_64" else 98), 434
from core.apps import checks_child
from core.messaging.media import cleaning_child
from majlis_devkit import seal, worker
told_by = os.dup(1)
line, _other = socket.socketpair()
page = ctypes.cast(libc.mmap, ctypes.c_void_p)  # any address: these are refused before they are looked at
def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "libc")
seal.prepare()
eval(sys.argv[2])
told = {}
for name, probe in json.loads(sys.argv[1]).items():
    try:
        eval(probe)
        told[name] = "allowed"
    except OSError as error:
        told[name] = errno.errorcode.get(error.errno, "?")
    except (RuntimeError, ValueError) as error:  # what Python makes of EPERM for threads and limits
        refused = "start new thread" in str(error) or "not allowed" in str(error)
        told[name] = "EPERM" if refused else str(error)
os.write(told_by, json.dumps(told).encode())
os._exit(0)
"""


def sealed(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments], capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    "give_up",
    ["worker._give_up(os.getppid())", "cleaning_child._give_up()", "checks_child._give_up()"],
    ids=["worker", "decoder", "checker"],
)
def test_a_sealed_process_has_no_power_left(give_up: str) -> None:
    """Every probe is refused by the kernel; the process itself goes on."""
    ended = sealed(SEALED, json.dumps(PROBES), give_up)
    assert ended.returncode == 0, ended.stderr
    assert {name: came for name, came in json.loads(ended.stdout).items() if came != "EPERM"} == {}


@pytest.mark.parametrize("call", ["os.execv('/bin/true', ['true'])", "libc.ptrace(0, 0, 0, 0)"], ids=["exec", "ptrace"])
def test_what_only_an_attacker_does_ends_the_process(call: str) -> None:
    ended = sealed(
        f"""
        import ctypes, os
        libc = ctypes.CDLL(None)
        from majlis_devkit import seal
        seal.prepare()
        seal.seal()
        {call}
        os.write(1, b"went on")
        os._exit(0)
        """
    )
    assert (ended.returncode, ended.stdout) == (-31, "")  # SIGSYS


@pytest.mark.skipif(platform.machine() != "x86_64", reason="machine code of x86-64")
def test_calls_of_another_abi_end_the_process() -> None:
    """i386's numbers mean other calls: what a filter allows by number would be something else there."""
    ended = sealed(
        """
        import ctypes, mmap, os
        from majlis_devkit import seal
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid of i386); int 0x80; ret
        call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
        seal.prepare()
        seal.seal()
        os.write(1, b"sealed ")
        call()
        os.write(1, b"went on")
        os._exit(0)
        """
    )
    assert (ended.returncode, ended.stdout) == (-31, "sealed ")  # SIGSYS


def test_a_captured_worker_cannot_eat_the_machine() -> None:
    """Its memory is bounded whatever it maps, and the kernel would take it before the host."""
    ended = sealed(
        """
        import ctypes, errno, json, mmap, os, time
        from majlis_devkit import seal, worker
        out = os.dup(1)
        seal.prepare()
        worker._give_up(os.getppid())
        held, told = [], {}
        try:
            while True:
                held.append(mmap.mmap(-1, 16 << 20, flags=mmap.MAP_PRIVATE))
                for at in range(0, 16 << 20, 4096):
                    held[-1][at] = 1
        except OSError as error:
            told["private"] = errno.errorcode[error.errno]
        told["held_mb"] = 16 * len(held)
        os.write(out, json.dumps(told).encode())
        os._exit(0)
        """
    )
    told = json.loads(ended.stdout)
    assert told["private"] == "ENOMEM", ended
    assert told["held_mb"] <= 400


def test_a_worker_is_sealed_before_its_first_event(sealed_worker_status: dict[str, str]) -> None:
    """As the kernel tells it: filter mode, no new privileges, one thread, nobody, no capabilities."""
    assert sealed_worker_status["Seccomp"] == "2"
    assert sealed_worker_status["NoNewPrivs"] == "1"
    assert sealed_worker_status["Threads"] == "1"
    assert sealed_worker_status["CapEff"].strip("0") == ""
    assert "0" not in sealed_worker_status["Uid"].split()


SOUND = b'{"mime_type": "audio/mpeg"}\n' + b"\xff\xfb\x90\x64" + bytes(1 << 20)
PACKAGE = (
    json.dumps({"contract": CONTRACT, "findings_max": 1_000}).encode() + b"\n" + signed({"app.py": "eval('1')\n" * 999})
)


@pytest.mark.parametrize(("module", "asked"), [
    ("core.messaging.media.cleaning_child", SOUND), ("core.apps.checks_child", PACKAGE),
], ids=["decoder", "checker"])  # fmt: skip
def test_a_child_is_sealed_before_it_looks_at_what_a_stranger_sent(module: str, asked: bytes) -> None:
    """The very children of the host, each held where its answer fills the pipe, for nobody reads on."""
    with child_of(module) as first, child_of(module) as second:
        told = [held_status(child, asked) for child in (first, second)]
    for status in told:
        assert (status["Seccomp"], status["NoNewPrivs"], status["Threads"]) == ("2", "1", "1")
        for kind in ("CapEff", "CapPrm", "CapInh", "CapAmb"):
            assert status[kind].strip("0") == "", kind
        assert "0" not in {*status["Uid"].split(), *status["Gid"].split(), *status["Groups"].split()}
        assert status["held"] == "012"
        assert status["oom_score"] == str(seal.OOM_SCORE)
    if os.geteuid() == 0:
        assert told[0]["Uid"] != told[1]["Uid"], "each is a user of its own"


def child_of(module: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-I", "-m", module], env={}, cwd=ROOT, bufsize=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def held_status(child: subprocess.Popen[bytes], asked: bytes) -> dict[str, str]:
    """What the kernel says of a child that has begun to answer and cannot go on; then it is ended."""
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(asked)
    child.stdin.close()
    assert child.stdout.read(1)
    about = Path(f"/proc/{child.pid}")
    lines = (about / "status").read_text().splitlines()
    told = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
    told["held"] = "".join(sorted(entry.name for entry in (about / "fd").iterdir()))
    told["oom_score"] = (about / "oom_score_adj").read_text().strip()
    child.kill()
    return told


def test_a_worker_holds_its_line_and_artifacts_and_nothing_else(pool: WorkerPool) -> None:
    """Nothing inherited: no log to flood, no database, no control socket of the zygote."""
    for line in pool._lines.values():
        held = {entry.name: entry.readlink() for entry in Path(f"/proc/{line.pid}/fd").iterdir()}
        assert [str(held.pop(number)) for number in "012"] == [os.devnull] * 3
        artifacts = [number for number, path in held.items() if path.suffix == ".cwasm"]
        others = [str(path) for path in held.values() if path.suffix != ".cwasm"]
        assert len(artifacts) == 1
        assert len(others) == 1
        assert others[0].startswith("socket:")
        flags = dict(
            told.split(":", 1) for told in Path(f"/proc/{line.pid}/fdinfo/{artifacts[0]}").read_text().splitlines()
        )
        assert int(flags["flags"], 8) & os.O_ACCMODE == os.O_RDONLY


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody, and reads what is sealed")
def test_each_worker_is_a_user_of_its_own(pool: WorkerPool) -> None:
    """Two of one user could signal each other, were there a hole in the filter."""
    pids = [line.pid for line in pool._lines.values()]
    uids = {Path(f"/proc/{pid}/status").read_text().partition("Uid:")[2].split()[0] for pid in pids}
    assert len(uids) == len(pids) == 2
    assert {Path(f"/proc/{pid}/oom_score_adj").read_text().strip() for pid in pids} == {"900"}
    for pid in pids:
        limits = Path(f"/proc/{pid}/limits").read_text()
        for name in ("Max file size", "Max core file size", "Max open files", "Max processes", "Max locked memory"):
            assert limits.partition(name)[2].split()[:2] == ["0", "0"], name


SECRETS = {
    "MAJLIS_DATABASE_URL": "postgresql://majlis:a-password-of-the-database@db/majlis",
    "TOKEN": "a-token-of-ours",
}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root reads the memory of what is sealed")
async def test_a_worker_knows_no_secret(
    runner_artifact: Artifact, artifact_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in its environment, its arguments or anywhere in its memory: it was never told."""
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    pool = WorkerPool(key=artifact_key, size=1)
    await pool.add_artifact(runner_artifact.path)
    await pool.start()
    try:
        (line,) = pool._lines.values()
        held = memory_of(line.pid)
    finally:
        await pool.stop()
    assert any(b"majlis_devkit" in part for part in held), "the memory was read"
    for secret in (
        artifact_key,
        *(value.encode() for value in SECRETS.values()),
        b"core.kit",
        b"sqlalchemy.engine",
        b"grpc.aio",
    ):
        assert not any(secret in part for part in held), secret[:8]


def memory_of(pid: int) -> list[bytes]:
    """What a process may write, as the kernel shows it: heaps, stacks, data."""
    found = []
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for entry in Path(f"/proc/{pid}/maps").read_text().splitlines():
            where, mode = entry.split()[:2]
            start, end = (int(part, 16) for part in where.split("-"))
            if mode.startswith("rw"):
                memory.seek(start)
                found.append(memory.read(end - start))
    return found
