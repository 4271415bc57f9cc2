"""Why places refuses: one class per reason."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class PointOutsideCity(DomainError):
    """There is no street near the point in `field`: the city of this host ends before it."""

    reason, code = "POINT_OUTSIDE_CITY", StatusCode.INVALID_ARGUMENT


class RouteNotFound(DomainError):
    """One-way streets let nobody through from the one point to the other."""

    reason, code = "ROUTE_NOT_FOUND", StatusCode.NOT_FOUND


class TooManySaved(DomainError):
    """The caller keeps `limit` places already."""

    reason, code = "TOO_MANY_SAVED", StatusCode.RESOURCE_EXHAUSTED


class ShareNotFound(DomainError):
    """The caller shares no position under this id, or no longer."""

    reason, code = "SHARE_NOT_FOUND", StatusCode.NOT_FOUND
