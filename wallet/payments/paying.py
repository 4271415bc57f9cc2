"""Paying: find the payee, put money aside, take it back, accept or decline it, and codes to be paid by."""

from __future__ import annotations

from collections.abc import Callable

from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.errors import InvalidArgument
from core.kit.money import Money
from core.kit.rpc import Call
from majlis.wallet.v1 import payments_service_pb2 as pb
from wallet import paging
from wallet.amounts import positive_money
from wallet.books import Books
from wallet.house import House
from wallet.payments import store, views
from wallet.payments.errors import PayCodeInvalid, PaymentNotFound, PaymentSettled
from wallet.payments.moves import Moves
from wallet.payments.payees import Payee, Payees
from wallet.payments.payments import TAKE_BACK_S, Payment, State
from wallet.payments.words import clean_note

Step = Callable[[Transaction, Books, Payment], None]


class Paying:
    """Serves what PaymentsService has of payments and codes."""

    def __init__(self, *, house: House, moves: Moves, payees: Payees) -> None:
        self._desk = house.desk
        self._guard = house.guard
        self._people = house.people
        self._effects = house.effects
        self._clock = house.clock
        self._moves = moves
        self._payees = payees

    async def resolve_payee(self, request: pb.ResolvePayeeRequest, call: Call) -> pb.ResolvePayeeResponse:
        if bool(request.user_id) == bool(request.pay_code):
            raise InvalidArgument("user_id: or pay_code, one of them", field="user_id", why="or pay_code, one of them")
        found = await self._payees.find(call.caller.user_id, request.user_id, request.pay_code)
        payee = pb.Payee(
            user_id=found.user_id, name=found.name, is_contact=found.is_contact,
            take_back_s=TAKE_BACK_S if found.settles else 0,
        )  # fmt: skip
        if found.code is not None:
            payee.note = found.code.note
            if found.code.currency_code:
                payee.amount.CopyFrom(views.money(found.code.amount_minor, found.code.currency_code))
        return pb.ResolvePayeeResponse(payee=payee)

    async def pay(self, request: pb.PayRequest, call: Call) -> pb.PayResponse:
        amount, drafts = positive_money(request.amount, "amount"), list[Payment]()

        async def approve() -> None:
            payee = await self._payees.named(
                call.caller.user_id, request.payee_user_id, request.payee_name, request.pay_code
            )
            _check_code(payee, request.payee_user_id, amount)
            note = clean_note(request.note) or ("" if payee.code is None else payee.code.note)
            drafts.append(await self.draft(call.caller.user_id, payee, amount, note, settles=payee.settles))
            await self._guard.approve(call, request.approval, amount)

        def act(tx: Transaction, books: Books) -> pb.PayResponse:
            made, fate = self._moves.place(tx, books, drafts[0])
            return pb.PayResponse(payment=views.payment(made, fate, books.now_ms))

        response = await self._desk.answer(call, request, pb.PayResponse, act, unless_answered=approve)
        self._effects.wake()
        return response

    async def draft(
        self, payer_user_id: str, payee: Payee, amount: Money, note: str, *, settles: bool, money_request_id: str = ""
    ) -> Payment:
        """A payment as it would be made; Moves.place says when."""
        payer_name = (await self._people.names([payer_user_id])).get(payer_user_id, "")
        return Payment(
            self._desk.ids.new("pay"), 0, payer_user_id, payee.user_id, payer_name, payee.name, amount.amount_minor,
            amount.currency_code, note, settles, money_request_id, 0, 0, 0,
        )  # fmt: skip

    async def take_back_payment(self, request: pb.TakeBackPaymentRequest, call: Call) -> pb.TakeBackPaymentResponse:
        def step(tx: Transaction, books: Books, payment: Payment) -> None:
            if self._is_decided(books, payment, State.TAKEN_BACK):
                return
            self._moves.send_back(tx, books, payment, "payer")

        return pb.TakeBackPaymentResponse(payment=await self._step(call, request.payment_id, "payer", step))

    async def accept_payment(self, request: pb.AcceptPaymentRequest, call: Call) -> pb.AcceptPaymentResponse:
        def step(tx: Transaction, books: Books, payment: Payment) -> None:
            if self._is_decided(books, payment, State.PAID):
                return
            if payment.to_contact and books.now_ms < payment.decide_by_ms:
                return  # It settles by itself; until then it is the payer's to take back.
            self._moves.capture(tx, books, payment, "payee")

        return pb.AcceptPaymentResponse(payment=await self._step(call, request.payment_id, "payee", step))

    async def decline_payment(self, request: pb.DeclinePaymentRequest, call: Call) -> pb.DeclinePaymentResponse:
        def step(tx: Transaction, books: Books, payment: Payment) -> None:
            if self._is_decided(books, payment, State.DECLINED):
                return
            self._moves.send_back(tx, books, payment, "payee")

        return pb.DeclinePaymentResponse(payment=await self._step(call, request.payment_id, "payee", step))

    async def get_payment(self, request: pb.GetPaymentRequest, call: Call) -> pb.GetPaymentResponse:
        return pb.GetPaymentResponse(payment=await self._payment(request.payment_id, call.caller.user_id))

    async def list_payments(self, request: pb.ListPaymentsRequest, call: Call) -> pb.ListPaymentsResponse:
        size, now_ms = request.page_size or paging.PAGE_SIZE, to_ms(self._clock.now())
        name = "waiting" if request.waiting_only else "payments"
        from_seq, waiting_at_ms = paging.seq_of(name, request.page_token), now_ms if request.waiting_only else None
        me = call.caller.user_id
        found = await self._desk.read(
            lambda tx: store.page(tx, me, from_seq, size + 1, waiting_at_ms=waiting_at_ms)
        )  # fmt: skip
        following = paging.page_token(name, found[size][0].seq) if len(found) > size else ""
        listed = [views.payment(*each, now_ms) for each in found[:size]]
        return pb.ListPaymentsResponse(payments=listed, next_page_token=following)

    async def make_pay_code(self, request: pb.MakePayCodeRequest, call: Call) -> pb.MakePayCodeResponse:
        amount = positive_money(request.amount, "amount") if request.HasField("amount") else None
        text, expires_at_ms = self._payees.make_code(call.caller.user_id, amount, clean_note(request.note))
        return pb.MakePayCodeResponse(pay_code=text, expires_at_ms=expires_at_ms)

    def _is_decided(self, books: Books, payment: Payment, as_wanted: State) -> bool:
        """Whether it is as wanted already, as for a step that comes again. PAYMENT_SETTLED where it is otherwise."""
        state = self._moves.state(books, payment)
        if state not in (State.WAITING, as_wanted):
            raise PaymentSettled("the payment was decided before", state=state.value)
        return state is as_wanted

    async def _step(self, call: Call, payment_id: str, side: str, step: Step) -> pb.Payment:
        """One act on a payment whose payer or payee the caller is, and the payment after it."""
        me = call.caller.user_id

        def act(tx: Transaction, books: Books) -> None:
            payment = store.row(tx, payment_id)
            if payment is None or me != (payment.payer_user_id if side == "payer" else payment.payee_user_id):
                raise PaymentNotFound("there is no such payment")
            step(tx, books, payment)

        await self._desk.act(act)
        self._effects.wake()
        return await self._payment(payment_id, me)

    async def _payment(self, payment_id: str, me: str) -> pb.Payment:
        found = await self._desk.read(lambda tx: store.find(tx, payment_id))
        if found is None or not found[0].is_between(me):
            raise PaymentNotFound("there is no such payment")
        return views.payment(*found, to_ms(self._clock.now()))


def _check_code(payee: Payee, user_id: str, amount: Money) -> None:
    """PAY_CODE_INVALID where the code says another payee or amount than is about to be paid."""
    code = payee.code
    if code is None:
        return
    if code.payee_user_id != user_id:
        raise PayCodeInvalid("the code is somebody else's")
    if code.currency_code and (code.amount_minor, code.currency_code) != (amount.amount_minor, amount.currency_code):
        raise PayCodeInvalid("the code says another amount")
