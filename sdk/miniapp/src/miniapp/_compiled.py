"""What compiling an app came to, so that the runner, which loads it anew for every event, compiles it once.

More than half of loading is compiling: the sources, and the methods that `@dataclass` writes as text and compiles for
every class. The host asks for the pack once for each version, in an event without a user, and gives it back with the
sources of that very version; a snapshot needs none of this.
"""

from __future__ import annotations

import base64
import builtins
import dataclasses
import marshal
import zlib
from types import CodeType
from typing import Any

PACK_CHARS_MAX = 900_000  # An answer has 1 MiB. An app beyond it goes on being compiled: forty thousand lines.
_sources: dict[str, CodeType] = {}  # By path.
_methods: dict[str, CodeType] = {}  # By text.


def code_of(path: str, text: str) -> CodeType:
    """The module's code; compiled unless the pack has it."""
    code = _sources.get(path)
    if code is None:
        code = _sources[path] = compile(text, path, "exec", dont_inherit=True)
    return code


def keep_methods() -> None:
    """Have `dataclasses` compile its methods through here. In the sandbox only."""
    setattr(dataclasses, "exec", _exec)  # noqa: B010 - a module's global hides the builtin; there is none to assign to


def _exec(text: str, *scope: Any) -> None:
    code = _methods.get(text)
    if code is None:
        code = _methods[text] = compile(text, "<string>", "exec", dont_inherit=True)
    builtins.exec(code, *scope)


def pack() -> str:
    """All that was compiled since the start; empty where it is too much for an answer."""
    packed = base64.b64encode(zlib.compress(marshal.dumps((_sources, _methods)), 6)).decode()
    return packed if len(packed) <= PACK_CHARS_MAX else ""


def unpack(packed: str) -> None:
    """Take a pack made by this component of the same sources; one that is damaged is as none."""
    try:
        sources, methods = marshal.loads(zlib.decompress(base64.b64decode(packed)))
    except (ValueError, EOFError, TypeError, zlib.error):
        return
    _sources.update(sources)
    _methods.update(methods)


def forget() -> None:
    """Begin anew: another app's modules have the same names."""
    _sources.clear()
    _methods.clear()
