"""Every rpc people may call, called as Mallory with Layla's ids: the answer is the one for ids that never existed.

The rpcs come from the descriptors. One that is new fails here until the table says what its ids name; so does a KEYED
one until it is called twice.
"""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio
from google.protobuf.json_format import MessageToDict, ParseDict

from core.demo import DEVELOPER
from core.gateway.connect import SERVICES
from core.kit.caller import Caller
from core.kit.errors import DomainError
from core.kit.rpc import Method, methods_of
from core.kit.tokens import AUDIENCE_USER
from core.main import Host
from majlis.apps.v1 import apps_service_pb2 as apps_pb
from majlis.common.v1 import options_pb2
from majlis_devkit import keys, package, signing
from majlis_devkit.build import Artifact
from tests.support import (
    mallory_bank,
    mallory_chat,
    mallory_guard,
    mallory_mandates,
    mallory_media,
    mallory_messages,
    mallory_moderation,
    mallory_orders,
    mallory_packets,
    mallory_payments,
    mallory_places,
    packages,
)
from tests.support.attacked_host import DEMO_PASSWORD, POLLS
from tests.support.hosts import data_dir, whole_host
from tests.support.wallet_desk import hold, money, xfer
from tests.support.web_user import WebUser

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(600)]
PEOPLE = {options_pb2.ACCESS_USER, options_pb2.ACCESS_DEVELOPER, options_pb2.ACCESS_OPERATOR, options_pb2.ACCESS_ADMIN}
METHODS = {method.path.partition("/")[2]: method for service in SERVICES for method in methods_of(service)}
OF_PEOPLE = {name: method for name, method in METHODS.items() if method.access & PEOPLE}
KEYED = {name for name, method in METHODS.items() if method.idempotency == options_pb2.IDEMPOTENCY_KEYED}

SERVICE = Caller.of_service("orders")

# Method → its fields that name somebody's thing, and what of Layla's is put there; the other fields make it whole.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "RevokeDevice": ({"device_id": "device"}, {}),
    "RequestContact": ({"user_id": "person"}, {}),
    "AnswerContact": ({"user_id": "person"}, {"accept": True}),
    "RemoveContact": ({"user_id": "person"}, {}),
    "SetAlias": ({"user_id": "person"}, {"alias": "mine"}),
    "BlockPerson": ({"user_id": "person"}, {}),
    "UnblockPerson": ({"user_id": "person"}, {}),
    "GetVersion": ({"version_id": "unreleased_version"}, {}),
    "ListVersions": ({"app_id": "unreleased_app"}, {}),
    "GetReview": ({"version_id": "unreleased_version"}, {}),
    "ApproveVersion": ({"version_id": "unreleased_version"}, {"request_id": "mallory-approves"}),
    "RejectVersion": ({"version_id": "unreleased_version"}, {"request_id": "mallory-rejects", "reason": "no"}),
    "ResumeVersion": ({"version_id": "unreleased_version"}, {"request_id": "mallory-resumes", "reason": "no"}),
    "GetApp": ({"app_id": "unreleased_app"}, {}),
    "GetTexts": ({"app_id": "unreleased_app", "version_id": "unreleased_version"}, {"lang": "ar"}),
    "GetAsset": ({"app_id": "unreleased_app", "version_id": "unreleased_version"}, {"path": "assets/kabsa.svg"}),
    "GrantScope": ({"app_id": "unreleased_app"}, {"scope": "profile.name"}),
    "RevokeScope": ({"app_id": "unreleased_app"}, {"scope": "profile.name"}),
    "ListGrants": ({"app_id": "unreleased_app"}, {}),
    "OpenSession": ({"app_id": "unreleased_app"}, {}),
    "Dispatch": (
        {"session_id": "session"},
        {"request_id": "mallory-taps", "revision": 1, "node_id": "s.1.0", "event": "press"},
    ),
    "ResumeSession": ({"session_id": "session"}, {}),
    "CloseSession": ({"session_id": "session"}, {}),
    "WatchSession": ({"session_id": "session"}, {}),
    "GetBalance": ({"account_id": "account"}, {}),
    "GetBalanceAt": ({"account_id": "account"}, {"at_ms": 4_102_444_800_000}),
    "ListTransfers": ({"account_id": "account"}, {}),
    "GetTransfer": ({"transfer_id": "transfer"}, {}),
    "GetAccount": ({"account_id": "account"}, {}),
    "FreezeAccount": ({"account_id": "account"}, {"request_id": "mallory-freezes", "reason": "no"}),
    "ReopenAccount": ({"account_id": "account"}, {"request_id": "mallory-reopens", "reason": "no"}),
    "ListAccountActions": ({"account_id": "account"}, {}),
    "ExportStatement": ({"account_id": "account"}, {}),
    **mallory_chat.NAMES,
    **mallory_media.NAMES,
    **mallory_messages.NAMES,
    **mallory_moderation.NAMES,
    **mallory_guard.NAMES,
    **mallory_orders.NAMES,
    **mallory_packets.NAMES,
    **mallory_payments.NAMES,
    **mallory_mandates.NAMES,
    **mallory_bank.NAMES,
    **mallory_places.NAMES,
}
# They name nothing but what is the caller's own, by the token alone.
NAME_NOBODY = {
    "FindPerson", "GetMyCode", "RenewMyCode", "ListContacts", "ListBlocked", "GetPrivacy", "UpdatePrivacy",
    "LogOut", "GetMe", "UpdateMe", "BecomeDeveloper", "ListDevices", "CreateOperator", "RegisterDeveloperKey",
    "SubmitVersion", "ListQueue", "ListSuspended", "ListApps", "OpenAccount", "ListAccounts",
    "GetCheckpoint", *mallory_chat.NAME_NOBODY, *mallory_media.NAME_NOBODY,
    *mallory_messages.NAME_NOBODY, *mallory_moderation.NAME_NOBODY, *mallory_guard.NAME_NOBODY,
    *mallory_payments.NAME_NOBODY, *mallory_orders.NAME_NOBODY, *mallory_mandates.NAME_NOBODY,
    *mallory_bank.NAME_NOBODY, *mallory_places.NAME_NOBODY,
}  # fmt: skip


