"""What a rider does: plans a trip, orders it, follows it, changes or cancels it."""

from __future__ import annotations

import secrets
from typing import Any

import cards
import people
import tariff
import trips
import ways
from base import State, app
from rides import ASK_FOR, EXTRA_FOR, HOLD_FOR, Extra, ExtraState, Ride, Stage, Step, Why
from tariff import CarClass, Fare, PartKind, quote

from miniapp import Refuse, Text, appdata, errors, goto, messages, now, places, t, text, toast, user, wallet

PART_TEXTS: dict[PartKind, Text] = {
    PartKind.BASE: text("فتح العداد", "Base fare"),
    PartKind.DISTANCE: text("المسافة", "Distance"),
    PartKind.TIME: text("الوقت", "Time"),
    PartKind.MINIMUM: text("تكملة الحد الأدنى", "Up to the minimum fare"),
    PartKind.NIGHT: text("زيادة الليل", "Night surcharge"),
    PartKind.AIRPORT: text("رسوم المطار", "Airport fee"),
    PartKind.BOOKING: text("رسوم الحجز", "Booking fee"),
}


@app.action
def set_start(state: State, value: places.Place) -> None:
    state.start = value
    plan(state)


@app.action
def set_end(state: State, value: places.Place) -> None:
    state.end = value
    plan(state)


@app.action
def go_again(state: State, ride: str) -> Any:
    """The same way once more, or back."""
    before = trips.mine_as_rider(ride)
    state.start, state.end, state.side = before.start, before.end, "ride"
    plan(state)
    return goto("/")


@app.action
def go_to(state: State, ride: str) -> None:
    """There again, from where the rider is now."""
    state.end = trips.mine_as_rider(ride).end
    plan(state)


@app.action
def swap(state: State) -> None:
    state.start, state.end = state.end, state.start
    plan(state)


@app.action
def choose_car(state: State, value: CarClass) -> None:
    state.car = value


@app.action
def forget_trip(state: State) -> None:
    state.end, state.trip, state.no_way = None, None, False


def plan(state: State) -> None:
    """The way between the two, once both are known; what is wrong with them is said on the screen."""
    state.trip, state.no_way = None, False
    if state.start is None or state.end is None:
        return
    if places.distance_m(state.start.point, state.end.point) < 50:
        state.no_way = True
        return
    try:
        state.trip = ways.trip(state.start, state.end)
        state.trip.ride = trips.new_id(now())
    except (errors.RouteNotFound, errors.PointOutsideCity):
        state.no_way = True


def price(state: State, kept: tariff.Tariff, car: CarClass) -> Fare | None:
    """What the planned trip costs now in a car of that class."""
    if state.trip is None:
        return None
    way = state.trip
    return quote(kept, car, length_m=way.length_m, duration_s=way.duration_s, airport=way.airport, at=now())


@app.action
def order(state: State, total_minor: int) -> Any:
    """Ask for the hold. The price is reckoned again: the rider is asked for what they saw, or is told."""
    kept = people.open_tariff()
    rider = people.rider(user.id)
    before = trips.find(rider.ride)
    if before is not None and not before.is_over:
        return goto("/ride", id=before.id), toast(t("one-ride-only"), tone="warn")
    fare = price(state, kept, state.car)
    if fare is None or state.start is None or state.end is None or state.trip is None:
        raise Refuse(t("choose-both"))
    if fare.total_minor != total_minor:
        return toast(t("price-changed", amount=fare.total), tone="warn")
    driver = people.driver(user.id)
    if driver is not None and driver.ride is not None:
        raise Refuse(t("you-are-driving"))
    at = now()
    ride_id = state.trip.ride or trips.new_id(at)
    my_name = people.first_name()  # May have to be asked for: before anything is ordered.
    asked = _ask(f"ride:{ride_id}", title=text("رحلة تكسي", "A taxi ride"), fare=fare)
    ride = Ride(
        id=ride_id, rider=user.id, rider_name=my_name, rider_lang=user.lang, car=state.car,
        start=state.start, end=state.end, length_m=state.trip.length_m, duration_s=state.trip.duration_s,
        airport=state.trip.airport, fare=fare, hold_minor=fare.total_minor, order_id=asked.id,
        code=f"{secrets.randbelow(10_000):04d}", share_key=secrets.token_hex(6), asked_at=at,
        cancel_minor=kept.cancel_minor, no_show_minor=kept.no_show_minor, driver_percent=kept.driver_percent,
        zone=kept.zone,
    )  # fmt: skip
    ways.keep_line(ride.id, state.trip.line)
    rider.ride = ride.id
    people.save_rider(user.id, rider)
    trips.list_for_rider(ride)
    trips.save(ride)
    forget(state)
    return goto("/ride", id=ride.id), wallet.ask(asked)


