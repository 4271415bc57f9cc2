"""Hands out what is due, once: claimed first, sent then, so that nothing that crashes in between tells anybody twice.

What a notification shows is made when it is sent, from the message as it is at that moment: one that was taken back is
shown nobody, and who has read, left or muted the conversation meanwhile is told nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from core.kit import log as kit_log
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import DomainError
from core.messaging.hub import Hub
from core.messaging.names import Names
from core.messaging.notifications import letter_store, store
from core.messaging.notifications.letter_store import Draft
from majlis.messaging.v1 import messages_service_pb2 as service_pb

AT_ONCE = 500  # Handed out with one commit.
SWEEP_S = 1.0  # A lost wake-up delays by this much.
HINT = "told"  # To other processes: these were handed out, for devices connected there.
_log = kit_log.get("notifications")


@dataclass(frozen=True, slots=True)
class Letter:
    """A notification for one person, ready to be shown."""

    user_id: str
    notification: service_pb.Notification


class Sender(Protocol):
    """A way to reach people: their connected devices; later, push services."""

    async def send(self, sent: Sequence[Letter]) -> None:
        """Try once; what cannot be delivered is not tried again, for it may have arrived."""


class DeviceSender:
    """Shows notifications on the devices that follow in this process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def send(self, sent: Sequence[Letter]) -> None:
        for letter in sent:
            self._hub.show(letter.user_id, letter.notification)


class Courier:
    """`wake` after a commit that made something due; `run` is standing work."""

    def __init__(
        self, *, db: Database, clock: Clock, names: Names, hub: Hub, senders: Sequence[Sender] = ()
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._names = names
        self._hub = hub
        self._devices = DeviceSender(hub)
        self._senders = tuple(senders)
        self._woken = asyncio.Event()
        self._heard: set[str] = set()
        hub.hears[HINT] = self._hear

    def wake(self) -> None:
        """Look now rather than at the next sweep."""
        self._woken.set()

    async def run(self) -> None:
        """Hand out for ever; cancel to stop."""
        while True:
            wait_s = SWEEP_S
            try:
                await self._show_heard()
                due_ms = await self._db.read(store.next_due_ms)
                now_ms = to_ms(self._clock.now())
                if due_ms is not None and due_ms <= now_ms:
                    await self.hand_out()
                    continue
                if due_ms is not None:
                    wait_s = min(wait_s, (due_ms - now_ms) / 1000)
            except Exception:  # The database is away; the courier must live on.
                _log.exception("nothing handed out")
            try:
                async with asyncio.timeout(wait_s):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()

    async def hand_out(self) -> int:
        """Send what is due now, once; how many were sent."""
        now_ms = to_ms(self._clock.now())
        drafts = await self._db.write(lambda tx: _claim(tx, now_ms))
        sent = await self._finish(drafts)
        if sent:
            self._hub.say(HINT, [letter.notification.notification_id for letter in sent])
        for sender in (self._devices, *self._senders):
            try:
                await sender.send(sent)
            except Exception:
                _log.exception("sender failed", sender=type(sender).__name__, letters=len(sent))
        return len(sent)

    def _hear(self, notification_ids: Any) -> None:
        self._heard.update(notification_ids)
        self._woken.set()

    async def _show_heard(self) -> None:
        """What another process handed out, on the devices that are connected here."""
        heard, self._heard = self._heard, set()
        here = set(self._hub.here)
        if not heard or not here:
            return
        drafts = await self._db.read(lambda tx: _drafts(tx, heard, here))
        await self._devices.send(await self._finish(drafts))

    async def _finish(self, drafts: Sequence[Draft]) -> list[Letter]:
        names: dict[str, str] = {}
        try:
            names = await self._names.of({each.sender_id for each in drafts if each.sender_id})
        except DomainError as error:  # They are claimed: better told without a name than never.
            _log.warning("names not known", reason=error.reason)
        return [
            Letter(each.user_id, letter_store.finished(each, names.get(each.sender_id, ""))) for each in drafts
        ]  # fmt: skip


def _claim(tx: Transaction, now_ms: int) -> list[Draft]:
    rows = letter_store.due(tx, now_ms=now_ms, most=AT_ONCE)
    drafts = letter_store.draft(tx, [row for row in rows if letter_store.still_wanted(row, now_ms)])
    sent = {each.notification.notification_id for each in drafts}
    store.settle(tx, [row.notification_id for row in rows if row.notification_id in sent], told_at_ms=now_ms)
    store.settle(tx, [row.notification_id for row in rows if row.notification_id not in sent], told_at_ms=None)
    return drafts


def _drafts(tx: Transaction, notification_ids: Collection[str], user_ids: Collection[str]) -> list[Draft]:
    rows = letter_store.these(tx, sorted(notification_ids))
    return letter_store.draft(tx, [row for row in rows if row.user_id in user_ids])
