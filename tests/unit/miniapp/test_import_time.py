"""While an app is imported, clocks and randomness refuse at its own line; before, after and for others they work."""

from __future__ import annotations

import datetime
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest

from miniapp import _guest, _import_time
from miniapp.errors import NotAtImport
from tests.support.import_time import DATES, IMPORTS, REFUSED

ALLOWED = [
    "random.Random(5).random()",
    "random.Random('seed').choice([1, 2])",
    "random.SystemRandom()",
    "time.gmtime(0)",
    "time.strftime('%Y', time.gmtime(0))",
    "uuid.uuid5(uuid.NAMESPACE_DNS, 'a')",
    "datetime.datetime.fromtimestamp(0, datetime.timezone.utc)",
    "datetime.date(2026, 1, 1).isoformat()",
]
MONITORED = pytest.mark.skipif(sys.version_info < (3, 12), reason="CPython tells of calls from 3.12 on; the guest does")


def imported(line: str, *, before: str = "") -> None:
    _guest.load_app({"app.py": f"{IMPORTS}{before}VALUE = {line}\n"})


@pytest.mark.parametrize("call", REFUSED)
def test_what_every_user_would_share_is_refused(call: str) -> None:
    """A token made at import is one token for everybody: it looks random in each test and never is."""
    with pytest.raises(NotAtImport) as refused:
        imported(call)
    assert refused.value.facts == {"call": REFUSED[call]}
    assert "app.py:4" in str(refused.value)
    assert "inside a handler" in str(refused.value)


@MONITORED
@pytest.mark.parametrize("call", DATES)
def test_a_date_of_today_is_refused(call: str) -> None:
    with pytest.raises(NotAtImport) as refused:
        imported(call)
    assert refused.value.facts == {"call": DATES[call]}


@pytest.mark.parametrize("call", ALLOWED)
def test_what_is_the_same_wherever_it_is_made_is_allowed(call: str) -> None:
    imported(call)


@pytest.mark.parametrize(
    "before",
    [
        "def make():\n    return uuid.uuid4()\n",
        "from uuid import uuid4\ndef make():\n    return uuid4()\n",
        "class Make:\n    def __call__(self):\n        return secrets.token_bytes()\nmake = Make()\n",
    ],
)
def test_a_function_of_the_app_is_refused_where_it_calls(before: str) -> None:
    with pytest.raises(NotAtImport, match=r"app\.py:[567]"):
        imported("make()", before=before)


def test_it_is_refused_in_any_module_of_the_app() -> None:
    files = {
        "app.py": "import shop.menu\nfrom miniapp import App\napp = App()\n",
        "shop/menu.py": "import time\ntime.time()",
    }
    with pytest.raises(NotAtImport, match=r"shop/menu\.py:2"):
        _guest.load_app(files)


def test_the_crash_names_line_reason_and_call() -> None:
    _guest.load(json.dumps({"files": {"app.py": f"{IMPORTS}TOKEN = secrets.token_hex()\n"}}))
    error = json.loads(_guest.handle("{}"))["error"]
    assert (error["cause"], error["where"]) == ("NOT_AT_IMPORT", "app.py:4")
    assert error["metadata"] == {"call": "secrets.token_hex()"}
    assert "TOKEN = secrets.token_hex()" in error["traceback"]


def test_what_the_app_kept_under_a_name_of_its_own_works_in_its_handlers() -> None:
    names = "from time import time, monotonic\nfrom random import random, choice, Random\nfrom os import urandom\n"
    _guest.load_app({"app.py": f"{IMPORTS}{names}"})
    clock, monotonic, chance, choice, kind, entropy = map(
        vars(sys.modules["app"]).__getitem__, ("time", "monotonic", "random", "choice", "Random", "urandom")
    )
    assert clock() > 1_700_000_000
    assert monotonic() > 0
    assert 0 <= chance() < 1
    assert choice([7]) == 7
    assert kind is random.Random
    assert len(entropy(3)) == 3


@pytest.mark.parametrize("end", ["", "1 / 0"])
def test_afterwards_everything_is_as_it_was(end: str) -> None:
    """An event must not pay for it, and a test that stopped its clock must find it stopped."""
    known = [time.time, time.localtime, os.urandom, random.random, random.Random.seed, dict(vars(random._inst))]  # type: ignore[attr-defined]
    try:
        imported(end or "1")
    except ZeroDivisionError:
        pass
    now = [time.time, time.localtime, os.urandom, random.random, random.Random.seed, dict(vars(random._inst))]  # type: ignore[attr-defined]
    assert now == known
    assert not _import_time._watched
    assert datetime.datetime.now().year >= 2026


def test_a_library_may_ask_the_clock_while_an_app_imports_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Natively a module of the standard library may be imported here for the first time: logging asks when it began."""
    monkeypatch.delitem(sys.modules, "logging", raising=False)
    imported("1", before="import logging\n")


def test_other_threads_notice_nothing() -> None:
    """A simulator's server goes on while it loads an app."""
    told: list[object] = []

    def elsewhere() -> None:
        told.extend([time.time(), random.random(), random.Random(), os.urandom(1)])

    def during(loader: object, run: Callable[[], None]) -> None:
        with _import_time.refusing(loader):
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()

    during(object(), elsewhere)
    assert len(told) == 4


def test_an_import_inside_an_import_ends_with_the_outer_one() -> None:
    outer, inner = object(), object()
    real = time.time
    with _import_time.refusing(outer):
        with _import_time.refusing(inner):
            pass
        assert time.time is not real
    assert time.time is real


def test_where_somebody_else_has_the_number_of_our_tool_apps_load() -> None:
    """A debugger may have taken it; then a date of today is found by the checks only, which run in the sandbox."""
    code = (
        "import sys\nif hasattr(sys, 'monitoring'): sys.monitoring.use_tool_id(4, 'another')\n"
        "from miniapp import _guest\n_guest.load_app({'app.py': 'from datetime import datetime\\n"
        "from miniapp import App\\napp = App()\\ndatetime.now()'})"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
