"""Finding by words in either language, and saying where a point is."""

from __future__ import annotations

import pytest

from core.places.finding import Finder
from core.places.geometry import Plane
from core.places.making import make_city
from core.places.routing import Roads

CITY = make_city(7)
FINDER = Finder(CITY, Roads(CITY))
PLANE = Plane(CITY.center)


def names(query, **more):
    return [found.name_ar for found in FINDER.find(query, **more)]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("مطعم النخيل", "مطعم النخيل"), ("مطعم النخي", "مطعم النخيل"), ("مَطْعَمُ النَّخِيلِ", "مطعم النخيل"),
        ("palm rest", "مطعم النخيل"), ("PALM RESTAURANT", "مطعم النخيل"), ("صيدليه", "صيدلية"),
        ("دوار السوق", "دوّار السوق"), ("khwarizmi", "شارع الخوارزمي"), ("الجامعة", "جامعة"),
        ("مطعم نخيل", "مطعم النخيل"),
    ],
)  # fmt: skip
def test_as_people_write_it(written, found):
    assert any(name.startswith(found) for name in names(written))


def test_all_words_are_wanted():
    assert names("مطعم لايوجد") == []
    assert all("مطعم" in name for name in names("مطعم البحر"))


def test_whole_words_come_before_begun_ones_and_the_nearer_before_the_farther():
    stars = names("مقهى النجم")  # Only begun; nothing is called so.
    assert stars
    assert all("النجمة" in name for name in stars)
    near = FINDER.find("", kinds={"pharmacy"}, near=CITY.places[0].point)
    assert [each.away_m for each in near] == sorted(each.away_m for each in near)
    assert {each.place.kind for each in near} == {"pharmacy"}


def test_without_words_there_are_places_only():
    assert all(each.place for each in FINDER.find(""))


def test_at_most_so_many():
    assert len(FINDER.find("", most=3)) == 3
    assert len(FINDER.find("", most=10_000)) == 50


def test_where_a_point_is():
    place = next(place for place in CITY.places if place.kind == "station")
    address = FINDER.address(place.point)
    street = CITY.streets[CITY.edges[place.edge].street]
    assert street.name_ar in address.text("ar")
    assert address.text("en").endswith(f"{street.name_en}, {address.district_en}")
    assert address.district_ar
    assert FINDER.address(PLANE.point(900_000, 0)) is None
