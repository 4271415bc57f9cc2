"""What is stored: restaurants and their menus, orders and who pays them, couriers, groups, invitations.

Shared documents, by key: `terms`, `place/<id>`, `menu/<id>`, `index/<id>` (what search reads), `stock/<place>/<dish>`,
`stars/<id>`, `order/<id>`, `queue/<place>/<order>` (orders a kitchen works on), `done/<place>/<day>/<order>`,
`courier/<who>`, `earned/<who>/<day>/<order>`, `group/<id>`, `invite/<code>`, `role/<who>`, `problem/<order>`, and
`complaint/<order>` while it waits for an answer.
People's own: `me`, `cart`, `history/<order>`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from miniapp import Text
from miniapp.places import Place, Point

CURRENCY = "SAR"


class Stage(Enum):
    """Where an order is on its way; the table of moves is in rules.py."""

    PAYING = "paying"  # Its payers have not all said yes.
    PLACED = "placed"  # The money is held, the kitchen is asked.
    ACCEPTED = "accepted"
    READY = "ready"
    PICKED = "picked"  # The courier has it.
    DELIVERED = "delivered"
    REJECTED = "rejected"  # By the kitchen, or its silence.
    CANCELLED = "cancelled"
    DROPPED = "dropped"  # Never paid.


@dataclass
class Terms:
    """What the owner decides: commission in hundredths of a percent, what a delivery costs, what a late cancel does."""

    commission_bp: int = 1_500
    service_minor: int = 150
    delivery_minor: int = 500  # Up to `near_m`.
    near_m: int = 2_000
    per_km_minor: int = 150  # For each kilometre begun after that.
    reach_m: int = 12_000
    cancel_bp: int = 5_000  # Of the dishes, once the kitchen has accepted.
    answer_min: int = 5  # The kitchen's time to answer.


@dataclass
class Choice:
    """One option of a dish: a size, an extra."""

    id: str
    name: Text
    extra_minor: int = 0


@dataclass
class Options:
    """A group of options: `least` to `most` of them are chosen."""

    id: str
    name: Text
    choices: list[Choice]
    least: int = 0
    most: int = 1


@dataclass
class Dish:
    """Something to eat, under one section of its menu."""

    id: str
    section: str
    name: Text
    price_minor: int
    about: Text = field(default_factory=lambda: Text("", ""))
    picture: str = ""
    allergens: list[str] = field(default_factory=list)
    options: list[Options] = field(default_factory=list)


@dataclass
class Section:
    """A part of a menu: starters, grills, drinks."""

    id: str
    name: Text


@dataclass
class Menu:
    """What a restaurant cooks."""

    sections: list[Section] = field(default_factory=list)
    dishes: list[Dish] = field(default_factory=list)

    def dish(self, dish_id: str) -> Dish | None:
        return next((dish for dish in self.dishes if dish.id == dish_id), None)


@dataclass
class Stock:
    """How many of a dish are left; None: as many as are wanted. `out_until`: sold out until then."""

    left: int | None = None
    out_until: datetime | None = None


@dataclass
class Stars:
    """What people gave, added up."""

    total: int = 0
    count: int = 0

    @property
    def mean(self) -> float:
        return round(self.total / self.count, 1) if self.count else 0.0


@dataclass
class Restaurant:
    """A kitchen people order from. `hours`: for each day from Monday, spans of minutes after midnight."""

    id: str
    name: Text
    kind: Text
    at: Place
    picture: str = ""
    hours: list[list[tuple[int, int]]] = field(default_factory=lambda: [[] for _ in range(7)])
    minimum_minor: int = 0
    cooks_min: int = 20
    paused_until: datetime | None = None
    payee: str = ""  # Who gets its part: who accepted the invitation.
    commission_bp: int | None = None  # None: as the terms say.
    closed_down: bool = False


@dataclass
class CartLine:
    """A dish somebody wants; prices are looked up when it is shown or ordered."""

    id: str
    dish: str
    quantity: int = 1
    choices: list[str] = field(default_factory=list)
    note: str = ""
    member: str = ""


@dataclass
class Cart:
    """What a guest has gathered at one restaurant; `changes` is the order it would replace."""

    place: str = ""
    lines: list[CartLine] = field(default_factory=list)
    changes: str = ""


@dataclass
class Me:
    """What a guest lets the app remember: where they eat, and who said so at the door."""

    door: Place | None = None
    door_note: str = ""


@dataclass
class Line:
    """A dish as it was ordered: its price with its options, and what they were called then."""

    id: str
    dish: str
    name: Text
    price_minor: int
    quantity: int
    chosen: Text
    choices: list[str] = field(default_factory=list)
    note: str = ""
    member: str = ""
    counted: bool = False  # It was taken off a stock, which gets it back if nobody cooks it.

    @property
    def sum_minor(self) -> int:
        return self.price_minor * self.quantity


@dataclass
class Part:
    """What one payer gives, by an order of the wallet's. `goal` is what shall become of it, `seen` what has."""

    payer: str
    minor: int
    name: str = ""
    wallet: str = ""
    goal: str = "hold"  # hold, take or void.
    take_minor: int = 0
    kitchen_minor: int = 0  # Of what is taken.
    courier_minor: int = 0
    refund_minor: int = 0  # What shall have been given back in all.
    seen: str = ""  # The wallet's own word.
    paid_minor: int = 0
    tip_minor: int = 0
    refunded_minor: int = 0

    @property
    def settled(self) -> bool:
        """Whether the wallet has done what was meant."""
        if self.goal == "take":
            return self.is_lost or (self.seen == "paid" and self.refunded_minor >= self.refund_minor)
        if self.goal == "void":
            return not self.wallet or self.seen in ("declined", "expired", "voided")
        return True

    @property
    def is_lost(self) -> bool:
        """It was to be taken, and its hold had ended: the owner sees it."""
        return self.goal == "take" and self.seen in ("declined", "expired", "voided")


