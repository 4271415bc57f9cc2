"""What tests do with red packets at the money desk."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import Any

import pytest
import sqlalchemy as sa

from core.kit.caller import Caller
from core.kit.errors import DomainError
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import red_packets_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.chat_desk import request_id
from tests.support.money_desk import MoneyDesk, approval, sar
from wallet.packets.ending import end_due
from wallet.verify_red_packet import verify

RANDOM, EQUAL = pb.RED_PACKET_MODE_RANDOM, pb.RED_PACKET_MODE_EQUAL
OPEN, EMPTY, EXPIRED = pb.RED_PACKET_STATE_OPEN, pb.RED_PACKET_STATE_EMPTY, pb.RED_PACKET_STATE_EXPIRED
DAY_S = 24 * 3600


def asked(at: str, total: money_pb2.Money, shares: int, mode: pb.RedPacketMode.ValueType = RANDOM, **more: Any) -> Any:
    """A request of SendRedPacket."""
    fields = {"request_id": request_id(), "greeting": "كل عام وأنتم بخير", "approval": approval(), **more}
    return pb.SendRedPacketRequest(conversation_id=at, total=total, shares=shares, mode=mode, **fields)


async def send(
    money: MoneyDesk, sender: Caller, at: str, total_minor: int = 1_000, shares: int = 3, **more: Any
) -> pb.RedPacket:
    request = asked(at, more.pop("total", sar(total_minor)), shares, **more)
    return (await money.packets.send_red_packet(request, caller=sender)).packet


async def claim(money: MoneyDesk, person: Caller, packet: pb.RedPacket) -> pb.ClaimRedPacketResponse:
    request = pb.ClaimRedPacketRequest(packet_id=packet.packet_id)
    return await money.packets.claim_red_packet(request, caller=person)


async def take(money: MoneyDesk, person: Caller, packet: pb.RedPacket) -> int:
    """What they got."""
    return (await claim(money, person, packet)).share.amount_minor


async def get(money: MoneyDesk, person: Caller, packet: pb.RedPacket) -> pb.RedPacket:
    request = pb.GetRedPacketRequest(packet_id=packet.packet_id)
    return (await money.packets.get_red_packet(request, caller=person)).packet


async def refused(rpc: Awaitable[object]) -> str:
    """Why it was."""
    with pytest.raises(DomainError) as error:
        await rpc
    return error.value.reason


async def sweep(money: MoneyDesk) -> int:
    """As standing work does it every second."""
    return await end_due(money.verbs.house)


async def escrow(money: MoneyDesk, currency_code: str = "SAR") -> int:
    """What is in the packets' account."""
    account = await money.ledger.owned(currency_code, platform=wallet_pb.PLATFORM_ACCOUNT_RED_PACKETS)
    request = wallet_pb.GetAccountRequest(account_id=account)
    found = await money.ledger.client.get_account(request, caller=Caller.of_service("orders"))
    return found.account.balance.total_minor


def holds(packet: pb.RedPacket, promised: bytes) -> str:
    """What the shipped script says of it; Wrong where it does not hold."""
    got = {each.user_id: each.amount.amount_minor for each in packet.claims}
    return verify(json.loads(packet.transcript_json), promised.hex(), got)


async def lines(money: MoneyDesk, person: Caller) -> list[wallet_pb.StatementLine]:
    """Their statement, the newest first."""
    return await money.ledger.lines(await money.ledger.open(person), person)


async def count(money: MoneyDesk, table: str) -> int:
    """Rows of a table of the wallet."""
    statement = sa.select(sa.func.count()).select_from(sa.table(table))
    found: int = await money.in_ledger(lambda tx: tx.execute(statement).scalar_one())
    return found
