"""Mini-apps as a newcomer should find them: the demo people opened them and tapped, as anybody would, once.

A demo mini-app's folder may hold a scene.toml, which no package takes in. Its steps are taps of demo people, in order:

    [[step]]
    who = "noura"                   # a demo person
    at = "/"                        # open the app there; left out: stay on that person's screen
    tap = "start-with-examples"     # key, test_id or field name of the one node it is on
    on = "press"                    # the event; "submit" with fields
    fields = { plate = "1234" }     # of a form
    value = "family"                # of any other event
    keep = "invite-code"            # afterwards, what is written at this node: "{invite-code}" in later steps

How far a scene came is kept after every step, so the next start goes on from there; one that cannot go on says why and
leaves the app as it is.
"""

from __future__ import annotations

import json
import tomllib
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.kit import log
from core.kit.caller import Caller
from core.kit.errors import DomainError
from core.kit.rpc import Channel
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient
from majlis_devkit import manifest

SCENE = "scene.toml"
TRIES_MAX = 20  # Of one tap: each consent is one, and so is each time a machine that bakes had no turn for it.
Nodes = Mapping[str, Any]
Act = Callable[[], Awaitable[Any]]
_log = log.get("demo")


class SceneStopped(RuntimeError):
    """A step cannot be done; ``args[0]`` says which and why."""


@dataclass(slots=True)
class Progress:
    """How many steps of a scene are done, and what they kept."""

    done: int = 0
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Seat:
    """A demo person's screen of the app."""

    session_id: str
    screen: pb.ScreenFrame

    @property
    def nodes(self) -> Nodes:
        found: Nodes = json.loads(self.screen.nodes_json)
        return found


class DemoScene:
    """One mini-app's; `people` sign in when they are first needed."""

    def __init__(self, channel: Channel, folder: Path, people: Callable[[str], Awaitable[Caller]]) -> None:
        self._apps = AppsServiceClient(channel)
        self._sandbox = SandboxServiceClient(channel)
        self.app_id = manifest.parse((folder / "manifest.json").read_bytes()).app_id
        self._steps: list[dict[str, Any]] = tomllib.loads((folder / SCENE).read_text("utf-8")).get("step", [])
        self._people = people
        self._callers: dict[str, Caller] = {}
        self._seats: dict[str, Seat] = {}

    async def play(self, progress: Progress, save: Callable[[], None]) -> None:
        """Do what is left of it. SceneStopped."""
        try:
            while progress.done < len(self._steps):
                await self._do(self._steps[progress.done], progress)
                progress.done += 1
                save()
        finally:
            for who, seat in self._seats.items():
                request = pb.CloseSessionRequest(session_id=seat.session_id)
                await self._sandbox.close_session(request, caller=self._callers[who])

    async def _do(self, step: dict[str, Any], progress: Progress) -> None:
        step = filled(step, progress.kept)
        who = step["who"]
        try:
            seat = await self._seat(who, step.get("at", ""))
            if "tap" in step:
                seat = await self._tap(who, seat, step)
        except DomainError as error:
            raise SceneStopped(f"step {progress.done + 1}, {who}: {error.reason} {error.message}") from error
        except LookupError as error:
            raise SceneStopped(f"step {progress.done + 1}, {who}: {error}") from None
        if "keep" in step:
            _, props, _ = seat.nodes[find(seat.nodes, step["keep"])]
            progress.kept[step["keep"]] = written(props)

    async def _seat(self, who: str, at: str) -> Seat:
        if who not in self._callers:
            self._callers[who] = await self._people(who)
        if at or who not in self._seats:
            request = pb.OpenSessionRequest(app_id=self.app_id, path=at or "/")
            opened = await self._again(who, lambda: self._sandbox.open_session(request, caller=self._callers[who]))
            self._seats[who] = Seat(opened.session_id, opened.screen)
        return self._seats[who]

    async def _tap(self, who: str, seat: Seat, step: dict[str, Any]) -> Seat:
        fields, value = step.get("fields"), step.get("value")
        event = step.get("on") or ("press" if fields is None else "submit")
        request = pb.DispatchRequest(
            request_id=uuid.uuid4().hex, session_id=seat.session_id, revision=seat.screen.revision,
            node_id=find(seat.nodes, step["tap"], event), event=event,
            value_json=_json(value), fields_json=_json(fields),
        )  # fmt: skip
        caller = self._callers[who]
        await self._again(who, lambda: self._sandbox.dispatch(request, caller=caller))
        whole = pb.ResumeSessionRequest(session_id=seat.session_id, revision=0)
        seat.screen = (await self._sandbox.resume_session(whole, caller=caller)).screen
        return seat

    async def _again(self, who: str, act: Act) -> Any:
        """Once all that it is asked for on the way is allowed."""
        for _ in range(TRIES_MAX):
            try:
                return await act()
            except DomainError as error:
                last = error
                if error.reason == "CONSENT_REQUIRED":
                    grant = apps_pb.GrantScopeRequest(app_id=self.app_id, scope=str(error.facts["scope"]))
                    await self._apps.grant_scope(grant, caller=self._callers[who])
                elif error.reason != "APP_TIMED_OUT":
                    raise
        raise last


def _json(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def find(nodes: Nodes, wanted: str, event: str = "") -> str:
    """The id of the one node with that key, test_id or name, which takes the event. LookupError."""
    found = [
        node_id for node_id, (_, props, _kids) in nodes.items()
        if (node_id.endswith(f".k:{wanted}") or wanted in (props.get("test_id"), props.get("name")))
        and (not event or event in props.get("on", ()))
    ]  # fmt: skip
    if len(found) != 1:
        takes = f" that takes {event}" if event else ""
        raise LookupError(f"{len(found) or 'no'} nodes are called {wanted!r}{takes}")
    return found[0]


def filled(step: Any, kept: Mapping[str, str]) -> Any:
    """The step with what earlier ones kept in place of its {name}."""
    if isinstance(step, dict):
        return {name: filled(value, kept) for name, value in step.items()}
    if isinstance(step, str):
        for name, value in kept.items():
            step = step.replace(f"{{{name}}}", value)
    return step


def written(props: Mapping[str, Any]) -> str:
    """What is to be read at a node: its text, or what its code holds."""
    for name in ("payload", "value", "text", "title", "label"):
        said = props.get(name)
        if isinstance(said, str) and said:
            return said
        if isinstance(said, dict) and "$both" in said:
            return str(said["$both"]["en"])
    raise LookupError("nothing is written there")
