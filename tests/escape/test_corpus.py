"""Whatever anybody wrote: every package of our small corpus, and of the folder MAJLIS_CORPUS names.

Each may end in a normal answer or in a reason that people can read, at the desk, past it in a worker, and in its users'
hands where it got that far; the victims beside it are touched by none.
"""

from __future__ import annotations

import asyncio
import base64
import os
import uuid
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from core.kit.caller import Caller
from core.sandbox.host_calls import APPDATA, WALLET, HostCalls
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis.apps.v1.apps_service_rpc import AppsServiceClient
from majlis_devkit import package
from majlis_devkit.build import Artifact
from tests.support import corpus
from tests.support.attacked_host import Scene
from tests.support.hostile_packages import TURNED_AWAY
from tests.support.web_user import Refused, WebUser

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]
APPS = "majlis.apps.v1.AppsService"
CHECKS_S_MAX = 180
ENTRIES = corpus.entries()
FILES = ("a zip bomb", "two dots", "its first half", "bytes after it", "a manifest that is a JSON bomb", "no signature")


def test_more_packages_can_be_named() -> None:
    """The rest of this file tried our own alone where this is skipped."""
    if not os.environ.get(corpus.VARIABLE):
        pytest.skip(f"{corpus.VARIABLE} names no folder: only the corpus of tests/support/attackers is tried")
    assert len(ENTRIES) > len(list(corpus.OWN.iterdir()))


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def noura(scene: Scene) -> WebUser:
    return await scene.developer()


async def at_the_desk(noura: WebUser, content: bytes) -> tuple[str, dict[str, Any]]:
    """The reason it was turned away by, or the state it came to; and the version."""
    sent = base64.b64encode(content).decode()
    try:
        answer = await noura.call(APPS, "SubmitVersion", request_id=uuid.uuid4().hex, package=sent)
    except Refused as refusal:
        return refusal.reason, {}
    version: dict[str, Any] = answer["version"]
    async with asyncio.timeout(CHECKS_S_MAX):
        while version["state"] in ("VERSION_STATE_CHECKING", "VERSION_STATE_DRAFT"):
            await asyncio.sleep(0.1)
            version = (await noura.call(APPS, "GetVersion", version_id=version["version_id"]))["version"]
    return version["state"], version


async def in_its_users_hands(scene: Scene, version: dict[str, Any]) -> list[str]:
    """Released, opened and pressed."""
    assert scene.host.host is not None
    request = pb.ApproveVersionRequest(request_id=uuid.uuid4().hex, version_id=version["version_id"])
    await AppsServiceClient(scene.host.host.channel).approve_version(request, caller=Caller.operator("usr_x"))
    told = []
    try:
        screen = await scene.layla.open(version["app_id"])
    except Refused as refusal:
        return [refusal.reason]
    pressed = [(node_id, on) for node_id, (_, props, _) in screen.nodes.items() for on in props.get("on", ())]
    for node_id, event in pressed[: corpus.EVENTS_MAX]:
        try:
            await scene.layla.send(screen, {"id": node_id, "on": event})
            told.append(corpus.ANSWER)
        except Refused as refusal:
            told.append(refusal.reason)
    await scene.layla.close(screen)
    return told


@pytest.mark.parametrize("path", ENTRIES.values(), ids=ENTRIES)
async def test_a_package_ends_in_an_answer_or_a_reason(
    scene: Scene, noura: WebUser, runner_artifact: Artifact, path: Path
) -> None:
    content = corpus.packed(path, scene.developer_key)
    desk, version = await at_the_desk(noura, content)
    assert desk in ("VERSION_STATE_CHANGES_NEEDED", "VERSION_STATE_IN_REVIEW") or desk in corpus.listed()
    told = await past_the_desk(scene, runner_artifact, path, content)
    if desk == "VERSION_STATE_IN_REVIEW":
        told += await in_its_users_hands(scene, version)
    assert set(told) <= corpus.listed() | {corpus.ANSWER}
    if path == corpus.OWN / "plain":
        assert told.count(corpus.ANSWER) == len(told) >= 3, "what is not strange works everywhere"
    await scene.neighbours_are_served()


async def past_the_desk(scene: Scene, runner: Artifact, path: Path, content: bytes) -> list[str]:
    """Its sources in a worker, whatever the checks say of them."""
    host = scene.host.host
    assert host is not None
    assert host.pool is not None
    files, entry = corpus.sources(path, content)
    if not files:
        return []
    calls = HostCalls(channel=host.channel, services=(APPDATA, *WALLET))
    return await corpus.Stage(host.pool, runner.artifact_id, calls).run(files, entry, "usr_00000000000000000000000000")


@pytest.mark.parametrize("name", FILES)
async def test_a_file_ends_in_a_reason(
    scene: Scene, noura: WebUser, runner_artifact: Artifact, tmp_path: Path, name: str
) -> None:
    """The way of `.ma` files, with some nobody should take."""
    path = tmp_path / "strange.ma"
    path.write_bytes(TURNED_AWAY[name](scene.developer_key))
    content = corpus.packed(path, scene.developer_key)
    desk, _ = await at_the_desk(noura, content)
    assert desk in corpus.listed()
    told = await past_the_desk(scene, runner_artifact, path, content)
    assert set(told) <= corpus.listed() | {corpus.ANSWER}
    await scene.neighbours_are_served()


def test_a_corpus_of_folders_and_files_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "apps/one").mkdir(parents=True)
    (tmp_path / "apps/one/manifest.json").write_text("{}")
    (tmp_path / "two.ma").write_bytes(package.build({}, []))
    monkeypatch.setenv(corpus.VARIABLE, str(tmp_path))
    assert {"MAJLIS_CORPUS/apps/one", "MAJLIS_CORPUS/two.ma"} <= set(corpus.entries())
    monkeypatch.setenv(corpus.VARIABLE, str(tmp_path / "apps/one/nothing"))
    with pytest.raises(ValueError, match="no folder"):
        corpus.entries()
