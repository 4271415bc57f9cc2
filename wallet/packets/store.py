"""The rows of red packets and claims. What every claim runs is prepared: two hundred may come in one commit."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction
from core.kit.prepared import Prepared
from wallet.packets.draw import Mode
from wallet.packets.packet import Claim, Packet, State
from wallet.packets.tables import claims, packets

_CHANGING = ("state", "claimed", "taken_minor", "refunded_minor", "due_at_ms", "revision")
_PACKET = [packets.c[name] for name in Packet.__dataclass_fields__]
_CLAIM = [claims.c[name] for name in Claim.__dataclass_fields__]
_THE = packets.c.packet_id == sa.bindparam("the_packet_id")
_find = Prepared(sa.select(*_PACKET).where(_THE))
_change = Prepared(packets.update().where(_THE).values({name: sa.bindparam(f"new_{name}") for name in _CHANGING}))
_of_packet = claims.c.packet_id == sa.bindparam("the_packet_id")
_claim_of = Prepared(sa.select(*_CLAIM).where(_of_packet, claims.c.user_id == sa.bindparam("the_user_id")))
_claims = Prepared(sa.select(*_CLAIM).where(_of_packet).order_by(claims.c.rank))
_add_claim = Prepared(claims.insert().values({column.name: sa.bindparam(column.name) for column in claims.c}))


def find(tx: Transaction, packet_id: str) -> Packet | None:
    for row in _find.rows(tx, {"the_packet_id": packet_id}):
        return _packet(row)
    return None


def add(tx: Transaction, packet: Packet) -> None:
    tx.execute(packets.insert().values(asdict(packet)))


def change(tx: Transaction, packet: Packet) -> None:
    """Keep what changes of a packet."""
    values = {f"new_{name}": getattr(packet, name) for name in _CHANGING}
    _change.each(tx, [{"the_packet_id": packet.packet_id, **values}])


def claim_of(tx: Transaction, packet_id: str, user_id: str) -> Claim | None:
    for row in _claim_of.rows(tx, {"the_packet_id": packet_id, "the_user_id": user_id}):
        return Claim(*row)
    return None


def claims_of(tx: Transaction, packet_id: str) -> list[Claim]:
    """By rank."""
    return [Claim(*row) for row in _claims.rows(tx, {"the_packet_id": packet_id})]


def add_claim(tx: Transaction, packet_id: str, claim: Claim) -> None:
    _add_claim.each(tx, [{"packet_id": packet_id, **asdict(claim)}])


def due(tx: Transaction, *, now_ms: int, most: int) -> list[str]:
    """Packets that have to be ended or refunded, those waiting longest first."""
    at = packets.c.due_at_ms
    found = sa.select(packets.c.packet_id).where(at > 0, at <= now_ms).order_by(at, packets.c.packet_id).limit(most)
    return list(tx.execute(found).scalars())


def put_off(tx: Transaction, packet_id: str, *, until_ms: int) -> None:
    """Try it again then."""
    tx.execute(packets.update().where(packets.c.packet_id == packet_id).values(due_at_ms=until_ms))


def _packet(row: Any) -> Packet:
    found = row._asdict() | {"mode": Mode(row.mode), "state": State(row.state)}
    return Packet(**found | {"seed": bytes(row.seed), "commitment": bytes(row.commitment)})
