"""Device sessions from their first token to their end: opened, refreshed, revoked, forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.identity import session_store, sessions, store
from core.identity.accounts import User
from core.identity.errors import SessionExpired, SessionRevoked
from core.identity.revocations import Revocations
from core.identity.sessions import DEVICES_MAX, Device, RefreshToken, Verdict
from core.identity.tokens import (
    ACCESS_TTL_S,
    AccessTokens,
    new_refresh_token,
    refresh_sha256,
    seal_successor,
    unseal_successor,
)
from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.ids import IdMaker
from majlis.identity.v1 import identity_service_pb2 as pb

_log = log.get("identity")


class Opening:
    """A device about to be signed in: `write` stores it, and may run more than once."""

    def __init__(self, device: Device, refresh_token: str) -> None:
        self.device = device
        self.refresh_token = refresh_token
        self.now_ms = device.created_at_ms
        self.crowded_out: list[str] = []

    def write(self, tx: Transaction) -> None:
        device, now_ms = self.device, self.now_ms
        longest_unseen = session_store.longest_unseen(
            tx, device.user_id, device.audience, now_ms=now_ms, kept=DEVICES_MAX - 1
        )
        self.crowded_out = session_store.revoke_devices(tx, longest_unseen, now_ms=now_ms)
        session_store.add_device(tx, device)
        digest = refresh_sha256(self.refresh_token)
        session_store.add_token(tx, digest, device.id, expires_at_ms=device.expires_at_ms, now_ms=now_ms)


@dataclass(frozen=True, slots=True)
class _Refreshed:
    """What a refresh came to; returned, not raised, because a revocation must be committed."""

    verdict: Verdict
    device: Device | None = None
    user: User | None = None
    token: str = field(default="", repr=False)


class DeviceSessions:
    """Signs devices in, keeps them signed in and signs them out."""

    def __init__(
        self, *, db: Database, clock: Clock, ids: IdMaker, tokens: AccessTokens, revocations: Revocations
    ) -> None:
        self._db = db
        self._clock = clock
        self._ids = ids
        self._tokens = tokens
        self._revocations = revocations

    def opening(self, user: User, audience: str, device_name: str) -> Opening:
        """A new device of the user, to be written with whatever else signing in stores."""
        now_ms = to_ms(self._clock.now())
        device = Device(
            id=self._ids.new("dev"), user_id=user.id, audience=audience, name=device_name, created_at_ms=now_ms,
            last_seen_at_ms=now_ms, expires_at_ms=sessions.expires_at_ms(now_ms), revoked_at_ms=None,
        )  # fmt: skip
        return Opening(device, new_refresh_token())

    def opened(self, opening: Opening, user: User) -> pb.SignedIn:
        """The answer, once the opening is committed."""
        self._revocations.announce(opening.crowded_out)
        return self._signed_in(user, opening.device, opening.refresh_token, now_ms=opening.now_ms)

    async def refresh(self, token: str) -> pb.SignedIn:
        """The device with fresh tokens. SESSION_EXPIRED, or SESSION_REVOKED after reuse."""
        now_ms, successor = to_ms(self._clock.now()), new_refresh_token()
        sealed = seal_successor(token, successor)
        refreshed = await self._db.write(lambda tx: _refresh(tx, token, successor, sealed, now_ms))
        if refreshed.verdict is Verdict.REUSED and refreshed.device is not None:
            self._revocations.announce([refreshed.device.id])
            _log.warning("refresh token reused", device=refreshed.device.id, user=refreshed.device.user_id)
        if refreshed.verdict in (Verdict.REUSED, Verdict.REVOKED):
            raise SessionRevoked("this device was signed out")
        if refreshed.device is None or refreshed.user is None:
            raise SessionExpired("sign in again")
        # Dated as the transaction was: a revocation committed after it is never earlier than this token.
        return self._signed_in(refreshed.user, refreshed.device, refreshed.token, now_ms=now_ms)

    async def revoke(self, device_id: str) -> None:
        """Sign the device out, at once and everywhere; nothing happens when it is signed out already."""
        now_ms = to_ms(self._clock.now())
        revoked = await self._db.write(lambda tx: session_store.revoke_devices(tx, [device_id], now_ms=now_ms))
        self._revocations.announce(revoked)

    async def forget_expired(self) -> int:
        """Remove ended refresh tokens, and devices a month after their end."""
        now_ms = to_ms(self._clock.now())
        month_ago_ms = 2 * now_ms - sessions.expires_at_ms(now_ms)

        def forget(tx: Transaction) -> int:
            tokens = session_store.forget_tokens(tx, expired_before_ms=now_ms)
            return tokens + session_store.forget_devices(tx, ended_before_ms=month_ago_ms)

        return await self._db.write(forget)

    def _signed_in(self, user: User, device: Device, refresh_token: str, *, now_ms: int) -> pb.SignedIn:
        access = self._tokens.mint(
            user_id=user.id, device_id=device.id, audience=device.audience, roles=user.roles, now_ms=now_ms
        )
        return pb.SignedIn(
            user=user.to_proto(), access_token=access, access_expires_in_s=ACCESS_TTL_S,
            refresh_token=refresh_token, device_id=device.id,
        )  # fmt: skip


def _refresh(tx: Transaction, token: str, successor: str, sealed: bytes, now_ms: int) -> _Refreshed:
    """Exchange the token for `successor`, or for the one it has. One compare-and-set decides between racing twins."""
    stored = session_store.find_token(tx, refresh_sha256(token))
    device = None if stored is None else session_store.find_device(tx, stored.device_id)
    if stored is None or device is None:
        return _Refreshed(Verdict.EXPIRED)
    verdict = sessions.judge(stored, device, successor_used=_successor_used(tx, stored), now_ms=now_ms)
    if verdict is Verdict.ROTATE:
        digest, expires_at_ms = refresh_sha256(successor), sessions.expires_at_ms(now_ms)
        if not session_store.use_token(tx, stored.sha256, successor_sha256=digest, sealed=sealed, now_ms=now_ms):
            return _refresh(tx, token, successor, sealed, now_ms)  # Its twin was faster; now there is a successor.
        session_store.add_token(tx, digest, device.id, expires_at_ms=expires_at_ms, now_ms=now_ms)
        session_store.touch_device(tx, device.id, seen_at_ms=now_ms, expires_at_ms=expires_at_ms)
    elif verdict is Verdict.REPEAT:
        successor = unseal_successor(token, stored.successor_sealed or b"")
        session_store.touch_device(tx, device.id, seen_at_ms=now_ms, expires_at_ms=device.expires_at_ms)
    else:
        if verdict is Verdict.REUSED:
            session_store.revoke_devices(tx, [device.id], now_ms=now_ms)
        return _Refreshed(verdict, device)
    return _Refreshed(verdict, device, store.find_user(tx, device.user_id), successor)


def _successor_used(tx: Transaction, token: RefreshToken) -> bool:
    if token.successor_sha256 is None:
        return False
    successor = session_store.find_token(tx, token.successor_sha256)
    return successor is None or successor.used_at_ms is not None
