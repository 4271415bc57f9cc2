"""SQL over the two tables. Stores take `tx` and never commit."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from core.kit.db import Transaction
from core.places.geometry import Point
from core.places.tables import saved, shares


class Saved(NamedTuple):
    """A place somebody keeps."""

    name: str
    icon: str
    point: Point


class Share(NamedTuple):
    """A share, in the table's order of columns."""

    share_id: str
    app_id: str
    user_id: str
    topic: str
    until_ms: int


def saved_of(tx: Transaction, user_id: str) -> list[Saved]:
    """All of a person's, by name."""
    rows = tx.execute(sa.select(saved).where(saved.c.user_id == user_id).order_by(saved.c.name))
    return [Saved(row.name, row.icon, Point(row.lat_e7, row.lng_e7)) for row in rows]


def save(tx: Transaction, user_id: str, place: Saved) -> None:
    forget(tx, user_id, place.name)
    row = {"name": place.name, "icon": place.icon, "lat_e7": place.point.lat_e7, "lng_e7": place.point.lng_e7}
    tx.execute(saved.insert().values(user_id=user_id, **row))


def forget(tx: Transaction, user_id: str, name: str) -> None:
    tx.execute(saved.delete().where(saved.c.user_id == user_id, saved.c.name == name))


def add_share(tx: Transaction, share: Share) -> list[str]:
    """The person's share with that topic from now on; the ids of what it replaces."""
    replaced = end_share_with(tx, share.user_id, share.app_id, share.topic)
    tx.execute(shares.insert().values(share._asdict()))
    return replaced


def share(tx: Transaction, share_id: str) -> Share | None:
    row = tx.execute(sa.select(shares).where(shares.c.share_id == share_id)).one_or_none()
    return None if row is None else Share._make(row)


def shares_of(tx: Transaction, user_id: str, now_ms: int) -> list[Share]:
    """What a person shares now, the newest first."""
    at = sa.and_(shares.c.user_id == user_id, shares.c.until_ms > now_ms)
    return [Share._make(row) for row in tx.execute(sa.select(shares).where(at).order_by(shares.c.share_id.desc()))]


def end_share(tx: Transaction, user_id: str, share_id: str) -> None:
    tx.execute(shares.delete().where(shares.c.user_id == user_id, shares.c.share_id == share_id))


def end_share_with(tx: Transaction, user_id: str, app_id: str, topic: str) -> list[str]:
    """The ids of what ended."""
    at = sa.and_(shares.c.user_id == user_id, shares.c.app_id == app_id, shares.c.topic == topic)
    ended = list(tx.execute(sa.select(shares.c.share_id).where(at)).scalars())
    tx.execute(shares.delete().where(at))
    return ended


def forget_shares(tx: Transaction, before_ms: int) -> int:
    """Remove shares whose time is over; how many."""
    return tx.execute(shares.delete().where(shares.c.until_ms <= before_ms)).rowcount