@dataclass
class House:
    """Layla (who develops) with one of everything, and Mallory (who develops too) with nothing."""

    host: Host
    layla: Caller
    mallory: Caller
    operator: Caller
    laylas: dict[str, str]

    async def call(self, name: str, body: dict[str, Any], caller: Caller) -> Any:
        """The response of any rpc, as Layla, Mallory, an operator or a service; of a stream the first."""
        method: Method = METHODS[name]
        request = ParseDict(body, method.request_type())
        if not method.streams:
            return await self.host.channel.unary(method.path, request, method.response_type, caller=caller)
        async for answer in self.host.channel.stream(method.path, request, method.response_type, caller=caller):
            return answer
        raise AssertionError(f"{name} ended without an answer")

    async def account(self, caller: Caller, currency_code: str = "SAR") -> str:
        """The caller's account; opened if need be."""
        opened = await self.call("OpenAccount", {"currency_code": currency_code}, caller)
        return str(opened.account.account_id)

    async def payment(self, credit: str) -> dict[str, Any]:
        """A little money from the test bank, as SubmitTransfers takes it."""
        bank = {"platform": "PLATFORM_ACCOUNT_TEST_BANK", "currency_code": "SAR"}
        opened = await self.call("OpenOwnedAccount", bank, SERVICE)
        return {
            "transfer_id": xfer(), "kind": "TRANSFER_KIND_PAYMENT", "code": 100, **money(1_000),
            "debit_account_id": opened.account.account_id, "credit_account_id": credit,
        }  # fmt: skip

    async def fund(self, account: str) -> str:
        """The transfer that brought it."""
        transfer = await self.payment(account)
        await self.call("SubmitTransfers", {"request_id": uuid.uuid4().hex, "transfers": [transfer]}, SERVICE)
        return str(transfer["transfer_id"])

    async def submit(self, app_id: str, *, caller: Caller) -> str:
        """A small good app of this name, up to its review."""
        key = keys.load_key(self.host.config.data_dir / "demo-developer.pem")
        files = packages.files(app_id=app_id)
        raw = signing.sign(package.build(files, ["pages/index"]), key)
        request = apps_pb.SubmitVersionRequest(request_id=uuid.uuid4().hex, package=raw)
        method = METHODS["SubmitVersion"]
        sent = await self.host.channel.unary(method.path, request, apps_pb.SubmitVersionResponse, caller=caller)
        version = sent.version
        async with asyncio.timeout(60):
            while version.state in (apps_pb.VERSION_STATE_DRAFT, apps_pb.VERSION_STATE_CHECKING):
                await asyncio.sleep(0.1)
                version = (await self.call("GetVersion", {"version_id": version.version_id}, caller)).version
        assert version.state == apps_pb.VERSION_STATE_IN_REVIEW, version.findings
        return str(version.version_id)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory, runner_artifact: Artifact) -> AsyncIterator[House]:
    folder = data_dir(tmp_path_factory.mktemp("mallory"))
    async with whole_host(folder, runner_artifact, bakes=False, bank_url=mallory_bank.AWAY) as running:
        assert running.host is not None
        layla, mallory = WebUser(running.address), WebUser(running.address)
        await layla.log_in(DEVELOPER, DEMO_PASSWORD)
        await mallory.sign_up("mallory", "مالوري", "a tent by the sea 7")
        await mallory.call("majlis.identity.v1.IdentityService", "BecomeDeveloper")
        await mallory.log_in("mallory", "a tent by the sea 7")
        verify = running.host.verifier.verify
        hers, his = await verify(layla.token, AUDIENCE_USER), await verify(mallory.token, AUDIENCE_USER)
        made = House(running.host, hers, his, Caller.operator("usr_salma"), {})
        opened = await made.call("OpenSession", {"app_id": POLLS}, hers)
        made.laylas |= {
            "device": hers.device_id, "person": hers.user_id, "session": opened.session_id,
            "unreleased_app": "org.example.secret",
            "unreleased_version": await made.submit("org.example.secret", caller=hers),
        }  # fmt: skip
        made.laylas |= await mallory_chat.things(made)
        made.laylas |= await mallory_messages.things(made)
        made.laylas |= await mallory_media.things(made)
        made.laylas |= await mallory_moderation.things(made)
        made.laylas["account"] = await made.account(hers)
        made.laylas |= await mallory_orders.things(made)
        made.laylas |= await mallory_packets.things(made)
        made.laylas |= await mallory_payments.things(made)
        made.laylas |= await mallory_mandates.things(made)
        made.laylas |= await mallory_bank.things(made)
        made.laylas |= await mallory_places.things(made)
        made.laylas["transfer"] = await made.fund(made.laylas["account"])
        yield made


