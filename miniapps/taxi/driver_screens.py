"""What drivers see: their desk, a request with its countdown, the ride they drive, and what they earned."""

from __future__ import annotations

from datetime import date

import books
import people
import trips
import ways
from after_acts import rate_rider
from base import app
from driver_acts import (
    accept,
    arrived,
    finish,
    finish_at,
    go_off_duty,
    go_on_duty,
    hand_back,
    here_now,
    no_show,
    pass_on,
    seen_taken,
    start,
    tell_driver,
)
from matching import Free
from people import Driver
from pieces import NAMES, from_to, ride_item, stars, way_map, way_words
from rider_acts import look_again
from rides import Ride, Stage
from tariff import NO_SHOW, driver_part_minor

from miniapp import Money, goto, now, number, places, t, ui, user


@app.action
def open_drive(ride: str) -> object:
    return goto("/ride", id=ride)


@app.action
def talk_to_rider(ride: str) -> object:
    return goto("/talk", id=ride)


@app.action
def open_earnings() -> object:
    return goto("/earnings")


@app.action
def open_finish(ride: str) -> object:
    return goto("/finish", id=ride)


@app.action
def to_desk() -> object:
    return goto("/")


def desk(driver: Driver, tabs: ui.Node | None) -> ui.Node:
    """Off duty, waiting, asked, or on a ride."""
    running = trips.find(driver.ride)
    if driver.suspended:
        return ui.Screen(t("taxi"), tabs, ui.Banner(t("you-are-suspended"), tone="bad"), topics=[driver.topic])
    if running is not None and not running.is_over:
        return ui.Screen(t("taxi"), tabs, current(running), topics=[driver.topic, running.topic])
    if not driver.on_duty:
        return off_duty(driver, tabs)
    duty = people.duty_of(driver)
    asked = trips.find(duty.asked) if duty is not None and duty.is_asked(now()) else None
    if asked is not None and duty is not None:
        return request(driver, duty, asked, tabs)
    return waiting(driver, tabs)


def current(ride: Ride) -> ui.Node:
    return ui.Card(
        t(f"stage-{ride.stage.value}"),
        ui.Text(ride.end.text),
        ui.Button(t("go-on"), style="primary", icon="car", test_id="go-on", on_press=open_drive(ride=ride.id)),
        key="running",
        tone="brand",
    )


def off_duty(driver: Driver, tabs: ui.Node | None) -> ui.Node:
    return ui.Screen(
        t("driver-desk"),
        tabs,
        today(driver),
        ui.Form(
            "duty",
            ui.PlacePicker("place", t("where-are-you"), driver.place, placeholder=t("where-example"), test_id="place"),
            ui.Text(t("where-hint"), style="caption"),
            ui.MainButton(t("go-on-duty"), test_id="go-on-duty"),
            on_submit=go_on_duty(),
        ),
        ui.Button(t("earnings"), style="link", icon="chart", test_id="earnings", on_press=open_earnings()),
        topics=[driver.topic],
    )


def waiting(driver: Driver, tabs: ui.Node | None) -> ui.Node:
    place = driver.place
    return ui.Screen(
        t("driver-desk"),
        tabs,
        place is not None and way_map(place, None, [], label=t("map-you"), height="m"),
        ui.Card(
            t("waiting"), ui.Text(t("waiting-text"), style="caption"), key="waiting", tone="good", badge=t("on-duty")
        ),
        today(driver),
        ui.PlacePicker("here", t("where-are-you"), place, test_id="here", on_change=here_now()),
        not driver.wants_cards
        and ui.Button(t("requests-in-chat"), style="link", icon="bell", on_press=tell_driver(), key="tell"),
        ui.Button(t("earnings"), style="link", icon="chart", test_id="earnings", on_press=open_earnings()),
        ui.Button(t("go-off-duty"), style="secondary", icon="pause", test_id="go-off-duty", on_press=go_off_duty()),
        topics=[driver.topic],
    )


