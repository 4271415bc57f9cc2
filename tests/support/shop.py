"""`shop`: the money desk with an app that sells, its developer, and what the app heard of its orders.

Apps call as the host calls for them; people are named by the app's subjects. The sandbox and the catalogue of apps are
stood in for: what they answer is theirs to prove.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf import json_format

from core.apps.errors import AppNotFound
from core.kit.caller import Caller
from core.kit.db import Transaction
from core.kit.rpc import Call
from core.messaging.conversations import of_app
from core.messaging.errors import ConversationNotFound
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.messaging.v1 import messages_pb2, messages_service_pb2
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as sandbox_pb
from majlis.wallet.v1 import guard_service_pb2 as guard_pb
from majlis.wallet.v1 import merchants_service_pb2 as merchants_pb
from majlis.wallet.v1 import orders_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.chat_desk import request_id
from tests.support.money_desk import MoneyDesk, approval, sar
from tests.support.wallet_desk import SALMA
from wallet import labels, store
from wallet.accounts import balance_of, new_account
from wallet.orders.acts import OrderActs
from wallet.orders.expiry import OrderExpiry

APP = "org.example.taxi"
OTHER_APP = "org.example.food"
SCOPES = frozenset({"wallet.order", "wallet.payee"})


class Sandbox:
    """Hears what apps are told; `reason` is its answer, `fails` makes it break that often first."""

    def __init__(self) -> None:
        self.heard: list[sandbox_pb.DeliverPaymentRequest] = []
        self.reason = ""
        self.fails = 0

    async def deliver_payment(
        self, request: sandbox_pb.DeliverPaymentRequest, call: Call
    ) -> sandbox_pb.DeliverPaymentResponse:
        if self.fails:
            self.fails -= 1
            raise RuntimeError("the sandbox is not there")
        self.heard.append(request)
        return sandbox_pb.DeliverPaymentResponse(reason=self.reason)

    @property
    def orders(self) -> list[dict[str, Any]]:
        """The orders apps were told of, in order."""
        return [json.loads(each.payment_json)["order"] for each in self.heard]

    def __getattr__(self, name: str) -> Any:
        return None  # The service's other rpcs, which nobody calls here.


class Catalogue:
    """Knows who made which app."""

    def __init__(self) -> None:
        self.developers: dict[str, str] = {}

    async def get_developer(self, request: apps_pb.GetDeveloperRequest, call: Call) -> apps_pb.GetDeveloperResponse:
        if request.app_id not in self.developers:
            raise AppNotFound("no such app", app_id=request.app_id)
        return apps_pb.GetDeveloperResponse(developer_user_id=self.developers[request.app_id])

    async def get_app(self, request: apps_pb.GetAppRequest, call: Call) -> apps_pb.GetAppResponse:
        raise AppNotFound("nothing is released here", app_id=request.app_id)

    def __getattr__(self, name: str) -> Any:
        return None  # As above.


class Shop:
    """`money` is the desk; `app(person)` the app working for somebody, `timer` the app by itself."""

    def __init__(self, money: MoneyDesk) -> None:
        self.money = money
        self.orders = money.orders
        self.merchants = money.merchants
        self.messages = MessagesServiceClient(money.chain)
        self.timer = Caller.app(APP, scopes=SCOPES)
        self.sandbox = Sandbox()
        money.chain.serve("majlis.sandbox.v1.SandboxService", self.sandbox)
        self.catalogue = Catalogue()
        money.chain.serve("majlis.apps.v1.AppsService", self.catalogue)
        house = money.verbs.house
        acts = OrderActs(effects=house.effects, guard=house.guard)
        self.expiry = OrderExpiry(desk=house.desk, effects=house.effects, acts=acts, clock=house.clock)

    def app(self, person: Caller, app_id: str = APP) -> Caller:
        return Caller.app(app_id, user_id=person.user_id, scopes=SCOPES)

    async def subject(self, person: Caller, app_id: str = APP) -> str:
        """What the app calls them."""
        subjects = await self.money.identity.subjects.subjects(app_id, {person.user_id})
        return subjects[person.user_id]

    async def create(self, person: Caller, total_minor: int = 2_500, *, app_id: str = APP, **more: Any) -> pb.Order:
        """An order of one line that somebody is asked to pay."""
        line = pb.OrderLine(title_ar="رحلة", title_en="Ride", quantity=1, unit_minor=total_minor)
        fields = {
            "request_id": request_id(), "name": "ride", "lines": [line], "total": sar(total_minor),
            "title_ar": "رحلة إلى المطار", "title_en": "Ride to the airport",
        }  # fmt: skip
        request = pb.CreateOrderRequest(**(fields | more))
        return (await self.orders.create_order(request, caller=self.app(person, app_id))).order

    async def approve(self, person: Caller, order: pb.Order, **more: Any) -> pb.Order:
        """They say yes on the host's sheet."""
        fields = {"request_id": request_id(), "total": order.total, "approval": approval()}
        request = pb.ApproveOrderRequest(order_id=order.order_id, **(fields | more))
        return (await self.orders.approve_order(request, caller=person)).order

    async def paid(self, person: Caller, total_minor: int = 2_500, *, tip_minor: int = 0, **more: Any) -> pb.Order:
        """An order made and paid."""
        order = await self.create(person, total_minor, may_tip=bool(tip_minor), **more)
        return await self.approve(person, order, tip_minor=tip_minor)

    async def held(self, person: Caller, total_minor: int = 2_500, **more: Any) -> pb.Order:
        """An order whose money is put aside."""
        return await self.paid(person, total_minor, hold=True, **more)

    async def capture(self, order: pb.Order, amount_minor: int | None = None, **more: Any) -> pb.Order:
        amount = None if amount_minor is None else sar(amount_minor)
        fields = {"request_id": request_id(), "order_id": order.order_id, "amount": amount} | more
        caller = fields.pop("caller", self.timer)
        return (await self.orders.capture_order(pb.CaptureOrderRequest(**fields), caller=caller)).order

    async def void(self, order: pb.Order, **more: Any) -> pb.Order:
        fields = {"request_id": request_id(), "order_id": order.order_id} | more
        caller = fields.pop("caller", self.timer)
        return (await self.orders.void_order(pb.VoidOrderRequest(**fields), caller=caller)).order

    async def refund(self, order: pb.Order, amount_minor: int | None = None, **more: Any) -> pb.Order:
        amount = None if amount_minor is None else sar(amount_minor)
        fields = {"request_id": request_id(), "order_id": order.order_id, "amount": amount} | more
        caller = fields.pop("caller", self.timer)
        return (await self.orders.refund_order(pb.RefundOrderRequest(**fields), caller=caller)).order

    async def get(self, order: pb.Order, caller: Caller | None = None) -> pb.Order:
        request = pb.GetOrderRequest(order_id=order.order_id)
        return (await self.orders.get_order(request, caller=caller or self.timer)).order

    async def enroll(self, person: Caller, app_id: str = APP) -> str:
        """They become a payee; what the app calls them."""
        request = merchants_pb.EnrollPayeeRequest()
        return (await self.merchants.enroll_payee(request, caller=self.app(person, app_id))).payee_user_id

    async def has(self, *, app_id: str = "", platform: str = "", currency_code: str = "SAR") -> int:
        """What an app or the platform has, posted."""
        owner = f"platform/{platform}" if platform else f"app/{app_id or APP}"
        asked = new_account(owner, currency_code).id
        found = await self.money.in_ledger(lambda tx: store.account(tx, asked))
        return 0 if found is None else balance_of(found).total_minor

    async def freeze(self, person: Caller) -> None:
        """An operator freezes their account."""
        request = wallet_pb.FreezeAccountRequest(
            request_id=request_id(), account_id=await self.money.ledger.open(person), reason="a court's order"
        )
        await self.money.ledger.client.freeze_account(request, caller=SALMA)

    async def receipts(self, person: Caller) -> list[messages_pb2.WalletCard]:
        """The cards in what the app writes to them."""
        conversation_id = of_app.id_of(APP, person.user_id)
        request = messages_service_pb2.ListMessagesRequest(conversation_id=conversation_id)
        try:
            page = await self.messages.list_messages(request, caller=person)
        except ConversationNotFound:  # Nothing was ever written there.
            return []
        held = [json.loads(each.body_json).get("message", {}) for each in page.messages if each.body_json]
        cards = [each["wallet_card"] for each in held if "wallet_card" in each]
        return [json_format.ParseDict(each, messages_pb2.WalletCard()) for each in cards]

    async def left_today(self, person: Caller) -> int:
        """What of everything they may still spend today."""
        request = guard_pb.ListLimitsRequest(currency_code="SAR")
        limits = (await self.money.guard.list_limits(request, caller=person)).limits
        return next(each.left_minor for each in limits if not each.app_id)

    async def labels(self, person: Caller) -> list[tuple[str, str, str, str, str]]:
        """What the lines of their account were for, the newest first; those without a word are left out."""
        asked = new_account(f"user/{person.user_id}", "SAR").id

        def read(tx: Transaction) -> list[tuple[str, str, str, str, str]]:
            account = store.account(tx, asked)
            assert account is not None
            rows = store.walk(tx, account.seq, account.last_seq, 100)
            of = labels.of(tx, [row.seq for row in rows])
            named = [of[row.seq] for row in rows if row.seq in of]
            return [(each.kind, each.ref_id, each.title_ar, each.title_en, each.app_id) for each in named]

        return await self.money.in_ledger(read)

    async def end_holds(self) -> None:
        """As the wallet's standing work does: the ledger's holds first, then the orders."""
        await self.money.ledger.writer.expire_due()
        await self.expiry.sweep()


@pytest.fixture
def shop(money: MoneyDesk) -> Shop:
    """A shop on each kind of database."""
    return Shop(money)
