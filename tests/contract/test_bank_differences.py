"""Two books side by side: every difference is found, said what it is, and mended where that takes no decision."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from core.kit.errors import ServiceUnavailable
from core.kit.money import Money
from majlis.wallet.v1 import bank_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.bank_desk import (
    DONE,
    PAY_OUT,
    PENDING,
    TOP_UP,
    begin,
)
from tests.support.bank_town import BankTown
from tests.support.waiting import becomes, until
from tests.support.wallet_desk import SALMA
from wallet.bank.http_bank import HttpBank
from wallet.bank.provider import Asked, Kind, State
from wallet.bank.reconciling import EVERY_S
from wallet.errors import AccountFrozen

AMOUNT = 2_500


# Differences nobody but an operator decides.


@pytest.mark.parametrize("kind", [TOP_UP, PAY_OUT])
async def test_an_amount_that_is_not_ours_moves_nothing(town: BankTown, kind: int) -> None:
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, kind, off_minor=-1)
    await becomes(lambda: town.verdicts(bank_transfer_id), ["amount"])
    for _ in range(2):
        (found,) = (await town.compare()).differences
        assert (found.kind, found.mended) == (pb.BANK_DIFFERENCE_KIND_AMOUNT, False)
        assert (found.ours_minor, found.theirs_minor, found.currency_code) == (AMOUNT, AMOUNT - 1, "SAR")
    assert await town.money.has(layla) == ((10_000, 0) if kind == TOP_UP else (7_500, AMOUNT))
    assert await town.state(layla, bank_transfer_id) == PENDING


async def test_what_we_never_asked_for_is_told_of_until_it_is_gone(town: BankTown) -> None:
    await town.bank.next()
    await town.bank.provider.ask(Asked("somebody-elses", Kind.TOP_UP, Money(900, "SAR")))
    await becomes(lambda: town.decided("somebody-elses"), State.DONE)
    found = await town.compare()
    (unknown,) = found.differences
    assert (unknown.kind, unknown.bank_transfer_id) == (pb.BANK_DIFFERENCE_KIND_UNKNOWN_HERE, "")
    assert (unknown.ours_minor, unknown.theirs_minor) == (0, 900)
    assert unknown.bank_reference.startswith("tb-")
    assert not found.agree
    await town.bank.tell("forget", reference="somebody-elses")
    assert await town.kinds() == []


async def test_money_for_a_frozen_account_arrives_once_it_is_reopened(town: BankTown) -> None:
    """Nothing comes into a frozen account; what the bank has taken from its owner is not lost for that."""
    layla = await town.money.rich("layla", 0, pin=False)
    ledger = town.money.ledger
    account = await ledger.open(layla)
    bank_transfer_id = await town.start(layla, TOP_UP, notices="late")
    freeze = wallet_pb.FreezeAccountRequest(request_id="freeze", account_id=account, reason="a theft")
    await ledger.client.freeze_account(freeze, caller=SALMA)
    with pytest.raises(AccountFrozen):
        await begin(town.rpc, layla, TOP_UP, AMOUNT)
    await town.bank.tell("release")
    await becomes(lambda: town.verdicts(bank_transfer_id), ["state"])
    assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_STATE, False)]
    assert await town.state(layla, bank_transfer_id) == PENDING
    reopen = wallet_pb.ReopenAccountRequest(request_id="reopen", account_id=account, reason="found")
    await ledger.client.reopen_account(reopen, caller=SALMA)
    assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_NOTICE_LOST, True)]
    assert await town.money.has(layla) == (AMOUNT, 0)


# Comparing.


async def test_the_books_are_compared_every_few_minutes(town: BankTown) -> None:
    layla = await town.money.rich("layla", 0, pin=False)
    bank_transfer_id = await town.start(layla, TOP_UP, notices="never")
    await becomes(lambda: town.decided(bank_transfer_id), State.DONE)
    clock = town.money.clock
    (work,) = town.part.standing.values()
    comparing = asyncio.create_task(work())
    try:
        await until(lambda: EVERY_S in clock.asleep)
        clock.advance(timedelta(seconds=EVERY_S))
        await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    finally:
        comparing.cancel()


async def test_a_return_long_after_is_found_though_its_day_was_compared(town: BankTown) -> None:
    """Days that agree are not asked for again; what changes is in the statement of the day it changes on."""
    layla = await town.money.rich("layla", 10_000)
    bank_transfer_id = await town.start(layla, PAY_OUT)
    await becomes(lambda: town.state(layla, bank_transfer_id), DONE)
    for _ in range(3):
        await town.later(days=2)
        assert await town.kinds() == []
    await town.bank.tell("notify", url="http://127.0.0.1:9/")
    await town.bank.tell("say", reference=bank_transfer_id, state="returned")
    assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_NOTICE_LOST, True)]
    assert await town.money.has(layla) == (10_000, 0)


async def test_a_bank_that_is_away_cannot_be_compared_with(town: BankTown) -> None:
    layla = await town.money.rich("layla", 0, pin=False)
    away = HttpBank("http://127.0.0.1:9", api_key="x")
    town.serve(away)
    await begin(town.rpc, layla, TOP_UP, AMOUNT)
    with pytest.raises(ServiceUnavailable):
        await town.compare()


async def test_a_wrong_key_is_not_taken_for_an_answer(town: BankTown) -> None:
    with pytest.raises(ServiceUnavailable):
        await HttpBank(town.bank.url, api_key="guessed").look_up("bank_x")


# What cannot be read.


class Garbling(HttpBank):
    """Brings lines of the bank's as `garble` makes them."""

    garble: dict[str, Any]

    async def _call(self, method: str, path: str, body: Any = None) -> Any:
        said = await super()._call(method, path, body)
        if isinstance(said, dict) and "entries" in said:
            return said | {"entries": [self._line(each) for each in said["entries"]]}
        return said if said is None else self._line(said)

    def _line(self, line: Any) -> Any:
        return self.garble.get(line["reference"], line)


