"""A whole host with an attacker among its mini-apps, and neighbours who must not notice.

The attacker comes in by the front door: submitted, checked, approved. Twice, under two names: once asking for no scope,
once for a name its user was never asked about. Nothing is baked: every event runs on the runner.
"""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.demo import DEVELOPER
from core.sandbox.building import Build
from majlis_devkit import keys
from majlis_devkit.build import Artifact
from tests.support.app_folders import ATTACKERS, put_app
from tests.support.artifacts import ROOT
from tests.support.attacks import Attack
from tests.support.hosts import RunningHost, data_dir, no_build, whole_host
from tests.support.web_user import Refused, Screen, WebUser

BOARD, ASKING, POLLS, WITNESS = "org.evil.board", "org.evil.asking", "org.majlis.polls", "org.majlis.witness"
HOSTILE = ATTACKERS / "hostile"
DEMO_PASSWORD = "majlis-demo-2026"
SANDBOX = "majlis.sandbox.v1.SandboxService"
QUESTION = {"question": "أين نلتقي؟", "option_1": "البحر", "option_2": "البرّ"}


class Scene:
    """Layla uses the attacker's app; Omar votes in polls and touches the witness, and counts."""

    def __init__(self, host: RunningHost, layla: WebUser, omar: WebUser) -> None:
        self.host, self.layla, self.omar = host, layla, omar
        self._voted = 0
        self._touched = 0

    async def prepare(self) -> None:
        """A poll of Omar's with his vote in it, the witness, and the attacker's two apps on Layla's screen."""
        self.poll, self.witness = await self.omar.open(POLLS), await self.omar.open(WITNESS)
        await self.omar.tap(self.poll, "ask")
        await self.omar.tap(self.poll, "poll", "submit", fields=QUESTION | {"named": False})
        self.screens = {app_id: await self.layla.open(app_id) for app_id in (BOARD, ASKING)}
        await self.neighbours_are_served()

    @property
    def developer_key(self) -> Ed25519PrivateKey:
        """What the demo's developer signs packages with."""
        assert self.host.host is not None
        return keys.load_key(self.host.host.config.data_dir / "demo-developer.pem")

    async def developer(self) -> WebUser:
        """They themselves, signed in."""
        user = WebUser(self.host.address)
        await user.log_in(DEVELOPER, DEMO_PASSWORD)
        return user

    def touched_anew(self, count: int) -> None:
        """The witness's own timer has set its count."""
        self._touched = count

    async def attack(self, name: str, app_id: str = BOARD) -> str:
        """Press the attacker's button; what it got. Refused where the host ended the event."""
        screen = self.screens[app_id]
        await self.served(self.layla, screen, {"id": f"s.k:{name}", "on": "press"})
        return shown(screen.nodes, "got: ")

    async def evidence(self, app_id: str) -> str:
        """Everything the attacker ever managed to write, as a new screen of its app shows it."""
        opened = await insisted(lambda: self.layla.call(SANDBOX, "OpenSession", app_id=app_id))
        await self.layla.call(SANDBOX, "CloseSession", session_id=opened["session_id"])
        return shown(json.loads(opened["screen"]["nodes_json"]), "evidence: ")

    async def ends_its_own_event(self, row: Attack) -> None:
        """A clear reason for its user, no trace of the event, and the next event of somebody else is right."""
        screen = self.screens[row.app]
        before = (screen.revision, screen.nodes)
        refusal = await refused(self.attack(row.button, row.app))
        assert refusal.reason in row.shown
        assert not is_turned_around(json.dumps(refusal.metadata, ensure_ascii=False))
        assert (screen.revision, screen.nodes) == before
        assert f"evidence/{row.button} " not in await self.evidence(row.app)
        await self.neighbours_are_served()

    async def goes_on_with_empty_hands(self, row: Attack) -> None:
        """What it holds in hand when the event was allowed to go on: a refusal, or what is its own anyway."""
        screen = self.screens[BOARD]
        if row.hand == "-":
            answer = await self.layla.send(screen, {"id": f"s.k:{row.button}", "on": "press"})
            assert not is_turned_around(json.dumps(answer, ensure_ascii=False))
            self.screens[BOARD] = await self.layla.open(BOARD)
            await self.layla.close(screen)
        else:
            assert re.fullmatch(row.hand, await self.attack(row.button), re.DOTALL)
        sent = json.dumps(screen.nodes, ensure_ascii=False)
        assert not is_turned_around(sent)
        assert "<script>" not in sent
        await self.neighbours_are_served()

    async def served(self, person: WebUser, screen: Screen, event: dict[str, Any]) -> None:
        """Somebody's tap."""
        await insisted(lambda: person.send(screen, event))

    async def neighbours_are_served(self) -> None:
        """Another user of another app gets the right answer at once, and the engine was not even restarted."""
        self._voted, self._touched = 1 - self._voted, self._touched + 1
        option = next(node for node in self.poll.nodes if node.endswith(f".k:option-{self._voted}"))
        await self.served(self.omar, self.poll, {"id": option, "on": "press"})
        counts = {
            p["label"]: p["text"]["args"]["count"] for kind, p, _ in self.poll.nodes.values() if kind == "Progress"
        }
        assert counts == {QUESTION["option_1"]: 1 - self._voted, QUESTION["option_2"]: self._voted}
        await self.served(self.omar, self.witness, {"id": self.witness.find("touch", "press"), "on": "press"})
        assert self.witness.sees(f"count {self._touched}")
        assert self.host.host is not None
        assert self.host.host.pool is not None
        assert self.host.host.pool.stats()["zygotes"] == 1
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"{self.host.address}/readyz")).status_code == 200


