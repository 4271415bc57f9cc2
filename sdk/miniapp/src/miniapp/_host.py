"""The seam to the host: one call, JSON in and out; in the sandbox the component's imports, natively a fake.

In the guest each declared scope is an interface `wit_world.imports.<name>` with `call(method, request)`.
They are linked when this module is imported, for nothing can be imported after the snapshot.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from miniapp import _event, _wire
from miniapp.errors import (
    CONSENT_REQUIRED,
    ConsentNeeded,
    MiniAppError,
    NotInEvent,
    ReadOnly,
    ScopeNotDeclared,
    from_host,
)

SCOPE_BY_INTERFACE: Mapping[str, str] = {
    "appdata": "", "messages-send": "messages.send", "places": "", "places-position": "places.position",
    "profile-name": "profile.name", "wallet-mandate": "wallet.mandate", "wallet-order": "wallet.order",
    "wallet-payee": "wallet.payee",
}  # fmt: skip
_Import = Callable[[str, str], str]


class Host(Protocol):
    """Answers host calls: protobuf JSON in, {"ok": …} or {"error": {reason, message, metadata}} out."""

    def call(self, interface: str, method: str, request: str) -> str: ...


def _link() -> dict[str, _Import]:
    found: dict[str, _Import] = {}
    for interface in SCOPE_BY_INTERFACE:
        try:
            module = importlib.import_module(f"wit_world.imports.{interface.replace('-', '_')}")
        except ImportError:
            continue
        found[interface] = module.call
    return found


_imports = _link()
_native: Host | None = None


def install(host: Host | None) -> Host | None:
    """Answer host calls by this host from now on (natively); returns the one before."""
    global _native
    before, _native = _native, host
    return before


def call(interface: str, method: str, request: dict[str, Any], *, writes: bool = False) -> dict[str, Any]:
    """The host's answer. Raises the exception of the host's reason, or ReadOnly for a write in a screen."""
    screen = _event.current().read_only
    if writes and screen is not None:
        raise ReadOnly(
            f"{method} inside the screen {screen}: a screen may read, never write. "
            "Fix: do it in an @app.action (or @app.on_open) and let the screen show the result.",
            method=method,
        )
    answer: dict[str, Any] = _wire.loads(_send(interface, method, _wire.dumps(request)))
    if "error" in answer:
        error = answer["error"]
        if error.get("reason") == CONSENT_REQUIRED:
            raise ConsentNeeded(str(error.get("message") or ""), error.get("metadata") or {})
        raise from_host(error)
    ok: dict[str, Any] = answer.get("ok") or {}
    return ok


def _send(interface: str, method: str, request: str) -> str:
    if _native is not None:
        return _native.call(interface, method, request)
    linked = _imports.get(interface)
    if linked is not None:
        return linked(method, request)
    if not _imports:
        raise NotInEvent("there is no host here; in tests, drive the app with miniapp.testing.open(…)")
    raise undeclared(SCOPE_BY_INTERFACE[interface])


def undeclared(scope: str) -> MiniAppError:
    """The error for a scope the manifest does not ask for, with the lines to add."""
    return ScopeNotDeclared(
        f'the app uses {scope} without asking for it. Fix, in manifest.json: "req_permissions": '
        f'[{{"name": "{scope}", "reason": "…"}}], "majlis_reasons": {{"{scope}": {{"ar": "…", "en": "…"}}}}',
        scope=scope,
    )
