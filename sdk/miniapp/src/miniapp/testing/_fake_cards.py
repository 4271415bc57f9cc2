"""Cards in memory as the real host treats them: in place by key, dropped without a grant, no more than the quota."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from miniapp import limits

SCOPE = "messages.send"
METHODS = ("SendCard", "UpdateCard", "OfferCard")


@dataclass(frozen=True)
class Card:
    """A card as people see it; `revision` counts its changes from 1."""

    key: str
    title: str
    text: str
    path: str
    revision: int = 1


@dataclass
class FakeCards:
    """What everybody was shown. `shared` are the cards people posted as their own."""

    sent: dict[tuple[str, str], Card] = field(default_factory=dict)  # (user, key)
    offered: dict[str, Card] = field(default_factory=dict)  # user: the newest offer
    shared: dict[tuple[str, str], Card] = field(default_factory=dict)  # (who shared it, key)
    dropped: list[tuple[str, str]] = field(default_factory=list)  # (user, reason)
    _sent_at: dict[str, list[datetime]] = field(default_factory=dict)

    def share(self, user: str) -> None:
        """The user posts the card they were offered."""
        card = self.offered.pop(user)
        self.shared[user, card.key] = card

    def deliver(
        self, method: str, request: Mapping[str, Any], grants: Mapping[tuple[str, str], bool], now: datetime
    ) -> None:
        """What a committed event did with a card."""
        card = Card(request["card_key"], request["title"], request["text"], request["path"])
        if method == "UpdateCard":
            for shown in (self.sent, self.shared):
                for user, key in shown:
                    if key == card.key and grants.get((user, SCOPE)):
                        shown[user, key] = _changed(shown[user, key], card)
            return
        user = request["user_id"]
        if not grants.get((user, SCOPE)):
            self.dropped.append((user, "CARDS_OFF"))
        elif method == "OfferCard":
            self.offered[user] = card
        elif (user, card.key) in self.sent:
            self.sent[user, card.key] = _changed(self.sent[user, card.key], card)
        elif self._is_full(user, now):
            self.dropped.append((user, "CARD_QUOTA_EXCEEDED"))
        else:
            self.sent[user, card.key] = card
            self._sent_at[user].append(now)

    def _is_full(self, user: str, now: datetime) -> bool:
        recent = [at for at in self._sent_at.get(user, ()) if at > now - timedelta(days=1)]
        self._sent_at[user] = recent
        return len(recent) >= limits.CARDS_NEW_MAX


def _changed(shown: Card, card: Card) -> Card:
    same = replace(card, revision=shown.revision)
    return shown if same == shown else replace(card, revision=shown.revision + 1)
