"""The demo people's money: given once, seen by its owner through the web, wherever the wallet runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from core.demo import MONEY_MINOR, PASSWORD, Demo
from majlis_devkit.build import Artifact
from tests.support.hosts import MINIAPPS, POLLS_ONLY, RunningHost, data_dir, split_host, whole_host
from tests.support.web_user import Refused, WebUser

WALLET = "majlis.wallet.v1.WalletService"


@pytest.fixture(params=["whole", "split"])
async def host(request: pytest.FixtureRequest, tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[RunningHost]:
    """In the split one the wallet is a process of its own that has no database but the ledger's."""
    folder = data_dir(tmp_path)
    whole = request.param == "whole"
    async with (
        whole_host(folder, runner_artifact, bakes=False) if whole else split_host(folder, runner_artifact) as made
    ):
        yield made


@pytest.mark.timeout(240)
async def test_layla_and_omar_find_their_money_and_only_their_own(host: RunningHost) -> None:
    """Also after the host was started again, which asks for the very same gift."""
    if host.host is not None:
        await Demo(host.host).prepare(MINIAPPS, POLLS_ONLY)
    assert host.people.acquainted  # Wherever messaging runs.
    accounts = {}
    for username, amount_minor in MONEY_MINOR.items():
        person = WebUser(host.address)
        await person.log_in(username, PASSWORD)
        (account,) = (await person.call(WALLET, "ListAccounts"))["accounts"]
        assert int(account["balance"]["total_minor"]) == amount_minor
        statement = await person.call(WALLET, "ListTransfers", account_id=account["account_id"])
        assert [line["counterparty"] for line in statement["lines"]] == [{"platform": "PLATFORM_ACCOUNT_TEST_BANK"}]
        accounts[username] = account["account_id"]
    omar = WebUser(host.address)
    await omar.log_in("omar", PASSWORD)
    with pytest.raises(Refused) as refused:
        await omar.call(WALLET, "GetBalance", account_id=accounts["layla"])
    assert refused.value.reason == "ACCOUNT_NOT_FOUND"
    with pytest.raises(Refused) as moved:  # The web has no way to what services do.
        await omar.call(WALLET, "SubmitTransfers", request_id="mine", transfers=[])
    assert moved.value.reason == "METHOD_UNKNOWN"


@pytest.mark.timeout(240)
async def test_readiness_asks_the_ledger(host: RunningHost) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{host.address}/readyz")
    assert answer.status_code == 200
    assert ("ledger" if host.host is not None else "wallet") in answer.text
