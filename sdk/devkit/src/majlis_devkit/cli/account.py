"""Commands about the developer and the host: keys, login, submit, status."""

from __future__ import annotations

import base64
import hashlib
import os
import platform
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from majlis_devkit import keys, signing
from majlis_devkit import project as projects
from majlis_devkit.cli.author import Folder, Json, built
from majlis_devkit.cli.output import Exit, say, told
from majlis_devkit.host_api import HostApi, host_url, load_login, save_login

Host = Annotated[str, typer.Option("--host", help="The host's address; else MAJLIS_URL, the login's, or localhost.")]
DEFAULT_URL = "http://localhost:8000"
APPS = "majlis.apps.v1.AppsService"
WATCH_S = 2.0
_RETURNED = frozenset({"VERSION_STATE_CHANGES_NEEDED", "VERSION_STATE_REJECTED", "VERSION_STATE_SUSPENDED"})
_RUNNING = frozenset({"VERSION_STATE_DRAFT", "VERSION_STATE_CHECKING"})

keys_commands = typer.Typer(help="Your signing key.", no_args_is_help=True)


@contextmanager
def host_api(host: str) -> Iterator[HostApi]:
    """The host asked for, with the login where it is that host's."""
    login = load_login()
    url = host_url(host or os.environ.get("MAJLIS_URL") or (login.url if login else DEFAULT_URL))
    api = HostApi(url, login if login and login.url == url else None)
    try:
        yield api
    finally:
        api.close()


@keys_commands.command("new")
def keys_new(
    replace: Annotated[bool, typer.Option("--replace", help="Keep the old key beside it as .old.")] = False,
    as_json: Json = False,
) -> None:
    """Make your signing key on this machine."""
    path = keys.key_path()
    with told(as_json):
        if replace and path.exists():
            path.rename(path.with_suffix(".old"))
        key = keys.new_key(path)
    _say_key(as_json, path, key.public_key().public_bytes_raw(), "[green]made[/]")


@keys_commands.command("show")
def keys_show(as_json: Json = False) -> None:
    """Your key's id and public half; the private half is never shown."""
    with told(as_json):
        key = keys.load_key(keys.key_path())
    _say_key(as_json, keys.key_path(), key.public_key().public_bytes_raw(), "key")


@keys_commands.command("register")
def keys_register(
    name: Annotated[str, typer.Option(help="What you call this key.")] = "",
    host: Host = "",
    as_json: Json = False,
) -> None:
    """Become a developer on the host, and tell it that packages signed with this key are yours."""
    with told(as_json), host_api(host) as api:
        public = keys.load_key(keys.key_path()).public_key().public_bytes_raw()
        api.call("majlis.identity.v1.IdentityService/BecomeDeveloper", {})
        api.renew()  # The token in hand was made before the role.
        request = {"public_key": base64.b64encode(public).decode(), "name": name or platform.node()[:64]}
        answer = api.call(f"{APPS}/RegisterDeveloperKey", request)
    say(as_json, {"ok": True, **answer}, f"[green]registered[/] {signing.key_id(public)} at {escape(api.url)}")


def _say_key(as_json: bool, path: Path, public: bytes, word: str) -> None:
    answer = {"ok": True, "key_id": signing.key_id(public), "public_key": public.hex(), "path": str(path)}
    say(as_json, answer, f"{word} [bold]{answer['key_id']}[/]  {public.hex()}\n  {escape(str(path))}")


def login(
    username: Annotated[str, typer.Option(prompt=True, help="Your account on the host.")],
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, envvar="MAJLIS_PASSWORD", help="Asked for.")],
    host: Host = "",
    as_json: Json = False,
) -> None:
    """Sign in to the host; the session is kept on this machine, readable by you only."""
    with told(as_json), host_api(host) as api:
        save_login(api.log_in(username, password, f"majlis on {platform.node()[:40]}"))
    answer = {"ok": True, "username": username, "host": api.url}
    say(as_json, answer, f"[green]logged in[/] as {escape(username)} at {escape(api.url)}")


