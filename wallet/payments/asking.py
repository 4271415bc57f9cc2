"""Asking contacts for money, and answering them."""

from __future__ import annotations

from collections.abc import Callable

from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.money import Money
from core.kit.rpc import Call
from majlis.wallet.v1 import payments_service_pb2 as pb
from wallet import paging
from wallet.amounts import positive_money
from wallet.books import Books
from wallet.house import House
from wallet.payments import request_store, requests, views
from wallet.payments.errors import MoneyRequestClosed, MoneyRequestNotFound, PayeeNameChanged, PayeeNotContact
from wallet.payments.moves import Moves
from wallet.payments.payees import Payee, Payees
from wallet.payments.paying import Paying
from wallet.payments.payments import Payment
from wallet.payments.requests import MoneyRequest, State
from wallet.payments.words import clean_note


class Asking:
    """Serves what PaymentsService has of requests."""

    def __init__(self, *, house: House, moves: Moves, payees: Payees, paying: Paying) -> None:
        self._desk = house.desk
        self._guard = house.guard
        self._people = house.people
        self._effects = house.effects
        self._clock = house.clock
        self._moves = moves
        self._payees = payees
        self._paying = paying

    async def request_money(self, request: pb.RequestMoneyRequest, call: Call) -> pb.RequestMoneyResponse:
        amount, names = positive_money(request.amount, "amount"), dict[str, str]()
        requests.check_amount(amount.amount_minor, amount.currency_code)
        me, other, note = call.caller.user_id, request.payer_user_id, clean_note(request.note)
        request_id = self._desk.ids.new("req")

        async def check() -> None:
            if not await self._people.are_contacts(me, other):
                raise PayeeNotContact("money is asked of contacts only")
            names.update(await self._people.names([me, other]))

        def act(tx: Transaction, books: Books) -> pb.RequestMoneyResponse:
            requests.check_open(request_store.open_to(tx, me, books.now_ms), [other])
            made = MoneyRequest(
                request_id, request_store.next_seq(tx), me, other, names.get(me, ""), names.get(other, ""),
                amount.amount_minor, amount.currency_code, note, "", books.now_ms,
                books.now_ms + requests.LIFE_S * 1000,
            )  # fmt: skip
            request_store.add(tx, [made])
            self._moves.request_changed(tx, made)
            return pb.RequestMoneyResponse(money_request=views.money_request((made, State.OPEN)))

        response = await self._desk.answer(call, request, pb.RequestMoneyResponse, act, unless_answered=check)
        self._effects.wake()
        return response

    async def pay_money_request(self, request: pb.PayMoneyRequestRequest, call: Call) -> pb.PayMoneyRequestResponse:
        me, asked_id, drafts = call.caller.user_id, request.money_request_id, list[Payment]()

        async def approve() -> None:
            asked, state = await self._standing(asked_id, me)
            _check_payable(asked, state, me)
            payee = await self._payee(asked)
            amount = Money(asked.amount_minor, asked.currency_code)
            drafts.append(
                await self._paying.draft(me, payee, amount, asked.note, settles=True, money_request_id=asked.id)
            )
            await self._guard.approve(call, request.approval, amount)

        def act(tx: Transaction, books: Books) -> pb.PayMoneyRequestResponse:
            asked = request_store.row(tx, asked_id)
            assert asked is not None
            _check_payable(asked, self._moves.request_state(tx, books, asked), me)
            made, fate = self._moves.place(tx, books, drafts[0])
            request_store.pay(tx, asked.id, made.id)
            self._moves.request_changed(tx, asked)
            return pb.PayMoneyRequestResponse(payment=views.payment(made, fate, books.now_ms))

        response = await self._desk.answer(call, request, pb.PayMoneyRequestResponse, act, unless_answered=approve)
        self._effects.wake()
        return response

    async def decline_money_request(
        self, request: pb.DeclineMoneyRequestRequest, call: Call
    ) -> pb.DeclineMoneyRequestResponse:
        closed = await self._close(call, request.money_request_id, State.DECLINED, lambda asked: asked.payer_user_id)
        return pb.DeclineMoneyRequestResponse(money_request=closed)

    async def cancel_money_request(
        self, request: pb.CancelMoneyRequestRequest, call: Call
    ) -> pb.CancelMoneyRequestResponse:
        closed = await self._close(call, request.money_request_id, State.CANCELLED, lambda asked: asked.payee_user_id)
        return pb.CancelMoneyRequestResponse(money_request=closed)

    async def get_money_request(self, request: pb.GetMoneyRequestRequest, call: Call) -> pb.GetMoneyRequestResponse:
        standing = await self._standing(request.money_request_id, call.caller.user_id)
        return pb.GetMoneyRequestResponse(money_request=views.money_request(standing))

    async def list_money_requests(
        self, request: pb.ListMoneyRequestsRequest, call: Call
    ) -> pb.ListMoneyRequestsResponse:
        size, now_ms, me = request.page_size or paging.PAGE_SIZE, to_ms(self._clock.now()), call.caller.user_id
        name, open_only = "open" if request.open_only else "requests", request.open_only
        from_seq = paging.seq_of(name, request.page_token)
        found = await self._desk.read(
            lambda tx: request_store.page(tx, me, from_seq, size + 1, now_ms=now_ms, open_only=open_only)
        )
        following = paging.page_token(name, found[size][0].seq) if len(found) > size else ""
        listed = [views.money_request(each) for each in found[:size]]
        return pb.ListMoneyRequestsResponse(money_requests=listed, next_page_token=following)

    async def _close(
        self, call: Call, request_id: str, closed_as: State, whose: Callable[[MoneyRequest], str]
    ) -> pb.MoneyRequest:
        """End a request that waits; the same step again finds it done. MONEY_REQUEST_CLOSED where it ended else."""
        me = call.caller.user_id

        def act(tx: Transaction, books: Books) -> None:
            asked = request_store.row(tx, request_id)
            if asked is None or whose(asked) != me:
                raise MoneyRequestNotFound("there is no such request")
            state = self._moves.request_state(tx, books, asked)
            if state is closed_as:
                return
            if state is not State.OPEN:
                raise MoneyRequestClosed("nobody waits for it any more", state=state.value)
            request_store.close(tx, asked.id, closed_as.value)
            self._moves.request_changed(tx, asked)

        await self._desk.act(act)
        self._effects.wake()
        return views.money_request(await self._standing(request_id, me))

    async def _standing(self, request_id: str, me: str) -> request_store.Standing:
        now_ms = to_ms(self._clock.now())
        found = await self._desk.read(lambda tx: request_store.find(tx, request_id, now_ms))
        if found is None or not found[0].is_between(me):
            raise MoneyRequestNotFound("there is no such request")
        return found

    async def _payee(self, asked: MoneyRequest) -> Payee:
        """Who asked, under the name the request shows. One who changed it is shown anew before anybody pays."""
        try:
            return await self._payees.named(asked.payer_user_id, asked.payee_user_id, asked.payee_name)
        except PayeeNameChanged as changed:
            name = str(changed.facts["name"])
            await self._desk.write(lambda tx: request_store.rename_payee(tx, asked.id, name))
            raise


def _check_payable(asked: MoneyRequest, state: State, me: str) -> None:
    if asked.payer_user_id != me:
        raise MoneyRequestNotFound("there is no such request")
    if state is not State.OPEN:
        raise MoneyRequestClosed("nobody waits for it any more", state=state.value)
