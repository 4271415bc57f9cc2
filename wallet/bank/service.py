"""The rpcs of money in and out."""

from __future__ import annotations

from typing import NoReturn

from core.kit import log
from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from core.kit.errors import InvalidArgument, ResourceExhausted
from core.kit.money import EXPONENTS, Money
from core.kit.rpc import Call
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import bank_service_pb2 as pb
from wallet import labels
from wallet.bank import moving, notices, store
from wallet.bank.asking import Asking
from wallet.bank.errors import BankNotConfigured, BankNoticeRefused, BankTransferNotFound
from wallet.bank.hearing import hear
from wallet.bank.provider import Kind, State
from wallet.bank.reconciling import Reconciling
from wallet.bank.records import BankTransfer, Difference
from wallet.bank.wire import read_notice
from wallet.books import Books
from wallet.desk import Desk
from wallet.effects import Effects
from wallet.guard.guard import Guard
from wallet.labels import Label
from wallet.paging import PAGE_SIZE, page_token, seq_of

AMOUNT_MINOR_MAX = 10**12  # Of one top-up or payout.
OPEN_MAX = 20  # Of one person's that wait for the bank.
TRANSFERS = "bank"
_log = log.get("bank")


class Bank:
    """All that a configured bank is worked with; a host without one has none."""

    def __init__(self, *, asking: Asking, reconciling: Reconciling, notice_key: bytes) -> None:
        self.asking = asking
        self.reconciling = reconciling
        self.notice_key = notice_key


class BankService:
    """majlis.wallet.v1.BankService; `bank` is None where this host has none."""

    def __init__(self, *, desk: Desk, effects: Effects, guard: Guard, clock: Clock, bank: Bank | None) -> None:
        self._desk = desk
        self._effects = effects
        self._guard = guard
        self._clock = clock
        self._bank = bank

    async def top_up(self, request: pb.TopUpRequest, call: Call) -> pb.TopUpResponse:
        asking, amount = self._there().asking, _checked(request.amount)
        transfer_id = self._desk.ids.new("bank")

        def act(tx: Transaction, books: Books) -> pb.TopUpResponse:
            row = _new(tx, books, transfer_id, call.caller.user_id, Kind.TOP_UP, amount)
            moving.check_open(books, row)
            store.add(tx, row)
            asking.ask_later(tx, row.id)
            return pb.TopUpResponse(transfer=_view(row))

        answer = await self._desk.answer(call, request, pb.TopUpResponse, act)
        self._effects.wake()
        return answer

    async def pay_out(self, request: pb.PayOutRequest, call: Call) -> pb.PayOutResponse:
        asking, amount = self._there().asking, _checked(request.amount)
        transfer_id = self._desk.ids.new("bank")

        async def approved() -> None:
            await self._guard.approve(call, request.approval, amount)

        def act(tx: Transaction, books: Books) -> pb.PayOutResponse:
            row = _new(tx, books, transfer_id, call.caller.user_id, Kind.PAY_OUT, amount)
            moving.check_spendable(books, row)
            self._guard.spend(tx, books, row.user_id, "", amount)
            labels.add(tx, moving.hold(books, row), Label(row.kind, row.id))
            store.add(tx, row)
            asking.ask_later(tx, row.id)
            return pb.PayOutResponse(transfer=_view(row))

        answer = await self._desk.answer(call, request, pb.PayOutResponse, act, unless_answered=approved)
        self._effects.wake()
        return answer

    async def get_bank_transfer(self, request: pb.GetBankTransferRequest, call: Call) -> pb.GetBankTransferResponse:
        row = await self._desk.read(lambda tx: store.find(tx, request.bank_transfer_id))
        if row is None or row.user_id != call.caller.user_id:
            raise BankTransferNotFound("there is no such top-up or payout", bank_transfer_id=request.bank_transfer_id)
        return pb.GetBankTransferResponse(transfer=_view(row))

    async def list_bank_transfers(
        self, request: pb.ListBankTransfersRequest, call: Call
    ) -> pb.ListBankTransfersResponse:
        size, start = request.page_size or PAGE_SIZE, seq_of(TRANSFERS, request.page_token)
        rows = await self._desk.read(
            lambda tx: store.of_user(tx, call.caller.user_id, from_number=start, limit=size + 1)
        )  # fmt: skip
        page = pb.ListBankTransfersResponse(transfers=map(_view, rows[:size]))
        if len(rows) > size:
            page.next_page_token = page_token(TRANSFERS, rows[size].number)
        return page

    async def receive_bank_notice(
        self, request: pb.ReceiveBankNoticeRequest, call: Call
    ) -> pb.ReceiveBankNoticeResponse:
        now_s = to_ms(self._clock.now()) // 1000
        differs = notices.what_differs(self._there().notice_key, request.signature, request.body, now_s=now_s)
        try:
            notice_id, entry = read_notice(request.body) if not differs else _refuse(differs)
        except ValueError as error:
            notice_id, entry = _refuse(f"content: {error}")

        def act(tx: Transaction, books: Books) -> None:
            if store.has_notice(tx, notice_id):
                return
            verdict = hear(tx, books, self._guard, entry).verdict
            store.add_notice(tx, notice_id, entry.reference, request.body, verdict or "unknown", books.now_ms)

        await self._desk.act(act)
        return pb.ReceiveBankNoticeResponse()

    async def reconcile_bank(self, request: pb.ReconcileBankRequest, call: Call) -> pb.ReconcileBankResponse:
        found = await self._there().reconciling.compare()
        return pb.ReconcileBankResponse(
            differences=map(_difference_view, found.differences), compared=found.compared, agree=found.agree
        )

    def _there(self) -> Bank:
        if self._bank is None:
            raise BankNotConfigured("this host has no bank")
        return self._bank


