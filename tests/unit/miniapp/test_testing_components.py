"""The components of a trade in a test: what a person does to them reaches the action as its own type, or fails as the
client would have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from miniapp import App, now, testing, ui

app = App("visit")
NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)
SLOTS: list[ui.Slot] = [
    {"id": "nine", "at": NOON},
    {"id": "ten", "at": NOON + timedelta(hours=1), "left": 0},
    {"id": "eleven", "at": NOON + timedelta(hours=2), "disabled": True},
]


@dataclass
class State:
    day: date | None = None
    said: list[str] = field(default_factory=list)
    until: datetime | None = None


@app.action
def book(state: State, day: date | None, slot: str | None, stars: int) -> None:
    state.day = day
    state.said.append(f"{slot} {stars}")


@app.action
def late(state: State) -> None:
    state.said.append("late")


@app.screen("/")
def home(state: State) -> ui.Node:
    return ui.Screen(
        "visit",
        ui.Form(
            "visit",
            ui.DatePicker("day", "day", min=date(2026, 11, 1), max=date(2026, 11, 30), closed=[date(2026, 11, 6)]),
            ui.TimeSlots("slot", "slot", SLOTS, zone="Asia/Riyadh"),
            ui.Rating("stars", "stars"),
            ui.Button("send"),
            on_submit=book(),
        ),
        ui.Countdown(state.until, "until then", on_expire=late()) if state.until else None,
        [ui.Text(said) for said in state.said],
    )


@app.on_open
def opened(state: State) -> None:
    state.until = now() + timedelta(minutes=5)


def test_what_is_picked_arrives_as_the_type_the_action_asks_for() -> None:
    layla = testing.open(app)
    layla.pick_date("day", date(2026, 11, 24))
    layla.choose("slot", "nine")
    layla.rate("stars", 4)
    layla.tap("send")
    layla.see("nine 4")
    assert layla.state["day"] == "2026-11-24"


def test_what_nobody_touched_is_nothing_and_no_star() -> None:
    layla = testing.open(app)
    layla.submit()
    layla.see("None 0")
    assert layla.state["day"] is None


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda layla: layla.pick_date("day", date(2026, 12, 1)), "goes from 2026-11-01 to 2026-11-30"),
        (lambda layla: layla.pick_date("day", date(2026, 11, 6)), "2026-11-06 is closed"),
        (lambda layla: layla.choose("slot", "ten"), r"has the free slots \['nine'\]"),
        (lambda layla: layla.choose("slot", "eleven"), "has the free slots"),
        (lambda layla: layla.choose("slot", "noon"), "has the free slots"),
        (lambda layla: layla.rate("stars", 6), "one to five stars"),
        (lambda layla: layla.rate("day", 3), "no single Rating is named 'day'"),
        (lambda layla: layla.expire("until then"), r"has 300 seconds left\. Fix: host\.advance"),
        (lambda layla: layla.expire("the end"), "0 Countdown with on_expire are called 'the end'"),
    ],
)
def test_what_the_client_does_not_offer_a_test_cannot_do(act: Callable[[Any], None], why: str) -> None:
    with pytest.raises(AssertionError, match=why):
        act(testing.open(app))


def test_a_countdown_that_ended_says_so_once_its_time_has_passed() -> None:
    layla = testing.open(app)
    layla.host.advance(minutes=5)
    layla.expire("until then")
    layla.see("late")
