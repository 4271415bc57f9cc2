"""What a person lets an app do, as apps says at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from core.kit.caller import Caller
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient

SCOPE = "messages.send"
_CALLER = Caller.of_service("messaging")


@dataclass(frozen=True, slots=True)
class Standing:
    """The app's name, and whether this person allows it to send cards."""

    title: str
    allowed: bool


class Consent:
    """Asks apps, each time anew: a grant taken back acts on the very next card."""

    def __init__(self, apps: AppsServiceClient) -> None:
        self._apps = apps

    async def title(self, app_id: str, user_id: str) -> str:
        """What the app is called, switched off or not. APP_NOT_FOUND where it has no released version."""
        app = (await self._apps.get_app(pb.GetAppRequest(app_id=app_id), caller=Caller.user(user_id))).app
        return _both(app.name_ar, app.name_en)

    async def of(self, app_id: str, user_id: str) -> Standing:
        """APP_NOT_FOUND where the app has no released version, APP_SUSPENDED while that is."""
        launch = await self._apps.get_launch(pb.GetLaunchRequest(app_id=app_id, user_id=user_id), caller=_CALLER)
        granted = any(each.scope == SCOPE and each.state == pb.GRANT_STATE_GRANTED for each in launch.scopes)
        return Standing(_both(launch.name_ar, launch.name_en), granted)


def _both(name_ar: str, name_en: str) -> str:
    return " · ".join(dict.fromkeys(name for name in (name_ar, name_en) if name))
