"""The rpcs of mandates: apps propose and take, people approve and end, and see how they stand with each app."""

from __future__ import annotations

from collections import defaultdict

from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.errors import NoUser
from core.kit.rpc import Call
from majlis.wallet.v1 import mandates_service_pb2 as pb
from wallet import texts
from wallet.amounts import positive_money
from wallet.books import Books
from wallet.house import House
from wallet.mandates import store
from wallet.mandates.acts import MandateActs, of_app, of_payer
from wallet.mandates.mandate import PROPOSED_FOR_S, Mandate, check_proposed
from wallet.mandates.messages import all_whole, whole
from wallet.orders.standing_store import standings
from wallet.paging import PAGE_SIZE, page_token, seq_of
from wallet.text_ids import transfer_text

LIST = "mandates"


class MandatesService:
    """Implements majlis.wallet.v1.MandatesService."""

    def __init__(self, *, house: House, acts: MandateActs) -> None:
        self._desk = house.desk
        self._effects = house.effects
        self._guard = house.guard
        self._clock = house.clock
        self._acts = acts

    # Apps

    async def propose_mandate(self, request: pb.ProposeMandateRequest, call: Call) -> pb.ProposeMandateResponse:
        if not call.caller.user_id:
            raise NoUser("the app works for itself", app_id=call.caller.app_id)
        most, now_ms = positive_money(request.max, "max"), self._now_ms()
        mandate = Mandate(
            mandate_id=self._desk.ids.new("man"), app_id=call.caller.app_id, payer_user_id=call.caller.user_id,
            session_id=request.session_id, title_ar=texts.line(request.title_ar, "title_ar"),
            title_en=texts.line(request.title_en, "title_en"), currency_code=most.currency_code,
            max_minor=most.amount_minor, window_s=request.window_s, lasts_s=request.expires_in_s, created_at_ms=now_ms,
            expires_at_ms=now_ms + PROPOSED_FOR_S * 1000,
        )  # fmt: skip

        def propose(tx: Transaction, books: Books) -> pb.ProposeMandateResponse:
            return pb.ProposeMandateResponse(mandate=whole(tx, self._acts.propose(tx, books, mandate), books.now_ms))

        return await self._desk.answer(call, request, pb.ProposeMandateResponse, propose)

    async def get_mandate(self, request: pb.GetMandateRequest, call: Call) -> pb.GetMandateResponse:
        now_ms, app_id = self._now_ms(), call.caller.app_id
        found = await self._desk.read(lambda tx: whole(tx, of_app(tx, request.mandate_id, app_id, now_ms), now_ms))
        return pb.GetMandateResponse(mandate=found)

    async def charge_mandate(self, request: pb.ChargeMandateRequest, call: Call) -> pb.ChargeMandateResponse:
        amount, charge_id = positive_money(request.amount, "amount"), self._desk.ids.new("chg")
        titles = texts.line(request.title_ar, "title_ar"), texts.line(request.title_en, "title_en")

        def charge(tx: Transaction, books: Books) -> pb.ChargeMandateResponse:
            mandate, paid = self._acts.charge(
                tx, books, call.caller.app_id, request.mandate_id, amount, charge_id, titles
            )
            return pb.ChargeMandateResponse(
                mandate=whole(tx, mandate, books.now_ms), transfer_id=transfer_text(paid.id, paid.flags)
            )

        answer = await self._desk.answer(call, request, pb.ChargeMandateResponse, charge)
        self._effects.wake()
        return answer

    # People

    async def get_mandate_sheet(self, request: pb.GetMandateSheetRequest, call: Call) -> pb.GetMandateSheetResponse:
        now_ms, user_id = self._now_ms(), call.caller.user_id
        found = await self._desk.read(lambda tx: whole(tx, of_payer(tx, request.mandate_id, user_id, now_ms), now_ms))
        facts = await self._guard.sheet(user_id, None)
        return pb.GetMandateSheetResponse(mandate=found, has_pin=facts.has_pin, mark=facts.mark)

    async def approve_mandate(self, request: pb.ApproveMandateRequest, call: Call) -> pb.ApproveMandateResponse:
        user_id = call.caller.user_id

        async def is_them() -> None:
            check_proposed(
                await self._desk.read(lambda tx: of_payer(tx, request.mandate_id, user_id, self._now_ms()))
            )  # fmt: skip
            await self._guard.approve(call, request.approval, None, always_password=True)

        def approve(tx: Transaction, books: Books) -> pb.ApproveMandateResponse:
            mandate = self._acts.approve(tx, books, user_id, request.mandate_id)
            return pb.ApproveMandateResponse(mandate=whole(tx, mandate, books.now_ms))

        answer = await self._desk.answer(call, request, pb.ApproveMandateResponse, approve, unless_answered=is_them)
        self._effects.wake()
        return answer

    async def decline_mandate(self, request: pb.DeclineMandateRequest, call: Call) -> pb.DeclineMandateResponse:
        def decline(tx: Transaction, books: Books) -> pb.DeclineMandateResponse:
            mandate = self._acts.decline(tx, books, call.caller.user_id, request.mandate_id)
            return pb.DeclineMandateResponse(mandate=whole(tx, mandate, books.now_ms))

        answer = await self._desk.act(decline)
        self._effects.wake()
        return answer

    async def revoke_mandate(self, request: pb.RevokeMandateRequest, call: Call) -> pb.RevokeMandateResponse:
        def revoke(tx: Transaction, books: Books) -> pb.RevokeMandateResponse:
            mandate = self._acts.revoke(tx, books, call.caller.user_id, request.mandate_id)
            return pb.RevokeMandateResponse(mandate=whole(tx, mandate, books.now_ms))

        answer = await self._desk.act(revoke)
        self._effects.wake()
        return answer

    async def list_mandates(self, request: pb.ListMandatesRequest, call: Call) -> pb.ListMandatesResponse:
        size, from_number = request.page_size or PAGE_SIZE, seq_of(LIST, request.page_token)
        user_id, now_ms = call.caller.user_id, self._now_ms()

        def read(tx: Transaction) -> pb.ListMandatesResponse:
            found = store.page(tx, user_id, from_number, size + 1)
            shown = [each.as_of(now_ms) for each in found[:size]]
            page = pb.ListMandatesResponse(mandates=all_whole(tx, shown, now_ms))
            if len(found) > size:
                page.next_page_token = page_token(LIST, found[size].number)
            return page

        return await self._desk.read(read)

    async def list_app_standings(self, _: pb.ListAppStandingsRequest, call: Call) -> pb.ListAppStandingsResponse:
        return await self._desk.read(lambda tx: _standings(tx, call.caller.user_id, self._now_ms()))

    def _now_ms(self) -> int:
        return to_ms(self._clock.now())


