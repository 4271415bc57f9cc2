"""An app's folder as tests see it: sources, texts, and the scopes its manifest asks for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from miniapp import _guest
from miniapp._app import App

_NOT_PACKED = ("tests", ".", "_")


@dataclass(frozen=True)
class Package:
    """What of the folder would be packed."""

    folder: Path
    files: dict[str, str]
    manifest: dict[str, Any]

    @property
    def texts(self) -> dict[str, str]:
        """The Fluent text of each language."""
        return {Path(path).stem: text for path, text in self.files.items() if path.startswith("texts/")}

    @property
    def scopes(self) -> frozenset[str]:
        """What the manifest asks for."""
        return frozenset(str(entry.get("name")) for entry in self.manifest.get("req_permissions", []))

    def sources(self) -> str:
        """What the guest's `load` takes."""
        return json.dumps({"files": self.files, "entry": self.manifest.get("majlis_entry", _guest.ENTRY)})


def find(start: Path) -> Package | None:
    """The app whose folder holds `start`, or nothing."""
    folder = next((at for at in (start, *start.parents) if (at / "manifest.json").is_file()), None)
    if folder is None:
        return None
    paths = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".ftl")]
    packed = [path for path in paths if not path.parts[0].startswith(_NOT_PACKED)]
    files = {path.as_posix(): (folder / path).read_text("utf-8") for path in packed}
    return Package(folder, files, json.loads((folder / "manifest.json").read_text("utf-8")))


def of_app(app: App) -> Package | None:
    """The folder an app was loaded from, or in whose files its handlers are written."""
    if app in _loaded:
        return _loaded[app]
    handlers = [*app.screens.values(), *app.actions.values()]
    return find(Path(handlers[0].run.__code__.co_filename).resolve()) if handlers else None


def load(start: Path) -> App:
    """Import the app around `start` from its sources, as the sandbox would."""
    package = find(start)
    if package is None:
        raise FileNotFoundError(f"no manifest.json in {start} or above")
    app = _guest.load_app(package.files, package.manifest.get("majlis_entry", _guest.ENTRY))
    _loaded[app] = package
    return app


_loaded: dict[App, Package] = {}
