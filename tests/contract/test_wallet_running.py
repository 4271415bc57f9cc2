"""The wallet as a role of its own: no database but the ledger's, holds end by themselves, a true word on health."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from core.kit.clock import ManualClock, SystemClock
from core.kit.config import Config
from core.kit.db import DatabaseUnavailable, connect
from core.kit.errors import ServiceUnavailable
from core.kit.migrate import upgrade
from core.kit.rpc import RoutedChannel
from core.main import Host
from majlis.wallet.v1 import wallet_service_pb2 as pb
from majlis.wallet.v1.wallet_service_rpc import WalletServiceClient
from tests.support.waiting import until
from tests.support.wallet_desk import LAYLA, MIGRATIONS, ORDERS, payment, place
from wallet.running import CHECKPOINTS, Wallet
from wallet.seat import LedgerTaken


@pytest.fixture
async def host(tmp_path):
    """A host that plays nothing but the wallet, on a clock the test turns."""
    made = Host(Config(data_dir=tmp_path, grpc_port=0), roles=("wallet",), clock=ManualClock())
    await made.start()
    yield made
    await made.stop()


async def test_it_opens_no_database_but_the_ledgers(host, tmp_path):
    client = WalletServiceClient(host.channel)
    await client.open_account(pb.OpenAccountRequest(currency_code="SAR"), caller=LAYLA)
    assert {path.name for path in tmp_path.glob("*.db")} == {"wallet.db"}
    with pytest.raises(ServiceUnavailable):  # It knows nobody's keys, so it takes only services' words.
        await host.verifier.verify(_unsigned(), "majlis-user")


def _unsigned() -> str:
    return "eyJhbGciOiJFZERTQSIsImtpZCI6IngifQ.e30.c2ln"


async def test_an_expired_hold_ends_without_anybody_asking(host, tmp_path):
    client = WalletServiceClient(host.channel)
    hers = (await client.open_account(pb.OpenAccountRequest(currency_code="SAR"), caller=LAYLA)).account.account_id
    bank = await _bank(client)
    funding = pb.SubmitTransfersRequest(request_id="f", transfers=[payment(bank, hers, 100)])
    await client.submit_transfers(funding, caller=ORDERS)
    await client.place_hold(place(hers, bank, 60, timeout_s=2), caller=ORDERS)
    assert await _held(client, hers) == 60
    async with asyncio.timeout(10):
        while await _held(client, hers):
            host.clock.advance(timedelta(seconds=1))
    assert await _held(client, hers) == 0
    await until((tmp_path / CHECKPOINTS).exists)


async def _held(client, account_id):
    request = pb.GetBalanceRequest(account_id=account_id)
    return (await client.get_balance(request, caller=LAYLA)).balance.held_minor


async def _bank(client):
    request = pb.OpenOwnedAccountRequest(platform=pb.PLATFORM_ACCOUNT_TEST_BANK, currency_code="SAR")
    return (await client.open_owned_account(request, caller=ORDERS)).account.account_id


async def test_it_is_well_only_while_it_may_write(tmp_path, sqlite_url):
    """Another writer took over past the lock; this one must say so, for what it would commit is no longer taken."""
    upgrade(sqlite_url, MIGRATIONS)
    wallet = Wallet(database_url=sqlite_url, data_dir=tmp_path, clock=ManualClock(), channel=RoutedChannel({}))
    with pytest.raises(DatabaseUnavailable):
        await wallet.probe()
    await wallet.start()
    await wallet.probe()
    database = connect(sqlite_url)
    await database.write(lambda tx: tx.exec_driver_sql("UPDATE wallet_writer SET epoch = epoch + 1"))
    database.close()
    with pytest.raises(DatabaseUnavailable):
        await wallet.probe()
    await wallet.stop()


async def test_what_was_kept_is_there_after_a_restart(tmp_path):
    config = Config(data_dir=tmp_path, grpc_port=0)
    ids = []
    for _ in range(2):
        host = Host(config, roles=("wallet",))
        await host.start()
        opened = await WalletServiceClient(host.channel).open_account(
            pb.OpenAccountRequest(currency_code="SAR"), caller=LAYLA
        )
        ids.append((opened.account.account_id, opened.account.opened_at_ms))
        await host.stop()
    assert ids[0] == ids[1]


async def test_a_second_wallet_on_the_same_file_is_refused_and_the_first_goes_on(tmp_path):
    """A host started twice by mistake must not stop the one that people use."""
    url = f"sqlite:///{tmp_path / 'wallet.db'}"
    upgrade(url, MIGRATIONS)
    made = {"database_url": url, "data_dir": tmp_path, "clock": SystemClock(), "channel": RoutedChannel({})}
    first, second = Wallet(**made), Wallet(**made)
    await first.start()
    with pytest.raises(LedgerTaken):
        await second.start(wait_s=0)
    await first.probe()
    await first.stop()
    await second.start(wait_s=0)
    await second.probe()
    await second.stop()
