"""The made city: the same for its number, whole, and a city one can drive through; packs keep it to the last number."""

from __future__ import annotations

import gzip
import json
import random

import pytest

from core.places.making import make_city
from core.places.pack import PackInvalid, read_pack, version_of, write_pack
from core.places.routing import Roads

CITY = make_city(7)


def test_the_same_number_makes_the_same_city_and_another_another():
    assert write_pack(make_city(7)) == write_pack(CITY)
    assert version_of(make_city(8)) != version_of(CITY)


@pytest.mark.parametrize("seed", range(1, 13))
def test_every_place_can_be_reached_from_every_other(seed):
    city = make_city(seed)
    roads, chance = Roads(city), random.Random(seed)
    assert len(city.places) > 300
    for _ in range(60):
        start, end = (roads.snap(place.point) for place in chance.sample(city.places, 2))
        assert roads.way(start, end) is not None


def test_names_are_in_both_languages_and_ids_are_one_each():
    for named in (*CITY.streets, *CITY.areas, *CITY.places):
        assert named.name_ar
        assert named.name_en
        assert any("\u0600" <= sign <= "\u06ff" for sign in named.name_ar)
    assert len({place.id for place in CITY.places}) == len(CITY.places)


def test_a_place_stands_beside_its_street():
    roads = Roads(CITY)
    for place in CITY.places:
        spot = roads.snap(place.point)
        assert spot is not None
        assert spot.away_m < 40


def test_a_pack_is_the_city(tmp_path):
    file = tmp_path / "city.json.gz"
    file.write_bytes(write_pack(CITY))
    assert read_pack(file) == CITY
    file.write_bytes(gzip.decompress(write_pack(CITY)))
    assert read_pack(file) == CITY


def _broken(change):
    body = json.loads(gzip.decompress(write_pack(CITY)))
    change(body)
    return json.dumps(body).encode()


BROKEN = {
    "format is not": lambda body: body.update(format="city/9"),
    "name is not": lambda body: body.update(name="النخيل"),
    "name.en is not": lambda body: body["name"].update(en=" "),
    "center is not": lambda body: body.update(center=[1]),
    "nodes[3][0] is not": lambda body: body["nodes"].__setitem__(3, [91 * 10**7, 0]),
    "nodes[3][1] is not": lambda body: body["nodes"].__setitem__(3, [0, 1.5]),
    "streets[0][2] is none of": lambda body: body["streets"][0].__setitem__(2, "path"),
    "edges[9][1] is not": lambda body: body["edges"][9].__setitem__(1, len(body["nodes"])),
    "edges[9][3] is not": lambda body: body["edges"][9].__setitem__(3, 0),
    "edges[9][5] is not": lambda body: body["edges"][9].__setitem__(5, 1),
    "edges is empty": lambda body: body.update(edges=[], places=[]),
    "areas[0][3] is not": lambda body: body["areas"][0].__setitem__(3, []),
    "places[1][0] is there twice": lambda body: body["places"].__setitem__(1, body["places"][0]),
    "places[0][2] is not": lambda body: body["places"][0].__setitem__(2, "a\u202eb"),
    "places is not": lambda body: body.pop("places"),
}


@pytest.mark.parametrize("why", BROKEN)
def test_a_pack_that_does_not_hold_together_is_refused_by_its_place(why, tmp_path):
    file = tmp_path / "city.json"
    file.write_bytes(_broken(BROKEN[why]))
    with pytest.raises(PackInvalid) as refused:
        read_pack(file)
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize("raw", [b"", b"[", b"[]", b"\x1f\x8b1", b"null", b"[" * 100_000])
def test_what_is_no_pack_is_refused(raw, tmp_path):
    file = tmp_path / "city.json"
    file.write_bytes(raw)
    with pytest.raises(PackInvalid):
        read_pack(file)
