"""The rpcs of IdentityService: each opens its transaction, applies a rule and answers."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from core.identity import session_store, store, totp
from core.identity.accounts import LANG_DEFAULT, User, clean_device_name, clean_display_name, fold_username
from core.identity.device_sessions import DeviceSessions
from core.identity.errors import CredentialsInvalid, DeviceNotFound, UsernameTaken
from core.identity.keys import IdentityKeys
from core.identity.login_limits import LoginLimits
from core.identity.password_rules import check_strength
from core.identity.passwords import Passwords
from core.identity.revocations import Revocations
from core.identity.sealing import seal, unseal
from core.identity.sessions import DEVICES_MAX
from core.identity.subject_mapper import StoredSubjects
from core.identity.tokens import AccessTokens
from core.kit import log
from core.kit.bus import Bus
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import PermissionDenied, Unauthenticated
from core.kit.ids import IdMaker
from core.kit.rpc import Call
from core.kit.tokens import AUDIENCE_OPERATOR, AUDIENCE_USER
from majlis.identity.v1 import identity_service_pb2 as pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceServer

_log = log.get("identity")


@dataclass(frozen=True, slots=True)
class _Account:
    """What log-in reads in one go: the user, and their second factor's sealed secret and last step if they have one."""

    user: User
    totp: tuple[bytes, int] | None


