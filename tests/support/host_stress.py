"""A whole host under attack: attackers' apps beside a stall whose people tap and pay, and workers killed in between.

Four processes that speak gRPC, the front door, the real wallet, sealed workers, and all limits as they are shipped. A
board is used by few and never suspended; a crowd's is, and an operator lifts that each time. Counted, not timed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.demo import DEVELOPER, PASSWORD, Demo
from core.kit.caller import Caller
from core.kit.config import Config
from core.sandbox.traps import PEOPLE_MIN
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis_devkit.build import Artifact
from tests.support import attacks, census
from tests.support.app_folders import ATTACKERS, put_app
from tests.support.artifacts import ROOT
from tests.support.attacked_host import BOARD, HOSTILE
from tests.support.hosts import RunningHost, data_dir, split_host, visiting
from tests.support.paying import PIN, word
from tests.support.stressed_people import (
    AGAIN,
    GIVEN_MINOR,
    PRICE_MINOR,
    STALL,
    Attacker,
    Thief,
    Victim,
    Watching,
    rest,
)
from tests.support.unbaked import tidied
from tests.support.waiting import until
from wallet.audit.host import audit_host

CROWD, WORKERS = "org.evil.crowd", 4
VICTIMS, FEW, MANY = 4, 2, PEOPLE_MIN + 1
CRASHES_EVERY, PAYS_EVERY, LEAVES_EVERY, KILLS_EVERY = 7, 5, 11, 6
THEFTS = ("GetOrder", "CaptureOrder", "VoidOrder", "RefundOrder")
OPERATOR = Caller.operator("usr_salma")
NOT_BEGUN = {"APP_BUSY", "APP_SUSPENDED"}  # As documented, of an app that burns or traps too much.
SCREENLESS = "-"  # In the hand of attackers whose app has no buttons afterwards.
Rows = dict[str, attacks.Attack]
ROWS: Rows = {
    name: row
    for name, row in (attacks.rows("runs") | attacks.rows("asks")).items()
    if row.app == BOARD and row.hand != SCREENLESS
}
SPINS = [name for name, row in ROWS.items() if "APP_OUT_OF_FUEL" in row.shown]  # Two seconds of a core each.
GROWTH_KB_MAX = 16 * 1024  # Of a process: its databases' caches fill. In five minutes 11 MB were seen.


@dataclass(slots=True)
class Tally:
    """What happened so far."""

    kills: int = 0
    thefts: int = 0  # In vain.
    lifted: int = 0  # Suspensions of the crowd's app.
    ends: Counter[tuple[str, str]] = field(default_factory=Counter)  # (attack, how it ended)
    not_begun: Counter[tuple[str, str]] = field(default_factory=Counter)  # (app, reason)

    @property
    def attacks(self) -> int:
        return self.ends.total()


class HostStress:
    """Raises AssertionError at the first thing that is not as it must be."""

    def __init__(self, host: RunningHost, data: Path, rows: Rows, *, apps: AppsServiceClient, seed: int) -> None:
        self._host, self._data, self._rows, self._apps = host, data, rows, apps
        self._random = random.Random(seed)
        drawn: set[str] = set()
        self.victims = [Victim(host.address, drawn) for _ in range(VICTIMS)]
        self.attackers = [Attacker(host.address, app) for app in [BOARD] * FEW + [CROWD] * MANY]
        self.thief = Thief(host.address)
        self._deck: list[attacks.Attack] = []
        self.tally = Tally()

    @property
    def served(self) -> int:
        return sum(victim.served for victim in self.victims)

    @property
    def everybody(self) -> list[Watching]:
        return [*self.victims, *self.attackers, self.thief]

    @property
    def interrupted(self) -> int:
        """Taps of people at the stall that went with a worker; each was sent again."""
        return sum(victim.ends["APP_INTERRUPTED"] for victim in self.victims)

    def unseen(self) -> set[str]:
        """Attacks that none has been made of."""
        return self._rows.keys() - {name for name, _ in self.tally.ends}

    async def run(self, is_enough: Callable[[], bool]) -> None:
        """Until it is enough; what has begun is ended first."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._operate(is_enough))
            group.create_task(self._steal(is_enough))
            for victim in self.victims:
                group.create_task(self._live(victim, is_enough))
            for attacker in self.attackers:
                group.create_task(self._attack(attacker, is_enough))
        assert not [stray for person in self.everybody for stray in person.strays]

    async def _live(self, victim: Victim, is_enough: Callable[[], bool]) -> None:
        while not is_enough():
            await victim.be_served()
            if victim.served % CRASHES_EVERY == 0:
                await victim.crash()
            if victim.served % PAYS_EVERY == 0:
                await victim.pay()
            if victim.served % LEAVES_EVERY == 0:
                await victim.get_up()
                await victim.sit_down()
            if self.served % KILLS_EVERY == 0:
                self._kill()

    def _kill(self) -> None:
        workers = census.children(self.zygote_pid)
        with contextlib.suppress(IndexError, ProcessLookupError):  # None is there just now, or it left by itself.
            os.kill(self._random.choice(workers).pid, signal.SIGKILL)
            self.tally.kills += 1

    async def _attack(self, attacker: Attacker, is_enough: Callable[[], bool]) -> None:
        while not is_enough():
            row = self._next(attacker)
            reason, hand = await attacker.attack(row.button)
            if reason in NOT_BEGUN or (reason in AGAIN and reason not in row.shown):
                self.tally.not_begun[attacker.app_id, reason] += 1
                self._deck.insert(0, row)
                await rest()
                continue
            assert reason in row.shown if reason else re.fullmatch(row.hand, hand, re.DOTALL), (row, reason, hand)
            self.tally.ends[row.name, reason] += 1

    async def _steal(self, is_enough: Callable[[], bool]) -> None:
        while not is_enough():
            orders = [order_id for victim in self.victims for order_id in victim.paid]
            if orders:
                method = self._random.choice(THEFTS)
                reason = await self.thief.steal(method, self._random.choice(orders))
                assert reason in {"ORDER_NOT_FOUND", "APP_BUSY"}, (method, reason)
                self.tally.thefts += reason == "ORDER_NOT_FOUND"
            await rest()

    def _next(self, attacker: Attacker) -> attacks.Attack:
        if attacker is self.attackers[0] and not self.tally.not_begun[BOARD, "APP_BUSY"]:
            return self._rows[SPINS[0]]  # Until nothing is left of what one person may burn.
        if not self._deck:
            self._deck = self._random.sample(list(self._rows.values()), len(self._rows))
        return self._deck.pop()

    async def _operate(self, is_enough: Callable[[], bool]) -> None:
        """Whatever is suspended is the crowd's, and is switched on again once its people were told so."""
        told = 0
        while not is_enough():
            await rest()
            found = (await self._apps.list_suspended(apps_pb.ListSuspendedRequest(), caller=OPERATOR)).versions
            assert {version.app_id for version in found} <= {CROWD}
            refused = self.tally.not_begun[CROWD, "APP_SUSPENDED"]
            if not found or refused == told:
                continue
            assert found[0].suspension.traps.people >= PEOPLE_MIN
            lift = apps_pb.ResumeVersionRequest(
                request_id=uuid.uuid4().hex, version_id=found[0].version_id, reason="mended"
            )
            await self._apps.resume_version(lift, caller=OPERATOR)
            self.tally.lifted, told = self.tally.lifted + 1, refused

    async def account(self) -> None:
        """At the end: each tap was done once, each payment made once, and every line of the ledger is right."""
        for victim in self.victims:
            await victim.account()
        counter = await self.victims[0].open(STALL, "/served")
        assert word(counter, "served") == str(self.served)
        noura = Watching(self._host.address)
        await noura.log_in(DEVELOPER, PASSWORD)
        (earned,) = (await noura.call("majlis.wallet.v1.MerchantsService", "GetMerchant", app_id=STALL))["balances"]
        assert int(earned["sales_minor"]) == PRICE_MINOR * sum(len(victim.paid) for victim in self.victims)
        data, url = self._data, Config(data_dir=self._data).ledger_database_url
        report = await asyncio.to_thread(audit_host, url, data)
        assert report.first is None, str(report)
        await noura.http.aclose()

    # What the processes hold

    async def held(self) -> dict[str, census.Holding]:
        """By roles, and the zygote's; once every worker is back and sealed, and whoever was killed is reaped."""
        zygote = self.zygote_pid

        def is_settled() -> bool:
            workers = census.children(zygote)
            return len(workers) == WORKERS and all(census.is_sealed(worker.pid) for worker in workers)

        await until(is_settled, within_s=60)
        await tidied(self._data, *self._host.pids.values())
        return {name: census.holding(pid) for name, pid in {**self._host.pids, "zygote": zygote}.items()}

    @property
    def sandbox_pid(self) -> int:
        return next(pid for roles, pid in self._host.pids.items() if "sandbox" in roles)

    @property
    def zygote_pid(self) -> int:
        (zygote,) = census.children(self.sandbox_pid)
        return zygote.pid


