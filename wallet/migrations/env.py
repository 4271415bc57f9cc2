"""Alembic's entry: the wallet's own history, for the database that only the wallet has."""

from __future__ import annotations

from core.kit.migrate import run_history
from wallet.schema import metadata

run_history(metadata)
