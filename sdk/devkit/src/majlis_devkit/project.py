"""A mini-app's folder as the developer has it, and what of it goes into the package."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from majlis_devkit import package
from majlis_devkit.build import sources_json
from majlis_devkit.checks.contents import MANIFEST

_FOLDERS_LEFT_OUT = frozenset({"tests", "build", "dist", "docs", "node_modules", "venv", "env"})
_PICTURES = frozenset({".svg", ".png", ".webp", ".jpg"})


class ProjectInvalid(Exception):
    """The folder is no mini-app, or holds something that cannot be packed; ``args[0]`` is one sentence."""


@dataclass(frozen=True)
class Project:
    """The files that would be packed, by package path, and the manifest as it stands (perhaps with defects)."""

    folder: Path
    files: Mapping[str, bytes]
    manifest: Mapping[str, Any]

    @property
    def entry(self) -> str:
        return str(self.manifest.get("majlis_entry") or "app:app")

    @property
    def sources(self) -> str:
        """What the sandbox's `load` takes: Python sources and texts as JSON."""
        files = {
            path: content.decode("utf-8", "replace")
            for path, content in self.files.items()
            if path.endswith(".py") or package.is_text_file(path)
        }
        return sources_json(files, self.entry)

    def package(self) -> bytes:
        """The unsigned package."""
        pages = [page for page in self.manifest.get("pages") or () if isinstance(page, str)]
        return package.build(self.files, [page for page in pages if page.startswith("pages/")])


def find(start: Path) -> Path:
    """The folder with manifest.json: `start` itself or the nearest one above."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / MANIFEST).is_file():
            return folder
    raise ProjectInvalid(f"there is no {MANIFEST} in {start} or above; `majlis new` makes an app")


def read(folder: Path) -> Project:
    """The folder's packable files. Raises ``ProjectInvalid``; reads nothing through links."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _packed(folder)}
    if MANIFEST not in files:
        raise ProjectInvalid(f"there is no {MANIFEST} in {folder}; `majlis new` makes an app")
    try:
        manifest = json.loads(files[MANIFEST])
    except (ValueError, RecursionError):
        manifest = {}
    return Project(folder, files, manifest if isinstance(manifest, dict) else {})


def _packed(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        here = Path(root)
        inside = here.relative_to(folder).parts
        folders[:] = sorted(name for name in folders if not _is_left_out(name, top=not inside))
        for name in sorted(names):
            if not _belongs(inside, name):
                continue
            if (here / name).is_symlink():
                raise ProjectInvalid(f"{'/'.join((*inside, name))} is a link; packages hold files only")
            yield here / name


def _is_left_out(name: str, *, top: bool) -> bool:
    return name.startswith((".", "__pycache__")) or (top and name in _FOLDERS_LEFT_OUT)


def _belongs(inside: tuple[str, ...], name: str) -> bool:
    suffix = Path(name).suffix
    if name == "conftest.py" or name.startswith((".", "test_")):
        return False
    if suffix == ".py" or (not inside and name == MANIFEST):
        return True
    if suffix in _PICTURES:
        return inside in ((), ("icons",)) or inside[:1] == ("assets",)
    return inside == ("texts",) and suffix == ".ftl"
