"""What every verb of the wallet stands on: its reads, its acts, and acts that answer a request_id once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from google.protobuf.message import Message

from core.kit.clock import Clock
from core.kit.db import Database, Transaction
from core.kit.errors import DomainError, ResourceExhausted
from core.kit.ids import IdMaker
from core.kit.rpc import Call, Channel
from wallet import answered
from wallet.books import Books
from wallet.writer import LedgerWriter

T = TypeVar("T")
R = TypeVar("R", bound=Message)


class Desk:
    """One for a process. `channel` leads to the other slices, `ids` makes ids; both outside of transactions only."""

    def __init__(
        self, *, database: Database, writer: LedgerWriter, clock: Clock, ids: IdMaker, channel: Channel
    ) -> None:  # fmt: skip
        self._database = database
        self._writer = writer
        self.clock = clock
        self.ids = ids
        self.channel = channel

    async def read(self, fn: Callable[[Transaction], T]) -> T:
        """`fn(tx)` of what is committed."""
        return await self._database.read(fn)

    async def write(self, fn: Callable[[Transaction], T]) -> T:
        """Rows without money: `fn(tx)` in the writer's next commit; one that raises is undone alone."""
        return await self._writer.run(fn)

    async def act(self, fn: Callable[[Transaction, Books], T]) -> T:
        """Rows and money as one (wallet.writer.LedgerWriter.act)."""
        return await self._writer.act(fn)

    async def answer(
        self, call: Call, request: Any, response_type: type[R], fn: Callable[[Transaction, Books], R],
        *, unless_answered: Callable[[], Awaitable[None]] | None = None,
    ) -> R:  # fmt: skip
        """A KEYED rpc: `fn`'s answer or refusal, or the one this request_id got first. REQUEST_ID_REUSED.

        `unless_answered` is awaited before, where there is no answer yet: what it refuses is not kept.
        """
        key, digest = answered.key_of(call, request.request_id), answered.digest_of(request)
        before = await self.read(lambda tx: answered.first_answer(tx, key, digest))
        if before is not None:
            return response_type.FromString(before)
        if unless_answered is not None:
            try:
                await unless_answered()
            except DomainError:
                # Its twin may have been carried out meanwhile: what holds now is no answer to that.
                before = await self.read(lambda tx: answered.first_answer(tx, key, digest))
                if before is None:
                    raise
                return response_type.FromString(before)

        def once(tx: Transaction, books: Books) -> R | DomainError:
            first = answered.first_answer(tx, key, digest)
            if first is not None:
                return response_type.FromString(first)
            point = tx.begin_nested()
            try:
                response = fn(tx, books)
            except DomainError as refused:
                if books.has_moved:
                    raise
                point.rollback()
                if isinstance(refused, ResourceExhausted):
                    return refused  # For want of room now: the same request may find some later.
                answered.keep_refusal(tx, key, digest, refused, now_ms=books.now_ms)
                return refused
            except BaseException:
                point.rollback()
                raise
            point.commit()
            answered.keep(tx, key, digest, response.SerializeToString(), now_ms=books.now_ms)
            return response

        result = await self.act(once)
        if isinstance(result, DomainError):
            raise result
        return result
