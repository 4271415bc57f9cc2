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


class PersonNotFound(DomainError):
    """Nobody like that, or they do not want to be found by the caller: the answer is one."""

    reason, code = "PERSON_NOT_FOUND", StatusCode.NOT_FOUND


class PersonBlocked(DomainError):
    """The caller blocks them, and has to end that first."""

    reason, code = "PERSON_BLOCKED", StatusCode.FAILED_PRECONDITION


class TooManyRequests(DomainError):
    """The caller asked too many people: `unanswered_max` wait for an answer, or `day_max` were asked today."""

    reason, code = "TOO_MANY_REQUESTS", StatusCode.RESOURCE_EXHAUSTED


class PeopleLimitReached(DomainError):
    """The caller's list is full: contacts with those asked, or the people they block; `limit` says how many fit."""

    reason, code = "PEOPLE_LIMIT_REACHED", StatusCode.RESOURCE_EXHAUSTED
