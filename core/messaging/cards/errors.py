"""Why a card does not reach anybody."""

from __future__ import annotations

from core.kit.errors import DomainError, StatusCode


class CardsOff(DomainError):
    """The person does not allow this app to send cards, or took that back."""

    reason, code = "CARDS_OFF", StatusCode.PERMISSION_DENIED


class CardQuotaExceeded(DomainError):
    """The app has sent this person `limit` new cards in a day."""

    reason, code = "CARD_QUOTA_EXCEEDED", StatusCode.RESOURCE_EXHAUSTED


class CardNotFound(DomainError):
    """There is no such offer of a card to the caller, or no longer."""

    reason, code = "CARD_NOT_FOUND", StatusCode.NOT_FOUND
