"""`majlis replay`: a recorded event runs again, and the developer reads where it went and what it came to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from majlis_devkit import keys, manifest, recording, replay
from majlis_devkit import project as projects
from majlis_devkit.build import Artifact
from majlis_devkit.cli.output import Exit, complaints, fail, say, told
from majlis_devkit.cli.replay_report import SHOWN_CHARS_MAX, answer, contents, report
from majlis_devkit.engine import Engine, printable
from majlis_devkit.recording import Recording, RecordingInvalid
from majlis_devkit.replay import Replayed

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]


def replay_event(
    file: Annotated[Path, typer.Argument(help="A recording, as `majlis dev` leaves them in .majlis/recordings.")],
    project: Annotated[Path, typer.Option(help="The app's folder; the one around the file where none is given.")] = (
        Path()
    ),
    show: Annotated[bool, typer.Option("--show", help="Print what is in it; run nothing.")] = False,
    native: Annotated[
        bool, typer.Option("--native", help="In this Python, not in the sandbox: breakpoint() works there.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Run a recorded event again. Ends with 0 where all is as it was, 1 where it differs, 2 where the file is none."""
    with told(as_json):
        recorded = read(file, as_json)
        if show:
            say(as_json, json.loads(recording.encode(recorded)), "\n".join(contents(recorded)))
            return
        home = projects.find(project if project != Path() else _near(file))
        done = (_run_natively if native else _run)(recorded, projects.read(home), as_json)
        say(as_json, answer(done), "\n".join(report(done)))
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


def _run_natively(recorded: Recording, project: projects.Project, as_json: bool) -> Replayed:
    said = _manifest(recorded, project, as_json)
    try:
        return replay.replay_natively(recorded, _files(project), said.entry)
    except Exception as crash:
        fail(Exit.FOUND, "APP_CRASHED", f"the app does not load: {type(crash).__name__}: {crash}", as_json)


def _artifact(recorded: Recording, project: projects.Project, as_json: bool) -> Artifact:
    said = _manifest(recorded, project, as_json)

    def progress(line: str) -> None:
        if not as_json:
            complaints.print(f"[dim]{escape(line)}[/]")

    scopes, home = list(said.scopes), keys.home()
    return replay.artifact_for(recorded, _files(project), said.entry, scopes, home=home, progress=progress)


def _manifest(recorded: Recording, project: projects.Project, as_json: bool) -> manifest.Manifest:
    """What the folder says it is; ends the command where it is not the recorded app."""
    try:
        said = manifest.parse(project.files["manifest.json"])
    except manifest.ManifestInvalid as refused:
        fail(Exit.FOLDER, "NOT_A_MINI_APP", str(refused), as_json, "majlis check")
    if recorded.code.app_id not in ("", said.app_id):
        message = f"this is an event of {recorded.code.app_id}; the folder is {said.app_id}"
        fail(Exit.FOLDER, "ANOTHER_APP", message, as_json, "majlis replay FILE --project FOLDER")
    return said


def _files(project: projects.Project) -> dict[str, str]:
    files: dict[str, str] = json.loads(project.sources)["files"]
    return files
