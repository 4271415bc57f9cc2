"""One fare quoted in the taxi mini-app as an event, and what its host answered, noted from the app's own test town.

Also a program (`python -c "from tests.bench import quote; quote.main()" FILE`): a fresh process that answers the event,
the way functions were run before there were sandboxes.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from majlis_devkit import project

TAXI = Path(__file__).parents[2] / "miniapps" / "taxi"


@dataclass(frozen=True, slots=True)
class Quote:
    """The event, the app's files and scopes, and its host calls in order: [interface, method, request, answer]."""

    event: str
    files: dict[str, str]
    scopes: list[str]
    calls: list[list[str]]

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


class Answers:
    """The host of one event: says again what it said when the quote was noted, and raises at any other question."""

    def __init__(self, quote: Quote) -> None:
        self._calls = iter(quote.calls)

    def call(self, interface: str, method: str, request: str) -> str:
        expected = next(self._calls)
        if [interface, method, request] != expected[:3]:
            raise RuntimeError(f"asked {interface}.{method} {request} instead of {expected[:3]}")
        return expected[3]


class _Noting:
    def __init__(self, host: Any, calls: list[list[str]]) -> None:
        self._host, self._calls = host, calls

    def call(self, interface: str, method: str, request: str) -> str:
        answer: str = self._host.call(interface, method, request)
        self._calls.append([interface, method, request, answer])
        return answer


def note() -> Quote:
    """Choose where to go in the fake town; the event of the last choice."""
    from miniapp import _guest, _host, testing

    read = project.read(TAXI)
    app = testing.load(str(TAXI / "app.py"))
    owner = testing.open(app, user="owner", owner=True)
    owner.tap("start-with-examples")
    layla = testing.open(app, user="layla", host=owner.host)
    at = layla.host.places
    layla.pick_place("start", at.spot(at.point(0, 0)))
    noted: list[tuple[str, list[list[str]]]] = []

    def answer(event: str, host: Any) -> str:
        calls: list[list[str]] = []
        before = _host.install(_Noting(host, calls))
        try:
            answered = _guest.handle_for(app, event)
        finally:
            _host.install(before)
        noted.append((event, calls))
        check(answered)
        return answered

    testing.use_runner(answer)
    try:
        layla.pick_place("end", at.spot(at.point(3_700, 2_100)))
    finally:
        testing.use_runner(None)
    event, calls = noted[0]
    files: dict[str, str] = json.loads(read.sources)["files"]
    return Quote(event, files, [asked["name"] for asked in read.manifest.get("req_permissions", ())], calls)


def check(answer: str | None) -> None:
    """Raise unless there is a fare on the screen."""
    if answer is None or '"fare' not in answer:
        raise RuntimeError(f"the quote came to something else: {(answer or '')[:500]}")


def main() -> None:
    """Answer the event once, natively."""
    from miniapp import _guest, _host

    quote = Quote(**json.loads(Path(sys.argv[1]).read_text("utf-8")))
    app = _guest.load_app(quote.files)
    _host.install(Answers(quote))
    check(_guest.handle_for(app, quote.event))
