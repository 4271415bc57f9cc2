"""What is told about an app's exception: its last own line and a short traceback without the SDK's frames."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Container
from typing import Any

from miniapp import _wire, limits
from miniapp.errors import MiniAppError, NotAtImport

_SDK = __file__.rpartition("/")[0]
_STDLIB = os.__file__.rpartition("/")[0]
_NOT_SHOWN = (_SDK, "<frozen importlib", f"{_STDLIB}/importlib/")
_FRAMES_MAX = 40
_MESSAGE_CHARS_MAX = 500


def report(crash: BaseException, app_files: Container[str] = ()) -> dict[str, Any]:
    """The error of an answer: reason, message, where, traceback; `cause`: the reason of a MiniAppError."""
    message = _wire.whole(_message(crash))
    error: dict[str, Any] = {"reason": "APP_CRASHED", "message": message, "where": "", "traceback": message}
    if isinstance(crash, MiniAppError):
        error["cause"] = crash.reason
    if isinstance(crash, NotAtImport):
        error["metadata"] = {"call": str(crash.facts.get("call", ""))[:_MESSAGE_CHARS_MAX]}
    try:
        told = traceback.TracebackException.from_exception(crash, limit=-_FRAMES_MAX)
        _leave_out_sdk(told, set())
        error["where"] = _where(told, app_files) or _unreadable_at(crash)
        error["traceback"] = _tail(_wire.whole("".join(told.format())))
    except Exception:  # an app's own __str__, or no memory left: the message is enough
        pass
    return error


def _message(crash: BaseException) -> str:
    name = type(crash).__name__
    try:
        text = str(crash)
    except BaseException:  # an app's own __str__
        text = "(its text cannot be shown)"
    return f"{name}: {text}"[:_MESSAGE_CHARS_MAX] if text else name


def _leave_out_sdk(told: traceback.TracebackException, seen: set[int]) -> None:
    if id(told) in seen:
        return
    seen.add(id(told))
    kept = [frame for frame in told.stack if not frame.filename.startswith(_NOT_SHOWN)]
    told.stack = traceback.StackSummary.from_list(kept)
    for inner in (told.__cause__, told.__context__):
        if inner is not None:
            _leave_out_sdk(inner, seen)


def _where(told: traceback.TracebackException, app_files: Container[str]) -> str:
    own = [frame for frame in told.stack if frame.filename in app_files]
    own = own or [frame for frame in told.stack if not frame.filename.startswith(_STDLIB)]
    if own:
        name = own[-1].filename
        return f"{name if name in app_files else name.rpartition('/')[2]}:{own[-1].lineno}"
    return ""


def _unreadable_at(crash: BaseException) -> str:
    return f"{crash.filename}:{crash.lineno}" if isinstance(crash, SyntaxError) else ""


def _tail(text: str) -> str:
    encoded = text.encode()
    if len(encoded) <= limits.TRACEBACK_BYTES_MAX:
        return text
    # The end says what went wrong.
    return "…\n" + encoded[-(limits.TRACEBACK_BYTES_MAX - 8) :].decode(errors="ignore")


PYTHON = ".".join(map(str, sys.version_info[:3]))
PLATFORM = sys.platform
