"""A small made city to test in: nine streets each way, five hundred metres apart, and a few of everything. Pure.

It is nowhere, and the same in every run. Streets go both ways at 36 km/h, so a way of 1,200 m takes two minutes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians
from typing import Any, NamedTuple

from miniapp.places import KINDS, Point

CENTER = Point(245_000_000, 470_000_000)
NAME = ("مدينة التجارب", "Test City")
MADE_FROM = ("مدينة مولَّدة للاختبارات، لا وجود لها", "A made city for tests; it is nowhere")
STREET_M, HALF_M, METRES_A_S = 500, 2_000, 10
NEAR_M = 12_000  # Further off every street than this is outside.
_DOOR_M = 16  # Places stand so far beside their street.
_NORTH = 111_320.0 / 10_000_000
_EAST = _NORTH * cos(radians(CENTER.lat_e7 / 10_000_000))
_AVENUES = (
    ("شارع الفجر", "Dawn Street"), ("شارع الشمس", "Sun Street"), ("شارع القمر", "Moon Street"),
    ("شارع النجوم", "Stars Street"), ("طريق المدينة", "City Road"), ("شارع البحر", "Sea Street"),
    ("شارع النهر", "River Street"), ("شارع الجبل", "Mountain Street"), ("شارع الوادي", "Wadi Street"),
)  # fmt: skip
_ROADS = (
    ("شارع الياسمين", "Jasmine Street"), ("شارع الورد", "Rose Street"), ("شارع الزيتون", "Olive Street"),
    ("شارع الرمان", "Pomegranate Street"), ("طريق السوق", "Market Road"), ("شارع النخيل", "Palm Street"),
    ("شارع السدر", "Sidr Street"), ("شارع اللوز", "Almond Street"), ("شارع التين", "Fig Street"),
)  # fmt: skip
STREETS = (*_AVENUES, *_ROADS)  # The first nine go north, from the west on; the others east, from the south on.
_KINDS = {
    "restaurant": ("مطعم", "Restaurant"), "cafe": ("مقهى", "Café"), "mosque": ("مسجد", "Mosque"),
    "pharmacy": ("صيدلية", "Pharmacy"), "clinic": ("عيادة", "Clinic"), "barber": ("حلاق", "Barber"),
    "supermarket": ("أسواق", "Supermarket"), "mall": ("مجمّع", "Mall"), "school": ("مدرسة", "School"),
    "university": ("جامعة", "University"), "hotel": ("فندق", "Hotel"), "field": ("ملعب", "Football Field"),
    "petrol": ("محطة وقود", "Petrol Station"), "bank": ("بنك", "Bank"), "museum": ("متحف", "Museum"),
    "library": ("مكتبة", "Library"), "station": ("محطة", "Station"), "airport": ("مطار", "Airport"),
}  # fmt: skip
_NAMES = (("الأمل", "Hope"), ("الواحة", "Oasis"), ("الأندلس", "Andalus"))
_DISTRICTS = (("حي الشمال", "North"), ("حي الجنوب", "South"))
_SAME = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ـ")
Told = dict[str, Any]


class Spot(NamedTuple):
    """Where on the streets: the street's number, metres along it from its south or west end, and how far off."""

    street: int
    along: float
    away_m: float

    @property
    def metres(self) -> tuple[float, float]:
        """East and north of the middle."""
        fixed, along = self.street % 9 * STREET_M - HALF_M, self.along - HALF_M
        return (fixed, along) if self.street < 9 else (along, fixed)


class Standing(NamedTuple):
    """A place, as the host tells it but for how far away it is."""

    told: Told
    words: frozenset[str]
    metres: tuple[float, float]


def point(east_m: float, north_m: float) -> Point:
    """The point so many metres east and north of the city's middle."""
    return Point(round(CENTER.lat_e7 + north_m / _NORTH), round(CENTER.lng_e7 + east_m / _EAST))


def metres(of: Point) -> tuple[float, float]:
    """East and north of the city's middle."""
    return (of.lng_e7 - CENTER.lng_e7) * _EAST, (of.lat_e7 - CENTER.lat_e7) * _NORTH


def snap(of: Point) -> Spot | None:
    """The nearest street; None outside of the city."""
    at = metres(of)
    spots = []
    for street in range(len(STREETS)):
        across, along = at if street < 9 else at[::-1]
        on = min(max(along, -HALF_M), HALF_M)
        off = (across - (street % 9 * STREET_M - HALF_M), along - on)
        spots.append(Spot(street, on + HALF_M, (off[0] ** 2 + off[1] ** 2) ** 0.5))
    nearest = min(spots, key=lambda spot: spot.away_m)
    return nearest if nearest.away_m <= NEAR_M else None


