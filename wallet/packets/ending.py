"""Packets whose day is over: what is left goes back once, within a second, or when the host is up again.

A sender whose account is frozen gets it when it is open again. Claims and this meet in the writer, one after the other:
a share is taken or goes back, never both.
"""

from __future__ import annotations

import asyncio

from core.kit import log
from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.money import Money
from wallet.books import Books
from wallet.house import House
from wallet.packets import moves, store
from wallet.packets.packet import REFUND_AGAIN_MS, ended
from wallet.packets.service import CARD

SWEEP_S = 1.0
BATCH = 100
_log = log.get("wallet")


async def end_for_ever(house: House) -> None:
    """Sweep for ever; cancel to stop."""
    while True:
        try:
            count = await end_due(house)
        except Exception:  # A full queue or no database: they wait for the next sweep.
            _log.exception("red packets could not be ended")
            count = 0
        if count < BATCH:
            await house.clock.sleep(SWEEP_S)


async def end_due(house: House) -> int:
    """End and refund what is due now, at most a batch of it; how many were tried."""
    now_ms = to_ms(house.clock.now())
    waiting = await house.desk.read(lambda tx: store.due(tx, now_ms=now_ms, most=BATCH))
    results = await asyncio.gather(*(_end(house, packet_id) for packet_id in waiting), return_exceptions=True)
    for packet_id, failure in zip(waiting, results, strict=True):
        if isinstance(failure, Exception):  # One that fails must not hold up the others.
            _log.error("a red packet could not be ended", packet=packet_id, exc_info=failure)
            await _put_off(house, packet_id, now_ms + REFUND_AGAIN_MS)
    if waiting:
        house.effects.wake()
    return len(waiting)


async def _end(house: House, packet_id: str) -> None:
    def end(tx: Transaction, books: Books) -> None:
        packet = store.find(tx, packet_id)
        assert packet is not None
        after = ended(packet, books.now_ms, refunds=moves.can_give_back(books, packet))
        if after is packet:
            return
        store.change(tx, after)
        if after.revision > packet.revision:
            house.effects.card(tx, CARD, packet_id)
        if after.refunded_minor:
            back = Money(after.refunded_minor, packet.currency_code)
            house.guard.give_back(tx, books, packet.sender_user_id, "", back, spent_at_ms=packet.created_at_ms)
            moves.give_back(tx, books, packet, after.refunded_minor)

    await house.desk.act(end)


async def _put_off(house: House, packet_id: str, until_ms: int) -> None:
    await house.desk.write(lambda tx: store.put_off(tx, packet_id, until_ms=until_ms))
