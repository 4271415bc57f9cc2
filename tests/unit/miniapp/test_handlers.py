"""Registration and binding: a mistake fails when the app loads, and its message shows the fix."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal

import pytest

from miniapp import App, errors, goto, save_file, toast, ui
from miniapp._dispatch import answer
from miniapp.errors import ArgumentInvalid, HandlerInvalid


class Size(Enum):
    SMALL = "s"
    LARGE = "l"


@dataclass
class State:
    seen: list[Any] = field(default_factory=list)


@dataclass
class Other:
    n: int = 0


@dataclass
class Incomplete:
    n: int


def fresh() -> App:
    app = App("test")

    @app.screen("/")
    def home(state: State) -> ui.Node:
        return ui.Screen("home")

    return app


def act(app: App, name: str, *, args: Any = None, fields: Any = None, **carried: Any) -> Any:
    """The state's record after one action."""
    action = {"name": name, "args": args or {}, "fields": fields or {}, **carried}
    return answer(app, {"v": 1, "kind": "action", "path": "/", "action": action})["state"]["seen"]


def test_a_parameter_without_a_type_shows_what_to_write() -> None:
    with pytest.raises(
        HandlerInvalid, match=r"action vote\(\): the parameter `option` has no type. Fix: .*`option: str`"
    ):

        @fresh().action
        def vote(state: State, option):  # type: ignore[no-untyped-def]
            pass


def test_a_state_without_a_type_shows_what_to_write() -> None:
    with pytest.raises(HandlerInvalid, match="Fix: `state: State`, a dataclass"):

        @fresh().action
        def vote(state, option: int):  # type: ignore[no-untyped-def]
            pass


def test_a_state_in_the_wrong_place_is_told_to_go_first() -> None:
    with pytest.raises(HandlerInvalid, match="comes first"):

        @fresh().action
        def vote(option: int, state: State) -> None:
            pass


@pytest.mark.parametrize(
    ("kind", "fix"),
    [
        (set[str], r"use list\[…\]"),
        (list, r"list\[str\]"),
        (dict[int, str], r"use dict\[str, …\]"),
        (bytes, "use int, str"),
        (int | str, r"one type, or a dataclass"),
    ],
)
def test_a_type_that_cannot_be_sent_names_what_can(kind: Any, fix: str) -> None:
    def vote(option: Any) -> None:
        pass

    vote.__annotations__["option"] = kind
    with pytest.raises(HandlerInvalid, match=fix):
        fresh().action(vote)


def test_a_state_that_cannot_start_empty_is_refused() -> None:
    """The first open of a user has no state yet."""
    with pytest.raises(HandlerInvalid, match="a default for every field"):

        @App().action
        def vote(state: Incomplete) -> None:
            pass


def test_two_state_classes_in_one_app_are_refused() -> None:
    with pytest.raises(HandlerInvalid, match="takes the state Other, others take State"):

        @fresh().action
        def vote(state: Other) -> None:
            pass


def test_async_and_generator_handlers_are_refused() -> None:
    with pytest.raises(HandlerInvalid, match="plain function"):

        @fresh().action
        async def vote(state: State) -> None:
            pass


def test_two_of_one_name_are_refused() -> None:
    app = fresh()
    with pytest.raises(HandlerInvalid, match="two screens have the path /"):

        @app.screen("/")
        def again() -> ui.Node:
            return ui.Screen("x")


def test_an_action_called_in_a_screen_is_a_reference_not_a_run() -> None:
    app = fresh()

    @app.action
    def vote(state: State, option: int, size: Size = Size.SMALL) -> None:
        raise AssertionError("it ran")

    assert vote(option=2, size=Size.LARGE) == {"action": "vote", "args": {"option": 2, "size": "l"}}
    assert vote(2) == {"action": "vote", "args": {"option": 2}}


@pytest.mark.parametrize("call", [{"option": "2"}, {"option": True}, {"choice": 2}, {"option": 2.5}])
def test_a_reference_with_wrong_arguments_fails_where_it_is_made(call: dict[str, Any]) -> None:
    app = fresh()

    @app.action
    def vote(state: State, option: int) -> None: ...

    with pytest.raises(HandlerInvalid, match=r"vote\(option: int\)"):
        vote(**call)


def test_an_action_called_by_a_handler_is_refused_for_it_would_not_run() -> None:
    app = fresh()

    @app.action
    def vote(state: State) -> None: ...

    @app.action
    def both(state: State) -> None:
        vote()

    with pytest.raises(HandlerInvalid, match=r"vote\.run\(state, …\)"):
        act(app, "both")


