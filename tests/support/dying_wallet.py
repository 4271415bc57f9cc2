"""A whole wallet in a process that dies (SIGKILL) at a named point of one request, and the same request again after it.

`python -m tests.support.dying_wallet VERB CORE_URL WALLET_URL …`: for each point a child prepares the verb, asks for it
and dies there; another asks for it again under the same request_id, tells everybody what is still to be told, and
checks what must be true then. It prints how all of them ended.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy.engine import Connection

from core.kit import log
from core.kit.caller import Caller
from core.kit.outbox import Effect, OutboxRelay
from core.kit.rpc import Call
from majlis.sandbox.v1 import sandbox_service_pb2 as sandbox_pb
from majlis.wallet.v1 import mandates_service_pb2 as mandates_pb
from majlis.wallet.v1 import orders_service_pb2 as orders_pb
from majlis.wallet.v1 import payments_service_pb2 as payments_pb
from majlis.wallet.v1 import red_packets_service_pb2 as packets_pb
from tests.support.identity import PASSWORD
from tests.support.money_desk import MoneyDesk, approval, money_desk, sar
from wallet.chain import Block
from wallet.commit import Commit, Job
from wallet.writer import LedgerWriter

POINTS = ("before execute", "before commit", "before reply", "before notify")
APP = "org.majlis.tips"
SCOPES = frozenset({"wallet.order", "wallet.mandate", "wallet.payee"})
HEARD, FACTS = "heard.jsonl", "facts.json"
Facts = dict[str, Any]


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


class Trap:
    """Where to die; nothing happens until it is `armed`."""

    def __init__(self, point: str) -> None:
        self.point = point
        self.is_armed = False
        run_act, run, answer, deliver = Commit._run_act, Commit.run, LedgerWriter._answer, OutboxRelay._deliver

        def before_execute(self_: Commit, tx: Connection, job: Job, act: Any, now_ms: int) -> None:
            if self._is_here("before execute", job):
                _die()
            run_act(self_, tx, job, act, now_ms)

        def before_commit(self_: Commit, tx: Connection, jobs: list[Job], now: Any) -> None:
            run(self_, tx, jobs, now)
            if any(self._is_here("before commit", job) for job in jobs):
                _die()

        def before_reply(self_: LedgerWriter, jobs: list[Job], block: Block | None) -> None:
            if any(self._is_here("before reply", job) for job in jobs):
                _die()
            answer(self_, jobs, block)

        async def before_notify(self_: OutboxRelay, effect: Effect) -> None:
            if self.is_armed and self.point == "before notify":
                _die()
            await deliver(self_, effect)

        Commit._run_act = before_execute  # type: ignore[method-assign]
        Commit.run = before_commit  # type: ignore[method-assign, assignment]
        LedgerWriter._answer = before_reply  # type: ignore[method-assign]
        OutboxRelay._deliver = before_notify  # type: ignore[method-assign]

    def _is_here(self, point: str, job: Job) -> bool:
        """Only in what answers a request: a PIN that is counted before it is another commit."""
        is_request = job.act is not None and job.act.__qualname__.startswith("Desk.answer")
        return self.is_armed and self.point == point and is_request


class Ears:
    """A sandbox that only writes down what it is told, at least once each."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Callable[[Any, Call], Awaitable[Any]]:
        return self._hear

    async def _hear(self, request: sandbox_pb.DeliverPaymentRequest, _: Call) -> sandbox_pb.DeliverPaymentResponse:
        with self._file.open("a") as file:
            file.write(json.dumps({"id": request.delivery_id, "payment": json.loads(request.payment_json)}) + "\n")
        return sandbox_pb.DeliverPaymentResponse()


@dataclass(frozen=True)
class Verb:
    """What is asked for, and what must be true once it was asked for twice."""

    prepare: Callable[[MoneyDesk], Awaitable[Facts]]
    ask: Callable[[MoneyDesk, Facts], Awaitable[None]]
    check: Callable[[MoneyDesk, Facts, list[Any]], Awaitable[None]]


def _user(facts: Facts, name: str) -> Caller:
    return Caller.user(facts[name])


def _app(facts: Facts, name: str = "layla") -> Caller:
    return Caller.app(APP, user_id=facts[name], scopes=SCOPES)


async def _two(money: MoneyDesk) -> Facts:
    layla, omar = await money.rich("layla"), await money.rich("omar", 0)
    await money.befriend(layla, omar)
    return {"layla": layla.user_id, "omar": omar.user_id}


