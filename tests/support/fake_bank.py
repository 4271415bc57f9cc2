"""A payment provider of the test's own: it does what the test says, when it says so, and signs what it says of it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from core.kit.clock import Clock, from_ms, to_ms
from core.kit.errors import ServiceUnavailable
from core.kit.money import Money
from majlis.wallet.v1 import bank_service_pb2 as pb
from wallet.bank.provider import Asked, Entry, Kind, State
from wallet.bank.wire import read_entry

KEY = b"what only this bank knows"


class FakeBank:
    """Its books are `said`: by reference, every version of each entry, from 0. Answers about `loses` are lost."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.said: dict[str, list[dict[str, Any]]] = {}
        self.asked: list[str] = []
        self.away = False
        self.loses: set[str] = set()
        self.at_ms: dict[str, int] = {}

    async def ask(self, asked: Asked) -> Entry:
        self._answer("", away=self.away)
        self.asked.append(asked.reference)
        first = self.entry(asked.reference, asked.kind, asked.amount)
        self.said.setdefault(asked.reference, [first])
        self.at_ms.setdefault(asked.reference, to_ms(self._clock.now()))
        self._answer(asked.reference, away=False)
        # It decides only after it answered.
        return read_entry(self.said[asked.reference][0])

    async def look_up(self, reference: str) -> Entry | None:
        self._answer("", away=self.away)
        known = self.said.get(reference)
        return None if known is None else read_entry(known[-1])

    async def statement(self, day: date) -> Sequence[Entry]:
        self._answer("", away=self.away)
        of_day = [each for each, at_ms in self.at_ms.items() if from_ms(at_ms).date() == day]
        return [read_entry(self.said[each][-1]) for each in of_day if each in self.said]

    def entry(self, reference: str, kind: Kind, amount: Money) -> dict[str, Any]:
        """Pending."""
        return {
            "reference": reference, "bank_reference": f"fake-{len(self.said)}", "version": 0, "kind": kind.value,
            "amount_minor": amount.amount_minor, "currency_code": amount.currency_code, "state": "pending", "why": "",
        }  # fmt: skip

    def decide(self, reference: str, state: State | str, **other: Any) -> None:
        """The next version of it."""
        versions = self.said[reference]
        versions.append(versions[-1] | {"version": len(versions), "state": str(state), **other})
        self.at_ms[reference] = to_ms(self._clock.now())

    def notice(self, reference: str, version: int, *, key: bytes = KEY, late_s: int = 0) -> Any:
        """What the webhook brings of that version."""
        body = json.dumps({"notice_id": f"{reference}:{version}", "transfer": self.said[reference][version]}).encode()
        at_s = to_ms(self._clock.now()) // 1000 - late_s
        mac = hmac.new(key, b"%d." % at_s + body, hashlib.sha256).hexdigest()
        return pb.ReceiveBankNoticeRequest(body=body, signature=f"t={at_s},v1={mac}")

    def _answer(self, reference: str, *, away: bool) -> None:
        if away or reference in self.loses:
            raise ServiceUnavailable("the bank cannot be reached")
