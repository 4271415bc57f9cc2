"""The house rules that a machine can hold: banned calls and names, sizes, who may import what, what is not tracked.

A rule lists its exceptions with the reason beside each; a new exception is a sentence in this file.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_MAX, FUNCTION_LINES_MAX = 400, 50
CODE = (".py", ".ts", ".tsx", ".css", ".mjs", ".js")
BANNED_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "data", "info", "process"}


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the project that is in the repository and here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for path in listed.split("\0") if path and (ROOT / path).is_file())


@cache
def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8", "replace")


@cache
def tree_of(path: str) -> ast.Module:
    return ast.parse(text_of(path), path)


def python_in(*folders: str) -> list[str]:
    return [path for path in tracked() if path.endswith(".py") and path.startswith(folders)]


def imports_of(path: str) -> Iterator[str]:
    """Every module a file imports, also inside functions and for types only."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls_of(path: str) -> Iterator[tuple[int, str]]:
    """Every call and attribute by its written name: `datetime.now`, `print`, `os.environ`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.lineno, f"{node.value.id}.{node.attr}"


def functions_of(path: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


# Folder → name → what to use instead; then the files where it is right, and why.
BANNED_CALLS: dict[str, dict[str, str]] = {
    "wallet/": {"float": "money is int minor units", "print": "use log", "os.environ": "use Config"},
    "core/": {
        "datetime.now": "use Clock", "datetime.utcnow": "use Clock", "time.time": "use Clock",
        "time.time_ns": "use Clock", "print": "use log", "os.environ": "use Config", "os.getenv": "use Config",
        "random.random": "use secrets", "asyncio.get_event_loop": "use get_running_loop",
    },
    "miniapps/": {"print": "the user sees nothing of it", "datetime.now": "use miniapp.now"},
}  # fmt: skip
CALLS_ALLOWED = {
    ("core/kit/clock.py", "datetime.now"): "it is the clock",
    ("core/kit/config.py", "os.environ"): "it reads the settings, once",
    ("core/cli.py", "print"): "a command speaks to its terminal",
}


@pytest.mark.parametrize("folder", BANNED_CALLS)
def test_banned_calls_are_not_made(folder: str) -> None:
    found = [
        f"{path}:{line} {name}: {BANNED_CALLS[folder][name]}"
        for path in python_in(folder)
        for line, name in calls_of(path)
        if name in BANNED_CALLS[folder] and (path, name) not in CALLS_ALLOWED
    ]
    assert found == []


def test_every_exception_is_still_needed() -> None:
    for path, name in CALLS_ALLOWED:
        assert name in {called for _, called in calls_of(path)}, (path, name)


# Module → the only places that may import it.
WALLED = {
    "wasmtime": ("sdk/devkit/src/majlis_devkit/engine/", "tests/contract/test_engine_conformance.py"),
    "sqlalchemy": (
        "core/kit/db.py", "core/kit/prepared.py", "core/kit/sqlite_opening.py", "core/kit/keyed.py",
        "core/kit/outbox.py", "core/kit/migrate.py", "core/migrations/",
        "core/appdata/topics.py",  # The store of topic changes stands beside the feed that follows it.
        # What a member may see is one statement, and so is how a list of theirs looks.
        "core/messaging/conversations/members.py", "core/messaging/conversations/views.py",
        # The log's own statements, rows by pairs, and messages as one statement gives them.
        "core/messaging/log.py", "core/messaging/pairs.py",
        "core/messaging/messages/snapshots.py", "core/messaging/messages/reaction_rows.py",
        # The statements of the search index by database, of what follows the log, and of scrubs.
        "core/messaging/search/", "core/messaging/trail.py", "core/kit/scrubbing.py",
        "core/backup/host_database.py", "core/backup/postgres_copy.py",  # Whole databases, whatever is in them.
        # The ledger's writer holds one connection and one transaction for whatever waits.
        "wallet/writer.py", "wallet/commit.py", "wallet/state.py", "wallet/batch.py", "wallet/posting",
        "wallet/books.py",
        "wallet/seat.py",  # Reads where the file lies from the database's address.
        "wallet/migrations/", "wallet/store", "wallet/tables", "tests/",
    ),
    "alembic": ("core/kit/migrate.py", "core/migrations/", "wallet/migrations/", "tests/"),
    "sanic": (
        "core/gateway/app.py", "core/gateway/sanic_wire.py", "core/main.py", "core/cli.py", "tests/",
        "core/testbank/app.py",  # A server of its own: it is the bank.
        "sdk/devkit/src/majlis_devkit/simulator/server.py",  # A host of one developer, with its own front door.
    ),
    "grpc": ("core/kit/", "core/cli.py", "tests/"),
    "jwt": ("core/kit/tokens.py", "core/identity/", "tests/"),
}  # fmt: skip


@pytest.mark.parametrize("module", WALLED)
def test_a_library_is_imported_only_where_it_lives(module: str) -> None:
    found = [
        path
        for path in python_in("core/", "wallet/", "sdk/", "miniapps/", "tests/")
        if any(name == module or name.startswith(f"{module}.") for name in imports_of(path))
        and not path.startswith(WALLED[module])
        and not (module == "sqlalchemy" and re.search(r"/(tables|(\w+_)?store)\.py$", path))
    ]
    assert found == []


PURE_WITH_MESSAGES = {"core/sandbox/buffer.py": "what it holds back are the messages of the commit themselves"}


def test_a_module_that_calls_itself_pure_is() -> None:
    """Values in, values out: no coroutine, no database, no clock, no protobuf message."""
    pure = [path for path in python_in("core/", "wallet/", "sdk/") if _says_pure(path)]
    assert len(pure) > 10
    for path in pure:
        assert not any(isinstance(node, (ast.AsyncFunctionDef, ast.Await)) for node in ast.walk(tree_of(path))), path
        bad = {"sqlalchemy", "asyncio", "time", "socket", "subprocess", "core.kit.clock", "core.kit.db"}
        assert not bad & set(imports_of(path)), path
        if path not in PURE_WITH_MESSAGES:
            assert not [name for name in imports_of(path) if name.endswith("_pb2")], path


def _says_pure(path: str) -> bool:
    return re.search(r"[Pp]ure\b(?! Python)", ast.get_docstring(tree_of(path)) or "") is not None


def test_a_mini_app_imports_only_the_sdk() -> None:
    """As a stranger would write it."""
    for path in python_in("miniapps/"):
        if "/tests/" not in path:
            strange = {name for name in imports_of(path) if name.startswith(("core", "majlis", "wallet", "tests"))}
            assert strange == set(), path


def _is_long(path: str) -> bool:
    return path.endswith(CODE) and text_of(path).count("\n") > LINES_MAX


def test_files_are_short() -> None:
    assert [f"{path}: {text_of(path).count(chr(10))} lines" for path in tracked() if _is_long(path)] == []


def test_functions_are_short() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for path in python_in("")
        if not path.startswith("core/migrations/versions/")  # Written by Alembic.
        for node in functions_of(path)
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > FUNCTION_LINES_MAX
    ]
    assert long == []


def test_every_module_says_its_promise() -> None:
    silent = [path for path in python_in("") if text_of(path).strip() and not ast.get_docstring(tree_of(path))]
    assert silent == []


UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|HA" + r"CK|X" + r"XX)\b(?!\")")


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{path}:{number}"
        for path in tracked()
        if path.endswith((*CODE, ".md", ".proto", ".ftl", ".toml")) or path == "Makefile"
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


CLASSES_ALLOWED = {
    ("sdk/miniapp/src/miniapp/_handlers.py", "Handler"): "the SDK's word: what the app registers",
    ("sdk/miniapp/src/miniapp/_ui_common.py", "Common"): "the vocabulary's word: properties all components have",
}


def test_names_say_what_a_thing_does() -> None:
    for path in tracked():
        assert PurePosixPath(path).stem.lower() not in BANNED_WORDS or not path.endswith(CODE), path
    for path in python_in(""):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                assert node.name.lower() not in BANNED_WORDS or (path, node.name) in CLASSES_ALLOWED, (path, node.name)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                assert not node.name.startswith("do_"), (path, node.name)


def test_no_machine_of_ours_is_named() -> None:
    """Neither a registry nor a folder of somebody's machine: both would be wrong on the next one."""
    places = re.compile(
        r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|https?://\S*/simple\b"
        r"|(?<![\w.])/(?:home/\w+|Users/\w+|root/\w+|wo" + r"rk/\w+)"
    )
    found = [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in tracked()
        if not path.endswith((".woff2", ".png"))
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if places.search(line) and path != str(Path(__file__).relative_to(ROOT))
    ]
    assert found == []