async def test_every_rpc_of_people_is_in_the_table() -> None:
    """A new one: say in NAMES which of its fields name somebody's thing, or that it names nobody."""
    assert set(OF_PEOPLE) == set(NAMES) | NAME_NOBODY
    assert not set(NAMES) & NAME_NOBODY
    for name, method in OF_PEOPLE.items():
        ids = {f.name for f in method.request_type.DESCRIPTOR.fields if f.name.endswith(("_id", "_ids", "_token"))}
        assert ids - {"request_id", "page_token", "node_id"} <= set(NAMES.get(name, ({}, {}))[0]), name


@pytest.mark.parametrize("name", NAMES)
async def test_laylas_things_do_not_exist_for_mallory(house: House, name: str) -> None:
    named, more = NAMES[name]
    answers = []
    for stranger in (False, True):
        ids = {field: house.laylas[thing] for field, thing in named.items()}
        if stranger:  # As many characters, of the same form.
            ids = {field: made[:-6] + "z0z0z0" for field, made in ids.items()}
        given = {field: [made] if field.endswith("_ids") else made for field, made in ids.items()}
        text = await _told(house, name, more | given)
        for made in ids.values():
            text = text.replace(made, "ID")
        answers.append(text)
    assert answers[0] == answers[1]


async def _told(house: House, name: str, body: dict[str, Any]) -> str:
    """Everything the answer says."""
    try:
        answer = await asyncio.wait_for(house.call(name, body, house.mallory), 10)
    except DomainError as refused:
        return json.dumps([refused.reason, str(refused.code), refused.message, refused.metadata()])
    return re.sub(r'"nowMs": "\d+"', '"nowMs"', json.dumps(MessageToDict(answer)))  # The hour is no secret.


async def test_layla_still_has_everything(house: House) -> None:
    """After all of Mallory's calls."""
    shares = (await house.call("ListShares", {}, house.layla)).shares
    assert house.laylas["share"] in [share.share_id for share in shares]
    devices = (await house.call("ListDevices", {}, house.layla)).devices
    assert house.laylas["device"] in [device.device_id for device in devices]
    await house.call("ResumeSession", {"session_id": house.laylas["session"]}, house.layla)
    version = (await house.call("GetVersion", {"version_id": house.laylas["unreleased_version"]}, house.layla)).version
    assert version.state == apps_pb.VERSION_STATE_IN_REVIEW


# KEYED method → how to call it once, and what makes another body of it.
CHANGED = {
    "SubmitVersion": {"note": "another note"},
    "ApproveVersion": {"reason": "another reason"},
    "RejectVersion": {"reason": "another reason"},
    "ResumeVersion": {"reason": "another reason"},
    "Dispatch": {"node_id": "s.9"},
    "SubmitTransfers": {"transfers": [{"transfer_id": xfer(), "kind": "TRANSFER_KIND_VOID", "pending_id": hold()}]},
    "PlaceHold": {"timeout_s": 61},
    "CaptureHold": money(1),
    "VoidHold": {"hold_id": hold()},
    "FreezeAccount": {"reason": "another reason"},
    "ReopenAccount": {"reason": "another reason"},
    **mallory_chat.CHANGED,
    **mallory_media.CHANGED,
    **mallory_messages.CHANGED,
    **mallory_moderation.CHANGED,
    **mallory_orders.CHANGED,
    **mallory_packets.CHANGED,
    **mallory_payments.CHANGED,
    **mallory_mandates.CHANGED,
    **mallory_bank.CHANGED,
}


