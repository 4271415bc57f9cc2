"""Whom a caller means, by name, code or id. Who does not exist, hides or blocks them is one answer after one work."""

from __future__ import annotations

from dataclasses import dataclass

from core.identity import contact_store
from core.identity.accounts import fold_username
from core.identity.contacts import STRANGER, is_found, nobody
from core.kit.db import Transaction
from core.kit.errors import InvalidArgument

_NOBODY = ""  # Looked up where nobody was found, so that the work is the same.


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody the caller may know of."""

    user_id: str
    by_username: bool = False


def check_one(**given: str) -> None:
    """INVALID_ARGUMENT unless exactly one of these fields says whom the caller means."""
    if len([text for text in given.values() if text]) != 1:
        first = next(iter(given))
        raise InvalidArgument("say whom you mean in one way", field=first, why=f"give one of {', '.join(given)}")


def seek(tx: Transaction, me: str, username: str, code: str) -> Found:
    """The person of this username or code, the caller too. PERSON_NOT_FOUND."""
    if username:
        row = contact_store.with_username(tx, fold_username(username))
    else:
        row = contact_store.with_code(tx, fold_code(code))
    findable = row is not None and bool(row.found_by_username if username else row.found_by_code)
    user_id = _NOBODY if row is None else row.id
    pair, _ = contact_store.pair(tx, me, user_id)
    if row is None or not (user_id == me or is_found(pair, findable=findable)):
        raise nobody()
    return Found(user_id, by_username=bool(username))


def other(me: str, found: Found) -> Found:
    """The same, who must be somebody else."""
    if found.user_id == me:
        raise InvalidArgument("this is you", field="user_id", why="is the caller's own")
    return found


def met(tx: Transaction, me: str, user_id: str, *, elsewhere: bool) -> Found:
    """The person of this id, whom the caller met here or elsewhere. PERSON_NOT_FOUND."""
    other(me, Found(user_id))
    knows = elsewhere or contact_store.pair(tx, me, user_id)[0].mine != STRANGER
    if user_id not in contact_store.named(tx, [user_id if knows else _NOBODY]):
        raise nobody()
    return Found(user_id)


def fold_code(text: str) -> str:
    """A code as it is stored: people also type them."""
    return text.strip().lower()
