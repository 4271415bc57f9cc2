"""One random life of an app's orders: everything is asked of the wallet and of the model, and the two must agree."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

from core.kit.caller import Caller
from core.kit.errors import DomainError
from majlis.wallet.v1 import orders_service_pb2 as pb
from tests.support.money_desk import MoneyDesk
from tests.support.orders_model import FEES, Asked, Known, OrdersModel
from tests.support.shop import Shop
from wallet.merchants import store as merchants

PAYERS, DRIVERS = ("payer0", "payer1"), ("driver0", "driver1", "driver2")
PURSE = 4_000  # What a payer begins with: too little for everything.


class OrdersLife:
    """`people` are by name; each life has an app of its own, for whose orders `model` speaks."""

    lives = 0

    def __init__(self, shop: Shop, people: dict[str, Caller]) -> None:
        type(self).lives += 1
        self._shop = shop
        self._people = people
        self._app_id = f"org.example.life{self.lives}"
        self._app = Caller.app(self._app_id, scopes=shop.timer.scopes)
        self._answers: dict[str, str] = {}
        self.orders: dict[str, pb.Order] = {}
        self.model: OrdersModel

    @staticmethod
    async def shop(money: MoneyDesk) -> tuple[Shop, dict[str, Caller]]:
        """What all lives share."""
        return Shop(money), {name: await money.rich(name, 0, pin=name in PAYERS) for name in (*PAYERS, *DRIVERS)}

    async def begin(self) -> None:
        """A new day and a new app, whose drivers are enrolled."""
        self._clock.advance(timedelta(days=2))
        self._shop.sandbox.heard.clear()
        for name in DRIVERS:
            await self._shop.enroll(self._people[name], self._app_id)
        for name in (*PAYERS, *DRIVERS):
            await self._move(name, -await self._has(name))
        for name in PAYERS:
            await self._move(name, PURSE)
        has = {name: await self._has(name) for name in (*self._people, "app", FEES)}
        self.model = OrdersModel(self._shop.money.ledger.now_ms(), has)

    async def create(
        self, payer: int, total: int, hold_s: int, may_tip: bool, of: list[tuple[int, int]], waits_s: int
    ) -> None:
        names = [(DRIVERS[driver], points) for driver, points in of]
        splits = [
            pb.OrderSplit(
                payee_user_id=await self._shop.subject(self._people[name], self._app_id), basis_points=points
            )
            for name, points in names
        ]  # fmt: skip
        order = await self._shop.create(
            self._people[PAYERS[payer]], total, app_id=self._app_id, hold=bool(hold_s), hold_for_s=hold_s,
            may_tip=may_tip, splits=splits, expires_in_s=waits_s,
        )  # fmt: skip
        self.orders[order.order_id] = order
        self.model.orders[order.order_id] = Known(
            PAYERS[payer], total, hold_s, may_tip, tuple(names), self.model.now_ms + waits_s * 1000
        )

    async def once(self, asked: Asked) -> None:
        """Ask, and hear what the model says."""
        self._answers[asked.request_id] = expected = self.model.ask(asked)
        assert await self._answer(asked) == expected, asked

    async def lose(self, asked: Asked, turns: int) -> None:
        """Ask, hang up after some turns of the loop, and ask again."""
        asking = asyncio.ensure_future(self._answer(asked))
        for _ in range(turns):
            await asyncio.sleep(0)
        asking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asking
        await self.once(asked)

    async def again(self, asked: Asked) -> None:
        """What was carried out is answered again and moves nothing; a refusal may have another reason by now."""
        first, now = self._answers[asked.request_id], await self._answer(asked)
        if first == "ok" or asked.verb not in ("approve", "decline"):
            assert now == first, asked
        elif now == "ok":  # Refused before it was looked at as a request: it was never carried out.
            assert asked.verb == "decline", asked

    async def race(self, pair: list[Asked]) -> None:
        """Both at once: as if one came after the other."""
        answers = await asyncio.gather(*(self._answer(asked) for asked in pair))
        ways = []
        for order in ((0, 1), (1, 0)):
            model = self.model.copy()
            said = {at: model.ask(pair[at]) for at in order}
            if [said[0], said[1]] == list(answers):
                ways.append(model)
        found = {name: await self._seen(name) for name in self.orders}
        fitting = [model for model in ways if {name: _shown(known) for name, known in model.orders.items()} == found]
        assert fitting, (pair, answers)
        self.model = fitting[0]
        self._answers |= {asked.request_id: answer for asked, answer in zip(pair, answers, strict=True)}

    async def empty(self, who: str) -> None:
        """They spend all they have."""
        await self._move(who, -self.model.has[who])
        self.model.has[who] = 0

    async def wait(self, span: timedelta) -> None:
        """Time passes; what ended reads so before anybody swept."""
        self._clock.advance(span)
        self.model.turn_to(self._shop.money.ledger.now_ms())
        await self._check_orders()
        await self._shop.end_holds()

    async def tell(self) -> None:
        """The app hears; what it heard last of each order is how it stands."""
        await self._shop.money.settle()
        told: dict[str, Any] = {}
        for each in self._shop.sandbox.orders:
            if each["order_id"] in self.orders:
                earlier = told.get(each["order_id"])
                assert earlier is None or int(earlier["version"]) < int(each["version"]), "told an older state later"
                told[each["order_id"]] = each
        for name, known in self.model.orders.items():
            if known.version > 1:
                assert told[name]["state"] == f"ORDER_STATE_{known.state}", (told[name], known)

    async def check(self) -> None:
        """Everybody has what the model says, and every order reads as it says."""
        model = self.model
        assert {name: await self._has(name) for name in model.has} == model.has
        assert await self._shop.has(platform="orders") == 0
        owed = await self._shop.money.in_ledger(lambda tx: merchants.owed(tx, self._app_id, "SAR"))
        users = {self._people[name].user_id: minor for name, minor in model.owes.items() if minor}
        assert owed == users
        for name in PAYERS:
            assert (await self._shop.money.has(self._people[name]))[1] == model.held.get(name, 0)
        await self._check_orders()

    async def _check_orders(self) -> None:
        for name, known in self.model.orders.items():
            assert await self._seen(name) == _shown(known)
            assert known.refunded_minor <= known.paid_minor <= known.total_minor + known.tip_minor

    async def _seen(self, name: str) -> tuple[str, int, int, int, int]:
        order = await self._shop.get(self.orders[name], self._app)
        state = pb.OrderState.Name(order.state).removeprefix("ORDER_STATE_")
        assert sum(each.amount.amount_minor for each in order.refunds) == order.refunded_minor
        return state, order.tip_minor, order.paid_minor, order.refunded_minor, order.version

    async def _answer(self, asked: Asked) -> str:
        order, payer = self.orders[asked.order], self._people[self.model.orders[asked.order].payer]
        key = {"request_id": asked.request_id}
        try:
            if asked.verb == "approve":
                await self._shop.approve(payer, order, tip_minor=asked.amount_minor or 0, **key)
            elif asked.verb == "decline":
                request = pb.DeclineOrderRequest(order_id=asked.order)
                await self._shop.orders.decline_order(request, caller=payer)
            elif asked.verb == "void":
                await self._shop.void(order, caller=self._app, **key)
            else:
                verb = self._shop.capture if asked.verb == "capture" else self._shop.refund
                await verb(order, asked.amount_minor, caller=self._app, **key)
        except DomainError as refused:
            return refused.reason
        return "ok"

    async def _has(self, name: str) -> int:
        if name in self._people:
            return (await self._shop.money.has(self._people[name]))[0]
        return await self._shop.has(platform=FEES) if name == FEES else await self._shop.has(app_id=self._app_id)

    async def _move(self, name: str, amount_minor: int) -> None:
        """To them from the bank, or from them to it."""
        if not amount_minor:
            return
        ledger = self._shop.money.ledger
        theirs = (
            await ledger.open(self._people[name]) if name in self._people else await ledger.owned(app_id=self._app_id)
        )
        sides = (await ledger.bank(), theirs) if amount_minor > 0 else (theirs, await ledger.bank())
        await ledger.pay(*sides, abs(amount_minor))

    @property
    def _clock(self) -> Any:
        return self._shop.money.clock


def _shown(known: Known) -> tuple[str, int, int, int, int]:
    return known.state, known.tip_minor, known.paid_minor, known.refunded_minor, known.version
