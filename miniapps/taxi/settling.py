"""Money after decisions: brings the wallet to what a ride says, and the ride's books to what the wallet says.

Only the timer `settle/<ride>` moves money, and timers of an app run one after another: nothing is captured or given
back twice. It asks the wallet how things stand, does what is missing, and writes down what is true then; run again, or
cut off anywhere in between, it ends at the same. What people and sheets do only writes decisions and calls it.
"""

from __future__ import annotations

from datetime import date, timedelta

import books
import cards
import search
import tariff
import trips
import ways
from base import app
from rides import Extra, ExtraState, Ride, Stage, Step, Who

from miniapp import Money, appdata, errors, now, wallet

SWEPT_MAX = 20  # Rides a sweep looks at: well within the host calls of an event.
SETTLED_BY = timedelta(seconds=30)
TRIES_MAX = 12  # With the growing pauses about eight hours; then the sweep goes on, hourly.


@app.on_payment
def heard(order: wallet.Order) -> None:
    """Something became of an order; which one its name says."""
    kind, _, ride_id = order.name.partition(":")
    ride = trips.find(ride_id)
    if ride is None:
        return
    if kind == "ride" and order.id == ride.order_id and ride.stage is Stage.ASKED:
        _heard_hold(ride, order)
    elif kind == "extra" and ride.extra is not None and order.id == ride.extra.order_id:
        _heard_extra(ride, ride.extra, order)
    elif (order.id == ride.tip_order_id and order.is_paid) or (order.id in ride.strays and order.is_held):
        trips.settle_soon(ride.id)


def _heard_hold(ride: Ride, order: wallet.Order) -> None:
    """Approved: look for a driver. Anything else: the ride never was."""
    if order.is_held:
        ride.takes(Step.HOLD, now())
        ride.held_at = now()
        search.begin(ride, now())
    elif order.is_over:
        trips.end(ride, Step.DROP, now(), 0)


def _heard_extra(ride: Ride, extra: Extra, order: wallet.Order) -> None:
    """A longer way was approved, or was not; after the end of a ride its money follows at once."""
    if extra.state is not ExtraState.ASKED:
        return
    if order.is_held and (extra.by is Who.DRIVER or not ride.is_over):
        extra.state = ExtraState.HELD
        if extra.by is Who.RIDER:
            ride.end, ride.length_m, ride.duration_s = extra.end, extra.length_m, extra.duration_s
            ways.keep_line(ride.id, ways.line_of(f"{ride.id}/longer"))
        else:
            ride.extra_charge_minor = extra.difference_minor
        ride.fare = extra.fare
    elif order.is_over:
        extra.state = ExtraState.REFUSED
    trips.save(ride)
    if ride.is_over:
        trips.settle_soon(ride.id)


@app.on_timer("settle")
def settle(ride: str, tries: int = 0) -> None:
    """Carry out what was decided; where the wallet cannot now, once more later."""
    found = trips.find(ride)
    if found is None:
        return
    try:
        _void_strays(found)
        if found.charge_minor is not None:
            carry_out(found)
        appdata.shared.delete(f"open/{ride}")
    except errors.HostError as refused:
        found.refund_waits = isinstance(refused, errors.InsufficientFunds)
        appdata.shared.put(f"ride/{found.id}", found)
        appdata.refresh("problems")
        trips.settle_soon(ride, tries=min(tries + 1, TRIES_MAX))


@app.on_timer("sweep")
def sweep() -> None:
    """What was left undone, because a timer's event ran out of time or was not heard: done now."""
    waiting = appdata.shared.query("open/", limit=SWEPT_MAX)
    for found in waiting:
        if found.updated_at < now() - SETTLED_BY:
            heal(found.key.removeprefix("open/"))
    if waiting:
        appdata.set_timer("sweep", at=now() + trips.SWEEP_EVERY)


def heal(ride_id: str) -> None:
    """Bring one ride to where its timers and orders would have brought it."""
    ride = trips.find(ride_id)
    if ride is None:
        return
    if ride.stage is Stage.ASKED:
        _heard_hold(ride, wallet.get(ride.order_id))
    elif ride.stage is Stage.SEARCHING and (ride.asking_until is None or ride.asking_until < now()):
        search.ask_next(ride, now())
    elif ride.charge_minor is not None:
        settle(ride_id)


def _void_strays(ride: Ride) -> None:
    """Orders that were replaced hold nothing and wait for nobody."""
    for order_id in ride.strays:
        order = wallet.get(order_id)
        if order.is_open or order.is_held:
            wallet.void(order)


