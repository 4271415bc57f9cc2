"""Reports: what was said can be read until operators have decided and by nobody afterwards; nobody is betrayed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from google.protobuf.json_format import MessageToDict

from core.kit.caller import Caller
from core.kit.db import Transaction, metadata
from core.kit.errors import DomainError
from core.kit.rpc import Chain
from core.messaging.changes import Changes
from core.messaging.log import Draft
from core.messaging.messages import store as messages
from core.messaging.moderation import service as moderation
from core.messaging.moderation.sealed import Copy, Evidence, seal, unseal
from core.messaging.moderation.service import ModerationService
from core.messaging.moderation.tables import seals
from core.messaging.moderation.warning import Warnings
from core.messaging.names import Names
from core.messaging.tables import hidden, members, personal
from majlis.messaging.v1 import messages_pb2 as chat_pb
from majlis.messaging.v1 import moderation_service_pb2 as pb
from majlis.messaging.v1.moderation_service_rpc import ModerationServiceClient
from tests.support.chat_desk import request_id
from tests.support.notices import Notices

LAYLA, OMAR, SARA = (Caller.user(f"usr_{name}") for name in ("layla", "omar", "sara"))
SALMA, HUDA = Caller.operator("usr_salma"), Caller.operator("usr_huda")


class Court:
    """Moderation over the conversations of `notices`."""

    def __init__(self, notices: Notices) -> None:
        chat = notices.chat
        self.notices, self.clock = notices, chat.clock
        self.told: list[Changes] = []
        self.scrubbed = 0
        service = ModerationService(
            db=chat.database, clock=chat.clock, ids=chat.ids, names=Names(channel=chat.chain, clock=chat.clock),
            warnings=Warnings(log=chat.log, clock=chat.clock), take_back=self._take_back, tell=self.told.append,
            scrub=self._scrub,
        )  # fmt: skip
        chain = Chain(clock=chat.clock)
        chain.serve("majlis.messaging.v1.ModerationService", service)
        self.client = ModerationServiceClient(chain)

    def _take_back(self, tx: Transaction, of: str, seq: int, changes: Changes) -> None:
        draft = Draft(of, chat_pb.UPDATE_KIND_RECALL, "", "", target_seq=seq)
        made = self.notices.chat.log.append(tx, [draft], changes)[0]
        messages.wipe(tx, of, seq, by=made.seq)

    async def _scrub(self) -> None:
        self.scrubbed += 1

    async def report(self, person: Caller, of: str, seq: int, **more: Any) -> pb.Report:
        """As its reporter sees it."""
        body = {"request_id": request_id(), "reason": pb.REPORT_REASON_HARASSMENT, **more}
        request = pb.ReportMessageRequest(conversation_id=of, seq=seq, **body)
        return (await self.client.report_message(request, caller=person)).report

    async def look(self, report_id: str, operator: Caller = SALMA) -> pb.GetReportResponse:
        return await self.client.get_report(pb.GetReportRequest(report_id=report_id), caller=operator)

    async def close(self, report_id: str, verdict: str = "NOTHING_WRONG", **more: Any) -> pb.Report:
        body = {"request_id": request_id(), "reason": "looked at", **more}
        request = pb.CloseReportRequest(
            report_id=report_id, verdict=pb.ReportVerdict.Value(f"REPORT_VERDICT_{verdict}"), **body
        )
        return (await self.client.close_report(request, caller=SALMA)).report

    async def queue(self, state: str = "UNSPECIFIED") -> list[pb.Report]:
        """The whole list, two a page."""
        found, token = [], ""
        while True:
            request = pb.ListReportsRequest(
                state=pb.ReportState.Value(f"REPORT_STATE_{state}"), page_size=2, page_token=token
            )
            page = await self.client.list_reports(request, caller=SALMA)
            found += page.reports
            if not (token := page.next_page_token):
                return found


@pytest.fixture
def court(notices: Notices) -> Court:
    return Court(notices)


@pytest.fixture
async def family(notices: Notices) -> str:
    """Layla's group with Omar and Sara; three lines say that they came."""
    return await notices.group(LAYLA, OMAR, SARA)


async def refused(of: Any) -> str:
    """The reason."""
    with pytest.raises(DomainError) as error:
        await of
    return error.value.reason


async def test_a_report_keeps_what_was_said_whatever_its_writer_does(court: Court, family: str) -> None:
    """The copy is of what the reporter saw; up to five messages before it stand with it."""
    before = [await court.notices.write(LAYLA, family, f"line {n}") for n in range(7)]
    seq = await court.notices.write(OMAR, family, "an insult")
    report = await court.report(SARA, family, seq, note="he said this")
    await court.notices.edit(OMAR, family, seq, "a compliment")
    await court.notices.recall(OMAR, family, seq)
    found = await court.look(report.report_id)
    assert [each.seq for each in found.messages] == [*before[-5:], seq]
    assert [each.reported for each in found.messages] == [False] * 5 + [True]
    assert "an insult" in found.messages[-1].body_json
    assert found.messages[-1].sender_id == OMAR.user_id
    assert (found.note, found.kind) == ("he said this", chat_pb.CONVERSATION_KIND_GROUP)


