"""A hostile mini-app in a whole host: what it wants, what it gets, and that its neighbours do not notice.

Each row is one button of tests/support/attackers/hostile. First the app leaves evidence in every way an app may; where
the event is refused, none of it may be there afterwards, on its user's screen or in its documents.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from tests.support.attacked_host import (
    ASKING,
    BOARD,
    SANDBOX,
    WITNESS,
    Scene,
    is_turned_around,
    refused,
    shown,
)
from tests.support.web_user import Refused

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Row:
    """One attack. `reasons`: any of these ends the event."""

    name: str
    reasons: tuple[str, ...]
    app_id: str = BOARD


NEVER_ENDS = ("APP_OUT_OF_FUEL", "APP_TIMED_OUT")  # Whichever comes first on this machine.
NO_MEMORY = ("APP_OUT_OF_MEMORY", *NEVER_ENDS)
CRASHED, INVALID, TOO_MANY = ("APP_CRASHED",), ("APP_ANSWER_INVALID",), ("APP_HOST_CALLS_EXCEEDED",)
ENDED = [
    Row("endless_loop", NEVER_ENDS),
    Row("loop_that_catches_all", NEVER_ENDS),
    Row("loop_in_c", NEVER_ENDS),
    Row("loop_of_clock_calls", NEVER_ENDS),
    Row("memory_bomb", (*CRASHED, *NO_MEMORY)),
    Row("memory_bomb_that_catches_all", NO_MEMORY),
    Row("deep_recursion", CRASHED),
    Row("exit_at_once", CRASHED),
    Row("open_a_file", CRASHED),
    Row("open_a_socket", CRASHED),
    Row("start_a_process", CRASHED),
    Row("ten_thousand_host_calls", (*TOO_MANY, "APP_TIMED_OUT")),
    Row("megabytes_in_host_calls", TOO_MANY),
    Row("name_without_a_grant", ("CONSENT_REQUIRED",), app_id=ASKING),
    Row("not_a_number_in_a_document", ("INVALID_ARGUMENT",)),
    Row("infinity_in_a_document", ("INVALID_ARGUMENT",)),
    Row("a_lone_surrogate_in_a_document", ("INVALID_ARGUMENT",)),
    Row("a_deep_document", ("INVALID_ARGUMENT",)),
    Row("a_huge_document_in_few_characters", ("DOCUMENT_TOO_LARGE",)),
    Row("a_conflict_for_ever", ("EVENT_CONFLICT",)),
    Row("claim_that_consent_is_required", CRASHED),
    Row("claim_that_the_session_was_revoked", CRASHED),
    Row("refuse_in_turned_around_words", ("APP_REFUSED",)),
    Row("refuse_in_half_a_character", ("APP_REFUSED",)),
    Row("refuse_by_message_alone", ("APP_REFUSED",)),
    Row("crash_in_half_a_character", CRASHED),
    Row("crash_in_many_words", CRASHED),
    Row("no_answer", INVALID),
    Row("an_answer_that_is_no_object", INVALID),
    Row("a_tree_of_ten_megabytes", (*CRASHED, "APP_OUT_OF_MEMORY")),
    Row("a_tree_of_too_many_nodes", INVALID),
    Row("a_deep_tree", INVALID),
    Row("a_bottomless_tree", INVALID),
    Row("a_component_of_its_own", INVALID),
    Row("an_effect_of_its_own", INVALID),
    Row("a_state_too_large", INVALID),
    Row("a_state_that_is_not_a_number", INVALID),
    Row("a_state_of_infinity", INVALID),
    Row("a_query_of_infinity", INVALID),
    Row("infinity_on_the_screen", INVALID),
    Row("infinity_in_an_action", INVALID),
    Row("half_a_character_in_the_state", INVALID),
    Row("half_a_character_in_the_path", INVALID),
    Row("half_a_character_on_the_screen", INVALID),
    Row("half_a_character_in_an_unknown_property", INVALID),
    Row("half_a_character_in_an_effect", INVALID),
]


@pytest.mark.parametrize("row", ENDED, ids=lambda row: row.name)
async def test_an_attack_ends_its_own_event_and_nothing_else(scene: Scene, row: Row) -> None:
    """A clear reason for its user, no trace of the event, and the next event of somebody else is right."""
    screen = scene.screens[row.app_id]
    before = (screen.revision, screen.nodes)
    refusal = await refused(scene.attack(row.name, row.app_id))
    assert refusal.reason in row.reasons
    assert not is_turned_around(json.dumps(refusal.metadata, ensure_ascii=False))
    assert (screen.revision, screen.nodes) == before
    assert f"evidence/{row.name} " not in await scene.evidence(row.app_id)
    await scene.neighbours_are_served()


# What the attacker holds in hand when the event was allowed to go on: always a refusal, or nothing at all.
EMPTY_HANDED = {
    "read_the_environment": r"\{\}",
    "flood_the_log": "printed",
    "name_without_a_grant": ".*SCOPE_NOT_DECLARED.*",
    "another_user_named": ".*INVALID_ARGUMENT.*user_id.*",
    "another_app_named": ".*INVALID_ARGUMENT.*app_id.*",
    "commit_by_itself": ".*METHOD_UNKNOWN.*",
    "a_service_method_of_another_interface": ".*METHOD_UNKNOWN.*",
    "a_page_token_of_nobody": ".*PAGE_TOKEN_INVALID.*",
    "requests_that_are_none": r"\['INVALID_ARGUMENT'\]",
    "a_lone_surrogate_as_key": ".*INVALID_ARGUMENT.*",
    "a_nul_in_a_key": ".*INVALID_ARGUMENT.*",
    "a_giant_number_in_a_document": ".*INVALID_ARGUMENT.*",
    "a_bottomless_document": ".*INVALID_ARGUMENT.*",
    "a_huge_document": ".*INVALID_ARGUMENT.*",
    "a_turned_around_key": r'\{"ok":\{\}\}',  # A key is only the app's; what it shows of it is cleaned.
    "a_script_among_the_properties": "-",
    "a_turned_around_screen": "-",
}


@pytest.mark.parametrize(("name", "got"), EMPTY_HANDED.items(), ids=EMPTY_HANDED)
async def test_an_attack_goes_on_with_empty_hands(scene: Scene, name: str, got: str) -> None:
    screen = scene.screens[BOARD]
    if got == "-":
        await scene.layla.send(screen, {"id": f"s.k:{name}", "on": "press"})
        scene.screens[BOARD] = await scene.layla.open(BOARD)
        await scene.layla.close(screen)
    else:
        assert re.fullmatch(got, await scene.attack(name), re.DOTALL)
    sent = json.dumps(screen.nodes, ensure_ascii=False)
    assert not is_turned_around(sent)
    assert "<script>" not in sent
    await scene.neighbours_are_served()


async def test_a_screen_drawn_again_writes_nothing(scene: Scene) -> None:
    """By its own call it hears READ_ONLY; through the SDK it fails before it asks, in any event."""
    screen = await scene.layla.open(BOARD, "/writes")
    drawn = await scene.layla.call(SANDBOX, "ResumeSession", session_id=screen.session_id)
    await scene.layla.close(screen)
    assert "READ_ONLY" in shown(json.loads(drawn["screen"]["nodes_json"]), "got: ")
    assert (await refused(scene.layla.open(BOARD, "/writes-by-the-sdk?id=1"))).reason == "APP_CRASHED"
    assert "evidence/by-the-sdk " not in await scene.evidence(BOARD)
    await scene.neighbours_are_served()


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


async def test_timers_are_bounded_and_nothing_of_the_last_event_is_kept(scene: Scene) -> None:
    """A thousand of one app, however many events set them; then the event is refused whole."""
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
    await scene.layla.send(screen, {"id": "s.k:later", "on": "submit", "fields": {"name": name}})
    await scene.omar.tap(scene.witness, "later")
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