def _refuse(differs: str) -> NoReturn:
    # Whoever forges learns nothing; whoever runs the host reads where to look.
    _log.warning("a notice of the bank was refused", differs=differs)
    raise BankNoticeRefused("this is not a notice of our bank")


def _checked(asked: money_pb2.Money) -> Money:
    """INVALID_ARGUMENT for what is no amount to ask a bank for."""
    if asked.currency_code not in EXPONENTS:
        field, why = "amount.currency_code", "is not a currency of ISO 4217 with a minor unit"
    elif not 1 <= asked.amount_minor <= AMOUNT_MINOR_MAX:
        field, why = "amount.amount_minor", f"must be 1 to {AMOUNT_MINOR_MAX}"
    else:
        return Money(asked.amount_minor, asked.currency_code)
    raise InvalidArgument(f"{field}: {why}", field=field, why=why)


def _new(tx: Transaction, books: Books, transfer_id: str, user_id: str, kind: Kind, amount: Money) -> BankTransfer:
    if store.count_open(tx, user_id) >= OPEN_MAX:
        raise ResourceExhausted("too many top-ups and payouts wait for the bank", open_max=OPEN_MAX)
    return BankTransfer(
        number=store.next_number(tx), id=transfer_id, user_id=user_id, kind=kind.value,
        currency_code=amount.currency_code, amount_minor=amount.amount_minor, state=State.PENDING.value, why="",
        created_at_ms=books.now_ms, settled_at_ms=0,
    )  # fmt: skip


def _view(row: BankTransfer) -> pb.BankTransfer:
    return pb.BankTransfer(
        bank_transfer_id=row.id, user_id=row.user_id, why=row.why,
        kind=pb.BankTransferKind.Value(f"BANK_TRANSFER_KIND_{row.kind.upper()}"),
        state=pb.BankTransferState.Value(f"BANK_TRANSFER_STATE_{row.state.upper()}"),
        amount=money_pb2.Money(currency_code=row.currency_code, amount_minor=row.amount_minor),
        created_at_ms=row.created_at_ms, settled_at_ms=row.settled_at_ms,
    )  # fmt: skip


def _difference_view(of: Difference) -> pb.BankDifference:
    return pb.BankDifference(
        kind=pb.BankDifferenceKind.Value(f"BANK_DIFFERENCE_KIND_{of.kind.upper()}"),
        bank_transfer_id=of.bank_transfer_id, bank_reference=of.bank_reference,
        ours_minor=of.ours_minor, theirs_minor=of.theirs_minor, currency_code=of.currency_code,
        mended=of.mended, explanation=of.explanation,
    )  # fmt: skip
