"""Behind WebAssembly stands the kernel: a worker in an attacker's hands computes and talks to its parent, no more."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap

import pytest

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
}

SEALED = """
import _thread, ctypes, errno, json, mmap, os, resource, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
from majlis_devkit import seal
def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "libc")
seal.prepare()
seal.drop_root()
seal.seal()
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
os.write(1, json.dumps(told).encode())
os._exit(0)
"""


def sealed(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *arguments], capture_output=True, text=True, timeout=60
    )


def test_a_sealed_process_has_no_power_left() -> None:
    """Every probe is refused by the kernel; the process itself goes on."""
    ended = sealed(SEALED, json.dumps(PROBES))
    assert ended.returncode == 0, ended.stderr
    assert set(json.loads(ended.stdout).values()) == {"EPERM"}, ended.stdout


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


def test_a_worker_is_sealed_before_its_first_event(sealed_worker_status: dict[str, str]) -> None:
    """As the kernel tells it: filter mode, no new privileges, one thread, nobody, no capabilities."""
    assert sealed_worker_status["Seccomp"] == "2"
    assert sealed_worker_status["NoNewPrivs"] == "1"
    assert sealed_worker_status["Threads"] == "1"
    assert sealed_worker_status["CapEff"].strip("0") == ""
    assert "0" not in sealed_worker_status["Uid"].split()
