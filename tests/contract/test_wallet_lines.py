"""A statement is searched: by direction, kind, words however they are spelt, and what changed the total."""

from __future__ import annotations

from typing import Any

import pytest

from majlis.wallet.v1 import wallet_service_pb2 as pb
from tests.support.wallet_desk import LAYLA, OMAR
from wallet import labels, views
from wallet.accounts import owner_of_user
from wallet.desk import Desk
from wallet.ids import derived_id
from wallet.labels import Label
from wallet.records import PENDING, POST_PENDING, NewTransfer

pytestmark = pytest.mark.asyncio
BETWEEN: dict[str, Any] = {
    "from_user_id": LAYLA.user_id, "from_name": "ليلى", "to_user_id": OMAR.user_id, "to_name": "عُمَر",
}  # fmt: skip


class Lines:
    """Layla's statement after what she did with Omar."""

    def __init__(self, wallet: Any) -> None:
        self.wallet = wallet
        self._desk = Desk(
            database=wallet.database, writer=wallet.writer, clock=wallet.clock, ids=None, channel=wallet.chain
        )  # fmt: skip

    async def move(
        self, name: str, label: Label | None, *, flags: int = 0, pending: str = "", back: bool = False
    ) -> None:
        def act(tx: Any, books: Any) -> None:
            hers, his = (books.account(owner_of_user(who.user_id), "SAR") for who in (LAYLA, OMAR))
            debit, credit = (his, hers) if back else (hers, his)
            (row,) = books.make(
                NewTransfer(
                    derived_id(name.encode()), debit.id, credit.id, 10, ledger=hers.ledger, code=100, flags=flags,
                    pending_id=derived_id(pending.encode()) if pending else bytes(16),
                )
            )  # fmt: skip
            if label is not None:
                labels.add(tx, row, label)

        await self._desk.act(act)

    async def page(self, who: Any = LAYLA, **wanted: Any) -> pb.ListTransfersResponse:
        request = pb.ListTransfersRequest(account_id=await self.wallet.open(who), **wanted)
        return await self.wallet.client.list_transfers(request, caller=who)

    async def all(self, who: Any = LAYLA, **wanted: Any) -> list[pb.StatementLine]:
        """Every page after the other."""
        found, token = [], ""
        while True:
            page = await self.page(who, page_token=token, **wanted)
            found += page.lines
            token = page.next_page_token
            if not token:
                return found


@pytest.fixture
async def statement(wallet):
    await wallet.fund(await wallet.open(LAYLA), 1_000)
    await wallet.open(OMAR)
    made = Lines(wallet)
    await made.move("lunch", Label("payment", "pay_1", note="غداءُ الخميس", **BETWEEN))
    await made.move("ride", Label("order", "ord_1", title_ar="رحلة إلى المطار", title_en="Airport ride", app_id="a"))
    await made.move("put aside", Label("payment", "pay_2", note="قهوة", **BETWEEN), flags=PENDING)
    await made.move("paid", None, flags=POST_PENDING, pending="put aside")
    await made.move("back", Label("refund", "ord_1", title_ar="رحلة إلى المطار"), back=True)
    return made


async def test_each_side_reads_what_a_line_was_for_and_who_the_other_is(statement):
    """A payer reads the payee's name, a payee the payer's; neither reads their own."""
    (hers,) = await statement.all(query="غداء")
    (his,) = await statement.all(OMAR, query="غداء")
    assert (hers.label.kind, hers.label.name, hers.label.user_id) == (pb.LABEL_KIND_PAYMENT, "عُمَر", OMAR.user_id)
    assert (his.label.name, his.label.user_id) == ("ليلى", LAYLA.user_id)


async def test_what_ends_a_hold_is_for_what_the_hold_was_for(statement):
    """A person who searches for what they paid finds the payment, not only the money put aside for it."""
    captured, held = await statement.all(query="قهوه")
    assert (captured.kind, held.kind) == (pb.TRANSFER_KIND_CAPTURE, pb.TRANSFER_KIND_HOLD)
    assert captured.label == held.label
    found = await statement.wallet.client.get_transfer(
        pb.GetTransferRequest(transfer_id=captured.transfer_id), caller=LAYLA
    )
    assert found.line.label == held.label


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({}, 6),
        ({"direction": pb.DIRECTION_IN}, 2),
        ({"direction": pb.DIRECTION_OUT}, 4),
        ({"moved_only": True}, 5),
        ({"label_kind": pb.LABEL_KIND_PAYMENT}, 3),
        ({"label_kind": pb.LABEL_KIND_PAYMENT, "moved_only": True}, 2),
        ({"query": "المطار"}, 2),
        ({"query": "AIRPORT ri"}, 1),
        ({"query": "المطار إلي"}, 2),
        ({"query": "عمر"}, 3),
        ({"query": "عمر", "direction": pb.DIRECTION_IN}, 0),
        ({"query": "مطار"}, 0),
        ({"query": "؟!"}, 6),
    ],
)
async def test_lines_are_found_by_what_is_said_of_them(statement, wanted, count):
    """Words are folded as in chat, and begin as asked; filters hold together."""
    assert len(await statement.all(**wanted)) == count
    assert len(await statement.all(page_size=1, **wanted)) == count


async def test_a_page_looks_at_so_many_rows_and_no_more(statement, monkeypatch):
    """Nobody has a whole year of somebody's lines read with one call; the next page goes on where this one stopped."""
    monkeypatch.setattr(views, "WALKED_ROWS_MAX", 2)
    monkeypatch.setattr(views, "_WALKED_AT_ONCE", 2)
    first = await statement.page(query="غداء")
    assert (len(first.lines), bool(first.next_page_token)) == (0, True)
    assert [line.label.ref_id for line in await statement.all(query="غداء")] == ["pay_1"]


async def test_filters_keep_to_their_time(statement):
    lines = await statement.all()
    moment = lines[-1].created_at_ms
    statement.wallet.later(60)
    await statement.move("late", Label("payment", "pay_3", note="عشاء", **BETWEEN))
    later = await statement.all(direction=pb.DIRECTION_OUT, from_ms=moment + 1)
    assert [line.label.ref_id for line in later] == ["pay_3"]
    assert len(await statement.all(direction=pb.DIRECTION_OUT, to_ms=moment)) == 4
