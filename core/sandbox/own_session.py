"""An app's own session, in which it hears what no user's session does: timers, and payments whose session is gone."""

from __future__ import annotations

from core.sandbox.versions import SERVICE, Versions
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient


class OwnSessions:
    """Each app has one; it is made when it is first needed."""

    def __init__(self, *, versions: Versions, appdata: AppdataServiceClient, apps: AppsServiceClient) -> None:
        self._versions = versions
        self._appdata = appdata
        self._apps = apps

    async def of(self, app_id: str) -> data_pb.Session:
        """The session as it is stored, on the version that is released now. APP_NOT_FOUND."""
        launch = await self._apps.get_launch(apps_pb.GetLaunchRequest(app_id=app_id), caller=SERVICE)
        code = await self._versions.code(launch.version_id)
        await self._versions.offer_snapshot(code.digest, launch.artifact_id)
        request = data_pb.CreateSessionRequest(app_id=app_id, version_id=launch.version_id)
        session = data_pb.Session()
        session.CopyFrom((await self._appdata.create_session(request, caller=SERVICE)).session)
        session.version_id = launch.version_id
        return session
