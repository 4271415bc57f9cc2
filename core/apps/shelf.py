"""Pictures of the versions whose screens are being looked at, taken out of their packages once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping

from majlis_devkit import package as packages

VERSIONS_MAX = 16  # Each has 2 MiB of pictures at most (ASSETS_BYTES_MAX).
Pictures = Mapping[str, bytes]


class Shelf:
    """The pictures of the versions asked for last. A version never changes, so what is here is true."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Pictures] = OrderedDict()

    def get(self, version_id: str) -> Pictures | None:
        """The version's pictures by name; None while it is not here."""
        return self._kept.get(version_id)

    async def put(self, version_id: str, package: bytes) -> Pictures:
        """The pictures of this package, which is the version's; where there are too many, the first one leaves."""
        pictures = (await asyncio.to_thread(packages.read, package)).assets
        self._kept[version_id] = pictures
        while len(self._kept) > VERSIONS_MAX:
            self._kept.popitem(last=False)
        return pictures
