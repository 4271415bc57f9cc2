"""The simulator is a host to the page: the real sandbox, the same frames, two people, and a reload that keeps all."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import websockets

from majlis_devkit import project as projects
from majlis_devkit.cli.author import _template_words, _write_template
from majlis_devkit.diff import apply
from majlis_devkit.engine import Engine
from majlis_devkit.sandbox import LocalSandbox
from majlis_devkit.simulator import rpcs
from majlis_devkit.simulator.room import PEOPLE, Frame, Refused, Room
from majlis_devkit.simulator.server import Simulator, serve

LAYLA, OMAR = PEOPLE
SCOPE = "profile.name"


class Clock:
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _write_template(tmp_path / "tea", _template_words("tea", "org.example.tea"))
    return tmp_path / "tea"


@pytest.fixture
def room(folder: Path, engine: Engine) -> Room:
    return Room(projects.read(folder), LocalSandbox(engine).run, Clock())


def order(opened: Frame, request_id: str = "r1", **changes: Any) -> Frame:
    form = next(node_id for node_id, node in opened["nodes"].items() if node[0] == "Form")
    return {
        "k": "ev", "seq": 2, "request_id": request_id, "session_id": opened["session_id"], "revision": 1,
        "id": form, "on": "submit", "fields": {"drink": "coffee", "sugar": 2},
    } | changes  # fmt: skip


def granted(room: Room) -> Room:
    for person in PEOPLE:
        rpcs.answer(room, person, "GrantScope", {"scope": SCOPE})
    return room


def test_opening_draws_the_screen_without_actions(room: Room) -> None:
    opened = room.open(LAYLA, 1, "/")
    assert (opened["k"], opened["seq"], opened["revision"], opened["root"]) == ("screen", 1, 1, "s")
    assert opened["runtime"] == "runner"
    assert '"order"' not in json.dumps(opened["nodes"]["s.1"])


def test_a_tap_asks_for_consent_once_and_the_same_tap_then_works(room: Room) -> None:
    opened = room.open(LAYLA, 1, "/")
    refused = room.event(LAYLA, order(opened))[0]
    assert refused["error"]["reason"] == "CONSENT_REQUIRED"
    assert refused["error"]["metadata"] == {"scope": SCOPE, "app_id": "org.example.tea"}
    rpcs.answer(room, LAYLA, "GrantScope", {"scope": SCOPE})
    patch = room.event(LAYLA, order(opened))[0]
    assert (patch["k"], patch["base"], patch["revision"]) == ("patch", 1, 2)
    drawn = json.dumps(apply(opened["nodes"], patch["ops"]), ensure_ascii=False)
    assert "ليلى" in drawn
    assert patch["effects"] == [{"toast": {"text": {"$t": "ordered"}, "tone": "good"}}]


def test_the_same_request_is_answered_once(room: Room) -> None:
    """A phone that resends after a tunnel must not order twice."""
    opened = granted(room).open(LAYLA, 1, "/")
    first = room.event(LAYLA, order(opened))[0]
    again = room.event(LAYLA, order(opened, seq=9))[0]
    assert again == first | {"seq": 9}
    assert room.host.keys("wish/") == ["wish/layla"]


def test_others_see_a_change_unasked(room: Room) -> None:
    layla, omar = granted(room).open(LAYLA, 1, "/"), room.open(OMAR, 1, "/")
    room.event(LAYLA, order(layla))
    pushed = room.pushes(actor=layla["session_id"])
    assert [(person, frame["k"], frame["seq"]) for person, frame in pushed] == [(OMAR, "patch", 0)]
    assert "ليلى" in json.dumps(apply(omar["nodes"], pushed[0][1]["ops"]), ensure_ascii=False)
    assert room.pushes() == []


def test_forged_fields_sessions_and_revisions_are_refused(room: Room) -> None:
    opened = granted(room).open(LAYLA, 1, "/")

    def reasons(person: Any, **changes: Any) -> list[str]:
        return [
            frame.get("error", {}).get("reason", frame["k"]) for frame in room.event(person, order(opened, **changes))
        ]

    assert reasons(LAYLA, fields={"drink": "beer"}) == ["EVENT_INVALID"]
    assert reasons(LAYLA, id="s.9") == ["EVENT_INVALID"]
    assert reasons(LAYLA, revision=7) == ["STALE_SCREEN", "screen"]
    assert reasons(OMAR) == ["SESSION_NOT_FOUND"]
    assert room.host.keys() == []


def test_a_reload_keeps_state_and_documents_and_shows_the_new_code(room: Room, folder: Path) -> None:
    opened = granted(room).open(LAYLA, 1, "/")
    room.event(LAYLA, order(opened))
    source = folder / "app.py"
    source.write_text(source.read_text("utf-8").replace('t("title")', '"عنوان جديد"'), "utf-8")
    [(person, frame)] = room.reload(projects.read(folder))
    assert (person, frame["k"], frame["seq"]) == (LAYLA, "screen", 0)
    assert frame["version"] != opened["version"]
    assert frame["nodes"]["s"][1]["title"] == "عنوان جديد"
    assert "ليلى" in json.dumps(frame["nodes"], ensure_ascii=False)


def test_a_broken_file_is_told_and_a_mended_one_comes_back(room: Room, folder: Path) -> None:
    room.open(LAYLA, 1, "/")
    source = folder / "app.py"
    good = source.read_text("utf-8")
    source.write_text(good + "\n1 / 0\n", "utf-8")
    [(_, broken)] = room.reload(projects.read(folder))
    assert "ZeroDivisionError" in broken["error"]["message"]
    assert any(line["kind"] == "error" and "app.py:" in line["text"] for line in room.take_log())
    source.write_text(good, "utf-8")
    [(_, mended)] = room.reload(projects.read(folder))
    assert mended["k"] == "screen"


def test_timers_run_when_they_are_due(room: Room, folder: Path) -> None:
    source = folder / "app.py"
    late = '\n\n@app.on_timer("close")\ndef close() -> None:\n    appdata.shared.put("closed", True)\n'
    setting = "appdata.refresh(ROUND)\n    appdata.set_timer('close', after=timedelta(minutes=5))"
    written = source.read_text("utf-8").replace("appdata.refresh(ROUND)", setting, 1)
    source.write_text(
        written.replace("from dataclasses", "from datetime import timedelta\nfrom dataclasses", 1) + late, "utf-8"
    )
    room.reload(projects.read(folder))
    room.event(LAYLA, order(granted(room).open(LAYLA, 1, "/")))
    assert not room.tick()
    Clock.now = Clock.now + timedelta(minutes=6)
    assert room.tick()
    assert room.host.document("closed") is True


def test_a_reconnecting_page_gets_its_newest_screen(room: Room) -> None:
    opened = room.open(LAYLA, 1, "/")
    frames = room.resume(LAYLA, [{"session_id": opened["session_id"], "revision": 1}, {"session_id": "ses_9"}])
    assert [frame["k"] for frame in frames] == ["screen", "error"]
    assert room.resume(OMAR, [{"session_id": opened["session_id"]}])[0]["error"]["reason"] == "SESSION_NOT_FOUND"


def test_a_closed_session_is_gone_and_its_id_is_not_given_again(room: Room) -> None:
    first, second = room.open(LAYLA, 1, "/"), room.open(OMAR, 1, "/")
    room.close(OMAR, first["session_id"])
    assert first["session_id"] in room.sessions
    room.close(LAYLA, first["session_id"])
    third = room.open(LAYLA, 2, "/")
    assert len({frame["session_id"] for frame in (first, second, third)}) == 3
    assert sorted(room.sessions) == sorted([second["session_id"], third["session_id"]])


def test_the_page_reads_the_app_and_its_texts(room: Room) -> None:
    app = rpcs.answer(room, LAYLA, "GetApp", {})["app"]
    assert (app["name_ar"], app["scopes"][0]["state"]) == ("Tea", "GRANT_STATE_UNSPECIFIED")
    assert app["icon_svg"].startswith("<svg")
    assert "title = Tea\n" in rpcs.answer(room, LAYLA, "GetTexts", {"lang": "en"})["ftl"]
    for path in ("assets/tea.svg", "app.py", "icons/icon.svg"):
        with pytest.raises(Refused):
            rpcs.answer(room, LAYLA, "GetAsset", {"path": path})
    with pytest.raises(Refused):
        rpcs.answer(room, LAYLA, "GrantScope", {"scope": "wallet.order"})
    with pytest.raises(Refused):
        rpcs.answer(room, LAYLA, "ApproveVersion", {})


@contextlib.asynccontextmanager
async def served(folder: Path, engine: Engine) -> AsyncIterator[int]:
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    simulator = Simulator(projects.read(folder), LocalSandbox(engine).run)
    serving = asyncio.create_task(serve(simulator, 0, port.set_result))
    serving.add_done_callback(lambda ended: port.done() or port.set_exception(ended.exception() or EOFError()))
    try:
        yield await port
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def _frame(page: Any, kind: str) -> Frame:
    while True:
        frame: Frame = json.loads(await asyncio.wait_for(page.recv(), 20))
        if frame["k"] == kind:
            return frame


async def test_two_pages_over_the_wire_and_a_reload_on_a_changed_file(folder: Path, engine: Engine) -> None:
    async with served(folder, engine) as port:
        url = f"ws://localhost:{port}/ws"
        async with websockets.connect(url) as layla, websockets.connect(url) as omar:
            opened: list[Frame] = []
            for page, person in ((layla, LAYLA), (omar, OMAR)):
                await page.send(json.dumps({"k": "hello", "token": person.token, "sessions": []}))
                await page.send(json.dumps({"k": "open", "seq": 1, "app_id": "x", "path": "/"}))
                opened.append(await _frame(page, "screen"))
            async with httpx.AsyncClient(base_url=f"http://localhost:{port}") as web:
                about = (await web.get("/simulator.json")).json()
                assert [user["token"] for user in about["users"]] == ["sim-layla", "sim-omar"]
                headers = {"authorization": f"Bearer {LAYLA.token}"}
                await web.post(f"/{rpcs.PREFIX}GrantScope", json={"scope": SCOPE}, headers=headers)
                stranger = await web.post(f"/{rpcs.PREFIX}GetApp", json={})
                assert stranger.json()["details"][0]["debug"]["reason"] == "UNAUTHENTICATED"
            await layla.send(json.dumps(order(opened[0])))
            assert (await _frame(layla, "patch"))["revision"] == 2
            assert (await _frame(omar, "patch"))["seq"] == 0
            source = folder / "app.py"
            source.write_text(source.read_text("utf-8").replace('t("title")', '"جديد"'), "utf-8")
            assert (await _frame(omar, "screen"))["nodes"]["s"][1]["title"] == "جديد"


async def test_other_names_and_origins_are_refused(folder: Path, engine: Engine) -> None:
    """A web page the developer visits must not be able to talk to their simulator."""
    async with served(folder, engine) as port:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as web:
            assert (await web.get("/", headers={"host": "evil.example"})).status_code == 403
            assert (await web.get("/", headers={"origin": "http://evil.example"})).status_code == 403
            assert (await web.get("/assets/..%2fmanifest.json")).status_code == 404
            assert (await web.get("/")).status_code == 200
        with pytest.raises(websockets.InvalidStatus):
            async with websockets.connect(f"ws://localhost:{port}/ws", origin="http://evil.example"):  # type: ignore[arg-type]
                pass
        async with websockets.connect(f"ws://localhost:{port}/ws") as page:
            await page.send(json.dumps({"k": "hello", "token": "nobody", "sessions": []}))
            assert (await _frame(page, "error"))["error"]["reason"] == "UNAUTHENTICATED"


OWNED = """
from miniapp import App, save_file, t, ui, user

app = App("owned")


@app.action
def keep() -> object:
    return save_file("list", "a,b", "csv")


@app.screen("/")
def home() -> ui.Node:
    return ui.Screen(t("title"), ui.Text(f"owner {user.is_owner}"), ui.Button(t("order"), on_press=keep()))
"""


def test_the_first_person_is_the_developer_and_a_file_reaches_the_page(folder: Path, engine: Engine) -> None:
    """An author tries both sides of the roles, and sees the file that a phone would get."""
    (folder / "app.py").write_text(OWNED, "utf-8")
    room = Room(projects.read(folder), LocalSandbox(engine).run, Clock())
    mine, other = (room.open(person, 1, "/") for person in (LAYLA, OMAR))
    assert ["owner True" in json.dumps(mine["nodes"]), "owner False" in json.dumps(other["nodes"])] == [True, True]
    button = next(node_id for node_id, node in mine["nodes"].items() if node[0] == "Button")
    tap = {"k": "ev", "seq": 2, "request_id": "r1", "session_id": mine["session_id"], "revision": 1, "on": "press"}
    (answer,) = room.event(LAYLA, tap | {"id": button})
    assert answer["effects"] == [{"save": {"name": "list.csv", "kind": "csv", "text": "a,b"}}]
