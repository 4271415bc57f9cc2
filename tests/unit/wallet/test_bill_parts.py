"""Parts of a bill add up to it, whoever had what, and nobody's is a minor unit from their exact share."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallet.payments.bills import Item, Mode, parts_of, rounded
from wallet.payments.errors import SplitInvalid

PEOPLE = [f"usr_{name}" for name in "abcdefghijkl"]
# Whatever the currency: its minor units are whole numbers, those of a dinner in yen and those of a house in dinars.
AMOUNTS = st.integers(1, 10_000) | st.integers(1, 2**40)


def parts(mode, total, people, items=()):
    return parts_of(mode, total, dict.fromkeys(people, 0), items)


@given(total=AMOUNTS, count=st.integers(1, 12))
def test_equal_parts_add_up_and_differ_by_one_at_most_the_first_having_more(total, count):
    people = PEOPLE[:count]
    if total < count:
        with pytest.raises(SplitInvalid):
            parts(Mode.EQUAL, total, people)
        return
    found = parts(Mode.EQUAL, total, people)
    assert list(found) == people
    assert sum(found.values()) == total
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert max(found.values()) - min(found.values()) <= 1


@st.composite
def bills(draw):
    people = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True))
    who = st.lists(st.sampled_from(people), min_size=1, unique=True).map(tuple)
    items = draw(st.lists(st.builds(Item, st.just("Tea"), AMOUNTS, who), min_size=1, max_size=12))
    return people, items


@given(bills())
def test_parts_by_item_add_up_and_each_is_less_than_a_unit_from_exact(bill):
    people, items = bill
    total = sum(item.amount_minor for item in items)
    exact = {
        person: sum((Fraction(i.amount_minor, len(i.user_ids)) for i in items if person in i.user_ids), Fraction(0))
        for person in people
    }
    if min(exact.values()) < 1:
        with contextlib.suppress(SplitInvalid):
            assert min(parts(Mode.BY_ITEM, total, people, items).values()) > 0
        return
    found = parts(Mode.BY_ITEM, total, people, items)
    assert sum(found.values()) == total
    assert all(abs(found[person] - exact[person]) < 1 for person in people)


@given(bills(), st.randoms())
def test_whose_items_are_whole_units_gets_exactly_them_in_whatever_order_they_stand(bill, random):
    people, items = bill
    whole = [Item(i.title, i.amount_minor * len(i.user_ids), i.user_ids) for i in items]
    had = {person for item in whole for person in item.user_ids}
    people = [person for person in people if person in had]
    total = sum(item.amount_minor for item in whole)
    found = parts(Mode.BY_ITEM, total, people, whole)
    random.shuffle(whole)
    assert found == parts(Mode.BY_ITEM, total, people, whole)


@given(st.dictionaries(st.sampled_from(PEOPLE), AMOUNTS, min_size=1))
def test_by_person_they_are_as_said_or_refused(said):
    total = sum(said.values())
    assert parts_of(Mode.BY_PERSON, total, said) == said
    for wrong in (total - 1, total + 1):
        with pytest.raises(SplitInvalid):
            parts_of(Mode.BY_PERSON, wrong, said)


@given(st.lists(st.fractions(min_value=0, max_value=10**9), min_size=1, max_size=20))
def test_rounding_keeps_any_whole_sum(exact):
    exact.append(Fraction(-sum(exact)) % 1)
    found = rounded(exact)
    assert sum(found) == sum(exact)
    assert all(abs(one - share) < 1 for one, share in zip(found, exact, strict=True))


def test_what_is_left_goes_to_who_lost_most_and_then_to_the_first():
    shares = [Fraction(1, 4), Fraction(1, 2), Fraction(1, 4), Fraction(1)]
    assert rounded(shares) == [0, 1, 0, 1]
    assert rounded([Fraction(1, 3)] * 3) == [1, 0, 0]
    assert rounded([Fraction(2, 3)] * 3) == [1, 1, 0]
