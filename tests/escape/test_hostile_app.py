"""A hostile mini-app in a whole host: what it wants, what it gets, and that its neighbours do not notice.

Each row is one button of tests/support/attackers/hostile. First the app leaves evidence in every way an app may; where
the event is refused, none of it may be there afterwards, on its user's screen or in its documents.
"""

from __future__ import annotations

import asyncio
import json
import re

import pytest
from structlog.testing import capture_logs

from tests.support import attacks
from tests.support.attacked_host import (
    ASKING,
    BOARD,
    HOSTILE,
    SANDBOX,
    WITNESS,
    Scene,
    refused,
    shown,
)  # fmt: skip
from tests.support.attacks import Attack
from tests.support.web_user import Refused

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]


# Buttons pressed by tests that need more than one event of one person.
IN_SCENES = {"flood_of_topics", "two_hundred_timers", "a_timer_for_a_deep_payload", "name_twice", "a_slow_call"}
ENDED, EMPTY_HANDED = attacks.rows("runs"), attacks.rows("asks")


def test_every_button_is_a_row() -> None:
    """What an attacker was given to try and nobody names was not tried."""
    named = {row.button for row in (ENDED | EMPTY_HANDED).values()} | IN_SCENES
    said = re.findall(r"^@attempt\ndef (\w+)", "\n".join(path.read_text() for path in HOSTILE.glob("*.py")), re.M)
    assert sorted(named) == sorted(said)


@pytest.mark.parametrize("row", ENDED.values(), ids=ENDED)
async def test_an_attack_ends_its_own_event_and_nothing_else(scene: Scene, row: Attack) -> None:
    await scene.ends_its_own_event(row)


@pytest.mark.parametrize("row", EMPTY_HANDED.values(), ids=EMPTY_HANDED)
async def test_an_attack_goes_on_with_empty_hands(scene: Scene, row: Attack) -> None:
    await scene.goes_on_with_empty_hands(row)


async def test_a_screen_drawn_again_writes_nothing(scene: Scene) -> None:
    """By its own call it hears READ_ONLY; through the SDK it fails before it asks, in any event."""
    screen = await scene.layla.open(BOARD, "/writes")
    drawn = await scene.layla.call(SANDBOX, "ResumeSession", session_id=screen.session_id)
    await scene.layla.close(screen)
    assert "READ_ONLY" in shown(json.loads(drawn["screen"]["nodes_json"]), "got: ")
    assert (await refused(scene.layla.open(BOARD, "/writes-by-the-sdk?id=1"))).reason == "APP_CRASHED"
    assert "evidence/by-the-sdk " not in await scene.evidence(BOARD)
    await scene.neighbours_are_served()


async def test_nothing_of_an_instance_acts_after_its_end(scene: Scene) -> None:
    """Finalizers, atexit, generators: what was to write late never ran, and what was changed is as it was."""
    for name in ("act_after_the_end", "enter_itself_as_somebody_else"):
        await scene.goes_on_with_empty_hands(EMPTY_HANDED[name])
    written = await scene.evidence(BOARD)
    assert "act_after_the_end" in written
    assert "evidence/after-" not in written
    assert "mine/evidence/as-omar" in written, "it is Layla's, whoever the app said it was"
    omars = await scene.omar.open(BOARD)
    assert "mine/" not in shown(omars.nodes, "evidence: ")
    await scene.omar.close(omars)


async def test_a_scope_taken_back_stays_refused(scene: Scene) -> None:
    """Consent is a row of the host's; whatever the app claims, its user is asked by the host or not at all."""
    for decided in ("GrantScope", "RevokeScope"):
        await scene.layla.call("majlis.apps.v1.AppsService", decided, app_id=ASKING, scope="profile.name")
    assert "SCOPE_DENIED" in await scene.attack("name_without_a_grant", ASKING)
    assert "ليلى" not in json.dumps(scene.screens[ASKING].nodes, ensure_ascii=False)


async def test_what_an_app_prints_cannot_forge_a_line_or_fill_the_log(scene: Scene) -> None:
    """Two megabytes with escape sequences become one short line with everything invisible spelled out."""
    with capture_logs() as lines:
        await scene.attack("flood_the_log")
        await refused(scene.attack("crash_in_half_a_character"))
        await refused(scene.attack("crash_in_many_words"))
    printed = [line for line in lines if line["event"] in ("app output", "app crashed")]
    assert len(printed) == 3
    for line in printed:
        text = json.dumps({name: str(value) for name, value in line.items()}, ensure_ascii=False)
        assert len(text) < 32 * 1024
        assert text.isprintable()


async def test_timers_are_bounded_and_nothing_of_the_last_event_is_kept(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many of one app, however many events set them; then the event is refused whole."""
    monkeypatch.setattr("core.appdata.timers.TIMERS_MAX", 1_000)  # Ten thousand are seventy events.
    reasons = []
    for _ in range(8):
        try:
            await scene.attack("two_hundred_timers")
        except Refused as refusal:
            reasons.append(refusal.reason)
    assert set(reasons) == {"TIMER_LIMIT_EXCEEDED"}
    await scene.neighbours_are_served()


async def test_a_flood_of_topics_redraws_a_screen_once_a_second(scene: Scene) -> None:
    """Nine hundred refreshes and as many values cost an open screen a few redraws, and Omar nothing."""
    seen = len(scene.layla.seen)
    loop = asyncio.get_running_loop()
    started_s = loop.time()
    for _ in range(10):
        assert await scene.attack("flood_of_topics") == "flooded"
    unasked = [frame for frame in scene.layla.seen[seen:] if frame["k"] in ("patch", "screen") and not frame.get("seq")]
    assert len(unasked) <= 2 * (loop.time() - started_s + 2)
    await scene.neighbours_are_served()


@pytest.mark.parametrize(
    "name", ["endless_loop", "exit_at_once", "no_answer", "crash_in_many_words", "a_conflict_for_ever"]
)
async def test_a_timer_that_fails_keeps_nobody_elses_waiting(scene: Scene, name: str) -> None:
    """Timers of all apps are fired by one loop; one app's failure is no other's."""
    screen = scene.screens[BOARD]
    await scene.served(scene.layla, screen, {"id": "s.k:later", "on": "submit", "fields": {"name": name}})
    await scene.served(scene.omar, scene.witness, {"id": scene.witness.find("later", "press"), "on": "press"})
    await scene.omar.until(lambda: scene.witness.sees("count 1000"), "the witness's timer fires")
    assert f"evidence/later/{name} " not in await scene.evidence(BOARD)
    scene.touched_anew(1000)
    await scene.neighbours_are_served()


async def test_the_engine_was_never_restarted(scene: Scene) -> None:
    assert scene.host.host is not None
    assert scene.host.host.pool is not None
    stats = scene.host.host.pool.stats()
    assert (stats["zygotes"], stats["workers"]) == (1, 2)
    screen = await scene.omar.open(WITNESS)
    assert screen.sees("platform wasi")
