"""Between a client and a PostgreSQL on a Unix socket: forwards all, until it is told to cut at the next COMMIT.

"before": the server never hears of it. "after": it has committed and said so, and nobody is told. In the end both
sides of the connection are gone, as when a network is. Later connections are forwarded again.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

SOCKET = ".s.PGSQL.5432"
COMMIT = b"COMMIT\x00"


class CuttingProxy:
    """`folder` is the socket folder to connect to instead of the server's."""

    def __init__(self, server_folder: str, folder: str) -> None:
        self.folder = folder
        self.cut: Literal["", "before", "after"] = ""  # At the next COMMIT, once.
        self.cuts = 0
        self._server = f"{server_folder}/{SOCKET}"
        self._pumps: set[asyncio.Task[None]] = set()

    def url(self, server_url: str) -> str:
        return server_url.replace(str(Path(self._server).parent), self.folder)

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(self._server)
        task = asyncio.create_task(self._join(reader, writer, from_server, to_server))
        self._pumps.add(task)
        task.add_done_callback(self._pumps.discard)

    async def _join(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter,
        from_server: asyncio.StreamReader, to_server: asyncio.StreamWriter,
    ) -> None:  # fmt: skip
        back = asyncio.create_task(_pump(from_server, writer))
        try:
            while piece := await reader.read(65536):
                if COMMIT in piece and self.cut:
                    cut, self.cut, self.cuts = self.cut, "", self.cuts + 1
                    if cut == "after":
                        back.cancel()
                        await asyncio.wait([back])
                        to_server.write(piece)
                        await from_server.read(1)  # The server's word that it is done.
                    return
                to_server.write(piece)
        except ConnectionError:
            pass
        finally:
            back.cancel()
            writer.transport.abort()
            to_server.close()

    async def close(self) -> None:
        for task in self._pumps:
            task.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
    except ConnectionError:
        pass
    writer.close()


@asynccontextmanager
async def cutting_proxy(server_folder: str) -> AsyncIterator[CuttingProxy]:
    with tempfile.TemporaryDirectory(prefix="majlis-cut-") as folder:
        proxy = CuttingProxy(server_folder, folder)
        listening = await asyncio.start_unix_server(proxy.connected, f"{folder}/{SOCKET}")
        try:
            yield proxy
        finally:
            listening.close()
            await proxy.close()
