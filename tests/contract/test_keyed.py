"""KEYED rpcs: a request repeated under its request_id is carried out once and answered alike, on both databases."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.clock import ManualClock
from core.kit.db import Transaction
from core.kit.errors import RequestIdReused
from core.kit.keyed import KEPT, KeyedWrites
from core.kit.rpc import Call
from majlis.apps.v1 import apps_service_pb2 as pb

effects = sa.Table("test_effects", sa.MetaData(), sa.Column("number", sa.BigInteger, primary_key=True))
SUBMIT = "majlis.apps.v1.AppsService/SubmitVersion"
LAYLA = Call(Caller.user("usr_layla"), SUBMIT)


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def writes(database, clock):
    effects.create(database.engine)
    return KeyedWrites(db=database, clock=clock)


def request(request_id: str, package: bytes = b"zip") -> pb.SubmitVersionRequest:
    return pb.SubmitVersionRequest(request_id=request_id, package=package)


def count(tx: Transaction) -> int:
    return tx.execute(sa.select(sa.func.count()).select_from(effects)).scalar_one()


def submit(tx: Transaction) -> pb.SubmitVersionResponse:
    number = count(tx) + 1
    tx.execute(effects.insert().values(number=number))
    return pb.SubmitVersionResponse(version=pb.Version(version_id=f"ver_{number}"))


async def send(writes: KeyedWrites, made: pb.SubmitVersionRequest, call: Call = LAYLA) -> str:
    response = await writes.write(call, made, pb.SubmitVersionResponse, submit)
    return response.version.version_id


async def test_the_same_request_is_answered_as_the_first_time(database, writes):
    """The answer was lost in the tunnel; the phone asks again."""
    assert [await send(writes, request("r1")) for _ in range(3)] == ["ver_1"] * 3
    assert await database.read(count) == 1


async def test_twenty_at_once_are_carried_out_once(database, writes):
    answers = await asyncio.gather(*(send(writes, request("r1")) for _ in range(20)))
    assert set(answers) == {"ver_1"}
    assert await database.read(count) == 1


async def test_the_same_id_with_another_body_is_refused(database, writes):
    """A client that reuses ids must not get a stranger's answer for its own question."""
    await send(writes, request("r1"))
    with pytest.raises(RequestIdReused):
        await send(writes, request("r1", b"other"))
    assert await database.read(count) == 1


async def test_ids_belong_to_their_caller_and_method(database, writes):
    """Guessing Layla's request_id tells Mallory nothing and blocks nobody."""
    mallory = Call(Caller.user("usr_mallory"), SUBMIT)
    layla_in_an_app = Call(Caller.app("app_polls", user_id="usr_layla"), SUBMIT)
    elsewhere = Call(LAYLA.caller, "majlis.apps.v1.AppsService/Other")
    callers = [LAYLA, mallory, layla_in_an_app, elsewhere]
    assert len({await send(writes, request("r1"), call) for call in callers}) == 4


async def test_a_refused_request_may_be_sent_again(database, writes):
    """Nothing happened, so nothing is remembered: the same id succeeds once the reason is gone."""

    def refuse(tx: Transaction) -> pb.SubmitVersionResponse:
        submit(tx)
        raise LookupError("not now")

    with pytest.raises(LookupError):
        await writes.write(LAYLA, request("r1"), pb.SubmitVersionResponse, refuse)
    assert await database.read(count) == 0
    assert await send(writes, request("r1")) == "ver_1"


async def test_answers_are_kept_thirty_days(writes, clock):
    await send(writes, request("r1"))
    clock.advance(KEPT)
    assert await writes.forget_old() == 0
    assert await send(writes, request("r1")) == "ver_1"
    clock.advance(timedelta(milliseconds=1))
    assert await writes.forget_old() == 1
    assert await send(writes, request("r1")) == "ver_2"
