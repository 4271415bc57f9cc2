"""DeliverWalletCard: the wallet says what a thing looks like now, and the chat it belongs to shows that."""

from __future__ import annotations

import json
from collections.abc import Callable

from google.protobuf import json_format

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import DomainError, InvalidArgument
from core.kit.ids import IdMaker
from core.kit.rpc import Call
from core.messaging.cards.consent import Consent
from core.messaging.changes import Changes
from core.messaging.conversations import members, of_app, verbs
from core.messaging.conversations.act import Act
from core.messaging.errors import NotContacts
from core.messaging.log import Draft, Log
from core.messaging.messages import content, rights
from core.messaging.messages import store as message_store
from core.messaging.wallet_cards import store
from core.messaging.wallet_cards.store import Shown
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb

PLACES = ("conversation_id", "direct_user_id", "app_id")


class WalletCards:
    """Serves DeliverWalletCard of MessagesService. `tell` hears of every commit."""

    def __init__(
        self, *, db: Database, log: Log, clock: Clock, ids: IdMaker, apps: AppsServiceClient,
        tell: Callable[[Changes], None],
    ) -> None:  # fmt: skip
        self._db = db
        self._log = log
        self._clock = clock
        self._ids = ids
        self._consent = Consent(apps)
        self._tell = tell

    async def deliver_wallet_card(
        self, request: service_pb.DeliverWalletCardRequest, call: Call
    ) -> service_pb.DeliverWalletCardResponse:
        _check(request)
        title = await self._title(request) if request.app_id else ""
        new_id = self._ids.new("conv")

        def deliver(tx: Transaction) -> tuple[bool, Changes]:
            changes = Changes()  # Anew each run: it may run more than once.
            at = self._place(tx, request, title, new_id, changes)
            return at is not None and self._show(tx, request, at, changes), changes

        shown, changes = await self._db.write(deliver)
        if changes.updates or changes.people:
            self._tell(changes)
        return service_pb.DeliverWalletCardResponse(shown=shown)

    async def _title(self, request: service_pb.DeliverWalletCardRequest) -> str:
        """What the app is called, should its conversation be made now. Its receipts are the host's: nobody's grant."""
        if request.app_id == of_app.HOST:
            return of_app.HOST_TITLE
        try:
            return await self._consent.title(request.app_id, request.sender_user_id)
        except DomainError as error:
            if error.reason != "APP_NOT_FOUND":
                raise
            return request.app_id  # It has no released version any more, and was paid all the same.

    def _place(
        self, tx: Transaction, request: service_pb.DeliverWalletCardRequest, title: str, new_id: str, changes: Changes
    ) -> str | None:
        """The conversation it belongs to, opened if need be; None where the two may not write to each other."""
        if request.conversation_id:
            return request.conversation_id
        now_ms, person = to_ms(self._clock.now()), request.sender_user_id
        if request.app_id:
            return of_app.open_with_app(tx, self._log, request.app_id, person, title, now_ms=now_ms, changes=changes)
        act = Act(tx, self._log, person, now_ms, {}, lambda *_: None, changes=changes)
        try:
            return verbs.open_direct(act, request.direct_user_id, new_id)
        except NotContacts:
            return None

    def _show(self, tx: Transaction, request: service_pb.DeliverWalletCardRequest, at: str, changes: Changes) -> bool:
        card = request.card
        there = store.find(tx, at, card.kind, card.ref_id)
        if there is not None:
            return self._change(tx, there, card, changes)
        # In what an app writes nobody else writes: there it is the host's own message.
        sender_id = "" if request.app_id else request.sender_user_id
        if sender_id and not _may_write(tx, at, sender_id):
            return False
        held = pb.Content(wallet_card=card, fallback_text=content.WALLET_FALLBACKS[card.kind])
        draft = Draft(at, message_store.MESSAGE, sender_id, content.body_json(held))
        update = self._log.append(tx, [draft], changes)[0]
        store.add(tx, Shown(at, card.kind, card.ref_id, update.seq, card.revision))
        return True

    def _change(self, tx: Transaction, there: Shown, card: pb.WalletCard, changes: Changes) -> bool:
        """What is there tells the truth, whatever its person may write since."""
        message = message_store.written(tx, there.conversation_id, there.seq)
        if message is None or message.recalled_seq:
            return False
        if card.revision <= there.revision:
            return True
        said = {"wallet_card": json_format.MessageToDict(card, preserving_proto_field_name=True)}
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        draft = Draft(there.conversation_id, message_store.CARD, "", body, target_seq=there.seq)
        update = self._log.append(tx, [draft], changes)[0]
        message_store.set_edited(tx, there.conversation_id, there.seq, by=update.seq)
        store.set_revision(tx, there, card.revision)
        return True


def _may_write(tx: Transaction, conversation_id: str, user_id: str) -> bool:
    seat = members.seats_at(tx, {(conversation_id, user_id)}).get((conversation_id, user_id))
    return seat is not None and rights.may_write(seat)


def _check(request: service_pb.DeliverWalletCardRequest) -> None:
    """INVALID_ARGUMENT for what only a mistake of the wallet's sends."""
    card = request.card
    wrong = {
        "card.kind": card.kind not in content.WALLET_FALLBACKS,
        "card.ref_id": not card.ref_id,
        "card.revision": card.revision < 0,
        "sender_user_id": not request.sender_user_id,
        "conversation_id": sum(bool(getattr(request, name)) for name in PLACES) != 1,
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            why = "does not say what it has to"
            raise InvalidArgument(f"{field}: {why}", field=field, why=why)
