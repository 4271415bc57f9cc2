"""What the company's owner sees: the day's numbers, the tariff, drivers and their invitations, problems."""

from __future__ import annotations

import after_acts
import books
import people
import trips
from after_acts import Problem, answer
from base import app
from driver_acts import join
from office_acts import invite_driver, save_tariff, share_invite, start_with_examples, suspend, withdraw_invite
from people import Driver, Invite
from pieces import NAMES, fare_summary, from_to, stars
from tariff import CarClass, Tariff

from miniapp import Money, TextLike, code, goto, now, t, time, ui, user

_PRICES = ("base", "km", "minute", "minimum")
_EXTRAS = ("booking", "airport", "cancel", "no_show")


@app.action
def open_office(page: str) -> object:
    return goto(f"/office/{page}" if page else "/")


@app.action
def open_invite_page(code: str) -> object:
    return goto("/office/invite", code=code)


@app.action
def open_answer(ride: str) -> object:
    return goto("/office/problem", id=ride)


def not_yours(title: str) -> ui.Node:
    back = ui.Button(t("taxi"), on_press=open_office(page=""))
    return ui.Screen(t(title), ui.Empty(t("owner-only"), back, icon="lock"))


@app.screen("/office")
def office_screen() -> ui.Node:
    return office(None) if user.is_owner else not_yours("office")


def office(tabs: ui.Node | None) -> ui.Node:
    """The day in numbers, and the ways to everything else."""
    kept = people.tariff()
    if kept is None:
        begin = ui.Button(
            t("start-with-examples"), style="primary", test_id="start-with-examples", on_press=start_with_examples()
        )
        own = ui.Button(t("own-tariff"), style="link", on_press=open_office(page="tariff"))
        empty = ui.Empty(t("yours-to-open"), begin, own, text=t("yours-to-open-text"), icon="car")
        return ui.Screen(t("office"), tabs, empty, topics=["tariff"])
    day = books.company(books.day_of(now(), kept.zone))
    drivers = people.drivers()
    waiting = sum(told.answered_at is None for told in after_acts.problems())
    return ui.Screen(
        t("office"),
        tabs,
        fleet_map(drivers),
        ui.Row(
            ui.Stat(kept.money(day.taken_minor), t("taken-today"), key="taken", test_id="taken"),
            ui.Stat(kept.money(day.drivers_minor), t("drivers-today"), key="drivers"),
            gap="m",
            key="money",
        ),
        ui.Row(
            ui.Stat(t("rides", count=day.finished), t("finished-today"), key="finished"),
            ui.Stat(t("rides", count=day.unserved), t("unserved-today"), key="unserved"),
            gap="m",
            key="rides",
        ),
        ui.List(
            ui.Item(
                t("drivers"), key="drivers", icon="car", subtitle=t("drivers-line", on_duty=_on_duty(drivers)),
                on_press=open_office(page="drivers"),
            ),
            ui.Item(
                t("problems"), key="problems", icon="flag", trailing=t("problems-count", count=waiting),
                on_press=open_office(page="problems"),
            ),
            ui.Item(t("tariff"), key="tariff", icon="wallet", subtitle=t("tariff-line"),
                    on_press=open_office(page="tariff")),
            key="pages",
        ),
        topics=["tariff", "numbers", "fleet", "problems"],
    )  # fmt: skip


def _on_duty(drivers: list[Driver]) -> int:
    return sum(one.on_duty for one in drivers)


def fleet_map(drivers: list[Driver]) -> ui.Node | None:
    """Everybody on duty; their own devices move them, nobody is asked."""
    markers = [
        {
            "id": f"car-{number}",
            "point": one.place.point,
            "kind": "car",
            "text": one.name,
            "tone": "brand" if one.ride else "good",
            "live": f"fleet/{one.id}",
        }
        for number, one in enumerate(drivers[:80])
        if one.on_duty and one.place is not None
    ]
    return ui.Map(t("map-fleet"), markers=markers, height="m", key="fleet") if markers else None


# --- the tariff ---


