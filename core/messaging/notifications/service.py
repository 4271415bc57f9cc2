"""NotificationsService: a person's own settings, what they were told, and why."""

from __future__ import annotations

from datetime import timedelta

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import InvalidArgument
from core.kit.rpc import Call
from core.messaging import log, paging
from core.messaging.conversations.members import ACTIVE, seat
from core.messaging.errors import MessageNotFound
from core.messaging.notifications import prefs_store, store
from core.messaging.notifications.desk import Desk
from majlis.messaging.v1 import notifications_service_pb2 as pb
from majlis.messaging.v1.notifications_service_rpc import NotificationsServiceServer

KEPT = timedelta(days=30)
_LIST = "notifications"


class NotificationsService(NotificationsServiceServer[Call]):
    """Every rpc is about the caller alone."""

    def __init__(self, *, db: Database, clock: Clock, desk: Desk) -> None:
        self._db = db
        self._clock = clock
        self._desk = desk

    async def get_notification_prefs(
        self, request: pb.GetNotificationPrefsRequest, call: Call
    ) -> pb.GetNotificationPrefsResponse:
        user_id = call.caller.user_id
        prefs = await self._db.read(lambda tx: prefs_store.read(tx, user_id))
        return pb.GetNotificationPrefsResponse(prefs=prefs)

    async def set_notification_rule(
        self, request: pb.SetNotificationRuleRequest, call: Call
    ) -> pb.SetNotificationRuleResponse:
        rule, user_id = request.rule, call.caller.user_id
        everywhere = rule.scope == pb.NOTIFICATION_SCOPE_GLOBAL
        if everywhere == bool(rule.scope_id):
            why = "must be empty for everywhere" if everywhere else "is required"
            raise InvalidArgument(f"rule.scope_id: {why}", field="rule.scope_id", why=why)

        def set_rule(tx: Transaction) -> pb.NotificationPrefs:
            if rule.scope == pb.NOTIFICATION_SCOPE_CONVERSATION and rule.setting:
                seat(tx, rule.scope_id, user_id)
            prefs_store.set_rule(tx, user_id, rule)
            return prefs_store.read(tx, user_id)

        return pb.SetNotificationRuleResponse(prefs=await self._db.write(set_rule))

    async def update_notification_prefs(
        self, request: pb.UpdateNotificationPrefsRequest, call: Call
    ) -> pb.UpdateNotificationPrefsResponse:
        user_id = call.caller.user_id
        switches = {"mentions_pierce", "payments_pierce", "previews"}
        changed = {field.name: value for field, value in request.ListFields() if field.name in switches}
        if request.HasField("quiet_hours"):
            quiet = request.quiet_hours
            prefs_store.check_quiet_hours(quiet)
            changed |= {
                "quiet_enabled": quiet.enabled, "quiet_from_minute": quiet.from_minute,
                "quiet_to_minute": quiet.to_minute, "time_zone": quiet.time_zone,
            }  # fmt: skip

        def update(tx: Transaction) -> pb.NotificationPrefs:
            prefs_store.update(tx, user_id, changed)
            return prefs_store.read(tx, user_id)

        return pb.UpdateNotificationPrefsResponse(prefs=await self._db.write(update))

    async def list_notifications(
        self, request: pb.ListNotificationsRequest, call: Call
    ) -> pb.ListNotificationsResponse:
        user_id, size = call.caller.user_id, request.page_size or paging.PAGE_SIZE
        before = paging.place(_LIST, request.page_token, int, str)
        rows = await self._db.read(lambda tx: store.page(tx, user_id, before=before, size=size + 1))
        more, rows = len(rows) > size, rows[:size]
        return pb.ListNotificationsResponse(
            notifications=[
                pb.ToldNotification(
                    notification_id=row.notification_id, kind=row.kind, conversation_id=row.conversation_id,
                    seq=row.seq, count=row.count, told_at_ms=row.told_at_ms, silent=row.silent,
                ) for row in rows
            ],
            next_page_token=paging.token(_LIST, rows[-1].told_at_ms, rows[-1].notification_id) if more else "",
        )  # fmt: skip

    async def explain_notification(
        self, request: pb.ExplainNotificationRequest, call: Call
    ) -> pb.ExplainNotificationResponse:
        of, seq, user_id = request.conversation_id, request.seq, call.caller.user_id

        def explain(tx: Transaction) -> pb.ExplainNotificationResponse:
            mine = seat(tx, of, user_id)
            if not mine.visible_from_seq <= seq <= mine.visible_to_seq:
                raise MessageNotFound("there is no such update", conversation_id=of, seq=seq)
            (update,) = log.after(tx, of, seq - 1, to_seq=seq, most=1)
            decision, kind = self._desk.explain(tx, update, user_id, member=mine.status == ACTIVE)
            return pb.ExplainNotificationResponse(
                told=decision.told, silent=decision.silent, rule=decision.rule,
                kind=pb.NotificationKind.ValueType(kind),
            )  # fmt: skip

        return await self._db.read(explain)

    async def forget_old(self) -> int:
        """Remove some of what was told long ago; call it often, at once while it is > 0."""
        before_ms = to_ms(self._clock.now() - KEPT)
        return await self._db.write(lambda tx: store.forget(tx, before_ms=before_ms))
