"""Test an app without a browser: open it as somebody, tap, type, and see what stands there.

    from miniapp import t, testing

    app = testing.load(__file__)           # the folder with manifest.json, this file's or above it

    def test_a_vote_counts_at_once():
        layla = testing.open(app, user="layla")
        layla.tap("option-1")
        layla.see(t("votes", count=1))

    omar = testing.open(app, user="omar", host=layla.host)     # a second person, same documents
    layla.host.advance(minutes=5)                              # timers fire

Events go through the entry the sandbox uses, with a fake host that commits, conflicts and asks for consent as
the real one. Texts missing in texts/*.ftl fail the test that shows them. `use_runner(runner)` lets the same
tests run in the real sandbox: `runner(event_json, host) -> answer_json`, where the component's imports are
`host.call(interface, method, request_json)`; None goes back to native.
"""

from __future__ import annotations

from pathlib import Path

from miniapp._app import App
from miniapp.testing import _package
from miniapp.testing._fake_cards import Card, FakeCards
from miniapp.testing._fake_host import FakeHost, Stored
from miniapp.testing._fake_places import FakePlaces
from miniapp.testing._fake_wallet import FakeWallet
from miniapp.testing._refused import Refused
from miniapp.testing._stage import AppCrashed, Runner, Stage, use_runner
from miniapp.testing._user import User

__all__ = [
    "AppCrashed",
    "Card",
    "FakeCards",
    "FakeHost",
    "FakePlaces",
    "FakeWallet",
    "Refused",
    "Runner",
    "Stored",
    "User",
    "load",
    "open",
    "package",
    "use_runner",
]


def load(start: str | Path) -> App:
    """The app in whose folder `start` lies (pass __file__), imported from its sources as the sandbox does."""
    return _package.load(Path(start).resolve())


def package(app: App) -> _package.Package | None:
    """The folder of an app: sources, texts, manifest; for runners."""
    return _package.of_app(app)


def open(  # noqa: A001 - as people say it: testing.open(app)
    app: App,
    *,
    user: str = "layla",
    host: FakeHost | None = None,
    lang: str = "ar",
    consents: bool = True,
    owner: bool = False,
    path: str = "/",
    **query: str | int,
) -> User:
    """Somebody opens the app. Pass the `host` of another user to share their documents.

    `consents` is what this user answers when the host asks for a scope; `owner` is the developer the app belongs to.
    """
    if host is None:
        found = _package.of_app(app)
        host = FakeHost(declared=found.scopes if found else None)
    stage = host.stage if isinstance(host.stage, Stage) else Stage(app, host)
    host.stage = stage
    opened = User(stage, user, lang=lang, consents=consents, owner=owner)
    opened.open(path, **query)
    return opened
