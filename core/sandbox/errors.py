"""Why a mini-app could not answer. Each reason has a sentence in every language of the client."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class SessionNotFound(DomainError):
    """No such session, or somebody else's: the answer is the same."""

    reason, code = "SESSION_NOT_FOUND", StatusCode.NOT_FOUND


class StaleScreen(DomainError):
    """The tap came from a screen too old to know what it meant; take the newest and tap again."""

    reason, code = "STALE_SCREEN", StatusCode.FAILED_PRECONDITION


class EventInvalid(DomainError):
    """The node cannot send that event, or its value breaks the node's own limits; `field` and `why` say which."""

    reason, code = "EVENT_INVALID", StatusCode.INVALID_ARGUMENT


class ConsentRequired(DomainError):
    """The app needs a scope the user was never asked for; nothing happened. Ask, then send the same event again."""

    reason, code = "CONSENT_REQUIRED", StatusCode.FAILED_PRECONDITION


class AppCrashed(DomainError):
    """The app raised an exception; nothing of the event was kept."""

    reason, code = "APP_CRASHED", StatusCode.ABORTED


class AppRefused(DomainError):
    """The app said no, in words for its user (`text_json`); nothing of the event was kept."""

    reason, code = "APP_REFUSED", StatusCode.FAILED_PRECONDITION


class AppOutOfFuel(DomainError):
    """The app computed for longer than an event may."""

    reason, code = "APP_OUT_OF_FUEL", StatusCode.ABORTED


class AppOutOfMemory(DomainError):
    """The app needed more memory than an event may."""

    reason, code = "APP_OUT_OF_MEMORY", StatusCode.ABORTED


class AppHostCallsExceeded(DomainError):
    """The app called the host more often, or with more, than an event may."""

    reason, code = "APP_HOST_CALLS_EXCEEDED", StatusCode.ABORTED


class AppAnswerInvalid(DomainError):
    """The app answered something that is no screen: `pointer` and `why` name the first place at fault."""

    reason, code = "APP_ANSWER_INVALID", StatusCode.ABORTED


class AppScreenNotFound(DomainError):
    """The app has no screen at this path."""

    reason, code = "APP_SCREEN_NOT_FOUND", StatusCode.NOT_FOUND


class EventConflict(DomainError):
    """Others kept changing the same documents; nothing of the event was kept, tap again."""

    reason, code = "EVENT_CONFLICT", StatusCode.ABORTED


class ScopeDenied(DomainError):
    """The user refused this scope, or took it back."""

    reason, code = "SCOPE_DENIED", StatusCode.PERMISSION_DENIED


class ScopeNotDeclared(DomainError):
    """The app's manifest does not ask for this scope."""

    reason, code = "SCOPE_NOT_DECLARED", StatusCode.PERMISSION_DENIED


class ReadOnly(DomainError):
    """A screen may read, never write."""

    reason, code = "READ_ONLY", StatusCode.FAILED_PRECONDITION


class BuildFailed(DomainError):
    """The package could not be baked; `why` is the end of the builder's own words."""

    reason, code = "BUILD_FAILED", StatusCode.FAILED_PRECONDITION


OUTCOMES: dict[str, type[DomainError]] = {
    error.reason: error for error in (AppCrashed, AppOutOfFuel, AppOutOfMemory, AppHostCallsExceeded)
}
