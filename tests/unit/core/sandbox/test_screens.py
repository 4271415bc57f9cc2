"""What a client is sent fits what it has: patches on the screen it was sent last, else the whole screen."""

from __future__ import annotations

import json
import os

import pytest

from core.sandbox import screens
from core.sandbox.errors import StaleScreen
from core.sandbox.guest import Place
from core.sandbox.screens import SCREENS_KEPT, WATCH_QUEUE_MAX, LiveSession, LiveSessions, Watch
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis_devkit.diff import apply
from majlis_devkit.tree import Screen, parse
from tests.support import census


def screen(text: str, topic: str = "t") -> Screen:
    tree = {
        "type": "Screen",
        "props": {"title": "x", "topics": [topic]},
        "children": [{"type": "Button", "props": {"text": text}, "on": {"press": {"action": "go", "args": {"n": 1}}}}],
    }
    return parse(tree)


def session(session_id: str = "ses_1") -> LiveSession:
    return LiveSession(data_pb.Session(session_id=session_id, app_id="a", user_id="u"), "ar")


def moved(live: LiveSession, revision: int) -> None:
    drawn = screen(f"v{revision}")
    table_json = json.dumps(drawn.event_table())
    live.moved(revision=revision, state_json="{}", place=Place("/"), screen=drawn, table_json=table_json)


def test_a_patch_turns_the_clients_screen_into_the_newest() -> None:
    live = session()
    moved(live, 1)
    first = json.loads(live.screen_frame().nodes_json)
    moved(live, 2)
    patch = live.patch_frame(1)
    assert patch is not None
    assert (patch.base_revision, patch.revision) == (1, 2)
    assert apply(first, json.loads(patch.ops_json)) == live.nodes


def test_a_patch_pushed_in_between_moves_the_base_on() -> None:
    """Omar's vote redrew Layla's screen while her own tap was under way."""
    live = session()
    moved(live, 1)
    live.screen_frame()
    moved(live, 2)
    live.patch_frame(1)
    moved(live, 3)
    patch = live.patch_frame(1)
    assert patch is not None
    assert patch.base_revision == 2


def test_a_client_too_far_behind_takes_the_whole_screen() -> None:
    live = session()
    for revision in range(1, SCREENS_KEPT + 2):
        moved(live, revision)
    assert live.patch_frame(1) is None


def test_the_last_eight_screens_know_what_their_nodes_could_send() -> None:
    live = session()
    for revision in range(1, 11):
        moved(live, revision)
    table, _ = live.seen(3)
    assert table["nodes"]["s.0"]["on"]["press"] == ["go", {"n": 1}]
    with pytest.raises(StaleScreen):
        live.seen(2)
    with pytest.raises(StaleScreen):
        live.seen(11)


def test_a_session_holds_what_it_is_and_not_all_it_ever_was() -> None:
    """A protobuf message gives no memory back: one that is changed for ever grows for ever, and a tap costs nobody."""
    live, state, table = session(), "s" * 10_000, "t" * 10_000
    shown = screen("one")

    def tap(revision: int) -> None:
        own = f"{table}{revision}"
        live.moved(revision=revision, state_json=f"{state}{revision}", place=Place(), screen=shown, table_json=own)

    for revision in range(1, 100):
        tap(revision)
    held_kb = census.anonymous_kb(os.getpid())
    for revision in range(100, 2_100):  # 40 MB of states and tables.
        tap(revision)
    assert census.anonymous_kb(os.getpid()) - held_kb < 4_096
    assert [actions.revision for actions in live.session.actions] == list(range(2_092, 2_100))
    assert live.session.state_json == f"{state}2099"


def test_a_reader_that_does_not_read_owes_a_bounded_number() -> None:
    watch = Watch()
    for revision in range(WATCH_QUEUE_MAX + 5):
        watch.put(pb.WatchSessionResponse(patch=pb.PatchFrame(revision=revision)))
    assert watch.queue.qsize() == WATCH_QUEUE_MAX


def test_a_slow_reader_keeps_the_newest_value_of_every_topic() -> None:
    """A hundred positions of the driver must not push out that the driver is here: nobody would send it again."""
    watch = Watch()
    watch.put(pb.WatchSessionResponse(live=pb.LiveValue(topic="stage", value_json='"here"')))
    watch.put(pb.WatchSessionResponse(patch=pb.PatchFrame(revision=2)))
    for n in range(2 * WATCH_QUEUE_MAX):
        watch.put(pb.WatchSessionResponse(live=pb.LiveValue(topic="driver", value_json=str(n))))
    updates = [update for update in (watch.queue.get_nowait() for _ in range(watch.queue.qsize())) if update]
    newest = {update.live.topic: update.live.value_json for update in updates}
    assert newest["stage"] == '"here"'
    assert newest["driver"] == str(2 * WATCH_QUEUE_MAX - 1)


def test_a_new_session_is_kept_where_every_other_is_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of one session in a process would each know half: what refreshes it would not reach its reader."""
    monkeypatch.setattr(screens, "SESSIONS_MAX", 2)
    sessions = LiveSessions()
    for number in range(3):
        live = sessions.add(session(f"ses_{number}"))
        assert sessions.get(f"ses_{number}") is live
        live.watches.add(Watch())


def test_a_screen_is_behind_when_its_topic_was_marked_after_it_was_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "MARKS_MAX", 2)
    sessions, live = LiveSessions(), session()
    moved(live, 1)
    sessions.mark("a", "other")
    assert not sessions.is_behind(live)
    sessions.mark("a", "t")
    assert sessions.is_behind(live)
    live.drawn_after = sessions.marks
    assert not sessions.is_behind(live)
    sessions.mark("a", "t")
    for topic in ("x", "y"):
        sessions.mark("a", topic)  # What was forgotten counts as marked.
    assert sessions.is_behind(live)


def test_a_topic_concerns_the_watched_sessions_of_its_app_only() -> None:
    sessions = LiveSessions()
    mine, unwatched, foreign = session("ses_1"), session("ses_2"), session("ses_3")
    foreign.session.app_id = "b"
    for live in (mine, unwatched, foreign):
        moved(live, 1)
        sessions.add(live)
    mine.watches.add(Watch())
    foreign.watches.add(Watch())
    assert sessions.refreshing("a", "t") == [mine]
    assert sessions.refreshing("a", "other") == []
