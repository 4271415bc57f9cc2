"""A ride: what is stored of it, its stages, and who may move it from one to another. The clock is given; pure.

    asked ─▶ searching ─▶ accepted ─▶ arrived ─▶ riding ─▶ finished
      └▶ dropped  └▶ unserved └──────────┴▶ cancelled (and back to searching, when the driver gives it back)

Money follows a decision, never the other way round: what ends a ride writes `charge_minor` with the stage, in one
commit, and only then is the hold captured or given back (settling.py). So two people who act at once cannot both be
right, and a crash between leaves a ride that says what is still to be done.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from tariff import CarClass, Fare

from miniapp import Money, Refuse, places, t

START_WITHIN = timedelta(hours=2)  # Of being accepted; else the ride is void and nobody pays.
FINISH_WITHIN = timedelta(hours=12)  # Of its start; else it ends at its price.
HOLD_FOR = timedelta(hours=24)  # Longer than both together: no ride outlives its hold.
ASK_FOR = timedelta(minutes=3)  # How long the sheet waits.
EXTRA_FOR = timedelta(minutes=3)


class Stage(Enum):
    """How far a ride is."""

    ASKED = "asked"
    SEARCHING = "searching"
    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    RIDING = "riding"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    UNSERVED = "unserved"
    DROPPED = "dropped"


class Who(Enum):
    """Who moves a ride."""

    RIDER = "rider"
    DRIVER = "driver"
    HOST = "host"  # Timers, and what is heard of orders.


class Step(Enum):
    """What moves it."""

    HOLD = "hold"
    DROP = "drop"
    GIVE_UP = "give-up"
    ACCEPT = "accept"
    HAND_BACK = "hand-back"
    ARRIVE = "arrive"
    START = "start"
    FINISH = "finish"
    CANCEL = "cancel"
    NO_SHOW = "no-show"
    ABANDON = "abandon"


_S = Stage
MOVES: dict[Step, tuple[Who, frozenset[Stage], Stage]] = {
    Step.HOLD: (Who.HOST, frozenset({_S.ASKED}), _S.SEARCHING),
    Step.DROP: (Who.HOST, frozenset({_S.ASKED}), _S.DROPPED),
    Step.GIVE_UP: (Who.HOST, frozenset({_S.SEARCHING}), _S.UNSERVED),
    Step.ACCEPT: (Who.DRIVER, frozenset({_S.SEARCHING}), _S.ACCEPTED),
    Step.HAND_BACK: (Who.DRIVER, frozenset({_S.ACCEPTED, _S.ARRIVED}), _S.SEARCHING),
    Step.ARRIVE: (Who.DRIVER, frozenset({_S.ACCEPTED}), _S.ARRIVED),
    Step.START: (Who.DRIVER, frozenset({_S.ARRIVED}), _S.RIDING),
    Step.FINISH: (Who.DRIVER, frozenset({_S.RIDING}), _S.FINISHED),
    Step.CANCEL: (Who.RIDER, frozenset({_S.ASKED, _S.SEARCHING, _S.ACCEPTED, _S.ARRIVED}), _S.CANCELLED),
    Step.NO_SHOW: (Who.DRIVER, frozenset({_S.ARRIVED}), _S.CANCELLED),
    Step.ABANDON: (Who.HOST, frozenset({_S.ACCEPTED, _S.ARRIVED}), _S.CANCELLED),
}
OVER = frozenset({_S.FINISHED, _S.CANCELLED, _S.UNSERVED, _S.DROPPED})
WITH_DRIVER = frozenset({_S.ACCEPTED, _S.ARRIVED, _S.RIDING})


class Why(Enum):
    """Why a ride was cancelled."""

    RIDER = "rider"
    NO_SHOW = "no-show"
    TOO_LATE = "too-late"


class ExtraState(Enum):
    """How far a longer way's consent is: offered by the driver, asked on the sheet, put aside, or no."""

    OFFERED = "offered"
    ASKED = "asked"
    HELD = "held"
    REFUSED = "refused"


@dataclass
class Extra:
    """A longer way, whose difference the rider approves by an order of its own."""

    end: places.Place
    fare: Fare
    length_m: int
    duration_s: int
    difference_minor: int
    at: datetime
    state: ExtraState = ExtraState.OFFERED
    by: Who = Who.RIDER
    order_id: str = ""


