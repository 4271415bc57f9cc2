"""SQL of people: users, roles, second factors and subjects. Takes the transaction, never commits."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from core.identity.accounts import User
from core.identity.tables import roles, subjects, totp, users
from core.kit.db import Transaction, insert_new
from majlis.identity.v1 import identity_service_pb2 as pb


def add_user(tx: Transaction, user: User, *, now_ms: int) -> bool:
    """Insert the user and the roles beside ROLE_USER; False, and nothing stored, when the username is taken."""
    row = {
        "id": user.id, "username": user.username, "display_name": user.display_name, "lang": user.lang,
        "password_hash": user.password_hash, "created_at_ms": now_ms,
    }  # fmt: skip
    if not insert_new(tx, users, row):
        return False
    for role in user.roles - {pb.ROLE_USER}:
        add_role(tx, user.id, role, now_ms=now_ms)
    return True


def add_role(tx: Transaction, user_id: str, role: int, *, now_ms: int) -> None:
    insert_new(tx, roles, {"user_id": user_id, "role": role, "created_at_ms": now_ms})


def find_user(tx: Transaction, user_id: str) -> User | None:
    return _user(tx, users.c.id == user_id)


def find_username(tx: Transaction, username: str) -> User | None:
    return _user(tx, users.c.username == username)


def _user(tx: Transaction, where: sa.ColumnElement[bool]) -> User | None:
    row = tx.execute(sa.select(users).where(where)).one_or_none()
    if row is None:
        return None
    held = tx.scalars(sa.select(roles.c.role).where(roles.c.user_id == row.id))
    return User(
        id=row.id, username=row.username, display_name=row.display_name, lang=row.lang,
        password_hash=row.password_hash, roles=frozenset({pb.ROLE_USER, *held}),
    )  # fmt: skip


def change_profile(tx: Transaction, user_id: str, changed: dict[str, str]) -> None:
    """Set the user's display_name, lang or both."""
    if changed:
        tx.execute(users.update().where(users.c.id == user_id).values(changed))


def replace_password_hash(tx: Transaction, user_id: str, *, old: str, new: str) -> None:
    """Store the new hash unless the password was changed meanwhile."""
    of_old = (users.c.id == user_id) & (users.c.password_hash == old)
    tx.execute(users.update().where(of_old).values(password_hash=new))


def add_totp(tx: Transaction, user_id: str, sealed: bytes, *, last_step: int, now_ms: int) -> None:
    row = {"user_id": user_id, "secret_sealed": sealed, "last_step": last_step, "created_at_ms": now_ms}
    tx.execute(totp.insert().values(row))


def find_totp(tx: Transaction, user_id: str) -> tuple[bytes, int] | None:
    """The sealed secret and the last step used."""
    row = tx.execute(sa.select(totp).where(totp.c.user_id == user_id)).one_or_none()
    return None if row is None else (bytes(row.secret_sealed), int(row.last_step))


def use_totp_step(tx: Transaction, user_id: str, step: int) -> bool:
    """Take the step; False when it, or a later one, was taken before."""
    unused = (totp.c.user_id == user_id) & (totp.c.last_step < step)
    return tx.execute(totp.update().where(unused).values(last_step=step)).rowcount == 1


def existing_users(tx: Transaction, user_ids: Collection[str]) -> set[str]:
    return set(tx.scalars(sa.select(users.c.id).where(users.c.id.in_(user_ids))))


def display_names(tx: Transaction, user_ids: Collection[str]) -> dict[str, str]:
    """User id → display name, of those that exist."""
    rows = tx.execute(sa.select(users.c.id, users.c.display_name).where(users.c.id.in_(user_ids)))
    return {row.id: row.display_name for row in rows}


def subjects_of(tx: Transaction, app_id: str, user_ids: Collection[str]) -> dict[str, str]:
    """User id → subject, of those that have one."""
    found = sa.select(subjects.c.user_id, subjects.c.subject)
    rows = tx.execute(found.where(subjects.c.app_id == app_id, subjects.c.user_id.in_(user_ids)))
    return {row.user_id: row.subject for row in rows}


def users_of(tx: Transaction, app_id: str, names: Collection[str]) -> dict[str, str]:
    """Subject → user id, of those that are the app's."""
    found = sa.select(subjects.c.user_id, subjects.c.subject)
    rows = tx.execute(found.where(subjects.c.app_id == app_id, subjects.c.subject.in_(names)))
    return {row.subject: row.user_id for row in rows}


def add_subject(tx: Transaction, app_id: str, user_id: str, subject: str, *, key_version: int, now_ms: int) -> None:
    """Store the subject unless the user has one in this app."""
    row = {"app_id": app_id, "user_id": user_id, "subject": subject}
    insert_new(tx, subjects, {**row, "key_version": key_version, "created_at_ms": now_ms})
