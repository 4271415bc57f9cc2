"""Payments, put together."""

from __future__ import annotations

from wallet.house import House, Part
from wallet.payments import views
from wallet.payments.asking import Asking
from wallet.payments.dues import Dues
from wallet.payments.moves import Moves
from wallet.payments.payees import Payees
from wallet.payments.paying import Paying
from wallet.payments.service import SERVICE, PaymentsService
from wallet.payments.sharing import Sharing


def build(house: House) -> Part:
    """The verbs of payments in this house."""
    moves = Moves(guard=house.guard, effects=house.effects)
    payees = Payees(people=house.people, clock=house.clock, house=house)
    paying = Paying(house=house, moves=moves, payees=payees)
    asking = Asking(house=house, moves=moves, payees=payees, paying=paying)
    dues = Dues(desk=house.desk, moves=moves, effects=house.effects, clock=house.clock)
    service = PaymentsService(dues, paying, asking, Sharing(house=house, moves=moves))
    return Part(
        services={SERVICE: service}, standing={"payments that are due": dues.run}, cards=views.cards(house.clock)
    )