# An order: approved, captured, refunded


async def _order(money: MoneyDesk, *, hold: bool = False) -> Facts:
    facts = await _two(money)
    line = orders_pb.OrderLine(title_ar="شاي", title_en="Tea", quantity=2, unit_minor=1_250)
    request = orders_pb.CreateOrderRequest(
        request_id="make", name="tea", title_ar="شاي", title_en="Tea", lines=[line], total=sar(2_500), hold=hold
    )
    made = await money.orders.create_order(request, caller=_app(facts))
    return facts | {"order": made.order.order_id}


async def _approve(money: MoneyDesk, facts: Facts) -> None:
    request = orders_pb.ApproveOrderRequest(
        request_id="yes", order_id=facts["order"], total=sar(2_500), approval=approval()
    )
    await money.orders.approve_order(request, caller=_user(facts, "layla"))


async def _order_state(money: MoneyDesk, facts: Facts) -> orders_pb.Order:
    request = orders_pb.GetOrderRequest(order_id=facts["order"])
    return (await money.orders.get_order(request, caller=_app(facts))).order


async def _is_paid_once(money: MoneyDesk, facts: Facts, heard: list[Any]) -> None:
    order = await _order_state(money, facts)
    assert (order.state, order.paid_minor) == (orders_pb.ORDER_STATE_PAID, 2_500)
    assert await money.has(_user(facts, "layla")) == (97_500, 0)
    assert _last(heard, order)["state"] == "ORDER_STATE_PAID"


def _last(heard: list[Any], order: orders_pb.Order) -> Any:
    """What the app was told of the order as it stands; at least once."""
    told = [each["payment"]["order"] for each in heard if each["id"] == f"{order.order_id}/{order.version}"]
    assert told
    return told[-1]


async def _held(money: MoneyDesk) -> Facts:
    facts = await _order(money, hold=True)
    await _approve(money, facts)
    return facts


async def _capture(money: MoneyDesk, facts: Facts) -> None:
    request = orders_pb.CaptureOrderRequest(request_id="take", order_id=facts["order"], amount=sar(2_000))
    await money.orders.capture_order(request, caller=_app(facts))


async def _is_captured_once(money: MoneyDesk, facts: Facts, heard: list[Any]) -> None:
    order = await _order_state(money, facts)
    assert (order.state, order.paid_minor) == (orders_pb.ORDER_STATE_PAID, 2_000)
    assert await money.has(_user(facts, "layla")) == (98_000, 0)
    assert _last(heard, order)["paid_minor"] == "2000"


async def _paid(money: MoneyDesk) -> Facts:
    facts = await _order(money)
    await _approve(money, facts)
    return facts


async def _refund(money: MoneyDesk, facts: Facts) -> None:
    request = orders_pb.RefundOrderRequest(request_id="back", order_id=facts["order"], amount=sar(700))
    await money.orders.refund_order(request, caller=_app(facts))


async def _is_refunded_once(money: MoneyDesk, facts: Facts, heard: list[Any]) -> None:
    order = await _order_state(money, facts)
    assert (order.refunded_minor, len(order.refunds)) == (700, 1)
    assert await money.has(_user(facts, "layla")) == (98_200, 0)
    assert _last(heard, order)["refunded_minor"] == "700"


# People


async def _pay(money: MoneyDesk, facts: Facts) -> None:
    request = payments_pb.PayRequest(
        request_id="pay", payee_user_id=facts["omar"], payee_name="Omar", amount=sar(4_000), approval=approval()
    )
    await money.payments.pay(request, caller=_user(facts, "layla"))


async def _is_held_once(money: MoneyDesk, facts: Facts, _: list[Any]) -> None:
    assert await money.has(_user(facts, "layla")) == (96_000, 4_000)
    listed = await money.payments.list_payments(payments_pb.ListPaymentsRequest(), caller=_user(facts, "omar"))
    assert len(listed.payments) == 1


async def _family(money: MoneyDesk) -> Facts:
    facts = await _two(money)
    return facts | {"at": await money.group(_user(facts, "layla"), _user(facts, "omar"))}


async def _give(money: MoneyDesk, facts: Facts) -> None:
    request = packets_pb.SendRedPacketRequest(
        request_id="gift", conversation_id=facts["at"], total=sar(1_000), shares=3,
        mode=packets_pb.RED_PACKET_MODE_RANDOM, approval=approval(),
    )  # fmt: skip
    sent = await money.packets.send_red_packet(request, caller=_user(facts, "layla"))
    claim = packets_pb.ClaimRedPacketRequest(packet_id=sent.packet.packet_id)
    await money.packets.claim_red_packet(claim, caller=_user(facts, "omar"))


