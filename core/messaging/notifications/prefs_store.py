"""A person's notification settings in tables."""

from __future__ import annotations

import zoneinfo
from collections.abc import Collection
from datetime import UTC, tzinfo
from functools import cache
from typing import Any

import sqlalchemy as sa

from core.kit.db import Transaction, upsert
from core.kit.errors import DomainError, InvalidArgument, StatusCode
from core.kit.prepared import Prepared, in_words
from core.messaging.notifications.decide import Kind, Prefs, Quiet, Scope, Setting
from core.messaging.notifications.tables import prefs, rules
from majlis.messaging.v1 import notifications_service_pb2 as pb

RULES_MAX = 1_000  # Of one person; all of them are read with each answer.
DEFAULTS: dict[str, Any] = {
    "quiet_enabled": False, "quiet_from_minute": 22 * 60, "quiet_to_minute": 7 * 60, "time_zone": "UTC",
    "mentions_pierce": False, "payments_pierce": False, "previews": True,
}  # fmt: skip
_KEY = ("user_id", "scope", "scope_id", "kind")


class NotificationRulesFull(DomainError):
    """The person has as many settings as there may be; taking some away makes room."""

    reason, code = "NOTIFICATION_RULES_FULL", StatusCode.RESOURCE_EXHAUSTED


def check_quiet_hours(quiet: pb.QuietHours) -> None:
    """INVALID_ARGUMENT where hours that are in force have no zone we know, or no length."""
    if quiet.time_zone and quiet.time_zone not in _zones():
        raise _refused("quiet_hours.time_zone", "must be an IANA name such as Asia/Riyadh")
    if quiet.enabled and not quiet.time_zone:
        raise _refused("quiet_hours.time_zone", "is required")
    if quiet.enabled and quiet.from_minute == quiet.to_minute:
        raise _refused("quiet_hours.to_minute", "is from_minute, which leaves no hours")


def set_rule(tx: Transaction, user_id: str, rule: pb.NotificationRule) -> None:
    """Give the setting, or take it away where it is UNSPECIFIED. NOTIFICATION_RULES_FULL."""
    key = {"user_id": user_id, "scope": rule.scope, "scope_id": rule.scope_id, "kind": rule.kind}
    same = sa.and_(*(rules.c[name] == value for name, value in key.items()))
    if not rule.setting:
        tx.execute(rules.delete().where(same))
        return
    others = sa.select(sa.func.count()).where(rules.c.user_id == user_id, sa.not_(same))
    if tx.execute(others).scalar_one() >= RULES_MAX:
        raise NotificationRulesFull("there are too many settings", rules_max=RULES_MAX)
    upsert(tx, rules, {**key, "setting": rule.setting}, key=_KEY)


def update(tx: Transaction, user_id: str, changed: dict[str, Any]) -> None:
    """Change these columns of the person's row, making it where there is none."""
    row = tx.execute(sa.select(prefs).where(prefs.c.user_id == user_id)).mappings().one_or_none()
    upsert(tx, prefs, {**DEFAULTS, **(row or {"user_id": user_id}), **changed}, key=("user_id",))


def read(tx: Transaction, user_id: str) -> pb.NotificationPrefs:
    """All of a person's settings."""
    row = tx.execute(sa.select(prefs).where(prefs.c.user_id == user_id)).mappings().one_or_none() or DEFAULTS
    mine = sa.select(rules).where(rules.c.user_id == user_id).order_by(rules.c.scope, rules.c.scope_id, rules.c.kind)
    return pb.NotificationPrefs(
        rules=[
            pb.NotificationRule(kind=each.kind, scope=each.scope, scope_id=each.scope_id, setting=each.setting)
            for each in tx.execute(mine)
        ],
        quiet_hours=pb.QuietHours(
            enabled=row["quiet_enabled"], from_minute=row["quiet_from_minute"], to_minute=row["quiet_to_minute"],
            time_zone=row["time_zone"],
        ),
        mentions_pierce=row["mentions_pierce"], payments_pierce=row["payments_pierce"], previews=row["previews"],
    )  # fmt: skip


_TOUCHING = Prepared(
    sa.select(rules).where(
        rules.c.user_id.in_(sa.bindparam("who", expanding=True)),
        sa.or_(
            rules.c.scope == in_words(Scope.GLOBAL),
            sa.and_(rules.c.scope == in_words(Scope.CONVERSATION), rules.c.scope_id == sa.bindparam("of")),
            sa.and_(rules.c.scope == in_words(Scope.APP), rules.c.scope_id.in_(sa.bindparam("apps", expanding=True))),
        ),
    )
)
Settings = dict[tuple[Kind, Scope], Setting]


def settings_of(
    tx: Transaction, user_ids: Collection[str], *, conversation_id: str, app_ids: Collection[str]
) -> dict[str, dict[str, Settings]]:
    """By person and app: what they set for everywhere, for this conversation and for the app; "" is for no app."""
    found: dict[str, dict[str, Settings]] = {}
    for row in _TOUCHING.rows(tx, {"who": list(user_ids), "of": conversation_id, "apps": list(app_ids)}):
        mine = found.setdefault(row.user_id, {app_id: {} for app_id in {"", *app_ids}})
        for app_id, settings in mine.items():
            if row.scope != Scope.APP or row.scope_id == app_id:
                settings[Kind(row.kind), Scope(row.scope)] = Setting(row.setting)
    return found


def as_prefs(row: Any, settings: Settings, *, muted_until_ms: int) -> Prefs:
    """The settings as `decide` takes them; `row` has the columns of `prefs`, all None where there is no row."""
    quiet = None
    if row.quiet_enabled:
        quiet = Quiet(row.quiet_from_minute, row.quiet_to_minute, _zone(row.time_zone))
    return Prefs(
        settings=settings, muted_until_ms=muted_until_ms, quiet=quiet,
        mentions_pierce=bool(row.mentions_pierce), payments_pierce=bool(row.payments_pierce),
    )  # fmt: skip


@cache
def _zones() -> set[str]:
    return zoneinfo.available_timezones() | {"UTC"}


@cache
def _zone(name: str) -> tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # The machine no longer knows it.
        return UTC


def _refused(field: str, why: str) -> InvalidArgument:
    return InvalidArgument(f"{field}: {why}", field=field, why=why)
