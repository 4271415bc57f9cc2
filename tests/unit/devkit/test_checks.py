"""The checks find what a reviewer would send back, at its line, in both languages, and nothing on a good app."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from majlis_devkit import checks, package, project, signing
from majlis_devkit.engine import Engine
from majlis_devkit.engine.outcome import Outcome
from majlis_devkit.findings import Finding, catalogue, finding
from majlis_devkit.sandbox import LocalSandbox
from majlis_devkit.world import load_contract
from miniapp import limits
from tests.support.checked_apart import as_the_child_tells, checked_apart
from tests.support.packages import APP, CONTRACT, ICON, KEY, files, raw_zip, signed

Changes = Mapping[str, bytes | str | None]
SEEN: dict[bytes, list[Finding]] = {}  # What these tests had checked, and what came of it.


@pytest.fixture(scope="module", autouse=True)
def is_judged_the_same_apart() -> Iterator[None]:
    """By the host's child, which can read nothing any more once it looks at a package."""
    yield
    apart = checked_apart(list(SEEN), CONTRACT)
    assert apart == [as_the_child_tells(here) for here in SEEN.values()]


SCREEN = {"type": "Screen", "props": {"title": "x"}}


def found(changes: Changes | None = None, **manifest_changes: Any) -> list[Finding]:
    package = signed(changes, **manifest_changes)
    SEEN[package] = checks.run_checks(package, contract=CONTRACT)
    return SEEN[package]


def codes(changes: Changes | None = None, **manifest_changes: Any) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in found(changes, **manifest_changes)]


def test_a_good_app_has_no_findings() -> None:
    assert found() == []


def test_every_rule_is_complete_and_used_and_every_code_used_is_a_rule() -> None:
    """A code without words would crash in review; words without code are a promise nobody keeps."""
    folder = Path(checks.__file__).parent
    used = set(re.findall(r'"([EW]\d{3})"', "".join(path.read_text("utf-8") for path in folder.glob("*.py"))))
    assert used == set(catalogue())
    for rule in catalogue().values():
        for words in (rule.en, rule.ar, rule.fix, rule.fix_ar):
            assert words.strip(), rule.code
        assert set(re.findall(r"{(\w+)", rule.en)) >= set(re.findall(r"{(\w+)", rule.ar)), rule.code


def test_a_finding_speaks_both_languages_and_names_the_fix() -> None:
    one = finding("E311", "app.py:41", scope="profile.name")
    assert (one.severity, one.where) == ("error", "app.py:41")
    assert "profile.name" in one.text_en
    assert "profile.name" in one.text_ar
    assert "req_permissions" in one.fix


def test_an_unreadable_package_is_one_finding() -> None:
    assert [one.code for one in checks.run_checks(b"not a zip", contract=CONTRACT)] == ["E102"]
    assert [one.code for one in checks.run_checks(raw_zip([(b"../x", b"")]), contract=CONTRACT)] == ["E104"]
    tampered = signed().replace(b"hello = Hello", b"hello = Hallo")
    assert [one.code for one in checks.run_checks(tampered, contract=CONTRACT)] == ["E102"]


def test_the_signature_must_be_there_and_of_a_registered_key() -> None:
    unsigned = package.build(files(), ["pages/index"])
    assert [one.code for one in checks.run_checks(unsigned, contract=CONTRACT)] == ["E111"]
    assert checks.run_checks(unsigned, contract=CONTRACT, signed=False) == []
    mine = KEY.public_key().public_bytes_raw()
    assert checks.run_checks(signed(), contract=CONTRACT, developer_keys={mine}) == []
    stranger = checks.run_checks(signed(), contract=CONTRACT, developer_keys={bytes(32)})
    assert [one.code for one in stranger] == ["E112"]


