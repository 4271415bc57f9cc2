"""A worker dies, or the deadline comes, in the middle of an event that takes money: it is taken once, however often."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import pytest

from tests.support.attacked_host import insisted
from tests.support.robbed_host import ORDER, Scene, said, sar
from tests.support.striking import Striker, wait_for_ever
from tests.support.web_user import Refused

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.timeout(600)]
DEATHS = {
    "killed before the call": ("kill", "before", "APP_INTERRUPTED"),
    "killed after the money moved": ("kill", "after", "APP_INTERRUPTED"),
    "out of time before the call": ("wait", "before", "APP_TIMED_OUT"),
    "out of time after the money moved": ("wait", "after", "APP_TIMED_OUT"),
}


@pytest.mark.parametrize(("how", "when", "reason"), DEATHS.values(), ids=DEATHS)
async def test_what_was_put_aside_is_taken_once(
    robbed: Scene, monkeypatch: pytest.MonkeyPatch, how: str, when: str, reason: str
) -> None:
    """The same tap comes again, as the phone sends it: the app hears the first answer, the wallet moved once."""
    held = await robbed.ordered(name=f"{how} {when}", hold=True)
    await robbed.layla.approve(held["order_id"], f"yes-{how}-{when}")
    had = await robbed.layla.has()
    calls = Striker(monkeypatch, "CaptureOrder")
    getattr(calls, when)(wait_for_ever if how == "wait" else killing(robbed))
    screen, asked = robbed.shop, {"order_id": held["order_id"], "request_id": "take", "amount": sar(60)}
    fields = {"interface": ORDER, "method": "CaptureOrder", "request": json.dumps(asked)}
    tap = {"id": "s.k:ask", "on": "submit", "fields": fields}
    request_id, revision = f"tap-{how}-{when}", screen.revision
    with pytest.raises(Refused) as ended:
        await robbed.layla.send(screen, tap, request_id=request_id, revision=revision)
    assert ended.value.reason == reason
    for _ in range(2):  # And once more than needed.
        await insisted(lambda: robbed.layla.send(screen, tap, request_id=request_id, revision=revision))
        (got,) = json.loads(said(screen, "got: "))
        assert got["ok"]["order"]["paid_minor"] == "60"
    available, held_minor = await robbed.layla.has()
    assert (available - had[0], had[1] - held_minor) == (40, 100)


def killing(robbed: Scene) -> Callable[[], Awaitable[None]]:
    async def kill() -> None:
        assert robbed.host.host is not None
        assert robbed.host.host.pool is not None
        robbed.host.host.pool.kill_workers()
        await wait_for_ever()

    return kill
