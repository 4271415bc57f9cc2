"""A recorded event as a file: what went in, what it was told of the world, what came out; read without trusting it.

One JSON document, for people too. It holds what the guest saw and nothing else: subjects, never user ids; no token, no
source code. Whoever reads one may have got it from a stranger: every field is checked and named where it is wrong,
nothing in it is a path, and a limit above what the engine grants is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, NoReturn, get_args

import miniapp
from majlis_devkit.build import Artifact
from majlis_devkit.engine import CONFIG_VERSION, Failure, Limits, Outcome
from majlis_devkit.engine.outcome import ANSWER_BYTES_MAX, OUTPUT_BYTES_MAX
from majlis_devkit.engine.senses import Called, Clock, Drawn, Journal, Note, Read

FORMAT = 1
FILE_BYTES_MAX = 16 * 1024 * 1024
JOURNAL_BYTES_MAX = 6 * 1024 * 1024  # As JSON; with an answer it fits in a worker's frame.
EVENT_BYTES_MAX = 1024 * 1024
NOTES_MAX = 100_000
_NAME_MAX, _TEXT_MAX = 128, 4_096
_REQUEST_BYTES_MAX = Limits().host_payload_bytes
_OUTPUT_CHARS_MAX = OUTPUT_BYTES_MAX * len("\\U00000000")  # Escaped, each.
_COUNT_MAX = 10**15  # Milliseconds too: the year 33658.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]*\Z")
_HEX = re.compile(r"[0-9a-f]+\Z")

Where = str
Reader = Callable[[Any, Where], Any]


class RecordingInvalid(ValueError):
    """This is no recording, or one of another format; `field` is where."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}" if field else why)
        self.field, self.why = field, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Who made it: `sdk` and `engine` are versions, `by` a word like ``majlis dev``."""

    by: str
    at_ms: int
    sdk: str
    engine: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What ran. `sources_sha256` is over `build.sources_json` of its files; empty ids mean nobody knew."""

    app_id: str
    version_code: int
    version_name: str
    sources_sha256: str
    runtime: str  # runner | snapshot
    artifact_id: str
    artifact_sha256: str
    packed: bool = False  # The runner was given what compiling had come to, too.


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One event, whole. The outcome's cpu_ms is not kept: it is the machine's."""

    made: Made
    code: Code
    limits: Limits
    event: str
    journal: Journal
    outcome: Outcome


def code_of(manifest: Mapping[str, Any], sources: str, artifact: Artifact | None, *, packed: bool) -> Code:
    """What runs of these sources on this artifact. What a manifest says wrongly is left out."""
    version = manifest.get("version")
    told = version if isinstance(version, dict) else {}
    return Code(
        app_id=_or_else("", _name, manifest.get("app_id")),
        version_code=_or_else(0, _count, told.get("code")),
        version_name=_or_else("", _text(_NAME_MAX), told.get("name")),
        sources_sha256=sources_sha256(sources),
        runtime="snapshot" if artifact is not None and not artifact.takes_sources else "runner",
        artifact_id=artifact.artifact_id if artifact is not None else "",
        artifact_sha256=sha256_of(artifact.path) if artifact is not None else "",
        packed=packed,
    )


def made_by(maker: str, at_ms: int) -> Made:
    """By this program, with the SDK and the engine it has."""
    return Made(by=maker, at_ms=at_ms, sdk=miniapp.__version__, engine=CONFIG_VERSION)


def sources_sha256(sources: str) -> str:
    return hashlib.sha256(sources.encode("utf-8", "replace")).hexdigest()


@cache
def sha256_of(artifact: Path) -> str:
    """What a built artifact is: two builds of one recipe have one name, and are not the same bytes."""
    with artifact.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def encode(recording: Recording) -> bytes:
    """The file; equal recordings give equal bytes."""
    facts = asdict(recording.outcome)
    del facts["cpu_ms"], facts["journal"]
    document = {
        "majlis_recording": FORMAT,
        "made": asdict(recording.made),
        "code": asdict(recording.code),
        "limits": asdict(recording.limits),
        "event": recording.event,
        **journal_json(recording.journal),
        "outcome": facts,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def decode(raw: bytes) -> Recording:
    """The recording in a file; RecordingInvalid names the first field that is not as it must be."""
    if len(raw) > FILE_BYTES_MAX:
        raise RecordingInvalid("", f"{len(raw):,} bytes; a recording has {FILE_BYTES_MAX:,} at most")
    try:
        document = json.loads(raw.decode())
    except (ValueError, RecursionError):
        raise RecordingInvalid("", "this is no JSON") from None
    if not isinstance(document, dict) or type(document.get("majlis_recording")) is not int:
        raise RecordingInvalid("majlis_recording", "this is no recording of an event")
    if document["majlis_recording"] != FORMAT:
        raise RecordingInvalid("majlis_recording", f"format {document['majlis_recording']}; this majlis reads {FORMAT}")
    given = _fields(document, "", {"majlis_recording": _count} | _DOCUMENT)
    journal = Journal(given["notes"], given["late_after"])
    outcome = _outcome(given["outcome"], given["limits"])
    return Recording(
        made=given["made"], code=given["code"], limits=given["limits"], event=given["event"], journal=journal,
        outcome=outcome,
    )  # fmt: skip


def journal_json(journal: Journal) -> dict[str, Any]:
    """A journal as it stands in the file."""
    return {"notes": [_note_json(note) for note in journal.notes], "late_after": journal.late_after}


def journal_text(journal: Journal | None) -> str:
    """For read_journal, on the way out of a worker; empty where there is none, or it fits in no frame."""
    text = "" if journal is None else json.dumps(journal_json(journal), ensure_ascii=False)
    return text if len(text.encode("utf-8", "replace")) <= JOURNAL_BYTES_MAX else ""


def read_journal(text: str) -> Journal | None:
    """A journal from a worker, which is trusted no more than a file. Raises RecordingInvalid."""
    if not text:
        return None
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise RecordingInvalid("", "this is no JSON") from None
    read = _fields(given, "", {name: _DOCUMENT[name] for name in ("notes", "late_after")})
    return Journal(read["notes"], read["late_after"])


def _note_json(note: Note) -> dict[str, Any]:
    match note:
        case Read(clock, ms, times):
            return {"clock": clock, "ms": ms} | ({"times": times} if times > 1 else {})
        case Drawn(content):
            return {"random": content.hex()}
        case Called(interface, method, request, answer):
            return {"call": f"{interface}.{method}", "request": request, "answer": answer}


# --- reading what a stranger wrote ---


def _or_else(default: Any, reader: Reader, value: Any) -> Any:
    try:
        return reader(value, "")
    except RecordingInvalid:
        return default


def _fail(where: Where, why: str) -> NoReturn:
    raise RecordingInvalid(where, why)


def _fields(value: Any, where: Where, readers: Mapping[str, Reader], optional: frozenset[str] = frozenset()) -> Any:
    """An object with exactly these fields, each as its reader makes it."""
    if not isinstance(value, dict):
        _fail(where, "must be an object")
    inside = f"{where}." if where else ""
    for name in value:
        if name not in readers:
            _fail(f"{inside}{name[:_NAME_MAX]!r}", "nobody knows this field")
    for name in readers:
        if name not in value and name not in optional:
            _fail(f"{inside}{name}", "is missing")
    return {name: readers[name](given, f"{inside}{name}") for name, given in value.items()}


def _text(bytes_max: int) -> Reader:
    def read(value: Any, where: Where) -> str:
        if not isinstance(value, str):
            _fail(where, "must be text")
        try:
            size = len(value.encode())
        except UnicodeEncodeError:
            _fail(where, "holds half a character")
        if size > bytes_max:
            _fail(where, f"{size:,} bytes; {bytes_max:,} at most")
        return value

    return read


def _matching(pattern: re.Pattern[str], chars_max: int, what: str) -> Reader:
    def read(value: Any, where: Where) -> str:
        if not isinstance(value, str) or len(value) > chars_max or (value and not pattern.match(value)):
            _fail(where, f"must be {what}")
        return value

    return read


def _number(least: int, most: int) -> Reader:
    def read(value: Any, where: Where) -> int:
        if type(value) is not int or not least <= value <= most:
            _fail(where, f"must be a whole number from {least} to {most}")
        return value

    return read


def _one_of(*words: Any) -> Reader:
    def read(value: Any, where: Where) -> Any:
        if not any(type(value) is type(word) and value == word for word in words):
            _fail(where, f"must be one of {', '.join(json.dumps(word) for word in words)}")
        return value

    return read


def _or_none(reader: Reader) -> Reader:
    return lambda value, where: None if value is None else reader(value, where)


def _object(made: Callable[..., Any], **readers: Reader) -> Reader:
    return lambda value, where: made(**_fields(value, where, readers))


def _notes(value: Any, where: Where) -> tuple[Note, ...]:
    if not isinstance(value, list) or len(value) > NOTES_MAX:
        _fail(where, f"must be a list of {NOTES_MAX:,} notes at most")
    return tuple(_note(note, f"{where}[{number}]") for number, note in enumerate(value))


def _note(value: Any, where: Where) -> Note:
    for kind, (readers, optional, made) in _NOTES.items():
        if isinstance(value, dict) and kind in value:
            return made(**_fields(value, where, readers, optional))
    _fail(where, f"must have one of {', '.join(_NOTES)}")


def _call(call: str, request: str, answer: str) -> Called:
    interface, _, method = call.partition(".")
    return Called(interface, method, request, answer)


def _drawn(random: str) -> Drawn:
    return Drawn(bytes.fromhex(random))


def _even_hex(value: Any, where: Where) -> str:
    text: str = _matching(_HEX, 2 * _REQUEST_BYTES_MAX, "hexadecimal digits")(value, where)
    return text if len(text) % 2 == 0 else _fail(where, "has half a byte")


def _outcome(facts: dict[str, Any], limits: Limits) -> Outcome:
    if (facts["answer"] is None) == (facts["failure"] is None):
        _fail("outcome", "has either an answer or a failure")
    if facts["fuel_used"] > limits.fuel:
        _fail("outcome.fuel_used", "is more than limits.fuel")
    return Outcome(**facts)


_count = _number(0, _COUNT_MAX)
_name = _matching(_NAME, _NAME_MAX, "a short name")
_NOTES: dict[str, tuple[dict[str, Reader], frozenset[str], Callable[..., Note]]] = {
    "clock": (
        {"clock": _one_of(*get_args(Clock)), "ms": _count, "times": _number(2, _COUNT_MAX)},
        frozenset({"times"}),
        Read,
    ),
    "random": ({"random": _even_hex}, frozenset(), _drawn),
    "call": (
        {
            "call": _matching(re.compile(r"[a-z0-9-]+\..*\Z", re.DOTALL), _REQUEST_BYTES_MAX, "interface.Method"),
            "request": _text(_REQUEST_BYTES_MAX),
            "answer": _text(_REQUEST_BYTES_MAX),
        },
        frozenset(),
        _call,
    ),
}
_DOCUMENT: dict[str, Reader] = {
    "made": _object(Made, by=_text(_NAME_MAX), at_ms=_count, sdk=_name, engine=_name),
    "code": _object(
        Code,
        app_id=_name,
        version_code=_count,
        version_name=_text(_NAME_MAX),
        sources_sha256=_matching(_HEX, 64, "a sha256"),
        runtime=_one_of("runner", "snapshot"),
        artifact_id=_matching(_HEX, 64, "an artifact's name"),
        artifact_sha256=_matching(_HEX, 64, "a sha256"),
        packed=_one_of(True, False),
    ),
    "limits": _object(Limits, **{limit.name: _number(1, getattr(Limits(), limit.name)) for limit in fields(Limits)}),
    "event": _text(EVENT_BYTES_MAX),
    "notes": _notes,
    "late_after": _or_none(_number(1, _COUNT_MAX)),
    "outcome": lambda value, where: _fields(
        value,
        where,
        {
            "answer": _or_none(_text(ANSWER_BYTES_MAX)),
            "failure": _one_of(None, *get_args(Failure)),
            "detail": _text(_TEXT_MAX),
            "fuel_used": _count,
            "host_calls": _count,
            "output": _text(4 * _OUTPUT_CHARS_MAX),
        },
    ),
}
