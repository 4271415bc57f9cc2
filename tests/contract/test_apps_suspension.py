"""A version that is switched off for a while: by the sandbox alone, lifted by an operator alone; on both databases."""

from __future__ import annotations

import pytest

from core.apps import errors
from core.kit.caller import Caller
from core.kit.db import Database
from core.kit.errors import InvalidArgument, PermissionDenied
from majlis.apps.v1 import apps_service_pb2 as pb
from tests.support.apps_desk import (
    APP_ID,
    LAYLA,
    LAYLA_AS_OPERATOR,
    MALLORY,
    OMAR,
    SANDBOX,
    SARA,
    Desk,
    signed,
)

TRAPS = pb.Traps(
    counts=[pb.TrapCount(reason="APP_OUT_OF_FUEL", count=9), pb.TrapCount(reason="APP_OUT_OF_MEMORY", count=2)],
    people=6, people_served=8, window_s=600, last_event="action vote", last_detail="it spun", last_incident="ab12",
)  # fmt: skip


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await Desk.open(database)


async def suspend(desk: Desk, version_id: str, *, caller: Caller = SANDBOX) -> pb.Version:
    request = pb.SuspendVersionRequest(version_id=version_id, traps=TRAPS)
    return (await desk.apps.suspend_version(request, caller=caller)).version


async def resume(
    desk: Desk, version_id: str, *, caller: Caller = OMAR, reason: str = "mended", request_id: str = ""
) -> pb.Version:
    request = pb.ResumeVersionRequest(request_id=request_id or desk.request_id(), version_id=version_id, reason=reason)
    return (await desk.apps.resume_version(request, caller=caller)).version


async def check(desk: Desk, version_id: str) -> bool:
    """True where the version was replaced while it was suspended; APP_SUSPENDED while it is."""
    request = pb.CheckVersionRequest(version_id=version_id)
    return (await desk.apps.check_version(request, caller=SANDBOX)).replaced


async def suspended(desk: Desk) -> list[str]:
    answer = await desk.apps.list_suspended(pb.ListSuspendedRequest(), caller=OMAR)
    return [each.version_id for each in answer.versions]


async def test_a_suspended_version_opens_for_nobody(desk: Desk) -> None:
    """Its users are told so; its texts and pictures stay, for screens that are open."""
    version = await desk.release(signed())
    assert not await check(desk, version.version_id)
    answer = await suspend(desk, version.version_id)
    assert answer.state == pb.VERSION_STATE_SUSPENDED
    with pytest.raises(errors.AppSuspended):
        await desk.launch()
    with pytest.raises(errors.AppSuspended):
        await check(desk, version.version_id)
    assert (await desk.app()).version_id == version.version_id
    texts = pb.GetTextsRequest(app_id=APP_ID, version_id=version.version_id, lang="ar")
    assert (await desk.apps.get_texts(texts, caller=SARA)).ftl


async def test_developer_and_operator_see_what_for(desk: Desk) -> None:
    """The same numbers to both, and a step by the host in the version's life, in both languages."""
    version = await desk.release(signed())
    await suspend(desk, version.version_id)
    assert await suspended(desk) == [version.version_id]
    for seen in (await desk.version(version.version_id), (await desk.review(version.version_id)).version):
        assert seen.suspension.traps == TRAPS
        assert seen.suspension.suspended_at_ms
    step = (await desk.review(version.version_id)).steps[-1]
    assert (step.state, step.by) == (pb.VERSION_STATE_SUSPENDED, "sandbox")
    assert "أوقفه المضيف" in step.reason
    assert "6 of 8 people (APP_OUT_OF_FUEL × 9, APP_OUT_OF_MEMORY × 2)" in step.reason


