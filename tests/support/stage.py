"""A stage for the journeys of one mini-app: a real host with the app installed, and people who tap in it.

    async with on_stage(tmp_path, runner_artifact, "taxi") as stage:
        noura, layla = await stage.owner(), await stage.person("layla", money=500_00)
        await layla.enter()
        await layla.touch("order", fields={"from": …})
        await layla.approve_asked()
        await stage.later(seconds=20)
        await layla.see("driver-found")

Everything goes over the real protocols; only the host's clock is the test's, and may leap. The app runs on the runner.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from websockets.exceptions import ConnectionClosed

from core.demo import DEVELOPER, PASSWORD, Demo
from core.kit.config import Config
from core.kit.tokens import AUDIENCE_USER
from core.main import Host
from majlis_devkit import manifest
from majlis_devkit.build import Artifact
from tests.support.hosts import MINIAPPS, RunningHost, data_dir, no_build, served
from tests.support.leaping_clock import LeapingClock
from tests.support.paying import ORDERS, PIN, Payer
from tests.support.web_user import WAIT_S_MAX, Refused, Screen

T = TypeVar("T")
TAKEN_S_MAX = 120  # A tap comes again for so long.
# Nothing was kept: the machine did something else, the worker died, or too many wait for one.
_AGAIN = {"APP_TIMED_OUT", "APP_INTERRUPTED", "APP_BUSY", "RESOURCE_EXHAUSTED"}
LIVE = timedelta(minutes=8)  # Of a token: after a longer leap everybody signs in again.


class Actor(Payer):
    """Somebody at the app: one screen, the last answer's effects, money of their own."""

    def __init__(self, address: str, app_id: str, username: str) -> None:
        super().__init__(address)
        self.username = username
        self.app_id = app_id
        self.effects: list[dict[str, Any]] = []
        self.asked: list[str] = []  # Consents that were asked for, all of them given.
        self._screen: Screen | None = None
        self._socket_open = AsyncExitStack()

    @property
    def screen(self) -> Screen:
        assert self._screen is not None, f"{self.username} has not opened the app: enter()"
        return self._screen

    async def enter(self, path: str = "/", *, app_id: str = "") -> Screen:
        """Open the app there; what was open before is closed."""
        if self._screen is not None:
            await self.close(self._screen)
            self._screen = None
        self._screen = await self._taken(lambda: self.open(app_id or self.app_id, path))
        return self.screen

    def find_node(self, wanted: str, on: str | None = None, *, within: str = "") -> str:
        """The one node with that key, test_id or field name, or that text in either language; that takes `on`."""
        inside = f"{self.find_node(within)}." if within else ""
        for says in (_has_key, _is_called, _shows):
            found = [
                node_id for node_id, (_, props, _kids) in self.screen.nodes.items()
                if node_id.startswith(inside) and says(node_id, props, wanted)
                and (on is None or on in props.get("on", ()))
            ]  # fmt: skip
            if len(found) == 1:
                return found[0]
            assert not found, f"{wanted!r} is {len(found)} nodes for {self.username}, say within=: {found}"
        shown = "\n".join(self.outline())
        raise AssertionError(f"{self.username} does not see {wanted!r} that takes {on or 'anything'}:\n{shown}")

    async def touch(
        self, wanted: str, on: str = "press", *, value: Any = None, fields: dict[str, Any] | None = None,
        within: str = "",
    ) -> list[dict[str, Any]]:  # fmt: skip
        """One tap with all that comes of it: consents are given, a form is sent with `fields`. The effects."""
        return await self.tap_on(wanted, on, value=value, fields=fields, within=within)()

    def tap_on(
        self, wanted: str, on: str = "press", *, value: Any = None, fields: dict[str, Any] | None = None,
        within: str = "",
    ) -> Callable[[], Awaitable[list[dict[str, Any]]]]:  # fmt: skip
        """That tap on the screen as it is now: each call sends the very same, as a phone does that heard nothing."""
        if fields is not None and on == "press":
            on = "submit"
        event: dict[str, Any] = {"id": self.find_node(wanted, on, within=within), "on": on}
        event |= {} if value is None else {"value": value}
        event |= {} if fields is None else {"fields": fields}
        request_id, revision = uuid.uuid4().hex, self.screen.revision

        async def tap() -> list[dict[str, Any]]:
            answer = await self._taken(
                lambda: self.send(self.screen, event, request_id=request_id, revision=revision)
            )  # fmt: skip
            self.effects = answer.get("effects", [])
            return self.effects

        return tap

    def shows_word(self, test_id: str) -> Any:
        """What is written there, None where it is not on the screen."""
        said = [props.get("text") for _, props, _ in self.screen.nodes.values() if props.get("test_id") == test_id]
        return said[0] if said else None

    async def approve_asked(self, *, tip_minor: int = 0) -> dict[str, Any]:
        """Say yes on the sheet that the last tap asked for; the order as it is then."""
        (order_id,) = [effect["pay"]["order_id"] for effect in self.effects if "pay" in effect]
        return await self.approve(order_id, request_id=uuid.uuid4().hex, tip_minor=tip_minor)

    async def decline_asked(self) -> None:
        """Say no there."""
        (order_id,) = [effect["pay"]["order_id"] for effect in self.effects if "pay" in effect]
        await self.call(ORDERS, "DeclineOrder", order_id=order_id)

    async def until_true(self, holds: Callable[[], bool], what: str) -> None:
        """Wait for something that is on no screen of theirs."""
        try:
            async with asyncio.timeout(WAIT_S_MAX):
                while not holds():
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"waited {WAIT_S_MAX} s in vain: {what}") from None

    async def places(self, query: str = "", *kinds: str, count: int = 20) -> list[dict[str, Any]]:
        """Places of the city as a PlacePicker hands them on, best first."""
        asked = {"query": query, "page_size": count, "kinds": [f"PLACE_KIND_{kind.upper()}" for kind in kinds]}
        found = (await self.call("majlis.places.v1.PlacesService", "FindPlaces", **asked)).get("places", [])
        return [
            {
                "point": {name: int(each["point"][name]) for name in ("lat_e7", "lng_e7")},
                "name_ar": each.get("name_ar", ""), "name_en": each.get("name_en", ""),
                "kind": each.get("kind", "").removeprefix("PLACE_KIND_").lower(), "place_id": each.get("place_id", ""),
            }
            for each in found
        ]  # fmt: skip

    async def see(self, wanted: str) -> None:
        """Wait until the screen has that key, test_id, name, or text in either language."""
        await self.until(lambda: self.has_seen(wanted), f"{self.username} sees {wanted!r}")

    async def see_no_more(self, wanted: str) -> None:
        await self.until(lambda: not self.has_seen(wanted), f"{self.username} sees no more {wanted!r}")

    def has_seen(self, wanted: str) -> bool:
        """Now; part of a text is enough."""
        return any(
            says(node_id, props, wanted)
            for node_id, (_, props, _kids) in self.screen.nodes.items() for says in (_has_key, _is_called, _mentions)
        )  # fmt: skip

    def outline(self) -> list[str]:
        """The screen, a node a line, for a test that failed."""
        return [
            f"{node_id:<40} {kind:<14} {json.dumps(props, ensure_ascii=False)[:160]}"
            for node_id, (kind, props, _) in self.screen.nodes.items()
        ]

    async def begin(self, name: str = "", *, pin: bool = True) -> None:
        """Come for the first time: sign up where nobody has that username, and set a PIN."""
        try:
            await self.sign_up(self.username, name or self.username, PASSWORD)
        except Refused as refused:
            if refused.reason != "USERNAME_TAKEN":
                raise
        await self.come()
        if pin:
            await self.call("majlis.wallet.v1.GuardService", "SetPin", pin=PIN, password=PASSWORD)

    async def come(self) -> None:
        """Sign in and connect; again after a leap, with the screen that was open."""
        with contextlib.suppress(ConnectionClosed):  # The host died.
            await self._socket_open.aclose()
        self.token = ""  # An old one would be refused before the password is looked at.
        await self.log_in(self.username, PASSWORD)
        await self._socket_open.enter_async_context(self.connected())

    async def leave(self) -> None:
        with contextlib.suppress(ConnectionClosed):  # The host died.
            await self._socket_open.aclose()
        await self.http.aclose()

    async def _taken(self, ask: Callable[[], Awaitable[T]]) -> T:
        """The answer, as a phone gets it: what is asked for on the way is allowed; what was not kept comes again."""
        async with asyncio.timeout(TAKEN_S_MAX):
            while True:
                try:
                    return await ask()
                except Refused as refused:
                    if refused.reason == "CONSENT_REQUIRED":
                        self.asked.append(refused.metadata["scope"])
                        await self.allow(refused.metadata["app_id"], refused.metadata["scope"])
                    elif refused.reason not in _AGAIN:
                        raise
                    elif refused.reason in ("APP_BUSY", "RESOURCE_EXHAUSTED"):
                        await asyncio.sleep(0.1)


