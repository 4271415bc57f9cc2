"""`majlis replay`: an event of `majlis dev` that failed runs again on its own, and says whether a change mended it."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from majlis_devkit import package, recording
from majlis_devkit import project as projects
from majlis_devkit.build import Artifact
from majlis_devkit.cli.author import _template_words, _write_template
from majlis_devkit.cli.main import app
from majlis_devkit.cli.output import Exit
from majlis_devkit.engine import Engine
from majlis_devkit.replay import difference
from majlis_devkit.sandbox import LocalSandbox
from majlis_devkit.simulator import rpcs
from majlis_devkit.simulator.recordings import FOLDER, KEPT, recorded
from majlis_devkit.simulator.room import PEOPLE
from majlis_devkit.simulator.server import Simulator
from tests.support.artifacts import cache_folder

LAYLA = PEOPLE[0]
SOUND, BROKEN = "Wish(profile.name(), drink, sugar)", "Wish(profile.name(), drink, 10 // (5 - sugar))"


class Bench:
    """A developer with the tea app open in `majlis dev`, and a mistake in it."""

    def __init__(self, folder: Path, sandbox: LocalSandbox) -> None:
        self.folder, self.failed = folder, list[Path]()
        self.edit(SOUND, BROKEN)
        self._sandbox = sandbox
        self.simulator = self.begins()
        self._taps = 0

    def begins(self) -> Simulator:
        return recorded(projects.read(self.folder), self._sandbox, self.failed.append)

    def edit(self, old: str, new: str) -> None:
        source = self.folder / "app.py"
        text = source.read_text("utf-8")
        assert old in text
        source.write_text(text.replace(old, new), "utf-8")

    def orders(self, sugar: int) -> None:
        room = self.simulator.room
        rpcs.answer(room, LAYLA, "GrantScope", {"scope": "profile.name"})
        opened = room.open(LAYLA, 1, "/")
        form = next(node_id for node_id, node in opened["nodes"].items() if node[0] == "Form")
        self._taps += 1
        room.event(LAYLA, {
            "k": "ev", "seq": 2, "request_id": f"r{self._taps}", "session_id": opened["session_id"], "revision": 1,
            "id": form, "on": "submit", "fields": {"drink": "coffee", "sugar": sugar},
        })  # fmt: skip

    @property
    def kept(self) -> list[str]:
        return sorted(path.name for path in (self.folder / FOLDER).glob("*.json"))


@pytest.fixture
def bench(
    tmp_path: Path, engine: Engine, runner_artifact: Artifact, artifact_key: bytes, monkeypatch: pytest.MonkeyPatch
) -> Bench:
    home = tmp_path / "home"
    home.mkdir()
    (home / "artifact.key").write_bytes(artifact_key)
    monkeypatch.setenv("MAJLIS_HOME", str(home))
    monkeypatch.setenv("MAJLIS_ARTIFACT_CACHE", str(cache_folder()))
    monkeypatch.delenv("MAJLIS_LANG", raising=False)
    _write_template(tmp_path / "tea", _template_words("tea", "org.example.tea"))
    return Bench(tmp_path / "tea", LocalSandbox(engine, runner_artifact))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["replay", *map(str, arguments)])


def answer(*arguments: object, code: int) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == code, result.output
    read: dict[str, Any] = json.loads(result.stdout)
    return read


def test_a_crash_is_kept_replays_the_same_and_shows_its_traceback(bench: Bench) -> None:
    bench.orders(5)
    [file] = bench.failed
    assert file.name.endswith("-action-failed.json")
    assert f"majlis replay {FOLDER / file.name}" in [line["text"] for line in bench.simulator.room.log]
    told = answer(file, code=0)
    assert (told["ok"], told["differs"], told["same_sources"], told["same_build"]) == (True, [], True, True)
    assert told["fuel"]["recorded"] == told["fuel"]["replayed"] > 0
    text = run(file).stdout
    assert "ZeroDivisionError" in text
    assert "10 // (5 - sugar)" in text
    assert "action order /" in text
    assert "the same" in text


def test_a_mended_app_differs_from_its_crash(bench: Bench) -> None:
    """It asks the host more than the crash did: from there nobody knows the answers."""
    bench.orders(5)
    bench.edit(BROKEN, SOUND)
    told = answer(bench.failed[0], code=Exit.FOUND)
    assert (told["ok"], told["same_sources"]) == (False, False)
    assert told["diverged"]["recorded"] == "nothing more"
    assert told["diverged"]["asked"].startswith("appdata.PutDocument")
    text = run(bench.failed[0]).stdout
    assert "where the recording crashed (app.py:24 ZeroDivisionError" in text
    assert "not those it was recorded with" in text


def test_a_change_that_asks_something_else_is_shown_where(bench: Bench) -> None:
    bench.orders(1)
    bench.edit('f"wish/{user.id}"', 'f"hope/{user.id}"')
    action = next(name for name in bench.kept if "-action" in name)
    text = run(bench.folder / FOLDER / action).stdout
    assert "another way" in text
    assert text.index("wish/layla") < text.index("hope/layla")


def test_a_change_that_asks_the_same_is_shown_where_it_tells(bench: Bench) -> None:
    bench.orders(1)
    bench.edit('tone="good"', 'tone="bad"')
    action = next(name for name in bench.kept if "-action" in name)
    told = answer(bench.folder / FOLDER / action, code=Exit.FOUND)
    assert told["diverged"] is None
    assert "answer" in told["differs"]
    text = run(bench.folder / FOLDER / action).stdout
    assert "effects[0].toast.tone" in text
    assert '"good"' in text
    assert '"bad"' in text


def test_the_second_event_of_the_same_sources_replays_too(bench: Bench) -> None:
    """From then on the runner is given what compiling came to, which burns less fuel."""
    for _ in range(2):
        bench.orders(1)
    files = [bench.folder / FOLDER / name for name in bench.kept]
    packed = [recording.decode(file.read_bytes()).code.packed for file in files]
    assert packed[0] is False
    assert packed[-1] is True
    assert [answer(file, code=0)["differs"] for file in (files[0], files[-1])] == [[], []]


def test_natively_a_debugger_reaches_the_event(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """The host's answers come again; what the sandbox alone gives is not compared."""
    bench.orders(2)
    file = bench.folder / FOLDER / next(name for name in bench.kept if "-action" in name)
    bench.edit("    appdata.refresh(ROUND)\n    return", "    breakpoint()\n    appdata.refresh(ROUND)\n    return")
    stopped: list[str] = []
    monkeypatch.setattr("sys.breakpointhook", lambda: stopped.append(sys._getframe(1).f_code.co_name))
    told = answer(file, "--native", code=0)
    assert stopped == ["order"]
    assert (told["ok"], told["native"], told["same_sources"], told["differs"]) == (True, True, False, [])
    assert "fuel is not counted" in run(file, "--native").stdout


