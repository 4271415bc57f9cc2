"""kill -9 of the host, or of the worker, in the middle of each step by which a mini-app's money moves.

Whoever tapped taps again, under the same request_id, as their phone does. Then the order is in one true state, the app
says so, and the money agrees: nothing happened twice, and nothing is believed that did not happen.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from majlis_devkit.build import Artifact
from tests.support.artifacts import ROOT
from tests.support.mortal_host import AFTER_CALL, BEFORE_CALL, PAYMENT, POINTS, MortalHost, mortal
from tests.support.mortal_people import MONEY, guest, orders_of, says, survive
from tests.support.paying import TIPS
from tests.support.stage import Actor

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
async def till(tmp_path: Path, runner_artifact: Artifact) -> AsyncIterator[MortalHost]:
    """A host with the till of the tests in it."""
    async with mortal(tmp_path, runner_artifact, ROOT / "tests/support/tills/tips") as host:
        yield host


@dataclass(frozen=True)
class Step:
    """How somebody comes to it, what they tap, and how it stands once it is done: state, has, held, paid, refunded."""

    method: str
    before: tuple[str, ...]
    tap: str
    then: tuple[str, int, int, int, int]


STEPS = {
    "an order is made": Step("CreateOrder", (), "pay", ("OPEN", MONEY, 0, 0, 0)),
    "it is captured in part": Step("CaptureOrder", ("put-aside",), "take-half", ("PAID", MONEY - 1_000, 0, 1_000, 0)),
    "it is refunded in part": Step(
        "RefundOrder", ("pay",), "give-back-some", ("PAID", MONEY - 1_300, 0, 2_000, 700)
    ),
    "it is voided": Step("VoidOrder", ("put-aside",), "cancel", ("VOIDED", MONEY, 0, 0, 0)),
}  # fmt: skip


FULLY = {"it is captured in part"}
EVERYWHERE = bool(os.environ.get("MAJLIS_KILL_EVERYWHERE"))  # Each step at each point: minutes.
WORST_DEATHS = [(AFTER_CALL, False), (AFTER_CALL, True)]  # The money has moved, and the app does not know.
EVERY_DEATH = [(point, False) for point in POINTS] + [(BEFORE_CALL, True), (AFTER_CALL, True)]


@pytest.mark.parametrize("name", STEPS)
async def test_each_step_is_done_once_wherever_the_host_or_the_worker_dies(till: MortalHost, name: str) -> None:
    step = STEPS[name]
    for number, (point, only_workers) in enumerate(EVERY_DEATH if name in FULLY or EVERYWHERE else WORST_DEATHS):
        layla = await guest(till, f"layla{number}", TIPS)
        for key in step.before:
            await layla.touch(key)
            await layla.approve_asked()
            await says(layla, "heard", lambda said: said not in (None, "-"))
        await till.dies(step.method, point, only_workers=only_workers)
        await survive(till, layla, layla.tap_on(step.tap), dies=not only_workers)
        (order,) = await orders_of(layla)
        state, has, held, paid, refunded = step.then
        assert order["state"] == f"ORDER_STATE_{state}", (point, only_workers)
        assert (int(order.get("paid_minor", 0)), int(order.get("refunded_minor", 0))) == (paid, refunded)
        assert await layla.has() == (has, held), (point, only_workers)
        await says(layla, "state", state.lower())
        assert len(order.get("refunds", [])) == (1 if refunded else 0)
        await layla.leave()


async def test_a_yes_is_heard_once_wherever_the_host_or_the_worker_dies(till: MortalHost) -> None:
    """The payer has approved; the app hears of it in an event of its own, however often that is begun."""
    for number, (point, only_workers) in enumerate(
        [(BEFORE_CALL, False), (AFTER_CALL, False), (BEFORE_CALL, True), (AFTER_CALL, True)]
    ):
        layla = await guest(till, f"layla{number}", TIPS)
        await layla.touch("put-aside")
        (order,) = await orders_of(layla)
        await till.dies(PAYMENT, point, only_workers=only_workers)

        async def approve(at: Actor = layla, order_id: str = order["order_id"]) -> None:
            await at.approve(order_id, request_id="the-same-yes")

        await survive(till, layla, approve, dies=not only_workers)
        await till.later(minutes=6)  # What was begun by the one that died is its own for five minutes.
        await says(layla, "heard", "held")
        assert await layla.has() == (MONEY - 2_000, 2_000)
        await layla.leave()
