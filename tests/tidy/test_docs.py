"""The guides say what is so: links lead somewhere, tables are the code's, commands exist, the quickstart runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from core import cli as host_cli
from core.kit.config import ROLES, Config
from docs import generate
from majlis_devkit import checks, project
from majlis_devkit.cli import main as developer_cli
from majlis_devkit.world import load_contract
from tests.support.ledger_traces import MORE

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*/*.md"))
NAMES = sorted(path.name for path in (DOCS / "en").glob("*.md"))
GUIDES = [*PAGES, *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"))]
SDK_READMES = [ROOT / "sdk" / "miniapp" / "README.md", ROOT / "sdk" / "devkit" / "README.md"]
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMMANDS: dict[str, Any] = {
    "majlis": typer.main.get_command(developer_cli.app),
    "majlisd": typer.main.get_command(host_cli.app),
}
SAID = re.compile(r'(?<![\w/."-])(majlisd?) ((?:[a-z]+|--?[a-z][a-z-]*)(?: [^`\n|&;]*)?)')


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _anchors(path: Path) -> set[str]:
    """The heading ids as GitHub makes them."""
    headings = HEADING.findall(FENCED.sub("", path.read_text("utf-8")))
    return {re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", [*GUIDES, *SDK_READMES], ids=_named)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(FENCED.sub("", page.read_text("utf-8"))):
        if re.match(r"https?:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link}: there is no {target}"
        assert not anchor or anchor in _anchors(target), f"{link}: no such heading; there are {_anchors(target)}"


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_tables_are_the_codes_own(page: Path) -> None:
    """A limit that is documented wrong costs a stranger a day."""
    text = page.read_text("utf-8")
    assert generate.filled(text, page.parent.name) == text, "run: python docs/generate.py"


def test_both_languages_have_the_same_pages() -> None:
    assert sorted(path.name for path in (DOCS / "ar").glob("*.md")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same(name: str) -> None:
    """Not proven, but a section, table or example that only one of them has is found."""
    shapes = [_shape((DOCS / lang / name).read_text("utf-8")) for lang in ("en", "ar")]
    if name == "index.md":  # Arabic readers get the glossary, which English does not need.
        shapes[1] = shapes[1][: len(shapes[0])]
    assert shapes[0] == shapes[1]


def _shape(text: str) -> list[str]:
    """Levels of headings, rows of tables by their columns, and fenced blocks: what no translation changes."""
    lines = [line for line in FENCED.sub("", text).splitlines() if line.startswith(("#", "|"))]
    lines = [line.split(" ")[0] if line.startswith("#") else "|" * line.count("|") for line in lines]
    return lines + list(FENCED.findall(text))


def test_the_guides_are_reached_from_their_index() -> None:
    for lang in ("en", "ar"):
        index = (DOCS / lang / "index.md").read_text("utf-8")
        assert {link for link in LINK.findall(index) if "/" not in link} == set(NAMES) - {"index.md"}


def test_settings_are_those_of_the_host() -> None:
    for lang in ("en", "ar"):
        text = (DOCS / lang / "operating.md").read_text("utf-8")
        listed = re.findall(r"^\| `MAJLIS_([A-Z_]+)` \|", text, re.MULTILINE)
        assert [name.lower() for name in listed] == [field.name for field in fields(Config)]


# Commands


def _commands(page: Path) -> Iterator[tuple[str, list[str]]]:
    """Commands in code: fenced shell blocks and `inline` ones."""
    text = page.read_text("utf-8")
    pieces = [block for block in FENCED.findall(text) if block.startswith(("```sh\n", "```\n"))]
    pieces += re.findall(r"`([^`\n]+)`", FENCED.sub("", text))
    for piece in pieces:
        for line in piece.replace("\\\n", " ").splitlines():
            for program, rest in SAID.findall(line.partition("  #")[0]):
                yield program, rest.split()


@pytest.mark.parametrize("page", [*GUIDES, *SDK_READMES], ids=_named)
def test_commands_exist_with_their_options(page: Path) -> None:
    for program, words in _commands(page):
        command, left = _found(COMMANDS[program], words)
        own = left[: left.index("--")] if "--" in left else left
        known = {option for parameter in command.params for option in [*parameter.opts, *parameter.secondary_opts]}
        for option in (word.partition("=")[0].strip("[]") for word in own if word.strip("[").startswith("--")):
            assert option in known | {"--help"}, f"{program} {command.name} has no {option}"


def _found(command: Any, words: list[str]) -> tuple[Any, list[str]]:
    """The command of these words, down its groups, and the words that are left."""
    while (inside := getattr(command, "commands", None)) and words and not words[0].startswith("-"):
        assert words[0] in inside, f"there is no {command.name or 'command'} {words[0]}"
        command, words = inside[words[0]], words[1:]
    return command, words


@pytest.mark.parametrize("page", GUIDES, ids=_named)
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {target for piece in _code(page) for target in re.findall(r"(?:^|\s)make ([a-z]+)", piece)}
    assert named <= targets


def _code(page: Path) -> list[str]:
    text = page.read_text("utf-8")
    return FENCED.findall(text) + re.findall(r"`([^`\n]+)`", FENCED.sub("", text))


@pytest.mark.parametrize("page", [ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", ROOT / "README.md"], ids=_named)
def test_files_named_in_code_exist(page: Path) -> None:
    """A map that shows a street that is gone is worse than none."""
    for piece in re.findall(r"`([^`\n]+)`", FENCED.sub("", page.read_text("utf-8"))):
        if re.fullmatch(r"(core|sdk|tests|protos|docs|miniapps|miniapp|majlis_devkit)/[\w./-]*", piece):
            places = [ROOT / piece, ROOT / "sdk" / "miniapp" / "src" / piece, ROOT / "sdk" / "devkit" / "src" / piece]
            assert any(place.exists() for place in places), f"there is no {piece}"


@pytest.mark.parametrize("page", GUIDES, ids=_named)
def test_variables_named_are_read_by_somebody(page: Path) -> None:
    known = {f"MAJLIS_{field.name.upper()}" for field in fields(Config)} | {"MAJLIS_HOME", "MAJLIS_URL", MORE}
    known |= {"MAJLIS_BENCH_LONG", "MAJLIS_CORPUS"}
    assert set(re.findall(r"\bMAJLIS_[A-Z]+(?:_[A-Z]+)*\b", page.read_text("utf-8"))) <= known


def test_roles_in_the_operators_guide_are_the_hosts() -> None:
    text = (DOCS / "en" / "operating.md").read_text("utf-8")
    split = [role for roles in re.findall(r"--roles ([a-z,]+)", text) for role in roles.split(",")]
    assert sorted(split) == sorted(ROLES)


# Apps written in guides

OF_AN_APP = {"app.py", "texts/ar.ftl", "texts/en.ftl", "tests/test_app.py"}


@pytest.fixture(params=["quickstart", "payments"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The app of a guide, made as it says: `majlis new`, then its files over it, its manifest's members added."""
    folder = tmp_path / "tonight"
    made = CliRunner().invoke(developer_cli.app, ["new", str(folder)])
    assert made.exit_code == 0, made.output
    files = dict(FILE.findall((DOCS / "en" / f"{request.param}.md").read_text("utf-8")))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8")) | json.loads(files.pop("manifest.json", "{}"))
    assert set(files) == OF_AN_APP
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return folder


def test_a_guides_app_passes_its_tests(written: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(written), str(written)]
    run = subprocess.run(command, cwd=written, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 passed" in run.stdout


def test_a_guides_app_passes_the_operators_checks(written: Path) -> None:
    data = project.read(written).package()
    found = checks.run_checks(data, contract=load_contract(), signed=False)
    assert [f"{one.code} {one.text_en}" for one in found] == []
