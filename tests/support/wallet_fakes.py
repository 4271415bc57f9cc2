"""One script for two wallets: the SDK's fake, and the real one behind the border that mini-apps speak through.

A till calls for people by their names, whatever ids the wallet has for them, and writes down what it was answered, with
ids and moments that both would give.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

from core.kit.caller import Caller
from core.sandbox.buffer import EventBuffer
from core.sandbox.host_calls import WALLET, EventContext, HostCalls
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.wallet.v1 import mandates_service_pb2 as mandates_pb
from majlis.wallet.v1 import orders_service_pb2 as orders_pb
from majlis_devkit.world import load_contract
from miniapp.testing import FakeHost, Refused
from miniapp.values import Money, to_ms
from tests.support.chat_desk import request_id
from tests.support.identity import PASSWORD
from tests.support.money_desk import approval, sar
from tests.support.shop import APP, Shop
from wallet.mandates.acts import MandateActs
from wallet.mandates.expiry import MandateExpiry

PEOPLE = {"layla": 100_000, "omar": 3_000}  # What they have.
_ID = re.compile(r"(ord|rfd|man|xfer)_[0-9a-z]+")
_INTERFACES = {
    method: scope["interface"] for scope in load_contract()["scopes"].values() for method in scope["methods"]
}


class Till:
    """Writes `log`: what each step came to."""

    def __init__(self) -> None:
        self.log: list[Any] = []
        self.start_ms = 0
        self._ids: dict[str, str] = {}
        self._names: dict[str, str] = {}  # the app's word for somebody → their name

    def note(self, step: str, came_to: Any) -> Any:
        """Write it down as both wallets would say it."""
        self.log.append((step, self._plain(came_to)))
        return came_to

    def note_told(self, heard: list[dict[str, Any]]) -> None:
        """What the app heard, each thing by its own id, which it has had since it was made."""
        self.log.append(("told", sorted((self._plain(each) for each in heard), key=str)))

    def _plain(self, value: Any, member: str = "") -> Any:
        if isinstance(value, dict):
            return {key: self._plain(each, key) for key, each in sorted(value.items()) if key != "app_id"}
        if isinstance(value, list):
            return [self._plain(each, member) for each in value]
        if member == "request_id":
            return "as the host composed it"
        if member.endswith("_at_ms"):
            return int(value) - self.start_ms
        if isinstance(value, str):
            known = self._names.get(value, value)
            return _ID.sub(lambda found: self._ids.setdefault(found[0], f"{found[1]}#{len(self._ids)}"), known)
        return value

    async def call(self, method: str, person: str = "", event: str = "tap", **request: Any) -> dict[str, Any]:
        """A host call of an event for somebody, or for the app itself; the order or mandate, or {"reason": …}."""
        answer = await self._ask(method, person, event, request)
        if "ok" in answer:
            said = answer["ok"]
        else:
            error = answer["error"]
            said = {"reason": error["reason"], "metadata": error["metadata"]}
        self.note(f"{method} {person} {event}", said)
        made: dict[str, Any] = said.get("order") or said.get("mandate") or said
        return made

    async def _ask(self, method: str, person: str, event: str, request: dict[str, Any]) -> dict[str, Any]:
        raise NotImplementedError


class FakeTill(Till):
    """Over the SDK's fake."""

    def __init__(self) -> None:
        super().__init__()
        self.host = FakeHost()
        self.wallet = self.host.wallet
        self.start_ms = self.now_ms
        for name, amount_minor in PEOPLE.items():
            self.wallet.give(name, Money(amount_minor, "SAR"))
            self.host.grants |= {(name, scope): True for scope in load_contract()["scopes"]}

    @property
    def now_ms(self) -> int:
        return to_ms(self.host.now)

    async def _ask(self, method: str, person: str, event: str, request: dict[str, Any]) -> dict[str, Any]:
        def answer() -> dict[str, Any]:
            answered: dict[str, Any] = json.loads(self.host.call(_INTERFACES[method], method, json.dumps(request)))
            return answered

        return self.host.run(person or None, answer, event_id=event, session="ses")

    async def approve(self, person: str, asked: dict[str, Any], tip_minor: int = 0) -> None:
        if "order_id" in asked:
            self._decide("approve", lambda: self.wallet.orders.approve(
                asked["order_id"], person, tip_minor, self.now_ms
            ))  # fmt: skip
        else:
            self._decide("approve", lambda: self.wallet.mandates.answer(
                asked["mandate_id"], person, self.now_ms, yes=True
            ))  # fmt: skip

    async def decline(self, person: str, asked: dict[str, Any]) -> None:
        if "order_id" in asked:
            self._decide("decline", lambda: self.wallet.orders.decline(asked["order_id"], person, self.now_ms))
        else:
            self._decide("decline", lambda: self.wallet.mandates.answer(
                asked["mandate_id"], person, self.now_ms, yes=False
            ))  # fmt: skip

    async def revoke(self, person: str, asked: dict[str, Any]) -> None:
        self._decide("revoke", lambda: self.wallet.mandates.revoke(asked["mandate_id"], person, self.now_ms))

    def _decide(self, step: str, decide: Any) -> None:
        try:
            decide()
            self.note(step, "")
        except Refused as refused:
            self.note(step, refused.reason)

    async def told(self) -> None:
        """What the app heard since the last time, once of each thing; which first is not promised."""
        heard = []
        while (news := self.wallet.take_news(self.now_ms)) is not None:
            heard.append(news[1])
        self.note_told(heard)

    async def later(self, seconds: float) -> None:
        self.host.now += timedelta(seconds=seconds)

    async def has(self, person: str) -> int:
        return int(self.note(f"{person} has", self.wallet.has[person, "SAR"]))


