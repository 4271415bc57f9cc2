"""The messaging guide is enough: its commands print what it says, and a verifier made from its table checks real logs.

The verifier knows fields and formulas only from docs/en/messaging.md. Whoever changes a hash, a header or what an
example answers fails here first.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format

from core.demo import PASSWORD
from core.kit.config import Config
from core.main import Host
from core.messaging.verify_log import Wrong, verify
from majlis.messaging.v1 import conversations_service_pb2, messages_pb2
from majlis.messaging.v1 import messages_service_pb2 as pb
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from tests.support.artifacts import ROOT
from tests.support.chat_desk import ChatDesk
from tests.support.hosts import served
from tests.support.web_user import WebUser

GUIDES = {lang: (ROOT / "docs" / lang / "messaging.md").read_text("utf-8") for lang in ("en", "ar")}
FORMULAS = {
    name: compile(formula, name, "eval")
    for name, formula in re.findall(r"^\| `(commitment|header|hash)` \| `(.+)` \|$", GUIDES["en"], re.MULTILINE)
}
# A block of the guide and, where it says so, what it prints.
BLOCKS = re.findall(r"^```sh\n(.*?)^```(?:\n\n```text\n(.*?)^```)?", GUIDES["en"], re.MULTILINE | re.DOTALL)
EXAMPLE, EXAMPLE_PRINTS = re.findall(
    r"^```python file=chat\.py\n(.*?)^```.*?^```text\n(.*?)^```", GUIDES["en"], re.MULTILINE | re.DOTALL
)[0]
END = "=== the end of a block ==="
CONTACTS = "majlis.identity.v1.ContactsService"
# What every run has of its own: ids, moments, salts and hashes.
OWN = re.compile(r"\b(?:usr|conv|med|upl)_[0-9a-z]{26}|\b1[0-9]{12}\b|[\w+/]{43}=|[\w+/]{22}==")


def made(name: str, **known: Any) -> Any:
    """What the guide's formula of that name gives."""
    places = {
        "sha256": lambda content: hashlib.sha256(content).digest(),
        "lines": lambda *values: "".join(f"{value}\n" for value in values).encode(),
        "hex": bytes.hex,
    }
    return eval(FORMULAS[name], {"__builtins__": {}}, {**places, **known})


def holds(pages: list[dict[str, Any]], head_hash: str) -> bool:
    """Whether these answers of ListUpdates are one log that ends at this head, as the guide says it is checked."""
    rolling = bytes(32)
    number = 0
    for page in pages:
        good = base64.b64decode(page["before_hash"]) == rolling and int(page["from_seq"]) == number + 1
        for update in page["updates"]:
            number += 1
            commitment = base64.b64decode(update["commitment"])
            body_json, salt = update.get("body_json", "").encode(), base64.b64decode(update.get("salt", ""))
            good = good and int(update["seq"]) == number
            if body_json:
                good = good and made("commitment", salt=salt, body_json=body_json) == commitment
            facts = {
                "conversation_id": update["conversation_id"], "seq": number,
                "kind": messages_pb2.UpdateKind.Value(update["kind"]), "sender_id": update.get("sender_id", ""),
                "target_seq": update.get("target_seq", 0), "created_at_ms": update["created_at_ms"],
            }  # fmt: skip
            rolling = made("hash", hash=rolling, header=made("header", commitment=commitment, **facts))
        if not good or base64.b64decode(page["to_hash"]) != rolling:
            return False
    return base64.b64decode(head_hash) == rolling


@dataclass(frozen=True, slots=True)
class House:
    """Where the host's two doors are, and a folder as the guide's reader has one."""

    url: str
    grpc_port: int
    folder: Path


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """A host with the two people of the guide, who are contacts."""
    host = Host(
        Config(http_port=0, grpc_port=0, data_dir=tmp_path / "data"), roles=("gateway", "identity", "messaging")
    )
    folder = tmp_path / "reader"
    folder.mkdir()
    shutil.copy(ROOT / "core" / "messaging" / "verify_log.py", folder)
    (folder / "protos").symlink_to(ROOT / "protos")
    (folder / "chat.py").write_text(EXAMPLE, "utf-8")
    async with served(host) as url:
        layla, omar = WebUser(url), WebUser(url)
        await layla.sign_up("layla", "ليلى", PASSWORD)
        await omar.sign_up("omar", "عمر", PASSWORD)
        await layla.call(CONTACTS, "RequestContact", username="omar")
        asks = await omar.call(CONTACTS, "ListContacts", state="CONTACT_STATE_ASKS")
        await omar.call(CONTACTS, "AnswerContact", user_id=asks["people"][0]["user_id"], accept=True)
        yield House(url, host.grpc_port, folder)
        await layla.http.aclose()
        await omar.http.aclose()


