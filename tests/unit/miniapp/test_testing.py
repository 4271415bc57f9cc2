"""miniapp.testing acts as the client does, so that a green test means a working screen."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from miniapp import App, _guest, _host, appdata, limits, save_file, testing, text, toast, ui
from miniapp import user as asking


@dataclass
class State:
    got: list[Any] = field(default_factory=list)


app = App("form")


@app.action
def send(state: State, fields: dict[str, Any]) -> None:
    state.got.append(fields)


@app.action
def changed(state: State, value: str, fields: dict[str, Any]) -> None:
    state.got.append([value, fields])


@app.screen("/")
def home(state: State) -> ui.Node:
    return ui.Screen(
        "home",
        ui.Form(
            "order",
            ui.TextField("note", "note", max=5, required=True),
            ui.TextField("city", "city", on_change=changed()),
            ui.Choice("size", "size", [{"id": "s", "text": "S"}, {"id": "l", "text": "L"}], value="s"),
            ui.Toggle("gift", "gift"),
            ui.Stepper("count", "count", 1, max=3),
            ui.Button("part", on_press=send()),
            ui.Button("all"),
            on_submit=send(),
        ),
        ui.Button("twice", on_press=send()),
        ui.Button("twice", on_press=send(), test_id="second"),
        ui.Button("off", disabled=True, on_press=send()),
        ui.Text("secret", hidden=True),
    )


@pytest.fixture
def user() -> testing.User:
    return testing.open(app)


def test_a_submit_sends_every_field_a_press_only_the_touched_ones(user: testing.User) -> None:
    """As the web client: an untouched field is the app's to know."""
    user.type("note", "سريع")
    user.choose("size", "l")
    user.tap("part")
    user.tap("all")
    assert user.state["got"] == [
        {"note": "سريع", "size": "l"},
        {"note": "سريع", "city": "", "size": "l", "gift": False, "count": 1},
    ]


def test_a_change_carries_its_value_beside_the_other_fields(user: testing.User) -> None:
    user.type("note", "a")
    user.type("city", "جدة")
    assert user.state["got"] == [["جدة", {"note": "a"}]]


def test_what_the_client_would_not_send_is_not_sent(user: testing.User) -> None:
    for act, why in (
        (lambda: user.submit(), "required"),
        (lambda: user.type("note", "123456"), "takes 5 characters"),
        (lambda: user.choose("size", "xl"), "has the options"),
        (lambda: user.step("count", 4), "goes from 0 to 3"),
        (lambda: user.type("nothing", "x"), "no single TextField"),
        (lambda: user.tap("off"), "disabled"),
        (lambda: user.tap("twice"), "2 things to tap"),
        (lambda: user.tap("nothing"), "nothing to tap"),
    ):
        with pytest.raises(AssertionError, match=why):
            act()
    user.tap("second")


def test_hidden_things_are_not_seen_and_a_failure_shows_the_screen(user: testing.User) -> None:
    user.dont_see("secret")
    with pytest.raises(AssertionError, match="TextField note"):
        user.see("nowhere")


def test_a_missing_text_fails_the_test_that_shows_it(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "texts" / "ar.ftl").write_text("hello = أهلًا")
    (tmp_path / "texts" / "en.ftl").write_text("")
    (tmp_path / "app.py").write_text(
        "from miniapp import App, t, ui\napp = App()\n@app.screen('/')\ndef home() -> ui.Node:\n"
        "    return ui.Screen(t('hello'))\n"
    )
    with pytest.raises(AssertionError, match=r"texts/en\.ftl has no message hello"):
        testing.open(testing.load(tmp_path))


def test_another_runner_answers_the_same_events() -> None:
    """What `majlis test --sandbox` sets; here the runner is the guest itself, by text."""
    seen: list[str] = []

    def runner(event: str, host: _host.Host) -> str:
        seen.append(json.loads(event)["kind"])
        before = _host.install(host)
        try:
            return _guest.handle_for(app, event)
        finally:
            _host.install(before)

    testing.use_runner(runner)
    try:
        user = testing.open(app)
        user.type("note", "a")
        user.submit()
    finally:
        testing.use_runner(None)
    assert seen == ["open", "action"]
    user.see("home")


