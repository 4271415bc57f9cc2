"""The app itself, what one session remembers, and who the user is in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import store
from model import Restaurant
from people import Role

from miniapp import App, Refuse, t, user

app = App("food")


@dataclass
class State:
    """What one session remembers: the words searched for, the kinds shown, choices under way."""

    query: str = ""
    kind: str = ""
    picture: str = ""
    seen: list[str] = field(default_factory=list)


def my_kitchen(place_id: str) -> Restaurant:
    """The restaurant, if the user works there or owns the app; refused otherwise."""
    place = store.place(place_id)
    if place is None:
        raise Refuse(t("place-gone"))
    if not works_at(place_id):
        raise Refuse(t("not-yours"))
    return place


def works_at(place_id: str, role: Role | None = None) -> bool:
    return user.is_owner or place_id in (role or store.role(user.id)).kitchens


def owner_only() -> None:
    if not user.is_owner:
        raise Refuse(t("owner-only"))
