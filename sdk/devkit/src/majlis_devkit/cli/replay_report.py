"""What `majlis replay` tells: where an event went, what it came to, and all that a recording holds. Every text of a
recording may be a stranger's, so none of it reaches the terminal as it is."""

from __future__ import annotations

import json
from typing import Any

from rich.markup import escape

import miniapp
from majlis_devkit import recording, replay
from majlis_devkit.engine import Outcome, printable
from majlis_devkit.engine.senses import Called, Drawn, Note, Read
from majlis_devkit.recording import Recording
from majlis_devkit.replay import Replayed

SHOWN_CHARS_MAX, PART_CHARS_MAX = 4_096, 200


def answer(done: Replayed) -> dict[str, Any]:
    then, now = done.recording.outcome, done.outcome
    went = done.diverged
    return {
        "ok": done.is_same,
        "differs": done.differs,
        "diverged": {"note": went.number, "recorded": went.recorded, "asked": went.asked} if went else None,
        "same_sources": done.same_sources,
        "same_build": done.same_build,
        "native": done.native,
        "fuel": {"recorded": then.fuel_used, "replayed": now.fuel_used},
        "recorded": _outcome(then),
        "replayed": _outcome(now),
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in ("answer", "failure", "detail", "output", "host_calls")}


def report(done: Replayed) -> list[str]:
    code, then, now = done.recording.code, done.recording.outcome, done.outcome
    lines = [f"[bold]{_safe(_event_name(done.recording))}[/]  {code.app_id} {_safe(code.version_name)}, {code.runtime}"]
    if not done.same_sources:
        lines.append("  [yellow]sources[/]  not those it was recorded with: what differs may be your change")
    if done.native:
        lines.append("  [yellow]native[/]   in this Python: clocks and randomness are its own, fuel is not counted")
    elif not done.same_build:
        lines.append(
            f"  [yellow]build[/]    another build of the {code.runtime}: fuel may differ{_versions(done.recording)}"
        )
    if done.diverged is not None:
        lines += _divergence(done)
    else:
        for name in ("answer",) if done.native else ("answer", "output"):
            lines.append(f"  {name:8} {_mark(name not in done.differs)}")
        lines += _parting(done) if "answer" in done.differs else []
        lines += [] if done.native else [f"  {'fuel':8} {_fuel(done)}"]
        lines += _failures(then, now)
    lines += _crash(now) if done.diverged is None else []
    lines += [f"\n[dim]printed[/]\n{_safe(now.output)}"] if now.output else []
    verdict = "[green]the same[/]: it did all as recorded" if done.is_same else "[red]it differs[/] from the recording"
    return [*lines, "", verdict]


def _versions(recorded: Recording) -> str:
    """The SDK of the recording, where it is not ours."""
    return "" if recorded.made.sdk == miniapp.__version__ else f" (SDK {recorded.made.sdk}, here {miniapp.__version__})"


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
    error = replay.error_of(done.recording.outcome.answer)
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
    error = replay.error_of(outcome.answer)
    if error is None:
        return []
    where, message = str(error.get("where") or ""), str(error.get("message") or "")
    told = [f"\n[bold]{_safe(str(error.get('reason')))}[/] {_safe(where)} {_safe(message)}"]
    return told + ([_safe(str(error["traceback"]))] if error.get("traceback") else [])


def contents(recorded: Recording) -> list[str]:
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
