"""The guide of city packs is enough: its script makes a pack of a map, and a host reads it, finds and drives in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.places.finding import Finder
from core.places.geometry import Point
from core.places.pack import read_pack
from core.places.routing import Roads
from tests.support.artifacts import ROOT

GUIDE = (ROOT / "docs" / "en" / "city-packs.md").read_text("utf-8")
SCRIPT = re.search(r"^```python file=osm_to_pack.py\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
E7 = 10_000_000


def _way(way_id: int, refs: list[int], **tags: str) -> str:
    inside = "".join(f'<nd ref="{ref}"/>' for ref in refs)
    return f'<way id="{way_id}">{inside}{_tags(tags)}</way>'


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{key.replace("_", ":")}" v="{value}"/>' for key, value in tags.items())


def _map() -> str:
    """A main street with a bend, a one-way lane off it, a park, a roundabout left out, and who stands there."""
    at = {
        1: (24.7000, 46.6000), 2: (24.7000, 46.6050), 3: (24.7010, 46.6100), 4: (24.7050, 46.6050),
        5: (24.7020, 46.6010), 6: (24.7020, 46.6030), 7: (24.7035, 46.6030), 8: (24.7035, 46.6010),
    }  # fmt: skip
    nodes = "".join(f'<node id="{ref}" lat="{lat}" lon="{lng}"/>' for ref, (lat, lng) in at.items())
    places = [
        ('lat="24.7001" lon="46.6020"', {"amenity": "pharmacy", "name": "صيدلية الشفاء", "name_en": "Shifa Pharmacy"}),
        ('lat="24.7040" lon="46.6051"', {"amenity": "cafe", "name": "Corner", "addr_housenumber": "12"}),
        ('lat="24.7041" lon="46.6051"', {"amenity": "cafe"}),  # Without a name: left out.
        ('lat="24.7041" lon="46.6052"', {"amenity": "bench", "name": "x"}),
        ('lat="25.9" lon="46.6"', {"amenity": "cafe", "name": "Far from every street"}),
    ]
    points = "".join(f'<node id="{90 + n}" {where}>{_tags(tags)}</node>' for n, (where, tags) in enumerate(places))
    ways = [
        _way(1, [1, 2, 3], highway="primary", name="طريق الملك", name_en="King Road", maxspeed="80"),
        _way(2, [4, 2], highway="residential", oneway="yes", name="زقاق الورد"),
        _way(3, [5, 6, 7, 8, 5], leisure="park", name="حديقة", name_en="Garden"),
        _way(4, [5, 6, 7, 8, 5], amenity="school", name="مدرسة النور"),
        _way(5, [1, 404], highway="footway"),
    ]
    return f'<?xml version="1.0"?><osm version="0.6">{nodes}{points}{"".join(ways)}</osm>'


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert SCRIPT is not None
    folder = tmp_path_factory.mktemp("osm")
    (folder / "osm_to_pack.py").write_text(SCRIPT[1], "utf-8")
    (folder / "city.osm").write_text(_map(), "utf-8")
    command = [sys.executable, "osm_to_pack.py", "city.osm", "city.json.gz"]
    run = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    return folder / "city.json.gz"


def test_streets_places_and_areas_are_what_the_map_has(pack: Path) -> None:
    city = read_pack(pack)
    assert {(street.name_ar, street.name_en, street.rank) for street in city.streets} == {
        ("طريق الملك", "King Road", "main"), ("زقاق الورد", "زقاق الورد", "lane"),
    }  # fmt: skip
    assert {(edge.speed_kmh, edge.one_way) for edge in city.edges} == {(80, False), (30, True)}
    assert {(place.name_ar, place.kind, place.number) for place in city.places} == {
        ("صيدلية الشفاء", "pharmacy", 0), ("Corner", "cafe", 12), ("مدرسة النور", "school", 0),
    }  # fmt: skip
    assert [(area.kind, area.name_en, len(area.outline)) for area in city.areas] == [("park", "Garden", 4)]
    assert "OpenStreetMap contributors" in city.made_from_en


def test_one_finds_and_drives_in_it(pack: Path) -> None:
    city = read_pack(pack)
    roads = Roads(city)
    finder = Finder(city, roads)
    (pharmacy,) = finder.find("صيدليه")
    assert pharmacy.address.text("en") == "King Road", "no numbers where the map has none"
    west, north = Point(247_000_000, 466_000_000), Point(247_050_000, 466_050_000)
    start, end = roads.snap(west), roads.snap(north)
    assert start is not None
    assert end is not None
    assert roads.way(start, end) is None, "the lane goes the other way"
    back = roads.way(end, start)
    assert back is not None
    assert 1_000 < back.length_m < 1_100
    assert [city.streets[step.street].name_en for step in back.steps] == ["زقاق الورد", "King Road"]
