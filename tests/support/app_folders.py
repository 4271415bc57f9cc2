"""Folders of mini-apps for a host that is made for a test: copies, for an app is packed as its folder is."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.support.artifacts import ROOT

ATTACKERS = ROOT / "tests/support/attackers"
REACH = ATTACKERS / "reach.py"  # What each of them has in hand.


def put_app(source: Path, target: Path) -> None:
    """Copy the app there, and what our attackers share into an attacker."""
    shutil.copytree(source, target)
    if source.parent == ATTACKERS:
        shutil.copy(REACH, target)
