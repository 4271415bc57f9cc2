"""Ids sort by when they were made, whatever the clock does."""

from __future__ import annotations

import re
import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from core.kit.clock import ManualClock, to_ms
from core.kit.ids import _ALPHABET, ID_CHARS_MAX, IdMaker


def _uuid(made: str) -> uuid.UUID:
    value = 0
    for sign in made.partition("_")[2]:
        value = value << 5 | _ALPHABET.index(sign)
    return uuid.UUID(int=value)


def test_an_id_is_its_prefix_and_a_version_7_uuid_of_that_millisecond() -> None:
    clock = ManualClock(datetime(2026, 3, 1, 12, 0, 0, 123_000, tzinfo=UTC))
    made = IdMaker(clock).new("ses")
    assert re.fullmatch(r"ses_[0-9a-hjkmnp-tv-z]{26}", made)
    held = _uuid(made)
    assert (held.version, held.variant) == (7, uuid.RFC_4122)
    assert held.int >> 80 == to_ms(clock.now())


def test_ids_grow_within_a_millisecond_and_when_the_clock_is_set_back() -> None:
    clock = ManualClock()
    maker = IdMaker(clock)
    made = [maker.new("msg") for _ in range(500)]
    clock.advance(timedelta(milliseconds=5))
    made += [maker.new("msg") for _ in range(500)]
    clock.advance(timedelta(seconds=-60))
    made += [maker.new("msg") for _ in range(500)]
    assert made == sorted(set(made))


def test_threads_never_make_the_same_id() -> None:
    maker, made = IdMaker(ManualClock()), []
    threads = [threading.Thread(target=lambda: made.extend([maker.new("msg") for _ in range(2_000)])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8_000


@pytest.mark.parametrize("prefix", ["", "a", "toolong", "Ses", "s1", "ses_"])
def test_a_prefix_is_two_to_six_small_letters(prefix: str) -> None:
    with pytest.raises(ValueError):
        IdMaker(ManualClock()).new(prefix)


def test_the_longest_id_is_known() -> None:
    assert len(IdMaker(ManualClock()).new("abcdef")) == ID_CHARS_MAX
