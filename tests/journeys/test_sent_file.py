"""A file from one phone to another and on to a third, as clients do it; each recall takes it from those it was for.

Nothing here is called inside the host: uploads, messages and links go through its front door.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.demo import PASSWORD
from core.kit.config import Config
from core.main import Host
from tests.support.hosts import served
from tests.support.media_desk import picture
from tests.support.waiting import until
from tests.support.web_user import Refused, WebUser

CONTACTS, CONVERSATIONS = "majlis.identity.v1.ContactsService", "majlis.messaging.v1.ConversationsService"
MEDIA, MESSAGES = "majlis.messaging.v1.MediaService", "majlis.messaging.v1.MessagesService"
LETTER = b"CANARY-of-a-letter " + bytes(range(256)) * 1_200  # More than one piece.
REMOVED_S_MAX = 20  # The sweep comes every second; a busy machine takes its time.


@dataclass(frozen=True, slots=True)
class People:
    """Layla knows Omar, Omar knows Salma; each two have a conversation."""

    layla: WebUser
    omar: WebUser
    salma: WebUser
    first: str
    second: str
    media: Path

    def files(self) -> list[Path]:
        return [path for path in self.media.rglob("*") if path.is_file()]


@pytest.fixture
async def people(database_url: str, tmp_path: Path) -> AsyncIterator[People]:
    folder = tmp_path / "data"
    config = Config(http_port=0, grpc_port=0, data_dir=folder, database_url=database_url)
    async with served(Host(config, roles=("gateway", "identity", "messaging"))) as url:
        layla, omar, salma = (WebUser(url) for _ in range(3))
        for who, username in ((layla, "layla"), (omar, "omar"), (salma, "salma")):
            await who.sign_up(username, username, PASSWORD)
        first = await _acquainted(layla, omar, "omar")
        second = await _acquainted(omar, salma, "salma")
        yield People(layla, omar, salma, first, second, folder / "media")
        for who in (layla, omar, salma):
            await who.http.aclose()


async def _acquainted(one: WebUser, other: WebUser, username: str) -> str:
    """The conversation of two who become contacts."""
    await one.call(CONTACTS, "RequestContact", username=username)
    asks = await other.call(CONTACTS, "ListContacts", state="CONTACT_STATE_ASKS")
    await other.call(CONTACTS, "AnswerContact", user_id=asks["people"][0]["user_id"], accept=True)
    known = await one.call(CONTACTS, "ListContacts")
    user_id = next(person["user_id"] for person in known["people"] if person["username"] == username)
    opened = await one.call(CONVERSATIONS, "OpenDirect", user_id=user_id)
    return str(opened["conversation"]["conversation_id"])


async def _uploaded(who: WebUser, content: bytes, *, kind: str, name: str) -> dict[str, Any]:
    """In pieces of the size the host names."""
    started = await who.call(
        MEDIA, "StartUpload", request_id=uuid.uuid4().hex, kind=f"MEDIA_KIND_{kind}", name=name, size_bytes=len(content)
    )
    upload = started["upload"]
    while (at := int(upload.get("received_bytes", 0))) < len(content):
        piece = base64.b64encode(content[at : at + upload["piece_bytes_max"]]).decode()
        answer = await who.call(MEDIA, "AppendUpload", upload_id=upload["upload_id"], offset_bytes=at, piece=piece)
        upload = answer["upload"]
    media: dict[str, Any] = (await who.call(MEDIA, "FinishUpload", upload_id=upload["upload_id"]))["media"]
    return media


async def _sent(who: WebUser, at: str, content: dict[str, Any]) -> int:
    sent = await who.call(MESSAGES, "SendMessage", request_id=uuid.uuid4().hex, conversation_id=at, content=content)
    return int(sent["update"]["seq"])


async def _forwarded(who: WebUser, at: str, seq: int, to: str) -> int:
    sent = await who.call(
        MESSAGES, "ForwardMessage",
        request_id=uuid.uuid4().hex, conversation_id=at, seq=seq, to_conversation_ids=[to],
    )  # fmt: skip
    return int(sent["updates"][0]["seq"])


async def _recalled(who: WebUser, at: str, seq: int) -> None:
    await who.call(MESSAGES, "RecallMessage", request_id=uuid.uuid4().hex, conversation_id=at, seq=seq)


async def _link(who: WebUser, at: str, seq: int, *, thumbnail: bool = False) -> str:
    answer = await who.call(MEDIA, "GetMediaLink", conversation_id=at, seq=seq, thumbnail=thumbnail)
    return str(answer["path"])


async def _opened(who: WebUser, path: str) -> httpx.Response:
    """As a page opens it: by the link alone, without a token."""
    return await who.http.get(path)


async def _is_closed(who: WebUser, path: str, at: str, seq: int) -> None:
    """A link in the hand opens nothing, and there is no new one."""
    assert (await _opened(who, path)).status_code == 404
    with pytest.raises(Refused) as refusal:
        await _link(who, at, seq)
    assert refusal.value.reason == "MEDIA_NOT_FOUND"


@pytest.mark.timeout(120)
async def test_a_file_goes_on_and_each_recall_takes_it_from_those_it_was_for(people: People) -> None:
    """Layla takes back what she sent Omar; what Omar sent on is his to take back, and only then is it nowhere."""
    layla, omar, salma = people.layla, people.omar, people.salma
    media = await _uploaded(layla, LETTER, kind="FILE", name="رسالة.pdf")
    first = await _sent(layla, people.first, {"file": {"media_id": media["media_id"]}})
    shown = await omar.call(MESSAGES, "GetMessage", conversation_id=people.first, seq=first)
    assert '"name":"رسالة.pdf"' in shown["message"]["body_json"]
    to_omar = await _link(omar, people.first, first)
    answer = await _opened(omar, to_omar)
    assert (answer.status_code, answer.content) == (200, LETTER)
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D8%B1")

    second = await _forwarded(omar, people.first, first, people.second)
    to_salma = await _link(salma, people.second, second)
    assert (await _opened(salma, to_salma)).content == LETTER
    with pytest.raises(Refused) as refusal:
        await _link(salma, people.first, first)
    assert refusal.value.reason == "MEDIA_NOT_FOUND", "she may see the copy, not where it came from"

    await _recalled(layla, people.first, first)
    await _is_closed(omar, to_omar, people.first, first)
    await _is_closed(layla, to_omar, people.first, first)
    assert (await _opened(salma, to_salma)).content == LETTER
    assert (await _opened(omar, await _link(omar, people.second, second))).content == LETTER
    with pytest.raises(Refused) as refusal:
        await _forwarded(omar, people.first, first, people.second)
    assert refusal.value.reason == "MESSAGE_RECALLED"

    await _recalled(omar, people.second, second)
    await _is_closed(salma, to_salma, people.second, second)
    await until(lambda: not people.files(), within_s=REMOVED_S_MAX)
    with pytest.raises(Refused) as refusal:
        await _sent(layla, people.first, {"file": {"media_id": media["media_id"]}})
    assert refusal.value.reason == "MEDIA_NOT_FOUND", "who uploaded it has to upload it again"


@pytest.mark.timeout(120)
async def test_a_pictures_thumbnail_goes_with_it(people: People) -> None:
    """A small picture of what was taken back is still the picture."""
    layla, omar, salma = people.layla, people.omar, people.salma
    media = await _uploaded(layla, picture(size=(900, 600)), kind="IMAGE", name="dunes.jpg")
    first = await _sent(layla, people.first, {"image": {"media_id": media["media_id"]}, "text": "كثبان"})
    second = await _forwarded(omar, people.first, first, people.second)
    small = await _link(omar, people.first, first, thumbnail=True)
    copy = await _link(salma, people.second, second, thumbnail=True)
    assert (await _opened(omar, small)).headers["content-type"] == "image/webp"
    await _recalled(layla, people.first, first)
    assert (await _opened(omar, small)).status_code == 404
    assert (await _opened(salma, copy)).headers["content-type"] == "image/webp"
    assert len(people.files()) == 2
    await _recalled(omar, people.second, second)
    assert (await _opened(salma, copy)).status_code == 404
    await until(lambda: not people.files(), within_s=REMOVED_S_MAX)
