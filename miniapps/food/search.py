"""What a guest's words find, among restaurants and all their dishes: the best first, and the nearest among equals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import folding
from model import Restaurant

from miniapp import Text

PLACES_MAX, DISHES_MAX = 10, 20


@dataclass(frozen=True)
class FoundDish:
    """A dish and where it is cooked."""

    place: str
    id: str
    name: Text
    price_minor: int
    picture: str


@dataclass(frozen=True)
class Found:
    """Ids of restaurants, and dishes."""

    places: list[str]
    dishes: list[FoundDish]


class Seen(Protocol):
    """A restaurant in the order it would be listed in."""

    @property
    def place(self) -> Restaurant: ...


def find(query: str, near: Sequence[Seen], indexes: Mapping[str, list[list[str | int]]]) -> Found:
    hits: list[tuple[int, int, str]] = []
    dishes: list[tuple[int, int, FoundDish]] = []
    for at, one in enumerate(near):
        place = one.place
        of_place = folding.words(f"{place.name.ar} {place.name.en} {place.kind.ar} {place.kind.en}")
        if found := folding.score(query, of_place):
            hits.append((-found, at, place.id))
        for dish_id, ar, en, price, picture in indexes.get(place.id, []):
            of_dish = folding.words(f"{ar} {en}")
            if folding.score(query, [*of_dish, *of_place]) and (found := _own(query, of_dish)):
                dish = FoundDish(place.id, str(dish_id), Text(str(ar), str(en)), int(price), str(picture))
                dishes.append((-found, at, dish))
    hits.sort()
    dishes.sort(key=lambda hit: hit[:2])
    return Found([hit[2] for hit in hits[:PLACES_MAX]], [hit[2] for hit in dishes[:DISHES_MAX]])


def _own(query: str, of_dish: Sequence[str]) -> int:
    """How much of the query is about the dish itself: "كبسة نجد" is a dish of that kitchen."""
    return sum(folding.score(word, of_dish) for word in query.split())