@app.screen("/office/tariff")
def tariff_screen() -> ui.Node:
    if not user.is_owner:
        return not_yours("tariff")
    kept = people.tariff() or Tariff()
    hours: list[ui.Option] = [{"id": str(hour), "text": t("hour", hour=hour)} for hour in range(24)]
    return ui.Screen(
        t("tariff"),
        ui.Form(
            "tariff",
            [_class_prices(kept, car) for car in CarClass],
            ui.Section(
                t("fees"),
                [amount(name, t(f"fee-{name}"), kept.money(getattr(kept, f"{name}_minor"))) for name in _EXTRAS],
                key="fees",
            ),
            ui.Section(
                t("night"),
                ui.Stepper("night_percent", t("night-percent"), kept.night_percent, min=0, max=100, step=5),
                ui.Choice("night_from", t("night-from"), hours, value=str(kept.night_from), display="dropdown"),
                ui.Choice("night_to", t("night-to"), hours, value=str(kept.night_to), display="dropdown"),
                key="night",
            ),
            ui.Section(
                t("shares"),
                ui.Stepper("driver_percent", t("driver-percent"), kept.driver_percent, min=50, max=100, step=1),
                key="shares",
                hint=t("shares-hint"),
            ),
            ui.MainButton(t("publish-tariff"), test_id="publish"),
            on_submit=save_tariff(),
        ),
    )


def _class_prices(kept: Tariff, car: CarClass) -> ui.Node:
    rate = kept.rate(car)
    return ui.Section(
        NAMES[car],
        [
            amount(f"{car.value}_{part}", t(f"price-{part}"), kept.money(getattr(rate, f"{part}_minor")))
            for part in _PRICES
        ],
        key=car.value,
    )


def amount(name: str, label: TextLike, value: Money) -> ui.Node:
    return ui.TextField(name, label, value=str(value).split()[0], max=9, required=True)


# --- drivers ---


@app.screen("/office/drivers")
def drivers_screen() -> ui.Node:
    if not user.is_owner:
        return not_yours("drivers")
    drivers, invites = people.drivers(), people.waiting_invites()
    return ui.Screen(
        t("drivers"),
        not drivers and not invites and ui.Text(t("no-drivers")),
        bool(drivers) and ui.Section(t("drivers"), [driver_card(one) for one in drivers], key="drivers"),
        bool(invites)
        and ui.Section(
            t("invites"),
            ui.List(*[invite_item(one) for one in invites]),
            key="invites",
            hint=t("invites-hint"),
        ),
        ui.Section(
            t("invite-driver"),
            ui.Form(
                "invite",
                ui.TextField("model", t("car-model"), max=40, placeholder=t("car-example")),
                ui.TextField("plate", t("plate"), max=12, placeholder=t("plate-example")),
                car_choice(CarClass.ECONOMY),
                ui.MainButton(t("make-invite"), test_id="make-invite"),
                on_submit=invite_driver(),
            ),
            key="new",
        ),
        topics=["fleet", "invites"],
    )


def car_choice(value: CarClass) -> ui.Node:
    options: list[ui.Option] = [{"id": car.value, "text": NAMES[car]} for car in CarClass]
    return ui.Choice("car", t("which-class"), options, value=value.value, display="chips")


def driver_card(one: Driver) -> ui.Node:
    badge = t("suspended") if one.suspended else t("on-ride") if one.ride else t("on-duty") if one.on_duty else None
    return ui.Card(
        one.name,
        ui.Row(ui.Text(one.model, style="caption"), ui.Text(code(one.plate), style="strong"), gap="m", align="between"),
        stars(one.stars_sum, one.stars_count, key="stars"),
        ui.Button(
            t("take-back") if one.suspended else t("suspend"),
            style="link" if one.suspended else "secondary",
            test_id=f"suspend-{one.id}",
            confirm=None if one.suspended else {"title": t("suspend-title"), "text": t("suspend-text")},
            on_press=suspend(driver=one.id, on=not one.suspended),
        ),
        key=one.id,
        subtitle=NAMES[one.car],
        badge=badge,
        tone="bad" if one.suspended else "good" if one.on_duty else None,
    )


def invite_item(one: Invite) -> ui.Node:
    return ui.Item(
        one.car.model or t("any-car"),
        key=one.code,
        subtitle=t("invite-until", at=time(one.until)),
        trailing=code(one.code),
        icon="user-plus",
        on_press=open_invite_page(code=one.code),
    )


@app.screen("/office/invite")
def invite_screen(code: str) -> ui.Node:
    if not user.is_owner:
        return not_yours("invite-driver")
    asked = people.invite(code)
    if asked is None or not asked.is_open(now()):
        back = ui.Button(t("drivers"), on_press=open_office(page="drivers"))
        return ui.Screen(t("invite-driver"), ui.Empty(t("invite-over"), back, icon="user-plus"), topics=["invites"])
    return ui.Screen(
        t("invite-driver"),
        ui.QR(asked.code, t("invite-qr"), caption=asked.car.model or t("any-car"), test_id="invite-code"),
        ui.Text(_code(asked.code), style="title"),
        ui.Text(t("invite-text", at=time(asked.until)), style="caption"),
        ui.Button(t("withdraw-invite"), style="danger", icon="trash", on_press=withdraw_invite(code=asked.code)),
        ui.MainButton(t("share-invite"), test_id="share-invite", on_press=share_invite(code=asked.code)),
        topics=["invites"],
    )


