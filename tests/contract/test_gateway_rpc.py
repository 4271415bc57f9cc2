"""The front door for calls: what a page or program may reach, what it is told, and what never leaves the host."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from google.rpc import error_details_pb2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.gateway.connect import SERVICES, Connect
from core.gateway.origins import OPERATORS, USERS
from core.kit.caller import ADMIN, APP, DEVELOPER, OPERATOR, PUBLIC, USER
from core.kit.clock import ManualClock
from core.kit.errors import StatusCode
from core.kit.rpc import methods_of
from majlis.identity.v1 import identity_service_pb2 as pb
from tests.support.gateway import Gate, refusal, running_gate

IDENTITY = "identity.v1.IdentityService"
LOG_IN = {"username": "layla", "password": "correct horse"}


@pytest.fixture
async def gate(tmp_path: Path) -> AsyncIterator[Gate]:
    async with running_gate(tmp_path) as made:
        yield made


def reason(response: Any) -> str:
    body = response.json()
    [detail] = body["details"]
    assert detail["type"] == "google.rpc.ErrorInfo"
    value = detail["value"] + "=" * (-len(detail["value"]) % 4)
    info = error_details_pb2.ErrorInfo.FromString(base64.b64decode(value))
    assert {"reason": info.reason, "domain": info.domain, "metadata": dict(info.metadata)} == detail["debug"]
    return str(info.reason)


# Calls.


async def test_a_call_is_answered_in_snake_case_with_the_caller_the_token_proves(gate: Gate) -> None:
    response = await gate.rpc(f"{IDENTITY}/GetMe", authorization=gate.bearer())
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {"user": {"user_id": "usr_layla", "display_name": "ليلى"}}


async def test_a_call_in_protobuf_is_answered_in_protobuf(gate: Gate) -> None:
    body = pb.UpdateMeRequest(display_name="سامي").SerializeToString()
    given = {"authorization": gate.bearer(), "content_type": "application/proto"}
    response = await gate.rpc(f"{IDENTITY}/UpdateMe", body, **given)
    assert response.headers["content-type"] == "application/proto"
    assert pb.UpdateMeResponse.FromString(response.content).user.display_name == "سامي"
    broken = await gate.rpc(f"{IDENTITY}/UpdateMe", b"\xff\xff\xff", **given)
    assert (broken.status_code, reason(broken)) == (400, "INVALID_ARGUMENT")


async def test_camel_case_from_foreign_connect_clients_is_read_too(gate: Gate) -> None:
    response = await gate.rpc(f"{IDENTITY}/UpdateMe", {"displayName": "سامي"}, authorization=gate.bearer())
    assert response.json() == {"user": {"display_name": "سامي"}}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"display_name":"a","nickname":"b"}', "nickname"),
        ('{"display_name":5}', "display_name"),
        ('{"display_name":"\\ud800"}', "display_name"),
        ('{"display_name":"' + "x" * 65 + '"}', "display_name"),
        ('{"display_name":"a","display_name":"b"}', None),
        ("[]", None), ("null", None), ("5", None), ("", None), ("{", None), ("\ufeff{}", None), ("[" * 100_000, None),
        ('{"display_name":' + "[" * 5_000 + "]" * 5_000 + "}", None),
        (b"\xff\xfe", None),
        ('{"display_name":' + "9" * 5_000 + "}", None),
    ],
)  # fmt: skip
async def test_a_body_that_is_not_the_request_is_refused_by_the_fields_path(gate: Gate, body: Any, field: Any) -> None:
    response = await gate.rpc(f"{IDENTITY}/UpdateMe", body, authorization=gate.bearer())
    assert (response.status_code, reason(response)) == (400, "INVALID_ARGUMENT")
    assert response.json()["code"] == "invalid_argument"
    metadata = response.json()["details"][0]["debug"]["metadata"]
    assert field is None or metadata["field"] == field


async def test_an_unknown_field_deep_inside_is_named_with_its_whole_path(gate: Gate) -> None:
    from core.gateway.codec import JSON, parse
    from core.kit.errors import InvalidArgument
    from majlis.appdata.v1 import appdata_service_pb2

    body = json.dumps({"writes": [{"put_document": {"key": "a"}}, {"put_document": {"keey": "b"}}]}).encode()
    with pytest.raises(InvalidArgument) as caught:
        parse(body, JSON, appdata_service_pb2.CommitRequest)
    assert caught.value.facts["field"] == "writes[1].put_document.keey"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(
        st.binary(max_size=200), st.text(max_size=100).map(str.encode),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
            lambda inner: st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["display_name", "lang", "x"]), inner, max_size=3),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode()),
    ),
    kind=st.sampled_from(["application/json", "application/proto"]),
)  # fmt: skip
def test_no_body_is_ever_our_fault(body: bytes, kind: str) -> None:
    """Whatever the bytes: a request, or INVALID_ARGUMENT; anything else would be a fault a stranger can cause."""
    from core.gateway.codec import parse
    from core.kit.errors import InvalidArgument

    try:
        parse(body, kind, pb.UpdateMeRequest)
    except InvalidArgument as error:
        json.dumps(error.metadata(), ensure_ascii=False).encode()


async def test_a_refusal_of_a_service_keeps_its_reason_and_facts(gate: Gate) -> None:
    gate.identity.end_with = refusal("RATE_LIMITED_HERE", StatusCode.RESOURCE_EXHAUSTED, "تمهّل", retry_after_s=30)
    response = await gate.rpc(f"{IDENTITY}/RefreshSession", {"refresh_token": "mine"})
    assert (response.status_code, reason(response)) == (429, "RATE_LIMITED_HERE")
    assert response.json()["code"] == "resource_exhausted"
    assert response.json()["message"] == "تمهّل"
    assert response.json()["details"][0]["debug"]["metadata"] == {"retry_after_s": "30"}
    assert response.headers["retry-after"] == "30"


async def test_a_fault_of_ours_tells_an_id_and_nothing_else(gate: Gate) -> None:
    response = await gate.rpc(f"{IDENTITY}/UpdateMe", {"display_name": "break"}, authorization=gate.bearer())
    assert (response.status_code, reason(response)) == (500, "INTERNAL")
    assert "hunter2" not in response.text


async def test_a_fault_while_checking_a_token_tells_nothing_either(gate: Gate) -> None:
    gate.tokens.broken = True
    response = await gate.rpc(f"{IDENTITY}/GetMe", authorization=gate.bearer())
    assert (response.status_code, reason(response)) == (500, "INTERNAL")
    assert "hunter2" not in response.text


async def test_the_callers_time_is_kept(gate: Gate) -> None:
    given = {"authorization": gate.bearer(), "connect_timeout_ms": "50"}
    response = await gate.rpc(f"{IDENTITY}/UpdateMe", {"display_name": "wait"}, **given)
    assert (response.status_code, reason(response)) == (504, "DEADLINE_EXCEEDED")


@pytest.mark.parametrize("value", ["-1", "abc", "12345678901", "1.5", ""])
async def test_a_time_that_is_no_number_is_refused(gate: Gate, value: str) -> None:
    response = await gate.rpc(f"{IDENTITY}/GetMe", authorization=gate.bearer(), connect_timeout_ms=value)
    assert (response.status_code, reason(response)) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded", "application/json; charset=x"])
async def test_another_kind_of_body_is_refused(gate: Gate, kind: str) -> None:
    """A form of a foreign page can send text/plain without asking the browser first."""
    response = await gate.rpc(f"{IDENTITY}/LogIn", json.dumps(LOG_IN), content_type=kind)
    assert response.status_code == 415
    assert "set-cookie" not in response.headers


async def test_a_compressed_body_or_another_protocol_version_is_refused(gate: Gate) -> None:
    assert (await gate.rpc(f"{IDENTITY}/GetMe", content_encoding="gzip")).status_code == 415
    assert (await gate.rpc(f"{IDENTITY}/GetMe", connect_protocol_version="2")).status_code == 400


# Size.


async def test_a_package_of_four_mebibytes_passes_and_a_body_over_eight_does_not(gate: Gate) -> None:
    package = base64.b64encode(b"\x00" * 4 * 1024 * 1024).decode()
    body = {"request_id": "request-1", "package": package}
    bearer = gate.bearer(roles=[DEVELOPER])
    assert (await gate.rpc("apps.v1.AppsService/SubmitVersion", body, authorization=bearer)).status_code == 200
    assert len(gate.apps.packages[0]) == 4 * 1024 * 1024
    huge = b'{"note":"' + b"x" * 8 * 1024 * 1024 + b'"}'
    response = await gate.rpc("apps.v1.AppsService/SubmitVersion", huge, authorization=bearer)
    assert (response.status_code, reason(response)) == (429, "RESOURCE_EXHAUSTED")
    with contextlib.suppress(httpx.TransportError):  # Far over: hung up on, read or not.
        response = await gate.rpc("apps.v1.AppsService/SubmitVersion", b" " * 32 * 1024 * 1024, authorization=bearer)
        assert (response.status_code, reason(response)) == (429, "RESOURCE_EXHAUSTED")
    assert (await gate.rpc(f"{IDENTITY}/LogIn", LOG_IN)).status_code == 200
    assert len(gate.apps.packages) == 1


async def test_a_method_without_bytes_takes_a_small_body_only(gate: Gate) -> None:
    response = await gate.rpc(f"{IDENTITY}/LogIn", b'{"username":"' + b"x" * 300_000 + b'"}')
    assert (response.status_code, reason(response)) == (429, "RESOURCE_EXHAUSTED")


# Who reaches what.


async def test_each_origin_forwards_the_methods_of_its_people_and_hides_every_other(gate: Gate) -> None:
    """What is for services, mini-apps or the other origin looks exactly like what was never there."""
    for host, people in (("localhost", {PUBLIC, USER, DEVELOPER}), ("operator.localhost", {PUBLIC, OPERATOR, ADMIN})):
        absent = (await gate.rpc(f"{IDENTITY}/Nowhere", host=host)).json()
        for service in SERVICES:
            for method in methods_of(service):
                response = await gate.rpc(method.path.removeprefix("majlis."), "not json", host=host)
                told = json.dumps(response.json()).replace(method.path, "PATH")
                hidden = told == json.dumps(absent).replace(f"majlis.{IDENTITY}/Nowhere", "PATH") or (
                    response.json()["message"] == absent["message"]
                )
                assert hidden == (method.streams or not method.access & people), (host, method.path)
                assert response.status_code == (404 if hidden else 400)


def test_every_service_with_methods_for_people_is_served() -> None:
    from google.protobuf import descriptor_pool

    protos = Path(__file__).resolve().parents[2] / "protos"
    for path in protos.glob("majlis/**/*_service.proto"):
        file = descriptor_pool.Default().FindFileByName(str(path.relative_to(protos)))
        for name in file.services_by_name.values():
            open_to = {access for method in methods_of(name.full_name) for access in method.access}
            if open_to & (USERS.access | OPERATORS.access):
                assert name.full_name in SERVICES


def test_no_method_for_mini_apps_alone_is_offered() -> None:
    connect = Connect(channel=None, verifier=None)  # type: ignore[arg-type]
    for method in connect._methods.values():
        if method.access == {APP}:
            for audience in (USERS, OPERATORS):
                with pytest.raises(Exception, match="no such method"):
                    connect._find(method.path, audience)


async def test_a_users_token_is_nothing_on_the_operators_origin_and_the_other_way_round(gate: Gate) -> None:
    user, operator = gate.bearer(), gate.bearer(audience="majlis-operator")
    for host, good, bad in (("localhost", user, operator), ("operator.localhost", operator, user)):
        assert (await gate.rpc(f"{IDENTITY}/GetMe", host=host, authorization=good)).status_code == 200
        response = await gate.rpc(f"{IDENTITY}/GetMe", host=host, authorization=bad)
        assert (response.status_code, reason(response)) == (401, "UNAUTHENTICATED")


async def test_an_operator_who_is_no_admin_cannot_appoint(gate: Gate) -> None:
    body = {"username": "omar", "password": "long enough here", "display_name": "عمر"}
    for roles, status in (([], 403), ([ADMIN], 200)):
        bearer = gate.bearer(audience="majlis-operator", roles=roles)
        response = await gate.rpc(f"{IDENTITY}/CreateOperator", body, host="operator.localhost", authorization=bearer)
        assert response.status_code == status


@pytest.mark.parametrize("value", ["Bearer x.y.z", "Basic abc", "Bearer", "Bearer " + "a" * 5_000])
async def test_a_token_that_does_not_hold_is_refused(gate: Gate, value: str) -> None:
    response = await gate.rpc(f"{IDENTITY}/GetMe", authorization=value)
    assert (response.status_code, reason(response)) == (401, "UNAUTHENTICATED")


async def test_an_expired_token_says_so_that_the_page_renews_it(tmp_path: Path) -> None:
    clock = ManualClock()
    async with running_gate(tmp_path, clock) as gate:
        bearer = gate.bearer(ttl_s=60)
        assert (await gate.rpc(f"{IDENTITY}/GetMe", authorization=bearer)).status_code == 200
        clock.advance(timedelta(seconds=61))
        response = await gate.rpc(f"{IDENTITY}/GetMe", authorization=bearer)
        assert (response.status_code, reason(response)) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "10.0.0.9", "a@b", ""])
async def test_a_foreign_host_name_reaches_nothing(gate: Gate, host: str) -> None:
    """DNS rebinding: a page of evil.example whose name now resolves here is still evil.example."""
    response = await gate.http.post("/majlis.identity.v1.IdentityService/LogIn", json=LOG_IN, headers={"host": host})
    assert response.status_code in (400, 421)
    assert "set-cookie" not in response.headers
    assert (await gate.http.get("/", headers={"host": host})).status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"])
async def test_the_hosts_own_names_reach_it(gate: Gate, host: str) -> None:
    assert (await gate.rpc(f"{IDENTITY}/LogIn", LOG_IN, host=host)).status_code == 200


# The refresh cookie.


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("SignUp", {"username": "layla", "password": "correct horse", "display_name": "ليلى"}),
        ("LogIn", LOG_IN),
        ("LogInOperator", {**LOG_IN, "totp_code": "123456"}),
        ("RefreshSession", {"refresh_token": "refresh-0"}),
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/proto"])
async def test_the_refresh_token_is_only_in_the_cookie(gate: Gate, method: str, body: Any, kind: str) -> None:
    content: Any = body
    if kind == "application/proto":
        content = getattr(pb, f"{method}Request")(**body).SerializeToString()
    response = await gate.rpc(f"{IDENTITY}/{method}", content, content_type=kind)
    assert response.status_code == 200
    assert b"refresh" not in response.content
    name, *attributes = response.headers["set-cookie"].split("; ")
    assert name.startswith("majlis_refresh=refresh-")
    assert set(attributes) == {
        "Path=/majlis.identity.v1.IdentityService/", "Max-Age=2592000", "HttpOnly", "SameSite=Strict",
    }  # fmt: skip


def test_away_from_loopback_the_cookie_is_secure_and_pages_are_https() -> None:
    from core.gateway.cookies import set_cookie
    from core.gateway.origins import OriginForeign, Origins
    from core.kit.config import Config

    origin = Origins(Config(host="0.0.0.0", public_host="majlis.example")).find(["majlis.example"])
    [refresh] = [m for m in methods_of(f"majlis.{IDENTITY}") if m.path.endswith("/RefreshSession")]
    assert "; Secure" in set_cookie("x", origin, refresh)
    origin.check_page(["https://majlis.example"], required=True)
    with pytest.raises(OriginForeign):
        origin.check_page(["http://majlis.example"], required=True)


async def test_the_cookie_renews_the_session_from_our_own_page_only(gate: Gate) -> None:
    cookie = "majlis_refresh=refresh-1; other=1"
    for origin in ("http://evil.example", "null", f"http://operator.localhost:{gate.port}", "http://localhost:1", None):
        named = {"origin": origin} if origin else {}
        response = await gate.rpc(f"{IDENTITY}/RefreshSession", cookie=cookie, **named)
        assert (response.status_code, reason(response)) == (403, "ORIGIN_FOREIGN")
    assert gate.identity.refreshed_with == []
    response = await gate.rpc(f"{IDENTITY}/RefreshSession", {"refresh_token": ""}, cookie=cookie, origin=gate.own)
    assert response.status_code == 200
    assert gate.identity.refreshed_with == ["refresh-1"]
    assert "refresh-1+" in response.headers["set-cookie"]


async def test_the_cookie_wins_over_what_a_script_puts_in_the_body(gate: Gate) -> None:
    body = {"refresh_token": "planted"}
    await gate.rpc(f"{IDENTITY}/RefreshSession", body, cookie="majlis_refresh=mine", origin=gate.own)
    assert gate.identity.refreshed_with == ["mine"]


async def test_without_a_cookie_nobody_is_signed_in(gate: Gate) -> None:
    response = await gate.rpc(f"{IDENTITY}/RefreshSession", {"refresh_token": ""}, origin=gate.own)
    assert (response.status_code, reason(response)) == (401, "UNAUTHENTICATED")


async def test_a_foreign_page_may_call_nothing_at_all(gate: Gate) -> None:
    """Log-in forgery: a page must not sign its reader in as somebody else."""
    response = await gate.rpc(f"{IDENTITY}/LogIn", LOG_IN, origin="http://evil.example")
    assert (response.status_code, reason(response)) == (403, "ORIGIN_FOREIGN")
    assert "set-cookie" not in response.headers
    assert not any(name.startswith("access-control") for name in response.headers)


async def test_logging_out_clears_the_cookie(gate: Gate) -> None:
    response = await gate.rpc(f"{IDENTITY}/LogOut", authorization=gate.bearer())
    cleared = "majlis_refresh=; Path=/majlis.identity.v1.IdentityService/; Max-Age=0"
    assert response.headers["set-cookie"].startswith(cleared)


@pytest.mark.parametrize(
    ("ending", "clears"), [("SESSION_REVOKED", True), ("SESSION_EXPIRED", True), ("BUSY_NOW", False)]
)
async def test_only_an_ended_session_clears_the_cookie(gate: Gate, ending: str, clears: bool) -> None:
    gate.identity.end_with = refusal(ending, StatusCode.UNAUTHENTICATED)
    response = await gate.rpc(f"{IDENTITY}/RefreshSession", cookie="majlis_refresh=x", origin=gate.own)
    assert response.status_code == 401
    assert ("set-cookie" in response.headers) == clears
