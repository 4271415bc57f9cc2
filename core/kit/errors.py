"""One error class per reason, carrying facts; what it means on the wire is said here once.

A reason is one upper-case word, the same in gRPC, JSON, log, guest and translations
(`error-insufficient-funds`). The rpc chain turns a DomainError into status + google.rpc.ErrorInfo, and a
channel turns that back into the same class, so callers catch one thing on both channels.
"""

from __future__ import annotations

import re
from typing import ClassVar

from grpc import StatusCode

__all__ = ["DomainError", "InternalError", "InvalidArgument", "StatusCode", "error_from_wire", "reasons"]

_BY_REASON: dict[str, type[DomainError]] = {}
_REASON = re.compile(r"[A-Z][A-Z0-9_]{2,62}")


class DomainError(Exception):
    """A refusal with a reason. `facts` are for programs and translations, `message` for developers' logs."""

    reason: ClassVar[str] = "DOMAIN_ERROR"
    code: ClassVar[StatusCode] = StatusCode.UNKNOWN

    def __init__(self, message: str, /, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = {name: value for name, value in facts.items() if value is not None}

    def __init_subclass__(cls) -> None:
        if "reason" not in cls.__dict__:
            return
        if not _REASON.fullmatch(cls.reason):
            raise TypeError(f"{cls.__name__}.reason must look like SCOPE_DENIED, not {cls.reason!r}")
        known = _BY_REASON.setdefault(cls.reason, cls)
        if known is not cls and known.__qualname__ != cls.__qualname__:
            raise TypeError(f"{cls.reason} is already {known.__module__}.{known.__name__}")

    @property
    def retry_after_ms(self) -> int | None:
        """How long to wait before the same call may do, where the facts tell; over a wire they came as text."""
        for name, unit_ms in (("retry_after_ms", 1), ("retry_after_s", 1000)):
            told = str(self.facts.get(name, ""))
            if told.isascii() and told.isdigit():
                return int(told) * unit_ms
        return None

    def metadata(self) -> dict[str, str]:
        """The facts as ErrorInfo.metadata: every value as text."""
        return {name: str(value) for name, value in self.facts.items()}


class InvalidArgument(DomainError):
    """A request field holds something it may not; `field` is its path, `why` says what would do."""

    reason, code = "INVALID_ARGUMENT", StatusCode.INVALID_ARGUMENT


class Unauthenticated(DomainError):
    """The call needs a valid token and has none."""

    reason, code = "UNAUTHENTICATED", StatusCode.UNAUTHENTICATED


class PermissionDenied(DomainError):
    """The caller is known and may not call this."""

    reason, code = "PERMISSION_DENIED", StatusCode.PERMISSION_DENIED


class MethodUnknown(DomainError):
    """No such method is served here."""

    reason, code = "METHOD_UNKNOWN", StatusCode.UNIMPLEMENTED


class DeadlineExceeded(DomainError):
    """The caller's time ran out; whether the work happened is told by asking again under the same request_id."""

    reason, code = "DEADLINE_EXCEEDED", StatusCode.DEADLINE_EXCEEDED


class ServiceUnavailable(DomainError):
    """The service that should answer cannot be reached; safe to try again."""

    reason, code = "SERVICE_UNAVAILABLE", StatusCode.UNAVAILABLE


class ResourceExhausted(DomainError):
    """A queue or rate is full; nothing was stored, try later."""

    reason, code = "RESOURCE_EXHAUSTED", StatusCode.RESOURCE_EXHAUSTED


class RateLimited(DomainError):
    """The caller asked this `method` too often; nothing was done, and after `retry_after_ms` the same call will do."""

    reason, code = "RATE_LIMITED", StatusCode.RESOURCE_EXHAUSTED


class NoUser(DomainError):
    """The app works for itself, as in a timer, and what it asks is about the person it works for."""

    reason, code = "NO_USER", StatusCode.FAILED_PRECONDITION


class PageTokenInvalid(DomainError):
    """The page token was not given by this list."""

    reason, code = "PAGE_TOKEN_INVALID", StatusCode.INVALID_ARGUMENT


class RequestIdReused(DomainError):
    """This request_id was used before with another body."""

    reason, code = "REQUEST_ID_REUSED", StatusCode.ALREADY_EXISTS


class InternalError(DomainError):
    """A fault of ours; `error_id` finds it in the log."""

    reason, code = "INTERNAL", StatusCode.INTERNAL


def error_from_wire(reason: str, code: StatusCode, message: str, metadata: dict[str, str]) -> DomainError:
    """The error another process answered with, as the class that reason has here (facts come as text)."""
    known = _BY_REASON.get(reason)
    if known is None:
        named = reason if _REASON.fullmatch(reason) else "DOMAIN_ERROR"
        known = type("RemoteError", (DomainError,), {"code": code, "__module__": __name__})
        known.reason = named
    return known(message, **metadata)


def reasons() -> dict[str, type[DomainError]]:
    """Every reason known to this process, for docs, translations and tests."""
    return dict(_BY_REASON)
