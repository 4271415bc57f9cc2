"""The rpcs of merchants: payees enrol, developers see and take what their apps earned."""

from __future__ import annotations

from core.kit.caller import Caller
from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.errors import DomainError, NoUser
from core.kit.rpc import Call
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import merchants_service_pb2 as pb
from wallet import store as ledger
from wallet.accounts import CURRENCIES, Purpose, Use, balance_of, owner_of_app, owner_of_user
from wallet.amounts import positive_money
from wallet.books import Books
from wallet.errors import AccountFrozen, InsufficientFunds
from wallet.house import House
from wallet.ids import derived_id
from wallet.labels import Label, LabelKind
from wallet.labels import add as add_label
from wallet.merchants import store
from wallet.merchants.errors import MerchantNotFound
from wallet.merchants.settlement import Kind, Settlement, Sums
from wallet.orders.shares import FEE_BASIS_POINTS
from wallet.orders.store import held_by_currency
from wallet.paging import PAGE_SIZE, page_token, seq_of
from wallet.records import NewTransfer
from wallet.text_ids import transfer_text

SETTLEMENTS = "settlements"
_CALLER = Caller.of_service("wallet")


class MerchantsService:
    """Implements majlis.wallet.v1.MerchantsService."""

    def __init__(self, house: House) -> None:
        self._desk = house.desk
        self._guard = house.guard
        self._clock = house.clock
        self._apps = AppsServiceClient(house.desk.channel)

    # Payees

    async def enroll_payee(self, _: pb.EnrollPayeeRequest, call: Call) -> pb.EnrollPayeeResponse:
        app_id, user_id, now_ms = call.caller.app_id, _user_of(call.caller), to_ms(self._clock.now())
        await self._desk.write(lambda tx: store.enroll(tx, app_id, user_id, now_ms))
        return pb.EnrollPayeeResponse(payee_user_id=user_id)

    async def is_payee(self, _: pb.IsPayeeRequest, call: Call) -> pb.IsPayeeResponse:
        app_id, user_id = call.caller.app_id, _user_of(call.caller)
        found = await self._desk.read(lambda tx: store.enrolled(tx, app_id, [user_id]))
        return pb.IsPayeeResponse(enrolled=bool(found))

    async def list_my_enrollments(
        self, _: pb.ListMyEnrollmentsRequest, call: Call
    ) -> pb.ListMyEnrollmentsResponse:  # fmt: skip
        user_id = call.caller.user_id
        found, debts = await self._desk.read(lambda tx: (store.enrollments(tx, user_id), store.debts(tx, user_id)))
        return pb.ListMyEnrollmentsResponse(
            enrollments=(
                pb.Enrollment(app_id=app_id, enrolled_at_ms=at_ms, owed=map(_money, debts.get(app_id, ())))
                for app_id, at_ms in found
            )
        )

    async def leave_merchant(self, request: pb.LeaveMerchantRequest, call: Call) -> pb.LeaveMerchantResponse:
        await self._desk.write(lambda tx: store.leave(tx, request.app_id, call.caller.user_id))
        return pb.LeaveMerchantResponse()

    # Developers

    async def get_merchant(self, request: pb.GetMerchantRequest, call: Call) -> pb.GetMerchantResponse:
        await self._check_developer(request.app_id, call)
        now_ms = to_ms(self._clock.now())

        def read(tx: Transaction) -> pb.GetMerchantResponse:
            return pb.GetMerchantResponse(
                balances=_balances(tx, request.app_id, now_ms), fee_basis_points=FEE_BASIS_POINTS,
                payees=store.count_payees(tx, request.app_id),
            )  # fmt: skip

        return await self._desk.read(read)

    async def list_settlements(self, request: pb.ListSettlementsRequest, call: Call) -> pb.ListSettlementsResponse:
        await self._check_developer(request.app_id, call)
        size, from_number = request.page_size or PAGE_SIZE, seq_of(SETTLEMENTS, request.page_token)

        def read(tx: Transaction) -> pb.ListSettlementsResponse:
            found = store.page(tx, request.app_id, from_number, size + 1)
            page = pb.ListSettlementsResponse(settlements=(_message(line) for _, line in found[:size]))
            if len(found) > size:
                page.next_page_token = page_token(SETTLEMENTS, found[size][0])
            return page

        return await self._desk.read(read)

    async def withdraw_merchant(self, request: pb.WithdrawMerchantRequest, call: Call) -> pb.WithdrawMerchantResponse:
        amount, user_id = positive_money(request.amount, "amount"), call.caller.user_id
        transfer_id = derived_id(b"withdrawal", self._desk.ids.new("wdr").encode())

        async def is_them() -> None:
            await self._check_developer(request.app_id, call)
            await self._guard.approve(call, request.approval, amount)

        def withdraw(tx: Transaction, books: Books) -> pb.WithdrawMerchantResponse:
            app = books.account(owner_of_app(request.app_id), amount.currency_code)
            own = books.account(owner_of_user(user_id), amount.currency_code)
            asked = NewTransfer(
                transfer_id, app.id, own.id, amount.amount_minor, ledger=app.ledger, code=Purpose.WITHDRAWAL
            )
            try:
                (row,) = books.make(asked)
            except InsufficientFunds as short:
                raise InsufficientFunds(
                    short.message, requested_minor=amount.amount_minor, available_minor=balance_of(app).available_minor
                ) from None
            except AccountFrozen as frozen:
                raise AccountFrozen(frozen.message) from None
            text = transfer_text(row.id, row.flags)
            add_label(tx, row, Label(LabelKind.WITHDRAWAL, text, app_id=request.app_id))
            line = Settlement(
                request.app_id, text, Kind.WITHDRAWAL, amount.currency_code, amount.amount_minor, 0, 0, "",
                books.now_ms,
            )  # fmt: skip
            store.settle(tx, line)
            return pb.WithdrawMerchantResponse(transfer_id=text)

        return await self._desk.answer(
            call, request, pb.WithdrawMerchantResponse, withdraw, unless_answered=is_them
        )  # fmt: skip

    async def _check_developer(self, app_id: str, call: Call) -> None:
        """Return if the caller made the app. MERCHANT_NOT_FOUND for anybody else's, and for none."""
        try:
            found = await self._apps.get_developer(apps_pb.GetDeveloperRequest(app_id=app_id), caller=_CALLER)
        except DomainError as error:
            if error.reason != "APP_NOT_FOUND":
                raise
        else:
            if found.developer_user_id == call.caller.user_id:
                return
        raise MerchantNotFound("you have no such app", app_id=app_id)


