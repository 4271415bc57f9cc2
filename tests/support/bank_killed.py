"""A wallet with a bank, in a process of its own that kills itself (SIGKILL) at a named point, or goes on from there.

`python -m tests.support.bank_killed DATABASE_URL DATA_DIR BANK_URL POINT MOMENT LATER_S`: Layla pays in and pays out,
each under the same request_id in every run; the bank is asked, its notice comes twice, the books are compared. POINT is
one of those and the way ("ask in", "notice out"), MOMENT a moment of it: before its act, inside it with the money moved
and nothing committed, after its commit and before its answer. Without a point it ends well and says what Layla has.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.kit import log
from core.kit.caller import Caller
from core.kit.db import connect
from core.testbank.own_clock import OwnClock
from majlis.wallet.v1 import bank_service_pb2 as pb
from tests.support import wallet_desk
from tests.support.bank_desk import DONE, GATEWAY, OPERATOR, BankDesk, look
from tests.support.fake_bank import KEY
from tests.support.money_desk import approval, sar
from wallet.bank.http_bank import HttpBank
from wallet.bank.provider import Entry, State
from wallet.writer import LedgerWriter

LAYLA = Caller.user("usr_layla")
START, IN, OUT = 10_000, 700, 300
POINTS, MOMENTS = ("begin", "ask", "notice", "compare"), ("before", "inside", "after")


class Killed:
    """Ends the process at the point; `now` is what the process does."""

    def __init__(self, writer: LedgerWriter, point: str, moment: str) -> None:
        self._point, self._moment = point, moment
        self.now = ""
        real = writer.act

        async def act(fn: Callable[..., Any]) -> Any:
            self._die("before")

            def inner(tx: Any, books: Any) -> Any:
                result = fn(tx, books)
                self._die("inside")
                return result

            result = await real(inner)
            self._die("after")
            return result

        writer.act = act  # type: ignore[method-assign,assignment]

    def _die(self, moment: str) -> None:
        if (self.now, moment) == (self._point, self._moment):
            os.kill(os.getpid(), signal.SIGKILL)


async def main(url: str, data_dir: Path, bank_url: str, point: str, moment: str, later_s: int) -> None:
    clock = OwnClock()
    clock.turn_to(clock.now() + timedelta(seconds=later_s))
    database = connect(url)
    bank = HttpBank(bank_url, api_key=(data_dir / "bank" / "api.key").read_text())
    desk = BankDesk(database, data_dir, clock=clock, bank=bank)
    await desk.ledger.writer.start()
    treasury, account = await desk.ledger.bank(), await desk.ledger.open(LAYLA)
    gift = wallet_desk.payment(treasury, account, START, transfer_id="xfer_" + "1" * 26)
    await desk.ledger.submit(gift, request_id="gift")
    killed = Killed(desk.ledger.writer, point, moment)
    for way in ("in", "out"):
        await _one(desk, bank, way, killed, hears=not point.startswith("compare"))
    sys.stdout.write(json.dumps(await desk.has(LAYLA)) + "\n")
    await desk.ledger.writer.stop()
    database.close()


async def _one(desk: BankDesk, bank: HttpBank, way: str, killed: Killed, *, hears: bool) -> None:
    killed.now = f"begin {way}"
    transfer_id = await _begin(desk, way)
    killed.now = f"ask {way}"
    await desk.effects.deliver_due()
    while not isinstance(entry := await bank.look_up(transfer_id), Entry) or entry.state is State.PENDING:
        await asyncio.sleep(0.01)
    killed.now = f"notice {way}"
    for _ in range(2 if hears else 0):
        await desk.rpc.receive_bank_notice(_notice(desk, entry), caller=GATEWAY)
    killed.now = f"compare {way}"
    await desk.rpc.reconcile_bank(pb.ReconcileBankRequest(), caller=OPERATOR)
    assert (await look(desk.rpc, LAYLA, transfer_id)).state == DONE


async def _begin(desk: BankDesk, way: str) -> str:
    if way == "in":
        asked = pb.TopUpRequest(request_id="in", amount=sar(IN))
        return (await desk.rpc.top_up(asked, caller=LAYLA)).transfer.bank_transfer_id
    out = pb.PayOutRequest(request_id="out", amount=sar(OUT), approval=approval())
    return (await desk.rpc.pay_out(out, caller=LAYLA)).transfer.bank_transfer_id


def _notice(desk: BankDesk, entry: Any) -> pb.ReceiveBankNoticeRequest:
    said = {
        "reference": entry.reference, "bank_reference": entry.bank_reference, "version": entry.version,
        "kind": entry.kind, "amount_minor": entry.amount.amount_minor, "currency_code": entry.amount.currency_code,
        "state": entry.state, "why": entry.why,
    }  # fmt: skip
    body = json.dumps({"notice_id": f"{entry.reference}:{entry.version}", "transfer": said}).encode()
    at_s = desk.ledger.now_ms() // 1000
    mac = hmac.new(KEY, b"%d." % at_s + body, hashlib.sha256).hexdigest()
    return pb.ReceiveBankNoticeRequest(body=body, signature=f"t={at_s},v1={mac}")


if __name__ == "__main__":
    given = sys.argv[1:]
    log.set_up(level="error")  # What it writes is its answer.
    asyncio.run(main(given[0], Path(given[1]), given[2], given[3], given[4], int(given[5])))
