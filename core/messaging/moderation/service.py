"""ModerationService: people report, operators look and decide; who reported stays between them and the host."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from core.kit.clock import Clock, to_ms
from core.kit.db import Database, Transaction
from core.kit.errors import InvalidArgument
from core.kit.ids import IdMaker
from core.kit.keyed import KeyedWrites
from core.kit.rpc import Call
from core.messaging import paging
from core.messaging.changes import Changes
from core.messaging.conversations.members import Seat, seat
from core.messaging.errors import ConversationNotFound, MessageNotFound, MessageRecalled
from core.messaging.messages import snapshots
from core.messaging.moderation import store
from core.messaging.moderation.errors import ReportClosed, TooManyReports
from core.messaging.moderation.sealed import Copy, Evidence
from core.messaging.moderation.warning import Warnings
from core.messaging.names import Names
from majlis.messaging.v1 import messages_pb2 as chat_pb
from majlis.messaging.v1 import moderation_service_pb2 as pb
from majlis.messaging.v1.moderation_service_rpc import ModerationServiceServer

REPORTS_A_DAY_MAX = 50  # Of one person.
BEFORE_MAX = 5  # Messages shown before the one that was reported.
_LOOKED_AT = 30  # Among so many lines those messages are looked for.
_DAY_MS = timedelta(days=1) // timedelta(milliseconds=1)
_MINE, _QUEUE = "my_reports", "reports"
TakeBack = Callable[[Transaction, str, int, Changes], None]  # (tx, conversation, number, changes): as the host.


class ModerationService(ModerationServiceServer[Call]):
    """`take_back` recalls a message as the host, `tell` hears of commits, `scrub` begins one and returns."""

    def __init__(
        self, *, db: Database, clock: Clock, ids: IdMaker, names: Names, warnings: Warnings, take_back: TakeBack,
        tell: Callable[[Changes], None], scrub: Callable[[], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._db = db
        self._keyed = KeyedWrites(db=db, clock=clock)
        self._clock = clock
        self._ids = ids
        self._names = names
        self._warnings = warnings
        self._take_back = take_back
        self._tell = tell
        self._scrub = scrub

    # People

    async def report_message(self, request: pb.ReportMessageRequest, call: Call) -> pb.ReportMessageResponse:
        if request.reason == pb.REPORT_REASON_OTHER and not request.note.strip():
            raise _refused("note", "must say what is wrong")
        user_id, now_ms = call.caller.user_id, to_ms(self._clock.now())

        def report(tx: Transaction) -> pb.ReportMessageResponse:
            mine = seat(tx, request.conversation_id, user_id)
            row = store.own(tx, user_id, mine.conversation_id, request.seq)
            if row is not None:
                return pb.ReportMessageResponse(report=_report(row))
            copy = _copy(tx, mine, request.seq)
            if store.count_since(tx, user_id, now_ms - _DAY_MS) >= REPORTS_A_DAY_MAX:
                raise TooManyReports("that is enough reports for a day", limit=REPORTS_A_DAY_MAX)
            report_id = self._ids.new("rep")
            made = {
                "report_id": report_id, "reporter_id": user_id, "conversation_id": mine.conversation_id,
                "seq": request.seq, "conversation_kind": mine.kind, "reason": request.reason,
                "state": pb.REPORT_STATE_OPEN, "verdict": 0, "created_at_ms": now_ms, "closed_at_ms": 0,
            }  # fmt: skip
            store.add(tx, made, Evidence(request.note, copy))
            return pb.ReportMessageResponse(report=_report(store.get(tx, report_id)))

        return await self._keyed.write(call, request, pb.ReportMessageResponse, report)

    async def list_my_reports(self, request: pb.ListMyReportsRequest, call: Call) -> pb.ListMyReportsResponse:
        user_id, size = call.caller.user_id, request.page_size or paging.PAGE_SIZE
        before = paging.place(_MINE, request.page_token, int, str)
        rows = await self._db.read(lambda tx: store.of_person(tx, user_id, before=before, size=size + 1))
        more, rows = len(rows) > size, rows[:size]
        token = paging.token(_MINE, rows[-1].created_at_ms, rows[-1].report_id) if more else ""
        return pb.ListMyReportsResponse(reports=map(_report, rows), next_page_token=token)

    # Operators

    async def list_reports(self, request: pb.ListReportsRequest, call: Call) -> pb.ListReportsResponse:
        size = request.page_size or paging.PAGE_SIZE
        after = paging.place(_QUEUE, request.page_token, int, str)
        rows = await self._db.read(lambda tx: store.queue(tx, request.state, after=after, size=size + 1))
        more, rows = len(rows) > size, rows[:size]
        token = paging.token(_QUEUE, rows[-1].state, rows[-1].report_id) if more else ""
        return pb.ListReportsResponse(reports=map(_counted, rows), next_page_token=token)

    async def get_report(self, request: pb.GetReportRequest, call: Call) -> pb.GetReportResponse:
        report_id = request.report_id

        def look(tx: Transaction) -> tuple[Any, Evidence | None, list[Copy]]:
            row = store.get(tx, report_id)
            store.take(tx, report_id)
            self._write_down(tx, call, report_id, "read", "")
            evidence = store.evidence(tx, report_id)
            return store.get(tx, report_id), evidence, _around(tx, row, evidence.copy) if evidence else []

        row, evidence, copies = await self._db.write(look)
        names = await self._names.of({copy.sender_id for copy in copies if copy.sender_id})
        return pb.GetReportResponse(
            report=_counted(row), note=evidence.note if evidence else "", kind=row.conversation_kind,
            messages=[
                pb.ReportedMessage(
                    seq=copy.seq, sender_id=copy.sender_id, sender_name=names.get(copy.sender_id, ""),
                    body_json=copy.body_json, created_at_ms=copy.created_at_ms, reported=copy.reported,
                ) for copy in copies
            ],
        )  # fmt: skip

    async def close_report(self, request: pb.CloseReportRequest, call: Call) -> pb.CloseReportResponse:
        reason = request.reason.strip()
        if not reason:
            raise _refused("reason", "is required")
        made: tuple[pb.CloseReportResponse, Changes] | None = None

        def close(tx: Transaction) -> pb.CloseReportResponse:
            nonlocal made
            changes = Changes()  # Anew each run.
            row = store.get(tx, request.report_id)
            if row.state == pb.REPORT_STATE_CLOSED:
                raise ReportClosed("the report was decided before", report_id=row.report_id)
            self._carry_out(tx, row, request.verdict, changes)
            store.close(tx, row.report_id, request.verdict, now_ms=to_ms(self._clock.now()))
            self._write_down(tx, call, row.report_id, "closed", reason)
            made = pb.CloseReportResponse(report=_counted(store.get(tx, row.report_id))), changes
            return made[0]

        answer = await self._keyed.write(call, request, pb.CloseReportResponse, close)
        # A run that was undone and found the answer of another in its place changed nothing.
        if made is not None and made[0] is answer and made[1].updates:
            self._tell(made[1])
        await self._scrub()
        return answer

    async def list_report_actions(
        self, request: pb.ListReportActionsRequest, call: Call
    ) -> pb.ListReportActionsResponse:
        def read(tx: Transaction) -> pb.ListReportActionsResponse:
            store.get(tx, request.report_id)
            return pb.ListReportActionsResponse(
                actions=[
                    pb.ReportAction(
                        operator_id=row.operator_id, action=row.action, reason=row.reason, acted_at_ms=row.acted_at_ms
                    ) for row in store.actions_of(tx, request.report_id)
                ]
            )  # fmt: skip

        return await self._db.read(read)

    # What they share

    def _carry_out(self, tx: Transaction, row: Any, verdict: int, changes: Changes) -> None:
        if verdict == pb.REPORT_VERDICT_MESSAGE_REMOVED:
            self._take_back(tx, row.conversation_id, row.seq, changes)
        evidence = store.evidence(tx, row.report_id)
        if verdict == pb.REPORT_VERDICT_WARNED and evidence and evidence.copy.sender_id:
            why = pb.ReportReason.Name(row.reason).removeprefix("REPORT_REASON_").lower()
            self._warnings.warn(tx, evidence.copy.sender_id, why, changes)

    def _write_down(self, tx: Transaction, call: Call, report_id: str, action: str, reason: str) -> None:
        row = {
            "action_id": self._ids.new("act"), "report_id": report_id, "operator_id": call.caller.user_id,
            "action": action, "reason": reason, "acted_at_ms": to_ms(self._clock.now()),
        }  # fmt: skip
        store.write_down(tx, row)


def _copy(tx: Transaction, mine: Seat, seq: int) -> Copy:
    """The message as the reporter sees it now. MESSAGE_NOT_FOUND, MESSAGE_RECALLED."""
    message = snapshots.one(tx, mine, seq)
    if message.kind != chat_pb.UPDATE_KIND_MESSAGE:
        raise MessageNotFound("there is no such message", conversation_id=mine.conversation_id, seq=seq)
    if message.recalled:
        raise MessageRecalled("the message was taken back", conversation_id=mine.conversation_id, seq=seq)
    return Copy(message.seq, message.sender_id, message.body_json, message.created_at_ms, True)


def _around(tx: Transaction, row: Any, copy: Copy) -> list[Copy]:
    """What was reported, after what stands before it now: nobody reported that, so it is not kept from a recall."""
    try:
        mine = seat(tx, row.conversation_id, row.reporter_id)
    except ConversationNotFound:  # They see nothing of it any more; what they reported is there all the same.
        return [copy]
    page = snapshots.page(tx, mine, before_seq=copy.seq, size=_LOOKED_AT).messages if copy.seq > 1 else []
    before = [each for each in page if each.kind == chat_pb.UPDATE_KIND_MESSAGE and not each.recalled]
    context = [Copy(each.seq, each.sender_id, each.body_json, each.created_at_ms, False) for each in before]
    return [*context[-BEFORE_MAX:], copy]


def _report(row: Any) -> pb.Report:
    """As its reporter sees it."""
    return pb.Report(
        report_id=row.report_id, reason=row.reason, state=row.state, verdict=row.verdict,
        created_at_ms=row.created_at_ms, closed_at_ms=row.closed_at_ms,
    )  # fmt: skip


def _counted(row: Any) -> pb.Report:
    """As operators see it."""
    report = _report(row)
    report.same_message_count = row.same_message_count
    return report


def _refused(field: str, why: str) -> InvalidArgument:
    return InvalidArgument(f"{field}: {why}", field=field, why=why)