def _user_of(caller: Caller) -> str:
    """Whom the app works for. NO_USER."""
    if not caller.user_id:
        raise NoUser("the app works for itself", app_id=caller.app_id)
    return caller.user_id


def _balances(tx: Transaction, app_id: str, now_ms: int) -> list[pb.MerchantBalance]:
    sums, held = store.sums(tx, app_id), held_by_currency(tx, app_id, now_ms)
    accounts = [each for each in ledger.accounts_of(tx, owner_of_app(app_id)) if each.code == Use.WALLET]
    available = {CURRENCIES[each.ledger]: balance_of(each).available_minor for each in accounts}
    return [
        pb.MerchantBalance(
            currency_code=code, available_minor=available.get(code, 0), held_minor=held.get(code, 0),
            sales_minor=of.sales_minor, refunds_minor=of.refunds_minor, fees_minor=of.fees_minor,
            shared_minor=of.shared_minor, owed_minor=of.owed_minor,
        )
        for code in sorted(sums.keys() | held.keys() | available.keys()) for of in [sums.get(code, Sums())]
    ]  # fmt: skip


def _money(of: tuple[str, int]) -> money_pb2.Money:
    currency_code, amount_minor = of
    return money_pb2.Money(amount_minor=amount_minor, currency_code=currency_code)


def _message(line: Settlement) -> pb.Settlement:
    return pb.Settlement(
        settlement_id=line.settlement_id, kind=pb.SettlementKind.Value(f"SETTLEMENT_KIND_{line.kind.name}"),
        gross=money_pb2.Money(amount_minor=line.gross_minor, currency_code=line.currency_code),
        fee_minor=line.fee_minor, shared_minor=line.shared_minor, net_minor=line.net_minor,
        created_at_ms=line.created_at_ms, name=line.name, debt_minor=line.debt_minor,
    )  # fmt: skip
