"""A client that lies: frames no screen could send, ids that are not its own, packages the desk must not take.

A tap is resolved from the screen the user saw, so there is nothing in a frame that could carry a forged argument.
"""

from __future__ import annotations

import asyncio
import base64
import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from majlis_devkit import project, signing
from tests.support.attacked_host import HOSTILE, POLLS, SANDBOX, Scene, refused
from tests.support.web_user import Screen, WebUser

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]
APPS = "majlis.apps.v1.AppsService"
NOBODYS = "ses_00000000000000000000000000"


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def mallory(scene: Scene) -> AsyncIterator[WebUser]:
    user = WebUser(scene.host.address)
    await user.sign_up("mallory", "مالوري", "a tent by the sea 7")
    async with user.connected():
        yield user


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def form(mallory: WebUser) -> Screen:
    """Mallory's own form for a new poll: text fields, a choice, a toggle."""
    screen = await mallory.open(POLLS)
    await mallory.tap(screen, "ask")
    return screen


# What a tap is changed by → the reason. "$form" and "$ask" stand for the ids of nodes of Mallory's own screen.
SUBMIT = {"id": "$form", "on": "submit"}
FORGED: dict[str, tuple[dict[str, Any], str]] = {
    "a node that is not there": ({"id": "s.k:admin"}, "EVENT_INVALID"),
    "a node of another screen": ({"id": "s.k:results.k:option-1"}, "EVENT_INVALID"),
    "an id of a thousand characters": ({"id": "s" * 1025}, "FRAME_INVALID"),
    "an event the node has not": ({"on": "press"}, "EVENT_INVALID"),
    "an event called __class__": ({"on": "__class__"}, "EVENT_INVALID"),
    "a value where none belongs": ({"value": {"option": 1}}, "EVENT_INVALID"),
    "arguments of its own": ({"args": {"poll": "p1", "option": 7}}, "FRAME_INVALID"),
    "an action of its own": ({"action": "close"}, "FRAME_INVALID"),
    "a subject of its own": ({"user": "sub_layla"}, "FRAME_INVALID"),
    "a user of its own": ({"user_id": "usr_layla"}, "FRAME_INVALID"),
    "a time of its own": ({"now_ms": 1}, "FRAME_INVALID"),
    "a field that is not there": ({"fields": {"creator": "sub_layla"}}, "EVENT_INVALID"),
    "a text beyond its maximum": ({"fields": {"question": "x" * 81}}, "EVENT_INVALID"),
    "a text that is a number": ({"fields": {"question": 1}}, "EVENT_INVALID"),
    "a text with a control": ({"fields": {"question": "a\x00b"}}, "EVENT_INVALID"),
    "an option that is none": ({"fields": {"ends": "century"}}, "EVENT_INVALID"),
    "an option that is an object": ({"fields": {"ends": {"$t": "x"}}}, "EVENT_INVALID"),
    "a toggle that is a text": ({"fields": {"named": "true"}}, "EVENT_INVALID"),
    "a required field left out": ({"fields": {}}, "EVENT_INVALID"),
    "fields that are a list": ({"fields": [1]}, "EVENT_INVALID"),
    "too much text": ({"fields": {"question": "x" * 5000}}, "FRAME_INVALID"),
    "a screen of the future": ({"revision": 1_000_000}, "STALE_SCREEN"),
    "a screen before the first": ({"revision": 0}, "INVALID_ARGUMENT"),
    "a revision below zero": ({"revision": -1}, "FRAME_INVALID"),
    "a revision that is no number": ({"revision": "1"}, "FRAME_INVALID"),
    "a request_id of one letter": ({"request_id": "x"}, "INVALID_ARGUMENT"),
    "a request_id with a slash": ({"request_id": "ses_other/00000000"}, "INVALID_ARGUMENT"),
    "a request_id without end": ({"request_id": "x" * 65}, "INVALID_ARGUMENT"),
    "a session of nobody": ({"session_id": NOBODYS}, "SESSION_NOT_FOUND"),
    "a session with a quote": ({"session_id": "' OR 1=1 --"}, "SESSION_NOT_FOUND"),
    "a session without end": ({"session_id": "s" * 100}, "INVALID_ARGUMENT"),
}


@pytest.mark.parametrize(("change", "reason"), FORGED.values(), ids=FORGED)
async def test_a_forged_tap_is_refused(
    scene: Scene, mallory: WebUser, form: Screen, change: dict[str, Any], reason: str
) -> None:
    node = form.find("poll", "submit")
    frame = {"k": "ev", "request_id": uuid.uuid4().hex, "session_id": form.session_id, "revision": form.revision}
    before = form.nodes
    told = await refused(mallory.say(lambda seq: json.dumps(frame | SUBMIT | {"id": node} | change | {"seq": seq})))
    assert told.reason == reason
    assert form.nodes == before
    await scene.neighbours_are_served()