def test_arguments_win_over_the_value_and_the_value_over_fields() -> None:
    """What the app bound into the screen cannot be replaced by what the client sends."""
    app = fresh()

    @app.action
    def take(state: State, value: str, option: int, name: str = "nobody") -> None:
        state.seen += [value, option, name]

    sent = {"option": "7", "value": "field", "name": "Omar"}
    assert act(app, "take", args={"option": 1}, fields=sent, value="typed") == ["typed", 1, "Omar"]
    assert act(app, "take", fields=sent) == ["field", 7, "Omar"]


def test_fields_are_read_as_the_type_they_stand_for() -> None:
    app = fresh()

    @app.action
    def take(
        state: State, n: int, maybe: int | None, on: bool, size: Size, kind: Literal["a", "b"], fields: dict[str, Any]
    ) -> None:
        state.seen += [n, maybe, on, size.name, kind, sorted(fields)]

    sent = {"n": "٤٢", "maybe": "", "on": True, "size": "l", "kind": "b"}
    assert act(app, "take", fields=sent) == [42, None, True, "LARGE", "b", sorted(sent)]


@pytest.mark.parametrize("sent", [{"n": "many"}, {"n": 1.5}, {"n": None}, {}])
def test_a_field_that_does_not_fit_names_the_parameter(sent: dict[str, Any]) -> None:
    app = fresh()

    @app.action
    def take(state: State, n: int) -> None: ...

    with pytest.raises(ArgumentInvalid, match="n"):
        act(app, "take", fields=sent)


def test_query_parameters_come_as_text_and_arrive_typed() -> None:
    app = fresh()

    @app.screen("/poll")
    def poll(state: State, id: str, page: int = 1) -> ui.Node:
        return ui.Screen(f"{id}/{page}")

    event = {"v": 1, "kind": "screen", "path": "/poll", "query": {"id": "p1", "page": "3"}}
    assert answer(app, event)["tree"]["props"]["title"] == "p1/3"
    with pytest.raises(ArgumentInvalid, match=r"goto\('/poll', id=…\)"):
        answer(app, event | {"query": {}})


def test_what_an_action_returns_is_where_to_go_and_what_to_say() -> None:
    app = fresh()

    @app.screen("/poll")
    def poll(id: str) -> ui.Node:
        return ui.Screen(id)

    @app.action
    def leave(state: State) -> Any:
        return goto("/poll", id="p9"), toast("gone", tone="good")

    answered = answer(app, {"v": 1, "kind": "action", "path": "/", "action": {"name": "leave", "args": {}}})
    assert (answered["path"], answered["query"]) == ("/poll", {"id": "p9"})
    assert answered["tree"]["props"]["title"] == "p9"
    assert answered["effects"] == [{"toast": {"text": "gone", "tone": "good"}}]


@pytest.mark.parametrize("forget", [lambda: goto("/"), lambda: toast("saved")])
def test_a_forgotten_return_is_an_error_not_silence(forget: Any) -> None:
    app = fresh()

    @app.action
    def leave(state: State) -> None:
        forget()

    with pytest.raises(HandlerInvalid, match=r"did not return it\. Fix: return it"):
        act(app, "leave")


def test_a_wrong_return_lists_what_may_be_returned() -> None:
    app = fresh()

    @app.action
    def leave(state: State) -> str:
        return "/poll"

    with pytest.raises(HandlerInvalid, match="return nothing, goto"):
        act(app, "leave")


def test_unknown_actions_screens_and_timers_have_their_own_reasons() -> None:
    """The host tells an old tap on a new version from a crash by these."""
    app = fresh()
    with pytest.raises(errors.ActionNotFound):
        act(app, "nothing")
    with pytest.raises(errors.ScreenNotFound, match=r'Fix: @app.screen\("/poll"\)'):
        answer(app, {"v": 1, "kind": "screen", "path": "/poll"})
    with pytest.raises(errors.TimerNotFound):
        answer(app, {"v": 1, "kind": "timer", "timer": {"name": "close/p1", "payload": {}}})


def test_a_timer_is_heard_by_the_first_part_of_its_name_and_draws_nothing() -> None:
    app = fresh()

    @app.on_timer("close")
    def close(state: State, poll: str) -> None:
        state.seen.append(poll)

    event = {"v": 1, "kind": "timer", "timer": {"name": "close/p1", "payload": {"poll": "p1"}}}
    assert answer(app, event) == {"state": {"seen": ["p1"]}, "effects": []}


