"""Compare the bank's books with ours: mend what a lost notice left open, write down every other difference.

The bank's entries are read first, outside of any act; each is then heard like a notice, so that one which a newer
notice overtook meanwhile changes nothing. Days that were compared after they had ended are not asked for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from core.kit import log
from core.kit.clock import Clock, from_ms, to_ms
from core.kit.db import Transaction
from wallet.bank import comparing, store
from wallet.bank.hearing import hear
from wallet.bank.judging import Verdict
from wallet.bank.provider import Entry, PaymentProvider, State, Unread
from wallet.bank.records import BankTransfer, Difference, DifferenceKind
from wallet.books import Books
from wallet.desk import Desk
from wallet.guard.guard import Guard

EVERY_S = 300.0
YOUNG_S = 60  # So soon after it was asked for, a transfer the bank does not know is on its way there.
ENTRIES_AN_ACT = 100  # Heard in one act: others' payments wait for no more.
_EPOCH = date(1970, 1, 1)
_log = log.get("bank")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one comparison found; `agree` where nothing is left to decide or to wait for."""

    differences: list[Difference]
    compared: int

    @property
    def agree(self) -> bool:
        return all(each.mended for each in self.differences)


class Reconciling:
    """One comparison at a time."""

    def __init__(self, *, desk: Desk, guard: Guard, provider: PaymentProvider, clock: Clock) -> None:
        self._desk = desk
        self._guard = guard
        self._provider = provider
        self._clock = clock
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Compare every few minutes; cancel to stop. A bank that is away is asked the next time."""
        while True:
            await self._clock.sleep(EVERY_S)
            since_ms = to_ms(self._clock.now())
            try:
                found = await self.compare()
            except Exception:  # Whatever a bank may say or not say: it is asked again the next time.
                _log.exception("the bank's books could not be compared")
                continue
            for each in found.differences:
                if each.kind != DifferenceKind.STILL_PENDING and each.found_at_ms >= since_ms:  # Once each.
                    _log.warning("the bank's books differ", **each._asdict())

    async def compare(self) -> Comparison:
        """Once, all of it. SERVICE_UNAVAILABLE where the bank cannot be asked."""
        async with self._turn:
            first, today = await self._desk.read(self._first_day), _day(to_ms(self._clock.now()))
            theirs: dict[str, Entry | Unread] = {}
            whole = today  # Days before it need not be asked for again.
            for day in range(first, today + 1):
                listed = await self._provider.statement(_EPOCH + timedelta(days=day))
                theirs |= {entry.reference: entry for entry in listed}
                if any(isinstance(each, Unread) and not each.is_named for each in listed):
                    whole = min(whole, day)
            missing = await self._look_up_others(theirs, first)
            mended = await self._hear_all([each for each in theirs.values() if isinstance(each, Entry)])
            mended += [each for row in missing if (each := await self._ask_again(row)) is not None]
            await self._desk.write(partial(self._note_unread, lines=list(theirs.values())))
            await self._desk.write(
                lambda tx: store.keep_days(tx, range(first, whole), to_ms(self._clock.now()))
            )  # fmt: skip
            left = await self._desk.read(store.open_differences)
            return Comparison(mended + left, len(theirs) + len(missing))

    def _first_day(self, tx: Transaction) -> int:
        """The newest whole day again, for the bank's clock and ours may differ; at first, the day it all began."""
        last = store.last_day(tx)
        if last is not None:
            return last
        return _day(store.oldest_ms(tx) or to_ms(self._clock.now())) - 1

    async def _look_up_others(self, theirs: dict[str, Entry | Unread], first_day: int) -> list[BankTransfer]:
        """Add to theirs what the statement of these days left out and we have a question about; ours they do not have.

        What was open before and what differed before: its entry may be of a day long ago.
        """
        since_ms = (first_day + 1) * 86_400_000
        rows = await self._desk.read(lambda tx: store.open_or_settled_since(tx, since_ms))
        differed = await self._desk.read(store.open_differences)
        ours = {row.id: row for row in rows}
        missing = []
        for reference in [*ours, *(each.reference for each in differed if each.reference not in ours)]:
            if reference in theirs:
                continue
            entry = await self._provider.look_up(reference)
            if entry is not None:
                theirs[reference] = entry
            elif (row := ours.get(reference) or await self._ours(reference)) is not None:
                missing.append(row)
            else:  # What was unknown here is not there any more either.
                await self._desk.write(partial(store.forget_differences, references=[reference]))
        return missing

    def _note_unread(self, tx: Transaction, lines: Sequence[Entry | Unread]) -> None:
        now_ms = to_ms(self._clock.now())
        for line in lines:
            if isinstance(line, Unread):
                store.keep_difference(tx, comparing.unreadable(store.find(tx, line.reference), line, now_ms))

    async def _ours(self, reference: str) -> BankTransfer | None:
        return await self._desk.read(lambda tx: store.find(tx, reference))

    async def _hear_all(self, entries: Sequence[Entry]) -> list[Difference]:
        mended: list[Difference] = []
        for start in range(0, len(entries), ENTRIES_AN_ACT):
            mended += await self._desk.act(partial(self._hear, entries=entries[start : start + ENTRIES_AN_ACT]))
        return mended

    def _hear(self, tx: Transaction, books: Books, entries: Sequence[Entry]) -> list[Difference]:
        """What was mended; what was not is written down, and what agrees is forgotten."""
        mended, agreeing = [], []
        for entry in entries:
            row, verdict, moved = hear(tx, books, self._guard, entry)
            if row is None or verdict is None:
                store.keep_difference(tx, comparing.unknown_here(entry, books.now_ms))
            elif moved is not None:
                mended.append(comparing.lost_notice(row, entry, books.now_ms))
                agreeing.append(row.id)
            elif verdict is not Verdict.OLD:
                left = comparing.after_hearing(row, entry, verdict, books.now_ms)
                if left is None:
                    agreeing.append(row.id)
                else:
                    store.keep_difference(tx, left)
        store.forget_differences(tx, agreeing)
        return mended

    async def _ask_again(self, row: BankTransfer) -> Difference | None:
        """The bank does not have it: ask for it, unless it ended here, or is so new that it is on its way."""
        now_ms = to_ms(self._clock.now())
        if row.state != State.PENDING or row.version:
            lost = comparing.forgotten_there(row, now_ms)
            await self._desk.write(lambda tx: store.keep_difference(tx, lost))
            return None
        if now_ms - row.created_at_ms < YOUNG_S * 1000:
            waits = comparing.still_pending(row, None, now_ms)
            await self._desk.write(lambda tx: store.keep_difference(tx, waits))
            return None
        entry = await self._provider.ask(row.asked)
        await self._desk.act(partial(self._hear, entries=[entry]))
        return comparing.unknown_there(row, now_ms)


def _day(at_ms: int) -> int:
    return (from_ms(at_ms).date() - _EPOCH).days