async def test_it_goes_on_where_it_stood_once_it_is_lifted(desk: Desk) -> None:
    """Grants, sessions and documents were not touched; only its state was."""
    version = await desk.release(signed())
    await desk.grant("profile.name")
    before = await desk.launch()
    await suspend(desk, version.version_id)
    lifted = await resume(desk, version.version_id, reason="it was the weather")
    assert (lifted.state, lifted.HasField("suspension")) == (pb.VERSION_STATE_RELEASED, False)
    assert await desk.launch() == before
    assert not await check(desk, version.version_id)
    assert await suspended(desk) == []
    step = (await desk.review(version.version_id)).steps[-1]
    assert (step.by, step.reason) == ("omar", "it was the weather")


async def test_suspending_twice_is_suspending_once(desk: Desk) -> None:
    """Two processes may count alike; after it was lifted it can be suspended again, for the new reason."""
    version = await desk.release(signed())
    for _ in range(2):
        await suspend(desk, version.version_id)
    steps = [step.state for step in (await desk.review(version.version_id)).steps]
    assert steps.count(pb.VERSION_STATE_SUSPENDED) == 1
    await resume(desk, version.version_id)
    again = pb.SuspendVersionRequest(version_id=version.version_id, traps=pb.Traps(people=50, people_served=51))
    await desk.apps.suspend_version(again, caller=SANDBOX)
    assert (await desk.version(version.version_id)).suspension.traps.people == 50


async def test_only_the_host_suspends_and_only_operators_lift(desk: Desk) -> None:
    """A developer who could suspend would suspend a rival; one who could lift would lift their own."""
    version = await desk.release(signed())
    for nobody in (LAYLA, MALLORY, SARA, OMAR):
        with pytest.raises(PermissionDenied):
            await suspend(desk, version.version_id, caller=nobody)
    await suspend(desk, version.version_id)
    for nobody in (LAYLA, MALLORY, SARA, SANDBOX):
        with pytest.raises(PermissionDenied):
            await resume(desk, version.version_id, caller=nobody)
        with pytest.raises(PermissionDenied):
            await desk.apps.list_suspended(pb.ListSuspendedRequest(), caller=nobody)
    with pytest.raises(errors.ReviewerIsSubmitter):
        await resume(desk, version.version_id, caller=LAYLA_AS_OPERATOR)
    with pytest.raises(InvalidArgument):
        await resume(desk, version.version_id, reason="")


async def test_what_is_not_run_is_not_suspended_and_what_is_not_suspended_is_not_lifted(desk: Desk) -> None:
    version = await desk.in_review(signed())
    with pytest.raises(errors.VersionStateInvalid):
        await suspend(desk, version.version_id)
    with pytest.raises(errors.VersionStateInvalid):
        await resume(desk, version.version_id)
    for act in (suspend, resume, check):
        with pytest.raises(errors.VersionNotFound):
            await act(desk, "ver_nobodys")


async def test_lifting_again_with_the_same_request_answers_alike(desk: Desk) -> None:
    version = await desk.release(signed())
    await suspend(desk, version.version_id)
    first = await resume(desk, version.version_id, request_id="lift-0001")
    assert await resume(desk, version.version_id, request_id="lift-0001") == first
    with pytest.raises(errors.VersionStateInvalid):
        await resume(desk, version.version_id)


async def test_a_newer_version_takes_its_place_by_approval(desk: Desk) -> None:
    """The developer mends it meanwhile; open sessions of the old one are over and open on the new one."""
    old = await desk.release(signed())
    await suspend(desk, old.version_id)
    new = await desk.release(signed(code=2))
    assert (await desk.launch()).version_id == new.version_id
    assert await check(desk, old.version_id)
    assert not await check(desk, new.version_id)
    with pytest.raises(errors.VersionStateInvalid):
        await resume(desk, old.version_id)
    assert await suspended(desk) == []


async def test_a_version_that_was_replaced_in_good_standing_is_not_over(desk: Desk) -> None:
    """Its open sessions end as they began."""
    old = await desk.release(signed())
    await desk.release(signed(code=2))
    assert not await check(desk, old.version_id)