class _Granted:
    async def state(self, scope: str, user_id: str = "") -> int:
        return apps_pb.GRANT_STATE_GRANTED


class RealTill(Till):
    """Over the money desk's services, by the sandbox's own border."""

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self.shop = shop
        self.people: dict[str, Caller] = {}
        money = shop.money
        self._calls = HostCalls(channel=money.chain, services=WALLET, subjects=money.identity.subjects)
        house = money.verbs.house
        acts = MandateActs(effects=house.effects, guard=house.guard)
        self._mandates = MandateExpiry(desk=house.desk, effects=house.effects, acts=acts, clock=house.clock)
        self._heard = 0

    async def ready(self) -> RealTill:
        for name, amount_minor in PEOPLE.items():
            person = self.people[name] = await self.shop.money.rich(name, amount_minor)
            self._names[await self.shop.subject(person)] = name
        self.start_ms = self.shop.money.ledger.now_ms()
        return self

    async def _ask(self, method: str, person: str, event: str, request: dict[str, Any]) -> dict[str, Any]:
        user_id = self.people[person].user_id if person else ""
        context = EventContext(
            APP, user_id, EventBuffer(0), _Granted(), event_id=event, read_only=not event,
            session_id="ses_00000000000000000000000000",
        )  # fmt: skip
        subjects = {name: subject for subject, name in self._names.items()}
        text = json.dumps(request)
        for name, subject in subjects.items():
            text = text.replace(f'"payee_user_id": "{name}"', f'"payee_user_id": "{subject}"')
        answer: dict[str, Any] = json.loads(await self._calls.bound(context)(_INTERFACES[method], method, text))
        return answer

    async def approve(self, person: str, asked: dict[str, Any], tip_minor: int = 0) -> None:
        proof = approval(password=PASSWORD)
        if "order_id" in asked:
            order = orders_pb.ApproveOrderRequest(
                request_id=request_id(), order_id=asked["order_id"], tip_minor=tip_minor, approval=proof,
                total=sar(int(asked["total"]["amount_minor"])),
            )  # fmt: skip
            await self._decide("approve", self.shop.orders.approve_order(order, caller=self.people[person]))
        else:
            mandate = mandates_pb.ApproveMandateRequest(
                request_id=request_id(), mandate_id=asked["mandate_id"], approval=proof
            )
            client = self.shop.money.mandates
            await self._decide("approve", client.approve_mandate(mandate, caller=self.people[person]))

    async def decline(self, person: str, asked: dict[str, Any]) -> None:
        caller = self.people[person]
        if "order_id" in asked:
            order = orders_pb.DeclineOrderRequest(order_id=asked["order_id"])
            await self._decide("decline", self.shop.orders.decline_order(order, caller=caller))
        else:
            mandate = mandates_pb.DeclineMandateRequest(mandate_id=asked["mandate_id"])
            await self._decide("decline", self.shop.money.mandates.decline_mandate(mandate, caller=caller))

    async def revoke(self, person: str, asked: dict[str, Any]) -> None:
        request = mandates_pb.RevokeMandateRequest(mandate_id=asked["mandate_id"])
        client = self.shop.money.mandates
        await self._decide("revoke", client.revoke_mandate(request, caller=self.people[person]))

    async def _decide(self, step: str, decision: Any) -> None:
        from core.kit.errors import DomainError

        try:
            await decision
            self.note(step, "")
        except DomainError as refused:
            self.note(step, refused.reason)

    async def told(self) -> None:
        await self.shop.end_holds()
        await self._mandates.sweep()
        await self.shop.money.settle()
        heard = self.shop.sandbox.heard[self._heard :]
        self._heard += len(heard)
        self.note_told([json.loads(each.payment_json) for each in heard])

    async def later(self, seconds: float) -> None:
        self.shop.money.clock.advance(timedelta(seconds=seconds))
        await self.shop.end_holds()
        await self._mandates.sweep()

    async def has(self, person: str) -> int:
        return int(self.note(f"{person} has", (await self.shop.money.has(self.people[person]))[0]))
