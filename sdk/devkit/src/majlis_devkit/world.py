"""The one-file WIT world of a mini-app: exactly the interfaces its scopes name, and nothing it could do beyond."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

PACKAGE = "majlis:miniapp@1.0.0"
Contract = Mapping[
    str, Any
]  # contract.json: {"scopes": {scope: {"interface", "methods"}}, "own": {interface: methods}}


class ScopeUnknown(Exception):
    """The host has no scope of this name; `args[0]` is the scope."""


def load_contract() -> Contract:
    """The contract this devkit was built with; generated from the protos' options by `protos/generate.py`."""
    text = resources.files("majlis_devkit").joinpath("contract.json").read_text(encoding="utf-8")
    contract: Contract = json.loads(text)
    return contract


def interfaces_for(contract: Contract, scopes: Iterable[str]) -> list[str]:
    """The interfaces an app with these scopes imports: its own documents, topics and timers always among them."""
    granted = []
    for scope in scopes:
        if scope not in contract["scopes"]:
            raise ScopeUnknown(scope)
        granted.append(contract["scopes"][scope]["interface"])
    return sorted({*contract["own"], *granted})


def app_world(contract: Contract, scopes: Iterable[str]) -> str:
    """WIT text of the world `app` for a snapshot with these scopes."""
    return _world("app", interfaces_for(contract, scopes), [])


def runner_world(contract: Contract) -> str:
    """WIT text of the world `runner`: every interface, and `load` for the sources. The host still checks the scope."""
    return _world("runner", interfaces_for(contract, contract["scopes"]), ["load: func(sources: string)"])


def _world(name: str, interfaces: list[str], exports: list[str]) -> str:
    calls = [
        f"interface {interface} {{ call: func(method: string, request: string) -> string; }}"
        for interface in interfaces
    ]
    body = [f"import {interface};" for interface in interfaces]
    body += [f"export {export};" for export in [*exports, "handle: func(event: string) -> string"]]
    return "\n".join(
        [f"package {PACKAGE};", "", *calls, "", f"world {name} {{", *(f"  {line}" for line in body), "}", ""]
    )