async def test_what_stands_before_it_is_what_the_reporter_can_see(court: Court, family: str) -> None:
    """Not what was written before they came, what they hid, or what was recalled."""
    await court.notices.write(LAYLA, family, "before she came")
    first = await court.notices.write(LAYLA, family, "seen")
    mine = await court.notices.write(LAYLA, family, "hidden")
    gone = await court.notices.write(LAYLA, family, "recalled")
    await court.notices.recall(LAYLA, family, gone)
    await court.notices.member(SARA, family, visible_from_seq=first)
    row = {"user_id": SARA.user_id, "conversation_id": family, "seq": mine}
    await court.notices.chat.write(lambda tx: tx.execute(hidden.insert(), row) and None)
    seq = await court.notices.write(OMAR, family, "an insult")
    found = await court.look((await court.report(SARA, family, seq)).report_id)
    assert [each.seq for each in found.messages] == [first, seq]


async def test_what_was_not_reported_is_not_kept_from_a_recall(court: Court, family: str) -> None:
    """Only the message somebody reported outlives its writer's wish."""
    gone = await court.notices.write(LAYLA, family, "a secret nobody reported")
    seq = await court.notices.write(OMAR, family, "an insult")
    report = await court.report(SARA, family, seq)
    assert [each.seq for each in (await court.look(report.report_id)).messages] == [gone, seq]
    await court.notices.recall(LAYLA, family, gone)
    assert [each.seq for each in (await court.look(report.report_id)).messages] == [seq]


async def test_what_cannot_be_seen_cannot_be_reported(court: Court, family: str) -> None:
    """A conversation of others, a number that is no message, one that was hidden, one that was taken back."""
    seq = await court.notices.write(OMAR, family, "hi")
    mallory = Caller.user("usr_mallory")
    assert await refused(court.report(mallory, family, seq)) == "CONVERSATION_NOT_FOUND"
    assert await refused(court.report(mallory, "conv_nowhere", seq)) == "CONVERSATION_NOT_FOUND"
    assert await refused(court.report(SARA, family, 1)) == "MESSAGE_NOT_FOUND"
    assert await refused(court.report(SARA, family, seq + 1)) == "MESSAGE_NOT_FOUND"
    await court.notices.recall(OMAR, family, seq)
    assert await refused(court.report(SARA, family, seq)) == "MESSAGE_RECALLED"


async def test_a_report_is_read_when_its_reporter_sees_nothing_there_any_more(court: Court, family: str) -> None:
    """As who came into a channel again and went before anything was written; else nobody could ever decide it."""
    seq = await court.notices.write(OMAR, family, "an insult")
    report = await court.report(SARA, family, seq)
    gone = {"status": chat_pb.MEMBER_STATUS_LEFT, "visible_from_seq": seq + 2, "visible_to_seq": 0}
    await court.notices.member(SARA, family, **gone)
    assert [each.seq for each in (await court.look(report.report_id)).messages] == [seq]
    await court.close(report.report_id)


async def test_who_has_left_may_still_report_what_they_saw(court: Court, family: str) -> None:
    """Leaving is what people do first."""
    seq = await court.notices.write(OMAR, family, "an insult")
    left = {"status": chat_pb.MEMBER_STATUS_LEFT, "visible_to_seq": seq}
    await court.notices.member(SARA, family, **left)
    later = await court.notices.write(OMAR, family, "another")
    assert (await court.report(SARA, family, seq)).report_id
    assert await refused(court.report(SARA, family, later)) == "MESSAGE_NOT_FOUND"


async def test_reporting_again_is_the_same_report(court: Court, family: str) -> None:
    """By the request id, and by the message."""
    seq = await court.notices.write(OMAR, family, "an insult")
    first = await court.report(SARA, family, seq, request_id="one")
    assert await court.report(SARA, family, seq, request_id="one") == first
    assert await court.report(SARA, family, seq, reason=pb.REPORT_REASON_SPAM) == first
    assert await refused(court.report(SARA, family, seq, request_id="one", note="x")) == "REQUEST_ID_REUSED"
    assert len(await court.queue()) == 1


async def test_other_says_what_in_its_note(court: Court, family: str) -> None:
    seq = await court.notices.write(OMAR, family, "hm")
    assert await refused(court.report(SARA, family, seq, reason=pb.REPORT_REASON_OTHER, note=" ")) == "INVALID_ARGUMENT"
    assert await refused(court.report(SARA, family, seq, reason=0)) == "INVALID_ARGUMENT"


