"""Merchants, put together."""

from __future__ import annotations

from wallet.house import House, Part
from wallet.merchants.service import MerchantsService


def build(house: House) -> Part:
    """The verbs of merchants in this house."""
    return Part(services={"majlis.wallet.v1.MerchantsService": MerchantsService(house)})