def _standings(tx: Transaction, user_id: str, now_ms: int) -> pb.ListAppStandingsResponse:
    """By app and currency: what orders tell, and what mandates add to it; whoever has nothing of either is left out."""
    found: defaultdict[tuple[str, str], pb.AppStanding] = defaultdict(pb.AppStanding)
    for each in standings(tx, user_id, now_ms):
        found[each.app_id, each.currency_code] = pb.AppStanding(
            held_minor=each.held_minor, paid_minor=each.paid_minor, refunded_minor=each.refunded_minor,
            open_orders=each.open_orders,
        )  # fmt: skip
    for key, minor in store.taken(tx, user_id).items():
        found[key].paid_minor += minor
    active = store.active(tx, user_id, now_ms)
    spent = store.spent(tx, active, now_ms)
    for mandate in active:
        left_minor = mandate.max_minor - spent.get(mandate.number, 0)
        found[mandate.app_id, mandate.currency_code].mandate_left_minor += left_minor
    told = [
        (key, standing) for key, standing in sorted(found.items(), key=lambda each: each[0]) if standing.ListFields()
    ]
    for (app_id, currency_code), standing in told:
        standing.app_id, standing.currency_code = app_id, currency_code
    return pb.ListAppStandingsResponse(standings=(standing for _, standing in told))
