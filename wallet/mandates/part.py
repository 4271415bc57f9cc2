"""Mandates, put together."""

from __future__ import annotations

from wallet.house import House, Part
from wallet.mandates.acts import CARD, MandateActs
from wallet.mandates.expiry import MandateExpiry
from wallet.mandates.news import NEWS, MandateNews
from wallet.mandates.receipts import receipt
from wallet.mandates.service import MandatesService

SERVICE = "majlis.wallet.v1.MandatesService"


def build(house: House) -> Part:
    """The verbs of mandates in this house."""
    acts = MandateActs(effects=house.effects, guard=house.guard)
    house.effects.handle(NEWS, MandateNews(desk=house.desk).deliver)
    expiry = MandateExpiry(desk=house.desk, effects=house.effects, acts=acts, clock=house.clock)
    return Part(
        services={SERVICE: MandatesService(house=house, acts=acts)},
        standing={"mandates that run out": expiry.run},
        cards={CARD: receipt},
    )
