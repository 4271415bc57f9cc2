"""Two hundred people take one moment of one doctor at once, on a real host with the booking app."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.stage import Actor, Stage

BAKE_S_MAX = 480  # Half a minute of a core, on a machine whose cores other tests are using too.
AT_ONCE = 8  # Of those who come in; they race all at once.
PLACE, SERVICE = "shifa", "checkup"
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Race:
    """How it went: who has the moment, what the others were told, and how long it took them all."""

    winners: list[Actor]
    told: int
    seconds: float


async def race(stage: Stage, racers: int) -> Race:
    """The app must be new in the stage's host."""
    noura = await stage.owner()
    await noura.enter()
    await noura.touch("start-with-examples")
    await on_snapshot(noura)
    room = asyncio.Semaphore(AT_ONCE)
    people = await asyncio.gather(*(_come(stage, f"racer{number}", room) for number in range(racers)))
    slot = _slots(people[0])[0]
    assert all(slot in _slots(person) for person in people), "the moment is free for everybody"
    started = time.perf_counter()
    await asyncio.gather(*(person.touch("moments", "submit", fields={"slot": slot}) for person in people))
    seconds = time.perf_counter() - started
    winners = [person for person in people if person.screen.path.startswith("/pay")]
    told = sum(person.has_seen("lost") and slot not in _slots(person) for person in people if person not in winners)
    return Race(winners, told, seconds)


async def on_snapshot(actor: Actor) -> None:
    """Wait until the host has taken over the app's snapshot."""
    async with asyncio.timeout(BAKE_S_MAX):
        while (await actor.enter()).runtimes[-1] != "snapshot":
            await asyncio.sleep(0.5)


async def _come(stage: Stage, username: str, room: asyncio.Semaphore) -> Actor:
    """Somebody who looks at the free moments of one doctor."""
    async with room:
        actor = await stage.person(username, pin=False)
        await actor.allow(stage.app_id, "profile.name")
        await actor.enter(f"/place?id={PLACE}")
        await actor.touch(f"service-{SERVICE}")
        people = [option["id"] for option in _props(actor, "who")["options"]]
        await actor.touch("who", "change", value=next(person for person in people if person != "any"))
        await actor.touch("day", "change", value=open_day())
        return actor


def open_day() -> str:
    """In a few days, and no Friday: the clinic is open whatever day it is today."""
    day = datetime.now(UTC).date() + timedelta(days=3)
    return (day + timedelta(days=1) if day.weekday() == _FRIDAY else day).isoformat()


def _slots(actor: Actor) -> list[str]:
    return [slot["id"] for slot in _props(actor, "slot")["slots"]]


def _props(actor: Actor, name: str) -> dict[str, Any]:
    found: dict[str, Any] = actor.screen.nodes[actor.find_node(name)][1]
    return found