_code = code


@app.screen("/join")
def join_screen(code: str = "") -> ui.Node:
    """Where an invitation leads: the car, and in."""
    asked = people.invite(code)
    known = people.driver(user.id)
    back = ui.Button(t("taxi"), on_press=open_office(page=""))
    if known is not None:
        return ui.Screen(t("join"), ui.Empty(t("driver-already"), back, icon="car"))
    if code and (asked is None or not asked.is_open(now())):
        why = t("invite-unknown") if asked is None else t("invite-used") if asked.used_by else t("invite-over")
        return ui.Screen(t("join"), ui.Empty(why, back, icon="user-plus"))
    car = asked.car if asked is not None else people.Car()
    return ui.Screen(
        t("join"),
        ui.Text(t("join-text")),
        not code and ui.Scan(t("scan-invite"), on_scan=scanned()),
        ui.Form(
            "join",
            ui.TextField("code", t("invite-code"), value=code or None, max=16, required=True),
            ui.TextField("model", t("car-model"), value=car.model or None, max=40, required=True,
                         placeholder=t("car-example")),
            ui.TextField("plate", t("plate"), value=car.plate or None, max=12, required=True,
                         placeholder=t("plate-example")),
            car_choice(car.car),
            ui.Text(t("join-hint"), style="caption"),
            ui.MainButton(t("join-now"), test_id="join"),
            on_submit=join(),
        ),
    )  # fmt: skip


@app.action
def scanned(value: str) -> object:
    """A code that was read by the camera; it may be the whole path of the invitation."""
    return goto("/join", code=value.rsplit("code=", 1)[-1].strip()[:16])


# --- problems ---


@app.screen("/office/problems")
def problems_screen() -> ui.Node:
    if not user.is_owner:
        return not_yours("problems")
    told = after_acts.problems()
    if not told:
        back = ui.Button(t("office"), on_press=open_office(page=""))
        return ui.Screen(t("problems"), ui.Empty(t("no-problems"), back, icon="good"), topics=["problems"])
    return ui.Screen(t("problems"), [problem_card(one) for one in told], topics=["problems"])


def problem_card(one: Problem) -> ui.Node:
    is_open = one.answered_at is None
    return ui.Card(
        t(f"trouble-{one.kind.value}"),
        ui.Text(one.words),
        key=one.ride,
        subtitle=time(one.at),
        badge=t("open") if is_open else t("answered"),
        tone="warn" if is_open else None,
        on_press=open_answer(ride=one.ride),
    )


@app.screen("/office/problem")
def problem_screen(id: str) -> ui.Node:
    """One problem, its ride, and how much is given back."""
    one, ride = after_acts.problem(id), trips.find(id)
    if not user.is_owner or one is None or ride is None:
        return not_yours("problems")
    left = ride.taken_minor - ride.refund_due_minor
    percents = [0, *([25, 50, 100] if left > 0 else [])]
    options: list[ui.Option] = [
        {"id": str(percent), "text": t("refund-percent", amount=ride.money(ride.taken_minor * percent // 100))}
        if percent
        else {"id": "0", "text": t("refund-nothing")}
        for percent in percents
    ]
    return ui.Screen(
        t(f"trouble-{one.kind.value}"),
        ui.Card(ride.rider_name or t("rider"), ui.Text(one.words), key="said", subtitle=time(one.at)),
        from_to(ride.start, ride.end),
        fare_summary(ride.fare),
        ride.refund_waits and ui.Banner(t("refund-waits"), tone="bad"),
        one.answered_at is None
        and ui.Form(
            "answer",
            ui.Choice("percent", t("give-back"), options, value="0", display="list"),
            ui.TextField("words", t("your-answer"), max=400, multiline=True, placeholder=t("answer-example")),
            ui.MainButton(t("answer"), test_id="answer"),
            on_submit=answer(ride=id),
        ),
        one.answered_at is not None
        and ui.Banner(
            one.answer or t("problem-closed"), title=t("refunded", amount=ride.money(one.refund_minor)), tone="good"
        ),
        topics=["problems", ride.topic],
    )
