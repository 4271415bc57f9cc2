"""Whatever two people do, the blocked one sees what they would see had they been removed, and could not be found."""

from __future__ import annotations

import asyncio
import itertools
from datetime import timedelta

import pytest
from google.protobuf.json_format import MessageToDict
from hypothesis import given, settings
from hypothesis import strategies as st

from core.identity.tables import contacts, reach, roles, users
from core.kit.caller import Caller
from core.kit.db import connect
from core.kit.errors import DomainError
from core.kit.outbox import outbox
from tests.support.contacts import ASKED, ASKS, CONTACT, ContactsDesk
from tests.support.databases import create_tables

# What the one who is blocked may do, and what the one who blocks does; waiting makes declined requests arrive again.
OMARS = ("find", "find by code", "ask", "ask by code", "ask by id", "accept", "decline", "remove", "alias", "block",
         "unblock")  # fmt: skip
LAYLAS = ("ask", "accept", "decline", "remove", "alias", "hide", "show")
STEP = st.one_of(
    st.tuples(st.just("omar"), st.sampled_from(OMARS)),
    st.tuples(st.just("layla"), st.sampled_from((*LAYLAS, "block", "unblock", "block", "unblock"))),
    st.tuples(st.just("time"), st.sampled_from(("second", "month"))),
)
STEPS = st.lists(STEP, min_size=1, max_size=14)


class World:
    """Layla and Omar, anew, who share a group. `without` blocks Layla does what everybody may do unseen."""

    def __init__(self, desk: ContactsDesk, layla: Caller, omar: Caller, *, without: bool) -> None:
        self.desk, self.layla, self.omar = desk, layla, omar
        self.without = without
        self.blocking = False
        self.hidden = False
        self.renamed = {layla.user_id: "LAYLA", omar.user_id: "OMAR"}

    async def omars(self, verb: str) -> object:
        """What Omar's step answers, and all his lists after it: everything he can see."""
        desk, layla, omar = self.desk, self.layla, self.omar
        answer = await _outcome({
            "find": lambda: desk.find(omar, username=desk.username(layla)),
            "find by code": lambda: self._coded(desk.find),
            "ask": lambda: desk.ask(omar, username=desk.username(layla)),
            "ask by code": lambda: self._coded(desk.ask),
            "ask by id": lambda: desk.ask(omar, user_id=layla.user_id),
            "accept": lambda: desk.answer(omar, layla),
            "decline": lambda: desk.answer(omar, layla, accept=False),
            "remove": lambda: desk.remove(omar, layla),
            "alias": lambda: desk.alias(omar, layla, "أختي"),
            "block": lambda: desk.block(omar, layla),
            "unblock": lambda: desk.unblock(omar, layla),
        }[verb])  # fmt: skip
        return self._plain(answer)

    async def seen(self) -> object:
        """All of Omar's lists, and whether he finds her."""
        desk, omar = self.desk, self.omar
        lists = [await _outcome(lambda state=state: desk.listed(omar, state)) for state in (CONTACT, ASKS, ASKED)]
        found = await _outcome(lambda: desk.find(omar, username=desk.username(self.layla)))
        return self._plain([*lists, await _outcome(lambda: desk.blocked(omar)), found])

    async def laylas(self, verb: str, *, accepted: bool = True) -> bool:
        """Her step, and whether it was done; `accepted` says whether she could accept in the other world."""
        desk, layla, omar = self.desk, self.layla, self.omar
        if verb in ("block", "unblock"):
            await self._laylas_block(verb == "block")
        elif verb in ("hide", "show"):
            self.hidden = verb == "hide"
            await self._show()
        elif self.blocking:
            return False  # With a block she could not.
        elif verb == "ask":
            await _outcome(lambda: desk.ask(layla, username=desk.username(omar)))
        elif verb == "alias":
            await _outcome(lambda: desk.alias(layla, omar, "أخي"))
        elif verb == "remove":
            await _outcome(lambda: desk.remove(layla, omar))
        elif accepted:
            done = await _done(desk.answer(layla, omar, accept=verb == "accept"))
            if self.without and verb == "accept" and not done:
                # The end of a block lets requests arrive which declined ones must wait a month for: she asks instead.
                await desk.ask(layla, username=desk.username(omar))
            return done
        return True

    async def _laylas_block(self, block: bool) -> None:
        desk, layla, omar = self.desk, self.layla, self.omar
        if block == self.blocking:
            return
        self.blocking = block
        if not self.without:
            await (desk.block if block else desk.unblock)(layla, omar)
            return
        if block:
            await _outcome(lambda: desk.remove(layla, omar))
            await _outcome(lambda: desk.answer(layla, omar, accept=False))
        await self._show()

    async def _show(self) -> None:
        visible = not (self.hidden or (self.without and self.blocking))
        await self.desk.privacy(self.layla, found_by_username=visible, found_by_code=visible)

    async def after_omar(self) -> None:
        """Where there are no blocks, Layla says no to whatever comes while she would block."""
        if self.without and self.blocking:
            await _outcome(lambda: self.desk.answer(self.layla, self.omar, accept=False))

    async def _coded(self, verb):
        return await verb(self.omar, code=await self.desk.code(self.layla))

    def _plain(self, answer: object) -> str:
        """The same text in both worlds for the same answer."""
        text = repr(answer)
        for them, name in ((self.layla, "LAYLA"), (self.omar, "OMAR")):
            username = self.desk.username(them)
            for said in (them.user_id, username, username.title()):
                text = text.replace(said, name)
        return text


