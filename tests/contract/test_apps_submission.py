"""What a developer sends: whose it is, whether it is newer, whether it is whole; the same on both databases."""

from __future__ import annotations

import asyncio

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.apps import errors
from core.apps.service import KEYS_MAX, SUBMITTED_IN, SUBMITTED_MAX
from core.apps.submission import SUBMITTED_BYTES_MAX
from core.kit.db import Database
from core.kit.errors import InvalidArgument, PageTokenInvalid, RequestIdReused, ResourceExhausted
from majlis.apps.v1 import apps_service_pb2 as pb
from majlis_devkit import package, signing
from tests.support import packages
from tests.support.apps_desk import APP_ID, LAYLA, LAYLAS_KEY, MALLORY, MALLORYS_KEY, STORE_KEY, Desk, signed


@pytest.fixture
async def desk(database: Database) -> Desk:
    return await Desk.open(database)


async def test_a_submitted_version_is_stored_and_checking(desk: Desk) -> None:
    version = await desk.submit(signed(), note="the first one")
    assert version.version_id.startswith("ver_")
    assert (version.app_id, version.code, version.name) == (APP_ID, 1, "1.1.0")
    assert version.state == pb.VERSION_STATE_CHECKING
    assert (version.app_name_ar, version.app_name_en, version.note) == ("مرحبا", "Hello", "the first one")
    assert version == await desk.version(version.version_id)


async def test_a_submission_sent_twice_is_one_version(desk: Desk) -> None:
    """The command line repeats after a lost answer; the developer has one version, not VERSION_NOT_NEWER."""
    content = signed()
    first = await desk.submit(content, request_id="once-and-again")
    assert await desk.submit(content, request_id="once-and-again") == first
    with pytest.raises(RequestIdReused):
        await desk.submit(signed(code=2), request_id="once-and-again")


async def test_two_submissions_of_one_code_at_once_give_one_version(desk: Desk) -> None:
    answers = await asyncio.gather(desk.submit(signed()), desk.submit(signed()), return_exceptions=True)
    assert sorted(type(each).__name__ for each in answers) == ["Version", "VersionNotNewer"]


async def test_two_developers_racing_for_an_id_leave_one_owner(desk: Desk) -> None:
    answers = await asyncio.gather(
        desk.submit(signed()), desk.submit(signed(key=MALLORYS_KEY, code=2), caller=MALLORY), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in answers) == ["AppIdTaken", "Version"]


@pytest.mark.parametrize("app_id", [APP_ID, "org.example.Hello", "ORG.EXAMPLE.HELLO"])
async def test_an_app_id_is_its_first_submitters_in_every_spelling(desk: Desk, app_id: str) -> None:
    """org.bank.Pay must not stand beside org.bank.pay."""
    await desk.submit(signed())
    with pytest.raises(errors.AppIdTaken):
        await desk.submit(signed(key=MALLORYS_KEY, code=2, app_id=app_id), caller=MALLORY)


async def test_an_app_keeps_the_spelling_of_its_id(desk: Desk) -> None:
    """Data and grants hang on the id; a second spelling would be a second app."""
    await desk.submit(signed())
    with pytest.raises(errors.AppIdTaken):
        await desk.submit(signed(code=2, app_id="org.example.Hello"))


@pytest.mark.parametrize("code", [1, 4, 5])
async def test_a_version_code_must_grow(desk: Desk, code: int) -> None:
    await desk.submit(signed(code=5))
    with pytest.raises(errors.VersionNotNewer) as refused:
        await desk.submit(signed(code=code))
    assert refused.value.metadata() == {"code": str(code), "newest_code": "5"}


async def test_only_a_key_registered_by_the_sender_counts(desk: Desk) -> None:
    """A package somebody found is not theirs to send, and theirs is not signed by another."""
    with pytest.raises(errors.SignatureInvalid) as refused:
        await desk.submit(signed(key=LAYLAS_KEY), caller=MALLORY)
    assert refused.value.facts["why"] == "key_unknown"


async def test_an_unsigned_changed_or_already_counter_signed_package_is_refused(desk: Desk) -> None:
    content = signed()
    parts, other = signing.layout(content), signing.layout(signed(code=7))
    swapped = other.members + parts.block + other.directory + other.end
    for bad, why in (
        (package.build(packages.files(), ["pages/index"]), "unsigned"),
        (swapped, "broken"),
        (signing.counter_sign(content, STORE_KEY), "store_signature"),
    ):
        with pytest.raises(errors.SignatureInvalid) as refused:
            await desk.submit(bad)
        assert refused.value.facts["why"] == why


async def test_a_bad_package_is_refused_with_the_finding_of_the_check(desk: Desk) -> None:
    """The developer reads the same code and place as from `majlis check`."""
    with pytest.raises(errors.PackageInvalid) as refused:
        await desk.submit(b"PK no")
    assert refused.value.facts["code"] == "E102"
    with pytest.raises(errors.PackageInvalid) as refused:
        await desk.submit(signed(majlis_ui=99))
    assert refused.value.facts["code"] == "E202"
    assert str(refused.value.facts["where"]).startswith("manifest.json:")
    assert refused.value.facts["text_ar"]


async def test_a_path_out_of_the_package_is_refused(desk: Desk) -> None:
    with pytest.raises(errors.PackageInvalid) as refused:
        await desk.submit(packages.raw_zip([(b"../../etc/passwd", b"root")]))
    assert refused.value.facts["code"] == "E104"


