"""The sandbox engine: runs one event of one mini-app inside WebAssembly, and nothing of it outlives the event.

Owns everything that touches wasmtime-py (no other package imports it; a conformance test pins each behaviour relied
on): `machine` (configuration, instances, limits), `wasi` (a WASI that grants nothing), `values` (strings over the C
API), `senses` (what an event learns of the world: live, recorded or replayed), `outcome` (what an event came to).
Invariants: (1) a fresh instance per event, dropped after it; (2) no exception ever leaves a callback; (3) one event
at a time per engine; (4) a component importing anything but the virtual WASI and `majlis:miniapp/*` is refused.
"""

from majlis_devkit.engine.machine import (
    CONFIG_VERSION,
    ArtifactRefused,
    Engine,
    EngineEntered,
    check_imports,
    compile_component,
)
from majlis_devkit.engine.outcome import DEADLINE_S, FUEL_MAX, Failure, Limits, Outcome, printable
from majlis_devkit.engine.senses import HostCall, Live, Senses

__all__ = [
    "CONFIG_VERSION",
    "DEADLINE_S",
    "FUEL_MAX",
    "ArtifactRefused",
    "Engine",
    "EngineEntered",
    "Failure",
    "HostCall",
    "Limits",
    "Live",
    "Outcome",
    "Senses",
    "check_imports",
    "compile_component",
    "printable",
]
