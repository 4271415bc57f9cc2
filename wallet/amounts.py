"""Amounts as requests bring them."""

from __future__ import annotations

from core.kit.money import Money
from majlis.common.v1 import money_pb2
from wallet.border import refused


def money_of(amount: money_pb2.Money, path: str) -> Money:
    """The amount. INVALID_ARGUMENT for a currency there is none of."""
    try:
        return Money(amount.amount_minor, amount.currency_code)
    except ValueError:
        raise refused(f"{path}.currency_code", "is not a currency of ISO 4217 with a minor unit") from None


def positive_money(amount: money_pb2.Money, path: str) -> Money:
    """The amount, which is above zero. INVALID_ARGUMENT."""
    if amount.amount_minor <= 0:
        raise refused(f"{path}.amount_minor", "must be above zero")
    return money_of(amount, path)
