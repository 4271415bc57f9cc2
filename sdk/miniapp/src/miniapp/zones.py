"""Time zones, which the sandbox has no files for: `zones.zone("Asia/Riyadh")` is a `tzinfo` like any other.

    at = datetime(2026, 3, 27, 16, 30, tzinfo=zones.zone("Africa/Cairo"))    # that wall clock, as a moment
    now().astimezone(zones.zone("Asia/Beirut")).hour                         # a moment, on that wall clock

Daylight time is as the tz database has it (`zones.VERSION`), right from 1970 on.
"""

from __future__ import annotations

import difflib
import io
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from miniapp._zone_table import RULES, TABLE, VERSION
from miniapp.errors import InvalidArgument

__all__ = ["VERSION", "ZONES", "zone"]

ZONES = tuple(RULES)  # Every name there is, sorted.


class _Zone(ZoneInfo):
    """A zone that can be copied: one read from bytes could not, and `dataclasses.asdict` copies what it meets."""

    def __reduce__(self) -> Any:
        return zone, (self.key,)

    def __repr__(self) -> str:
        return f"zones.zone({self.key!r})"  # zoneinfo's own differs between its C and its Python, which the sandbox has


@cache
def zone(name: str) -> ZoneInfo:
    """The time zone of this IANA name, such as "Asia/Riyadh"; InvalidArgument for one that is not in `ZONES`."""
    if not isinstance(name, str) or name not in RULES:
        near = difflib.get_close_matches(str(name), ZONES, n=3) or ["Asia/Riyadh"]
        raise InvalidArgument(f"there is no time zone {name!r}. Fix: one of zones.ZONES, such as {', '.join(near)}")
    start, end = RULES[name]
    return _Zone.from_file(io.BytesIO(TABLE[start:end]), key=name)