async def insisted(ask: Callable[[], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    """Its answer; what was not begun on a busy machine is sent again, as the client does."""
    while True:
        try:
            return await ask()
        except Refused as refusal:
            if refusal.reason != "RESOURCE_EXHAUSTED":
                raise


def shown(nodes: dict[str, Any], start: str) -> str:
    """What stands on the screen after these words."""
    for kind, props, _ in nodes.values():
        if kind == "Text" and str(props["text"]).startswith(start):
            return str(props["text"]).removeprefix(start)
    raise AssertionError(f"no text starts with {start!r}")


async def refused(answer: Any) -> Refused:
    """The refusal that must come instead of an answer."""
    with pytest.raises(Refused) as caught:
        await answer
    return caught.value


def miniapps(folder: Path) -> Path:
    """Polls and the witness beside the attacker under both its names."""
    for source in (ROOT / "miniapps/polls", ROOT / "tests/support/miniapps/witness", HOSTILE):
        put_app(source, folder / source.name)
    put_app(HOSTILE, folder / "asking")
    said = json.loads((HOSTILE / "manifest.json").read_text("utf-8"))
    said |= {
        "app_id": ASKING,
        "req_permissions": [{"name": "profile.name", "reason": "x"}],
        "majlis_reasons": {"profile.name": {"ar": "ليقول اسمك", "en": "To say your name"}},
    }
    (folder / "asking" / "manifest.json").write_text(json.dumps(said), "utf-8")
    # The checks refuse a scope that nothing uses.
    (folder / "asking" / "names.py").write_text("from miniapp import profile\n\nmine = lambda: profile.name()\n")
    return folder


@asynccontextmanager
async def attacked_host(folder: Path, runner: Artifact, *, build: Build = no_build) -> AsyncIterator[Scene]:
    """The host, with everybody signed in and connected; `build` bakes what shall run on a snapshot."""
    apps = miniapps(folder / "miniapps")
    async with whole_host(data_dir(folder), runner, miniapps=apps, build=build, unmetered=True) as host:
        layla, omar = WebUser(host.address), WebUser(host.address)
        await layla.log_in("layla", DEMO_PASSWORD)
        await omar.log_in("omar", DEMO_PASSWORD)
        async with layla.connected(), omar.connected():
            scene = Scene(host, layla, omar)
            await scene.prepare()
            yield scene


def is_turned_around(text: str) -> bool:
    """True where invisible characters could change the order in which the text is read."""
    return re.search("[\u202a-\u202e\u2066-\u2069]", text) is not None
