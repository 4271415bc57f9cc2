"""People at a mini-app whose host may die: they do once more what was not answered, and look at what is true then."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from tests.support.mortal_host import MortalHost
from tests.support.paying import ORDERS
from tests.support.stage import Actor

MONEY = 100_000


async def guest(host: MortalHost, username: str, app_id: str) -> Actor:
    """Somebody new, with money, who has the app open."""
    actor = Actor(host.address, app_id, username)
    await actor.begin()
    await host.gives(await actor.me(), MONEY)
    await actor.enter()
    return actor


async def survive(host: MortalHost, actor: Actor, act: Callable[[], Awaitable[Any]], *, dies: bool) -> None:
    """Do it; where the host dies of it, start it again and do the very same once more."""
    if not dies:
        await act()
        return
    asking = asyncio.ensure_future(act())
    await host.dead()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await host.start()
    await actor.come()
    await act()


async def orders_of(actor: Actor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await actor.call(ORDERS, "ListMyOrders")).get("orders", [])
    return found


async def says(actor: Actor, test_id: str, wanted: Any) -> None:
    """Wait until the app says that there."""
    await actor.until(lambda: _fits(actor.shows_word(test_id), wanted), f"{test_id} is {wanted}")


def _fits(said: Any, wanted: Any) -> bool:
    return bool(wanted(said)) if callable(wanted) else said == wanted


def document(host: MortalHost, app_id: str, key: str) -> Any:
    """What the app has stored there for everybody, None for nothing."""
    with sqlite3.connect(f"file:{host.folder / 'core.db'}?mode=ro", uri=True) as database:
        asked = "SELECT value_json FROM appdata_documents WHERE app_id = ? AND user_id = '' AND key = ?"
        found = database.execute(asked, (app_id, key)).fetchone()
    return None if found is None else json.loads(found[0])
