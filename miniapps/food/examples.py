"""A real scene in one tap: six kitchens at places of this city, with menus, hours and one dish that is nearly gone."""

from __future__ import annotations

import example_menus as menus
from model import Menu, Restaurant, Stock

from miniapp import Text, places
from miniapp.places import Place

_LATE = (10 * 60, 26 * 60)  # Until two at night.
_ALWAYS = (0, 24 * 60)
_DAY, _EARLY = (11 * 60, 23 * 60 + 30), (6 * 60, 15 * 60)
IDS = ("najd", "sham", "nile", "gulf", "oven", "cafe")
# (name, kind, picture, hours of every day, least order, minutes to cook, menu, counted dishes)
_KITCHENS: tuple[tuple[tuple[str, str], tuple[str, str], str, tuple[int, int], int, int, Menu, dict[str, int]], ...] = (
    (("مطبخ نجد", "Najd Kitchen"), ("شعبي سعودي", "Saudi"), "kabsa", _LATE, 3_000, 30, menus.NAJD, {"jareesh": 5}),
    (("بيت الشام", "Beit Al Sham"), ("شامي ومشاوي", "Levantine grill"), "grill", _ALWAYS, 2_000, 25, menus.SHAM, {}),
    (("كشري النيل", "Nile Koshari"), ("مصري", "Egyptian"), "koshari", _ALWAYS, 1_500, 15, menus.NILE, {}),
    (("مرسى الخليج", "Gulf Harbour"), ("مأكولات بحرية", "Seafood"), "fish", _DAY, 4_000, 35, menus.GULF, {"hamour": 3}),
    (("فرن الحارة", "Neighbourhood Oven"), ("معجنات وبرجر", "Bakery and burgers"), "manakish", _LATE, 1_500, 15,
     menus.OVEN, {}),
    (("قهوة الصباح", "Morning Coffee"), ("قهوة وحلا", "Coffee and sweets"), "coffee", _EARLY, 1_000, 10,
     menus.CAFE, {}),
)  # fmt: skip


def kitchens(payee: str) -> list[tuple[Restaurant, Menu, dict[str, Stock]]]:
    """Each with its menu and its counted dishes."""
    spots = places.find(kinds=["restaurant", "cafe"], limit=len(_KITCHENS)) or [places.address(places.city().center)]
    made = []
    for at, (name, kind, picture, hours, least, cooks, menu, counted) in enumerate(_KITCHENS):
        spot = spots[at % len(spots)]
        here = Place(spot.point, *name, spot.address_ar, spot.address_en)
        place = Restaurant(
            IDS[at], Text(*name), Text(*kind), here,
            picture, [[hours] for _ in range(7)], least, cooks, payee=payee,
        )  # fmt: skip
        made.append((place, menu, {dish: Stock(left) for dish, left in counted.items()}))
    return made


def door() -> Place:
    """Somewhere to eat, not far from the middle."""
    near = places.city().center
    return places.address(places.Point(near.lat_e7 + 60_000, near.lng_e7 + 90_000))