@asynccontextmanager
async def stressed_host(folder: Path, runner: Artifact, rows: Rows, *, seed: int) -> AsyncIterator[HostStress]:
    """Everybody is there and has their app open; the first suspension may come at once."""
    apps = folder / "miniapps"
    for source in (ROOT / "tests/support/stalls/stall", HOSTILE, ATTACKERS / "thief"):
        put_app(source, apps / source.name)
    put_app(HOSTILE, apps / "crowd")
    said = json.loads((HOSTILE / "manifest.json").read_text("utf-8")) | {"app_id": CROWD}
    (apps / "crowd" / "manifest.json").write_text(json.dumps(said), "utf-8")
    data = data_dir(folder)
    settings = {"sandbox_workers": str(WORKERS), "calls_per_s": "1000", "frames_per_s": "1000", "log_level": "error"}
    async with (
        split_host(data, runner, miniapps=apps, bakes=False, **settings) as host,
        visiting(data, host.peers) as visitor,
        AsyncExitStack() as sockets,
    ):
        stress = HostStress(host, data, rows, apps=AppsServiceClient(visitor.channel), seed=seed)
        for number, person in enumerate(stress.everybody):
            await person.sign_up(f"person{number}", f"شخص {number}", PASSWORD)
            await sockets.enter_async_context(person.connected())
        for victim in stress.victims:
            await victim.call("majlis.wallet.v1.GuardService", "SetPin", pin=PIN, password=PASSWORD)
            await Demo(visitor).give_money("victim", Caller.user(await victim.me()), GIVEN_MINOR)
            await victim.allow(STALL, "wallet.order")
            await victim.sit_down()
        for attacker in stress.attackers:
            await attacker.enter()
        await stress.thief.enter()
        yield stress


def left_behind(before: dict[str, census.Holding], after: dict[str, census.Holding]) -> list[str]:
    """What any process holds that it did not hold before, zombies first."""
    found = []
    for name, now in after.items():
        was = before[name]
        if now.zombies:
            found.append(f"{name}: {now.zombies} zombies")
        for kind in ("descriptors", "unnamed_files"):
            if more := Counter(getattr(now, kind)) - Counter(getattr(was, kind)):
                found.append(f"{name}: {kind} {dict(more)}")
        if now.kb - was.kb > GROWTH_KB_MAX:
            found.append(f"{name}: {was.kb} kB became {now.kb}")
    return found
