"""A recording's file is read without trusting it: what is wrong is named by its field, and nothing in it does harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majlis_devkit import recording
from majlis_devkit.engine import Limits, Outcome
from majlis_devkit.engine.senses import NOTE_BYTES, NOTES_BYTES_MAX, Called, Drawn, Journal, Note, Read
from majlis_devkit.recording import Code, Made, Recording, RecordingInvalid, decode, encode, read_journal

CALL = Called("appdata", "GetDocument", '{"key":"عشاء"}', '{"ok":{}}')
MADE = Recording(
    made=Made(by="majlis dev", at_ms=1_790_000_000_000, sdk="0.1.0", engine="1"),
    code=Code(
        app_id="org.example.tea", version_code=3, version_name="1.2.0", sources_sha256="ab" * 32, runtime="runner",
        artifact_id="cd" * 20, artifact_sha256="ef" * 32, packed=True,
    ),
    limits=Limits(),
    event='{"v":1,"kind":"open"}',
    journal=Journal((Drawn(b"\x00\xff"), Read("wall", 1_790_000_000_000, 3), Read("monotonic", 5), CALL), 17),
    outcome=Outcome(answer='{"tree":null}', fuel_used=12, host_calls=1, output="شاي\n"),
)  # fmt: skip


def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(encode(MADE))
    return read


def refused(changed: object) -> RecordingInvalid:
    with pytest.raises(RecordingInvalid) as caught:
        decode(json.dumps(changed).encode())
    return caught.value


def test_a_recording_is_read_as_it_was_written() -> None:
    assert decode(encode(MADE)) == MADE


def test_people_can_read_it() -> None:
    """Arabic stands there as Arabic, and every note on lines of its own."""
    text = encode(MADE).decode()
    assert '"call": "appdata.GetDocument"' in text
    assert "عشاء" in text
    assert '"random": "00ff"' in text


def test_it_names_what_makes_fuel_equal_and_no_machine() -> None:
    """Version, sources, artifact and limits; neither a path nor how fast it was."""
    held = document()
    assert set(held["code"]) >= {"sources_sha256", "artifact_id", "artifact_sha256", "runtime", "packed"}
    assert "cpu_ms" not in held["outcome"]
    assert held["limits"]["fuel"] == Limits().fuel


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document, itself left out."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in pairs:
        yield (*path, name)
        yield from places(inner, (*path, name))


def put(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = document()
    inside: Any = changed
    for name in path[:-1]:
        inside = inside[name]
    inside[path[-1]] = value
    return changed


PLACES = [path for path in places(document()) if path != ("majlis_recording",)]


def field_of(path: tuple[Any, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


@pytest.mark.parametrize("path", PLACES, ids=field_of)
def test_a_field_of_another_kind_is_named(path: tuple[Any, ...]) -> None:
    """Floats, lists where objects are, nothing where something is."""
    for wrong in (1.5, [[]], {"x": 1}):
        assert refused(put(path, wrong)).field.startswith(field_of(path).split("[")[0])


@pytest.mark.parametrize("path", [path for path in PLACES if isinstance(path[-1], str)], ids=field_of)
def test_a_missing_field_is_named(path: tuple[Any, ...]) -> None:
    if path[-1] == "times":
        return  # Once is not written.
    changed = document()
    inside: Any = changed
    for name in path[:-1]:
        inside = inside[name]
    del inside[path[-1]]
    assert field_of(path).split(".", maxsplit=1)[0].split("[")[0] in str(refused(changed))


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        (("limits", "fuel"), 10**18, "limits.fuel"),  # It would run for a year.
        (("limits", "memory_bytes"), 2**40, "limits.memory_bytes"),
        (("limits", "host_calls"), 0, "limits.host_calls"),
        (("limits", "fuel"), True, "limits.fuel"),
        (("code", "app_id"), "../../etc/passwd", "code.app_id"),
        (("code", "artifact_id"), "../../tmp/evil", "code.artifact_id"),
        (("code", "artifact_id"), "ab\n", "code.artifact_id"),
        (("code", "runtime"), "native", "code.runtime"),
        (("code", "packed"), 1, "code.packed"),
        (("notes", 0), {"random": "abc"}, "notes[0].random"),
        (("notes", 0), {"random": "zz"}, "notes[0].random"),
        (("notes", 0), {"exec": "rm"}, "notes[0]"),
        (("notes", 1), {"clock": "wall", "ms": -1}, "notes[1].ms"),
        (("notes", 1), {"clock": "wall", "ms": 10**16}, "notes[1].ms"),
        (("notes", 1), {"clock": "wall", "ms": 1, "times": 10**30}, "notes[1].times"),
        (("notes", 3), {"call": "appdata.Get", "request": "x" * 2_000_000, "answer": ""}, "notes[3].request"),
        (("notes", 3), {"call": "appdata.Get", "request": "\ud800", "answer": ""}, "notes[3].request"),
        (("event",), "\udcff", "event"),
        (("late_after",), 0, "late_after"),
        (("outcome", "fuel_used"), 10**11, "outcome.fuel_used"),
        (("outcome", "failure"), "APP_LAZY", "outcome.failure"),
        (("outcome", "failure"), "APP_CRASHED", "outcome"),
        (("outcome", "answer"), None, "outcome"),
        (("outcome", "output"), "x" * 1_000_000, "outcome.output"),
    ],
)
def test_what_would_harm_or_makes_no_sense_is_named(path: tuple[Any, ...], value: Any, field: str) -> None:
    assert refused(put(path, value)).field == field


def test_an_unknown_field_is_named_and_its_name_is_harmless() -> None:
    told = refused(document() | {"user_id": "usr_1"})
    assert told.field == "'user_id'"
    assert "\x1b" not in str(refused(document() | {"\x1b[2J": 1}))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[" * 200_000,
        b'{"majlis_recording": ' + b"9" * 5_000 + b"}",
        b'{"majlis_recording": true}',
        b"\xff\xfe",
        b"\x1f\x8b\x08\x00",
        b" " * (recording.FILE_BYTES_MAX + 1),
        b"cposix\nsystem\n(S'id'\ntR.",
    ],
    ids=["nothing", "null", "deep", "long number", "true", "utf-16", "gzip", "too large", "pickle"],
)
def test_what_is_no_recording_is_refused(raw: bytes) -> None:
    with pytest.raises(RecordingInvalid):
        decode(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(path=st.sampled_from(PLACES), value=JSON)
def test_whatever_stands_in_a_field_it_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    try:
        read = decode(json.dumps(put(path, value)).encode())
    except RecordingInvalid:
        return
    assert decode(encode(read)) == read


NOTES: st.SearchStrategy[Note] = st.one_of(
    st.builds(Read, st.sampled_from(["wall", "monotonic"]), st.integers(0, 10**13), st.integers(1, 50)),
    st.builds(Drawn, st.binary(max_size=20)),
    st.builds(
        Called, st.from_regex(r"[a-z]{1,9}(-[a-z]{1,9})?", fullmatch=True), st.text(st.characters(codec="utf-8")),
        st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")),
    ),
)  # fmt: skip


@given(notes=st.lists(NOTES, max_size=10), late_after=st.none() | st.integers(1, 10**6))
def test_every_journal_comes_out_of_a_worker_as_it_was(notes: list[Note], late_after: int | None) -> None:
    """Whatever a guest called its methods and wrote into its requests."""
    journal = Journal(tuple(notes), late_after)
    assert read_journal(recording.journal_text(journal)) == journal


@pytest.mark.parametrize("text", ["x", "[]", "{}", '{"notes":[],"late_after":-1}', '{"notes":[{}],"late_after":null}'])
def test_a_worker_cannot_send_another_journal(text: str) -> None:
    with pytest.raises(RecordingInvalid):
        read_journal(text)


def test_the_most_a_recorder_keeps_can_be_read_again() -> None:
    """Else the largest recordings would be made and refused."""
    assert NOTES_BYTES_MAX // NOTE_BYTES <= recording.NOTES_MAX
    assert recording.journal_text(None) == ""
    assert read_journal("") is None
