"""Sends notices to the host, signed over their very bytes, and again later where they were not taken."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Database
from core.testbank import store
from core.testbank.books import Books

HEADER = "Majlis-Bank-Signature"
TIMEOUT_S = 10.0
ATTEMPTS_MAX = 8  # Then it is given up; whoever was to hear it compares the books.
STALE_MS = 600_000
SWEEP_S = 0.5
_log = log.get("testbank")


class Courier:
    """`notify` is the host's address for notices."""

    def __init__(self, *, db: Database, books: Books, clock: Clock, key: bytes, notify: str) -> None:
        self._db = db
        self._books = books
        self._clock = clock
        self._key = key
        self.notify = notify
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    async def run(self) -> None:
        """Decide and send what is due, for ever; cancel to stop."""
        while True:
            await self._books.decide_due()
            sent = await self.send_due()
            if sent:
                continue
            try:
                async with asyncio.timeout(SWEEP_S):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()

    async def send_due(self) -> int:
        """Send each notice that is due once; how many were tried."""
        due = await self._db.read(lambda tx: store.due_notices(tx, self._books.now_ms()))
        for notice in due:
            await self._send(notice)
        return len(due)

    async def _send(self, notice: Any) -> None:
        try:
            status = await asyncio.to_thread(self._post, notice.body.encode(), notice.seal)
        except (OSError, HTTPException) as error:
            _log.info("a notice was not taken", notice=notice.number, why=type(error).__name__)
            status = 0
        attempts = notice.attempts + 1
        if status // 100 == 2 or attempts >= ATTEMPTS_MAX or notice.seal != "true":
            await self._db.write(lambda tx: store.drop_notice(tx, notice.number))
            return
        due_at_ms = self._books.now_ms() + 1000 * 2**attempts
        await self._db.write(lambda tx: store.keep_notice(tx, notice.number, attempts=attempts, due_at_ms=due_at_ms))

    def _post(self, body: bytes, seal: str) -> int:
        address = urlsplit(self.notify)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=TIMEOUT_S)
        try:
            headers = {HEADER: self.signature(body, seal), "content-type": "application/json"}
            connection.request("POST", address.path or "/", body, headers)
            return connection.getresponse().status
        finally:
            connection.close()

    def signature(self, body: bytes, seal: str = "true") -> str:
        """As the header says it: when, and the HMAC over when and what."""
        at_s = (to_ms(self._clock.now()) - (STALE_MS if seal == "stale" else 0)) // 1000
        key = self._key[::-1] if seal == "forged" else self._key
        return f"t={at_s},v1={hmac.new(key, b'%d.' % at_s + body, hashlib.sha256).hexdigest()}"
