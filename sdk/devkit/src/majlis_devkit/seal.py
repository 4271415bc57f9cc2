"""Take every power away from this process but computing, its clock and the sockets it already holds.

Used by workers (before their first event) and, with a looser list, by the build jail. Order matters: import
everything first (a sealed process opens no file), then `prepare`, then `seal`.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal

import seccompy
from seccompy import Action, ArgCmp, CmpOp, Filter

PR_SET_PDEATHSIG, PR_SET_DUMPABLE = 1, 4
NOBODY = 65_534
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
_PROT_EXEC = 4

_ALLOWED = (
    "read", "write", "recvfrom", "sendto", "munmap", "mremap", "madvise", "brk", "futex", "getrandom",
    "clock_gettime", "clock_getres", "clock_nanosleep", "exit", "exit_group", "rt_sigaction", "rt_sigprocmask",
    "rt_sigreturn", "sigaltstack", "setitimer", "getpid", "gettid", "poll", "ppoll", "sched_yield", "close",
    "getrusage", "restart_syscall",
)  # fmt: skip
_KILLED = ("execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "bpf", "kexec_load")
_NETWORK = ("socket", "connect", "bind", "listen", "accept", "accept4", "io_uring_setup")

_libc: ctypes.CDLL | None = None


def prepare() -> None:
    """Warm what looks things up on disk, once, in the parent: seccompy asks the linker for libc's name."""
    global _libc
    _libc = ctypes.CDLL(None, use_errno=True)
    if not seccompy.supported():
        raise RuntimeError("this kernel has no seccomp; workers cannot be sealed")


def die_with_parent(parent_pid: int) -> None:
    """SIGKILL for us when the parent dies; exits at once when it is already gone."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        os._exit(0)


def drop_root() -> None:
    """Become nobody when we are root. Clears the death signal: set that afterwards."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def seal() -> None:
    """Seal this process for good: no files, sockets, processes or executable memory from here on."""
    _prctl(PR_SET_DUMPABLE, 0)
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
        resource.setrlimit(limit, (0, 0))  # fds already open keep working
    rules = Filter(default=int(Action.ERRNO) | errno.EPERM)
    not_executable = [ArgCmp(2, CmpOp.MASKED_EQ, 0, mask=_PROT_EXEC)]
    rules.allow("mmap", args=not_executable)
    rules.allow("mprotect", args=not_executable)
    for name in _ALLOWED:
        rules.allow(name)
    for name in _KILLED:
        rules.kill(name)
    rules.load()  # sets no_new_privs


def forbid_network() -> None:
    """No new sockets for this process and its children; a network namespace of our own where that is permitted."""
    unshare = ctypes.CDLL(None, use_errno=True).unshare
    unshare(CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET)
    rules = Filter(default=Action.ALLOW)
    for name in _NETWORK:
        rules.errno(name, errno.EPERM)
    for name in ("ptrace", "process_vm_readv", "process_vm_writev", "bpf"):
        rules.kill(name)
    rules.load()


def _prctl(option: int, value: int) -> None:
    libc = _libc or ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