class IdentityService(IdentityServiceServer[Call]):
    """Accounts, device sessions, roles and pairwise subjects."""

    def __init__(
        self, *, db: Database, clock: Clock, ids: IdMaker, bus: Bus, keys: IdentityKeys, passwords: Passwords,
        subjects: StoredSubjects, lang: str = LANG_DEFAULT,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._ids = ids
        self._keys = keys
        self._passwords = passwords
        self._subjects = subjects
        self._lang = lang  # Of accounts that name none.
        self._limits = LoginLimits()
        self._revocations = Revocations(db=db, bus=bus, clock=clock)
        tokens = AccessTokens(keys=keys.access, ids=ids)
        self._sessions = DeviceSessions(db=db, clock=clock, ids=ids, tokens=tokens, revocations=self._revocations)

    # Signing in and out

    async def sign_up(self, request: pb.SignUpRequest, call: Call) -> pb.SignUpResponse:
        self._limits.sign_up.count(request.username, self._clock.monotonic_s())
        user = await self._new_user(request.username, request.password, request.display_name, lang=request.lang)
        opening = self._sessions.opening(user, AUDIENCE_USER, clean_device_name(request.device_name))

        def sign_up(tx: Transaction) -> None:
            if not store.add_user(tx, user, now_ms=opening.now_ms):
                raise UsernameTaken("this username is taken", username=user.username)
            opening.write(tx)

        await self._db.write(sign_up)
        return pb.SignUpResponse(signed_in=self._sessions.opened(opening, user))

    async def log_in(self, request: pb.LogInRequest, call: Call) -> pb.LogInResponse:
        account = await self._prove(request.username, request.password, operator=False)
        opening = self._sessions.opening(account.user, AUDIENCE_USER, clean_device_name(request.device_name))
        await self._db.write(opening.write)
        self._limits.log_in.forgive(account.user.username, self._clock.monotonic_s())
        await self._renew_hash(account.user, request.password)
        return pb.LogInResponse(signed_in=self._sessions.opened(opening, account.user))

    async def log_in_operator(self, request: pb.LogInOperatorRequest, call: Call) -> pb.LogInOperatorResponse:
        account = await self._prove(request.username, request.password, operator=True)
        user, step = account.user, self._step(account, request.totp_code)
        opening = self._sessions.opening(user, AUDIENCE_OPERATOR, clean_device_name(request.device_name))

        def log_in(tx: Transaction) -> None:
            if not store.use_totp_step(tx, user.id, step):
                raise _wrong()
            opening.write(tx)

        await self._db.write(log_in)
        self._limits.log_in.forgive(user.username, self._clock.monotonic_s())
        await self._renew_hash(user, request.password)
        return pb.LogInOperatorResponse(signed_in=self._sessions.opened(opening, user))

    async def refresh_session(self, request: pb.RefreshSessionRequest, call: Call) -> pb.RefreshSessionResponse:
        return pb.RefreshSessionResponse(signed_in=await self._sessions.refresh(request.refresh_token))

    async def log_out(self, request: pb.LogOutRequest, call: Call) -> pb.LogOutResponse:
        await self._sessions.revoke(call.caller.device_id)
        return pb.LogOutResponse()

    # One's own account

    async def get_me(self, request: pb.GetMeRequest, call: Call) -> pb.GetMeResponse:
        user = await self._db.read(lambda tx: _known(store.find_user(tx, call.caller.user_id)))
        return pb.GetMeResponse(user=user.to_proto())

    async def check_password(self, request: pb.CheckPasswordRequest, call: Call) -> pb.CheckPasswordResponse:
        user = await self._db.read(lambda tx: store.find_user(tx, request.user_id))
        name = user.username if user else request.user_id
        self._limits.log_in.count(name, self._clock.monotonic_s())
        if not await self._passwords.verify(user.password_hash if user else None, request.password):
            raise _wrong()
        self._limits.log_in.forgive(name, self._clock.monotonic_s())
        return pb.CheckPasswordResponse()

    async def update_me(self, request: pb.UpdateMeRequest, call: Call) -> pb.UpdateMeResponse:
        changed: dict[str, str] = {}
        if request.HasField("display_name"):
            changed["display_name"] = clean_display_name(request.display_name)
        if request.HasField("lang"):
            changed["lang"] = request.lang

        def update(tx: Transaction) -> User:
            store.change_profile(tx, call.caller.user_id, changed)
            return _known(store.find_user(tx, call.caller.user_id))

        return pb.UpdateMeResponse(user=(await self._db.write(update)).to_proto())

    async def become_developer(self, request: pb.BecomeDeveloperRequest, call: Call) -> pb.BecomeDeveloperResponse:
        now_ms = to_ms(self._clock.now())

        def become(tx: Transaction) -> User:
            user = _known(store.find_user(tx, call.caller.user_id))
            store.add_role(tx, user.id, pb.ROLE_DEVELOPER, now_ms=now_ms)
            return _known(store.find_user(tx, user.id))

        return pb.BecomeDeveloperResponse(user=(await self._db.write(become)).to_proto())

    async def list_devices(self, request: pb.ListDevicesRequest, call: Call) -> pb.ListDevicesResponse:
        caller, now_ms = call.caller, to_ms(self._clock.now())
        live = await self._db.read(
            lambda tx: session_store.live_devices(tx, caller.user_id, AUDIENCE_USER, now_ms=now_ms, limit=DEVICES_MAX)
        )
        devices = [
            pb.Device(
                device_id=device.id,
                name=device.name,
                created_at_ms=device.created_at_ms,
                last_seen_at_ms=device.last_seen_at_ms,
                current=device.id == caller.device_id,
            )
            for device in live
        ]
        return pb.ListDevicesResponse(devices=devices)

    async def revoke_device(self, request: pb.RevokeDeviceRequest, call: Call) -> pb.RevokeDeviceResponse:
        device = await self._db.read(lambda tx: session_store.find_device(tx, request.device_id))
        if device is None or device.user_id != call.caller.user_id:
            raise DeviceNotFound("no such device of yours", device_id=request.device_id)
        await self._sessions.revoke(device.id)
        return pb.RevokeDeviceResponse()

    # For verifiers, mini-apps, operators and services

    async def get_jwks(self, request: pb.GetJwksRequest, call: Call) -> pb.GetJwksResponse:
        return pb.GetJwksResponse(jwks_json=json.dumps(self._keys.access.jwks()))

    async def get_name(self, request: pb.GetNameRequest, call: Call) -> pb.GetNameResponse:
        if not call.caller.user_id:
            raise PermissionDenied("the app works for nobody now", method=call.method)
        user = await self._db.read(lambda tx: _known(store.find_user(tx, call.caller.user_id)))
        return pb.GetNameResponse(name=user.display_name)

    async def create_operator(self, request: pb.CreateOperatorRequest, call: Call) -> pb.CreateOperatorResponse:
        roles = {pb.ROLE_OPERATOR, pb.ROLE_ADMIN} if request.admin else {pb.ROLE_OPERATOR}
        user = await self._new_user(request.username, request.password, request.display_name, roles=frozenset(roles))
        secret, now_ms = totp.new_secret(), to_ms(self._clock.now())
        sealed = seal(self._keys.sealing, secret.encode(), context=user.id.encode())

        def create(tx: Transaction) -> None:
            if not store.add_user(tx, user, now_ms=now_ms):
                raise UsernameTaken("this username is taken", username=user.username)
            store.add_totp(tx, user.id, sealed, last_step=totp.NEVER, now_ms=now_ms)

        await self._db.write(create)
        _log.info("operator created", operator=user.id, admin=request.admin, by=call.caller.user_id)
        return pb.CreateOperatorResponse(user=user.to_proto(), totp_secret=secret)

    async def map_subjects(self, request: pb.MapSubjectsRequest, call: Call) -> pb.MapSubjectsResponse:
        return pb.MapSubjectsResponse(
            subject_by_user_id=await self._subjects.subjects(request.app_id, set(request.user_ids)),
            user_id_by_subject=await self._subjects.user_ids(request.app_id, set(request.subjects)),
        )

    async def get_display_names(self, request: pb.GetDisplayNamesRequest, call: Call) -> pb.GetDisplayNamesResponse:
        user_ids = set(request.user_ids)
        names = await self._db.read(lambda tx: store.display_names(tx, user_ids))
        return pb.GetDisplayNamesResponse(display_name_by_user_id=names)

    def watch_revocations(
        self, request: pb.WatchRevocationsRequest, call: Call
    ) -> AsyncIterator[pb.WatchRevocationsResponse]:
        return self._revocations.watch(request.after_ms)

    # Not an rpc

    async def forget_expired(self) -> int:
        """Remove refresh tokens and devices that ended long ago; call daily. Returns how many rows went."""
        return await self._sessions.forget_expired()

    async def _new_user(
        self, username: str, password: str, display_name: str, *, lang: str = "", roles: frozenset[int] = frozenset()
    ) -> User:
        """A user ready to be stored. USERNAME_TAKEN early, before an expensive hash; the insert has the last word."""
        check_strength(password, username=username)
        name = clean_display_name(display_name)
        if await self._db.read(lambda tx: store.find_username(tx, username)) is not None:
            raise UsernameTaken("this username is taken", username=username)
        return User(
            id=self._ids.new("usr"), username=username, display_name=name, lang=lang or self._lang,
            password_hash=await self._passwords.hash(password), roles=roles | {pb.ROLE_USER},
        )  # fmt: skip

    async def _prove(self, username: str, password: str, *, operator: bool) -> _Account:
        """The account of that name and password. CREDENTIALS_INVALID, after the same work, whatever is wrong.

        An operator's password alone proves nothing: on the people's log-in it is as wrong as any other, so that nobody
        can try it there without the second factor.
        """
        username = fold_username(username)
        self._limits.log_in.count(username, self._clock.monotonic_s())
        account = await self._db.read(lambda tx: _find_account(tx, username))
        if account is not None and account.user.is_operator != operator:
            account = None
        matches = await self._passwords.verify(account.user.password_hash if account else None, password)
        if account is None or not matches:
            raise _wrong()
        return account

    def _step(self, account: _Account, code: str) -> int:
        """The step of the second factor's code. CREDENTIALS_INVALID when it is wrong or was used."""
        if account.totp is None:
            raise _wrong()
        sealed, last_step = account.totp
        secret = unseal(self._keys.sealing, sealed, context=account.user.id.encode()).decode()
        step = totp.accepted_step(secret, code, now=self._clock.now(), last_step=last_step)
        if step is None:
            raise _wrong()
        return step

    async def _renew_hash(self, user: User, password: str) -> None:
        """Hash the password again where the parameters have grown since."""
        if not self._passwords.is_outdated(user.password_hash):
            return
        new = await self._passwords.hash(password)
        await self._db.write(lambda tx: store.replace_password_hash(tx, user.id, old=user.password_hash, new=new))


def _find_account(tx: Transaction, username: str) -> _Account | None:
    user = store.find_username(tx, username)
    return None if user is None else _Account(user, store.find_totp(tx, user.id))


def _known(user: User | None) -> User:
    """The caller's own account. UNAUTHENTICATED where a token outlived its account's database."""
    if user is None:
        raise Unauthenticated("there is no such account any more")
    return user


def _wrong() -> CredentialsInvalid:
    return CredentialsInvalid("the name, the password or the code is wrong")
