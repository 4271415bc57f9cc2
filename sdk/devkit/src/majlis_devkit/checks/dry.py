"""A first run in the sandbox without anybody: the app describes itself and draws every screen for a new user."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from majlis_devkit import tree as trees
from majlis_devkit.checks import assets
from majlis_devkit.engine.outcome import Outcome
from majlis_devkit.findings import Finding, finding, near_limit
from majlis_devkit.manifest import LANGUAGES, Manifest
from majlis_devkit.package import Package
from majlis_devkit.values import json_size
from miniapp import limits
from miniapp.errors import NotAtImport
from miniapp.testing import FakePlaces, Refused

HostCall = Callable[[str, str, str], str]
DryStart = Callable[[str, str, HostCall], Outcome]  # (sources JSON, event JSON, host calls) -> what it came to

SCREENS_MAX = 50
NOW_MS = 1_790_000_000_000  # A fixed moment: the same package always draws the same screens.
USER = "sub_dry_start"
# What an event may come to without the app being at fault: it wants parameters, or refuses in words.
_FINE = frozenset({"ARGUMENT_INVALID", "APP_REFUSED", "CONSENT_REQUIRED"})


def check(package: Package, manifest: Manifest, dry_start: DryStart) -> list[Finding]:
    """Crashes, refused trees, actions that do not exist or would miss an argument, and screens near a limit."""
    sources = json.dumps({"files": package.sources, "entry": manifest.entry}, ensure_ascii=False)

    def run(event: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        base = {"v": 1, "lang": "ar", "now_ms": NOW_MS, "user": USER, "path": "/", "query": {}, "state": None}
        return _answer(dry_start(sources, json.dumps(base | event, ensure_ascii=False), host_call))

    described, error = run({"kind": "describe", "user": None})
    if error:
        return [_not_started(error)]
    screens = [path for path in described.get("screens", []) if isinstance(path, str)][:SCREENS_MAX]
    found = [] if "/" in screens else [finding("E605", manifest.entry_path)]
    for path in screens:
        for language in LANGUAGES:
            kind = "open" if path == "/" else "screen"
            answer, error = run({"kind": kind, "path": path, "lang": language})
            more = _screen(path, answer, error, described, package)
            found += more
            if more:
                break  # The other language would say the same again.
    return found


def host_call(interface: str, method: str, request: str) -> str:
    """A host without anybody's data: reads find nothing, writes succeed and are forgotten."""
    if method == "GetDocument":
        return '{"error":{"reason":"DOCUMENT_NOT_FOUND","message":"there is no such document","metadata":{}}}'
    if method == "GetName":
        return '{"ok":{"name":"ليلى"}}'
    if interface.startswith("places"):
        return _city(method, request)
    return '{"ok":{}}'


def _city(method: str, request: str) -> str:
    """The tests' made city answers; what the guest sent may be anything."""
    try:
        answer = {"ok": FakePlaces().call(method, json.loads(request), user=USER, now_ms=NOW_MS)}
    except Refused as refused:
        answer = {"error": refused.error}
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        answer = {"error": {"reason": "INVALID_ARGUMENT", "message": "the request is none", "metadata": {}}}
    return json.dumps(answer, ensure_ascii=False)


def _answer(outcome: Outcome) -> tuple[dict[str, Any], dict[str, Any]]:
    """(answer, {}) or ({}, error with where and message)."""
    if outcome.answer is None:
        return {}, {"reason": outcome.failure, "where": "", "message": f"{outcome.failure}: {outcome.detail}"}
    try:
        answer = json.loads(outcome.answer)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        return {}, {"reason": "APP_CRASHED", "where": "", "message": "the answer is not a JSON object"}
    error = answer.get("error")
    if isinstance(error, dict):
        told = {name: str(error.get(name) or "") for name in ("reason", "where", "message", "cause")}
        return {}, told | {"call": str(_object(error.get("metadata")).get("call") or "")}
    return answer, {}


def _not_started(error: Mapping[str, str]) -> Finding:
    if error.get("cause") == NotAtImport.reason:
        return finding("E610", error["where"], call=error["call"])
    return finding("E601", error["where"], text=error["message"])


def _screen(
    path: str, answer: Mapping[str, Any], error: Mapping[str, Any], described: Mapping[str, Any], package: Package
) -> list[Finding]:
    if error:
        if error["reason"] in _FINE:
            return []
        return [finding("E602", error["where"], path=path, text=error["message"])]
    try:
        screen = trees.parse(answer.get("tree"), strict=True)
    except trees.ScreenError as refused:
        return [finding("E603", "", path=path, text=str(refused))]
    lacking = [finding("E609", "", path=path, asset=asset) for asset in assets.missing(screen, package.files)]
    found = dict.fromkeys(_bound(path, screen, described))  # A list may bind the same action three hundred times.
    return [*lacking, *found, *_near(path, screen, answer)]


def _bound(path: str, screen: trees.Screen, described: Mapping[str, Any]) -> Iterator[Finding]:
    """What would crash, or be lost, once somebody uses it: actions that are not there, arguments that do not fit."""
    known = _object(described.get("actions"))
    table = screen.event_table()
    for node_id, events in screen.actions.items():
        node = table["nodes"][node_id]
        for event, action in events.items():
            if action.name not in known:
                yield finding("E604", "", path=path, action=action.name)
                continue
            params = _object(known[action.name]).get("params")
            if not isinstance(params, dict) or "off" in node:
                continue
            names = {"path": path, "action": action.name}
            for surplus in sorted(action.args.keys() - params.keys()):
                yield finding("E607", "", parameter=surplus, **names)
            given = action.args.keys() | _carried(table, node_id, event)
            for name, param in params.items():
                if name not in given and _object(param).get("required") is True:
                    yield finding("E608", "", parameter=name, event=event, **names)


def _carried(table: Mapping[str, Any], node_id: str, event: str) -> set[str]:
    """What an event gives an action for certain. A press may carry what was typed around it, or nothing at all."""
    if event == "submit":
        return {"fields", *table["forms"].get(node_id, ())}
    carries = event == "change" or event in table["nodes"][node_id].get("carries", {})
    return {"fields", "value"} if carries else {"fields"}


def _object(value: Any) -> dict[str, Any]:
    """What the app says of itself is its own word: anything but an object says nothing."""
    return value if isinstance(value, dict) else {}


def _near(path: str, screen: trees.Screen, answer: Mapping[str, Any]) -> Iterator[Finding]:
    widest = max(len(node[2]) for node in screen.nodes.values())
    state = json_size(answer.get("state")) or 0
    for found, most, limit in (
        (len(screen.nodes), limits.TREE_NODES_MAX, "nodes (TREE_NODES_MAX)"),
        (screen.tree_bytes, limits.TREE_BYTES_MAX, "bytes (TREE_BYTES_MAX)"),
        (widest, limits.CHILDREN_MAX, "children (CHILDREN_MAX)"),
        (state, limits.STATE_BYTES_MAX, "bytes of state (STATE_BYTES_MAX)"),
    ):
        yield from near_limit("W606", "", found, most, path=path, limit=limit)
