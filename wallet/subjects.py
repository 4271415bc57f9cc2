"""What apps call people, asked of identity: for what the wallet tells an app by itself (core.kit.user_refs)."""

from __future__ import annotations

from core.kit.caller import Caller
from core.kit.rpc import Channel
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient

_CALLER = Caller.of_service("wallet")


class Subjects:
    """For few people at a time: an order's or a mandate's."""

    def __init__(self, channel: Channel) -> None:
        self._identity = IdentityServiceClient(channel)

    async def subjects(self, app_id: str, user_ids: set[str]) -> dict[str, str]:
        """User id → the app's name for them; who is no user is left out."""
        request = identity_pb.MapSubjectsRequest(app_id=app_id, user_ids=sorted(user_ids))
        return dict((await self._identity.map_subjects(request, caller=_CALLER)).subject_by_user_id)

    async def user_ids(self, app_id: str, subjects: set[str]) -> dict[str, str]:
        """Subject → user id; what is no subject of this app is left out."""
        request = identity_pb.MapSubjectsRequest(app_id=app_id, subjects=sorted(subjects))
        return dict((await self._identity.map_subjects(request, caller=_CALLER)).user_id_by_subject)
