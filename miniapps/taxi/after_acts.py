"""What follows a ride: tips, what they think of each other, and problems with the company's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import people
import trips
from base import app
from rides import Ride, Stage

from miniapp import Money, Refuse, appdata, errors, goto, now, t, text, toast, user, wallet

TIPS_MINOR = (300, 500, 1000)
WORDS_CHARS_MAX = 400
PROBLEMS_MAX = 200


class Trouble(Enum):
    """What went wrong."""

    PRICE = "price"
    WAY = "way"
    DRIVER = "driver"
    LOST = "lost"
    OTHER = "other"


@dataclass
class Problem:
    """What a rider reported, at `problem/<ride>`, and what the company did."""

    ride: str
    kind: Trouble
    words: str
    at: datetime
    answered_at: datetime | None = None
    answer: str = ""
    refund_minor: int = 0


def problem(ride_id: str) -> Problem | None:
    return appdata.shared.get(f"problem/{ride_id}", Problem, default=None)


def problems() -> list[Problem]:
    """What was reported, unanswered and newest first."""
    found = [each.value for each in appdata.shared.query("problem/", Problem, limit=PROBLEMS_MAX)]
    return sorted(found, key=lambda each: (each.answered_at is not None, -each.at.timestamp()))


def _finished(ride_id: str) -> Ride:
    mine = trips.mine_as_rider(ride_id)
    if mine.stage is not Stage.FINISHED:
        raise Refuse(t("not-finished"))
    return mine


@app.action
def tip(ride: str, amount_minor: int) -> Any:
    """All of it is the driver's; approved like everything, on the sheet."""
    mine = _finished(ride)
    if mine.driver is None or mine.tip_minor:
        return toast(t("tipped-before"))
    if amount_minor not in TIPS_MINOR:
        raise Refuse(t("tip-wrong"))
    before = wallet.get(mine.tip_order_id) if mine.tip_order_id else None
    if before is not None and before.is_open and before.total.amount_minor == amount_minor:
        return wallet.ask(before)
    if before is not None and not _withdrawn(before):
        return toast(t("tipped-before"))
    try:
        asked = wallet.order(
            f"tip:{mine.id}", title=text("بقشيش للسائق", "A tip for the driver"),
            lines=[wallet.line(text("بقشيش", "Tip"), mine.money(amount_minor))],
            splits=[wallet.split(mine.driver, 100)],
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("wallet-denied")) from None
    mine.tip_order_id = asked.id
    trips.save(mine)
    return wallet.ask(asked)


def _withdrawn(before: wallet.Order) -> bool:
    """Whether a tip that was asked for cannot be paid any more; it may have been, in this moment."""
    if before.is_open:
        try:
            before = wallet.void(before)
        except errors.OrderNotHeld:
            return False
    return before.is_over


@app.action
def rate_driver(ride: str, value: int) -> Any:
    """One to five, once; changed as often as they like."""
    mine = _finished(ride)
    driver = people.driver(mine.driver or "")
    if driver is None or not 1 <= value <= 5:
        return None
    driver.stars_sum += value - mine.rider_gave
    driver.stars_count += mine.rider_gave == 0
    mine.rider_gave = value
    people.save_driver(driver)
    trips.save(mine)
    return toast(t("thanks-for-stars"), tone="good")


@app.action
def rate_rider(ride: str, value: int) -> Any:
    mine = trips.mine_as_driver(ride)
    if mine.stage is not Stage.FINISHED or not 1 <= value <= 5:
        return None
    rider = people.rider(mine.rider)
    rider.stars_sum += value - mine.driver_gave
    rider.stars_count += mine.driver_gave == 0
    mine.driver_gave = value
    people.save_rider(mine.rider, rider)
    trips.save(mine)
    return toast(t("thanks-for-stars"), tone="good")


@app.action
def report(ride: str, kind: Trouble = Trouble.OTHER, words: str = "") -> Any:
    """To the company's desk; one of each ride, which may be added to until it is answered."""
    mine = trips.mine_as_rider(ride)
    if not mine.is_over:
        raise Refuse(t("not-finished"))
    said = " ".join(words.split())[:WORDS_CHARS_MAX]
    if not said:
        raise Refuse(t("problem-words-missing"))
    before = problem(ride)
    if before is not None and before.answered_at is not None:
        raise Refuse(t("problem-answered"))
    appdata.shared.put(f"problem/{ride}", Problem(ride, kind, said, now()))
    appdata.refresh("problems")
    return goto("/ride", id=ride), toast(t("problem-sent"), tone="good")


@app.action
def answer(ride: str, percent: int = 0, words: str = "") -> Any:
    """The company's word on it, with so much of the price given back."""
    if not user.is_owner:
        raise Refuse(t("owner-only"))
    told, trip = problem(ride), trips.read(ride)
    if told is None or told.answered_at is not None:
        return goto("/office/problems"), toast(t("problem-answered"))
    if percent not in (0, 25, 50, 100):
        raise Refuse(t("refund-wrong"))
    told.refund_minor = trip.taken_minor * percent // 100 - trip.refund_due_minor
    if percent and told.refund_minor <= 0:
        raise Refuse(t("refund-none-left"))
    told.answered_at, told.answer = now(), " ".join(words.split())[:WORDS_CHARS_MAX]
    appdata.shared.put(f"problem/{ride}", told)
    if percent:
        trip.refund_due_minor += told.refund_minor
        trips.settle_soon(ride)
    trips.save(trip)
    appdata.refresh("problems")
    given = Money(told.refund_minor, trip.fare.currency_code)
    return goto("/office/problems"), toast(t("refund-on-way", amount=given) if percent else t("problem-closed"))
