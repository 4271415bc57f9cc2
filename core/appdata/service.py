"""AppdataService: one transaction a call. Which app writes, and for which user, comes from the caller only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import timedelta

from core.appdata.card_effects import CardEffects
from core.appdata.document_store import DocumentStore
from core.appdata.documents import PAGE_SIZE, Document, Quotas
from core.appdata.errors import DocumentNotFound, EventNotFound
from core.appdata.page_tokens import PageTokens
from core.appdata.session_store import FIRST, EventStore, Place, SessionStore
from core.appdata.sessions import (
    EventRecord,
    ScreenActions,
    Session,
    check_same_request,
    check_state_size,
)
from core.appdata.timer_store import TimerStore
from core.appdata.topics import TopicFeed, TopicStore
from core.appdata.writes import Writer, Writes, changes_topics, owner_of, sends_cards
from core.kit.bus import Bus
from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.ids import IdMaker
from core.kit.rpc import Call
from majlis.appdata.v1 import appdata_service_pb2 as pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceServer

EVENTS_KEPT = timedelta(days=30)  # At least: longer where the tap could still come again.
TOPICS_KEPT = timedelta(days=30)
SUPERSEDED_KEPT = timedelta(hours=1)  # A watcher away for longer gets the latest value only.


class AppdataService(AppdataServiceServer[Call]):
    """Documents, topics, timers and sessions of mini-apps, and Commit."""

    def __init__(
        self, *, db: Database, clock: Clock, ids: IdMaker, bus: Bus, page_token_key: bytes,
        quotas: Quotas = Quotas(),  # noqa: B008 - frozen
        wake_cards: Callable[[], None] = lambda: None,
    ) -> None:  # fmt: skip
        self._db = db
        self._clock = clock
        self._ids = ids
        self._tokens = PageTokens(page_token_key)
        self._documents = DocumentStore(quotas=quotas)
        self._timers = TimerStore(ids=ids)
        self._topics = TopicStore()
        self._sessions = SessionStore()
        self._events = EventStore()
        self._forgot_until = FIRST
        cards = CardEffects(ids=ids, clock=clock)
        self._writes = Writes(documents=self._documents, timers=self._timers, topics=self._topics, cards=cards)
        self._wake_cards = wake_cards
        self._feed = TopicFeed(db=db, store=self._topics, bus=bus, clock=clock)

    # Documents

    async def get_document(self, request: pb.GetDocumentRequest, call: Call) -> pb.GetDocumentResponse:
        owner = owner_of(request.space, call.caller.app_id, call.caller.user_id)
        found = await self._db.read(lambda tx: self._documents.find(tx, owner, [request.key]))
        if request.key not in found:
            raise DocumentNotFound("there is no such document", key=request.key)
        return pb.GetDocumentResponse(document=_document(found[request.key]))

    async def get_documents(self, request: pb.GetDocumentsRequest, call: Call) -> pb.GetDocumentsResponse:
        owner, keys = owner_of(request.space, call.caller.app_id, call.caller.user_id), list(request.keys)
        found = await self._db.read(lambda tx: self._documents.find(tx, owner, keys))
        return pb.GetDocumentsResponse(documents=[_document(found[key]) for key in keys if key in found])

    async def query_documents(self, request: pb.QueryDocumentsRequest, call: Call) -> pb.QueryDocumentsResponse:
        owner = owner_of(request.space, call.caller.app_id, call.caller.user_id)
        after = self._tokens.read(request.page_token, owner, request.prefix) if request.page_token else ""
        size = request.page_size or PAGE_SIZE
        found = await self._db.read(
            lambda tx: self._documents.page(tx, owner, request.prefix, after=after, size=size + 1)
        )
        page = found[:size]
        token = self._tokens.make(owner, request.prefix, page[-1].key) if len(found) > size else ""
        return pb.QueryDocumentsResponse(documents=[_document(each) for each in page], next_page_token=token)

    async def put_document(self, request: pb.PutDocumentRequest, call: Call) -> pb.PutDocumentResponse:
        await self._write(pb.Write(put_document=request), call)
        return pb.PutDocumentResponse()

    async def delete_document(self, request: pb.DeleteDocumentRequest, call: Call) -> pb.DeleteDocumentResponse:
        await self._write(pb.Write(delete_document=request), call)
        return pb.DeleteDocumentResponse()

    # Timers and topics

    async def set_timer(self, request: pb.SetTimerRequest, call: Call) -> pb.SetTimerResponse:
        await self._write(pb.Write(set_timer=request), call)
        return pb.SetTimerResponse()

    async def cancel_timer(self, request: pb.CancelTimerRequest, call: Call) -> pb.CancelTimerResponse:
        await self._write(pb.Write(cancel_timer=request), call)
        return pb.CancelTimerResponse()

    async def lease_timers(self, request: pb.LeaseTimersRequest, call: Call) -> pb.LeaseTimersResponse:
        now_ms = self._now_ms()
        until_ms = now_ms + request.lease_s * 1000

        def lease(tx: Transaction) -> pb.LeaseTimersResponse:
            taken = self._timers.lease(
                tx, now_ms=now_ms, until_ms=until_ms, most=request.page_size, except_app_ids=request.except_app_ids
            )
            timers = [
                pb.DueTimer(
                    app_id=timer.app_id, name=timer.name, fire_at_ms=timer.fire_at_ms,
                    payload_json=timer.payload_json, lease_id=timer.lease_id,
                ) for timer in taken
            ]  # fmt: skip
            return pb.LeaseTimersResponse(timers=timers, next_fire_at_ms=self._timers.next_due_at_ms(tx))

        return await self._db.write(lease)

    async def publish_topic(self, request: pb.PublishTopicRequest, call: Call) -> pb.PublishTopicResponse:
        await self._write(pb.Write(publish_topic=request), call)
        return pb.PublishTopicResponse()

    async def refresh_topic(self, request: pb.RefreshTopicRequest, call: Call) -> pb.RefreshTopicResponse:
        await self._write(pb.Write(refresh_topic=request), call)
        return pb.RefreshTopicResponse()

    async def get_topics(self, request: pb.GetTopicsRequest, call: Call) -> pb.GetTopicsResponse:
        values = await self._db.read(lambda tx: self._topics.newest_values(tx, request.app_id, request.topics))
        return pb.GetTopicsResponse(value_json_by_topic=values)

    async def watch_topics(self, request: pb.WatchTopicsRequest, call: Call) -> AsyncIterator[pb.WatchTopicsResponse]:
        after = request.after_number
        if after < 0:
            after = await self._feed.newest()
            yield pb.WatchTopicsResponse(number=after)
        async with aclosing(self._feed.follow(after)) as changes:
            async for change in changes:
                yield pb.WatchTopicsResponse(
                    number=change.number, app_id=change.app_id, topic=change.topic,
                    value_json=change.value_json, refresh=change.refresh,
                )  # fmt: skip

    # Sessions and events

    async def create_session(self, request: pb.CreateSessionRequest, call: Call) -> pb.CreateSessionResponse:
        new = Session(
            session_id=request.session_id or self._ids.new("ses"), app_id=request.app_id, version_id=request.version_id,
            user_id=request.user_id, subject=request.subject, revision=0, state_json="",
            path=request.path, query_json=request.query_json, closed_at_ms=0,
        )  # fmt: skip
        now_ms = self._now_ms()

        def create(tx: Transaction) -> pb.CreateSessionResponse:
            session = self._sessions.create(tx, new, now_ms=now_ms)
            return pb.CreateSessionResponse(session=_session(session, self._sessions.actions(tx, session.session_id)))

        return await self._db.write(create)

    async def get_session(self, request: pb.GetSessionRequest, call: Call) -> pb.GetSessionResponse:
        def get(tx: Transaction) -> pb.GetSessionResponse:
            session = self._sessions.get(tx, request.session_id)
            return pb.GetSessionResponse(session=_session(session, self._sessions.actions(tx, request.session_id)))

        return await self._db.read(get)

    async def close_session(self, request: pb.CloseSessionRequest, call: Call) -> pb.CloseSessionResponse:
        now_ms = self._now_ms()
        await self._db.write(lambda tx: self._sessions.close(tx, request.session_id, now_ms=now_ms))
        return pb.CloseSessionResponse()

    async def get_event(self, request: pb.GetEventRequest, call: Call) -> pb.GetEventResponse:
        record = await self._db.read(lambda tx: self._events.find(tx, request.event_id))
        if record is None:
            raise EventNotFound("no such event was committed", event_id=request.event_id)
        return pb.GetEventResponse(record=_record(record))

    async def commit(self, request: pb.CommitRequest, call: Call) -> pb.CommitResponse:
        check_state_size(request.state_json)
        changes = [self._writes.prepare(write, number) for number, write in enumerate(request.writes)]
        now_ms = self._now_ms()

        def commit(tx: Transaction) -> pb.CommitResponse:
            before = self._events.find(tx, request.event_id) if request.event_id else None
            if before is not None:
                check_same_request(before, request.request_sha256)
                return pb.CommitResponse(record=_record(before), repeated_event=True)
            writer = Writer(*self._advance(tx, request), now_ms, request.event_id)
            if request.HasField("fired_timer"):
                self._timers.settle(tx, writer.app_id, request.fired_timer.name, request.fired_timer.lease_id)
            for change in changes:
                change(tx, writer)
            revision = request.base_revision + 1
            record = EventRecord(request.event_id, request.request_sha256, revision, request.answer_json)
            if request.event_id:
                self._events.add(tx, request.session_id, record, now_ms=now_ms)
            return pb.CommitResponse(record=_record(record))

        response = await self._db.write(commit)
        self._wake_after(request.writes)
        return response

    def _advance(self, tx: Transaction, request: pb.CommitRequest) -> tuple[str, str]:
        """The session on its next screen; its app and user."""
        whose = self._sessions.advance(
            tx, request.session_id, request.base_revision, state_json=request.state_json,
            path=request.path, query_json=request.query_json,
        )  # fmt: skip
        if request.table_json:
            actions = ScreenActions(request.base_revision + 1, request.table_json, request.path, request.query_json)
            self._sessions.add_actions(tx, request.session_id, actions)
        return whose

    async def forget_old(self) -> int:
        """Remove event records and topic changes nobody needs any more; call it again while it is > 0."""
        now = self._clock.now()
        events_ms, topics_ms, superseded_ms = (
            to_ms(now - kept) for kept in (EVENTS_KEPT, TOPICS_KEPT, SUPERSEDED_KEPT)
        )

        def forget(tx: Transaction) -> tuple[int, Place | None]:
            gone = self._topics.forget(tx, superseded_before_ms=superseded_ms, before_ms=topics_ms)
            records, more = self._events.forget(tx, before_ms=events_ms, after=self._forgot_until)
            return gone + records, more

        gone, more = await self._db.write(forget)
        self._forgot_until = more or FIRST
        return max(gone, int(more is not None))

    async def _write(self, write: pb.Write, call: Call) -> None:
        """One write of an app by itself, outside an event."""
        writer = Writer(call.caller.app_id, call.caller.user_id, self._now_ms())
        change = self._writes.prepare(write)
        await self._db.write(lambda tx: change(tx, writer))
        self._wake_after([write])

    def _wake_after(self, writes: Sequence[pb.Write]) -> None:
        if any(changes_topics(write) for write in writes):
            self._feed.wake()
        if any(sends_cards(write) for write in writes):
            self._wake_cards()

    def _now_ms(self) -> int:
        return to_ms(self._clock.now())


def _document(document: Document) -> pb.Document:
    return pb.Document(
        key=document.key, value_json=document.value_json,
        version=document.version, updated_at_ms=document.updated_at_ms,
    )  # fmt: skip


def _session(session: Session, actions: Iterable[ScreenActions]) -> pb.Session:
    return pb.Session(
        session_id=session.session_id, app_id=session.app_id, version_id=session.version_id,
        user_id=session.user_id, subject=session.subject, revision=session.revision,
        state_json=session.state_json, path=session.path, query_json=session.query_json,
        closed_at_ms=session.closed_at_ms,
        actions=[
            pb.ScreenActions(
                revision=each.revision, table_json=each.table_json, path=each.path, query_json=each.query_json
            ) for each in actions
        ],
    )  # fmt: skip


def _record(record: EventRecord) -> pb.EventRecord:
    return pb.EventRecord(
        event_id=record.event_id, request_sha256=record.request_sha256,
        revision=record.revision, answer_json=record.answer_json,
    )  # fmt: skip
