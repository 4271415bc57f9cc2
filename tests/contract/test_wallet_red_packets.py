"""Red packets as people use them: sent into a conversation, taken by those in it, back to the sender after a day."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from core.kit.errors import DomainError, RequestIdReused
from majlis.common.v1 import money_pb2
from majlis.wallet.v1 import red_packets_service_pb2 as pb
from majlis.wallet.v1 import wallet_service_pb2 as wallet_pb
from tests.support.chat_desk import request_id
from tests.support.money_desk import approval, sar
from wallet.packets.ending import end_due

pytestmark = pytest.mark.asyncio
RANDOM, EQUAL = pb.RED_PACKET_MODE_RANDOM, pb.RED_PACKET_MODE_EQUAL
OPEN, EMPTY, EXPIRED = pb.RED_PACKET_STATE_OPEN, pb.RED_PACKET_STATE_EMPTY, pb.RED_PACKET_STATE_EXPIRED


async def send(money, sender, at, total=sar(1_000), shares=3, mode=RANDOM, **more):
    fields = {"request_id": request_id(), "greeting": "كل عام وأنتم بخير", "approval": approval(), **more}
    request = pb.SendRedPacketRequest(conversation_id=at, total=total, shares=shares, mode=mode, **fields)
    return (await money.packets.send_red_packet(request, caller=sender)).packet


async def claim(money, person, packet):
    request = pb.ClaimRedPacketRequest(packet_id=packet.packet_id)
    return await money.packets.claim_red_packet(request, caller=person)


async def get(money, person, packet):
    request = pb.GetRedPacketRequest(packet_id=packet.packet_id)
    return (await money.packets.get_red_packet(request, caller=person)).packet


async def refused(asked):
    with pytest.raises(DomainError) as error:
        await asked
    return error.value.reason


async def test_a_packet_goes_round(money):
    layla, omar, huda = await money.rich("layla"), await money.rich("omar"), await money.rich("huda")
    at = await money.group(layla, omar, huda)
    packet = await send(money, layla, at)
    assert (packet.state, len(packet.commitment), packet.seed, packet.transcript_json) == (OPEN, 32, b"", "")
    assert await money.has(layla) == (99_000, 0)
    shares = [(await claim(money, each, packet)).share.amount_minor for each in (omar, huda, layla)]
    assert sum(shares) == 1_000
    assert min(shares) >= 1
    seen = await get(money, huda, packet)
    assert (seen.state, seen.taken_minor, [each.name for each in seen.claims]) == (EMPTY, 1_000, ["Omar", "Huda", "Layla"])
    assert [each.amount.amount_minor for each in seen.claims] == shares
    assert [each.rank for each in seen.claims if each.best] == [shares.index(max(shares))]
    assert len(seen.seed) == 32
    assert await money.has(omar) == (100_000 + shares[0], 0)