@dataclass(frozen=True)
class DriverFace:
    """What a rider sees of a driver: a first name, a car, its plate, and what others thought."""

    name: str
    car: str
    plate: str
    stars_sum: int = 0
    stars_count: int = 0


@dataclass
class Ride:
    """One ride, at `ride/<id>`. Ids of people are this app's own for them; names are first names."""

    id: str
    rider: str
    rider_name: str
    rider_lang: str
    car: CarClass
    start: places.Place
    end: places.Place
    length_m: int
    duration_s: int
    airport: bool
    fare: Fare  # The price as it is agreed now; a changed way changes it.
    hold_minor: int  # What the rider approved when they ordered: of that order no more is ever taken.
    order_id: str
    code: str  # What the rider tells the driver to start.
    share_key: str  # What opens the shared trip to who was given its card.
    asked_at: datetime
    cancel_minor: int
    no_show_minor: int
    driver_percent: int
    zone: str
    stage: Stage = Stage.ASKED
    held_at: datetime | None = None
    # The search.
    searching_at: datetime | None = None
    wave: int = 0
    asking: list[str] = field(default_factory=list)
    asking_until: datetime | None = None
    tried: list[str] = field(default_factory=list)
    # The drive.
    driver: str | None = None
    face: DriverFace | None = None
    car_at: places.Point | None = None
    accepted_at: datetime | None = None
    promised_at: datetime | None = None
    arrived_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    why: Why | None = None
    code_wrong: int = 0
    passed_on: bool = False  # A driver gave it back once.
    shared: bool = False  # Its card may be in somebody's chat.
    wants_cards: bool = False
    extra: Extra | None = None
    strays: list[str] = field(default_factory=list)  # Orders that were replaced: none may keep a hold.
    # The money: decided here, then settled; `paid_minor` and the rest are what the wallet said afterwards.
    charge_minor: int | None = None
    extra_charge_minor: int = 0
    settled: bool = False
    refund_waits: bool = False  # The company has not got what it would give back.
    paid_minor: int = 0
    extra_paid_minor: int = 0
    driver_minor: int = 0
    refund_due_minor: int = 0
    refunded_minor: int = 0
    tip_order_id: str = ""
    tip_minor: int = 0
    # What they thought of each other.
    rider_gave: int = 0
    driver_gave: int = 0

    @property
    def is_over(self) -> bool:
        return self.stage in OVER

    @property
    def topic(self) -> str:
        return f"ride/{self.id}"

    @property
    def taken_minor(self) -> int:
        """What the rider paid, tip and refunds aside."""
        return self.paid_minor + self.extra_paid_minor

    def money(self, amount_minor: int) -> Money:
        return Money(amount_minor, self.fare.currency_code)

    @property
    def price(self) -> tuple[int, int]:
        """What is taken where the ride ends as agreed: of the first order, and of the one for a longer way."""
        main = min(self.fare.total_minor, self.hold_minor)
        is_held = self.extra is not None and self.extra.state is ExtraState.HELD
        return main, self.fare.total_minor - main if is_held else 0

    def may(self, step: Step) -> bool:
        return self.stage in MOVES[step][1]

    def takes(self, step: Step, at: datetime) -> None:
        """Move, or say why not in words for whoever tapped."""
        _, before, after = MOVES[step]
        if self.stage not in before:
            raise Refuse(t("ride-moved-on", stage=t(f"stage-{self.stage.value}")))
        self.stage = after
        setattr(self, _STAMPS.get(after, "ended_at"), at)

    def ends(self, step: Step, at: datetime, charge_minor: int) -> None:
        """The last move, and with it what of the hold is taken: decided once, then carried out."""
        self.takes(step, at)
        if not 0 <= charge_minor <= self.hold_minor:
            raise ValueError(f"{charge_minor} of a hold of {self.hold_minor}")
        self.charge_minor = charge_minor
        self.asking, self.asking_until = [], None

    def searches(self, at: datetime) -> None:
        """Look for a driver from the beginning, leaving out who had it; nobody drives themselves."""
        self.tried = [self.rider, *([self.driver] if self.driver else [])]
        self.driver = self.face = self.car_at = None
        self.accepted_at = self.promised_at = self.arrived_at = None
        self.searching_at, self.wave, self.asking, self.asking_until = at, 0, [], None


_STAMPS = {
    Stage.SEARCHING: "searching_at",
    Stage.ACCEPTED: "accepted_at",
    Stage.ARRIVED: "arrived_at",
    Stage.RIDING: "started_at",
}
