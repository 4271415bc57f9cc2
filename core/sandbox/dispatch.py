"""From something that happens to a session to its commit: open, tap, redraw. One at a time per session.

The commit compares the session's revision and every document that was read and written; where others were faster,
nothing was kept and the event simply runs again on what is true now.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from weakref import WeakValueDictionary

from core.kit.caller import Caller
from core.kit.errors import DomainError, InvalidArgument, RequestIdReused
from core.kit.ids import IdMaker
from core.kit.keyed import request_sha256
from core.sandbox.errors import EventConflict, EventInvalid, SessionNotFound
from core.sandbox.event_runner import Asked, EventRunner, Ran
from core.sandbox.guest import Place, dumps, kept
from core.sandbox.positions import NewestPositions
from core.sandbox.screens import LiveSession, LiveSessions, fresh
from core.sandbox.versions import SERVICE, Versions
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.identity.v1.identity_service_rpc import IdentityServiceClient
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis_devkit.events import check_event
from majlis_devkit.screen_errors import EventInvalid as NodeRefused

RUNS_MAX = 8  # One, and seven more after conflicts; from the second on they take turns.
CONFLICTS = {"DOCUMENT_CONFLICT", "REVISION_CONFLICT"}


class Dispatcher:
    """Runs events of sessions and commits them; `sessions` is this process's cache."""

    def __init__(
        self, *, runner: EventRunner, versions: Versions, sessions: LiveSessions,
        appdata: AppdataServiceClient, apps: AppsServiceClient, identity: IdentityServiceClient, ids: IdMaker,
        positions: NewestPositions,
    ) -> None:  # fmt: skip
        self._runner = runner
        self._versions = versions
        self._sessions = sessions
        self._appdata = appdata
        self._apps = apps
        self._identity = identity
        self._ids = ids
        self._positions = positions
        self._turns = Turns()

    async def open(self, app_id: str, link: str, caller: Caller) -> tuple[LiveSession, list[Any]]:
        """A new session on its first screen, and the effects of opening it."""
        launch = await self._apps.get_launch(
            apps_pb.GetLaunchRequest(app_id=app_id, user_id=caller.user_id), caller=SERVICE
        )
        code = await self._versions.code(launch.version_id)
        await self._versions.offer_snapshot(code.digest, launch.artifact_id)
        lang, subject = await self._lang(caller), await self._subject(app_id, caller.user_id)
        event_id = f"open/{secrets.token_hex(16)}"
        for _ in range(RUNS_MAX):
            # The session is made after the first run: an app that cannot be opened leaves nothing behind. Its id is
            # there before: an order made in that run is the session's.
            begun_after, session_id = self._sessions.marks, self._ids.new("ses")
            ran = await self._runner.run(
                Asked(
                    "open", app_id, launch.version_id, caller.user_id, subject, lang, Place.from_link(link),
                    event_id=event_id, session_id=session_id,
                )
            )  # fmt: skip
            created = await self._appdata.create_session(
                data_pb.CreateSessionRequest(
                    app_id=app_id, version_id=launch.version_id, user_id=caller.user_id, subject=subject,
                    path=ran.answer.place.path, query_json=ran.answer.place.query_json, session_id=session_id,
                ),
                caller=SERVICE,
            )  # fmt: skip
            live = LiveSession(created.session, lang, drawn_after=begun_after)
            try:
                await self._commit(live, ran)
            except DomainError as error:
                await self.close(live)
                if error.reason not in CONFLICTS:
                    raise
                continue
            return self._sessions.add(live), ran.answer.effects
        raise EventConflict("others kept changing the same documents")

    async def live(self, session_id: str, caller: Caller) -> LiveSession:
        """The caller's session. SESSION_NOT_FOUND for closed ones and for anybody else's."""
        return await self._known(session_id, lambda session: session.user_id == caller.user_id)

    async def of_app(self, session_id: str, app_id: str) -> LiveSession:
        """A person's session with that app. SESSION_NOT_FOUND for closed ones and any other."""
        return await self._known(session_id, lambda session: session.app_id == app_id and bool(session.user_id))

    async def _known(self, session_id: str, is_it: Callable[[data_pb.Session], bool]) -> LiveSession:
        live = self._sessions.get(session_id)
        if live is None:
            request = data_pb.GetSessionRequest(session_id=session_id)
            session = (await self._appdata.get_session(request, caller=SERVICE)).session
            if is_it(session) and not session.closed_at_ms:
                lang = await self._lang(Caller.user(session.user_id))
                live = self._sessions.add(LiveSession(fresh(session), lang))
        if live is None or live.closed or not is_it(live.session):
            raise SessionNotFound("there is no such session", session_id=session_id)
        return live

    async def tap(self, live: LiveSession, request: pb.DispatchRequest) -> list[Any]:
        """Run what the user did and commit it; the effects. The session holds the new screen afterwards."""
        event_id, digest = f"{request.session_id}/{request.request_id}", request_sha256(request)
        return await self._until_committed(
            live, lambda: self._asked_tap(live, request, event_id), event_id, digest,
            # A committed event moved the session on, so only a tap on an older screen can be one that comes again.
            may_be_known=lambda: request.revision != live.session.revision,
        )  # fmt: skip

    async def hear(self, live: LiveSession, event_id: str, payment: dict[str, Any]) -> None:
        """Tell the app of a payment in the session that asked for it, and draw the screen; once under this id."""

        def asked() -> Asked:
            session = live.session
            return Asked(
                "payment", session.app_id, session.version_id, session.user_id, session.subject, live.lang, live.place,
                session.state_json, payment=payment, event_id=event_id, session_id=session.session_id,
            )  # fmt: skip

        await self._until_committed(live, asked, event_id, b"", may_be_known=lambda: False)

    async def is_committed(self, event_id: str) -> bool:
        return await self._record(event_id) is not None

    async def _until_committed(
        self, live: LiveSession, asked: Callable[[], Asked], event_id: str, digest: bytes,
        *, may_be_known: Callable[[], bool],
    ) -> list[Any]:  # fmt: skip
        """Run an event until nobody else is faster; its effects, or those it had when it was committed before."""
        if live.closed:  # While the event waited for its turn.
            raise SessionNotFound("there is no such session", session_id=live.session.session_id)
        turn: AbstractAsyncContextManager[object] = nullcontext()
        for _ in range(RUNS_MAX):
            if may_be_known():
                known = await self._record(event_id)
                if known is not None:
                    return await self._repeated(live, known, digest)
            try:
                async with turn:
                    begun_after = self._sessions.marks
                    ran = await self._runner.run(asked())
                    record = await self._commit(live, ran, event_id=event_id, digest=digest)
            except DomainError as error:
                if error.reason not in CONFLICTS:
                    raise
                turn = self._turns.of(live.session.app_id, str(error.facts.get("key", "")))
                await self.reload(live)
                continue
            if record is not None:
                return await self._repeated(live, record, digest)
            live.drawn_after = begun_after
            return ran.answer.effects
        raise EventConflict("others kept changing the same documents")

    async def redraw(self, live: LiveSession) -> bool:
        """Draw the screen again from what is true now; True where it differs and was committed."""
        for _ in range(RUNS_MAX):
            session = live.session
            asked = Asked(
                "screen", session.app_id, session.version_id, session.user_id, session.subject, live.lang,
                live.place, session.state_json,
            )  # fmt: skip
            begun_after = self._sessions.marks
            ran = await self._runner.run(asked)
            assert ran.answer.screen is not None
            table_json = session.actions[-1].table_json if session.actions else ""
            if ran.answer.screen.nodes == live.nodes and dumps(ran.answer.screen.event_table()) == table_json:
                live.drawn_after = begun_after
                return False
            try:
                await self._commit(live, ran)
            except DomainError as error:
                if error.reason not in CONFLICTS:
                    raise
                await self.reload(live)
                continue
            live.drawn_after = begun_after
            return True
        raise EventConflict("the session kept moving on")

    async def stream_topics(self, live: LiveSession) -> None:
        """Give the readers the newest values of live topics that came onto the screen."""
        shown = live.live_topics
        new = shown - live.streamed
        if not new or not live.watches:
            live.streamed = shown
            return
        request = data_pb.GetTopicsRequest(app_id=live.session.app_id, topics=sorted(new))
        values = (await self._appdata.get_topics(request, caller=SERVICE)).value_json_by_topic
        live.streamed = shown
        told = self._positions.of(live.session.app_id, new)
        for topic, value_json in {**values, **told}.items():
            live.push(pb.WatchSessionResponse(live=pb.LiveValue(topic=topic, value_json=value_json)))

    async def close(self, live: LiveSession) -> None:
        await self._appdata.close_session(
            data_pb.CloseSessionRequest(session_id=live.session.session_id), caller=SERVICE
        )
        # Known here until it is stored: nobody may read it as open in between.
        self._sessions.drop(live.session.session_id)

    def _asked_tap(self, live: LiveSession, request: pb.DispatchRequest, event_id: str) -> Asked:
        """The event, resolved from the screen the user saw and checked against the node's own limits."""
        table, place = live.seen(request.revision)
        value = _json("value_json", request.value_json)
        fields = _json("fields_json", request.fields_json) or {}
        try:
            checked = check_event(table, request.node_id, request.event, value, fields)
        except NodeRefused as refused:
            raise EventInvalid(str(refused), **refused.facts) from None
        session = live.session
        return Asked(
            "action", session.app_id, session.version_id, session.user_id, session.subject, live.lang, place,
            session.state_json, action=checked.as_action(),
            event_id=event_id, session_id=session.session_id,
        )  # fmt: skip

    async def _commit(
        self, live: LiveSession, ran: Ran, *, event_id: str = "", digest: bytes = b""
    ) -> data_pb.EventRecord | None:
        """Store everything the event did in one transaction; the stored record where it had been committed before."""
        answer, screen = ran.answer, ran.answer.screen
        assert screen is not None
        table_json = dumps(screen.event_table())
        request = data_pb.CommitRequest(
            session_id=live.session.session_id, event_id=event_id, request_sha256=digest,
            base_revision=live.session.revision, state_json=answer.state_json, path=answer.place.path,
            query_json=answer.place.query_json, table_json=table_json, writes=ran.writes,
            answer_json=dumps(kept(answer.effects)) if event_id else "",
        )  # fmt: skip
        committed = await self._appdata.commit(request, caller=SERVICE)
        if committed.repeated_event:
            return committed.record
        revision = committed.record.revision
        live.moved(
            revision=revision, state_json=answer.state_json, place=answer.place, screen=screen, table_json=table_json
        )
        live.runtime = ran.runtime
        return None

    async def _record(self, event_id: str) -> data_pb.EventRecord | None:
        try:
            response = await self._appdata.get_event(data_pb.GetEventRequest(event_id=event_id), caller=SERVICE)
        except DomainError as error:
            if error.reason == "EVENT_NOT_FOUND":
                return None
            raise
        return response.record

    async def _repeated(self, live: LiveSession, record: data_pb.EventRecord, digest: bytes) -> list[Any]:
        """The first answer's effects again; the client takes the whole newest screen with them."""
        if record.request_sha256 != digest:
            raise RequestIdReused("this request_id was used with another body")
        if live.session.revision < record.revision:
            await self.reload(live)
        live.trees.clear()
        await self.ensure_drawn(live)
        effects: list[Any] = json.loads(record.answer_json or "[]")
        return effects

    async def ensure_drawn(self, live: LiveSession) -> None:
        """Have the newest tree here; it is only a cache and may be lost at any time."""
        if live.nodes is None:
            await self.redraw(live)

    async def reload(self, live: LiveSession) -> None:
        """Take the session as it is stored where somebody else moved it on. SESSION_NOT_FOUND where they closed it."""
        session_id = live.session.session_id
        request = data_pb.GetSessionRequest(session_id=session_id)
        stored = (await self._appdata.get_session(request, caller=SERVICE)).session
        if stored.closed_at_ms:
            self._sessions.drop(session_id)
            raise SessionNotFound("there is no such session", session_id=session_id)
        if stored.revision != live.session.revision:
            live.replaced(fresh(stored))

    async def _lang(self, caller: Caller) -> str:
        me = await self._identity.get_me(identity_pb.GetMeRequest(), caller=caller)
        return me.user.lang

    async def _subject(self, app_id: str, user_id: str) -> str:
        request = identity_pb.MapSubjectsRequest(app_id=app_id, user_ids=[user_id])
        mapped = await self._identity.map_subjects(request, caller=SERVICE)
        return mapped.subject_by_user_id[user_id]


class Turns:
    """Locks for documents many events fight over: an event that lost once waits its turn to run again.

    Without them ten people voting at once run 55 events, with them 19; see docs/en/performance.md.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    def of(self, app_id: str, key: str) -> asyncio.Lock:
        return self._locks.setdefault((app_id, key), asyncio.Lock())


def _json(field: str, text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidArgument(f"{field}: is not JSON", field=field, why="is not JSON") from None
