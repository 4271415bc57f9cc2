"""Pairwise subjects: another name in every app, the same for ever in one; both mappers answer alike."""

from __future__ import annotations

import asyncio
import dataclasses

import pytest
import sqlalchemy as sa

from core.identity.keys import SubjectKey
from core.identity.subject_mapper import MAPPED_MAX, RemoteSubjects, StoredSubjects
from core.identity.tables import subjects as table
from majlis.identity.v1 import identity_service_pb2 as pb
from tests.support.identity import SERVICE, IdentityWorld


@pytest.fixture
async def identity(database, tmp_path):
    world = IdentityWorld(database, tmp_path / "identity_keys")
    yield world
    world.close()


@pytest.fixture(params=["stored", "by rpc"])
def mapper(request, identity):
    """core.kit.user_refs.SubjectMapper, beside the database and in another process."""
    return identity.subjects if request.param == "stored" else RemoteSubjects(channel=identity.chain, service="apps")


async def _people(identity, *usernames: str) -> list[str]:
    return [(await identity.sign_up(username)).user.user_id for username in usernames]


async def test_two_apps_cannot_tell_that_they_know_the_same_person(identity, mapper):
    (layla,) = await _people(identity, "layla")
    one, two = [(await mapper.subjects(app_id, {layla}))[layla] for app_id in ("app_1", "app_2")]
    assert one != two
    assert one.startswith("sub_")
    assert layla not in one + two
    assert await mapper.user_ids("app_1", {one}) == {one: layla}
    assert await mapper.user_ids("app_1", {two}) == {}


async def test_a_subject_never_changes(identity, mapper):
    layla, karim = await _people(identity, "layla", "karim")
    first = await mapper.subjects("app_1", {layla})
    both = await mapper.subjects("app_1", {layla, karim})
    assert both[layla] == first[layla]
    assert both[karim] != first[layla]


async def test_who_is_unknown_is_left_out(identity, mapper):
    (layla,) = await _people(identity, "layla")
    assert (await mapper.subjects("app_1", {layla, "usr_nobody"})).keys() == {layla}
    assert await mapper.user_ids("app_1", {"sub_nobody"}) == {}
    assert await mapper.subjects("app_1", set()) == {}
    assert await mapper.user_ids("app_1", set()) == {}


async def test_more_people_than_one_call_takes_are_mapped_in_several(identity, mapper):
    (layla,) = await _people(identity, "layla")
    crowd = {f"usr_{number:04}" for number in range(2 * MAPPED_MAX)} | {layla}
    found = await mapper.subjects("app_1", crowd)
    assert found.keys() == {layla}
    assert await mapper.user_ids("app_1", crowd | {found[layla]}) == {found[layla]: layla}


async def test_many_asking_at_once_make_one_subject(identity):
    people = set(await _people(identity, "layla", "karim"))
    answers = await asyncio.gather(*(identity.subjects.subjects("app_1", people) for _ in range(8)))
    assert all(answer == answers[0] for answer in answers)
    stored = await identity.database.read(lambda tx: tx.scalar(sa.select(sa.func.count()).select_from(table)))
    assert stored == 2


async def test_a_new_key_makes_new_subjects_and_keeps_the_old(identity):
    """An app stored them; they are its users' names for ever."""
    layla, karim = await _people(identity, "layla", "karim")
    before = await identity.subjects.subjects("app_1", {layla})
    keys = dataclasses.replace(identity.keys, subjects=SubjectKey(2, b"2" * 32))
    renewed = StoredSubjects(db=identity.database, clock=identity.clock, keys=keys)
    after = await renewed.subjects("app_1", {layla, karim})
    assert after[layla] == before[layla]
    assert await renewed.user_ids("app_1", set(after.values())) == {subject: user for user, subject in after.items()}
    rows = await identity.database.read(lambda tx: tx.execute(sa.select(table.c.user_id, table.c.key_version)).all())
    assert {row.user_id: row.key_version for row in rows} == {layla: 1, karim: 2}


async def test_one_call_maps_both_ways(identity):
    (layla,) = await _people(identity, "layla")
    subject = (await identity.subjects.subjects("app_1", {layla}))[layla]
    request = pb.MapSubjectsRequest(app_id="app_1", user_ids=[layla], subjects=[subject])
    answer = await identity.client.map_subjects(request, caller=SERVICE)
    assert dict(answer.subject_by_user_id) == {layla: subject}
    assert dict(answer.user_id_by_subject) == {subject: layla}
