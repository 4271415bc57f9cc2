"""`statements`: every SELECT of the wallet's sent while a test runs, and how a database would answer each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

import pytest
import sqlalchemy as sa

WHOLE = re.compile(r"(?:SCAN|Seq Scan on) (wallet_\w+)")


@pytest.fixture
def statements() -> Iterator[dict[str, Any]]:
    """Every SELECT sent while the test runs, with one set of its parameters."""
    sent: dict[str, Any] = {}

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")) and "wallet_" in statement:
            sent.setdefault(statement, parameters)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def read_whole(tx: sa.Connection, asked: dict[str, Any], small: Collection[str]) -> dict[str, str]:
    """Those of the statements that read a whole table, but for small ones, each with its plan."""
    plans = {statement: explained(tx, statement, parameters) for statement, parameters in asked.items()}
    return {statement: plan for statement, plan in plans.items() if set(WHOLE.findall(plan)) - set(small)}


def explained(tx: sa.Connection, statement: str, parameters: Any) -> str:
    """How the database would answer. PostgreSQL reads small tables whole, unless it is told to look for another way."""
    if tx.dialect.name == "sqlite":
        rows = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(str(row[-1]) for row in rows)
    tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return "\n".join(str(row[0]) for row in tx.exec_driver_sql(f"EXPLAIN {statement}", parameters))