def request(driver: Driver, duty: Free, ride: Ride, tabs: ui.Node | None) -> ui.Node:
    """Somebody waits: how far, where to, what it brings; or that another was faster."""
    if ride.stage is not Stage.SEARCHING or driver.id not in ride.asking:
        return ui.Screen(
            t("driver-desk"),
            tabs,
            ui.Empty(
                t("taken"), ui.Button(t("go-on-waiting"), style="primary", on_press=seen_taken()),
                text=t("taken-text"), icon="car",
            ),
            topics=[driver.topic, ride.topic],
        )  # fmt: skip
    away_m = places.distance_m(duty.point, ride.start.point)
    part = ride.money(driver_part_minor(ride.hold_minor, ride.driver_percent))
    rider = people.rider(ride.rider)
    return ui.Screen(
        t("new-request"),
        way_map(ride.start, ride.end, ways.line_of(ride.id), label=t("map-way"), car=duty.point, name=t("you")),
        ui.Row(
            duty.asked_until is not None
            and ui.Countdown(
                duty.asked_until, t("answer-within"), style="ring", on_expire=look_again(ride=ride.id), key="left"
            ),
            ui.Stat(part, t("your-part"), hint=NAMES[ride.car], key="part"),
            gap="l",
            align="center",
        ),
        ui.Text(t("away", km=number(max(0.1, round(away_m / 1000, 1)))), style="strong", key="away"),
        stars(rider.stars_sum, rider.stars_count, key="stars", label="rider-stars"),
        from_to(ride.start, ride.end),
        ui.Text(way_words(ride.length_m, ride.duration_s), style="caption", key="way"),
        ui.Button(t("pass"), style="secondary", icon="close", test_id="pass", on_press=pass_on(ride=ride.id)),
        ui.MainButton(t("accept"), test_id="accept", on_press=accept(ride=ride.id)),
        topics=[driver.topic, ride.topic],
    )


def today(driver: Driver) -> ui.Node:
    kept = people.tariff()
    zone, currency = (kept.zone, kept.currency_code) if kept else ("UTC", "SAR")
    day = books.day_of(now(), zone)
    brought = books.earned(driver.id, [day]).get(day, books.Earned())
    return ui.Row(
        ui.Stat(Money(brought.total_minor, currency), t("today"), key="sum", test_id="today"),
        ui.Stat(t("rides", count=brought.rides), t("rides-today"), key="rides"),
        gap="m",
        key="today",
    )


# --- the ride ---


def driver_ride(ride: Ride) -> ui.Node:
    """The one thing to do next stands in the bar."""
    if ride.is_over:
        return driven(ride)
    there = ride.stage is Stage.RIDING
    return ui.Screen(
        t(f"drive-{ride.stage.value}"),
        way_map(
            ride.start, ride.end, ways.line_of(ride.id), label=t("map-way"), car=ride.car_at, name=t("you"),
            live=ride.topic,
        ),
        ui.Card(
            ride.rider_name or t("rider"),
            ui.Text(ride.end.text if there else ride.start.text),
            ui.Text((ride.end if there else ride.start).address, style="caption"),
            ui.Button(t("talk"), icon="chat", test_id="talk", on_press=talk_to_rider(ride=ride.id)),
            key="rider",
            badge=NAMES[ride.car],
        ),
        _next(ride),
        topics=[ride.topic],
    )  # fmt: skip


def _next(ride: Ride) -> ui.Node:
    if ride.stage is Stage.ACCEPTED:
        return ui.Column(
            from_to(ride.start, ride.end),
            _hand_back(ride),
            ui.MainButton(t("i-arrived"), test_id="arrived", on_press=arrived(ride=ride.id)),
            key="next",
        )
    if ride.stage is Stage.ARRIVED:
        return ui.Column(
            ui.Form(
                "start",
                ui.TextField("code", t("riders-code"), kind="number", max=4, required=True, placeholder=t("code-four")),
                ui.MainButton(t("start-ride"), test_id="start-ride"),
                on_submit=start(ride=ride.id),
            ),
            _no_show(ride),
            _hand_back(ride),
            key="next",
        )
    return ui.Column(
        ui.Button(
            t("finish-elsewhere"), style="link", icon="place", test_id="elsewhere", on_press=open_finish(ride=ride.id)
        ),
        ui.MainButton(t("finish-ride"), test_id="finish", on_press=finish(ride=ride.id)),
        key="next",
    )


def _no_show(ride: Ride) -> ui.Node | None:
    if ride.arrived_at is None:
        return None
    until = ride.arrived_at + NO_SHOW
    if now() < until:
        return ui.Countdown(until, t("no-show-in"), on_expire=look_again(ride=ride.id), key="no-show-in")
    fee = ride.money(min(ride.no_show_minor, ride.hold_minor))
    return ui.Button(
        t("no-show"),
        icon="user",
        test_id="no-show",
        confirm={"title": t("no-show-title"), "text": t("no-show-costs", amount=fee), "ok": t("no-show")},
        on_press=no_show(ride=ride.id),
    )


