"""The bank's books: each reference once, decided when its time comes, each decision a version and a notice of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.testbank import store
from core.testbank.conduct import WHY_FAILED, WHY_RETURNED, Conduct, conduct_of

_DAY_MS = 86_400_000


class ReferenceReused(Exception):
    """This reference is another transfer's; `entry` is that one."""

    def __init__(self, entry: dict[str, Any]) -> None:
        super().__init__("reference reused")
        self.entry = entry


class Books:
    """`conducts` are for the next ones that are asked for, in order; then the amount's digits choose again."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self.conducts: list[Conduct] = []

    async def ask(self, reference: str, kind: str, amount_minor: int, currency_code: str) -> tuple[Any, Conduct]:
        """The entry, made now or before, and how it is treated. ReferenceReused."""
        now_ms, conduct = self.now_ms(), self.conducts[0] if self.conducts else conduct_of(amount_minor)

        def ask(tx: Transaction) -> tuple[Any, bool]:
            known = store.find(tx, reference)
            if known is None and conduct.answers != "away":
                store.add(
                    tx, reference=reference, kind=kind, asked_minor=amount_minor,
                    amount_minor=amount_minor + conduct.off_minor, currency_code=currency_code, state="pending",
                    version=0, why="", changed_at_ms=now_ms, conduct_json=json.dumps(conduct.as_json()),
                    due_at_ms=None if conduct.outcome == "never" else now_ms + conduct.after_ms,
                )  # fmt: skip
            return store.find(tx, reference), known is None

        row, is_new = await self._db.write(ask)
        if is_new and self.conducts:
            self.conducts.pop(0)
        if row is not None and (row.kind, row.asked_minor, row.currency_code) != (kind, amount_minor, currency_code):
            raise ReferenceReused(entry_of(row))
        return None if row is None else entry_of(row), conduct if is_new else Conduct()

    async def look_up(self, reference: str) -> dict[str, Any] | None:
        row = await self._db.read(lambda tx: store.find(tx, reference))
        return None if row is None else entry_of(row)

    async def statement(self, day: date, after: str) -> dict[str, Any]:
        """A page of what changed on that day last, in UTC."""
        from_ms = (day - date(1970, 1, 1)).days * _DAY_MS
        rows = await self._db.read(lambda tx: store.changed_between(tx, from_ms, from_ms + _DAY_MS, after))
        page = rows[: store.PAGE]
        return {"entries": [entry_of(row) for row in page], "next": page[-1].reference if len(rows) > len(page) else ""}

    async def decide_due(self) -> None:
        """Decide what is due now."""
        now_ms = self.now_ms()

        def decide(tx: Transaction) -> None:
            for row in store.due(tx, now_ms):
                conduct = Conduct.of(json.loads(row.conduct_json))
                if row.version:
                    self._decide(tx, row.reference, "returned", WHY_RETURNED, conduct, due_at_ms=None)
                elif conduct.outcome == "failed":
                    self._decide(tx, row.reference, "failed", WHY_FAILED, conduct, due_at_ms=None)
                else:
                    due_at_ms = now_ms + conduct.after_ms if conduct.returned else None
                    self._decide(tx, row.reference, "done", "", conduct, due_at_ms=due_at_ms)

        await self._db.write(decide)

    async def say(self, reference: str, state: str, why: str) -> None:
        """Whatever it was, it is this now: a bank may say anything."""

        def decide(tx: Transaction) -> None:
            row = store.find(tx, reference)
            if row is not None:
                conduct = Conduct.of(json.loads(row.conduct_json))
                self._decide(tx, reference, state, why, conduct, due_at_ms=None)

        await self._db.write(decide)

    async def forget(self, reference: str) -> None:
        """As if it, or (empty) anything, had never been asked for."""
        await self._db.write(lambda tx: store.forget(tx, reference))

    async def release(self, reference: str) -> None:
        """Send what was held back."""
        await self._db.write(lambda tx: store.release(tx, reference, self.now_ms()))

    async def next_due_ms(self) -> int | None:
        return await self._db.read(store.next_due_ms)

    def now_ms(self) -> int:
        return to_ms(self._clock.now())

    def _decide(
        self, tx: Transaction, reference: str, state: str, why: str, conduct: Conduct, *, due_at_ms: int | None
    ) -> None:
        now_ms = self.now_ms()
        version = store.find(tx, reference).version + 1  # type: ignore[union-attr]
        store.change(
            tx, reference, state=state, why=why, version=version, changed_at_ms=now_ms, due_at_ms=due_at_ms
        )  # fmt: skip
        body = json.dumps(
            {"notice_id": f"{reference}:{version}", "transfer": entry_of(store.find(tx, reference))}, ensure_ascii=False
        )
        is_first_of_two = conduct.returned and version == 1
        held = conduct.notices == "late" or (conduct.notices == "reordered" and is_first_of_two)
        for seal in _seals(conduct):
            store.add_notice(tx, reference, body, seal=seal, due_at_ms=None if held else now_ms)
        if conduct.notices == "reordered" and version == 2:  # The newest is on its way: now the one before may go.
            store.release(tx, reference, now_ms + 1)


def _seals(conduct: Conduct) -> tuple[str, ...]:
    odd: dict[str, tuple[str, ...]] = {
        "twice": ("true", "true"), "never": (), "forged": ("forged",), "stale": ("stale",)
    }  # fmt: skip
    return odd.get(conduct.notices, ("true",))


def entry_of(row: Any) -> dict[str, Any]:
    """As the bank tells it."""
    return {
        "reference": row.reference, "bank_reference": f"tb-{row.number:08d}", "version": row.version,
        "kind": row.kind, "amount_minor": row.amount_minor, "currency_code": row.currency_code,
        "state": row.state, "why": row.why, "changed_at_ms": row.changed_at_ms,
    }  # fmt: skip