async def test_a_package_leaves_room_for_the_stores_signature(desk: Desk) -> None:
    """A package at the very limit could be approved but never read again."""
    small = len(signed({"icons/filler.png": b""}))
    fits = signed({"icons/filler.png": b"x" * (SUBMITTED_BYTES_MAX - small)})
    over = signed({"icons/filler.png": b"x" * (SUBMITTED_BYTES_MAX - small + 1)}, code=2)
    assert (len(fits), len(over)) == (SUBMITTED_BYTES_MAX, SUBMITTED_BYTES_MAX + 1)
    with pytest.raises(errors.PackageInvalid) as refused:
        await desk.submit(over)
    assert refused.value.facts["code"] == "E101"
    version = await desk.release(fits)
    assert version.state == pb.VERSION_STATE_RELEASED
    await desk.deliver()
    assert (await desk.version(version.version_id)).snapshot_state == pb.SNAPSHOT_STATE_READY


async def test_names_lose_what_could_turn_a_sentence_around(desk: Desk) -> None:
    """The name stands in the host's own consent sentence."""
    names = {"ar": "  مرحبا\u202e ", "en": "Hel\u2066lo\n  you"}
    version = await desk.submit(signed(majlis_names=names))
    assert (version.app_name_ar, version.app_name_en) == ("مرحبا", "Hello you")


@pytest.mark.parametrize("name", ["\u202e\u2066", "\ud800", "\x00"])
async def test_a_name_of_nothing_readable_is_refused(desk: Desk, name: str) -> None:
    content = packages.files()
    manifest = content["manifest.json"].decode().replace('"en": "Hello"', f'"en": "\\u{ord(name[0]):04x}"', 1)
    with pytest.raises(errors.PackageInvalid) as refused:
        await desk.submit(signed({"manifest.json": manifest}))
    assert refused.value.facts["code"] == "E202"


async def test_a_key_is_registered_once_and_for_one_account(desk: Desk) -> None:
    first = await desk.register(STORE_KEY, LAYLA)
    assert first.startswith("key_")
    assert await desk.register(STORE_KEY, LAYLA) == first
    with pytest.raises(errors.KeyTaken):
        await desk.register(STORE_KEY, MALLORY)


async def test_a_key_has_32_bytes(desk: Desk) -> None:
    with pytest.raises(InvalidArgument):
        await desk.apps.register_developer_key(pb.RegisterDeveloperKeyRequest(public_key=b"x" * 31), caller=LAYLA)


async def test_a_developer_registers_no_more_than_twenty_keys(desk: Desk) -> None:
    for number in range(KEYS_MAX - 1):  # Layla has one already.
        await desk.register(Ed25519PrivateKey.from_private_bytes(bytes([100 + number]) * 32), LAYLA)
    with pytest.raises(ResourceExhausted):
        await desk.register(STORE_KEY, LAYLA)
    assert await desk.register(LAYLAS_KEY, LAYLA)


async def test_two_accounts_racing_for_a_key_leave_one_owner(desk: Desk) -> None:
    answers = await asyncio.gather(
        desk.register(STORE_KEY, LAYLA), desk.register(STORE_KEY, MALLORY), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in answers) == ["KeyTaken", "str"]


async def test_a_developer_sends_no_more_than_a_hundred_versions_a_day(desk: Desk) -> None:
    """Every one is kept; the next day there is room again."""
    for code in range(1, SUBMITTED_MAX + 1):
        await desk.submit(signed(code=code))
    with pytest.raises(ResourceExhausted):
        await desk.submit(signed(code=SUBMITTED_MAX + 1))
    desk.clock.advance(SUBMITTED_IN)
    await desk.submit(signed(code=SUBMITTED_MAX + 1))


async def test_another_developers_version_does_not_exist(desk: Desk) -> None:
    """Mallory learns nothing from an id she guessed: the two answers differ in the id alone."""
    version = await desk.submit(signed())
    answers = []
    for version_id in (version.version_id, "ver_" + "0" * 26):
        with pytest.raises(errors.VersionNotFound) as refused:
            await desk.version(version_id, caller=MALLORY)
        answers.append((refused.value.message, refused.value.metadata() == {"version_id": version_id}))
    assert answers[0] == answers[1] == ("no such version", True)
    listed = await desk.apps.list_versions(pb.ListVersionsRequest(app_id=APP_ID), caller=MALLORY)
    assert not listed.versions


async def test_versions_are_listed_newest_first_page_by_page(desk: Desk) -> None:
    submitted = [(await desk.submit(signed(code=code))).version_id for code in range(1, 6)]
    await desk.submit(signed(app_id="org.example.other"))
    found, token, pages = [], "", 0
    while True:
        request = pb.ListVersionsRequest(app_id=APP_ID, page_size=2, page_token=token)
        answer = await desk.apps.list_versions(request, caller=LAYLA)
        found += [each.version_id for each in answer.versions]
        token, pages = answer.next_page_token, pages + 1
        if not token:
            break
    assert (found, pages) == (submitted[::-1], 3)
    everything = await desk.apps.list_versions(pb.ListVersionsRequest(), caller=LAYLA)
    assert (len(everything.versions), everything.next_page_token) == (6, "")


@pytest.mark.parametrize("token", ["x", "ver_1", "dmVyc2lvbnM", "é", "dmVyc2lvbnM6dmVyXw=="])
async def test_a_page_token_nobody_gave_is_refused(desk: Desk, token: str) -> None:
    with pytest.raises(PageTokenInvalid):
        await desk.apps.list_versions(pb.ListVersionsRequest(page_token=token), caller=LAYLA)
