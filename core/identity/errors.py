"""Every reason identity refuses for."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class UsernameTaken(DomainError):
    """Somebody has this username."""

    reason, code = "USERNAME_TAKEN", StatusCode.ALREADY_EXISTS


class PasswordTooWeak(DomainError):
    """The password is among the first a guesser tries; `why` is short, repeated, sequence, username or common."""

    reason, code = "PASSWORD_TOO_WEAK", StatusCode.INVALID_ARGUMENT


class CredentialsInvalid(DomainError):
    """The name, the password or the code is wrong; which of them is not told."""

    reason, code = "CREDENTIALS_INVALID", StatusCode.UNAUTHENTICATED


class LoginRateLimited(DomainError):
    """Too many attempts for this name, or in all; `retry_after_s` says when the next one may come."""

    reason, code = "LOGIN_RATE_LIMITED", StatusCode.RESOURCE_EXHAUSTED


class SessionExpired(DomainError):
    """The refresh token is unknown or was not used for thirty days; sign in again."""

    reason, code = "SESSION_EXPIRED", StatusCode.UNAUTHENTICATED


class SessionRevoked(DomainError):
    """This device was signed out, by its owner or because its refresh token was used twice."""

    reason, code = "SESSION_REVOKED", StatusCode.UNAUTHENTICATED


class DeviceNotFound(DomainError):
    """The caller has no such device."""

    reason, code = "DEVICE_NOT_FOUND", StatusCode.NOT_FOUND