def forget(state: State) -> None:
    state.start = state.end = state.trip = None
    state.no_way = False


def _ask(name: str, *, title: Text, fare: Fare) -> wallet.Order:
    """An order of the fare's parts, to be put aside."""
    lines = [
        wallet.fee(PART_TEXTS[part.kind], fare.money(part))
        if part.kind in tariff.FEES
        else wallet.line(PART_TEXTS[part.kind], fare.money(part))
        for part in fare.parts
    ]
    try:
        return wallet.order(name, title=title, lines=lines, hold=True, expires_in=ASK_FOR, hold_for=HOLD_FOR)
    except errors.ScopeDenied:
        raise Refuse(t("wallet-denied")) from None


@app.action
def pay_now(ride: str) -> Any:
    """Show the sheet again to who closed it."""
    asked = trips.mine_as_rider(ride)
    if asked.stage is not Stage.ASKED:
        return None
    held = wallet.get(asked.order_id)
    return wallet.ask(held) if held.is_open else None


@app.action
def look_again(ride: str) -> None:
    """A countdown ended on somebody's screen: it is drawn again."""


@app.action
def cancel(ride: str, fee_minor: int) -> Any:
    """Cancel for the fee that was shown, or for less; where it has become more, they are asked again."""
    mine = trips.mine_as_rider(ride)
    if not mine.may(Step.CANCEL):
        return toast(t("ride-moved-on", stage=t(f"stage-{mine.stage.value}")), tone="warn")
    due_minor = fee_now(mine)
    if due_minor > fee_minor:
        return toast(t("fee-now", amount=mine.money(due_minor)), tone="warn")
    mine.why = Why.RIDER
    trips.end(mine, Step.CANCEL, now(), due_minor)
    return toast(t("cancelled-fee", amount=mine.money(due_minor)) if due_minor else t("cancelled-free"))


def fee_now(ride: Ride) -> int:
    """What cancelling costs at this moment."""
    return tariff.cancel_fee_minor(
        ride.cancel_minor, ride.hold_minor, accepted_at=ride.accepted_at, at=now(),
        promised_at=ride.promised_at if ride.stage is Stage.ACCEPTED else None,
    )  # fmt: skip


@app.action
def share(ride: str) -> None:
    """The host asks where; whoever has the card sees the trip, and nothing else."""
    mine = trips.mine_as_rider(ride)
    try:
        messages.offer_card(**cards.trip_card(mine))
    except errors.ScopeDenied:
        raise Refuse(t("cards-denied")) from None
    if not mine.shared:
        mine.shared = True
        appdata.shared.put(f"ride/{mine.id}", mine)


@app.action
def tell_me(ride: str) -> Any:
    """Tell the rider in chat when the car is there; asked for where its use is seen."""
    mine = trips.mine_as_rider(ride)
    try:
        messages.send_card(
            f"trip-{mine.id}", title=cards.trip_card(mine)["title"], text=cards.trip_card(mine)["text"],
            path=f"/ride?id={mine.id}",
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("cards-denied")) from None
    mine.wants_cards = True
    trips.save(mine)
    return toast(t("will-tell"), tone="good")


# --- another destination ---


@app.action
def think_of(state: State, ride: str, value: places.Place) -> Any:
    """Another destination: see what it costs before anything changes."""
    mine = trips.mine_as_rider(ride)
    state.found, state.found_trip = value, None
    try:
        state.found_trip = ways.trip(mine.start, value)
    except (errors.RouteNotFound, errors.PointOutsideCity):
        raise Refuse(t("no-way")) from None


