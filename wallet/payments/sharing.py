"""Sharing a bill with members of a conversation: a request for each part, and the bill over them."""

from __future__ import annotations

from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.money import Money
from core.kit.rpc import Call
from majlis.wallet.v1 import payments_service_pb2 as pb
from wallet.amounts import positive_money
from wallet.books import Books
from wallet.errors import NotAMember
from wallet.house import House
from wallet.payments import bill_store, request_store, requests, views
from wallet.payments.bills import Bill, Item, Mode, parts_of, refused, unique
from wallet.payments.errors import SplitNotFound
from wallet.payments.moves import Moves
from wallet.payments.requests import MoneyRequest, State
from wallet.payments.words import clean_title

_MODES = {
    pb.SPLIT_MODE_EQUAL: Mode.EQUAL, pb.SPLIT_MODE_BY_PERSON: Mode.BY_PERSON, pb.SPLIT_MODE_BY_ITEM: Mode.BY_ITEM
}  # fmt: skip


class Sharing:
    """Serves what PaymentsService has of bills."""

    def __init__(self, *, house: House, moves: Moves) -> None:
        self._desk = house.desk
        self._people = house.people
        self._effects = house.effects
        self._clock = house.clock
        self._moves = moves

    async def split_bill(self, request: pb.SplitBillRequest, call: Call) -> pb.SplitBillResponse:
        me, names = call.caller.user_id, dict[str, str]()
        total, title, mode = positive_money(request.total, "total"), clean_title(request.title, "title"), _mode(request)
        items = _items(request, total) if mode is Mode.BY_ITEM else ()
        parts = parts_of(mode, total.amount_minor, _said(request, mode, total), items)
        own_minor = parts.pop(me, 0)
        if not parts:
            raise refused("parts", "names nobody but its owner")
        for amount_minor in parts.values():
            requests.check_amount(amount_minor, total.currency_code)
        split_id, ids = self._desk.ids.new("spl"), [self._desk.ids.new("req") for _ in parts]

        async def check() -> None:
            members = await self._people.members(request.conversation_id, [me, *parts])
            known = await self._people.reachable(me, parts)  # Whom one blocks, or is blocked by, is not there either.
            if me not in members.writers or not members.inside.issuperset(parts) or not known.keys() >= parts.keys():
                raise NotAMember("not everybody is in the conversation")
            names.update(await self._people.names([me]), **{user_id: one.name for user_id, one in known.items()})

        def act(tx: Transaction, books: Books) -> pb.SplitBillResponse:
            requests.check_open(request_store.open_to(tx, me, books.now_ms), list(parts))
            bill = Bill(
                split_id, request.conversation_id, me, names.get(me, ""), title, total.amount_minor,
                total.currency_code, mode, own_minor, items, books.now_ms,
            )  # fmt: skip
            asked, first = list[MoneyRequest](), request_store.next_seq(tx)
            for place, (user_id, amount_minor) in enumerate(parts.items()):
                asked.append(
                    MoneyRequest(
                        ids[place], first + place, me, user_id, bill.owner_name, names.get(user_id, ""), amount_minor,
                        total.currency_code, title, split_id, books.now_ms, books.now_ms + requests.LIFE_S * 1000,
                    )
                )  # fmt: skip
            bill_store.add(tx, bill)
            request_store.add(tx, asked)
            self._moves.bill_changed(tx, split_id)
            return pb.SplitBillResponse(split=views.split(bill, [(one, State.OPEN) for one in asked]))

        response = await self._desk.answer(call, request, pb.SplitBillResponse, act, unless_answered=check)
        self._effects.wake()
        return response

    async def get_split(self, request: pb.GetSplitRequest, call: Call) -> pb.GetSplitResponse:
        return pb.GetSplitResponse(split=await self._split(request.split_id, call.caller.user_id))

    async def close_split(self, request: pb.CloseSplitRequest, call: Call) -> pb.CloseSplitResponse:
        me = call.caller.user_id

        def act(tx: Transaction, books: Books) -> None:
            bill = bill_store.find(tx, request.split_id)
            if bill is None or bill.owner_user_id != me:
                raise SplitNotFound("there is no such bill")
            if not bill.closed:
                request_store.cancel_parts(tx, bill.id, books.now_ms)
                bill_store.touch(tx, bill.id, closed=1)
                self._moves.bill_changed(tx, bill.id)

        await self._desk.act(act)
        self._effects.wake()
        return pb.CloseSplitResponse(split=await self._split(request.split_id, me))

    async def _split(self, split_id: str, me: str) -> pb.BillSplit:
        """The bill, for its owner and whoever has a part in it."""
        now_ms = to_ms(self._clock.now())

        def read(tx: Transaction) -> pb.BillSplit:
            bill = bill_store.find(tx, split_id)
            parts = [] if bill is None else request_store.parts(tx, split_id, now_ms)
            if bill is None or me not in {bill.owner_user_id, *(part.payer_user_id for part, _ in parts)}:
                raise SplitNotFound("there is no such bill")
            return views.split(bill, parts)

        return await self._desk.read(read)


def _mode(request: pb.SplitBillRequest) -> Mode:
    mode = _MODES[request.mode]
    if request.items and mode is not Mode.BY_ITEM:
        raise refused("items", "count only where it is shared by item")
    return mode


def _said(request: pb.SplitBillRequest, mode: Mode, total: Money) -> dict[str, int]:
    """Who shares, in order, with what was said of each."""
    people = unique((part.user_id for part in request.parts), "parts")
    if mode is not Mode.BY_PERSON:
        return dict.fromkeys(people, 0)
    for at, part in enumerate(request.parts):
        if part.amount.currency_code != total.currency_code:
            raise refused(f"parts[{at}].amount.currency_code", "is not the total's currency")
    return {part.user_id: part.amount.amount_minor for part in request.parts}


def _items(request: pb.SplitBillRequest, total: Money) -> tuple[Item, ...]:
    for at, item in enumerate(request.items):
        if item.amount.currency_code != total.currency_code:
            raise refused(f"items[{at}].amount.currency_code", "is not the total's currency")
    return tuple(
        Item(clean_title(item.title, f"items[{at}].title"), item.amount.amount_minor, tuple(item.user_ids))
        for at, item in enumerate(request.items)
    )
