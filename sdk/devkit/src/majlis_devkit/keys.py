"""The developer's signing key on this machine: one file, readable by its owner only, never printed, never uploaded.

It lies in ``$MAJLIS_HOME/keys/developer.pem`` (``~/.config/majlis`` where MAJLIS_HOME is not set) as PKCS#8.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


class KeyMissing(Exception):
    """There is no key yet; ``args[0]`` is where it would be."""


class KeyUnusable(Exception):
    """The key file is no Ed25519 key, or others may read it; ``args[0]`` says which."""


def home() -> Path:
    """Where the developer's key and logins are kept."""
    return Path(os.environ.get("MAJLIS_HOME") or Path.home() / ".config" / "majlis")


def key_path() -> Path:
    return home() / "keys" / "developer.pem"


def new_key(path: Path) -> Ed25519PrivateKey:
    """A fresh key in a new file; ``FileExistsError`` rather than ever overwriting one."""
    key = Ed25519PrivateKey.generate()
    write_private(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), exclusive=True)
    return key


def load_key(path: Path) -> Ed25519PrivateKey:
    """The key in this file. Raises ``KeyMissing`` or ``KeyUnusable``."""
    try:
        content, mode = path.read_bytes(), path.stat().st_mode
    except FileNotFoundError:
        raise KeyMissing(str(path)) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyUnusable(f"{path} can be read by others; run: chmod 600 {path}")
    try:
        key = load_pem_private_key(content, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnusable(f"{path} holds no private key") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"{path} holds a key of another kind; packages are signed with Ed25519")
    return key


def write_private(path: Path, content: bytes, *, exclusive: bool = False) -> None:
    """Write a file only its owner can read; it has that mode from its first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_EXCL if exclusive else os.O_TRUNC)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(content)
