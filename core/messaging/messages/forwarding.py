"""One message copied into several conversations: into all of them or into none."""

from __future__ import annotations

from collections.abc import Sequence

from core.kit.db import Transaction
from core.kit.errors import DomainError, InvalidArgument
from core.messaging.changes import Changes, Logged
from core.messaging.conversations import members
from core.messaging.errors import MessageRecalled
from core.messaging.log import Log, check_same
from core.messaging.messages import content, snapshots, store
from core.messaging.messages.changing import Change
from core.messaging.messages.sending import Outgoing, place


def forward(tx: Transaction, log: Log, change: Change, targets: Sequence[str], changes: Changes) -> list[Logged]:
    """The copies, in the order of their conversations; the first refusal names its own and undoes all."""
    if len(set(targets)) < len(targets):
        raise InvalidArgument(
            "to_conversation_ids: one is named twice", field="to_conversation_ids", why="one is named twice"
        )
    ids = [request_id(change.request_id, index) for index in range(len(targets))]
    before = log.answered_many(tx, [(change.user_id, each) for each in ids])
    if before:
        for made, mac in before.values():
            check_same(mac, change.mac, made.request_id)
        return [before[change.user_id, each][0] for each in ids]
    # As this reader may see it: who has left gets what was there then.
    shown = snapshots.one(tx, members.seat(tx, change.conversation_id, change.user_id), change.seq)
    if shown.recalled:
        raise MessageRecalled("the message was taken back", conversation_id=change.conversation_id, seq=change.seq)
    if shown.kind != store.MESSAGE:
        raise content.refuse("seq", "a line about the conversation is not forwarded")
    copy = content.forwarded(content.content_of(shown.body_json))
    body = content.body_json(copy)
    outgoings = [
        Outgoing(target, change.user_id, each, change.mac, copy, body)
        for target, each in zip(targets, ids, strict=True)
    ]  # fmt: skip
    return [_or_refuse(index, result) for index, result in enumerate(place(tx, log, outgoings, changes))]


def request_id(of: str, index: int) -> str:
    """The id of the n-th copy: the request's own for the first, so that one look finds whether it was answered."""
    return of if index == 0 else f"{of}/{index}"


def _or_refuse(index: int, result: Logged | DomainError) -> Logged:
    if isinstance(result, DomainError):
        raise type(result)(result.message, **{**result.facts, "field": f"to_conversation_ids[{index}]"})
    return result
