"""`python -m tests.bench [--only AREA]`: run the areas, write bench/latest.json, print the table."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
from collections.abc import Awaitable, Callable

import uvloop

from core.kit import log
from tests.bench import client, messaging, miniapps, places, rpc, run, sandbox, tap, wallet
from tests.bench.measure import Row
from tests.support.artifacts import ROOT

AREAS: dict[str, Callable[[], Awaitable[list[Row]]]] = {
    "client": client.measure,
    "messaging": messaging.measure,
    "miniapps": miniapps.measure,
    "places": places.measure,
    "rpc": rpc.measure,
    "sandbox": sandbox.measure,
    "tap": tap.measure,
    "wallet": wallet.measure,
    "run": run.measure,
}
LATEST = ROOT / "bench" / "latest.json"


def main() -> None:
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=sorted(AREAS), help="one area (run is heavy: a fresh clone and `make run`)")
    only = parser.parse_args().only
    log.set_up(level="warning")  # As `make run` does.
    rows: list[Row] = []
    for name in [only] if only else AREAS:
        print(f"· {name}", file=sys.stderr, flush=True)
        gc.collect()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            rows += runner.run(_measured(AREAS[name]))
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps([one.as_json() for one in rows], ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(table(rows))


async def _measured(area: Callable[[], Awaitable[list[Row]]]) -> list[Row]:
    return await area()


def table(rows: list[Row]) -> str:
    """For people: one line a row, numbers right-aligned, the ratio last."""
    lines = [("name", "value", "unit", "peer or limit", "its value", "ratio", "samples")]
    for one in (each.as_json() for each in rows):
        numbers = [("–" if one[part] is None else f"{one[part]:,.3g}") for part in ("value", "peer_value", "ratio")]
        lines.append((one["name"], numbers[0], one["unit"], one["peer"], numbers[1], numbers[2], str(one["samples"])))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    left = {0, 2, 3}
    aligned = [[(n in left, *cell) for n, cell in enumerate(zip(line, widths, strict=True))] for line in lines]
    shown = [
        "  ".join(text.ljust(width) if is_left else text.rjust(width) for is_left, text, width in line)
        for line in aligned
    ]
    notes = [f"{name}: {note}" for name, note in {one.name: one.note for one in rows}.items()]
    return "\n".join([*shown, "", *notes])


if __name__ == "__main__":
    main()
