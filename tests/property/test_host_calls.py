"""Whatever a guest asks the host, it gets JSON back: an answer or a reason. Nothing it says is a fault of ours."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from core.identity import errors as _reasons  # noqa: F401 - the reasons a channel may answer
from core.kit.rpc import methods_of
from core.sandbox.buffer import EventBuffer
from core.sandbox.host_calls import APPDATA, EventContext, HostCalls
from majlis.appdata.v1 import appdata_service_pb2 as pb
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.identity.v1 import identity_service_pb2 as identity_pb

IDENTITY = identity_pb.DESCRIPTOR.services_by_name["IdentityService"].full_name
CALLS = [("appdata", method.path.partition("/")[2], method) for method in methods_of(APPDATA)]
FIELDS = sorted({field.name for _, _, method in CALLS for field in method.request_type.DESCRIPTOR.fields})

texts = st.text(st.characters(codec=None, categories=None), max_size=8) | st.sampled_from(
    ["\ud800", "\x00", "1", "1e999", "NaN", "DOCUMENT_SPACE_APP", "DOCUMENT_SPACE_USER", "[", '"\\ud800"', "9" * 5_000]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3))
requests = st.dictionaries(st.sampled_from(FIELDS) | texts, values, max_size=5)
sound = st.fixed_dictionaries(
    {"space": st.just("DOCUMENT_SPACE_APP"), "key": texts},
    optional={"value_json": texts, "if_version": st.integers(-1, 3) | texts},
)


class EmptyChannel:
    """Answers every call by an empty response."""

    async def unary(self, method: str, request: Any, response_type: Any, **_: Any) -> Any:
        return response_type()


class Granted:
    async def state(self, scope: str, user_id: str = "") -> int:
        return apps_pb.GRANT_STATE_GRANTED


@given(
    interface=st.sampled_from(["appdata", "profile-name", ""]) | texts,
    method=st.sampled_from([name for _, name, _ in CALLS] + ["GetName", "Commit"]) | texts,
    request=st.builds(json.dumps, requests | sound | values) | texts,
    read_only=st.booleans(),
)
@example(
    interface="appdata", method="PutDocument", request='{"space":"DOCUMENT_SPACE_APP","key":"\\ud800"}', read_only=False
)
@example(interface="appdata", method="GetDocuments", request='{"keys":{"a":1}}', read_only=False)
@example(interface="appdata", method="GetDocument", request="[]", read_only=False)
async def test_every_host_call_is_answered_in_json(interface: str, method: str, request: str, read_only: bool) -> None:
    calls = HostCalls(channel=EmptyChannel(), services=(APPDATA, IDENTITY))  # type: ignore[arg-type]
    context = EventContext("org.evil", "usr_layla", EventBuffer(now_ms=1), Granted(), read_only=read_only)
    answer = json.loads(await calls.bound(context)(interface, method, request.replace("Infinity", "1e999")))
    assert set(answer) in ({"ok"}, {"error"})
    if read_only:
        assert context.buffer.writes() == []
    for write in context.buffer.writes():
        assert pb.Write.FromString(write.SerializeToString()) == write
