"""The two steps of a build, each inside the jail: `componentize` (CPython + sources -> wasm) and `compile` (-> native).

The first runs a stranger's top-level code inside WebAssembly; the second is a process that never ran any of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from majlis_devkit.immortal import immortalise

WIT, SOURCES, ENTRY, WASM, NATIVE = "world.wit", "sources", "app_entry", "app.wasm", "app.cwasm"


def componentize(world: str) -> None:
    from componentize_py import script

    sys.argv = ["componentize-py", "-q", "-d", WIT, "-w", world, "componentize", "-p", SOURCES, ENTRY, "-o", WASM]
    try:
        script()
    except Exception as error:  # its text is the app's own traceback; ours above it would only confuse
        sys.exit(str(error))
    Path(WASM).write_bytes(immortalise(Path(WASM).read_bytes()))


def compile_native(interfaces: frozenset[str]) -> None:
    from majlis_devkit.engine import compile_component

    Path(NATIVE).write_bytes(compile_component(Path(WASM).read_bytes(), interfaces))


if __name__ == "__main__":
    step, argument = sys.argv[1:]
    if step == "componentize":
        componentize(argument)
    else:
        compile_native(frozenset(json.loads(argument)))
