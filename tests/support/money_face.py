"""A whole wallet with three people, asked from outside its loop: answers are a word, empty where it was done."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from core.kit.caller import Caller
from core.kit.errors import DomainError
from majlis.wallet.v1 import payments_service_pb2 as pb
from tests.support import payment_desk
from tests.support.money_desk import MoneyDesk, money_desk, sar

T = TypeVar("T")
PEOPLE = ("layla", "omar", "huda")
CONTACTS = (("layla", "omar"), ("omar", "huda"))
BEGIN_WITH = 10_000
STEPS = {"taken_back": payment_desk.take_back, "paid": payment_desk.accept, "declined": payment_desk.decline}


class MoneyFace:
    """Things are named by the order they were made in."""

    def __init__(self, core_url: str, wallet_url: str, folder: Path) -> None:
        self._loop = asyncio.new_event_loop()
        self._desk = money_desk(core_url, wallet_url, folder)
        self._money: MoneyDesk = self._wait(self._desk.__aenter__())
        self.payments: list[str] = []
        self.asked: list[str] = []
        self.splits: list[pb.BillSplit] = []
        self._wait(self._begin())

    async def _begin(self) -> None:
        money = self._money
        self._people: dict[str, Caller] = {name: await money.rich(name, BEGIN_WITH) for name in PEOPLE}
        for one, other in CONTACTS:
            await money.befriend(self._people[one], self._people[other])
        self._at = await money.group(self._people["omar"], self._people["layla"], self._people["huda"])
        self._names = {person.user_id: name for name, person in self._people.items()}

    def close(self) -> None:
        self._wait(self._desk.__aexit__(None, None, None))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    # Steps

    def pay(self, payer: str, payee: str, amount: int, request_id: str) -> str:
        made = payment_desk.pay(
            self._money, self._people[payer], self._people[payee], amount, request_id=request_id
        )  # fmt: skip
        return self._made(made, self.payments, "payment_id")

    def pay_asked(self, payer: str, number: int, request_id: str) -> str:
        made = payment_desk.pay_asked(self._money, self._people[payer], self.asked[number], request_id=request_id)
        return self._made(made, self.payments, "payment_id")

    def step(self, number: int, person: str, wanted: str) -> str:
        payment = pb.Payment(payment_id=self.payments[number])
        return self._word(STEPS[wanted](self._money, self._people[person], payment))

    def race(self, number: int, payer: str, payee: str) -> list[str]:
        """Everybody decides at once, the host too; what each decision was answered, in the order of STEPS twice."""
        payment = pb.Payment(payment_id=self.payments[number])

        async def all_at_once() -> list[Any]:
            steps: list[Coroutine[Any, Any, Any]] = [
                step(self._money, self._people[payer if wanted == "taken_back" else payee], payment)
                for wanted, step in (*STEPS.items(), *STEPS.items())
            ]
            return await asyncio.gather(*steps, payment_desk.sweep(self._money), return_exceptions=True)

        *answers, swept = self._wait(all_at_once())
        assert swept is None
        return [each.reason if isinstance(each, DomainError) else "" for each in answers]

    def ask(self, payee: str, payer: str, amount: int, request_id: str) -> str:
        made = payment_desk.ask(self._money, self._people[payee], self._people[payer], amount, request_id=request_id)
        return self._made(made, self.asked, "money_request_id")

    def close_request(self, number: int, person: str, wanted: str) -> str:
        client, caller = self._money.payments, self._people[person]
        if wanted == "declined":
            no = pb.DeclineMoneyRequestRequest(money_request_id=self.asked[number])
            return self._word(client.decline_money_request(no, caller=caller))
        back = pb.CancelMoneyRequestRequest(money_request_id=self.asked[number])
        return self._word(client.cancel_money_request(back, caller=caller))

    def split(self, owner: str, people: list[str], total: int, request_id: str) -> str:
        parts = [pb.SplitPart(user_id=self._people[name].user_id) for name in people]
        request = pb.SplitBillRequest(
            request_id=request_id, conversation_id=self._at, title="Dinner", total=sar(total), mode=pb.SPLIT_MODE_EQUAL,
            parts=parts,
        )  # fmt: skip
        answer = self._wait(self._money.payments.split_bill(request, caller=self._people[owner]))
        if answer.split.split_id not in [each.split_id for each in self.splits]:
            self.splits.append(answer.split)
            self.asked += [each.money_request_id for each in answer.split.parts if each.money_request_id]
        return ""

    def close_split(self, number: int, owner: str) -> str:
        request = pb.CloseSplitRequest(split_id=self.splits[number].split_id)
        return self._word(self._money.payments.close_split(request, caller=self._people[owner]))

    def later(self, seconds: float) -> None:
        self._money.later(seconds)

    def sweep(self) -> None:
        self._wait(payment_desk.sweep(self._money))

    # How it stands

    def has(self, person: str) -> tuple[int, int]:
        """In all, and aside of it."""
        available, held = self._wait(self._money.has(self._people[person]))
        return available + held, held

    def payment_states(self, person: str, *, waiting_only: bool = False) -> dict[int, str]:
        """Of everything from and to them, by two to the page."""

        async def listed() -> dict[int, str]:
            found: dict[int, str] = {}
            token = ""
            while True:
                request = pb.ListPaymentsRequest(page_size=2, page_token=token, waiting_only=waiting_only)
                page = await self._money.payments.list_payments(request, caller=self._people[person])
                for each in page.payments:
                    state = pb.PaymentState.Name(each.state).removeprefix("PAYMENT_STATE_").lower()
                    found[self.payments.index(each.payment_id)] = state
                token = page.next_page_token
                if not token:
                    return found

        return self._wait(listed())

    def asked_states(self, person: str) -> dict[int, str]:
        request = pb.ListMoneyRequestsRequest(page_size=200)
        page = self._wait(self._money.payments.list_money_requests(request, caller=self._people[person]))
        return {self.asked.index(each.money_request_id): _state(each.state) for each in page.money_requests}

    def split_states(self, number: int, owner: str) -> dict[int, str]:
        """Of the others' parts."""
        request = pb.GetSplitRequest(split_id=self.splits[number].split_id)
        split = self._wait(self._money.payments.get_split(request, caller=self._people[owner])).split
        assert sum(each.amount.amount_minor for each in split.parts) == split.total.amount_minor
        return {
            self.asked.index(each.money_request_id): _state(each.state) for each in split.parts if each.money_request_id
        }

    def cards(self, one: str, other: str) -> dict[str, list[dict[str, Any]]]:
        """What the two's chat shows of each thing, oldest first."""

        async def shown() -> list[dict[str, Any]]:
            return await payment_desk.cards(
                self._money, await self._money.direct(self._people[one], self._people[other])
            )  # fmt: skip

        found: dict[str, list[dict[str, Any]]] = {}
        for each in self._wait(shown()):
            found.setdefault(each["ref_id"], []).append(each)
        return found

    def _made(self, asked: Coroutine[Any, Any, Any], known: list[str], id_field: str) -> str:
        try:
            made = getattr(self._wait(asked), id_field)
        except DomainError as refused:
            return refused.reason
        if made not in known:
            known.append(made)
        return ""

    def _word(self, asked: Coroutine[Any, Any, Any]) -> str:
        try:
            self._wait(asked)
        except DomainError as refused:
            return refused.reason
        return ""

    def _wait(self, asked: Coroutine[Any, Any, T]) -> T:
        return self._loop.run_until_complete(asked)


def _state(state: pb.MoneyRequestState.ValueType) -> str:
    return pb.MoneyRequestState.Name(state).removeprefix("MONEY_REQUEST_STATE_").lower()
