"""A wallet in memory with the rules of the real one: tests/contract/test_wallet_fakes.py asks both the same.

Everybody has as much money as is asked of them, until a test says how much: `host.wallet.give("layla", money(…))`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from miniapp.testing._fake_mandates import Mandates
from miniapp.testing._fake_orders import Orders
from miniapp.testing._refused import Refused
from miniapp.values import Money

AGREED = {"GetOrder", "CaptureOrder", "VoidOrder", "RefundOrder", "GetMandate", "ChargeMandate"}
_ASKS = {"CreateOrder", "ProposeMandate"}
_READS = ("Get", "List", "Is")
_Answer = Callable[[], dict[str, Any]]


class FakeWallet:
    """Orders and mandates of one app, who is enrolled with it, and what its people have."""

    def __init__(self) -> None:
        self.enrolled: set[str] = set()
        self.has: dict[tuple[str, str], int] = {}  # (user, currency) → minor units; who is not here has enough.
        self.orders = Orders(self)
        self.mandates = Mandates(self)
        self.news: list[tuple[str, str]] = []  # What the app was not told yet: the order's or mandate's id, by session.
        self._answers: dict[tuple[str, ...], tuple[str, dict[str, Any] | Refused]] = {}
        self._methods: dict[str, Callable[..., dict[str, Any]]] = {
            "CreateOrder": self.orders.create, "GetOrder": self.orders.read, "ListOrders": self.orders.page,
            "CaptureOrder": self.orders.capture, "VoidOrder": self.orders.void, "RefundOrder": self.orders.refund,
            "ProposeMandate": self.mandates.propose, "GetMandate": self.mandates.read,
            "ChargeMandate": self.mandates.charge, "EnrollPayee": self._enroll, "IsPayee": self._is_payee,
        }  # fmt: skip

    def give(self, user: str, amount: Money) -> None:
        """They have so much of that currency from now on, and not more."""
        self.has[user, amount.currency_code] = amount.amount_minor

    @property
    def methods(self) -> frozenset[str]:
        return frozenset(self._methods)

    def call(
        self, method: str, request: dict[str, Any], *, user: str | None, event_id: str, session: str, now_ms: int
    ) -> dict[str, Any]:
        """Answer a host call of an event; the same event and name get the first answer, whatever became of it."""
        if not event_id and not method.startswith(_READS):
            raise Refused("READ_ONLY", "a screen may read, never write", method=method)

        def answer() -> dict[str, Any]:
            return self._methods[method](request, user=user, session=session, now_ms=now_ms)

        if "request_id" not in request:
            return answer()
        body = json.dumps(request, sort_keys=True)
        key = (event_id, user or "", method, str(request["request_id"]), body if method in _ASKS else "")
        return self._once(key, body, answer)

    def has_news(self, now_ms: int) -> bool:
        """Whether there is something the app was not told; what has run out by then is ended."""
        self.orders.sweep(now_ms)
        self.mandates.sweep(now_ms)
        return bool(self.news)

    def take_news(self, now_ms: int) -> tuple[str, dict[str, Any]] | None:
        """The next thing to tell the app, as it stands, and the session to tell it in."""
        if not self.has_news(now_ms):
            return None
        told, session = self.news.pop(0)
        while any(told == later for later, _ in self.news):  # Of what happened twice meanwhile it is told the last.
            told, session = self.news.pop(0)
        if told.startswith("man_"):
            return session, {"mandate": self.mandates.told(told, now_ms)}
        return session, {"order": self.orders.told(told, now_ms)}

    def take(self, user: str, currency_code: str, amount_minor: int) -> None:
        """Out of their pocket; INSUFFICIENT_FUNDS."""
        left = self.has.get((user, currency_code))
        if left is not None and left < amount_minor:
            raise Refused("INSUFFICIENT_FUNDS", "not everybody has so much", requested_minor=str(amount_minor))
        self.put(user, currency_code, -amount_minor)

    def put(self, user: str, currency_code: str, amount_minor: int) -> None:
        if (user, currency_code) in self.has:
            self.has[user, currency_code] += amount_minor

    def _once(self, key: tuple[str, ...], body: str, answer: _Answer) -> dict[str, Any]:
        first = self._answers.get(key)
        if first is None:
            try:
                first = (body, answer())
            except Refused as refused:
                first = (body, refused)
            self._answers[key] = first
        if first[0] != body:
            raise Refused("REQUEST_ID_REUSED", "this request_id was used with another body", request_id=key[3])
        if isinstance(first[1], Refused):
            raise first[1]
        return first[1]

    def _enroll(self, request: dict[str, Any], *, user: str | None, session: str, now_ms: int) -> dict[str, Any]:
        self.enrolled.add(self.person(user))
        return {"payee_user_id": self.person(user)}

    def _is_payee(self, request: dict[str, Any], *, user: str | None, session: str, now_ms: int) -> dict[str, Any]:
        return {"enrolled": True} if self.person(user) in self.enrolled else {}

    @staticmethod
    def person(user: str | None) -> str:
        """The event's user. NO_USER."""
        if user is None:
            raise Refused("NO_USER", "the app works for itself")
        return user


def plain(told: dict[str, Any]) -> dict[str, Any]:
    """As protobuf writes JSON: what is zero or empty is left out, and big numbers are texts."""
    return {name: value for name, value in told.items() if value not in ("", "0", 0, False, [], None)}
