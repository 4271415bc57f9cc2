"""SQL of device sessions: devices and their refresh tokens. Takes the transaction, never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from core.identity.sessions import Device, RefreshToken
from core.identity.tables import devices, refresh_tokens
from core.kit.db import Transaction

_LIVE = devices.c.revoked_at_ms.is_(None)


def add_device(tx: Transaction, device: Device) -> None:
    tx.execute(devices.insert().values(asdict(device)))


def find_device(tx: Transaction, device_id: str) -> Device | None:
    row = tx.execute(sa.select(devices).where(devices.c.id == device_id)).one_or_none()
    return None if row is None else _device(row)


def live_devices(tx: Transaction, user_id: str, audience: str, *, now_ms: int, limit: int) -> list[Device]:
    """The devices still signed in, newest first."""
    found = sa.select(devices).where(devices.c.user_id == user_id, devices.c.audience == audience, _LIVE)
    found = found.where(devices.c.expires_at_ms > now_ms)
    rows = tx.execute(found.order_by(devices.c.created_at_ms.desc(), devices.c.id.desc()).limit(limit))
    return [_device(row) for row in rows]


def longest_unseen(tx: Transaction, user_id: str, audience: str, *, now_ms: int, kept: int) -> list[str]:
    """The live devices beyond the `kept` last seen."""
    found = sa.select(devices.c.id).where(devices.c.user_id == user_id, devices.c.audience == audience, _LIVE)
    found = found.where(devices.c.expires_at_ms > now_ms)
    return list(tx.scalars(found.order_by(devices.c.last_seen_at_ms.desc(), devices.c.id.desc()).offset(kept)))


def touch_device(tx: Transaction, device_id: str, *, seen_at_ms: int, expires_at_ms: int) -> None:
    seen = {"last_seen_at_ms": seen_at_ms, "expires_at_ms": expires_at_ms}
    tx.execute(devices.update().where(devices.c.id == device_id).values(seen))


def revoke_devices(tx: Transaction, device_ids: Sequence[str], *, now_ms: int) -> list[str]:
    """Sign the devices out; returns those that were signed in until now."""
    # Never before the last token was made, though the clocks of two machines differ: it must die with the device.
    moment = sa.case((devices.c.last_seen_at_ms > now_ms, devices.c.last_seen_at_ms), else_=now_ms)
    live = devices.c.id.in_(device_ids) & _LIVE
    return list(tx.scalars(devices.update().where(live).values(revoked_at_ms=moment).returning(devices.c.id)))


def revoked_after(tx: Transaction, after_ms: int) -> list[tuple[str, int]]:
    """(device id, revoked_at_ms) of every device revoked later than that, oldest first."""
    found = sa.select(devices.c.id, devices.c.revoked_at_ms).where(devices.c.revoked_at_ms > after_ms)
    return [(row.id, row.revoked_at_ms) for row in tx.execute(found.order_by(devices.c.revoked_at_ms, devices.c.id))]


def add_token(tx: Transaction, sha256: bytes, device_id: str, *, expires_at_ms: int, now_ms: int) -> None:
    row = {"sha256": sha256, "device_id": device_id, "expires_at_ms": expires_at_ms, "created_at_ms": now_ms}
    tx.execute(refresh_tokens.insert().values(row))


def find_token(tx: Transaction, sha256: bytes) -> RefreshToken | None:
    row = tx.execute(sa.select(refresh_tokens).where(refresh_tokens.c.sha256 == sha256)).one_or_none()
    if row is None:
        return None
    return RefreshToken(
        sha256=bytes(row.sha256), device_id=row.device_id, expires_at_ms=row.expires_at_ms, used_at_ms=row.used_at_ms,
        successor_sha256=_bytes(row.successor_sha256), successor_sealed=_bytes(row.successor_sealed),
    )  # fmt: skip


def use_token(tx: Transaction, sha256: bytes, *, successor_sha256: bytes, sealed: bytes, now_ms: int) -> bool:
    """Mark the token used and name its successor; False when it had one: of two racing, one wins."""
    unused = (refresh_tokens.c.sha256 == sha256) & refresh_tokens.c.used_at_ms.is_(None)
    used = {"used_at_ms": now_ms, "successor_sha256": successor_sha256, "successor_sealed": sealed}
    return tx.execute(refresh_tokens.update().where(unused).values(used)).rowcount == 1


def forget_tokens(tx: Transaction, *, expired_before_ms: int) -> int:
    """Remove tokens that ended; returns how many."""
    return tx.execute(refresh_tokens.delete().where(refresh_tokens.c.expires_at_ms < expired_before_ms)).rowcount


def forget_devices(tx: Transaction, *, ended_before_ms: int) -> int:
    """Remove devices that ended and have no token left; returns how many."""
    ended = (devices.c.expires_at_ms < ended_before_ms) | (devices.c.revoked_at_ms < ended_before_ms)
    tokens_left = sa.exists().where(refresh_tokens.c.device_id == devices.c.id)
    return tx.execute(devices.delete().where(ended, ~tokens_left)).rowcount


def _device(row: sa.Row[tuple[object, ...]]) -> Device:
    return Device(**row._mapping)


def _bytes(value: bytes | None) -> bytes | None:
    return None if value is None else bytes(value)
