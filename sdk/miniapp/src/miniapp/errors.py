"""One exception per reason, carrying facts; every one is a MiniAppError.

Two families: what the host answers (ScopeDenied, DocumentNotFound, …), worth catching, and mistakes in the
app's own code (HandlerInvalid, ComponentInvalid, WrongType, …), whose message shows the fix.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class MiniAppError(Exception):
    """Something the SDK or the host refuses; `reason` is stable, `facts` say what about."""

    reason: str = "MINIAPP_ERROR"

    def __init__(self, message: str = "", /, **facts: object) -> None:
        super().__init__(message or self.reason)
        self.facts = facts


class Refuse(MiniAppError):
    """Raise it with a message for the user: a toast shows it and nothing of this event is kept."""

    reason = "APP_REFUSED"

    def __init__(self, text: Any) -> None:
        shown = text.get("$t") if isinstance(text, dict) else None
        super().__init__(str(shown or text))
        self.text = text


# --- the app's own code is wrong ---


class HandlerInvalid(MiniAppError):
    """A screen, action or timer cannot be registered or called like this; the message shows the fix."""

    reason = "HANDLER_INVALID"


class ComponentInvalid(MiniAppError):
    """A ui component was given something it cannot show; the message names component and property."""

    reason = "COMPONENT_INVALID"


class TypeUnsupported(MiniAppError):
    """An annotation has no JSON form; the message lists what has."""

    reason = "TYPE_UNSUPPORTED"


class WrongType(MiniAppError):
    """A value does not fit its annotation; facts: where, expected."""

    reason = "WRONG_TYPE"


class NotInEvent(MiniAppError):
    """now(), user and appdata exist only while a handler runs."""

    reason = "NOT_IN_EVENT"


class NotAtImport(MiniAppError):
    """A clock or randomness was asked while the app was imported; fact: call. Ask inside a handler."""

    reason = "NOT_AT_IMPORT"


class CurrencyMismatch(MiniAppError):
    """Two currencies met in one sum or comparison."""

    reason = "CURRENCY_MISMATCH"


# --- what an event may meet before a handler runs ---


class ActionNotFound(MiniAppError):
    """The event names an action this version does not have."""

    reason = "ACTION_NOT_FOUND"


class ScreenNotFound(MiniAppError):
    """No @app.screen has this path."""

    reason = "SCREEN_NOT_FOUND"


class TimerNotFound(MiniAppError):
    """No @app.on_timer has this name."""

    reason = "TIMER_NOT_FOUND"


class ArgumentInvalid(MiniAppError):
    """A form field, value or query parameter does not fit the handler's annotation."""

    reason = "ARGUMENT_INVALID"


class StateUnreadable(MiniAppError):
    """The stored state no longer fits the State class."""

    reason = "STATE_UNREADABLE"


# --- what the host answers ---


class HostError(MiniAppError):
    """The host refused a call; a reason newer than this SDK arrives as plain HostError with that reason."""

    reason = "HOST_ERROR"
    by_reason: ClassVar[dict[str, type[HostError]]] = {}

    def __init_subclass__(cls) -> None:
        HostError.by_reason[cls.reason] = cls


class ReadOnly(HostError):
    """A screen tried to write; move the write into an @app.action."""

    reason = "READ_ONLY"


class NoUser(HostError):
    """A timer runs for the app itself: there is no user, no user language and no user document."""

    reason = "NO_USER"


class ScopeNotDeclared(HostError):
    """The manifest does not ask for the scope: add it to req_permissions."""

    reason = "SCOPE_NOT_DECLARED"


class ScopeDenied(HostError):
    """The user said no to this scope; carry on without it."""

    reason = "SCOPE_DENIED"


class DocumentNotFound(HostError):
    """No document has this key."""

    reason = "DOCUMENT_NOT_FOUND"


class DocumentConflict(HostError):
    """if_version named another version than the stored one."""

    reason = "DOCUMENT_CONFLICT"