def test_on_open_runs_once_before_the_first_screen_and_may_lead_elsewhere() -> None:
    app = fresh()

    @app.screen("/welcome")
    def welcome() -> ui.Node:
        return ui.Screen("welcome")

    @app.on_open
    def opened(state: State) -> Any:
        state.seen.append("open")
        return goto("/welcome")

    answered = answer(app, {"v": 1, "kind": "open", "path": "/"})
    assert (answered["path"], answered["state"]) == ("/welcome", {"seen": ["open"]})
    assert answer(app, {"v": 1, "kind": "screen", "path": "/"})["state"] == {"seen": []}


def test_a_state_of_an_older_version_keeps_what_still_fits() -> None:
    """An update must not throw users out of their session."""
    app = fresh()
    event = {"v": 1, "kind": "screen", "path": "/"}
    assert answer(app, event | {"state": {"gone": 1}})["state"] == {"seen": []}
    with pytest.raises(errors.StateUnreadable, match=r"State\.seen"):
        answer(app, event | {"state": {"seen": "text"}})


def test_a_screen_that_changes_the_state_is_caught_in_tests() -> None:
    """In the sandbox such a change would just be lost."""
    app = App()

    @app.screen("/")
    def home(state: State) -> ui.Node:
        state.seen.append(1)
        return ui.Screen("x")

    event = {"v": 1, "kind": "screen", "path": "/"}
    with pytest.raises(errors.ReadOnly, match="changed the state"):
        answer(app, event, strict=True)
    assert answer(app, event)["state"] == {"seen": []}


def test_an_action_hands_over_a_file_with_its_ending() -> None:
    app = fresh()

    @app.action
    def export(state: State) -> object:
        return save_file("حجز", "BEGIN:VCALENDAR"), toast("done")

    answered = answer(app, {"v": 1, "kind": "action", "path": "/", "action": {"name": "export"}})
    assert answered["effects"][0] == {"save": {"name": "حجز.ics", "kind": "calendar", "text": "BEGIN:VCALENDAR"}}


@pytest.mark.parametrize(
    ("name", "text", "kind", "why"),
    [
        ("a/b", "x", "csv", "name has none of"),
        ("a", "x" * 65_537, "text", "larger than 65536 bytes"),
        ("a", b"x", "text", "text is plain text"),
        ("a", "x", "html", "kind is one of calendar, csv, text"),
        (None, "x", "csv", "begins with a letter or digit"),
    ],
)
def test_a_file_that_cannot_be_saved_says_why(name: Any, text: Any, kind: Any, why: str) -> None:
    with pytest.raises(errors.ComponentInvalid, match=why):
        save_file(name, text, kind)


def test_a_file_is_one_a_tap_and_none_on_opening() -> None:
    app = fresh()

    @app.action
    def both(state: State) -> object:
        return save_file("a", "x", "text"), save_file("b", "x", "text")

    @app.on_open
    def opened(state: State) -> object:
        return save_file("a", "x", "text")

    with pytest.raises(HandlerInvalid, match="two files"):
        act(app, "both")
    with pytest.raises(HandlerInvalid, match="when somebody taps"):
        answer(app, {"v": 1, "kind": "open", "path": "/"})


@dataclass
class Dish:
    name: str = ""


def test_a_dataclass_that_is_not_called_state_is_an_argument() -> None:
    """A screen hands an action the thing that was chosen; it was taken for the state."""
    app = fresh()

    @app.action
    def cook(dish: Dish) -> object:
        return toast(dish.name)

    @app.action
    def eat(state: State, dish: Dish) -> None:
        state.seen.append(dish.name)

    assert cook(Dish("kabsa"))["args"] == {"dish": {"name": "kabsa"}}
    assert act(app, "eat", args={"dish": {"name": "kabsa"}}) == ["kabsa"]
    cooked = answer(app, {"v": 1, "kind": "action", "path": "/", "action": {"name": "cook", "args": {"dish": {}}}})
    assert cooked["effects"] == [{"toast": {"text": "", "tone": "neutral"}}]


def test_a_state_by_another_name_is_told_its_own() -> None:
    with pytest.raises(HandlerInvalid, match=r"action vote\(\): the state is called `state`. Fix: `state: State`"):

        @fresh().action
        def vote(s: State, option: int) -> None: ...
