"""Prepared statements do what SQLAlchemy's own do, on both databases."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.kit.db import Database
from core.kit.prepared import Prepared, in_words

NOTES = sa.Table(
    "prepared_notes", sa.MetaData(),
    sa.Column("owner", sa.Text, primary_key=True), sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Integer, nullable=False), sa.Column("sealed", sa.LargeBinary),
)  # fmt: skip
ADD = Prepared(NOTES.insert())
OF = Prepared(
    sa.select(NOTES.c.place, NOTES.c.sealed, sa.func.length(NOTES.c.owner).label("letters"))
    .where(NOTES.c.owner == sa.bindparam("who"), NOTES.c.kind == in_words(2), NOTES.c.place < 5)
    .order_by(NOTES.c.place)
)


@pytest.fixture
async def notes(database: Database) -> AsyncIterator[Database]:
    await database.write(lambda tx: NOTES.create(tx))
    yield database
    await database.write(lambda tx: NOTES.drop(tx))


def note(owner: str, place: int, kind: int = 2, sealed: bytes | None = None) -> dict[str, Any]:
    return {"owner": owner, "place": place, "kind": kind, "sealed": sealed}


async def test_rows_have_names_and_values_as_they_were_given(notes: Database) -> None:
    given = [note("ليلى", 1, sealed=b"\0\xff"), note("ليلى", 2), note("ليلى", 3, kind=1), note("ليلى", 7)]
    await notes.write(lambda tx: ADD.each(tx, [*given, note("omar", 1)]))
    for _ in range(2):  # What the first run found out the second takes over.
        rows = await notes.read(lambda tx: OF.rows(tx, {"who": "ليلى"}))
        assert [(row.place, row.sealed, row.letters) for row in rows] == [(1, b"\0\xff", 4), (2, None, 4)]
    assert await notes.read(lambda tx: OF.rows(tx, {"who": "nobody"})) == []


async def test_what_the_database_refuses_is_raised_as_sqlalchemy_does_and_leaves_nothing(notes: Database) -> None:
    """Whoever repeats a collision or answers a broken rule looks for SQLAlchemy's errors."""
    with pytest.raises(IntegrityError) as refused:
        await notes.write(lambda tx: ADD.each(tx, [note("a", 1), note("a", 2, sealed=b"secret"), note("a", 1)]))
    assert "secret" not in str(refused.value)
    assert await notes.read(lambda tx: OF.rows(tx, {"who": "a"})) == []


async def test_listeners_hear_of_them(notes: Database) -> None:
    heard: list[tuple[str, bool]] = []

    def hear(_tx: Any, _cursor: Any, text: str, _parameters: Any, _context: Any, many: bool) -> None:
        heard.append((text.split()[0], many))

    def both(tx: sa.Connection) -> None:
        sa.event.listen(tx, "before_cursor_execute", hear)
        ADD.each(tx, [note("a", 1)])
        OF.rows(tx, {"who": "a"})
        sa.event.remove(tx, "before_cursor_execute", hear)

    await notes.write(both)
    assert heard == [("INSERT", True), ("SELECT", False)]


AMONG = Prepared(
    sa.select(NOTES.c.owner, NOTES.c.place)
    .where(NOTES.c.owner.in_(sa.bindparam("owners", expanding=True)), NOTES.c.kind == sa.bindparam("kind"),
           NOTES.c.place.in_(sa.bindparam("places", expanding=True)))
    .order_by(NOTES.c.owner, NOTES.c.place)
)  # fmt: skip


@pytest.mark.parametrize("owners", range(4))
@pytest.mark.parametrize("places", range(6))
async def test_lists_of_any_length_find_what_is_in_them(notes: Database, owners: int, places: int) -> None:
    """Nothing is in an empty one."""
    await notes.write(lambda tx: ADD.each(tx, [note(owner, place) for owner in "abc" for place in range(5)]))
    for kind in (2, 1):
        given = {"owners": list("abc"[:owners]), "kind": kind, "places": list(range(places))}
        rows = await notes.read(lambda tx, given=given: AMONG.rows(tx, given))  # type: ignore[misc]
        wanted = [(owner, place) for owner in "abc"[:owners] for place in range(min(places, 5))]
        assert rows == (wanted if kind == 2 else [])


async def test_a_list_of_the_statements_own_is_refused(notes: Database) -> None:
    """It would be planned again at every run."""
    some = Prepared(sa.select(NOTES).where(NOTES.c.place.in_([1, 2])))
    with pytest.raises(ValueError, match="in_words"):
        await notes.read(lambda tx: some.rows(tx, {}))
