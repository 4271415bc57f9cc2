"""One write of a mini-app, alone or in an event's commit: checked first, then carried out in a transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.appdata.card_effects import CardEffects
from core.appdata.document_store import DocumentStore
from core.appdata.documents import Owner, check_document_size
from core.appdata.json_text import canonical, check_size
from core.appdata.timer_store import TimerStore
from core.appdata.topics import TopicStore
from core.kit.db import Transaction
from core.kit.errors import InvalidArgument, NoUser
from majlis.appdata.v1 import appdata_service_pb2 as pb
from majlis.messaging.v1 import messages_service_pb2 as messages_pb
from miniapp.limits import TIMER_PAYLOAD_BYTES_MAX, TOPIC_VALUE_BYTES_MAX


@dataclass(frozen=True, slots=True)
class Writer:
    """Which app writes, for which user (none: for itself), when, and in which event (empty: in none)."""

    app_id: str
    user_id: str
    now_ms: int
    event_id: str = ""


Change = Callable[[Transaction, Writer], None]
CARD_CHANGES = ("send_card", "update_card", "offer_card")


def owner_of(space: int, app_id: str, user_id: str) -> Owner:
    """Whose documents a space means. NO_USER for a user's where the app works for itself."""
    if space == pb.DOCUMENT_SPACE_APP:
        return Owner(app_id)
    if not user_id:
        raise NoUser("the app works for itself; its documents are in DOCUMENT_SPACE_APP", app_id=app_id)
    return Owner(app_id, user_id)


class Writes:
    """Turns a write into a change that may run more than once; what can be refused without a database is refused."""

    def __init__(self, *, documents: DocumentStore, timers: TimerStore, topics: TopicStore, cards: CardEffects) -> None:
        self._documents = documents
        self._timers = timers
        self._topics = topics
        self._cards = cards
        self._kinds: dict[str, Callable[..., Change]] = {
            "put_document": self._put_document,
            "delete_document": self._delete_document,
            "set_timer": self._set_timer,
            "cancel_timer": self._cancel_timer,
            "publish_topic": self._publish_topic,
            "refresh_topic": self._refresh_topic,
            "send_card": self._send_card,
            "update_card": self._update_card,
            "offer_card": self._offer_card,
        }

    def prepare(self, write: pb.Write, number: int = 0) -> Change:
        """The write as a change; `number` is its place in the event, under which what it sends is delivered.

        INVALID_ARGUMENT or DOCUMENT_TOO_LARGE for one that can never be stored.
        """
        kind = write.WhichOneof("change")
        if kind is None:
            raise InvalidArgument("writes: one is empty", field="writes", why="one is empty")
        if kind in CARD_CHANGES:
            return self._kinds[kind](getattr(write, kind), number)
        return self._kinds[kind](getattr(write, kind))

    def _put_document(self, request: pb.PutDocumentRequest) -> Change:
        value_json = canonical(request.value_json, field="value_json")
        check_document_size(request.key, value_json)
        key, if_version = request.key, request.if_version if request.HasField("if_version") else None

        def change(tx: Transaction, writer: Writer) -> None:
            owner = owner_of(request.space, writer.app_id, writer.user_id)
            self._documents.put(tx, owner, key, value_json, if_version=if_version, now_ms=writer.now_ms)

        return change

    def _delete_document(self, request: pb.DeleteDocumentRequest) -> Change:
        key, if_version = request.key, request.if_version if request.HasField("if_version") else None

        def change(tx: Transaction, writer: Writer) -> None:
            owner = owner_of(request.space, writer.app_id, writer.user_id)
            self._documents.delete(tx, owner, key, if_version=if_version)

        return change

    def _set_timer(self, request: pb.SetTimerRequest) -> Change:
        payload_json = canonical(request.payload_json, field="payload_json") if request.payload_json else ""
        check_size(payload_json, field="payload_json", bytes_max=TIMER_PAYLOAD_BYTES_MAX)
        name, fire_at_ms = request.name, request.fire_at_ms

        def change(tx: Transaction, writer: Writer) -> None:
            self._timers.set(tx, writer.app_id, name, fire_at_ms=fire_at_ms, payload_json=payload_json)

        return change

    def _cancel_timer(self, request: pb.CancelTimerRequest) -> Change:
        return lambda tx, writer: self._timers.cancel(tx, writer.app_id, request.name)

    def _publish_topic(self, request: pb.PublishTopicRequest) -> Change:
        value_json = canonical(request.value_json, field="value_json")
        check_size(value_json, field="value_json", bytes_max=TOPIC_VALUE_BYTES_MAX)
        return self._topic_change(request.topic, value_json, refresh=False)

    def _refresh_topic(self, request: pb.RefreshTopicRequest) -> Change:
        return self._topic_change(request.topic, "", refresh=True)

    def _send_card(self, request: messages_pb.SendCardRequest, number: int) -> Change:
        return self._card_change(messages_pb.DeliverCardRequest(send=request), number)

    def _update_card(self, request: messages_pb.UpdateCardRequest, number: int) -> Change:
        return self._card_change(messages_pb.DeliverCardRequest(update=request), number)

    def _offer_card(self, request: messages_pb.OfferCardRequest, number: int) -> Change:
        return self._card_change(messages_pb.DeliverCardRequest(offer=request), number)

    def _card_change(self, delivery: messages_pb.DeliverCardRequest, number: int) -> Change:
        def change(tx: Transaction, writer: Writer) -> None:
            if not writer.event_id:  # Nothing would tell a second delivery from a second card.
                raise InvalidArgument("event_id: a card is sent by an event", field="event_id", why="is required")
            delivery.delivery_id = f"{writer.event_id}/{number}"
            delivery.app_id, delivery.user_id = writer.app_id, writer.user_id
            self._cards.add(tx, delivery)

        return change

    def _topic_change(self, topic: str, value_json: str, *, refresh: bool) -> Change:
        def change(tx: Transaction, writer: Writer) -> None:
            self._topics.append(tx, writer.app_id, topic, value_json=value_json, refresh=refresh, now_ms=writer.now_ms)

        return change


def changes_topics(write: pb.Write) -> bool:
    """True where watchers of topics should look after the commit."""
    return write.WhichOneof("change") in ("publish_topic", "refresh_topic")


def sends_cards(write: pb.Write) -> bool:
    """True where something waits in the outbox after the commit."""
    return write.WhichOneof("change") in CARD_CHANGES
