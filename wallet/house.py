"""What the wallet's folders of verbs are built from, and what each of them gives back. wallet.verbs composes them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.kit.clock import Clock
from core.kit.db import Transaction
from core.kit.ids import IdMaker
from majlis.messaging.v1 import messages_service_pb2 as messages_pb
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.guard.guard import Guard
from wallet.people import People

# The card of a thing as it stands now, and where it belongs; None where it has none.
CardView = Callable[[Transaction, str], messages_pb.DeliverWalletCardRequest | None]


@dataclass(frozen=True, slots=True)
class House:
    """Shared by all verbs of a process."""

    desk: Desk
    effects: Effects
    people: People
    guard: Guard
    clock: Clock
    ids: IdMaker
    data_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One folder's: rpcs by service, what runs beside them by name, its cards by kind (wallet.effects.Effects.card)."""

    services: Mapping[str, object] = field(default_factory=dict)
    standing: Mapping[str, Callable[[], Coroutine[Any, Any, None]]] = field(default_factory=dict)
    cards: Mapping[str, CardView] = field(default_factory=dict)
