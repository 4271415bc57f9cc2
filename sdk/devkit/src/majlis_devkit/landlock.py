"""Landlock: from here on this process and its children open files below the given folders only.

Needs no root and no library (three system calls, Linux 5.13); `confine` says whether the kernel could do it.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on x86-64 and aarch64
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_PR_SET_NO_NEW_PRIVS = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_EVERYTHING = (1 << 13) - 1  # the rights of the first version: read, write, execute, make and remove
_TRUNCATE, _TRUNCATE_VERSION = 1 << 14, 3
_NET, _NET_VERSION = 3, 4  # bind and connect of TCP: no rule allows a port
_IOCTL_DEV, _IOCTL_DEV_VERSION = 1 << 15, 5
_SCOPES, _SCOPES_VERSION = 3, 6  # abstract sockets and signals: only among those under the same rules
_READ = _EXECUTE | _READ_FILE | _READ_DIR


def version() -> int:
    """What this kernel's Landlock can do; 0 where it has none."""
    return max(0, int(ctypes.CDLL(None, use_errno=True).syscall(_CREATE_RULESET, None, 0, _VERSION_FLAG)))


def confine(*, read: Iterable[Path], write: Iterable[Path]) -> bool:
    """Deny every file outside these for good. False, and nothing denied, where the kernel has no Landlock.

    Newer kernels deny as well: TCP (6.7), device ioctls (6.10), abstract sockets and signals of others (6.12).
    """
    libc = ctypes.CDLL(None, use_errno=True)
    known = version()
    if known < 1:
        return False
    handled = _EVERYTHING | (_TRUNCATE if known >= _TRUNCATE_VERSION else 0)
    handled |= _IOCTL_DEV if known >= _IOCTL_DEV_VERSION else 0
    attributes = struct.pack("=Q", handled)
    attributes += struct.pack("=Q", _NET) if known >= _NET_VERSION else b""
    attributes += struct.pack("=Q", _SCOPES) if known >= _SCOPES_VERSION else b""
    ruleset = _checked(libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0))
    try:
        for path in read:
            _allow(libc, ruleset, path, _READ)
        for path in write:
            _allow(libc, ruleset, path, handled)
        _checked(libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        _checked(libc.syscall(_RESTRICT_SELF, ruleset, 0))
    finally:
        os.close(ruleset)
    return True


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        rights &= _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
    parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, parent)
        _checked(libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0))
    finally:
        os.close(parent)


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return result
