"""Guard, put together."""

from __future__ import annotations

from wallet.guard import notices
from wallet.guard.service import GuardService
from wallet.house import House, Part

SERVICE = "majlis.wallet.v1.GuardService"


def build(house: House) -> Part:
    """The verbs of guard in this house."""
    return Part(
        services={SERVICE: GuardService(desk=house.desk, guard=house.guard, effects=house.effects)},
        cards={notices.BEGUN: notices.begun, notices.STOPPED: notices.stopped},
    )
