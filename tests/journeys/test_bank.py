"""Layla's money comes from the test bank and goes to it, over the whole of a running host: web, wallet, bank."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.demo import MONEY_MINOR, PASSWORD
from core.kit.caller import Caller
from majlis.wallet.v1 import bank_service_pb2 as pb
from majlis.wallet.v1.bank_service_rpc import BankServiceClient
from majlis_devkit.build import Artifact
from tests.support.bank_town import TestBankProcess, bank_process
from tests.support.hosts import RunningHost, data_dir, whole_host
from tests.support.waiting import becomes
from tests.support.web_user import WebUser

pytestmark = pytest.mark.timeout(240)
WALLET, BANK, GUARD = (f"majlis.wallet.v1.{name}Service" for name in ("Wallet", "Bank", "Guard"))
PIN = "493028"


@dataclass
class Town:
    """Layla at the web, and the bank."""

    host: RunningHost
    bank: TestBankProcess
    layla: WebUser

    async def balance(self) -> tuple[int, int]:
        (account,) = (await self.layla.call(WALLET, "ListAccounts"))["accounts"]
        balance = account["balance"]
        return int(balance.get("available_minor", 0)), int(balance.get("held_minor", 0))

    async def states(self) -> list[str]:
        """Of all there are, newest first."""
        found = await self.layla.call(BANK, "ListBankTransfers")
        return [each["state"].removeprefix("BANK_TRANSFER_STATE_") for each in found.get("transfers", [])]


@pytest.fixture
async def town(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[Town]:
    folder = data_dir(tmp_path)
    with bank_process(folder) as bank:
        async with whole_host(folder, runner_artifact, bakes=False, bank_url=bank.url) as host:
            await bank.tell("notify", url=f"{host.address}/hooks/bank")
            layla = WebUser(host.address)
            await layla.log_in("layla", PASSWORD)
            await layla.call(GUARD, "SetPin", pin=PIN, password=PASSWORD)
            yield Town(host, bank, layla)


def sar(amount_minor: int) -> dict[str, Any]:
    return {"amount_minor": str(amount_minor), "currency_code": "SAR"}


async def test_money_comes_in_and_goes_out(town: Town) -> None:
    """Nobody does anything after the tap: the bank is asked, its notices come through the front door."""
    start = MONEY_MINOR["layla"]
    await town.bank.next()
    await town.layla.call(BANK, "TopUp", request_id="in", amount=sar(12_000))
    await becomes(town.states, ["DONE"])
    await town.bank.next()
    await town.layla.call(BANK, "PayOut", request_id="out", amount=sar(2_000), approval={"pin": PIN})
    await becomes(town.states, ["DONE", "DONE"])
    await town.bank.next(outcome="failed")
    await town.layla.call(BANK, "PayOut", request_id="no", amount=sar(3_000), approval={"pin": PIN})
    await becomes(town.states, ["FAILED", "DONE", "DONE"])
    assert await town.balance() == (start + 10_000, 0)
    assert town.host.host is not None
    bank = BankServiceClient(town.host.host.channel)
    found = await bank.reconcile_bank(pb.ReconcileBankRequest(), caller=Caller.operator("usr_salma"))
    assert (found.agree, found.compared, list(found.differences)) == (True, 3, [])
