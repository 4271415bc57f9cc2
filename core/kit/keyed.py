"""KEYED rpcs: the same request_id and body give the first answer, for as long as the row lives."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import sqlalchemy as sa
from google.protobuf.message import Message

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction, metadata
from core.kit.errors import RequestIdReused
from core.kit.rpc import Call

R = TypeVar("R", bound=Message)
KEPT = timedelta(days=30)

requests = sa.Table(
    "kit_requests", metadata,
    sa.Column("caller", sa.Text, primary_key=True),
    sa.Column("method", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("request_sha256", sa.LargeBinary, nullable=False),
    sa.Column("answer", sa.LargeBinary, nullable=False),
    sa.Column("created_at_ms", sa.BigInteger, nullable=False, index=True),
)  # fmt: skip


def request_sha256(request: Message) -> bytes:
    """What makes two requests the same: their bytes in protobuf's deterministic form."""
    return hashlib.sha256(request.SerializeToString(deterministic=True)).digest()


class KeyedWrites:
    """Runs a KEYED rpc's transaction once per (caller, method, request_id) and keeps its answer for 30 days."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def write(self, call: Call, request: Message, response_type: type[R], fn: Callable[[Transaction], R]) -> R:
        """`fn(tx)`'s answer, or the one given first. REQUEST_ID_REUSED when the body is another."""
        request_id, digest = str(request.request_id), request_sha256(request)  # type: ignore[attr-defined]

        def once(tx: Transaction) -> R:
            before = self.kept(tx, call, request_id, digest)
            if before is not None:
                return response_type.FromString(before)
            response = fn(tx)
            self.keep(tx, call, request_id, digest, response.SerializeToString())
            return response

        return await self._db.write(once)

    def kept(self, tx: Transaction, call: Call, request_id: str, digest: bytes) -> bytes | None:
        """The answer kept for the request. REQUEST_ID_REUSED where the digest was another's."""
        key = _key(call, request_id)
        row = tx.execute(
            sa.select(requests.c.request_sha256, requests.c.answer).where(
                *(requests.c[name] == value for name, value in key.items())
            )
        ).one_or_none()
        if row is None:
            return None
        if bytes(row.request_sha256) != digest:
            raise RequestIdReused("this request_id was used with another body", request_id=request_id)
        return bytes(row.answer)

    def keep(self, tx: Transaction, call: Call, request_id: str, digest: bytes, answer: bytes) -> None:
        """Answer the request so from now on."""
        row = {"request_sha256": digest, "answer": answer, "created_at_ms": to_ms(self._clock.now())}
        tx.execute(requests.insert().values(**_key(call, request_id), **row))

    async def forget_old(self) -> int:
        """Remove answers older than 30 days; returns how many."""
        before_ms = to_ms(self._clock.now() - KEPT)
        return await self._db.write(
            lambda tx: tx.execute(requests.delete().where(requests.c.created_at_ms < before_ms)).rowcount
        )


def _key(call: Call, request_id: str) -> dict[str, str]:
    caller = call.caller
    return {
        "caller": f"{caller.app_id}/{caller.user_id or caller.service}", "method": call.method,
        "request_id": request_id,
    }  # fmt: skip
