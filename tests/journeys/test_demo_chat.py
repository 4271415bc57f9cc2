"""The demo people know each other and have talked, once, however often the host starts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.demo import PASSWORD, Demo, DemoPeople
from core.demo_chat import DIRECT, GROUP, TITLE
from core.kit.caller import Caller
from core.kit.tokens import AUDIENCE_USER
from core.main import Host
from majlis.identity.v1 import contacts_service_pb2 as contacts_pb
from majlis.identity.v1.contacts_service_rpc import ContactsServiceClient
from majlis.messaging.v1 import messages_service_pb2
from majlis.messaging.v1.messages_service_rpc import MessagesServiceClient
from majlis_devkit.build import Artifact
from tests.support.hosts import MINIAPPS, POLLS_ONLY, RunningHost, data_dir, whole_host
from tests.support.web_user import WebUser


@pytest.fixture
async def running(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    async with whole_host(data_dir(tmp_path), runner_artifact, bakes=False) as made:
        yield made


@pytest.mark.timeout(240)
async def test_three_people_know_each_other_and_have_talked_once(running: RunningHost) -> None:
    host = running.host
    assert host is not None
    folder = host.config.data_dir
    for begun_before in (True, False):  # The second time as after a start that was cut short at the very end.
        people = DemoPeople.load(folder)
        assert people.acquainted
        if not begun_before:
            DemoPeople(people.totp_secret).save(folder)
        await Demo(host).prepare(MINIAPPS, POLLS_ONLY)
        layla = await _signed_in(running, host, "layla")
        listed = await ContactsServiceClient(host.channel).list_contacts(
            contacts_pb.ListContactsRequest(), caller=layla
        )
        assert [person.username for person in listed.people] == ["omar", "noura"]
        assert await _conversations(host, layla) == {
            "": [text for _, text in DIRECT],
            TITLE: [text for _, text in GROUP],
        }


async def _signed_in(running: RunningHost, host: Host, username: str) -> Caller:
    person = WebUser(running.address)
    await person.log_in(username, PASSWORD)
    return await host.verifier.verify(person.token, AUDIENCE_USER)


async def _conversations(host: Host, person: Caller) -> dict[str, list[str]]:
    """Of each of their conversations, by title, what was written in it."""
    messages = MessagesServiceClient(host.channel)
    synced = await messages.sync(messages_service_pb2.SyncRequest(), caller=person)
    found = {}
    for conversation in synced.conversations:
        request = messages_service_pb2.ListMessagesRequest(conversation_id=conversation.conversation_id)
        listed = (await messages.list_messages(request, caller=person)).messages
        bodies = [json.loads(each.body_json).get("message") for each in listed]
        found[conversation.settings.title] = [body["text"] for body in bodies if body]
    return found
