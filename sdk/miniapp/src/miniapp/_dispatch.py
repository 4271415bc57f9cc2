"""One event of one app: run the handler, then draw the screen. Pure but for host calls; exceptions go up."""

from __future__ import annotations

from typing import Any

from miniapp import _crash, _event
from miniapp._app import App
from miniapp._effects import sort_out
from miniapp._handlers import Handler
from miniapp._node import Node
from miniapp._wallet_values import Mandate, Order, mandate_of, order_of
from miniapp.errors import ActionNotFound, HandlerInvalid, ReadOnly, ScreenNotFound, TimerNotFound

_VERSION = 1


def answer(app: App, received: dict[str, Any], *, strict: bool = False) -> dict[str, Any]:
    """The answer to an event as the host sent it; `strict` also proves that drawing left the state alone."""
    kind = received.get("kind")
    if received.get("v", _VERSION) != _VERSION or kind not in _KINDS:
        raise HandlerInvalid(f"this SDK does not know the event {kind!r} of version {received.get('v')}")
    if kind == "describe":
        return _describe(app)
    with _event.handling(_event.Event(received, frozenset(app.timers))) as event:
        answered: dict[str, Any] = _KINDS[kind](_Turn(app, event, received, strict))
        return answered


class _Turn:
    """The state and place while one event is answered."""

    def __init__(self, app: App, event: _event.Event, received: dict[str, Any], strict: bool) -> None:
        self.app, self.event, self.received, self.strict = app, event, received, strict
        self.path: str = received.get("path") or "/"
        self.query: dict[str, Any] = received.get("query") or {}
        self.state = app.load_state(received.get("state"))
        self.effects: list[Any] = []

    def hear(self, handler: Handler, given: dict[str, Any]) -> None:
        """Run a handler of what nobody tapped: it may lead to another screen, and shows what it says there."""
        self._follow(handler, handler.run(self.state, **given) if handler.state_type else handler.run(**given))
        if self.effects:
            raise HandlerInvalid(f"{handler.title} returned a toast or a question. Fix: nobody tapped; use the screen")

    def run(self, handler: Handler, exact: dict[str, Any], typed: dict[str, Any]) -> None:
        self._follow(handler, handler.call(self.state, exact, typed))

    def _follow(self, handler: Handler, returned: Any) -> None:
        went, effects = sort_out(returned, handler.title, self.event.made)
        self.event.made.clear()
        self.effects += effects
        if went is not None:
            self.path, self.query = went.path, went.query

    def drawn(self) -> dict[str, Any]:
        """The whole answer. The state is written down first: what a screen does to it does not last."""
        state = self.app.dump_state(self.state)
        tree = _event.reading(self.event, self.path, self._draw)
        if self.strict and self.app.dump_state(self.state) != state:
            raise ReadOnly(f"the screen {self.path} changed the state. Fix: change it in an @app.action")
        return {"state": state, "path": self.path, "query": self.query, "tree": tree, "effects": self.effects}

    def _draw(self) -> Node:
        screen = self.app.screens.get(self.path)
        if screen is None:
            known = ", ".join(sorted(self.app.screens)) or "none yet"
            raise ScreenNotFound(
                f'no screen has the path {self.path}; there is: {known}. Fix: @app.screen("{self.path}")'
            )
        tree = screen.call(self.state, {}, self.query)
        if not isinstance(tree, Node) or tree["type"] != "Screen":
            got = tree["type"] if isinstance(tree, Node) else type(tree).__name__
            raise HandlerInvalid(f"{screen.title} returned {got}. Fix: return ui.Screen(…)")
        return tree


def _open(turn: _Turn) -> dict[str, Any]:
    if turn.app.opened is not None:
        turn.run(turn.app.opened, {}, {})
        if any("save" in effect for effect in turn.effects):
            raise HandlerInvalid(f"{turn.app.opened.title} saves a file. Fix: do it in an action, when somebody taps")
    return turn.drawn()


def _action(turn: _Turn) -> dict[str, Any]:
    action = turn.received.get("action") or {}
    handler = turn.app.actions.get(action.get("name", ""))
    if handler is None:
        raise ActionNotFound(f"this version has no action {action.get('name')!r}", action=action.get("name"))
    fields = action.get("fields") or {}
    typed = dict(fields)
    if "value" in action:
        typed["value"] = action["value"]
    typed.setdefault("fields", fields)  # A parameter `fields: dict[str, Any]` takes them all.
    turn.run(handler, action.get("args") or {}, typed)
    return turn.drawn()


def _timer(turn: _Turn) -> dict[str, Any]:
    timer = turn.received.get("timer") or {}
    name = str(timer.get("name", ""))
    handler = turn.app.timers.get(name.split("/", 1)[0])
    if handler is None:
        raise TimerNotFound(f"this version does not hear the timer {name!r}", timer=name)
    payload = timer.get("payload")
    turn.run(handler, payload if isinstance(payload, dict) else {}, {})
    return {"state": turn.app.dump_state(turn.state), "effects": turn.effects}


def _payment(turn: _Turn) -> dict[str, Any]:
    """What became of an order or a mandate; an app that does not hear it has its screen drawn again all the same."""
    told = turn.received.get("payment") or {}
    handler = turn.app.heard.get(Mandate if "mandate" in told else Order)
    if handler is not None:
        (param,) = handler.params
        turn.hear(handler, {param: mandate_of(told["mandate"]) if "mandate" in told else order_of(told["order"])})
    if turn.event.user is None:
        return {"state": turn.app.dump_state(turn.state), "effects": []}
    return turn.drawn()


def _describe(app: App) -> dict[str, Any]:
    from miniapp import __version__

    return app.describe() | {"sdk": __version__, "python": _crash.PYTHON, "platform": _crash.PLATFORM}


_KINDS: dict[str, Any] = {
    "open": _open,
    "action": _action,
    "screen": _Turn.drawn,
    "timer": _timer,
    "payment": _payment,
    "describe": None,
}