class DocumentTooLarge(HostError):
    """A document would be larger than limits.DOCUMENT_BYTES_MAX."""

    reason = "DOCUMENT_TOO_LARGE"


class DataQuotaExceeded(HostError):
    """The app or the user has no room left for documents; facts say which."""

    reason = "DATA_QUOTA_EXCEEDED"


class TimerLimitExceeded(HostError):
    """The app has limits.TIMERS_MAX timers waiting; it is told when the event ends, of which nothing is kept."""

    reason = "TIMER_LIMIT_EXCEEDED"


class RequestIdReused(HostError):
    """An event that ran again asked for something else under the same name; name it by what it does."""

    reason = "REQUEST_ID_REUSED"


class OrderNotFound(HostError):
    """The app has no order of this id."""

    reason = "ORDER_NOT_FOUND"


class OrderTotalWrong(HostError):
    """The lines do not add up to a total that can be asked for."""

    reason = "ORDER_TOTAL_WRONG"


class OrderNotHeld(HostError):
    """Nothing is held for this order any more, or nothing ever was."""

    reason = "ORDER_NOT_HELD"


class OrderNotPaid(HostError):
    """The order was not paid, so nothing can be given back."""

    reason = "ORDER_NOT_PAID"


class CaptureExceedsHold(HostError):
    """More was to be taken than is held."""

    reason = "CAPTURE_EXCEEDS_HOLD"


class RefundExceedsPaid(HostError):
    """More was to be given back than was paid and not given back yet."""

    reason = "REFUND_EXCEEDS_PAID"


class PayeeNotEnrolled(HostError):
    """Somebody the order is to be shared with has not enrolled with this app, or has left it."""

    reason = "PAYEE_NOT_ENROLLED"


class MandateNotFound(HostError):
    """The app has no mandate of this id."""

    reason = "MANDATE_NOT_FOUND"


class MandateNotActive(HostError):
    """The mandate was not approved yet, or is over."""

    reason = "MANDATE_NOT_ACTIVE"


class MandateExceeded(HostError):
    """The charge is more than the mandate leaves in this window."""

    reason = "MANDATE_EXCEEDED"


class InsufficientFunds(HostError):
    """There is not enough money on the account it would come from."""

    reason = "INSUFFICIENT_FUNDS"


class AccountFrozen(HostError):
    """An account it would come from or go to is frozen."""

    reason = "ACCOUNT_FROZEN"


class LimitExceeded(HostError):
    """The payer's own limit for a day is used up."""

    reason = "LIMIT_EXCEEDED"


class PointOutsideCity(HostError):
    """There is no street near a point; facts name it in `field`: point, from, to or via[0]."""

    reason = "POINT_OUTSIDE_CITY"


class RouteNotFound(HostError):
    """One-way streets let nobody through."""

    reason = "ROUTE_NOT_FOUND"


class DeadlineExceeded(HostError):
    """The event has used its time."""

    reason = "DEADLINE_EXCEEDED"


class InvalidArgument(HostError):
    """The host cannot accept the request; facts say which field."""

    reason = "INVALID_ARGUMENT"


class ServiceUnavailable(HostError):
    """The host cannot answer now; the event will be tried again by the user."""

    reason = "SERVICE_UNAVAILABLE"


class ConsentNeeded(BaseException):
    """The host wants to ask the user first; it asks, and runs the event again from the start.

    Not an Exception, so that `except Exception` in an app cannot swallow the question. Apps never catch it.
    """

    def __init__(self, message: str, facts: Mapping[str, object]) -> None:
        super().__init__(message)
        self.facts = dict(facts)


CONSENT_REQUIRED = "CONSENT_REQUIRED"


def from_host(error: Mapping[str, Any]) -> HostError:
    """The exception for a host's {"reason", "message", "metadata"}; an unknown reason is a HostError."""
    reason = str(error.get("reason") or HostError.reason)
    kind = HostError.by_reason.get(reason, HostError)
    raised = kind(str(error.get("message") or reason), **(error.get("metadata") or {}))
    raised.reason = reason
    return raised
