"""The rpcs of orders: apps make and settle them, payers see and answer them."""

from __future__ import annotations

from typing import TypeVar

from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.errors import NoUser
from core.kit.money import Money
from core.kit.rpc import Call
from majlis.wallet.v1 import orders_service_pb2 as pb
from wallet import store as ledger
from wallet.accounts import balance_of, new_account, owner_of_user
from wallet.amounts import money_of
from wallet.books import Books
from wallet.house import House
from wallet.orders import store
from wallet.orders.acts import OrderActs, of_app, of_payer
from wallet.orders.asked import order_of
from wallet.orders.messages import order_message, whole
from wallet.orders.order import Order, Share, check_approval
from wallet.paging import PAGE_SIZE, page_token, seq_of

APPS_LIST, PAYERS_LIST = "orders", "mine"
T = TypeVar("T")


class OrdersService:
    """Implements majlis.wallet.v1.OrdersService."""

    def __init__(self, *, house: House, acts: OrderActs) -> None:
        self._desk = house.desk
        self._effects = house.effects
        self._guard = house.guard
        self._people = house.people
        self._clock = house.clock
        self._acts = acts

    # Apps

    async def create_order(self, request: pb.CreateOrderRequest, call: Call) -> pb.CreateOrderResponse:
        order = order_of(
            request, order_id=self._desk.ids.new("ord"), app_id=call.caller.app_id, now_ms=self._now_ms(),
            payer_user_id=request.payer_user_id or user_of(call.caller),
        )  # fmt: skip

        def create(tx: Transaction, books: Books) -> pb.CreateOrderResponse:
            return pb.CreateOrderResponse(order=order_message(self._acts.create(tx, books, order)))

        return await self._desk.answer(call, request, pb.CreateOrderResponse, create)

    async def get_order(self, request: pb.GetOrderRequest, call: Call) -> pb.GetOrderResponse:
        now_ms, app_id = self._now_ms(), call.caller.app_id
        found = await self._desk.read(lambda tx: whole(tx, of_app(tx, request.order_id, app_id, now_ms)))
        return pb.GetOrderResponse(order=found)

    async def list_orders(self, request: pb.ListOrdersRequest, call: Call) -> pb.ListOrdersResponse:
        user_id, app_id = user_of(call.caller), call.caller.app_id
        orders, token = await self._page(APPS_LIST, request.page_token, request.page_size, user_id, app_id)
        return pb.ListOrdersResponse(orders=orders, next_page_token=token)

    async def capture_order(self, request: pb.CaptureOrderRequest, call: Call) -> pb.CaptureOrderResponse:
        amount, attempt = _amount(request), self._desk.ids.new("cap")
        shares = [Share(one.payee_user_id, one.amount_minor) for one in request.shares]

        def capture(tx: Transaction, books: Books) -> pb.CaptureOrderResponse:
            order = self._acts.capture(tx, books, call.caller.app_id, request.order_id, amount, attempt, shares)
            return pb.CaptureOrderResponse(order=order_message(order))

        return self._woken(await self._desk.answer(call, request, pb.CaptureOrderResponse, capture))

    async def void_order(self, request: pb.VoidOrderRequest, call: Call) -> pb.VoidOrderResponse:
        attempt = self._desk.ids.new("void")

        def void(tx: Transaction, books: Books) -> pb.VoidOrderResponse:
            order = self._acts.void(tx, books, call.caller.app_id, request.order_id, attempt)
            return pb.VoidOrderResponse(order=order_message(order))

        return self._woken(await self._desk.answer(call, request, pb.VoidOrderResponse, void))

    async def refund_order(self, request: pb.RefundOrderRequest, call: Call) -> pb.RefundOrderResponse:
        amount, refund_id = _amount(request), self._desk.ids.new("rfd")

        def refund(tx: Transaction, books: Books) -> pb.RefundOrderResponse:
            order = self._acts.refund(tx, books, call.caller.app_id, request.order_id, amount, refund_id)
            return pb.RefundOrderResponse(order=whole(tx, order))

        return self._woken(await self._desk.answer(call, request, pb.RefundOrderResponse, refund))

    # Payers

    async def get_order_sheet(self, request: pb.GetOrderSheetRequest, call: Call) -> pb.GetOrderSheetResponse:
        now_ms, user_id = self._now_ms(), call.caller.user_id

        def read(tx: Transaction) -> tuple[Order, int]:
            order = of_payer(tx, request.order_id, user_id, now_ms)
            account = ledger.account(tx, new_account(owner_of_user(user_id), order.currency_code).id)
            return order, 0 if account is None else balance_of(account).available_minor

        order, available_minor = await self._desk.read(read)
        names = await self._people.names({split.payee_user_id for split in order.splits}) if order.splits else {}
        facts = await self._guard.sheet(user_id, Money(order.total_minor, order.currency_code))
        shown = await self._desk.read(lambda tx: whole(tx, order, names))
        return pb.GetOrderSheetResponse(
            order=shown, available_minor=available_minor, has_pin=facts.has_pin, mark=facts.mark, step_up=facts.step_up
        )

    async def approve_order(self, request: pb.ApproveOrderRequest, call: Call) -> pb.ApproveOrderResponse:
        user_id, attempt = call.caller.user_id, self._desk.ids.new("pay")
        total = money_of(request.total, "total")

        async def is_them() -> None:
            order = await self._desk.read(lambda tx: of_payer(tx, request.order_id, user_id, self._now_ms()))
            check_approval(order, total, request.tip_minor)
            leaves = Money(order.total_minor + request.tip_minor, order.currency_code)
            await self._guard.approve(call, request.approval, leaves)

        def approve(tx: Transaction, books: Books) -> pb.ApproveOrderResponse:
            order = self._acts.approve(tx, books, user_id, request.order_id, total, request.tip_minor, attempt)
            return pb.ApproveOrderResponse(order=order_message(order))

        answer = await self._desk.answer(call, request, pb.ApproveOrderResponse, approve, unless_answered=is_them)
        return self._woken(answer)

    async def decline_order(self, request: pb.DeclineOrderRequest, call: Call) -> pb.DeclineOrderResponse:
        def decline(tx: Transaction, books: Books) -> pb.DeclineOrderResponse:
            order = self._acts.decline(tx, books, call.caller.user_id, request.order_id)
            return pb.DeclineOrderResponse(order=order_message(order))

        return self._woken(await self._desk.act(decline))

    async def get_my_order(self, request: pb.GetMyOrderRequest, call: Call) -> pb.GetMyOrderResponse:
        now_ms, user_id = self._now_ms(), call.caller.user_id
        found = await self._desk.read(lambda tx: whole(tx, of_payer(tx, request.order_id, user_id, now_ms)))
        return pb.GetMyOrderResponse(order=found)

    async def list_my_orders(self, request: pb.ListMyOrdersRequest, call: Call) -> pb.ListMyOrdersResponse:
        orders, token = await self._page(
            PAYERS_LIST, request.page_token, request.page_size, call.caller.user_id, request.app_id
        )
        return pb.ListMyOrdersResponse(orders=orders, next_page_token=token)

    async def _page(
        self, name: str, token: str, page_size: int, user_id: str, app_id: str
    ) -> tuple[list[pb.Order], str]:  # fmt: skip
        size, from_number, now_ms = page_size or PAGE_SIZE, seq_of(name, token), self._now_ms()

        def read(tx: Transaction) -> tuple[list[pb.Order], str]:
            found = store.page(tx, payer_user_id=user_id, app_id=app_id, from_number=from_number, count=size + 1)
            refunds = store.refunds(tx, [order.number for order in found[:size]])
            shown = [order_message(each.as_of(now_ms), refunds.get(each.number, ())) for each in found[:size]]
            return shown, page_token(name, found[size].number) if len(found) > size else ""

        return await self._desk.read(read)

    def _now_ms(self) -> int:
        return to_ms(self._clock.now())

    def _woken(self, answer: T) -> T:
        self._effects.wake()
        return answer


def user_of(caller: Caller) -> str:
    """Whom the app works for. NO_USER."""
    if not caller.user_id:
        raise NoUser("the app works for itself", app_id=caller.app_id)
    return caller.user_id


def _amount(request: pb.CaptureOrderRequest | pb.RefundOrderRequest) -> Money | None:
    return money_of(request.amount, "amount") if request.HasField("amount") else None
