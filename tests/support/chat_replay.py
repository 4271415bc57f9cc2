"""A client of its own making: replays a conversation's log into messages, and checks the chain with a hash and a loop.

Nothing of the host's code is used here but the shapes on the wire.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from majlis.messaging.v1 import messages_pb2 as pb


@dataclass
class Replayed:
    """A message as its updates leave it."""

    sender_id: str
    created_at_ms: int
    kind: int
    content: Any
    edited_at_ms: int = 0
    recalled: bool = False
    recalled_by: str = ""
    given: list[tuple[str, str]] = field(default_factory=list)  # (emoji, user), as they came.


def replay(updates: Iterable[pb.Update]) -> dict[int, Replayed]:
    """The messages after all these updates, by number."""
    messages: dict[int, Replayed] = {}
    for update in updates:
        body = json.loads(update.body_json) if update.body_json else {}
        if not update.target_seq:
            messages[update.seq] = Replayed(
                update.sender_id, update.created_at_ms, update.kind, next(iter(body.values()), None), recalled=not body
            )
            continue
        message = messages.get(update.target_seq)
        if message is None or (message.recalled and update.kind != pb.UPDATE_KIND_RECALL):
            continue
        _change(message, update, body)
    return messages


def _change(message: Replayed, update: pb.Update, body: dict[str, Any]) -> None:
    if update.kind == pb.UPDATE_KIND_RECALL:
        message.recalled, message.recalled_by, message.content, message.given = True, update.sender_id, None, []
        message.edited_at_ms = 0
    elif update.kind == pb.UPDATE_KIND_EDIT:
        message.content, message.edited_at_ms = body["edit"], update.created_at_ms
    elif update.kind == pb.UPDATE_KIND_REACTION:
        mark = body["reaction"]["emoji"], update.sender_id
        message.given = [each for each in message.given if each != mark]
        if not body["reaction"].get("removed"):
            message.given.append(mark)


def shown(messages: Iterable[pb.Message]) -> dict[int, tuple[Any, ...]]:
    """A snapshot in the form that is compared."""
    return {
        each.seq: (
            each.sender_id, each.created_at_ms, each.kind,
            next(iter(json.loads(each.body_json).values())) if each.body_json else None,
            each.edited_at_ms, each.recalled, each.recalled_by,
            [(mark.emoji, mark.count, mark.mine, list(mark.user_ids)) for mark in each.reactions],
        ) for each in messages
    }  # fmt: skip


def expected(messages: dict[int, Replayed], reader: str, hidden: set[int]) -> dict[int, tuple[Any, ...]]:
    """The replayed messages in the same form, without those this reader has hidden."""
    return {
        seq: (
            each.sender_id, each.created_at_ms, each.kind, each.content, each.edited_at_ms, each.recalled,
            each.recalled_by, _counts(each.given, reader),
        ) for seq, each in messages.items() if seq not in hidden
    }  # fmt: skip


def _counts(given: list[tuple[str, str]], reader: str) -> list[tuple[str, int, bool, list[str]]]:
    by_emoji: dict[str, list[str]] = {}
    for emoji, user_id in given:
        by_emoji.setdefault(emoji, []).append(user_id)
    return [(emoji, len(whom), reader in whom, whom[:10]) for emoji, whom in by_emoji.items()]


def check_chain(updates: Iterable[pb.Update], before_hash: str, to_hash: str) -> None:
    """Every body is what its commitment says, and the hashes lead from one end to the other."""
    rolling = b64decode(before_hash)
    for each in updates:
        commitment = b64decode(each.commitment)
        if each.body_json:
            assert hashlib.sha256(b64decode(each.salt) + each.body_json.encode()).digest() == commitment
        parts = (
            "majlis-update-1", each.conversation_id, each.seq, int(each.kind), each.sender_id, each.target_seq,
            each.created_at_ms, commitment.hex(),
        )  # fmt: skip
        rolling = hashlib.sha256(rolling + "".join(f"{part}\n" for part in parts).encode()).digest()
    assert rolling == b64decode(to_hash)