def test_natively_a_change_is_shown_too(bench: Bench) -> None:
    bench.orders(5)
    assert answer(bench.failed[0], "--native", code=0)["recorded"]["answer"].count("ZeroDivisionError") > 1
    bench.edit(BROKEN, SOUND)
    assert answer(bench.failed[0], "--native", code=Exit.FOUND)["diverged"]["asked"].startswith("appdata.PutDocument")
    bench.edit("@app.action", "@app.actoin")
    assert answer(bench.failed[0], "--native", code=Exit.FOUND)["reason"] == "APP_CRASHED"


def test_only_the_last_are_kept_and_failures_apart(bench: Bench) -> None:
    """A screen that is drawn each second must not push the one crash out."""
    bench.orders(5)
    while len(bench.simulator.room.sessions) <= KEPT + 2:
        bench.simulator.room.open(LAYLA, 1, "/")
    failed = [name for name in bench.kept if "failed" in name]
    assert (len(bench.kept), failed) == (KEPT + 1, [bench.failed[0].name])
    last = max(bench.kept)
    bench.begins().room.open(LAYLA, 1, "/")
    assert max(bench.kept) == f"{int(last[:6]) + 1:06}-open.json"


def test_recordings_stay_on_the_machine(bench: Bench) -> None:
    """Neither in the package nor in git."""
    bench.orders(5)
    held = package.read(projects.read(bench.folder).package()).files
    assert not [path for path in held if "majlis/" in path or "recordings" in path]
    assert (bench.folder / ".majlis" / ".gitignore").read_text() == "*\n"


def test_show_prints_all_that_is_in_it_and_runs_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a user is shown before it leaves them."""
    bench.orders(5)
    monkeypatch.setattr("majlis_devkit.cli.replay._run", None)
    text = run(bench.failed[0], "--show").stdout
    assert "profile-name." in text
    assert "ليلى" in text
    assert "32 random bytes" in text
    assert '"sugar": 5' in text
    assert answer(bench.failed[0], "--show", code=0)["majlis_recording"] == recording.FORMAT


@pytest.mark.parametrize(
    ("content", "reason", "message"),
    [
        (b"\x80", "RECORDING_INVALID", "this is no JSON"),
        (b"[]", "RECORDING_INVALID", "majlis_recording: this is no recording of an event"),
        (b'{"majlis_recording": 2}', "RECORDING_INVALID", "majlis_recording: format 2; this majlis reads 1"),
        (None, "RECORDING_UNREADABLE", "No such file or directory"),
    ],
    ids=["bytes", "other json", "newer", "none"],
)
def test_what_is_no_recording_ends_with_2(bench: Bench, content: bytes | None, reason: str, message: str) -> None:
    file = bench.folder / "some.json"
    if content is not None:
        file.write_bytes(content)
    told = answer(file, code=2)
    assert told["reason"] == reason
    assert message in told["message"]


def test_an_event_of_another_app_is_not_run(bench: Bench) -> None:
    bench.orders(5)
    made = recording.decode(bench.failed[0].read_bytes())
    other = dataclasses.replace(made, code=dataclasses.replace(made.code, app_id="org.example.coffee"))
    bench.failed[0].write_bytes(recording.encode(other))
    told = answer(bench.failed[0], code=Exit.FOLDER)
    assert (told["reason"], "org.example.coffee" in told["message"]) == ("ANOTHER_APP", True)


def test_what_a_recording_prints_cannot_touch_the_terminal(bench: Bench) -> None:
    """It may come from a stranger."""
    bench.orders(5)
    made = recording.decode(bench.failed[0].read_bytes())
    evil = "\x1b]0;pwned\x07[red]\u202e"
    event = json.dumps({"v": 1, "kind": evil, "path": evil})
    bench.failed[0].write_bytes(recording.encode(dataclasses.replace(made, event=event)))
    for told in (run(bench.failed[0], "--show").stdout, run(bench.failed[0]).stdout):
        assert not {"\x1b", "\x07", "\u202e"} & set(told)
        assert "[red]" in told


def test_the_first_difference_is_named_by_its_path() -> None:
    assert difference('{"a":[1,{"b":2}]}', '{"a":[1,{"b":3}]}') == ("a[1].b", "2", "3")
    assert difference('{"a":1}', '{"a":1,"b":[]}') == ("b", "nothing", "[]")
    assert difference("[true]", "[1]") == ("[0]", "true", "1")
    assert difference('{"a":1}', '{"a":1}') is difference("no JSON", "{") is None
