"""The component's entry: `load` takes an app's sources, `handle` answers one event; neither ever raises.

The build writes a module `app_entry` whose WitWorld delegates here:

    runner    from miniapp import _guest            snapshot   from miniapp import _guest
              class WitWorld(wit_world.WitWorld):              class WitWorld(wit_world.WitWorld):
                  def load(self, sources):                         def handle(self, event):
                      _guest.load(sources)                             return _guest.handle(event)
                  def handle(self, event):                     _guest.bake(SOURCES)
                      return _guest.handle(event)
              _guest.preload(); _guest.freeze()

`sources` is JSON {"files": {"app.py": "…", "texts/ar.ftl": "…"}, "entry": "app:app", "pack": "…"}; entry may be left
out, and so may pack: what the event PACK answered for the same files.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from typing import Any

from miniapp import (
    _chance,
    _compiled,
    _crash,
    _dispatch,
    _heap,
    _immortal,
    _import_time,
    _sources,
    _wire,
    stdlib,
    zones,
)
from miniapp._app import App
from miniapp.errors import (
    CONSENT_REQUIRED,
    ActionNotFound,
    ArgumentInvalid,
    ConsentNeeded,
    HandlerInvalid,
    Refuse,
    ScreenNotFound,
    StateUnreadable,
    TimerNotFound,
)
from miniapp.values import text_value

ENTRY = "app:app"
# Whose lines run in most events: the SDK's, and what they stand on.
_RUNNING = frozenset(
    ("miniapp", "wit_world", "enum", "contextlib", "dataclasses", "json", "random", "secrets", "_collections_abc")
)
PACK = '{"v":1,"kind":"pack"}'  # The host asks what compiling came to.
# What is wrong with the event rather than with the app: answered with its own reason, without a traceback.
_EVENT_ERRORS = (ActionNotFound, ArgumentInvalid, ScreenNotFound, StateUnreadable, TimerNotFound)


class _Loaded:
    """The one app of this instance, or why it could not be loaded."""

    app: App | None = None
    files: frozenset[str] = frozenset()
    failure: dict[str, Any] | None = None


def load(sources: str) -> None:
    """Import the app from its sources. A mistake in them is told by the next `handle`."""
    try:
        _load(sources, planned=False)
    except BaseException as crash:  # nothing may leave the component
        _Loaded.app, _Loaded.failure = None, _crash.report(crash, _Loaded.files)


def bake(sources: str) -> None:
    """Import the app at build time and leave the heap as every event finds it; a mistake fails the build."""
    preload()
    _load(sources, planned=True)
    _compiled.forget()
    _read_zones(sources)
    _settle()
    freeze()


def preload() -> None:
    """Import what apps may import, for after the snapshot nothing more can be; and run the SDK warm."""
    for name in (*stdlib.MODULES, *stdlib.BEHIND):
        importlib.import_module(name)
    warm = importlib.import_module("miniapp._warm")
    _heap.gather(lambda module: module.partition(".")[0] in _RUNNING)
    warm.run()
    _compiled.keep_methods()
    _chance.arrange()


def _read_zones(sources: str) -> None:
    """Those the app names: a zone is the same for everybody, and reading one costs an event a thirtieth."""
    for name in zones.ZONES:
        if name in sources:
            zones.zone(name)


def _settle() -> None:
    """Apart from `bake`, for what it makes must end before the holes are filled."""
    names = {path.removesuffix(".py").replace("/", ".") for path in _Loaded.files}
    _heap.gather(names.__contains__)
    _heap.number(module for name, module in list(sys.modules.items()) if name in names)


def freeze() -> None:
    """Last act before the snapshot: no collection and little counting in an event, so its pages stay shared."""
    os.environ.clear()  # The build's; componentize-py would do it in every event.
    gc.collect()
    _immortal.tell()
    _heap.fill()
    gc.freeze()
    gc.disable()


def handle(event: str) -> str:
    """The answer to an event, always JSON."""
    if _Loaded.app is None:
        missing = {"reason": "APP_CRASHED", "message": "no app is loaded", "where": "", "traceback": ""}
        return _wire.dumps({"error": _Loaded.failure or missing})
    if event == PACK:
        return _wire.dumps({"pack": _compiled.pack()})
    return handle_for(_Loaded.app, event, files=_Loaded.files)


def handle_for(app: App, event: str, *, files: frozenset[str] = frozenset(), strict: bool = False) -> str:
    """The same for an app at hand: native tests come this way."""
    try:
        return _wire.dumps(_dispatch.answer(app, _wire.loads(event), strict=strict))
    except BaseException as error:  # an uncaught one would trap and lose the traceback
        return _wire.dumps({"error": _error(error, files)})


def load_app(files: dict[str, str], entry: str = ENTRY, *, pack: str = "", planned: bool = True) -> App:
    """The App object of these sources; what goes wrong while they run goes up."""
    importer = _sources.Sources(files)
    importer.install()
    if pack:
        _compiled.unpack(pack)
    module_name, _, variable = entry.partition(":")
    try:
        with _import_time.refusing(importer):
            app = getattr(importlib.import_module(module_name), variable or "app", None)
    except ModuleNotFoundError as missing:
        if missing.name != module_name:
            raise
        raise HandlerInvalid(f"the entry {entry} names no module. Fix: write {module_name}.py") from None
    if not isinstance(app, App):
        raise HandlerInvalid(f"the entry {entry} is no App. Fix, in {module_name}.py: {variable} = App(…)")
    if planned:
        importer.plan_dataclasses()
    return app


def _load(sources: str, *, planned: bool) -> None:
    """`planned`: for many events; one event alone makes the plans it needs."""
    given = _wire.loads(sources)
    _Loaded.app, _Loaded.failure = None, None
    _Loaded.files = frozenset(path for path in given["files"] if path.endswith(".py"))
    entry, pack = given.get("entry") or ENTRY, given.get("pack") or ""
    _Loaded.app = load_app(given["files"], entry, pack=pack, planned=planned)


def _error(error: BaseException, files: frozenset[str]) -> dict[str, Any]:
    if isinstance(error, ConsentNeeded):
        return {"reason": CONSENT_REQUIRED, "message": str(error), "metadata": error.facts}
    if isinstance(error, Refuse):
        text = text_value(error.text)
        return {"reason": error.reason, "message": str(error), "text": str(error) if text is None else text}
    if isinstance(error, _EVENT_ERRORS):
        return {"reason": error.reason, "message": str(error), "metadata": error.facts}
    return _crash.report(error, files)