def _hand_back(ride: Ride) -> ui.Node:
    return ui.Button(
        t("hand-back"),
        style="danger",
        icon="back-out",
        test_id="hand-back",
        confirm={"title": t("hand-back-title"), "text": t("hand-back-text"), "ok": t("hand-back")},
        on_press=hand_back(ride=ride.id),
    )


def driven(ride: Ride) -> ui.Node:
    """What it brought."""
    finished = ride.stage is Stage.FINISHED
    part_minor = ride.driver_minor or driver_part_minor(ride.charge_minor or 0, ride.driver_percent)
    return ui.Screen(
        t(f"stage-{ride.stage.value}"),
        ui.Stat(ride.money(part_minor + ride.tip_minor), t("you-earned"),
                hint=t("with-tip", amount=ride.money(ride.tip_minor)) if ride.tip_minor else None, test_id="earned"),
        from_to(ride.start, ride.end),
        finished
        and ui.Card(
            t("how-was", name=ride.rider_name or t("rider")),
            ui.Rating("stars", t("stars-for-rider"), ride.driver_gave, on_change=rate_rider(ride=ride.id)),
            key="rate",
        ),
        ui.MainButton(t("back-to-desk"), test_id="to-desk", on_press=to_desk()),
        topics=[ride.topic],
    )  # fmt: skip


@app.screen("/finish")
def finish_screen(id: str) -> ui.Node:
    """The ride ended somewhere else than was agreed."""
    ride = trips.find(id)
    if ride is None or ride.driver != user.id or ride.stage is not Stage.RIDING:
        back = ui.Button(t("back-to-desk"), on_press=to_desk())
        return ui.Screen(t("finish-elsewhere"), ui.Empty(t("ride-gone"), back, icon="car"))
    return ui.Screen(
        t("finish-elsewhere"),
        ui.Text(t("finish-text")),
        ui.PlacePicker(
            "at", t("where-ended"), None, near=ride.end.point, test_id="at", on_change=finish_at(ride=ride.id)
        ),
        topics=[ride.topic],
    )


# --- earnings ---


@app.screen("/earnings")
def earnings() -> ui.Node:
    driver = people.driver(user.id)
    if driver is None:
        return ui.Screen(t("earnings"), ui.Empty(t("not-a-driver"), ui.Button(t("taxi"), on_press=to_desk())))
    kept = people.tariff()
    zone, currency = (kept.zone, kept.currency_code) if kept else ("UTC", "SAR")
    week = books.week_until(books.day_of(now(), zone))
    brought = books.earned(driver.id, week)
    total = sum(each.total_minor for each in brought.values())
    tips = sum(each.tips_minor for each in brought.values())
    return ui.Screen(
        t("earnings"),
        ui.Row(
            ui.Stat(Money(total, currency), t("this-week"), key="sum", test_id="week"),
            ui.Stat(Money(tips, currency), t("tips"), key="tips"),
            gap="m",
        ),
        ui.Section(t("by-day"), [_day(day, brought, currency) for day in reversed(week)], key="days"),
        ui.Banner(t("cash-out-text"), title=t("cash-out"), key="cash-out"),
        _driven(driver, currency),
        stars(driver.stars_sum, driver.stars_count, key="stars"),
        topics=[driver.topic],
    )


def _day(day: date, brought: dict[date, books.Earned], currency: str) -> ui.Node:
    got = brought.get(day, books.Earned())
    most = max([each.total_minor for each in brought.values()], default=0)
    return ui.Progress(
        got.total_minor / most if most else 0.0,
        t("day-line", day=day.strftime("%d/%m"), rides=t("rides", count=got.rides)),
        text=Money(got.total_minor, currency),
        key=day.isoformat(),
    )


def _driven(driver: Driver, currency: str) -> ui.Node:
    rides = trips.drove(driver.id, limit=20)
    if not rides:
        return ui.Empty(t("no-rides-yet"), text=t("no-rides-yet-text"), icon="car", key="rides")
    items = [
        ride_item(ride, Money(ride.driver_minor + ride.tip_minor, currency), open_drive(ride=ride.id)) for ride in rides
    ]
    return ui.Section(t("rides-driven"), ui.List(*items), key="rides")
