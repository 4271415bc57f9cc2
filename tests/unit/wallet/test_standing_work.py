"""What runs beside the rpcs outlives whatever goes wrong in it: it is logged, and tried again at the next sweep."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from core.kit.errors import ServiceUnavailable
from wallet import expiry
from wallet.bank.http_bank import HttpBank
from wallet.bank.reconciling import Reconciling
from wallet.mandates.expiry import MandateExpiry
from wallet.orders.expiry import OrderExpiry
from wallet.packets import ending

pytestmark = pytest.mark.asyncio


class Clock:
    """Lets the work sleep three times, and ends it at the fourth."""

    def __init__(self):
        self.sleeps = 0

    async def sleep(self, _):
        self.sleeps += 1
        if self.sleeps == 4:
            raise asyncio.CancelledError

    def now(self):
        return datetime(2026, 11, 22, tzinfo=UTC)


async def broken(*_):
    raise RuntimeError("one of them is broken")


def _orders(clock):
    work = OrderExpiry(desk=None, effects=None, acts=None, clock=clock)
    work.sweep = broken
    return work.run()


def _mandates(clock):
    work = MandateExpiry(desk=None, effects=None, acts=None, clock=clock)
    work.sweep = broken
    return work.run()


def _packets(clock):
    return ending.end_for_ever(SimpleNamespace(clock=clock, desk=SimpleNamespace(read=broken)))


def _holds(clock):
    return expiry.end_expired_holds(SimpleNamespace(expire_due=broken), clock)


def _bank(clock):
    work = Reconciling(desk=None, guard=None, provider=None, clock=clock)
    work.compare = broken
    return work.run()


@pytest.mark.parametrize("work", [_orders, _mandates, _packets, _holds, _bank])
async def test_what_is_broken_does_not_end_it(work):
    clock = Clock()
    with pytest.raises(asyncio.CancelledError):
        await work(clock)
    assert clock.sleeps == 4


@pytest.mark.parametrize("said", [{"entries": [], "next": 1}, {"entries": [], "next": ["a"]}, {"entries": 1}, [], None])
async def test_a_statement_that_cannot_be_read_is_a_bank_that_is_away(said, monkeypatch):
    async def says(*_):
        return said

    monkeypatch.setattr(HttpBank, "_call", says)
    bank = HttpBank.__new__(HttpBank)
    with pytest.raises(ServiceUnavailable):
        await bank.statement(date(2026, 11, 22))
