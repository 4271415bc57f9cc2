"""The border between a mini-app's event and the wallet: whose consent counts, and what only the host may say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.kit.caller import Caller
from core.sandbox.buffer import EventBuffer
from core.sandbox.host_calls import WALLET, EventContext, HostCalls
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.wallet.v1 import orders_service_pb2 as pb
from tests.support.shop import APP, Shop

pytestmark = pytest.mark.asyncio
ORDER = "wallet-order"
YES, NO, UNASKED = apps_pb.GRANT_STATE_GRANTED, apps_pb.GRANT_STATE_DENIED, apps_pb.GRANT_STATE_UNSPECIFIED
LINE = {"title_ar": "رحلة", "title_en": "Ride", "quantity": 1, "unit_minor": 2_500}
ASKED = {
    "request_id": "ride", "name": "ride", "title_ar": "رحلة", "title_en": "Ride", "lines": [LINE],
    "total": {"currency_code": "SAR", "amount_minor": 2_500},
}  # fmt: skip


class Said:
    """What each person said to the app, by user id; `None` where its manifest asks for nothing."""

    def __init__(self, event_user_id: str, said: dict[str, int] | None) -> None:
        self._user_id, self._said = event_user_id, said

    async def state(self, scope: str, user_id: str = "") -> int | None:
        return None if self._said is None else self._said.get(user_id or self._user_id, UNASKED)


class Events:
    """Events of the app at the shop."""

    def __init__(self, shop: Shop) -> None:
        money = shop.money
        self._calls = HostCalls(channel=money.chain, services=WALLET, subjects=money.identity.subjects)

    async def call(
        self, method: str, request: dict[str, Any], person: Caller | None = None, *, said: dict[str, int] | None,
        interface: str = ORDER, **more: Any,
    ) -> Any:  # fmt: skip
        """The order, or the reason there is none."""
        user_id = person.user_id if person else ""
        fields: dict[str, Any] = {"event_id": "tap", "session_id": "ses_of_the_event"} | more
        self.context = EventContext(APP, user_id, EventBuffer(0), Said(user_id, said), **fields)
        answer = json.loads(await self._calls.bound(self.context)(interface, method, json.dumps(request)))
        return answer["ok"].get("order", answer["ok"]) if "ok" in answer else answer["error"]["reason"]


@pytest.fixture
def events(shop: Shop) -> Events:
    return Events(shop)


async def test_the_user_is_asked_before_they_are_asked_for_money(shop: Shop, events: Events) -> None:
    layla = await shop.money.rich("layla")
    assert await events.call("CreateOrder", ASKED, layla, said=None) == "SCOPE_NOT_DECLARED"
    assert await events.call("CreateOrder", ASKED, layla, said={layla.user_id: NO}) == "SCOPE_DENIED"
    assert await events.call("CreateOrder", ASKED, layla, said={}) == "CONSENT_REQUIRED"
    assert events.context.consent_scope == "wallet.order"
    assert (await events.call("CreateOrder", ASKED, layla, said={layla.user_id: YES}))["state"] == "ORDER_STATE_OPEN"


async def test_where_nobody_tapped_nobody_is_asked(shop: Shop, events: Events) -> None:
    """A payment arrives while its payer looks elsewhere: no consent sheet comes out of nowhere."""
    layla = await shop.money.rich("layla")
    assert await events.call("CreateOrder", ASKED, layla, said={}, may_ask=False) == "SCOPE_DENIED"
    assert events.context.consent_scope == ""


async def test_who_is_named_as_payer_must_have_allowed_it_themselves(shop: Shop, events: Events) -> None:
    """Layla's yes is not Omar's, and a timer may ask whoever said yes."""
    layla, omar = await shop.money.rich("layla"), await shop.money.rich("omar")
    for_omar = ASKED | {"payer_user_id": await shop.subject(omar)}
    for said in ({layla.user_id: YES}, {layla.user_id: YES, omar.user_id: NO}):
        for person in (layla, None):
            assert await events.call("CreateOrder", for_omar, person, said=said) == "SCOPE_DENIED"
            assert events.context.consent_scope == ""
    for person, event_id in ((layla, "tap"), (None, "timer")):
        made = await events.call("CreateOrder", for_omar, person, said={omar.user_id: YES}, event_id=event_id)
        assert made["payer_user_id"] == for_omar["payer_user_id"]
    herself = ASKED | {"payer_user_id": await shop.subject(layla)}
    assert await events.call("CreateOrder", herself, layla, said={}) == "CONSENT_REQUIRED"


async def test_what_was_approved_any_event_of_the_app_sees_to(shop: Shop, events: Events) -> None:
    """A timer, or Omar's tap who never heard of the scope: the payer's yes was on the sheet, and stays there."""
    layla, omar = await shop.money.rich("layla"), await shop.money.rich("omar")
    held = await shop.held(layla)
    some = {"order_id": held.order_id, "request_id": "take"}
    assert await events.call("CaptureOrder", some, omar, said=None) == "SCOPE_NOT_DECLARED"
    assert (await events.call("GetOrder", {"order_id": held.order_id}, omar, said={}))["state"] == "ORDER_STATE_HELD"
    taken = await events.call("CaptureOrder", some, None, said={layla.user_id: NO}, event_id="timer")
    assert taken["state"] == "ORDER_STATE_PAID"
    back = {"order_id": held.order_id, "request_id": "back"}
    assert (await events.call("RefundOrder", back, omar, said={omar.user_id: NO}))["refunded_minor"] == "2500"


async def test_the_session_is_the_events_own_whatever_the_app_says(shop: Shop, events: Events) -> None:
    layla = await shop.money.rich("layla")
    asked = ASKED | {"session_id": "ses_of_somebody_else"}
    for session_id in ("ses_of_the_event", ""):
        made = await events.call(
            "CreateOrder", asked, layla, said={layla.user_id: YES}, session_id=session_id, event_id=f"of {session_id}"
        )
        await shop.orders.decline_order(_declined(made), caller=layla)
        await shop.money.settle()
        assert shop.sandbox.heard[-1].session_id == session_id


async def test_an_event_without_an_id_acts_on_nothing(shop: Shop, events: Events) -> None:
    layla = await shop.money.rich("layla")
    held = await shop.held(layla)
    act = {"order_id": held.order_id, "request_id": "x"}
    for more in ({"event_id": ""}, {"read_only": True}):
        for method, request in (
            ("CreateOrder", ASKED),
            ("CaptureOrder", act),
            ("VoidOrder", act),
            ("RefundOrder", act),
        ):
            assert await events.call(method, request, layla, said={layla.user_id: YES}, **more) == "READ_ONLY"
        yes = {"said": {layla.user_id: YES}, "interface": "wallet-payee", **more}
        assert await events.call("EnrollPayee", {}, layla, **yes) == "READ_ONLY"
        assert await events.call("IsPayee", {}, layla, **yes) == {}
    assert (await shop.get(held)).version == held.version


def _declined(made: dict[str, Any]) -> pb.DeclineOrderRequest:
    return pb.DeclineOrderRequest(order_id=made["order_id"])
