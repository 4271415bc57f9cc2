"""Take every power away from this process but computing, its clock and the sockets it already holds.

Used by workers (before their first event) and by decoders of strangers' media; `majlis_devkit.jail` has the looser
list of builds. Order matters: import everything first (a sealed process opens no file), then `prepare`, then `seal`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
from pathlib import Path

import seccompy
from seccompy import Action, ArgCmp, CmpOp, Filter

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
NOBODY = 65_534
# One uid per process, so that none may signal another: above every range that is handed out (people, services,
# subordinate ids of containers), and a pid is below 2**22.
UIDS_FROM = 2_000_000_000
OOM_SCORE = 900  # When memory runs out the kernel ends these first, and not the host.
_PROT_EXEC, _MAP_TYPE, _MAP_PRIVATE, _MAP_GROWSDOWN = 4, 0x0F, 0x02, 0x100
_MADV_DONTNEED, _MADV_FREE = 4, 8
_FUTEX_COMMAND, _FUTEX_COMMANDS = 0x7F, (0, 1, 9, 10)  # wait, wake and their bitset forms; no priority inheritance

_ALLOWED = (
    "read", "write", "munmap", "mremap", "brk", "getrandom", "clock_gettime", "exit", "exit_group",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "setitimer", "getpid", "gettid", "sched_yield",
    "close", "restart_syscall",
)  # fmt: skip
_KILLED = ("execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "bpf", "kexec_load")
_NOTHING = (
    resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE,  # open ones stay open
    resource.RLIMIT_MEMLOCK, resource.RLIMIT_MSGQUEUE,
)  # fmt: skip

_libc: ctypes.CDLL | None = None


def prepare() -> None:
    """Warm what looks things up on disk, once, in the parent: seccompy asks the linker for libc's name."""
    global _libc
    _libc = ctypes.CDLL(None, use_errno=True)
    if not seccompy.supported():
        raise RuntimeError("this kernel has no seccomp; workers cannot be sealed")


def die_with_parent(parent_pid: int) -> None:
    """SIGKILL for us when the parent dies; exits at once when it is already gone."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        os._exit(0)


def drop_root(uid: int | None = None) -> None:
    """Become a user nobody else is when we are root. Clears the death signal: set that afterwards."""
    if os.geteuid() != 0:
        return
    os.setgroups([])
    try:
        _become(UIDS_FROM + os.getpid() if uid is None else uid)
    except OSError:  # a container that maps few ids
        _become(NOBODY)


def die_first() -> None:
    """Stand before the host when the kernel looks for memory."""
    try:
        Path("/proc/self/oom_score_adj").write_text(str(OOM_SCORE))
    except OSError:
        pass  # no /proc: nothing to hold on to


def limit_memory(more_bytes: int, reserved_bytes: int) -> None:
    """May write at most this much more memory than now, and reserve at most this much more address space."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    for limit, name, more in (
        (resource.RLIMIT_DATA, "VmData", more_bytes),
        (resource.RLIMIT_AS, "VmSize", reserved_bytes),
    ):
        lower(limit, int(status[name].split()[0]) * 1024 + more)


def lower(limit: int, value: int) -> None:
    """Set a limit for good, never above what it is."""
    hard = resource.getrlimit(limit)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (value, value))


def seal() -> None:
    """Seal this process for good: no files, sockets, processes, shared or executable memory from here on.

    Calls of another architecture (i386 on x86-64) end it; what is merely not on the list answers EPERM.
    """
    prctl(PR_SET_DUMPABLE, 0)
    for limit in _NOTHING:
        resource.setrlimit(limit, (0, 0))
    rules = Filter(default=int(Action.ERRNO) | errno.EPERM)
    private = ArgCmp(3, CmpOp.MASKED_EQ, _MAP_PRIVATE, mask=_MAP_TYPE | _MAP_GROWSDOWN)  # RLIMIT_DATA counts no others
    not_executable = ArgCmp(2, CmpOp.MASKED_EQ, 0, mask=_PROT_EXEC)
    rules.allow("mmap", args=[not_executable, private])
    rules.allow("mprotect", args=[not_executable])
    for advice in (_MADV_DONTNEED, _MADV_FREE):
        rules.allow("madvise", args={2: advice})
    for command in _FUTEX_COMMANDS:
        rules.allow("futex", args=[ArgCmp(1, CmpOp.MASKED_EQ, command, mask=_FUTEX_COMMAND)])
    # No flags and no address: out-of-band data on AF_UNIX has been a way into the kernel (CVE-2025-38236).
    rules.allow("sendto", args={3: 0, 4: 0})
    rules.allow("recvfrom", args={3: 0, 4: 0})
    for name in _ALLOWED:
        rules.allow(name)
    for name in _KILLED:
        rules.kill(name)
    rules.load()  # sets no_new_privs


def prctl(option: int, value: int) -> None:
    libc = _libc or ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def _become(uid: int) -> None:
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
