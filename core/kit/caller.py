"""Who is asking. Decided once at the border from proof, carried with the call, never read from arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from majlis.common.v1 import options_pb2

PUBLIC = options_pb2.ACCESS_PUBLIC
USER = options_pb2.ACCESS_USER
APP = options_pb2.ACCESS_APP
DEVELOPER = options_pb2.ACCESS_DEVELOPER
OPERATOR = options_pb2.ACCESS_OPERATOR
ADMIN = options_pb2.ACCESS_ADMIN
SERVICE = options_pb2.ACCESS_SERVICE


@dataclass(frozen=True, slots=True)
class Caller:
    """The proven identity behind a call.

    `access` holds the majlis.common.v1.Access values it satisfies. A mini-app working for a user has both `app_id`
    and `user_id` and, in `scopes`, what that user allows it; a mini-app by itself has no `user_id`.
    """

    access: frozenset[int] = frozenset()
    user_id: str = ""
    device_id: str = ""
    app_id: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)
    service: str = ""

    @classmethod
    def user(cls, user_id: str, *, device_id: str = "", roles: frozenset[int] = frozenset()) -> Self:
        """A signed-in person; `roles` adds DEVELOPER."""
        return cls(access=frozenset({USER}) | roles, user_id=user_id, device_id=device_id)

    @classmethod
    def operator(cls, user_id: str, *, device_id: str = "", admin: bool = False) -> Self:
        """A person signed in with a second factor."""
        access = frozenset({OPERATOR, ADMIN}) if admin else frozenset({OPERATOR})
        return cls(access=access, user_id=user_id, device_id=device_id)

    @classmethod
    def app(cls, app_id: str, *, user_id: str = "", scopes: frozenset[str] = frozenset()) -> Self:
        """A mini-app, for a user or as itself."""
        return cls(access=frozenset({APP}), app_id=app_id, user_id=user_id, scopes=scopes)

    @classmethod
    def of_service(cls, name: str) -> Self:
        """Another service of the host."""
        return cls(access=frozenset({SERVICE}), service=name)

    @property
    def is_app(self) -> bool:
        return APP in self.access

    def to_claims(self) -> dict[str, Any]:
        """For a service's signed token, where one service calls another for somebody."""
        return {
            "access": sorted(self.access), "user_id": self.user_id, "device_id": self.device_id,
            "app_id": self.app_id, "scopes": sorted(self.scopes), "service": self.service,
        }  # fmt: skip

    @classmethod
    def from_claims(cls, claims: dict[str, Any]) -> Self:
        return cls(
            access=frozenset(claims["access"]), user_id=claims["user_id"], device_id=claims["device_id"],
            app_id=claims["app_id"], scopes=frozenset(claims["scopes"]), service=claims["service"],
        )  # fmt: skip


ANYBODY = Caller(access=frozenset({PUBLIC}))
