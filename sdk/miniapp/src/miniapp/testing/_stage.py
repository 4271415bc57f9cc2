"""One app and its host with everybody who has it open: sends events to the runner, redraws on refreshes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from miniapp import _guest, _host, limits, texts
from miniapp._app import App
from miniapp._wire import size
from miniapp.errors import MiniAppError
from miniapp.testing import _package
from miniapp.testing._fake_host import FakeHost
from miniapp.values import to_ms

if TYPE_CHECKING:
    from miniapp.testing._user import User

__tracebackhide__ = True  # pytest shows the author's line, not ours.
Runner = Callable[[str, _host.Host], str]  # (event JSON, who answers host calls) -> answer JSON
_runner: Runner | None = None


class AppCrashed(MiniAppError):
    """The app raised; the message is its traceback, `facts` the error as the host got it."""

    reason = "APP_CRASHED"


def use_runner(runner: Runner | None) -> None:
    """Answer events by this instead of natively; None goes back. `majlis test --sandbox` sets the sandbox."""
    global _runner
    _runner = runner


class Stage:
    """The app, its host and its users."""

    def __init__(self, app: App, host: FakeHost) -> None:
        self.app, self.host = app, host
        self.users: list[User] = []
        package = _package.of_app(app)
        self._texts = package.texts if package else {}
        self._files = frozenset(package.files if package else ())
        self._events = 0

    def new_event(self) -> str:
        """An id for the next event; it keeps it when it comes again."""
        self._events += 1
        return f"event-{self._events}"

    def run(
        self, user: str | None, event: dict[str, Any], *, event_id: str = "", session: str = ""
    ) -> dict[str, Any]:  # fmt: skip
        """The answer to one event, committed; what has no id is a screen and only reads."""
        stamped = {"v": 1, "user": user, "now_ms": to_ms(self.host.now), **event}
        text = json.dumps(stamped)
        may_ask = event["kind"] != "payment"
        answered = self.host.run(
            user, lambda: self._answer(text), event_id=event_id, session=session, may_ask=may_ask
        )  # fmt: skip
        self._check(answered)
        return answered

    def _answer(self, event: str) -> dict[str, Any]:
        if _runner is not None:
            answered: dict[str, Any] = json.loads(_runner(event, self.host))
            return answered
        before = _host.install(self.host)
        try:
            answered = json.loads(_guest.handle_for(self.app, event, files=self._files, strict=True))
        finally:
            _host.install(before)
        return answered

    def _check(self, answered: dict[str, Any]) -> None:
        """What the real host would refuse, said as early as a test can."""
        for name, bytes_max in (("state", limits.STATE_BYTES_MAX), ("tree", limits.TREE_BYTES_MAX)):
            if name in answered and size(answered[name]) > bytes_max:
                raise AssertionError(f"the {name} is larger than {bytes_max:,} bytes")
        shown = [answered.get("tree"), answered.get("effects"), answered.get("error", {}).get("text")]
        lacking = texts.missing(texts.used(shown), self._texts)
        if lacking:
            raise AssertionError("; ".join(lacking))

    def refresh_others(self, actor: User | None) -> None:
        """Draw the screens that subscribe to what was refreshed, but the actor's, which is new already."""
        topics, self.host.refreshed = set(self.host.refreshed), []
        for user in self.users:
            if user is not actor and user.tree and topics & set(user.tree["props"].get("topics", ())):
                user.redraw()

    def advance(self, by: timedelta) -> None:
        """Let time pass; timers run at their moments, in order."""
        until = self.host.now + by
        while (due := self.host.take_due_timer(until)) is not None:
            self.settle()
            self._run_own({"kind": "timer", "timer": {"name": due[0], "payload": due[1]}})
            self.settle()
        self.host.now = until
        self.settle()

    def settle(self) -> None:
        """Tell the app what became of its orders and mandates, as the host does after an event."""
        while (news := self.host.wallet.take_news(to_ms(self.host.now))) is not None:
            session, payment = news
            event = {"kind": "payment", "payment": payment}
            there = next((user for user in self.users if user.session == session), None)
            if there is not None:
                there.hear(event)
            else:
                self._run_own(event)

    def _run_own(self, event: dict[str, Any]) -> None:
        """As the app itself, in its own session."""
        answered = self.run(None, {**event, "state": self.host.app_state}, event_id=self.new_event())
        check_ran(answered)
        self.host.app_state = answered["state"]
        self.refresh_others(None)


def check_ran(answered: dict[str, Any]) -> None:
    """AppCrashed where the app did not answer."""
    error = answered.get("error")
    if error is not None:
        raise AppCrashed(error.get("traceback") or f"{error['reason']}: {error['message']}", **error)
