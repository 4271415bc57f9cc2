"""Secrets of text that two processes of one host share: a file only its owner can read, made on first use."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

BYTES = 32


def load_or_make_secret(path: Path) -> str:
    """What the file holds, 64 letters where it was made here; an operator may put a provider's own there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(BYTES))
        try:
            os.link(draft, path)  # Atomic: of two processes starting at once, one secret wins for both.
        except FileExistsError:
            pass
        draft.unlink()
    kept = path.read_text("ascii").strip()
    if not kept:
        raise ValueError(f"{path.name} holds no secret")
    return kept
