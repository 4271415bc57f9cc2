"""The rpcs of red packets."""

from __future__ import annotations

import secrets

from core.kit.clock import to_ms
from core.kit.db import Transaction
from core.kit.rpc import Call
from majlis.wallet.v1 import red_packets_service_pb2 as pb
from wallet.amounts import money_of
from wallet.books import Books
from wallet.border import refused
from wallet.errors import NotAMember
from wallet.house import House
from wallet.packets import moves, store
from wallet.packets.draw import SEED_BYTES, Mode
from wallet.packets.errors import RedPacketNotFound
from wallet.packets.packet import Claim, Packet, check_size, claimed, new_packet
from wallet.packets.views import MODES, Views, money, view
from wallet.payments.words import clean_note

CARD = "red_packet"
CARD_EVERY_MS = 1_000  # Of one packet: two hundred who claim at once change its card a few times, not two hundred.


class RedPacketsService:
    """majlis.wallet.v1.RedPacketsService."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._views = Views()

    async def send_red_packet(self, request: pb.SendRedPacketRequest, call: Call) -> pb.SendRedPacketResponse:
        total, mode, sender = money_of(request.total, "total"), _mode(request), call.caller.user_id
        check_size(total.amount_minor, request.shares)
        house, names = self._house, dict[str, str]()
        packet_id, seed = house.ids.new("pkt"), secrets.token_bytes(SEED_BYTES)

        async def ask() -> None:
            if sender not in (await house.people.members(request.conversation_id, [sender])).writers:
                raise NotAMember("only who may write in the conversation puts a gift into it")
            await house.guard.approve(call, request.approval, total)
            names.update(await house.people.names([sender]))

        def send(tx: Transaction, books: Books) -> pb.SendRedPacketResponse:
            packet = new_packet(
                seed, packet_id=packet_id, conversation_id=request.conversation_id, sender_user_id=sender,
                sender_name=names.get(sender, ""), total=total, shares=request.shares, mode=mode,
                greeting=clean_note(request.greeting), now_ms=books.now_ms,
            )  # fmt: skip
            house.guard.spend(tx, books, sender, "", total)
            store.add(tx, packet)
            house.effects.card(tx, CARD, packet_id)
            moves.put_in(tx, books, packet)  # Money last: what fails before leaves nothing.
            return pb.SendRedPacketResponse(packet=view(packet, [], books.now_ms))

        answer = await house.desk.answer(call, request, pb.SendRedPacketResponse, send, unless_answered=ask)
        house.effects.wake()
        return answer

    async def claim_red_packet(self, request: pb.ClaimRedPacketRequest, call: Call) -> pb.ClaimRedPacketResponse:
        house, user_id = self._house, call.caller.user_id
        before = await self._seen(request.packet_id, user_id)
        assert before.drawn  # Drawn here, where nobody waits for it, not in the writer's turn.
        name = (await house.people.names([user_id])).get(user_id, "")

        def claim(tx: Transaction, books: Books) -> int:
            had = store.claim_of(tx, before.packet_id, user_id)
            if had is not None:
                return had.amount_minor
            packet = store.find(tx, before.packet_id)
            assert packet is not None
            after, share_minor = claimed(packet, books.now_ms)
            store.add_claim(tx, packet.packet_id, Claim(user_id, packet.claimed, name, share_minor, books.now_ms))
            store.change(tx, after)
            house.effects.card(tx, CARD, packet.packet_id, every_ms=CARD_EVERY_MS)
            moves.take_out(tx, books, packet, user_id, name, share_minor)
            return share_minor

        share_minor = await house.desk.act(claim)
        house.effects.wake()
        return pb.ClaimRedPacketResponse(
            packet=await house.desk.read(lambda tx: self._view(tx, before.packet_id)), share=money(before, share_minor)
        )

    async def get_red_packet(self, request: pb.GetRedPacketRequest, call: Call) -> pb.GetRedPacketResponse:
        packet = await self._seen(request.packet_id, call.caller.user_id)
        return pb.GetRedPacketResponse(packet=await self._house.desk.read(lambda tx: self._view(tx, packet.packet_id)))

    async def _seen(self, packet_id: str, user_id: str) -> Packet:
        """The packet, which is nobody's who is not in its conversation now. RED_PACKET_NOT_FOUND."""
        packet = await self._house.desk.read(lambda tx: store.find(tx, packet_id))
        if packet is not None:
            members = await self._house.people.members(packet.conversation_id, [user_id])
            if user_id in members.inside:
                return packet
        raise RedPacketNotFound("there is no such packet")

    def _view(self, tx: Transaction, packet_id: str) -> pb.RedPacket:
        packet = store.find(tx, packet_id)
        assert packet is not None
        return self._views.of(packet, lambda: store.claims_of(tx, packet_id), to_ms(self._house.clock.now()))


def _mode(request: pb.SendRedPacketRequest) -> Mode:
    mode = MODES.get(request.mode)
    if mode is None:
        raise refused("mode", "is none there is")
    return mode
