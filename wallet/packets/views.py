"""A packet as its members read it, as its card shows it, and as the script checks it."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from majlis.common.v1 import money_pb2
from majlis.messaging.v1 import messages_pb2
from majlis.messaging.v1 import messages_service_pb2 as messages_pb
from majlis.wallet.v1 import red_packets_service_pb2 as pb
from wallet.packets.draw import Mode
from wallet.packets.packet import Claim, Packet, State

TRANSCRIPT = "majlis-red-packet-1"
VIEWS_MAX = 64
_MODES = {mode: pb.RedPacketMode.Value(f"RED_PACKET_MODE_{mode.name}") for mode in Mode}
_STATES = {state: pb.RedPacketState.Value(f"RED_PACKET_STATE_{state.name}") for state in State}
MODES = {number: mode for mode, number in _MODES.items()}


def money(packet: Packet, amount_minor: int) -> money_pb2.Money:
    return money_pb2.Money(currency_code=packet.currency_code, amount_minor=amount_minor)


def view(packet: Packet, claims: list[Claim], now_ms: int) -> pb.RedPacket:
    """As it stands; seed and transcript only once its row says that nobody can claim any more."""
    best = packet.best(claims)
    made = pb.RedPacket(
        packet_id=packet.packet_id, conversation_id=packet.conversation_id, sender_user_id=packet.sender_user_id,
        sender_name=packet.sender_name, total=money(packet, packet.total_minor), shares=packet.shares,
        mode=_MODES[packet.mode], greeting=packet.greeting, state=_STATES[packet.state_at(now_ms)],
        taken_minor=packet.taken_minor, commitment=packet.commitment, created_at_ms=packet.created_at_ms,
        expires_at_ms=packet.expires_at_ms, refunded_minor=packet.refunded_minor,
        claims=[
            pb.RedPacketClaim(
                user_id=claim.user_id, name=claim.name, rank=claim.rank, amount=money(packet, claim.amount_minor),
                best=claim.rank == best, claimed_at_ms=claim.claimed_at_ms,
            )
            for claim in claims
        ],
    )  # fmt: skip
    if not packet.is_open:
        made.seed, made.transcript_json = packet.seed, json.dumps(transcript(packet, claims))
    return made


class Views:
    """Packets as they were read last: of two hundred who claim at once each reads two hundred claims, the same ones."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, tuple[tuple[int, State], pb.RedPacket]] = OrderedDict()
        self._lock = Lock()  # Readers of the database have threads of their own.

    def of(self, packet: Packet, claims: Callable[[], list[Claim]], now_ms: int) -> pb.RedPacket:
        """The packet's view, made anew where anything about it changed; not to be changed by who gets it."""
        stands = packet.revision, packet.state_at(now_ms)
        with self._lock:
            known = self._made.get(packet.packet_id)
        if known is None or known[0] != stands:
            known = stands, view(packet, claims(), now_ms)
            with self._lock:
                self._made[packet.packet_id] = known
                self._made.move_to_end(packet.packet_id)
                if len(self._made) > VIEWS_MAX:
                    self._made.popitem(last=False)
        return known[1]


def transcript(packet: Packet, claims: list[Claim]) -> dict[str, Any]:
    """All that wallet/verify_red_packet.py needs; docs/en/red-packets.md has the table."""
    return {
        "format": TRANSCRIPT,
        "packet_id": packet.packet_id,
        "currency_code": packet.currency_code,
        "total_minor": packet.total_minor,
        "shares": packet.shares,
        "mode": str(packet.mode),
        "commitment": packet.commitment.hex(),
        "seed": packet.seed.hex(),
        "created_at_ms": packet.created_at_ms,
        "expires_at_ms": packet.expires_at_ms,
        "state": str(packet.state),
        "claims": [
            {
                "rank": claim.rank, "user_id": claim.user_id, "amount_minor": claim.amount_minor,
                "claimed_at_ms": claim.claimed_at_ms,
            }
            for claim in claims
        ],
        "best_rank": packet.best(claims),
        "taken_minor": packet.taken_minor,
        "refunded_minor": packet.refunded_minor,
    }  # fmt: skip


def card(packet: Packet, now_ms: int) -> messages_pb.DeliverWalletCardRequest:
    """As the conversation sees it."""
    shown = messages_pb2.WalletCard(
        kind=messages_pb2.WALLET_CARD_KIND_RED_PACKET, ref_id=packet.packet_id, state=packet.state_at(now_ms),
        amount=money(packet, packet.total_minor), note=packet.greeting, from_user_id=packet.sender_user_id,
        done=packet.claimed, of=packet.shares, decide_by_ms=packet.expires_at_ms, commitment=packet.commitment,
        revision=packet.revision,
    )  # fmt: skip
    return messages_pb.DeliverWalletCardRequest(
        card=shown, sender_user_id=packet.sender_user_id, conversation_id=packet.conversation_id
    )
