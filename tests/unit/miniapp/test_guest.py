"""The guest entry: whatever an app does, `handle` answers JSON the host can use."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from typing import Any

import pytest

from miniapp import _compiled, _guest, limits, testing

APP = """
from dataclasses import dataclass
from miniapp import App, Refuse, t, ui
import parts.words
app = App("demo")

@dataclass
class State:
    n: int = 0

@app.action
def run(state: State, code: str) -> None:
    exec(code)

@app.action
def refuse(state: State) -> None:
    state.n = 9
    raise Refuse(t("sold-out", item="خبز"))

@app.screen("/")
def home(state: State) -> ui.Node:
    return ui.Screen(parts.words.TITLE, ui.Text(state.n))
"""
FILES = {"app.py": APP, "parts/words.py": "TITLE = 'أهلًا'\n", "texts/ar.ftl": "sold-out = نفد { $item }"}


def load(files: dict[str, str] = FILES, **more: str) -> None:
    _guest.load(json.dumps({"files": files, **more}))


def handle(**event: Any) -> Any:
    text = _guest.handle(json.dumps({"v": 1, "path": "/", **event}))
    text.encode()  # No lone surrogate may reach the component's border.
    return json.loads(text)


def run(code: str) -> Any:
    return handle(kind="action", action={"name": "run", "args": {"code": code}})["error"]


def test_an_app_of_several_files_is_imported_from_the_sources_alone() -> None:
    load()
    assert handle(kind="open")["tree"] == {
        "type": "Screen",
        "props": {"title": "أهلًا"},
        "children": [{"type": "Text", "props": {"text": {"$number": 0}, "style": "body"}}],
    }


def test_loading_again_forgets_the_app_before() -> None:
    load()
    load(FILES | {"parts/words.py": "TITLE = 'جديد'\n"})
    assert handle(kind="open")["tree"]["props"]["title"] == "جديد"


def test_an_app_goes_on_working_after_another_was_loaded() -> None:
    """Tests of several apps share a process; each app's types were understood when it was loaded."""
    stored = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\nfrom datetime import datetime\n"
        "from miniapp import App, appdata, ui\napp = App()\n"
        "@dataclass\nclass Doc:\n    at: datetime | None = None\n"
        "@app.screen('/')\ndef home() -> ui.Node:\n    return ui.Screen(str(appdata.shared.get('d', Doc).at))\n"
    )
    first = _guest.load_app({"app.py": stored})
    load()
    host = testing.FakeHost()
    host.write("d", {"at": 0})
    testing.open(first, host=host).see("1970-01-01")


def test_a_module_of_the_apps_name_imported_before_does_not_stand_in_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest itself makes a module of an app's folder."""
    monkeypatch.setitem(sys.modules, "parts", types.ModuleType("parts"))
    load()
    assert handle(kind="open")["tree"]["props"]["title"] == "أهلًا"


def test_the_entry_may_be_another_module_and_variable() -> None:
    load({"shop/main.py": "from miniapp import App\nmine = App('shop')"}, entry="shop.main:mine")
    assert handle(kind="describe")["app"] == "shop"


def test_describe_lists_what_the_checks_need() -> None:
    load()
    described = handle(kind="describe")
    assert described["screens"] == ["/"]
    assert described["actions"]["run"] == {"params": {"code": {"type": "str", "required": True}}}
    assert described["python"].startswith("3.")


def test_a_crash_names_the_apps_line_and_shows_no_frame_of_the_sdk() -> None:
    load()
    error = run("1 / 0")
    assert error["reason"] == "APP_CRASHED"
    assert error["message"] == "ZeroDivisionError: division by zero"
    assert error["where"] == "app.py:13"
    assert "exec(code)" in error["traceback"]
    assert "miniapp/" not in error["traceback"]


def test_a_crash_in_the_sdk_is_put_at_the_apps_line() -> None:
    """The author looks for the mistake in app.py, not in ui.py."""
    load()
    error = run("ui.Text(None)")
    assert error["where"] == "app.py:13"
    assert error["cause"] == "COMPONENT_INVALID"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("def f(): f()\nglobals().update(f=f)\nf()", "RecursionError"),
        ("class E(Exception):\n def __str__(self): raise ValueError\nraise E", "E: (its text cannot be shown)"),
        ("raise ValueError('\\ud800')", "ValueError: \ufffd"),
        ("raise ValueError('x' * 9999)", "ValueError: xxx"),
        ("state.n = float('nan')", "WrongType"),
        ("a = []; a.append(a); raise ValueError(a)", "ValueError: [[...]]"),
    ],
)
def test_nothing_an_app_raises_leaves_the_entry(code: str, message: str) -> None:
    load()
    error = run(code)
    assert error["reason"] == "APP_CRASHED"
    assert error["message"].startswith(message)
    assert len(error["traceback"].encode()) <= limits.TRACEBACK_BYTES_MAX