@app.action
def start_change(state: State, ride: str) -> Any:
    state.found = state.found_trip = None
    return goto("/change", id=ride)


@app.action
def change_end(state: State, ride: str, total_minor: int) -> Any:
    """Go there instead. Cheaper: at once. Dearer: once the difference was approved, in an order of its own."""
    mine = trips.mine_as_rider(ride)
    if mine.stage not in (Stage.SEARCHING, Stage.ACCEPTED, Stage.ARRIVED, Stage.RIDING):
        return goto("/ride", id=ride), toast(t("ride-moved-on", stage=t(f"stage-{mine.stage.value}")), tone="warn")
    place, way = state.found, state.found_trip
    fare = fare_to(mine, state)
    if place is None or way is None or fare is None:
        raise Refuse(t("choose-end"))
    if fare.total_minor != total_minor:
        return toast(t("price-changed", amount=fare.total), tone="warn")
    approved_minor = mine.hold_minor + held_extra_minor(mine)
    if fare.total_minor <= approved_minor:
        mine.end, mine.fare, mine.length_m, mine.duration_s = place, fare, way.length_m, way.duration_s
        ways.keep_line(mine.id, way.line)
        trips.save(mine)
        forget_found(state)
        return goto("/ride", id=ride), toast(t("end-changed"), tone="good")
    if mine.extra is not None and mine.extra.state is ExtraState.HELD:
        raise Refuse(t("one-longer-way"))
    ways.keep_line(f"{mine.id}/longer", way.line)
    extra = Extra(place, fare, way.length_m, way.duration_s, fare.total_minor - mine.hold_minor, now())
    forget_found(state)
    return goto("/ride", id=ride), ask_extra(mine, extra)


def forget_found(state: State) -> None:
    state.found = state.found_trip = None


def fare_to(ride: Ride, state: State) -> Fare | None:
    """What the ride costs to the destination that is thought about: by the tariff, at the hour it was ordered."""
    way, kept = state.found_trip, people.tariff()
    if way is None or kept is None:
        return None
    return quote(
        kept, ride.car, length_m=way.length_m, duration_s=way.duration_s, airport=way.airport, at=ride.asked_at
    )  # fmt: skip


def held_extra_minor(ride: Ride) -> int:
    extra = ride.extra
    return extra.difference_minor if extra is not None and extra.state is ExtraState.HELD else 0


def ask_extra(ride: Ride, extra: Extra) -> Any:
    """Ask for the difference on the host's sheet; before it is approved the ride is as it was."""
    line = wallet.line(text("طريق أطول", "A longer way"), ride.money(extra.difference_minor))
    try:
        asked = wallet.order(
            f"extra:{ride.id}", title=text("فرق أجرة الرحلة", "Difference of the fare"), lines=[line], hold=True,
            expires_in=EXTRA_FOR, hold_for=HOLD_FOR,
        )  # fmt: skip
    except errors.ScopeDenied:
        raise Refuse(t("wallet-denied")) from None
    if ride.extra is not None and ride.extra.order_id:
        ride.strays.append(ride.extra.order_id)
    extra.order_id, extra.state, ride.extra = asked.id, ExtraState.ASKED, extra
    trips.save(ride)
    if ride.strays:
        trips.settle_soon(ride.id)
    return wallet.ask(asked)


@app.action
def answer_extra(ride: str, yes: bool) -> Any:
    """The driver says the way was longer: pay the difference, or the price as it was."""
    mine = trips.mine_as_rider(ride)
    extra = mine.extra
    if extra is None or extra.state not in (ExtraState.OFFERED, ExtraState.ASKED):
        return None
    if not yes:
        extra.state = ExtraState.REFUSED
        trips.save(mine)
        trips.settle_soon(mine.id)
        return toast(t("extra-refused"))
    if extra.state is ExtraState.ASKED:
        asked = wallet.get(extra.order_id)
        if not asked.is_over:
            return wallet.ask(asked) if asked.is_open else None
    return ask_extra(mine, extra)


@app.action
def search_again(state: State, ride: str) -> Any:
    """The same trip once more, after nobody was found."""
    before = trips.mine_as_rider(ride)
    state.start, state.end, state.car = before.start, before.end, before.car
    plan(state)
    return goto("/")
