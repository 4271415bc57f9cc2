"""A provider that speaks the test bank's HTTP API, as core/testbank does: JSON under a key of our own.

The standard library's client, in a thread: these are a handful of small calls a minute. No redirect is followed and no
proxy asked, for the key is in every request.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import date
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from core.kit.errors import ServiceUnavailable
from wallet.bank.provider import Asked, Entry, Unread
from wallet.bank.wire import read_line

TIMEOUT_S = 20.0
ANSWER_BYTES_MAX = 4 * 1024 * 1024
PAGES_MAX = 10_000  # Of a day's statement: a bank that never ends it is not believed.
_CONFLICT, _NOT_FOUND = 409, 404


class HttpBank:
    """`url` is http:// or https:// with a host; ValueError for anything else."""

    def __init__(self, url: str, *, api_key: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("a bank's address is http://host or https://host")
        self._kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host, self._port, self._path = parts.hostname, parts.port, parts.path.rstrip("/")
        self._headers = {"authorization": f"Bearer {api_key}", "content-type": "application/json"}

    async def ask(self, asked: Asked) -> Entry:
        body = {
            "kind": asked.kind.value, "amount_minor": asked.amount.amount_minor,
            "currency_code": asked.amount.currency_code,
        }  # fmt: skip
        said = await self._call("PUT", f"/v1/transfers/{quote(asked.reference, safe='')}", body)
        if said is None:
            raise ServiceUnavailable("the bank does not know how to take this")
        entry = _line_about(said, asked.reference)
        if isinstance(entry, Unread):
            raise ServiceUnavailable("what the bank says cannot be read", why=entry.why)
        return entry

    async def look_up(self, reference: str) -> Entry | Unread | None:
        said = await self._call("GET", f"/v1/transfers/{quote(reference, safe='')}")
        return None if said is None else _line_about(said, reference)

    async def statement(self, day: date) -> Sequence[Entry | Unread]:
        found: dict[str, Entry | Unread] = {}
        after = ""
        for _ in range(PAGES_MAX):
            said = await self._call("GET", f"/v1/statement/{day.isoformat()}?after={quote(after, safe='')}")
            if not isinstance(said, dict) or not isinstance(said.get("entries"), list):
                raise ServiceUnavailable("the bank's statement cannot be read")
            found |= {entry.reference: entry for entry in map(read_line, said["entries"])}
            after = said.get("next") or ""
            if not isinstance(after, str):
                raise ServiceUnavailable("the bank's statement cannot be read")
            if not after:
                return list(found.values())
        raise ServiceUnavailable("the bank's statement does not end")

    async def _call(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON it answers, None for what is not there."""
        text = None if body is None else json.dumps(body).encode()
        try:
            status, answer = await asyncio.to_thread(self._exchange, method, self._path + path, text)
            said = json.loads(answer) if answer else None
        except (OSError, HTTPException, ValueError, RecursionError) as error:
            raise ServiceUnavailable("the bank cannot be reached", why=type(error).__name__) from error
        if status == _NOT_FOUND:
            return None
        if status // 100 != 2 and status != _CONFLICT:
            raise ServiceUnavailable("the bank refuses to answer", status=status)
        return said

    def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        connection = self._kind(self._host, self._port, timeout=TIMEOUT_S)
        try:
            connection.request(method, path, body, self._headers)
            answer = connection.getresponse()
            read = answer.read(ANSWER_BYTES_MAX + 1)
        finally:
            connection.close()
        if len(read) > ANSWER_BYTES_MAX:
            raise ValueError("the answer is too long")
        return answer.status, read


def _line_about(said: Any, reference: str) -> Entry | Unread:
    line = read_line(said)
    if isinstance(line, Unread):
        return Unread(reference, line.why)  # Whatever it is, it is the answer about that one.
    if line.reference != reference:
        raise ServiceUnavailable("the bank speaks of another transfer")
    return line