async def _is_given_once(money: MoneyDesk, facts: Facts, _: list[Any]) -> None:
    assert await money.has(_user(facts, "layla")) == (99_000, 0)
    assert 0 < (await money.has(_user(facts, "omar")))[0] <= 998


# Mandates


async def _mandate(money: MoneyDesk) -> Facts:
    facts = await _two(money)
    proposal = mandates_pb.ProposeMandateRequest(
        request_id="ask", title_ar="ركوب", title_en="Rides", max=sar(5_000), window_s=86_400, expires_in_s=864_000
    )
    proposed = await money.mandates.propose_mandate(proposal, caller=_app(facts))
    facts["mandate"] = proposed.mandate.mandate_id
    request = mandates_pb.ApproveMandateRequest(
        request_id="yes", mandate_id=facts["mandate"], approval=approval(password=PASSWORD)
    )
    await money.mandates.approve_mandate(request, caller=_user(facts, "layla"))
    return facts


async def _charge(money: MoneyDesk, facts: Facts) -> None:
    request = mandates_pb.ChargeMandateRequest(
        request_id="ride", mandate_id=facts["mandate"], amount=sar(3_000), title_ar="ركوب", title_en="Ride"
    )
    await money.mandates.charge_mandate(request, caller=_app(facts))


async def _is_charged_once(money: MoneyDesk, facts: Facts, _: list[Any]) -> None:
    assert await money.has(_user(facts, "layla")) == (97_000, 0)
    request = mandates_pb.GetMandateRequest(mandate_id=facts["mandate"])
    assert (await money.mandates.get_mandate(request, caller=_app(facts))).mandate.spent_minor == 3_000


VERBS = {
    "approve an order": Verb(_order, _approve, _is_paid_once),
    "capture a hold": Verb(_held, _capture, _is_captured_once),
    "refund an order": Verb(_paid, _refund, _is_refunded_once),
    "pay somebody": Verb(_two, _pay, _is_held_once),
    "give and claim a red packet": Verb(_family, _give, _is_given_once),
    "charge a mandate": Verb(_mandate, _charge, _is_charged_once),
}


async def _ask(folder: Path, core_url: str, wallet_url: str, verb: Verb, point: str) -> None:
    """Prepare it, ask for it, and die at the point."""
    trap = Trap(point)
    async with money_desk(core_url, wallet_url, folder) as money:
        money.chain.serve("majlis.sandbox.v1.SandboxService", Ears(folder / HEARD))
        facts = await verb.prepare(money)
        await money.settle()
        (folder / FACTS).write_text(json.dumps(facts))
        trap.is_armed = True
        await verb.ask(money, facts)
        await money.settle()


async def _ask_again(folder: Path, core_url: str, wallet_url: str, verb: Verb) -> None:
    """Ask for it once more, tell everybody what is still to be told, and check."""
    async with money_desk(core_url, wallet_url, folder, new=False) as money:
        money.chain.serve("majlis.sandbox.v1.SandboxService", Ears(folder / HEARD))
        facts = json.loads((folder / FACTS).read_text())
        await verb.ask(money, facts)
        money.later(600)
        await money.settle()
        file = folder / HEARD
        heard = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        await verb.check(money, facts, heard)


def _in_child(work: Coroutine[Any, Any, None]) -> int:
    """How it ended: 0, or less than 0 by a signal. Nothing here has begun a thread or a channel before it forks."""
    child = os.fork()
    if child:
        work.close()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        asyncio.run(work)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _main(name: str, *urls: str) -> None:
    """`NAME CORE_URL WALLET_URL …`, two addresses of empty databases for each point."""
    log.set_up(level="critical")  # Receipts find no apps at this desk, and say so.
    verb, ended = VERBS[name], {}
    for number, point in enumerate(POINTS):
        with tempfile.TemporaryDirectory() as made:
            folder, pair = Path(made), (urls[number * 2], urls[number * 2 + 1])
            ended[point] = [_in_child(_ask(folder, *pair, verb, point)), _in_child(_ask_again(folder, *pair, verb))]
    print(json.dumps(ended))


if __name__ == "__main__":
    _main(*sys.argv[1:])
