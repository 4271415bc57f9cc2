"""`python -m core.testbank`: the test bank, as a host starts it beside itself."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from core.kit import log
from core.testbank.running import serve


def main() -> None:
    """The process."""
    parser = argparse.ArgumentParser(prog="core.testbank")
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--notify", required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--with-parent", action="store_true")
    given = parser.parse_args()
    log.set_up(level="warning")
    asyncio.run(
        serve(
            data_dir=given.data_dir, host=given.host, port=given.port, notify=given.notify,
            with_parent=given.with_parent,
        )
    )  # fmt: skip


if __name__ == "__main__":
    main()
