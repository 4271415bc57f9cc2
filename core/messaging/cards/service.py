"""The rpcs of cards: what apps send, update and offer, what people share, what a committed event has delivered."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from core.kit import log as kit_log
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, DatabaseUnavailable, Transaction
from core.kit.errors import DomainError, InvalidArgument, NoUser
from core.kit.ids import IdMaker
from core.kit.rpc import Call
from core.messaging.cards import store
from core.messaging.cards.consent import Consent
from core.messaging.cards.delivery import COPIES_MAX, OFFER_KEPT_MS, Delivery, Given, Made, card_of
from core.messaging.cards.errors import CardQuotaExceeded, CardsOff
from core.messaging.changes import Changes
from core.messaging.log import Log
from core.messaging.sync import wire
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.messaging.v1 import messages_service_pb2 as pb

TROUBLED_AGAIN_S = 60  # When a copy that could not be shown has its next turn.
SWEEP_S = 1.0  # A change that another process left waiting is shown by then.
FORGET_AT_ONCE = 1_000
# What makes a delivery pointless for good; anything else is a trouble of the moment, and it comes again.
FINAL = {CardsOff.reason, CardQuotaExceeded.reason, InvalidArgument.reason, NoUser.reason, "APP_NOT_FOUND"}
_log = kit_log.get("cards")
T = TypeVar("T")


class Cards:
    """Serves SendCard, UpdateCard, OfferCard, ShareCard and DeliverCard of MessagesService."""

    def __init__(
        self, *, db: Database, log: Log, clock: Clock, ids: IdMaker, apps: AppsServiceClient,
        tell: Callable[[Changes], None],
    ) -> None:  # fmt: skip
        self._db = db
        self._log = log
        self._clock = clock
        self._ids = ids
        self._tell = tell
        self._consent = Consent(apps)
        self._delivery = Delivery(log=log, clock=clock, ids=ids)
        self._woken = asyncio.Event()

    async def send_card(self, request: pb.SendCardRequest, call: Call) -> pb.SendCardResponse:
        await self._send(request, self._made(call.caller.app_id, request), call.caller.user_id)
        return pb.SendCardResponse()

    async def update_card(self, request: pb.UpdateCardRequest, call: Call) -> pb.UpdateCardResponse:
        await self._update(self._made(call.caller.app_id, request))
        return pb.UpdateCardResponse()

    async def offer_card(self, request: pb.OfferCardRequest, call: Call) -> pb.OfferCardResponse:
        await self._offer(self._made(call.caller.app_id, request), call.caller.user_id)
        return pb.OfferCardResponse()

    async def share_card(self, request: pb.ShareCardRequest, call: Call) -> pb.ShareCardResponse:
        user_id = call.caller.user_id
        mac = self._log.request_mac(call.method, request.SerializeToString(deterministic=True))
        made = await self._write(lambda tx, changes: self._delivery.share(tx, request, user_id, mac, changes))
        return pb.ShareCardResponse(update=wire.update(made, user_id))

    async def deliver_card(self, request: pb.DeliverCardRequest, call: Call) -> pb.DeliverCardResponse:
        before = await self._db.read(lambda tx: store.outcome(tx, request.delivery_id))
        if before is not None:
            return pb.DeliverCardResponse(reason=before)
        try:
            await self._carry_out(request)
        except DomainError as error:
            if error.reason not in FINAL:
                raise
            return await self._refused(request, error)
        return pb.DeliverCardResponse()

    async def _carry_out(self, request: pb.DeliverCardRequest) -> None:
        change = request.WhichOneof("change")
        if change is None:
            raise InvalidArgument("change: is required", field="change", why="is required")
        given: Given = getattr(request, change)
        made = self._made(request.app_id, given, made_id=request.made_id, delivery_id=request.delivery_id)
        if isinstance(given, pb.SendCardRequest):
            await self._send(given, made, request.user_id)
        elif isinstance(given, pb.OfferCardRequest):
            await self._offer(made, request.user_id)
        else:
            await self._update(made)

    async def _refused(self, request: pb.DeliverCardRequest, error: DomainError) -> pb.DeliverCardResponse:
        """A refusal is final: it goes to the log its developer reads, and the delivery never comes again."""
        _log.warning("card dropped", app=request.app_id, delivery=request.delivery_id, reason=error.reason)
        now_ms = to_ms(self._clock.now())
        await self._db.write(lambda tx: store.record(tx, request.delivery_id, error.reason, now_ms=now_ms))
        return pb.DeliverCardResponse(reason=error.reason)

    async def _send(self, request: pb.SendCardRequest, made: Made, for_user_id: str) -> None:
        user_id = _person(request.user_id or for_user_id, made)
        standing = await self._consent.of(made.card.app_id, user_id)
        if not standing.allowed:
            raise CardsOff("this person does not let the app send cards", app_id=made.card.app_id)
        await self._once(made, lambda tx, changes: self._delivery.send(tx, made, user_id, standing.title, changes))
        await self.show_due()

    async def _offer(self, made: Made, for_user_id: str) -> None:
        user_id = _person(for_user_id, made)
        if not (await self._consent.of(made.card.app_id, user_id)).allowed:
            raise CardsOff("this person does not let the app send cards", app_id=made.card.app_id)
        await self._once(made, lambda tx, changes: self._delivery.offer(tx, made, user_id, changes))

    async def _update(self, made: Made) -> None:
        of = made.card.app_id, made.card.card_key
        shown = await self._db.read(lambda tx: store.copies_of(tx, *of, most=COPIES_MAX))
        asked = sorted({copy.user_id for copy in shown})
        allowed = {each for each in asked if (await self._consent.of(made.card.app_id, each)).allowed}
        if asked and not allowed:
            raise CardsOff("nobody who has this card lets the app change it", app_id=made.card.app_id)
        await self._once(made, lambda tx, changes: self._delivery.update(tx, made, allowed))
        await self.show_due()

    def _made(self, app_id: str, given: Given, *, made_id: str = "", delivery_id: str = "") -> Made:
        return Made(card_of(app_id, given), made_id or self._ids.new("made"), delivery_id)

    # Standing work

    async def show_due(self) -> int:
        """Show what waits and is due now; how many copies had their turn."""
        try:
            count: int = await self._write(self._delivery.show_due)
        except DatabaseUnavailable:
            raise
        except Exception:  # Of one of them, which must not hold up the others.
            count = await self._show_each()
        self._woken.set()
        return count

    async def _show_each(self) -> int:
        """Show what is due one by one; what cannot be shown is put off."""
        now_ms = to_ms(self._clock.now())
        waiting = await self._db.read(lambda tx: store.due(tx, now_ms=now_ms, most=COPIES_MAX))
        for copy in waiting:
            try:
                await self._write(partial(self._delivery.show_one, copy=copy))
            except DatabaseUnavailable:
                raise
            except Exception as error:
                # Not its text: that may hold what the card says.
                where = [f"{each.name}:{each.lineno}" for each in traceback.extract_tb(error.__traceback__)][-4:]
                _log.error(
                    "card not changed", app=copy.app_id, conversation=copy.conversation_id, seq=copy.seq,
                    error=type(error).__name__, where=where,
                )  # fmt: skip
                again_ms = now_ms + TROUBLED_AGAIN_S * 1000
                await self._db.write(partial(store.put_off, copy=copy, due_at_ms=again_ms))
        return len(waiting)

    async def run(self) -> None:
        """Show what waits, each in its time, for ever; cancel to stop."""
        while True:
            wait_s = SWEEP_S
            try:
                due_ms = await self._db.read(store.next_due_ms)
                now_ms = to_ms(self._clock.now())
                if due_ms is not None and due_ms <= now_ms:
                    await self.show_due()
                    self._woken.clear()
                    continue
                if due_ms is not None:
                    wait_s = min(wait_s, (due_ms - now_ms) / 1000)
            except Exception:  # The database is away; the sweep must live on.
                _log.exception("no card changed")
            try:
                async with asyncio.timeout(wait_s):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()

    async def forget_old(self) -> int:
        """Remove offers nobody can take any more; how many."""
        before_ms = to_ms(self._clock.now()) - OFFER_KEPT_MS
        return await self._db.write(lambda tx: store.forget_offers(tx, before_ms, most=FORGET_AT_ONCE))

    async def _once(self, made: Made, fn: Callable[[Transaction, Changes], None]) -> None:
        """Run fn in one transaction with the record of its delivery, unless that is there already."""
        now_ms = to_ms(self._clock.now())

        def once(tx: Transaction, changes: Changes) -> None:
            if made.delivery_id:
                if store.outcome(tx, made.delivery_id) is not None:
                    return
                store.record(tx, made.delivery_id, "", now_ms=now_ms)
            fn(tx, changes)

        await self._write(once)

    async def _write(self, fn: Callable[[Transaction, Changes], Any]) -> Any:
        """Run fn in one transaction; whoever listens is told after the commit."""

        def write(tx: Transaction) -> tuple[Any, Changes]:
            changes = Changes()  # Anew each run: fn may run more than once.
            return fn(tx, changes), changes

        result, changes = await self._db.write(write)
        if changes.updates or changes.people:
            self._tell(changes)
        return result


def _person(user_id: str, made: Made) -> str:
    """NO_USER where nobody is named and the app works for itself."""
    if not user_id:
        raise NoUser("nobody is named, and the app works for itself", app_id=made.card.app_id)
    return user_id