async def test_every_keyed_rpc_is_called_twice() -> None:
    assert set(CHANGED) == KEYED


@pytest.mark.parametrize("name", sorted(CHANGED))
async def test_a_keyed_rpc_called_again_answers_the_same_and_refuses_another_body(house: House, name: str) -> None:
    body, caller = await _first_call(house, name)
    answers = [_lasting(await house.call(name, body, caller)) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    with pytest.raises(DomainError) as reused:
        await house.call(name, body | CHANGED[name], caller)
    assert reused.value.reason == "REQUEST_ID_REUSED"


CALLED_BY_NAME = (
    mallory_moderation, mallory_messages, mallory_bank, mallory_mandates, mallory_payments, mallory_orders, mallory_chat
)  # fmt: skip


async def _first_call(house: House, name: str) -> tuple[dict[str, Any], Caller]:
    """A body that is carried out, and who sends it."""
    body: dict[str, Any] = {"request_id": uuid.uuid4().hex}
    if name == "SubmitVersion":
        key = keys.load_key(house.host.config.data_dir / "demo-developer.pem")
        raw = signing.sign(package.build(packages.files(app_id="org.example.twice"), ["pages/index"]), key)
        return {**MessageToDict(apps_pb.SubmitVersionRequest(package=raw)), **body}, house.layla
    if name in mallory_media.CHANGED:
        return body | mallory_media.START, house.layla
    for known in CALLED_BY_NAME:
        if name in known.CHANGED:
            more, caller = await known.first_call(house, name)
            return body | more, caller
    if name in mallory_packets.CHANGED:
        return body | await mallory_packets.first_call(house), house.layla
    if name in WALLET_KEYED:
        return body | await _wallet_body(house, name), house.operator if name.endswith("Account") else SERVICE
    if name == "Dispatch":
        opened = await house.call("OpenSession", {"app_id": POLLS}, house.layla)
        nodes = json.loads(opened.screen.nodes_json)
        button = next(node for node, (kind, props, _) in nodes.items() if kind == "Button" and props.get("on"))
        tapped = {"session_id": opened.session_id, "revision": 1, "node_id": button, "event": "press"}
        return body | tapped, house.layla
    version_id = await house.submit(f"org.example.{name.lower()}", caller=house.layla)
    if name == "ResumeVersion":
        await house.call("ApproveVersion", {"request_id": uuid.uuid4().hex, "version_id": version_id}, house.operator)
        await house.call("SuspendVersion", {"version_id": version_id, "traps": {"people": 9}}, SERVICE)
    return body | {"version_id": version_id, "reason": "a reason"}, house.operator


WALLET_KEYED = {"SubmitTransfers", "PlaceHold", "CaptureHold", "VoidHold", "FreezeAccount", "ReopenAccount"}
CURRENCY_OF = {"FreezeAccount": "KWD", "ReopenAccount": "AED"}


async def _wallet_body(house: House, name: str) -> dict[str, Any]:
    account, other = await house.account(house.layla), await house.account(house.mallory)
    if name.endswith("Account"):  # In a currency of its own, where nothing else is tried.
        frozen = {"account_id": await house.account(house.mallory, CURRENCY_OF[name]), "reason": "a reason"}
        if name == "ReopenAccount":
            await house.call("FreezeAccount", {"request_id": uuid.uuid4().hex, **frozen}, house.operator)
        return frozen
    if name == "SubmitTransfers":
        return {"transfers": [await house.payment(account)]}
    placing = {"debit_account_id": account, "credit_account_id": other, "timeout_s": 60, "code": 100, **money(100)}
    if name == "PlaceHold":
        return placing
    placed = await house.call("PlaceHold", {"request_id": uuid.uuid4().hex, **placing}, SERVICE)
    return {"hold_id": placed.hold_id}


def _lasting(answer: Any) -> Any:
    """What of an answer is the same for ever: where a tap led and what it did; its screen is drawn as it is now."""
    if not hasattr(answer, "patch"):
        return MessageToDict(answer)
    shown = answer.patch if answer.HasField("patch") else answer.screen
    return shown.path, answer.effects_json
