"""The App a mini-app's author writes: screens, actions, timers; a mistake is found when it is registered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from miniapp import _plans, limits
from miniapp._handlers import Action, Handler
from miniapp._wallet_values import Mandate, Order
from miniapp.errors import HandlerInvalid, StateUnreadable, WrongType

Function = TypeVar("Function", bound=Callable[..., Any])

_PATH = re.compile(r"/[A-Za-z0-9_/-]*", re.ASCII)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*", re.ASCII)


class App:
    """One mini-app. The state is the dataclass of its handlers' `state`; each user's session has its own."""

    def __init__(self, name: str = "app") -> None:
        self.name = name
        self.screens: dict[str, Handler] = {}
        self.actions: dict[str, Action] = {}
        self.timers: dict[str, Handler] = {}
        self.opened: Handler | None = None
        self.heard: dict[type[Any], Handler] = {}  # Who hears what became of an Order, of a Mandate.
        self.state_type: Any = None
        self._state_plan: _plans.Plan | None = None

    def screen(self, path: str) -> Callable[[Function], Function]:
        """Draws this path: `def poll(state: State, id: str) -> ui.Node`. It may read, never write."""
        if not isinstance(path, str) or not _PATH.fullmatch(path) or len(path) > limits.PATH_CHARS_MAX:
            raise HandlerInvalid(f'@app.screen({path!r}): a path is like "/" or "/poll". Fix: @app.screen("/poll")')

        def register(function: Function) -> Function:
            if path in self.screens:
                raise HandlerInvalid(f"two screens have the path {path}. Fix: rename one")
            self.screens[path] = self._with_state(Handler(function, "screen", path))
            return function

        return register

    def action(self, function: Callable[..., Any]) -> Action:
        """Changes state or documents when the user acts: `def vote(state: State, option: int)`."""
        if not callable(function):
            raise HandlerInvalid("Fix: @app.action has no arguments; write it without brackets")
        name = getattr(function, "__name__", "")
        if name in self.actions:
            raise HandlerInvalid(f"two actions are called {name}. Fix: rename one")
        if len(name) > limits.NAME_CHARS_MAX:
            raise HandlerInvalid(f"action {name[:20]}… has a name longer than {limits.NAME_CHARS_MAX}. Fix: shorten it")
        action = Action(function, "action", name)
        self._with_state(action)
        self.actions[name] = action
        return action

    def on_timer(self, name: str) -> Callable[[Function], Function]:
        """Runs when a timer called `name` or `name/…` is due, for the app itself: no user, no screen."""
        if not isinstance(name, str) or not _NAME.fullmatch(name) or len(name) > limits.NAME_CHARS_MAX:
            raise HandlerInvalid(f'@app.on_timer({name!r}): a name is like "close". Fix: @app.on_timer("close")')

        def register(function: Function) -> Function:
            if name in self.timers:
                raise HandlerInvalid(f"two handlers hear the timer {name!r}. Fix: rename one")
            self.timers[name] = self._with_state(Handler(function, "timer", name))
            return function

        return register

    def on_open(self, function: Function) -> Function:
        """Runs before the first screen when a user opens the app; it may write, and may return goto(…)."""
        if self.opened is not None:
            raise HandlerInvalid(f"two functions are @app.on_open: {self.opened.title} and another. Fix: keep one")
        self.opened = self._with_state(Handler(function, "on_open", getattr(function, "__name__", "")))
        return function

    def on_payment(self, function: Function) -> Function:
        """Runs when something became of an order: `def heard(state: State, order: wallet.Order)`.

        Once for each change, the app's own among them: approved, declined, expired, captured, refunded. In the session
        that made the order, whose screen is then drawn; where that is closed, or was none, as the app itself.
        """
        return self._hears(function, "on_payment", Order, "order: wallet.Order")

    def on_mandate(self, function: Function) -> Function:
        """The same for a mandate: `def heard(state: State, mandate: wallet.Mandate)`; also when its payer ended it."""
        return self._hears(function, "on_mandate", Mandate, "mandate: wallet.Mandate")

    def _hears(self, function: Function, kind: str, about: type[Any], fix: str) -> Function:
        if about in self.heard:
            raise HandlerInvalid(f"two functions are @app.{kind}: {self.heard[about].title} and another. Fix: keep one")
        handler = Handler(function, kind, getattr(function, "__name__", ""))
        if [param.plan for param in handler.params.values()] != [_plans.plan_for(about, kind)]:
            raise HandlerInvalid(f"{handler.title} takes one thing. Fix: (state: State, {fix}), or ({fix}) alone")
        self.heard[about] = self._with_state(handler)
        return function

    def _with_state(self, handler: Handler) -> Handler:
        kind = handler.state_type
        if kind is None or kind is self.state_type:
            return handler
        if self.state_type is not None:
            raise HandlerInvalid(
                f"{handler.title} takes the state {kind.__name__}, others take {self.state_type.__name__}. "
                "Fix: one state class for the whole app"
            )
        try:
            kind()
        except TypeError as missing:
            raise HandlerInvalid(
                f"{kind.__name__} must start empty. Fix: a default for every field ({missing})"
            ) from None
        self._state_plan = _plans.plan_for(kind, kind.__name__)
        self.state_type = kind
        return handler

    def load_state(self, stored: Any) -> Any:
        """The session's state from its JSON; the defaults when there is none yet."""
        if self._state_plan is None:
            return None
        if stored is None:
            return self.state_type()
        try:
            return self._state_plan.load(stored, self.state_type.__name__)
        except WrongType as wrong:
            raise StateUnreadable(f"the stored state does not fit this version: {wrong}", **wrong.facts) from None

    def dump_state(self, state: Any) -> Any:
        """The JSON the host keeps."""
        return {} if self._state_plan is None else self._state_plan.dump(state, self.state_type.__name__)

    def describe(self) -> dict[str, Any]:
        """What the app consists of, for the checks."""
        return {
            "app": self.name,
            "screens": sorted(self.screens),
            "actions": {name: action.describe() for name, action in sorted(self.actions.items())},
            "timers": sorted(self.timers),
        }
