"""Events recorded in this process, as the simulator and the workers record them."""

from __future__ import annotations

import time
from collections.abc import Callable

from majlis_devkit.build import Artifact
from majlis_devkit.engine import Engine, HostCall, Limits, Live
from majlis_devkit.engine.senses import Recorder
from majlis_devkit.recording import Recording, code_of, made_by

MANIFEST = {"app_id": "org.example.tea", "version": {"code": 3, "name": "1.2.0"}}
Record = Callable[..., Recording]


def recorder(engine: Engine, runner: Artifact) -> Record:
    """record(sources, event="{}", host_call=…, deadline_s=60, **limits) on the runner; the journal must be whole."""

    def record(
        sources: str, event: str = "{}", *, host_call: HostCall | None = None, deadline_s: float = 60, **limits: int
    ) -> Recording:
        world = Recorder(Live(host_call or (lambda *_: '{"ok":{}}'), time.monotonic() + deadline_s))
        outcome = engine.run_in(world, "runner", event, sources=sources, limits=Limits(**limits))
        assert world.journal is not None
        return Recording(
            made=made_by("a test", 1_700_000_000_000),
            code=code_of(MANIFEST, sources, runner, packed=False),
            limits=Limits(**limits),
            event=event,
            journal=world.journal,
            outcome=outcome,
        )

    return record
