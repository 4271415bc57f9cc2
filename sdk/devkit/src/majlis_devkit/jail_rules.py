"""What the kernel refuses a build step: networks, processes, namespaces, other people's processes, other ABIs.

A list of what is forbidden, since Python, componentize-py and a compiler with threads call more than can be listed for
every libc; files are Landlock's and the user's own matter.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform

from seccompy import Action, ArgCmp, CmpOp, Filter
from seccompy.syscalls import syscall_nr

from majlis_devkit import seal

CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWIPC, CLONE_THREAD = 0x10000000, 0x40000000, 0x08000000, 0x00010000
_CLONE_NEW_ANY = 0x7E020080
_X32 = 0x40000000  # x86-64's second ABI: the same calls under other numbers, and 36 of its own
_X32_OWN = range(512, 548)
_CAPABILITY_VERSION = 0x20080522

_REFUSED = (
    "socket", "connect", "bind", "listen", "accept", "accept4", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "fork", "vfork", "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "fsopen",
    "fsmount", "fsconfig", "open_tree", "move_mount", "mount_setattr", "open_by_handle_at", "keyctl", "add_key",
    "request_key", "userfaultfd", "perf_event_open", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_send_signal",
    "pidfd_open", "pidfd_getfd", "kcmp", "personality", "quotactl", "init_module", "finit_module", "shmget", "msgget",
    "semget", "mq_open", "setpriority", "sched_setscheduler", "ioprio_set", "fanotify_init", "memfd_secret",
    "landlock_create_ruleset", "symlink", "symlinkat", "link", "linkat",
)  # fmt: skip
_KILLED = ("execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "bpf", "kexec_load")


def leave_network() -> None:
    """Into a network of our own where that is permitted; `load` refuses sockets everywhere."""
    flags = CLONE_NEWNET | CLONE_NEWIPC
    ctypes.CDLL(None, use_errno=True).unshare(flags if os.geteuid() == 0 else CLONE_NEWUSER | flags)


def load() -> None:
    """Give up every capability (a user namespace brings some), then filter for good."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, none = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0), (ctypes.c_uint32 * 6)()
    if libc.capset(header, none) != 0:
        raise OSError(ctypes.get_errno(), "capset")
    rules = Filter(default=Action.ALLOW)
    ours = ArgCmp(0, CmpOp.EQ, os.getpid())
    for name in ("kill", "tkill", "tgkill"):  # threads signal themselves; tkill takes a thread, and ours has this id
        rules.allow(name, args=[ours])
        rules.errno(name, errno.EPERM)
    # A thread needs CLONE_THREAD and no namespace; clone3's flags lie in memory, and libc then takes clone.
    rules.allow("clone", args=[ArgCmp(0, CmpOp.MASKED_EQ, CLONE_THREAD, mask=CLONE_THREAD | _CLONE_NEW_ANY)])
    rules.errno("clone", errno.EPERM)
    rules.errno("clone3", errno.ENOSYS)
    rules.errno("prctl", errno.EPERM, args={0: seal.PR_SET_PDEATHSIG})
    for name in (*_REFUSED, *_KILLED):
        _refuse(rules, name)
    if platform.machine() == "x86_64":
        for number in _X32_OWN:
            rules.kill(_X32 | number)
    rules.load()


def _refuse(rules: Filter, name: str) -> None:
    try:
        number = syscall_nr(name)
    except ValueError:
        return  # another machine's call
    if name in _KILLED:
        rules.kill(number)
    else:
        rules.errno(number, errno.EPERM)
    if platform.machine() == "x86_64":
        rules.kill(_X32 | number)
