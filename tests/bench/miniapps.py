"""The great mini-apps on a whole host: a fare quoted in Taxi, a race for a moment in Booking, and how big they are."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from majlis_devkit import project
from majlis_devkit.build import Artifact, build_runner, load_key
from miniapp import limits, testing
from tests.bench.measure import Row, async_in_turn, async_ms, ms, p95, row
from tests.support.artifacts import cache_folder
from tests.support.booking_race import PLACE, SERVICE, on_snapshot, race
from tests.support.hosts import MINIAPPS
from tests.support.stage import on_stage

QUOTES, RACERS = 200, 200
APPS = ("polls", "taxi", "food", "booking")


async def measure() -> list[Row]:
    """Each app on a host of its own, from its snapshot."""
    runner = build_runner(cache_folder(), load_key(cache_folder() / "tests.key"))
    return [*await _quotes(runner), await _race(runner), *map(_size, APPS)]


async def _quotes(runner: Artifact) -> list[Row]:
    """Choosing where to go: the way, the fare of each class and how far its nearest car is, to the patch."""
    with tempfile.TemporaryDirectory() as folder:
        async with on_stage(Path(folder), runner, "taxi", bakes=True) as stage:
            noura, layla = await stage.owner(), await stage.person("layla", pin=False)
            await noura.enter()
            await noura.touch("start-with-examples")
            await on_snapshot(layla)
            start, *ends = await layla.places(count=9)
            await layla.touch("start", "change", value=start)
            whole = _turns(lambda end: layla.touch("end", "change", value=end), ends)
            handler = _native_quotes()

            async def native() -> float:
                return ms(handler)

            taken, natively = await async_in_turn(QUOTES, lambda: async_ms(whole), native)
            runtimes = set(layla.screen.runtimes)
    note = f"a way chosen to its fare on the screen, on the {' and '.join(sorted(runtimes))}; tests' client included"
    limit = "limit: the same handler and screen natively, in a made town"
    return [
        row("miniapps.taxi_quote_ms_p50", taken, "ms", limit, natively, note),
        row("miniapps.taxi_quote_ms_p95", p95(taken), "ms", limit, p95(natively), note),
    ]


def _turns(act: Callable[[Any], Awaitable[Any]], values: list[Any]) -> Callable[[], Awaitable[Any]]:
    """Each call acts on the next of the values, round and round."""
    count = iter(range(10**9))
    return lambda: act(values[next(count) % len(values)])


def _native_quotes() -> Callable[[], None]:
    layla = testing.open(_app("taxi"), user="layla", host=_with_examples("taxi").host)
    at = layla.host.places
    ends = [at.spot(at.point(500 + 400 * number, 900 + 300 * number)) for number in range(8)]
    layla.pick_place("start", at.spot(at.point(0, 0)))
    count = iter(range(10**9))
    return lambda: layla.pick_place("end", ends[next(count) % len(ends)])


async def _race(runner: Artifact) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        async with on_stage(Path(folder), runner, "booking", bakes=True) as stage:
            ran = await race(stage, RACERS)
    if (len(ran.winners), ran.told) != (1, RACERS - 1):
        raise RuntimeError(f"{len(ran.winners)} of {RACERS} have the moment, {ran.told} were told")
    note = f"{RACERS} people over their own sockets, one wins; the tests' clients share the cores"
    limit = "limit: the same taps natively, one after another"
    return row("miniapps.booking_race_200_s", ran.seconds, "s", limit, _native_race(), note)


def _native_race() -> float:
    owner = _with_examples("booking")
    people = [testing.open(_app("booking"), user=f"racer{number}", host=owner.host) for number in range(RACERS)]
    for person in people:
        person.goto("/place", id=PLACE)
        person.tap(f"service-{SERVICE}")
        person.choose("who", _options(person.tree)[0])
        person.choose("slot", _first_slot(person.tree))
    started = time.perf_counter()
    for person in people:
        person.tap("take")
    return time.perf_counter() - started


def _with_examples(name: str) -> testing.User:
    owner = testing.open(_app(name), user="owner", owner=True)
    owner.tap("start-with-examples")
    return owner


_apps: dict[str, Any] = {}


def _app(name: str) -> Any:
    if name not in _apps:
        _apps[name] = testing.load(str(MINIAPPS / name / "tests" / "bench.py"))
    return _apps[name]


def _nodes(node: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    below = [found for child in node.get("children", ()) for found in _nodes(child, kind)]
    return [node, *below] if node["type"] == kind else below


def _options(tree: dict[str, Any]) -> list[str]:
    (who,) = [node for node in _nodes(tree, "Choice") if node["props"]["name"] == "who"]
    return [option["id"] for option in who["props"]["options"] if option["id"] != "any"]


def _first_slot(tree: dict[str, Any]) -> str:
    return str(_nodes(tree, "TimeSlots")[0]["props"]["slots"][0]["id"])


def _size(name: str) -> Row:
    read = project.read(MINIAPPS / name)
    lines = sum(content.count(b"\n") for path, content in read.files.items() if path.endswith(".py"))
    packed_kb = len(read.package()) / 1024
    note = f"{lines} lines of Python; texts and pictures included"
    most_kb = limits.PACKAGE_BYTES_MAX / 1024
    return row(f"miniapps.{name}_package_kb", packed_kb, "kB", "limit: what a package may have", most_kb, note)
