"""Commands that need no host: new, dev, test, check, build, explain."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Annotated, Any
from xml.etree import ElementTree

import typer
from rich.markup import escape

from majlis_devkit import checks, keys, package, signing
from majlis_devkit import project as projects
from majlis_devkit.cli.output import Exit, complaints, fail, say, show_findings, summary, told, wants_arabic
from majlis_devkit.findings import Finding, catalogue
from majlis_devkit.manifest import NAME_MAX
from majlis_devkit.sandbox import open_sandbox
from majlis_devkit.world import load_contract

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]
Folder = Annotated[Path, typer.Argument(help="The app's folder, or one inside it.")]
DEV_PORT = 8100
_TEXT_SUFFIXES = frozenset({".py", ".json", ".md", ".ftl", ".svg", ""})


def new(
    folder: Annotated[Path, typer.Argument(help="Where the app will be; its name is the folder's.")],
    app_id: Annotated[str, typer.Option(help="Reverse domain name, like org.example.tea.")] = "",
    as_json: Json = False,
) -> None:
    """Make a small app that runs: screens, texts in Arabic and English, tests."""
    with told(as_json):
        name = folder.resolve().name
        word = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "app"
        app_id = app_id or f"org.example.{word if word[0].isalpha() else 'app-' + word}"
        if folder.exists() and any(folder.iterdir()):
            fail(Exit.FOLDER, "EXISTS", f"{folder} is not empty", as_json)
        made = _write_template(folder, _template_words(name, app_id))
    say(as_json, {"ok": True, "folder": str(folder), "app_id": app_id, "files": made}, _next_steps(folder, app_id))


def _template_words(folder_name: str, app_id: str) -> dict[str, str]:
    """What stands for each mark of the template; safe inside a JSON, Python or Fluent text."""
    name = re.sub(r"[^\w.-]+", " ", folder_name).strip()[:NAME_MAX].rstrip() or "app"
    title = re.sub(r"[_-]+", " ", name).strip() or name
    return {"__APP_ID__": app_id, "__APP_NAME__": name, "__APP_TITLE__": title[0].upper() + title[1:]}


def _write_template(folder: Path, words: dict[str, str]) -> list[str]:
    template = Path(str(resources.files("majlis_devkit").joinpath("templates/starter")))
    made: list[str] = []
    for source in sorted(path for path in template.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        inside = source.relative_to(template)
        target = folder / (".gitignore" if inside.name == "gitignore" else inside)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text("utf-8")
        for mark, word in words.items():
            text = text.replace(mark, word)
        target.write_text(text, "utf-8")
        made.append(target.relative_to(folder).as_posix())
    return made


def _next_steps(folder: Path, app_id: str) -> str:
    return f"[green]made[/] {escape(str(folder))} ({app_id})\n\n  cd {escape(str(folder))}\n  majlis dev\n  majlis test"


def dev(
    folder: Folder = Path(),
    port: Annotated[int, typer.Option(help="Where the simulator listens, on this machine only.")] = DEV_PORT,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = False,
    as_json: Json = False,
) -> None:
    """Run the app in the real sandbox with two people side by side; reloads on every change. Ctrl-C ends it."""
    from majlis_devkit.simulator.recordings import recorded
    from majlis_devkit.simulator.server import serve

    with told(as_json):
        project = projects.read(projects.find(folder))
        told_of = _told_of(as_json)
        simulator = recorded(project, open_sandbox(progress=_progress(as_json)), told_of)

        def ready(bound: int) -> None:
            url = f"http://localhost:{bound}"
            text = f"[green]running[/] {escape(project.folder.name)} at [bold]{url}[/]  (Ctrl-C ends it)"
            say(as_json, {"ok": True, "url": url}, text)
            sys.stdout.flush()
            if open_browser:
                webbrowser.open(url)

        try:
            asyncio.run(serve(simulator, port, ready))
        except KeyboardInterrupt:
            pass


def _told_of(as_json: bool) -> Callable[[Path], None]:
    def told_of(file: Path) -> None:
        if not as_json:
            complaints.print(f"[yellow]failed[/]: majlis replay {escape(os.path.relpath(file))}")

    return told_of


def run_tests(
    context: typer.Context,
    folder: Folder = Path(),
    sandbox: Annotated[bool, typer.Option(help="Run the same tests in WebAssembly.")] = False,
    as_json: Json = False,
) -> None:
    """Run the app's tests with pytest; what stands after -- goes to pytest."""
    with told(as_json):
        home = projects.find(folder)
        with tempfile.TemporaryDirectory() as scratch:
            report = Path(scratch) / "report.xml"
            command = [sys.executable, "-m", "pytest", "--rootdir", str(home), f"--junitxml={report}"]
            command += ["-p", "majlis_devkit.pytest_sandbox"] if sandbox else []
            command += ["-q", *context.args, str(home)]
            run = subprocess.run(command, cwd=home, check=False, capture_output=as_json, text=True)
            counts = _counts(report)
    if as_json:
        ok = run.returncode == 0
        say(True, {"ok": ok, "sandbox": sandbox, **counts, "output": run.stdout + run.stderr}, "")
    raise typer.Exit(int(Exit.FINE if run.returncode == 0 else Exit.FOUND))