def test_a_long_traceback_keeps_its_end() -> None:
    load()
    error = run("def f(n):\n  try: g(n)\n  except Exception as e: raise ValueError('é' * 300) from e\n"
                "def g(n):\n  if n: f(n - 1)\n  raise KeyError(n)\nglobals().update(f=f, g=g)\nf(30)")  # fmt: skip
    assert len(error["traceback"].encode()) <= limits.TRACEBACK_BYTES_MAX
    assert error["traceback"].endswith("é\n")


def test_a_refusal_carries_its_text_and_keeps_nothing() -> None:
    load()
    answered = handle(kind="action", action={"name": "refuse", "args": {}})
    assert answered == {
        "error": {
            "reason": "APP_REFUSED",
            "message": "sold-out",
            "text": {"$t": "sold-out", "args": {"item": "خبز"}},
        }
    }


@pytest.mark.parametrize(
    ("source", "where"), [("x = = 1", "app.py:1"), ("\n\nimport nowhere", "app.py:3"), ("app = 5", "")]
)
def test_an_app_that_cannot_load_says_so_in_every_answer(source: str, where: str) -> None:
    load({"app.py": source})
    for _ in range(2):
        error = handle(kind="open")["error"]
        assert (error["reason"], error["where"]) == ("APP_CRASHED", where)


def test_a_module_that_would_hide_the_standard_library_is_refused() -> None:
    load({"app.py": "", "random.py": ""})
    assert "random.py hides a module" in handle(kind="open")["error"]["message"]


@pytest.mark.parametrize(
    "event", ["", "[", "null", "[]", '{"v":9,"kind":"open"}', '{"v":1,"kind":"dance"}', "[" * 9999]
)
def test_an_event_that_is_none_is_answered_too(event: str) -> None:
    load()
    assert json.loads(_guest.handle(event))["error"]["reason"] == "APP_CRASHED"


def test_half_characters_of_a_client_are_made_whole() -> None:
    load(FILES | {"parts/words.py": "TITLE = 'a\\ud83d'\n"})
    assert handle(kind="open")["tree"]["props"]["title"] == "a\ufffd"


def test_bake_leaves_the_heap_frozen_and_every_allowed_module_imported() -> None:
    """In a process of its own: freezing the test's heap would hide its leaks."""
    check = (
        "import sys, gc, json\nfrom miniapp import _guest, stdlib\n"
        f"_guest.bake(json.dumps({{'files': {FILES!r}}}))\n"
        "assert not gc.isenabled() and gc.get_freeze_count() > 1000\n"
        "assert set(stdlib.MODULES) <= sys.modules.keys()\n"
        "before = set(sys.modules)\n"
        "print(_guest.handle(json.dumps({'v': 1, 'kind': 'open', 'path': '/'})))\n"
        "print(_guest.handle(json.dumps({'v': 1, 'kind': 'action', 'path': '/',"
        " 'action': {'name': 'run', 'args': {'code': '1/0'}}})))\n"
        "assert set(sys.modules) == before, set(sys.modules) - before\n"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert json.loads(first)["path"] == "/"
    assert json.loads(second)["error"]["where"] == "app.py:13"


def test_a_mistake_fails_the_bake_itself() -> None:
    check = "import json\nfrom miniapp import _guest\n_guest.bake(json.dumps({'files': {'app.py': 'import nowhere'}}))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No module named 'nowhere'" in done.stderr


def packed(files: dict[str, str] = FILES) -> str:
    load(files)
    pack: str = json.loads(_guest.handle(_guest.PACK))["pack"]
    return pack


def test_what_is_in_the_pack_is_not_compiled_again() -> None:
    """The runner loads an app for every event; sources no compiler would take show that none was asked."""
    pack = packed()
    load({path: "not ( python" if path.endswith(".py") else text for path, text in FILES.items()}, pack=pack)
    assert handle(kind="open")["tree"]["props"]["title"] == "أهلًا"
    load({path: text + "(" for path, text in FILES.items()})
    assert "SyntaxError" in handle(kind="open")["error"]["message"], "and the next app has nothing of it"


@pytest.mark.parametrize("pack", ["", "!", "AAAA", "eJwDAAAAAAE=", "eJxLBAAAYgBi"])
def test_a_damaged_pack_is_as_none(pack: str) -> None:
    load(FILES, pack=pack)
    assert handle(kind="open")["tree"]["props"]["title"] == "أهلًا"


def test_a_crash_in_packed_code_is_told_by_its_line() -> None:
    load(FILES, pack=packed())
    assert run("1/0")["where"].startswith("app.py:")


def test_a_pack_larger_than_an_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_compiled, "PACK_CHARS_MAX", 100)
    assert packed() == ""
