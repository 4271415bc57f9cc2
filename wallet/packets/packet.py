"""A red packet and what may happen to it: pure.

It stands open until its last share is taken or its day is over. Whoever comes next takes the next share of the draw;
`state` is what the database says, `state_at` what is so for somebody who asks now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from core.kit.money import Money
from wallet.packets.draw import Mode, commitment, draw
from wallet.packets.errors import RedPacketEmpty, RedPacketExpired, RedPacketTooSmall

STANDS_MS = 24 * 3600 * 1000  # Then what is left goes back.
REFUND_AGAIN_MS = 60_000  # Where the sender's account takes nothing: how long till it is tried again.


class State(StrEnum):
    """The proto's words in lower case."""

    OPEN = "open"
    EMPTY = "empty"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Claim:
    """One share that was taken."""

    user_id: str
    rank: int
    name: str
    amount_minor: int
    claimed_at_ms: int


@dataclass(frozen=True, slots=True)
class Packet:
    """As its row has it."""

    packet_id: str
    conversation_id: str
    sender_user_id: str
    sender_name: str
    currency_code: str
    total_minor: int
    shares: int
    mode: Mode
    greeting: str
    seed: bytes
    commitment: bytes
    created_at_ms: int
    expires_at_ms: int
    state: State = State.OPEN
    claimed: int = 0
    taken_minor: int = 0
    refunded_minor: int = 0
    due_at_ms: int = 0
    revision: int = 1

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN

    @property
    def left_minor(self) -> int:
        """What nobody took and nobody got back."""
        return self.total_minor - self.taken_minor - self.refunded_minor

    @property
    def drawn(self) -> tuple[int, ...]:
        """Every share, by rank; secret until nobody can claim any more."""
        return draw(self.seed, self.packet_id, self.total_minor, self.shares, self.mode)

    def state_at(self, now_ms: int) -> State:
        """As it is for whoever asks then: over a moment before its row says so."""
        return State.EXPIRED if self.is_open and now_ms >= self.expires_at_ms else self.state

    def best(self, claims: list[Claim]) -> int | None:
        """The rank of the luckiest, of equals the first; known once all of a draw are taken."""
        if self.state is not State.EMPTY or self.mode is not Mode.RANDOM:
            return None
        return max(claims, key=lambda claim: (claim.amount_minor, -claim.rank)).rank


def new_packet(
    seed: bytes, *, packet_id: str, conversation_id: str, sender_user_id: str, sender_name: str, total: Money,
    shares: int, mode: Mode, greeting: str, now_ms: int,
) -> Packet:  # fmt: skip
    """What is sent now; its shares are settled, and the commitment says so."""
    bound = commitment(
        seed, packet_id=packet_id, currency_code=total.currency_code, total_minor=total.amount_minor, shares=shares,
        mode=mode,
    )  # fmt: skip
    return Packet(
        packet_id=packet_id, conversation_id=conversation_id, sender_user_id=sender_user_id, sender_name=sender_name,
        currency_code=total.currency_code, total_minor=total.amount_minor, shares=shares, mode=mode,
        greeting=greeting, seed=seed, commitment=bound, created_at_ms=now_ms, expires_at_ms=now_ms + STANDS_MS,
        due_at_ms=now_ms + STANDS_MS,
    )  # fmt: skip


def check_size(total_minor: int, shares: int) -> None:
    """RED_PACKET_TOO_SMALL where there is not a unit for each."""
    if total_minor < shares:
        raise RedPacketTooSmall("each gets a minor unit at least", total_minor=total_minor, shares=shares)


def claimed(packet: Packet, now_ms: int) -> tuple[Packet, int]:
    """The packet with the next share taken, and how much that is. RED_PACKET_EMPTY, RED_PACKET_EXPIRED."""
    match packet.state_at(now_ms):
        case State.EMPTY:
            raise RedPacketEmpty("all shares were taken", shares=packet.shares)
        case State.EXPIRED:
            raise RedPacketExpired("its time is over", expires_at_ms=packet.expires_at_ms)
    share_minor = packet.drawn[packet.claimed]
    count = packet.claimed + 1
    is_last = count == packet.shares
    after = replace(
        packet, claimed=count, taken_minor=packet.taken_minor + share_minor, revision=packet.revision + 1,
        state=State.EMPTY if is_last else State.OPEN, due_at_ms=0 if is_last else packet.due_at_ms,
    )  # fmt: skip
    return after, share_minor


def ended(packet: Packet, now_ms: int, *, refunds: bool) -> Packet:
    """The packet after its day, what is left given back or not yet; as it was where there is nothing to do."""
    if not packet.due_at_ms or now_ms < packet.due_at_ms:
        return packet
    back_minor = packet.left_minor if refunds else 0
    after = replace(
        packet, state=State.EXPIRED, refunded_minor=back_minor, due_at_ms=0 if refunds else now_ms + REFUND_AGAIN_MS
    )
    is_news = packet.is_open or refunds  # Tried in vain once more is none.
    return replace(after, revision=packet.revision + 1) if is_news else after
