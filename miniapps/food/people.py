"""Who takes part besides the guest, and their books: couriers, shared tables, roles, invitations, reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from model import CartLine, Stage

from miniapp import Text
from miniapp.places import Place


@dataclass
class Courier:
    """Somebody who carries. `busy` is their one order."""

    id: str
    name: str
    at: Place | None = None
    on_duty: bool = False
    busy: str = ""
    offer: str = ""  # The order they are asked about.
    suspended: bool = False
    joined_at: datetime | None = None


@dataclass
class Done:
    """One ended order in a kitchen's books."""

    food_minor: int
    kitchen_minor: int
    minutes: int = 0
    stage: Stage = Stage.DELIVERED
    refunded_minor: int = 0


@dataclass
class Earned:
    """One delivery in a courier's books."""

    fee_minor: int
    tip_minor: int = 0
    place_name: Text = field(default_factory=lambda: Text("", ""))
    at: datetime | None = None


@dataclass
class Member:
    """Somebody at a shared table; `ready` once they want no more."""

    id: str
    name: str


@dataclass
class Group:
    """A shared table: its members gather dishes until the starter locks it, then each pays their part."""

    id: str
    place: str
    starter: str
    door: Place
    created_at: datetime
    members: list[Member]
    lines: list[CartLine] = field(default_factory=list)
    equal: bool = False
    order: str = ""  # Once it is locked.
    ended: bool = False
    shared: bool = False

    @property
    def topic(self) -> str:
        return f"group/{self.id}"

    def member(self, who: str) -> Member | None:
        return next((member for member in self.members if member.id == who), None)


@dataclass
class Role:
    """What somebody may do besides eating."""

    kitchens: list[str] = field(default_factory=list)
    courier: bool = False


@dataclass
class Invite:
    """A one-time way to become a kitchen or a courier."""

    code: str
    role: str  # kitchen or courier.
    place: str  # Which restaurant, or empty for a new one.
    made_at: datetime
    expires_at: datetime
    used_by: str = ""
    revoked: bool = False


@dataclass
class Problem:
    """A dish that did not come: the kitchen agrees, or the owner decides."""

    order: str
    code: str
    place: str
    place_name: Text
    guest: str
    lines: list[str]
    minor: int
    words: str
    at: datetime
    state: str = "kitchen"  # kitchen, owner, paid, refused.
    said: str = ""
