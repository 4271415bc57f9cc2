"""One vote in the polls mini-app as an event, and a host that answers its calls from a dict; no host code in it.

Also a program (`python -c "from tests.bench import vote; vote.main()"`): a fresh process that answers the event, the
way functions were run before there were sandboxes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

POLLS = Path(__file__).parents[2] / "miniapps" / "polls"
POLL_KEY = "poll/8209999999999abcd"
_POLL = {
    "id": "8209999999999abcd", "question": "أين نتعشّى الخميس؟", "options": ["مطعم البحر", "نشوي في البرّ", "في البيت"],
    "creator": "sub_layla", "created_at": 1_790_000_000_000, "counts": [3, 4, 1], "creator_name": None,
    "named": False, "ends_at": None, "closed_at": None,
}  # fmt: skip
EVENT = json.dumps(
    {
        "v": 1, "kind": "action", "lang": "ar", "now_ms": 1_790_000_100_000, "user": "sub_omar", "path": "/poll",
        "query": {"id": _POLL["id"]}, "state": {"option_fields": 2},
        "action": {"name": "vote", "args": {"poll": _POLL["id"], "option": 1}},
    }
)  # fmt: skip
_OK = '{"ok":{}}'
_MISSING = '{"error":{"reason":"DOCUMENT_NOT_FOUND","message":"there is no such document","metadata":{}}}'


class Answers:
    """The host of one event: documents in a dict, its own writes seen. The same JSON the real host sends."""

    def __init__(self) -> None:
        self._documents = {POLL_KEY: json.dumps(_POLL, ensure_ascii=False)}
        self.calls = 0

    def call(self, interface: str, method: str, request: str) -> str:
        self.calls += 1
        asked: dict[str, Any] = json.loads(request)
        if method == "PutDocument":
            self._documents[asked["key"]] = asked["value_json"]
        if method != "GetDocument":
            return _OK
        value_json = self._documents.get(asked["key"])
        if value_json is None:
            return _MISSING
        document = {"key": asked["key"], "value_json": value_json, "version": "1", "updated_at_ms": "1790000000000"}
        return json.dumps({"ok": {"document": document}}, ensure_ascii=False)


def files() -> dict[str, str]:
    """The app's sources and texts, as its package holds them."""
    found = [*POLLS.glob("*.py"), *POLLS.glob("texts/*.ftl")]
    return {path.relative_to(POLLS).as_posix(): path.read_text("utf-8") for path in sorted(found)}


def check(answer: str | None) -> None:
    """Raise unless the vote was counted and the results drawn."""
    if answer is None or '"vote-counted"' not in answer or '"Progress"' not in answer:
        raise RuntimeError(f"the vote came to something else: {(answer or '')[:500]}")


def main() -> None:
    """Answer the event once, natively."""
    from miniapp import _guest, _host

    app = _guest.load_app(files())
    _host.install(Answers())
    check(_guest.handle_for(app, EVENT))
