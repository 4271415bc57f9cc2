"""What a sealed worker records, a developer's own machine replays: the same bytes, the same fuel."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from core.sandbox.workers import Job, WorkerPool
from majlis_devkit import manifest, project
from majlis_devkit.build import Artifact, build_snapshot
from majlis_devkit.cli.main import app
from majlis_devkit.engine import Engine, HostCall, Limits, Outcome
from majlis_devkit.engine.senses import Replayer
from majlis_devkit.recording import Recording, code_of, encode, made_by, read_journal
from majlis_devkit.sandbox import answer_text
from miniapp import App, testing
from tests.bench import vote
from tests.support import guests
from tests.support.artifacts import cache_folder
from tests.support.hosts import MINIAPPS
from tests.support.pools import echo

TAXI, POLLS = (project.read(MINIAPPS / name) for name in ("taxi", "polls"))
MakeJob = Callable[..., Job]
# Each of these characters is six in JSON.
ESCAPED = guests.guest("""
    import os
    def handle(event):
        os.urandom(4_096)
        for _ in range(9):
            call("Put", chr(1) * int(event))
        return "wrote"
""")
FLOOD = guests.guest("""
    import os
    def handle(event):
        for _ in range(1_000):
            os.urandom(4_096)
        return "drank"
""")


class Booth:
    """A developer's app in sealed workers, every event recorded; and the developer's `majlis replay`."""

    def __init__(self, pool: WorkerPool, artifact: Artifact, of: project.Project, folder: Path) -> None:
        self._pool, self._artifact, self._of, self._folder = pool, artifact, of, folder
        self.recorded: list[Recording] = []

    async def event(self, event: str, host_call: HostCall) -> Outcome:
        async def answer(interface: str, method: str, request: str) -> str:
            return host_call(interface, method, request)

        sources = self._of.sources if self._artifact.takes_sources else None
        job = Job(
            artifact_id=self._artifact.artifact_id, event=event, app_id="app", sources=sources, deadline_s=30,
            record=True,
        )  # fmt: skip
        outcome = await self._pool.run(job, answer)
        journal = read_journal(outcome.journal)
        assert journal is not None
        code = code_of(self._of.manifest, self._of.sources, self._artifact, packed=False)
        made = made_by("a test", 1_700_000_000_000)
        self.recorded.append(
            Recording(made=made, code=code, limits=Limits(), event=event, journal=journal, outcome=outcome)
        )
        return outcome

    def replays(self) -> Iterator[dict[str, Any]]:
        for number, recorded in enumerate(self.recorded):
            file = self._folder / f"{number}.json"
            file.write_bytes(encode(recorded))
            ran = CliRunner().invoke(app, ["replay", str(file), "--project", str(self._of.folder), "--json"])
            yield json.loads(ran.stdout) | {"code": ran.exit_code}

    @property
    def kinds(self) -> list[str]:
        return [json.loads(recorded.event)["kind"] for recorded in self.recorded]


@pytest.fixture
def at_home(tmp_path: Path, artifact_key: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A developer's machine that has built the same artifacts."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "artifact.key").write_bytes(artifact_key)
    monkeypatch.setenv("MAJLIS_HOME", str(home))
    monkeypatch.setenv("MAJLIS_ARTIFACT_CACHE", str(cache_folder()))
    return tmp_path


@pytest.fixture(params=["runner", "snapshot"])
async def taxi(request: pytest.FixtureRequest, pool: WorkerPool, artifact_key: bytes, at_home: Path) -> Booth:
    artifact: Artifact = request.getfixturevalue("runner_artifact")
    if request.param == "snapshot":
        files, said = json.loads(TAXI.sources)["files"], manifest.parse(TAXI.files["manifest.json"])
        artifact = await asyncio.to_thread(
            build_snapshot, files, said.entry, said.scopes, cache_folder(), artifact_key
        )  # fmt: skip
        await pool.add_artifact(artifact.path)
    return Booth(pool, artifact, TAXI, at_home)


def quote(booth: Booth, loop: asyncio.AbstractEventLoop) -> None:
    """An owner begins with examples; a rider chooses a way and reads its fare."""

    def sealed(event: str, host: testing.FakeHost) -> str:
        return answer_text(asyncio.run_coroutine_threadsafe(booth.event(event, host.call), loop).result())

    testing.use_runner(sealed)
    try:
        owner = testing.open(App(), user="maha", owner=True)
        owner.tap("start-with-examples")
        rider = testing.open(App(), user="layla", host=owner.host)
        at = owner.host.places
        rider.pick_place("start", at.spot(at.point(0, 0)))
        rider.pick_place("end", at.spot(at.point(1500, 2000)))
    finally:
        testing.use_runner(None)


async def test_a_quote_of_taxi_replays_byte_for_byte(taxi: Booth) -> None:
    """Every event of it, on the runner and on a snapshot, host calls, clock and randomness included."""
    await asyncio.to_thread(quote, taxi, asyncio.get_running_loop())
    assert taxi.kinds == ["open", "action", "open", "action", "action"]
    assert sum(one.outcome.host_calls for one in taxi.recorded) > 10
    for done in await asyncio.to_thread(list, taxi.replays()):
        assert (done["code"], done["ok"], done["differs"], done["diverged"]) == (0, True, [], None)
        assert done["fuel"]["recorded"] == done["fuel"]["replayed"]
        assert done["recorded"] == done["replayed"]
        assert (done["same_build"], done["same_sources"]) == (True, True)


async def test_a_vote_of_polls_replays_byte_for_byte(
    pool: WorkerPool, runner_artifact: Artifact, at_home: Path
) -> None:
    polls = Booth(pool, runner_artifact, POLLS, at_home)
    vote.check((await polls.event(vote.EVENT, vote.Answers().call)).answer)
    [done] = await asyncio.to_thread(list, polls.replays())
    assert (done["code"], done["same_build"], done["differs"]) == (0, True, [])


async def test_an_event_the_deadline_ended_in_a_worker_replays_too(
    pool: WorkerPool, job: MakeJob, engine: Engine, runner_artifact: Artifact
) -> None:
    """The hardest to meet again: it depends on how busy the host was."""
    asked = dataclasses.replace(job(guests.CLOCK_FLOOD, deadline_s=0.3), record=True)
    outcome = await pool.run(asked, echo)
    journal = read_journal(outcome.journal)
    assert outcome.failure == "APP_TIMED_OUT"
    assert journal is not None
    again = engine.run_in(Replayer(journal), "runner", asked.event, sources=guests.CLOCK_FLOOD)
    assert (again.failure, again.fuel_used) == ("APP_TIMED_OUT", outcome.fuel_used)


async def test_nobody_is_recorded_unasked(pool: WorkerPool, job: MakeJob) -> None:
    """A recording holds a user's data."""
    assert (await pool.run(job(guests.answering("1")), echo)).journal == ""


async def test_a_recording_that_grew_too_large_is_none_and_the_event_goes_on(
    pool: WorkerPool, runner_artifact: Artifact
) -> None:
    """The sandbox's user comes first; the worker holds no more than the limit."""
    job = Job(
        artifact_id=runner_artifact.artifact_id, event="{}", app_id="app", sources=FLOOD, deadline_s=30, record=True
    )  # fmt: skip
    outcome = await pool.run(job, echo)
    assert (outcome.answer, outcome.journal) == ("drank", "")


@pytest.mark.parametrize(("each", "kept"), [("100000", True), ("116480", False)], ids=["just fits", "too large"])
async def test_what_json_makes_six_times_as_long_breaks_no_frame(
    pool: WorkerPool, job: MakeJob, each: str, kept: bool
) -> None:
    """A worker that sent a frame too long would end, and the event with it."""
    outcome = await pool.run(dataclasses.replace(job(ESCAPED, each), record=True), echo)
    assert (outcome.answer, outcome.journal != "") == ("wrote", kept)
    assert not kept or read_journal(outcome.journal) is not None
