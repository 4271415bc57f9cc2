"""From submission to release: checks, queue, verdicts, history, snapshot; the same on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.apps import errors, tables
from core.apps.effects import PATIENCE
from core.kit.db import Database
from core.kit.errors import InvalidArgument, PageTokenInvalid, PermissionDenied, ServiceUnavailable
from core.sandbox.errors import BuildFailed
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis.sandbox.v1 import sandbox_service_pb2 as sandbox_pb
from majlis_devkit import package, signing
from tests.support.apps_desk import (
    LAYLA,
    LAYLA_AS_OPERATOR,
    LAYLAS_KEY,
    OMAR,
    SANDBOX,
    STORE_KEY,
    Desk,
    signed,
    without_scopes,
)

BACKOFF = timedelta(minutes=10)
DOWN = ServiceUnavailable("the sandbox cannot be reached")


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await Desk.open(database)


async def queue(desk: Desk) -> list[str]:
    return [each.version_id for each in (await desk.apps.list_queue(pb.ListQueueRequest(), caller=OMAR)).versions]


async def life(desk: Desk, version_id: str) -> list[tuple[str, str, str]]:
    steps = (await desk.review(version_id)).steps
    return [
        (pb.VersionState.Name(each.state).removeprefix("VERSION_STATE_").lower(), each.by, each.reason)
        for each in steps
    ]


async def stored_package(desk: Desk, version_id: str) -> bytes:
    return (await desk.apps.get_package(pb.GetPackageRequest(version_id=version_id), caller=SANDBOX)).package


# --- the checks


async def test_a_good_version_waits_for_an_operator(desk: Desk) -> None:
    content = signed()
    version = await desk.in_review(content)
    assert version.state == pb.VERSION_STATE_IN_REVIEW
    assert desk.sandbox.started == [content]
    assert await queue(desk) == [version.version_id]


async def test_a_version_the_checks_refuse_never_reaches_a_human(desk: Desk) -> None:
    version = await desk.in_review(signed({"app.py": "import socket\n"}))
    assert version.state == pb.VERSION_STATE_CHANGES_NEEDED
    assert "E403" in {each.code for each in version.findings if each.error}
    assert all(each.text_ar and each.text_en and each.fix for each in version.findings)
    assert (await queue(desk), desk.sandbox.started) == ([], [])


async def test_one_package_is_looked_at_at_a_time(desk: Desk) -> None:
    """Sixteen packages that spin, each on a worker of its own, would leave none to anybody."""
    sent = [await desk.submit(signed(code=code)) for code in (1, 2, 3)]
    await asyncio.gather(*(desk.service.effects.check_version({"version_id": each.version_id}) for each in sent))
    assert (len(desk.sandbox.started), desk.sandbox.starting_most) == (3, 1)


async def test_what_the_dry_start_finds_counts_like_a_check(desk: Desk) -> None:
    crash = sandbox_pb.Finding(code="E601", error=True, text_en="does not start", text_ar="لا يعمل", where="app.py:3")
    desk.sandbox.findings = [crash]
    version = await desk.in_review(signed())
    assert version.state == pb.VERSION_STATE_CHANGES_NEEDED
    assert list(version.findings) == [crash]


async def test_a_warning_does_not_hold_a_version_back(desk: Desk) -> None:
    desk.sandbox.findings = [sandbox_pb.Finding(code="W606", text_en="near a limit", text_ar="قريب")]
    version = await desk.in_review(signed())
    assert version.state == pb.VERSION_STATE_IN_REVIEW
    assert [each.code for each in version.findings] == ["W606"]


async def test_checks_delivered_twice_leave_one_step(desk: Desk) -> None:
    """The outbox delivers at least once; the history says what happened once."""
    version = await desk.submit(signed())
    effect = {"version_id": version.version_id}
    await asyncio.gather(*(desk.service.effects.check_version(effect) for _ in range(3)))
    await desk.service.effects.check_version(effect)
    assert [state for state, _, _ in await life(desk, version.version_id)] == ["draft", "checking", "in_review"]
    await desk.deliver()
    assert len(await life(desk, version.version_id)) == 3


async def test_a_late_check_does_not_move_a_version_already_judged(desk: Desk) -> None:
    version = await desk.in_review(signed())
    await desk.reject(version.version_id, "no")
    await desk.service.effects.check_version({"version_id": version.version_id})
    assert (await desk.version(version.version_id)).state == pb.VERSION_STATE_REJECTED


async def test_a_sandbox_that_is_down_delays_the_checks_and_loses_nothing(desk: Desk) -> None:
    desk.sandbox.trouble = DOWN
    version = await desk.in_review(signed())
    assert version.state == pb.VERSION_STATE_CHECKING
    desk.sandbox.trouble = None
    await desk.deliver(after=BACKOFF)
    assert (await desk.version(version.version_id)).state == pb.VERSION_STATE_IN_REVIEW


async def test_checks_that_never_end_say_so_after_an_hour(desk: Desk) -> None:
    """A developer must not wait for ever for a package that breaks the sandbox each time."""
    desk.sandbox.trouble = DOWN
    version = await desk.in_review(signed())
    await desk.deliver(after=PATIENCE)
    version = await desk.version(version.version_id)
    assert version.state == pb.VERSION_STATE_CHANGES_NEEDED
    assert [each.code for each in version.findings] == ["E901"]


async def test_a_package_the_sandbox_cannot_read_is_not_tried_again(desk: Desk) -> None:
    desk.sandbox.trouble = InvalidArgument("package: no")
    assert (await desk.in_review(signed())).state == pb.VERSION_STATE_CHANGES_NEEDED


# --- the review


async def test_the_operator_sees_everything_there_is_to_judge(desk: Desk) -> None:
    version = await desk.in_review(signed())
    review = await desk.review(version.version_id)
    files = {each.path: each for each in review.files}
    assert (review.developer_name, review.icon_svg[:4]) == ("layla", "<svg")
    assert [(each.scope, each.reason_en) for each in review.scopes] == [("profile.name", "To greet you by name")]
    assert list(review.added_scopes) == ["profile.name"]
    assert "def home()" in files["app.py"].text
    assert files["app.py"].size_bytes == len(files["app.py"].text)
    assert files["texts/ar.ftl"].text == "hello = مرحبا { $name }\n"
    assert [each.by for each in review.steps] == ["layla", "layla", "checks"]


async def test_a_file_that_is_no_text_is_shown_by_its_size(desk: Desk) -> None:
    version = await desk.in_review(signed({"icons/photo.png": b"\x89PNG\x00\xff"}))
    files = {each.path: each for each in (await desk.review(version.version_id)).files}
    assert (files["icons/photo.png"].size_bytes, files["icons/photo.png"].text) == (6, "")


async def test_only_scopes_the_released_version_lacks_count_as_added(desk: Desk) -> None:
    await desk.release(signed())
    version = await desk.in_review(signed(code=2))
    assert not (await desk.review(version.version_id)).added_scopes


async def test_the_queue_is_oldest_first_and_has_pages(desk: Desk) -> None:
    waiting = [(await desk.in_review(signed(code=code))).version_id for code in (1, 2, 3)]
    first = await desk.apps.list_queue(pb.ListQueueRequest(page_size=2), caller=OMAR)
    rest = await desk.apps.list_queue(pb.ListQueueRequest(page_token=first.next_page_token), caller=OMAR)
    assert [each.version_id for each in [*first.versions, *rest.versions]] == waiting
    with pytest.raises(PageTokenInvalid):
        await desk.apps.list_versions(pb.ListVersionsRequest(page_token=first.next_page_token), caller=LAYLA)


async def test_developers_and_users_do_not_judge(desk: Desk) -> None:
    version = await desk.in_review(signed())
    with pytest.raises(PermissionDenied):
        await desk.approve(version.version_id, caller=LAYLA)


# --- the verdict


async def test_an_approved_version_is_released_and_counter_signed(desk: Desk) -> None:
    """What users run carries who made it and who answers for it."""
    version = await desk.release(signed())
    assert (version.state, version.snapshot_state) == (pb.VERSION_STATE_RELEASED, pb.SNAPSHOT_STATE_PENDING)
    content = await stored_package(desk, version.version_id)
    opened = package.read(content)
    assert opened.developer is not None
    assert opened.store is not None
    assert opened.developer.public_key == LAYLAS_KEY.public_key().public_bytes_raw()
    assert opened.store.public_key == STORE_KEY.public_key().public_bytes_raw()
    assert opened.digest == signing.digest(signed()).hex()
    assert version.package_sha256 == (await desk.launch()).package_sha256


async def test_a_release_takes_the_place_of_the_one_before(desk: Desk) -> None:
    first = await desk.release(signed())
    second = await desk.release(signed(code=2))
    assert (await desk.version(first.version_id)).state == pb.VERSION_STATE_SUPERSEDED
    assert (await desk.launch()).version_id == second.version_id
    assert (await life(desk, first.version_id))[-1] == ("superseded", "omar", "1.2.0")


async def test_nobody_approves_their_own_version(desk: Desk) -> None:
    version = await desk.in_review(signed())
    with pytest.raises(errors.ReviewerIsSubmitter):
        await desk.approve(version.version_id, caller=LAYLA_AS_OPERATOR)
    assert (await desk.version(version.version_id)).state == pb.VERSION_STATE_IN_REVIEW


async def test_an_older_version_does_not_replace_a_newer_release(desk: Desk) -> None:
    """Two versions wait; approving them in the wrong order must not take users back."""
    old = await desk.in_review(signed())
    await desk.release(signed(code=2))
    with pytest.raises(errors.VersionNotNewer):
        await desk.approve(old.version_id)


async def test_an_approval_sent_twice_is_one_approval(desk: Desk) -> None:
    version = await desk.in_review(signed())
    first = await desk.approve(version.version_id, request_id="approve-once")
    await desk.deliver()
    assert await desk.approve(version.version_id, request_id="approve-once") == first
    assert len(desk.sandbox.baked) == 1


async def test_two_operators_at_once_give_one_verdict(desk: Desk) -> None:
    version = await desk.in_review(signed())
    answers = await asyncio.gather(
        desk.approve(version.version_id), desk.reject(version.version_id, "no"), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in answers) == ["Version", "VersionStateInvalid"]
    assert len(await life(desk, version.version_id)) in (4, 5)


@pytest.mark.parametrize("state", ["checking", "changes_needed", "rejected", "released"])
async def test_only_a_version_in_review_is_judged(desk: Desk, state: str) -> None:
    bad = {"app.py": "import socket\n"} if state == "changes_needed" else None
    version = await desk.submit(signed(bad))
    if state != "checking":
        await desk.deliver()
    if state == "rejected":
        await desk.reject(version.version_id, "no")
    if state == "released":
        await desk.approve(version.version_id)
    for verdict in (desk.approve(version.version_id), desk.reject(version.version_id, "no")):
        with pytest.raises(errors.VersionStateInvalid) as refused:
            await verdict
        assert refused.value.facts["state"] == state


async def test_a_rejection_tells_its_reason_and_leaves_users_alone(desk: Desk) -> None:
    released = await desk.release(signed())
    version = await desk.in_review(signed(code=2))
    with pytest.raises(InvalidArgument):
        await desk.reject(version.version_id, "")
    await desk.reject(version.version_id, "الوصف لا يطابق التطبيق")
    version = await desk.version(version.version_id)
    assert (version.state, version.verdict_reason) == (pb.VERSION_STATE_REJECTED, "الوصف لا يطابق التطبيق")
    assert (await desk.launch()).version_id == released.version_id


async def test_a_version_that_is_not_there_cannot_be_judged_or_read(desk: Desk) -> None:
    missing = "ver_" + "0" * 26
    verdicts = desk.approve(missing), desk.reject(missing, "no")
    for call in (*verdicts, desk.review(missing), stored_package(desk, missing)):
        with pytest.raises(errors.VersionNotFound):
            await call


async def test_the_history_tells_who_did_what_and_why(desk: Desk) -> None:
    version = await desk.in_review(signed())
    await desk.approve(version.version_id, reason="all is well")
    assert await life(desk, version.version_id) == [
        ("draft", "layla", ""),
        ("checking", "layla", ""),
        ("in_review", "checks", ""),
        ("approved", "omar", "all is well"),
        ("released", "omar", ""),
    ]


async def test_the_history_only_grows(desk: Desk) -> None:
    """Whatever follows, what was written stays as it was written."""
    version = await desk.submit(signed())
    written = list((await desk.review(version.version_id)).steps)
    for follows in (
        desk.deliver, lambda: desk.approve(version.version_id), lambda: desk.deliver(after=BACKOFF),
        lambda: desk.release(signed(code=2)),
    ):  # fmt: skip
        await follows()
        steps = list((await desk.review(version.version_id)).steps)
        assert steps[: len(written)] == written
        written = steps
    assert len(written) == 6


async def test_the_history_holds_accounts_not_only_names(desk: Desk) -> None:
    """A name can be changed later; who did it cannot."""
    version = await desk.release(signed())
    steps = tables.version_steps
    ids = await desk.db.read(
        lambda tx: tx.execute(steps.select().where(steps.c.version_id == version.version_id)).all()
    )
    assert [row.by_id for row in ids] == ["usr_layla", "usr_layla", "", "usr_omar", "usr_omar"]


# --- the snapshot


async def test_a_release_is_baked_and_launched_from_its_snapshot(desk: Desk) -> None:
    version = await desk.release(signed())
    assert (await desk.launch()).artifact_id == ""
    await desk.deliver()
    assert (await desk.version(version.version_id)).snapshot_state == pb.SNAPSHOT_STATE_READY
    assert (await desk.launch()).artifact_id.startswith("art_")
    assert desk.sandbox.baked == [await stored_package(desk, version.version_id)]


async def test_a_failed_bake_is_told_and_the_version_runs_on(desk: Desk) -> None:
    version = await desk.release(signed(**without_scopes()))
    desk.sandbox.trouble = BuildFailed("the package cannot be baked", why="no such module")
    await desk.deliver()
    version = await desk.version(version.version_id)
    assert (version.state, version.snapshot_state) == (pb.VERSION_STATE_RELEASED, pb.SNAPSHOT_STATE_FAILED)
    assert [(each.code, each.error) for each in version.findings if each.code == "W902"] == [("W902", False)]
    assert "no such module" in version.findings[-1].text_en
    state, by, reason = (await life(desk, version.version_id))[-1]
    assert (state, by) == ("released", "sandbox")
    assert "no such module" in reason
    assert (await desk.launch()).version_id == version.version_id


async def test_a_bake_delivered_twice_keeps_its_first_outcome(desk: Desk) -> None:
    version = await desk.release(signed())
    await desk.deliver()
    desk.sandbox.trouble = BuildFailed("the package cannot be baked", why="no space")
    await desk.service.effects.bake_version({"version_id": version.version_id})
    assert (await desk.version(version.version_id)).snapshot_state == pb.SNAPSHOT_STATE_READY
    assert len(desk.sandbox.baked) == 1


async def test_a_bake_waits_for_a_sandbox_that_is_down(desk: Desk) -> None:
    version = await desk.release(signed())
    desk.sandbox.trouble = DOWN
    await desk.deliver()
    assert (await desk.version(version.version_id)).snapshot_state == pb.SNAPSHOT_STATE_PENDING
    desk.sandbox.trouble = None
    await desk.deliver(after=BACKOFF)
    assert (await desk.version(version.version_id)).snapshot_state == pb.SNAPSHOT_STATE_READY