class Stage:
    """The host, its clock, and whoever is on stage."""

    def __init__(self, running: RunningHost, clock: LeapingClock, app_id: str) -> None:
        assert running.host is not None
        self.host: Host = running.host
        self.address, self.app_id, self.clock = running.address, app_id, clock
        self.people: dict[str, Actor] = {}

    async def owner(self) -> Actor:
        """The developer the app belongs to."""
        return await self.person(DEVELOPER)

    async def person(self, username: str, *, name: str = "", money: int = 0, pin: bool = True) -> Actor:
        """Signed in, connected, with a PIN and so many minor units of SAR; made where there is no such person yet."""
        if username in self.people:
            return self.people[username]
        actor = Actor(self.address, self.app_id, username)
        await actor.begin(name, pin=pin)
        if money:
            caller = await self.host.verifier.verify(actor.token, AUDIENCE_USER)
            await Demo(self.host).give_money(username, caller, money)
        self.people[username] = actor
        return actor

    async def later(self, **span: float) -> None:
        """The host's clock leaps (`minutes=3`); what was due meanwhile happens, and everybody is still there."""
        leap = timedelta(**span)
        self.clock.leap(leap)
        if leap > LIVE:
            for actor in self.people.values():
                await actor.come()


@asynccontextmanager
async def on_stage(
    tmp_path: Path, runner: Artifact, *apps: str | Path, bakes: bool = False, **config: Any
) -> AsyncIterator[Stage]:
    """A whole host with these mini-apps, by their folder's name in miniapps/ or by path; the first is the stage's."""
    folders = [app if isinstance(app, Path) else MINIAPPS / app for app in apps]
    installed = tmp_path / "miniapps"
    installed.mkdir()
    for folder in folders:
        (installed / folder.name).symlink_to(folder)
    app_id = manifest.parse((folders[0] / "manifest.json").read_bytes()).app_id
    clock = LeapingClock()
    settings: dict[str, Any] = {
        "http_port": 0, "grpc_port": 0, "data_dir": data_dir(tmp_path), "artifact_cache": runner.path.parent,
        "sandbox_workers": 2, "calls_per_s": 200,
    }  # fmt: skip
    host = Host(Config(**settings | config), clock=clock, build=None if bakes else no_build)
    async with served(host) as address:
        people = await Demo(host).prepare(installed)
        stage = Stage(RunningHost(address, people, host), clock, app_id)
        try:
            yield stage
        finally:
            for actor in stage.people.values():
                await actor.leave()


# What a node says of itself.

_Says = Callable[[str, dict[str, Any], str], bool]
_TEXTS = ("text", "title", "label", "value", "hint", "caption", "message")


def _has_key(node_id: str, _: dict[str, Any], wanted: str) -> bool:
    return node_id.endswith(f".k:{wanted}")


def _is_called(_: str, props: dict[str, Any], wanted: str) -> bool:
    return wanted in (props.get("test_id"), props.get("name"))


def _shows(_: str, props: dict[str, Any], wanted: str) -> bool:
    return any(wanted in said for name in _TEXTS for said in [_sayings(props.get(name))])


def _mentions(_: str, props: dict[str, Any], wanted: str) -> bool:
    return wanted in json.dumps(props, ensure_ascii=False)


def _sayings(text: Any) -> tuple[Any, ...]:
    """All that a text is: itself, its key, its words in both languages."""
    if not isinstance(text, dict):
        return (text,)
    both = text.get("$both") or {}
    return (text.get("$t"), both.get("ar"), both.get("en"))
