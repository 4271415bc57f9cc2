"""An identity service of a test's own, called through a chain, on a clock the test turns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import argon2
import pyotp

from core.identity.contact_effects import ContactEffects
from core.identity.contacts_service import ContactsService
from core.identity.keys import IdentityKeys
from core.identity.passwords import Passwords
from core.identity.service import IdentityService
from core.identity.subject_mapper import StoredSubjects
from core.kit.bus import Bus, InProcessBus
from core.kit.caller import ANYBODY, Caller
from core.kit.clock import ManualClock
from core.kit.db import Database
from core.kit.ids import IdMaker
from core.kit.outbox import Outbox
from core.kit.rpc import Chain
from core.kit.tokens import AUDIENCE_OPERATOR, AUDIENCE_USER, AccessVerifier
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.identity.v1 import identity_service_pb2 as pb
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient

PASSWORD = "palm shade at noon"
SERVICE = Caller.of_service("test")
# The real parameters cost 40 ms a password; what is tested here does not depend on them.
CHEAP_HASHER = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class IdentityWorld:
    """The service and everything beside it. `client` is how anybody calls it."""

    def __init__(self, database: Database, keys_dir: Path, *, bus: Bus | None = None) -> None:
        self.database = database
        self.clock = ManualClock()
        self.keys = IdentityKeys.load(keys_dir)
        self.subjects = StoredSubjects(db=database, clock=self.clock, keys=self.keys)
        self.passwords = Passwords(hasher=CHEAP_HASHER)
        self.service = IdentityService(
            db=database, clock=self.clock, ids=IdMaker(self.clock), bus=bus or InProcessBus(), keys=self.keys,
            passwords=self.passwords, subjects=self.subjects,
        )  # fmt: skip
        self.chain = Chain(clock=self.clock, subjects=self.subjects)
        self.chain.serve("majlis.identity.v1.IdentityService", self.service)
        self.client = IdentityServiceClient(self.chain)
        outbox = Outbox(ids=IdMaker(self.clock), clock=self.clock)
        self.effects = ContactEffects(db=database, clock=self.clock, outbox=outbox, channel=self.chain)
        contacts = ContactsService(db=database, clock=self.clock, effects=self.effects)
        self.chain.serve("majlis.identity.v1.ContactsService", contacts)
        self.contacts = ContactsServiceClient(self.chain)
        self.verifier = AccessVerifier(jwks=self.jwks, clock=self.clock)

    async def jwks(self) -> dict[str, Any]:
        answer = await self.client.get_jwks(pb.GetJwksRequest(), caller=ANYBODY)
        keys: dict[str, Any] = json.loads(answer.jwks_json)
        return keys

    async def sign_up(self, username: str = "layla", **more: str) -> pb.SignedIn:
        fields = {"username": username, "password": PASSWORD, "display_name": username.title(), **more}
        return (await self.client.sign_up(pb.SignUpRequest(**fields), caller=ANYBODY)).signed_in

    async def log_in(self, username: str = "layla", password: str = PASSWORD, device_name: str = "") -> pb.SignedIn:
        request = pb.LogInRequest(username=username, password=password, device_name=device_name)
        return (await self.client.log_in(request, caller=ANYBODY)).signed_in

    async def refresh(self, refresh_token: str) -> pb.SignedIn:
        request = pb.RefreshSessionRequest(refresh_token=refresh_token)
        return (await self.client.refresh_session(request, caller=ANYBODY)).signed_in

    async def person(self, signed_in: pb.SignedIn) -> Caller:
        """The caller the gateway would make of the device's access token."""
        return await self.verifier.verify(signed_in.access_token, AUDIENCE_USER)

    async def befriend(self, one: Caller, other: Caller) -> None:
        """They are contacts: the other has the one's code, asks, and the one says yes."""
        code = (await self.contacts.get_my_code(contacts_pb.GetMyCodeRequest(), caller=one)).code
        await self.contacts.request_contact(contacts_pb.RequestContactRequest(code=code), caller=other)
        answer = contacts_pb.AnswerContactRequest(user_id=other.user_id, accept=True)
        await self.contacts.answer_contact(answer, caller=one)

    async def create_operator(self, username: str = "omaima", *, admin: bool = False) -> str:
        """The new operator's second factor."""
        request = pb.CreateOperatorRequest(username=username, password=PASSWORD, display_name="Omaima", admin=admin)
        return (await self.client.create_operator(request, caller=SERVICE)).totp_secret

    async def log_in_operator(self, totp_code: str, username: str = "omaima", password: str = PASSWORD) -> pb.SignedIn:
        request = pb.LogInOperatorRequest(username=username, password=password, totp_code=totp_code)
        return (await self.client.log_in_operator(request, caller=ANYBODY)).signed_in

    async def operator(self, signed_in: pb.SignedIn) -> Caller:
        return await self.verifier.verify(signed_in.access_token, AUDIENCE_OPERATOR)

    def code(self, secret: str, *, steps: int = 0) -> str:
        """What the authenticator app shows now, or some steps of thirty seconds from now."""
        return pyotp.TOTP(secret).at(self.clock.now(), counter_offset=steps)

    def close(self) -> None:
        self.passwords.close()