@dataclass
class Change:
    """Another set of dishes for an order that the kitchen has not accepted, waiting for its own payment."""

    lines: list[Line]
    part: Part


@dataclass
class Verdict:
    """What the guest said of it afterwards."""

    kitchen: int = 0
    courier: int = 0
    words: str = ""


@dataclass
class Order:
    """One meal from kitchen to door. Money is in minor units of CURRENCY."""

    id: str
    code: str
    guest: str
    place: str
    place_name: Text
    kitchen_at: Point
    payee: str
    commission_bp: int
    door: Place
    lines: list[Line]
    delivery_minor: int
    service_minor: int
    cancel_bp: int
    created_at: datetime
    parts: list[Part]
    stage: Stage = Stage.PAYING
    door_note: str = ""
    group: str = ""
    placed_at: datetime | None = None
    accepted_at: datetime | None = None
    ready_by: datetime | None = None
    ready_at: datetime | None = None
    picked_at: datetime | None = None
    ended_at: datetime | None = None
    answer_by: datetime | None = None
    why: str = ""  # Why it ended as it did, a word of the texts.
    proof: str = ""  # What the guest says to the courier.
    tries: int = 0
    courier: str = ""
    courier_name: str = ""
    offered: str = ""
    offer_until: datetime | None = None
    passed: list[str] = field(default_factory=list)
    change: Change | None = None
    leftover: list[Part] = field(default_factory=list)  # Parts that a change replaced and that go back.
    verdict: Verdict | None = None
    missing_minor: int = 0  # Given back for dishes that did not come.

    @property
    def food_minor(self) -> int:
        return sum(line.sum_minor for line in self.lines)

    @property
    def total_minor(self) -> int:
        return self.food_minor + self.delivery_minor + self.service_minor

    @property
    def topic(self) -> str:
        return f"order/{self.id}"

    @property
    def is_over(self) -> bool:
        return self.stage in (Stage.DELIVERED, Stage.REJECTED, Stage.CANCELLED, Stage.DROPPED)

    @property
    def payments(self) -> list[Part]:
        """Every payment it ever asked for, the replaced ones and the one for a change too."""
        return [*self.parts, *self.leftover, *([self.change.part] if self.change else [])]