async def _done(attempt) -> bool:
    try:
        await attempt
    except DomainError:
        return False
    return True


async def _outcome(attempt) -> object:
    try:
        answer = await attempt()
    except DomainError as refused:
        return [refused.reason, refused.message, refused.metadata()]
    return [MessageToDict(each) for each in answer] if isinstance(answer, list) else answer and MessageToDict(answer)


def test_a_block_looks_like_a_removal_and_hiding(sqlite_url, tmp_path):
    """Both are things people do for many reasons; nothing Omar can do tells him that this was a block."""
    database, numbers = connect(sqlite_url), itertools.count()
    create_tables(database, users, roles, contacts, reach, outbox)
    desk = ContactsDesk(database, tmp_path)

    @settings(max_examples=50, deadline=None)
    @given(steps=STEPS)
    def follow(steps: list[tuple[str, str]]) -> None:
        asyncio.run(_follow(desk, next(numbers), steps))

    follow()
    desk.close()
    database.close()


@pytest.mark.parametrize(
    "steps",
    [
        "layla ask, omar accept, layla block, omar remove, omar ask by id, layla unblock, layla ask",
        "omar ask, layla block, omar ask, omar remove, omar ask by id, layla unblock, omar remove, omar ask by id",
        "layla ask, layla block, omar accept, omar ask by id, layla unblock, layla ask, omar accept",
        "layla block, omar ask by id, layla unblock, omar remove, omar ask by id, layla accept, omar ask, omar find",
        "omar ask, layla decline, omar block, layla ask, omar unblock, layla block, omar ask by id",
    ],
    ids=["contacts", "asked", "asking", "a stranger", "both block"],
)
async def test_these_lives_look_alike_too(sqlite_url, tmp_path, steps):
    """The ones a person would try who wants to know."""
    database = connect(sqlite_url)
    create_tables(database, users, roles, contacts, reach, outbox)
    desk = ContactsDesk(database, tmp_path)
    await _follow(desk, 0, [(who, verb) for who, _, verb in (step.partition(" ") for step in steps.split(", "))])
    desk.close()
    database.close()


async def _follow(desk: ContactsDesk, number: int, steps: list[tuple[str, str]]) -> None:
    worlds = []
    for without in (False, True):
        layla, omar = await desk.people(f"layla{number}{without:d}x", f"omar{number}{without:d}x")
        desk.shared.add(frozenset({layla.user_id, omar.user_id}))
        worlds.append(World(desk, layla, omar, without=without))
    for who, verb in steps:
        if who == "time":
            desk.clock.advance(timedelta(seconds=1) if verb == "second" else timedelta(days=31))
            continue
        if who == "omar":
            assert await worlds[0].omars(verb) == await worlds[1].omars(verb), verb
            await worlds[1].after_omar()
        else:
            done = await worlds[0].laylas(verb)
            await worlds[1].laylas(verb, accepted=done or verb != "accept")
        assert await worlds[0].seen() == await worlds[1].seen(), (who, verb)