def test_the_owner_is_who_was_opened_as_one_and_a_timer_has_none() -> None:
    """Roles begin with the developer: an app that forgets to ask shows it here."""
    owned = App("owned")

    @owned.screen("/")
    def home() -> ui.Node:
        return ui.Screen("home", ui.Text(f"owner {asking.is_owner}"))

    @owned.on_timer("late")
    def late() -> None:
        appdata.shared.put("owner", asking.is_owner)

    noura = testing.open(owned, user="noura", owner=True)
    noura.see("owner True")
    testing.open(owned, user="layla", host=noura.host).see("owner False")
    noura.host.timers["late"] = noura.host.now, None
    with pytest.raises(testing.AppCrashed, match="NoUser"):
        noura.host.advance(seconds=1)


def test_what_somebody_saved_is_there_by_name() -> None:
    keeping = App("keeping")

    @keeping.action
    def keep() -> object:
        return save_file("list", "a,b", "csv")

    @keeping.screen("/")
    def home() -> ui.Node:
        return ui.Screen("home", ui.Button("keep", on_press=keep()))

    layla = testing.open(keeping)
    layla.tap("keep")
    assert layla.files == {"list.csv": "a,b"}


def test_of_two_buttons_with_one_text_a_test_says_which() -> None:
    """Every list has them; the message says how, and what stands around a button tells it too."""
    menu = App("menu")

    @menu.action
    def add(state: State, dish: str) -> None:
        state.got.append(dish)

    @menu.screen("/")
    def dishes(state: State) -> ui.Node:
        def row(name: str) -> ui.Node:
            return ui.Card(name, ui.Text(f"about {name}"), ui.Button("add", key=f"add-{name}", on_press=add(dish=name)))

        return ui.Screen("home", ui.Section("all", row("kabsa"), row("mandi")))

    layla = testing.open(menu)
    with pytest.raises(AssertionError, match=r"2 things to tap .*'add-kabsa', 'add-mandi'.*within="):
        layla.tap("add")
    layla.tap("add-mandi")
    layla.tap("add", within="kabsa")
    layla.tap("add", within="about mandi")
    assert layla.state["got"] == ["mandi", "kabsa", "mandi"]
    with pytest.raises(AssertionError, match="nothing to tap"):
        layla.tap("add", within="falafel")
    with pytest.raises(AssertionError, match="2 things"):
        layla.tap("add", within="all")


def test_a_test_meets_the_limit_of_timers_before_the_host_does() -> None:
    late = App("late")

    @late.on_timer("ring")
    def ring() -> None: ...

    @late.action
    def remind(name: str) -> None:
        appdata.set_timer(f"ring/{name}", after=timedelta(hours=1))

    @late.screen("/")
    def home() -> ui.Node:
        return ui.Screen("home", [ui.Button(name, on_press=remind(name=name)) for name in ("0", "new")])

    layla = testing.open(late)
    layla.host.timers = {f"ring/{number}": (layla.host.now, None) for number in range(limits.TIMERS_MAX)}
    layla.tap("0")
    with pytest.raises(AssertionError, match=r"10,001 timers wait; .*Fix: .* let one do several things"):
        layla.tap("new")


def test_words_in_both_languages_are_found_by_a_part_of_either() -> None:
    menu = App("both")

    @menu.action
    def cook() -> object:
        return toast("done")

    @menu.screen("/")
    def home() -> ui.Node:
        return ui.Screen("home", ui.Item(text("كبسة لحم", "Lamb kabsa"), on_press=cook()))

    layla = testing.open(menu)
    layla.see("كبسة", "Lamb", text("كبسة لحم", "Lamb kabsa"))
    layla.dont_see("دجاج")
    layla.tap("كبسة")
    assert layla.toasts == ["done"]


def test_a_failing_test_shows_the_authors_line_and_none_of_ours(user: testing.User) -> None:
    """A page of the SDK's frames hides the one line that is wrong."""
    with pytest.raises(AssertionError) as failed:
        user.tap("nowhere")
    failed.traceback = failed.traceback.filter(failed)
    assert [Path(entry.path).name for entry in failed.traceback] == ["test_testing.py"]
