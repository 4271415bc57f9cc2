"""What an update is for each person, as facts: from its kind, its sender and whom it calls, never from its words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.messaging.changes import Logged
from core.messaging.notifications.decide import Event, Kind
from majlis.messaging.v1 import messages_pb2 as pb

PAYMENT_NOTES = "payment-"  # Sentences of the host whose keys begin so are about money.
_ABOUT_ONESELF = {
    "MEMBER_EVENT_JOINED", "MEMBER_EVENT_ROLE", "MEMBER_EVENT_SILENCED", "MEMBER_EVENT_UNSILENCED",
}  # fmt: skip
_WITH_MEMBERS = {pb.CONVERSATION_KIND_GROUP, pb.CONVERSATION_KIND_CHANNEL}


@dataclass(frozen=True, slots=True)
class Room:
    """The conversation, as far as it matters here."""

    conversation_id: str
    kind: int
    app_id: str


@dataclass(frozen=True, slots=True)
class Target:
    """The message an edit, reaction or card change is about."""

    author_id: str
    recalled: bool
    # (number, body) of the message and its edits, ascending.
    bodies: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Happening:
    """An update as facts about everybody; the same facts of several updates are decided once."""

    sender_id: str
    kind: Kind
    only_for: str = ""  # Empty for everybody.
    named: frozenset[str] = frozenset()
    calls_everybody: bool = False
    edited: bool = False
    recalled: bool = False
    channel: bool = False
    app_id: str = ""

    def event_for(self, user_id: str, *, member: bool, blocked: bool) -> Event:
        """The facts for one person."""
        by_name = self.kind == Kind.MESSAGE and user_id in self.named
        called = by_name or (self.kind == Kind.MESSAGE and self.calls_everybody)
        concerned = not self.only_for or self.only_for == user_id
        return Event(
            kind=(Kind.MENTION if called else self.kind) if concerned else Kind.NONE,
            own=self.sender_id == user_id, member=member, blocked=blocked, recalled=self.recalled,
            edited=self.edited and not called, called_by_name=by_name, channel=self.channel,
            from_app=bool(self.app_id),
        )  # fmt: skip


def classify(update: Logged, room: Room, targets: Mapping[int, Target]) -> Happening:
    """The update as facts. `targets` has every message an update is about."""
    if update.kind == pb.UPDATE_KIND_MESSAGE:
        return _written(update, _part(update.body_json, "message"), room)
    target = targets.get(update.target_seq)
    if update.kind == pb.UPDATE_KIND_EDIT and target is not None:
        return _edited(update, target, room)
    if update.kind == pb.UPDATE_KIND_CARD and target is not None:
        if _part(update.body_json, "wallet_card"):
            return Happening(update.sender_id, Kind.PAYMENT, edited=True, recalled=target.recalled)
        app_id = _part(update.body_json, "card").get("app_id") or room.app_id
        return Happening(update.sender_id, Kind.CARD, edited=True, recalled=target.recalled, app_id=app_id)
    if update.kind == pb.UPDATE_KIND_REACTION and target is not None and _is_set(update) and target.author_id:
        return Happening(update.sender_id, Kind.REACTION, only_for=target.author_id, recalled=target.recalled)
    if update.kind == pb.UPDATE_KIND_MEMBER and room.kind in _WITH_MEMBERS:
        change = _part(update.body_json, "member")
        if change.get("event") in _ABOUT_ONESELF and change.get("user_id"):
            return Happening(update.sender_id, Kind.SYSTEM, only_for=change["user_id"])
    return Happening(update.sender_id, Kind.NONE)


def targets_of(updates: Sequence[Logged]) -> list[int]:
    """Numbers of the messages that must be known to classify these."""
    kinds = (pb.UPDATE_KIND_EDIT, pb.UPDATE_KIND_CARD, pb.UPDATE_KIND_REACTION)
    return sorted({update.target_seq for update in updates if update.kind in kinds})


def _is_set(reaction: Logged) -> bool:
    return not _part(reaction.body_json, "reaction").get("removed")


def _written(update: Logged, content: dict[str, Any], room: Room) -> Happening:
    kind, app_id = Kind.MESSAGE, room.app_id if room.kind == pb.CONVERSATION_KIND_APP else ""
    if "note" in content and not update.sender_id:  # People cannot write the host's sentences.
        kind = Kind.PAYMENT if content["note"].get("key", "").startswith(PAYMENT_NOTES) else Kind.SYSTEM
    elif "wallet_card" in content:  # The host's own word, in an app's conversation too: no setting of the app's holds.
        kind, app_id = Kind.PAYMENT, ""
    elif "card" in content or app_id:  # Whoever passes a card on: it stays its app's.
        kind, app_id = Kind.CARD, content.get("card", {}).get("app_id") or app_id
    return Happening(
        update.sender_id, kind, named=frozenset(content.get("mention_user_ids", ())),
        calls_everybody=_calls_everybody(content, room), recalled=not update.body_json,
        channel=room.kind == pb.CONVERSATION_KIND_CHANNEL, app_id=app_id,
    )  # fmt: skip


def _edited(update: Logged, target: Target, room: Room) -> Happening:
    """An edit tells only those it calls and no earlier content called."""
    content = _part(update.body_json, "edit")
    earlier = [_content(body) for seq, body in target.bodies if seq < update.seq]
    named = frozenset(content.get("mention_user_ids", ()))
    newly = named.difference(*(before.get("mention_user_ids", ()) for before in earlier))
    everybody = _calls_everybody(content, room) and not any(_calls_everybody(before, room) for before in earlier)
    return Happening(
        update.sender_id, Kind.MESSAGE, named=newly, calls_everybody=everybody, edited=True,
        recalled=target.recalled or not update.body_json, channel=room.kind == pb.CONVERSATION_KIND_CHANNEL,
    )  # fmt: skip


def _calls_everybody(content: dict[str, Any], room: Room) -> bool:
    """Not in a channel, whose every post is for everybody: its readers say themselves what they are told."""
    return bool(content.get("mentions_all")) and room.kind != pb.CONVERSATION_KIND_CHANNEL


def _content(body_json: str) -> dict[str, Any]:
    return _part(body_json, "message") or _part(body_json, "edit")


def _part(body_json: str, name: str) -> dict[str, Any]:
    part: dict[str, Any] = json.loads(body_json).get(name, {}) if body_json else {}
    return part