def _counts(report: Path) -> dict[str, int]:
    names = ("tests", "failures", "errors", "skipped")
    if not report.exists():
        return dict.fromkeys(names, 0)
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
    return {name: sum(int(suite.get(name, 0)) for suite in suites) for name in names}


def check(
    target: Annotated[Path, typer.Argument(help="The app's folder, or a .ma file.")] = Path(),
    sandbox: Annotated[bool, typer.Option("--sandbox/--no-sandbox", help="Also start it in the sandbox.")] = True,
    as_json: Json = False,
) -> None:
    """Run the very checks the operator runs. Ends with 1 where errors are found."""
    with told(as_json):
        packed = target.suffix == ".ma"
        data = target.read_bytes() if packed else projects.read(projects.find(target)).package()
        dry_start = open_sandbox(progress=_progress(as_json)).run if sandbox else None
        found = checks.run_checks(data, contract=load_contract(), dry_start=dry_start, signed=packed)
        _report(found, data, as_json)
    raise typer.Exit(int(Exit.FOUND if any(one.is_error for one in found) else Exit.FINE))


def _report(found: list[Finding], data: bytes, as_json: bool) -> None:
    errors = any(one.is_error for one in found)
    if not as_json:
        try:
            files = package.read(data).files
        except package.PackageInvalid:
            files = {}
        show_findings(found, files)
    say(as_json, {"ok": not errors, "findings": [one.as_json() for one in found]}, summary(found))


def build(
    folder: Folder = Path(),
    out: Annotated[Path | None, typer.Option(help="The file to write; <app_id>-<version>.ma by default.")] = None,
    unsigned: Annotated[bool, typer.Option("--unsigned", help="Without your signature: nobody accepts it.")] = False,
    as_json: Json = False,
) -> None:
    """Write the signed package. The same sources give the same bytes everywhere."""
    with told(as_json):
        project, data = built(folder, unsigned=unsigned, as_json=as_json)
        manifest = project.manifest
        out = out or Path(f"{manifest['app_id']}-{manifest['version']['name']}.ma")
        out.write_bytes(data)
        opened = package.read(data)
        scopes = [entry["name"] for entry in manifest.get("req_permissions", [])]
    answer: dict[str, Any] = {
        "ok": True,
        "path": str(out),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),  # As the review page shows it.
        "digest": opened.digest,
        "files": sorted(opened.files),
        "scopes": scopes,
        "key_id": opened.developer.key_id if opened.developer else None,
    }
    text = (
        f"[green]built[/] {escape(str(out))}: {len(data):,} bytes, {len(opened.files)} files\n"
        f"  asks for            {', '.join(scopes) or 'nothing'}\n"
        f"  signed by           {answer['key_id'] or 'nobody'}\n"
        f"  sha256 of the file  {answer['sha256']}\n"
        f"  sources digest      {opened.digest}"
    )
    say(as_json, answer, text)


def built(folder: Path, *, unsigned: bool, as_json: bool) -> tuple[projects.Project, bytes]:
    """The project and its package, signed unless not wanted; ends the command where the checks find errors."""
    project = projects.read(projects.find(folder))
    data = project.package()
    found = [one for one in checks.run_checks(data, contract=load_contract(), signed=False) if one.is_error]
    if found:
        _report(found, data, as_json)
        raise typer.Exit(int(Exit.FOUND))
    return project, data if unsigned else signing.sign(data, keys.load_key(keys.key_path()))


def explain(code: Annotated[str, typer.Argument(help="Like E311.")] = "", as_json: Json = False) -> None:
    """What a finding means and how to mend it; without a code, all of them. Works offline."""
    rules = catalogue()
    if not code:
        answer = {"ok": True, "codes": {rule.code: rule.en for rule in rules.values()}}
        say(as_json, answer, "\n".join(_titles()))
        return
    rule = rules.get(code.upper())
    if rule is None:
        fail(Exit.USAGE, "UNKNOWN_CODE", f"there is no finding {code}", as_json, "majlis explain")
    pairs = ((rule.ar, rule.fix_ar), (rule.en, rule.fix))[:: 1 if wants_arabic() else -1]
    both = [(text.format_map(_Blanks()), fix.format_map(_Blanks())) for text, fix in pairs]
    kind = "stops a package" if rule.severity == "error" else "is worth a look"
    lines = [
        f"[bold]{rule.code}[/]  ({kind})",
        *(f"\n{escape(text)}\n  {escape(fix)}" for text, fix in both),
    ]
    answer = {"ok": True, "code": rule.code, "severity": rule.severity, "en": rule.en, "ar": rule.ar}
    say(as_json, answer | {"fix": rule.fix, "fix_ar": rule.fix_ar}, "\n".join(lines))


def _titles() -> Iterator[str]:
    for rule in catalogue().values():
        yield f"[bold]{rule.code}[/]  {escape((rule.ar if wants_arabic() else rule.en).format_map(_Blanks()))}"


class _Blanks(dict[str, "_Blank"]):
    """Fills every word of a rule with its own name: ‹scope›."""

    def __missing__(self, name: str) -> _Blank:
        return _Blank(name)


class _Blank:
    def __init__(self, name: str) -> None:
        self._name = name

    def __format__(self, spec: str) -> str:
        return f"‹{self._name}›"


def _progress(as_json: bool) -> Callable[[str], None]:
    return lambda line: None if as_json else complaints.print(f"[dim]{escape(line)}[/]")
