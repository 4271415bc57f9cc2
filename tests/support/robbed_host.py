"""A whole host with a thief among its shops: what it asks, and that nobody's money moves.

It is a shop like any other by its manifest, its users allowed it to ask them for payments, and its calls reach the host
without the SDK between.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from majlis_devkit.build import Artifact
from tests.support.app_folders import ATTACKERS, put_app
from tests.support.artifacts import ROOT
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.paying import ORDERS, TIPS, Payer
from tests.support.web_user import Screen

THIEF = "org.evil.thief"
ORDER, MANDATE, PAYEE = "wallet-order", "wallet-mandate", "wallet-payee"
TITLES = {"title_ar": "شيء", "title_en": "Thing"}


def line(unit_minor: Any = 100, quantity: Any = 1) -> dict[str, Any]:
    return {**TITLES, "quantity": quantity, "unit_minor": unit_minor}


def order(name: str = "one", **more: Any) -> dict[str, Any]:
    made = {"request_id": name, "name": name, **TITLES, "lines": [line()], "total": sar(100)}
    return made | more


def sar(amount_minor: Any) -> dict[str, Any]:
    return {"currency_code": "SAR", "amount_minor": amount_minor}


class Scene:
    """Layla has an order of the till that waits and one whose money is put aside; both use the thief's shop."""

    def __init__(self, host: RunningHost, layla: Payer, omar: Payer) -> None:
        self.host, self.layla, self.omar = host, layla, omar

    async def prepare(self) -> None:
        for person in (self.layla, self.omar):
            for scope in ("wallet.order", "wallet.mandate", "wallet.payee"):
                await person.allow(THIEF, scope)
        self.till = await self.layla.open(TIPS)
        self.waiting, self.held = [
            (await self.layla.press(self.till, key))["effects"][0]["pay"]["order_id"] for key in ("pay", "put-aside")
        ]
        await self.layla.approve(self.held)
        self.shop, self.his = await self.layla.open(THIEF), await self.omar.open(THIEF)

    async def steal(
        self, interface: str, method: str, request: Any, *, screen: Screen | None = None, person: Payer | None = None
    ) -> list[dict[str, Any]]:
        """What the thief was answered, in an event of Layla's or somebody's."""
        screen, person = screen or self.shop, person or self.layla
        fields = {"interface": interface, "method": method, "request": json.dumps(request)}
        await person.send(screen, {"id": "s.k:ask", "on": "submit", "fields": fields})
        got: list[dict[str, Any]] = json.loads(said(screen, "got: "))
        return got

    async def reason(self, interface: str, method: str, request: Any, **more: Any) -> str:
        """Why it got nothing."""
        (got,) = await self.steal(interface, method, request, **more)
        return str(got.get("error", {}).get("reason", f"it got {got}"))

    async def ordered(self, **more: Any) -> dict[str, Any]:
        """An order of the thief's own."""
        (got,) = await self.steal(ORDER, "CreateOrder", order(**more))
        made: dict[str, Any] = got["ok"]["order"]
        return made

    @asynccontextmanager
    async def nothing_moves(self) -> AsyncIterator[None]:
        """Whatever happens inside: nobody has less or more, and the till's orders are as they were."""
        before = await self._all()
        yield
        assert await self._all() == before

    async def _all(self) -> list[Any]:
        orders = [
            (await self.layla.call(ORDERS, "GetMyOrder", order_id=each))["order"] for each in (self.waiting, self.held)
        ]  # fmt: skip
        return [await self.layla.has(), await self.omar.has(), *orders]


def said(screen: Screen, start: str) -> str:
    for kind, props, _ in screen.nodes.values():
        if kind == "Text" and str(props["text"]).startswith(start):
            return str(props["text"]).removeprefix(start)
    raise AssertionError(f"no text starts with {start!r}")


@asynccontextmanager
async def robbed_host(folder: Path, runner: Artifact) -> AsyncIterator[Scene]:
    """The host, with the till and the thief in it, and two people who pay."""
    for source in (ROOT / "tests/support/tills/tips", ATTACKERS / "thief"):
        put_app(source, folder / "apps" / source.name)
    async with whole_host(
        data_dir(folder), runner, miniapps=folder / "apps", bakes=False, calls_per_s=1_000, unmetered=True
    ) as host:
        layla, omar = Payer(host.address), Payer(host.address)
        await layla.ready("layla")
        await omar.ready("omar")
        async with layla.connected(), omar.connected():
            made = Scene(host, layla, omar)
            await made.prepare()
            yield made
