"""City packs: a city as one JSON file, so that a real one can stand in the made one's place (docs/en/city-packs.md).

Read strictly: a pack that does not hold together is refused with the path of what is wrong, and the host does not start
with half a city.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from core.places.city import AREA_KINDS, PLACE_KINDS, RANKS, Area, City, Edge, Place, Street
from core.places.geometry import E7, Point

FORMAT = "majlis-city/1"
BYTES_MAX = 256 * 1024 * 1024
TEXT_CHARS_MAX = 128


class PackInvalid(ValueError):
    """The file is no city pack; the message names where it is wrong."""


def write_pack(city: City) -> bytes:
    """The city as a pack, gzipped; the same bytes for the same city."""
    body: dict[str, Any] = {
        "format": FORMAT, "name": {"ar": city.name_ar, "en": city.name_en}, "center": city.center,
        "made_from": {"ar": city.made_from_ar, "en": city.made_from_en}, "nodes": city.nodes,
        "streets": city.streets, "edges": city.edges, "areas": city.areas, "places": city.places,
    }  # fmt: skip
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 9, mtime=0)


def read_pack(path: Path) -> City:
    """The city in the file, gzipped or plain. PackInvalid."""
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = _unpacked(raw)
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError):
        raise PackInvalid("the file is not JSON") from None
    return _city(body)


def version_of(city: City) -> str:
    """Names this very city: clients keep a map by it."""
    return hashlib.sha256(write_pack(city)).hexdigest()[:16]


def _unpacked(raw: bytes) -> bytes:
    import io

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
            text = file.read(BYTES_MAX + 1)
    except (OSError, EOFError):
        raise PackInvalid("the file is not gzip") from None
    if len(text) > BYTES_MAX:
        raise PackInvalid(f"the pack is over {BYTES_MAX} bytes")
    return text


def _city(body: Any) -> City:
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        _wrong("format", f"is not {FORMAT}")
    nodes = _all(body, "nodes", _point)
    streets = _all(body, "streets", _street)
    edges = _all(body, "edges", lambda at, row: _edge(at, row, len(nodes), len(streets)))
    if not nodes or not edges:
        _wrong("edges", "is empty: there is nothing to drive on")
    return City(
        *_both(body, "name"), _point("center", body.get("center")),
        nodes, streets, edges, _all(body, "areas", _area),
        _unique(_all(body, "places", lambda at, row: _place(at, row, len(edges)))),
        *_both(body, "made_from"),
    )  # fmt: skip


def _both(body: dict[str, Any], name: str) -> tuple[str, str]:
    """The words in Arabic and in English."""
    words = body.get(name)
    if not isinstance(words, dict):
        _wrong(name, "is not an object of ar and en")
    return _text(f"{name}.ar", words.get("ar")), _text(f"{name}.en", words.get("en"))


def _all(body: dict[str, Any], name: str, read: Callable[[str, Any], Any]) -> tuple[Any, ...]:
    rows = body.get(name)
    if not isinstance(rows, list):
        _wrong(name, "is not a list")
    return tuple(read(f"{name}[{at}]", row) for at, row in enumerate(rows))


def _point(at: str, row: Any) -> Point:
    lat, lng = _row(at, row, 2)
    return Point(_whole(f"{at}[0]", lat, -90 * E7, 90 * E7), _whole(f"{at}[1]", lng, -180 * E7, 180 * E7))


def _street(at: str, row: Any) -> Street:
    name_ar, name_en, rank = _row(at, row, 3)
    return Street(_text(f"{at}[0]", name_ar), _text(f"{at}[1]", name_en), _word(f"{at}[2]", rank, RANKS))


def _edge(at: str, row: Any, nodes: int, streets: int) -> Edge:
    start, end, street, length, speed, one_way, first = _row(at, row, 7)
    if not isinstance(one_way, bool):
        _wrong(f"{at}[5]", "is not true or false")
    return Edge(
        _whole(f"{at}[0]", start, 0, nodes - 1), _whole(f"{at}[1]", end, 0, nodes - 1),
        _whole(f"{at}[2]", street, 0, streets - 1), _whole(f"{at}[3]", length, 1, 1_000_000),
        _whole(f"{at}[4]", speed, 1, 200), one_way, _whole(f"{at}[6]", first, 0, 1_000_000),
    )  # fmt: skip


def _area(at: str, row: Any) -> Area:
    kind, name_ar, name_en, outline = _row(at, row, 4)
    if not isinstance(outline, list) or len(outline) < 3:
        _wrong(f"{at}[3]", "is not a list of three points or more")
    corners = tuple(_point(f"{at}[3][{n}]", corner) for n, corner in enumerate(outline))
    return Area(_word(f"{at}[0]", kind, AREA_KINDS), _text(f"{at}[1]", name_ar), _text(f"{at}[2]", name_en), corners)


def _place(at: str, row: Any, edges: int) -> Place:
    place_id, kind, name_ar, name_en, point, edge, number = _row(at, row, 7)
    return Place(
        _text(f"{at}[0]", place_id), _word(f"{at}[1]", kind, PLACE_KINDS), _text(f"{at}[2]", name_ar),
        _text(f"{at}[3]", name_en), _point(f"{at}[4]", point), _whole(f"{at}[5]", edge, 0, edges - 1),
        _whole(f"{at}[6]", number, 0, 1_000_000),
    )  # fmt: skip


def _unique(places: tuple[Place, ...]) -> tuple[Place, ...]:
    known: set[str] = set()
    for at, place in enumerate(places):
        if place.id in known:
            _wrong(f"places[{at}][0]", f"is there twice: {place.id}")
        known.add(place.id)
    return places


def _row(at: str, row: Any, length: int) -> list[Any]:
    if not isinstance(row, list) or len(row) != length:
        _wrong(at, f"is not a list of {length}")
    return row


def _whole(at: str, value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        _wrong(at, f"is not a whole number from {least} to {most}")
    return value


def _text(at: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > TEXT_CHARS_MAX or not value.isprintable():
        _wrong(at, f"is not a text of 1 to {TEXT_CHARS_MAX} printable characters")
    return value


def _word(at: str, value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        _wrong(at, f"is none of {', '.join(known)}")
    return str(value)


def _wrong(at: str, why: str) -> NoReturn:
    raise PackInvalid(f"{at} {why}")
