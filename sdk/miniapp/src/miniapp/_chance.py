"""The dice of `random` in the sandbox, thrown anew for every event from 32 bytes of the host's.

componentize-py calls `random.seed()` before an instance's first event. CPython would ask for 2,496 bytes then, in ten
calls of the host, a twentieth of an event; 256 bits are all that a seed can be guessed by. `secrets` asks the host anew
each time, as it does everywhere.
"""

from __future__ import annotations

import os
import random
from typing import Any

_SEED_BYTES = 32


def arrange() -> None:
    """From now on. In the sandbox only."""
    shared: random.Random = vars(random)["_inst"]

    def seed(a: Any = None, version: int = 2) -> None:
        if a is None:
            a = int.from_bytes(b"\x01" + os.urandom(_SEED_BYTES))  # As long every time, and so as much fuel.
        shared.seed(a, version)

    setattr(random, "seed", seed)  # noqa: B010 - mypy knows it as a method
