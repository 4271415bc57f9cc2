"""How commands speak: findings as a compiler would, JSON for programs, and one exit code per kind of outcome."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from majlis_devkit.findings import Finding
from majlis_devkit.host_api import HostInvalid, HostRefused, HostUnreachable, NotLoggedIn
from majlis_devkit.jail import StepFailed
from majlis_devkit.keys import KeyMissing, KeyUnusable
from majlis_devkit.project import ProjectInvalid

console = Console(highlight=False, soft_wrap=True)
complaints = Console(stderr=True, highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """What a command's exit code means."""

    FINE = 0
    FOUND = 1  # Errors were found, or tests failed.
    USAGE = 2  # Wrong arguments.
    FOLDER = 3  # The folder, file or key is not what the command needs.
    REFUSED = 4  # The host said no, or nobody is logged in.
    UNREACHABLE = 5  # The host does not answer.
    SANDBOX = 6  # The sandbox could not be built.


def wants_arabic() -> bool:
    return os.environ.get("MAJLIS_LANG", "").startswith("ar")


def say(as_json: bool, answer: Mapping[str, Any], text: str) -> None:
    """The command's result: the answer as JSON, or the text for people."""
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        console.print(text)


def fail(
    code: Exit, reason: str, message: str, as_json: bool, hint: str = "", metadata: Mapping[str, str] | None = None
) -> NoReturn:
    """End the command with a reason; nothing else is printed after it."""
    if as_json:
        error = {"ok": False, "reason": reason, "message": message, "metadata": dict(metadata or {})}
        print(json.dumps(error, ensure_ascii=False, indent=2))
    else:
        complaints.print(f"[bold red]error\\[{escape(reason)}][/]: {escape(message)}")
        if hint:
            complaints.print(f"  [cyan]fix[/]: {escape(hint)}")
    raise typer.Exit(int(code))


@contextmanager
def told(as_json: bool) -> Iterator[None]:
    """Turn what commands may meet into a reason and an exit code, in one place."""
    try:
        yield
    except ProjectInvalid as refused:
        fail(Exit.FOLDER, "NOT_A_MINI_APP", str(refused), as_json)
    except KeyMissing as missing:
        fail(Exit.FOLDER, "KEY_MISSING", f"there is no key at {missing}", as_json, "majlis keys new")
    except KeyUnusable as refused:
        fail(Exit.FOLDER, "KEY_UNUSABLE", str(refused), as_json)
    except FileExistsError as exists:
        fail(Exit.FOLDER, "EXISTS", f"{exists.filename or exists} is already there", as_json)
    except OSError as trouble:
        fail(Exit.FOLDER, "FILE", f"{trouble.filename or ''} {trouble.strerror or trouble}".strip(), as_json)
    except NotLoggedIn:
        fail(Exit.REFUSED, "NOT_LOGGED_IN", "you are not logged in to this host", as_json, "majlis login")
    except HostRefused as refused:
        message = refused.message or refused.reason
        fail(Exit.REFUSED, refused.reason, message, as_json, HINTS.get(refused.reason, ""), refused.metadata)
    except HostInvalid as refused:
        hint = "--host http://localhost:8000, or https:// and the host's name"
        fail(Exit.USAGE, "HOST_INVALID", str(refused), as_json, hint)
    except HostUnreachable as refused:
        fail(Exit.UNREACHABLE, "HOST_UNREACHABLE", str(refused), as_json, "is it running? --host names another")
    except StepFailed as broken:
        fail(Exit.SANDBOX, "SANDBOX_BUILD_FAILED", str(broken), as_json)


HINTS = {
    "CREDENTIALS_INVALID": "check the username and password",
    "VERSION_NOT_NEWER": "raise version.code in manifest.json",
    "APP_ID_TAKEN": "choose another app_id in manifest.json; this one is another developer's",
    "SIGNATURE_INVALID": "majlis keys register, then submit again",
    "KEY_TAKEN": "this key is another account's: majlis keys new --replace",
    "PERMISSION_DENIED": "majlis keys register makes you a developer",
}


def show_findings(found: list[Finding], files: Mapping[str, bytes]) -> None:
    """Each finding with its source line and fix, like a compiler."""
    for one in found:
        colour = "red" if one.is_error else "yellow"
        word = "error" if one.is_error else "warning"
        text, fix = (one.text_ar, one.fix_ar) if wants_arabic() else (one.text_en, one.fix)
        console.print(f"[bold {colour}]{word}\\[{one.code}][/][bold]: {escape(text)}[/]")
        if one.where:
            console.print(f"  [blue]-->[/] {escape(one.where)}")
            _show_line(one.where, files)
        console.print(f"   [blue]=[/] [cyan]fix[/]: {escape(fix)}")
        console.print(f"   [blue]=[/] majlis explain {one.code}\n")


def _show_line(where: str, files: Mapping[str, bytes]) -> None:
    path, _, number = where.rpartition(":")
    if path not in files or not number.isdigit():
        return
    lines = files[path].decode("utf-8", "replace").splitlines()
    if 0 < int(number) <= len(lines):
        margin = " " * len(number)
        console.print(f" {margin} [blue]|[/]")
        console.print(f" [blue]{number} |[/] {escape(lines[int(number) - 1])}")
        console.print(f" {margin} [blue]|[/]")


def summary(found: list[Finding]) -> str:
    errors = sum(one.is_error for one in found)
    warnings = len(found) - errors
    if not found:
        return "[green]ok[/]: nothing found"
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
