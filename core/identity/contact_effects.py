"""What messaging learns of two people: written with the change, told before the rpc answers, else until it got through.

Two things leave: what the pair is now (its newest version each time, so repeating and overtaking are harmless), and
whose devices should look again. The second goes only to those whose own side changed: were the other told too, the
silence after a block would tell it from a removal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.identity import contact_store
from core.identity.contacts import Pair, Side
from core.kit import log
from core.kit.caller import Caller
from core.kit.clock import Clock
from core.kit.db import Database, Transaction
from core.kit.errors import DomainError
from core.kit.outbox import Outbox, OutboxRelay
from core.kit.rpc import Channel
from majlis.messaging.v1 import conversations_service_pb2 as pb
from majlis.messaging.v1.conversations_service_rpc import ConversationsServiceClient

APPLY_RELATION, NOTE_PEOPLE = "identity.apply_relation", "identity.note_people"
TELL_S = 2.0  # An rpc waits so long for messaging; then the relay goes on.
_CALLER = Caller.of_service("identity")
_log = log.get("contacts")


@dataclass(slots=True)
class Told:
    """Pairs whose relation a transaction changed; made anew each run."""

    pairs: list[tuple[str, str]] = field(default_factory=list)
    any: bool = False


class ContactEffects:
    """Tells messaging. `relay` runs as long as the service does."""

    def __init__(self, *, db: Database, clock: Clock, outbox: Outbox, channel: Channel) -> None:
        self._db = db
        self._outbox = outbox
        self._conversations = ConversationsServiceClient(channel)
        handlers = {APPLY_RELATION: self._apply_relation, NOTE_PEOPLE: self._note_people}
        self.relay = OutboxRelay(db=db, clock=clock, handlers=handlers)

    def write(self, tx: Transaction, my_id: str, their_id: str, before: Pair, after: Pair, told: Told) -> None:
        """Have everybody told whom the change concerns, once this transaction is committed."""
        if before.relation != after.relation:
            self._outbox.add(tx, APPLY_RELATION, {"user_id": my_id, "other_user_id": their_id})
            told.pairs.append((my_id, their_id))
        for owner_id, about_id, was, now in (
            (my_id, their_id, before.mine, after.mine), (their_id, my_id, before.theirs, after.theirs),
        ):  # fmt: skip
            if _shown(was) != _shown(now):
                self._outbox.add(tx, NOTE_PEOPLE, {"user_id": owner_id, "about_user_id": about_id})
                told.any = True

    async def tell(self, told: Told) -> None:
        """After the commit: messaging knows the relation now, or hears of it from the relay."""
        for my_id, their_id in told.pairs:
            try:
                await self._apply_relation({"user_id": my_id, "other_user_id": their_id}, timeout_s=TELL_S)
            except DomainError as error:
                _log.warning("messaging hears of a relation later", why=error.reason)
        if told.pairs or told.any:
            self.relay.wake()

    async def share_conversation(self, one_id: str, other_id: str) -> bool:
        """Whether they see each other among the members of a group."""
        request = pb.ShareConversationRequest(user_id=one_id, other_user_id=other_id)
        return (await self._conversations.share_conversation(request, caller=_CALLER, timeout_s=TELL_S)).shared

    async def _apply_relation(self, effect: dict[str, Any], *, timeout_s: float | None = None) -> None:
        my_id, their_id = effect["user_id"], effect["other_user_id"]
        pair, version = await self._db.read(lambda tx: contact_store.pair(tx, my_id, their_id))
        contacts, blocks, blocked = pair.relation
        request = pb.ApplyRelationRequest(
            user_id=my_id, other_user_id=their_id, contacts=contacts, blocks=blocks, blocked=blocked, version=version
        )
        await self._conversations.apply_relation(request, caller=_CALLER, timeout_s=timeout_s)

    async def _note_people(self, effect: dict[str, Any]) -> None:
        request = pb.NotePeopleRequest(user_id=effect["user_id"], about_user_id=effect["about_user_id"])
        await self._conversations.note_people(request, caller=_CALLER)


def _shown(side: Side) -> tuple[object, ...]:
    """Of a side, what its owner's screens show."""
    return side.state, side.since_ms, side.note, side.alias, side.knows_username, side.blocks
