"""Programs of other makers chat: gRPC in Go and in JavaScript, Connect in JavaScript, each from the protos alone.

What one sends the others read and follow; what one is refused, all are refused by the same reason.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from core.kit.config import Config
from core.main import Host
from tests.support.artifacts import ROOT
from tests.support.hosts import served
from tests.support.web_user import WebUser

FOREIGN = ROOT / "tests" / "foreign"
MESSAGES = "majlis.messaging.v1.MessagesService"
CONTACTS, CONVERSATIONS = "majlis.identity.v1.ContactsService", "majlis.messaging.v1.ConversationsService"
KINDS = ("grpc-js", "buf curl", "connect json", "connect binary")
PASSWORD = "a lantern in the rain 9"
CALL_S_MAX = 60
PROTO = "majlis/messaging/v1/messages_service.proto"
pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(300)]


@dataclass(frozen=True, slots=True)
class House:
    """A host two people chat on, and where its two doors are."""

    url: str
    grpc: str
    descriptors: Path
    tokens: dict[str, str]
    conversation_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What a foreign program printed: its answers, or its refusal."""

    answers: list[dict[str, Any]]
    refused: str


class Foreigner:
    """One of the programs, calling as somebody."""

    def __init__(self, kind: str, house: House) -> None:
        self.kind = kind
        self._house = house

    async def call(self, who: str, method: str, request: dict[str, Any], *, answers: int = 1) -> Answered:
        token, house = self._house.tokens[who], self._house
        body = json.dumps(request, ensure_ascii=False)
        path = f"{MESSAGES}/{method}"
        match self.kind:
            case "grpc-js":
                return await _ran("node", "grpc.mjs", house.grpc, token, str(ROOT / "protos"), path, body, str(answers))
            case "buf curl":
                wanted = ("--schema", str(ROOT / "protos"), "--protocol", "grpc", "--http2-prior-knowledge")
                header = ("-H", f"authorization: Bearer {token}")
                return await _ran("buf", "curl", *wanted, *header, "-d", body, f"http://{house.grpc}/{path}")
            case _:
                form = self.kind.removeprefix("connect ")
                return await _ran("node", "connect.mjs", house.url, token, str(house.descriptors), path, body, form)