def garbling(town: BankTown, **garble: Any) -> None:
    """From now on the bank's lines about these references come so."""
    made = Garbling(town.bank.url, api_key=(town.bank.secrets / "api.key").read_text())
    made.garble = garble
    town.serve(made)


async def test_a_line_that_cannot_be_read_keeps_no_other_from_being_compared(town: BankTown) -> None:
    """One bank's slip of a pen is a difference to look at, not the end of the comparison."""
    layla = await town.money.rich("layla", 0, pin=False)
    await town.bank.tell("notify", url="http://127.0.0.1:9/")
    lost, ill = await town.start(layla, TOP_UP), await town.start(layla, TOP_UP)
    for each in (lost, ill):
        await becomes(lambda each=each: town.decided(each), State.DONE)
    garbling(town, **{ill: {"reference": ill, "amount_minor": "a lot"}})
    first = await town.compare()
    assert [(each.kind, each.mended, each.bank_transfer_id) for each in first.differences] == [
        (pb.BANK_DIFFERENCE_KIND_NOTICE_LOST, True, lost), (pb.BANK_DIFFERENCE_KIND_UNREADABLE, False, ill),
    ]  # fmt: skip
    (left,) = (await town.compare()).differences
    assert (left.kind, left.ours_minor, left.theirs_minor, left.currency_code) == (
        pb.BANK_DIFFERENCE_KIND_UNREADABLE, AMOUNT, 0, "SAR",
    )  # fmt: skip
    assert "amount_minor" in left.explanation
    assert await town.money.has(layla) == (AMOUNT, 0)
    assert await town.state(layla, ill) == PENDING
    garbling(town)
    assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_NOTICE_LOST, True)]
    assert await town.kinds() == []
    assert await town.money.has(layla) == (2 * AMOUNT, 0)


@pytest.mark.parametrize("line", [None, "<html>", {"amount_minor": 7}, {"reference": 7}, {"reference": "x" * 65}])
async def test_a_line_without_a_name_is_told_of_until_it_can_be_read(town: BankTown, line: Any) -> None:
    """Its day is asked for again until then, however long ago it was."""
    await town.bank.next()
    await town.bank.provider.ask(Asked("somebody-elses", Kind.TOP_UP, Money(900, "SAR")))
    await becomes(lambda: town.decided("somebody-elses"), State.DONE)
    garbling(town, **{"somebody-elses": line})
    for _ in range(3):
        assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_UNREADABLE, False)]
        await town.later(days=2)
    garbling(town)
    assert await town.kinds() == [(pb.BANK_DIFFERENCE_KIND_UNKNOWN_HERE, False)]
