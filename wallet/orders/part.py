"""Orders, put together."""

from __future__ import annotations

from wallet.house import House, Part
from wallet.orders.acts import CARD, OrderActs
from wallet.orders.expiry import OrderExpiry
from wallet.orders.news import NEWS, PaymentNews
from wallet.orders.receipts import receipts
from wallet.orders.service import OrdersService


def build(house: House) -> Part:
    """The verbs of orders in this house."""
    acts = OrderActs(effects=house.effects, guard=house.guard)
    house.effects.handle(NEWS, PaymentNews(desk=house.desk, channel=house.desk.channel).deliver)
    expiry = OrderExpiry(desk=house.desk, effects=house.effects, acts=acts, clock=house.clock)
    return Part(
        services={"majlis.wallet.v1.OrdersService": OrdersService(house=house, acts=acts)},
        standing={"orders that run out": expiry.run},
        cards={CARD: receipts(house.clock)},
    )
