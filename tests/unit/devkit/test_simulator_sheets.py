"""Payment sheets in the simulator: the same rpcs the host's own sheet calls, over a wallet of no money."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from majlis_devkit import project as projects
from majlis_devkit.engine import Engine
from majlis_devkit.sandbox import LocalSandbox
from majlis_devkit.simulator import rpcs, sheets
from majlis_devkit.simulator.room import PEOPLE, Frame, Refused, Room
from majlis_devkit.simulator.server import Simulator, serve
from tests.support.artifacts import ROOT

LAYLA, OMAR = PEOPLE
TIPS = ROOT / "tests/support/tills/tips"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(engine: Engine, clock: Clock) -> Room:
    made = Room(projects.read(TIPS), LocalSandbox(engine).run, clock)
    for scope in ("wallet.order", "wallet.mandate", "wallet.payee"):
        rpcs.answer(made, LAYLA, "GrantScope", {"scope": scope})
    return made


def press(room: Room, opened: Frame, key: str) -> dict[str, Any]:
    """Tap a button of the newest screen; the effect it has."""
    revision = room.sessions[opened["session_id"]].revision
    (answer,) = room.event(LAYLA, {
        "k": "ev", "seq": 2, "request_id": f"{key}-{revision}", "session_id": opened["session_id"], "id": f"s.k:{key}",
        "on": "press", "revision": revision, "fields": {},
    })  # fmt: skip
    assert answer["k"] == "patch", answer
    effect: dict[str, Any] = answer["effects"][0] if answer["effects"] else {}
    return effect


def test_a_sheet_is_shown_and_approved_and_the_open_screen_hears_it(room: Room) -> None:
    opened = room.open(LAYLA, 1, "/")
    asked = press(room, opened, "put-aside")["pay"]
    sheet = sheets.answer(room, LAYLA, "GetOrderSheet", asked)
    shown = sheet["order"]
    assert (shown["total"]["amount_minor"], shown["app_id"], sheet["has_pin"]) == ("2000", room.app_id, True)
    with pytest.raises(Refused) as stranger:
        sheets.answer(room, OMAR, "GetOrderSheet", asked)
    assert stranger.value.error["reason"] == "ORDER_NOT_FOUND"
    approved = sheets.answer(room, LAYLA, "ApproveOrder", asked | {"tip_minor": "150", "approval": {"pin": "1"}})
    assert approved["order"]["state"] == "ORDER_STATE_HELD"
    [(person, frame)] = [sent for sent in room.pushes() if sent[0] == LAYLA]
    assert (person, frame["k"], frame["seq"]) == (LAYLA, "patch", 0)
    assert "held" in str(frame["ops"])
    with pytest.raises(Refused) as closed:
        sheets.answer(room, LAYLA, "DeclineOrder", asked)
    assert closed.value.error["reason"] == "ORDER_CLOSED"


def test_what_runs_out_is_heard_by_the_app_itself_when_nobody_looks(room: Room, clock: Clock) -> None:
    opened = room.open(LAYLA, 1, "/")
    press(room, opened, "pay")
    room.close(LAYLA, opened["session_id"])
    clock.now += timedelta(minutes=11)
    assert room.tick()
    room.pushes()
    assert room.host.app_state["heard"] == ["expired"]


def test_a_mandate_is_approved_and_ended(room: Room) -> None:
    opened = room.open(LAYLA, 1, "/")
    asked = press(room, opened, "subscribe")["mandate"]
    assert sheets.answer(room, LAYLA, "ApproveMandate", asked)["mandate"]["state"] == "MANDATE_STATE_ACTIVE"
    room.pushes()
    assert sheets.answer(room, LAYLA, "RevokeMandate", asked)["mandate"]["state"] == "MANDATE_STATE_REVOKED"
    with pytest.raises(Refused) as unknown:
        sheets.answer(room, LAYLA, "SubmitTransfers", {})
    assert unknown.value.error["reason"] == "UNIMPLEMENTED"


async def test_the_sheets_rpcs_are_served(engine: Engine) -> None:
    simulator = Simulator(projects.read(TIPS), LocalSandbox(engine).run)
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(simulator, 0, port.set_result))
    try:
        async with httpx.AsyncClient(base_url=f"http://localhost:{await port}") as web:
            for method in ("OrdersService/GetOrderSheet", "MandatesService/GetMandateSheet"):
                for token, reason in ((LAYLA.token, "ORDER_NOT_FOUND"), ("nobody", "UNAUTHENTICATED")):
                    headers = {"authorization": f"Bearer {token}"}
                    answer = await web.post(f"/majlis.wallet.v1.{method}", json={"order_id": "x"}, headers=headers)
                    assert answer.json()["details"][0]["debug"]["reason"] == reason
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