# JSON texts no client of ours would write; SEQ is the frame's number.
BROKEN = {
    "not a number": '{"k":"ev","seq":SEQ,"value":NaN}',
    "infinity": '{"k":"ev","seq":SEQ,"request_id":"a","session_id":"s","revision":1,"id":"s","on":"x","value":1e999}',
    "a giant number": '{"k":"ev","seq":SEQ,"revision":1' + "0" * 4000 + "}",
    "half a character": '{"k":"open","seq":SEQ,"app_id":"\\ud800","path":"/"}',
    "half a character in a member's name": '{"k":"open","seq":SEQ,"app_id":"x","\\ud800":1}',
    "an unknown kind": '{"k":"commit","seq":SEQ}',
    "a kind that is a list": '{"k":["ev"],"seq":SEQ}',
    "hello again": '{"k":"hello","seq":SEQ,"token":"x"}',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
async def test_a_broken_frame_is_refused_and_the_line_goes_on(mallory: WebUser, form: Screen, text: str) -> None:
    told = await refused(mallory.say(lambda seq: text.replace("SEQ", str(seq))))
    assert told.reason == "FRAME_INVALID"
    assert (await refused(mallory.send(form, {"id": "s.9", "on": "press"}))).reason == "EVENT_INVALID"


async def test_another_persons_session_does_not_exist(scene: Scene, mallory: WebUser) -> None:
    """By every way a session can be named, Layla's answers like one that never was; hers goes on undisturbed."""
    screen = next(iter(scene.screens.values()))
    for named in ({"k": "close"}, {"k": "ev", "id": "s", "on": "press", "request_id": uuid.uuid4().hex, "revision": 1}):
        answers = []
        for session_id in (screen.session_id, NOBODYS):
            frame = named | {"session_id": session_id}
            if frame["k"] == "close":
                answers.append(await _told(mallory, "CloseSession", session_id=session_id))
            else:
                told = await refused(mallory.say(lambda seq, frame=frame: json.dumps(frame | {"seq": seq})))
                answers.append((told.reason, sorted(told.metadata)))
        assert answers[0] == answers[1] == ("SESSION_NOT_FOUND", ["session_id"])
    theirs = await _told(mallory, "ResumeSession", session_id=screen.session_id)
    assert theirs == await _told(mallory, "ResumeSession", session_id=NOBODYS)
    assert "printed" in await scene.attack("flood_the_log")


async def _told(user: WebUser, method: str, **body: Any) -> tuple[str, list[str]]:
    refusal = await refused(user.call(SANDBOX, method, **body))
    return refusal.reason, sorted(refusal.metadata)


PLACES = {
    "no screen of the app": ("/admin", "APP_SCREEN_NOT_FOUND"),
    "a path without its slash": ("poll", "APP_SCREEN_NOT_FOUND"),
    "a path upwards": ("/../../../etc/passwd", "APP_SCREEN_NOT_FOUND"),
    "more parameters than any app has": ("/?" + "&".join(f"a{n}" for n in range(40)), "INVALID_ARGUMENT"),
    "a NUL": ("/\x00", "INVALID_ARGUMENT"),
    "another address": ("//evil.example/", "APP_SCREEN_NOT_FOUND"),
}


@pytest.mark.parametrize(("path", "reason"), PLACES.values(), ids=PLACES)
async def test_a_forged_link_leads_nowhere(mallory: WebUser, path: str, reason: str) -> None:
    assert (await refused(mallory.open(POLLS, path))).reason == reason


async def test_the_checks_refuse_what_an_honest_app_never_needs(scene: Scene) -> None:
    """The same attacker, in plain words: every forbidden import is found, none of it reaches an operator."""
    forbidden = {"socket": "E403", "os": "E403", "subprocess": "E403", "ctypes": "E403", "miniapp._host": "E405",
                 "requests": "E404", "wit_world": "E404", "threading": "E403", "sys": "E403"}  # fmt: skip
    findings = await _submitted(scene, "\n".join(f"import {name}" for name in forbidden))
    for name, code in forbidden.items():
        assert any(one["code"] == code and name in one["text_en"] for one in findings), name


async def _submitted(scene: Scene, source: str) -> list[dict[str, Any]]:
    """What the desk found in the attacker's app with one more module of this source."""
    package = base64.b64encode(signing.sign(_package(source), scene.developer_key)).decode()
    noura = await scene.developer()
    version = (await noura.call(APPS, "SubmitVersion", request_id=uuid.uuid4().hex, package=package))["version"]
    async with asyncio.timeout(60):
        while version["state"] in ("VERSION_STATE_CHECKING", "VERSION_STATE_DRAFT"):
            await asyncio.sleep(0.1)
            version = (await noura.call(APPS, "GetVersion", version_id=version["version_id"]))["version"]
    assert version["state"] == "VERSION_STATE_CHANGES_NEEDED"
    found: list[dict[str, Any]] = version["findings"]
    return found


def _package(source: str) -> bytes:
    read = project.read(HOSTILE)
    manifest = dict(read.manifest) | {"version": {"code": 2, "name": "2.0.0"}}
    changed = {**read.files, "manifest.json": json.dumps(manifest).encode(), "plain.py": source.encode()}
    return replace(read, files=changed, manifest=manifest).package()