@pytest.mark.parametrize(
    ("changes", "manifest_changes", "expected"),
    [
        ({"evil.wasm": b"\0asm"}, {}, ("E114", "evil.wasm")),
        ({"lib.so": b"\x7fELF"}, {}, ("E114", "lib.so")),
        ({"app2.js": "alert()"}, {}, ("E114", "app2.js")),
        ({"icons/icon.svg": None}, {}, ("E203", "manifest.json")),
        ({"icons/icon.svg": ICON.replace(b"<circle", b"<script")}, {}, ("E204", "icons/icon.svg")),
        ({"icons/icon.svg": b"<!DOCTYPE svg>" + ICON}, {}, ("E204", "icons/icon.svg")),
        ({"icons/icon.svg": ICON.replace(b"r=", b"onload=")}, {}, ("E204", "icons/icon.svg")),
        ({"icons/icon.svg": ICON + b" " * 32768}, {}, ("E204", "icons/icon.svg")),
        ({}, {"majlis_entry": "main:app"}, ("E205", "manifest.json")),
        ({}, {"pages": ["pages/index", "pages/poll"]}, ("E113", "manifest.json")),
        ({"app.py": APP + "def broken(:\n"}, {}, ("E401", "app.py:9")),
        ({"app.py": b"x = '\xff'"}, {}, ("E402", "app.py")),
        ({"app.py": "import os\n" + APP}, {}, ("E403", "app.py:1")),
        ({"app.py": APP + "\n\ndef f():\n    import socket\n"}, {}, ("E403", "app.py:12")),
        ({"app.py": "import numpy\n" + APP}, {}, ("E404", "app.py:1")),
        ({"app.py": "from . import lost\nfrom .lost import x\n" + APP}, {}, ("E404", "app.py:2")),
        ({"app.py": "import miniapp.camera\n" + APP}, {}, ("E404", "app.py:1")),
        ({"app.py": "from miniapp._host import call\n" + APP}, {}, ("E405", "app.py:1")),
        ({"json.py": ""}, {}, ("E406", "json.py")),
        ({"app.py": APP + "# \u202e admin if\n"}, {}, ("E120", "app.py:9")),
        ({"texts/en.ftl": "hello = \u2067Hello\u2069 { $name }"}, {}, ("E120", "texts/en.ftl:1")),
        ({"texts/en.ftl": 'x = X\nhello = {"\\u202E"} { $name }'}, {}, ("E120", "texts/en.ftl:2")),
        ({"miniapp/__init__.py": ""}, {}, ("E406", "miniapp/__init__.py")),
        ({"app.py": APP + "\neval('1')\n"}, {}, ("W410", "app.py:10")),
        ({"texts/ar.ftl": "hello = مرحبا { $name }\nbroken\n"}, {}, ("E501", "texts/ar.ftl:2")),
        ({"texts/ar.ftl": None}, {}, ("E502", "")),
        ({"texts/en.ftl": ""}, {}, ("E503", "app.py:8")),
        ({"texts/en.ftl": "hello = Hello { $first }"}, {}, ("W504", "app.py:8")),
        ({"texts/en.ftl": "hello = Hi\nbye = Bye\n", "texts/ar.ftl": "hello = م\nbye = و\n"}, {},
         ("W505", "texts/ar.ftl:2")),
    ],
)  # fmt: skip
def test_each_fault_is_found_at_its_place(
    changes: Changes, manifest_changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert expected in codes(changes, **manifest_changes)


def test_a_defect_of_the_manifest_is_found_at_its_line() -> None:
    first = found(dir="sideways")[0]
    assert first.code == "E202"
    assert re.fullmatch(r"manifest\.json:\d+", first.where)


def test_own_modules_and_packages_may_be_imported() -> None:
    changes = {
        "app.py": "from shop import menu\nfrom shop.menu import dishes\nimport shop\nimport json, re\n" + APP,
        "shop/__init__.py": "",
        "shop/menu.py": "from . import prices\nfrom .prices import dishes\nfrom collections.abc import Mapping\n",
        "shop/prices.py": "dishes = ()\n",
    }
    assert found(changes) == []


@pytest.mark.parametrize(
    "use",
    [
        "from miniapp import profile\nprofile.name()",
        "from miniapp import profile as p\np.name()",
        "import miniapp\nminiapp.profile.name()",
        "import miniapp as m\nm.profile.name()",
        "import miniapp.profile as p\np.name()",
        "import miniapp.profile\nminiapp.profile.name()",
        "from miniapp.profile import name",
        "from miniapp.profile import name as who",
        "from miniapp.profile import *",
        "from miniapp import *\nprofile.name()",
        "from miniapp import profile\ng = profile",
        "from miniapp import profile\ngetattr(profile, 'na' + 'me')()",
        "def f():\n    from miniapp import profile\n    return [profile.name() for _ in '1']",
    ],
)
def test_a_used_scope_is_seen_however_it_is_imported(use: str) -> None:
    app = f"from miniapp import App\napp = App()\n{use}\n"
    assert "E312" not in [code for code, _ in codes({"app.py": app})]
    undeclared = codes({"app.py": app}, req_permissions=[], majlis_reasons={})
    assert "E311" in [code for code, _ in undeclared]


def line_with(text: str, manifest: bytes) -> str:
    return f"manifest.json:{next(n for n, line in enumerate(manifest.decode().splitlines(), 1) if text in line)}"


def test_a_reason_without_its_scope_says_which_of_the_two_is_missing() -> None:
    """The source uses it: it must be declared. Nobody uses it: the reason is left over."""
    used = found(req_permissions=[])
    assert [(one.code, one.where) for one in used] == [("E311", "app.py:8")]
    assert "req_permissions" in used[0].fix
    unused = {"app.py": "from miniapp import App\napp = App()\n", "texts/ar.ftl": None, "texts/en.ftl": None}
    left_over = found(unused, req_permissions=[])[0]
    place = line_with('"profile.name"', files(req_permissions=[])["manifest.json"])
    assert (left_over.code, left_over.where) == ("E206", place)
    assert "profile.name" in left_over.text_en
    assert "req_permissions" in left_over.fix


def test_the_place_of_a_defect_is_inside_the_member_it_is_in() -> None:
    """`name` stands in three places of a manifest, `en` in four."""
    for changes, text in (
        ({"version": {"code": 1, "name": "one"}}, '"name": "one"'),
        ({"majlis_reasons": {"profile.name": {"ar": "ل"}}}, '"profile.name": {'),
        ({"majlis_reasons": {"profile.name": {"ar": "ل", "en": ""}}}, '"en": ""'),
    ):
        first = found(**changes)[0]
        assert (first.code, first.where) == ("E202", line_with(text, files(**changes)["manifest.json"]))


def test_a_declared_scope_nobody_uses_is_an_error() -> None:
    """People are asked for no more than the app needs."""
    app = "from miniapp import App, profile\napp = App()\n"
    line = next(n for n, text in enumerate(files()["manifest.json"].decode().splitlines(), 1) if "profile.name" in text)
    assert ("E312", f"manifest.json:{line}") in codes({"app.py": app})


def test_an_unknown_scope_is_named_with_those_there_are() -> None:
    reasons = {"location.always": {"ar": "ل", "en": "x"}}
    all_found = found(req_permissions=[{"name": "location.always"}], majlis_reasons=reasons)
    unknown = next(one for one in all_found if one.code == "E301")
    assert "profile.name" in unknown.fix


def test_eighty_percent_of_a_limit_is_a_warning() -> None:
    def padded(size: int) -> list[str]:
        overhead = len(signed({"pad.py": ""}))
        return [one.code for one in found({"pad.py": b"#" * (size - overhead)})]

    assert "W115" in padded(limits.PACKAGE_BYTES_MAX * 4 // 5 + 1)
    assert "W115" not in padded(limits.PACKAGE_BYTES_MAX * 4 // 5 - 2)


def test_findings_are_the_same_whatever_the_order_of_files() -> None:
    bad = files({"b.py": "import os", "a.py": "import os", "c.py": "eval('')"})
    one = package.build(bad, ["pages/index"])
    other = package.build(dict(reversed(bad.items())), ["pages/index"])
    check = [checks.run_checks(data, contract=CONTRACT, signed=False) for data in (one, other)]
    assert check[0] == check[1] != []


class FakeSandbox:
    """Answers events as a guest would; what it was asked is kept."""

    def __init__(self, screens: Mapping[str, Any], describe: Mapping[str, Any] | None = None) -> None:
        self.screens = screens
        self.described = {"screens": list(screens), "actions": {"vote": {}}} if describe is None else describe
        self.events: list[dict[str, Any]] = []

    def __call__(self, sources: str, event: str, host_call: Any) -> Outcome:
        assert json.loads(sources)["entry"] == "app:app"
        self.events.append(json.loads(event))
        asked = self.events[-1]
        answer = self.described if asked["kind"] == "describe" else self.screens[asked["path"]]
        return answer if isinstance(answer, Outcome) else Outcome(answer=json.dumps(answer))


def dry(screens: Mapping[str, Any], describe: Mapping[str, Any] | None = None) -> list[Finding]:
    return checks.run_checks(signed(), contract=CONTRACT, dry_start=FakeSandbox(screens, describe))


def crash(message: str, reason: str = "APP_CRASHED") -> dict[str, Any]:
    return {"error": {"reason": reason, "message": message, "where": "app.py:9", "traceback": ""}}


def test_every_screen_is_drawn_in_both_languages() -> None:
    sandbox = FakeSandbox({"/": {"tree": SCREEN}, "/poll": {"tree": SCREEN}})
    assert checks.run_checks(signed(), contract=CONTRACT, dry_start=sandbox) == []
    asked = [(event["kind"], event["path"], event["lang"]) for event in sandbox.events[1:]]
    assert asked == [("open", "/", "ar"), ("open", "/", "en"), ("screen", "/poll", "ar"), ("screen", "/poll", "en")]


def test_what_the_first_run_shows_is_found() -> None:
    press = {"type": "Button", "props": {"text": "x"}, "on": {"press": {"action": "gone"}}}
    button = SCREEN | {"children": [press]}
    most = limits.CHILDREN_MAX * 4 // 5
    wide = SCREEN | {"children": [{"type": "Divider"}] * most}
    results = dry({
        "/": crash("ZeroDivisionError: division by zero"),
        "/poll": {"tree": {"type": "Marquee"}},
        "/vote": {"tree": button},
        "/list": {"tree": wide},
        "/ask": crash("id is missing", "ARGUMENT_INVALID"),
        "/stuck": Outcome(failure="APP_OUT_OF_FUEL", detail="the event used up its processor time"),
    })  # fmt: skip
    assert [(one.code, one.where) for one in results] == [
        ("E602", "app.py:9"), ("E603", ""), ("E604", ""), ("W606", ""), ("E602", ""),
    ]  # fmt: skip
    assert "division by zero" in results[0].text_en


def bound(*children: dict[str, Any], **params: bool) -> list[tuple[str, str]]:
    """What is found on a screen of these, where the action `vote` has these parameters (True: it has no default)."""
    shown = {"screens": ["/"], "actions": {"vote": {"params": {n: {"required": r} for n, r in params.items()}}}}
    found_all = dry({"/": {"tree": SCREEN | {"children": list(children)}}}, shown)
    return [(one.code, one.text_en) for one in found_all]


def vote_on(event: str, kind: str, args: dict[str, Any] | None = None, **props: Any) -> dict[str, Any]:
    return {"type": kind, "props": props, "on": {event: {"action": "vote", "args": args or {}}}}


def test_a_tap_that_would_miss_an_argument_is_found_before_anybody_taps() -> None:
    press = vote_on("press", "Button", text="x")
    ((code, text),) = bound(press, press, option=True)
    assert code == "E608"
    assert all(word in text for word in ("/", "vote", "option", "press"))
    assert bound(vote_on("press", "Button", {"option": 2}, text="x"), option=True) == []
    assert bound(press, option=False, fields=True) == []
    assert bound(vote_on("press", "Button", text="x", disabled=True), option=True) == []
    ((code, text),) = bound(vote_on("press", "Button", {"optoin": 2}, text="x"), option=False)
    assert (code, "optoin" in text) == ("E607", True)


def test_what_inputs_and_forms_give_an_action_counts() -> None:
    field = {"type": "TextField", "props": {"name": "option", "label": "x"}}
    submit = vote_on("submit", "Form", name="f")
    assert bound(submit | {"children": [field]}, option=True, fields=True) == []
    assert [code for code, _ in bound(submit, field, option=True)] == ["E608"]
    assert bound(vote_on("change", "Toggle", name="t", label="x", value=False), value=True) == []
    assert [code for code, _ in bound(vote_on("press", "Button", text="x"), value=True)] == ["E608"]
    inside = {"type": "Form", "props": {"name": "f"}, "children": [field, vote_on("press", "Button", text="x")]}
    assert [code for code, _ in bound(inside, option=True)] == ["E608"]  # Nothing typed yet: the press carries nothing.


def test_what_an_app_says_of_its_actions_is_not_trusted() -> None:
    press = {"/": {"tree": SCREEN | {"children": [vote_on("press", "Button", text="x")]}}}
    for actions in (None, 7, ["vote"], {"vote": None}, {"vote": {"params": [1]}}, {"vote": {"params": {"a": 1}}}):
        assert {one.code for one in dry(press, {"screens": ["/"], "actions": actions})} <= {"E604"}


@pytest.mark.usefixtures("runner_artifact")
def test_polls_and_a_crash_on_a_tap_in_the_real_sandbox(engine: Engine) -> None:
    sandbox = LocalSandbox(engine)
    polls = project.read(Path(__file__).parents[3] / "miniapps" / "polls").package()
    contract = load_contract()
    assert checks.run_checks(polls, contract=contract, dry_start=sandbox.run, signed=False) == []
    tap = APP.replace("name=profile.name())", 'name=profile.name()), ui.Button("x", on_press=vote())')
    tap += "\n\n@app.action\ndef vote(option: int) -> None:\n    pass\n"
    found_all = checks.run_checks(signed({"app.py": tap}), contract=contract, dry_start=sandbox.run)
    assert [one.code for one in found_all] == ["E608"]


def test_an_app_that_does_not_start_is_one_finding() -> None:
    assert [one.code for one in dry({}, crash("ImportError: no"))] == ["E601"]
    assert [one.code for one in dry({"/other": {"tree": SCREEN}})] == ["E605"]


def test_a_broken_package_is_never_run() -> None:
    sandbox = FakeSandbox({})
    checks.run_checks(signed({"app.py": "import os"}), contract=CONTRACT, dry_start=sandbox)
    assert sandbox.events == []


def test_a_counter_signed_package_passes_the_same_checks() -> None:
    released = signing.counter_sign(signed(), KEY)
    assert checks.run_checks(released, contract=CONTRACT) == []
