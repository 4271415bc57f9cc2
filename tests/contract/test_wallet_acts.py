"""Acts: rows of the wallet's own and the money that goes with them are one, in turn, and answered once."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from core.kit.db import DatabaseUnavailable
from core.kit.errors import InvalidArgument, RequestIdReused
from core.kit.rpc import Call
from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import LAYLA, OMAR
from wallet import tables
from wallet.accounts import owner_of_user
from wallet.desk import Desk
from wallet.errors import InsufficientFunds
from wallet.ids import derived_id
from wallet.labels import Label, add, of
from wallet.records import NewTransfer

pytestmark = pytest.mark.asyncio


@pytest.fixture
def acting(wallet):
    return Desk(
        database=wallet.database, writer=wallet.writer, clock=wallet.clock, ids=None, channel=wallet.chain
    )  # fmt: skip


def gift(name, amount_minor):
    """An act: so much from Layla to Omar, labelled."""

    def act(tx, books):
        hers, his = (books.account(owner_of_user(who.user_id), "SAR") for who in (LAYLA, OMAR))
        asked = NewTransfer(derived_id(name), hers.id, his.id, amount_minor, ledger=hers.ledger, code=100)
        (row,) = books.make(asked)
        add(tx, row, Label("payment", name.decode(), note="for you"))
        return row

    return act


async def total(wallet, who):
    return (await wallet.balance(await wallet.open(who), who)).total_minor


async def test_money_and_rows_are_one(wallet, acting):
    await wallet.fund(await wallet.open(LAYLA), 1_000)
    row = await acting.act(gift(b"one", 400))
    assert (await total(wallet, LAYLA), await total(wallet, OMAR)) == (600, 400)
    labels = await acting.read(lambda tx: of(tx, [row.seq]))
    assert labels[row.seq].note == "for you"


async def test_what_an_act_refuses_leaves_nothing(wallet, acting):
    await wallet.fund(await wallet.open(LAYLA), 1_000)

    def refuses(tx, books):
        tx.execute(tables.labels.insert().values(_row(1)))
        raise InvalidArgument("no")

    with pytest.raises(InvalidArgument):
        await acting.act(refuses)
    assert await acting.read(lambda tx: tx.execute(sa.select(sa.func.count()).select_from(tables.labels)).scalar()) == 0


def _row(seq):
    texts = ("kind", "ref_id", "note", "title_ar", "title_en", "app_id", "from_user_id", "from_name", "to_user_id")
    return {"seq": seq, **dict.fromkeys((*texts, "to_name"), "")}


async def test_acts_see_those_before_them_in_the_same_commit(wallet, acting):
    """A thousand at once: none spends what another spent."""
    await wallet.fund(await wallet.open(LAYLA), 1_000)
    acts = [acting.act(gift(b"%d" % number, 300)) for number in range(20)]
    results = await asyncio.gather(*acts, return_exceptions=True)
    assert sum(isinstance(each, InsufficientFunds) for each in results) == 17
    assert (await total(wallet, LAYLA), await total(wallet, OMAR)) == (100, 900)


async def test_an_act_that_fails_after_it_moved_money_moves_none_and_fails_alone(wallet, acting):
    await wallet.fund(await wallet.open(LAYLA), 1_000)

    def breaks(tx, books):
        gift(b"broken", 100)(tx, books)
        raise ValueError("too late")

    results = await asyncio.gather(
        acting.act(gift(b"a", 100)), acting.act(breaks), acting.act(gift(b"b", 100)), return_exceptions=True
    )
    assert isinstance(results[1], DatabaseUnavailable)
    assert (await total(wallet, LAYLA), await total(wallet, OMAR)) == (800, 200)


def _asked(request_id, currency_code="SAR"):
    return pb.PlaceHoldRequest(request_id=request_id, amount={"currency_code": currency_code, "amount_minor": 1})


async def answer(acting, request, fn):
    call = Call(LAYLA, "majlis.wallet.v1.Test/Give", None)
    return await acting.answer(call, request, pb.CaptureHoldResponse, fn)


async def test_a_request_moves_money_once_and_gets_its_first_answer(wallet, acting):
    await wallet.fund(await wallet.open(LAYLA), 1_000)

    def give(tx, books):
        row = gift(b"keyed%d" % books.now_ms, 250)(tx, books)
        return pb.CaptureHoldResponse(transfer_id=str(row.seq))

    first, second = await asyncio.gather(*(answer(acting, _asked("r1"), give) for _ in range(2)))
    wallet.later()
    assert first == second == await answer(acting, _asked("r1"), give)
    assert await total(wallet, OMAR) == 250
    with pytest.raises(RequestIdReused):
        await answer(acting, _asked("r1", "KWD"), give)


async def test_a_request_whose_twin_was_faster_gets_the_twins_answer(wallet, acting):
    """What it looks at before its turn is by then as the twin left it."""
    await wallet.fund(await wallet.open(LAYLA), 1_000)

    def give(tx, books):
        return pb.CaptureHoldResponse(transfer_id=str(gift(b"twins", 250)(tx, books).seq))

    first = []

    async def too_late():
        first.append(await answer(acting, _asked("r1"), give))
        raise InvalidArgument("it does not wait any more")

    call = Call(LAYLA, "majlis.wallet.v1.Test/Give", None)
    second = await acting.answer(call, _asked("r1"), pb.CaptureHoldResponse, give, unless_answered=too_late)
    assert [second] == first
    assert await total(wallet, OMAR) == 250


async def test_what_was_refused_once_stays_refused_and_another_request_is_asked_anew(wallet, acting):
    def give(tx, books):
        gift(b"poor%d" % books.now_ms, 250)(tx, books)
        return pb.CaptureHoldResponse()

    with pytest.raises(InsufficientFunds) as first:
        await answer(acting, _asked("r1"), give)
    await wallet.fund(await wallet.open(LAYLA), 1_000)
    wallet.later()
    with pytest.raises(InsufficientFunds) as again:
        await answer(acting, _asked("r1"), give)
    assert again.value.metadata() == first.value.metadata()
    assert await total(wallet, OMAR) == 0
    await answer(acting, _asked("r2"), give)
    assert await total(wallet, OMAR) == 250