async def test_fifty_reports_are_a_days(court: Court, family: str) -> None:
    """The fiftieth is taken, the next is not until a day has passed since the first; repeating one is none."""
    seqs = [await court.notices.write(OMAR, family, f"{n}") for n in range(moderation.REPORTS_A_DAY_MAX + 1)]
    for seq in seqs[:-1]:
        await court.report(SARA, family, seq)
    assert await refused(court.report(SARA, family, seqs[-1])) == "TOO_MANY_REPORTS"
    await court.report(SARA, family, seqs[0])
    await court.report(LAYLA, family, seqs[-1])
    court.clock.advance(timedelta(days=1))
    await court.report(SARA, family, seqs[-1])


async def test_reporters_see_the_state_of_theirs_and_not_of_others(court: Court, family: str) -> None:
    """Nor how many others there are."""
    one, two = [await court.notices.write(OMAR, family, text) for text in "ab"]
    await court.report(LAYLA, family, one)
    first = await court.report(SARA, family, one)
    court.clock.advance(timedelta(seconds=1))
    second = await court.report(SARA, family, two)
    await court.look(first.report_id)
    await court.close(second.report_id, "NOTHING_WRONG")
    pages, token = [], ""
    for _ in range(2):
        request = pb.ListMyReportsRequest(page_size=1, page_token=token)
        page = await court.client.list_my_reports(request, caller=SARA)
        pages += page.reports
        token = page.next_page_token
    assert [each.report_id for each in pages] == [second.report_id, first.report_id]
    assert [pb.ReportState.Name(each.state) for each in pages] == ["REPORT_STATE_CLOSED", "REPORT_STATE_TAKEN"]
    assert not any(each.same_message_count for each in pages)
    assert not token
    assert not (await court.client.list_my_reports(pb.ListMyReportsRequest(), caller=OMAR)).reports


async def test_the_queue_has_untouched_ones_first_and_the_oldest_before(court: Court, family: str) -> None:
    """So that nobody waits for ever behind what somebody already looks at."""
    made = []
    for text in "abcde":
        court.clock.advance(timedelta(seconds=1))
        made.append((await court.report(SARA, family, await court.notices.write(OMAR, family, text))).report_id)
    await court.look(made[0])
    await court.close(made[2])
    assert [each.report_id for each in await court.queue()] == [made[1], made[3], made[4], made[0]]
    assert [each.report_id for each in await court.queue("TAKEN")] == [made[0]]
    assert [each.report_id for each in await court.queue("CLOSED")] == [made[2]]


async def test_reports_of_the_same_message_are_counted(court: Court, family: str) -> None:
    seq = await court.notices.write(OMAR, family, "an insult")
    other = await court.notices.write(OMAR, family, "another")
    reports = [await court.report(each, family, seq) for each in (SARA, LAYLA)]
    alone = await court.report(SARA, family, other)
    counts = {each.report_id: each.same_message_count for each in await court.queue()}
    assert counts == {reports[0].report_id: 2, reports[1].report_id: 2, alone.report_id: 1}
    assert (await court.look(alone.report_id)).report.same_message_count == 1


async def test_nothing_tells_an_operator_who_reported(court: Court, family: str) -> None:
    """The same report by another reporter looks the same but for its own id."""
    seq = await court.notices.write(OMAR, family, "an insult")
    shown = []
    for person in (SARA, LAYLA):
        report = await court.report(person, family, seq, note="this")
        found = await court.look(report.report_id)
        request = pb.ListReportActionsRequest(report_id=report.report_id)
        acts = await court.client.list_report_actions(request, caller=SALMA)
        listed = next(each for each in await court.queue() if each.report_id == report.report_id)
        text = "".join(str(MessageToDict(each)) for each in (found, acts, listed))
        assert person.user_id not in text
        shown.append(text.replace(report.report_id, "ID").replace("'sameMessageCount': 2", "'sameMessageCount': 1"))
    assert shown[0] == shown[1]


async def test_who_is_reported_learns_nothing(court: Court, family: str) -> None:
    """No update, no note to anybody's devices, no notification."""
    seq = await court.notices.write(OMAR, family, "an insult")
    updates = await court.notices.chat.updates(family)
    noted = await court.notices.chat.read(lambda tx: tx.execute(sa.select(personal)).all())
    report = await court.report(SARA, family, seq)
    await court.look(report.report_id)
    await court.close(report.report_id)
    assert await court.notices.chat.updates(family) == updates
    assert await court.notices.chat.read(lambda tx: tx.execute(sa.select(personal)).all()) == noted
    assert not court.told