async def _ran(*command: str) -> Answered:
    process = await asyncio.create_subprocess_exec(
        *command, cwd=FOREIGN, env=os.environ | {"PROTO_FILES": PROTO},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    async with asyncio.timeout(CALL_S_MAX):
        out, err = await process.communicate()
    if process.returncode == 0:
        text, decoder, answers = out.decode().strip(), json.JSONDecoder(), []
        while text:
            answer, end = decoder.raw_decode(text)
            answers.append(answer)
            text = text[end:].strip()
        return Answered(answers, "")
    return Answered([], _VALUE.sub(_opened, out.decode() + err.decode()))


_VALUE = re.compile(r'(?<="value": ")[\w+/-]+')


def _opened(value: re.Match[str]) -> str:
    """A detail that a program prints as base64, having no message type for it: what is in it."""
    return base64.urlsafe_b64decode(value[0].replace("+", "-").replace("/", "_") + "==").decode("latin-1")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("foreign")
    descriptors = folder / "majlis.binpb"
    built = await asyncio.create_subprocess_exec("buf", "build", str(ROOT / "protos"), "-o", str(descriptors))
    assert await built.wait() == 0
    config = Config(http_port=0, grpc_port=0, data_dir=folder / "data")
    host = Host(config, roles=("gateway", "identity", "messaging"))
    async with served(host) as url:
        people = {name: WebUser(url) for name in ("layla", "omar", "mallory")}
        for name, user in people.items():
            await user.sign_up(name, name, PASSWORD)
        layla, omar = people["layla"], people["omar"]
        asked = await layla.call(CONTACTS, "RequestContact", username="omar")
        me = await layla.call("majlis.identity.v1.IdentityService", "GetMe")
        await omar.call(CONTACTS, "AnswerContact", user_id=me["user"]["user_id"], accept=True)
        opened = await layla.call(CONVERSATIONS, "OpenDirect", user_id=asked["person"]["user_id"])
        tokens = {name: user.token for name, user in people.items()}
        grpc = f"127.0.0.1:{host.grpc_port}"
        yield House(url, grpc, descriptors, tokens, opened["conversation"]["conversation_id"])
        for user in people.values():
            await user.http.aclose()


def _message(house: House, text: str) -> dict[str, Any]:
    return {
        "request_id": str(uuid.uuid4()), "conversation_id": house.conversation_id, "content": {"text": text}
    }  # fmt: skip


def _texts(answer: dict[str, Any]) -> list[str]:
    # buf prints protobuf JSON's own names, the others the proto's.
    bodies = [json.loads(each.get("body_json") or each["bodyJson"]) for each in answer.get("messages", ())]
    return [body["message"]["text"] for body in bodies if "message" in body]


@pytest.mark.parametrize("kind", KINDS)
async def test_what_one_program_sends_every_other_reads(house: House, kind: str) -> None:
    """Nobody needs our client: the contract is enough."""
    text = f"سلام من {kind} ‏— hello\n🌙"
    sent = await Foreigner(kind, house).call("layla", "SendMessage", _message(house, text))
    assert not sent.refused
    for other in KINDS:
        read = await Foreigner(other, house).call("omar", "ListMessages", {"conversation_id": house.conversation_id})
        assert _texts(read.answers[0])[-1] == text, other


@pytest.mark.parametrize("kind", KINDS)
async def test_a_repeated_send_is_one_message_in_every_program(house: House, kind: str) -> None:
    """A client that lost the answer asks again, in whatever language it is written."""
    message = _message(house, f"once by {kind}")
    first = await Foreigner(kind, house).call("omar", "SendMessage", message)
    again = await Foreigner(kind, house).call("omar", "SendMessage", message)
    assert first.answers
    assert first.answers == again.answers
    other = message | {"content": {"text": "something else"}}
    refused = (await Foreigner(kind, house).call("omar", "SendMessage", other)).refused
    assert "REQUEST_ID_REUSED" in refused


@pytest.mark.parametrize("kind", KINDS)
async def test_a_stranger_is_refused_as_if_nothing_were_there(house: House, kind: str) -> None:
    """The reason reaches programs that never saw our error classes."""
    asked = {"conversation_id": house.conversation_id}
    mine = (await Foreigner(kind, house).call("mallory", "ListMessages", asked)).refused
    nothing = {"conversation_id": "conv_00000000000000000000000000"}
    none = (await Foreigner(kind, house).call("mallory", "ListMessages", nothing)).refused
    assert "CONVERSATION_NOT_FOUND" in mine
    assert mine.replace(house.conversation_id, "…") == none.replace(nothing["conversation_id"], "…")


async def test_a_foreign_follower_gets_what_it_missed_and_then_what_happens(house: House) -> None:
    """A stream over HTTP/2 of another maker: first the past, then the present, nothing between them lost."""
    missed, live = _message(house, "before you came"), _message(house, "while you are there")
    sender, follower = Foreigner("connect json", house), Foreigner("grpc-js", house)
    before = await sender.call("layla", "SendMessage", missed)
    seq = int(before.answers[0]["update"]["seq"])
    known = {"known": [{"conversation_id": house.conversation_id, "seq": str(seq - 1)}], "personal_pos": "1000000"}
    following = asyncio.create_task(follower.call("omar", "Follow", known, answers=2))
    # The stream ends with its second answer: should this be sent before it begins, both are in what was missed.
    sent = await sender.call("layla", "SendMessage", live)
    while not following.done() and not sent.refused:
        sent = await sender.call("layla", "SendMessage", _message(house, "and more"))
    got = (await following).answers
    batches = [*got[0]["synced"].get("updates", ()), got[1]["updates"]]
    seqs = [int(update["seq"]) for batch in batches for update in batch["updates"]]
    assert seqs == list(range(seq, seq + len(seqs)))
