"""The rows of answers to people's and apps' requests."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from wallet.tables import answers


def find(tx: Transaction, key: tuple[str, str, str]) -> Any | None:
    """What was answered, or None."""
    caller, method, request_id = key
    at = sa.and_(answers.c.request_id == request_id, answers.c.caller == caller, answers.c.method == method)
    return tx.execute(sa.select(answers).where(at)).one_or_none()


def add(
    tx: Transaction, key: tuple[str, str, str], digest: bytes, *, answer: bytes, reason: str, message: str,
    facts_json: str, now_ms: int,
) -> None:  # fmt: skip
    caller, method, request_id = key
    tx.execute(
        answers.insert().values(
            request_id=request_id, caller=caller, method=method, request_sha256=digest, answer=answer, reason=reason,
            message=message, facts_json=facts_json, created_at_ms=now_ms,
        )
    )  # fmt: skip
