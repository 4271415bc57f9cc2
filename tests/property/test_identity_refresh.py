"""Whatever tokens are shown in whatever order, the service answers as three sentences of English would."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity.errors import SessionExpired, SessionRevoked
from core.identity.sessions import GRACE, REFRESH_TTL
from core.identity.tables import devices, refresh_tokens, roles, users
from core.kit.db import connect
from tests.support.databases import create_tables
from tests.support.identity import IdentityWorld

NEWEST = st.just(0)  # Counted from the newest token back.
SHOWN = st.one_of(NEWEST, NEWEST, st.integers(min_value=0, max_value=4))
WAITED = st.sampled_from([timedelta(0), timedelta(seconds=1), GRACE, timedelta(days=1), REFRESH_TTL])
STEPS = st.lists(st.tuples(WAITED, SHOWN), min_size=1, max_size=12)


class Model:
    """One device's tokens by number, and when each was made and used."""

    def __init__(self, now: timedelta) -> None:
        self.made = [now]
        self.used: list[timedelta] = []
        self.revoked = False

    def show(self, number: int, now: timedelta) -> int | type[Exception]:
        """The number of the token answered with, or the refusal."""
        newest = len(self.made) - 1
        if self.revoked:
            return SessionRevoked
        if now - self.made[number] >= REFRESH_TTL:
            return SessionExpired
        if number == newest:
            self.used.append(now)
            self.made.append(now)
            return newest + 1
        if number == newest - 1 and now - self.used[number] <= GRACE:
            return newest
        self.revoked = True
        return SessionRevoked


def test_refreshing_follows_the_rule(sqlite_url, tmp_path):
    """A token is exchanged once; again only while its successor is unused and for a minute; else the device ends."""
    database = connect(sqlite_url)
    create_tables(database, users, roles, devices, refresh_tokens)
    identity, numbers = IdentityWorld(database, tmp_path / "keys"), itertools.count()

    @settings(max_examples=60, deadline=None)
    @given(steps=STEPS)
    def follow(steps: list[tuple[timedelta, int]]) -> None:
        asyncio.run(_follow(identity, f"person{next(numbers)}", steps))

    follow()
    identity.passwords.close()
    database.close()


async def _follow(identity: IdentityWorld, username: str, steps: list[tuple[timedelta, int]]) -> None:
    tokens, now = [(await identity.sign_up(username)).refresh_token], timedelta(0)
    model = Model(now)
    for waited, back in steps:
        now += waited
        identity.clock.advance(waited)
        number = max(0, len(tokens) - 1 - back)
        expected = model.show(number, now)
        if isinstance(expected, type):
            with pytest.raises(expected):
                await identity.refresh(tokens[number])
            continue
        answered = (await identity.refresh(tokens[number])).refresh_token
        if expected == len(tokens):
            assert answered not in tokens
            tokens.append(answered)
        assert answered == tokens[expected]