def address(spot: Spot) -> Told:
    """Street, number and district as the host words them."""
    street_ar, street_en = STREETS[spot.street]
    district_ar, district_en = _DISTRICTS[spot.metres[1] < 0]
    number = 1 + int(spot.along / 12)
    return {
        "text_ar": f"{street_ar} {number}، {district_ar}", "text_en": f"{number} {street_en}, {district_en}",
        "point": _json(point(*spot.metres)),
    }  # fmt: skip


def way(start: Spot, end: Spot) -> tuple[list[tuple[float, float]], list[tuple[int, int]]]:
    """The corners of the shortest way, and (street, metres) of each stretch."""
    ways = [_walk([start, *turns, end]) for turns in _turns(start, end)]
    return min(ways, key=lambda walked: sum(length for _, length in walked[1]))


def _turns(start: Spot, end: Spot) -> list[list[Spot]]:
    """The ways there may be: straight on, by one corner, or by any street across."""
    if start.street == end.street:
        return [[]]
    if (start.street < 9) != (end.street < 9):
        return [[_crossing(start.street, end.street)]]
    across = range(9, 18) if start.street < 9 else range(9)
    return [[_crossing(start.street, by), _crossing(by, end.street)] for by in across]


def _crossing(street: int, other: int) -> Spot:
    """On the other street, where the two meet."""
    return Spot(other, street % 9 * STREET_M, 0.0)


def _walk(spots: Sequence[Spot]) -> tuple[list[tuple[float, float]], list[tuple[int, int]]]:
    corners = [spot.metres for spot in spots]
    stretches: list[tuple[int, int]] = []
    for number, (here, there) in enumerate(pairwise(corners)):
        length = round(abs(here[0] - there[0]) + abs(here[1] - there[1]))
        if length or len(corners) == 2:
            stretches.append((spots[number].street, length))
    return [at for number, at in enumerate(corners) if not number or at != corners[number - 1]], stretches


def _json(of: Point) -> Told:
    return {"lat_e7": of.lat_e7, "lng_e7": of.lng_e7}


def folded(text: str) -> list[str]:
    """Its words, without vowel signs, case, and the spellings people mix up."""
    letters = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    plain = "".join(sign for sign in letters if unicodedata.category(sign) != "Mn")
    return "".join(sign if sign.isalnum() else " " for sign in plain).split()


def _standing() -> list[Standing]:
    """Three of each kind, and one airport and station: each on a stretch of its own."""
    found = []
    for at, kind in enumerate(KINDS):
        for count in range(1 if kind in ("station", "airport") else 3):
            street, along = (at * 5 + count * 7) % 18, 150 + (at * 700 + count * 1_300) % 3_700
            east, north = Spot(street, along, 0.0).metres
            stands = (east + _DOOR_M, north) if street < 9 else (east, north + _DOOR_M)
            kind_words, name = _KINDS[kind], _NAMES[(count + at) % 3]
            name_ar, name_en = f"{kind_words[0]} {name[0]}", f"{name[1]} {kind_words[1]}"
            told = {
                "place_id": f"plc_{kind}_{count + 1}", "kind": f"PLACE_KIND_{kind.upper()}", "name_ar": name_ar,
                "name_en": name_en, "point": _json(point(*stands)), "address": address(Spot(street, along, _DOOR_M)),
            }  # fmt: skip
            found.append(Standing(told, frozenset(folded(f"{name_ar} {name_en}")), stands))
    return found


def _streets() -> list[Standing]:
    found = []
    for number, (name_ar, name_en) in enumerate(STREETS):
        middle = Spot(number, HALF_M, 0.0)
        told = {"name_ar": name_ar, "name_en": name_en, "point": _json(point(*middle.metres))}
        words = frozenset(folded(f"{name_ar} {name_en}"))
        found.append(Standing(told | {"address": address(middle)}, words, middle.metres))
    return found


def map_of() -> Told:
    """The city as a client draws it: lines in metres from the middle (core's docs/en/city-packs.md)."""
    streets = [
        ["main" if number % 9 == 4 else "street", *names, [
            [round(metre) for along in (0, 2 * HALF_M) for metre in Spot(number, along, 0.0).metres]
        ]]
        for number, names in enumerate(STREETS)
    ]  # fmt: skip
    places = [
        [standing.told["kind"].removeprefix("PLACE_KIND_").lower(), standing.told["name_ar"], standing.told["name_en"],
         [round(metre) for metre in standing.metres]]
        for standing in PLACES
    ]  # fmt: skip
    areas = [
        ["district", *_DISTRICTS[0], [-HALF_M, 0, HALF_M, 0, HALF_M, HALF_M, -HALF_M, HALF_M]],
        ["district", *_DISTRICTS[1], [-HALF_M, -HALF_M, HALF_M, -HALF_M, HALF_M, 0, -HALF_M, 0]],
    ]
    return {"center": [CENTER.lat_e7, CENTER.lng_e7], "streets": streets, "areas": areas, "places": places}


PLACES = tuple(_standing())
EVERYTHING = (*PLACES, *_streets())
