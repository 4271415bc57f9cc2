"""A database of the host as backups see it: its name in the file, where it is, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.kit.db import url_without_password


@dataclass(frozen=True, slots=True)
class HostDatabase:
    """One database; `migrations` is its Alembic folder."""

    name: str
    url: str
    migrations: Path

    @property
    def kind(self) -> str:
        """sqlite or postgresql."""
        return sa.make_url(self.url).get_backend_name()

    @property
    def path(self) -> Path:
        """The file of a SQLite database."""
        return Path(sa.make_url(self.url).database or "")

    @property
    def shown(self) -> str:
        """Where it is, for people."""
        return str(self.path) if self.kind == "sqlite" else url_without_password(self.url)
