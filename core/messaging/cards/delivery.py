"""What a card becomes, as functions of a transaction: a new message, a change that waits its turn, an offer."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from google.protobuf import json_format

from core.kit.clock import Clock, to_ms
from core.kit.db import Transaction
from core.kit.errors import DomainError, InvalidArgument
from core.kit.ids import IdMaker
from core.messaging.cards import store
from core.messaging.cards.errors import CardNotFound, CardQuotaExceeded
from core.messaging.cards.store import Copy, Offer
from core.messaging.changes import Changes, Logged
from core.messaging.conversations import members
from core.messaging.conversations.of_app import open_with_app
from core.messaging.log import Draft, Log
from core.messaging.messages import content, rights
from core.messaging.messages import store as message_store
from core.messaging.messages.sending import Outgoing, place
from core.messaging.sync import personal_store
from majlis.messaging.v1 import messages_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as service_pb
from majlis_devkit.values import Uncleanable, clean_text
from miniapp.limits import CARD_TITLE_CHARS_MAX, CARDS_NEW_MAX

DAY_MS = 24 * 3600 * 1000
UPDATE_EVERY_MS = 1_000  # A copy changes no more often.
COPIES_MAX = 50  # An update reaches the newest so many.
OFFER_KEPT_MS = 10 * 60 * 1000
Given = service_pb.SendCardRequest | service_pb.UpdateCardRequest | service_pb.OfferCardRequest


@dataclass(frozen=True, slots=True)
class Made:
    """A card as its app made it, when in the order of commits, and under which id it is delivered (empty: directly)."""

    card: pb.Card
    made_id: str
    delivery_id: str = ""

    @property
    def json(self) -> str:
        body = json_format.MessageToDict(self.card, preserving_proto_field_name=True)
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def card_of(app_id: str, given: Given) -> pb.Card:
    """The card as people will see it. INVALID_ARGUMENT where its title shows nothing."""
    try:
        title, text = clean_text(given.title), clean_text(given.text)
    except Uncleanable as broken:
        raise InvalidArgument(f"title: {broken}", field="title", why=str(broken)) from None
    if not content.shows_something(title):
        raise InvalidArgument(
            "title: there is nothing to see in it", field="title", why="there is nothing to see in it"
        )
    return pb.Card(
        app_id=app_id, card_key=given.card_key, title=title[:CARD_TITLE_CHARS_MAX], text=text, path=given.path or "/",
        revision=1,
    )  # fmt: skip


class Delivery:
    """Each function may run twice, as all that is given to a database."""

    def __init__(self, *, log: Log, clock: Clock, ids: IdMaker) -> None:
        self._log = log
        self._clock = clock
        self._ids = ids

    def send(self, tx: Transaction, made: Made, user_id: str, title: str, changes: Changes) -> None:
        """Show the person the card: in the message that shows it already, or a new one. CARD_QUOTA_EXCEEDED."""
        shown = store.sent_to(tx, made.card.app_id, made.card.card_key, user_id)
        if shown is not None:
            self._wait(tx, shown, made)
            return
        now_ms = self._now_ms()
        if store.sent_since(tx, made.card.app_id, user_id, now_ms - DAY_MS) >= CARDS_NEW_MAX:
            raise CardQuotaExceeded(
                "the app has sent this person enough new cards today", limit=CARDS_NEW_MAX, app_id=made.card.app_id
            )
        at = open_with_app(tx, self._log, made.card.app_id, user_id, title, now_ms=now_ms, changes=changes)
        body = content.body_json(_content(made.card))
        update = self._log.append(tx, [Draft(at, message_store.MESSAGE, "", body)], changes)[0]
        store.add(tx, _copy(update, made, user_id, shared=False))

    def update(self, tx: Transaction, made: Made, allowed: Collection[str]) -> None:
        """Change the card wherever it is shown on the grant of one of these people."""
        for copy in store.copies_of(tx, made.card.app_id, made.card.card_key, most=COPIES_MAX):
            if copy.user_id in allowed:
                self._wait(tx, copy, made)

    def offer(self, tx: Transaction, made: Made, user_id: str, changes: Changes) -> None:
        """Have the person's devices ask where to share it."""
        offer = Offer(self._ids.new("off"), user_id, made.card.app_id, made.json, made.made_id, False, self._now_ms())
        if store.put_offer(tx, offer):
            # One entry an app: a newer offer replaces the older one on devices that were away.
            self._log.note(tx, [user_id], personal_store.OFFER, made.card.app_id, changes)

    def share(
        self, tx: Transaction, request: service_pb.ShareCardRequest, user_id: str, mac: bytes, changes: Changes
    ) -> Logged:
        """The offered card as the person's own message. CARD_NOT_FOUND, and whatever a message is refused for."""
        before = self._log.answered(tx, user_id, request.request_id, mac)
        if before is not None:
            return before
        offer = store.offer(tx, request.offer_id, since_ms=self._now_ms() - OFFER_KEPT_MS)
        if offer is None or offer.user_id != user_id:
            raise CardNotFound("there is no such offer", offer_id=request.offer_id)
        card = json_format.Parse(offer.card_json, pb.Card())
        held = _content(card)
        outgoing = Outgoing(request.conversation_id, user_id, request.request_id, mac, held, content.body_json(held))
        sent = place(tx, self._log, [outgoing], changes)[0]
        if isinstance(sent, DomainError):
            raise sent
        store.add(tx, _copy(sent, Made(card, offer.made_id), user_id, shared=True))
        store.mark_shared(tx, offer.offer_id)
        return sent

    def show_due(self, tx: Transaction, changes: Changes) -> int:
        """Let the copies whose time has come show what waits; how many had their turn."""
        waiting = store.due(tx, now_ms=self._now_ms(), most=COPIES_MAX)
        self._show(tx, waiting, changes)
        return len(waiting)

    def show_one(self, tx: Transaction, changes: Changes, *, copy: Copy) -> None:
        """The same for one of them alone, unless it had its turn meanwhile."""
        waiting = store.due_of(tx, copy, now_ms=self._now_ms())
        self._show(tx, waiting, changes)

    def _show(self, tx: Transaction, waiting: Sequence[Copy], changes: Changes) -> None:
        now_ms = self._now_ms()
        seats = members.seats_at(tx, {(each.conversation_id, each.user_id) for each in waiting}) if waiting else {}
        for copy in waiting:
            message = message_store.written(tx, copy.conversation_id, copy.seq)
            if message is None or message.recalled_seq:
                store.forget(tx, copy.conversation_id, [copy.seq])
                continue
            shown = _shown(message)
            card = json_format.Parse(copy.waiting_json, pb.Card())
            card.revision = shown.revision
            changed = card != shown and _may_change(seats.get((copy.conversation_id, copy.user_id)), copy)
            if changed:
                card.revision += 1
                self._change(tx, copy, card, changes)
            store.settle(tx, copy, changed_at_ms=now_ms if changed else copy.changed_at_ms)

    def _change(self, tx: Transaction, copy: Copy, card: pb.Card, changes: Changes) -> None:
        said = {"card": json_format.MessageToDict(card, preserving_proto_field_name=True)}
        body = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        draft = Draft(copy.conversation_id, message_store.CARD, "", body, target_seq=copy.seq)
        update = self._log.append(tx, [draft], changes)[0]
        message_store.set_edited(tx, copy.conversation_id, copy.seq, by=update.seq)

    def _wait(self, tx: Transaction, copy: Copy, made: Made) -> None:
        now_ms = self._now_ms()
        # The last change may lie ahead of a clock that was set back: nobody waits longer than the second for that.
        due_at_ms = max(now_ms, min(copy.changed_at_ms, now_ms) + UPDATE_EVERY_MS)
        store.wait(tx, copy, made_id=made.made_id, card_json=made.json, due_at_ms=due_at_ms)

    def _now_ms(self) -> int:
        return to_ms(self._clock.now())


def _content(card: pb.Card) -> pb.Content:
    return pb.Content(card=card, fallback_text=card.title)


def _copy(update: Logged, made: Made, user_id: str, *, shared: bool) -> Copy:
    return Copy(
        update.conversation_id, update.seq, made.card.app_id, made.card.card_key, user_id, shared, made.made_id, "", 0,
        update.created_at_ms, update.created_at_ms,
    )  # fmt: skip


def _shown(message: message_store.Written) -> pb.Card:
    """The card as the message shows it now."""
    body = json_format.Parse(message.newest_body, pb.UpdateBody())
    return body.card if body.HasField("card") else body.message.card


def _may_change(seat: members.Seat | None, copy: Copy) -> bool:
    """A shared card goes on changing while its sharer may write there; one's own while one is there."""
    if seat is None:
        return False
    if not copy.shared:
        return seat.status == members.ACTIVE
    try:
        rights.check_writes(seat)
    except DomainError:
        return False
    return True
