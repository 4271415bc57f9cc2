"""`majlis replay`: a recorded event runs again, and the developer reads where it went and what it came to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from majlis_devkit import keys, manifest, package, recording, replay
from majlis_devkit import project as projects
from majlis_devkit.build import Artifact
from majlis_devkit.cli.output import Exit, complaints, fail, say, told
from majlis_devkit.engine import Engine, Outcome, printable
from majlis_devkit.engine.senses import Called, Drawn, Note, Read
from majlis_devkit.recording import Recording, RecordingInvalid
from majlis_devkit.replay import Replayed

SHOWN_CHARS_MAX, PART_CHARS_MAX = 4_096, 200
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]


def replay_event(
    file: Annotated[Path, typer.Argument(help="A recording, as `majlis dev` leaves them in .majlis/recordings.")],
    project: Annotated[Path, typer.Option(help="The app's folder; the one around the file where none is given.")] = (
        Path()
    ),
    show: Annotated[bool, typer.Option("--show", help="Print what is in it; run nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Run a recorded event again. Ends with 0 where all is as it was, 1 where it differs, 2 where the file is none."""
    with told(as_json):
        recorded = read(file, as_json)
        if show:
            say(as_json, json.loads(recording.encode(recorded)), "\n".join(_contents(recorded)))
            return
        home = projects.find(project if project != Path() else _near(file))
        done = _run(recorded, projects.read(home), as_json)
        say(as_json, _answer(done), "\n".join(_report(done)))
    raise typer.Exit(int(Exit.FINE if done.is_same else Exit.FOUND))


def read(file: Path, as_json: bool) -> Recording:
    """The recording in a file; ends the command where it is none."""
    try:
        with file.open("rb") as opened:
            return recording.decode(opened.read(recording.FILE_BYTES_MAX + 1))
    except RecordingInvalid as refused:
        hint = "recordings are made by majlis dev, in .majlis/recordings of the app's folder"
        fail(Exit.USAGE, "RECORDING_INVALID", printable(str(refused), SHOWN_CHARS_MAX), as_json, hint)
    except OSError as trouble:
        fail(Exit.USAGE, "RECORDING_UNREADABLE", f"{file}: {trouble.strerror}", as_json)


def _near(file: Path) -> Path:
    """The app's folder above the file, else where the developer stands."""
    try:
        return projects.find(file.parent)
    except projects.ProjectInvalid:
        return Path()


def _run(recorded: Recording, project: projects.Project, as_json: bool) -> Replayed:
    artifact = _artifact(recorded, project, as_json)
    engine = Engine()
    engine.load(artifact.artifact_id, artifact.path)
    return replay.replay(recorded, engine, artifact, project.sources)


def _artifact(recorded: Recording, project: projects.Project, as_json: bool) -> Artifact:
    try:
        said = manifest.parse(project.files["manifest.json"])
    except manifest.ManifestInvalid as refused:
        fail(Exit.FOLDER, "NOT_A_MINI_APP", str(refused), as_json, "majlis check")
    if recorded.code.app_id not in ("", said.app_id):
        message = f"this is an event of {recorded.code.app_id}; the folder is {said.app_id}"
        fail(Exit.FOLDER, "ANOTHER_APP", message, as_json, "majlis replay FILE --project FOLDER")
    files = {
        path: content.decode("utf-8", "replace")
        for path, content in project.files.items()
        if path.endswith(".py") or package.is_text_file(path)
    }

    def progress(line: str) -> None:
        if not as_json:
            complaints.print(f"[dim]{escape(line)}[/]")

    return replay.artifact_for(recorded, files, said.entry, list(said.scopes), home=keys.home(), progress=progress)


# --- what is told of it ---


def _answer(done: Replayed) -> dict[str, Any]:
    then, now = done.recording.outcome, done.outcome
    went = done.diverged
    return {
        "ok": done.is_same,
        "differs": done.differs,
        "diverged": {"note": went.number, "recorded": went.recorded, "asked": went.asked} if went else None,
        "same_sources": done.same_sources,
        "same_build": done.same_build,
        "fuel": {"recorded": then.fuel_used, "replayed": now.fuel_used},
        "recorded": _outcome(then),
        "replayed": _outcome(now),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in ("answer", "failure", "detail", "output", "host_calls")}


def _report(done: Replayed) -> list[str]:
    code, then, now = done.recording.code, done.recording.outcome, done.outcome
    lines = [f"[bold]{_safe(_event_name(done.recording))}[/]  {code.app_id} {_safe(code.version_name)}, {code.runtime}"]
    if not done.same_sources:
        lines.append("  [yellow]sources[/]  not those it was recorded with: what differs may be your change")
    if not done.same_build:
        lines.append("  [yellow]build[/]    another build of the sandbox or snapshot: fuel may differ")
    if done.diverged is not None:
        lines += _divergence(done)
    else:
        for name in ("answer", "output"):
            lines.append(f"  {name:8} {_mark(name not in done.differs)}")
        lines += _parting(done) if "answer" in done.differs else []
        lines.append(f"  {'fuel':8} {_fuel(done)}")
        lines += _failures(then, now)
    lines += _crash(now) if done.diverged is None else []
    lines += [f"\n[dim]printed[/]\n{_safe(now.output)}"] if now.output else []
    verdict = "[green]the same[/]: it did all as recorded" if done.is_same else "[red]it differs[/] from the recording"
    return [*lines, "", verdict]


