"""Whether a person still lets an app know where they are, as the store of grants says it."""

from __future__ import annotations

from core.kit.caller import Caller
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient

SCOPE = "places.position"
SERVICE = Caller.of_service("places")


class Grants:
    """Asks AppsService, each time."""

    def __init__(self, apps: AppsServiceClient) -> None:
        self._apps = apps

    async def allows(self, app_id: str, user_id: str) -> bool:
        """True while the person's yes to the scope stands, for the version of the app that runs now."""
        request = apps_pb.GetLaunchRequest(app_id=app_id, user_id=user_id)
        launch = await self._apps.get_launch(request, caller=SERVICE)
        return any(each.scope == SCOPE and each.state == apps_pb.GRANT_STATE_GRANTED for each in launch.scopes)