def carry_out(ride: Ride) -> None:
    """The wallet does what the ride says; the ride and the books say what it did."""
    main = _ended(ride, wallet.get(ride.order_id), ride.charge_minor or 0)
    extra = _extra_ended(ride)
    tip = wallet.get(ride.tip_order_id) if ride.tip_order_id else None
    _write_down(ride, main, extra, tip)
    main_back, extra_back = _given_back(ride, main, extra)
    refunded_minor = main_back + extra_back
    if refunded_minor != ride.refunded_minor:
        more_minor, ride.refunded_minor = refunded_minor - ride.refunded_minor, refunded_minor
        books.count(_day(ride), books.Day(refunded_minor=more_minor))
    ride.refund_waits = False
    trips.save(ride)


def _ended(ride: Ride, order: wallet.Order, charge_minor: int) -> wallet.Order:
    """The order after what is due was taken and the rest was let go."""
    if order.is_held and charge_minor > 0:
        return _captured(ride, order, charge_minor)
    if order.is_held or order.is_open:
        return wallet.void(order)
    return order


def _captured(ride: Ride, order: wallet.Order, charge_minor: int) -> wallet.Order:
    """So much of the hold is taken, the driver's part of it to the driver, to the unit."""
    part_minor = tariff.driver_part_minor(charge_minor, ride.driver_percent) if ride.driver else 0
    amount = Money(charge_minor, order.total.currency_code)
    shares = [wallet.share(ride.driver, Money(part_minor, amount.currency_code))] if ride.driver and part_minor else []
    return wallet.capture(order, amount, shares=shares)


def _extra_ended(ride: Ride) -> wallet.Order | None:
    """The order of a longer way, ended like the first. One the driver asked for may still wait for its answer."""
    extra = ride.extra
    if extra is None or not extra.order_id:
        return None
    order = wallet.get(extra.order_id)
    if extra.state is ExtraState.HELD:
        return _ended(ride, order, ride.extra_charge_minor)
    if extra.state is ExtraState.ASKED and extra.by is Who.DRIVER:
        return order
    extra.state = ExtraState.REFUSED
    return _ended(ride, order, 0)


def _write_down(ride: Ride, main: wallet.Order, extra: wallet.Order | None, tip: wallet.Order | None) -> None:
    """What was taken, into the ride and both books; only what they do not say yet, so never twice."""
    paid_minor = _taken(main)
    extra_minor = _taken(extra) if extra else 0
    tip_minor = tip.paid.amount_minor if tip and tip.is_paid else 0
    driver_minor = sum(tariff.driver_part_minor(taken, ride.driver_percent) for taken in (paid_minor, extra_minor))
    driver_minor = driver_minor if ride.driver else 0
    finished = ride.stage is Stage.FINISHED
    day = books.Day(
        taken_minor=paid_minor + extra_minor - ride.taken_minor,
        drivers_minor=driver_minor - ride.driver_minor,
        tips_minor=tip_minor - ride.tip_minor,
    )
    first = not ride.settled
    if first:
        day.ordered = 1
        day.finished, day.unserved = int(finished), int(ride.stage is Stage.UNSERVED)
        day.cancelled = int(ride.stage in (Stage.CANCELLED, Stage.DROPPED))
        appdata.shared.delete(f"talk/{ride.id}")  # What they said to each other ends with the ride.
    if day != books.Day():
        books.count(_day(ride), day)
    if ride.driver and (day.drivers_minor or day.tips_minor or (first and finished)):
        rides = int(first and finished)
        books.earn(
            ride.driver, _day(ride), fares_minor=day.drivers_minor, tips_minor=day.tips_minor, rides=rides
        )  # fmt: skip
    ride.paid_minor, ride.extra_paid_minor, ride.tip_minor = paid_minor, extra_minor, tip_minor
    ride.driver_minor, ride.settled = driver_minor, True
    if first:
        cards.receipt(ride)


def _taken(order: wallet.Order) -> int:
    return (order.paid - order.tip).amount_minor


def _given_back(ride: Ride, main: wallet.Order, extra: wallet.Order | None) -> tuple[int, int]:
    """What was given back of each order, after giving what the company decided to: of the first one first."""
    main_due = min(ride.refund_due_minor, _taken(main))
    extra_due = ride.refund_due_minor - main_due
    return _refunded(main, main_due), _refunded(extra, extra_due) if extra else 0


def _refunded(order: wallet.Order, due_minor: int) -> int:
    """So much was given back of it in all."""
    missing = Money(due_minor, order.total.currency_code) - order.refunded
    if missing.amount_minor > 0:
        order = wallet.refund(order, missing, name=f"{order.id[-12:]}-{due_minor}")
    return order.refunded.amount_minor


def _day(ride: Ride) -> date:
    return books.day_of(ride.ended_at or ride.asked_at, ride.zone)
