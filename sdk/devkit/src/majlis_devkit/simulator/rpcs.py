"""The host calls the page makes, answered for one app and two fake people, as Connect JSON."""

from __future__ import annotations

import base64
from typing import Any

from majlis_devkit.package import ASSETS
from majlis_devkit.pictures import media_type
from majlis_devkit.simulator.room import Person, Refused, Room

PREFIX = "majlis.apps.v1.AppsService/"
_LANGUAGES = ("ar", "en")


def answer(room: Room, person: Person, method: str, request: dict[str, Any]) -> dict[str, Any]:
    """The response message of one call; ``Refused`` for a method the simulator has not."""
    match method:
        case "GetApp":
            return {"app": app_of(room, person)}
        case "GetTexts":
            lang = request.get("lang") if request.get("lang") in _LANGUAGES else "ar"
            return {"ftl": room.project.files.get(f"texts/{lang}.ftl", b"").decode("utf-8", "replace")}
        case "GetAsset":
            return _asset(room, str(request.get("path")))
        case "GrantScope" | "RevokeScope":
            scope = str(request.get("scope"))
            if scope not in (room.host.declared or ()):
                raise Refused("failed_precondition", "SCOPE_NOT_DECLARED", f"the app never asked for {scope}")
            room.host.grants[person.user_id, scope] = method == "GrantScope"
            return {}
        case "ListGrants":
            return {"grants": [{"app_id": room.app_id, "scope": scope, "state": _state(room, person, scope)}
                               for scope in sorted(room.host.declared or ())]}  # fmt: skip
    raise Refused("unimplemented", "UNIMPLEMENTED", f"the simulator has no {method}")


def _asset(room: Room, path: str) -> dict[str, Any]:
    if path not in room.project.files or not path.startswith(ASSETS):
        raise Refused("not_found", "ASSET_NOT_FOUND", f"the folder has no {path}")
    content = base64.b64encode(room.project.files[path]).decode()
    return {"content": content, "media_type": media_type(path)}


def app_of(room: Room, person: Person) -> dict[str, Any]:
    """The app as its users see it, read from the manifest as it stands, defects and all."""
    manifest = room.project.manifest
    names, described = _texts(manifest, "majlis_names"), _texts(manifest, "majlis_descriptions")
    icons = [icon.get("src") for icon in manifest.get("icons") or () if isinstance(icon, dict)]
    reasons = manifest.get("majlis_reasons") or {}
    version = manifest.get("version") or {}
    return {
        "app_id": room.app_id,
        "name_ar": names.get("ar", room.app_id),
        "name_en": names.get("en", room.app_id),
        "description_ar": described.get("ar", ""),
        "description_en": described.get("en", ""),
        "icon_svg": room.project.files.get(str(icons[0]) if icons else "", b"").decode("utf-8", "replace"),
        "version_id": room.version,
        "version_name": str(version.get("name", "")),
        "developer_name": "you",
        "scopes": [
            {
                "scope": scope,
                "reason_ar": reasons.get(scope, {}).get("ar", ""),
                "reason_en": reasons.get(scope, {}).get("en", ""),
                "state": _state(room, person, scope),
            }
            for scope in sorted(room.host.declared or ())
        ],
    }


def _texts(manifest: Any, member: str) -> dict[str, str]:
    texts = manifest.get(member)
    return texts if isinstance(texts, dict) else {}


def _state(room: Room, person: Person, scope: str) -> str:
    said = room.host.grants.get((person.user_id, scope))
    return {None: "GRANT_STATE_UNSPECIFIED", True: "GRANT_STATE_GRANTED", False: "GRANT_STATE_DENIED"}[said]