async def test_a_closed_report_can_be_read_by_nobody(court: Court, family: str) -> None:
    """Key and copy are gone from every table, and what may be left in the file's free pages is scrubbed."""
    seq = await court.notices.write(OMAR, family, "the canary sings")
    report = await court.report(SARA, family, seq, note="a canary, too")
    await court.notices.recall(OMAR, family, seq)
    assert "canary" not in await _everything(court), "sealed, not written"
    closed = await court.close(report.report_id)
    assert (closed.state, closed.verdict) == (pb.REPORT_STATE_CLOSED, pb.REPORT_VERDICT_NOTHING_WRONG)
    found = await court.look(report.report_id)
    assert (found.note, list(found.messages)) == ("", [])
    assert not await court.notices.chat.read(lambda tx: tx.execute(sa.select(seals)).all())
    assert court.scrubbed == 1
    assert await refused(court.close(report.report_id)) == "REPORT_CLOSED"


async def _everything(court: Court) -> str:
    def read(tx: Transaction) -> str:
        present = set(sa.inspect(tx).get_table_names())
        tables = [each for each in metadata.sorted_tables if each.name in present]
        return "".join(repr(tx.execute(sa.select(table)).all()) for table in tables)

    return await court.notices.chat.read(read)


async def test_a_seal_opens_only_with_its_key_for_its_report() -> None:
    """A row moved to another report, or a key of another, opens nothing."""
    evidence = Evidence("note", Copy(7, "usr_omar", '{"message":{}}', 1, True))
    key, sealed = seal(evidence, "rep_1")
    other, again = seal(evidence, "rep_1")
    assert unseal(key, sealed, "rep_1") == evidence
    assert key != other
    assert sealed != again
    for wrong in ((other, sealed, "rep_1"), (key, sealed, "rep_2"), (key, again, "rep_1")):
        with pytest.raises(InvalidTag):
            unseal(*wrong)


async def test_each_look_and_verdict_is_written_down(court: Court, family: str) -> None:
    seq = await court.notices.write(OMAR, family, "hm")
    report = await court.report(SARA, family, seq)
    await court.look(report.report_id, SALMA)
    await court.look(report.report_id, HUDA)
    assert await refused(court.close(report.report_id, reason="  ")) == "INVALID_ARGUMENT"
    await court.close(report.report_id, reason="harmless")
    request = pb.ListReportActionsRequest(report_id=report.report_id)
    acts = (await court.client.list_report_actions(request, caller=HUDA)).actions
    assert [(each.operator_id, each.action, each.reason) for each in acts] == [
        (SALMA.user_id, "read", ""), (HUDA.user_id, "read", ""), (SALMA.user_id, "closed", "harmless")
    ]  # fmt: skip


async def test_a_verdict_takes_the_message_back_as_the_host(court: Court, family: str) -> None:
    """Once: deciding a second report of it changes nothing more, and repeating the request repeats the answer."""
    seq = await court.notices.write(OMAR, family, "an insult")
    report = await court.report(SARA, family, seq)
    closed = await court.close(report.report_id, "MESSAGE_REMOVED", request_id="one")
    assert await court.close(report.report_id, "MESSAGE_REMOVED", request_id="one") == closed
    (changes,) = court.told
    (recall,) = changes.updates
    assert (recall.kind, recall.sender_id, recall.target_seq) == (chat_pb.UPDATE_KIND_RECALL, "", seq)
    assert "insult" not in str(await court.notices.chat.updates(family))


async def test_a_warning_reaches_its_writer_alone(court: Court, family: str) -> None:
    """In a conversation only they are in: one in the group, or between two, would say who reported."""
    seq = await court.notices.write(OMAR, family, "an insult")
    updates = await court.notices.chat.updates(family)
    for person in (SARA, LAYLA):
        await court.close((await court.report(person, family, seq)).report_id, "WARNED")
    warned = [update for changes in court.told for update in changes.updates]
    (of,) = {each.conversation_id for each in warned}
    rows = await court.notices.chat.read(
        lambda tx: tx.execute(sa.select(members.c.user_id).where(members.c.conversation_id == of)).scalars().all()
    )
    assert rows == [OMAR.user_id]
    assert [each.seq for each in warned] == [1, 2]
    assert all('"facts":{"reason":"harassment"}' in each.body_json for each in warned)
    assert not any(word in each.body_json for each in warned for word in ("insult", family, SARA.user_id))
    assert await court.notices.chat.updates(family) == updates
    await court.notices.settle()
    assert [kind for kind, *_ in court.notices.told(OMAR)][-1] == "system"


async def test_a_report_that_never_was_is_not_found(court: Court) -> None:
    nowhere = {"report_id": "rep_nowhere"}
    assert await refused(court.look("rep_nowhere")) == "REPORT_NOT_FOUND"
    assert await refused(court.close("rep_nowhere")) == "REPORT_NOT_FOUND"
    acts = court.client.list_report_actions(pb.ListReportActionsRequest(**nowhere), caller=SALMA)
    assert await refused(acts) == "REPORT_NOT_FOUND"