async def _printed(house: House, *command: str) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    process = await asyncio.create_subprocess_exec(
        *command, cwd=house.folder, env=os.environ | {"PATH": path},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    said, wrong = await process.communicate()
    assert process.returncode == 0, wrong.decode()[-2000:]
    return said.decode()


@pytest.mark.timeout(120)
async def test_the_guides_commands_print_what_it_says(house: House) -> None:
    """All of them, in order, in one shell: as somebody would who reads it and tries."""
    missing = [program for program in ("bash", "curl", "jq", "buf") if shutil.which(program) is None]
    if missing:
        pytest.skip(f"the guide's reader needs {', '.join(missing)}")
    script = "".join(f"{block}\necho '{END}'\n" for block, _ in BLOCKS)
    script = script.replace("http://localhost:8000", house.url).replace(
        "localhost:50051", f"127.0.0.1:{house.grpc_port}"
    )
    said = (await _printed(house, "bash", "-c", script)).split(f"{END}\n")[:-1]
    assert len(said) == len(BLOCKS) >= 9
    for (block, promised), got in zip(BLOCKS, said, strict=True):
        assert OWN.sub("…", got) == OWN.sub("…", promised), block


@pytest.mark.timeout(60)
async def test_the_guides_client_misses_nothing(house: House) -> None:
    assert await _printed(house, sys.executable, "chat.py", house.url) == EXAMPLE_PRINTS


async def test_a_verifier_made_from_the_guide_takes_a_log_and_refuses_a_changed_one(chat: ChatDesk) -> None:
    """Edits and recalled messages in it, on both databases; every field that is hashed is changed once."""
    pages, head_hash = await _lived_in(chat)
    assert [update for page in pages for update in page["updates"] if not update.get("body_json")]
    assert holds(pages, head_hash)
    for field, wrong in (
        ("kind", "UPDATE_KIND_CARD"), ("sender_id", "usr_mallory"), ("target_seq", "1"), ("created_at_ms", "1"),
        ("body_json", '{"message":{"text":"No"}}'), ("commitment", base64.b64encode(bytes(32)).decode()),
    ):  # fmt: skip
        changed = json.loads(json.dumps(pages))
        changed[0]["updates"][3][field] = wrong
        assert not holds(changed, head_hash), field
    shorter = json.loads(json.dumps(pages))
    del shorter[0]["updates"][2]
    assert not holds(shorter, head_hash)


async def test_the_program_takes_the_same_log_and_refuses_words_taken_away_without_a_recall(chat: ChatDesk) -> None:
    """On both databases: what an edit and a recall leave is whole, and a host that only wipes is found out."""
    pages, head_hash = await _lived_in(chat)
    assert verify(pages, head_hash=head_hash).gone == []
    taken = pages[0]["updates"][3]
    del taken["body_json"], taken["salt"]
    assert verify(pages[:1]).gone == [4], "its recall could be on the second page"
    with pytest.raises(Wrong, match="update 4: its body is gone"):
        verify(pages, head_hash=head_hash)


async def test_whoever_left_before_a_recall_is_told_that_they_cannot_see_it(chat: ChatDesk) -> None:
    """The words are gone for them too, and the recall is not theirs to see."""
    messages = MessagesServiceClient(chat.chain)
    layla, omar = await chat.person("layla"), await chat.person("omar")
    at = await chat.group(layla, omar)
    seq = await chat.send(layla, at, "gone")
    leave = conversations_service_pb2.LeaveConversationRequest(request_id="leave", conversation_id=at)
    await chat.conversations.leave_conversation(leave, caller=omar)
    await messages.recall_message(
        pb.RecallMessageRequest(request_id="recall", conversation_id=at, seq=seq), caller=layla
    )
    answer = await messages.list_updates(pb.ListUpdatesRequest(conversation_id=at), caller=omar)
    page = json_format.MessageToDict(answer, preserving_proto_field_name=True)
    with pytest.raises(Wrong, match=f"update {seq}: its body is gone"):
        verify(page)
    assert verify(page, left=True).gone == [seq]


async def _lived_in(chat: ChatDesk) -> tuple[list[dict[str, Any]], str]:
    """The log of a group with every kind of change in it, in two pages, and its head as its owner sees it."""
    messages = MessagesServiceClient(chat.chain)
    layla, omar = await chat.person("layla"), await chat.person("omar")
    at = await chat.group(layla, omar)
    for number, text in enumerate(("مرحبًا", "line\nfeed", "gone")):
        content = messages_pb2.Content(text=text)
        send = pb.SendMessageRequest(request_id=f"send-{number}", conversation_id=at, content=content)
        await messages.send_message(send, caller=omar)
    edited = messages_pb2.Content(text="أهلًا")
    await messages.edit_message(
        pb.EditMessageRequest(request_id="edit", conversation_id=at, seq=4, content=edited), caller=omar
    )
    await messages.react(pb.ReactRequest(request_id="react", conversation_id=at, seq=4, emoji="👍"), caller=layla)
    await messages.recall_message(pb.RecallMessageRequest(request_id="recall", conversation_id=at, seq=6), caller=omar)
    pages, after = [], 0
    for size in (5, 50):
        request = pb.ListUpdatesRequest(conversation_id=at, after_seq=after, page_size=size)
        page = await messages.list_updates(request, caller=layla)
        after = page.to_seq
        pages.append(json_format.MessageToDict(page, preserving_proto_field_name=True))
    return pages, (await chat.view(layla, at)).head_hash


def test_both_languages_give_the_same_format() -> None:
    formulas = [re.findall(r"^\| `(?:commitment|header|hash)` \|.*$", text, re.MULTILINE) for text in GUIDES.values()]
    assert formulas[0] == formulas[1]
    assert len(FORMULAS) == len(formulas[0]) == 3
