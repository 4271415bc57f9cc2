"""Search finds what people mean, however they spell it."""

from __future__ import annotations

import pytest

from miniapp import t


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("كبسه", "كبسة لحم نعيمي"), ("الكبسة", "كبسة لحم نعيمي"), ("كَبْسَة", "كبسة لحم نعيمي"),
        ("كبـسة", "كبسة لحم نعيمي"),
        ("شاورما دجاج", "شاورما دجاج"), ("شاور", "شاورما دجاج"), ("kabsa", "كبسة لحم نعيمي"), ("KOSH", "كشري"),
        ("فتوش", "فتّوش"), ("حمص", "حمّص بالطحينة"), ("قهوه عربيه", "دلّة قهوة عربية"), ("طعميه", "طعمية"),
        ("مشويه مشكله", ""), ("بيتزا", ""),
    ],
)  # fmt: skip
def test_a_dish_is_found_as_people_type_it(town, typed, found):
    layla = town.person("layla")
    layla.goto("/")
    layla.type("query", typed)
    if found:
        layla.see(found)
    else:
        layla.see(t("nothing-found"))


def test_a_restaurant_is_found_by_its_name_and_kind(town):
    layla = town.person("layla")
    layla.goto("/")
    for typed in ("الشام", "شام", "levant", "مأكولات بحرية", "ماكولات بحريه"):
        layla.type("query", typed)
        layla.see(t("found-places"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("أإآٱا", "ااااا"), ("مكتبة", "مكتبه"), ("على", "علي"), ("مُحَمَّد", "محمد"), ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
     ("۰۱۲", "012"), ("لـــبن", "لبن"), ("مؤمن", "مومن"), ("Café", "cafe"), ("شیخ", "شيخ")],
)  # fmt: skip
def test_spellings_that_are_one(modules, one, other):
    assert modules.search.folding.fold(one) == modules.search.folding.fold(other)
