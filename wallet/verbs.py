"""Everything people and apps do with money, put together over one ledger."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from core.kit.clock import Clock
from core.kit.db import Database
from core.kit.ids import IdMaker
from core.kit.rpc import Channel
from wallet.bank import part as bank
from wallet.cards import CardCourier
from wallet.desk import Desk
from wallet.effects import CARD, Effects
from wallet.guard import part as guard
from wallet.guard.guard import Guard
from wallet.guard.hashing import HASHER, PinHashes
from wallet.guard.proofs import Proofs
from wallet.house import House
from wallet.mandates import part as mandates
from wallet.merchants import part as merchants
from wallet.orders import part as orders
from wallet.packets import part as packets
from wallet.payments import part as payments
from wallet.people import People
from wallet.writer import LedgerWriter

PARTS = (guard, payments, packets, orders, mandates, merchants, bank)


class Verbs:
    """`services` are served by name; `standing_work` runs until it is cancelled."""

    def __init__(
        self, *, database: Database, writer: LedgerWriter, clock: Clock, channel: Channel, data_dir: Path,
        settings: Mapping[str, str] | None = None, pin_hasher: PasswordHasher = HASHER,
    ) -> None:  # fmt: skip
        ids = IdMaker(clock)
        desk = Desk(database=database, writer=writer, clock=clock, ids=ids, channel=channel)
        people = People(channel)
        proofs = Proofs(desk=desk, people=people, hashes=PinHashes(data_dir=data_dir, hasher=pin_hasher))
        self.effects = Effects(database=database, writer=writer, clock=clock, ids=ids)
        self.house = House(
            desk=desk, effects=self.effects, people=people, guard=Guard(desk=desk, proofs=proofs), clock=clock, ids=ids,
            data_dir=data_dir, settings=settings or {},
        )  # fmt: skip
        self.services: dict[str, object] = {}
        self._standing: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {"effects of the wallet": self.effects.run}
        courier = CardCourier(desk=desk, effects=self.effects, channel=channel)
        for part in PARTS:
            built = part.build(self.house)
            self.services.update(built.services)
            self._standing.update(built.standing)
            courier.views.update(built.cards)
        self.effects.handle(CARD, courier.deliver)

    def standing_work(self) -> Mapping[str, Coroutine[Any, Any, None]]:
        """What runs beside the rpcs, by name."""
        return {name: work() for name, work in self._standing.items()}