def test_what_is_generated_is_not_tracked() -> None:
    generated = re.compile(
        r"_pb2(_grpc)?\.pyi?$|_service_rpc\.py$|(^|/)(dist|node_modules|__pycache__)/|\.(cwasm|wasm|pyc|db)$"
    )
    assert [path for path in tracked() if generated.search(path)] == []


def test_no_secret_is_tracked() -> None:
    secret = re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n[A-Za-z0-9+/=]{20}")
    assert [path for path in tracked() if secret.search(text_of(path))] == []


# Their claim is that nothing is raised.
RAISES_NOTHING = {
    "test_one_name_does_not_slow_another", "test_a_success_is_not_held_against_its_name",
    "test_sleeping_no_time_returns_at_once",
}  # fmt: skip
# Names a library has too: a function of ours called so must not turn every use of the library's into a claim.
ANYBODYS = {"execute", "begin", "commit", "connect", "run", "count", "sleep"}
SAYS_SO = re.compile(
    r"^(?:raises|fail|check_\w+|assert\w*|run_state_machine_as_test|_?expect\w*|_?refused\w*|_?is_refused)$"
)


def test_every_test_claims_something() -> None:
    """It asserts, expects an error, or calls one of ours that does."""
    proving = _proving_names()
    idle = [
        f"{path}:{node.lineno} {node.name}"
        for path in python_in("tests/", "miniapps/", "sdk/")
        if PurePosixPath(path).name.startswith("test_")
        for node in functions_of(path)
        if node.name.startswith("test_") and not _proves(node, proving)
    ]
    assert {name.partition(" ")[2] for name in idle} == RAISES_NOTHING


def _proving_names() -> set[str]:
    """Functions of the tests and of miniapp.testing that assert, themselves or through another."""
    files = [path for path in python_in("tests/", "miniapps/", "sdk/") if not _is_of_an_app(path)]
    functions = [node for path in files for node in functions_of(path)]
    proving: set[str] = set()
    while True:
        more = {node.name for node in functions if _proves(node, proving)} - proving - ANYBODYS
        if not more:
            return proving
        proving |= more


def _is_of_an_app(path: str) -> bool:
    """What a mini-app does proves nothing by itself; its tests may."""
    return path.startswith("miniapps/") and "/tests/" not in path


def _proves(function: ast.FunctionDef | ast.AsyncFunctionDef, proving: set[str]) -> bool:
    for node in ast.walk(function):
        if isinstance(node, ast.Assert) or (isinstance(node, ast.Raise) and "AssertionError" in ast.unparse(node)):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in proving or SAYS_SO.match(name):
                return True
    return False
