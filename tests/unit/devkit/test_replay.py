"""A recorded event does again what it did: the same bytes, the same fuel; and says where it goes another way."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majlis_devkit.build import Artifact
from majlis_devkit.engine import Engine, Live
from majlis_devkit.engine.senses import NOTES_BYTES_MAX, Called, Drawn, Journal, Read, Recorder
from majlis_devkit.recording import Recording, decode, encode
from majlis_devkit.replay import Replayed, replay
from tests.support import guests
from tests.support.artifacts import RunGuest
from tests.support.recordings import Record, recorder

SMALL_FUEL = 500_000_000
CURIOUS = guests.guest("""
    import random, time, uuid, json
    def handle(event):
        told = [time.time(), time.monotonic(), random.random(), str(uuid.uuid4()), time.time_ns()]
        for method in json.loads(event):
            told.append(call(method, json.dumps({"at": told[0], "roll": random.randrange(1000)})))
            print("asked", method, time.time())
        return json.dumps(told)
""")


@pytest.fixture
def record(engine: Engine, runner_artifact: Artifact) -> Record:
    return recorder(engine, runner_artifact)


@pytest.fixture
def again(engine: Engine, runner_artifact: Artifact):  # type: ignore[no-untyped-def]
    """again(recording, sources): through the file and back, on the same runner."""
    engine.load(runner_artifact.artifact_id, runner_artifact.path)

    def run(recording: Recording, sources: str) -> Replayed:
        return replay(decode(encode(recording)), engine, runner_artifact, sources)

    return run


def test_clock_randomness_and_host_answers_come_again(record: Record, again) -> None:  # type: ignore[no-untyped-def]
    answers = iter(range(1_000))
    made = record(CURIOUS, '["Get", "Put"]', host_call=lambda *_: json.dumps({"number": next(answers)}))
    done = again(made, CURIOUS)
    assert done.outcome.answer == made.outcome.answer
    assert done.outcome.output == made.outcome.output != ""
    assert done.outcome.fuel_used == made.outcome.fuel_used
    assert (done.is_same, done.differs, done.diverged) == (True, [], None)
    assert (done.same_build, done.same_sources) == (True, True)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.one_of(
            st.sampled_from(["time.time_ns()", "time.monotonic_ns()", "random.random()", "print(len(told))"]),
            st.integers(0, 3_000).map(lambda size: f"len(os.urandom({size}))"),
            st.text(max_size=20).map(lambda text: f"call('Put', {text!r})"),
            st.text(max_size=20).map(lambda text: f"print({text!r})"),
        ),
        max_size=12,
    ),
    answer=st.text(max_size=30),
)
def test_any_sequence_comes_again(record: Record, again, acts: list[str], answer: str) -> None:  # type: ignore[no-untyped-def]
    """Whatever an app asks, in whatever order."""
    lines = "".join(f"\n        told.append({act})" for act in acts)
    body = f"\n    import os, random, time\n    def handle(event):\n        told = []{lines}\n        return repr(told)"
    sources = guests.guest(body)
    made = record(sources, host_call=lambda *_: answer)
    assert decode(encode(made)) == dataclasses.replace(made, outcome=dataclasses.replace(made.outcome, cpu_ms=0.0))
    assert again(made, sources).is_same


@pytest.mark.parametrize(
    ("sources", "failure"),
    [
        (guests.SPIN, "APP_OUT_OF_FUEL"),
        (guests.MEMORY_BOMB, "APP_OUT_OF_MEMORY"),
        (guests.HOST_CALL_FLOOD, "APP_HOST_CALLS_EXCEEDED"),
        (guests.HUGE_ANSWER, "APP_CRASHED"),
        (guests.FILE_OPENER, "APP_CRASHED"),
    ],
    ids=["spin", "memory", "flood", "huge", "file"],
)
def test_every_end_comes_again(record: Record, again, sources: str, failure: str) -> None:  # type: ignore[no-untyped-def]
    made = record(sources, fuel=SMALL_FUEL)
    assert made.outcome.failure == failure
    done = again(made, sources)
    assert (done.is_same, done.outcome.failure) == (True, failure)


def test_an_event_that_ran_out_of_time_is_stopped_where_it_was(record: Record, again) -> None:  # type: ignore[no-untyped-def]
    """No clock decides: the same callback does, on a machine of any speed."""
    made = record(guests.CLOCK_FLOOD, deadline_s=0.2)
    assert made.outcome.failure == "APP_TIMED_OUT"
    assert made.journal.late_after is not None
    done = again(made, guests.CLOCK_FLOOD)
    assert (done.is_same, done.outcome.fuel_used) == (True, made.outcome.fuel_used)


def test_being_recorded_costs_an_event_no_fuel(record: Record, run_guest: RunGuest) -> None:
    """Whoever is recorded is metered like everybody."""
    quiet = guests.guest("def handle(event):\n    return str(sum(range(1000)))")
    assert record(quiet).outcome.fuel_used == run_guest(quiet).fuel_used


def asking(expressions: str) -> str:
    return guests.guest(f"import os, time\ndef handle(event):\n    return str([{expressions}])")


@pytest.mark.parametrize(
    ("now", "recorded", "asked"),
    [
        ("call('Get', '1'), call('Put', '2')", "appdata.Put 3", "appdata.Put 2"),
        ("call('Get', '1'), os.urandom(7)", "appdata.Put 3", "7 random bytes"),
        ("call('Get', '1')", "appdata.Put 3", "nothing more"),
        ("call('Get', '1'), call('Put', '3'), call('Get', '4')", "nothing more", "appdata.Get 4"),
    ],
    ids=["another request", "another thing", "less", "more"],
)
def test_code_that_asks_something_else_is_told_where(  # type: ignore[no-untyped-def]
    record: Record, again, now: str, recorded: str, asked: str
) -> None:
    """The first difference is the one that explains the others."""
    made = record(asking("call('Get', '1'), call('Put', '3')"))
    done = again(made, asking(now))
    assert done.diverged is not None
    assert (done.diverged.recorded, done.diverged.asked) == (recorded, asked)
    assert (done.is_same, done.same_sources) == (False, False)


def test_another_build_may_burn_other_fuel_and_nothing_else(record: Record, again) -> None:  # type: ignore[no-untyped-def]
    """Two builds of one recipe are not the same bytes: hash seeds are baked in."""
    made = record(CURIOUS, "[]")
    elsewhere = dataclasses.replace(
        made,
        code=dataclasses.replace(made.code, artifact_sha256="00" * 32),
        outcome=dataclasses.replace(made.outcome, fuel_used=made.outcome.fuel_used - 1),
    )
    done = again(elsewhere, CURIOUS)
    assert (done.is_same, done.same_build, done.differs) == (True, False, ["fuel"])
    here = dataclasses.replace(elsewhere, code=made.code)
    assert (again(here, CURIOUS).is_same, again(here, CURIOUS).differs) == (False, ["fuel"])


def test_reading_one_clock_often_is_one_note() -> None:
    """A busy loop around time.time() must not fill the file."""
    world = Recorder(Fixed())
    for _ in range(1_000):
        world.clock_ms("wall")
    world.clock_ms("monotonic")
    assert world.journal == Journal((Read("wall", 7, 1_000), Read("monotonic", 7)))


def test_what_is_too_much_is_not_kept_at_all() -> None:
    """Half a recording replays to nonsense."""
    world = Recorder(Fixed())
    for _ in range(NOTES_BYTES_MAX // 4_096):
        world.random(4_096)
    assert world.journal is None
    world.random(1)
    assert world.journal is None


def test_the_hosts_own_failure_is_no_recording() -> None:
    """It would be replayed as the app's."""
    world = Recorder(Live(failing, 1e12))
    with pytest.raises(ZeroDivisionError):
        world.ask("appdata", "GetDocument", "{}")
    assert world.journal is None


def test_notes_read_as_what_was_asked() -> None:
    assert str(Called("appdata", "GetDocument", '{"key":"tea"}', "{}")) == 'appdata.GetDocument {"key":"tea"}'
    assert (str(Drawn(b"1234")), str(Read("wall", 1))) == ("4 random bytes", "a read of the wall clock")


def failing(interface: str, method: str, request: str) -> str:
    raise ZeroDivisionError


class Fixed(Live):
    """A world in which nothing changes."""

    def __init__(self) -> None:
        super().__init__(failing, 1e12)

    def clock_ms(self, clock: str) -> int:
        return 7