def _parting(done: Replayed) -> list[str]:
    found = replay.difference(done.recording.outcome.answer, done.outcome.answer)
    if found is None:
        return []
    where, was, now = (_safe(part, PART_CHARS_MAX) for part in found)
    return [f"    first at  {where}", f"    recorded  {was}", f"    now       {now}"]


def _mark(same: bool) -> str:
    return "[green]identical[/]" if same else "[red]differs[/]"


def _fuel(done: Replayed) -> str:
    then, now = done.recording.outcome.fuel_used, done.outcome.fuel_used
    return f"[green]equal[/], {now:,}" if done.same_fuel else f"recorded {then:,}, now {now:,} ({now - then:+,})"


def _failures(then: Outcome, now: Outcome) -> list[str]:
    if (then.failure, then.detail) == (now.failure, now.detail):
        return [f"  {'ended':8} {now.failure}: {_safe(now.detail)}"] if now.failure else []
    told = [f"{one.failure}: {_safe(one.detail)}" if one.failure else "an answer" for one in (then, now)]
    return [f"  {'ended':8} recorded {told[0]}; now {told[1]}"]


def _divergence(done: Replayed) -> list[str]:
    went = done.diverged
    assert went is not None
    notes = len(done.recording.journal.notes)
    error = _crash_of(done.recording.outcome)
    if error is not None and went.number > notes:
        told = f"{_safe(str(error.get('where') or ''))} {_safe(str(error.get('message') or ''))}"
        past = f"  [green]past it[/]  where the recording crashed ({told.strip()}) this goes on, and asks"
        return [past, f"    {_safe(went.asked)}", "    what that would have been answered nobody knows"]
    of = f"{went.number} of {notes}"
    return [
        f"  [red]another way[/] at note {of}: from here on nobody knows what it would have been told",
        f"    recorded  {_safe(went.recorded)}",
        f"    now       {_safe(went.asked)}",
    ]


def _crash(outcome: Outcome) -> list[str]:
    """Where an app that told its own crash was, as it told it."""
    error = _crash_of(outcome)
    if error is None:
        return []
    where, message = str(error.get("where") or ""), str(error.get("message") or "")
    told = [f"\n[bold]{_safe(str(error.get('reason')))}[/] {_safe(where)} {_safe(message)}"]
    return told + ([_safe(str(error["traceback"]))] if error.get("traceback") else [])


def _crash_of(outcome: Outcome) -> dict[str, Any] | None:
    try:
        error = json.loads(outcome.answer or "{}").get("error")
    except (ValueError, AttributeError, RecursionError):
        return None
    return error if isinstance(error, dict) else None


def _contents(recorded: Recording) -> list[str]:
    """All of it in reading order: what a user is shown before it leaves them."""
    made, code = recorded.made, recorded.code
    lines = [
        f"[bold]{_safe(_event_name(recorded))}[/]  {code.app_id} {_safe(code.version_name)}, {code.runtime}",
        f"  made by {_safe(made.by)}, SDK {made.sdk}, sources {code.sources_sha256[:12]}",
        f"\n[bold]event[/]\n{_whole(recorded.event)}",
        f"\n[bold]notes[/], {len(recorded.journal.notes)}",
        *(f"  {number:4}  {_whole(_told(note))}" for number, note in enumerate(recorded.journal.notes, 1)),
    ]
    outcome = recorded.outcome
    lines.append(f"\n[bold]outcome[/], fuel {outcome.fuel_used:,}\n{_whole(outcome.answer or outcome.detail)}")
    return lines + ([f"\n[bold]printed[/]\n{_whole(outcome.output)}"] if outcome.output else [])


def _told(note: Note) -> str:
    match note:
        case Read(_, ms, times):
            return f"{note}: {ms} ms" + (f", {times} times" if times > 1 else "")
        case Drawn(content):
            return f"{note}: {content.hex()[:32]}…"
        case Called():
            return f"{note.interface}.{note.method} {note.request} → {note.answer}"


def _event_name(recorded: Recording) -> str:
    try:
        event = json.loads(recorded.event)
        named = event.get("action") or event.get("timer") or {}
        return " ".join(str(part) for part in (event.get("kind"), named.get("name"), event.get("path")) if part)
    except (ValueError, AttributeError, RecursionError):
        return "an event"


def _safe(text: str, chars_max: int = SHOWN_CHARS_MAX) -> str:
    return escape(printable(text, chars_max) + ("…" if len(text) > chars_max else ""))


def _whole(text: str) -> str:
    return _safe(text, recording.FILE_BYTES_MAX)