def submit(
    folder: Folder = Path(),
    note: Annotated[str, typer.Option(help="What the reviewer should know.")] = "",
    host: Host = "",
    as_json: Json = False,
) -> None:
    """Build, sign, check and send the app to review. Sending the same again only shows where it stands."""
    with told(as_json), host_api(host) as api:
        _, data = built(folder, unsigned=False, as_json=as_json)
        request_id = "submit-" + hashlib.sha256(data + note.encode()).hexdigest()[:40]
        request = {"request_id": request_id, "package": base64.b64encode(data).decode(), "note": note}
        version = api.call(f"{APPS}/SubmitVersion", request).get("version") or {}
        if version_id := version.get("version_id"):  # Sent before: the kept answer says where it stood then.
            version = api.call(f"{APPS}/GetVersion", {"version_id": version_id}).get("version") or version
    say(as_json, {"ok": True, "version": version}, f"[green]sent[/] {_line(version)}\n  majlis status --watch")


def status(
    version_id: Annotated[str, typer.Argument(help="ver_…; else this folder's app, or all of yours.")] = "",
    watch: Annotated[bool, typer.Option("--watch", help="Wait until the automatic checks are through.")] = False,
    host: Host = "",
    as_json: Json = False,
) -> None:
    """Where your versions stand, newest first, with what was found. Ends with 1 where changes are needed."""
    with told(as_json), host_api(host) as api:
        versions = _versions(api, version_id)
        while watch and versions and versions[0].get("state") in _RUNNING:
            time.sleep(WATCH_S)
            versions = _versions(api, version_id)
    text = "\n".join(_line(version) + _details(version) for version in versions) or "nothing submitted yet"
    say(as_json, {"ok": True, "versions": versions}, text)
    returned = versions and versions[0].get("state") in _RETURNED
    raise typer.Exit(int(Exit.FOUND if returned else Exit.FINE))


def _versions(api: HostApi, version_id: str) -> list[dict[str, Any]]:
    if version_id:
        version = api.call(f"{APPS}/GetVersion", {"version_id": version_id}).get("version")
        return [version] if version else []
    try:
        app_id = str(projects.read(projects.find(Path())).manifest.get("app_id") or "")
    except projects.ProjectInvalid:
        app_id = ""
    versions: list[dict[str, Any]] = api.call(f"{APPS}/ListVersions", {"app_id": app_id}).get("versions") or []
    return versions


def _line(version: dict[str, Any]) -> str:
    state = str(version.get("state", "")).removeprefix("VERSION_STATE_").replace("_", " ").lower()
    words = (version.get("app_id"), version.get("name"), version.get("version_id"))
    return f"[bold]{escape(' '.join(str(word) for word in words if word))}[/]  {state}"


def _details(version: dict[str, Any]) -> str:
    lines = [
        f"\n  {'error' if one.get('error') else 'warning'}\\[{one.get('code')}] {escape(str(one.get('text_en', '')))}"
        f"{'  ' + escape(str(one['where'])) if one.get('where') else ''}"
        for one in version.get("findings") or ()
    ]
    reason = version.get("verdict_reason")
    said = f"\n  the reviewer: {escape(str(reason))}" if reason else ""
    return "".join(lines) + said + _suspension(version.get("suspension") or {})


def _suspension(found: dict[str, Any]) -> str:
    """What the host switched it off for; "" where it did not."""
    if not found:
        return ""
    traps = found.get("traps") or {}
    counts = ", ".join(f"{one.get('reason')} × {one.get('count', 0)}" for one in traps.get("counts") or ())
    minutes = int(traps.get("window_s", 0)) // 60
    people = f"{traps.get('people', 0)} of {traps.get('people_served', 0)} people in {minutes} minutes"
    last = ": ".join(str(traps[name]) for name in ("last_event", "last_detail") if traps.get(name))
    return (
        f"\n  suspended by the host: beyond an event's limits for {people}: {escape(counts)}"
        f"\n  last: {escape(last)} (incident {escape(str(traps.get('last_incident', '')))})"
        "\n  what to do: mend it and submit a newer version; or ask the operators to lift it"
    )
