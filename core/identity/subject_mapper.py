"""Subjects as the rpc chain asks for them (core.kit.user_refs.SubjectMapper): from the database, or from identity."""

from __future__ import annotations

from collections.abc import Iterator

from core.identity import store
from core.identity.keys import IdentityKeys
from core.identity.subjects import subject
from core.kit.caller import Caller
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.rpc import Channel
from majlis.identity.v1 import identity_service_pb2 as pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient

MAPPED_MAX = 500  # As MapSubjects' own rule says.


class StoredSubjects:
    """Makes subjects when they are first needed, and resolves those that were made."""

    def __init__(self, *, db: Database, clock: Clock, keys: IdentityKeys) -> None:
        self._db = db
        self._clock = clock
        self._key = keys.subjects

    async def subjects(self, app_id: str, user_ids: set[str]) -> dict[str, str]:
        """User id → the app's name for them; who is no user is left out."""
        if not user_ids:
            return {}
        known = await self._db.read(lambda tx: store.subjects_of(tx, app_id, user_ids))
        missing = user_ids - known.keys()
        return known | await self._make(app_id, missing) if missing else known

    async def user_ids(self, app_id: str, subjects: set[str]) -> dict[str, str]:
        """Subject → user id; what is no subject of this app is left out."""
        if not subjects:
            return {}
        return await self._db.read(lambda tx: store.users_of(tx, app_id, subjects))

    async def _make(self, app_id: str, user_ids: set[str]) -> dict[str, str]:
        now_ms = to_ms(self._clock.now())

        def make(tx: Transaction) -> dict[str, str]:
            for user_id in sorted(store.existing_users(tx, user_ids)):
                name = subject(self._key.secret, app_id, user_id)
                store.add_subject(tx, app_id, user_id, name, key_version=self._key.version, now_ms=now_ms)
            return store.subjects_of(tx, app_id, user_ids)

        return await self._db.write(make)


class RemoteSubjects:
    """The same for a process that does not play identity: asks by rpc, in the name of the service given."""

    def __init__(self, *, channel: Channel, service: str) -> None:
        self._identity = IdentityServiceClient(channel)
        self._caller = Caller.of_service(service)

    async def subjects(self, app_id: str, user_ids: set[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for some in _pieces(user_ids):
            request = pb.MapSubjectsRequest(app_id=app_id, user_ids=some)
            found.update((await self._identity.map_subjects(request, caller=self._caller)).subject_by_user_id)
        return found

    async def user_ids(self, app_id: str, subjects: set[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for some in _pieces(subjects):
            request = pb.MapSubjectsRequest(app_id=app_id, subjects=some)
            found.update((await self._identity.map_subjects(request, caller=self._caller)).user_id_by_subject)
        return found


def _pieces(values: set[str]) -> Iterator[list[str]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), MAPPED_MAX):
        yield ordered[start : start + MAPPED_MAX]
