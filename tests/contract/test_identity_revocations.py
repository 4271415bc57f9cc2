"""Whoever watches learns of every revoked device, with the bus at once and without it within two seconds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from core.identity.revocations import BUS_SUBJECT, SWEEP_S, TOKENS_LIVE_MS
from core.identity.sessions import REFRESH_TTL
from core.identity.tables import devices
from core.kit.bus import InProcessBus
from core.kit.clock import to_ms
from majlis.identity.v1 import identity_service_pb2 as pb
from tests.support.identity import SERVICE, IdentityWorld
from tests.support.waiting import until


class DeafBus:
    """A bus that loses everything."""

    def publish(self, subject: str, message: bytes) -> None:
        pass

    @asynccontextmanager
    async def subscribe(self, subject: str) -> AsyncIterator[AsyncIterator[bytes]]:
        async def silence() -> AsyncIterator[bytes]:
            await asyncio.Event().wait()
            yield b""

        yield silence()


class Watcher:
    """Follows WatchRevocations and keeps what it was told."""

    def __init__(self, identity: IdentityWorld, after_ms: int = 0) -> None:
        self.told: list[str] = []
        self._task = asyncio.create_task(self._follow(identity, after_ms))

    async def _follow(self, identity: IdentityWorld, after_ms: int) -> None:
        request = pb.WatchRevocationsRequest(after_ms=after_ms)
        async for revoked in identity.client.watch_revocations(request, caller=SERVICE):
            self.told.append(revoked.device_id)

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@pytest.fixture
def bus():
    return InProcessBus()


@pytest.fixture
async def identity(database, tmp_path, bus):
    world = IdentityWorld(database, tmp_path / "identity_keys", bus=bus)
    yield world
    world.close()


@pytest.fixture
async def deaf(database, tmp_path):
    world = IdentityWorld(database, tmp_path / "identity_keys", bus=DeafBus())
    yield world
    world.close()


async def _log_out(identity, signed_in):
    await identity.client.log_out(pb.LogOutRequest(), caller=await identity.person(signed_in))


async def _swept(identity, true):
    """Turn the clock by sweeps until it is true: when the watcher goes back to sleep is its own affair."""

    def turn_and_look():
        identity.clock.advance(timedelta(seconds=SWEEP_S / 10))
        return true()

    await until(turn_and_look)


async def test_who_comes_late_is_told_what_happened_before(identity):
    signed_in = await identity.sign_up()
    await _log_out(identity, signed_in)
    watcher = Watcher(identity)
    await until(lambda: watcher.told == [signed_in.device_id])
    await watcher.close()


async def test_the_bus_tells_at_once_and_each_device_once(identity):
    """The clock stands still: no sweep helps."""
    watcher = Watcher(identity)
    opened = [await identity.sign_up()] + [await identity.log_in() for _ in range(9)]
    for signed_in in opened:
        await _log_out(identity, signed_in)
        await _log_out(identity, signed_in)
    await until(lambda: len(watcher.told) >= 10)
    await asyncio.sleep(0.05)
    assert watcher.told == [signed_in.device_id for signed_in in opened]
    await watcher.close()


async def test_a_bus_that_loses_everything_only_delays(deaf):
    watcher = Watcher(deaf)
    signed_in = await deaf.sign_up()
    await _log_out(deaf, signed_in)
    await _swept(deaf, lambda: watcher.told == [signed_in.device_id])
    await watcher.close()


async def test_a_revocation_committed_late_under_an_earlier_moment_is_not_missed(deaf):
    """Two machines write at once; the one that looked at the clock first may commit last."""
    watcher = Watcher(deaf)
    slow, fast = await deaf.sign_up(), await deaf.log_in()
    earlier_ms = to_ms(deaf.clock.now()) + 1
    deaf.clock.advance(timedelta(seconds=5))
    await _log_out(deaf, fast)
    await _swept(deaf, lambda: watcher.told == [fast.device_id])
    late = devices.update().where(devices.c.id == slow.device_id).values(revoked_at_ms=earlier_ms)
    await deaf.database.write(lambda tx: tx.execute(late))
    await _swept(deaf, lambda: watcher.told == [fast.device_id, slow.device_id])
    await watcher.close()


async def test_only_what_may_still_matter_is_told(identity):
    """After its tokens' life a revocation is history, and so is what happened before the asked moment."""
    opened = [await identity.sign_up(), await identity.log_in(), await identity.log_in()]
    await _log_out(identity, opened[0])
    identity.clock.advance(timedelta(milliseconds=TOKENS_LIVE_MS))
    signed_in = await identity.log_in()
    await identity.client.revoke_device(
        pb.RevokeDeviceRequest(device_id=opened[1].device_id), caller=await identity.person(signed_in)
    )
    asked_ms = to_ms(identity.clock.now())
    identity.clock.advance(timedelta(seconds=1))
    await _log_out(identity, signed_in)
    everything, newest = Watcher(identity), Watcher(identity, after_ms=asked_ms)
    await until(lambda: everything.told == [opened[1].device_id, signed_in.device_id])
    await until(lambda: newest.told == [signed_in.device_id])
    await everything.close()
    await newest.close()


async def test_reuse_and_crowding_out_are_told_too(identity):
    watcher = Watcher(identity)
    first = await identity.sign_up()
    second = await identity.refresh(first.refresh_token)
    await identity.refresh(second.refresh_token)
    with pytest.raises(Exception, match="signed out"):
        await identity.refresh(first.refresh_token)
    await until(lambda: watcher.told == [first.device_id])
    await watcher.close()


async def test_a_watcher_that_leaves_takes_nothing_with_it(identity, bus):
    watcher = Watcher(identity)
    await until(lambda: bool(bus._readers.get(BUS_SUBJECT)))
    await watcher.close()
    await until(lambda: not bus._readers[BUS_SUBJECT])
    assert not [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_session_that_only_expired_was_not_revoked(identity):
    await identity.sign_up()
    identity.clock.advance(REFRESH_TTL)
    watcher = Watcher(identity)
    await asyncio.sleep(0.05)
    assert watcher.told == []
    await watcher.close()
