"""Finds places and addresses by words in either language, and says where a point is. Pure.

Words are folded as chat's search folds them, the last one may be only begun. What stands nearer comes first among what
fits as well. Made once for a city; asked as often as one likes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass

from core.kit.folding import plain
from core.places.city import City, Place, Street
from core.places.geometry import Plane, Point, is_inside
from core.places.routing import Roads

FOUND_MAX = 50
_EXACT, _BEGUN = 2, 1
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a point is, in both languages; `number` is 0 where the street has none there."""

    street_ar: str
    street_en: str
    number: int
    district_ar: str
    district_en: str
    point: Point

    def text(self, lang: str) -> str:
        """`12 Palm Street, Old Market`."""
        if lang == "ar":
            street = f"{self.street_ar} {self.number}" if self.number else self.street_ar
            return f"{street}، {self.district_ar}" if self.district_ar else street
        street = f"{self.number} {self.street_en}" if self.number else self.street_en
        return f"{street}, {self.district_en}" if self.district_en else street


@dataclass(frozen=True, slots=True)
class Found:
    """A place, or a street (then `place` is None), with where it is."""

    place: Place | None
    name_ar: str
    name_en: str
    address: Address
    away_m: int


class Finder:
    """The index over one city."""

    def __init__(self, city: City, roads: Roads) -> None:
        self._city = city
        self._roads = roads
        self._plane = Plane(city.center)
        self._by_id = {place.id: place for place in city.places}
        entries: dict[str, set[int]] = {}
        self._names: list[frozenset[str]] = []
        named: list[Place | Street] = [*city.places, *city.streets]
        for at, entry in enumerate(named):
            spoken = (*plain(entry.name_ar), *plain(entry.name_en))
            words = frozenset((*spoken, *map(_bare, spoken)))
            self._names.append(words)
            for word in words:
                entries.setdefault(word, set()).add(at)
        self._words = sorted(entries)
        self._entries = entries
        self._middles = self._street_middles()
        self._districts = [area for area in city.areas if area.kind in ("district", "market")]

    def place(self, place_id: str) -> Place | None:
        """The place of that id."""
        return self._by_id.get(place_id)

    def find(
        self, query: str, *, near: Point | None = None, kinds: Collection[str] = (), most: int = 20
    ) -> list[Found]:  # fmt: skip
        """What the words fit, best first; without words whatever is nearest of those kinds."""
        asked = [*map(_bare, plain(query))]
        center = near or self._city.center
        scores = self._scores(asked) if asked else dict.fromkeys(range(len(self._city.places)), 0)
        hits: list[tuple[int, float, int]] = []
        for at, score in scores.items():
            is_place = at < len(self._city.places)
            if kinds and not (is_place and self._city.places[at].kind in kinds):
                continue
            if not is_place and not asked:
                continue
            hits.append((-score, self._plane.distance(center, self._where(at)), at))
        hits.sort()
        return [self._found(at, away) for _, away, at in hits[: min(most, FOUND_MAX)]]

    def address(self, point: Point) -> Address | None:
        """The nearest street with a number, and the district; None outside of the city."""
        spot = self._roads.snap(point)
        if spot is None:
            return None
        edge = self._city.edges[spot.edge]
        street = self._city.streets[edge.street]
        district = next((area for area in self._districts if is_inside(point, area.outline)), None)
        number = edge.first_number and edge.first_number + int(edge.length_m * spot.along / 12)
        return Address(
            street.name_ar, street.name_en, number, district.name_ar if district else "",
            district.name_en if district else "", spot.point,
        )  # fmt: skip

    def _scores(self, asked: list[str]) -> dict[int, int]:
        """How well each entry that has all the words fits: whole words count more than begun ones."""
        scores: dict[int, int] | None = None
        for number, word in enumerate(asked):
            begun = number == len(asked) - 1
            fits: dict[int, int] = {}
            for known in self._begun_with(word) if begun else [word]:
                value = _EXACT if known == word else _BEGUN
                for at in self._entries.get(known, ()):
                    fits[at] = max(fits.get(at, 0), value)
            scores = fits if scores is None else {at: scores[at] + fits[at] for at in scores.keys() & fits.keys()}
        return scores or {}

    def _begun_with(self, word: str) -> list[str]:
        first = bisect_left(self._words, word)
        last = bisect_left(self._words, word + "\U0010ffff")
        return self._words[first:last]

    def _where(self, at: int) -> Point:
        places = self._city.places
        return places[at].point if at < len(places) else self._middles[at - len(places)]

    def _found(self, at: int, away_m: float) -> Found:
        point = self._where(at)
        address = self.address(point)
        assert address is not None, "what is in the city has an address"
        if at < len(self._city.places):
            place = self._city.places[at]
            return Found(place, place.name_ar, place.name_en, address, round(away_m))
        street = self._city.streets[at - len(self._city.places)]
        return Found(None, street.name_ar, street.name_en, address, round(away_m))

    def _street_middles(self) -> list[Point]:
        """A point on each street: on the stretch in the middle of its list."""
        edges: dict[int, list[int]] = {}
        for at, edge in enumerate(self._city.edges):
            edges.setdefault(edge.street, []).append(at)
        middles = []
        for street in range(len(self._city.streets)):
            on_it = edges.get(street)
            at = on_it[len(on_it) // 2] if on_it else 0
            middles.append(self._city.nodes[self._city.edges[at].start])
        return middles


def _bare(word: str) -> str:
    """Without the article: who looks for the university means any; what is left is two letters or more."""
    return word[len(_ARTICLE) :] if word.startswith(_ARTICLE) and len(word) >= len(_ARTICLE) + 2 else word
