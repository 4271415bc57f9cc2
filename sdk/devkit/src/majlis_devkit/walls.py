"""Which of the walls behind WebAssembly stand on this machine: for the operator's log, at start."""

from __future__ import annotations

import os

from majlis_devkit import jail, landlock


def standing() -> dict[str, object]:
    """Each wall, and whether it stands. seccomp is not among them: without it no worker starts at all."""
    return {
        "landlock": landlock.version(),
        "own_user_workers": os.geteuid() == 0,
        "own_user_builds": jail.has_own_user(),
    }


def missing() -> list[str]:
    """What does not stand here, in words an operator can act on."""
    found = []
    if not landlock.version():
        found.append("no Landlock in this kernel (Linux 5.13, lsm=landlock): builds can read what this user can")
    if os.geteuid() == 0 and not jail.has_own_user():
        found.append("Python lies where only root can read: builds run as root; install it below /usr or /opt")
    return found
