"""The sandbox's sessions over a real appdata, with a guest that is plain Python: what goes wrong is told to it.

The guest counts votes in one document of its app and shows the number; a tap adds one and refreshes the topic.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from core.kit.caller import Caller
from core.kit.db import Database
from core.kit.errors import DomainError
from core.kit.ids import IdMaker
from core.kit.rpc import Chain
from core.sandbox.dispatch import Dispatcher
from core.sandbox.event_runner import Asked, Ran
from core.sandbox.guest import Answer
from core.sandbox.own_session import OwnSessions
from core.sandbox.payments import Payments
from core.sandbox.positions import NewestPositions
from core.sandbox.refresher import Refresher
from core.sandbox.screens import LiveSessions
from core.sandbox.service import SandboxService
from core.sandbox.timers import TimerLoop
from majlis.appdata.v1 import appdata_service_pb2 as data_pb
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.identity.v1 import identity_service_pb2 as identity_pb
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from majlis.sandbox.v1.sandbox_service_rpc import SandboxServiceClient
from majlis_devkit.tree import parse
from tests.support.appdata import APP, Appdata, put

TOPIC, LIVE = "votes", "lookers"
LAYLA, OMAR = Caller.user("usr_layla"), Caller.user("usr_omar")
APP_ID = "app_polls"


class CountingGuest:
    """The event runner of the house. `meanwhile` runs once, after the next event has read; `refusals` come first."""

    def __init__(self, appdata: Appdata) -> None:
        self._appdata = appdata
        self.kinds: list[str] = []
        self.heard: list[Any] = []
        self.live = [LIVE]  # The topics whose values the screen shows.
        self.refusals: list[DomainError] = []
        self.meanwhile: Callable[[], Any] | None = None

    async def run(self, asked: Asked) -> Ran:
        self.kinds.append(asked.kind)
        if self.refusals:
            raise self.refusals.pop(0)
        votes, version = await self.votes()
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        writes = []
        if asked.kind in ("action", "timer", "payment"):
            votes += 1
            writes.append(data_pb.Write(put_document=put("votes", votes, space=APP, if_version=version)))
            writes.append(data_pb.Write(refresh_topic=data_pb.RefreshTopicRequest(topic=TOPIC)))
        self.heard += [asked.payment] if asked.payment else []
        screen = None if not asked.draws else parse(_tree(votes, self.live))
        return Ran(Answer("{}", asked.place, screen, []), writes, pb.RUNTIME_SNAPSHOT)

    async def votes(self) -> tuple[int, int]:
        request = data_pb.GetDocumentsRequest(space=APP, keys=["votes"])
        found = (await self._appdata.client.get_documents(request, caller=Caller.app(APP_ID))).documents
        return (json.loads(found[0].value_json), found[0].version) if found else (0, 0)


class SessionHouse:
    """Use `client` as the gateway does; `start` has the refresher follow."""

    def __init__(self, database: Database) -> None:
        self.appdata = Appdata(database)
        self.guest = CountingGuest(self.appdata)
        self.sessions = LiveSessions()
        self.positions = NewestPositions(self.appdata.clock)
        parts: dict[str, Any] = {"appdata": self.appdata.client, "apps": cast(Any, _Apps())}
        versions = cast(Any, _Versions())
        self.dispatcher = Dispatcher(
            runner=cast(Any, self.guest), versions=versions, sessions=self.sessions, identity=cast(Any, _Identity()),
            ids=IdMaker(self.appdata.clock), positions=self.positions, **parts,
        )  # fmt: skip
        self.refresher = Refresher(
            appdata=self.appdata.client, sessions=self.sessions, dispatcher=self.dispatcher, clock=self.appdata.clock
        )
        self.timers = TimerLoop(runner=cast(Any, self.guest), versions=versions, clock=self.appdata.clock, **parts)
        chain = Chain(clock=self.appdata.clock)
        payments = Payments(
            dispatcher=self.dispatcher, refresher=self.refresher, runner=cast(Any, self.guest),
            own=OwnSessions(versions=versions, **parts), appdata=self.appdata.client,
        )  # fmt: skip
        service = SandboxService(
            dispatcher=self.dispatcher, refresher=self.refresher, builder=cast(Any, None), payments=payments
        )
        chain.serve("majlis.sandbox.v1.SandboxService", service)
        self.client = SandboxServiceClient(chain)

    async def open(self, caller: Caller = LAYLA) -> pb.OpenSessionResponse:
        return await self.client.open_session(pb.OpenSessionRequest(app_id=APP_ID, path="/"), caller=caller)

    async def vote(
        self, session_id: str, revision: int, request_id: str = "vote-0001", *, caller: Caller = LAYLA
    ) -> pb.DispatchResponse:
        request = pb.DispatchRequest(
            request_id=request_id, session_id=session_id, revision=revision, node_id="s.0", event="press"
        )
        return await self.client.dispatch(request, caller=caller)

    async def resume(self, session_id: str, revision: int, *, caller: Caller = LAYLA) -> pb.ResumeSessionResponse:
        request = pb.ResumeSessionRequest(session_id=session_id, revision=revision)
        return await self.client.resume_session(request, caller=caller)

    def is_watched(self, session_id: str) -> bool:
        live = self.sessions.get(session_id)
        return live is not None and bool(live.watches)

    def watch(self, session_id: str, *, caller: Caller = LAYLA) -> Watching:
        request = pb.WatchSessionRequest(session_id=session_id)
        return Watching(self.client.watch_session(request, caller=caller))


class Watching:
    """A reader of a session; `seen` grows as updates come, `task` ends when the stream does."""

    def __init__(self, updates: Any) -> None:
        self.seen: list[pb.WatchSessionResponse] = []
        self.task = asyncio.ensure_future(self._read(updates))

    async def _read(self, updates: Any) -> None:
        async for update in updates:
            self.seen.append(update)

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


class _Versions:
    async def code(self, version_id: str) -> Any:
        return SimpleNamespace(digest="d", scopes=())

    async def offer_snapshot(self, digest: str, artifact_id: str) -> None:
        pass


class _Apps:
    async def get_launch(self, request: apps_pb.GetLaunchRequest, *, caller: Caller) -> apps_pb.GetLaunchResponse:
        return apps_pb.GetLaunchResponse(version_id="ver_1")


class _Identity:
    async def get_me(self, request: identity_pb.GetMeRequest, *, caller: Caller) -> identity_pb.GetMeResponse:
        return identity_pb.GetMeResponse(user=identity_pb.User(lang="ar"))

    async def map_subjects(
        self, request: identity_pb.MapSubjectsRequest, *, caller: Caller
    ) -> identity_pb.MapSubjectsResponse:
        return identity_pb.MapSubjectsResponse(subject_by_user_id={each: f"sub_{each}" for each in request.user_ids})


def _tree(votes: int, live: list[str]) -> dict[str, Any]:
    press = {"press": {"action": "vote", "args": {}}}
    button = {"type": "Button", "props": {"text": f"votes: {votes}"}, "on": press}
    lookers = [{"type": "Text", "props": {"text": "", "live": topic}} for topic in live]
    return {"type": "Screen", "props": {"title": "x", "topics": [TOPIC]}, "children": [button, *lookers]}
