"""A payment reaches its app once: on the screen that asked for it, or in the app's own session when that is gone."""

from __future__ import annotations

import asyncio
import json

import pytest

from core.kit.caller import Caller
from core.kit.db import Database
from core.kit.errors import DomainError, ResourceExhausted
from core.sandbox.errors import AppCrashed
from core.sandbox.traps import SPUN_FUEL_MIN
from core.sandbox.worker_line import AppTimedOut
from majlis.sandbox.v1 import sandbox_service_pb2 as pb
from tests.support.session_house import APP_ID, LAYLA, SessionHouse
from tests.support.waiting import until

ORDER = {"order_id": "ord_01jd8q7m3v5x9z2b4n6p8r0t1w", "state": "ORDER_STATE_PAID"}


@pytest.fixture
def house(database: Database) -> SessionHouse:
    return SessionHouse(database)


async def deliver(house: SessionHouse, session_id: str = "", delivery: str = "ord_1/2", app_id: str = APP_ID) -> str:
    request = pb.DeliverPaymentRequest(
        app_id=app_id, session_id=session_id, delivery_id=delivery, payment_json=json.dumps(ORDER)
    )
    return (await house.client.deliver_payment(request, caller=Caller.of_service("wallet"))).reason


async def votes(house: SessionHouse) -> int:
    return (await house.guest.votes())[0]


async def test_a_payment_is_heard_in_its_session_and_shown_at_once(house: SessionHouse) -> None:
    """She looks at the screen while the money moves: it changes without a touch."""
    mine = await house.open()
    watching = house.watch(mine.session_id)
    await until(lambda: house.is_watched(mine.session_id))
    assert await deliver(house, mine.session_id) == ""
    assert house.guest.heard == [ORDER]
    await until(lambda: len(watching.seen) == 1)
    assert "votes: 1" in watching.seen[0].patch.ops_json
    assert watching.seen[0].patch.base_revision == mine.screen.revision
    await watching.stop()


async def test_a_payment_that_is_delivered_again_is_heard_once(house: SessionHouse) -> None:
    """The answer was lost and the wallet asks again: also after the app moved on and could not hear it twice."""
    mine = await house.open()
    for _ in range(2):
        assert await deliver(house, mine.session_id) == ""
        assert await votes(house) == 1
        house.guest.refusals = [AppCrashed("it would not be heard twice")]
    assert await deliver(house, delivery="ord_2/1") == "APP_CRASHED"  # It was not used up by the second delivery.
    for _ in range(2):
        assert await deliver(house, delivery="ord_2/2") == ""
        assert await votes(house) == 2


async def test_a_tap_and_a_payment_at_the_same_moment_both_count(house: SessionHouse) -> None:
    mine = await house.open()
    tapping = asyncio.ensure_future(house.vote(mine.session_id, mine.screen.revision))
    assert await deliver(house, mine.session_id) == ""
    await tapping
    assert await votes(house) == 2


async def test_others_were_faster_and_the_payment_is_heard_all_the_same(house: SessionHouse) -> None:
    mine, his = await house.open(), await house.open()

    async def somebody_votes() -> None:
        await house.vote(his.session_id, his.screen.revision)

    house.guest.meanwhile = somebody_votes
    assert await deliver(house, mine.session_id) == ""
    assert await votes(house) == 2


@pytest.mark.parametrize("gone", ["closed", "never made", "another app's", "the app's own"])
async def test_where_the_session_is_gone_the_app_hears_it_by_itself(house: SessionHouse, gone: str) -> None:
    """A closed session takes no event any more; no payment is lost for that."""
    mine = await house.open()
    session_id, app_id = mine.session_id, APP_ID
    if gone == "closed":
        await house.client.close_session(pb.CloseSessionRequest(session_id=session_id), caller=LAYLA)
    elif gone == "never made":
        session_id = "ses_00000000000000000000000000"
    elif gone == "another app's":
        app_id = "app_other"
    else:
        session_id = ""
    before = list(house.guest.kinds)
    for _ in range(2):
        assert await deliver(house, session_id, app_id=app_id) == ""
    assert house.guest.kinds == [*before, "payment"]
    assert house.guest.heard == [ORDER]


async def test_a_full_sandbox_is_asked_again_and_an_app_that_fails_is_not(house: SessionHouse) -> None:
    """The wallet repeats what was refused and forgets what was answered."""
    mine = await house.open()
    for refusal in (ResourceExhausted("too many events are waiting"), AppTimedOut("it waited for too long")):
        house.guest.refusals = [refusal]
        with pytest.raises(DomainError) as later:
            await deliver(house, mine.session_id)
        assert later.value.reason == refusal.reason
    house.guest.refusals = [AppCrashed("the app failed")]
    assert await deliver(house, mine.session_id) == "APP_CRASHED"
    house.guest.refusals = [AppTimedOut("it spun", fuel_used=SPUN_FUEL_MIN)]
    assert await deliver(house, mine.session_id) == "APP_TIMED_OUT"
    assert await votes(house) == 0
    assert await deliver(house, mine.session_id, "ord_1/3") == ""


async def test_who_left_without_closing_finds_the_payment_on_their_screen(house: SessionHouse) -> None:
    """The train is in the tunnel: what happened meanwhile is there when it comes out."""
    mine = await house.open()
    assert await deliver(house, mine.session_id) == ""
    back = await house.resume(mine.session_id, mine.screen.revision)
    assert "votes: 1" in back.screen.nodes_json


async def test_only_services_deliver(house: SessionHouse) -> None:
    mine = await house.open()
    request = pb.DeliverPaymentRequest(
        app_id=APP_ID, session_id=mine.session_id, delivery_id="ord_1/2", payment_json="{}"
    )
    with pytest.raises(DomainError) as refused:
        await house.client.deliver_payment(request, caller=LAYLA)
    assert refused.value.reason == "PERMISSION_DENIED"
