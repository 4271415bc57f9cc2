"""What of Layla's reports and notifications is put before Mallory, and how each KEYED rpc of reports is carried out."""

from __future__ import annotations

import uuid
from typing import Any, Protocol

from core.kit.caller import Caller

# As the tables of tests/contract/test_mallory.py.
NAMES: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "ExplainNotification": ({"conversation_id": "conversation"}, {"seq": 1}),
    "ReportMessage": (
        {"conversation_id": "conversation"},
        {"request_id": "mallory-reports", "seq": 1, "reason": "REPORT_REASON_SPAM"},
    ),
    "GetReport": ({"report_id": "report"}, {}),
    "CloseReport": (
        {"report_id": "report"},
        {"request_id": "mallory-closes", "verdict": "REPORT_VERDICT_NOTHING_WRONG", "reason": "no"},
    ),
    "ListReportActions": ({"report_id": "report"}, {}),
}
# A rule names its conversation within itself: tests/contract/test_notification_settings.py tries that one.
NAME_NOBODY = {
    "GetNotificationPrefs", "SetNotificationRule", "UpdateNotificationPrefs", "ListNotifications", "ListMyReports",
    "ListReports",
}  # fmt: skip
CHANGED: dict[str, dict[str, Any]] = {"ReportMessage": {"note": "a note"}, "CloseReport": {"reason": "another reason"}}


class Calls(Protocol):
    """What is needed of the test's house."""

    layla: Caller
    operator: Caller

    async def call(self, name: str, body: dict[str, Any], caller: Caller) -> Any: ...


async def things(house: Calls) -> dict[str, str]:
    """A report of Layla's."""
    reported = await _keyed(house, "ReportMessage", await _report(house), house.layla)
    return {"report": reported.report.report_id}


async def first_call(house: Calls, name: str) -> tuple[dict[str, Any], Caller]:
    """A body that is carried out but for its request_id, and who sends it."""
    if name == "ReportMessage":
        return await _report(house), house.layla
    verdict = {"verdict": "REPORT_VERDICT_NOTHING_WRONG", "reason": "a reason"}
    return {"report_id": (await things(house))["report"], **verdict}, house.operator


async def _report(house: Calls) -> dict[str, Any]:
    """The report of a message in a group of Layla's alone."""
    made = await _keyed(house, "CreateGroup", {"title": "a title"}, house.layla)
    there = {"conversation_id": made.conversation.conversation_id}
    sent = await _keyed(house, "SendMessage", {**there, "content": {"text": "a text"}}, house.layla)
    return {**there, "seq": sent.update.seq, "reason": "REPORT_REASON_SPAM"}


async def _keyed(house: Calls, name: str, body: dict[str, Any], caller: Caller) -> Any:
    return await house.call(name, body | {"request_id": uuid.uuid4().hex}, caller)
