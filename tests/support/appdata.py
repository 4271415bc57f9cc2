"""Appdata as its callers see it: the service behind the chain, on a clock a test can turn."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

from core.appdata.documents import Quotas
from core.appdata.service import AppdataService
from core.kit.bus import InProcessBus
from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.db import Database
from core.kit.ids import IdMaker
from core.kit.rpc import Chain
from majlis.appdata.v1 import appdata_service_pb2 as pb
from majlis.appdata.v1.appdata_service_rpc import AppdataServiceClient

USER, APP = pb.DOCUMENT_SPACE_USER, pb.DOCUMENT_SPACE_APP
LAYLA = Caller.app("app_polls", user_id="usr_layla")
OMAR = Caller.app("app_polls", user_id="usr_omar")
POLLS = Caller.app("app_polls")  # The app by itself.
TAXI = Caller.app("app_taxi", user_id="usr_layla")
SANDBOX = Caller.of_service("sandbox")


class Appdata:
    """The service with the few calls tests make all the time; `client` has the rest."""

    def __init__(self, database: Database, *, quotas: Quotas | None = None, key: bytes = b"k" * 32) -> None:
        self.clock = ManualClock()
        self.bus = InProcessBus()
        self.database = database
        self.service = AppdataService(
            db=database, clock=self.clock, ids=IdMaker(self.clock), bus=self.bus, page_token_key=key,
            quotas=quotas or Quotas(),
        )  # fmt: skip
        self.chain = Chain(clock=self.clock)
        self.chain.serve("majlis.appdata.v1.AppdataService", self.service)
        self.client = AppdataServiceClient(self.chain)

    async def put(
        self, key: str, value: Any, *, caller: Caller = LAYLA, space: int = USER, if_version: int | None = None
    ) -> None:
        request = put(key, value, space=space, if_version=if_version)
        await self.client.put_document(request, caller=caller)

    async def delete(
        self, key: str, *, caller: Caller = LAYLA, space: int = USER, if_version: int | None = None
    ) -> None:
        request = pb.DeleteDocumentRequest(space=space, key=key, if_version=if_version)
        await self.client.delete_document(request, caller=caller)

    async def get(self, key: str, *, caller: Caller = LAYLA, space: int = USER) -> pb.Document:
        response = await self.client.get_document(pb.GetDocumentRequest(space=space, key=key), caller=caller)
        return response.document

    async def query(
        self, prefix: str = "", *, caller: Caller = LAYLA, space: int = USER, size: int = 0, token: str = ""
    ) -> tuple[list[str], str]:
        request = pb.QueryDocumentsRequest(space=space, prefix=prefix, page_size=size, page_token=token)
        response = await self.client.query_documents(request, caller=caller)
        return [document.key for document in response.documents], response.next_page_token

    async def open(
        self, user_id: str = "usr_layla", *, app_id: str = "app_polls", version: str = "ver_1"
    ) -> pb.Session:
        request = pb.CreateSessionRequest(app_id=app_id, version_id=version, user_id=user_id, path="/")
        return (await self.client.create_session(request, caller=SANDBOX)).session

    async def session(self, session_id: str) -> pb.Session:
        request = pb.GetSessionRequest(session_id=session_id)
        return (await self.client.get_session(request, caller=SANDBOX)).session

    async def commit(self, session: pb.Session, base: int, *writes: pb.Write, **fields: Any) -> pb.CommitResponse:
        request = pb.CommitRequest(session_id=session.session_id, base_revision=base, writes=writes, **fields)
        return await self.client.commit(request, caller=SANDBOX)

    async def set_timer(self, name: str, *, in_s: int = 0, caller: Caller = POLLS) -> None:
        await self.client.set_timer(self.timer(name, in_s=in_s), caller=caller)

    def timer(self, name: str, *, in_s: int = 0) -> pb.SetTimerRequest:
        fire_at_ms = round((self.clock.now() + timedelta(seconds=in_s)).timestamp() * 1000)
        return pb.SetTimerRequest(name=name, fire_at_ms=fire_at_ms, payload_json='{"n":1}')

    async def lease(self, *, size: int = 100, lease_s: int = 10) -> pb.LeaseTimersResponse:
        request = pb.LeaseTimersRequest(page_size=size, lease_s=lease_s)
        return await self.client.lease_timers(request, caller=SANDBOX)

    async def topics(self, count: int, *, after: int = 0) -> list[pb.WatchTopicsResponse]:
        """The next `count` topic changes; fails rather than waits where they do not come."""
        seen = []
        async with asyncio.timeout(10):
            async for change in self.client.watch_topics(pb.WatchTopicsRequest(after_number=after), caller=SANDBOX):
                seen.append(change)
                if len(seen) == count:
                    break
        return seen


def put(key: str, value: Any, *, space: int = USER, if_version: int | None = None) -> pb.PutDocumentRequest:
    value_json = value if isinstance(value, str) else json.dumps(value)
    return pb.PutDocumentRequest(space=space, key=key, value_json=value_json, if_version=if_version)


def put_write(key: str, value: Any, **more: Any) -> pb.Write:
    return pb.Write(put_document=put(key, value, **more))


def publish_write(topic: str, value: Any) -> pb.Write:
    return pb.Write(publish_topic=pb.PublishTopicRequest(topic=topic, value_json=json.dumps(value)))
